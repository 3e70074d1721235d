//! OPDS 2.0: a catalogue of e-books as JSON (drafts.opds.io/opds-2.0; Readium Web Publication
//! Manifest). The publications of a feed are read one after the other, so that its length does
//! not matter. Not for feeds that only lead to other feeds.

use std::io::{self, BufRead, BufReader};
use std::sync::Arc;

use bibliobus_catalog::{
    Creator, DigitalLoan, IdentifierKind, Link, LinkKind, Series, Terms,
};
use serde_json::{Map, Value};

use crate::fence::MAX_RECORD;
use crate::findings::{Findings, quote};
use crate::flat::{self, Flat, text};
use crate::inspect::Eye;
use crate::lending;
use crate::open::Bytes;
use crate::{Entry, FindingKind, InputError, Severity};

/// The key of the list whose elements are records.
const KEY: &[u8] = b"publications";

/// Reads publications.
pub(crate) struct Reader {
    file: String,
    scanner: Scanner,
    findings: Findings,
    eye: Option<Arc<Eye>>,
    number: u64,
    is_over: bool,
}

impl Reader {
    /// A reader of the stream `bytes` out of the file of this name.
    pub(crate) fn new(file: &str, bytes: Bytes) -> Self {
        Self {
            file: file.to_owned(),
            scanner: Scanner::new(bytes),
            findings: Findings::new(file),
            eye: None,
            number: 0,
            is_over: false,
        }
    }

    /// The same, watched by `eye`.
    pub(crate) fn watched(self, eye: Option<Arc<Eye>>) -> Self {
        Self { eye, ..self }
    }

    fn next_entry(&mut self) -> io::Result<Option<Entry>> {
        let (byte, is_whole) = match self.scanner.next()? {
            Found::Object(byte) => (byte, true),
            Found::TooLong(byte) => (byte, false),
            Found::End(is_cut) => return Ok(self.end(is_cut)),
        };
        self.number += 1;
        self.findings.begin(self.number, byte);
        let record = if is_whole {
            read(&self.scanner.object, &mut self.findings)
        } else {
            let (kind, severity) = (FindingKind::RecordLength, Severity::Error);
            let expected = "a publication of at most 16 MiB";
            self.findings.add(kind, severity, expected, "a longer one");
            None
        };
        let findings = self.findings.take(record.as_ref().map(|record| &*record.id));
        let mut entry =
            Entry { record, findings, number: self.number, byte, ..Entry::default() };
        entry.keep_raw("json", &self.scanner.object);
        let text = || String::from_utf8_lossy(&self.scanner.object).into_owned();
        self.eye.iter().for_each(|eye| eye.read(self.number, text));
        Ok(Some(entry))
    }

    fn end(&mut self, is_cut: bool) -> Option<Entry> {
        self.is_over = true;
        self.findings.begin(0, self.scanner.byte);
        if is_cut {
            let (kind, severity) = (FindingKind::Truncated, Severity::Warning);
            self.findings.add(
                kind,
                severity,
                "the end of the feed",
                "the end of the file",
            );
        } else if self.number == 0 {
            let (kind, severity) = (FindingKind::Syntax, Severity::Error);
            self.findings.add(kind, severity, "publications in the feed", "none");
        }
        let findings = self.findings.take(None);
        (!findings.is_empty()).then(|| Entry { findings, ..Entry::default() })
    }
}

impl Iterator for Reader {
    type Item = Result<Entry, InputError>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.is_over {
            return None;
        }
        let next = self.next_entry();
        self.is_over |= !matches!(next, Ok(Some(_)));
        let failed = |source| InputError::Read {
            file: self.file.clone(),
            byte: self.scanner.byte,
            source,
        };
        next.map_err(failed).transpose()
    }
}

/// What the scanner came upon.
enum Found {
    /// A whole publication, at this byte.
    Object(u64),
    /// One that is too long, at this byte.
    TooLong(u64),
    /// The end of the file, within the feed or after it.
    End(bool),
}

/// Finds the objects in lists named `publications`, at whatever depth, without reading the
/// whole: brackets and strings are all of JSON that it knows.
struct Scanner {
    bytes: BufReader<Bytes>,
    byte: u64,
    depth: u32,
    /// The depths of the lists that are open and hold publications; at most a few.
    lists: Vec<u32>,
    string: Vec<u8>,
    is_key: bool,
    object: Vec<u8>,
}

impl Scanner {
    fn new(bytes: Bytes) -> Self {
        Self {
            bytes: BufReader::with_capacity(64 * 1024, bytes),
            byte: 0,
            depth: 0,
            lists: Vec::new(),
            string: Vec::new(),
            is_key: false,
            object: Vec::new(),
        }
    }

