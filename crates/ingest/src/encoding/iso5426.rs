//! ISO 5426, "Extension of the Latin alphabet coded character set for bibliographic information
//! interchange", as the high half beside ASCII: the usual one of UNIMARC (100 $a/26-29 `0103`).
//! As in MARC-8 a mark stands before its letter.

use std::borrow::Cow;

/// The characters of A1 to FE in their order; U+FFFD where the standard has none. Those from C0
/// to DF are marks.
const HIGH: [&str; 6] = [
    "¡„£$¥†§′‘“«♭©℗®",
    "ʿʾ‚\u{fffd}\u{fffd}\u{fffd}‡·″’”»♯ʹʺ¿",
    "\u{309}\u{300}\u{301}\u{302}\u{303}\u{304}\u{306}\u{307}\u{308}\u{308}\u{30a}\u{315}\u{312}\u{30b}\u{31b}\u{30c}",
    "\u{327}\u{31c}\u{326}\u{328}\u{325}\u{32e}\u{323}\u{324}\u{332}\u{333}\u{329}\u{32d}\u{fffd}\u{fe20}\u{fe21}\u{fe23}",
    "\u{fffd}ÆĐ\u{fffd}\u{fffd}\u{fffd}Ĳ\u{fffd}ŁØŒ\u{fffd}Þ\u{fffd}\u{fffd}\u{fffd}",
    "\u{fffd}æđð\u{fffd}ıĳ\u{fffd}łøœßþ\u{fffd}\u{fffd}",
];

/// The character for a byte from A0 on.
fn high(byte: u8) -> Option<char> {
    let (row, column) = (usize::from(byte >> 4) - 10, usize::from(byte & 15));
    // The first row begins with A1.
    let column = if row == 0 { column.checked_sub(1)? } else { column };
    HIGH.get(row)?.chars().nth(column).filter(|c| *c != '\u{fffd}')
}

/// The text, and how many bytes had no meaning.
pub(super) fn decode(bytes: &[u8]) -> (Cow<'_, str>, usize) {
    let mut text = String::with_capacity(bytes.len() + 16);
    let (mut marks, mut lost) = (String::new(), 0);
    for byte in bytes {
        let c = match byte {
            0..=0x7f => char::from(*byte),
            // 88 and 89 hold what does not file (ISO 6630).
            0x80..=0x9f => continue,
            0xc0..=0xdf => {
                marks.extend(high(*byte));
                lost += usize::from(high(*byte).is_none());
                continue;
            }
            _ => high(*byte).unwrap_or_else(|| {
                lost += 1;
                '\u{fffd}'
            }),
        };
        text.push(c);
        text.push_str(&marks);
        marks.clear();
    }
    text.push_str(&marks);
    (Cow::Owned(text), lost)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::encoding::composed;

    #[test]
    fn marks_go_behind_their_letters() {
        let cases: [(&[u8], &str); 6] = [
            (b"\xc2Etudes", "Études"),
            (b"M\xc8uller", "Müller"),
            (b"fran\xd0cais", "français"),
            (b"\xe8\xc2od\xc2z", "Łódź"),
            (b"\xabOgni\xbb", "«Ogni»"),
            (b"Stra\xfbe", "Straße"),
        ];
        for (bytes, expected) in cases {
            let (text, lost) = decode(bytes);
            assert_eq!((composed(text).as_ref(), lost), (expected, 0));
        }
    }

    #[test]
    fn a_byte_without_meaning_is_counted() {
        assert_eq!(decode(b"a\xe0\xdcb").1, 2);
    }
}
