//! Authority records: which fields are the heading, and which lead to it.

use super::{Authority, AuthorityKind, Heading};
use crate::findings::Findings;
use crate::marc::{Field, MarcRecord};
use crate::text::{joined, without_joint, without_stop};
use crate::{Entry, FindingKind, Severity};

/// How a sort of heading is written: the last two digits of its tag, the same in every block.
struct Form {
    tags: &'static [u16],
    kind: AuthorityKind,
    /// The name, in the order of the field.
    name: &'static [u8],
    joint: &'static str,
    /// The rest of a name, after a comma: the first of these that is there.
    given: &'static [u8],
    /// What tells it from others, after a comma.
    addition: &'static [u8],
    dates: &'static [u8],
    /// Subdivisions, each after ` -- `.
    subdivision: &'static [u8],
}

const FORM: Form = Form {
    tags: &[],
    kind: AuthorityKind::Topic,
    name: b"a",
    joint: " ",
    given: b"",
    addition: b"",
    dates: b"",
    subdivision: b"vxyz",
};

/// MARC 21 Format for Authority Data, "Headings: General Information"; subfields as the profile
/// for MARC 21 takes them of bibliographic records, so that the same heading comes out alike.
const MARC21: &[Form] = &[
    Form { tags: &[0], kind: AuthorityKind::Name, name: b"abcq", dates: b"d", ..FORM },
    Form { tags: &[10], kind: AuthorityKind::Name, name: b"abcdn", ..FORM },
    Form { tags: &[11], kind: AuthorityKind::Name, name: b"acdenq", ..FORM },
    Form { tags: &[30], kind: AuthorityKind::Work, name: b"adfgklmnoprst", ..FORM },
    Form { tags: &[47, 48, 50, 51, 55, 62], name: b"abcdg", ..FORM },
];

/// The same with a title: a work of somebody.
const MARC21_WORK: Form =
    Form { kind: AuthorityKind::Work, name: b"abcdfgklmnopqrst", ..FORM };

/// UNIMARC Manual: Authorities Format, blocks 2-- (headings), 4--, 5-- and 7--.
const UNIMARC: &[Form] = &[
    Form {
        tags: &[0],
        kind: AuthorityKind::Name,
        name: b"ad",
        given: b"gb",
        addition: b"c",
        dates: b"f",
        subdivision: b"jxyz",
        ..FORM
    },
    Form {
        tags: &[10],
        kind: AuthorityKind::Name,
        name: b"ab",
        joint: ". ",
        addition: b"c",
        subdivision: b"jxyz",
        ..FORM
    },
    Form { tags: &[20], kind: AuthorityKind::Name, dates: b"f", ..FORM },
    Form {
        tags: &[30, 31, 35, 40, 41, 45],
        kind: AuthorityKind::Work,
        name: b"athi",
        joint: ". ",
        given: b"gb",
        subdivision: b"jxyz",
        ..FORM
    },
    Form { tags: &[15, 16, 50, 60, 80], subdivision: b"jxyz", ..FORM },
];

/// The entry for a record in a file of authorities: one that is none gives a finding.
pub(crate) fn entry(
    record: &MarcRecord,
    findings: &mut Findings,
    (number, byte): (u64, u64),
) -> Entry {
    let authority = authority(record);
    if authority.is_none() {
        let expected = "an authority record (a heading in 1xx, UNIMARC 2xx)";
        let found = match record.leader().text().chars().nth(6) {
            Some(kind) => format!("a record of type \"{kind}\" without one"),
            None => "a record without one".to_owned(),
        };
        findings.add(FindingKind::Value, Severity::Warning, expected, found);
    }
    let id = record.control(1).map(str::trim).filter(|id| !id.is_empty());
    let findings = findings.take(id);
    Entry {
        authority: authority.map(Box::new),
        findings,
        number,
        byte,
        ..Entry::default()
    }
}

