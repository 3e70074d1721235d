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
        Ok(Self { profile, format, encoding: None })
    }

    /// The options for the reader, the profile loaded and checked.
    pub(crate) fn options(&self, prefix: Option<String>) -> anyhow::Result<Options> {
        let profile = self.profile.as_deref().map(Profile::find).transpose();
        let profile =
            profile.map_err(|error| BadInput::from_error(&error)).context("--profile")?;
        let (format, encoding) = (self.format, self.encoding);
        Ok(Options { format, prefix, profile, encoding, ..Options::default() })
    }
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
