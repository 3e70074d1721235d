//! The keys of a block, each as it differs from the one before; and its numbers.

use super::{TermKind, split_word};
use crate::format::{
    bytes::Broken,
    coder::{Bit, Coder, Numbers},
    text::Text,
};

/// The letters of keys.
#[derive(Clone, Debug)]
pub(super) struct Keys {
    text: Text,
    numbers: Numbers,
    is_word: Bit,
}

/// Situations of the numbers in a block.
#[derive(Clone, Copy)]
pub(super) enum Situation {
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
    pub(super) fn code(
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
    pub(super) fn bytes(
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

    pub(super) fn number(
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