fn authority(record: &MarcRecord) -> Option<Authority> {
    // Leader/06 is `z` in MARC 21, `x`, `y` or `z` in UNIMARC; XML may leave the leader out.
    if !matches!(record.leader().text().as_bytes().get(6), Some(b'x'..=b'z' | b' ')) {
        return None;
    }
    let is_unimarc = record
        .fields()
        .any(|field| form(UNIMARC, field, 200).is_some() && field.first(b'a').is_some());
    let (forms, first) = if is_unimarc { (UNIMARC, 200) } else { (MARC21, 100) };
    let mut authority = Authority { numbers: numbers(record), ..Authority::default() };
    for field in record.fields() {
        take(&mut authority, field, forms, first);
    }
    let is_sound = !authority.headings.is_empty();
    is_sound.then_some(authority)
}

/// Adds what a field says.
fn take(authority: &mut Authority, field: Field<'_>, forms: &'static [Form], first: u16) {
    // In its original script a field says what it says under the tag in $6.
    let tag = match field.number() {
        Some(880) => field.first(b'6').and_then(|link| link.get(..3)?.parse().ok()),
        number => number,
    };
    let Some(tag) = tag else { return };
    let block = tag / 100 * 100;
    if block != first && !matches!(block, 400 | 500 | 700) {
        return;
    }
    let Some(form) = forms.iter().find(|form| form.tags.contains(&(tag % 100))) else {
        return;
    };
    let is_work = form.kind == AuthorityKind::Name && field.first(b't').is_some();
    let form = if is_work { &MARC21_WORK } else { form };
    let Some(heading) = heading(field, form) else { return };
    match block {
        400 => authority.see_from.push(heading),
        500 => authority.see_also.push(heading),
        // 7xx has the same heading in another language, as 1xx (2xx) does when it is repeated.
        _ if block == first && authority.headings.is_empty() => {
            authority.kind = form.kind;
            authority.headings.push(heading);
        }
        _ => authority.headings.push(heading),
    }
}

fn form(forms: &'static [Form], field: Field<'_>, block: u16) -> Option<&'static Form> {
    let rest = field.number()?.checked_sub(block)?;
    forms.iter().find(|form| form.tags.contains(&rest))
}

fn heading(field: Field<'_>, form: &Form) -> Option<Heading> {
    let all = |codes: &'static [u8], joint: &str| {
        let texts = field.subfields().filter(|(code, _)| codes.contains(code));
        joined(texts.map(|(_, text)| text), joint)
    };
    let first = |codes: &'static [u8]| {
        codes.iter().find_map(|code| field.first(*code)).map(without_stop)
    };
    let start = all(form.name, form.joint)?;
    let addition = all(form.addition, " ");
    let with = |given: Option<&str>| {
        let mut name = start.clone();
        let more = given.into_iter().chain(addition.as_deref());
        for more in more.filter(|more| !more.is_empty()) {
            name.truncate(without_joint(&name).len());
            name.push_str(", ");
            name.push_str(more);
        }
        for (_, text) in
            field.subfields().filter(|(code, _)| form.subdivision.contains(code))
        {
            name.truncate(without_stop(&name).len());
            name.push_str(" -- ");
            name.push_str(text);
        }
        without_stop(&name).to_owned()
    };
    let given = first(form.given);
    let name = with(given);
    // $b has initials where $g has them in full (UNIMARC 200).
    let short =
        field.first(b'b').map(without_stop).filter(|_| form.given.contains(&b'b'));
    let initials =
        short.filter(|short| given != Some(*short)).map(|short| with(Some(short)));
    let dates = first(form.dates).map(str::to_owned);
    (!name.is_empty()).then_some(Heading { name, dates, initials })
}

/// The numbers of a record: 001 with 003 before it, 010 and 024 of MARC 21, 035.
fn numbers(record: &MarcRecord) -> Vec<String> {
    let own = record.control(1).map(str::trim).filter(|own| !own.is_empty());
    let agency = record.control(3).map(str::trim).filter(|agency| !agency.is_empty());
    let own = own.map(|own| match agency.filter(|agency| !agency.contains("://")) {
        Some(agency) => format!("({agency}){own}"),
        None => own.to_owned(),
    });
    let others = [10, 24, 35].into_iter().flat_map(|tag| record.tagged(tag));
    let others = others.filter_map(|field| field.first(b'a')).map(str::to_owned);
    own.into_iter().chain(others).collect()
}
