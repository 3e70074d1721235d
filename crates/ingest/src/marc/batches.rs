//! Batches: frames of a file, copied out of it so that they can be read elsewhere, each with the
//! encoding that it is judged to be in. What depends on the order of the records is decided
//! here; what is left to do with a batch needs no other one.

use std::io;
use std::ops::Range;

use super::directory::{self, Place};
use super::frames::{Frame, FrameKind, Frames};
use super::{Leader, SUBFIELD, Tag};
use crate::crew::BATCH;
use crate::encoding::{Claim, Encoding, Guesser, claim_of_unimarc};
use crate::open::Bytes;

/// Some frames that follow each other.
#[derive(Default)]
pub(super) struct Batch {
    bytes: Vec<u8>,
    frames: Vec<(Span, Option<Judgement>)>,
    /// Why there are no more of them, and at which byte, if that is not the end of the file.
    pub(super) error: Option<(u64, io::Error)>,
}

/// A frame, its bytes being a stretch of those of the batch.
struct Span {
    kind: FrameKind,
    byte: u64,
    number: u64,
    bytes: Range<usize>,
}

/// How a record is to be decoded.
#[derive(Clone, Copy, Debug)]
pub(super) struct Judgement {
    /// The encoding that it is read in.
    pub(super) encoding: Encoding,
    /// What it claims.
    pub(super) claim: Claim,
    /// Whether it is worth a word that the two differ, or that the encoding is an old one.
    pub(super) is_worth_a_word: bool,
}

impl Batch {
    /// The frames with the numbers of their records (zero for junk) and how they are to be
    /// decoded.
    pub(super) fn frames(
        &self,
    ) -> impl Iterator<Item = (Frame<'_>, u64, Option<Judgement>)> {
        self.frames.iter().map(|(span, judgement)| {
            let bytes = self.bytes.get(span.bytes.clone()).unwrap_or_default();
            let frame = Frame { kind: span.kind, byte: span.byte, bytes };
            (frame, span.number, *judgement)
        })
    }

    fn add(&mut self, frame: &Frame<'_>, number: u64, judgement: Option<Judgement>) {
        let start = self.bytes.len();
        self.bytes.extend_from_slice(frame.bytes);
        let bytes = start..self.bytes.len();
        let span = Span { kind: frame.kind, byte: frame.byte, number, bytes };
        self.frames.push((span, judgement));
    }
}

/// Cuts a file into batches.
pub(super) struct Batches {
    frames: Frames,
    judge: Judge,
    number: u64,
    is_over: bool,
}

impl Batches {
    /// Batches of the stream `bytes`, its text in the encoding that is `forced` or in the one
    /// that it seems to be in.
    pub(super) fn new(bytes: Bytes, forced: Option<Encoding>) -> Self {
        let judge = Judge { forced, ..Judge::default() };
        Self { frames: Frames::new(bytes), judge, number: 0, is_over: false }
    }

    /// Whether there are no more.
    pub(super) fn is_over(&self) -> bool {
        self.is_over
    }
}

impl Iterator for Batches {
    type Item = Batch;

    fn next(&mut self) -> Option<Batch> {
        if self.is_over {
            return None;
        }
        let bytes = Vec::with_capacity(BATCH as usize + BATCH as usize / 4);
        let mut batch = Batch { bytes, ..Batch::default() };
        while (batch.bytes.len() as u64) < BATCH {
            match self.frames.next() {
                Ok(Some(frame)) => {
                    let is_junk = matches!(frame.kind, FrameKind::Junk(_));
                    self.number += u64::from(!is_junk);
                    let number = if is_junk { 0 } else { self.number };
                    let judgement = self.judge.of(&frame);
                    batch.add(&frame, number, judgement);
                }
                Ok(None) => self.is_over = true,
                Err(error) => {
                    self.is_over = true;
                    batch.error = Some((self.frames.byte(), error));
                }
            }
            if self.is_over {
                break;
            }
        }
        Some(batch)
    }
}

/// Decides how records are to be decoded, and which of them says so for the whole file.
#[derive(Default)]
struct Judge {
    forced: Option<Encoding>,
    guesser: Guesser,
    places: Vec<Place>,
    said: Vec<(Encoding, Claim)>,
}

impl Judge {
    /// The judgement of a record; `None` of what is none.
    fn of(&mut self, frame: &Frame<'_>) -> Option<Judgement> {
        if matches!(frame.kind, FrameKind::Junk(_) | FrameKind::TooLong) {
            return None;
        }
        let claim = self.claim(frame.bytes);
        let guess = || self.guesser.encoding(frame.bytes, claim);
        let encoding = self.forced.unwrap_or_else(guess);
        let is_worth_a_word = self.is_worth_a_word(frame.bytes, claim, encoding);
        Some(Judgement { encoding, claim, is_worth_a_word })
    }

