//! Reading a query as a reader means it. Never fails: what cannot be read as a sign is read as
//! plain words.

use bibliobus_catalog::{Identifier, IdentifierKind, lower};

use super::layout;
use crate::{
    Facet, Filter,
    analysis::Analyzer,
    build::{call_number_key, identifier_key, work_key},
    format::{
        dictionary::{TermKind, key},
        postings::Fields,
    },
};

/// More words than this are not looked up; a longer query is a pasted text.
const MAX_WORDS: usize = 64;

/// A query of more words than this is a pasted citation: its page numbers are passed over.
const CITATION: usize = 8;

/// A query, read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Reading {
    /// The words that records should have, each once.
    pub(crate) words: Vec<AskedWord>,
    /// Words in quotation marks, by their numbers in `words`: they have to stand one after the
    /// other.
    pub(crate) phrases: Vec<Vec<usize>>,
    /// What records must not have: a word, or words one after the other.
    pub(crate) excluded: Vec<Vec<AskedWord>>,
    /// Numbers that the whole query, or a part bound to a field, may be.
    pub(crate) numbers: Vec<AskedNumber>,
    /// Years and languages that records must have.
    pub(crate) filters: Vec<Filter>,
    /// Whether nothing may be mended.
    pub(crate) as_typed: bool,
    /// The query as typed.
    pub(crate) text: String,
    /// The query as the other keyboard layout has it.
    pub(crate) other_layout: Option<Box<Reading>>,
}

/// A word asked for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct AskedWord {
    pub(crate) surface: String,
    pub(crate) stem: String,
    /// Its place among the words of the query, from 1.
    pub(crate) place: u8,
    /// The fields in which it counts: see [`Fields`].
    pub(crate) fields: u8,
    /// Whether it may still be in the typing.
    pub(crate) is_beginning: bool,
    /// Words that will do as well (OR): surface and stem.
    pub(crate) alternatives: Vec<(String, String)>,
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
    Number(IdentifierKind),
    Shelf,
    Work,
    Year,
    Language,
}

/// The names of fields, in Russian and English.
const NAMES: [(&str, Binding); 35] = [
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
    ("publisher", Binding::Words(Fields::OTHER)),
    ("издательство", Binding::Words(Fields::OTHER)),
    ("series", Binding::Words(Fields::OTHER)),
    ("серия", Binding::Words(Fields::OTHER)),
    ("isbn", Binding::Number(IdentifierKind::Isbn)),
    ("issn", Binding::Number(IdentifierKind::Issn)),
    ("lccn", Binding::Number(IdentifierKind::Lccn)),
    ("oclc", Binding::Number(IdentifierKind::Oclc)),
    ("doi", Binding::Number(IdentifierKind::Doi)),
    ("shelf", Binding::Shelf),
    ("call", Binding::Shelf),
    ("шифр", Binding::Shelf),
    ("полка", Binding::Shelf),
    ("work", Binding::Work),
    ("произведение", Binding::Work),
    ("year", Binding::Year),
    ("date", Binding::Year),
    ("год", Binding::Year),
    ("годы", Binding::Year),
    ("дата", Binding::Year),
    ("language", Binding::Language),
    ("lang", Binding::Language),
    ("язык", Binding::Language),
];

/// A stretch of a query between blanks, or between quotation marks.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Stretch<'a> {
    text: &'a str,
    is_excluded: bool,
    is_quoted: bool,
    binding: Option<Binding>,
}

impl Stretch<'_> {
    /// Whether it says that what stands on both sides of it will do: OR, ИЛИ, |.
    fn is_or(&self) -> bool {
        let is_plain = !self.is_excluded && !self.is_quoted && self.binding.is_none();
        is_plain && matches!(self.text, "OR" | "ИЛИ" | "|" | "||")
    }
}

/// Reads `text`, and what it would be on the other keyboard layout.
pub(crate) fn read(text: &str, analyzer: &Analyzer) -> Reading {
    let other = layout::other(text).map(|other| Box::new(read_one(&other, analyzer)));
    Reading { other_layout: other, ..read_one(text, analyzer) }
}

