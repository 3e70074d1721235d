//! MARC records: the reader of ISO 2709, and the record that it shares with the XML reader.
//! Not for what the fields mean (see `map`).

mod batches;
mod directory;
mod frames;
mod leader;
mod record;
#[cfg(test)]
mod twins;

use std::io;

use memchr::memchr;

pub(crate) use leader::{Leader, is_leader};
pub(crate) use record::{Field, Indicators, MarcRecord, Tag, WHOLE};

use crate::authority;
use crate::crew::{self, Crew, Results};
use crate::encoding::{Claim, Encoding};
use crate::findings::{Findings, quote_bytes};
use crate::map::{self, Mapper};
use crate::open::Bytes;
use crate::{Entry, FindingKind, InputError, Severity};
use batches::{Batch, Batches, Judgement};
use directory::{Place, Verdict};
use frames::{Frame, FrameKind};

/// The sign before each subfield (ISO 2709, 4.5.3).
const SUBFIELD: u8 = 0x1f;

/// Reads records in ISO 2709.
pub(crate) struct Reader {
    ready: std::vec::IntoIter<Result<Entry, InputError>>,
    source: Source,
}

/// Where the entries come from.
enum Source {
    /// From this thread, batch by batch.
    Here(Box<(Batches, Parser)>),
    /// From others.
    Crew(Crew),
    /// There are no more.
    Over,
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
        let parser = Parser::new(file, mapper);
        let source = Source::Here(Box::new((Batches::new(bytes, forced), parser)));
        Self { ready: Vec::new().into_iter(), source }
    }

    /// Makes the next entries ready. The first batch is read here; if the file goes on, the
    /// others are read by all `hands`.
    fn refill(&mut self, hands: usize) -> Option<()> {
        match std::mem::replace(&mut self.source, Source::Over) {
            Source::Here(mut here) => {
                let (batches, parser) = &mut *here;
                self.ready = parser.read(&batches.next()?).into_iter();
                if batches.is_over() {
                    return Some(());
                }
                self.source = if hands > 1 {
                    let (batches, parser) = *here;
                    let parsers = vec![parser; hands].into_iter();
                    let workers =
                        parsers.map(|mut parser| move |batch| parser.read(&batch));
                    Source::Crew(Crew::start(batches, workers.collect()))
                } else {
                    Source::Here(here)
                };
            }
            Source::Crew(mut crew) => {
                self.ready = crew.next()?.into_iter();
                self.source = Source::Crew(crew);
            }
            Source::Over => return None,
        }
        Some(())
    }

    fn next_by(&mut self, hands: usize) -> Option<Result<Entry, InputError>> {
        loop {
            if let Some(entry) = self.ready.next() {
                return Some(entry);
            }
            self.refill(hands)?;
        }
    }
}

impl Iterator for Reader {
    type Item = Result<Entry, InputError>;

    fn next(&mut self) -> Option<Self::Item> {
        self.next_by(crew::hands())
    }
}

/// Makes records of frames, with the same buffers again and again.
#[derive(Clone)]
struct Parser {
    file: String,
    record: MarcRecord,
    places: Vec<Place>,
    findings: Findings,
    mapper: Mapper,
}

impl Parser {
    fn new(file: &str, mapper: Mapper) -> Self {
        Self {
            file: file.to_owned(),
            record: MarcRecord::default(),
            places: Vec::new(),
            findings: Findings::new(file),
            mapper,
        }
    }

    fn read(&mut self, batch: &Batch) -> Results {
        let frames = batch.frames();
        let entries =
            frames.map(|(frame, number, how)| Ok(self.entry(&frame, number, how)));
        let mut results: Results = entries.collect();
        if let Some((byte, error)) = &batch.error {
            let source = io::Error::new(error.kind(), error.to_string());
            results.push(Err(InputError::Read {
                file: self.file.clone(),
                byte: *byte,
                source,
            }));
        }
        results
    }

