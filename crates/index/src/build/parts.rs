//! Writing a segment: each part is cut into chunks where its content says so, so that a
//! record more or less changes one or two chunks of a part and not all behind it.

use core::hash::Hasher;

use bibliobus_catalog::Library;

use super::{
    Document, WriteChunk, columns,
    facts::Interned,
    gather::{Fnv, Gained, Gathered, Lengths},
};
use crate::analysis::Analyzer;
use crate::format::{
    chunk::{FileName, Kind, Want, wrap},
    dictionary::{self, MAX_INLINE, Postings, Run},
    directory::{Directory, Entry},
    postings::{Fields, Posting, max_impact, put_run},
    root::{self, PARTS, Part, Size},
    store,
};
use crate::weights::{FIELD_COUNT, impact};

/// Postings in a run: about 8 KiB.
const RUN: usize = 32 * 128;

/// A chunk of postings is closed at this many bytes before compression.
const POSTINGS_CHUNK: usize = 28 << 10;

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
    const BRIEFS: Self = Self { min: 24 << 10, max: 72 << 10, one_in: 64 };
    const RECORDS: Self = Self { min: 96 << 10, max: 288 << 10, one_in: 64 };
    const DICTIONARY: Self = Self { min: 20 << 10, max: 60 << 10, one_in: 256 };

    pub(super) fn is_here(self, bytes: usize, key: &[u8]) -> bool {
        bytes >= self.max || bytes >= self.min && fnv(key) & (self.one_in - 1) == 0
    }
}

/// A hash that is the same everywhere and for ever.
fn fnv(bytes: &[u8]) -> u64 {
    let mut hash = Fnv::default();
    hash.write(bytes);
    hash.finish()
}

/// Writes every chunk of a segment and returns its root.
pub(super) fn write_segment<E>(
    sink: &mut Sink<'_, E>,
    documents: &[Document],
    gathered: Gathered,
    interned: &Interned,
    order: &[u32],
    analyzer: &Analyzer,
) -> Result<Want, E> {
    let kept: Vec<&Document> =
        order.iter().filter_map(|&number| documents.get(number as usize)).collect();
    let briefs = write_store(sink, &kept, Part::Briefs, Cut::BRIEFS, |d| &d.brief)?;
    let records = write_store(sink, &kept, Part::Records, Cut::RECORDS, |d| &d.record)?;
    let ranks = Ranks::new(documents, order);
    let (dictionary, postings) = Terms::new(sink, &ranks).write(gathered)?;
    let (columns, headings) = columns::write(sink, &kept, interned, analyzer)?;
    let directories = [dictionary, postings, briefs, records, columns, headings];
    let content = root::put(kept.len() as u32, &directories, &sink.sizes);
    sink.file(wrap(Kind::Root, &content), None)
}

fn write_store<E>(
    sink: &mut Sink<'_, E>,
    documents: &[&Document],
    part: Part,
    cut: Cut,
    bytes: impl Fn(&Document) -> &[u8],
) -> Result<Vec<u8>, E> {
    let kind = if part == Part::Briefs { Kind::Briefs } else { Kind::Records };
    let mut entries = Vec::new();
    let mut waiting: Vec<&[u8]> = Vec::new();
    let mut size = 0;
    let mut first = 0u32;
    for (document, number) in documents.iter().zip(1u32..) {
        waiting.push(bytes(document));
        size += bytes(document).len();
        if cut.is_here(size, document.id.as_bytes()) || number as usize == documents.len()
        {
            let want = sink.file(wrap(kind, &store::put(&waiting)), Some(part))?;
            entries.push(Entry { key: first.to_be_bytes().to_vec(), want });
            waiting.clear();
            size = 0;
            first = number;
        }
    }
    sink.directory(part, &entries)
}

/// What ranking needs of the documents, under their final numbers.
struct Ranks {
    /// From the number in which a document came to its final one; `None` for duplicates.
    places: Vec<Option<u32>>,
    /// By the numbers in which they came.
    lengths: Vec<Lengths>,
    averages: [f32; FIELD_COUNT],
}

impl Ranks {
    fn new(documents: &[Document], order: &[u32]) -> Self {
        let mut places = vec![None; documents.len()];
        for (place, &number) in (0..).zip(order) {
            if let Some(slot) = places.get_mut(number as usize) {
                *slot = Some(place);
            }
        }
        let lengths: Vec<Lengths> =
            documents.iter().map(|document| document.lengths).collect();
        let kept = order.iter().filter_map(|&number| lengths.get(number as usize));
        Self { averages: averages(kept), places, lengths }
    }

