//! An opened collection: the reader of an index.

mod portion;
mod shelves;
#[cfg(test)]
mod tests;

use core::fmt;

use bibliobus_catalog::{Library, Record, RecordId};

use crate::{
    Brief, Counting, Counts, Hit, OpenError, Query, Question, Results, Scan, Sort,
    Stretch, Suggestion, Suggestions,
    analysis::Analyzer,
    build::{id_key, own_key},
    format::{
        chunk::{FileName, Want},
        dictionary::Postings,
        manifest::Manifest,
        root::{Part, Size},
    },
    loaded::{Loaded, SegmentRoot},
    order::Order,
    results::Range,
    search::{
        Explanation, Found, Matcher, Ranked,
        asking::Asking,
        counts, evaluate, every, explain, narrow, prepare,
        reading::{self, Reading},
        scan, sort, suggest,
    },
    weights::Weights,
};

/// An opened collection, with as many of its chunks as were loaded.
#[derive(Debug)]
pub struct Index {
    pub(crate) manifest: Manifest,
    analyzer: Analyzer,
    pub(crate) loaded: Loaded,
}

impl Index {
    /// Opens a collection by its manifest. No chunk is loaded yet.
    ///
    /// # Errors
    /// The bytes are no manifest, or of a format that this version does not read.
    pub fn open(manifest: &[u8]) -> Result<Self, OpenError> {
        let manifest = Manifest::read(manifest)?;
        let loaded = Loaded::new(&manifest);
        Ok(Self { manifest, analyzer: Analyzer::new(), loaded })
    }

    /// Ranks with these weights from now on, instead of those that the collection was built with.
    /// Those that count at build (see [`Weights`]) have no effect.
    pub fn try_weights(&mut self, weights: Weights) {
        self.loaded.tried = Some(weights);
    }

    /// The files still missing for an answer to `question`: load them and ask again, until
    /// nothing is wanted. That takes at most six rounds (root, pages, dictionary, pages,
    /// postings, records), most often three.
    pub fn wants(&self, question: &Question) -> Vec<Want> {
        let asking = Asking::new(&self.loaded);
        asking.library();
        match question {
            Question::Search(query) => {
                let found = self.found(&asking, query, true);
                self.hits(&asking, query, &found);
            }
            Question::Counts(counting) => {
                self.count(&asking, counting, true);
            }
            Question::Suggest(text) => {
                let query = Query::new(text.as_str());
                let found = self.found(&asking, &query, true);
                self.hits(&asking, &query, &found);
                suggest(&asking, &self.analyzer, text);
            }
            Question::Record(id) => {
                self.find_record(&asking, id);
            }
            Question::Scan(wanted) => {
                scan(&asking, &self.analyzer, wanted);
            }
            Question::Shelf(id, before, after) => {
                self.find_beside(&asking, id, *before, *after);
            }
            Question::Captions => {
                self.find_captions(&asking);
            }
            Question::RecordAt(place) => {
                self.find_record_at(&asking, *place);
            }
            Question::Places => {
                self.find_shelving(&asking);
            }
            Question::Services => {
                self.find_services(&asking);
            }
            Question::Files => {
                for segment in asking.segments() {
                    asking.pages(segment);
                }
            }
            Question::Portion(portion) => {
                self.left_out(&asking, portion);
            }
        }
        asking.into_missing()
    }

    /// Takes the bytes of a file. Nothing is believed before its length and SHA-256 agree
    /// with its name, and it could be unfolded and decoded.
    ///
    /// # Errors
    /// The bytes are not what the name says, or cannot be decoded.
    pub fn load(&mut self, file: FileName, bytes: &[u8]) -> Result<(), LoadError> {
        let got = FileName::of(bytes);
        if got != file {
            return Err(LoadError::WrongHash { expected: file, got });
        }
        self.loaded
            .take(file, bytes)
            .map_err(|what| LoadError::Undecodable { file, what })
    }

