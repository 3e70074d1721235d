//! MARC records: the reader of ISO 2709, and the record that it shares with the XML reader.
//! Not for what the fields mean (see `map`).

mod directory;
mod frames;
mod leader;
mod record;
#[cfg(test)]
mod twins;

use memchr::memchr;

pub(crate) use leader::{Leader, is_leader};
pub(crate) use record::{Field, Indicators, MarcRecord, Tag, WHOLE};

use crate::authority;
use crate::encoding::{Claim, Encoding, Guesser, claim_of_unimarc};
use crate::findings::{Findings, quote_bytes};
use crate::map::{self, Mapper};
use crate::open::Bytes;
use crate::{Entry, FindingKind, InputError, Severity};
use directory::{Place, Verdict};
use frames::{Frame, FrameKind, Frames};

/// The sign before each subfield (ISO 2709, 4.5.3).
const SUBFIELD: u8 = 0x1f;

/// Reads records in ISO 2709.
pub(crate) struct Reader {
    file: String,
    frames: Frames,
    parser: Parser,
    number: u64,
    is_over: bool,
}

impl Reader {
    /// A reader of the stream `bytes` out of the file of this name, its text in the encoding
    /// that is `forced` or in the one that it seems to be in.
    pub(crate) fn new(
        file: &str,
        bytes: Bytes,
        forced: Option<Encoding>,
        mapper: Mapper,
    ) -> Self {
        let findings = Findings::new(file);
        Self {
            file: file.to_owned(),
            frames: Frames::new(bytes),
            parser: Parser { findings, forced, mapper, ..Parser::default() },
            number: 0,
            is_over: false,
        }
    }
}

impl Iterator for Reader {
    type Item = Result<Entry, InputError>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.is_over {
            return None;
        }
        let error = match self.frames.next() {
            Ok(Some(frame)) => {
                return Some(Ok(self.parser.entry(&frame, &mut self.number)));
            }
            Ok(None) => None,
            Err(source) => Some(source),
        };
        self.is_over = true;
        let byte = self.frames.byte();
        error
            .map(|source| Err(InputError::Read { file: self.file.clone(), byte, source }))
    }
}

/// Makes records of frames, with the same buffers again and again.
#[derive(Default)]
struct Parser {
    record: MarcRecord,
    places: Vec<Place>,
    findings: Findings,
    forced: Option<Encoding>,
    guesser: Guesser,
    mapper: Mapper,
}

impl Parser {
    fn entry(&mut self, frame: &Frame<'_>, number: &mut u64) -> Entry {
        let number = match frame.kind {
            FrameKind::Junk(_) => 0,
            _ => {
                *number += 1;
                *number
            }
        };
        self.findings.begin(number, frame.byte);
        let is_damaged = frame.kind == FrameKind::Truncated;
        match frame.kind {
            FrameKind::Junk(length) => self.note_junk(frame, length),
            FrameKind::TooLong => self.note_no_end(frame),
            FrameKind::Record => return self.kept(frame, number, is_damaged),
            FrameKind::WrongLength | FrameKind::Unterminated | FrameKind::Truncated => {
                self.note_length(frame);
                return self.kept(frame, number, is_damaged);
            }
        }
        Entry {
            record: None,
            findings: self.findings.take(None),
            number,
            byte: frame.byte,
            ..Entry::default()
        }
    }

    /// The entry, with the bytes of a record that cannot be read.
    fn kept(&mut self, frame: &Frame<'_>, number: u64, is_damaged: bool) -> Entry {
        let mut entry = self.parse(frame, number, is_damaged);
        entry.keep_raw("mrc", frame.bytes);
        entry
    }

    fn parse(&mut self, frame: &Frame<'_>, number: u64, is_damaged: bool) -> Entry {
        let leader = Leader::new(frame.bytes);
        let verdict = directory::places(frame.bytes, &mut self.places);
        let claim = claim(&leader, frame.bytes, &self.places);
        let encoding =
            self.forced.unwrap_or_else(|| self.guesser.encoding(frame.bytes, claim));
        self.record.begin(leader, encoding);
        for place in &self.places {
            let bytes = frame.bytes.get(place.bytes.clone()).unwrap_or_default();
            if let Some(tag) = place.tag {
                add_field(&mut self.record, &mut self.findings, tag, bytes);
            }
        }
        self.note_directory(verdict, is_damaged);
        self.note_encoding(claim);
        let place = (number, frame.byte);
        entry(&self.record, &self.mapper, &mut self.findings, place, is_damaged)
    }

