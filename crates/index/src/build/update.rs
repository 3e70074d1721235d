//! Updates: what changed goes into a segment of its own, beside the segments that are there,
//! whose files stay as they are. Whoever has those fetches little more than what changed.

use std::collections::{BTreeMap, BTreeSet};

use bibliobus_catalog::{Library, Record, RecordId};

use super::{
    BuildError, Builder, Built, Document, Ordered, WriteChunk, built, parts::Sink, works,
};
use crate::{
    FileName, Index, Want,
    format::{
        columns::Column,
        manifest::{Manifest, Segment},
        record::{put_record, read_record},
    },
    weights::Weights,
};

/// Every segment costs each search files of its own, so there are at most this many.
const MOST_SEGMENTS: usize = 8;

/// One record in this many may be dead weight: replaced or left out, and still in the files.
const DEAD: u32 = 4;

/// Whether a build wrote the whole collection or what changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Extent {
    /// All of it; of an update that was asked for, why.
    Whole(Option<WhyWhole>),
    /// What changed.
    Update {
        /// Records that were not there before.
        added: u32,
        /// Records that say something else than before.
        changed: u32,
        /// Records that are no longer there.
        removed: u32,
    },
}

impl Default for Extent {
    fn default() -> Self {
        Self::Whole(None)
    }
}

/// Why an update wrote the whole collection.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WhyWhole {
    /// The weights of ranking are others, and impacts rest on them.
    OtherWeights,
    /// There are as many segments as a search should have to ask.
    ManySegments,
    /// Records that say what they said stand elsewhere on the shelf: the settings have other rules
    /// for call numbers, or most call numbers are of another scheme.
    OtherOrder,
    /// So much changed that the old files would be mostly dead weight.
    MuchChanged,
}

/// What a catalogue has before an update.
#[derive(Debug, Default)]
pub struct Before {
    library: Library,
    records: BTreeMap<RecordId, Known>,
}

/// A record as it was: at which place, and the hash of what it says.
#[derive(Clone, Copy, Debug)]
struct Known {
    place: u32,
    says: FileName,
}

impl Before {
    /// Nothing yet of a catalogue with this library.
    pub fn new(library: Library) -> Self {
        Self { library, records: BTreeMap::new() }
    }

    /// Notes the record at a place (see [`Index::record_at`]).
    pub fn note(&mut self, place: u32, record: &Record) {
        let says = says(record, &self.library);
        self.records.insert(record.id.clone(), Known { place, says });
    }
}

/// What an index says of a record: the record itself, and whether one may walk up to it, which
/// the library's settings say.
fn says(record: &Record, library: &Library) -> FileName {
    let mut bytes = Vec::new();
    put_record(&mut bytes, record);
    bytes.extend(record.holdings.iter().map(|h| library.access(&h.location) as u8));
    FileName::of(&bytes)
}

/// What is to be done to a catalogue.
#[derive(Default)]
struct Changes {
    /// The documents that go into the new segment, as they are filed.
    order: Vec<u32>,
    /// The documents that say what they said, and their places.
    kept: Vec<(u32, u32)>,
    /// The places that no longer count.
    gone: BTreeSet<u32>,
    added: u32,
}

impl Builder {
    /// Like [`finish`](Builder::finish), but gives to `write` only what is not in the catalogue
    /// that `index` has open, whose files [`Question::Files`](crate::Question::Files) and
    /// [`Index::wants_to_update`] named and whose records `before` has all noted. The builder has been given all records, not only
    /// those that changed. Where it would be of little use, the whole collection is written;
    /// [`Built::extent`] says so.
    ///
    /// # Errors
    /// What `write` answered, or that the collection is too large for the format.
    pub fn finish_update<E>(
        self,
        before: &Before,
        index: &Index,
        write: WriteChunk<'_, E>,
    ) -> Result<Built, BuildError<E>> {
        let ordered = self.ordered()?;
        let changes = ordered.changes(before);
        let mut sink = Sink::new(write);
        let why = why_whole(&ordered.builder.settings.weights, &changes, index)
            .or_else(|| ordered.moves(&changes, index).then_some(WhyWhole::OtherOrder));
        let written = match why {
            Some(why) => ordered.write_whole(Some(why), &mut sink),
            None => ordered.write_update(changes, index, &mut sink),
        };
        written.map_err(BuildError::Write)
    }

    /// The filing key that will be noted of a document.
    fn noted_filing(&self, number: u32) -> Option<&str> {
        let values = &self.documents.get(number as usize)?.facts.values;
        let (_, value) = values.iter().find(|(column, _)| *column == Column::Filing)?;
        self.interned.values.get(*value as usize).map(|(_, key)| &**key)
    }

    /// What the index will say of a document.
    fn says(&self, document: &Document) -> FileName {
        // It was written a moment ago.
        let mut record = read_record(&document.record).unwrap_or_default();
        record.work = document.work.map(works::name_of);
        says(&record, &self.settings.library)
    }
}

