//! The findings of the file being read, each put in its place.

use std::collections::BTreeSet;
use std::mem;

use crate::{Finding, FindingKind, Severity};

/// How many findings one record can have: a record of a million broken fields is broken, and
/// need not fill the memory to say so. That it is skipped is said in any case.
const MOST_FOUND: usize = 1000;

/// How many things are remembered as said.
const MOST_SEEN: usize = 1000;

/// Collects the findings of one record after the other and knows where the reader stands.
#[derive(Clone, Debug, Default)]
pub(crate) struct Findings {
    file: String,
    record: Option<u64>,
    byte: u64,
    found: Vec<Finding>,
    seen: BTreeSet<String>,
}

impl Findings {
    /// No findings yet, in a file of this name.
    pub(crate) fn new(file: &str) -> Self {
        Self { file: file.to_owned(), ..Self::default() }
    }

    /// Says which record is being read and where it begins; zero is no record.
    pub(crate) fn begin(&mut self, record: u64, byte: u64) {
        self.record = (record > 0).then_some(record);
        self.byte = byte;
    }

    /// Notes a finding about the record as a whole.
    pub(crate) fn add(
        &mut self,
        kind: FindingKind,
        severity: Severity,
        expected: impl Into<String>,
        found: impl Into<String>,
    ) {
        self.add_in(None, kind, severity, expected, found);
    }

    /// Notes a finding about a field.
    pub(crate) fn add_in(
        &mut self,
        field: Option<String>,
        kind: FindingKind,
        severity: Severity,
        expected: impl Into<String>,
        found: impl Into<String>,
    ) {
        if self.found.len() >= MOST_FOUND && severity < Severity::Error {
            return;
        }
        self.found.push(Finding {
            file: self.file.clone(),
            record: self.record,
            id: None,
            byte: self.byte,
            field,
            kind,
            severity,
            expected: expected.into(),
            found: found.into(),
        });
    }

    /// Whether `what` is said for the first time in this file. After a thousand different
    /// things no more are, so that no file fills the memory with them.
    pub(crate) fn is_first(&mut self, what: &str) -> bool {
        self.seen.len() < MOST_SEEN
            && !self.seen.contains(what)
            && self.seen.insert(what.to_owned())
    }

    /// Gives the findings away, the record's control number written into each.
    pub(crate) fn take(&mut self, id: Option<&str>) -> Vec<Finding> {
        let mut found = mem::take(&mut self.found);
        for finding in &mut found {
            finding.id = id.map(str::to_owned);
        }
        found
    }
}

/// At most the first sixty characters of what was found, quoted, control characters escaped.
pub(crate) fn quote(text: &str) -> String {
    let mut short: String = text.chars().take(60).flat_map(char::escape_debug).collect();
    if text.chars().nth(60).is_some() {
        short.push('…');
    }
    format!("\"{short}\"")
}

/// Bytes for a finding, as text where they are text.
pub(crate) fn quote_bytes(bytes: &[u8]) -> String {
    quote(&String::from_utf8_lossy(bytes.get(..80).unwrap_or(bytes)))
}
