//! Encodings: from the bytes of a catalogue to text, composed (NFC, Unicode Standard Annex 15).
//!
//! Which encoding it is, the data says (leader, XML declaration), and often says wrongly:
//! [`guess`] looks at the bytes themselves. Nothing here fails: a byte without a meaning becomes
//! U+FFFD and is counted. Not for what is in the text.

mod guess;
mod iso5426;
mod marc8;
mod noted;
mod stream;
mod tables;

use std::borrow::Cow;
use std::fmt;

use encoding_rs as rs;
use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfc_quick};

pub(crate) use guess::{Claim, Guesser, claim_of_unimarc};
pub(crate) use noted::Noted;
pub(crate) use stream::{Note, Transcoded};

/// How characters are written as bytes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
#[non_exhaustive]
pub enum Encoding {
    /// UTF-8 (RFC 3629).
    #[default]
    Utf8,
    /// MARC-8 (MARC 21 Specifications, "Character Sets: MARC-8 Encoding Environment").
    Marc8,
    /// ISO 5426, the extended Latin set of UNIMARC.
    Iso5426,
    /// Windows-1251, Cyrillic.
    Windows1251,
    /// Code page 866, Cyrillic of DOS.
    Ibm866,
    /// KOI8-R (RFC 1489), Cyrillic.
    Koi8R,
    /// ISO 8859-5, Cyrillic.
    Iso8859_5,
    /// Windows-1252, which holds ISO 8859-1.
    Windows1252,
    /// ISO 8859-2, Central European.
    Iso8859_2,
    /// ISO 8859-7, Greek.
    Iso8859_7,
    /// ISO 8859-15, Western with the euro.
    Iso8859_15,
    /// UTF-16, the low byte first.
    Utf16Le,
    /// UTF-16, the high byte first.
    Utf16Be,
}

/// Every encoding, with the names by which it is asked for and declared; the first is shown.
const NAMES: [(Encoding, &[&str]); 13] = [
    (Encoding::Utf8, &["UTF-8", "utf8"]),
    (Encoding::Marc8, &["MARC-8", "marc8", "ansel"]),
    (Encoding::Iso5426, &["ISO 5426", "iso5426", "iso-5426"]),
    (Encoding::Windows1251, &["Windows-1251", "cp1251", "win1251"]),
    (Encoding::Ibm866, &["code page 866", "cp866", "ibm866", "dos"]),
    (Encoding::Koi8R, &["KOI8-R", "koi8", "koi8r"]),
    (Encoding::Iso8859_5, &["ISO 8859-5", "iso-8859-5"]),
    (Encoding::Windows1252, &["Windows-1252", "cp1252", "iso-8859-1", "latin1"]),
    (Encoding::Iso8859_2, &["ISO 8859-2", "iso-8859-2", "latin2"]),
    (Encoding::Iso8859_7, &["ISO 8859-7", "iso-8859-7"]),
    (Encoding::Iso8859_15, &["ISO 8859-15", "iso-8859-15"]),
    (Encoding::Utf16Le, &["UTF-16LE", "utf-16"]),
    (Encoding::Utf16Be, &["UTF-16BE", "utf-16be"]),
];

impl Encoding {
    /// The encoding that goes by this name: `cp1251`, `KOI8-R`, `marc8`. Hyphens, blanks and
    /// capitals do not count.
    ///
    /// ```
    /// use bibliobus_ingest::Encoding;
    ///
    /// assert_eq!(Encoding::named("CP1251"), Some(Encoding::Windows1251));
    /// assert_eq!(Encoding::named("windows-1251"), Some(Encoding::Windows1251));
    /// assert_eq!(Encoding::named("iso8859-2"), Some(Encoding::Iso8859_2));
    /// assert_eq!(Encoding::named("rot13"), None);
    /// ```
    pub fn named(name: &str) -> Option<Self> {
        let bare = |name: &str| {
            let signs = name.chars().filter(|sign| sign.is_ascii_alphanumeric());
            signs.map(|sign| sign.to_ascii_lowercase()).collect::<String>()
        };
        let name = bare(name);
        let is_same = |known: &&str| bare(known) == name;
        let mut known = NAMES.iter();
        known.find(|(_, names)| names.iter().any(is_same)).map(|(e, _)| *e)
    }

