//! From records to chunks and a manifest.

mod columns;
mod covers;
mod facts;
mod gather;
mod known;
mod parallel;
mod parts;
mod spellings;
mod terms;
mod update;
mod works;

use core::fmt;

use bibliobus_catalog::{Library, Places, Record, RecordId, Services, ways};

use crate::{
    Brief, FileName,
    analysis::Analyzer,
    format::{
        chunk::Want,
        manifest::{Manifest, Segment},
        record::{put_record, read_record},
    },
    weights::Weights,
};
pub use covers::{Covered, Covers};
use facts::{Facts, Interned, Usual, counted_skip};
pub(crate) use facts::{call_number_filing, title_key};
use gather::{Gathered, Lengths};
use parts::{Material, Sink};
pub(crate) use terms::{call_number_key, id_key, identifier_key, own_key};
pub use update::{Before, Extent, WhyWhole};
pub(crate) use works::work_key;

/// What a build is told besides the records.
#[derive(Clone, Debug, Default)]
pub struct Settings {
    /// Names for the codes in the records; carried inside the index.
    pub library: Library,
    /// Where things stand; carried beside the index.
    pub places: Places,
    /// What the library arranges; carried beside the index.
    pub services: Services,
    /// The number of this release; never lower than the one before.
    pub release: u64,
    /// The day on which the records were exported, `yyyy-mm-dd`: every status is "as of" it.
    pub as_of: String,
    /// The day, `yyyy-mm-dd`, after which the library means to have given a later release.
    pub expires: Option<String>,
    /// What ranking rests on.
    pub weights: Weights,
    /// The library's pictures of covers.
    pub covers: Covers,
}

/// What a finished build was.
#[derive(Clone, Debug, Default)]
pub struct Built {
    /// The manifest. Write it last, under the name [`Built::MANIFEST`].
    pub manifest: Vec<u8>,
    /// The number of the release.
    pub release: u64,
    /// How many records are in the index.
    pub records: u32,
    /// The ids that came more than once, each as often as it came too much. One record of each
    /// was kept: the same one whatever the order in which they came.
    pub duplicates: Vec<RecordId>,
    /// Bytes of chunks by part, as stored.
    pub bytes_by_part: Vec<(&'static str, u64)>,
    /// How many chunks were given out.
    pub chunks: u32,
    /// Whether that is the whole collection or what changed.
    pub extent: Extent,
    /// Which of the pictures is the cover of which record.
    pub covers: Vec<Covered>,
}

impl Built {
    /// The file name of the manifest, the only one that ever changes its content.
    pub const MANIFEST: &'static str = "manifest.json";
}

/// Why a build could not be finished.
#[derive(Debug)]
#[non_exhaustive]
pub enum BuildError<E> {
    /// A chunk could not be written.
    Write(E),
    /// More records than the format can number. Split the collection.
    TooManyRecords,
}

impl<E: fmt::Display> fmt::Display for BuildError<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Write(error) => {
                write!(f, "a file of the index could not be written: {error}")
            }
            Self::TooManyRecords => write!(
                f,
                "expected at most {} records in a collection; split it into several",
                u32::MAX,
            ),
        }
    }
}

impl<E: core::error::Error + 'static> core::error::Error for BuildError<E> {}

/// Takes a chunk: its name and its bytes.
pub type WriteChunk<'a, E> = &'a mut dyn FnMut(&FileName, &[u8]) -> Result<(), E>;

/// Takes records in any order, gives chunks and a manifest. The same records give the same
/// bytes, whatever their order.
#[derive(Debug)]
pub struct Builder {
    settings: Settings,
    analyzer: Analyzer,
    gathered: Gathered,
    interned: Interned,
    documents: Vec<Document>,
    /// The ids of records that became one with a document, and its number.
    merged: Vec<(u32, RecordId)>,
}

/// What a record is filed by: language, then its place on the shelf, then title, so that what is
/// found together lies together.
#[derive(Debug)]
struct Filing {
    language: Box<str>,
    /// Its first class, for a record that has no place on the shelf.
    class: Box<str>,
    title: Box<str>,
}

/// A record as it waits for its place.
#[derive(Debug)]
struct Document {
    id: RecordId,
    filing: Filing,
    lengths: Lengths,
    facts: Facts,
    record: Box<[u8]>,
    /// The work that it is an edition of; in the end, only where others are too.
    work: Option<u64>,
    is_left_out: bool,
    /// The file of its cover.
    cover: Option<Box<str>>,
}

impl Builder {
    /// An empty collection.
    pub fn new(settings: Settings) -> Self {
        Self {
            settings,
            analyzer: Analyzer::new(),
            gathered: Gathered::default(),
            interned: Interned::default(),
            documents: Vec::new(),
            merged: Vec::new(),
        }
    }

