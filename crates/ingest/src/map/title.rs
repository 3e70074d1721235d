//! Titles (MARC 245, and 130, 240, 242, 246, 247, 730, 740).

use bibliobus_catalog::Title;

use super::Draft;
use crate::marc::Field;
use crate::text::{folded, joined, without_joint, without_stop};
use crate::{FindingKind, Severity};

/// The title statement (245). A second one is against the format and becomes another title.
pub(super) fn title(draft: &mut Draft<'_>, field: Field<'_>) {
    let proper = field.first(b'a').or_else(|| field.first(b'k')).map(without_stop);
    let Some(proper) = proper.filter(|proper| !proper.is_empty()) else { return };
    if !draft.record.title.proper.is_empty() {
        return variant(draft, field);
    }
    draft.record.title = Title {
        proper: proper.to_owned(),
        remainder: joined(field.all(b"b").map(without_stop), " "),
        part: part(field),
        responsibility: joined(field.all(b"c").map(without_stop), " "),
        nonfiling: nonfiling(draft, field, proper),
    };
}

/// Number and name of the part ($n, $p): `Part 1, The beginning`.
fn part(field: Field<'_>) -> Option<String> {
    joined(field.all(b"np").map(without_stop), ", ")
}

/// How many characters a sort skips (second indicator): an article and the blank after it.
fn nonfiling(draft: &mut Draft<'_>, field: Field<'_>, proper: &str) -> u8 {
    let digit = field.second_indicator();
    if !digit.is_ascii_digit() {
        return 0;
    }
    let skipped = digit - b'0';
    if usize::from(skipped) < proper.chars().count() {
        return skipped;
    }
    let expected = "a second indicator smaller than the length of the title";
    let found = format!("{skipped}");
    draft.note(field, None, FindingKind::Indicator, Severity::Note, (expected, found));
    0
}

/// A uniform title: without form subdivisions, languages and dates.
pub(super) fn uniform(draft: &mut Draft<'_>, field: Field<'_>) {
    add(draft, joined(field.all(b"anp").map(without_stop), ". "));
}

/// A variant or former title.
pub(super) fn variant(draft: &mut Draft<'_>, field: Field<'_>) {
    let whole = joined(field.all(b"ab").map(without_stop), " : ");
    let pieces = [whole, part(field)];
    add(draft, joined(pieces.iter().flatten().map(String::as_str), ". "));
}

/// The title of a work that is contained in the thing (7xx $t, second indicator 2).
pub(super) fn contained(draft: &mut Draft<'_>, field: Field<'_>) {
    let name_is_before = |(code, _): &(u8, &str)| *code != b't';
    let work = field.subfields().skip_while(name_is_before);
    let pieces = work.filter(|(code, _)| b"tnp".contains(code)).map(|(_, text)| text);
    add(draft, joined(pieces.map(without_stop), ". "));
}

fn add(draft: &mut Draft<'_>, title: Option<String>) {
    if let Some(title) = title
        && draft.is_new("title", folded(&title))
    {
        draft.record.other_titles.push(title);
    }
}

/// A record without 245 is kept, under another of its titles if there is one.
pub(super) fn settle(draft: &mut Draft<'_>) {
    if draft.record.title.proper.is_empty() {
        settle_without_title(draft);
    }
    let title = &draft.record.title;
    let same = [folded(&title.proper), folded(&title.full())];
    draft.record.other_titles.retain(|other| !same.contains(&folded(other)));
}

fn settle_without_title(draft: &mut Draft<'_>) {
    let source = draft.source;
    let mut titles = [240, 246, 740, 130].into_iter().flat_map(|tag| source.tagged(tag));
    let other = titles.find_map(|field| field.first(b'a')).map(without_joint);
    draft.record.title.proper = other.unwrap_or_default().to_owned();
    let is_unimarc = source.tagged(200).any(|field| field.first(b'a').is_some());
    let found = match other {
        Some(_) => "another title, which was taken",
        None if is_unimarc => "200 $a; this looks like UNIMARC or RUSMARC, not MARC21",
        None => "none",
    };
    let expected = "a title (245 $a)";
    draft.findings.add(FindingKind::NoTitle, Severity::Warning, expected, found);
}
