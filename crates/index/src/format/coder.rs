//! Arithmetic coding of yes-or-no decisions by how likely they are, and the small adaptive
//! models on which everything in dictionary, postings and brief records is built.
//!
//! A model is written once, for a [`Coder`]; the encoder and the decoder are both coders, so
//! what is written and what is read cannot differ. All arithmetic is on integers.
//!
//! After Moffat and Turpin, Compression and Coding Algorithms (2002), chapters 5 and 6; the
//! carry-free interval is that of Mahoney's lpaq.

use super::bytes::Broken;

/// Takes decisions to bytes, or bytes to decisions.
pub(crate) trait Coder {
    /// Codes a decision. `one` is the chance of `true`, from 1 to 65,535 of 65,536. An encoder
    /// gives `bit` back; a decoder gives what was encoded, whatever `bit` is.
    fn bit(&mut self, bit: bool, one: u32) -> bool;

    /// Codes the lowest `width` bits of a number, each as likely as not.
    fn plain(&mut self, number: u32, width: u32) -> u32 {
        let bits = (0..width).rev();
        bits.fold(0, |read, at| {
            read << 1 | u32::from(self.bit(number >> at & 1 == 1, 1 << 15))
        })
    }
}

/// The border between the two parts of an interval.
fn middle(low: u32, high: u32, one: u32) -> u32 {
    let range = high - low;
    low + (range >> 16) * one + (((range & 0xffff) * one) >> 16)
}

/// Writes decisions.
#[derive(Debug)]
pub(crate) struct Encoder {
    low: u32,
    high: u32,
    out: Vec<u8>,
}

impl Encoder {
    pub(crate) fn new() -> Self {
        Self { low: 0, high: u32::MAX, out: Vec::new() }
    }

    /// How many bytes there are so far, give or take four.
    pub(crate) fn len(&self) -> usize {
        self.out.len()
    }

    /// The bytes, as few as tell the last decision.
    pub(crate) fn finish(mut self) -> Vec<u8> {
        // The highest bytes of low and high differ, so this lies between them.
        self.out.push((self.low >> 24) as u8 + 1);
        self.out
    }
}

impl Coder for Encoder {
    fn bit(&mut self, bit: bool, one: u32) -> bool {
        let middle = middle(self.low, self.high, one);
        if bit {
            self.high = middle;
        } else {
            self.low = middle + 1;
        }
        while (self.low ^ self.high) >> 24 == 0 {
            self.out.push((self.high >> 24) as u8);
            self.low <<= 8;
            self.high = self.high << 8 | 0xff;
        }
        bit
    }
}

/// Reads decisions. Behind the last byte it reads zeros.
#[derive(Debug)]
pub(crate) struct Decoder<'a> {
    low: u32,
    high: u32,
    code: u32,
    rest: &'a [u8],
    /// How many bytes were read behind the end.
    beyond: usize,
}

impl<'a> Decoder<'a> {
    pub(crate) fn new(bytes: &'a [u8]) -> Self {
        let mut decoder =
            Self { low: 0, high: u32::MAX, code: 0, rest: bytes, beyond: 0 };
        (0..4).for_each(|_| decoder.shift());
        decoder
    }

    fn shift(&mut self) {
        let byte = match self.rest.split_first() {
            Some((&byte, rest)) => {
                self.rest = rest;
                byte
            }
            None => {
                self.beyond += 1;
                0
            }
        };
        self.code = self.code << 8 | u32::from(byte);
    }

    /// Whether more was read than an encoder wrote.
    pub(crate) fn is_beyond(&self) -> bool {
        self.beyond > 4
    }

    /// Checks that the bytes were read, and that there were enough.
    pub(crate) fn end(&self) -> Result<(), Broken> {
        if self.is_beyond() {
            Err("coded bytes are missing")
        } else if self.rest.is_empty() {
            Ok(())
        } else {
            Err("there are more coded bytes than were expected")
        }
    }
}

impl Coder for Decoder<'_> {
    fn bit(&mut self, _: bool, one: u32) -> bool {
        let middle = middle(self.low, self.high, one);
        let bit = self.code <= middle;
        if bit {
            self.high = middle;
        } else {
            self.low = middle + 1;
        }
        while (self.low ^ self.high) >> 24 == 0 {
            self.low <<= 8;
            self.high = self.high << 8 | 0xff;
            self.shift();
        }
        bit
    }
}

/// A decision that is learned: its chance in the high 12 bits, how often it was met in the low
/// four. What was met seldom learns fast.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Bit(u16);

/// How far a chance moves towards what was met, by how often it was met before (of 65,536).
pub(crate) const RATES: [i32; 16] = [
    32_768, 21_845, 16_384, 13_107, 10_922, 9_362, 8_192, 7_281, 6_553, 5_957, 5_461,
    4_681, 4_096, 3_640, 3_276, 2_730,
];

impl Default for Bit {
    fn default() -> Self {
        Self(2048 << 4)
    }
}

impl Bit {
    /// The chance of `true`, of 4,096.
    pub(crate) fn chance(self) -> u32 {
        u32::from(self.0 >> 4)
    }

    /// How often it was met, 15 at most.
    pub(crate) fn met(self) -> usize {
        usize::from(self.0 & 15)
    }