    fn note_junk(&mut self, frame: &Frame<'_>, length: u64) {
        let is_mark = frame.bytes.starts_with(b"\xef\xbb\xbf") && length == 3;
        let severity = if is_mark { Severity::Note } else { Severity::Warning };
        let found = format!("{length} bytes: {}", quote_bytes(frame.bytes));
        self.findings.add(FindingKind::Junk, severity, "a record", found);
    }

    fn note_no_end(&mut self, frame: &Frame<'_>) {
        let expected = "the end of the record (0x1D) within 16 MiB";
        let found = format!("none after {}", quote_bytes(frame.bytes));
        self.findings.add(FindingKind::RecordLength, Severity::Error, expected, found);
    }

    fn note_length(&mut self, frame: &Frame<'_>) {
        let length = frame.bytes.len();
        let claimed = quote_bytes(frame.bytes.get(..5).unwrap_or_default());
        match frame.kind {
            FrameKind::Truncated => {
                let expected = format!("a record of {claimed} bytes and its end (0x1D)");
                let found = format!("the end of the file after {length} bytes");
                let severity = Severity::Warning;
                self.findings.add(FindingKind::Truncated, severity, expected, found);
            }
            FrameKind::Unterminated => {
                let found = "the next record";
                let expected = "the end of the record (0x1D)";
                let severity = Severity::Warning;
                self.findings.add(FindingKind::RecordLength, severity, expected, found);
            }
            _ => {
                let expected =
                    format!("{length:05}, the length of the record, in the leader");
                let severity = Severity::Note;
                self.findings.add(FindingKind::RecordLength, severity, expected, claimed);
            }
        }
    }

    /// A truncated record has lost fields; that was said already.
    fn note_directory(&mut self, verdict: Verdict, is_damaged: bool) {
        let expected = "a directory that leads to the ends of fields (0x1E)";
        let (severity, found) = match verdict {
            Verdict::Mended => (
                Severity::Note,
                "other places; all fields were found by their ends".to_owned(),
            ),
            Verdict::Lost(count) if !is_damaged => {
                (Severity::Warning, format!("other places; {count} fields were lost"))
            }
            Verdict::Sound | Verdict::Lost(_) => return,
        };
        self.findings.add(FindingKind::Directory, severity, expected, found);
    }

    /// Compares the encoding with what the record claims. One that is claimed and one that a
    /// whole file is in are said once; a claim of UTF-8 that is wrong is a fault of its record.
    fn note_encoding(&mut self, claim: Claim) {
        let encoding = self.record.encoding();
        if let Some(tag) = self.record.bad_text() {
            let (kind, severity) = (FindingKind::Encoding, Severity::Warning);
            let expected = format!("text in {encoding}");
            let found = "bytes without a meaning in it, which were replaced";
            let field = Some(tag.to_string());
            self.findings.add_in(field, kind, severity, expected, found);
        }
        if !self.record.has_high_text() && encoding != Encoding::Marc8 {
            return;
        }
        let Some(expected) = expectation(claim, encoding) else { return };
        let is_lie = claim == Claim::Utf8;
        if is_lie || self.findings.is_first(&format!("{encoding} for {claim:?}")) {
            let once = if is_lie { "" } else { " (said once for the file)" };
            let found = format!("{encoding}; it was read as such{once}");
            let (kind, severity) = (FindingKind::Encoding, Severity::Note);
            self.findings.add(kind, severity, expected, found);
        }
    }
}

/// What a record claims of its encoding: in Leader/09 (MARC 21) or in 100 $a (UNIMARC).
fn claim(leader: &Leader, record: &[u8], places: &[Place]) -> Claim {
    if leader.claims_utf8() {
        return Claim::Utf8;
    }
    let number = |place: &&Place| place.tag.and_then(Tag::number) == Some(100);
    let field = places.iter().find(number).and_then(|p| record.get(p.bytes.clone()));
    let text = field.and_then(|field| field.split(|byte| *byte == SUBFIELD).nth(1));
    let text = text.and_then(|subfield| subfield.strip_prefix(b"a"));
    text.and_then(claim_of_unimarc).unwrap_or(Claim::Marc8)
}