    /// Adds a record. It takes about the memory of its text.
    pub fn add(&mut self, record: &Record) {
        let number = self.documents.len() as u32;
        let record = &*self.settings.services.with_logins(record);
        let (cover, record) = self.settings.covers.put_on(record);
        let record = &*record;
        let texts = terms::texts(record);
        let lengths = self.gathered.take_words(number, &texts, &self.analyzer);
        self.merged
            .extend(record.merged.iter().map(|merged| (number, merged.id.clone())));
        for key in terms::number_keys(record, &self.analyzer) {
            self.gathered.take_number(number, key);
        }
        let ways = ways(record, &self.settings.library);
        let nonfiling = counted_skip(record, &self.analyzer);
        let short = Brief { nonfiling, ..Brief::new(record, &ways) };
        let mut full = Vec::new();
        put_record(&mut full, record);
        self.documents.push(Document {
            id: record.id.clone(),
            filing: filing(record, &self.analyzer),
            lengths,
            facts: self.interned.take(
                record,
                &short,
                &ways,
                (&self.settings.places, &self.analyzer),
            ),
            record: full.into(),
            work: works::work(record, &self.analyzer),
            is_left_out: false,
            cover,
        });
    }

    /// The record that was added as the `number`th, from zero.
    pub fn record(&self, number: usize) -> Option<Record> {
        read_record(&self.documents.get(number)?.record).ok()
    }

    /// Leaves the record out that was added as the `number`th, from zero: another that was added
    /// says what it says.
    pub fn leave_out(&mut self, number: usize) {
        if let Some(document) = self.documents.get_mut(number) {
            document.is_left_out = true;
        }
    }

    /// How many records were added, those that were left out again among them.
    pub fn len(&self) -> usize {
        self.documents.len()
    }

    /// The ids of the records that were added, as often as they came.
    pub fn ids(&self) -> impl Iterator<Item = &RecordId> {
        self.documents.iter().map(|document| &document.id)
    }

    /// Whether no record was added.
    pub fn is_empty(&self) -> bool {
        self.documents.is_empty()
    }

    /// Gives every chunk to `write`, always in the same order, and returns the manifest.
    /// A chunk may be given twice if two parts have the same content.
    ///
    /// # Errors
    /// What `write` answered, or that the collection is too large for the format.
    pub fn finish<E>(self, write: WriteChunk<'_, E>) -> Result<Built, BuildError<E>> {
        let gathered = self.ordered()?;
        gathered.write_whole(None, &mut Sink::new(write)).map_err(BuildError::Write)
    }

    /// Puts the documents in order and settles which works are shared.
    fn ordered<E>(mut self) -> Result<Ordered, BuildError<E>> {
        if self.documents.len() >= u32::MAX as usize {
            return Err(BuildError::TooManyRecords);
        }
        let (mut order, duplicates) = unique(&self.documents);
        self.stand_by_class(&order);
        put_in_order(&mut order, &self.documents);
        works::keep_shared(&mut self.documents, &order);
        for (number, document) in (0..).zip(&self.documents) {
            if let Some(work) = document.work {
                self.gathered.take_number(number, work_key(&works::name_of(work)));
            }
        }
        self.take_own_numbers();
        let covers = covers::of(&self.documents, &order);
        Ok(Ordered { builder: self, order, duplicates, covers })
    }

    /// Gives records without a call number their places on the shelf. All that count are in
    /// `order`.
    fn stand_by_class(&mut self, order: &[u32]) {
        let facts = |number: &u32| Some(&self.documents.get(*number as usize)?.facts);
        let usual = Usual::new(order.iter().filter_map(facts));
        for &number in order {
            if let Some(document) = self.documents.get_mut(number as usize) {
                self.interned.stand_by_class(&mut document.facts, &usual);
            }
        }
    }

    /// Takes the ids apart of which so many records have the number, as a barcode say, that they
    /// would have to be looked through.
    fn take_own_numbers(&mut self) {
        let own = (0..).zip(self.documents.iter().map(|document| &document.id));
        let merged = self.merged.iter().map(|(number, id)| (*number, id));
        let has_many =
            |id: &RecordId| self.gathered.has_many(&id_key(id, &self.analyzer));
        let mut keys: Vec<(u32, Vec<u8>)> = own
            .chain(merged)
            .filter(|(_, id)| has_many(id))
            .map(|(number, id)| (number, own_key(id, &self.analyzer)))
            .collect();
        keys.sort_unstable();
        keys.dedup();
        keys.into_iter().for_each(|(number, key)| self.gathered.take_number(number, key));
    }
}

/// A builder that takes no more records.
struct Ordered {
    builder: Builder,
    /// The documents of the collection, as they are filed.
    order: Vec<u32>,
    duplicates: Vec<RecordId>,
    covers: Vec<Covered>,
}

impl Ordered {
    /// Writes all records as one segment.
    fn write_whole<E>(
        self,
        why: Option<WhyWhole>,
        sink: &mut Sink<'_, E>,
    ) -> Result<Built, E> {
        let manifest = self.write_common(sink)?;
        let (order, taken) = (self.order, (self.duplicates, self.covers));
        let root = self.builder.write_segment(sink, &order, &order)?;
        let segments = vec![Segment { root, deleted: None, left: None }];
        let (files, bytes) = (sink.files, sink.bytes);
        let manifest = Manifest { segments, files, bytes, ..manifest };
        Ok(built(&manifest, taken, sink, Extent::Whole(why)))
    }

