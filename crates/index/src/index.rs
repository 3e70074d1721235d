//! The reader of an index.

use core::fmt;

use bibliobus_catalog::{Library, Record, RecordId};

use crate::{Query, Question, Results};

/// The name of a chunk file: the first 16 bytes of the SHA-256 of its content.
/// Shown and stored as `chunks/<32 hex digits>.bin`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FileName(pub(crate) [u8; 16]);

impl FileName {
    /// The name that `content` has.
    pub fn of(_content: &[u8]) -> Self {
        Self([0; 16])
    }

    /// The path below the collection's folder: `chunks/<32 hex digits>.bin`.
    pub fn path(&self) -> String {
        format!("chunks/{self}.bin")
    }
}

impl fmt::Display for FileName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

/// A file that an index wants.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Want {
    /// Its name.
    pub file: FileName,
    /// Its length in bytes.
    pub len: u32,
}

/// An opened collection, with as many of its chunks as were loaded.
#[derive(Debug, Default)]
pub struct Index {}

impl Index {
    /// Opens a collection by its manifest. No chunk is loaded yet.
    ///
    /// # Errors
    /// The bytes are no manifest, or of a format that this version does not read.
    pub fn open(_manifest: &[u8]) -> Result<Self, OpenError> {
        Ok(Self {})
    }

    /// The files still missing for an answer to `question`: load them and ask again, until
    /// nothing is wanted. At most a handful of rounds.
    pub fn wants(&self, _question: &Question) -> Vec<Want> {
        Vec::new()
    }

    /// Takes the content of a file. Nothing is believed before its length and SHA-256 agree
    /// with its name, and it could be decompressed and decoded.
    ///
    /// # Errors
    /// The content is not what the name says, or cannot be decoded.
    pub fn load(&mut self, _file: FileName, _content: &[u8]) -> Result<(), LoadError> {
        Ok(())
    }

    /// The best answer to `query` from the files loaded. Never fails, never waits.
    pub fn search(&self, _query: &Query) -> Results {
        Results::default()
    }

    /// The record with this id; `None` if there is none or its files are not loaded
    /// (then [`wants`](Self::wants) names them).
    pub fn record(&self, _id: &RecordId) -> Option<Record> {
        None
    }

    /// Why the record `id` has its score for `query`; `None` if it is no hit.
    pub fn explain(&self, _query: &Query, _id: &RecordId) -> Option<Explanation> {
        None
    }

    /// Every file of the collection, for keeping it whole. Complete once
    /// `wants(&Question::Files)` is empty.
    pub fn files(&self) -> Vec<Want> {
        Vec::new()
    }

    /// Names for the codes in the records. Known once anything was asked and loaded.
    pub fn library(&self) -> Option<&Library> {
        None
    }

    /// How many records the collection has.
    pub fn records(&self) -> u32 {
        0
    }

    /// The bytes of all its files.
    pub fn bytes(&self) -> u64 {
        0
    }

    /// The number of the release.
    pub fn release(&self) -> u64 {
        0
    }

    /// The day that every status speaks of, `yyyy-mm-dd`.
    pub fn as_of(&self) -> &str {
        ""
    }
}

/// How a score came about, one line a step; `Display` prints it as an indented list.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Explanation {
    /// What this step adds up to.
    pub value: f32,
    /// What it is.
    pub what: String,
    /// What it is made of.
    pub parts: Vec<Explanation>,
}

/// Why a manifest was refused.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum OpenError {
    /// Not a manifest at all.
    NotAManifest,
    /// Made by a later version of Bibliobus. Update the app.
    TooNew {
        /// The format of the manifest.
        got: u32,
        /// The latest format that this version reads.
        expected: u32,
    },
}

/// Why the content of a file was refused.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum LoadError {
    /// The content does not have the hash that its name says. Fetch it again.
    WrongHash {
        /// The name asked for.
        expected: FileName,
        /// The name that the content has.
        got: FileName,
    },
    /// The right bytes, but they cannot be decoded: made by a faulty or later builder.
    Undecodable {
        /// The file.
        file: FileName,
        /// What could not be read.
        what: &'static str,
    },
}
