//! Numbers, nouns and sentences in the language of the report.

use bibliobus_ingest::Finding;

use super::issue::Issue;
use super::sentences::{self, Table};
use crate::words::grouped;

/// The language of a report.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, clap::ValueEnum)]
pub(crate) enum Language {
    /// English.
    #[default]
    En,
    /// Russian.
    Ru,
}

/// What was found, with its field, without the words around it: those are of the language of
/// findings, and the report says them in its own.
pub(super) fn found(finding: &Finding) -> String {
    let ends = ["; ", ", which", " (said", " was made"];
    let end = ends.iter().filter_map(|end| finding.found.find(end)).min();
    let found = end.and_then(|end| finding.found.get(..end)).unwrap_or(&finding.found);
    match (&finding.field, found) {
        (_, "none") => String::new(),
        (Some(field), found) => format!("{field}: {found}"),
        (None, found) => found.to_owned(),
    }
}

impl Language {
    /// The tag of the language (RFC 5646).
    pub(crate) fn tag(self) -> &'static str {
        match self {
            Self::En => "en",
            Self::Ru => "ru",
        }
    }

    /// The one of two texts that is in this language.
    pub(crate) fn pick<'t>(self, ru: &'t str, en: &'t str) -> &'t str {
        match self {
            Self::Ru => ru,
            Self::En => en,
        }
    }

    /// A number with its thousands apart, as the language writes them.
    pub(super) fn number(self, number: u64) -> String {
        match self {
            Self::En => grouped(number),
            Self::Ru => grouped(number).replace(',', "\u{a0}"),
        }
    }

    /// So many records; in Russian the accusative, which is the nominative.
    pub(super) fn records(self, number: u64) -> String {
        let noun = match self {
            Self::En if number == 1 => "record",
            Self::En => "records",
            Self::Ru => match (number % 10, number % 100) {
                (_, 11..=14) => "записей",
                (1, _) => "запись",
                (2..=4, _) => "записи",
                _ => "записей",
            },
        };
        format!("{}\u{a0}{noun}", self.number(number))
    }

    /// A part of a whole: `12.5 %`, `< 0.1 %`.
    pub(super) fn share(self, part: u64, whole: u64) -> String {
        let tenths = (part * 1000 + whole / 2).checked_div(whole).unwrap_or(0);
        let point = self.pick(",", ".");
        match tenths {
            0 if part > 0 => format!("<\u{a0}0{point}1\u{a0}%"),
            1000 if part < whole => format!("99{point}9\u{a0}%"),
            _ if tenths.is_multiple_of(10) => format!("{}\u{a0}%", tenths / 10),
            _ => format!("{}{point}{}\u{a0}%", tenths / 10, tenths % 10),
        }
    }

    /// What an issue is called.
    pub(super) fn name(self, issue: Issue) -> &'static str {
        self.of(sentences::NAMES, issue)
    }

    /// What readers notice of it.
    pub(super) fn effect(self, issue: Issue, records: u64) -> String {
        let records = if self == Self::Ru && issue == Issue::OddValue {
            self.locative(records)
        } else {
            self.records(records)
        };
        self.of(sentences::EFFECTS, issue).replace("{}", &records)
    }

    fn of(self, table: Table, issue: Issue) -> &'static str {
        let mut entries = table.iter();
        let entry = entries.find(|(issues, ..)| issues.contains(&issue));
        entry.map_or("", |(_, ru, en)| self.pick(ru, en))
    }

    /// In so many records, in Russian.
    fn locative(self, number: u64) -> String {
        let is_one = number % 10 == 1 && number % 100 != 11;
        let noun = if is_one { "записи" } else { "записях" };
        format!("{}\u{a0}{noun}", self.number(number))
    }

    /// The field to mend, in the formats that are read.
    pub(super) fn mend(self, issue: Issue) -> &'static str {
        self.of(sentences::REMEDIES, issue)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_and_nouns_agree() {
        for (number, ru, en) in [
            (1, "1 запись", "1 record"),
            (3, "3 записи", "3 records"),
            (11, "11 записей", "11 records"),
            (1_312, "1 312 записей", "1,312 records"),
            (21, "21 запись", "21 records"),
        ] {
            assert_eq!(Language::Ru.records(number).replace('\u{a0}', " "), ru);
            assert_eq!(Language::En.records(number).replace('\u{a0}', " "), en);
        }
    }

    #[test]
    fn a_share_is_never_said_to_be_none_or_all_if_it_is_not() {
        let share = |part, whole| Language::En.share(part, whole).replace('\u{a0}', " ");
        assert_eq!(share(0, 0), "0 %");
        assert_eq!(share(1, 100_000), "< 0.1 %");
        assert_eq!(share(99_999, 100_000), "99.9 %");
        assert_eq!(share(1, 8), "12.5 %");
        assert_eq!(share(8, 8), "100 %");
    }
}