    /// The posting in its final form; `None` where its document was left out.
    fn posting(&self, gained: &Gained) -> Option<Posting> {
        let doc = (*self.places.get(gained.doc as usize)?)?;
        let lengths = self.lengths.get(gained.doc as usize)?;
        if gained.counts == [0; FIELD_COUNT] {
            return Some(Posting { doc, fields: Fields::default(), impact: 255 });
        }
        let fields = fields(gained);
        let impact = impact(&gained.counts, &lengths.words, &self.averages);
        Some(Posting { doc, fields, impact })
    }

    fn postings(&self, gained: &[Gained]) -> Vec<Posting> {
        let mut postings: Vec<Posting> =
            gained.iter().filter_map(|gained| self.posting(gained)).collect();
        postings.sort_unstable_by_key(|posting| posting.doc);
        postings
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
    ];
    let masks = gained.counts.iter().zip(MASKS).filter(|(count, _)| **count > 0);
    Fields::new(masks.fold(0, |mask, (_, bit)| mask | bit), gained.in_title)
}

/// Writes dictionary and postings.
struct Terms<'s, 'a, E> {
    sink: &'s mut Sink<'a, E>,
    ranks: &'s Ranks,
    blocks: Vec<Entry>,
    waiting: Vec<(Vec<u8>, Vec<u8>)>,
    waiting_bytes: usize,
    chunks: Vec<Entry>,
    runs: Vec<u8>,
}

impl<'s, 'a, E> Terms<'s, 'a, E> {
    fn new(sink: &'s mut Sink<'a, E>, ranks: &'s Ranks) -> Self {
        Self {
            sink,
            ranks,
            blocks: Vec::new(),
            waiting: Vec::new(),
            waiting_bytes: 0,
            chunks: Vec::new(),
            runs: Vec::new(),
        }
    }

    /// The directories of dictionary and postings.
    fn write(mut self, gathered: Gathered) -> Result<(Vec<u8>, Vec<u8>), E> {
        for term in gathered.into_terms() {
            let postings = self.ranks.postings(&term.postings());
            if !postings.is_empty() {
                self.term(term.key, postings)?;
            }
        }
        self.close_block()?;
        self.close_chunk()?;
        let dictionary = self.sink.directory(Part::Dictionary, &self.blocks)?;
        let postings = self.sink.directory(Part::Postings, &self.chunks)?;
        Ok((dictionary, postings))
    }

    fn term(&mut self, key: Vec<u8>, postings: Vec<Posting>) -> Result<(), E> {
        let entry = if postings.len() <= MAX_INLINE {
            dictionary::Entry::inline(postings)
        } else {
            let doc_freq = postings.len() as u32;
            let postings = Postings::Runs(self.runs(&postings)?);
            dictionary::Entry { doc_freq, postings, links: Vec::new() }
        };
        let mut payload = Vec::new();
        entry.put(&mut payload);
        self.waiting_bytes += key.len() + payload.len();
        let is_border = Cut::DICTIONARY.is_here(self.waiting_bytes, &key);
        self.waiting.push((key, payload));
        if is_border { self.close_block() } else { Ok(()) }
    }

    fn runs(&mut self, postings: &[Posting]) -> Result<Vec<Run>, E> {
        let mut next = 0;
        let mut runs = Vec::new();
        for run in postings.chunks(RUN) {
            let last = run.last().map_or(next, |posting| posting.doc);
            let offset = self.runs.len();
            put_run(&mut self.runs, next, run);
            runs.push(Run {
                chunk: self.chunks.len() as u32,
                offset: offset as u32,
                len: (self.runs.len() - offset) as u32,
                postings: run.len() as u32,
                next,
                last,
                max_impact: max_impact(run),
            });
            next = last + 1;
            if self.runs.len() >= POSTINGS_CHUNK {
                self.close_chunk()?;
            }
        }
        Ok(runs)
    }

    fn close_block(&mut self) -> Result<(), E> {
        let entries = core::mem::take(&mut self.waiting);
        self.waiting_bytes = 0;
        if let Some((key, _)) = entries.first() {
            let file = wrap(Kind::Dictionary, &dictionary::put_block(&entries));
            let want = self.sink.file(file, Some(Part::Dictionary))?;
            self.blocks.push(Entry { key: key.clone(), want });
        }
        Ok(())
    }

    fn close_chunk(&mut self) -> Result<(), E> {
        let content = core::mem::take(&mut self.runs);
        if !content.is_empty() {
            let want =
                self.sink.file(wrap(Kind::Postings, &content), Some(Part::Postings))?;
            let key = (self.chunks.len() as u32).to_be_bytes().to_vec();
            self.chunks.push(Entry { key, want });
        }
        Ok(())
    }
}