/// What was expected, if it is worth a word that a record is in `encoding` that claims `claim`.
fn expectation(claim: Claim, encoding: Encoding) -> Option<String> {
    match (claim, encoding) {
        (Claim::Utf8, Encoding::Utf8) | (Claim::Nothing, _) => None,
        (Claim::Utf8, _) => Some("UTF-8, as the leader says".to_owned()),
        (Claim::Marc8, Encoding::Utf8) => Some("\"a\" for UTF-8 in Leader/09".to_owned()),
        (Claim::Marc8, Encoding::Marc8) => Some("UTF-8".to_owned()),
        (Claim::Marc8, _) => Some("UTF-8, or MARC-8 as the leader says".to_owned()),
        (Claim::Unimarc(Some(claimed)), other) if claimed != other => {
            Some(format!("{claimed}, as 100 $a says"))
        }
        (Claim::Unimarc(_), Encoding::Utf8) => None,
        (Claim::Unimarc(_), _) => Some("UTF-8".to_owned()),
    }
}

/// Adds one field, cut into indicators and subfields.
fn add_field(record: &mut MarcRecord, findings: &mut Findings, tag: Tag, bytes: &[u8]) {
    let Some(place) = memchr(SUBFIELD, bytes).filter(|_| !tag.is_control()) else {
        // A local field without subfields (FMT in Aleph) is treated as a control field.
        return record.add_control(tag, bytes);
    };
    let (indicators, subfields) = bytes.split_at(place);
    record.add_data(tag, checked_indicators(findings, tag, indicators));
    for subfield in subfields.split(|byte| *byte == SUBFIELD) {
        if let Some((code, text)) = subfield.split_first() {
            record.add_subfield(*code, text);
        }
    }
}

/// The indicators, each a digit, a lower-case letter or a blank (MARC 21, "Indicators"). `#`
/// and `|` are written for a blank. Anything else is a finding, and taken as a blank.
pub(crate) fn checked_indicators(
    findings: &mut Findings,
    tag: Tag,
    bytes: &[u8],
) -> Indicators {
    let mut indicators = *b"  ";
    let mut is_sound = bytes.len() == 2;
    for (indicator, byte) in indicators.iter_mut().zip(bytes) {
        match byte {
            b'0'..=b'9' | b'a'..=b'z' => *indicator = *byte,
            b' ' | b'#' | b'|' => {}
            _ => is_sound = false,
        }
    }
    if !is_sound {
        let expected = "two indicators, each a digit, a lower-case letter or a blank";
        let (kind, severity) = (FindingKind::Indicator, Severity::Warning);
        let found = quote_bytes(bytes);
        findings.add_in(Some(tag.to_string()), kind, severity, expected, found);
    }
    indicators
}

/// The entry for a record that was read: what it means, or why it is skipped. A record that
/// is `damaged` is kept only if it still says what it is.
pub(crate) fn entry(
    record: &MarcRecord,
    mapper: &Mapper,
    findings: &mut Findings,
    (number, byte): (u64, u64),
    damaged: bool,
) -> Entry {
    if mapper.reads_authorities() {
        return authority::entry(record, findings, (number, byte));
    }
    let mapped = if record.is_empty() {
        let found = "none that can be read";
        findings.add(FindingKind::Directory, Severity::Error, "fields", found);
        None
    } else {
        mapper.show(number, record);
        map::record(record, mapper, findings, damaged)
    };
    let id = record.control(1).map(str::trim).filter(|id| !id.is_empty());
    let findings = findings.take(id);
    let control_numbers = control_numbers(record);
    Entry { findings, record: mapped, number, byte, control_numbers, ..Entry::default() }
}

/// The numbers of a record with the agencies that gave them: 001 with 003 (in UNIMARC, 003 is an
/// address that names the record by itself), and 035 $a.
fn control_numbers(record: &MarcRecord) -> Vec<String> {
    let text = |number| record.control(number).map(str::trim).filter(|t| !t.is_empty());
    let own = text(3).map(|agency| match text(1) {
        _ if agency.contains("://") => format!("(){agency}"),
        Some(own) => format!("({agency}){own}"),
        None => String::new(),
    });
    let others = record.tagged(35).filter_map(|field| field.first(b'a'));
    let all = own.into_iter().chain(others.map(str::to_owned));
    all.filter(|number| number.starts_with('(')).collect()
}
