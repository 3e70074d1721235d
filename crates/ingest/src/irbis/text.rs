//! The text export of IRBIS64: a field a line, `#200: ^AНазвание^EСведения`, and `*****` after
//! each record. The older form with numbers of repetitions, `#200/1:_^AНазвание`, as well.

use std::io::{self, BufRead, BufReader, Read};

use super::add_field;
use crate::encoding::Encoding;
use crate::fence::MAX_RECORD;
use crate::findings::{Findings, quote_bytes};
use crate::map::Mapper;
use crate::marc::{self, Leader, MarcRecord};
use crate::open::Bytes;
use crate::{Entry, FindingKind, InputError, Severity};

/// How much is read at once.
const STEP: usize = 64 * 1024;

/// Reads records of a text export, which is UTF-8 by now.
pub(crate) struct Reader {
    file: String,
    lines: BufReader<Bytes>,
    /// The lines of the record that is being read.
    text: Vec<u8>,
    record: MarcRecord,
    mapper: Mapper,
    findings: Findings,
    number: u64,
    byte: u64,
    is_over: bool,
}

impl Reader {
    /// A reader of the stream `bytes` out of the file of this name.
    pub(crate) fn new(file: &str, bytes: Bytes, mapper: Mapper) -> Self {
        Self {
            file: file.to_owned(),
            lines: BufReader::with_capacity(STEP, bytes),
            text: Vec::new(),
            record: MarcRecord::default(),
            mapper: mapper.for_irbis(),
            findings: Findings::new(file),
            number: 0,
            byte: 0,
            is_over: false,
        }
    }

    /// Reads the lines of one record; gives their length in the file, zero at its end.
    fn read_lines(&mut self) -> io::Result<u64> {
        self.text.clear();
        let mut length = 0;
        loop {
            let start = self.text.len();
            let room = MAX_RECORD.saturating_sub(start as u64).max(STEP as u64);
            let line = (&mut self.lines).take(room).read_until(b'\n', &mut self.text)?;
            length += line as u64;
            let is_end = self.text.get(start..).is_some_and(is_end);
            if self.text.len() as u64 >= MAX_RECORD {
                // The rest is read for its end alone.
                self.text
                    .truncate(start.max(usize::try_from(MAX_RECORD).unwrap_or(start)));
            }
            if line == 0 || is_end {
                return Ok(length);
            }
        }
    }

    fn next_entry(&mut self) -> io::Result<Option<Entry>> {
        loop {
            let byte = self.byte;
            let length = self.read_lines()?;
            self.byte += length;
            if length == 0 {
                return Ok(None);
            }
            let is_blank = |line: &[u8]| without_end(line).is_empty();
            if !self.text.split(|byte| *byte == b'\n').all(is_blank) {
                self.number += 1;
                return Ok(Some(self.entry(byte)));
            }
        }
    }

    fn entry(&mut self, byte: u64) -> Entry {
        self.findings.begin(self.number, byte);
        self.record.begin(Leader::default(), Encoding::Utf8);
        if self.text.len() as u64 >= MAX_RECORD {
            let expected = "a record of at most 16 MiB";
            let (kind, severity) = (FindingKind::RecordLength, Severity::Warning);
            self.findings.add(
                kind,
                severity,
                expected,
                "a longer one; its end was left out",
            );
        }
        self.add_fields();
        let is_whole = self.text.split(|byte| *byte == b'\n').any(is_end);
        if !is_whole {
            let expected = "***** after the record";
            let (kind, severity) = (FindingKind::Truncated, Severity::Warning);
            self.findings.add(kind, severity, expected, "the end of the file");
        }
        let place = (self.number, byte);
        let mut entry =
            marc::entry(&self.record, &self.mapper, &mut self.findings, place, !is_whole);
        entry.keep_raw("txt", &self.text);
        entry
    }