    fn byte(&mut self) -> io::Result<Option<u8>> {
        let byte = self.bytes.fill_buf()?.first().copied();
        if byte.is_some() {
            self.bytes.consume(1);
            self.byte += 1;
        }
        Ok(byte)
    }

    fn next(&mut self) -> io::Result<Found> {
        while let Some(byte) = self.byte()? {
            match byte {
                b'"' => self.string()?,
                b'{' if self.lists.last() == Some(&self.depth) => return self.object(),
                b'[' | b'{' => {
                    self.depth = self.depth.saturating_add(1);
                    if byte == b'[' && self.is_key && self.lists.len() < 64 {
                        self.lists.push(self.depth);
                    }
                    self.is_key = false;
                }
                b']' | b'}' => {
                    self.depth = self.depth.saturating_sub(1);
                    let depth = self.depth;
                    self.lists.retain(|list| *list <= depth);
                    self.is_key = false;
                }
                b':' => self.is_key = self.string == KEY,
                _ if byte.is_ascii_whitespace() => {}
                _ => self.is_key = false,
            }
        }
        Ok(Found::End(self.depth > 0))
    }

    /// Reads a string; its first bytes are kept, for keys.
    fn string(&mut self) -> io::Result<()> {
        self.string.clear();
        self.is_key = false;
        while let Some(byte) = self.byte()? {
            match byte {
                b'"' => break,
                b'\\' => {
                    self.byte()?;
                    self.string.push(b'\\');
                }
                _ if self.string.len() <= KEY.len() => self.string.push(byte),
                _ => {}
            }
            self.string.truncate(KEY.len() + 1);
        }
        Ok(())
    }

    /// Reads an object to its end.
    fn object(&mut self) -> io::Result<Found> {
        let start = self.byte - 1;
        let (mut depth, mut is_string, mut length) = (1_u32, false, 1_u64);
        self.object.clear();
        self.object.push(b'{');
        while let Some(byte) = self.byte()? {
            self.keep(byte, &mut length);
            match byte {
                b'\\' if is_string => {
                    if let Some(escaped) = self.byte()? {
                        self.keep(escaped, &mut length);
                    }
                }
                b'"' => is_string = !is_string,
                b'{' | b'[' if !is_string => depth = depth.saturating_add(1),
                b'}' | b']' if !is_string => depth -= 1,
                _ => {}
            }
            if depth == 0 {
                let is_long = length > MAX_RECORD;
                return Ok(if is_long {
                    Found::TooLong(start)
                } else {
                    Found::Object(start)
                });
            }
        }
        Ok(Found::End(true))
    }

    fn keep(&mut self, byte: u8, length: &mut u64) {
        *length += 1;
        if *length <= MAX_RECORD {
            self.object.push(byte);
        }
    }
}

/// The record of a publication, or `None` with a finding.
fn read(object: &[u8], findings: &mut Findings) -> Option<bibliobus_catalog::Record> {
    let text = String::from_utf8_lossy(object);
    match serde_json::from_str(&text) {
        Ok(Value::Object(publication)) => {
            Some(flat::record(&flat(&publication), object, findings))
        }
        Ok(_) => None,
        Err(error) => {
            let found = format!("{error} in {}", quote(&text));
            let (kind, severity) = (FindingKind::Syntax, Severity::Error);
            findings.add(kind, severity, "a publication of OPDS 2.0", found);
            None
        }
    }
}

fn flat(publication: &Map<String, Value>) -> Flat {
    let nothing = Map::new();
    let data = publication.get("metadata").and_then(Value::as_object).unwrap_or(&nothing);
    let mut flat = Flat {
        title: names(data.get("title")).into_iter().next().unwrap_or_default(),
        authors: names(data.get("author")),
        subjects: names(data.get("subject")),
        publisher: names(data.get("publisher")).into_iter().next().unwrap_or_default(),
        year: string(data.get("published")),
        language: names(data.get("language")),
        summary: string(data.get("description")),
        ..Flat::default()
    };
    flat.more.title.remainder = text(&string(data.get("subtitle")));
    for (key, role) in [
        ("translator", "trl"),
        ("editor", "edt"),
        ("illustrator", "ill"),
        ("narrator", "nrt"),
    ] {
        let creator =
            |name| Creator { name, roles: vec![role.to_owned()], ..Creator::default() };
        flat.more.creators.extend(names(data.get(key)).into_iter().map(creator));
    }
    let series = data.get("belongsTo").and_then(|belongs| belongs.get("series"));
    let series = names(series).into_iter().map(|title| Series { title, number: None });
    flat.more.series.extend(series);
    add_number(&mut flat, &string(data.get("identifier")));
    let links = publication.get("links").and_then(Value::as_array);
    let links: Vec<&Value> = links.into_iter().flatten().collect();
    flat.more.links.extend(links.iter().copied().filter_map(link));
    flat.more.loans.extend(links.iter().copied().filter_map(loan));
    flat
}

