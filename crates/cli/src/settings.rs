//! The settings: `library.toml` read into the names of branches and places and the sources.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::Context;
use bibliobus_catalog::{Branch, Library, LocalName, Place};
use bibliobus_index::{WeightError, Weights};
use serde::Deserialize;
use toml::Spanned;

use crate::fault::BadInput;
use crate::inputs::Source;
use crate::reading::Reading;

/// What the settings file says.
#[derive(Debug, Default)]
pub(crate) struct Settings {
    /// Names for codes, to be carried inside the index.
    pub(crate) library: Library,
    /// The files to build from, as paths that can be opened.
    pub(crate) sources: Vec<Source>,
    /// Files of authorities, as paths that can be opened.
    pub(crate) authorities: Vec<PathBuf>,
    /// What ranking rests on.
    pub(crate) weights: Weights,
}

/// The file as it is written. What is the business of whoever builds, not of readers, is not in
/// the [`Library`] that is carried inside the index.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct File {
    name: LocalName,
    note: LocalName,
    branch: Vec<Branch>,
    place: Vec<Place>,
    source: Vec<SourceFile>,
    authorities: Vec<AuthorityFile>,
    ranking: BTreeMap<Spanned<String>, f32>,
}

/// A file of authority records, or a table of names, beside `library.toml`.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct AuthorityFile {
    /// The file, relative to the settings.
    file: String,
}

/// A file that the catalogue is built from, beside `library.toml`.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct SourceFile {
    /// The file, relative to the settings.
    file: String,
    /// What goes before each control number of this source, with a colon: `c` gives `c:17`.
    prefix: Option<String>,
    /// Which field says what: the name of a profile, or its file beside the settings.
    profile: Option<String>,
    /// The format, where it is not to be seen by the first bytes.
    format: Option<String>,
}

impl Settings {
    /// Reads the settings at `path`; the defaults where there is none.
    pub(crate) fn read(path: Option<&Path>) -> anyhow::Result<Self> {
        let Some(path) = path else { return Ok(Self::default()) };
        let text = fs::read_to_string(path)
            .map_err(|error| BadInput::from_error(&error))
            .with_context(|| path.display().to_string())?;
        Self::parse(&text, path).with_context(|| path.display().to_string())
    }

    fn parse(text: &str, path: &Path) -> anyhow::Result<Self> {
        let file: File = parse(text)?;
        let folder = path.parent().map_or_else(PathBuf::new, Path::to_path_buf);
        let mut sources = Vec::new();
        for source in file.source {
            let (profile, format) = (source.profile.as_deref(), source.format.as_deref());
            let reading = Reading::of_source(profile, format, &folder)?;
            let options = reading.options(source.prefix)?;
            sources.push(Source { path: folder.join(source.file), options });
        }
        let files = file.authorities.into_iter();
        let authorities = files.map(|file| folder.join(file.file)).collect();
        let library = Library {
            name: file.name,
            note: file.note,
            branches: file.branch,
            places: file.place,
        };
        let weights = weights(&file.ranking, text)?;
        Ok(Self { library, sources, authorities, weights })
    }
}

/// The weights of a file with nothing but them, or of the settings' `[ranking]`.
pub(crate) fn read_weights(path: &Path) -> anyhow::Result<Weights> {
    Ok(Settings::read(Some(path))?.weights)
}

/// The shipped weights, with those that the settings change.
fn weights(
    changed: &BTreeMap<Spanned<String>, f32>,
    text: &str,
) -> Result<Weights, BadInput> {
    let mut weights = Weights::default();
    for (name, value) in changed {
        let line = line_of(text, name.span().start);
        let name = name.get_ref();
        weights.set(name, *value).map_err(|error| match error {
            WeightError::Unknown => {
                let unknown = unknown_key(name, Weights::NAMES.to_vec());
                BadInput::new(format!("line {line}: {unknown}"))
            }
            WeightError::OutOfBounds { most } => BadInput::new(format!(
                "line {line}: expected `{name}` to be from 0 to {most}, found {value}"
            )),
        })?;
    }
    Ok(weights)
}

