//! Writing a segment: each part is cut into chunks where its content says so, so that a
//! record more or less changes one or two chunks of a part and not all behind it.

use core::hash::Hasher;
use std::collections::BTreeSet;

use bibliobus_catalog::{Captions, Library, Places, Record, Services, ways};

use super::{
    Document, Settings, WriteChunk, columns,
    facts::{Interned, counted_skip},
    gather::{Fnv, Gained, Gathered, Lengths, Term},
    parallel::in_parallel,
    spellings::{Spellings, is_mended_in},
    works::name_of,
};
use crate::{
    Brief,
    analysis::Analyzer,
    format::{
        briefs,
        chunk::{FileName, Kind, Want, wrap, wrap_coded},
        coder::Encoder,
        deleted,
        dictionary::{self, Block, MAX_INLINE, Postings, Run, Usual},
        directory::{Directory, Entry},
        left::{self, Left},
        postings::{ChunkWriter, Columns, Fields, List, Lists, Mark},
        record::{put_record, read_record},
        root::{self, PARTS, Part, Size, Stamp},
        services, spellings, store, thin,
    },
    weights::{FIELD_COUNT, Weights, impact},
};

/// Postings in a run, at most.
const RUN: usize = 2048;

/// A chunk of postings is closed at this many bytes.
const POSTINGS_CHUNK: usize = 7 << 10;

/// How many terms, and how many records, coders learn from before they start. Keys and records that
/// they learn from stand in the root as well as in their chunks, so of few only a part is taken.
const SAMPLE_TERMS: usize = 6000;
const SAMPLE_KEYS: usize = 400;
const SAMPLE_BRIEFS: usize = 64;
/// One key, and one record, of so many at most.
const KEYS_FOR_ONE: usize = 32;
const BRIEFS_FOR_ONE: usize = 5;

/// Where chunks go, and the tally of them.
pub(super) struct Sink<'a, E> {
    write: WriteChunk<'a, E>,
    pub(super) files: u64,
    pub(super) bytes: u64,
    other: u64,
    sizes: [Size; PARTS],
}

impl<'a, E> Sink<'a, E> {
    pub(super) fn new(write: WriteChunk<'a, E>) -> Self {
        Self { write, files: 0, bytes: 0, other: 0, sizes: <[Size; PARTS]>::default() }
    }

    pub(super) fn library(&mut self, library: &Library) -> Result<Want, E> {
        // Postcard fails on maps of unknown length only; a library has none.
        let content = postcard::to_allocvec(library).unwrap_or_default();
        self.file(wrap(Kind::Library, &content), None)
    }

    /// Writes the names of classes, if there are any.
    pub(super) fn captions(&mut self, captions: &Captions) -> Result<Option<Want>, E> {
        if captions.is_empty() {
            return Ok(None);
        }
        let content = postcard::to_allocvec(captions).unwrap_or_default();
        self.file(wrap(Kind::Captions, &content), None).map(Some)
    }

    /// Writes which documents of a segment no longer count.
    pub(super) fn deleted(&mut self, deleted: &BTreeSet<u32>) -> Result<Want, E> {
        self.file(wrap(Kind::Deleted, &deleted::put(deleted)), None)
    }

    /// Writes what is left of headings.
    pub(super) fn left(&mut self, lists: &[(u8, Left)]) -> Result<Want, E> {
        self.file(wrap(Kind::Left, &left::put(lists)), None)
    }

    /// Writes where things stand, if anything is known of it.
    pub(super) fn places(&mut self, places: &Places) -> Result<Option<Want>, E> {
        if places.is_empty() {
            return Ok(None);
        }
        let content = postcard::to_allocvec(places).unwrap_or_default();
        self.file(wrap(Kind::Places, &content), None).map(Some)
    }

    /// Writes what the library arranges, if it arranges anything.
    pub(super) fn services(&mut self, services: &Services) -> Result<Option<Want>, E> {
        if services.is_empty() {
            return Ok(None);
        }
        let content = services::write(services);
        self.file(wrap(Kind::Services, &content), None).map(Some)
    }