fn why_whole(weights: &Weights, changes: &Changes, index: &Index) -> Option<WhyWhole> {
    if index.loaded.weights() != *weights {
        return Some(WhyWhole::OtherWeights);
    }
    let is_new = !changes.order.is_empty();
    let kept = (0..index.segments()).filter(|at| !is_dead(index, *at, &changes.gone));
    if kept.count() + usize::from(is_new) > MOST_SEGMENTS {
        return Some(WhyWhole::ManySegments);
    }
    let dead: usize =
        index.loaded.opened_segments().iter().map(|s| s.deleted().len()).sum();
    let dead = dead + changes.gone.len();
    (dead > (index.places() / DEAD) as usize).then_some(WhyWhole::MuchChanged)
}

/// Whether no record of a segment counts any more.
fn is_dead(index: &Index, at: usize, gone: &BTreeSet<u32>) -> bool {
    let segments = index.loaded.opened_segments();
    let Some(segment) = segments.get(at) else { return true };
    let first = first_place(index, at);
    let gone = gone.range(first..first + segment.root.records).count();
    segment.deleted().len() + gone == segment.root.records as usize
}

/// The place of a segment's first document.
fn first_place(index: &Index, at: usize) -> u32 {
    let segments = index.loaded.opened_segments();
    segments.iter().take(at).map(|segment| segment.root.records).sum()
}

impl Ordered {
    fn changes(&self, before: &Before) -> Changes {
        let mut changes = Changes::default();
        let mut left: BTreeMap<&RecordId, Known> =
            before.records.iter().map(|(id, known)| (id, *known)).collect();
        for &number in &self.order {
            let Some(document) = self.builder.documents.get(number as usize) else {
                continue;
            };
            let known = left.remove(&document.id);
            match known {
                Some(known) if known.says == self.builder.says(document) => {
                    changes.kept.push((number, known.place));
                    continue;
                }
                Some(known) => drop(changes.gone.insert(known.place)),
                None => changes.added += 1,
            }
            changes.order.push(number);
        }
        changes.gone.extend(left.values().map(|known| known.place));
        changes
    }

    /// Whether records that are not written again would stand elsewhere on the shelf than they
    /// do. What a key does not rest on the record and its brief form alone for is noted with it.
    fn moves(&self, changes: &Changes, index: &Index) -> bool {
        let noted = index.filings();
        changes.kept.iter().any(|&(number, place)| {
            let was = noted.get(place as usize).and_then(Option::as_deref);
            was != self.builder.noted_filing(number)
        })
    }

    fn write_update<E>(
        self,
        changes: Changes,
        index: &Index,
        sink: &mut Sink<'_, E>,
    ) -> Result<Built, E> {
        let manifest = self.write_common(sink)?;
        let Changes { order, gone, added, .. } = changes;
        let changed = order.len() as u32 - added;
        let removed = gone.len() as u32 - changed;
        let (mut segments, mut files) = (Vec::new(), BTreeSet::new());
        for at in (0..index.segments()).filter(|at| !is_dead(index, *at, &gone)) {
            segments.extend(without(index, at, &gone, sink)?);
            files
                .extend(index.files_of(at).into_iter().map(|want| (want.file, want.len)));
        }
        let (all, taken) = (self.order, (self.duplicates, self.covers));
        if !order.is_empty() {
            let root = self.builder.write_segment(sink, &order, &all)?;
            segments.push(Segment { root, deleted: None, left: None });
        }
        let manifest = Manifest {
            files: sink.files + files.len() as u64,
            bytes: sink.bytes + files.iter().map(|(_, len)| u64::from(*len)).sum::<u64>(),
            segments,
            ..manifest
        };
        let extent = Extent::Update { added, changed, removed };
        Ok(built(&manifest, taken, sink, extent))
    }
}

/// A segment without the documents at places that are gone.
fn without<E>(
    index: &Index,
    at: usize,
    gone: &BTreeSet<u32>,
    sink: &mut Sink<'_, E>,
) -> Result<Option<Segment>, E> {
    let segments = index.loaded.opened_segments();
    let (Some(known), Some(named)) = (segments.get(at), index.manifest.segments.get(at))
    else {
        return Ok(None);
    };
    let first = first_place(index, at);
    let gone = gone.range(first..first + known.root.records).map(|place| place - first);
    let deleted: BTreeSet<u32> = known.deleted().iter().copied().chain(gone).collect();
    if deleted.is_empty() {
        return Ok(Some(*named));
    }
    let left = index.left(known, &deleted);
    let left = left.map(|lists| sink.left(&lists)).transpose()?;
    let deleted: Option<Want> = Some(sink.deleted(&deleted)?);
    Ok(Some(Segment { deleted, left, ..*named }))
}
