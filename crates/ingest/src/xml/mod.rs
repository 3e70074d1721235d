//! Records in XML other than MARC: Dublin Core, MODS, feeds of OPDS 1.2, with any prefix and in
//! any wrapping (OAI-PMH, SRU). The elements of one record are gathered into a tree, and a
//! function of the format says what they mean. Not for MARCXML, which needs no tree.
//!
//! As there, a document type is refused, depth and size are bounded, and nothing expands.

mod dublin_core;
mod element;
mod mods;
mod opds;

use std::sync::Arc;

use quick_xml::errors::Error;
use quick_xml::events::Event;

pub(crate) use element::Element;

use crate::fence::{Fence, MAX_RECORD};
use crate::findings::Findings;
use crate::flat::{self, Flat};
use crate::inspect::Eye;
use crate::open::Bytes;
use crate::{Entry, FindingKind, Format, InputError, Severity};
use element::Tree;

/// How deep elements may stand in each other.
const DEPTH: usize = 64;

/// How records of one format are found and read.
pub(crate) struct Dialect {
    /// What a record is called, for findings.
    expected: &'static str,
    /// Whether an element of this name is a record, or what a record is wrapped in.
    is_record: fn(&str) -> bool,
    /// What the elements of a record say, or why it is none.
    read: fn(&Element, &mut Findings) -> Result<Flat, Passed>,
}

/// Why an element that looked like a record gives none.
pub(crate) enum Passed {
    /// It is not a record, and need not be one.
    NoRecord,
    /// It says that the record was deleted from its source.
    Deleted,
    /// There is nothing in it.
    Empty,
}

/// How records of this format are written: Dublin Core, MODS, otherwise OPDS 1.2.
pub(crate) fn dialect_of(format: Format) -> Dialect {
    match format {
        Format::DublinCore => dublin_core::DIALECT,
        Format::Mods => mods::DIALECT,
        _ => opds::DIALECT,
    }
}

/// Reads records of a dialect.
pub(crate) struct Reader {
    file: String,
    dialect: Dialect,
    xml: quick_xml::Reader<Fence>,
    buffer: Vec<u8>,
    tree: Tree,
    findings: Findings,
    eye: Option<Arc<Eye>>,
    depth: usize,
    number: u64,
    byte: u64,
    is_odd: bool,
    is_over: bool,
}

impl Reader {
    /// A reader of the stream `bytes` out of the file of this name.
    pub(crate) fn new(file: &str, bytes: Bytes, dialect: Dialect) -> Self {
        let mut xml = quick_xml::Reader::from_reader(Fence::new(bytes));
        let config = xml.config_mut();
        config.check_end_names = false;
        config.allow_unmatched_ends = true;
        config.allow_dangling_amp = true;
        config.expand_empty_elements = true;
        Self {
            file: file.to_owned(),
            dialect,
            xml,
            buffer: Vec::new(),
            tree: Tree::default(),
            findings: Findings::new(file),
            eye: None,
            depth: 0,
            number: 0,
            byte: 0,
            is_odd: false,
            is_over: false,
        }
    }

    /// The same, watched by `eye`.
    pub(crate) fn watched(self, eye: Option<Arc<Eye>>) -> Self {
        Self { eye, ..self }
    }

