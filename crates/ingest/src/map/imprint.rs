//! The imprint: place, publisher, date (MARC 260, 264), and the dates in 008.

use bibliobus_catalog::Imprint;

use super::Draft;
use crate::findings::{Findings, quote};
use crate::marc::Field;
use crate::text::{joined, without_joint, without_stop};
use crate::{FindingKind, Severity};

/// The years that a thing in a library can have been made in: from the first writing on.
const YEARS: std::ops::RangeInclusive<i32> = -3000..=2100;

/// Place, publisher, date. Publication (264 second indicator 1) goes before an older 260,
/// that before production, distribution and manufacture; a copyright date (4) is none.
pub(super) fn imprint(draft: &mut Draft<'_>, field: Field<'_>) {
    let rank = match (field.number(), field.second_indicator()) {
        (Some(264), b'1') => 0,
        (Some(260), _) | (_, b' ') => 1,
        (_, b'0') => 2,
        (_, b'2') => 3,
        (_, b'3') => 4,
        _ => return,
    };
    if draft.imprint_rank.is_none_or(|best| rank < best) {
        draft.imprint_rank = Some(rank);
        draft.record.imprint = Imprint {
            place: joined(field.all(b"a").map(without_joint).filter(is_some), " ; "),
            publisher: joined(field.all(b"b").map(without_joint).filter(is_some), " ; "),
            date: joined(field.all(b"c").map(without_stop).filter(is_some), ", "),
            year: None,
        };
    }
}

fn is_some(text: &&str) -> bool {
    !text.is_empty()
}

/// The year: the first date in 008 where there is one, otherwise read from the imprint.
pub(super) fn settle(draft: &mut Draft<'_>) {
    let fixed = draft.source.control(8).unwrap_or_default();
    draft.record.added = fixed.get(..6).and_then(entry_day);
    let coded = match fixed.get(6..7) {
        // No dates, or one before our era (b); none known (n); blank and fill signs.
        Some("b" | "n" | " " | "|") | None => None,
        Some(_) => fixed.get(7..11),
    };
    let coded = coded.filter(|date| !is_blank_date(date));
    draft.record.imprint.year = match coded.map(|date| (date, year_in(date))) {
        Some((_, Some(year))) => checked_year(draft.findings, "008/07-10", year),
        Some((date, None)) => {
            note_date(draft.findings, "008/07-10", "a year in four digits", date);
            None
        }
        None => None,
    };
    if draft.record.imprint.year.is_none() {
        draft.record.imprint.year = printed_year(draft);
    }
}

/// Blanks, fill signs, unknown digits (`19uu`) and the open end 9999 say that there is no
/// date, not that it is wrong (008/07-10).
fn is_blank_date(date: &str) -> bool {
    date == "9999"
        || date.chars().all(|c| matches!(c, ' ' | '|' | '#' | 'u' | '0'))
        || (date.contains(['u', '|'])
            && date.chars().all(|c| c.is_ascii_digit() || "u|".contains(c)))
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
