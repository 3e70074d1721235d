//! CSL-JSON (schema csl-data.json of CSL 1.0.2), for processors and reference managers.

use std::fmt::Write as _;

use bibliobus_catalog::Record;

use crate::facts::{Facts, Kind};
use crate::name::Name;
use crate::style::{numeral, two_letters};

/// The records as a list.
pub(super) fn file(records: &[Record]) -> String {
    let items: Vec<String> = records.iter().map(item).collect();
    format!("[\n{}\n]\n", items.join(",\n"))
}

fn item(record: &Record) -> String {
    let facts = Facts::of(record);
    let mut item = Object::default();
    item.text("id", &record.id);
    item.text("type", kind(facts.kind));
    item.text("title", &facts.whole_title());
    for (key, names) in [
        ("author", &facts.authors),
        ("editor", &facts.editors),
        ("translator", &facts.translators),
        ("compiler", &facts.compilers),
    ] {
        item.list(key, names.iter().map(name));
    }
    let at = &facts.whereabouts;
    item.text("container-title", &facts.host);
    item.text("volume", &at.volume);
    item.text("issue", &at.issue);
    item.text("page", &at.pages);
    if let Ok(year) = facts.year.parse::<u16>() {
        item.raw("issued", &format!("{{\"date-parts\":[[{year}]]}}"));
    }
    item.text("edition", numeral(&facts.edition).unwrap_or(&facts.edition));
    item.text("publisher", &facts.publisher);
    item.text("publisher-place", &facts.place);
    item.text("genre", &facts.genre);
    item.text("number-of-pages", facts.page_count().unwrap_or_default());
    item.text("number-of-volumes", facts.volume_count().unwrap_or_default());
    if let Some(series) = facts.series.first() {
        item.text("collection-title", &series.title);
        item.text("collection-number", series.number.as_deref().unwrap_or_default());
    }
    item.text("ISBN", facts.isbns.first().map(String::as_str).unwrap_or_default());
    item.text("ISSN", &facts.issn);
    item.text("DOI", &facts.doi);
    item.text("URL", &facts.url);
    item.text("language", two_letters(&facts.language));
    item.close()
}

/// The type of CSL 1.0.2.
fn kind(kind: Kind) -> &'static str {
    match kind {
        Kind::Book => "book",
        Kind::Chapter => "chapter",
        Kind::Article => "article-journal",
        Kind::Periodical => "periodical",
        Kind::Thesis => "thesis",
        Kind::Map => "map",
        Kind::Score => "musical_score",
        Kind::Recording => "song",
        Kind::Film => "motion_picture",
        Kind::Picture => "graphic",
        Kind::Website => "webpage",
        Kind::Manuscript => "manuscript",
        Kind::Other => "document",
    }
}

fn name(name: &Name) -> String {
    let mut object = Object::default();
    if name.is_whole {
        object.text("literal", &name.family);
    } else {
        object.text("family", &name.family);
        object.text("given", &name.given);
        object.text("suffix", &name.suffix);
    }
    object.close()
}

/// An object in the making, without keys that have nothing to say.
#[derive(Default)]
pub(crate) struct Object(String);

impl Object {
    pub(crate) fn text(&mut self, key: &str, text: &str) {
        if !text.is_empty() {
            self.raw(key, &quoted(text));
        }
    }

    pub(crate) fn list(&mut self, key: &str, values: impl Iterator<Item = String>) {
        let values: Vec<String> = values.collect();
        if !values.is_empty() {
            self.raw(key, &format!("[{}]", values.join(",")));
        }
    }

    /// A value that is JSON already.
    pub(crate) fn raw(&mut self, key: &str, value: &str) {
        let comma = if self.0.is_empty() { "" } else { "," };
        let _ = write!(self.0, "{comma}{}:{value}", quoted(key));
    }

    pub(crate) fn close(self) -> String {
        format!("{{{}}}", self.0)
    }
}

/// A text of JSON (RFC 8259, 7). `<` and the line ends of JavaScript are escaped as well, so that it
/// may stand in a page.
fn quoted(text: &str) -> String {
    let mut quoted = String::with_capacity(text.len() + 2);
    quoted.push('"');
    for c in text.chars() {
        match c {
            '"' => quoted.push_str("\\\""),
            '\\' => quoted.push_str("\\\\"),
            '<' | '\u{2028}' | '\u{2029}' => {
                let _ = write!(quoted, "\\u{:04x}", u32::from(c));
            }
            c if c.is_control() => {
                let _ = write!(quoted, "\\u{:04x}", u32::from(c));
            }
            c => quoted.push(c),
        }
    }
    quoted.push('"');
    quoted
}