    pub(super) fn bytes_by_part(&self) -> Vec<(&'static str, u64)> {
        let parts = Part::ALL.iter().zip(self.sizes);
        let mut all: Vec<_> =
            parts.map(|(part, size)| (part.label(), size.bytes)).collect();
        all.push(("root and library", self.other));
        all
    }

    pub(super) fn file(&mut self, file: Vec<u8>, part: Option<Part>) -> Result<Want, E> {
        let want = Want { file: FileName::of(&file), len: file.len() as u32 };
        self.files += 1;
        self.bytes += u64::from(want.len);
        match part.and_then(|part| self.sizes.get_mut(part as usize)) {
            Some(size) => {
                size.files += 1;
                size.bytes += u64::from(want.len);
            }
            None => self.other += u64::from(want.len),
        }
        (self.write)(&want.file, &file)?;
        Ok(want)
    }

    pub(super) fn directory(
        &mut self,
        part: Part,
        entries: &[Entry],
    ) -> Result<Vec<u8>, E> {
        let mut out = Vec::new();
        let mut write = |page: Vec<u8>| self.file(page, Some(part));
        Directory::put(entries, part.inline(), &mut out, &mut write)?;
        Ok(out)
    }
}

/// Says where a part is cut: not before `min` bytes, not after `max`, and in between where
/// the key at the border says so.
#[derive(Clone, Copy)]
pub(super) struct Cut {
    pub(super) min: usize,
    pub(super) max: usize,
    /// One key in this many is a border; a power of two.
    pub(super) one_in: u64,
}

impl Cut {
    /// In records.
    const BRIEFS: Self = Self { min: 24, max: 48, one_in: 16 };
    /// In bytes before compression.
    const RECORDS: Self = Self { min: 64 << 10, max: 192 << 10, one_in: 64 };
    /// In bytes, as [`estimate`] has them.
    const DICTIONARY: Self = Self { min: 3 << 10, max: 7 << 10, one_in: 256 };
    /// In bytes before compression.
    const SPELLINGS: Self = Self { min: 6 << 10, max: 16 << 10, one_in: 256 };

    pub(super) fn is_here(self, size: usize, key: &[u8]) -> bool {
        size >= self.max || size >= self.min && fnv(key) & (self.one_in - 1) == 0
    }
}

/// A hash that is the same everywhere and for ever.
fn fnv(bytes: &[u8]) -> u64 {
    let mut hash = Fnv::default();
    hash.write(bytes);
    hash.finish()
}

/// What segments are written of.
pub(super) struct Material<'m> {
    pub(super) settings: &'m Settings,
    pub(super) documents: &'m [Document],
    pub(super) interned: &'m Interned,
    pub(super) analyzer: &'m Analyzer,
    /// The documents of the whole collection, in their order.
    pub(super) all: &'m [u32],
}

/// Writes every chunk of the segment that has the documents of `order`, and returns its root.
pub(super) fn write_segment<E>(
    sink: &mut Sink<'_, E>,
    material: &Material<'_>,
    gathered: Gathered,
    order: &[u32],
) -> Result<Want, E> {
    let Material { settings, documents, interned, analyzer, .. } = *material;
    let kept: Vec<&Document> =
        order.iter().filter_map(|&number| documents.get(number as usize)).collect();
    let ranks = Ranks::new(settings.weights, documents, order, material.all);
    let mut terms = gathered.into_terms();
    let is_part = order.len() < material.all.len();
    if is_part {
        terms.retain(|term| ranks.has_any(&term.postings()));
    }
    let (usual, usual_bytes) = learn_usual(&terms, &ranks);
    let reading = Reading { library: &settings.library, analyzer };
    let sample: Vec<Brief> =
        sample(&kept).map(|document| reading.read(document).1).collect();
    let has_covers = !settings.covers.is_empty();
    let (model, model_bytes) = briefs::Model::learn(&sample, has_covers);
    let stamp = root::stamp(&usual_bytes, &model_bytes);
    let stores = Stores { reading, model, stamp };
    let (briefs, records) = stores.write(sink, &kept)?;
    let mut spellings = Spellings::default();
    let (dictionary, postings) =
        Terms::new(sink, &ranks, usual, stamp).write(terms, &mut spellings)?;
    let spellings = write_spellings(sink, spellings)?;
    let (columns, headings) = columns::write(sink, &kept, interned, analyzer, is_part)?;
    let directories =
        [dictionary, postings, briefs, records, columns, headings, spellings];
    let records = kept.len() as u32;
    let content = root::put(
        records,
        &directories,
        &sink.sizes,
        &usual_bytes,
        (&model_bytes, has_covers),
        &settings.weights,
    );
    sink.file(wrap(Kind::Root, &content), None)
}

