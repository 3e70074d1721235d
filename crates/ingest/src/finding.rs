//! A finding: something odd in the input. It never stops a build.
//! Not for a file that cannot be read at all (see `InputError`).

use std::fmt;

use serde::Serialize;

/// Something odd in the input: where, what was expected, what was found.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Finding {
    /// The file, as it was named on the command line; `archive.zip/inner.mrc` within a zip.
    pub file: String,
    /// The number of the record in the file, from one; `None` outside any record.
    pub record: Option<u64>,
    /// The record's control number, where it could be read.
    pub id: Option<String>,
    /// The byte in the (decompressed) file at which the record, or the fault, begins.
    pub byte: u64,
    /// The field, where there is one: `245$a`.
    pub field: Option<String>,
    /// What sort of finding it is.
    pub kind: FindingKind,
    /// How bad it is.
    pub severity: Severity,
    /// What was expected.
    pub expected: String,
    /// What was found.
    pub found: String,
}

impl Finding {
    /// The finding on one line: `file.mrc: record 17 (ocm123), byte 4711, 245$a: expected …,
    /// found …`.
    pub fn message(&self) -> String {
        self.to_string()
    }
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: ", self.file)?;
        if let Some(record) = self.record {
            write!(f, "record {record}")?;
            if let Some(id) = &self.id {
                write!(f, " ({id})")?;
            }
            f.write_str(", ")?;
        }
        write!(f, "byte {}", self.byte)?;
        if let Some(field) = &self.field {
            write!(f, ", {field}")?;
        }
        write!(f, ": expected {}, found {}", self.expected, self.found)
    }
}

/// How bad a [`Finding`] is for readers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Severity {
    /// Nothing was lost.
    Note,
    /// A part of the record was lost or doubtful.
    Warning,
    /// The record is not in the catalogue.
    Error,
}

/// What sort of [`Finding`] it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum FindingKind {
    /// Bytes between records that belong to none.
    Junk,
    /// The length in the leader is not the record's length.
    RecordLength,
    /// The directory, or an entry of it, cannot be right.
    Directory,
    /// The file ends within a record.
    Truncated,
    /// Text that is not in the encoding that the record claims.
    Encoding,
    /// An indicator that the format does not define.
    Indicator,
    /// A record without a control number: one was made from its content.
    NoId,
    /// A record without a title.
    NoTitle,
    /// A control number that came more than once.
    DuplicateId,
    /// A standard number with a wrong length or check digit.
    Identifier,
    /// A link that may not be shown.
    Link,
    /// A date that cannot be read.
    Date,
    /// A value of the wrong sort: a year that is no number, a key that is not known.
    Value,
    /// XML, JSON or CSV that is not well formed.
    Syntax,
    /// A record that another source has too.
    Merged,
    /// A record that says what another one of the same source says.
    Suspected,
    /// A link that was asked for and leads nowhere.
    DeadLink,
}

impl FindingKind {
    /// The kind in a few English words, for a table of findings.
    pub fn label(self) -> &'static str {
        match self {
            Self::Junk => "bytes outside any record",
            Self::RecordLength => "wrong record length",
            Self::Directory => "broken directory",
            Self::Truncated => "truncated record",
            Self::Encoding => "wrong encoding",
            Self::Indicator => "wrong indicator",
            Self::NoId => "no control number",
            Self::NoTitle => "no title",
            Self::DuplicateId => "duplicate control number",
            Self::Identifier => "wrong standard number",
            Self::Link => "unsafe link",
            Self::Date => "unreadable date",
            Self::Value => "unexpected value",
            Self::Syntax => "not well formed",
            Self::Merged => "same record in two sources",
            Self::Suspected => "suspected duplicate",
            Self::DeadLink => "dead link",
        }
    }

    /// What a librarian can do about it, as one English sentence.
    pub fn remedy(self) -> &'static str {
        match self {
            Self::Junk => {
                "Export the file again as binary, without a conversion of lines."
            }
            Self::RecordLength => {
                "Export records over 99,999 bytes as MARCXML, or correct the leader."
            }
            Self::Directory => "Export the record again, or as MARCXML.",
            Self::Truncated => "Copy the file again: its end is missing.",
            Self::Encoding => "Export the file as UTF-8.",
            Self::Indicator => "Correct the indicators of the field in the catalogue.",
            Self::NoId => "Export the records with their control numbers (MARC 001).",
            Self::NoTitle => "Give the record a title (MARC 245 $a).",
            Self::DuplicateId => {
                "Remove one of the records, or give the sources prefixes."
            }
            Self::Identifier => {
                "Compare the number with the thing itself; move a wrong one to $z."
            }
            Self::Link => {
                "Correct the address (MARC 856 $u); it starts with http or https."
            }
            Self::Date => {
                "Correct the date in the catalogue (MARC 008/07-10, 260 or 264 $c)."
            }
            Self::Value => {
                "Correct the value in the catalogue or in the export's settings."
            }
            Self::Syntax => "Export the file again, or correct the place by hand.",
            Self::Merged => {
                "Nothing need be done: `build` puts the copies and links of both together."
            }
            Self::Suspected => {
                "Compare the records; if they are one edition, merge them in the catalogue."
            }
            Self::DeadLink => {
                "Open the address; if it is gone for good, correct or remove it (MARC 856 $u)."
            }
        }
    }
}
