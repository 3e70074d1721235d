//! NDJSON: one JSON object a line, of the flat shape, or of the shape that collections for
//! tests of retrieval have (BEIR: `_id`, `title`, `text`, `metadata`). Not for a JSON document of
//! other shape.

use std::io::{self, BufRead, BufReader, Read};
use std::sync::Arc;

use serde_json::{Map, Value};

use crate::fence::MAX_RECORD;
use crate::findings::{Findings, quote};
use crate::flat::{self, Flat, FlatItem};
use crate::inspect::Eye;
use crate::open::Bytes;
use crate::{Entry, FindingKind, InputError, Severity};

/// Reads records line by line.
pub(crate) struct Reader {
    file: String,
    lines: BufReader<Bytes>,
    line: Vec<u8>,
    findings: Findings,
    eye: Option<Arc<Eye>>,
    number: u64,
    byte: u64,
    is_over: bool,
}

impl Reader {
    /// A reader of the stream `bytes` out of the file of this name.
    pub(crate) fn new(file: &str, bytes: Bytes) -> Self {
        Self {
            file: file.to_owned(),
            lines: BufReader::with_capacity(64 * 1024, bytes),
            line: Vec::new(),
            findings: Findings::new(file),
            eye: None,
            number: 0,
            byte: 0,
            is_over: false,
        }
    }

    /// The same, watched by `eye`.
    pub(crate) fn watched(self, eye: Option<Arc<Eye>>) -> Self {
        Self { eye, ..self }
    }

    /// Reads the next line that is not blank and tells where it begins.
    fn next_line(&mut self) -> io::Result<Option<u64>> {
        loop {
            self.line.clear();
            let byte = self.byte;
            let mut limited = (&mut self.lines).take(MAX_RECORD);
            let length = limited.read_until(b'\n', &mut self.line)?;
            self.byte += length as u64;
            if length == 0 {
                return Ok(None);
            }
            if byte == 0 && self.line.starts_with(b"\xef\xbb\xbf") {
                self.line.drain(..3);
            }
            if !self.line.trim_ascii().is_empty() {
                return Ok(Some(byte));
            }
        }
    }

    /// Skips the rest of a line that is too long.
    fn skip_line(&mut self) -> io::Result<u64> {
        let mut skipped = 0;
        loop {
            let chunk = self.lines.fill_buf()?;
            let end = memchr::memchr(b'\n', chunk);
            let length = end.map_or(chunk.len(), |place| place + 1);
            self.lines.consume(length);
            skipped += length as u64;
            if end.is_some() || length == 0 {
                self.byte += skipped;
                return Ok(skipped);
            }
        }
    }

    fn next_entry(&mut self) -> io::Result<Option<Entry>> {
        let Some(byte) = self.next_line()? else { return Ok(None) };
        self.number += 1;
        self.findings.begin(self.number, byte);
        let is_cut = self.line.len() as u64 == MAX_RECORD && !self.line.ends_with(b"\n");
        let record = if is_cut && self.skip_line()? > 0 {
            let expected = "a line of at most 16 MiB";
            let (kind, severity) = (FindingKind::RecordLength, Severity::Error);
            self.findings.add(kind, severity, expected, "a longer one");
            None
        } else {
            record(&self.line, &mut self.findings)
        };
        let id = record.as_ref().map(|record| record.id.as_str());
        let findings = self.findings.take(id);
        let mut entry =
            Entry { record, findings, number: self.number, byte, ..Entry::default() };
        if !is_cut {
            entry.keep_raw("ndjson", self.line.trim_ascii_end());
            let text = || String::from_utf8_lossy(&self.line).into_owned();
            self.eye.iter().for_each(|eye| eye.read(self.number, text));
        }
        Ok(Some(entry))
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
        let failed = |source| InputError::Read {
            file: self.file.clone(),
            byte: self.byte,
            source,
        };
        next.map(|entry| entry.map_err(failed))
    }
}

/// The record on one line, or `None` with a finding.
fn record(line: &[u8], findings: &mut Findings) -> Option<bibliobus_catalog::Record> {
    let text = String::from_utf8_lossy(line);
    if matches!(text, std::borrow::Cow::Owned(_)) {
        let (kind, severity) = (FindingKind::Encoding, Severity::Warning);
        findings.add(kind, severity, "UTF-8", "other bytes, which were replaced");
    }
    match serde_json::from_str(&text) {
        Ok(Value::Object(object)) => {
            let flat = flat(&object, findings);
            Some(flat::record(&flat, line.trim_ascii(), findings))
        }
        Ok(_) => {
            let expected = "a JSON object on each line";
            let found = quote(&text);
            findings.add(FindingKind::Syntax, Severity::Error, expected, found);
            None
        }
        Err(error) => {
            let expected = "a whole JSON object on each line";
            let found = format!("{error} in {}", quote(&text));
            findings.add(FindingKind::Syntax, Severity::Error, expected, found);
            None
        }
    }
}

