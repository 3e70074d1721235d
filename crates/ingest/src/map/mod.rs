//! From fields to nouns: what a record says about the thing.
//!
//! Which field says what is data: a [`Profile`](crate::Profile). How a title is put together,
//! a name written, a place on the shelf found is here, one file a noun. Not for how fields are
//! read (see `marc`, `irbis`, `mst`).

mod classes;
mod creators;
mod description;
mod embedded;
mod holdings;
mod id;
mod identifiers;
mod imprint;
mod languages;
mod links;
mod mapper;
mod material;
mod seen;
mod series;
mod shelf;
mod subjects;
mod title;
mod vernacular;
mod watch;

use bibliobus_catalog::{Imprint, Record};

pub(crate) use creators::split_dates;
pub(crate) use id::id_of;
pub(crate) use imprint::{checked_year, iso_date, year_in};
pub(crate) use links::{link_address, terms_of_host};
pub(crate) use mapper::Mapper;
use mapper::is_unimarc;
pub use watch::Step;
pub(crate) use watch::Steps;

use crate::authority::Authorities;
use crate::findings::Findings;
use crate::marc::{Field, MarcRecord};
use crate::profile::{Codes, Compiled, Rule, Says};
use crate::text::Fingerprint;
use crate::{FindingKind, Severity};

/// A record in the making.
pub(crate) struct Draft<'a> {
    record: Record,
    source: &'a MarcRecord,
    profile: &'a Compiled,
    findings: &'a mut Findings,
    imprint_rank: Option<u8>,
    /// Imprints that only fill what the best one leaves open.
    fillings: Vec<Imprint>,
    /// Whether the title says nothing without that of the set.
    is_dependent: bool,
    /// The set's title, and the number in it.
    set: Option<(String, Option<String>)>,
    main_language: Option<String>,
    shelf: shelf::Shelf,
    traced: Vec<series::Traced>,
    /// Fingerprints of what was said already: of two texts in a record that only chance gives
    /// the same one, the second would be left out.
    seen: seen::Seen,
    authorities: Option<&'a Authorities>,
}

impl<'a> Draft<'a> {
    fn new(
        source: &'a MarcRecord,
        profile: &'a Compiled,
        findings: &'a mut Findings,
    ) -> Self {
        Self {
            record: Record::default(),
            source,
            profile,
            findings,
            imprint_rank: None,
            fillings: Vec::new(),
            is_dependent: false,
            set: None,
            main_language: None,
            shelf: shelf::Shelf::default(),
            traced: Vec::new(),
            seen: seen::Seen::default(),
            authorities: None,
        }
    }

    /// Gives a heading the other forms that the authority has whose number the field gives.
    fn refer(&mut self, field: Field<'_>, codes: &Codes, heading: &str) {
        let Some(authorities) = self.authorities.filter(|_| !codes.is_empty()) else {
            return;
        };
        if self.record.references.iter().any(|known| known.heading == heading) {
            return;
        }
        let mut numbers = field.all(codes);
        let found = numbers.find_map(|number| authorities.by_number(number, heading));
        self.record.references.extend(found);
    }

    /// Whether a noun with this fingerprint is the first of its kind in the record.
    fn is_new(&mut self, what: Fingerprint) -> bool {
        self.seen.insert(what.number())
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

    /// The record so far, with what is still on its way to it.
    fn so_far(&self) -> Record {
        let mut record = self.record.clone();
        record.holdings.extend(self.shelf.so_far());
        record.series.extend(self.traced.iter().map(series::Traced::series));
        record
    }
}

/// Whoever wants to see the record grow. Nobody does when a file is read.
pub(crate) trait Watch {
    /// The draft after a rule was followed.
    fn after_rule(&mut self, draft: &Draft<'_>, field: Field<'_>, rule: &Rule);
    /// The draft after a step that settles what only the whole record can tell.
    fn after_step(&mut self, draft: &Draft<'_>, step: &'static str);
}

impl Watch for () {
    fn after_rule(&mut self, _: &Draft<'_>, _: Field<'_>, _: &Rule) {}
    fn after_step(&mut self, _: &Draft<'_>, _: &'static str) {}
}

/// What is done when all fields were seen, and its name.
type Settle = (&'static str, fn(&mut Draft<'_>));