/// The directory of spellings.
fn write_spellings<E>(
    sink: &mut Sink<'_, E>,
    spellings: Spellings,
) -> Result<Vec<u8>, E> {
    let mut entries = Vec::new();
    let words = spellings.into_words();
    let (mut from, mut size) = (0, 0);
    for (at, (key, _)) in words.iter().enumerate() {
        size += key.len();
        if Cut::SPELLINGS.is_here(size, key) || at + 1 == words.len() {
            let block = words.get(from..=at).unwrap_or_default();
            let file = wrap(Kind::Spellings, &spellings::put(block));
            let want = sink.file(file, Some(Part::Spellings))?;
            let first = block.first().map(|(key, _)| key.clone()).unwrap_or_default();
            entries.push(Entry { key: first, want });
            (from, size) = (at + 1, 0);
        }
    }
    sink.directory(Part::Spellings, &entries)
}

/// What it takes to make the brief form of a record.
#[derive(Clone, Copy)]
struct Reading<'l> {
    library: &'l Library,
    analyzer: &'l Analyzer,
}

impl Reading<'_> {
    /// The record of a document and its brief form.
    fn read(&self, document: &Document) -> (Record, Brief) {
        // It was written a moment ago.
        let mut record = read_record(&document.record).unwrap_or_default();
        record.work = document.work.map(name_of);
        let nonfiling = counted_skip(&record, self.analyzer);
        let ways = ways(&record, self.library);
        let brief = Brief { nonfiling, ..Brief::new(&record, &ways) };
        (record, brief)
    }
}

/// A few documents from everywhere, in small groups of neighbours.
fn sample<'a>(kept: &'a [&'a Document]) -> impl Iterator<Item = &'a Document> {
    const GROUP: usize = 4;
    let step = (kept.len() / (SAMPLE_BRIEFS / GROUP)).max(GROUP * BRIEFS_FOR_ONE);
    kept.chunks(step).flat_map(|part| part.iter().take(GROUP)).copied()
}

/// What is usual among the terms.
fn learn_usual(terms: &[Term], ranks: &Ranks) -> (Usual, Vec<u8>) {
    let every = |count: usize| terms.iter().step_by(terms.len().div_ceil(count).max(1));
    let keys = every(SAMPLE_KEYS.min(terms.len().div_ceil(KEYS_FOR_ONE)).max(1));
    let keys: Vec<Vec<u8>> = keys.map(|term| term.key.clone()).collect();
    let mut lists = Lists::default();
    let mut encoder = Encoder::new();
    for term in every(SAMPLE_TERMS) {
        let postings = ranks.postings(&term.postings());
        let few = postings.part(0, postings.len().min(MAX_INLINE)).unwrap_or_default();
        // Documents are in order, so their numbers do not run out.
        let _ = lists.code(&mut encoder, few.len(), few, &mut Columns::default());
    }
    Usual::learn(&keys, lists)
}

/// The content of a coded chunk: where its coders start, and what they made.
fn coded(kind: Kind, stamp: Stamp, content: &[u8]) -> Vec<u8> {
    wrap_coded(kind, &[&stamp, content].concat())
}

/// Writes brief and full records.
struct Stores<'l> {
    reading: Reading<'l>,
    model: briefs::Model,
    stamp: Stamp,
}

