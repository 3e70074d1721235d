//! The dictionary: terms in order, and for each where its postings are.
//!
//! A block is coded as a whole: for each term its key, as it differs from the one before; how
//! many records have it; its postings, or where they are; its links.
//!
//! A key begins with the kind of its term. Words stand by their stem, so that a word, its
//! other forms and most of its completions are neighbours and come with one block.

mod block;
mod keys;
mod usual;

use super::postings::List;
pub(crate) use block::Block;
pub(crate) use usual::Usual;

/// Lists up to this length stand in the dictionary itself.
pub(crate) const MAX_INLINE: usize = 128;

/// No block has more terms, and no term more runs or links, than this.
const MAX_TERMS: usize = 1 << 16;

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
    /// A word: stem, zero, surface.
    Word = b'w',
}

/// The longest text of a key that is not a word's, in bytes; of a longer one the beginning counts,
/// in records and in queries alike. Whoever reads a block refuses keys that are much longer.
const MAX_TEXT: usize = 1024;

/// The key of a term that is not a word.
pub(crate) fn key(kind: TermKind, text: &str) -> Vec<u8> {
    let text = text.get(..text.floor_char_boundary(MAX_TEXT)).unwrap_or_default();
    [&[kind as u8], text.as_bytes()].concat()
}

/// The key of a word.
pub(crate) fn word_key(stem: &str, surface: &str) -> Vec<u8> {
    [&[TermKind::Word as u8], stem.as_bytes(), &[0], surface.as_bytes()].concat()
}

/// The surface in the key of a word.
pub(crate) fn surface_of(key: &[u8]) -> &[u8] {
    split_word(key).map(|(_, surface)| surface).unwrap_or_default()
}

/// Stem (with the kind before it) and surface of a word's key.
fn split_word(key: &[u8]) -> Option<(&[u8], &[u8])> {
    if key.first() != Some(&(TermKind::Word as u8)) {
        return None;
    }
    let zero = key.iter().position(|&byte| byte == 0)?;
    let surface = key.get(zero + 1..)?;
    (!surface.contains(&0)).then_some((key.get(..zero)?, surface))
}

/// What the dictionary says of a term.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Entry<'a> {
    /// How many records of the segment have it.
    pub(crate) doc_freq: u32,
    pub(crate) postings: Postings<'a>,
    /// Other terms that mean the same or nearly.
    pub(crate) links: &'a [Link],
}

/// Where the postings of a term are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Postings<'a> {
    Inline(List<'a>),
    Runs(&'a [Run]),
}

/// A stretch of postings within one chunk.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Run {
    /// The chunk's number in the directory of postings.
    pub(crate) chunk: u32,
    /// The number of its first posting in the chunk.
    pub(crate) start: u32,
    pub(crate) postings: u32,
    /// Its first and last document.
    pub(crate) first: u32,
    pub(crate) last: u32,
    pub(crate) max_impact: u8,
}

/// A way from a term to another. Readers pass over kinds that they do not know.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Link {
    pub(crate) kind: u8,
    /// From 1 to 255 for almost 0 to 1.
    pub(crate) weight: u8,
    pub(crate) key: Vec<u8>,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::format::postings::{Fields, Lists, Mark};

    fn usual() -> Usual {
        let sample = [word_key("мир", "мира"), word_key("мир", "миру")];
        let (usual, bytes) = Usual::learn(&sample, Lists::default());
        let read = Usual::read(&bytes).unwrap();
        assert_eq!(format!("{usual:?}"), format!("{read:?}"));
        read
    }

    fn block() -> Block {
        let mut block = Block::default();
        let marks = [Mark::new(Fields(9), 200), Mark::new(Fields(40), 90)];
        let list = List { docs: &[5, 900], marks: &marks };
        let run = |n: u32| Run {
            chunk: n / 2,
            start: n % 2 * 40,
            postings: 40,
            first: n * 100,
            last: n * 100 + 99,
            max_impact: 202,
        };
        let runs: Vec<Run> = (0..5).map(run).collect();
        let links = [
            Link {
                kind: 3, weight: 200, key: word_key("пушкин", "пушкина")
            },
            Link { kind: 4, weight: 1, key: vec![0, 0, 1] },
        ];
        let inline = Entry { doc_freq: 2, postings: Postings::Inline(list), links: &[] };
        let long =
            Entry { doc_freq: 200, postings: Postings::Runs(&runs), links: &links };
        block.push(&key(TermKind::Number, "b\0x"), inline);
        block.push(&key(TermKind::Number, "bx"), inline);
        block.push(&word_key("библиотек", "библиотека"), long);
        block.push(&word_key("библиотек", "библиотеки"), inline);
        block.push(&word_key("мир", "мир"), inline);
        block.push(&word_key("мыш", "мышь"), inline);
        block
    }

    fn all(block: &Block) -> Vec<(Vec<u8>, String)> {
        let term = |at| (block.key(at).to_vec(), format!("{:?}", block.entry(at)));
        (0..block.len()).map(term).collect()
    }

    #[test]
    fn a_block_is_read_as_it_was_put() {
        let (usual, block) = (usual(), block());
        let read = Block::read(&block.put(&usual), &usual).unwrap();
        assert_eq!(all(&read), all(&block));
    }

    #[test]
    fn a_term_is_sought_by_its_key() {
        let block = block();
        for at in 0..block.len() {
            assert_eq!(block.seek(block.key(at)), at);
        }
        assert_eq!((block.seek(b"a"), block.seek(b"z")), (0, block.len()));
    }

    #[test]
    fn a_block_cut_off_is_an_error() {
        let usual = usual();
        let bytes = block().put(&usual);
        for len in (0..bytes.len() - 4).step_by(41) {
            assert!(Block::read(bytes.get(..len).unwrap(), &usual).is_err(), "{len}");
        }
    }

    #[test]
    fn the_surface_is_in_the_key() {
        assert_eq!(surface_of(&word_key("войн", "война")), "война".as_bytes());
        assert_eq!(surface_of(b"n12"), b"");
    }
}
