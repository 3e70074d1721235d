//! The imprint: place, publisher, date, and the dates in coded fields.

use bibliobus_catalog::Imprint;

use super::Draft;
use crate::findings::{Findings, quote};
use crate::marc::Field;
use crate::profile::ImprintEntry;
use crate::text::{joined, without_joint, without_stop};
use crate::{FindingKind, Severity};

/// The years that a thing in a library can have been made in: from the first writing on.
const YEARS: std::ops::RangeInclusive<i32> = -3000..=2100;

/// Place, publisher, date; of several imprints the one of the least rank.
pub(super) fn imprint(draft: &mut Draft<'_>, field: Field<'_>, entry: &ImprintEntry) {
    let joint =
        |codes| joined(field.all(codes).map(without_joint).filter(is_some), " ; ");
    let stop = |codes| joined(field.all(codes).map(without_stop).filter(is_some), ", ");
    let imprint = || Imprint {
        place: joint(&entry.place),
        publisher: joint(&entry.publisher),
        date: stop(&entry.date),
        year: None,
    };
    if entry.fills {
        draft.fillings.push(imprint());
    } else if draft.imprint_rank.is_none_or(|best| entry.rank < best) {
        draft.imprint_rank = Some(entry.rank);
        draft.record.imprint = imprint();
    }
}

fn is_some(text: &&str) -> bool {
    !text.is_empty()
}

/// The year: a coded one where there is one, otherwise read from the imprint.
pub(super) fn settle(draft: &mut Draft<'_>) {
    for filling in std::mem::take(&mut draft.fillings) {
        fill(&mut draft.record.imprint, filling);
    }
    draft.record.added = added(draft);
    let years = draft.profile.years.iter();
    let years = years.filter(|entry| entry.filter.admits(draft.source, None));
    let mut coded = years.filter_map(|entry| {
        let date = entry.at.first(draft.source)?;
        (!is_blank_date(date)).then_some((entry.at.as_str(), date))
    });
    let coded = coded.next().map(|(place, date)| (place, date, year_in(date)));
    draft.record.imprint.year = match coded {
        Some((place, _, Some(year))) => checked_year(draft.findings, place, year),
        Some((place, date, None)) => {
            note_date(draft.findings, place, "a year in four digits", date);
            None
        }
        None => None,
    };
    if draft.record.imprint.year.is_none() {
        draft.record.imprint.year = printed_year(draft);
    }
}

fn fill(imprint: &mut Imprint, filling: Imprint) {
    let pairs = [
        (&mut imprint.place, filling.place),
        (&mut imprint.publisher, filling.publisher),
        (&mut imprint.date, filling.date),
    ];
    for (open, text) in pairs {
        if open.is_none() {
            *open = text;
        }
    }
}

/// The day on which the record came to the catalogue.
fn added(draft: &Draft<'_>) -> Option<String> {
    let entries = draft.profile.added.iter();
    let mut entries = entries.filter(|entry| entry.filter.admits(draft.source, None));
    entries.find_map(|entry| {
        let text = entry.at.first(draft.source)?;
        if text.len() == 6 { entry_day(text) } else { iso_date(text) }
    })
}

/// Blanks, fill signs, unknown digits (`19uu`) and the open end 9999 say that there is no
/// date, not that it is wrong (008/07-10).
fn is_blank_date(date: &str) -> bool {
    date == "9999"
        || date.chars().all(|c| matches!(c, ' ' | '|' | '#' | 'u' | '0'))
        || (date.contains(['u', '|', ' '])
            && date.chars().all(|c| c.is_ascii_digit() || "u| ".contains(c)))
}

fn printed_year(draft: &mut Draft<'_>) -> Option<i16> {
    let year = year_in(draft.record.imprint.date.as_deref()?)?;
    YEARS.contains(&year).then(|| i16::try_from(year).ok()).flatten()
}

/// The year if it is a sane one; otherwise a finding.
pub(crate) fn checked_year(
    findings: &mut Findings,
    field: &str,
    year: i32,
) -> Option<i16> {
    if !YEARS.contains(&year) {
        note_date(findings, field, "a year from -3000 to 2100", &year.to_string());
        return None;
    }
    i16::try_from(year).ok()
}

fn note_date(findings: &mut Findings, field: &str, expected: &str, found: &str) {
    let field = Some(field.to_owned());
    let found = quote(found);
    findings.add_in(field, FindingKind::Date, Severity::Warning, expected, found);
}

/// The first year in a text: four digits that stand alone, as in `[c1998]`, `1901-1905`. A
/// year with an unknown digit (`199-?`) is none.
pub(crate) fn year_in(text: &str) -> Option<i32> {
    let mut runs = text.split(|c: char| !c.is_ascii_digit());
    runs.find(|run| run.len() == 4).and_then(|run| run.parse().ok())
}

/// The day that six digits `yymmdd` mean (008/00-05). MARC began in 1968.
fn entry_day(digits: &str) -> Option<String> {
    let year: u32 = digits.get(..2)?.parse().ok()?;
    let century = if year < 68 { 20 } else { 19 };
    iso_date(&format!("{century}{digits}"))
}

/// The day as `yyyy-mm-dd`, from `yyyymmdd` or `yyyy-mm-dd…`.
pub(crate) fn iso_date(text: &str) -> Option<String> {
    let digits: String = match text.get(..10) {
        Some(day) if day.get(4..5) == Some("-") && day.get(7..8) == Some("-") => {
            day.chars().filter(|c| *c != '-').collect()
        }
        _ => text.to_owned(),
    };
    let is_day = digits.len() == 8 && digits.chars().all(|c| c.is_ascii_digit());
    let (year, rest) = digits.split_at_checked(4).filter(|_| is_day)?;
    let (month, day) = rest.split_at_checked(2)?;
    let is_sane = ("01"..="12").contains(&month) && ("01"..="31").contains(&day);
    is_sane.then(|| format!("{year}-{month}-{day}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_year_is_four_digits_that_stand_alone() {
        let cases = [
            ("[c1998]", Some(1998)),
            ("1901-1905", Some(1901)),
            ("[199-?]", None),
            ("20010203", None),
            ("М., 2004 г.", Some(2004)),
        ];
        for (text, expected) in cases {
            assert_eq!(year_in(text), expected, "{text}");
        }
    }

    #[test]
    fn a_day_is_written_in_one_way() {
        let cases = [
            ("20160219", Some("2016-02-19")),
            ("2016-02-19 10:00", Some("2016-02-19")),
            ("2016-13-19", None),
            ("?", None),
        ];
        for (text, expected) in cases {
            assert_eq!(iso_date(text).as_deref(), expected, "{text}");
        }
        assert_eq!(entry_day("730101").as_deref(), Some("1973-01-01"));
    }
}
