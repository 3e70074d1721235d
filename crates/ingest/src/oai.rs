//! An answer of OAI-PMH (Open Archives Initiative Protocol for Metadata Harvesting, version 2.0):
//! where its records stand, which were deleted, and how the list goes on. Not for what the
//! records say: a file of answers is read as any other input.

use std::ops::Range;

use quick_xml::events::{BytesStart, Event};

/// One answer to `ListRecords`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct OaiPage {
    /// Its records, in order.
    pub records: Vec<OaiRecord>,
    /// The token that asks for the rest of the list (3.5); `None` at its end.
    pub token: Option<String>,
    /// How many records the whole list has, if the source says it.
    pub complete_size: Option<u64>,
    /// When the source answered (`responseDate`, 3.2): from then on the next harvest asks.
    pub date: String,
    /// The errors of the protocol (3.6): code and words.
    pub errors: Vec<(String, String)>,
    /// The namespaces that are declared outside the records, as they are written.
    pub namespaces: String,
}

/// One record within an answer.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct OaiRecord {
    /// Its identifier in the source (2.4).
    pub identifier: String,
    /// Whether the source says that it has it no more (2.5.1).
    pub is_deleted: bool,
    /// Its bytes in the answer, from `<record` to `</record>`.
    pub bytes: Range<usize>,
}

impl OaiPage {
    /// Reads an answer. What is no answer of OAI-PMH is `None`.
    ///
    /// ```
    /// use bibliobus_ingest::OaiPage;
    ///
    /// let answer = "<OAI-PMH><ListRecords><record><header><identifier>a:1</identifier>\
    ///     </header></record><resumptionToken>t2</resumptionToken></ListRecords></OAI-PMH>";
    /// let page = OaiPage::read(answer).ok_or("no answer")?;
    /// assert_eq!(page.records[0].identifier, "a:1");
    /// assert_eq!(page.token.as_deref(), Some("t2"));
    /// # Ok::<(), &str>(())
    /// ```
    pub fn read(answer: &str) -> Option<Self> {
        let mut reader = quick_xml::Reader::from_str(answer);
        reader.config_mut().expand_empty_elements = true;
        let mut walk = Walk::default();
        loop {
            let before = usize::try_from(reader.buffer_position()).ok()?;
            let event = reader.read_event().ok()?;
            let after = usize::try_from(reader.buffer_position()).ok()?;
            match event {
                Event::Start(start) => walk.start(&start, before)?,
                Event::End(_) => walk.end(after),
                Event::Text(text) => walk.text.push_str(&text),
                Event::CData(text) => walk.text.push_str(&text),
                Event::GeneralRef(reference) => walk.reference(&reference),
                Event::DocType(_) => return None,
                Event::Eof => break,
                _ => {}
            }
        }
        // An answer that was cut is no answer: its last records may be missing.
        (walk.is_answer && walk.open.is_empty()).then_some(walk.page)
    }
}

/// How deep elements may stand in each other.
const DEPTH: usize = 64;

/// Where the reading stands.
#[derive(Default)]
struct Walk {
    page: OaiPage,
    open: Vec<String>,
    text: String,
    record: Option<(OaiRecord, usize)>,
    code: String,
    is_answer: bool,
}

impl Walk {
    fn start(&mut self, start: &BytesStart<'_>, byte: usize) -> Option<()> {
        let name = start.local_name().as_ref().to_owned();
        let parent = self.open.last().map(String::as_str);
        match (name.as_str(), parent) {
            ("OAI-PMH", None) => {
                self.is_answer = true;
                self.add_namespaces(start);
            }
            ("ListRecords" | "GetRecord", Some("OAI-PMH")) => self.add_namespaces(start),
            ("record", Some("ListRecords" | "GetRecord")) => {
                let record = OaiRecord { bytes: byte..byte, ..OaiRecord::default() };
                self.record = Some((record, self.open.len()));
            }
            ("header", Some("record")) if self.is_in_header() => {
                if let Some((record, _)) = &mut self.record {
                    record.is_deleted = attribute(start, "status") == "deleted";
                }
            }
            ("resumptionToken", _) if self.record.is_none() => {
                self.page.complete_size =
                    attribute(start, "completeListSize").parse().ok();
            }
            ("error", Some("OAI-PMH")) => self.code = attribute(start, "code"),
            _ => {}
        }
        self.text.clear();
        self.open.push(name);
        (self.open.len() <= DEPTH).then_some(())
    }

