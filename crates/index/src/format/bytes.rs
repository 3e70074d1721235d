//! Numbers and strings of bytes: how every part of the format writes its smallest pieces.

/// What could not be read. Says which piece; the chunk is known to the caller.
pub(crate) type Broken = &'static str;

/// Appends a number in seven-bit groups, the lowest first (LEB128).
pub(crate) fn put_number(out: &mut Vec<u8>, mut number: u64) {
    while number >= 0x80 {
        out.push(number as u8 | 0x80);
        number >>= 7;
    }
    out.push(number as u8);
}

/// Appends a string of bytes behind its length.
pub(crate) fn put_bytes(out: &mut Vec<u8>, bytes: &[u8]) {
    put_number(out, bytes.len() as u64);
    out.extend_from_slice(bytes);
}

/// Reads pieces from the front of a slice; every step is checked.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Reader<'a> {
    rest: &'a [u8],
}

impl<'a> Reader<'a> {
    pub(crate) fn new(bytes: &'a [u8]) -> Self {
        Self { rest: bytes }
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.rest.is_empty()
    }

    /// What has not been read yet.
    pub(crate) fn rest(&self) -> &'a [u8] {
        self.rest
    }

    pub(crate) fn byte(&mut self) -> Result<u8, Broken> {
        let (&first, rest) = self.rest.split_first().ok_or("a byte is missing")?;
        self.rest = rest;
        Ok(first)
    }

    pub(crate) fn number(&mut self) -> Result<u64, Broken> {
        let mut number = 0;
        for shift in (0..64).step_by(7) {
            let byte = self.byte()?;
            let group = u64::from(byte & 0x7f);
            if shift == 63 && group > 1 {
                break;
            }
            number |= group << shift;
            if byte < 0x80 {
                return Ok(number);
            }
        }
        Err("a number is too large")
    }

    /// A number that counts or measures something in memory.
    pub(crate) fn size(&mut self) -> Result<usize, Broken> {
        usize::try_from(self.number()?).map_err(|_| "a size is too large")
    }

    pub(crate) fn number32(&mut self) -> Result<u32, Broken> {
        u32::try_from(self.number()?).map_err(|_| "a number is too large")
    }

    /// How many pieces follow, where each takes at least a byte: never more than can be there,
    /// so that a count is safe to reserve memory by.
    pub(crate) fn count(&mut self) -> Result<usize, Broken> {
        let count = self.size()?;
        if count > self.rest.len() { Err("a count is too large") } else { Ok(count) }
    }

    pub(crate) fn take(&mut self, len: usize) -> Result<&'a [u8], Broken> {
        let (taken, rest) = self.rest.split_at_checked(len).ok_or("bytes are missing")?;
        self.rest = rest;
        Ok(taken)
    }

    /// A string of bytes behind its length.
    pub(crate) fn bytes(&mut self) -> Result<&'a [u8], Broken> {
        let len = self.size()?;
        self.take(len)
    }

    /// Says that nothing may follow.
    pub(crate) fn end(&self) -> Result<(), Broken> {
        if self.rest.is_empty() { Ok(()) } else { Err("there are bytes too many") }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_put_is_read_again() {
        let numbers = [0, 1, 127, 128, 16_383, 16_384, u64::from(u32::MAX), u64::MAX];
        let mut out = Vec::new();
        numbers.iter().for_each(|&n| put_number(&mut out, n));
        put_bytes(&mut out, b"shelf");
        let mut reader = Reader::new(&out);
        for number in numbers {
            assert_eq!(reader.number(), Ok(number));
        }
        assert_eq!(reader.bytes(), Ok(&b"shelf"[..]));
        assert_eq!(reader.end(), Ok(()));
    }

    #[test]
    fn bytes_that_are_missing_or_too_many_are_errors() {
        assert!(Reader::new(&[0x80]).number().is_err());
        assert!(Reader::new(&[0xff; 11]).number().is_err());
        assert!(Reader::new(&[5, 1]).bytes().is_err());
        assert!(Reader::new(&[200, 1]).count().is_err());
        assert!(Reader::new(&[1]).end().is_err());
    }
}
