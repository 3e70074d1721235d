//! A block of the dictionary: how it is coded, and what it is once it is decoded.

use super::{
    Entry, Link, MAX_INLINE, MAX_TERMS, Postings, Run, Usual,
    keys::{Keys, Situation},
};
use crate::format::{
    bytes::{Broken, Reader, put_number},
    coder::{Bit, Coder, Decoder, Encoder, tree},
    postings::{Columns, List, Lists, situation},
};

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
