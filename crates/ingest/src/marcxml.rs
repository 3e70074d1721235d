//! MARC in XML: MARCXML of the Library of Congress and `MarcXchange` (ISO 25577), with any
//! prefix, inside any wrapping (OAI-PMH, SRU). Not for other XML.
//!
//! Names are compared without their prefixes. Only the five entities of XML itself and numeric
//! references are known, and a document type is refused, so that nothing expands.

use std::sync::Arc;

use quick_xml::errors::Error;
use quick_xml::escape::{resolve_xml_entity, unescape};
use quick_xml::events::{BytesRef, BytesStart, Event};

use crate::encoding::Encoding;
use crate::fence::{Fence, MAX_RECORD};
use crate::findings::{Findings, quote};
use crate::map::Mapper;
use crate::marc::{self, Leader, MarcRecord, Tag, checked_indicators};
use crate::open::Bytes;
use crate::{Entry, FindingKind, InputError, Severity};

/// How deep elements may stand in each other. Records in an answer of OAI-PMH stand at nine.
const DEPTH: usize = 64;

/// Reads records in XML.
pub(crate) struct Reader {
    file: String,
    xml: quick_xml::Reader<Fence>,
    buffer: Vec<u8>,
    parser: Parser,
    depth: usize,
    is_over: bool,
}

impl Reader {
    /// A reader of the stream `bytes` out of the file of this name.
    pub(crate) fn new(file: &str, bytes: Bytes, mapper: Mapper) -> Self {
        let mut xml = quick_xml::Reader::from_reader(Fence::new(bytes));
        let config = xml.config_mut();
        // Damage is a finding of ours, not an end of the reading.
        config.check_end_names = false;
        config.allow_unmatched_ends = true;
        config.allow_dangling_amp = true;
        config.expand_empty_elements = true;
        let findings = Findings::new(file);
        let parser = Parser { findings, mapper, ..Parser::default() };
        Self {
            file: file.to_owned(),
            xml,
            buffer: Vec::new(),
            parser,
            depth: 0,
            is_over: false,
        }
    }

    /// Reads on until an entry is whole.
    fn next_entry(&mut self) -> Result<Option<Entry>, InputError> {
        while !self.is_over {
            let mut entry = self.step()?;
            if let Some(entry) = &mut entry {
                entry.keep_raw("xml", self.xml.get_ref().kept());
            }
            if entry.is_some() || !self.parser.is_in_record {
                self.xml.get_mut().open();
            }
            if entry.is_some() {
                return Ok(entry);
            }
        }
        Ok(None)
    }

    /// Reads one event.
    fn step(&mut self) -> Result<Option<Entry>, InputError> {
        self.buffer.clear();
        let byte = self.xml.buffer_position();
        match self.xml.read_event_into(&mut self.buffer) {
            Ok(Event::Eof) => {
                self.is_over = true;
                Ok(self.parser.finish(byte, self.depth))
            }
            Ok(Event::DocType(_)) => {
                Err(InputError::DocumentType { file: self.file.clone(), byte })
            }
            Ok(event) => {
                self.depth = depth_after(self.depth, &event);
                if self.depth > DEPTH {
                    let (file, limit) = (self.file.clone(), DEPTH as u64);
                    return Err(InputError::TooDeep { file, byte, limit });
                }
                Ok(self.parser.take(event, byte))
            }
            Err(Error::Io(source)) => Err(self.broken(&source)),
            Err(error) => Ok(self.after_fault(&error, byte)),
        }
    }

    /// After a fault in the XML the reading goes on, unless it would stay where it is.
    fn after_fault(&mut self, error: &Error, byte: u64) -> Option<Entry> {
        self.parser.note_syntax(&error.to_string());
        self.is_over = self.xml.buffer_position() <= byte;
        if self.is_over { self.parser.finish(byte, self.depth) } else { None }
    }

    fn broken(&self, source: &Arc<std::io::Error>) -> InputError {
        let (file, byte) = (self.file.clone(), self.xml.buffer_position());
        if self.xml.get_ref().is_shut() {
            let expected = "the end of a record or element";
            return InputError::TooLong { file, byte, expected, limit: MAX_RECORD };
        }
        let source = std::io::Error::new(source.kind(), Arc::clone(source));
        InputError::Read { file, byte, source }
    }
}

impl Iterator for Reader {
    type Item = Result<Entry, InputError>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.is_over {
            return None;
        }
        let next = self.next_entry();
        self.is_over |= next.is_err();
        next.transpose()
    }
}