/// A chunk of full records and the chunks of their brief forms, each with its first document.
struct Stored {
    briefs: Vec<(u32, Vec<u8>)>,
    records: (u32, Vec<u8>),
}

impl Stores<'_> {
    /// The directories of brief and full records.
    fn write<E>(
        &self,
        sink: &mut Sink<'_, E>,
        kept: &[&Document],
    ) -> Result<(Vec<u8>, Vec<u8>), E> {
        /// Chunks that are in memory at once.
        const BATCH: usize = 64;
        let (mut briefs, mut records) = (Vec::new(), Vec::new());
        let size = |document: &&Document| document.record.len();
        let groups = groups(kept, 0, Cut::RECORDS, size);
        for batch in groups.chunks(BATCH) {
            for stored in in_parallel(batch, |(first, group)| self.chunks(*first, group))
            {
                for (first, file) in stored.briefs {
                    let want = sink.file(file, Some(Part::Briefs))?;
                    briefs.push(Entry { key: first.to_be_bytes().to_vec(), want });
                }
                let (first, file) = stored.records;
                let want = sink.file(file, Some(Part::Records))?;
                records.push(Entry { key: first.to_be_bytes().to_vec(), want });
            }
        }
        Ok((
            sink.directory(Part::Briefs, &briefs)?,
            sink.directory(Part::Records, &records)?,
        ))
    }

    fn chunks(&self, first: u32, group: &[&Document]) -> Stored {
        let all: Vec<(Record, Brief)> =
            group.iter().map(|document| self.reading.read(document)).collect();
        let records: Vec<Vec<u8>> = all.iter().map(|(r, b)| thin_record(r, b)).collect();
        let forms: Vec<Brief> = all.into_iter().map(|(_, brief)| brief).collect();
        let mut briefs = Vec::new();
        let mut rest = forms.as_slice();
        for (first, part) in groups(group, first, Cut::BRIEFS, |_| 1) {
            let (here, behind) = rest.split_at(part.len().min(rest.len()));
            rest = behind;
            let file = coded(Kind::Briefs, self.stamp, &self.model.put(here));
            briefs.push((first, file));
        }
        let records: Vec<&[u8]> = records.iter().map(Vec::as_slice).collect();
        let file = wrap(Kind::Records, &store::put(&records));
        Stored { briefs, records: (first, file) }
    }
}

fn thin_record(record: &Record, brief: &Brief) -> Vec<u8> {
    let mut out = Vec::new();
    put_record(&mut out, &thin::thin(record, brief));
    out
}

/// Documents in the groups that make a chunk, each with the number of its first.
fn groups<'d, 'a>(
    documents: &'d [&'a Document],
    first: u32,
    cut: Cut,
    size: impl Fn(&&Document) -> usize,
) -> Vec<(u32, &'d [&'a Document])> {
    let mut groups = Vec::new();
    let (mut start, mut sum) = (0, 0);
    for (at, document) in documents.iter().enumerate() {
        sum += size(document);
        let is_last = at + 1 == documents.len();
        if cut.is_here(sum, document.id.as_bytes()) || is_last {
            let group = documents.get(start..=at).unwrap_or_default();
            groups.push((first + start as u32, group));
            (start, sum) = (at + 1, 0);
        }
    }
    groups
}

/// What ranking needs of the documents, under their final numbers.
struct Ranks {
    /// From the number in which a document came to its final one; `None` for duplicates.
    places: Vec<Option<u32>>,
    /// Whether a document stands in another segment; empty where there is none.
    elsewhere: Vec<bool>,
    /// By the numbers in which they came.
    lengths: Vec<Lengths>,
    averages: [f32; FIELD_COUNT],
    weights: Weights,
}