    /// The names by which encodings can be asked for.
    pub fn names() -> impl Iterator<Item = &'static str> {
        NAMES.iter().filter_map(|(_, names)| names.get(1).copied())
    }

    /// The text that `bytes` say. The number is that of the places that say nothing.
    pub(crate) fn decode(self, bytes: &[u8]) -> (Cow<'_, str>, usize) {
        match self {
            Self::Utf8 => utf8(bytes),
            _ if bytes.is_ascii() && self != Self::Marc8 && !self.is_wide() => {
                utf8(bytes)
            }
            Self::Marc8 => marc8::decode(bytes),
            Self::Iso5426 => iso5426::decode(bytes),
            _ => {
                let (text, _) = self.table().decode_without_bom_handling(bytes);
                let lost = text.matches('\u{fffd}').count();
                (text, lost)
            }
        }
    }

    /// Whether a character takes two bytes at least.
    pub(crate) fn is_wide(self) -> bool {
        matches!(self, Self::Utf16Le | Self::Utf16Be)
    }

    /// The table of the WHATWG Encoding Standard; MARC-8 and ISO 5426 are not in it.
    fn table(self) -> &'static rs::Encoding {
        match self {
            Self::Windows1251 => rs::WINDOWS_1251,
            Self::Ibm866 => rs::IBM866,
            Self::Koi8R => rs::KOI8_R,
            Self::Iso8859_5 => rs::ISO_8859_5,
            Self::Windows1252 => rs::WINDOWS_1252,
            Self::Iso8859_2 => rs::ISO_8859_2,
            Self::Iso8859_7 => rs::ISO_8859_7,
            Self::Iso8859_15 => rs::ISO_8859_15,
            Self::Utf16Le => rs::UTF_16LE,
            Self::Utf16Be => rs::UTF_16BE,
            Self::Utf8 | Self::Marc8 | Self::Iso5426 => rs::UTF_8,
        }
    }
}

impl fmt::Display for Encoding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names = NAMES.iter().find(|(encoding, _)| encoding == self);
        f.write_str(names.and_then(|(_, names)| names.first()).unwrap_or(&"?"))
    }
}

fn utf8(bytes: &[u8]) -> (Cow<'_, str>, usize) {
    if let Ok(text) = std::str::from_utf8(bytes) {
        return (Cow::Borrowed(text), 0);
    }
    let text = String::from_utf8_lossy(bytes);
    let lost = text.matches('\u{fffd}').count();
    (text, lost)
}

/// The text composed (NFC), so that one word is written in one way. Most text is so already,
/// and costs a look at each character.
pub(crate) fn composed(text: Cow<'_, str>) -> Cow<'_, str> {
    // No mark that joins another letter is below U+0300, which begins with the byte CC.
    let is_latin = text.bytes().all(|byte| byte < 0xcc);
    if is_latin || is_nfc_quick(text.chars()) == IsNormalized::Yes {
        return text;
    }
    Cow::Owned(text.nfc().collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_word_comes_out_of_every_encoding() {
        let cases: [(Encoding, &[u8]); 5] = [
            (Encoding::Windows1251, b"\xd7\xe0\xe9\xea\xe0"),
            (Encoding::Ibm866, b"\x97\xa0\xa9\xaa\xa0"),
            (Encoding::Koi8R, b"\xfe\xc1\xca\xcb\xc1"),
            (Encoding::Iso8859_5, b"\xc7\xd0\xd9\xda\xd0"),
            (Encoding::Utf16Le, b"\x27\x04\x30\x04\x39\x04\x3a\x04\x30\x04"),
        ];
        for (encoding, bytes) in cases {
            assert_eq!(encoding.decode(bytes), ("Чайка".into(), 0), "{encoding}");
        }
    }

    #[test]
    fn every_encoding_has_a_name_to_be_asked_by() {
        for name in Encoding::names() {
            assert!(Encoding::named(name).is_some(), "{name}");
        }
        assert_eq!(Encoding::names().count(), NAMES.len());
    }

    #[test]
    fn marks_are_composed_with_their_bases() {
        assert_eq!(composed("и\u{306} e\u{301}".into()), "й é");
        assert!(matches!(composed("й".into()), Cow::Borrowed(_)));
    }
}
