//! MARC-8: sets of characters that escape sequences call up (MARC 21 Specifications for Record
//! Structure, Character Sets, and Exchange Media, "MARC-8 Encoding Environment").
//!
//! Two sets of 94 are at hand, G0 for the bytes 21 to 7E and G1 for A1 to FE; at the beginning
//! of each subfield they are ASCII and ANSEL. A mark stands before its letter, in Unicode behind
//! it. What older systems could not say otherwise stands as `&#xhhhh;` ("Lossless conversion").

use std::borrow::Cow;

use super::tables::{self, Set, Sign};

const ESCAPE: u8 = 0x1b;

/// A set that can be called up.
#[derive(Clone, Copy)]
enum Called {
    /// ASCII (final byte `B`).
    Ascii,
    /// A set of one byte.
    Single(&'static Set),
    /// The East Asian set, of three bytes (final byte `1`).
    EastAsian,
}

impl Called {
    /// The set with this final byte. `s` returns to ASCII (Technique 1).
    fn by(last: u8) -> Option<Self> {
        match last {
            b'B' | b's' => Some(Self::Ascii),
            b'1' => Some(Self::EastAsian),
            _ => tables::set(last).map(Self::Single),
        }
    }
}

/// The text, and how many codes had no meaning.
pub(super) fn decode(bytes: &[u8]) -> (Cow<'_, str>, usize) {
    let is_plain = bytes.iter().all(|b| b.is_ascii() && *b != ESCAPE && *b != b'&');
    if let (true, Ok(text)) = (is_plain, std::str::from_utf8(bytes)) {
        return (Cow::Borrowed(text), 0);
    }
    let ansel = tables::set(b'E').map_or(Called::Ascii, Called::Single);
    let mut decoder = Decoder {
        bytes,
        at: 0,
        low: Called::Ascii,
        high: ansel,
        marks: String::new(),
        text: String::with_capacity(bytes.len() + 16),
        lost: 0,
    };
    while decoder.step() {}
    // A mark at the end has no letter to stand on.
    decoder.text.push_str(&decoder.marks);
    (Cow::Owned(decoder.text), decoder.lost)
}

struct Decoder<'b> {
    bytes: &'b [u8],
    at: usize,
    low: Called,
    high: Called,
    marks: String,
    text: String,
    lost: usize,
}

