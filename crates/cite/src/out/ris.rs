//! RIS (the tagged format of reference managers): a tag of two signs, two blanks, a hyphen, a
//! blank, the value; a record from `TY` to `ER`, lines end with CR LF.

use bibliobus_catalog::Record;

use crate::facts::{Facts, Kind};
use crate::line::on_one_line;

/// A record.
pub(super) fn record(record: &Record) -> String {
    let facts = Facts::of(record);
    let mut lines = Lines(String::new());
    lines.add("TY", kind(facts.kind));
    lines.add("ID", &record.id);
    for (tag, names) in [
        ("AU", &facts.authors),
        ("A2", &facts.editors),
        ("A3", &facts.compilers),
        ("A4", &facts.translators),
    ] {
        names.iter().for_each(|name| lines.add(tag, &name.filed()));
    }
    lines.add("TI", &facts.whole_title());
    add_host(&facts, &mut lines);
    lines.add("PY", &facts.year);
    lines.add("ET", &facts.edition);
    lines.add("CY", &facts.place);
    lines.add("PB", &facts.publisher);
    lines.add("M3", &facts.genre);
    facts.isbns.iter().for_each(|isbn| lines.add("SN", isbn));
    lines.add("SN", &facts.issn);
    lines.add("DO", &facts.doi);
    lines.add("UR", &facts.url);
    record.languages.iter().for_each(|code| lines.add("LA", code));
    record.subjects.iter().for_each(|subject| lines.add("KW", &subject.heading));
    record.summaries.iter().for_each(|summary| lines.add("AB", summary));
    record.notes.iter().for_each(|note| lines.add("N1", note));
    let mark = record.holdings.iter().find_map(|holding| holding.call_number.as_ref());
    lines.add("CN", &mark.map(|mark| mark.label()).unwrap_or_default());
    lines.0.push_str("ER  - \r\n\r\n");
    lines.0
}

/// What it is in: a journal or book with the place there, or a series.
fn add_host(facts: &Facts, lines: &mut Lines) {
    let at = &facts.whereabouts;
    lines.add("T2", &facts.host);
    lines.add("VL", &at.volume);
    lines.add("IS", &at.issue);
    let (from, to) = at.pages.split_once('-').unwrap_or((&at.pages, ""));
    lines.add("SP", from);
    lines.add("EP", to);
    if let (Some(series), "") = (facts.series.first(), &*facts.host) {
        lines.add("T2", &series.title);
        lines.add("VL", series.number.as_deref().unwrap_or_default());
    }
    lines.add("NV", facts.volume_count().unwrap_or_default());
    if facts.host.is_empty() {
        lines.add("SP", facts.page_count().unwrap_or_default());
    }
}

fn kind(kind: Kind) -> &'static str {
    match kind {
        Kind::Book => "BOOK",
        Kind::Chapter => "CHAP",
        Kind::Article => "JOUR",
        Kind::Periodical => "JFULL",
        Kind::Thesis => "THES",
        Kind::Map => "MAP",
        Kind::Score => "MUSIC",
        Kind::Recording => "SOUND",
        Kind::Film => "VIDEO",
        Kind::Picture => "ART",
        Kind::Website => "ELEC",
        Kind::Manuscript => "UNPB",
        Kind::Other => "GEN",
    }
}

struct Lines(String);

impl Lines {
    /// A line; none for an empty value.
    fn add(&mut self, tag: &str, value: &str) {
        let value = on_one_line(value);
        if !value.is_empty() {
            self.0.push_str(&format!("{tag}  - {value}\r\n"));
        }
    }
}