fn read_one(text: &str, analyzer: &Analyzer) -> Reading {
    let mut reading = Reading { text: text.trim().to_owned(), ..Reading::default() };
    let stretches = stretches(text);
    let mut or_waits = false;
    for (at, stretch) in stretches.iter().enumerate() {
        if stretch.is_or() && at > 0 && at + 1 < stretches.len() {
            or_waits = true;
            continue;
        }
        let before = reading.words.len();
        reading.take(stretch, analyzer);
        if core::mem::take(&mut or_waits) {
            reading.join_alternatives(before);
        }
    }
    if stretches.iter().all(|stretch| stretch.binding.is_none() && !stretch.is_excluded) {
        reading.numbers = numbers(text.trim(), analyzer);
    }
    if reading.is_empty() {
        // Nothing but exclusions: take them for plain words.
        reading.words =
            core::mem::take(&mut reading.excluded).into_iter().flatten().collect();
    }
    if text
        .chars()
        .next_back()
        .is_some_and(|c| c.is_alphanumeric() || matches!(c, '+' | '#'))
    {
        reading.words.last_mut().into_iter().for_each(|word| word.is_beginning = true);
    }
    reading.number_words();
    reading
}

impl Reading {
    fn is_empty(&self) -> bool {
        self.words.is_empty() && self.numbers.is_empty() && self.filters.is_empty()
    }

    fn take(&mut self, stretch: &Stretch<'_>, analyzer: &Analyzer) {
        if self.take_bound(stretch, analyzer) {
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
            ..AskedWord::default()
        });
        if stretch.is_excluded {
            self.excluded.push(words.collect());
            return;
        }
        let first = self.words.len();
        self.words.extend(words);
        if stretch.is_quoted && self.words.len() > first + 1 {
            self.phrases.push((first..self.words.len()).collect());
        }
    }

    /// Takes what is bound to a field of numbers; answers whether it could be read so.
    fn take_bound(&mut self, stretch: &Stretch<'_>, analyzer: &Analyzer) -> bool {
        let mut is_beginning = false;
        let number = match stretch.binding {
            Some(Binding::Number(kind)) => {
                let number = Identifier::new(kind, stretch.text)
                    .or_else(|| Identifier::misprinted(kind, stretch.text));
                number.map(|number| identifier_key(&number))
            }
            Some(Binding::Shelf) => {
                is_beginning = true;
                Some(call_number_key(stretch.text, analyzer)).filter(|key| key.len() > 1)
            }
            Some(Binding::Work) => Some(work_key(stretch.text)),
            Some(Binding::Year) => {
                let value = years(stretch.text);
                return self.take_filter(Facet::Year, value, stretch.is_excluded);
            }
            Some(Binding::Language) => {
                let value = language(stretch.text).map(str::to_owned);
                return self.take_filter(Facet::Language, value, stretch.is_excluded);
            }
            Some(Binding::Words(_)) | None => None,
        };
        let asked = number.map(|key| AskedNumber { key, is_beginning, is_certain: true });
        let is_taken = asked.is_some();
        self.numbers.extend(asked);
        is_taken
    }

    fn take_filter(
        &mut self,
        facet: Facet,
        value: Option<String>,
        is_excluded: bool,
    ) -> bool {
        let filter = value.map(|value| Filter { facet, value, is_excluded });
        let is_taken = filter.is_some();
        self.filters.extend(filter);
        is_taken
    }

    /// Joins the words from `first` on, if it is one, to the word before them.
    fn join_alternatives(&mut self, first: usize) {
        let Some(([.., before], [word])) = self.words.split_at_mut_checked(first) else {
            return;
        };
        before.alternatives.push((word.surface.clone(), word.stem.clone()));
        self.words.pop();
    }

    /// Leaves out the ending of `reader s guide`: titles have it as `reader's`, which is the word
    /// `reader` (see the analysis).
    fn leave_out_possessives(&mut self) {
        let is_ending = |pair: &[AskedWord]| {
            matches!(pair, [word, ending, ..]
            if ending.surface == "s" && word.surface.len() > 2
                && word.surface.bytes().all(|b| b.is_ascii_alphabetic()))
        };
        let mut at = 0;
        while self.phrases.is_empty() && at + 2 < self.words.len() {
            if self.words.get(at..).is_some_and(is_ending) {
                self.words.remove(at + 1);
            }
            at += 1;
        }
    }

    /// Gives the words their places, and leaves out those that come again, and pages.
    fn number_words(&mut self) {
        self.leave_out_possessives();
        let is_citation = self.words.len() > CITATION && self.phrases.is_empty();
        let mut kept: Vec<AskedWord> = Vec::new();
        let mut numbers: Vec<usize> = Vec::new();
        let mut was_page = false;
        for (place, mut word) in (1usize..).zip(core::mem::take(&mut self.words)) {
            let is_digits = word.surface.bytes().all(|b| b.is_ascii_digit());
            was_page = is_citation && (is_page(&word.surface) || was_page && is_digits);
            if was_page {
                continue;
            }
            word.place = place.min(99) as u8;
            let is_same = |other: &AskedWord| {
                other.surface == word.surface
                    && other.fields == word.fields
                    && other.alternatives == word.alternatives
            };
            let at = kept.iter().position(is_same);
            if let Some(first) = at.and_then(|at| kept.get_mut(at)) {
                first.is_beginning |= word.is_beginning;
            }
            numbers.push(at.unwrap_or(kept.len()));
            if at.is_none() && kept.len() < MAX_WORDS {
                kept.push(word);
            }
        }
        self.words = kept;
        for phrase in &mut self.phrases {
            let known = phrase.iter().filter_map(|&at| numbers.get(at).copied());
            *phrase = known.filter(|&at| at < self.words.len()).collect();
        }
    }
}

