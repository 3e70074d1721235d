//! What a terminal is shown: text, and no orders to the terminal.

use std::io::{self, Write};

/// Writes on, but control characters as `\\u001b`, which JSON takes for the same: whoever can put
/// a record into a library's system has no business with the screens of those who look at it.
pub(crate) struct Plain<W> {
    inner: W,
    /// Whether the last byte was the first of a control character of two (U+0080 to U+009F).
    is_begun: bool,
}

impl<W: Write> Plain<W> {
    /// Writes to `inner`.
    pub(crate) fn new(inner: W) -> Self {
        Self { inner, is_begun: false }
    }

    fn put(&mut self, byte: u8) -> io::Result<()> {
        let was_begun = std::mem::take(&mut self.is_begun);
        match byte {
            0xc2 => {
                self.is_begun = true;
                return if was_begun { self.inner.write_all(&[0xc2]) } else { Ok(()) };
            }
            0x80..=0x9f if was_begun => {
                return write!(self.inner, "\\u{byte:04x}");
            }
            _ => {}
        }
        if was_begun {
            self.inner.write_all(&[0xc2])?;
        }
        match byte {
            b'\n' | b'\t' => self.inner.write_all(&[byte]),
            0..=0x1f | 0x7f => write!(self.inner, "\\u{byte:04x}"),
            _ => self.inner.write_all(&[byte]),
        }
    }
}

impl<W: Write> Write for Plain<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let is_plain = |byte: &u8| matches!(byte, b'\n' | b'\t' | 0x20..=0x7e);
        if !self.is_begun && bytes.iter().all(is_plain) {
            self.inner.write_all(bytes)?;
        } else {
            bytes.iter().try_for_each(|byte| self.put(*byte))?;
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.inner.flush()
    }
}

/// The same of a text.
pub(crate) fn spelled(text: &str) -> String {
    let mut out = Vec::with_capacity(text.len());
    match Plain::new(&mut out).write_all(text.as_bytes()) {
        Ok(()) => String::from_utf8_lossy(&out).into_owned(),
        Err(_) => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(pieces: &[&[u8]]) -> String {
        let mut out = Vec::new();
        let mut plain = Plain::new(&mut out);
        pieces.iter().for_each(|piece| plain.write_all(piece).unwrap());
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn text_stays_and_orders_are_spelled_out() {
        for (text, expected) in [
            ("Война «мир»\t1\n", "Война «мир»\t1\n"),
            ("\u{1b}[2J", "\\u001b[2J"),
            ("a\r\u{7}\u{0}b\u{7f}", "a\\u000d\\u0007\\u0000b\\u007f"),
            ("\u{9b}31m\u{a0}\u{85}", "\\u009b31m\u{a0}\\u0085"),
        ] {
            assert_eq!(shown(&[text.as_bytes()]), expected);
            assert_eq!(spelled(text), expected);
        }
    }

    #[test]
    fn a_sign_may_come_in_two_pieces() {
        assert_eq!(shown(&[b"a\xc2", b"\x9bb"]), "a\\u009bb");
        assert_eq!(shown(&[b"a\xc2", b"\xa0b"]), "a\u{a0}b");
    }
}
