//! Gathering: terms and their postings while records come in, in as little memory as will do.
//!
//! A posting is kept as a few bytes behind its term: the gap to the document before, the
//! fields, and how often where it is more than once.

use core::hash::{BuildHasherDefault, Hasher};

use crate::{
    analysis::Analyzer,
    format::{
        bytes::{Reader, put_number},
        dictionary::{MAX_INLINE, word_key},
        postings::{Fields, InTitle},
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
    /// Where it stands in the title: see [`Fields`].
    pub(super) in_title: Option<InTitle>,
}

/// A word as it was met: its term, the field, and where in the title.
type Occurrence = (u32, RankField, Option<InTitle>);

/// How many words each field of a record has.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Lengths {
    pub(super) words: [u16; FIELD_COUNT],
}

impl Gathered {
    /// Takes the words of a document's texts.
    pub(super) fn take_words(
        &mut self,
        doc: u32,
        texts: &[(RankField, &str)],
        analyzer: &Analyzer,
    ) -> Lengths {
        let mut found: Vec<Occurrence> = Vec::new();
        for (field, text) in texts {
            let surfaces = analyzer.surfaces(text);
            let terms: Vec<u32> =
                surfaces.iter().map(|word| self.word_place(word, analyzer)).collect();
            let is_title = matches!(field, RankField::Title | RankField::OriginalTitle);
            let head = if is_title { analyzer.surfaces(head(text)).len() } else { 0 };
            found.extend(terms.iter().enumerate().map(|(at, term)| {
                (*term, *field, is_title.then(|| in_title(&terms, at, head)))
            }));
        }
        // Of several places in the title the first counts.
        found.sort_by_key(|(term, field, _)| (*term, *field));
        found.chunk_by(|a, b| a.0 == b.0).for_each(|same| self.take_term(doc, same));
        lengths(&found)
    }

    /// Takes a term that is not a word.
    pub(super) fn take_number(&mut self, doc: u32, key: Vec<u8>) {
        let place = self.place(&key, || key.clone());
        self.push(place, doc, &[0; FIELD_COUNT], None);
    }

    /// Whether so many documents have a term that its postings lie apart from it.
    pub(super) fn has_many(&self, key: &[u8]) -> bool {
        let term = self.places.get(key).and_then(|place| self.terms.get(*place as usize));
        // A posting takes two bytes or more.
        term.is_some_and(|term| {
            term.bytes.len() > 2 * MAX_INLINE && term.postings().len() > MAX_INLINE
        })
    }

    fn take_term(&mut self, doc: u32, same: &[Occurrence]) {
        let mut counts = [0u8; FIELD_COUNT];
        for (_, field, _) in same {
            if let Some(count) = counts.get_mut(*field as usize) {
                *count = count.saturating_add(1);
            }
        }
        if let Some((place, _, in_title)) = same.first() {
            self.push(*place, doc, &counts, *in_title);
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

    fn push(
        &mut self,
        place: u32,
        doc: u32,
        counts: &[u8; FIELD_COUNT],
        in_title: Option<InTitle>,
    ) {
        if let Some(term) = self.terms.get_mut(place as usize) {
            term.push(doc, counts, in_title);
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
    fn push(&mut self, doc: u32, counts: &[u8; FIELD_COUNT], in_title: Option<InTitle>) {
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
        if has_place(mask) {
            self.bytes.push(Fields::new(Fields::TITLE, in_title).0);
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
    let fields = if has_place(mask) { Fields(reader.byte().ok()?) } else { Fields(0) };
    Some(Gained { doc, counts, in_title: fields.in_title() })
}

/// Whether the place in the title follows a mask of fields.
fn has_place(mask: u8) -> bool {
    mask & (1 << RankField::Title as u8 | 1 << RankField::OriginalTitle as u8) != 0
}

/// The head of a title: what stands before its first full stop, colon, semicolon, slash or
/// bracket. Readers ask for it as for a whole title.
fn head(title: &str) -> &str {
    let is_word = |text: &str| text.contains(char::is_alphanumeric);
    let mut ends = title.match_indices(['.', ':', ';', '/', '=', '(', '[']);
    let end = ends.find(|(at, _)| is_word(title.get(..*at).unwrap_or_default()));
    end.map_or(title, |(at, _)| title.get(..at).unwrap_or(title))
}

/// Where the word at `at` stands in a title with these terms, whose head has `head` of them.
fn in_title(terms: &[u32], at: usize, head: usize) -> InTitle {
    let counted = if at < head { terms.get(..head) } else { None }.unwrap_or(terms);
    let many = usize::from(InTitle::MANY);
    let mut different: Vec<u32> = Vec::with_capacity(many);
    for term in counted {
        if different.len() < many && !different.contains(term) {
            different.push(*term);
        }
    }
    let place = (at + 1).min(usize::from(InTitle::FAR));
    InTitle { words: different.len() as u8, place: place as u8 }
}

fn lengths(found: &[Occurrence]) -> Lengths {
    let mut lengths = Lengths::default();
    for (_, field, _) in found {
        if let Some(words) = lengths.words.get_mut(*field as usize) {
            *words = words.saturating_add(1);
        }
    }
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
        assert_eq!(lengths.words, [2, 0, 0, 0, 0, 2, 0]);

        let terms = gathered.into_terms();
        let keys: Vec<&[u8]> = terms.iter().map(|term| term.key.as_slice()).collect();
        assert_eq!(keys, [&b"n77"[..], b"wband\0band", b"wthe\0the"]);
        let expected = [
            Gained {
                doc: 3,
                counts: [2, 0, 0, 0, 0, 1, 0],
                in_title: Some(InTitle { words: 1, place: 1 }),
            },
            Gained { doc: 9, counts: [0, 0, 0, 0, 0, 1, 0], in_title: None },
        ];
        assert_eq!(terms.last().unwrap().postings(), expected);
    }

    #[test]
    fn a_title_has_a_head() {
        let cases = [
            ("Emma. A novel", "Emma"),
            ("\"No. 101\"", "\"No"),
            ("The ... report : 1990", "The "),
            ("1984", "1984"),
            ("(Re)view", "(Re)view"),
        ];
        for (title, expected) in cases {
            assert_eq!(head(title), expected, "{title}");
        }
    }

    #[test]
    fn words_behind_the_head_count_the_whole_title() {
        let place = |at| in_title(&[7, 8, 7, 9, 5, 6], at, 2);
        assert_eq!(place(0), InTitle { words: 2, place: 1 });
        assert_eq!(place(3), InTitle { words: 5, place: 4 });
        assert_eq!(place(5), InTitle { words: 5, place: 5 });
    }
}
