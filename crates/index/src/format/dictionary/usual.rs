//! What the coders of a segment's dictionary start from.

use super::{MAX_TERMS, keys::Keys};
use crate::format::{
    bytes::{Broken, Reader, put_number},
    coder::{Coder, Decoder, Encoder},
    postings::Lists,
};

/// What a builder's dictionary starts from: what is usual in keys and in lists. Carried in the
/// root of the segment.
#[derive(Clone, Debug)]
pub(crate) struct Usual {
    pub(crate) lists: Lists,
    pub(super) keys: Keys,
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
