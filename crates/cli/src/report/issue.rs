//! An issue: one way in which a record disappoints its reader.

use bibliobus_ingest::{Finding, FindingKind, Severity};

/// The issues, in the order in which equals stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Issue {
    /// The record is not in the catalogue.
    Unreadable,
    /// Parts of it may be missing.
    Damaged,
    /// Signs were lost.
    WrongSigns,
    /// Another record has its number.
    SameNumber,
    /// No title.
    NoTitle,
    /// Nobody who made it.
    NoCreator,
    /// No place and no link.
    NoAccess,
    /// A place without a mark to look for.
    NoCallNumber,
    /// A mark that cannot be one.
    OddCallNumber,
    /// A code that the settings do not name.
    UnknownPlace,
    /// An address that may not be shown.
    UnsafeLink,
    /// An address that most likely leads nowhere.
    DeadLink,
    /// A standard number with a wrong check digit or length.
    WrongNumber,
    /// A year that cannot be, or cannot be read.
    OddYear,
    /// No year.
    NoYear,
    /// Another record has the same ISBN.
    SameIsbn,
    /// Another record has the same title, creator and year.
    SameTitle,
    /// Another file has the same record: they become one.
    SameElsewhere,
    /// Nothing that it is about.
    NoSubject,
    /// No language.
    NoLanguage,
    /// The file says the wrong encoding of itself; it was read right.
    OtherEncoding,
    /// A record without a number: one was made from its content.
    NoNumber,
    /// A value or a column that is not understood.
    OddValue,
}

impl Issue {
    /// The issue that a finding is, if readers notice it.
    pub(super) fn of(finding: &Finding) -> Option<Self> {
        let is_error = finding.severity == Severity::Error;
        let is_note = finding.severity == Severity::Note;
        Some(match finding.kind {
            _ if is_error => Self::Unreadable,
            FindingKind::Encoding if is_note => Self::OtherEncoding,
            FindingKind::Encoding => Self::WrongSigns,
            FindingKind::DuplicateId => Self::SameNumber,
            FindingKind::NoTitle => Self::NoTitle,
            FindingKind::NoId => Self::NoNumber,
            FindingKind::Identifier => Self::WrongNumber,
            FindingKind::Link => Self::UnsafeLink,
            FindingKind::DeadLink => Self::DeadLink,
            FindingKind::Merged => Self::SameElsewhere,
            FindingKind::Suspected => Self::SameTitle,
            FindingKind::Date => Self::OddYear,
            FindingKind::Value | FindingKind::Indicator => Self::OddValue,
            _ if is_note => return None,
            _ => Self::Damaged,
        })
    }

    /// Its name for programs.
    pub(super) fn code(self) -> &'static str {
        match self {
            Self::Unreadable => "unreadable",
            Self::Damaged => "damaged",
            Self::WrongSigns => "wrong_signs",
            Self::SameNumber => "same_number",
            Self::NoTitle => "no_title",
            Self::NoCreator => "no_creator",
            Self::NoAccess => "no_access",
            Self::NoCallNumber => "no_call_number",
            Self::OddCallNumber => "odd_call_number",
            Self::UnknownPlace => "unknown_place",
            Self::UnsafeLink => "unsafe_link",
            Self::DeadLink => "dead_link",
            Self::WrongNumber => "wrong_number",
            Self::OddYear => "odd_year",
            Self::NoYear => "no_year",
            Self::SameIsbn => "same_isbn",
            Self::SameTitle => "same_title",
            Self::SameElsewhere => "same_elsewhere",
            Self::NoSubject => "no_subject",
            Self::NoLanguage => "no_language",
            Self::OtherEncoding => "other_encoding",
            Self::NoNumber => "no_number",
            Self::OddValue => "odd_value",
        }
    }

    /// How bad it is: 1 if the reader does not find the thing or does not get it, 2 if some
    /// readers miss it or are led astray, 3 if it is worth knowing.
    pub(super) fn weight(self) -> u8 {
        match self {
            Self::Unreadable
            | Self::Damaged
            | Self::SameNumber
            | Self::NoTitle
            | Self::NoAccess
            | Self::UnsafeLink => 1,
            Self::WrongSigns
            | Self::NoCreator
            | Self::NoCallNumber
            | Self::OddCallNumber
            | Self::UnknownPlace
            | Self::DeadLink
            | Self::WrongNumber
            | Self::OddYear
            | Self::SameIsbn
            | Self::SameTitle => 2,
            Self::NoYear
            | Self::SameElsewhere
            | Self::NoSubject
            | Self::NoLanguage
            | Self::OtherEncoding
            | Self::NoNumber
            | Self::OddValue => 3,
        }
    }

    /// Whether a record with this issue will disappoint somebody.
    pub(super) fn disappoints(self) -> bool {
        self.weight() < 3
    }

    /// Whether what was found groups the records: all with one code are mended at once.
    pub(super) fn is_grouped(self) -> bool {
        matches!(
            self,
            Self::UnknownPlace | Self::DeadLink | Self::OddValue | Self::OtherEncoding
        )
    }
}
