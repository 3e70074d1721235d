//! An index of elasticlunr.js (0.9), as its `toJSON` and elasticlunr-rs write it: the documents
//! that it keeps are records, their fields named as the columns of a table are. The inverted
//! index itself is passed over. Not for indexes that keep no documents (`saveDocument(false)`).

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::io::{BufReader, Read};
use std::sync::Arc;

use csv::StringRecord;
use serde::de::{DeserializeSeed, Deserializer, IgnoredAny, MapAccess, Visitor};
use serde_json::Value;

use crate::findings::Findings;
use crate::flat;
use crate::inspect::Eye;
use crate::open::Bytes;
use crate::table::{Header, SEPARATOR};
use crate::{Entry, FindingKind, InputError, Severity};

/// The largest index that is read: a browser loads the whole of it, so it is small.
const LARGEST: u64 = 256 << 20;

/// Whether JSON that begins so (in small letters) is such an index.
pub(crate) fn is_index(text: &str) -> bool {
    let has = |key: &str| text.contains(key);
    has("\"fields\"")
        && has("\"ref\"")
        && (has("\"documentstore\"") || has("\"pipeline\"") || has("\"index\""))
}

/// Reads the documents.
pub(crate) struct Reader {
    findings: Findings,
    eye: Option<Arc<Eye>>,
    given: Vec<(String, String)>,
    bytes: Option<Bytes>,
    entries: std::vec::IntoIter<Entry>,
}

impl Reader {
    /// A reader of the stream `bytes` out of the file of this name; `given` are names of fields
    /// with the keys that they stand for.
    pub(crate) fn new(file: &str, bytes: Bytes, given: &[(String, String)]) -> Self {
        Self {
            findings: Findings::new(file),
            eye: None,
            given: given.to_vec(),
            bytes: Some(bytes),
            entries: Vec::new().into_iter(),
        }
    }

    /// The same, watched by `eye`.
    pub(crate) fn watched(self, eye: Option<Arc<Eye>>) -> Self {
        Self { eye, ..self }
    }

    /// Reads the whole index. Where it breaks off, the documents before are kept.
    fn read(&mut self, bytes: Bytes) -> Vec<Entry> {
        let mut documents = Documents::default();
        let stream = BufReader::new(bytes.take(LARGEST));
        let mut json = serde_json::Deserializer::from_reader(stream);
        let read = IndexSeed(&mut documents).deserialize(&mut json);
        let mut entries = self.records(&documents);
        self.findings.begin(0, 0);
        if let Err(error) = read {
            let (kind, severity) = (FindingKind::Syntax, Severity::Error);
            let expected = "a whole index of elasticlunr.js, of at most 256 MiB";
            self.findings.add(kind, severity, expected, error.to_string());
        } else if documents.found.is_empty() {
            let (kind, severity) = (FindingKind::Syntax, Severity::Error);
            let expected = "documents that the index keeps (documentStore.docs)";
            self.findings.add(kind, severity, expected, "none");
        }
        let findings = self.findings.take(None);
        if !findings.is_empty() {
            entries.push(Entry { findings, ..Entry::default() });
        }
        entries
    }

    fn records(&mut self, documents: &Documents) -> Vec<Entry> {
        let names: BTreeSet<&str> = documents
            .found
            .iter()
            .flat_map(|(_, document)| document)
            .filter(|(_, text)| !text.is_empty())
            .map(|(name, _)| name.as_str())
            .collect();
        let mut names: Vec<String> = names.into_iter().map(str::to_owned).collect();
        let is_id = |name: &str| Some(name) == documents.id_field.as_deref();
        names.retain(|name| !is_id(name) && name != "id");
        let mut header_names = vec!["id".to_owned()];
        header_names.extend(names.iter().cloned());
        let header = Header::new(header_names, &self.given);
        self.findings.begin(0, 0);
        header.note(&mut self.findings);
        let mut entries = Vec::new();
        for (number, (id, document)) in (1..).zip(&documents.found) {
            if number > 1 {
                self.findings.begin(number, 0);
            }
            let cell = |name: &String| document.get(name).map_or("", String::as_str);
            let row: StringRecord =
                std::iter::once(id.as_str()).chain(names.iter().map(cell)).collect();
            self.eye.iter().for_each(|eye| eye.read(number, || header.told(&row)));
            let content = row.iter().collect::<Vec<_>>().join("\u{1f}");
            let flat = header.flat(&row);
            let record = flat::record(&flat, content.as_bytes(), &mut self.findings);
            let findings = self.findings.take(Some(&record.id));
            let record = Some(record);
            entries.push(Entry { record, findings, number, ..Entry::default() });
        }
        entries
    }
}

impl Iterator for Reader {
    type Item = Result<Entry, InputError>;