    /// Adds every field; a line that begins none goes on with the one before it.
    fn add_fields(&mut self) {
        let mut field: Option<(u16, Vec<u8>)> = None;
        for line in self.text.split(|byte| *byte == b'\n') {
            let is_end = is_end(line);
            let line = without_end(line);
            if is_end && !line.is_empty() {
                let (kind, severity) = (FindingKind::Syntax, Severity::Note);
                let expected = "***** on a line of its own";
                self.findings.add(kind, severity, expected, "it after a field");
            }
            match (field_of(line), &mut field) {
                (Some((tag, content)), _) => {
                    if let Some((tag, content)) = field.replace((tag, content.to_vec())) {
                        add_field(&mut self.record, tag, &content);
                    }
                }
                (None, _) if line.is_empty() => {}
                (None, Some((tag, content))) => {
                    let expected = "a field such as #200: ^AНазвание on each line";
                    let found = format!("{}, taken to go on with it", quote_bytes(line));
                    let (kind, severity) = (FindingKind::Syntax, Severity::Note);
                    let tag = Some(tag.to_string());
                    self.findings.add_in(tag, kind, severity, expected, found);
                    content.push(b' ');
                    content.extend_from_slice(line);
                }
                (None, None) => {
                    let (kind, severity) = (FindingKind::Junk, Severity::Warning);
                    let expected = "a field such as #200: ^AНазвание";
                    self.findings.add(kind, severity, expected, quote_bytes(line));
                }
            }
        }
        if let Some((tag, content)) = field {
            add_field(&mut self.record, tag, &content);
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
        let (file, byte) = (&self.file, self.byte);
        let failed = |source| InputError::Read { file: file.clone(), byte, source };
        next.map(|entry| entry.map_err(failed))
    }
}

/// Whether a line ends a record: five asterisks, alone or after a field that lost its end.
fn is_end(line: &[u8]) -> bool {
    line.trim_ascii().ends_with(END)
}

/// The end of a record.
const END: &[u8] = b"*****";

/// The line without the end of a record.
fn without_end(line: &[u8]) -> &[u8] {
    let line = line.strip_prefix(b"\xef\xbb\xbf").unwrap_or(line).trim_ascii();
    if !line.ends_with(END) {
        return line;
    }
    let stars = line.iter().rev().take_while(|byte| **byte == b'*').count();
    line.get(..line.len() - stars).unwrap_or_default().trim_ascii()
}

/// Number and content of the field that a line begins: `#920: PAZK`, `#10/1:_^a5-7110`.
fn field_of(line: &[u8]) -> Option<(u16, &[u8])> {
    let rest = line.strip_prefix(b"#")?;
    let colon = memchr::memchr(b':', rest)?;
    let (name, content) = rest.split_at_checked(colon)?;
    let tag = name.split(|byte| *byte == b'/').next()?;
    let tag: u16 = std::str::from_utf8(tag).ok()?.parse().ok()?;
    let content = content.get(1..).unwrap_or_default();
    let content = content.strip_prefix(b"_").unwrap_or(content);
    (tag > 0 && name.len() <= 12).then(|| (tag, content.trim_ascii()))
}

/// Whether a file that begins so is a text export of IRBIS.
pub(crate) fn is_export(head: &[u8]) -> bool {
    let lines = head.split(|byte| *byte == b'\n').map(<[u8]>::trim_ascii);
    let mut lines = lines.filter(|line| !without_end(line).is_empty()).take(2);
    lines.next().is_some_and(|line| field_of(line).is_some())
        && lines.next().is_none_or(|line| line.starts_with(b"#") || line.len() > 64)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_a_field_in_both_forms() {
        let cases: [(&str, Option<(u16, &str)>); 6] = [
            ("#920: PAZK", Some((920, "PAZK"))),
            ("#10/1:_^a5-7110-0177-9", Some((10, "^a5-7110-0177-9"))),
            ("#6629: ELSTN", Some((6629, "ELSTN"))),
            ("#0: x", None),
            ("# heading", None),
            ("#99999999: x", None),
        ];
        for (line, expected) in cases {
            let field = field_of(line.as_bytes());
            let field =
                field.map(|(tag, text)| (tag, std::str::from_utf8(text).unwrap()));
            assert_eq!(field, expected, "{line}");
        }
    }

    #[test]
    fn an_export_is_known_by_its_first_fields() {
        assert!(is_export("\n#920: PAZK\r\n#102: RU\r\n".as_bytes()));
        assert!(is_export("#692: ^B2008\n*****\n".as_bytes()));
        assert!(!is_export(b"# A heading: of a text\n\nand a text"));
        assert!(!is_export(b"id,title\n"));
    }
}
