//! Small rules about text that every format needs: blanks, ISBD punctuation, folding.
//! Not for what a field means.

use std::borrow::Cow;

/// The text without control characters, with single blanks and none at the ends. The marks
/// around nonfiling characters (U+0098, U+009C; MARC 21 Specifications, "Non-filing control
/// characters") go as well, and so do embeddings of another direction (U+202A to U+202E):
/// records leave them open, and then they turn all that follows.
pub(crate) fn tidy(text: &str) -> Cow<'_, str> {
    let trimmed = text.trim();
    if is_tidy(trimmed) {
        return Cow::Borrowed(trimmed);
    }
    let mut tidied = String::with_capacity(trimmed.len());
    for c in trimmed.chars().filter(|c| !is_mark(*c)) {
        if c.is_whitespace() || c.is_control() {
            if !tidied.ends_with(' ') {
                tidied.push(' ');
            }
        } else {
            tidied.push(c);
        }
    }
    tidied.truncate(tidied.trim_end().len());
    Cow::Owned(tidied)
}

/// Controls in the C1 range say how to sort, embeddings how to lay out; none is to be read.
fn is_mark(c: char) -> bool {
    matches!(c, '\u{80}'..='\u{9f}' | '\u{202a}'..='\u{202e}')
}

/// Each test looks at all bytes, without a way out: so the compiler takes many at once.
fn is_tidy(text: &str) -> bool {
    let bytes = text.as_bytes();
    let is_control = |byte: u8| u8::from(byte < b' ') | u8::from(byte == 0x7f);
    let controls = bytes.iter().fold(0, |odd, byte| odd | is_control(*byte));
    controls == 0
        && gaps(bytes) == 0
        && (text.is_ascii()
            || memchr::memchr2(0xc2, 0xe2, bytes)
                .is_none_or(|_| !text.chars().any(is_odd)))
}

/// Not zero if a blank follows another. Slices beside each other, and a byte to gather in, are what
/// the compiler takes many at once of.
pub(crate) fn gaps(text: &[u8]) -> u8 {
    let pairs = text.iter().zip(text.get(1..).unwrap_or_default());
    let is_gap = |a: u8, b: u8| u8::from(a == b' ') & u8::from(b == b' ');
    pairs.fold(0, |gaps, (a, b)| gaps | is_gap(*a, *b))
}

fn is_odd(c: char) -> bool {
    is_mark(c) || c == '\u{a0}'
}

/// The text without the ISBD signs that lead over to the next part (ISBD 0.3.2): blanks and
/// `/ : ; = ,` at its end.
pub(crate) fn without_joint(text: &str) -> &str {
    text.trim_end_matches(|c: char| match c {
        '/' | ':' | ';' | '=' | ',' | '،' => true,
        _ => c.is_whitespace() || is_bidi_mark(c),
    })
}

/// The text without joints and without the full stop that closes an area of description.
///
/// Three dots, an initial (`Н.`), an abbreviation (`etc.`, `U.S.`, `изд.`) keep theirs.
pub(crate) fn without_stop(text: &str) -> &str {
    let text = without_joint(text);
    match text.strip_suffix('.') {
        Some(shorter) if !is_abbreviated(shorter) => without_joint(shorter),
        _ => text,
    }
}

/// Whether the last word is one that is written with a full stop.
fn is_abbreviated(text: &str) -> bool {
    if text.ends_with([')', ']', '»', '"']) {
        return false;
    }
    let word = last_word(text);
    let mut letters = word.chars();
    let is_initial =
        letters.next().is_some_and(char::is_alphabetic) && letters.next().is_none();
    word.is_empty() || is_initial || word.contains('.') || is_abbreviation(word)
}

/// What stands behind the last blank, hyphen, bracket or quotation mark.
fn last_word(text: &str) -> &str {
    if text.is_ascii() {
        let is_before = |sign: u8| {
            sign.is_ascii_whitespace() || matches!(sign, b'-' | b'(' | b'[' | b'"')
        };
        let before = text.bytes().rposition(is_before);
        return before.and_then(|place| text.get(place + 1..)).unwrap_or(text);
    }
    let is_before =
        |c: char| c.is_whitespace() || matches!(c, '-' | '(' | '[' | '«' | '"');
    text.rsplit(is_before).next().unwrap_or_default()
}

