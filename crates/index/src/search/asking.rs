//! Asking an index for chunks: what is loaded is read, what is not is noted as wanted.

use std::{cell::RefCell, collections::BTreeSet};

use crate::{
    format::{
        chunk::{Kind, Want},
        dictionary::{Entry, Run},
        directory::Directory,
        postings::List,
        record::read_record,
        root::Part,
        store, thin,
    },
    loaded::{Content, Loaded, SegmentRoot},
    results::Brief,
    weights::Weights,
};
use bibliobus_catalog::Record;

/// One evaluation's view of the chunks that are loaded.
pub(crate) struct Asking<'a> {
    loaded: &'a Loaded,
    missing: RefCell<BTreeSet<Want>>,
}

impl<'a> Asking<'a> {
    pub(crate) fn new(loaded: &'a Loaded) -> Self {
        loaded.begin();
        Self { loaded, missing: RefCell::default() }
    }

    /// Whether everything asked for so far was there.
    pub(crate) fn has_all(&self) -> bool {
        self.missing.borrow().is_empty()
    }

    /// What was asked for and not there.
    pub(crate) fn into_missing(self) -> Vec<Want> {
        self.missing.into_inner().into_iter().collect()
    }

    /// What ranking rests on.
    pub(crate) fn weights(&self) -> Weights {
        self.loaded.weights()
    }

    /// The segments whose roots are loaded; the others are noted.
    pub(crate) fn segments(&self) -> Vec<&'a SegmentRoot> {
        let segments = self.loaded.segments();
        segments.iter().for_each(|wanted| wanted.iter().for_each(|want| self.note(want)));
        self.loaded.opened_segments()
    }

    /// Notes what the manifest names besides the segments.
    pub(crate) fn library(&self) {
        self.loaded.library_wanted().iter().for_each(|want| self.note(want));
    }

    fn note(&self, want: &Want) {
        self.missing.borrow_mut().insert(*want);
    }

    /// The content of a packed chunk, if it is of this kind.
    pub(crate) fn content(&self, want: &Want, kind: Kind) -> Option<&'a [u8]> {
        match self.decoded(want)? {
            Content::Packed(got, bytes) if *got == kind => Some(bytes),
            _ => None,
        }
    }

    fn decoded(&self, want: &Want) -> Option<&'a Content> {
        let content = self.loaded.content(want.file);
        if content.is_none() {
            self.note(want);
        }
        content
    }

    /// The directory that holds the leaves for a key: the root's own, or a page of it.
    pub(super) fn page(
        &self,
        directory: &'a Directory,
        key: &[u8],
    ) -> Option<&'a Directory> {
        if !directory.paged {
            return Some(directory);
        }
        let want = directory.find(key)?.want;
        let page = self.loaded.page(want.file);
        if page.is_none() {
            self.note(&want);
        }
        page
    }

    /// The leaf that holds `key`, and the first key in it.
    pub(crate) fn leaf(
        &self,
        segment: &'a SegmentRoot,
        part: Part,
        key: &[u8],
    ) -> Option<(&'a [u8], Want)> {
        let page = self.page(segment.root.directory(part), key)?;
        page.find(key).map(|entry| (entry.key.as_slice(), entry.want))
    }

    /// Every page of a segment, noted where it is missing.
    pub(crate) fn pages(&self, segment: &'a SegmentRoot) -> Vec<&'a Directory> {
        let mut pages = Vec::new();
        for directory in &segment.root.directories {
            if !directory.paged {
                pages.push(directory);
                continue;
            }
            for entry in &directory.entries {
                pages.extend(self.page(directory, &entry.key));
            }
        }
        pages
    }

    /// Gives every dictionary entry whose key begins with `prefix` to `each`, from at most
    /// `blocks` blocks.
    pub(crate) fn terms(
        &self,
        segment: &'a SegmentRoot,
        prefix: &[u8],
        blocks: usize,
        each: &mut dyn FnMut(&'a [u8], Entry<'a>),
    ) {
        for want in
            self.blocks(segment, Part::Dictionary, prefix).into_iter().take(blocks)
        {
            let Some(Content::Block(block)) = self.decoded(&want) else { continue };
            for at in block.seek(prefix)..block.len() {
                let key = block.key(at);
                if !key.starts_with(prefix) {
                    break;
                }
                each(key, block.entry(at));
            }
        }
    }

    /// Gives every block of a part with keys that begin with `prefix` to `each`.
    pub(crate) fn each_block(
        &self,
        segment: &'a SegmentRoot,
        part: Part,
        kind: Kind,
        prefix: &[u8],
        each: &mut dyn FnMut(&[u8]),
    ) {
        for want in self.blocks(segment, part, prefix) {
            self.content(&want, kind).into_iter().for_each(&mut *each);
        }
    }

    /// The chunks of a part that hold keys which begin with `prefix`, as far as known.
    pub(crate) fn blocks(
        &self,
        segment: &'a SegmentRoot,
        part: Part,
        prefix: &[u8],
    ) -> Vec<Want> {
        let directory = segment.root.directory(part);
        let pages: Vec<&Directory> = if directory.paged {
            let keys = directory.range(prefix, prefix).iter().map(|entry| &entry.key);
            keys.filter_map(|key| self.page(directory, key)).collect()
        } else {
            vec![directory]
        };
        let entries = pages.into_iter().flat_map(|page| page.range(prefix, prefix));
        entries.map(|entry| entry.want).collect()
    }

    /// The postings of a run; none where its chunk is missing.
    pub(crate) fn run(&self, segment: &'a SegmentRoot, run: &Run) -> List<'a> {
        let key = run.chunk.to_be_bytes();
        let Some((_, want)) = self.leaf(segment, Part::Postings, &key) else {
            return List::default();
        };
        let Some(Content::Postings(columns)) = self.decoded(&want) else {
            return List::default();
        };
        // A dictionary that points astray ends in fewer postings.
        columns.part(run.start as usize, run.postings as usize).unwrap_or_default()
    }

    /// The brief form of a document.
    pub(crate) fn brief(&self, segment: &'a SegmentRoot, doc: u32) -> Option<&'a Brief> {
        let (first, content) = self.store(segment, Part::Briefs, doc)?;
        let Content::Briefs(briefs) = content else { return None };
        briefs.get(doc.checked_sub(first)? as usize)
    }

    /// A document in full.
    pub(crate) fn record(&self, segment: &'a SegmentRoot, doc: u32) -> Option<Record> {
        let brief = self.brief(segment, doc);
        let (first, content) = self.store(segment, Part::Records, doc)?;
        let Content::Packed(_, bytes) = content else { return None };
        let bytes = store::read_nth(bytes, doc.checked_sub(first)? as usize).ok()?;
        Some(thin::restore(read_record(bytes).ok()?, brief?))
    }

    /// The chunk of a document, and the first document in it.
    fn store(
        &self,
        segment: &'a SegmentRoot,
        part: Part,
        doc: u32,
    ) -> Option<(u32, &'a Content)> {
        let (first, want) = self.leaf(segment, part, &doc.to_be_bytes())?;
        let first = u32::from_be_bytes(first.try_into().ok()?);
        Some((first, self.decoded(&want)?))
    }
}