const STEPS: [Settle; 8] = [
    ("id", id::settle),
    ("title", title::settle),
    ("creators", creators::settle),
    ("imprint", imprint::settle),
    ("languages", languages::settle),
    ("material", material::settle),
    ("series", series::settle),
    ("holdings", holdings::settle),
];

/// What the record describes, or `None` with a finding that says why it is skipped.
pub(crate) fn record(
    source: &MarcRecord,
    mapper: &Mapper,
    findings: &mut Findings,
    damaged: bool,
) -> Option<Record> {
    let authorities = mapper.authorities();
    watched(source, mapper.profile_for(source), authorities, findings, damaged, &mut ())
}

/// The same, step by step.
pub(crate) fn watched(
    source: &MarcRecord,
    profile: &Compiled,
    authorities: Option<&Authorities>,
    findings: &mut Findings,
    damaged: bool,
    watch: &mut impl Watch,
) -> Option<Record> {
    // A type that is wrong in the leader of a record with a title is a slip of the keyboard.
    let has_title = profile.title_or.first().is_some_and(|place| place.is_in(source));
    if let Some(other) = profile.other_kind(source).filter(|_| !has_title) {
        let expected = "a bibliographic record (Leader/06)";
        findings.add(FindingKind::Value, Severity::Error, expected, other);
        return None;
    }
    let mut draft = Draft { authorities, ..Draft::new(source, profile, findings) };
    if profile.by_tag {
        let mut fields: Vec<Field<'_>> = source.fields().collect();
        fields.sort_by_key(Field::number);
        follow_all(&mut draft, fields.into_iter(), watch);
    } else {
        follow_all(&mut draft, source.fields(), watch);
    }
    if damaged && (draft.record.id.is_empty() || draft.record.title.proper.is_empty()) {
        let expected = "at least a control number and a title before the damage";
        findings.add(FindingKind::Truncated, Severity::Error, expected, "less");
        return None;
    }
    for (step, settle) in STEPS {
        settle(&mut draft);
        watch.after_step(&draft, step);
    }
    Some(draft.record)
}

/// Adds what the rules say of the fields to the draft.
fn follow_all<'a>(
    draft: &mut Draft<'a>,
    fields: impl Iterator<Item = Field<'a>>,
    watch: &mut impl Watch,
) {
    for field in fields {
        for rule in draft.profile.rules_for(field) {
            if rule.says.filter().admits(draft.source, Some(field)) {
                follow(draft, field, &rule.says);
                watch.after_rule(draft, field, rule);
            }
        }
    }
}

/// Adds what a rule says of a field to the draft.
fn follow(draft: &mut Draft<'_>, field: Field<'_>, says: &Says) {
    match says {
        Says::Id(entry) => id::control_number(draft, field, entry),
        Says::Title(entry) => title::title(draft, field, entry),
        Says::OtherTitle(entry) => title::other(draft, field, entry),
        Says::Creator(entry) => creators::creator(draft, field, entry),
        Says::Subject(entry) => subjects::subject(draft, field, entry),
        Says::Class(entry) => classes::class(draft, field, entry),
        Says::Identifier(entry) => identifiers::identifier(draft, field, entry),
        Says::Edition(entry) => description::edition(draft, field, entry),
        Says::Extent(entry) => description::extent(draft, field, entry),
        Says::Imprint(entry) => imprint::imprint(draft, field, entry),
        Says::Language(entry) => languages::language(draft, field, entry),
        Says::Series(entry) => series::series(draft, field, entry),
        Says::Set(entry) => title::set(draft, field, entry),
        Says::Note(entry) => description::note(draft, field, entry),
        Says::Summary(entry) => description::summary(draft, field, entry),
        Says::Contents(entry) => description::contents(draft, field, entry),
        Says::Link(entry) => links::link(draft, field, entry),
        Says::Vernacular(_) => vernacular::vernacular(draft, field),
        Says::Holding(entry) => holdings::holding(draft, field, entry),
    }
}