/// Whether the word is in the list, in whatever case. Most words are longer than any in it.
fn is_abbreviation(word: &str) -> bool {
    let longest = if word.is_ascii() { LONGEST_LATIN } else { LONGEST };
    if word.len() > longest {
        return false;
    }
    let known = |small: &str| ABBREVIATIONS.binary_search(&small).is_ok();
    let mut small = [0; LONGEST];
    match small.get_mut(..word.len()).filter(|_| word.is_ascii()) {
        Some(small) => {
            small.copy_from_slice(word.as_bytes());
            small.make_ascii_lowercase();
            std::str::from_utf8(small).is_ok_and(known)
        }
        None => known(&word.to_lowercase()),
    }
}

/// The length of the longest abbreviation, in bytes.
const LONGEST: usize = 12;
/// The same of those in Latin letters.
const LONGEST_LATIN: usize = 6;

/// Words that catalogues write with a full stop (ISO 832; GOST R 7.0.12-2011), sorted.
const ABBREVIATIONS: [&str; 79] = [
    "al",
    "approx",
    "assoc",
    "bd",
    "bros",
    "ca",
    "cm",
    "co",
    "col",
    "comp",
    "corp",
    "dept",
    "dr",
    "ed",
    "eds",
    "enl",
    "esq",
    "etc",
    "ff",
    "fl",
    "gov",
    "govt",
    "hon",
    "ill",
    "illus",
    "inc",
    "jr",
    "ltd",
    "min",
    "mr",
    "mrs",
    "ms",
    "no",
    "nos",
    "pp",
    "print",
    "prof",
    "pt",
    "pts",
    "publ",
    "rev",
    "ser",
    "sr",
    "st",
    "ste",
    "suppl",
    "tr",
    "trans",
    "univ",
    "vol",
    "vols",
    "акад",
    "вв",
    "вып",
    "гг",
    "год",
    "гос",
    "др",
    "изд",
    "ил",
    "им",
    "ин-т",
    "каф",
    "кн",
    "обл",
    "отв",
    "пер",
    "полигр",
    "пр",
    "проф",
    "ред",
    "сб",
    "сост",
    "ст",
    "табл",
    "тит",
    "ун-т",
    "фак",
    "экз",
];

/// Signs that only turn the direction of writing; they stand at the ends of some fields.
fn is_bidi_mark(c: char) -> bool {
    matches!(c, '\u{200e}' | '\u{200f}')
}

/// The text for comparing: lower case, letters and digits only.
pub(crate) fn folded(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            'a'..='z' | '0'..='9' => folded.push(c),
            'A'..='Z' => folded.push(c.to_ascii_lowercase()),
            _ if !c.is_ascii() && c.is_alphanumeric() => folded.extend(c.to_lowercase()),
            _ => {}
        }
    }
    folded
}

/// A number that stands for texts (64 bits): the same for the same texts, and by all odds another
/// for others. Eight bytes are mixed at a time, as FNV-1a does it with one.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Fingerprint {
    state: u64,
    /// Bytes that wait to be mixed, and how many.
    word: u64,
    waiting: u32,
}

impl Fingerprint {
    /// The number of nothing yet, for texts about `noun`.
    pub(crate) fn of(noun: &str) -> Self {
        Self { state: 0xcbf2_9ce4_8422_2325, word: 0, waiting: 0 }.with(noun)
    }

    /// The same, with a text as it is.
    pub(crate) fn with(self, text: &str) -> Self {
        text.bytes().fold(self, Self::add).add(0xff)
    }

    /// The same, with a text as [`folded`] has it.
    pub(crate) fn with_folded(self, text: &str) -> Self {
        let mut next = self;
        if text.is_ascii() {
            let signs = text.bytes().filter(u8::is_ascii_alphanumeric);
            return signs
                .fold(next, |n, sign| n.add(sign.to_ascii_lowercase()))
                .add(0xff);
        }
        let mut bytes = [0; 4];
        for c in text.chars() {
            match c {
                'a'..='z' | '0'..='9' => next = next.add(c as u8),
                'A'..='Z' => next = next.add(c.to_ascii_lowercase() as u8),
                _ if !c.is_ascii() && c.is_alphanumeric() => {
                    for small in c.to_lowercase() {
                        let bytes = small.encode_utf8(&mut bytes).bytes();
                        next = bytes.fold(next, Self::add);
                    }
                }
                _ => {}
            }
        }
        next.add(0xff)
    }

