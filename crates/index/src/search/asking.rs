//! Asking an index for chunks: what is loaded is read, what is not is noted as wanted.

use std::{cell::RefCell, collections::BTreeSet};

use crate::{
    format::{
        bytes::Broken,
        chunk::{Kind, Want},
        dictionary::{Entry, Run, scan_block},
        directory::Directory,
        postings::{Posting, read_run},
        record::{read_brief, read_record},
        root::Part,
        store,
    },
    loaded::{Loaded, SegmentRoot},
    results::Brief,
};
use bibliobus_catalog::Record;

/// One evaluation's view of the chunks that are loaded.
pub(crate) struct Asking<'a> {
    loaded: &'a Loaded,
    missing: RefCell<BTreeSet<Want>>,
}

impl<'a> Asking<'a> {
    pub(crate) fn new(loaded: &'a Loaded) -> Self {
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

    pub(super) fn content(&self, want: &Want, kind: Kind) -> Option<&'a [u8]> {
        if !self.loaded.has(want.file) {
            self.note(want);
            return None;
        }
        self.loaded.content(want.file, kind)
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
    pub(super) fn leaf(
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
        each: &mut dyn FnMut(&[u8], Entry),
    ) {
        for want in self.blocks(segment, prefix).into_iter().take(blocks) {
            if let Some(content) = self.content(&want, Kind::Dictionary) {
                // A block was decoded when it was loaded, so it does not fail here.
                let _ = scan_terms(content, prefix, each);
            }
        }
    }

    fn blocks(&self, segment: &'a SegmentRoot, prefix: &[u8]) -> Vec<Want> {
        let directory = segment.root.directory(Part::Dictionary);
        let pages: Vec<&Directory> = if directory.paged {
            let keys = directory.range(prefix, prefix).iter().map(|entry| &entry.key);
            keys.filter_map(|key| self.page(directory, key)).collect()
        } else {
            vec![directory]
        };
        let entries = pages.into_iter().flat_map(|page| page.range(prefix, prefix));
        entries.map(|entry| entry.want).collect()
    }

    /// Appends the postings of a run, as far as its blocks are wanted.
    pub(crate) fn run(
        &self,
        segment: &'a SegmentRoot,
        run: &Run,
        is_wanted: &mut dyn FnMut(u32, u32) -> bool,
        into: &mut Vec<Posting>,
    ) {
        let key = run.chunk.to_be_bytes();
        let Some((_, want)) = self.leaf(segment, Part::Postings, &key) else { return };
        let content = self.content(&want, Kind::Postings);
        let start = run.offset as usize;
        let end = start.saturating_add(run.len as usize);
        if let Some(bytes) = content.and_then(|content| content.get(start..end)) {
            // Checked when it was loaded; a root that points astray ends in fewer postings.
            let _ = read_run(bytes, run.next, is_wanted, into);
        }
    }

    /// The brief form of a document.
    pub(crate) fn brief(&self, segment: &'a SegmentRoot, doc: u32) -> Option<Brief> {
        read_brief(self.document(segment, doc, Part::Briefs, Kind::Briefs)?).ok()
    }

    /// A document in full.
    pub(crate) fn record(&self, segment: &'a SegmentRoot, doc: u32) -> Option<Record> {
        read_record(self.document(segment, doc, Part::Records, Kind::Records)?).ok()
    }

    fn document(
        &self,
        segment: &'a SegmentRoot,
        doc: u32,
        part: Part,
        kind: Kind,
    ) -> Option<&'a [u8]> {
        let (first, want) = self.leaf(segment, part, &doc.to_be_bytes())?;
        let first = u32::from_be_bytes(first.try_into().ok()?);
        let content = self.content(&want, kind)?;
        store::read_nth(content, doc.checked_sub(first)? as usize).ok()
    }
}

fn scan_terms(
    content: &[u8],
    prefix: &[u8],
    each: &mut dyn FnMut(&[u8], Entry),
) -> Result<(), Broken> {
    scan_block(content, &mut |key, payload| {
        if key.starts_with(prefix) {
            each(key, Entry::read(payload)?);
        }
        Ok(key <= prefix || key.starts_with(prefix))
    })
}
