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

/// The fields of a record that have a term (low three bits: creator, subject, other) and how
/// it stands in the titles (high five bits): 0 not at all, 1 in another title only, and from 2
/// on in the title proper, by its place and by the number of different words of the title. So a
/// search knows a whole title, and a title's beginning, without reading any title.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Fields(pub(crate) u8);

/// Where a term stands in a title proper.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct InTitle {
    /// How many different words the title has; [`InTitle::MANY`] for as many or more. For a word
    /// of its head (up to the first full stop or colon) only those of the head count.
    pub(crate) words: u8,
    /// The place of the word, from 1; [`InTitle::FAR`] for this place or a later one.
    pub(crate) place: u8,
}

impl InTitle {
    /// So many words, or more.
    pub(crate) const MANY: u8 = 6;
    /// This place, or a later one.
    pub(crate) const FAR: u8 = 5;
}

impl Fields {
    pub(crate) const TITLE: u8 = 1;
    pub(crate) const CREATOR: u8 = 2;
    pub(crate) const SUBJECT: u8 = 4;
    pub(crate) const OTHER: u8 = 8;
    pub(crate) const ANY: u8 = 15;

    /// The fields of `mask`; `in_title` says where a word of the title proper stands.
    pub(crate) fn new(mask: u8, in_title: Option<InTitle>) -> Self {
        let title = match in_title {
            Some(InTitle { words, place }) => {
                let words = words.clamp(1, InTitle::MANY) - 1;
                2 + words * InTitle::FAR + place.clamp(1, InTitle::FAR) - 1
            }
            None => mask & Self::TITLE,
        };
        Self((mask & Self::ANY) >> 1 | title << 3)
    }

    pub(crate) fn mask(self) -> u8 {
        (self.0 & 7) << 1 | u8::from(self.0 >> 3 != 0)
    }

    /// Where the term stands in the title proper, if it does.
    pub(crate) fn in_title(self) -> Option<InTitle> {
        let at = (self.0 >> 3).checked_sub(2)?;
        Some(InTitle { words: at / InTitle::FAR + 1, place: at % InTitle::FAR + 1 })
    }

    /// The fields of both; the place in the title is that of `self`, if it has one.
    pub(crate) fn or(self, other: Self) -> Self {
        let (title, of_other) = (self.0 >> 3, other.0 >> 3);
        let title = if title > 1 { title } else { title.max(of_other) };
        Self((self.0 | other.0) & 7 | title << 3)
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
            fields: Fields((n % 256) as u8),
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
    fn fields_tell_where_in_the_title_a_word_is() {
        for words in 1..=InTitle::MANY {
            for place in 1..=InTitle::FAR {
                let in_title = InTitle { words, place };
                let fields = Fields::new(Fields::TITLE | Fields::OTHER, Some(in_title));
                assert_eq!((fields.mask(), fields.in_title()), (9, Some(in_title)));
            }
        }
        let far = Fields::new(Fields::TITLE, Some(InTitle { words: 40, place: 9 }));
        let farthest = InTitle { words: InTitle::MANY, place: InTitle::FAR };
        assert_eq!(far.in_title(), Some(farthest));
        let other = Fields::new(Fields::TITLE | Fields::SUBJECT, None);
        assert_eq!((other.mask(), other.in_title()), (5, None));
        assert_eq!(Fields::new(Fields::SUBJECT, None).mask(), Fields::SUBJECT);
        assert_eq!((other.or(far).mask(), other.or(far).in_title()), (5, Some(farthest)));
        assert_eq!(far.or(other), other.or(far));
    }
}
