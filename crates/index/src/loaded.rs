//! What is loaded of a collection: roots and pages for good, other chunks while there is room.

use std::{
    cell::Cell,
    collections::{BTreeMap, BTreeSet},
};

use bibliobus_catalog::Library;

use crate::format::{
    bytes::{Broken, Reader},
    chunk::{self, FileName, Kind, Want},
    columns, deleted,
    dictionary::{Entry, scan_block},
    directory::Directory,
    headings,
    manifest::Manifest,
    postings::read_list,
    record::{read_brief, read_record},
    root::Root,
    store,
};

/// Chunks are let go, the least recently used first, above this many bytes (unfolded).
const ROOM: usize = 24 << 20;

/// A segment whose root, and whose list of deleted documents, are loaded.
#[derive(Debug)]
pub(crate) struct SegmentRoot {
    pub(crate) root: Root,
    deleted: BTreeSet<u32>,
}

impl SegmentRoot {
    /// Whether a later segment replaced or deleted this document.
    pub(crate) fn is_deleted(&self, doc: u32) -> bool {
        self.deleted.contains(&doc)
    }
}

/// The chunks of a collection that are loaded.
#[derive(Debug)]
pub(crate) struct Loaded {
    segments: Vec<SegmentFiles>,
    library_want: Option<Want>,
    pub(crate) library: Option<Library>,
    pages: BTreeMap<FileName, Directory>,
    chunks: BTreeMap<FileName, Chunk>,
    bytes: usize,
    clock: Cell<u64>,
}

/// The files that open a segment.
#[derive(Debug)]
struct SegmentFiles {
    root: Want,
    deleted: Option<Want>,
    opened_root: Option<Root>,
    opened_deleted: Option<BTreeSet<u32>>,
    opened: Option<SegmentRoot>,
}

#[derive(Debug)]
struct Chunk {
    kind: Kind,
    content: Vec<u8>,
    used: Cell<u64>,
}

impl Loaded {
    pub(crate) fn new(manifest: &Manifest) -> Self {
        let files = manifest.segments.iter().map(|segment| SegmentFiles {
            root: segment.root,
            deleted: segment.deleted,
            opened_root: None,
            opened_deleted: segment.deleted.is_none().then(BTreeSet::new),
            opened: None,
        });
        Self {
            segments: files.collect(),
            library_want: manifest.library,
            library: None,
            pages: BTreeMap::new(),
            chunks: BTreeMap::new(),
            bytes: 0,
            clock: Cell::new(0),
        }
    }

    /// For each segment, the files that are still needed to open it.
    pub(crate) fn segments(&self) -> Vec<Vec<Want>> {
        self.segments.iter().map(SegmentFiles::wanted).collect()
    }

    /// The segments that are open. They are in the order of the manifest, and all of them or
    /// the first ones: a later one without those before would count what it replaces.
    pub(crate) fn opened_segments(&self) -> Vec<&SegmentRoot> {
        self.segments.iter().map_while(|files| files.opened.as_ref()).collect()
    }

    /// The library's file, as long as it is not loaded.
    pub(crate) fn library_wanted(&self) -> Option<Want> {
        self.library_want.filter(|_| self.library.is_none())
    }

    pub(crate) fn has(&self, file: FileName) -> bool {
        self.chunks.contains_key(&file)
    }

    /// The content of a chunk, if it is of this kind.
    pub(crate) fn content(&self, file: FileName, kind: Kind) -> Option<&[u8]> {
        let chunk = self.chunks.get(&file)?;
        chunk.used.set(self.tick());
        (chunk.kind == kind).then_some(chunk.content.as_slice())
    }

    pub(crate) fn page(&self, file: FileName) -> Option<&Directory> {
        self.pages.get(&file)
    }

    fn tick(&self) -> u64 {
        self.clock.set(self.clock.get() + 1);
        self.clock.get()
    }

    /// Takes a file whose hash was checked.
    pub(crate) fn take(&mut self, file: FileName, bytes: &[u8]) -> Result<(), Broken> {
        let (kind, content) = chunk::unwrap(bytes)?;
        match kind {
            Kind::Root => self.take_root(file, Root::read(&content)?),
            Kind::Deleted => self.take_deleted(file, &deleted::read(&content)?),
            Kind::Library => self.library = Some(read_library(&content)?),
            Kind::Page => {
                self.pages.insert(file, Directory::read_page(&content)?);
            }
            Kind::Dictionary
            | Kind::Postings
            | Kind::Briefs
            | Kind::Records
            | Kind::Columns
            | Kind::Values
            | Kind::Headings
            | Kind::Guide => {
                check(kind, &content)?;
                self.keep(file, kind, content);
            }
        }
        Ok(())
    }