    /// What a record claims of its encoding: in Leader/09 (MARC 21) or in 100 $a (UNIMARC).
    fn claim(&mut self, record: &[u8]) -> Claim {
        if Leader::new(record).claims_utf8() {
            return Claim::Utf8;
        }
        directory::places(record, &mut self.places);
        let number = |place: &&Place| place.tag.and_then(Tag::number) == Some(100);
        let field = self.places.iter().find(number);
        let field = field.and_then(|place| record.get(place.bytes.clone()));
        let text = field.and_then(|field| field.split(|byte| *byte == SUBFIELD).nth(1));
        let text = text.and_then(|subfield| subfield.strip_prefix(b"a"));
        text.and_then(claim_of_unimarc).unwrap_or(Claim::Marc8)
    }

    /// Old encodings, and those that are not claimed, are said once; a claim of UTF-8 that is
    /// wrong is a fault of its record.
    fn is_worth_a_word(
        &mut self,
        record: &[u8],
        claim: Claim,
        encoding: Encoding,
    ) -> bool {
        let is_as_expected = claim == Claim::Utf8 && encoding == Encoding::Utf8;
        if is_as_expected || (encoding != Encoding::Marc8 && record.is_ascii()) {
            return false;
        }
        let is_first = !self.said.contains(&(encoding, claim));
        if is_first {
            self.said.push((encoding, claim));
        }
        is_first || claim == Claim::Utf8
    }
}

#[cfg(test)]
mod tests {
    use std::io::Cursor;
    use std::path::Path;

    use super::super::Reader;
    use super::*;
    use crate::Entry;
    use crate::map::Mapper;

    /// All fixtures one after the other, again and again: two dozen batches full, with records of
    /// every state and encoding, and junk between them.
    fn long_file() -> Vec<u8> {
        let fixtures = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures");
        let folders = ["damaged", "valid"].map(|name| fixtures.join(name));
        let paths = folders.iter().flat_map(|folder| std::fs::read_dir(folder).unwrap());
        let mut paths: Vec<_> = paths.map(|entry| entry.unwrap().path()).collect();
        paths.sort();
        let is_marc =
            |path: &&std::path::PathBuf| path.extension().is_some_and(|e| e == "mrc");
        let one: Vec<u8> = paths
            .iter()
            .filter(is_marc)
            .flat_map(|path| std::fs::read(path).unwrap())
            .collect();
        one.repeat(1 + 24 * BATCH as usize / one.len())
    }

    fn entries(bytes: Vec<u8>, hands: usize) -> Vec<Entry> {
        let bytes = Box::new(Cursor::new(bytes));
        let mut reader = Reader::new("long.mrc", bytes, None, Mapper::default());
        std::iter::from_fn(|| reader.next_by(hands)).map(Result::unwrap).collect()
    }

    #[test]
    fn many_hands_read_what_one_does_in_the_same_order() {
        let file = long_file();
        let alone = entries(file.clone(), 1);
        assert!(
            alone.len() > 1000 && alone.iter().any(|entry| !entry.findings.is_empty())
        );
        for hands in [2, 5] {
            let together = entries(file.clone(), hands);
            assert_eq!(together.len(), alone.len());
            for (one, other) in alone.iter().zip(&together) {
                assert_eq!((one.number, one.byte), (other.number, other.byte));
                assert_eq!(one.record, other.record, "record {}", one.number);
                assert_eq!(one.findings, other.findings, "record {}", one.number);
                assert_eq!(one.raw, other.raw, "record {}", one.number);
            }
        }
    }

    #[test]
    fn a_file_that_breaks_off_gives_what_was_before_and_then_the_error() {
        struct Broken;
        impl io::Read for Broken {
            fn read(&mut self, _: &mut [u8]) -> io::Result<usize> {
                Err(io::Error::other("the cable"))
            }
        }
        let file = long_file();
        for hands in [1, 3] {
            let bytes = Box::new(io::Read::chain(Cursor::new(file.clone()), Broken));
            let mut reader = Reader::new("long.mrc", bytes, None, Mapper::default());
            let results: Vec<_> = std::iter::from_fn(|| reader.next_by(hands)).collect();
            let (last, before) = results.split_last().unwrap();
            assert!(before.len() > 1000 && before.iter().all(Result::is_ok));
            assert!(last.as_ref().unwrap_err().to_string().contains("the cable"));
        }
    }
}
