//! Titles: the title statement, other titles, and the title of the set that a part belongs to.

use bibliobus_catalog::Title;

use super::{Draft, embedded};
use crate::marc::Field;
use crate::profile::{Codes, Indicator, OtherTitleEntry, Repeated, SetEntry, TitleEntry};
use crate::text::{Fingerprint, folded, joined, non_empty, without_joint, without_stop};
use crate::{FindingKind, Severity};

/// The title statement. A second one is against MARC 21 and becomes another title.
pub(super) fn title(draft: &mut Draft<'_>, field: Field<'_>, entry: &TitleEntry) {
    let proper = entry.proper.first_in(field).map(without_stop).unwrap_or_default();
    let part = joined(field.all(&entry.part).map(without_stop), ", ");
    if proper.is_empty() && part.is_none() {
        return;
    }
    if !draft.record.title.proper.is_empty() {
        return repeated(draft, field, entry);
    }
    draft.is_dependent = (proper.is_empty() && part.is_some())
        || (!entry.dependent.is_empty()
            && entry.dependent.admits(draft.source, Some(field)));
    let pieces = |codes, join| joined(field.all(codes).map(without_stop), join);
    let remainder = pieces(&entry.remainder, entry.remainder_join.as_str());
    let responsibility =
        pieces(&entry.responsibility, entry.responsibility_join.as_str());
    let nonfiling = nonfiling(draft, field, entry, proper);
    draft.record.title =
        Title { proper: proper.to_owned(), remainder, part, responsibility, nonfiling };
}

fn repeated(draft: &mut Draft<'_>, field: Field<'_>, entry: &TitleEntry) {
    if entry.repeated == Repeated::PassedOver {
        return;
    }
    let proper = entry.proper.first_in(field).into_iter();
    let whole = proper.chain(field.all(&entry.remainder)).map(without_stop);
    let whole = joined(whole, " : ");
    let part = joined(field.all(&entry.part).map(without_stop), ", ");
    add(draft, joined([whole, part].iter().flatten().map(String::as_str), ". "));
}

/// How many characters a sort skips: an article and the blank after it.
fn nonfiling(
    draft: &mut Draft<'_>,
    field: Field<'_>,
    entry: &TitleEntry,
    proper: &str,
) -> u8 {
    let digit = match entry.nonfiling {
        Some(Indicator::Ind1) => field.first_indicator(),
        Some(Indicator::Ind2) => field.second_indicator(),
        None => return 0,
    };
    if !digit.is_ascii_digit() {
        return 0;
    }
    let skipped = digit - b'0';
    if skipped == 0 || usize::from(skipped) < proper.chars().count() {
        return skipped;
    }
    let expected = "a second indicator smaller than the length of the title";
    let found = format!("{skipped}");
    draft.note(field, None, FindingKind::Indicator, Severity::Note, (expected, found));
    0
}

/// A uniform, variant or former title, or that of a work within the thing, which stands after
/// a name.
pub(super) fn other(draft: &mut Draft<'_>, field: Field<'_>, entry: &OtherTitleEntry) {
    let title = match entry.embedded {
        Some(_) => embedded_title(field, entry),
        None => own_title(field, entry),
    };
    if entry.uniform && draft.record.uniform_title.is_none() {
        if let Some(title) = &title {
            draft.is_new(Fingerprint::of("title").with_folded(title));
        }
        draft.record.uniform_title = title;
        return;
    }
    add(draft, title);
}

/// The title in an embedded field (UNIMARC 4XX `$1`). For a uniform title the embedded 500 goes
/// before the 200 (UNIMARC Bibliographic, 4--: either may be embedded).
fn embedded_title(field: Field<'_>, entry: &OtherTitleEntry) -> Option<String> {
    let title = |tag| {
        let pieces = embedded::all(field, entry.embedded, tag, &entry.text);
        joined(pieces.map(without_stop), entry.join.as_str())
    };
    let uniform = entry.uniform.then(|| title("500")).flatten();
    uniform.or_else(|| title("200"))
}

/// The title in the field's own subfields, after a name or not.
fn own_title(field: Field<'_>, entry: &OtherTitleEntry) -> Option<String> {
    let before = |(code, _): &(u8, &str)| entry.from.is_some_and(|from| from.0 != *code);
    let pieces = field.subfields().skip_while(before);
    let pieces = pieces.filter(|(code, _)| entry.text.has(*code)).map(|(_, text)| text);
    let control = (entry.text.has(crate::marc::WHOLE)).then(|| field.text());
    let control = control.into_iter().filter(|text| !text.is_empty());
    let whole = pieced(control.chain(pieces), entry.join.as_str());
    let part = joined(field.all(&entry.part).map(without_stop), ", ");
    joined([whole, part].iter().flatten().map(String::as_str), ". ")
}

