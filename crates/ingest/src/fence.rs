//! A fence around text formats: nothing but valid UTF-8 comes out, and no part grows without
//! end. Not for ISO 2709, whose fields are counted in bytes.

use std::io::{self, BufRead, Read};

use crate::open::Bytes;

/// The most bytes that one record, line or row may have.
pub(crate) const MAX_RECORD: u64 = 16 * 1024 * 1024;

/// How many bytes are read at once.
const STEP: usize = 64 * 1024;

/// A reader that replaces what is not UTF-8 by U+FFFD and stops after [`MAX_RECORD`] bytes
/// unless it is opened again in time.
pub(crate) struct Fence {
    inner: Bytes,
    raw: Vec<u8>,
    clean: Vec<u8>,
    at: usize,
    room: u64,
    kept: Vec<u8>,
    is_over: bool,
}

impl Fence {
    /// A fence around `inner`, open.
    pub(crate) fn new(inner: Bytes) -> Self {
        Self {
            inner,
            raw: Vec::new(),
            clean: Vec::new(),
            at: 0,
            room: MAX_RECORD,
            kept: Vec::new(),
            is_over: false,
        }
    }

    /// Begins a new part: it may have [`MAX_RECORD`] bytes again.
    pub(crate) fn open(&mut self) {
        self.room = MAX_RECORD;
        self.kept.clear();
    }

    /// What was read of the part so far.
    pub(crate) fn kept(&self) -> &[u8] {
        &self.kept
    }

    /// Whether a part was longer than it may be.
    pub(crate) fn is_shut(&self) -> bool {
        self.room == 0
    }

    /// Reads on and moves what is valid to `clean`; an unfinished character stays in `raw`.
    fn refill(&mut self) -> io::Result<()> {
        self.clean.clear();
        self.at = 0;
        while self.clean.is_empty() && !self.is_over {
            let length =
                (&mut self.inner).take(STEP as u64).read_to_end(&mut self.raw)?;
            self.is_over = length == 0;
            self.clean_raw();
        }
        Ok(())
    }

    fn clean_raw(&mut self) {
        let mut used = 0;
        for chunk in self.raw.utf8_chunks() {
            self.clean.extend_from_slice(chunk.valid().as_bytes());
            used += chunk.valid().len();
            let rest = chunk.invalid();
            let is_unfinished = used + rest.len() == self.raw.len() && !self.is_over;
            if rest.is_empty() || (is_unfinished && is_prefix(rest)) {
                continue;
            }
            self.clean.extend_from_slice("\u{fffd}".as_bytes());
            used += rest.len();
        }
        self.raw.drain(..used);
    }
}

/// Whether more bytes could make a character of these.
fn is_prefix(bytes: &[u8]) -> bool {
    std::str::from_utf8(bytes).is_err_and(|error| error.error_len().is_none())
}

impl BufRead for Fence {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        if self.at >= self.clean.len() {
            self.refill()?;
        }
        if self.is_shut() && self.at < self.clean.len() {
            return Err(io::Error::other("a part of the file is too long"));
        }
        let rest = self.clean.get(self.at..).unwrap_or_default();
        let room = usize::try_from(self.room).unwrap_or(usize::MAX);
        Ok(rest.get(..room).unwrap_or(rest))
    }

    fn consume(&mut self, amount: usize) {
        let read = self.clean.get(self.at..self.at + amount).unwrap_or_default();
        self.kept.extend_from_slice(read);
        self.at += amount;
        self.room = self.room.saturating_sub(amount as u64);
    }
}

impl Read for Fence {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let length = self.fill_buf()?.read(buffer)?;
        self.consume(length);
        Ok(length)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cleaned(bytes: &'static [u8], step: usize) -> String {
        struct Drip(&'static [u8], usize);
        impl Read for Drip {
            fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
                let length = self.1.min(buffer.len());
                (&mut self.0).take(length as u64).read(buffer)
            }
        }
        let mut fence = Fence::new(Box::new(Drip(bytes, step)));
        let mut text = String::new();
        fence.read_to_string(&mut text).unwrap();
        text
    }

    #[test]
    fn what_is_not_utf_8_is_replaced() {
        for step in [1, 2, 3, 100] {
            assert_eq!(cleaned("Чайка €".as_bytes(), step), "Чайка €");
            assert_eq!(cleaned(b"a\xffb\xd0", step), "a\u{fffd}b\u{fffd}");
        }
    }

    #[test]
    fn a_part_without_end_is_stopped() {
        let mut fence = Fence::new(Box::new(io::repeat(b'x')));
        assert!(io::copy(&mut fence, &mut io::sink()).is_err());
        assert!(fence.is_shut());
    }
}
