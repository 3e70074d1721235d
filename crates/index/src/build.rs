//! From records to chunks and a manifest.

use bibliobus_catalog::{Library, Record};

use crate::FileName;

/// What a build is told besides the records.
#[derive(Clone, Debug, Default)]
pub struct Settings {
    /// Names for the codes in the records; carried inside the index.
    pub library: Library,
    /// The number of this release; never lower than the one before.
    pub release: u64,
    /// The day on which the records were exported, `yyyy-mm-dd`: every status is "as of" it.
    pub as_of: String,
}

/// What a finished build was.
#[derive(Clone, Debug, Default)]
pub struct Built {
    /// The manifest. Write it last, under the name [`Manifest file`](Built::MANIFEST).
    pub manifest: Vec<u8>,
    /// How many records are in the index.
    pub records: u32,
    /// The ids that came more than once; one record of each was kept.
    pub duplicates: Vec<String>,
    /// Bytes of chunks by part, as stored.
    pub bytes_by_part: Vec<(&'static str, u64)>,
    /// How many chunks were given out.
    pub chunks: u32,
}

impl Built {
    /// The file name of the manifest, the only one that ever changes its content.
    pub const MANIFEST: &'static str = "manifest.json";
}

/// Takes records in any order, gives chunks and a manifest.
#[derive(Debug, Default)]
pub struct Builder {}

impl Builder {
    /// An empty collection.
    pub fn new(_settings: Settings) -> Self {
        Self {}
    }

    /// Adds a record.
    pub fn add(&mut self, _record: &Record) {}

    /// Gives every chunk to `write` (once, in a fixed order) and returns the manifest.
    ///
    /// # Errors
    /// What `write` answered, or that the collection is too large for the format.
    pub fn finish<E>(
        self,
        _write: &mut dyn FnMut(&FileName, &[u8]) -> Result<(), E>,
    ) -> Result<Built, BuildError<E>> {
        Ok(Built::default())
    }
}

/// Why a build could not be finished.
#[derive(Debug)]
#[non_exhaustive]
pub enum BuildError<E> {
    /// A chunk could not be written.
    Write(E),
    /// More records than the format can number.
    TooManyRecords,
}