impl Decoder<'_> {
    /// Reads one code or one escape sequence.
    fn step(&mut self) -> bool {
        let rest = self.bytes.get(self.at..).unwrap_or_default();
        let Some(byte) = rest.first() else { return false };
        match byte {
            &ESCAPE => self.escape(rest),
            b'&' if matches!(self.low, Called::Ascii) => self.reference(rest),
            // Blanks and controls stand outside the sets.
            0..=0x20 | 0x7f => self.push(char::from(*byte), 1),
            // The joiner and the non-joiner; 88 and 89 hold what does not file.
            0x8d => self.push('\u{200d}', 1),
            0x8e => self.push('\u{200c}', 1),
            0x80..=0x9f => self.at += 1,
            0xa0 => self.push(' ', 1),
            0x21..=0x7e => self.code(self.low, rest),
            _ => self.code(self.high, rest),
        }
        true
    }

    /// A code of one byte or of three.
    fn code(&mut self, called: Called, rest: &[u8]) {
        let plain = |byte: &u8| byte & 0x7f;
        let sign = match called {
            Called::Ascii => rest.first().map(|b| Sign::Char(char::from(plain(b)))),
            Called::Single(set) => {
                let place = rest.first().map(plain).and_then(|b| b.checked_sub(0x21));
                place.and_then(|place| set.get(usize::from(place)).copied().flatten())
            }
            Called::EastAsian => return self.east_asian(rest),
        };
        match sign {
            Some(Sign::Char(c)) => self.push(c, 1),
            Some(Sign::Mark(c)) => {
                self.marks.push(c);
                self.at += 1;
            }
            Some(Sign::Half) => self.at += 1,
            None => self.lose(1),
        }
    }

    fn east_asian(&mut self, rest: &[u8]) {
        let Some([a, b, c]) = rest.first_chunk() else { return self.lose(rest.len()) };
        match tables::east_asian([a & 0x7f, b & 0x7f, c & 0x7f]) {
            Some(c) => self.push(c, 3),
            // A shift in the threes shows by a blank or an escape among them.
            None if [b, c].iter().any(|byte| **byte <= 0x20) => self.lose(1),
            None => self.lose(3),
        }
    }

    /// Adds a character and behind it the marks that stood before it.
    fn push(&mut self, c: char, length: usize) {
        self.text.push(c);
        self.text.push_str(&self.marks);
        self.marks.clear();
        self.at += length;
    }

    fn lose(&mut self, length: usize) {
        self.lost += 1;
        self.push('\u{fffd}', length);
    }

    /// An escape sequence: `ESC p` and its like call up one set (Technique 1), `ESC ( B` and its
    /// like say for which half, with signs between where a set needs them (Technique 2, after
    /// ANSI X3.41). One that is not known calls up nothing.
    fn escape(&mut self, rest: &[u8]) {
        let after = rest.get(1..).unwrap_or_default();
        let between = after.iter().take_while(|b| (0x20..=0x2f).contains(*b)).count();
        let Some(last) = after.get(between) else {
            self.lost += 1;
            self.at = self.bytes.len();
            return;
        };
        self.at += between + 2;
        let signs = after.get(..between).unwrap_or_default();
        let is_known = match (signs, last) {
            ([], b'g' | b'b' | b'p' | b's') => self.call_low(*last),
            ([b'(' | b',' | b'$'], _)
            | ([b'(' | b',', b'!'], b'E')
            | ([b'$', b','], _) => self.call_low(*last),
            ([b')' | b'-'], _)
            | ([b')' | b'-', b'!'], b'E')
            | ([b'$', b')' | b'-'], _) => self.call_high(*last),
            _ => false,
        };
        self.lost += usize::from(!is_known);
    }

    fn call_low(&mut self, last: u8) -> bool {
        let called = Called::by(last);
        self.low = called.unwrap_or(self.low);
        called.is_some()
    }

    fn call_high(&mut self, last: u8) -> bool {
        let called = Called::by(last);
        self.high = called.unwrap_or(self.high);
        called.is_some()
    }

    /// `&#x31B;` stands for the character with that number, in its place in the text.
    fn reference(&mut self, rest: &[u8]) {
        let number = rest.strip_prefix(b"&#x").and_then(|hex| {
            let length = hex.iter().take(7).position(|byte| *byte == b';')?;
            let hex = std::str::from_utf8(hex.get(..length)?).ok()?;
            let c = u32::from_str_radix(hex, 16).ok().and_then(char::from_u32)?;
            (!c.is_control()).then_some((c, length + 4))
        });
        match number {
            Some((c, length)) => self.push(c, length),
            None => self.push('&', 1),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::encoding::composed;

    fn text(bytes: &[u8]) -> String {
        let (text, lost) = decode(bytes);
        assert_eq!(lost, 0, "{text}");
        composed(text).into_owned()
    }

    #[test]
    fn marks_go_behind_their_letters_in_the_order_they_had() {
        assert_eq!(text(b"M\xe8uller"), "Müller");
        assert_eq!(text(b"Nguy\xe3\xe4en"), "Nguyễn");
        assert_eq!(text(b"Evrope\xe6isko\xe1 "), "Evropeĭsko \u{300}");
        assert_eq!(text(b"\xa1\xf2od\xe2z"), "Łọdź");
    }

    #[test]
    fn a_mark_over_two_letters_is_one_sign() {
        assert_eq!(text(b"\xebI\xecUri\xe6i"), "I\u{361}Uriĭ");
        assert_eq!(text(b"\xfan\xfbg"), "n\u{360}g");
    }

    #[test]
    fn sets_are_called_up_for_either_half() {
        let cases: [(&[u8], &str); 14] = [
            (b"\x1b(N~AJKA\x1b(B, A", "Чайка, A"),
            (b"\x1b)N\xfe\xc1\xca\xcb\xc1", "Чайка"),
            (b"\x1b(N^AJ\x1b(QB\x1b(B", "чайѓ"),
            (b"\x1b(SaedA\x22\x1b(B", "αδγΑ\u{301}"),
            (b"H\x1bb2\x1bsO, x\x1bp2\x1bs", "H₂O, x²"),
            (b"\x1bga\x1bs-rays", "α-rays"),
            (b"\x1b(2yelf\x1b(B", "שולז"),
            (b"\x1b(3GHa\x1b(B", "ابف"),
            (b"\x1b)4\xa9\xb1\x1b)E\xe8u", "پچü"),
            (b"\x1b$1!0!!0\x22\x1b(B.", "一丁."),
            (b"\x1b$1!0! !0\x22\x1b(B.", "一 丁."),
            (b"\x1b$,1!0!\x1b(B", "一"),
            (b"\x1b)!Eo\xe8u", "oü"),
            (b"caf\xe2e & Co. &#x20AC; &#x; &#x110000;", "café & Co. € &#x; &#x110000;"),
        ];
        for (bytes, expected) in cases {
            assert_eq!(text(bytes), composed(expected.into()));
        }
    }

    #[test]
    fn what_has_no_meaning_is_counted_and_never_a_panic() {
        for (bytes, lost) in [
            (&b"a\xfcb"[..], 1),
            (b"a\x1b", 1),
            (b"\x1b(\"S6", 1),
            (b"\x1b(zA", 1),
            (b"\x1b$1!0", 1),
            (b"\xe8", 0),
        ] {
            assert_eq!(decode(bytes).1, lost, "{bytes:?}");
        }
    }
}