fn depth_after(depth: usize, event: &Event<'_>) -> usize {
    match event {
        Event::Start(_) => depth + 1,
        Event::End(_) => depth.saturating_sub(1),
        _ => depth,
    }
}

/// An element whose text is being read.
#[derive(Clone, Copy)]
enum Open {
    Leader,
    Control(Tag),
    Subfield(u8),
}

/// Makes records of events, in the same buffers again and again.
#[derive(Default)]
struct Parser {
    record: MarcRecord,
    mapper: Mapper,
    findings: Findings,
    text: String,
    open: Option<Open>,
    is_in_record: bool,
    is_in_field: bool,
    has_leader: bool,
    has_bad_text: bool,
    is_odd: bool,
    number: u64,
    byte: u64,
}

impl Parser {
    fn take(&mut self, event: Event<'_>, byte: u64) -> Option<Entry> {
        match event {
            Event::Start(element) => return self.start(&element, byte),
            Event::End(element) => return self.end(element.local_name().as_ref()),
            Event::Text(text) => self.add_text(&text),
            Event::CData(text) => self.add_text(&text),
            Event::GeneralRef(reference) => self.add_reference(&reference),
            _ => {}
        }
        None
    }

    fn start(&mut self, element: &BytesStart<'_>, byte: u64) -> Option<Entry> {
        let name = element.local_name();
        let name = name.as_ref();
        if self.open.is_some() {
            self.note_syntax(&format!(
                "<{name}> before the end of the element before it"
            ));
            self.close();
        }
        // A second leader begins another record, even if its <record> was lost.
        if name == "record" || (name == "leader" && self.has_leader && self.is_in_record)
        {
            let before = self.has_content().then(|| {
                self.note_syntax(&format!(
                    "another <{name}> before the end of this record"
                ));
                self.emit(false)
            });
            self.begin(byte);
            self.open = (name == "leader").then_some(Open::Leader);
            return before;
        }
        if matches!(name, "leader" | "controlfield" | "datafield") && !self.is_in_record {
            self.begin(byte);
            self.note_syntax(&format!("<{name}> outside any <record>"));
        }
        if self.is_in_record {
            self.start_field(name, element);
        }
        None
    }

    fn start_field(&mut self, name: &str, element: &BytesStart<'_>) {
        match name {
            "leader" => self.open = Some(Open::Leader),
            "controlfield" => self.open = self.tag(element).map(Open::Control),
            "datafield" => self.start_data(element),
            "subfield" if self.is_in_field => match attribute(element, "code").as_bytes()
            {
                [code] => self.open = Some(Open::Subfield(*code)),
                other => {
                    let found = String::from_utf8_lossy(other).into_owned();
                    self.note_syntax(&format!("a subfield code {}", quote(&found)));
                }
            },
            // The wrapping of OAI-PMH stands within its own <record>.
            _ if !self.has_content() => {}
            _ => {
                self.is_in_field = false;
                self.note_syntax(&format!("<{name}> within a record"));
            }
        }
    }

    fn start_data(&mut self, element: &BytesStart<'_>) {
        self.is_in_field = false;
        let Some(tag) = self.tag(element) else { return };
        let indicator = |name| match attribute(element, name) {
            missing if missing.is_empty() => " ".to_owned(),
            value => value,
        };
        let bytes = [indicator("ind1"), indicator("ind2")].concat();
        let indicators = checked_indicators(&mut self.findings, tag, bytes.as_bytes());
        self.record.add_data(tag, indicators);
        self.is_in_field = true;
    }

    fn tag(&mut self, element: &BytesStart<'_>) -> Option<Tag> {
        let text = attribute(element, "tag");
        let tag = Tag::new(text.as_bytes());
        if tag.is_none() {
            self.note_syntax(&format!("a field with the tag {}", quote(&text)));
        }
        tag
    }

    fn end(&mut self, name: &str) -> Option<Entry> {
        if self.is_in_record && !self.can_end(name) {
            self.note_syntax(&format!("</{name}> for another element"));
        }
        self.close();
        match name {
            "datafield" => self.is_in_field = false,
            "record" if self.has_content() => return Some(self.emit(false)),
            "record" => self.is_in_record = false,
            _ => {}
        }
        None
    }

