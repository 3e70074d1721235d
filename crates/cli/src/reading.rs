//! How inputs are to be read, as the command line and the settings say it.

use std::path::Path;

use anyhow::Context;
use bibliobus_ingest::{Encoding, Format, Options, Profile};

use crate::fault::BadInput;

/// The options that every command has which reads exports.
#[derive(Clone, Debug, Default, clap::Args)]
pub(crate) struct Reading {
    /// Which field says what: a profile that ships (`bibliobus profiles list`) or a TOML file
    /// [default: by the looks of each record]
    #[arg(long, value_name = "NAME|FILE.toml")]
    profile: Option<String>,
    /// The format of the input [default: by its first bytes]
    #[arg(long, value_name = "FORMAT", value_parser = format)]
    format: Option<Format>,
    /// The encoding of its text, such as cp1251 or marc8 [default: by its bytes]
    #[arg(long, value_name = "ENCODING", value_parser = encoding)]
    encoding: Option<Encoding>,
    /// What the columns of a table hold, as `Автор=authors,Название=title`, or a TOML file of
    /// such lines [default: by their headings]
    #[arg(long, value_name = "HEADING=KEY,…|FILE.toml")]
    columns: Option<String>,
}

impl Reading {
    /// What the settings say of a source, a profile in a file beside the settings.
    pub(crate) fn of_source(
        profile: Option<&str>,
        name: Option<&str>,
        folder: &Path,
    ) -> Result<Self, BadInput> {
        let profile = profile.map(|profile| {
            let path = folder.join(profile);
            if path.is_file() { path.display().to_string() } else { profile.to_owned() }
        });
        let format = name.map(format).transpose().map_err(BadInput::new)?;
        Ok(Self { profile, format, ..Self::default() })
    }

    /// The options for the reader, the profile loaded and checked.
    pub(crate) fn options(&self, prefix: Option<String>) -> anyhow::Result<Options> {
        let profile = self.profile.as_deref().map(Profile::find).transpose();
        let profile =
            profile.map_err(|error| BadInput::from_error(&error)).context("--profile")?;
        let (format, encoding) = (self.format, self.encoding);
        let columns = self.columns.as_deref().map(columns).transpose();
        let columns = columns.context("--columns")?.unwrap_or_default();
        Ok(Options { format, prefix, profile, encoding, columns, authorities: None })
    }
}

/// Headings of columns and the keys that they stand for.
fn columns(text: &str) -> Result<Vec<(String, String)>, BadInput> {
    let pairs = if text.contains('=') { pairs(text)? } else { pairs_in_file(text)? };
    for (heading, key) in &pairs {
        if bibliobus_ingest::column_key(key).is_none() {
            let known: Vec<&str> = bibliobus_ingest::column_keys().collect();
            return Err(BadInput::new(format!(
                "expected one of {} for the column \"{heading}\", found \"{key}\"",
                known.join(", ")
            )));
        }
    }
    Ok(pairs)
}

fn pairs(text: &str) -> Result<Vec<(String, String)>, BadInput> {
    let pair = |pair: &str| {
        let (heading, key) = pair.split_once('=').ok_or_else(|| {
            BadInput::new(format!("expected HEADING=KEY, found \"{pair}\""))
        })?;
        Ok((heading.trim().to_owned(), key.trim().to_owned()))
    };
    text.split(',').filter(|part| !part.trim().is_empty()).map(pair).collect()
}

/// A file with a line `"Автор" = "authors"` for each column.
fn pairs_in_file(path: &str) -> Result<Vec<(String, String)>, BadInput> {
    let text = std::fs::read_to_string(path)
        .map_err(|error| BadInput::new(format!("{path}: {error}")))?;
    let table: std::collections::BTreeMap<String, String> = toml::from_str(&text)
        .map_err(|error| BadInput::new(format!("{path}: {}", error.message())))?;
    Ok(table.into_iter().collect())
}

/// The format of this name.
fn format(name: &str) -> Result<Format, String> {
    Format::named(name).ok_or_else(|| {
        let names: Vec<&str> = Format::ALL.iter().map(|format| format.name()).collect();
        format!("expected one of {}, found \"{name}\"", names.join(", "))
    })
}

/// The encoding of this name.
fn encoding(name: &str) -> Result<Encoding, String> {
    Encoding::named(name).ok_or_else(|| {
        let names: Vec<&str> = Encoding::names().collect();
        format!("expected one of {}, found \"{name}\"", names.join(", "))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(text: &str) -> String {
        columns(text).unwrap_err().to_string()
    }

    #[test]
    fn columns_are_given_in_pairs_or_in_a_file() {
        let expected = [("Автор".to_owned(), "creator".to_owned())];
        assert_eq!(columns("Автор=creator,").unwrap(), expected);
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("columns.toml");
        std::fs::write(&path, "\"Автор\" = \"creator\"\n").unwrap();
        assert_eq!(columns(path.to_str().unwrap()).unwrap(), expected);
    }

    #[test]
    fn a_key_that_is_not_known_is_refused_with_those_that_are() {
        assert!(said("Цена=price").starts_with("expected one of id, title"));
        assert!(said("Цена=price").ends_with("found \"price\""));
        assert!(said("nowhere.toml").starts_with("nowhere.toml: "));
        assert!(said("a=title,b").contains("HEADING=KEY"));
    }
}
