//! A finding: something odd in the input. It never stops a build.

use serde::Serialize;

/// Something odd in the input: where, what was expected, what was found.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Finding {
    /// The file, as it was named on the command line.
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
}
