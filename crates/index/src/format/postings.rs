//! Postings: which records have a term, in which fields, and how much it says of each.
//!
//! A list is coded as gaps and marks. A gap counts from the document after the one before. A
//! mark says the fields and the place in the title (see [`Fields`]), and the impact (six bits).
//! What is usual is learned as it goes; a
//! segment's root carries what its builder learned from a sample, so that short lists are coded
//! as well as long ones.

use super::{
    bytes::{Broken, Reader, put_number},
    coder::{Bit, Coder, Decoder, Encoder, Numbers, tree},
};

/// No chunk holds more postings than this.
const MAX_POSTINGS: usize = 1 << 20;

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

/// What a posting says besides the document: the fields, and the impact.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Mark {
    fields: Fields,
    level: u8,
}

impl Mark {
    /// `impact` is BM25F's saturated term frequency over all fields, from 0 to 255 for 0 to
    /// almost 1; six bits of it are kept.
    pub(crate) fn new(fields: Fields, impact: u8) -> Self {
        Self { fields, level: impact >> 2 }
    }

    /// The same, in more fields.
    pub(crate) fn or(self, fields: Fields) -> Self {
        Self { fields: self.fields.or(fields), ..self }
    }

    pub(crate) fn fields(self) -> Fields {
        self.fields
    }

    /// The impact, from 2 to 254: the middle of the step that was kept.
    pub(crate) fn impact(self) -> u8 {
        self.level << 2 | 2
    }
}

/// Postings in columns: documents, ascending, and a mark for each.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct List<'a> {
    pub(crate) docs: &'a [u32],
    pub(crate) marks: &'a [Mark],
}

impl<'a> List<'a> {
    pub(crate) fn len(self) -> usize {
        self.docs.len()
    }

    /// Documents with their marks.
    pub(crate) fn iter(self) -> impl Iterator<Item = (u32, Mark)> + 'a {
        self.docs.iter().copied().zip(self.marks.iter().copied())
    }

    /// The highest impact in it.
    pub(crate) fn max_impact(self) -> u8 {
        self.marks.iter().map(|mark| mark.impact()).max().unwrap_or(0)
    }
}

/// Postings in columns of their own.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Columns {
    pub(crate) docs: Vec<u32>,
    pub(crate) marks: Vec<Mark>,
}

impl Columns {
    pub(crate) fn push(&mut self, doc: u32, mark: Mark) {
        self.docs.push(doc);
        self.marks.push(mark);
    }

    pub(crate) fn len(&self) -> usize {
        self.docs.len()
    }

    pub(crate) fn list(&self) -> List<'_> {
        List { docs: &self.docs, marks: &self.marks }
    }

    /// `len` postings from the one numbered `from`.
    pub(crate) fn part(&self, from: usize, len: usize) -> Option<List<'_>> {
        let end = from.checked_add(len)?;
        Some(List { docs: self.docs.get(from..end)?, marks: self.marks.get(from..end)? })
    }
}

/// What is known of lists: how long gaps are after gaps, which marks stand beside which.
#[derive(Clone, Debug)]
pub(crate) struct Lists {
    gaps: Numbers,
    /// By the fields before: whether a mark is the same as the one before.
    same: Vec<Bit>,
    /// Creator, subject, other, by those before.
    fields: Vec<Bit>,
    /// The place in the title, by the one before.
    titles: Vec<Bit>,
    /// By fields.
    impacts: Vec<Bit>,
}

/// The situation of a gap: the length of the gap before it or, at the start of a list, behind
/// those, the length of the number of postings.
const FIRST: usize = 33;
const SITUATIONS: usize = FIRST + 9;

impl Default for Lists {
    fn default() -> Self {
        Self {
            gaps: Numbers::new(SITUATIONS),
            same: vec![Bit::default(); 16],
            fields: vec![Bit::default(); 16 * 8],
            titles: vec![Bit::default(); 32 * 32],
            impacts: vec![Bit::default(); 16 * 64],
        }
    }
}

fn length(number: usize) -> usize {
    (usize::BITS - number.leading_zeros()) as usize
}

impl Lists {
    /// Codes `count` postings behind `into`; an encoder takes them from `given`.
    ///
    /// # Errors
    /// Documents run out of numbers.
    pub(crate) fn code(
        &mut self,
        coder: &mut impl Coder,
        count: usize,
        given: List<'_>,
        into: &mut Columns,
    ) -> Result<(), Broken> {
        let mut situation = FIRST + length(count).min(8);
        let mut next = 0u32;
        let mut mark = Mark::default();
        let mut given = given.iter();
        for _ in 0..count {
            let (doc, given_mark) = given.next().unwrap_or_default();
            let gap = self.gaps.code(coder, situation, doc.wrapping_sub(next));
            let doc = next.checked_add(gap).ok_or("a document is out of range")?;
            next = doc.checked_add(1).ok_or("a document is out of range")?;
            situation = length(gap as usize).min(FIRST - 1);
            mark = self.mark(coder, mark, given_mark);
            into.push(doc, mark);
        }
        Ok(())
    }

    fn mark(&mut self, coder: &mut impl Coder, before: Mark, given: Mark) -> Mark {
        let before_mask = usize::from(before.fields.mask());
        let is_same = match self.same.get_mut(before_mask) {
            Some(bit) => bit.code(coder, before == given),
            None => false,
        };
        if is_same {
            return before;
        }
        let (title_before, title) = (before.fields.0 >> 3, given.fields.0 >> 3);
        let bits = situation(&mut self.titles, usize::from(title_before), 32);
        let title = tree(coder, bits, 5, u32::from(title)) as u8;
        let bits = situation(&mut self.fields, before_mask, 8);
        let others = tree(coder, bits, 3, u32::from(given.fields.0 & 7)) as u8;
        let fields = Fields(title << 3 | others);
        let bits = situation(&mut self.impacts, usize::from(fields.mask()), 64);
        let level = tree(coder, bits, 6, u32::from(given.level)) as u8;
        Mark { fields, level }
    }

