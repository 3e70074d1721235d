//! Gathering: terms and their postings while records come in, in as little memory as will do.
//!
//! A posting is kept as a few bytes behind its term: the gap to the document before, the
//! fields, and how often where it is more than once.

use core::hash::{BuildHasherDefault, Hasher};

use crate::{
    analysis::Analyzer,
    format::{
        bytes::{Reader, put_number},
        dictionary::word_key,
    },
    weights::{FIELD_COUNT, RankField},
};

/// Bit of the field mask that says that counts follow it.
const COUNTED: u8 = 0x80;

/// All terms seen so far.
#[derive(Debug, Default)]
pub(super) struct Gathered {
    places: Places,
    terms: Vec<Term>,
    /// The text of the term that is looked up, kept for its memory.
    text: Vec<u8>,
}

/// From the text of a term, as it comes, to its place. Only ever looked up, with a hash that
/// is the same everywhere, so its order, which is random in other tables, plays no part.
#[allow(clippy::disallowed_types)]
type Places = std::collections::HashMap<Box<[u8]>, u32, BuildHasherDefault<Fnv>>;

/// FNV-1a, the hash that chunks are cut by too.
#[derive(Debug)]
pub(super) struct Fnv(u64);

impl Default for Fnv {
    fn default() -> Self {
        Self(0xcbf2_9ce4_8422_2325)
    }
}

impl Hasher for Fnv {
    fn write(&mut self, bytes: &[u8]) {
        for &byte in bytes {
            self.0 = (self.0 ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3);
        }
    }

    fn finish(&self) -> u64 {
        self.0 ^ self.0 >> 32
    }
}

/// A term and its postings.
#[derive(Debug, Default)]
pub(super) struct Term {
    /// The key in the dictionary.
    pub(super) key: Vec<u8>,
    /// The document after the last one that has it.
    next: u32,
    bytes: Vec<u8>,
}

/// A posting as it was gathered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Gained {
    pub(super) doc: u32,
    /// How often each field has the term.
    pub(super) counts: [u8; FIELD_COUNT],
}

/// How many words each field of a record has, and how many different ones its titles.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Lengths {
    pub(super) words: [u16; FIELD_COUNT],
    pub(super) title_words: u8,
    pub(super) original_title_words: u8,
}

impl Gathered {
    /// Takes the words of a document's texts.
    pub(super) fn take_words(
        &mut self,
        doc: u32,
        texts: &[(RankField, &str)],
        analyzer: &Analyzer,
    ) -> Lengths {
        let mut found: Vec<(u32, RankField)> = Vec::new();
        for (field, text) in texts {
            let surfaces = analyzer.surfaces(text);
            found.extend(
                surfaces.iter().map(|word| (self.word_place(word, analyzer), *field)),
            );
        }
        found.sort_unstable();
        found.chunk_by(|a, b| a.0 == b.0).for_each(|same| self.take_term(doc, same));
        lengths(&found)
    }

    /// Takes a term that is not a word.
    pub(super) fn take_number(&mut self, doc: u32, key: Vec<u8>) {
        let place = self.place(&key, || key.clone());
        self.push(place, doc, &[0; FIELD_COUNT]);
    }

    fn take_term(&mut self, doc: u32, same: &[(u32, RankField)]) {
        let mut counts = [0u8; FIELD_COUNT];
        for (_, field) in same {
            if let Some(count) = counts.get_mut(*field as usize) {
                *count = count.saturating_add(1);
            }
        }
        if let Some((place, _)) = same.first() {
            self.push(*place, doc, &counts);
        }
    }

    fn word_place(&mut self, surface: &str, analyzer: &Analyzer) -> u32 {
        let mut text = core::mem::take(&mut self.text);
        text.clear();
        text.push(b'w');
        text.extend_from_slice(surface.as_bytes());
        let place = self.place(&text, || word_key(&analyzer.stem(surface), surface));
        self.text = text;
        place
    }

