//! What is loaded of a collection: roots and pages for good, other chunks while there is room.

use std::{
    cell::Cell,
    collections::{BTreeMap, BTreeSet},
};

use bibliobus_catalog::{Captions, Library, Places};

use crate::{
    Brief,
    format::{
        beginnings,
        bytes::Broken,
        chunk::{self, FileName, Kind, Want},
        columns, deleted,
        dictionary::Block,
        directory::Directory,
        headings, left,
        manifest::Manifest,
        postings::{self, Columns},
        record::read_record,
        root::Root,
        services, spellings, store,
    },
    weights::Weights,
};

/// Chunks are let go, the least recently used first, above this many bytes (decoded).
const ROOM: usize = 24 << 20;

/// A segment whose root, and whose list of deleted documents, are loaded.
#[derive(Debug)]
pub(crate) struct SegmentRoot {
    pub(crate) root: Root,
    deleted: BTreeSet<u32>,
    /// What that left of its headings.
    pub(crate) left: Option<Want>,
}

impl SegmentRoot {
    /// Whether a later segment replaced or deleted this document.
    pub(crate) fn is_deleted(&self, doc: u32) -> bool {
        self.deleted.contains(&doc)
    }

    /// The documents that later segments replaced or left out.
    pub(crate) fn deleted(&self) -> &BTreeSet<u32> {
        &self.deleted
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
    /// When the question began that is being answered: what it needs is not let go, however
    /// much that is, or it would be wanted again for ever.
    since: Cell<u64>,
    /// Weights to try instead of those of the collection.
    pub(crate) tried: Option<Weights>,
}

/// The files that open a segment.
#[derive(Debug)]
struct SegmentFiles {
    root: Want,
    deleted: Option<Want>,
    left: Option<Want>,
    opened_root: Option<Root>,
    opened_deleted: Option<BTreeSet<u32>>,
    opened: Option<SegmentRoot>,
}

#[derive(Debug)]
struct Chunk {
    content: Content,
    size: usize,
    used: Cell<u64>,
}

/// What a chunk holds, decoded, so that nothing that reads it later can fail.
#[derive(Debug)]
pub(crate) enum Content {
    Block(Block),
    Postings(Columns),
    Briefs(Vec<Brief>),
    /// What is read in few places of many stays as it was packed.
    Packed(Kind, Vec<u8>),
}

impl Content {
    fn read(kind: Kind, content: &[u8], root: &Root) -> Result<Self, Broken> {
        match kind {
            Kind::Dictionary => Block::read(content, &root.usual).map(Self::Block),
            Kind::Postings => {
                postings::read_chunk(content, &root.usual.lists).map(Self::Postings)
            }
            Kind::Briefs => root.briefs.read_block(content).map(Self::Briefs),
            _ => Err("the kind of chunk is not one that is coded"),
        }
    }

