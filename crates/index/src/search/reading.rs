//! Reading a query as a reader means it. Never fails: what cannot be read as a sign is read as
//! plain words.

use bibliobus_catalog::{Identifier, IdentifierKind};

use crate::{
    analysis::Analyzer,
    build::{call_number_key, identifier_key},
    format::{
        dictionary::{TermKind, key},
        postings::Fields,
    },
};

/// More words than this are not looked up; a longer query is a pasted text.
const MAX_WORDS: usize = 64;

/// A query, read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Reading {
    /// The words that records should have, each once.
    pub(crate) words: Vec<AskedWord>,
    /// The words that records must not have.
    pub(crate) excluded: Vec<AskedWord>,
    /// Numbers that the whole query, or a part bound to a field, may be.
    pub(crate) numbers: Vec<AskedNumber>,
}

/// A word asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct AskedWord {
    pub(crate) surface: String,
    pub(crate) stem: String,
    /// The fields in which it counts: see [`Fields`].
    pub(crate) fields: u8,
    /// Whether it may still be in the typing.
    pub(crate) is_beginning: bool,
}

/// A number asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct AskedNumber {
    pub(crate) key: Vec<u8>,
    /// Whether it may go on: `shelf:94(47)` finds every mark that begins so.
    pub(crate) is_beginning: bool,
    /// Whether its records come before all others, because it can hardly mean anything else.
    pub(crate) is_certain: bool,
}

/// What a name before a colon binds the words behind it to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Binding {
    Words(u8),
    Isbn,
    Issn,
    Shelf,
}

/// The names of fields, in Russian and English.
const NAMES: [(&str, Binding); 17] = [
    ("title", Binding::Words(Fields::TITLE)),
    ("заглавие", Binding::Words(Fields::TITLE)),
    ("название", Binding::Words(Fields::TITLE)),
    ("author", Binding::Words(Fields::CREATOR)),
    ("creator", Binding::Words(Fields::CREATOR)),
    ("автор", Binding::Words(Fields::CREATOR)),
    ("subject", Binding::Words(Fields::SUBJECT)),
    ("тема", Binding::Words(Fields::SUBJECT)),
    ("предмет", Binding::Words(Fields::SUBJECT)),
    ("рубрика", Binding::Words(Fields::SUBJECT)),
    ("text", Binding::Words(Fields::OTHER)),
    ("текст", Binding::Words(Fields::OTHER)),
    ("isbn", Binding::Isbn),
    ("issn", Binding::Issn),
    ("shelf", Binding::Shelf),
    ("шифр", Binding::Shelf),
    ("полка", Binding::Shelf),
];

/// A stretch of a query between blanks, or between quotation marks.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Stretch<'a> {
    text: &'a str,
    is_excluded: bool,
    binding: Option<Binding>,
}

/// Reads `text`.
pub(crate) fn read(text: &str, analyzer: &Analyzer) -> Reading {
    let mut reading = Reading::default();
    let stretches = stretches(text);
    for stretch in &stretches {
        reading.take(stretch, analyzer);
    }
    if stretches.iter().all(|stretch| stretch.binding.is_none() && !stretch.is_excluded) {
        reading.numbers = numbers(text.trim(), analyzer);
    }
    if reading.words.is_empty() && reading.numbers.is_empty() {
        // Nothing but exclusions: take them for plain words.
        reading.words = core::mem::take(&mut reading.excluded);
    }
    if text
        .chars()
        .next_back()
        .is_some_and(|c| c.is_alphanumeric() || matches!(c, '+' | '#'))
    {
        reading.words.last_mut().into_iter().for_each(|word| word.is_beginning = true);
    }
    let mut seen: Vec<AskedWord> = Vec::new();
    for word in reading.words.into_iter().rev() {
        let is_new =
            !seen.iter().any(|s| s.surface == word.surface && s.fields == word.fields);
        if is_new {
            seen.push(word);
        }
    }
    seen.reverse();
    seen.truncate(MAX_WORDS);
    Reading { words: seen, ..reading }
}

impl Reading {
    fn take(&mut self, stretch: &Stretch<'_>, analyzer: &Analyzer) {
        let number =
            |kind| Identifier::new(kind, stretch.text).map(|n| identifier_key(&n));
        let found = match stretch.binding {
            Some(Binding::Isbn) => number(IdentifierKind::Isbn),
            Some(Binding::Issn) => number(IdentifierKind::Issn),
            Some(Binding::Shelf) => Some(call_number_key(stretch.text, analyzer)),
            Some(Binding::Words(_)) | None => None,
        };
        if let Some(key) = found {
            let is_beginning = stretch.binding == Some(Binding::Shelf);
            self.numbers.push(AskedNumber { key, is_beginning, is_certain: true });
            return;
        }
        let fields = match stretch.binding {
            Some(Binding::Words(fields)) => fields,
            _ => Fields::ANY,
        };
        let words = analyzer.words(stretch.text).into_iter().map(|word| AskedWord {
            surface: word.surface,
            stem: word.stem,
            fields,
            is_beginning: false,
        });
        if stretch.is_excluded {
            self.excluded.extend(words);
        } else {
            self.words.extend(words);
        }
    }
}

/// Cuts a query at blanks and quotation marks; a field's name binds the stretch behind it.
fn stretches(text: &str) -> Vec<Stretch<'_>> {
    let mut stretches = Vec::new();
    let mut rest = text.trim_start();
    let mut waiting: Option<Binding> = None;
    while !rest.is_empty() {
        let is_excluded = is_exclusion(rest);
        let bare = if is_excluded { rest.get(1..).unwrap_or_default() } else { rest };
        let (binding, behind) = match bound(bare) {
            Some((binding, behind)) => (Some(binding), behind),
            None => (waiting.take(), bare),
        };
        let (stretch, after) = first_stretch(behind);
        rest = after.trim_start();
        if stretch.is_empty() {
            waiting = binding;
        } else {
            stretches.push(Stretch { text: stretch, is_excluded, binding });
        }
    }
    stretches
}

