//! A model of short texts: what letter comes next, by the letters before it. It starts from a
//! text that is like those to come, so that it knows their words when it meets the first.
//!
//! Several contexts (one, two and three letters before) each give a chance
//! for the next bit; they are weighed by how well they did before, as in Mahoney's lpaq
//! (logistic mixing).

use super::coder::{Bit, Coder};

/// How many contexts are weighed.
const CONTEXTS: usize = 3;

/// How many kinds of text are told apart.
pub(crate) const COLUMNS: usize = 16;

/// How soon weights move, and how often a decision is met before it learns slowly.
const LEARNING: i32 = 10;
const LIMIT: usize = 9;

/// What is known so far.
#[derive(Clone, Debug)]
pub(crate) struct Text {
    /// 2 to the power of the decisions for each context.
    size: u32,
    bits: Vec<Bit>,
    weights: Vec<[i32; CONTEXTS]>,
}

/// The letters before the one to come.
#[derive(Clone, Copy, Debug, Default)]
struct Before {
    letters: u32,
}

impl Text {
    /// A model with 2^`size` decisions for each context.
    pub(crate) fn new(size: u32) -> Self {
        Self {
            size,
            bits: vec![Bit::default(); CONTEXTS << size],
            weights: vec![[30_000; CONTEXTS]; COLUMNS * 256],
        }
    }

    /// Codes a text that has no byte 0; a decoder ignores `text`. After `max` bytes of a text
    /// that has no end, the decoder ends it.
    pub(crate) fn code(
        &mut self,
        coder: &mut impl Coder,
        column: usize,
        text: &[u8],
        max: usize,
    ) -> Vec<u8> {
        let mut before = Before::default();
        let mut read = Vec::with_capacity(text.len());
        let mut given = text.iter();
        loop {
            let byte = given.next().copied().unwrap_or(0);
            let byte = self.byte(coder, column, &before, byte);
            if byte == 0 || read.len() >= max {
                return read;
            }
            read.push(byte);
            before.take(byte);
        }
    }

    fn byte(
        &mut self,
        coder: &mut impl Coder,
        column: usize,
        before: &Before,
        byte: u8,
    ) -> u8 {
        let contexts = contexts(column, before);
        let weights = (column & (COLUMNS - 1)) << 8;
        let mut node = 1usize;
        // A byte is coded in two halves: the decisions of a half lie together in memory.
        for half in [4, 0] {
            let places = self.places(&contexts, node);
            let mut small = 1usize;
            for at in (half..half + 4).rev() {
                let bit = byte >> at & 1 == 1;
                let bit = self.bit(coder, &places, weights | node, small, bit);
                node = node << 1 | usize::from(bit);
                small = small << 1 | usize::from(bit);
            }
        }
        node as u8
    }

    /// Where the sixteen decisions of each context lie, given what is known of the byte.
    fn places(&self, contexts: &[u32; CONTEXTS], node: usize) -> [usize; CONTEXTS] {
        let node = (node as u32).wrapping_mul(0x9e35_79b1);
        let mut at = 0;
        contexts.map(|context| {
            let hash = (context ^ node).wrapping_mul(0x9e37_79b1) >> (32 - self.size);
            at += 1;
            (at - 1) << self.size | (hash as usize & !15)
        })
    }

    fn bit(
        &mut self,
        coder: &mut impl Coder,
        places: &[usize; CONTEXTS],
        weights: usize,
        small: usize,
        bit: bool,
    ) -> bool {
        let (mut votes, mut sum) = ([0; CONTEXTS], 0i32);
        let Some(weights) = self.weights.get_mut(weights) else { return bit };
        for at in 0..CONTEXTS {
            let known = self.bits.get(places[at] | small).copied().unwrap_or_default();
            let vote = (stretch(known.chance()) * TRUST[known.met() & 15]) >> 4;
            votes[at] = vote;
            sum += (vote * (weights[at] >> 2)) >> 14;
        }
        let chance = squash(sum);
        let bit = coder.bit(bit, (chance as u32) << 4 | 8);
        let error = (i32::from(bit) << 12) - chance;
        for at in 0..CONTEXTS {
            weights[at] += (votes[at] * error * LEARNING + (1 << 13)) >> 14;
            if let Some(known) = self.bits.get_mut(places[at] | small) {
                known.learn(bit, LIMIT);
            }
        }
        bit
    }
}