    /// Whether the innermost element has this name, as far as it matters.
    fn can_end(&self, name: &str) -> bool {
        match self.open {
            Some(Open::Leader) => name == "leader",
            Some(Open::Control(_)) => name == "controlfield",
            Some(Open::Subfield(_)) => name == "subfield",
            None => {
                !matches!(name, "leader" | "controlfield" | "subfield")
                    && !name.contains('<')
            }
        }
    }

    /// The text of the open element goes to its place.
    fn close(&mut self) {
        match self.open.take() {
            Some(Open::Leader) => {
                self.has_leader = true;
                self.record.set_leader(Leader::new(self.text.as_bytes()));
            }
            Some(Open::Control(tag)) => {
                self.record.add_control(tag, self.text.as_bytes());
            }
            Some(Open::Subfield(code)) => {
                self.record.add_subfield(code, self.text.as_bytes());
            }
            None => {}
        }
        self.text.clear();
    }

    fn add_text(&mut self, text: &str) {
        if self.open.is_some() {
            self.has_bad_text |= text.contains('\u{fffd}');
            self.text.push_str(text);
        } else if self.has_content() && !text.trim().is_empty() {
            self.note_syntax(&format!("text between the fields: {}", quote(text.trim())));
        }
    }

    /// A character by its number, or one of the five entities; any other stays as it is
    /// written.
    fn add_reference(&mut self, reference: &BytesRef<'_>) {
        if self.open.is_none() {
            return;
        }
        let name: &str = reference;
        match reference.resolve_char_ref() {
            Ok(Some(c)) => self.text.push(c),
            _ => match resolve_xml_entity(name) {
                Some(text) => self.text.push_str(text),
                None => {
                    self.text.push_str(&format!("&{name};"));
                    self.note_syntax(&format!("the unknown entity &{name};"));
                }
            },
        }
    }

    fn begin(&mut self, byte: u64) {
        self.record.begin(Leader::default(), Encoding::Utf8);
        self.findings.begin(self.number + 1, byte);
        self.byte = byte;
        self.is_in_record = true;
        self.is_in_field = false;
        self.has_leader = false;
    }

    fn has_content(&self) -> bool {
        self.is_in_record && (self.has_leader || !self.record.is_empty())
    }

    fn emit(&mut self, damaged: bool) -> Entry {
        self.number += 1;
        self.is_in_record = false;
        self.is_in_field = false;
        self.is_odd = false;
        if std::mem::take(&mut self.has_bad_text) {
            let (kind, severity) = (FindingKind::Encoding, Severity::Warning);
            self.findings.add(
                kind,
                severity,
                "UTF-8",
                "other bytes, which were replaced",
            );
        }
        let place = (self.number, self.byte);
        marc::entry(&self.record, &self.mapper, &mut self.findings, place, damaged)
    }

    /// What is left at the end of the file: a record without its end, or the news that there
    /// was none, or that the file ends within `depth` elements.
    fn finish(&mut self, byte: u64, depth: usize) -> Option<Entry> {
        let found = format!("the end of the file at byte {byte}");
        if self.is_in_record {
            self.open = None;
            self.note_end("</record>", found);
            return Some(self.emit(true));
        }
        self.findings.begin(0, byte);
        if self.number == 0 {
            let expected = "a <record> of MARCXML";
            let (kind, severity) = (FindingKind::Syntax, Severity::Error);
            self.findings.add(kind, severity, expected, "none in the file");
        } else if depth > 0 {
            self.note_end("the end of the outermost element", found);
        }
        let findings = self.findings.take(None);
        (!findings.is_empty()).then(|| Entry { findings, byte, ..Entry::default() })
    }

    fn note_end(&mut self, expected: &str, found: String) {
        self.findings.add(FindingKind::Truncated, Severity::Warning, expected, found);
    }

    /// Notes that the XML is odd; once for each record, since one fault brings others.
    fn note_syntax(&mut self, found: &str) {
        if !std::mem::replace(&mut self.is_odd, true) {
            let (kind, severity) = (FindingKind::Syntax, Severity::Warning);
            self.findings.add(kind, severity, "well-formed MARCXML", found);
        }
    }
}

/// The value of an attribute, whatever its prefix; empty if it is not there.
fn attribute(element: &BytesStart<'_>, name: &str) -> String {
    let mut attributes = element.attributes();
    let attributes = attributes.with_checks(false).flatten();
    let mut named = attributes.filter(|found| found.key.local_name().as_ref() == name);
    let value = named.next().map(|found| found.value).unwrap_or_default();
    unescape(&value).map(|text| text.into_owned()).unwrap_or_default()
}
