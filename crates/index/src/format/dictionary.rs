//! The dictionary: terms in order, and for each where its postings are.
//!
//! A block is coded as a whole: for each term its key, as it differs from the one before; how
//! many records have it; its postings, or where they are; its links.
//!
//! A key begins with the kind of its term. Words stand by their stem, so that a word, its
//! other forms and most of its completions are neighbours and come with one block.

use super::{
    bytes::{Broken, Reader, put_number},
    coder::{Bit, Coder, Decoder, Encoder, Numbers, tree},
    postings::{Columns, List, Lists, situation},
    text::Text,
};

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

/// What a builder's dictionary starts from: what is usual in keys and in lists. Carried in the
/// root of the segment.
#[derive(Clone, Debug)]
pub(crate) struct Usual {
    pub(crate) lists: Lists,
    keys: Keys,
}

/// The letters of keys.
#[derive(Clone, Debug)]
struct Keys {
    text: Text,
    numbers: Numbers,
    is_word: Bit,
}

/// Situations of the numbers in a block.
#[derive(Clone, Copy)]
enum Situation {
    SharedStem,
    ShortOfStem,
    SharedKey,
    KeyLength,
    DocFreq,
    Runs,
    Chunk,
    Start,
    RunLength,
    First,
    Span,
    Links,
    LinkLength,
    Count,
}

impl Default for Keys {
    fn default() -> Self {
        Self {
            text: Text::new(14),
            numbers: Numbers::new(Situation::Count as usize),
            is_word: Bit::default(),
        }
    }
}

impl Keys {
    /// Codes a key, given the one before.
    fn code(
        &mut self,
        coder: &mut impl Coder,
        before: &[u8],
        key: &[u8],
    ) -> Result<Vec<u8>, Broken> {
        let word = split_word(key);
        if self.is_word.code(coder, word.is_some()) {
            let stem_before = split_word(before).map(|(stem, _)| stem);
            self.word(coder, stem_before.unwrap_or_default(), word.unwrap_or_default())
        } else {
            self.other(coder, before, key)
        }
    }

    fn word(
        &mut self,
        coder: &mut impl Coder,
        stem_before: &[u8],
        (stem, surface): (&[u8], &[u8]),
    ) -> Result<Vec<u8>, Broken> {
        let shared = self.number(coder, Situation::SharedStem, shared(stem_before, stem));
        let mut key = stem_before.get(..shared).ok_or("a key shares too much")?.to_vec();
        key.extend(self.text.code(coder, 1, stem.get(shared..).unwrap_or_default(), 512));
        if key.is_empty() {
            key.push(TermKind::Word as u8);
        }
        let letters = key.get(1..).unwrap_or_default().to_vec();
        let kept = self::shared(&letters, surface);
        let short =
            self.number(coder, Situation::ShortOfStem, letters.len().wrapping_sub(kept));
        let kept = letters.len().checked_sub(short).ok_or("a word falls short")?;
        key.push(0);
        key.extend_from_slice(letters.get(..kept).unwrap_or_default());
        key.extend(self.text.code(
            coder,
            2,
            surface.get(kept..).unwrap_or_default(),
            512,
        ));
        Ok(key)
    }

    fn other(
        &mut self,
        coder: &mut impl Coder,
        before: &[u8],
        key: &[u8],
    ) -> Result<Vec<u8>, Broken> {
        let shared = self.number(coder, Situation::SharedKey, shared(before, key));
        let mut read = before.get(..shared).ok_or("a key shares too much")?.to_vec();
        let rest = key.get(shared..).unwrap_or_default();
        read.extend(self.bytes(coder, Situation::KeyLength, rest)?);
        Ok(read)
    }