    fn entry(&mut self, frame: &Frame<'_>, number: u64, how: Option<Judgement>) -> Entry {
        self.findings.begin(number, frame.byte);
        let is_damaged = frame.kind == FrameKind::Truncated;
        match (frame.kind, how) {
            (FrameKind::Junk(length), _) => self.note_junk(frame, length),
            (FrameKind::TooLong, _) | (_, None) => self.note_no_end(frame),
            (FrameKind::Record, Some(how)) => {
                return self.kept(frame, number, how, is_damaged);
            }
            (_, Some(how)) => {
                self.note_length(frame);
                return self.kept(frame, number, how, is_damaged);
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
    fn kept(
        &mut self,
        frame: &Frame<'_>,
        number: u64,
        how: Judgement,
        is_damaged: bool,
    ) -> Entry {
        let mut entry = self.parse(frame, number, how, is_damaged);
        entry.keep_raw("mrc", frame.bytes);
        entry
    }

    fn parse(
        &mut self,
        frame: &Frame<'_>,
        number: u64,
        how: Judgement,
        is_damaged: bool,
    ) -> Entry {
        let verdict = directory::places(frame.bytes, &mut self.places);
        self.record.begin(Leader::new(frame.bytes), how.encoding);
        let plain = self.record.plain(frame.bytes);
        for place in &self.places {
            let Some(tag) = place.tag else { continue };
            let bytes = frame.bytes.get(place.bytes.clone()).unwrap_or_default();
            let plain = plain.and_then(|text| text.get(place.bytes.clone()));
            add_field(&mut self.record, &mut self.findings, tag, bytes, plain);
        }
        self.note_directory(verdict, is_damaged);
        self.note_encoding(how);
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

    /// Says what has no meaning in the encoding, and what encoding it is where that is worth it.
    fn note_encoding(&mut self, how: Judgement) {
        let Judgement { encoding, claim, is_worth_a_word } = how;
        if let Some(tag) = self.record.bad_text() {
            let (kind, severity) = (FindingKind::Encoding, Severity::Warning);
            let expected = format!("text in {encoding}");
            let found = "bytes without a meaning in it, which were replaced";
            let field = Some(tag.to_string());
            self.findings.add_in(field, kind, severity, expected, found);
        }
        let expected = expectation(claim, encoding).filter(|_| is_worth_a_word);
        if let Some(expected) = expected {
            let is_lie = claim == Claim::Utf8;
            let once = if is_lie { "" } else { " (said once for the file)" };
            let found = format!("{encoding}; it was read as such{once}");
            let (kind, severity) = (FindingKind::Encoding, Severity::Note);
            self.findings.add(kind, severity, expected, found);
        }
    }
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

/// Adds one field, cut into indicators and subfields; `plain` is its text, if it needs no
/// decoding.
fn add_field(
    record: &mut MarcRecord,
    findings: &mut Findings,
    tag: Tag,
    bytes: &[u8],
    plain: Option<&str>,
) {
    let first = first_subfield(bytes);
    let Some(place) = first.filter(|_| !tag.is_control()) else {
        // A local field without subfields (FMT in Aleph) is treated as a control field.
        return match plain.filter(|_| first.is_none()) {
            Some(text) => record.add_plain_control(tag, text),
            None => record.add_control(tag, bytes),
        };
    };
    let (indicators, subfields) = bytes.split_at(place);
    record.add_data(tag, checked_indicators(findings, tag, indicators));
    let plain = plain.and_then(|text| text.get(place..));
    if plain.is_some_and(|text| record.add_plain_subfields(text)) {
        return;
    }
    for subfield in subfields.split(|byte| *byte == SUBFIELD) {
        if let Some((code, text)) = subfield.split_first() {
            record.add_subfield(*code, text);
        }
    }
}

/// Where the first subfield begins: nearly always behind two indicators.
fn first_subfield(bytes: &[u8]) -> Option<usize> {
    match bytes {
        [a, b, SUBFIELD, ..] if *a != SUBFIELD && *b != SUBFIELD => Some(2),
        _ => memchr(SUBFIELD, bytes),
    }
}

/// The indicators, each a digit, a lower-case letter or a blank (MARC 21, "Indicators"). `#`
/// and `|` are written for a blank. Anything else is a finding, and taken as a blank.
pub(crate) fn checked_indicators(
    findings: &mut Findings,
    tag: Tag,
    bytes: &[u8],
) -> Indicators {
    let is_indicator = |sign: u8| matches!(sign, b'0'..=b'9' | b'a'..=b'z' | b' ');
    if let [first, second] = *bytes
        && is_indicator(first)
        && is_indicator(second)
    {
        return [first, second];
    }
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
    let others = others.filter(|number| number.starts_with('(')).map(str::to_owned);
    own.filter(|number| !number.is_empty()).into_iter().chain(others).collect()
}