    /// The best answer to `query` from the files loaded. Never fails, never waits.
    pub fn search(&self, query: &Query) -> Results {
        self.results(&Asking::new(&self.loaded), query, false)
    }

    /// The whole answer to `query`, or the files still missing for it: what
    /// [`wants`](Self::wants) and [`search`](Self::search) give, for the work of one.
    ///
    /// # Errors
    /// The files to load before asking again.
    pub fn answer(&self, query: &Query) -> Result<Results, Vec<Want>> {
        let asking = Asking::new(&self.loaded);
        asking.library();
        let results = self.results(&asking, query, true);
        if results.partial { Err(asking.into_missing()) } else { Ok(results) }
    }

    fn results(&self, asking: &Asking<'_>, query: &Query, patient: bool) -> Results {
        let found = self.found(asking, query, patient);
        let hits = self.hits(asking, query, &found);
        Results {
            total: found.ranked.len() as u32,
            hits,
            is_about: false,
            matching: found.matching,
            changes: found.changes,
            partial: !asking.has_all(),
        }
    }

    /// How many of a query's hits have which values of the facets, from the files loaded.
    ///
    /// The values of a facet are alternatives, so a facet is counted as if none of its own
    /// values were asked for: a reader who chose one still sees what the others would bring.
    /// A class counts for those above it too.
    ///
    /// The counts are exact. Two things are left out: creators, subjects and series behind the
    /// [`most`](Counting::most) frequent ones and, of a collection with more than 20,000
    /// subject headings or series, those that a single record has.
    pub fn counts(&self, counting: &Counting) -> Counts {
        let asking = Asking::new(&self.loaded);
        let counts = self.count(&asking, counting, false);
        Counts { partial: !asking.has_all(), ..counts }
    }

    fn count(&self, asking: &Asking<'_>, counting: &Counting, patient: bool) -> Counts {
        let found = self.unfiltered(asking, &counting.query, patient);
        if found.is_cut_short {
            return Counts::default();
        }
        counts(asking, &self.analyzer, &found.ranked, counting)
    }

    /// What `text`, half typed, may become, from the files loaded: at most five titles, four
    /// creators and four subjects. The titles are those of the best hits, so they come with
    /// the files of the search itself; a list of headings takes its guide, once, and a block
    /// or two.
    ///
    /// A heading is found by its first words, in either order of the words typed, and one of
    /// the most frequent headings by any of its words. A heading's count is that of the
    /// records as built: it is regrettable that records which a later segment replaced or left
    /// out still count.
    pub fn suggest(&self, text: &str) -> Suggestions {
        if text.trim().is_empty() {
            return Suggestions::default();
        }
        let asking = Asking::new(&self.loaded);
        let query = Query::new(text);
        let found = self.found(&asking, &query, false);
        let mut titles: Vec<Suggestion> = Vec::new();
        for hit in self.hits(&asking, &query, &found) {
            let (text, id) = (hit.brief.title, Some(hit.id));
            match titles.iter_mut().find(|title| title.text == text) {
                Some(same) => {
                    *same = Suggestion { count: same.count + 1, id: None, text }
                }
                None => titles.push(Suggestion { text, count: 1, id }),
            }
        }
        titles.truncate(5);
        let (creators, subjects) = suggest(&asking, &self.analyzer, text);
        Suggestions { titles, creators, subjects, partial: !asking.has_all() }
    }

    /// A stretch of a list in filing order, and the letters of the whole list.
    ///
    /// A heading's count is that of the records as built, as with [`suggest`](Self::suggest); in
    /// a collection of several segments the numbers of the letters are about right, for each
    /// segment counts its own headings. What [`counts`](Self::counts) leaves out is not there.
    pub fn scan(&self, wanted: &Scan) -> Stretch {
        let asking = Asking::new(&self.loaded);
        let stretch = scan(&asking, &self.analyzer, wanted);
        Stretch { partial: !asking.has_all(), ..stretch }
    }