    /// Writes what belongs to no segment.
    fn write_common<E>(&self, sink: &mut Sink<'_, E>) -> Result<Manifest, E> {
        let settings = &self.builder.settings;
        Ok(Manifest {
            release: settings.release,
            as_of: settings.as_of.clone(),
            expires: settings.expires.clone(),
            records: self.order.len() as u32,
            library: Some(sink.library(&settings.library)?),
            captions: sink.captions(&self.builder.interned.captions())?,
            places: sink.places(&settings.places)?,
            services: sink.services(&settings.services)?,
            ..Manifest::default()
        })
    }
}

impl Builder {
    /// Writes the segment of the documents in `order`, which are some of `all`.
    fn write_segment<E>(
        self,
        sink: &mut Sink<'_, E>,
        order: &[u32],
        all: &[u32],
    ) -> Result<Want, E> {
        let material = Material {
            settings: &self.settings,
            documents: &self.documents,
            interned: &self.interned,
            analyzer: &self.analyzer,
            all,
        };
        parts::write_segment(sink, &material, self.gathered, order)
    }
}

fn built<E>(
    manifest: &Manifest,
    (duplicates, covers): (Vec<RecordId>, Vec<Covered>),
    sink: &Sink<'_, E>,
    extent: Extent,
) -> Built {
    Built {
        manifest: manifest.to_json(),
        release: manifest.release,
        records: manifest.records,
        duplicates,
        bytes_by_part: sink.bytes_by_part(),
        chunks: sink.files as u32,
        extent,
        covers,
    }
}

/// The documents, one of each id, and the ids of those left out.
fn unique(documents: &[Document]) -> (Vec<u32>, Vec<RecordId>) {
    let numbered = (0..).zip(documents);
    let mut order: Vec<(u32, &Document)> =
        numbered.filter(|(_, document)| !document.is_left_out).collect();
    // Among records with one id the greatest bytes win: any rule will do that does not depend
    // on the order of the input.
    order.sort_unstable_by(|(_, a), (_, b)| (&a.id, &b.record).cmp(&(&b.id, &a.record)));
    let mut duplicates = Vec::new();
    order.dedup_by(|(_, later), (_, first)| {
        let is_same = later.id == first.id;
        if is_same {
            duplicates.push(later.id.clone());
        }
        is_same
    });
    (order.into_iter().map(|(number, _)| number).collect(), duplicates)
}

/// Puts documents in the order in which they are filed.
fn put_in_order(order: &mut [u32], documents: &[Document]) {
    order.sort_unstable_by_key(|number| {
        documents.get(*number as usize).map(|document| {
            let Filing { language, class, title } = &document.filing;
            let place = document.facts.shelf.as_ref().unwrap_or(class);
            (language, place, title, &document.id)
        })
    });
}

fn filing(record: &Record, analyzer: &Analyzer) -> Filing {
    let class = record.classes.first().map(|class| class.notation.to_uppercase());
    Filing {
        language: record.language().unwrap_or("und").into(),
        class: class.unwrap_or_default().into(),
        title: analyzer.squeezed(&record.title.proper).into(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn record(id: &str, title: &str) -> Record {
        let mut record = Record { id: id.into(), ..Record::default() };
        record.title.proper = title.into();
        record
    }

    fn built(records: &[Record]) -> (Built, Vec<(FileName, Vec<u8>)>) {
        let mut builder = Builder::new(Settings::default());
        records.iter().for_each(|record| builder.add(record));
        let mut chunks = Vec::new();
        let mut write = |name: &FileName, file: &[u8]| {
            chunks.push((*name, file.to_vec()));
            Ok::<_, fmt::Error>(())
        };
        (builder.finish(&mut write).unwrap(), chunks)
    }

    #[test]
    fn the_order_of_the_input_does_not_change_a_byte() {
        let mut records: Vec<Record> = (0..50)
            .map(|n| record(&format!("r{n}"), &format!("Книга {}", n * 7 % 50)))
            .collect();
        records.push(record("r7", "The same id again"));
        let (first, chunks) = built(&records);
        records.reverse();
        let (second, chunks_again) = built(&records);
        assert_eq!((first.manifest, chunks), (second.manifest, chunks_again));
        assert_eq!((first.records, first.duplicates), (50, vec!["r7".to_owned()]));
    }

    #[test]
    fn what_the_writer_answers_ends_the_build() {
        let mut builder = Builder::new(Settings::default());
        builder.add(&record("1", "Title"));
        let refused = builder.finish(&mut |_, _| Err(fmt::Error));
        assert!(matches!(refused, Err(BuildError::Write(fmt::Error))));
    }
}