/// What citations write before the numbers of pages.
fn is_page(word: &str) -> bool {
    matches!(word, "p" | "pp" | "pages" | "s" | "с" | "сс" | "стр")
}

/// The years of a bound stretch, as a filter has them.
fn years(text: &str) -> Option<String> {
    let (from, to) = ["..", "-", "–", "—"]
        .iter()
        .find_map(|joint| text.split_once(joint))
        .unwrap_or((text, text));
    let is_year = |text: &str| {
        text.is_empty() || text.len() <= 4 && text.bytes().all(|b| b.is_ascii_digit())
    };
    let (from, to) = (from.trim(), to.trim());
    let is_range = is_year(from) && is_year(to) && !(from.is_empty() && to.is_empty());
    is_range.then(|| if from == to { from.to_owned() } else { format!("{from}..{to}") })
}

/// The MARC code of a language, from its code or its name in Russian or English.
fn language(text: &str) -> Option<&'static str> {
    const LANGUAGES: [(&str, &[&str]); 16] = [
        ("rus", &["ru", "russian", "русский"]),
        ("eng", &["en", "english", "английский"]),
        ("ger", &["de", "deu", "german", "немецкий"]),
        ("fre", &["fr", "fra", "french", "французский"]),
        ("spa", &["es", "spanish", "испанский"]),
        ("ita", &["it", "italian", "итальянский"]),
        ("lat", &["la", "latin", "латинский"]),
        ("fin", &["fi", "finnish", "финский"]),
        ("swe", &["sv", "swedish", "шведский"]),
        ("ukr", &["uk", "ukrainian", "украинский"]),
        ("bel", &["be", "belarusian", "белорусский"]),
        ("tat", &["tt", "tatar", "татарский"]),
        ("chi", &["zh", "zho", "chinese", "китайский"]),
        ("jpn", &["ja", "japanese", "японский"]),
        ("ara", &["ar", "arabic", "арабский"]),
        ("heb", &["he", "hebrew", "иврит"]),
    ];
    let name = lower(text);
    let found =
        LANGUAGES.iter().find(|(code, names)| *code == name || names.contains(&&*name));
    found.map(|(code, _)| *code)
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
        let (stretch, after, is_quoted) = first_stretch(behind);
        rest = after.trim_start();
        if stretch.is_empty() {
            waiting = binding;
        } else {
            stretches.push(Stretch { text: stretch, is_excluded, is_quoted, binding });
        }
    }
    stretches
}

/// A hyphen right before a word shuts it out; one among blanks is only a dash.
fn is_exclusion(rest: &str) -> bool {
    let mut chars = rest.chars();
    chars.next() == Some('-')
        && chars.next().is_some_and(|c| c.is_alphabetic() || is_quote(c))
}