impl Ranks {
    /// Of the documents in `order`. Lengths are measured by those of the whole collection, so
    /// that the scores of several segments can be compared.
    fn new(weights: Weights, documents: &[Document], order: &[u32], all: &[u32]) -> Self {
        let mut places = vec![None; documents.len()];
        for (place, &number) in (0..).zip(order) {
            if let Some(slot) = places.get_mut(number as usize) {
                *slot = Some(place);
            }
        }
        let lengths: Vec<Lengths> =
            documents.iter().map(|document| document.lengths).collect();
        let every = all.iter().filter_map(|&number| lengths.get(number as usize));
        let averages = averages(every);
        let mut elsewhere = Vec::new();
        if order.len() < all.len() {
            elsewhere = vec![false; documents.len()];
            for &number in all {
                let is_here = places.get(number as usize).is_some_and(Option::is_some);
                if let Some(slot) = elsewhere.get_mut(number as usize) {
                    *slot = !is_here;
                }
            }
        }
        Self { averages, places, elsewhere, lengths, weights }
    }

    /// Whether any of the documents has a place.
    fn has_any(&self, gained: &[Gained]) -> bool {
        let place = |gained: &Gained| *self.places.get(gained.doc as usize)?;
        gained.iter().any(|gained| place(gained).is_some())
    }

    /// Whether another segment has the word among its spellings, which lie apart only once.
    fn is_spelt_elsewhere(&self, gained: &[Gained]) -> bool {
        gained.iter().any(|gained| {
            let is_elsewhere = self.elsewhere.get(gained.doc as usize) == Some(&true);
            is_elsewhere && is_mended_in(fields(gained))
        })
    }

    /// The posting in its final form; `None` where its document was left out.
    fn posting(&self, gained: &Gained) -> Option<(u32, Mark)> {
        let doc = (*self.places.get(gained.doc as usize)?)?;
        let lengths = self.lengths.get(gained.doc as usize)?;
        if gained.counts == [0; FIELD_COUNT] {
            return Some((doc, Mark::new(Fields::default(), u8::MAX)));
        }
        let impact =
            impact(&self.weights, &gained.counts, &lengths.words, &self.averages);
        Some((doc, Mark::new(fields(gained), impact)))
    }

    fn postings(&self, gained: &[Gained]) -> Columns {
        let mut postings: Vec<(u32, Mark)> =
            gained.iter().filter_map(|gained| self.posting(gained)).collect();
        postings.sort_unstable_by_key(|(doc, _)| *doc);
        let mut columns = Columns::default();
        postings.into_iter().for_each(|(doc, mark)| columns.push(doc, mark));
        columns
    }
}

/// The mean length of each field, over the records that have it.
fn averages<'a>(kept: impl Iterator<Item = &'a Lengths>) -> [f32; FIELD_COUNT] {
    let mut sums = [(0u64, 0u64); FIELD_COUNT];
    for lengths in kept {
        for ((words, records), &length) in sums.iter_mut().zip(&lengths.words) {
            *words += u64::from(length);
            *records += u64::from(length > 0);
        }
    }
    sums.map(|(words, records)| words as f32 / records.max(1) as f32)
}

fn fields(gained: &Gained) -> Fields {
    const MASKS: [u8; FIELD_COUNT] = [
        Fields::TITLE,
        Fields::TITLE,
        Fields::TITLE,
        Fields::CREATOR,
        Fields::SUBJECT,
        Fields::OTHER,
        Fields::CREATOR,
    ];
    let masks = gained.counts.iter().zip(MASKS).filter(|(count, _)| **count > 0);
    Fields::new(masks.fold(0, |mask, (_, bit)| mask | bit), gained.in_title)
}

/// Writes dictionary and postings.
struct Terms<'s, 'a, E> {
    sink: &'s mut Sink<'a, E>,
    ranks: &'s Ranks,
    usual: Usual,
    stamp: Stamp,
    blocks: Vec<Entry>,
    block: Block,
    /// About how long the block is.
    size: usize,
    chunks: Vec<Entry>,
    chunk: ChunkWriter,
}