    /// Codes any bytes, behind their length.
    fn bytes(
        &mut self,
        coder: &mut impl Coder,
        situation: Situation,
        bytes: &[u8],
    ) -> Result<Vec<u8>, Broken> {
        let len = self.number(coder, situation, bytes.len());
        if len > 4096 {
            return Err("a key is too long");
        }
        // The model ends a text with 0, so a 0 of the key ends a piece of it.
        let mut read = Vec::with_capacity(len);
        while read.len() < len {
            let rest = bytes.get(read.len()..).unwrap_or_default();
            let piece = rest.split(|&byte| byte == 0).next().unwrap_or_default();
            let left = len - read.len();
            let text = self.text.code(coder, 3, piece, left);
            let is_whole = text.len() == left;
            read.extend(text);
            if !is_whole {
                read.push(0);
            }
        }
        Ok(read)
    }

    fn number(
        &mut self,
        coder: &mut impl Coder,
        situation: Situation,
        number: usize,
    ) -> usize {
        self.numbers.code(coder, situation as usize, number as u32) as usize
    }
}

fn shared(before: &[u8], key: &[u8]) -> usize {
    before.iter().zip(key).take_while(|(a, b)| a == b).count()
}

impl Usual {
    /// What is usual among `keys`, which are a sample, and in lists.
    pub(crate) fn learn(keys: &[Vec<u8>], lists: Lists) -> (Self, Vec<u8>) {
        let mut usual = Self { lists: Lists::default(), keys: Keys::default() };
        let mut encoder = Encoder::new();
        let mut out = Vec::new();
        put_number(&mut out, keys.len() as u64);
        usual.learn_keys(&mut encoder, keys.len(), keys.iter().map(Vec::as_slice));
        let coded = encoder.finish();
        put_number(&mut out, coded.len() as u64);
        out.extend(coded);
        let lists = lists.into_bytes();
        usual.lists = Lists::from_bytes(&lists);
        out.extend(lists);
        (usual, out)
    }

    /// Reads what [`learn`](Self::learn) gave.
    pub(crate) fn read(bytes: &[u8]) -> Result<Self, Broken> {
        let mut reader = Reader::new(bytes);
        let count = reader.size()?;
        if count > MAX_TERMS {
            return Err("a sample is too large");
        }
        let coded = reader.bytes()?;
        let mut usual =
            Self { lists: Lists::from_bytes(reader.rest()), keys: Keys::default() };
        usual.learn_keys(&mut Decoder::new(coded), count, core::iter::empty());
        Ok(usual)
    }

    fn learn_keys<'k>(
        &mut self,
        coder: &mut impl Coder,
        count: usize,
        mut keys: impl Iterator<Item = &'k [u8]>,
    ) {
        let mut before = Vec::new();
        for _ in 0..count {
            let key = keys.next().unwrap_or_default();
            before = self.keys.code(coder, &before, key).unwrap_or_default();
        }
    }
}

/// A block, decoded: everything in it can be looked up without a further step.
#[derive(Debug, Default)]
pub(crate) struct Block {
    keys: Vec<u8>,
    terms: Vec<Term>,
    postings: Columns,
    runs: Vec<Run>,
    links: Vec<Link>,
}

/// A term of a block; where its pieces end.
#[derive(Clone, Copy, Debug, Default)]
struct Term {
    key: u32,
    doc_freq: u32,
    postings: u32,
    runs: u32,
    links: u32,
}

impl Block {
    /// How much memory it takes, about.
    pub(crate) fn size(&self) -> usize {
        let links: usize = self.links.iter().map(|link| link.key.len() + 32).sum();
        self.keys.len()
            + self.terms.len() * size_of::<Term>()
            + self.postings.len() * 6
            + self.runs.len() * size_of::<Run>()
            + links
    }

    pub(crate) fn len(&self) -> usize {
        self.terms.len()
    }