    /// The same, of things of this kind.
    pub(crate) fn of_kind(self, kind: u8) -> Self {
        self.add(kind)
    }

    /// The number itself.
    pub(crate) fn number(self) -> u64 {
        let Self { state, word, waiting } = self;
        mixed(mixed(state, word), u64::from(waiting))
    }

    fn add(self, byte: u8) -> Self {
        let (word, waiting) = (self.word << 8 | u64::from(byte), self.waiting + 1);
        if waiting < u64::BITS / u8::BITS {
            return Self { word, waiting, ..self };
        }
        Self { state: mixed(self.state, word), word: 0, waiting: 0 }
    }
}

/// The state after a word. The shift brings high bits, which a product fills best, to the low ones.
fn mixed(state: u64, word: u64) -> u64 {
    let product = (state ^ word).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    product ^ (product >> 32)
}

/// The text if there is any.
pub(crate) fn non_empty(text: &str) -> Option<String> {
    (!text.is_empty()).then(|| text.to_owned())
}

/// The pieces joined by `joint`, or nothing if there is no piece.
pub(crate) fn joined<'t>(
    pieces: impl Iterator<Item = &'t str>,
    joint: &str,
) -> Option<String> {
    let mut whole = String::new();
    for piece in pieces {
        if !whole.is_empty() {
            whole.push_str(joint);
        }
        whole.push_str(piece);
    }
    (!whole.is_empty()).then_some(whole)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blanks_and_controls_become_single_blanks() {
        let cases = [
            ("  a  b ", "a b"),
            ("a\nb\u{0}c", "a b c"),
            ("\u{98}The \u{9c}end", "The end"),
            ("a\u{a0}b", "a b"),
            ("Чайка", "Чайка"),
            ("مصر :\u{202a} 1905", "مصر : 1905"),
        ];
        for (text, expected) in cases {
            assert_eq!(tidy(text), expected);
        }
    }

    #[test]
    fn the_closing_stop_goes_and_the_others_stay() {
        let cases = [
            ("War and peace /", "War and peace"),
            ("London :", "London"),
            ("Soul music.", "Soul music"),
            ("Толстой, Л. Н.,", "Толстой, Л. Н."),
            ("Wait ...", "Wait ..."),
            ("Who?", "Who?"),
            ("[et al.].", "[et al.]"),
            ("W. W. Norton & Co.", "W. W. Norton & Co."),
            ("Washington, D.C.", "Washington, D.C."),
            ("3-е изд.", "3-е изд."),
            ("Bogdanov, Vladimir,", "Bogdanov, Vladimir"),
        ];
        for (text, expected) in cases {
            assert_eq!(without_stop(text), expected);
        }
    }

    #[test]
    fn a_fingerprint_is_that_of_the_folded_text() {
        let of = |text: &str| Fingerprint::of("title").with_folded(text).number();
        for text in ["War and Peace", "ЧАЙКА : комедия", "İstanbul", "ẞ 1"]
        {
            let folded = Fingerprint::of("title").with(&folded(text)).number();
            assert_eq!(of(text), folded, "{text}");
        }
        assert_ne!(of("a"), of("b"));
        let apart = |a, b| Fingerprint::of("name").with(a).with(b).number();
        assert_ne!(apart("ab", "c"), apart("a", "bc"));
    }

    #[test]
    fn the_abbreviations_are_sorted_and_known_in_any_case() {
        assert!(ABBREVIATIONS.is_sorted());
        for word in ABBREVIATIONS {
            assert!(
                is_abbreviation(word) && is_abbreviation(&word.to_uppercase()),
                "{word}"
            );
        }
        assert!(!is_abbreviation("library") && !is_abbreviation("библиотеки"));
    }

    #[test]
    fn fingerprints_of_many_texts_are_different() {
        let texts = (0..20_000)
            .flat_map(|n| [format!("{n}"), format!("Heading {n} -- {}", n / 7)]);
        let of = |text: &str| Fingerprint::of("subject").with_folded(text).number();
        let numbers: std::collections::BTreeSet<u64> =
            texts.map(|text| of(&text)).collect();
        assert_eq!(numbers.len(), 40_000);
    }
}