    /// Whether the element above stands directly in the record, not in what it carries.
    fn is_in_header(&self) -> bool {
        self.record.as_ref().is_some_and(|(_, depth)| self.open.len() == depth + 1)
    }

    fn add_namespaces(&mut self, start: &BytesStart<'_>) {
        for found in start.attributes().with_checks(false).flatten() {
            let key: &str = found.key.as_ref();
            if key.starts_with("xmlns") {
                self.page.namespaces.push_str(&format!(" {key}=\"{}\"", found.value));
            }
        }
    }

    fn reference(&mut self, reference: &quick_xml::events::BytesRef<'_>) {
        let name: &str = reference;
        match reference.resolve_char_ref() {
            Ok(Some(c)) => self.text.push(c),
            _ => self.text.push_str(
                quick_xml::escape::resolve_xml_entity(name).unwrap_or_default(),
            ),
        }
    }

    fn end(&mut self, byte: usize) {
        let name = self.open.pop().unwrap_or_default();
        let parent = self.open.last().map(String::as_str);
        let text = self.text.trim().to_owned();
        let depth = self.open.len();
        match (name.as_str(), parent, &mut self.record) {
            ("record", _, Some((record, at))) if *at == depth => {
                record.bytes.end = byte;
                self.page.records.extend(self.record.take().map(|(record, _)| record));
            }
            ("identifier", Some("header"), Some((record, at))) if *at + 2 == depth => {
                record.identifier = text;
            }
            ("resumptionToken", _, None) => {
                self.page.token = Some(text).filter(|token| !token.is_empty());
            }
            ("responseDate", Some("OAI-PMH"), _) => self.page.date = text,
            ("error", Some("OAI-PMH"), _) => {
                self.page.errors.push((std::mem::take(&mut self.code), text));
            }
            _ => {}
        }
        self.text.clear();
    }
}

fn attribute(start: &BytesStart<'_>, name: &str) -> String {
    let mut attributes = start.attributes();
    let mut found = attributes.with_checks(false).flatten();
    let value = found.find(|a| a.key.local_name().as_ref() == name);
    value.map(|a| a.value.into_owned()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    const ANSWER: &str = "<?xml version='1.0'?>\
        <OAI-PMH xmlns=\"http://www.openarchives.org/OAI/2.0/\">\
        <responseDate>2026-01-15T10:00:00Z</responseDate><ListRecords>\
        <record><header><identifier>a:1&amp;b</identifier></header><metadata>\
        <record xmlns='m'><header><identifier>inner</identifier></header></record>\
        </metadata></record>\
        <record><header status='deleted'><identifier>a:2</identifier></header></record>\
        <resumptionToken completeListSize='5' cursor='0'>t|2</resumptionToken>\
        </ListRecords></OAI-PMH>";

    #[test]
    fn records_are_found_around_what_they_carry() {
        let page = OaiPage::read(ANSWER).unwrap();
        let ids: Vec<_> =
            page.records.iter().map(|r| (r.identifier.as_str(), r.is_deleted)).collect();
        assert_eq!(ids, [("a:1&b", false), ("a:2", true)]);
        for record in &page.records {
            let raw = &ANSWER[record.bytes.clone()];
            assert!(raw.starts_with("<record><header") && raw.ends_with("</record>"));
        }
        assert_eq!((page.token.as_deref(), page.complete_size), (Some("t|2"), Some(5)));
        assert_eq!(page.date, "2026-01-15T10:00:00Z");
        assert_eq!(page.namespaces, " xmlns=\"http://www.openarchives.org/OAI/2.0/\"");
    }

    #[test]
    fn errors_are_told() {
        let answer = "<OAI-PMH><error code='noRecordsMatch'>none</error></OAI-PMH>";
        let page = OaiPage::read(answer).unwrap();
        assert_eq!(page.errors, [("noRecordsMatch".to_owned(), "none".to_owned())]);
    }

    #[test]
    fn what_is_cut_or_is_no_answer_is_none() {
        for end in 0..ANSWER.len() {
            assert_eq!(OaiPage::read(&ANSWER[..end]), None, "cut at {end}");
        }
        for other in ["", "<html></html>", "<!DOCTYPE a><OAI-PMH></OAI-PMH>", "no"] {
            assert_eq!(OaiPage::read(other), None);
        }
    }
}