    /// The number of the first term that is not before `key`.
    pub(crate) fn seek(&self, key: &[u8]) -> usize {
        let (mut low, mut high) = (0, self.terms.len());
        while low < high {
            let middle = low.midpoint(high);
            if self.key(middle) < key {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        low
    }

    fn term(&self, at: usize) -> Term {
        self.terms.get(at).copied().unwrap_or_default()
    }

    /// Where the pieces of a term begin: where those of the one before end.
    fn start(&self, at: usize) -> Term {
        at.checked_sub(1).map(|before| self.term(before)).unwrap_or_default()
    }

    /// The key of a term.
    pub(crate) fn key(&self, at: usize) -> &[u8] {
        piece(&self.keys, self.start(at).key, self.term(at).key)
    }

    /// A term.
    pub(crate) fn entry(&self, at: usize) -> Entry<'_> {
        let (start, end) = (self.start(at), self.term(at));
        let runs = piece(&self.runs, start.runs, end.runs);
        let postings = if runs.is_empty() {
            Postings::Inline(List {
                docs: piece(&self.postings.docs, start.postings, end.postings),
                marks: piece(&self.postings.marks, start.postings, end.postings),
            })
        } else {
            Postings::Runs(runs)
        };
        let links = piece(&self.links, start.links, end.links);
        Entry { doc_freq: end.doc_freq, postings, links }
    }

    /// Adds a term behind the others.
    pub(crate) fn push(&mut self, key: &[u8], entry: Entry<'_>) {
        self.keys.extend_from_slice(key);
        match entry.postings {
            Postings::Inline(list) => {
                self.postings.docs.extend_from_slice(list.docs);
                self.postings.marks.extend_from_slice(list.marks);
            }
            Postings::Runs(runs) => self.runs.extend_from_slice(runs),
        }
        self.links.extend_from_slice(entry.links);
        self.close(entry.doc_freq);
    }

    fn close(&mut self, doc_freq: u32) {
        self.terms.push(Term {
            key: self.keys.len() as u32,
            doc_freq,
            postings: self.postings.len() as u32,
            runs: self.runs.len() as u32,
            links: self.links.len() as u32,
        });
    }

    /// The block as bytes.
    pub(crate) fn put(&self, usual: &Usual) -> Vec<u8> {
        let mut out = Vec::new();
        put_number(&mut out, self.len() as u64);
        let mut encoder = Encoder::new();
        let mut model = Model::new(usual);
        let mut copy = Self::default();
        for at in 0..self.len() {
            // An encoder is given what can be coded.
            let _ = model.term(&mut encoder, self.key(at), self.entry(at), &mut copy);
        }
        out.extend(encoder.finish());
        out
    }

    /// Reads a block.
    pub(crate) fn read(content: &[u8], usual: &Usual) -> Result<Self, Broken> {
        let mut reader = Reader::new(content);
        let count = reader.size()?;
        if count > MAX_TERMS {
            return Err("a block has too many terms");
        }
        let mut decoder = Decoder::new(reader.rest());
        let mut model = Model::new(usual);
        let mut block = Self::default();
        let nothing = Entry {
            doc_freq: 0,
            postings: Postings::Inline(List::default()),
            links: &[],
        };
        for _ in 0..count {
            model.term(&mut decoder, &[], nothing, &mut block)?;
            if decoder.is_beyond() {
                break;
            }
        }
        decoder.end()?;
        Ok(block)
    }
}

fn piece<T>(all: &[T], from: u32, to: u32) -> &[T] {
    all.get(from as usize..to as usize).unwrap_or_default()
}

/// What is known while a block is coded.
struct Model {
    keys: Keys,
    lists: Lists,
    impacts: Vec<Bit>,
    before: Vec<u8>,
    run: Run,
}

impl Model {
    fn new(usual: &Usual) -> Self {
        Self {
            keys: usual.keys.clone(),
            lists: usual.lists.clone(),
            impacts: vec![Bit::default(); 64],
            before: Vec::new(),
            run: Run::default(),
        }
    }