    fn place(&mut self, text: &[u8], key: impl FnOnce() -> Vec<u8>) -> u32 {
        if let Some(place) = self.places.get(text) {
            return *place;
        }
        let place = self.terms.len() as u32;
        self.places.insert(text.into(), place);
        self.terms.push(Term { key: key(), ..Term::default() });
        place
    }

    fn push(&mut self, place: u32, doc: u32, counts: &[u8; FIELD_COUNT]) {
        if let Some(term) = self.terms.get_mut(place as usize) {
            term.push(doc, counts);
        }
    }

    /// The terms in the order of their keys.
    pub(super) fn into_terms(self) -> Vec<Term> {
        drop(self.places);
        let mut terms = self.terms;
        terms.sort_unstable_by(|a, b| a.key.cmp(&b.key));
        terms
    }
}

impl Term {
    fn push(&mut self, doc: u32, counts: &[u8; FIELD_COUNT]) {
        put_number(&mut self.bytes, u64::from(doc - self.next));
        self.next = doc + 1;
        let bits = counts.iter().enumerate().filter(|(_, count)| **count > 0);
        let mask = bits.fold(0u8, |mask, (at, _)| mask | 1 << at);
        if counts.iter().all(|&count| count <= 1) {
            self.bytes.push(mask);
        } else {
            self.bytes.push(mask | COUNTED);
            self.bytes.extend(counts.iter().filter(|count| **count > 0));
        }
    }

    /// The postings, in the order in which they were taken.
    pub(super) fn postings(&self) -> Vec<Gained> {
        let mut reader = Reader::new(&self.bytes);
        let mut next = 0;
        let mut postings = Vec::new();
        while let Some(posting) = read_posting(&mut reader, next) {
            next = posting.doc + 1;
            postings.push(posting);
        }
        postings
    }
}

fn read_posting(reader: &mut Reader<'_>, next: u32) -> Option<Gained> {
    let doc = next + reader.number32().ok()?;
    let mask = reader.byte().ok()?;
    let mut counts = [0; FIELD_COUNT];
    for (_, count) in counts.iter_mut().enumerate().filter(|(at, _)| mask & 1 << at != 0)
    {
        *count = if mask & COUNTED == 0 { 1 } else { reader.byte().ok()? };
    }
    Some(Gained { doc, counts })
}

fn lengths(found: &[(u32, RankField)]) -> Lengths {
    let mut lengths = Lengths::default();
    for (_, field) in found {
        if let Some(words) = lengths.words.get_mut(*field as usize) {
            *words = words.saturating_add(1);
        }
    }
    let different = |title: RankField| {
        let mut places: Vec<u32> = found
            .iter()
            .filter(|(_, field)| *field == title)
            .map(|(place, _)| *place)
            .collect();
        places.dedup();
        places.len().min(255) as u8
    };
    lengths.title_words = different(RankField::Title);
    lengths.original_title_words = different(RankField::OriginalTitle);
    lengths
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn postings_come_back_as_they_were_taken() {
        let analyzer = Analyzer::new();
        let mut gathered = Gathered::default();
        let title = (RankField::Title, "The The");
        let note = (RankField::Other, "the band");
        let lengths = gathered.take_words(3, &[title, note], &analyzer);
        gathered.take_words(9, &[note], &analyzer);
        gathered.take_number(9, b"n77".to_vec());
        assert_eq!((lengths.words, lengths.title_words), ([2, 0, 0, 0, 0, 2], 1));

        let terms = gathered.into_terms();
        let keys: Vec<&[u8]> = terms.iter().map(|term| term.key.as_slice()).collect();
        assert_eq!(keys, [&b"n77"[..], b"wband\0band", b"wthe\0the"]);
        let expected = [
            Gained { doc: 3, counts: [2, 0, 0, 0, 0, 1] },
            Gained { doc: 9, counts: [0, 0, 0, 0, 0, 1] },
        ];
        assert_eq!(terms.last().unwrap().postings(), expected);
    }
}