    fn next(&mut self) -> Option<Self::Item> {
        if let Some(bytes) = self.bytes.take() {
            self.entries = self.read(bytes).into_iter();
        }
        self.entries.next().map(Ok)
    }
}

/// What was found of an index, as far as it could be read.
#[derive(Default)]
struct Documents {
    /// The field that is the document's own number (`ref`).
    id_field: Option<String>,
    found: Vec<(String, BTreeMap<String, String>)>,
}

/// Reads the index object: `ref` and `documentStore`, the rest is passed over.
struct IndexSeed<'d>(&'d mut Documents);
/// Reads the `documentStore`: its `docs`.
struct StoreSeed<'d>(&'d mut Documents);
/// Reads the `docs`: an object of objects.
struct DocumentsSeed<'d>(&'d mut Documents);

/// Makes a seed the visitor of an object.
macro_rules! object {
    ($seed:ident, $what:literal, |$self:ident, $map:ident, $key:ident| $arm:expr) => {
        impl<'de> DeserializeSeed<'de> for $seed<'_> {
            type Value = ();

            fn deserialize<D: Deserializer<'de>>(self, from: D) -> Result<(), D::Error> {
                from.deserialize_map(self)
            }
        }

        impl<'de> Visitor<'de> for $seed<'_> {
            type Value = ();

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str($what)
            }

            fn visit_map<A: MapAccess<'de>>($self, mut $map: A) -> Result<(), A::Error> {
                while let Some($key) = $map.next_key::<String>()? {
                    $arm
                }
                Ok(())
            }
        }
    };
}

object!(IndexSeed, "an index of elasticlunr.js", |self, map, key| match key.as_str() {
    "ref" => self.0.id_field = map.next_value::<Value>()?.as_str().map(str::to_owned),
    "documentStore" => map.next_value_seed(StoreSeed(self.0))?,
    _ => drop(map.next_value::<IgnoredAny>()?),
});

object!(StoreSeed, "the store of documents", |self, map, key| match key.as_str() {
    "docs" => map.next_value_seed(DocumentsSeed(self.0))?,
    _ => drop(map.next_value::<IgnoredAny>()?),
});

object!(DocumentsSeed, "documents by their numbers", |self, map, key| {
    let document: BTreeMap<String, Value> = map.next_value()?;
    let texts =
        document.into_iter().filter_map(|(name, value)| Some((name, text(&value)?)));
    self.0.found.push((key, texts.collect()));
});

/// A value as the text of a cell.
fn text(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        Value::Array(values) => {
            let texts: Vec<String> = values.iter().filter_map(text).collect();
            Some(texts.join(SEPARATOR))
        }
        Value::Null | Value::Bool(_) | Value::Object(_) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Format, Input, Options};

    fn read(json: &str) -> (Vec<Entry>, Vec<String>) {
        let reader = Box::new(std::io::Cursor::new(json.to_owned()));
        let input =
            Input::from_reader("index.json", reader, &Options::default()).unwrap();
        assert_eq!(input.format(), Format::Elasticlunr);
        let entries: Vec<Entry> = input.map(Result::unwrap).collect();
        let messages =
            entries.iter().flat_map(|e| &e.findings).map(|f| f.message()).collect();
        (entries, messages)
    }

    const HEAD: &str = r#"{"version":"0.9.5","fields":["title","authors"],"ref":"nr","#;

    #[test]
    fn documents_become_records_whatever_stands_before_them() {
        let index =
            r#""index":{"title":{"root":{"docs":{},"df":0,"l":{"docs":{},"df":0}}}},"#;
        let store = r#""documentStore":{"save":true,"docs":{"7":{"nr":"7","title":"Чайка : комедия",
            "authors":"Чехов, Антон | Wick, B.","colour":"grey"}},"length":1},"pipeline":[]}"#;
        let (entries, messages) = read(&format!("{HEAD}{index}{store}"));
        let record = entries[0].record.as_ref().unwrap();
        assert_eq!((record.id.as_str(), record.title.proper.as_str()), ("7", "Чайка"));
        assert_eq!(record.creators.len(), 2);
        assert_eq!(messages.len(), 1, "{messages:?}");
        assert!(messages[0].contains("colour"), "{messages:?}");
    }

    #[test]
    fn what_breaks_off_or_keeps_nothing_is_told() {
        let store = r#""documentStore":{"docs":{"7":{"title":"Lamp"},"8":{"ti"#;
        let (entries, messages) = read(&format!("{HEAD}{store}"));
        assert_eq!(entries.iter().filter(|e| e.record.is_some()).count(), 1);
        assert!(messages[0].contains("a whole index"), "{messages:?}");
        let (_, messages) = read(&format!(r#"{HEAD}"documentStore":{{"docs":{{}}}}}}"#));
        assert!(messages[0].contains("documents that the index keeps"), "{messages:?}");
    }
}