impl<'s, 'a, E> Terms<'s, 'a, E> {
    fn new(
        sink: &'s mut Sink<'a, E>,
        ranks: &'s Ranks,
        usual: Usual,
        stamp: Stamp,
    ) -> Self {
        let chunk = ChunkWriter::new(&usual.lists);
        let (blocks, chunks, block) = (Vec::new(), Vec::new(), Block::default());
        Self { sink, ranks, usual, stamp, blocks, block, size: 0, chunks, chunk }
    }

    /// The directories of dictionary and postings.
    fn write(
        mut self,
        terms: Vec<Term>,
        spellings: &mut Spellings,
    ) -> Result<(Vec<u8>, Vec<u8>), E> {
        for term in terms {
            let gained = term.postings();
            let postings = self.ranks.postings(&gained);
            let fields = postings.marks.iter().map(|mark| mark.fields());
            if !self.ranks.is_spelt_elsewhere(&gained) {
                spellings.take(&term.key, fields, postings.len());
            }
            if postings.len() > 0 {
                self.term(&term.key, postings.list())?;
            }
        }
        self.close_block()?;
        self.close_chunk()?;
        let dictionary = self.sink.directory(Part::Dictionary, &self.blocks)?;
        let postings = self.sink.directory(Part::Postings, &self.chunks)?;
        Ok((dictionary, postings))
    }

    fn term(&mut self, key: &[u8], list: List<'_>) -> Result<(), E> {
        let doc_freq = list.len() as u32;
        let runs = if list.len() > MAX_INLINE { self.runs(list)? } else { Vec::new() };
        let postings =
            if runs.is_empty() { Postings::Inline(list) } else { Postings::Runs(&runs) };
        self.block.push(key, dictionary::Entry { doc_freq, postings, links: &[] });
        self.size += estimate(key, &postings);
        if Cut::DICTIONARY.is_here(self.size, key) { self.close_block() } else { Ok(()) }
    }

    fn runs(&mut self, list: List<'_>) -> Result<Vec<Run>, E> {
        let mut runs = Vec::new();
        for (docs, marks) in list.docs.chunks(RUN).zip(list.marks.chunks(RUN)) {
            let part = List { docs, marks };
            let start = self.chunk.run(part);
            runs.push(Run {
                chunk: self.chunks.len() as u32,
                start,
                postings: part.len() as u32,
                first: docs.first().copied().unwrap_or(0),
                last: docs.last().copied().unwrap_or(0),
                max_impact: part.max_impact(),
            });
            if self.chunk.len() >= POSTINGS_CHUNK {
                self.close_chunk()?;
            }
        }
        Ok(runs)
    }

    fn close_block(&mut self) -> Result<(), E> {
        let block = core::mem::take(&mut self.block);
        self.size = 0;
        if block.len() > 0 {
            let file = coded(Kind::Dictionary, self.stamp, &block.put(&self.usual));
            let want = self.sink.file(file, Some(Part::Dictionary))?;
            self.blocks.push(Entry { key: block.key(0).to_vec(), want });
        }
        Ok(())
    }

    fn close_chunk(&mut self) -> Result<(), E> {
        let fresh = ChunkWriter::new(&self.usual.lists);
        let chunk = core::mem::replace(&mut self.chunk, fresh);
        if !chunk.is_empty() {
            let file = coded(Kind::Postings, self.stamp, &chunk.finish());
            let want = self.sink.file(file, Some(Part::Postings))?;
            let key = (self.chunks.len() as u32).to_be_bytes().to_vec();
            self.chunks.push(Entry { key, want });
        }
        Ok(())
    }
}

/// About how many bytes a term takes in a block.
fn estimate(key: &[u8], postings: &Postings<'_>) -> usize {
    let postings = match postings {
        Postings::Inline(list) => list.len() * 2,
        Postings::Runs(runs) => runs.len() * 9,
    };
    key.len() / 5 + 1 + postings
}