    /// Every decision, in an order that never changes.
    fn bits(&mut self) -> impl Iterator<Item = &mut Bit> {
        let marks = self.same.iter_mut().chain(&mut self.fields);
        let marks = marks.chain(&mut self.titles).chain(&mut self.impacts);
        self.gaps.bits().chain(marks)
    }

    /// What was learned, a byte for each decision.
    pub(crate) fn into_bytes(mut self) -> Vec<u8> {
        self.bits().map(|bit| bit.to_byte()).collect()
    }

    /// What another learned.
    pub(crate) fn from_bytes(bytes: &[u8]) -> Self {
        let mut lists = Self::default();
        for (bit, &byte) in lists.bits().zip(bytes) {
            *bit = Bit::from_byte(byte);
        }
        lists
    }
}

/// The decisions of one situation.
pub(crate) fn situation(bits: &mut [Bit], number: usize, each: usize) -> &mut [Bit] {
    bits.get_mut(number * each..(number + 1) * each).unwrap_or_default()
}

/// Writes a chunk of runs, one after the other.
///
/// ```text
/// runs (number) · for each: its postings (number) · all lists, coded
/// ```
#[derive(Debug)]
pub(crate) struct ChunkWriter {
    lists: Lists,
    encoder: Encoder,
    runs: Vec<u32>,
    postings: u32,
}

impl ChunkWriter {
    pub(crate) fn new(lists: &Lists) -> Self {
        let (lists, encoder) = (lists.clone(), Encoder::new());
        Self { lists, encoder, runs: Vec::new(), postings: 0 }
    }

    /// Adds a run; answers the number of its first posting in the chunk.
    pub(crate) fn run(&mut self, run: List<'_>) -> u32 {
        let first = self.postings;
        // An encoder is given documents in order, which do not run out of numbers.
        let _ =
            self.lists.code(&mut self.encoder, run.len(), run, &mut Columns::default());
        self.runs.push(run.len() as u32);
        self.postings += run.len() as u32;
        first
    }

    /// About how long the chunk is so far.
    pub(crate) fn len(&self) -> usize {
        self.encoder.len()
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.runs.is_empty()
    }

    pub(crate) fn finish(self) -> Vec<u8> {
        let mut out = Vec::new();
        put_number(&mut out, self.runs.len() as u64);
        for run in self.runs {
            put_number(&mut out, u64::from(run));
        }
        out.extend(self.encoder.finish());
        out
    }
}

/// Reads a chunk of runs.
pub(crate) fn read_chunk(content: &[u8], lists: &Lists) -> Result<Columns, Broken> {
    let mut reader = Reader::new(content);
    let runs = reader.count()?;
    let runs = (0..runs).map(|_| reader.size()).collect::<Result<Vec<_>, _>>()?;
    let mut decoder = Decoder::new(reader.rest());
    let mut lists = lists.clone();
    let mut columns = Columns::default();
    for run in runs {
        if run > MAX_POSTINGS - columns.len() {
            return Err("there are too many postings");
        }
        lists.code(&mut decoder, run, List::default(), &mut columns)?;
        if decoder.is_beyond() {
            break;
        }
    }
    decoder.end()?;
    Ok(columns)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn postings(count: u32) -> Columns {
        let mut columns = Columns::default();
        for n in 0..count {
            columns.push(n * n + 7, Mark::new(Fields((n % 256) as u8), n as u8));
        }
        columns
    }

    #[test]
    fn runs_are_read_as_they_were_written() {
        let lists = Lists::default();
        let mut writer = ChunkWriter::new(&lists);
        let (long, short) = (postings(1000), postings(1));
        assert_eq!((writer.run(long.list()), writer.run(short.list())), (0, 1000));
        let columns = read_chunk(&writer.finish(), &lists).unwrap();
        assert_eq!(columns.part(0, 1000), Some(long.list()));
        assert_eq!(columns.part(1000, 1), Some(short.list()));
    }

    #[test]
    fn what_was_learned_makes_lists_shorter() {
        let mut learned = Lists::default();
        let mut encoder = Encoder::new();
        let list = postings(500);
        learned.code(&mut encoder, 500, list.list(), &mut Columns::default()).unwrap();
        let learned = Lists::from_bytes(&learned.into_bytes());
        let len = |lists: &Lists| {
            let mut writer = ChunkWriter::new(lists);
            writer.run(postings(20).list());
            let bytes = writer.finish();
            assert_eq!(read_chunk(&bytes, lists).unwrap(), postings(20));
            bytes.len()
        };
        assert!(len(&learned) < len(&Lists::default()));
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

    #[test]
    fn a_mark_keeps_most_of_the_impact() {
        assert_eq!(Mark::new(Fields(3), 255).impact(), 254);
        assert!(Mark::new(Fields(3), 100).impact().abs_diff(100) <= 2);
    }

    #[test]
    fn a_chunk_cut_off_is_an_error() {
        let lists = Lists::default();
        let mut writer = ChunkWriter::new(&lists);
        writer.run(postings(1000).list());
        let bytes = writer.finish();
        for len in (0..bytes.len() - 4).step_by(37) {
            assert!(read_chunk(bytes.get(..len).unwrap(), &lists).is_err(), "{len}");
        }
    }
}
