//! The dictionary: terms in order, and for each where its postings are.
//!
//! ```text
//! block    entries (number) · for each: the key, shared with the one before · payload (bytes)
//! payload  flags u8 · postings · if flag 2: links
//! postings flag 1 unset: a list; set: records with the term (number), runs (number), for each
//!          run: chunk (number) · offset (number) · length (number) · postings (number)
//!          · gap to its last document (number) · highest impact u8
//! links    links (number) · for each: kind u8 · weight u8 · key (bytes)
//! ```
//!
//! A key begins with the kind of its term. Words stand by their stem, so that a word, its
//! other forms and most of its completions are neighbours and come with one block.

use super::{
    bytes::{Broken, Reader, put_bytes, put_number},
    directory::{put_key, read_key},
    postings::{Posting, put_list, read_list},
};

/// Lists up to this length stand in the dictionary itself.
pub(crate) const MAX_INLINE: usize = 128;

const HAS_RUNS: u8 = 1;
const HAS_LINKS: u8 = 2;

/// What a term is, as the first byte of its key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub(crate) enum TermKind {
    /// A call number, squeezed.
    CallNumber = b'c',
    /// A standard number in normal form, behind a letter for its system.
    Identifier = b'i',
    /// A number of the library's own: control number, barcode, inventory number.
    Number = b'n',
    /// A record's id as written; it has a single posting.
    RecordId = b'r',
    /// A word: stem, zero, surface.
    Word = b'w',
}

/// The key of a term that is not a word.
pub(crate) fn key(kind: TermKind, text: &str) -> Vec<u8> {
    [&[kind as u8], text.as_bytes()].concat()
}

/// The key of a word.
pub(crate) fn word_key(stem: &str, surface: &str) -> Vec<u8> {
    [&[TermKind::Word as u8], stem.as_bytes(), &[0], surface.as_bytes()].concat()
}

/// The surface in the key of a word.
pub(crate) fn surface_of(key: &[u8]) -> &[u8] {
    let zero = key.iter().position(|&byte| byte == 0);
    zero.and_then(|at| key.get(at + 1..)).unwrap_or_default()
}

/// What the dictionary says of a term.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Entry {
    /// How many records of the segment have it.
    pub(crate) doc_freq: u32,
    pub(crate) postings: Postings,
    /// Other terms that mean the same or nearly.
    pub(crate) links: Vec<Link>,
}

/// Where the postings of a term are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Postings {
    Inline(Vec<Posting>),
    Runs(Vec<Run>),
}

/// A stretch of postings within one chunk.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Run {
    /// The chunk's number in the directory of postings.
    pub(crate) chunk: u32,
    pub(crate) offset: u32,
    pub(crate) len: u32,
    pub(crate) postings: u32,
    /// The document after the last one of the run before.
    pub(crate) next: u32,
    /// The last document in it.
    pub(crate) last: u32,
    pub(crate) max_impact: u8,
}

/// A way from a term to another. Builders of this version write none; readers of this version
/// pass over kinds that they do not know.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Link {
    pub(crate) kind: u8,
    /// From 1 to 255 for almost 0 to 1.
    pub(crate) weight: u8,
    pub(crate) key: Vec<u8>,
}

impl Entry {
    /// An entry whose postings stand in the dictionary.
    pub(crate) fn inline(postings: Vec<Posting>) -> Self {
        let doc_freq = postings.len() as u32;
        Self { doc_freq, postings: Postings::Inline(postings), links: Vec::new() }
    }

    /// Appends the payload.
    pub(crate) fn put(&self, out: &mut Vec<u8>) {
        let runs = if matches!(self.postings, Postings::Runs(_)) { HAS_RUNS } else { 0 };
        let links = if self.links.is_empty() { 0 } else { HAS_LINKS };
        out.push(runs | links);
        match &self.postings {
            Postings::Inline(postings) => put_list(out, 0, postings),
            Postings::Runs(runs) => put_runs(out, self.doc_freq, runs),
        }
        if !self.links.is_empty() {
            put_links(out, &self.links);
        }
    }

    /// Reads a payload.
    pub(crate) fn read(payload: &[u8]) -> Result<Self, Broken> {
        let mut reader = Reader::new(payload);
        let flags = reader.byte()?;
        let (doc_freq, postings) = if flags & HAS_RUNS == 0 {
            let mut postings = Vec::new();
            read_list(&mut reader, 0, &mut postings)?;
            (postings.len() as u32, Postings::Inline(postings))
        } else {
            let doc_freq = reader.number32()?;
            (doc_freq, Postings::Runs(read_runs(&mut reader)?))
        };
        let links =
            if flags & HAS_LINKS == 0 { Vec::new() } else { read_links(&mut reader)? };
        reader.end()?;
        Ok(Self { doc_freq, postings, links })
    }
}

