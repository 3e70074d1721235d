//! BibTeX: entries with the fields of its standard styles. The text is UTF-8, as its successors
//! read it; what TeX would take for a command is escaped.

use std::collections::BTreeSet;

use bibliobus_catalog::Record;

use crate::facts::{Facts, Kind};
use crate::line::on_one_line;
use crate::name::Name;
use crate::style::{numeral, two_letters};

/// The records, each under a key of its own.
pub(super) fn file(records: &[Record]) -> String {
    let mut keys = BTreeSet::new();
    let entries: Vec<String> = records
        .iter()
        .map(|record| {
            let facts = Facts::of(record);
            let key = unused(&key(&facts, record), &mut keys);
            entry(&facts, &key)
        })
        .collect();
    entries.join("\n")
}

fn entry(facts: &Facts, key: &str) -> String {
    let mut entry = Entry(format!("@{}{{{key}", kind(facts.kind)));
    entry.names("author", &facts.authors);
    entry.names(
        "editor",
        if facts.editors.is_empty() { &facts.compilers } else { &facts.editors },
    );
    entry.names("translator", &facts.translators);
    entry.add("title", &facts.whole_title());
    let at = &facts.whereabouts;
    entry.add(
        if facts.kind == Kind::Chapter { "booktitle" } else { "journal" },
        &facts.host,
    );
    entry.add("volume", &at.volume);
    entry.add("number", &at.issue);
    entry.add("pages", &at.pages.replace('-', "--"));
    entry.add("year", &facts.year);
    entry.add("edition", numeral(&facts.edition).unwrap_or(&facts.edition));
    entry.add(
        if facts.kind == Kind::Thesis { "school" } else { "publisher" },
        &facts.publisher,
    );
    entry.add("address", &facts.place);
    entry.add("type", &facts.genre);
    if let Some(series) = facts.series.first() {
        entry.add("series", &series.title);
        if at.issue.is_empty() {
            entry.add("number", series.number.as_deref().unwrap_or_default());
        }
    }
    entry.add("isbn", facts.isbns.first().map(String::as_str).unwrap_or_default());
    entry.add("issn", &facts.issn);
    entry.add_address("doi", &facts.doi);
    entry.add_address("url", &facts.url);
    entry.add("language", two_letters(&facts.language));
    entry.0.push_str("\n}\n");
    entry.0
}

fn kind(kind: Kind) -> &'static str {
    match kind {
        Kind::Book | Kind::Score => "book",
        Kind::Chapter => "incollection",
        Kind::Article => "article",
        Kind::Thesis => "phdthesis",
        Kind::Manuscript => "unpublished",
        Kind::Periodical
        | Kind::Map
        | Kind::Recording
        | Kind::Film
        | Kind::Picture
        | Kind::Website
        | Kind::Other => "misc",
    }
}

struct Entry(String);

impl Entry {
    /// A field; none for an empty value.
    fn add(&mut self, field: &str, value: &str) {
        let value = on_one_line(value);
        if !value.is_empty() {
            self.0.push_str(&format!(",\n  {field} = {{{}}}", escaped(&value)));
        }
    }

    /// An address, which is read as it stands: only what would unbalance the entry is encoded.
    fn add_address(&mut self, field: &str, address: &str) {
        let plain = on_one_line(address).replace('{', "%7B").replace('}', "%7D");
        if !plain.is_empty() {
            self.0
                .push_str(&format!(",\n  {field} = {{{}}}", plain.replace('\\', "%5C")));
        }
    }

    fn names(&mut self, field: &str, names: &[Name]) {
        // A whole name stands in braces, so that it is not taken apart.
        let written = |name: &Name| {
            if name.is_whole {
                return format!("{{{}}}", escaped(&on_one_line(&name.family)));
            }
            let parts = [&name.family, &name.suffix, &name.given];
            let parts = parts.into_iter().filter(|part| !part.is_empty());
            escaped(&on_one_line(&parts.cloned().collect::<Vec<_>>().join(", ")))
        };
        let names: Vec<String> = names.iter().map(written).collect();
        if !names.is_empty() {
            self.0.push_str(&format!(",\n  {field} = {{{}}}", names.join(" and ")));
        }
    }
}

/// What TeX would take for a command, as the sign itself.
fn escaped(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\\' => safe.push_str("\\textbackslash "),
            '{' => safe.push_str("\\textbraceleft "),
            '}' => safe.push_str("\\textbraceright "),
            '~' => safe.push_str("\\textasciitilde "),
            '^' => safe.push_str("\\textasciicircum "),
            '&' | '%' | '$' | '#' | '_' => {
                safe.push('\\');
                safe.push(c);
            }
            c => safe.push(c),
        }
    }
    safe
}

/// The key: family name, year, first word of the title, in Latin letters; the record's number
/// where none of them has any.
fn key(facts: &Facts, record: &Record) -> String {
    let name = facts.authors.iter().chain(&facts.editors).next();
    let name = name.map(|name| latin(&name.family, 24)).unwrap_or_default();
    let word = facts.title.split_whitespace().map(|word| latin(word, 16));
    let word = word.clone().find(|word| word.len() > 3).or_else(|| word.clone().next());
    let key = format!("{name}{}{}", facts.year, word.unwrap_or_default());
    if key.is_empty() { format!("record{}", latin(&record.id, 24)) } else { key }
}

/// The letters and digits of a word in small Latin ones (Cyrillic by GOST R 7.0.34-2014); others are
/// left out.
fn latin(word: &str, most: usize) -> String {
    let mut latin = String::new();
    for c in word.chars().flat_map(char::to_lowercase).take(most) {
        match c {
            'a'..='z' | '0'..='9' => latin.push(c),
            c => latin.push_str(transliterated(c)),
        }
    }
    latin
}

fn transliterated(c: char) -> &'static str {
    const FROM: &str = "абвгдежзийклмнопрстуфхцчшщъыьэюяё";
    const TO: [&str; 33] = [
        "a", "b", "v", "g", "d", "e", "zh", "z", "i", "j", "k", "l", "m", "n", "o", "p",
        "r", "s", "t", "u", "f", "x", "c", "ch", "sh", "shh", "", "y", "", "e", "yu",
        "ya", "yo",
    ];
    let at = FROM.chars().position(|letter| letter == c);
    at.and_then(|at| TO.get(at)).copied().unwrap_or_default()
}

/// The key, with a letter or a number behind it where it is used already.
fn unused(key: &str, keys: &mut BTreeSet<String>) -> String {
    let letters = (b'a'..=b'z').map(|letter| format!("{key}{}", char::from(letter)));
    let numbers = (27_u32..).map(|number| format!("{key}-{number}"));
    let mut tries = std::iter::once(key.to_owned()).chain(letters).chain(numbers);
    let found = tries.find(|one| !keys.contains(one)).unwrap_or_default();
    keys.insert(found.clone());
    found
}
