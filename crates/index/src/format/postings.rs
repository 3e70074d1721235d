//! Postings: which records have a term, in which fields, and how much it says of each.
//!
//! ```text
//! list   postings (number) · gap to each document (number) · fields u8 each · impact u8 each
//! run    blocks, each: gap to its last document (number) · highest impact u8
//!        · length (number) · a list
//! ```
//!
//! A gap counts from the document after the one before. Fields and impacts stand in columns
//! of their own because they compress better so. The highest impact of a block lets a search
//! pass over it unread when no posting in it can matter.

use super::bytes::{Broken, Reader, put_bytes, put_number};

/// Postings in a block of a run.
const BLOCK: usize = 128;

/// One record that has a term.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Posting {
    /// The record's number within its segment.
    pub(crate) doc: u32,
    /// The fields that have it, and the length of the title: see [`Fields`].
    pub(crate) fields: Fields,
    /// How much the term says of this record: BM25F's saturated term frequency over all its
    /// fields, from 1 to 255 for almost 0 to almost 1.
    pub(crate) impact: u8,
}

/// The fields of a record that have a term (low four bits) and, where a title proper has it,
/// how many different words that title has (high four bits; 15 for more, 0 for none). So a
/// search knows a whole title when it meets one, without reading any title.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Fields(pub(crate) u8);

impl Fields {
    pub(crate) const TITLE: u8 = 1;
    pub(crate) const CREATOR: u8 = 2;
    pub(crate) const SUBJECT: u8 = 4;
    pub(crate) const OTHER: u8 = 8;
    pub(crate) const ANY: u8 = 15;

    pub(crate) fn new(mask: u8, title_words: usize) -> Self {
        Self(mask & Self::ANY | (title_words.min(15) as u8) << 4)
    }

    pub(crate) fn mask(self) -> u8 {
        self.0 & Self::ANY
    }

    /// The number of different words in the title proper that has the term, if one has it.
    pub(crate) fn title_words(self) -> Option<u8> {
        (self.0 >> 4 != 0).then_some(self.0 >> 4)
    }
}

/// Appends a list; `next` is the document after the last one before it.
pub(crate) fn put_list(out: &mut Vec<u8>, mut next: u32, postings: &[Posting]) {
    put_number(out, postings.len() as u64);
    for posting in postings {
        put_number(out, u64::from(posting.doc - next));
        next = posting.doc + 1;
    }
    out.extend(postings.iter().map(|posting| posting.fields.0));
    out.extend(postings.iter().map(|posting| posting.impact));
}

/// Reads a list, appending it to `into`.
pub(crate) fn read_list(
    reader: &mut Reader<'_>,
    mut next: u32,
    into: &mut Vec<Posting>,
) -> Result<(), Broken> {
    let start = into.len();
    let count = reader.count()?;
    for _ in 0..count {
        let doc =
            next.checked_add(reader.number32()?).ok_or("a document is out of range")?;
        next = doc.checked_add(1).ok_or("a document is out of range")?;
        into.push(Posting { doc, ..Posting::default() });
    }
    let (fields, impacts) = (reader.take(count)?, reader.take(count)?);
    let columns = fields.iter().zip(impacts);
    for (posting, (&fields, &impact)) in into.iter_mut().skip(start).zip(columns) {
        posting.fields = Fields(fields);
        posting.impact = impact;
    }
    Ok(())
}

/// Appends a run.
pub(crate) fn put_run(out: &mut Vec<u8>, mut next: u32, postings: &[Posting]) {
    for block in postings.chunks(BLOCK) {
        let last = block.last().map_or(next, |posting| posting.doc);
        let mut list = Vec::new();
        put_list(&mut list, next, block);
        put_number(out, u64::from(last - next));
        out.push(max_impact(block));
        put_bytes(out, &list);
        next = last + 1;
    }
}

/// The highest impact among postings.
pub(crate) fn max_impact(postings: &[Posting]) -> u8 {
    postings.iter().map(|posting| posting.impact).max().unwrap_or(0)
}

/// Reads the blocks of a run for which `is_wanted(first possible, last document)`, appending
/// their postings to `into`.
pub(crate) fn read_run(
    bytes: &[u8],
    mut next: u32,
    is_wanted: &mut dyn FnMut(u32, u32) -> bool,
    into: &mut Vec<Posting>,
) -> Result<(), Broken> {
    let mut reader = Reader::new(bytes);
    while !reader.is_empty() {
        let last =
            next.checked_add(reader.number32()?).ok_or("a block is out of range")?;
        let _max_impact = reader.byte()?;
        let list = reader.bytes()?;
        if is_wanted(next, last) {
            read_list(&mut Reader::new(list), next, into)?;
        }
        next = last.checked_add(1).ok_or("a block is out of range")?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn postings(count: u32) -> Vec<Posting> {
        let posting = |n: u32| Posting {
            doc: n * n + 7,
            fields: Fields::new((n % 16) as u8, n as usize % 20),
            impact: (n % 255) as u8 + 1,
        };
        (0..count).map(posting).collect()
    }

    #[test]
    fn a_list_is_read_as_it_was_put() {
        for count in [0, 1, 300] {
            let (mut out, mut read) = (Vec::new(), Vec::new());
            put_list(&mut out, 3, &postings(count));
            read_list(&mut Reader::new(&out), 3, &mut read).unwrap();
            assert_eq!(read, postings(count));
        }
    }

    #[test]
    fn a_run_gives_the_blocks_that_are_wanted() {
        let all = postings(1000);
        let (mut out, mut read) = (Vec::new(), Vec::new());
        put_run(&mut out, 0, &all);
        read_run(&out, 0, &mut |_, _| true, &mut read).unwrap();
        assert_eq!(read, all);
        read.clear();
        let doc = all.get(500).unwrap().doc;
        read_run(&out, 0, &mut |first, last| first <= doc && doc <= last, &mut read)
            .unwrap();
        assert!(read.len() == BLOCK && read.iter().any(|posting| posting.doc == doc));
    }

    #[test]
    fn fields_tell_the_length_of_the_title() {
        let fields = Fields::new(Fields::TITLE | Fields::OTHER, 40);
        assert_eq!((fields.mask(), fields.title_words()), (9, Some(15)));
        assert_eq!(Fields::new(Fields::SUBJECT, 0).title_words(), None);
    }
}