fn put_runs(out: &mut Vec<u8>, doc_freq: u32, runs: &[Run]) {
    put_number(out, u64::from(doc_freq));
    put_number(out, runs.len() as u64);
    for run in runs {
        for number in [run.chunk, run.offset, run.len, run.postings, run.last - run.next]
        {
            put_number(out, u64::from(number));
        }
        out.push(run.max_impact);
    }
}

fn read_runs(reader: &mut Reader<'_>) -> Result<Vec<Run>, Broken> {
    let count = reader.count()?;
    let mut next = 0u32;
    let mut runs = Vec::with_capacity(count.min(4096));
    for _ in 0..count {
        let (chunk, offset, len) =
            (reader.number32()?, reader.number32()?, reader.number32()?);
        let postings = reader.number32()?;
        let last = next.checked_add(reader.number32()?).ok_or("a run is out of range")?;
        let max_impact = reader.byte()?;
        runs.push(Run { chunk, offset, len, postings, next, last, max_impact });
        next = last.checked_add(1).ok_or("a run is out of range")?;
    }
    Ok(runs)
}

fn put_links(out: &mut Vec<u8>, links: &[Link]) {
    put_number(out, links.len() as u64);
    for link in links {
        out.extend([link.kind, link.weight]);
        put_bytes(out, &link.key);
    }
}

fn read_links(reader: &mut Reader<'_>) -> Result<Vec<Link>, Broken> {
    let count = reader.count()?;
    let link = |reader: &mut Reader<'_>| {
        let (kind, weight) = (reader.byte()?, reader.byte()?);
        Ok(Link { kind, weight, key: reader.bytes()?.to_vec() })
    };
    (0..count).map(|_| link(reader)).collect()
}

/// The content of a block with these entries, which are in the order of their keys.
pub(crate) fn put_block(entries: &[(Vec<u8>, Vec<u8>)]) -> Vec<u8> {
    let mut out = Vec::new();
    put_number(&mut out, entries.len() as u64);
    let mut previous: &[u8] = &[];
    for (key, payload) in entries {
        put_key(&mut out, previous, key);
        put_bytes(&mut out, payload);
        previous = key;
    }
    out
}

/// Takes a key and a payload; answers whether to go on.
pub(crate) type EachTerm<'e, 'a> =
    &'e mut dyn FnMut(&[u8], &'a [u8]) -> Result<bool, Broken>;

/// Gives every key and payload of a block to `each`, in order, until it answers false.
pub(crate) fn scan_block<'a>(
    content: &'a [u8],
    each: EachTerm<'_, 'a>,
) -> Result<(), Broken> {
    let mut reader = Reader::new(content);
    let mut key = Vec::new();
    for _ in 0..reader.count()? {
        key = read_key(&mut reader, &key)?;
        if !each(&key, reader.bytes()?)? {
            return Ok(());
        }
    }
    reader.end()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::format::postings::Fields;

    #[test]
    fn an_entry_is_read_as_it_was_put() {
        let posting = Posting { doc: 9, fields: Fields(3), impact: 200 };
        let run = Run {
            chunk: 1,
            offset: 2,
            len: 3,
            postings: 4,
            next: 0,
            last: 5,
            max_impact: 6,
        };
        let link = Link { kind: 1, weight: 128, key: word_key("книг", "книга") };
        let entries = [
            Entry::inline(vec![posting]),
            Entry {
                doc_freq: 4,
                postings: Postings::Runs(vec![run, Run { next: 6, last: 9, ..run }]),
                links: vec![link],
            },
        ];
        for entry in entries {
            let mut out = Vec::new();
            entry.put(&mut out);
            assert_eq!(Entry::read(&out), Ok(entry));
        }
    }

    #[test]
    fn a_block_gives_its_entries_in_order() {
        let entries: Vec<(Vec<u8>, Vec<u8>)> = ["война", "войны", "мир"]
            .iter()
            .map(|word| (word_key("w", word), word.as_bytes().to_vec()))
            .collect();
        let content = put_block(&entries);
        let mut read = Vec::new();
        scan_block(&content, &mut |key, payload| {
            read.push((key.to_vec(), payload.to_vec()));
            Ok(true)
        })
        .unwrap();
        assert_eq!(read, entries);
    }

    #[test]
    fn the_surface_is_behind_the_zero() {
        assert_eq!(surface_of(&word_key("книг", "книга")), "книга".as_bytes());
        assert_eq!(surface_of(b"i123"), b"");
    }
}
