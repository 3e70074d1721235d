//! Master files (`.mst`) of IRBIS64, IRBIS32 and CDS/ISIS. Not for text exports of IRBIS (see
//! `irbis`).

mod layout;
mod survey;
#[cfg(test)]
mod tests;
mod xrf;

use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom};

use crate::encoding::{Claim, Encoding, Guesser};
use crate::fence::MAX_RECORD;
use crate::findings::Findings;
use crate::irbis::add_field;
use crate::map::Mapper;
use crate::marc::{self, Leader, MarcRecord, Tag};
use crate::open::Bytes;
use crate::{Entry, FindingKind, InputError, Severity};
use layout::{Head, Layout};
use survey::{Survey, Walk};
use xrf::Changes;
pub(crate) use xrf::beside;

/// Whether a file that begins so is a master file.
pub(crate) fn is_master(head: &[u8]) -> bool {
    Layout::of(head).is_some()
}

/// Reads the records of a master file in the order of their numbers.
pub(crate) struct Reader {
    file: String,
    /// The stream, until it was copied to where one can go to and fro.
    stream: Option<Bytes>,
    copy: Option<File>,
    /// The cross-reference file, if there is one.
    references: Option<File>,
    layout: Layout,
    waiting: std::vec::IntoIter<(u64, Head)>,
    bytes: Vec<u8>,
    record: MarcRecord,
    mapper: Mapper,
    findings: Findings,
    forced: Option<Encoding>,
    guesser: Guesser,
    number: u64,
    is_over: bool,
}

impl Reader {
    /// A reader of the stream `bytes` out of the file of this name, its text in the encoding
    /// that is `forced` or in the one that it seems to be in; `references` is its cross-reference
    /// file.
    pub(crate) fn new(
        file: &str,
        bytes: Bytes,
        references: Option<File>,
        forced: Option<Encoding>,
        mapper: Mapper,
    ) -> Self {
        Self {
            file: file.to_owned(),
            stream: Some(bytes),
            copy: None,
            references,
            layout: Layout::Irbis64,
            waiting: Vec::new().into_iter(),
            bytes: Vec::new(),
            record: MarcRecord::default(),
            mapper: mapper.for_irbis(),
            findings: Findings::new(file),
            forced,
            guesser: Guesser::default(),
            number: 0,
            is_over: false,
        }
    }

    /// Copies the stream to a temporary file and walks through it once; gives what was odd
    /// about the file as a whole.
    fn begin(&mut self, mut stream: Bytes) -> io::Result<Option<Entry>> {
        let mut copy = tempfile::tempfile()?;
        io::copy(&mut stream, &mut copy)?;
        let mut head = Vec::new();
        copy.rewind()?;
        (&copy).take(4096).read_to_end(&mut head)?;
        let Some(layout) = Layout::of(&head) else {
            let expected = "the master file of IRBIS64, IRBIS32 or CDS/ISIS";
            let found = "a file that begins otherwise, or has no records";
            self.findings.add(FindingKind::Syntax, Severity::Error, expected, found);
            return Ok(self.entry_without_record());
        };
        let mut survey = Walk::new(&copy, layout)?.survey()?;
        let references = self.references.take().filter(|_| layout == Layout::Irbis64);
        if let Some(references) = references {
            let changes = xrf::correct(&mut survey, &copy, layout, &references)?;
            survey.deleted += changes.deleted;
            self.note_changes(&changes);
        }
        self.note(&survey);
        let places: Vec<(u64, Head)> = survey.records.into_values().collect();
        (self.layout, self.copy, self.waiting) = (layout, Some(copy), places.into_iter());
        Ok(self.entry_without_record())
    }

    fn entry_without_record(&mut self) -> Option<Entry> {
        let findings = self.findings.take(None);
        (!findings.is_empty()).then(|| Entry { findings, ..Entry::default() })
    }