    fn take_root(&mut self, file: FileName, root: Root) {
        for segment in
            self.segments.iter_mut().filter(|segment| segment.root.file == file)
        {
            segment.opened_root = Some(root.clone());
            segment.open();
        }
    }

    fn take_deleted(&mut self, file: FileName, deleted: &BTreeSet<u32>) {
        let named =
            |segment: &SegmentFiles| segment.deleted.is_some_and(|d| d.file == file);
        for segment in self.segments.iter_mut().filter(|segment| named(segment)) {
            segment.opened_deleted = Some(deleted.clone());
            segment.open();
        }
    }

    fn keep(&mut self, file: FileName, kind: Kind, content: Vec<u8>) {
        self.bytes += content.len();
        let used = Cell::new(self.tick());
        if let Some(old) = self.chunks.insert(file, Chunk { kind, content, used }) {
            self.bytes -= old.content.len();
        }
        while self.bytes > ROOM && self.chunks.len() > 1 {
            self.let_go_of_the_oldest();
        }
    }

    fn let_go_of_the_oldest(&mut self) {
        let oldest = self.chunks.iter().min_by_key(|(_, chunk)| chunk.used.get());
        let oldest = oldest.map(|(file, _)| *file);
        if let Some(chunk) = oldest.and_then(|file| self.chunks.remove(&file)) {
            self.bytes -= chunk.content.len();
        }
    }
}

impl SegmentFiles {
    fn wanted(&self) -> Vec<Want> {
        let root = self.root;
        let is_open = self.opened.is_some();
        let has_root = is_open || self.opened_root.is_some();
        let has_deleted = is_open || self.opened_deleted.is_some();
        let root = (!has_root).then_some(root);
        root.into_iter().chain(self.deleted.filter(|_| !has_deleted)).collect()
    }

    fn open(&mut self) {
        if self.opened_root.is_some()
            && self.opened_deleted.is_some()
            && let (Some(root), Some(deleted)) =
                (self.opened_root.take(), self.opened_deleted.take())
        {
            self.opened = Some(SegmentRoot { root, deleted });
        }
    }
}

/// Decodes the whole of a chunk once, so that nothing that reads it later can fail.
fn check(kind: Kind, content: &[u8]) -> Result<(), Broken> {
    match kind {
        Kind::Dictionary => {
            scan_block(content, &mut |_, payload| Entry::read(payload).map(|_| true))
        }
        Kind::Postings => check_runs(content),
        Kind::Briefs => {
            store::read(content)?.into_iter().try_for_each(|b| read_brief(b).map(drop))
        }
        Kind::Records => {
            store::read(content)?.into_iter().try_for_each(|r| read_record(r).map(drop))
        }
        Kind::Columns => columns::check(content),
        Kind::Values => columns::read_table(content).map(drop),
        Kind::Headings => headings::read_block(content).map(drop),
        Kind::Guide => headings::Guide::read(content).map(drop),
        Kind::Root | Kind::Page | Kind::Library | Kind::Deleted => Ok(()),
    }
}

/// Runs follow one another, so their blocks do, and each block can be read by itself.
fn check_runs(content: &[u8]) -> Result<(), Broken> {
    let mut reader = Reader::new(content);
    let mut postings = Vec::new();
    while !reader.is_empty() {
        let _gap = reader.number32()?;
        let _max_impact = reader.byte()?;
        postings.clear();
        read_list(&mut Reader::new(reader.bytes()?), 0, &mut postings)?;
    }
    Ok(())
}

fn read_library(content: &[u8]) -> Result<Library, Broken> {
    postcard::from_bytes(content).map_err(|_| "the library cannot be decoded")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn above_the_limit_the_least_recently_used_chunk_goes_first() {
        let mut loaded = Loaded::new(&Manifest::default());
        let name = |n: u8| FileName([n; 16]);
        loaded.keep(name(1), Kind::Briefs, vec![0; ROOM / 2]);
        loaded.keep(name(2), Kind::Briefs, vec![0; ROOM / 2]);
        assert!(loaded.content(name(1), Kind::Briefs).is_some());
        loaded.keep(name(3), Kind::Briefs, vec![0; ROOM / 4]);
        assert!(loaded.has(name(1)) && !loaded.has(name(2)) && loaded.has(name(3)));
    }
}