/// `urn:isbn:…`, `urn:issn:…`, or a number of the source's own.
fn add_number(flat: &mut Flat, number: &str) {
    let lower = number.to_lowercase();
    number.clone_into(&mut flat.id);
    if let Some(isbn) = lower.strip_prefix("urn:isbn:") {
        flat.isbn.push(isbn.to_owned());
    } else if let Some(issn) = lower.strip_prefix("urn:issn:") {
        flat.numbers.push((IdentifierKind::Issn, issn.to_owned()));
    }
}

fn string(value: Option<&Value>) -> String {
    match value {
        Some(Value::String(text)) => text.clone(),
        Some(Value::Number(number)) => number.to_string(),
        _ => String::new(),
    }
}

/// Names are texts, objects with a `name`, or lists of both; a name in several languages is
/// an object with the languages as keys, of which the first counts.
fn names(value: Option<&Value>) -> Vec<String> {
    match value {
        Some(Value::String(text)) => vec![text.clone()],
        Some(Value::Array(values)) => {
            values.iter().flat_map(|value| names(Some(value))).collect()
        }
        Some(Value::Object(object)) => match object.get("name") {
            Some(name) => names(Some(name)),
            None => object
                .values()
                .filter_map(Value::as_str)
                .map(str::to_owned)
                .take(1)
                .collect(),
        },
        _ => Vec::new(),
    }
}

/// A way to get the thing: what opening it takes stands in the relation.
fn link(value: &Value) -> Option<Link> {
    let relations = names(value.get("rel"));
    let acquisition = "http://opds-spec.org/acquisition";
    let relation = relations.iter().find(|r| r.starts_with(acquisition))?;
    let (kind, terms) = match relation.rsplit('/').next().unwrap_or_default() {
        "open-access" => (LinkKind::Resource, Terms::OpenAccess),
        "borrow" | "buy" | "subscribe" => (LinkKind::Resource, Terms::Remote),
        "sample" | "preview" => (LinkKind::Related, Terms::OpenAccess),
        _ => (LinkKind::Resource, Terms::Unknown),
    };
    let (url, label) = (string(value.get("href")), text(&string(value.get("title"))));
    Some(Link { url, label, kind, terms, note: None })
}

/// The terms of a link that lends (`properties`: `availability`, `holds`, `copies`,
/// `indirectAcquisition`).
fn loan(value: &Value) -> Option<DigitalLoan> {
    let relations = names(value.get("rel"));
    if !relations.iter().any(|rel| rel == "http://opds-spec.org/acquisition/borrow") {
        return None;
    }
    let properties = value.get("properties").unwrap_or(&Value::Null);
    let number = |key: &str, name: &str| {
        let number = properties.get(key)?.get(name)?.as_u64()?;
        u32::try_from(number).ok()
    };
    let counts = [
        number("copies", "total"),
        number("copies", "available"),
        number("holds", "total"),
    ];
    let state = properties.get("availability").map(|it| string(it.get("state")));
    let mut types = vec![string(value.get("type"))];
    let mut next = properties.get("indirectAcquisition").and_then(|list| list.get(0));
    while let Some(step) = next {
        types.push(string(step.get("type")));
        next = step.get("child").and_then(|list| list.get(0));
    }
    types.reverse();
    let (url, state) = (string(value.get("href")), state.unwrap_or_default());
    Some(lending::loan(&url, &state, counts, types.iter().map(String::as_str)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_loan_has_its_terms() {
        let link = serde_json::json!({
            "rel": "http://opds-spec.org/acquisition/borrow",
            "href": "https://lend.example/1",
            "type": "application/vnd.readium.lcp.license.v1.0+json",
            "properties": {
                "availability": { "state": "unavailable", "until": "2026-12-01" },
                "copies": { "total": 5, "available": 0 },
                "holds": { "total": 3, "position": 2 },
                "indirectAcquisition": [{
                    "type": "application/vnd.readium.lcp.license.v1.0+json",
                    "child": [{ "type": "application/epub+zip" }],
                }],
            },
        });
        let expected = DigitalLoan {
            url: "https://lend.example/1".into(),
            is_available: Some(false),
            copies: Some(5),
            free: Some(0),
            waiting: Some(3),
            formats: vec!["EPUB".into(), "Readium LCP".into()],
        };
        assert_eq!(loan(&link), Some(expected));
        let open = serde_json::json!({
            "rel": "http://opds-spec.org/acquisition/open-access",
            "href": "https://lend.example/2",
        });
        assert_eq!(loan(&open), None);
        let bare =
            serde_json::json!({ "rel": "http://opds-spec.org/acquisition/borrow" });
        assert_eq!(loan(&bare).unwrap().is_available, None);
    }
}