    fn note(&mut self, survey: &Survey) {
        if survey.deleted > 0 {
            let found = format!("{} that were deleted, and passed over", survey.deleted);
            let expected = "records in use";
            self.findings.add(FindingKind::Junk, Severity::Note, expected, found);
        }
        if let Some((place, length)) = survey.junk {
            self.findings.begin(0, place);
            let found = format!("{length} bytes that belong to none");
            let expected = "one record after the other";
            self.findings.add(FindingKind::Junk, Severity::Warning, expected, found);
        }
        if let Some(place) = survey.cut {
            self.findings.begin(0, place);
            let (kind, severity) = (FindingKind::Truncated, Severity::Warning);
            let expected = "the last record whole";
            self.findings.add(kind, severity, expected, "the end of the file within it");
        }
    }

    fn note_changes(&mut self, changes: &Changes) {
        let expected = "a cross-reference file (.xrf) that agrees with the master file";
        let kind = FindingKind::Directory;
        if changes.moved > 0 {
            let found = format!("{} records elsewhere, and read there", changes.moved);
            self.findings.add(kind, Severity::Note, expected, found);
        }
        if changes.wrong > 0 {
            let found = format!(
                "{} references to places without such a record; the master file was believed",
                changes.wrong
            );
            self.findings.add(kind, Severity::Warning, expected, found);
        }
    }

    fn next_entry(&mut self) -> io::Result<Option<Entry>> {
        if let Some(stream) = self.stream.take()
            && let Some(entry) = self.begin(stream)?
        {
            return Ok(Some(entry));
        }
        let (Some(copy), Some((place, head))) = (&self.copy, self.waiting.next()) else {
            return Ok(None);
        };
        let mut copy: &File = copy;
        copy.seek(SeekFrom::Start(place))?;
        self.bytes.clear();
        copy.take(u64::from(head.length)).read_to_end(&mut self.bytes)?;
        self.number += 1;
        Ok(Some(self.entry(place, head)))
    }

    fn entry(&mut self, place: u64, head: Head) -> Entry {
        self.findings.begin(self.number, place);
        let texts = self.bytes.get(head.base as usize..).unwrap_or_default();
        let guess = || self.guesser.encoding(texts, Claim::Nothing);
        let encoding = self.forced.unwrap_or_else(guess);
        self.record.begin(Leader::default(), encoding);
        self.record.add_control(Tag::of_number(1), head.number.to_string().as_bytes());
        let mut lost = 0;
        for entry in self.layout.entries(&self.bytes, head) {
            let end = entry.start.saturating_add(entry.length);
            match texts.get(entry.start..end) {
                Some(text) if entry.tag > 0 => {
                    add_field(&mut self.record, entry.tag, text);
                }
                _ => lost += 1,
            }
        }
        let is_damaged = self.bytes.len() < head.length as usize;
        self.note_record(encoding, lost);
        let place = (self.number, place);
        let mut entry = marc::entry(
            &self.record,
            &self.mapper,
            &mut self.findings,
            place,
            is_damaged,
        );
        entry.keep_raw("mst", &self.bytes);
        entry
    }

    fn note_record(&mut self, encoding: Encoding, lost: u32) {
        if lost > 0 {
            let (kind, severity) = (FindingKind::Directory, Severity::Warning);
            let expected = "fields within the record";
            let found = format!("{lost} beyond its end, which were lost");
            self.findings.add(kind, severity, expected, found);
        }
        let (kind, severity) = (FindingKind::Encoding, Severity::Note);
        if encoding != Encoding::Utf8
            && self.record.has_high_text()
            && self.findings.is_first(&encoding.to_string())
        {
            let found =
                format!("{encoding}; it was read as such (said once for the file)");
            self.findings.add(kind, severity, "UTF-8", found);
        }
        if let Some(tag) = self.record.bad_text() {
            let expected = format!("text in {encoding}");
            let found = "bytes without a meaning in it, which were replaced";
            let field = Some(tag.to_string());
            self.findings.add_in(field, kind, Severity::Warning, expected, found);
        }
    }
}

impl Iterator for Reader {
    type Item = Result<Entry, InputError>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.is_over {
            return None;
        }
        let next = self.next_entry().transpose();
        self.is_over = !matches!(next, Some(Ok(_)));
        let file = &self.file;
        let failed = |source| InputError::Read { file: file.clone(), byte: 0, source };
        next.map(|entry| entry.map_err(failed))
    }
}