/// The keys of an object. One that is not known is noted once for the file.
fn flat(object: &Map<String, Value>, findings: &mut Findings) -> Flat {
    let mut flat = Flat::default();
    for (key, value) in object {
        match (key.as_str(), value) {
            // What BEIR has more to say of a text stands in an object of its own.
            ("metadata", Value::Object(more)) => {
                for (key, value) in more {
                    take_key(&mut flat, key, value, findings);
                }
            }
            _ => take_key(&mut flat, key, value, findings),
        }
    }
    flat
}

/// Puts one value in its place. The text of a BEIR collection is what the thing is about.
fn take_key(flat: &mut Flat, key: &str, value: &Value, findings: &mut Findings) {
    let mut one = || text(key, value, findings);
    match key {
        "id" | "_id" => flat.id = one(),
        "title" => flat.title = one(),
        "year" => flat.year = one(),
        "publisher" => flat.publisher = one(),
        "format" => flat.format = one(),
        "call_number" => flat.call_number = one(),
        "summary" | "text" => flat.summary = one(),
        "authors" => flat.authors = texts(key, value, findings),
        "subjects" => flat.subjects = texts(key, value, findings),
        "language" => flat.language = texts(key, value, findings),
        "url" => flat.url = texts(key, value, findings),
        "isbn" | "isbn13" | "isbn10" => {
            flat.isbn.extend(texts(key, value, findings));
        }
        // Not a uniform title: who writes it here names another book as often as the original.
        "original_title" | "title_series" | "other_titles" => {
            flat.other_titles.extend(texts(key, value, findings));
        }
        "items" => flat.items = items(value, findings),
        "vernacular" => flat.vernacular = pairs(value, findings),
        _ => note_key(key, findings),
    }
}

fn note_key(key: &str, findings: &mut Findings) {
    if findings.is_first(&format!("key {key}")) {
        let expected = "a key of a record (said once for the file)";
        findings.add(FindingKind::Value, Severity::Note, expected, quote(key));
    }
}

fn note_value(key: &str, expected: &str, value: &Value, findings: &mut Findings) {
    let field = Some(key.to_owned());
    let found = quote(&value.to_string());
    findings.add_in(field, FindingKind::Value, Severity::Warning, expected, found);
}

/// A text or a number as a text.
fn text(key: &str, value: &Value, findings: &mut Findings) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Number(number) => number.to_string(),
        Value::Null => String::new(),
        Value::Bool(_) | Value::Array(_) | Value::Object(_) => {
            note_value(key, "a text or a number", value, findings);
            String::new()
        }
    }
}

/// A list of texts; one text counts as a list of one.
fn texts(key: &str, value: &Value, findings: &mut Findings) -> Vec<String> {
    match value {
        Value::Array(values) => values.iter().map(|v| text(key, v, findings)).collect(),
        Value::Null => Vec::new(),
        one => vec![text(key, one, findings)],
    }
}

/// Pairs of tag and text.
fn pairs(value: &Value, findings: &mut Findings) -> Vec<(String, String)> {
    let mut pairs = Vec::new();
    for pair in value.as_array().map(Vec::as_slice).unwrap_or_default() {
        match texts("vernacular", pair, findings).as_slice() {
            [tag, text] => pairs.push((tag.clone(), text.clone())),
            _ => note_value("vernacular", "a pair of tag and text", pair, findings),
        }
    }
    pairs
}

/// The copies.
fn items(value: &Value, findings: &mut Findings) -> Vec<FlatItem> {
    let mut items = Vec::new();
    for item in value.as_array().map(Vec::as_slice).unwrap_or_default() {
        match item {
            Value::Object(object) => items.push(flat_item(object, findings)),
            other => note_value("items", "an object for each copy", other, findings),
        }
    }
    items
}

fn flat_item(object: &Map<String, Value>, findings: &mut Findings) -> FlatItem {
    let mut item = FlatItem::default();
    for (key, value) in object {
        match key.as_str() {
            "library" => item.library = text(key, value, findings),
            "location" => item.location = text(key, value, findings),
            "call_number" => item.call_number = text(key, value, findings),
            "barcode" => item.barcode = text(key, value, findings),
            "inventory" => item.inventory = text(key, value, findings),
            "status" => item.status = text(key, value, findings),
            // The type of a copy has no place in the catalogue's nouns.
            "type" => {}
            other => note_key(&format!("items.{other}"), findings),
        }
    }
    item
}