/// The pieces of a title with `join` between them. Where that is a full stop, a comma of the
/// source stays one, and what is in brackets follows a blank: `Concertos, $m trombone $n (1991)`
/// is `Concertos, trombone (1991)` (MARC 21, 240: the field has its own punctuation).
fn pieced<'t>(pieces: impl Iterator<Item = &'t str>, join: &str) -> Option<String> {
    let mut whole = String::new();
    let mut has_comma = false;
    for piece in pieces {
        if !whole.is_empty() {
            whole.push_str(match join {
                ". " if has_comma => ", ",
                ". " if piece.starts_with('(') => " ",
                join => join,
            });
        }
        whole.push_str(without_stop(piece));
        has_comma = piece.ends_with(',');
    }
    (!whole.is_empty()).then_some(whole)
}

fn add(draft: &mut Draft<'_>, title: Option<String>) {
    if let Some(title) = title
        && draft.is_new(Fingerprint::of("title").with_folded(&title))
    {
        draft.record.other_titles.push(title);
    }
}

/// The title of the set or serial that the thing is a part of.
pub(super) fn set(draft: &mut Draft<'_>, field: Field<'_>, entry: &SetEntry) {
    let text = |codes: &Codes| match entry.embedded {
        Some(_) => embedded::first(field, entry.embedded, "200", codes),
        None => codes.first_in(field),
    };
    let Some(title) = text(&entry.title).map(without_stop).and_then(non_empty) else {
        return;
    };
    if draft.set.is_none() {
        let remainder = text(&entry.remainder).map(without_stop).and_then(non_empty);
        let title = [Some(title), remainder];
        let title = joined(title.iter().flatten().map(String::as_str), " : ");
        let number = text(&entry.number).map(without_stop).and_then(non_empty);
        draft.set = title.map(|title| (title, number));
    }
}

/// A part whose title says nothing alone has the set's title before its own; any other tells
/// the set as its series. A record without a title is kept, under another of its titles if
/// there is one.
pub(super) fn settle(draft: &mut Draft<'_>) {
    if let Some((set, number)) = draft.set.take() {
        settle_set(draft, set, number);
    }
    if draft.record.title.proper.is_empty() {
        settle_without_title(draft);
    }
    if draft.record.other_titles.is_empty() {
        return;
    }
    let title = &draft.record.title;
    let same = [folded(&title.proper), folded(&title.full())];
    draft.record.other_titles.retain(|other| !same.contains(&folded(other)));
    let uniform = draft.record.uniform_title.take();
    draft.record.uniform_title =
        uniform.filter(|uniform| !same.contains(&folded(uniform)));
}

fn settle_set(draft: &mut Draft<'_>, set: String, number: Option<String>) {
    if !draft.is_dependent && !draft.record.title.proper.is_empty() {
        return super::series::of_set(draft, set, number);
    }
    let (proper, remainder) = match set.split_once(" : ") {
        Some((proper, remainder)) => (proper.to_owned(), Some(remainder.to_owned())),
        None => (set, None),
    };
    let title = &mut draft.record.title;
    let own = std::mem::replace(&mut title.proper, proper);
    let own_whole = [Some(own.as_str()), title.remainder.as_deref()];
    let own_whole = own_whole.into_iter().flatten().filter(|text| !text.is_empty());
    let own_whole = joined(own_whole, " : ");
    let part = title.part.take().or_else(|| number.filter(|_| own_whole.is_none()));
    title.part = joined([part, own_whole].iter().flatten().map(String::as_str), ", ");
    title.remainder = remainder;
    title.nonfiling = 0;
}

fn settle_without_title(draft: &mut Draft<'_>) {
    let source = draft.source;
    let mut places = draft.profile.title_or.iter().skip(1);
    let other = places.find_map(|place| place.first(source)).map(without_joint);
    draft.record.title.proper = other.unwrap_or_default().to_owned();
    let is_unimarc = super::is_unimarc(source);
    let expected = format!("a title ({})", draft.profile.title_place());
    let found = match other {
        Some(_) => "another title, which was taken",
        None if is_unimarc => "200 $a; this looks like UNIMARC or RUSMARC, not MARC21",
        None => "none",
    };
    draft.findings.add(FindingKind::NoTitle, Severity::Warning, expected, found);
}