    /// What finds the query's words in any text, from the files loaded for its search.
    pub fn matcher(&self, query: &Query) -> Matcher<'_> {
        let asking = Asking::new(&self.loaded);
        let found = self.unfiltered(&asking, query, false);
        Matcher::new(&self.analyzer, found.sought)
    }

    /// Where in `text` the query's words stand: the words themselves, their other forms and
    /// whatever else they were taken for. For several texts, ask a [`Matcher`] once.
    pub fn matches_in(&self, query: &Query, text: &str) -> Vec<Range> {
        self.matcher(query).ranges(text)
    }

    /// The hits of a query, narrowed down and in the order asked for.
    fn found(&self, asking: &Asking<'_>, query: &Query, patient: bool) -> Found {
        let mut found = self.unfiltered(asking, query, patient);
        if !found.is_cut_short {
            narrow(asking, &self.analyzer, &query.filters, &mut found.ranked);
            let page = query.offset.saturating_add(query.limit) as usize;
            sort(asking, &self.analyzer, query.sort, page, &mut found.ranked);
            // What is still missing may shut hits out, let them in or change places.
            let is_plain = query.filters.is_empty() && query.sort == Sort::Relevance;
            found.is_cut_short = patient && !is_plain && !asking.has_all();
        }
        found
    }

    /// The hits of a query before its filters. Filters without words narrow down all records,
    /// and nothing typed at all asks for them; signs that are no words find nothing.
    fn unfiltered(&self, asking: &Asking<'_>, query: &Query, patient: bool) -> Found {
        let reading = self.reading(query);
        let has_words = !reading.words.is_empty() || !reading.numbers.is_empty();
        let is_narrowed = !query.filters.is_empty() || !reading.filters.is_empty();
        let is_everything = is_narrowed || query.text.trim().is_empty();
        let mut found = if !has_words && is_everything {
            every(asking)
        } else {
            evaluate(asking, &reading, &self.analyzer, patient)
        };
        prepare(asking, &self.analyzer, &query.filters);
        if !reading.filters.is_empty() && !found.is_cut_short {
            narrow(asking, &self.analyzer, &reading.filters, &mut found.ranked);
            found.is_cut_short = patient && !asking.has_all();
        }
        found
    }

    fn reading(&self, query: &Query) -> Reading {
        let reading = reading::read(&query.text, &self.analyzer);
        Reading { as_typed: query.as_typed, ..reading }
    }

    fn hits(&self, asking: &Asking<'_>, query: &Query, found: &Found) -> Vec<Hit> {
        // While postings are missing the order is not known, so neither is what to show.
        if found.is_cut_short {
            return Vec::new();
        }
        let segments = asking.segments();
        let page =
            found.ranked.iter().skip(query.offset as usize).take(query.limit as usize);
        let matcher = Matcher::new(&self.analyzer, found.sought.clone());
        let hit = |ranked: &Ranked| {
            let segment = segments.get(ranked.segment)?;
            Some(matcher.hit(ranked.score, asking.brief(segment, ranked.doc)?.clone()))
        };
        page.filter_map(hit).collect()
    }

    /// The record with this id, or the one that the record with this id became one with; `None`
    /// if there is none or its files are not loaded (then [`wants`](Self::wants) names them).
    pub fn record(&self, id: &RecordId) -> Option<Record> {
        self.find_record(&Asking::new(&self.loaded), id)
    }

    fn find_record(&self, asking: &Asking<'_>, id: &RecordId) -> Option<Record> {
        let segments = asking.segments();
        let (at, doc) = self.place(asking, &segments, id)?;
        asking.record(segments.get(at)?, doc)
    }

    /// How many places there are for `record_at`. Known once one of them was asked for.
    pub fn places(&self) -> u32 {
        self.loaded.opened_segments().iter().map(|segment| segment.root.records).sum()
    }

    /// The record at this place, counted from zero up to `places`, in the order of the files.
    /// `None` where it was deleted or replaced by a later segment, there are fewer, or
    /// `wants(&Question::RecordAt(place))` is not empty.
    pub fn record_at(&self, place: u32) -> Option<Record> {
        self.find_record_at(&Asking::new(&self.loaded), place)
    }

    fn find_record_at(&self, asking: &Asking<'_>, place: u32) -> Option<Record> {
        let mut doc = place;
        for segment in asking.segments() {
            if doc < segment.root.records {
                return (!segment.is_deleted(doc))
                    .then(|| asking.record(segment, doc))
                    .flatten();
            }
            doc -= segment.root.records;
        }
        None
    }

    /// The segment and the document of a record; the latest segment that has it counts.
    fn place(
        &self,
        asking: &Asking<'_>,
        segments: &[&SegmentRoot],
        id: &RecordId,
    ) -> Option<(usize, u32)> {
        let mut places: Vec<(usize, u32)> = Vec::new();
        for (at, segment) in segments.iter().enumerate() {
            let docs = with_number(asking, segment, &id_key(id, &self.analyzer));
            let docs = docs.unwrap_or_else(|| {
                let own = own_key(id, &self.analyzer);
                with_number(asking, segment, &own).unwrap_or_default()
            });
            let alive = docs.into_iter().filter(|doc| !segment.is_deleted(*doc));
            places.extend(alive.map(|doc| (at, doc)));
        }
        // Other numbers may be written like it, so the record itself has to say. Every place is
        // looked at, so that all that is missing is known at once.
        let brief = |&(at, doc): &(usize, u32)| asking.brief(segments.get(at)?, doc);
        let briefs: Vec<_> = places.iter().map(brief).collect();
        let is_it = |brief: &Option<&Brief>| brief.is_some_and(|brief| brief.id == *id);
        if let Some(at) = briefs.iter().rposition(is_it) {
            return places.get(at).copied();
        }
        if briefs.iter().any(Option::is_none) {
            return None;
        }
        let has_it = |&(at, doc): &(usize, u32)| {
            let record = segments.get(at).and_then(|segment| asking.record(segment, doc));
            record.is_some_and(|record| record.merged.iter().any(|m| m.id == *id))
        };
        places.into_iter().rfind(has_it)
    }

    /// Why the record `id` has its score for `query`; `None` if it has none of the words, or
    /// files are missing.
    pub fn explain(&self, query: &Query, id: &RecordId) -> Option<Explanation> {
        let asking = Asking::new(&self.loaded);
        let segments = asking.segments();
        let (segment, doc) = self.place(&asking, &segments, id)?;
        explain(&asking, &self.reading(query), &self.analyzer, segment, doc)
    }

    /// The files still missing for [`explain`](Self::explain).
    pub fn wants_to_explain(&self, query: &Query, id: &RecordId) -> Vec<Want> {
        let asking = Asking::new(&self.loaded);
        let segments = asking.segments();
        if let Some((segment, doc)) = self.place(&asking, &segments, id) {
            explain(&asking, &self.reading(query), &self.analyzer, segment, doc);
        }
        asking.into_missing()
    }

    /// Every file of the collection but the manifest, each once. Complete once
    /// `wants(&Question::Files)` is empty.
    pub fn files(&self) -> Vec<Want> {
        let asking = Asking::new(&self.loaded);
        let others = self.manifest.others();
        let mut files: Vec<Want> = others.into_iter().flatten().collect();
        for segment in &self.manifest.segments {
            files.push(segment.root);
            files.extend(segment.deleted);
            files.extend(segment.left);
        }
        files.extend(asking.segments().into_iter().flat_map(|s| chunks(&asking, s)));
        files.order();
        files.dedup();
        files
    }

    /// Every chunk of the segment at this place of the manifest, its root among them. Complete
    /// once `wants(&Question::Files)` is empty.
    pub(crate) fn files_of(&self, place: usize) -> Vec<Want> {
        let asking = Asking::new(&self.loaded);
        let segments = asking.segments();
        let chunks = segments.get(place).map(|segment| chunks(&asking, segment));
        let root = self.manifest.segments.get(place).map(|segment| segment.root);
        root.into_iter().chain(chunks.unwrap_or_default()).collect()
    }

    /// Names for the codes in the records. Known once nothing was wanted for any question.
    pub fn library(&self) -> Option<&Library> {
        self.loaded.library.as_ref()
    }

    /// How many records the collection has.
    pub fn records(&self) -> u32 {
        self.manifest.records
    }

    /// The bytes of all its files but the manifest.
    pub fn bytes(&self) -> u64 {
        self.manifest.bytes
    }

    /// The bytes of all but the full records. Known once the roots are loaded.
    pub fn bytes_brief(&self) -> u64 {
        let segments = self.loaded.opened_segments();
        let records =
            segments.iter().filter_map(|s| s.root.sizes.get(Part::Records as usize));
        self.manifest.bytes.saturating_sub(records.map(|size| size.bytes).sum())
    }

    /// The number of the release.
    pub fn release(&self) -> u64 {
        self.manifest.release
    }

    /// The day that every status speaks of, `yyyy-mm-dd`.
    pub fn as_of(&self) -> &str {
        &self.manifest.as_of
    }

    /// The day, `yyyy-mm-dd`, after which the library means to have given a later release. A
    /// collection that is older still answers; readers are told.
    pub fn expires(&self) -> Option<&str> {
        self.manifest.expires.as_deref()
    }

    /// How many segments the collection has.
    pub fn segments(&self) -> usize {
        self.manifest.segments.len()
    }

    /// The parts of the collection, with their bytes and chunks. Known once the roots are
    /// loaded.
    pub fn parts(&self) -> Vec<(&'static str, u64, u64)> {
        let segments = self.loaded.opened_segments();
        let part = |part: Part| {
            let sizes = segments.iter().filter_map(|s| s.root.sizes.get(part as usize));
            let add = |sum: Size, size: &Size| Size {
                files: sum.files + size.files,
                bytes: sum.bytes + size.bytes,
            };
            let size = sizes.fold(Size::default(), add);
            (part.label(), size.bytes, size.files)
        };
        let mut parts: Vec<_> = Part::ALL.into_iter().map(part).collect();
        let (bytes, files) =
            parts.iter().fold((0, 0), |(b, f), part| (b + part.1, f + part.2));
        let others =
            (self.manifest.bytes - bytes.min(self.manifest.bytes), self.manifest.files);
        parts.push(("root and library", others.0, others.1.saturating_sub(files)));
        parts
    }
}

