//! From fields to nouns: what each field of a MARC record says about the thing.
//!
//! A format is a table of [`Rule`]s, one for each run of tags, and a list of steps that settle
//! what only the whole record can tell. Each rule lives with its noun. Not for how fields are
//! read (see `marc`).

mod classes;
mod creators;
mod description;
mod holdings;
mod id;
mod identifiers;
mod imprint;
mod languages;
mod links;
mod marc21;
mod material;
mod notes;
mod series;
mod subjects;
mod title;
mod vernacular;

use std::collections::BTreeSet;

use bibliobus_catalog::Record;

pub(crate) use creators::split_dates;
pub(crate) use id::id_of;
pub(crate) use imprint::{checked_year, iso_date, year_in};
pub(crate) use links::{link_address, terms_of_host};

use crate::findings::Findings;
use crate::marc::{Field, MarcRecord};
use crate::{FindingKind, Severity};

/// What the fields with certain tags say.
struct Rule {
    /// The first tag.
    from: u16,
    /// The last tag.
    to: u16,
    /// Adds what a field says to the draft.
    map: fn(&mut Draft<'_>, Field<'_>),
}

/// How records of one format are mapped.
struct Mapping {
    /// The rules, sorted by tag.
    rules: &'static [Rule],
    /// What is done when all fields were seen.
    settle: &'static [fn(&mut Draft<'_>)],
}

/// A record in the making.
struct Draft<'a> {
    record: Record,
    source: &'a MarcRecord,
    findings: &'a mut Findings,
    imprint_rank: Option<u8>,
    holdings: holdings::Shelf,
    koha: holdings::Shelf,
    extents: Vec<String>,
    traced: Vec<series::Traced>,
    seen: BTreeSet<(&'static str, String)>,
}

impl<'a> Draft<'a> {
    fn new(source: &'a MarcRecord, findings: &'a mut Findings) -> Self {
        Self {
            record: Record::default(),
            source,
            findings,
            imprint_rank: None,
            holdings: holdings::Shelf::default(),
            koha: holdings::Shelf::default(),
            extents: Vec::new(),
            traced: Vec::new(),
            seen: BTreeSet::new(),
        }
    }

    /// Whether this noun with this text is the first of its kind in the record.
    fn is_new(&mut self, noun: &'static str, text: String) -> bool {
        self.seen.insert((noun, text))
    }

    /// Notes a finding about a subfield.
    fn note(
        &mut self,
        field: Field<'_>,
        code: Option<u8>,
        kind: FindingKind,
        severity: Severity,
        (expected, found): (&str, String),
    ) {
        self.findings.add_in(Some(field.name(code)), kind, severity, expected, found);
    }
}

/// What the record describes, or `None` with a finding that says why it is skipped.
pub(crate) fn record(
    source: &MarcRecord,
    findings: &mut Findings,
    damaged: bool,
) -> Option<Record> {
    // A type that is wrong in the leader of a record with a title is a slip of the keyboard.
    let has_title = source.tagged(245).next().is_some();
    if let Some(other) = other_kind(source.leader().kind()).filter(|_| !has_title) {
        let expected = "a bibliographic record (Leader/06)";
        findings.add(FindingKind::Value, Severity::Error, expected, other);
        return None;
    }
    let mut draft = Draft::new(source, findings);
    let mapping = &marc21::MAPPING;
    for field in source.fields() {
        if let Some(rule) = rule_for(mapping.rules, field) {
            (rule.map)(&mut draft, field);
        }
    }
    if damaged && (draft.record.id.is_empty() || draft.record.title.proper.is_empty()) {
        let expected = "at least a control number and a title before the damage";
        findings.add(FindingKind::Truncated, Severity::Error, expected, "less");
        return None;
    }
    for settle in mapping.settle {
        settle(&mut draft);
    }
    Some(draft.record)
}

fn rule_for(rules: &'static [Rule], field: Field<'_>) -> Option<&'static Rule> {
    let number = field.number()?;
    let place = rules.partition_point(|rule| rule.to < number);
    rules.get(place).filter(|rule| rule.from <= number)
}

/// What a record is that describes no thing in the catalogue (Leader/06 of the other MARC 21
/// formats).
fn other_kind(kind: u8) -> Option<&'static str> {
    match kind {
        b'z' => Some("an authority record"),
        b'u' | b'v' | b'x' | b'y' => Some("a holdings record"),
        b'w' => Some("a classification record"),
        b'q' => Some("a community information record"),
        _ => None,
    }
}