/// A hyphen right before a word shuts it out; one among blanks is only a dash.
fn is_exclusion(rest: &str) -> bool {
    let mut chars = rest.chars();
    chars.next() == Some('-')
        && chars.next().is_some_and(|c| c.is_alphabetic() || c == '"')
}

/// The field named at the start of `rest`, and what follows the colon.
fn bound(rest: &str) -> Option<(Binding, &str)> {
    let (name, behind) = rest.split_once(':')?;
    let name = name.to_lowercase();
    let (_, binding) = NAMES.iter().find(|(known, _)| *known == name)?;
    Some((*binding, behind))
}

fn first_stretch(rest: &str) -> (&str, &str) {
    if let Some(quoted) = rest.strip_prefix('"')
        && let Some((inside, after)) = quoted.split_once('"')
    {
        return (inside, after);
    }
    let end = rest.find(char::is_whitespace).unwrap_or(rest.len());
    rest.split_at(end)
}

/// The numbers that a whole query may be.
fn numbers(text: &str, analyzer: &Analyzer) -> Vec<AskedNumber> {
    if text.len() > 80 || !text.contains(|c: char| c.is_ascii_digit()) {
        return Vec::new();
    }
    let kinds = [IdentifierKind::Isbn, IdentifierKind::Issn, IdentifierKind::Doi];
    let standard = kinds.into_iter().filter_map(|kind| Identifier::new(kind, text));
    let certain = |key| AskedNumber { key, is_beginning: false, is_certain: true };
    let mut numbers: Vec<AskedNumber> =
        standard.map(|number| certain(identifier_key(&number))).collect();
    if !numbers.is_empty() {
        return numbers;
    }
    let is_mark =
        text.contains(|c: char| c.is_alphabetic() || matches!(c, '.' | '(' | '/'));
    if !text.contains(char::is_whitespace) {
        let key = key(TermKind::Number, &analyzer.squeezed(text));
        // A short bare number is a year or a title ("1984") before it is a barcode.
        let is_certain = is_mark || text.len() > 5;
        numbers.push(AskedNumber { key, is_beginning: false, is_certain });
    }
    if is_mark {
        numbers.push(certain(call_number_key(text, analyzer)));
    }
    numbers
}

#[cfg(test)]
mod tests {
    use super::*;

    fn reading(text: &str) -> Reading {
        read(text, &Analyzer::new())
    }

    fn words(text: &str) -> Vec<(String, u8)> {
        reading(text).words.into_iter().map(|word| (word.surface, word.fields)).collect()
    }

    #[test]
    fn names_bind_the_words_behind_them_in_both_languages() {
        let any = Fields::ANY;
        let cases = [
            ("война и мир", vec![("война", any), ("и", any), ("мир", any)]),
            ("автор:Толстой мир", vec![("толстои", 0), ("мир", any)]),
            ("author: tolstoy", vec![("tolstoy", Fields::CREATOR)]),
            ("title:\"war and\" x", vec![("war", 1), ("and", 1), ("x", any)]),
            ("unknown:word", vec![("unknown", any), ("word", any)]),
            ("\"half a quote", vec![("half", any), ("a", any), ("quote", any)]),
            ("the the", vec![("the", any)]),
            ("- & :", vec![]),
        ];
        for (text, expected) in cases {
            let expected: Vec<(String, u8)> = expected
                .into_iter()
                .map(|(word, fields)| match word {
                    "толстои" => ("толстой".to_owned(), Fields::CREATOR),
                    word => (word.to_owned(), fields),
                })
                .collect();
            assert_eq!(words(text), expected, "{text}");
        }
    }

    #[test]
    fn a_hyphen_shuts_a_word_out_unless_nothing_else_is_asked() {
        let read = reading("tolstoy -war");
        assert_eq!((read.words.len(), read.excluded.len()), (1, 1));
        assert_eq!(words("hip-hop").len(), 2);
        assert_eq!(words("-war").len(), 1);
        assert_eq!(words("war - peace").len(), 2);
    }

    #[test]
    fn the_last_word_is_a_beginning_until_a_blank_follows() {
        let is_beginning =
            |text: &str| reading(text).words.last().map(|word| word.is_beginning);
        assert_eq!(is_beginning("война и ми"), Some(true));
        assert_eq!(is_beginning("война и ми "), Some(false));
    }

    #[test]
    fn a_number_is_looked_up_as_what_it_may_be() {
        let keys = |text: &str| {
            let numbers = reading(text).numbers.into_iter();
            numbers.map(|n| String::from_utf8(n.key).unwrap()).collect::<Vec<_>>()
        };
        assert_eq!(keys("0-306-40615-2"), ["ib9780306406157"]);
        assert_eq!(keys("isbn:0306406152"), ["ib9780306406157"]);
        assert_eq!(keys("1984"), ["n1984"]);
        assert_eq!(keys("94(47) Б 20"), ["c9447б20"]);
        assert_eq!(keys("война 1812"), ["cboйha1812"]);
        assert!(!reading("1984").numbers.iter().any(|number| number.is_certain));
    }

    #[test]
    fn no_text_is_refused() {
        for text in ["", "\"", "-", ":", "author:", "автор:-\"", "\u{0}", "-\"a"] {
            let _ = reading(text);
        }
    }
}
