//! Subjects: what the thing is about, and its genre (MARC 600-655).

use std::borrow::Cow;

use bibliobus_catalog::{Subject, SubjectKind};

use super::Draft;
use crate::marc::Field;
use crate::text::{folded, joined, without_stop};

/// One heading, its subdivisions ($v $x $y $z) joined by ` -- `. The same heading from several
/// thesauri is taken once.
pub(super) fn subject(draft: &mut Draft<'_>, field: Field<'_>) {
    let kind = match field.number().unwrap_or_default() {
        600 | 610 | 611 | 630 => SubjectKind::Name,
        647 | 650 | 654 => SubjectKind::Topic,
        648 => SubjectKind::Time,
        651 => SubjectKind::Place,
        653 => return keywords(draft, field),
        655 => SubjectKind::Genre,
        _ => return,
    };
    add(draft, kind, &heading(field));
}

/// Uncontrolled keywords (653): every $a is one.
fn keywords(draft: &mut Draft<'_>, field: Field<'_>) {
    for keyword in field.all(b"a") {
        add(draft, SubjectKind::Keyword, keyword);
    }
}

fn heading(field: Field<'_>) -> String {
    let is_name = matches!(field.number(), Some(600..=630));
    let mut heading = String::new();
    for (code, text) in field.subfields() {
        let joint = match code {
            b'v' | b'x' | b'y' | b'z' => " -- ",
            // $e and $j name a role, except in the name of a meeting (611 $e).
            b'e' if field.number() != Some(611) => continue,
            b'a' | b'b' => " ",
            b'c'..=b't' if is_name && !matches!(code, b'h' | b'i' | b'j' | b'o') => " ",
            b'c' | b'd' => " ",
            _ => continue,
        };
        if !heading.is_empty() {
            heading.truncate(before_joint(&heading, joint).len());
            heading.push_str(joint);
        }
        heading.push_str(text);
    }
    heading
}

/// A full stop before a subdivision goes; one within a name stays.
fn before_joint<'t>(heading: &'t str, joint: &str) -> &'t str {
    if joint == " -- " { without_stop(heading) } else { heading }
}

fn add(draft: &mut Draft<'_>, kind: SubjectKind, heading: &str) {
    let heading = spaced(without_stop(heading));
    let noun = if kind == SubjectKind::Genre { "genre" } else { "subject" };
    if !heading.is_empty() && draft.is_new(noun, folded(&heading)) {
        draft.record.subjects.push(Subject { heading: heading.into_owned(), kind });
    }
}

/// The heading with ` -- ` between its parts, where a source wrote them into one subfield:
/// `Friction--Measurement`.
fn spaced(heading: &str) -> Cow<'_, str> {
    if !heading.contains("--") {
        return Cow::Borrowed(heading);
    }
    let parts = heading.split("--").map(str::trim).filter(|part| !part.is_empty());
    Cow::Owned(joined(parts, " -- ").unwrap_or_default())
}
