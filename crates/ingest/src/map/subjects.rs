//! Subjects: what the thing is about, and its genre.

use std::borrow::Cow;

use bibliobus_catalog::{Subject, SubjectKind};

use super::Draft;
use crate::marc::Field;
use crate::profile::SubjectEntry;
use crate::text::{Fingerprint, joined, without_joint, without_stop};

/// One heading, its subdivisions joined by ` -- `. The same heading from several thesauri is
/// taken once.
pub(super) fn subject(draft: &mut Draft<'_>, field: Field<'_>, entry: &SubjectEntry) {
    if !entry.each {
        let heading = heading(field, entry);
        if draft.authorities.is_some() {
            draft.refer(field, &entry.authority, main_part(&heading));
        }
        return add(draft, entry.kind.0, heading);
    }
    let mut add = |text: &str| add(draft, entry.kind.0, spaced(text).into_owned());
    for text in field.all(&entry.heading) {
        match &entry.split {
            Some(signs) => {
                text.split(|c| signs.contains(c)).map(str::trim).for_each(&mut add);
            }
            None => add(text),
        }
    }
}

fn heading(field: Field<'_>, entry: &SubjectEntry) -> String {
    let given = entry.given.code_in(field);
    let length: usize = field.subfields().map(|(_, text)| text.len() + 4).sum();
    let mut heading = String::with_capacity(length);
    for (code, text) in field.subfields() {
        let joint = match code {
            _ if entry.subdivision.has(code) => " -- ",
            _ if Some(code) == given || entry.addition.has(code) => ", ",
            _ if entry.heading.has(code) => entry.join.as_str(),
            _ => continue,
        };
        let text = spaced(text);
        if !heading.is_empty() && !text.is_empty() {
            heading.truncate(before_joint(&heading, joint).len());
            heading.push_str(joint);
        }
        heading.push_str(&text);
    }
    heading
}

/// A full stop before a subdivision goes; one within a name stays.
fn before_joint<'t>(heading: &'t str, joint: &str) -> &'t str {
    match joint {
        " -- " => without_stop(heading),
        ", " => without_joint(heading),
        _ => heading,
    }
}

/// The heading without its subdivisions, as authority records have it.
fn main_part(heading: &str) -> &str {
    without_stop(heading.split("--").next().unwrap_or_default().trim())
}

fn add(draft: &mut Draft<'_>, kind: SubjectKind, mut heading: String) {
    heading.truncate(without_stop(&heading).len());
    let noun = if kind == SubjectKind::Genre { "genre" } else { "subject" };
    if !heading.is_empty() && draft.is_new(Fingerprint::of(noun).with_folded(&heading)) {
        draft.record.subjects.push(Subject { heading, kind });
    }
}

/// The heading with ` -- ` between its parts, where a source wrote them into one subfield:
/// `Friction--Measurement`.
fn spaced(heading: &str) -> Cow<'_, str> {
    let has_dash = memchr::memchr(b'-', heading.as_bytes()).is_some();
    if !has_dash || !heading.contains("--") {
        return Cow::Borrowed(heading);
    }
    let parts = heading.split("--").map(str::trim).filter(|part| !part.is_empty());
    Cow::Owned(joined(parts, " -- ").unwrap_or_default())
}
