//! Headings: what creators, subjects and series are called, in the order in which they file, and
//! how many records have each. A heading's number is its place in that order.
//!
//! ```text
//! block   first number (number) · headings (number) · for each: bytes shared with the one
//!         before (number) · for each: records (number) · for each: the other bytes, 0xff
//! guide   blocks (number), for each: its first number (number), its first filing key (bytes)
//!         · headings (number), for each: its number (number), records (number), text (bytes)
//! ```
//!
//! The guide of a list has the headings that most records have, so that what is shown most
//! often, and what is suggested first, comes with one file; and it says where each block
//! begins, so that a half-typed heading is looked for in one block.

use super::bytes::{Broken, Reader, put_bytes, put_number};

/// A list of headings. The letters are part of the format.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[repr(u8)]
pub(crate) enum List {
    Creators = b'c',
    Subjects = b's',
    Series = b'r',
    /// Those of the records themselves. They are no headings: only their beginnings are here.
    Titles = b't',
    /// Filing keys of the shelf, in their order: blocks only.
    Filings = b'f',
}

impl List {
    /// The key of the block that begins with a number.
    pub(crate) fn key(self, first: u32) -> Vec<u8> {
        [&[self as u8][..], &first.to_be_bytes()].concat()
    }

    /// The key of the guide: it comes before all blocks.
    pub(crate) fn guide_key(self) -> Vec<u8> {
        vec![(self as u8).to_ascii_uppercase()]
    }

    /// The key of the beginnings: it follows that of the guide.
    pub(crate) fn beginnings_key(self) -> Vec<u8> {
        vec![(self as u8).to_ascii_uppercase(), 0]
    }
}

/// A heading.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Heading {
    pub(crate) number: u32,
    pub(crate) records: u32,
    pub(crate) text: String,
}

/// Ends a text; no byte of UTF-8 has this value.
const END: u8 = 0xff;

/// The content of a block: headings whose numbers follow one another.
pub(crate) fn put_block(headings: &[Heading]) -> Vec<u8> {
    let mut out = Vec::new();
    let first = headings.first().map_or(0, |heading| heading.number);
    put_number(&mut out, u64::from(first));
    put_number(&mut out, headings.len() as u64);
    let mut texts = Vec::new();
    let mut previous: &[u8] = &[];
    for heading in headings {
        let text = heading.text.as_bytes();
        let shared = previous.iter().zip(text).take_while(|(a, b)| a == b).count();
        put_number(&mut out, shared as u64);
        texts.extend_from_slice(text.get(shared..).unwrap_or_default());
        texts.push(END);
        previous = text;
    }
    headings.iter().for_each(|h| put_number(&mut out, u64::from(h.records)));
    out.extend_from_slice(&texts);
    out
}

/// Reads a block.
pub(crate) fn read_block(content: &[u8]) -> Result<Vec<Heading>, Broken> {
    let mut reader = Reader::new(content);
    let first = reader.number32()?;
    let count = reader.count()?;
    let shared: Vec<usize> =
        (0..count).map(|_| reader.size()).collect::<Result<_, _>>()?;
    let records: Vec<u32> =
        (0..count).map(|_| reader.number32()).collect::<Result<_, _>>()?;
    let mut texts = reader.rest().split(|&byte| byte == END);
    let mut headings: Vec<Heading> = Vec::with_capacity(count);
    for ((number, shared), records) in (first..).zip(shared).zip(records) {
        let previous = headings.last().map_or("", |heading| &heading.text).as_bytes();
        let mut text =
            previous.get(..shared).ok_or("a heading shares more than there is")?.to_vec();
        text.extend_from_slice(texts.next().ok_or("a heading is missing")?);
        let text = String::from_utf8(text).map_err(|_| "a heading is no text")?;
        headings.push(Heading { number, records, text });
    }
    let is_at_end = texts.next() == Some(&[]) && texts.next().is_none();
    if is_at_end { Ok(headings) } else { Err("a block of headings has a wrong end") }
}

/// Where blocks begin, and the headings that most records have.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Guide {
    /// For each block its first number and its first filing key.
    pub(crate) blocks: Vec<(u32, String)>,
    /// In the order of their numbers.
    pub(crate) frequent: Vec<Heading>,
}

impl Guide {
    /// The content of a guide.
    pub(crate) fn put(&self) -> Vec<u8> {
        let mut out = Vec::new();
        put_number(&mut out, self.blocks.len() as u64);
        for (first, key) in &self.blocks {
            put_number(&mut out, u64::from(*first));
            put_bytes(&mut out, key.as_bytes());
        }
        put_number(&mut out, self.frequent.len() as u64);
        for heading in &self.frequent {
            put_number(&mut out, u64::from(heading.number));
            put_number(&mut out, u64::from(heading.records));
            put_bytes(&mut out, heading.text.as_bytes());
        }
        out
    }

    /// Reads a guide.
    pub(crate) fn read(content: &[u8]) -> Result<Self, Broken> {
        let mut reader = Reader::new(content);
        let mut guide = Self::default();
        for _ in 0..reader.count()? {
            guide.blocks.push((reader.number32()?, read_text(&mut reader)?));
        }
        for _ in 0..reader.count()? {
            let (number, records) = (reader.number32()?, reader.number32()?);
            guide.frequent.push(Heading {
                number,
                records,
                text: read_text(&mut reader)?,
            });
        }
        reader.end()?;
        Ok(guide)
    }

    /// The first numbers of the blocks that may hold keys that begin with `key`.
    pub(crate) fn blocks_with(&self, key: &str) -> impl Iterator<Item = u32> {
        let from = self.blocks.partition_point(|(_, first)| first.as_str() < key);
        let blocks = self.blocks.get(from.saturating_sub(1)..).unwrap_or_default();
        let is_near = move |first: &str| first <= key || first.starts_with(key);
        let near = blocks.iter().take_while(move |(_, first)| is_near(first));
        near.map(|(number, _)| *number)
    }
}

fn read_text(reader: &mut Reader<'_>) -> Result<String, Broken> {
    String::from_utf8(reader.bytes()?.to_vec()).map_err(|_| "a heading is no text")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headings() -> Vec<Heading> {
        let text = |n: u32| format!("Heading{} {}", n / 7, n % 7);
        (5..400)
            .map(|n| Heading { number: n, records: n % 9 + 1, text: text(n) })
            .collect()
    }

    #[test]
    fn a_block_is_read_as_it_was_put() {
        assert_eq!(read_block(&put_block(&headings())), Ok(headings()));
        assert_eq!(read_block(&put_block(&[])), Ok(Vec::new()));
        let content = put_block(&headings());
        assert!((0..content.len()).all(|len| read_block(&content[..len]).is_err()));
    }

    #[test]
    fn a_guide_is_read_as_it_was_put_and_knows_the_blocks() {
        let blocks = vec![(0, "адам".into()), (10, "в".into()), (20, "война".into())];
        let guide = Guide { blocks, frequent: headings() };
        assert_eq!(Guide::read(&guide.put()).as_ref(), Ok(&guide));
        let with = |key: &str| guide.blocks_with(key).collect::<Vec<_>>();
        assert_eq!(with("б"), [0]);
        assert_eq!(with("в"), [0, 10, 20]);
        assert_eq!(with("вой"), [10, 20]);
        assert_eq!(with("я"), [20]);
        assert_eq!(with("а"), [0]);
    }
}