    fn term(
        &mut self,
        coder: &mut impl Coder,
        key: &[u8],
        given: Entry<'_>,
        into: &mut Block,
    ) -> Result<(), Broken> {
        let key = self.keys.code(coder, &self.before, key)?;
        if !self.before.is_empty() && key <= self.before {
            return Err("terms are out of order");
        }
        into.keys.extend_from_slice(&key);
        self.before = key;
        let (list, runs) = match given.postings {
            Postings::Inline(list) => (list, &[][..]),
            Postings::Runs(runs) => (List::default(), runs),
        };
        let doc_freq = self.count(coder, Situation::DocFreq, given.doc_freq as usize);
        let runs_count = self.count(coder, Situation::Runs, runs.len());
        if runs_count == 0 {
            if doc_freq > MAX_INLINE {
                return Err("a list is too long for the dictionary");
            }
            self.lists.code(coder, doc_freq, list, &mut into.postings)?;
        }
        self.runs(coder, runs_count, runs, &mut into.runs)?;
        self.links(coder, given.links, &mut into.links)?;
        into.close(doc_freq as u32);
        Ok(())
    }

    fn count(
        &mut self,
        coder: &mut impl Coder,
        situation: Situation,
        number: usize,
    ) -> usize {
        self.keys.number(coder, situation, number)
    }

    fn runs(
        &mut self,
        coder: &mut impl Coder,
        count: usize,
        given: &[Run],
        into: &mut Vec<Run>,
    ) -> Result<(), Broken> {
        if count > MAX_TERMS {
            return Err("a term has too many runs");
        }
        let mut next = 0u32;
        let number = |keys: &mut Keys, coder: &mut _, situation, number: u32| {
            keys.number(coder, situation, number as usize) as u32
        };
        for at in 0..count {
            let given = given.get(at).copied().unwrap_or_default();
            let before = self.run;
            let keys = &mut self.keys;
            let step = given.chunk.wrapping_sub(before.chunk);
            let chunk = before
                .chunk
                .checked_add(number(keys, coder, Situation::Chunk, step))
                .ok_or("a run is out of range")?;
            let expected =
                if chunk == before.chunk { before.start + before.postings } else { 0 };
            let start =
                number(keys, coder, Situation::Start, given.start.wrapping_sub(expected));
            let start = expected.checked_add(start).ok_or("a run is out of range")?;
            let postings = number(keys, coder, Situation::RunLength, given.postings);
            let gap =
                number(keys, coder, Situation::First, given.first.wrapping_sub(next));
            let first = next.checked_add(gap).ok_or("a run is out of range")?;
            let span = number(
                keys,
                coder,
                Situation::Span,
                given.last.wrapping_sub(given.first),
            );
            let last = first.checked_add(span).ok_or("a run is out of range")?;
            let bits = situation(&mut self.impacts, 0, 64);
            let level = tree(coder, bits, 6, u32::from(given.max_impact >> 2));
            let max_impact = (level as u8) << 2 | 2;
            start.checked_add(postings).ok_or("a run is out of range")?;
            self.run = Run { chunk, start, postings, first, last, max_impact };
            into.push(self.run);
            next = last.checked_add(1).ok_or("a run is out of range")?;
        }
        Ok(())
    }

    fn links(
        &mut self,
        coder: &mut impl Coder,
        given: &[Link],
        into: &mut Vec<Link>,
    ) -> Result<(), Broken> {
        let count = self.count(coder, Situation::Links, given.len());
        if count > MAX_TERMS {
            return Err("a term has too many links");
        }
        let nothing = Link::default();
        for at in 0..count {
            let given = given.get(at).unwrap_or(&nothing);
            let kind = coder.plain(u32::from(given.kind), 8) as u8;
            let weight = coder.plain(u32::from(given.weight), 8) as u8;
            let key = self.keys.bytes(coder, Situation::LinkLength, &given.key)?;
            into.push(Link { kind, weight, key });
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::format::postings::{Fields, Mark};

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