    fn next_entry(&mut self) -> Result<Option<Entry>, InputError> {
        while !self.is_over {
            let mut entry = self.step()?;
            if let Some(entry) = &mut entry {
                let kept = self.xml.get_ref().kept();
                entry.keep_raw("xml", kept);
                let text = || String::from_utf8_lossy(kept).into_owned();
                self.eye.iter().for_each(|eye| eye.read(entry.number, text));
            }
            if entry.is_some() || self.tree.is_empty() {
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
            Ok(Event::Eof) => Ok(self.finish(byte)),
            Ok(Event::DocType(_)) => {
                Err(InputError::DocumentType { file: self.file.clone(), byte })
            }
            Ok(Event::Start(start)) => {
                self.depth += 1;
                if self.depth > DEPTH {
                    let (file, limit) = (self.file.clone(), DEPTH as u64);
                    return Err(InputError::TooDeep { file, byte, limit });
                }
                let is_record = (self.dialect.is_record)(start.local_name().as_ref());
                if self.tree.is_empty() && is_record {
                    self.byte = byte;
                    self.findings.begin(self.number + 1, byte);
                }
                if is_record || !self.tree.is_empty() {
                    self.tree.open(&start);
                }
                Ok(None)
            }
            Ok(Event::End(_)) => {
                self.depth = self.depth.saturating_sub(1);
                Ok(self.tree.close().and_then(|element| self.entry(&element)))
            }
            Ok(event) => {
                self.tree.add(&event);
                Ok(None)
            }
            Err(Error::Io(source)) => Err(self.broken(&source)),
            Err(error) => Ok(self.after_fault(&error, byte)),
        }
    }

    /// The entry for a whole element.
    fn entry(&mut self, element: &Element) -> Option<Entry> {
        self.is_odd = false;
        let flat = match (self.dialect.read)(element, &mut self.findings) {
            Ok(flat) => flat,
            Err(Passed::NoRecord) => return None,
            Err(Passed::Deleted) => return Some(self.deleted(element)),
            Err(Passed::Empty) => return Some(self.empty()),
        };
        self.number += 1;
        let content = element.text_below();
        let record = flat::record(&flat, content.as_bytes(), &mut self.findings);
        let findings = self.findings.take(Some(&record.id));
        let (number, byte) = (self.number, self.byte);
        Some(Entry { record: Some(record), findings, number, byte, ..Entry::default() })
    }

    /// OAI-PMH, 2.5.1: the source says that it has the record no more. It is none, and no fault.
    fn deleted(&mut self, element: &Element) -> Entry {
        let id = element.find("identifier").map(Element::text).unwrap_or_default();
        self.findings.begin(0, self.byte);
        let found = format!("the news that {id} was deleted");
        self.findings.add(FindingKind::Value, Severity::Note, "a record", found);
        Entry { findings: self.findings.take(None), byte: self.byte, ..Entry::default() }
    }

    fn empty(&mut self) -> Entry {
        self.number += 1;
        let expected = self.dialect.expected;
        self.findings.add(
            FindingKind::Syntax,
            Severity::Error,
            expected,
            "an empty element",
        );
        let (findings, number) = (self.findings.take(None), self.number);
        Entry { findings, number, byte: self.byte, ..Entry::default() }
    }

    /// What is left at the end: a record without its end, or the news that there was none.
    fn finish(&mut self, byte: u64) -> Option<Entry> {
        self.is_over = true;
        let (kind, severity) = (FindingKind::Truncated, Severity::Warning);
        let found = format!("the end of the file at byte {byte}");
        if let Some(element) = self.tree.close_all() {
            self.findings.add(kind, severity, "the end of the record", found);
            return self.entry(&element);
        }
        self.findings.begin(0, byte);
        if self.number == 0 {
            let (kind, severity) = (FindingKind::Syntax, Severity::Error);
            self.findings.add(kind, severity, self.dialect.expected, "none in the file");
        } else if self.depth > 0 {
            let expected = "the end of the outermost element";
            self.findings.add(kind, severity, expected, found);
        }
        let findings = self.findings.take(None);
        (!findings.is_empty()).then(|| Entry { findings, byte, ..Entry::default() })
    }

    /// After a fault in the XML the reading goes on, unless it would stay where it is.
    fn after_fault(&mut self, error: &Error, byte: u64) -> Option<Entry> {
        if !std::mem::replace(&mut self.is_odd, true) {
            let (kind, severity) = (FindingKind::Syntax, Severity::Warning);
            self.findings.add(kind, severity, "well-formed XML", error.to_string());
        }
        if self.xml.buffer_position() <= byte { self.finish(byte) } else { None }
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
