//! What is wrong with a profile: where, what was expected, what was found, how to mend it.

use std::io;

use toml::de::Error;

/// Why a profile cannot be used. Each says what to do about it.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ProfileError {
    /// No profile of this name ships with the tool, and no file has it.
    #[error("expected a profile, found {name:?}; {hint}")]
    Unknown {
        /// The name.
        name: String,
        /// The nearest right one, or all of them.
        hint: String,
    },
    /// The file cannot be read: check the name and the permissions.
    #[error(
        "{file}: expected a profile that can be read, found: {source}; \
         check name and permissions"
    )]
    Read {
        /// The file.
        file: String,
        /// What the system said.
        source: io::Error,
    },
    /// Something in the file is not as it should be.
    #[error("{file}: line {line}: {message}")]
    Wrong {
        /// The file, or the name of a profile that ships.
        file: String,
        /// The line, from one.
        line: usize,
        /// What was expected and what was found.
        message: String,
    },
    /// A profile that builds, in the end, on itself.
    #[error(
        "{file}: line {line}: expected profiles that do not build on themselves, \
         found {name:?} once more; take it out of `extends`"
    )]
    Circle {
        /// The file.
        file: String,
        /// The line, from one.
        line: usize,
        /// The profile that came before.
        name: String,
    },
}

/// The error of the parser, with the line and the nearest right key.
pub(super) fn of_toml(file: &str, text: &str, error: &Error) -> ProfileError {
    let line = error.span().map_or(1, |span| line_of(text, span.start));
    ProfileError::Wrong {
        file: file.to_owned(),
        line,
        message: in_words(error.message()),
    }
}

/// The line of a byte, from one.
pub(super) fn line_of(text: &str, byte: usize) -> usize {
    1 + text.bytes().take(byte).filter(|byte| *byte == b'\n').count()
}

/// The parser's message on one line, with the nearest right word where one is unknown.
fn in_words(message: &str) -> String {
    let mut quoted = message.split('`').skip(1).step_by(2);
    let sort = [("unknown field", "key"), ("unknown variant", "word")]
        .into_iter()
        .find(|(begins, _)| message.starts_with(begins));
    match (sort, quoted.next()) {
        (Some((_, sort)), Some(word)) => {
            let known: Vec<&str> = quoted.collect();
            format!("unknown {sort} `{word}`; {}", nearest(word, &known))
        }
        _ => message.split_whitespace().collect::<Vec<_>>().join(" "),
    }
}

/// `did you mean …?`, or the words that are known.
pub(super) fn nearest(word: &str, known: &[&str]) -> String {
    let near = known
        .iter()
        .map(|name| (strsim::normalized_damerau_levenshtein(word, name), *name))
        .filter(|(likeness, _)| *likeness > 0.5)
        .max_by(|a, b| a.0.total_cmp(&b.0));
    match near {
        Some((_, name)) => format!("did you mean `{name}`?"),
        None => format!("known here are {}", known.join(", ")),
    }
}