fn is_quote(c: char) -> bool {
    matches!(c, '"' | '«' | '“' | '„')
}

/// The field named at the start of `rest`, and what follows the colon.
fn bound(rest: &str) -> Option<(Binding, &str)> {
    let (name, behind) = rest.split_once(':')?;
    let name = lower(name);
    let (_, binding) = NAMES.iter().find(|(known, _)| *known == name)?;
    Some((*binding, behind))
}

/// The first stretch, what follows it, and whether it stood in quotation marks.
fn first_stretch(rest: &str) -> (&str, &str, bool) {
    if let Some(first) = rest.chars().next().filter(|c| is_quote(*c))
        && let Some((inside, after)) = rest
            .get(first.len_utf8()..)
            .and_then(|rest| rest.split_once(['"', '»', '”', '“']))
    {
        return (inside, after, true);
    }
    let end = rest.find(char::is_whitespace).unwrap_or(rest.len());
    let (stretch, after) = rest.split_at(end);
    (stretch, after, false)
}

/// The numbers that a whole query may be.
fn numbers(text: &str, analyzer: &Analyzer) -> Vec<AskedNumber> {
    if text.len() > 80 || !text.contains(|c: char| c.is_ascii_digit()) {
        return Vec::new();
    }
    let certain = |key| AskedNumber { key, is_beginning: false, is_certain: true };
    let standard = standard_numbers(text);
    if !standard.is_empty() {
        return standard.iter().map(|number| certain(identifier_key(number))).collect();
    }
    let is_mark =
        text.contains(|c: char| c.is_alphabetic() || matches!(c, '.' | '(' | '/'));
    let mut numbers = Vec::new();
    if text.chars().all(|c| c.is_ascii_digit() || matches!(c, '-' | ' ' | 'x' | 'X')) {
        let misprinted = Identifier::misprinted(IdentifierKind::Isbn, text);
        numbers.extend(misprinted.map(|number| certain(identifier_key(&number))));
    }
    if !text.contains(char::is_whitespace) {
        // A short bare number is a year or a title ("1984") before it is a barcode.
        let is_certain = is_mark || text.len() > 5;
        let mut keys = vec![key(TermKind::Number, &analyzer.squeezed(text))];
        if is_certain {
            let kinds = [IdentifierKind::Lccn, IdentifierKind::Oclc];
            let named = kinds.into_iter().filter_map(|kind| Identifier::new(kind, text));
            keys.extend(named.map(|number| identifier_key(&number)));
        }
        let number = |key| AskedNumber { key, is_beginning: false, is_certain };
        numbers.extend(keys.into_iter().map(number));
    }
    if is_mark {
        numbers.push(certain(call_number_key(text, analyzer)));
    }
    numbers
}

/// The standard numbers that a query is, or that stand in it among words.
fn standard_numbers(text: &str) -> Vec<Identifier> {
    let kinds = [IdentifierKind::Isbn, IdentifierKind::Issn, IdentifierKind::Doi];
    let of = |text: &str| {
        kinds
            .into_iter()
            .filter_map(|kind| Identifier::new(kind, text))
            .collect::<Vec<_>>()
    };
    let whole = of(text);
    if !whole.is_empty() {
        return whole;
    }
    let bare = |part: &&str| part.bytes().filter(u8::is_ascii_digit).count() >= 9;
    text.split_whitespace()
        .map(|part| part.trim_matches(|c: char| !c.is_alphanumeric()))
        .filter(bare)
        .flat_map(of)
        .collect()
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
    fn a_possessive_without_its_apostrophe_is_no_word() {
        let surfaces = |text| -> Vec<String> {
            words(text).into_iter().map(|(surface, _)| surface).collect()
        };
        assert_eq!(surfaces("examiner s library"), ["examiner", "library"]);
        assert_eq!(surfaces("the devil s"), ["the", "devil", "s"]);
        assert_eq!(surfaces("s bahn"), ["s", "bahn"]);
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
        assert_eq!(keys("0-306-40615-2"), ["ib978030640615"]);
        assert_eq!(keys("isbn:0306406152"), ["ib978030640615"]);
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