/// The documents of a segment that have a number; `None` if there are too many to look through.
fn with_number(
    asking: &Asking<'_>,
    segment: &SegmentRoot,
    wanted: &[u8],
) -> Option<Vec<u32>> {
    let mut docs = Some(Vec::new());
    asking.terms(segment, wanted, 1, &mut |key, entry| {
        if key == wanted {
            docs = match entry.postings {
                Postings::Inline(list) => Some(list.docs.to_vec()),
                Postings::Runs(_) => None,
            };
        }
    });
    docs
}

/// Every chunk that the directories of a segment name.
fn chunks(asking: &Asking<'_>, segment: &SegmentRoot) -> Vec<Want> {
    let directories = segment.root.directories.iter().chain(asking.pages(segment));
    directories.flat_map(|d| &d.entries).map(|entry| entry.want).collect()
}

/// Why the bytes of a file were refused.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum LoadError {
    /// The bytes do not have the hash that the name says. Fetch the file again.
    WrongHash {
        /// The name asked for.
        expected: FileName,
        /// The name that these bytes have.
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

impl fmt::Display for LoadError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::WrongHash { expected, got } => write!(
                f,
                "{}: expected bytes with that hash, found bytes with {got}; \
                 the file is damaged, fetch or copy it again",
                expected.path(),
            ),
            Self::Undecodable { file, what } => write!(
                f,
                "{}: {what}; the index was made by a faulty or a later version, build it anew",
                file.path(),
            ),
        }
    }
}

impl core::error::Error for LoadError {}