    /// How much memory it takes, about.
    fn size(&self) -> usize {
        match self {
            Self::Block(block) => block.size(),
            Self::Postings(columns) => columns.len() * 6,
            Self::Briefs(briefs) => briefs.len() * 700,
            Self::Packed(_, bytes) => bytes.len(),
        }
    }
}

impl Loaded {
    pub(crate) fn new(manifest: &Manifest) -> Self {
        let files = manifest.segments.iter().map(|segment| SegmentFiles {
            root: segment.root,
            deleted: segment.deleted,
            left: segment.left,
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
            since: Cell::new(0),
            tried: None,
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

    /// The weights of the latest segment, or those that are tried instead.
    pub(crate) fn weights(&self) -> Weights {
        let latest = || Some(self.opened_segments().last()?.root.weights);
        self.tried.or_else(latest).unwrap_or_default()
    }

    /// The library's file, as long as it is not loaded.
    pub(crate) fn library_wanted(&self) -> Option<Want> {
        self.library_want.filter(|_| self.library.is_none())
    }

    /// The content of a chunk.
    pub(crate) fn content(&self, file: FileName) -> Option<&Content> {
        let chunk = self.chunks.get(&file)?;
        chunk.used.set(self.tick());
        Some(&chunk.content)
    }

    pub(crate) fn page(&self, file: FileName) -> Option<&Directory> {
        self.pages.get(&file)
    }

    /// A question begins.
    pub(crate) fn begin(&self) {
        self.since.set(self.clock.get());
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
            _ => {
                let content = self.decoded(kind, content)?;
                self.keep(file, content);
            }
        }
        Ok(())
    }

    /// The content of a chunk, decoded from where the coders of its segment start.
    fn decoded(&self, kind: Kind, content: Vec<u8>) -> Result<Content, Broken> {
        if !matches!(kind, Kind::Dictionary | Kind::Postings | Kind::Briefs) {
            check(kind, &content)?;
            return Ok(Content::Packed(kind, content));
        }
        let (stamp, content) =
            content.split_first_chunk().ok_or("the chunk has no stamp")?;
        let roots = self.segments.iter().filter_map(SegmentFiles::root);
        let mut result = Err("the chunk is of no segment that is open");
        for root in roots.filter(|root| root.stamp == *stamp) {
            result = Content::read(kind, content, root);
            if result.is_ok() {
                break;
            }
        }
        result
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

    fn keep(&mut self, file: FileName, content: Content) {
        let size = content.size();
        self.bytes += size;
        let used = Cell::new(self.tick());
        if let Some(old) = self.chunks.insert(file, Chunk { content, size, used }) {
            self.bytes -= old.size;
        }
        while self.bytes > ROOM && self.let_go_of_the_oldest() {}
    }

    /// Lets go of what was used least recently; answers whether there was anything that the
    /// question does not need.
    fn let_go_of_the_oldest(&mut self) -> bool {
        let since = self.since.get();
        let idle = self.chunks.iter().filter(|(_, chunk)| chunk.used.get() <= since);
        let oldest =
            idle.min_by_key(|(_, chunk)| chunk.used.get()).map(|(file, _)| *file);
        let Some(chunk) = oldest.and_then(|file| self.chunks.remove(&file)) else {
            return false;
        };
        self.bytes -= chunk.size;
        true
    }
}

impl SegmentFiles {
    fn root(&self) -> Option<&Root> {
        self.opened.as_ref().map(|opened| &opened.root).or(self.opened_root.as_ref())
    }

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
            self.opened = Some(SegmentRoot { root, deleted, left: self.left });
        }
    }
}

/// Decodes the whole of a packed chunk once, so that nothing that reads it later can fail.
fn check(kind: Kind, content: &[u8]) -> Result<(), Broken> {
    match kind {
        Kind::Records => {
            store::read(content)?.into_iter().try_for_each(|r| read_record(r).map(drop))
        }
        Kind::Columns => columns::check(content),
        Kind::Values => columns::read_table(content).map(drop),
        Kind::Headings => headings::read_block(content).map(drop),
        Kind::Guide => headings::Guide::read(content).map(drop),
        Kind::Beginnings => beginnings::read(content).map(drop),
        Kind::Left => left::read(content).map(drop),
        Kind::Spellings => spellings::scan(content, &[], &mut |_| ()),
        Kind::Captions => read_captions(content).map(drop),
        Kind::Places => read_places(content).map(drop),
        Kind::Services => services::read(content).map(drop),
        _ => Err("the kind of chunk is not one that is kept packed"),
    }
}

/// The captions in a chunk.
pub(crate) fn read_captions(content: &[u8]) -> Result<Captions, Broken> {
    postcard::from_bytes(content).map_err(|_| "the names of classes cannot be decoded")
}

/// Where things stand, from a chunk.
pub(crate) fn read_places(content: &[u8]) -> Result<Places, Broken> {
    postcard::from_bytes(content).map_err(|_| "the plans and shelves cannot be decoded")
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
        let keep = |loaded: &mut Loaded, n: u8, size: usize| {
            loaded.keep(name(n), Content::Packed(Kind::Records, vec![0; size]));
        };
        keep(&mut loaded, 1, ROOM / 2);
        keep(&mut loaded, 2, ROOM / 2);
        loaded.begin();
        assert!(loaded.content(name(1)).is_some());
        keep(&mut loaded, 3, ROOM / 4);
        let has = |loaded: &Loaded, n: u8| loaded.content(name(n)).is_some();
        assert!(has(&loaded, 1) && !has(&loaded, 2) && has(&loaded, 3));
        // What one question needs is not let go while it is asked.
        keep(&mut loaded, 4, ROOM);
        assert!((1..=4).filter(|n| has(&loaded, *n)).count() == 3);
    }
}
