//! Helpers that speak: open a fixture, read it, see its findings.

use std::io::Cursor;
use std::path::{Path, PathBuf};

use bibliobus_catalog::Record;
use bibliobus_ingest::{Entry, Finding, FindingKind, Input, InputError, Options};

/// What came out of one input.
#[derive(Debug, Default)]
pub(crate) struct Read {
    pub(crate) entries: Vec<Entry>,
    pub(crate) error: Option<InputError>,
}

impl Read {
    pub(crate) fn records(&self) -> Vec<&Record> {
        self.entries.iter().filter_map(|entry| entry.record.as_ref()).collect()
    }

    pub(crate) fn ids(&self) -> Vec<&str> {
        self.records().iter().map(|record| record.id.as_str()).collect()
    }

    pub(crate) fn findings(&self) -> Vec<&Finding> {
        self.entries.iter().flat_map(|entry| &entry.findings).collect()
    }

    pub(crate) fn kinds(&self) -> Vec<FindingKind> {
        self.findings().iter().map(|finding| finding.kind).collect()
    }

    /// The message of the one finding or error that there is.
    pub(crate) fn only_message(&self) -> String {
        match (self.findings().as_slice(), &self.error) {
            ([finding], None) => finding.message(),
            ([], Some(error)) => error.to_string(),
            other => panic!("expected one finding or one error, found {other:#?}"),
        }
    }
}

pub(crate) fn fixtures(verdict: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures").join(verdict)
}

pub(crate) fn bytes(name: &str) -> Vec<u8> {
    std::fs::read(fixtures("").join(name)).unwrap()
}

/// Reads a fixture: `valid/plays.mrc`. Findings name it by its file name alone.
pub(crate) fn read(name: &str) -> Read {
    let file = name.rsplit('/').next().unwrap().to_owned();
    read_bytes(&file, bytes(name))
}

pub(crate) fn read_bytes(name: &str, bytes: Vec<u8>) -> Read {
    read_input(Input::from_reader(
        name,
        Box::new(Cursor::new(bytes)),
        &Options::default(),
    ))
}

pub(crate) fn read_path(path: &Path) -> Read {
    read_input(Input::open(path, &Options::default()))
}

pub(crate) fn read_input(input: Result<Input, InputError>) -> Read {
    let mut read = Read::default();
    match input {
        Ok(input) => {
            for entry in input {
                match entry {
                    Ok(entry) => read.entries.push(entry),
                    Err(error) => read.error = Some(error),
                }
            }
        }
        Err(error) => read.error = Some(error),
    }
    read
}
