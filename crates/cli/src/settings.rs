//! The settings: `library.toml` read into the names of branches and places and the sources.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::Context;
use bibliobus_catalog::Library;

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
}

impl Settings {
    /// Reads the settings at `path`; the defaults where there is none.
    pub(crate) fn read(path: Option<&Path>) -> anyhow::Result<Self> {
        let Some(path) = path else { return Ok(Self::default()) };
        let text = fs::read_to_string(path)
            .map_err(|error| BadInput::from_error(&error))
            .with_context(|| path.display().to_string())?;
        let library = parse(&text).with_context(|| path.display().to_string())?;
        Self::new(library, path).with_context(|| path.display().to_string())
    }

    /// Where sources and authorities are is the business of whoever builds, not of readers: they are taken
    /// out of what is carried inside the index.
    fn new(mut library: Library, path: &Path) -> anyhow::Result<Self> {
        let folder = path.parent().map_or_else(PathBuf::new, Path::to_path_buf);
        let mut sources = Vec::new();
        for source in std::mem::take(&mut library.sources) {
            let (profile, format) = (source.profile.as_deref(), source.format.as_deref());
            let reading = Reading::of_source(profile, format, &folder)?;
            let options = reading.options(source.prefix)?;
            sources.push(Source { path: folder.join(source.file), options });
        }
        let files = std::mem::take(&mut library.authorities).into_iter();
        let authorities = files.map(|file| folder.join(file.file)).collect();
        Ok(Self { library, sources, authorities })
    }
}

fn parse(text: &str) -> Result<Library, BadInput> {
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
        let settings = Settings::new(parse(text).unwrap(), Path::new("a/library.toml"));
        let settings = settings.unwrap();
        assert_eq!(settings.library.branches[0].code, "BUS");
        assert_eq!(settings.library.sources, []);
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
}