    /// Learns.
    pub(crate) fn learn(&mut self, bit: bool, limit: usize) {
        let (chance, met) = (i32::from(self.0 >> 4), self.met());
        let target = if bit { 4095 } else { 0 };
        let rate = RATES[met & 15];
        let moved = chance + (((target - chance) * rate + 32_768) >> 16);
        let met = met.max((met + 1).min(limit));
        self.0 = (moved.clamp(1, 4095) as u16) << 4 | met as u16;
    }

    /// Codes a decision and learns from it.
    pub(crate) fn code(&mut self, coder: &mut impl Coder, bit: bool) -> bool {
        let bit = coder.bit(bit, self.chance() << 4 | 8);
        self.learn(bit, 15);
        bit
    }

    /// As a byte, for models that are carried along; and back, with some readiness to learn.
    pub(crate) fn to_byte(self) -> u8 {
        if self.met() == 0 { 0 } else { (self.0 >> 8).max(1) as u8 }
    }

    pub(crate) fn from_byte(byte: u8) -> Self {
        if byte == 0 { Self::default() } else { Self(u16::from(byte) << 8 | 1 << 7 | 8) }
    }
}

/// Codes the lowest `width` bits of a number with a tree of decisions; `bits` has room for
/// 2^width.
pub(crate) fn tree(
    coder: &mut impl Coder,
    bits: &mut [Bit],
    width: u32,
    number: u32,
) -> u32 {
    let mut node = 1usize;
    for at in (0..width).rev() {
        let bit = number >> at & 1 == 1;
        let bit = match bits.get_mut(node) {
            Some(model) => model.code(coder, bit),
            None => bit,
        };
        node = node << 1 | usize::from(bit);
    }
    (node - (1 << width)) as u32
}

/// Numbers of any size, small ones short: how many bits a number has is learned for each of
/// several situations, its first bits for each length, the others are taken as they come.
#[derive(Clone, Debug)]
pub(crate) struct Numbers {
    lengths: Vec<Bit>,
    heads: Vec<Bit>,
}

/// Decisions for a length from 0 to 32.
const LENGTHS: usize = 64;

impl Numbers {
    pub(crate) fn new(situations: usize) -> Self {
        Self {
            lengths: vec![Bit::default(); LENGTHS * situations],
            heads: vec![Bit::default(); 33 * 4],
        }
    }

    pub(crate) fn code(
        &mut self,
        coder: &mut impl Coder,
        situation: usize,
        number: u32,
    ) -> u32 {
        let from = situation * LENGTHS;
        let lengths = self.lengths.get_mut(from..from + LENGTHS).unwrap_or_default();
        let length = tree(coder, lengths, 6, 32 - number.leading_zeros()).min(32);
        if length < 2 {
            return length;
        }
        let modelled = (length - 1).min(2);
        let plain = length - 1 - modelled;
        let from = length as usize * 4;
        let heads = self.heads.get_mut(from..from + 4).unwrap_or_default();
        let head = tree(coder, heads, modelled, number >> plain & ((1 << modelled) - 1));
        let tail = coder.plain(number, plain);
        1 << (length - 1) | head << plain | tail
    }

    /// Every decision, in an order that never changes.
    pub(crate) fn bits(&mut self) -> impl Iterator<Item = &mut Bit> {
        self.lengths.iter_mut().chain(&mut self.heads)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn decisions_are_read_as_they_were_written() {
        let bits: Vec<bool> = (0..5000u32).map(|n| n % 11 == 0).collect();
        let mut encoder = Encoder::new();
        let mut model = Bit::default();
        for &bit in &bits {
            model.code(&mut encoder, bit);
        }
        let bytes = encoder.finish();
        assert!(bytes.len() < 5000 / 8);
        let mut decoder = Decoder::new(&bytes);
        let mut model = Bit::default();
        let read: Vec<bool> =
            bits.iter().map(|_| model.code(&mut decoder, false)).collect();
        assert_eq!((read, decoder.end()), (bits, Ok(())));
    }

    #[test]
    fn numbers_are_read_as_they_were_written() {
        let numbers = [0, 1, 2, 3, 7, 8, 255, 70_000, u32::MAX - 1, u32::MAX];
        let mut encoder = Encoder::new();
        let mut model = Numbers::new(2);
        for (at, &number) in numbers.iter().enumerate() {
            model.code(&mut encoder, at % 2, number);
            encoder.plain(number & 0xff, 8);
        }
        let bytes = encoder.finish();
        let mut decoder = Decoder::new(&bytes);
        let mut model = Numbers::new(2);
        for (at, &number) in numbers.iter().enumerate() {
            assert_eq!(model.code(&mut decoder, at % 2, 0), number);
            assert_eq!(decoder.plain(0, 8), number & 0xff);
        }
        assert_eq!(decoder.end(), Ok(()));
    }

    #[test]
    fn bytes_cut_off_are_missed() {
        let mut encoder = Encoder::new();
        let mut model = Numbers::new(1);
        (0..1000).for_each(|n| {
            model.code(&mut encoder, 0, n * 7919 % 1000);
        });
        let bytes = encoder.finish();
        let mut decoder = Decoder::new(bytes.get(..bytes.len() / 2).unwrap());
        let mut model = Numbers::new(1);
        (0..1000).for_each(|_| {
            model.code(&mut decoder, 0, 0);
        });
        assert!(decoder.is_beyond());
    }
}
