//! Entries with a word on the encoding of their file, where it is not UTF-8.

use super::Encoding;
use super::stream::{Found, Note};
use crate::findings::Findings;
use crate::input::Entries;
use crate::{Entry, FindingKind, InputError, Severity};

/// Entries; the first that comes out when the encoding is known says which it is.
pub(crate) struct Noted {
    file: String,
    entries: Entries,
    note: Note,
    is_said: bool,
}

impl Noted {
    /// `entries` of the file of this name, whose stream writes in `note` what it finds.
    pub(crate) fn new(file: &str, entries: Entries, note: Note) -> Self {
        Self { file: file.to_owned(), entries, note, is_said: false }
    }

    fn say(&mut self, entry: &mut Entry) {
        let Some(found) = self.note.get().filter(|_| !self.is_said) else { return };
        self.is_said = true;
        let mut findings = Findings::new(&self.file);
        findings.begin(entry.number, entry.byte);
        add(&mut findings, found);
        entry.findings.extend(findings.take(entry.record.as_ref().map(|r| &*r.id)));
    }
}

fn add(findings: &mut Findings, found: &Found) {
    let declared = found.declared.as_deref();
    // A declaration of UTF-16 leaves it to the bytes which of the two comes first.
    let is_true = declared.and_then(Encoding::named).is_some_and(|declared| {
        declared == found.encoding || (declared.is_wide() && found.encoding.is_wide())
    });
    let expected = match declared.filter(|_| !is_true) {
        Some(name) => {
            format!("{}, as the XML declaration says", crate::findings::quote(name))
        }
        None => "UTF-8".to_owned(),
    };
    let as_declared = if is_true { ", as the XML declaration says" } else { "" };
    let words = format!(
        "{}{as_declared}; it was read as such (said once for the file)",
        found.encoding
    );
    findings.add(FindingKind::Encoding, Severity::Note, expected, words);
}

impl Iterator for Noted {
    type Item = Result<Entry, InputError>;

    fn next(&mut self) -> Option<Self::Item> {
        let mut next = self.entries.next();
        if let Some(Ok(entry)) = &mut next {
            self.say(entry);
        }
        next
    }
}