fn parse(text: &str) -> Result<File, BadInput> {
    toml::from_str(text).map_err(|error| {
        let line = error.span().map_or(1, |span| line_of(text, span.start));
        BadInput::new(format!("line {line}: {}", in_words(error.message())))
    })
}

fn line_of(text: &str, byte: usize) -> usize {
    1 + text.bytes().take(byte).filter(|byte| *byte == b'\n').count()
}

/// The parser's message on one line, with the nearest right key where a key is unknown.
fn in_words(message: &str) -> String {
    let mut quoted = message.split('`').skip(1).step_by(2);
    let unknown = message.starts_with("unknown field").then(|| quoted.next()).flatten();
    match unknown {
        Some(key) => unknown_key(key, quoted.collect()),
        None => message.split_whitespace().collect::<Vec<_>>().join(" "),
    }
}

fn unknown_key(key: &str, known: Vec<&str>) -> String {
    let near = known
        .iter()
        .map(|name| (strsim::normalized_damerau_levenshtein(key, name), *name))
        .filter(|(likeness, _)| *likeness > 0.5)
        .max_by(|a, b| a.0.total_cmp(&b.0));
    match near {
        Some((_, name)) => format!("unknown key `{key}`; did you mean `{name}`?"),
        None => format!("unknown key `{key}`; known here are {}", known.join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_settings_name_branches_and_sources() {
        let text = r#"
            name = { ru = "Библиотека", en = "Library" }
            [[branch]]
            code = "BUS"
            kind = "bookmobile"
            [[source]]
            file = "books.mrc"
            prefix = "b"
            profile = "koha"
            [[authorities]]
            file = "names.csv"
        "#;
        let settings = Settings::parse(text, Path::new("a/library.toml")).unwrap();
        assert_eq!(settings.library.branches[0].code, "BUS");
        assert_eq!(settings.authorities, [Path::new("a/names.csv")]);
        assert_eq!(settings.sources[0].path, Path::new("a/books.mrc"));
        let options = &settings.sources[0].options;
        assert_eq!(options.prefix.as_deref(), Some("b"));
        let profile = options.profile.as_ref().map(bibliobus_ingest::Profile::name);
        assert_eq!(profile, Some("koha"));
    }

    #[test]
    fn an_unknown_key_is_refused_with_its_line_and_the_nearest_right_one() {
        let refused =
            parse("[[branch]]\ncode = 'A'\nadress = { en = 'x' }\n").unwrap_err();
        assert_eq!(
            refused.to_string(),
            "line 3: unknown key `adress`; did you mean `address`?"
        );
    }

    #[test]
    fn a_key_like_no_other_is_refused_with_the_known_ones() {
        let refused = parse("[name]\nzz = 'x'\n").unwrap_err().to_string();
        assert_eq!(refused, "line 2: unknown key `zz`; known here are ru, en");
    }

    #[test]
    fn broken_syntax_is_refused_on_one_line() {
        let refused = parse("name = \n").unwrap_err().to_string();
        assert!(refused.starts_with("line 1: "), "{refused}");
        assert!(!refused.contains('\n'));
    }

    #[test]
    fn the_settings_change_the_ranking() {
        let of = |text: &str| Settings::parse(text, Path::new("library.toml"));
        let changed = of("[ranking]\ntitle_begins = 2\n").unwrap().weights;
        assert_eq!(changed, Weights { title_begins: 2.0, ..Weights::default() });
        let refused = of("[ranking]\ntitel_begins = 2.0\n").unwrap_err().to_string();
        assert_eq!(
            refused,
            "line 2: unknown key `titel_begins`; did you mean `title_begins`?"
        );
        let refused = of("[ranking]\n\ncompletion = 2.0\n").unwrap_err().to_string();
        assert_eq!(refused, "line 3: expected `completion` to be from 0 to 1, found 2");
    }
}