/// A number for each context.
fn contexts(column: usize, before: &Before) -> [u32; CONTEXTS] {
    let column = column as u32;
    let letters = before.letters;
    [
        (column << 8 | letters & 0xff).wrapping_mul(0x85eb_ca6b) ^ 0x51,
        (letters & 0xffff | column << 24).wrapping_mul(0xc2b2_ae35) ^ 0x52,
        (letters & 0xff_ffff).wrapping_mul(0x27d4_eb2f) ^ 0x53,
    ]
}

impl Before {
    fn take(&mut self, byte: u8) {
        self.letters = self.letters << 8 | u32::from(byte);
    }
}

/// How much a chance is trusted, by how often it was met (of 16).
const TRUST: [i32; 16] = [0, 10, 13, 14, 15, 16, 17, 17, 18, 18, 18, 18, 18, 18, 18, 18];

/// The logistic function at steps of 1/16 from -8 to 8, of 4,096.
const LOGISTIC: [i32; 33] = [
    1, 2, 4, 6, 10, 17, 27, 45, 74, 120, 194, 311, 488, 747, 1102, 1546, 2048, 2550,
    2994, 3349, 3608, 3785, 3902, 3976, 4022, 4051, 4069, 4079, 4086, 4090, 4092, 4094,
    4095,
];

/// From -2,047…2,047 (a 256th of a unit) to a chance of 4,096.
fn squash(sum: i32) -> i32 {
    let sum = sum.clamp(-2047, 2047) + 2048;
    let (step, part) = ((sum >> 7) as usize & 31, sum & 127);
    (LOGISTIC[step] * (128 - part) + LOGISTIC[step + 1] * part) >> 7
}

/// The inverse of [`squash`]: a table that is made when it is compiled.
fn stretch(chance: u32) -> i32 {
    i32::from(STRETCH[chance as usize & 4095])
}

static STRETCH: [i16; 4096] = stretched();

const fn stretched() -> [i16; 4096] {
    let mut table = [2047i16; 4096];
    let mut next = 0;
    let mut sum = -2047i32;
    while sum <= 2047 {
        let at = sum + 2048;
        let (step, part) = ((at >> 7) as usize & 31, at & 127);
        let chance = (LOGISTIC[step] * (128 - part) + LOGISTIC[step + 1] * part) >> 7;
        while next <= chance as usize && next < 4096 {
            table[next] = sum as i16;
            next += 1;
        }
        sum += 1;
    }
    table
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::format::coder::{Decoder, Encoder};

    #[test]
    fn texts_are_read_as_they_were_written_and_take_less_room_when_alike() {
        let texts: Vec<String> =
            (0..200).map(|n| format!("Война и мир. Том {n}, 18{:02}", n % 90)).collect();
        let mut encoder = Encoder::new();
        let mut model = Text::new(14);
        for text in &texts {
            model.code(&mut encoder, 1, text.as_bytes(), 1000);
        }
        let bytes = encoder.finish();
        let plain: usize = texts.iter().map(String::len).sum();
        assert!(bytes.len() * 8 < plain, "{} of {plain}", bytes.len());
        let mut decoder = Decoder::new(&bytes);
        let mut model = Text::new(14);
        for text in &texts {
            assert_eq!(model.code(&mut decoder, 1, &[], 1000), text.as_bytes());
        }
        assert_eq!(decoder.end(), Ok(()));
    }

    #[test]
    fn the_two_tables_agree() {
        for chance in 1..4096 {
            assert!((squash(stretch(chance)) - chance as i32).abs() <= 16, "{chance}");
        }
    }
}
