//! Which encoding bytes are in, by what they claim and by how they look.
//!
//! Valid UTF-8 with characters beyond ASCII is UTF-8: other encodings do not make it by accident.
//! Runs of high bytes are Cyrillic, and of the Cyrillic encodings the right one gives the
//! commonest letters and no capital within a word. Single high bytes among ASCII letters are
//! Latin: with the mark before the letter (MARC-8, ISO 5426) or one byte for both.

use super::Encoding;

/// What a record says of its own encoding.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Claim {
    /// MARC 21 with `a` in Leader/09: UTF-8.
    Utf8,
    /// MARC 21 with a blank in Leader/09: MARC-8.
    Marc8,
    /// A field 100 of UNIMARC with this set (26-33), if it is one that we know.
    Unimarc(Option<Encoding>),
    /// Nothing.
    #[default]
    Nothing,
}

/// The sets of UNIMARC 100 $a/26-33, with those that RUSMARC adds (79, 89, 99). `None` if the
/// text is not that of a field 100 of UNIMARC: a date, then the kind of date as a letter.
pub(crate) fn claim_of_unimarc(text: &[u8]) -> Option<Claim> {
    let (date, kind) = (text.get(..8)?, text.get(8)?);
    if !date.iter().all(u8::is_ascii_digit) || !kind.is_ascii_lowercase() {
        return None;
    }
    let sets = text.get(26..34).or(text.get(26..30)).unwrap_or_default();
    Some(Claim::Unimarc(sets.chunks(2).find_map(set_of_unimarc)))
}

/// The encoding for one set; `01` (ISO 646) is ASCII and says nothing.
fn set_of_unimarc(set: &[u8]) -> Option<Encoding> {
    match set {
        b"50" => Some(Encoding::Utf8),
        b"03" => Some(Encoding::Iso5426),
        b"79" => Some(Encoding::Ibm866),
        b"89" => Some(Encoding::Windows1251),
        b"99" => Some(Encoding::Koi8R),
        _ => None,
    }
}

/// How many high bytes make a record worth a judgement of its own.
const ENOUGH: usize = 24;

/// Guesses for one record after the other; a record with few high bytes is taken to be in the
/// encoding of those before it.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Guesser {
    settled: Option<Encoding>,
}

impl Guesser {
    /// The encoding of a record.
    pub(crate) fn encoding(&mut self, bytes: &[u8], claim: Claim) -> Encoding {
        let is_ascii = bytes.is_ascii();
        if !is_ascii && is_utf8(bytes) {
            return Encoding::Utf8;
        }
        let is_marc8 = claim == Claim::Marc8 && has_codes_of_marc8(bytes);
        if is_ascii && !is_marc8 {
            return Encoding::Utf8;
        }
        if is_marc8 {
            return Encoding::Marc8;
        }
        let high = bytes.iter().filter(|byte| !byte.is_ascii()).count();
        if let Some(settled) = self.settled.filter(|_| high < ENOUGH) {
            return settled;
        }
        let guess = guess(bytes, claim);
        if high >= ENOUGH {
            self.settled = Some(guess);
        }
        guess
    }
}

/// Whether there are escape sequences of MARC-8, or numbers of characters (`&#x20AC;`).
fn has_codes_of_marc8(bytes: &[u8]) -> bool {
    bytes.contains(&0x1b) || memchr::memmem::find(bytes, b"&#x").is_some()
}

/// Whether most of what is beyond ASCII is UTF-8: a byte lost here and there does not make it
/// another encoding.
pub(super) fn is_utf8(bytes: &[u8]) -> bool {
    if let Ok(text) = std::str::from_utf8(bytes) {
        return !text.is_ascii();
    }
    let (mut good, mut bad) = (0, 0);
    for chunk in bytes.utf8_chunks() {
        let beyond = chunk.valid().bytes().filter(|byte| !byte.is_ascii()).count();
        (good, bad) = (good + beyond, bad + chunk.invalid().len());
    }
    good > 0 && good >= bad * 4
}

/// The encoding of bytes that are not UTF-8.
pub(super) fn guess(bytes: &[u8], claim: Claim) -> Encoding {
    if share_in_runs(bytes) > 0.5 {
        return cyrillic(bytes, claim);
    }
    match claim {
        Claim::Unimarc(claimed) => latin(bytes, claimed.unwrap_or(Encoding::Iso5426)),
        Claim::Utf8 | Claim::Marc8 => latin(bytes, Encoding::Marc8),
        Claim::Nothing => Encoding::Windows1252,
    }
}

/// The share of high bytes that stand three or more together.
fn share_in_runs(bytes: &[u8]) -> f32 {
    let runs = bytes.split(u8::is_ascii).map(<[u8]>::len).filter(|length| *length > 0);
    let (mut all, mut in_runs) = (0, 0);
    for length in runs {
        all += length;
        in_runs += if length > 2 { length } else { 0 };
    }
    in_runs as f32 / (all as f32).max(1.0)
}

/// The Cyrillic encoding that gives the best text; the one that is claimed wins if it is not
/// clearly worse.
fn cyrillic(bytes: &[u8], claim: Claim) -> Encoding {
    const ALL: [Encoding; 4] =
        [Encoding::Windows1251, Encoding::Ibm866, Encoding::Koi8R, Encoding::Iso8859_5];
    let sample = bytes.get(..64 * 1024).unwrap_or(bytes);
    let score = |encoding: Encoding| {
        let head = if claim == Claim::Unimarc(Some(encoding)) { 1.0 } else { 0.0 };
        likeness(&encoding.decode(sample).0) + head
    };
    let scored = ALL.map(|encoding| (score(encoding), encoding));
    let best = scored.into_iter().max_by(|a, b| a.0.total_cmp(&b.0));
    best.map_or(Encoding::Windows1251, |(_, encoding)| encoding)
}

/// Letters of Russian from the commonest on, as they come in running text.
const COMMON: &str = "оеаинтсрвлкмдпуяыьгзбчйхжшюцщэфъёіїєўґ";

/// How much a text looks like Russian or one of its neighbours, for each sign beyond ASCII.
fn likeness(text: &str) -> f32 {
    let (mut sum, mut count) = (0.0, 0.0_f32);
    let mut before = ' ';
    for c in text.chars() {
        if !c.is_ascii() {
            sum += weight(before, c);
            count += 1.0;
        }
        before = c;
    }
    sum / count.max(1.0)
}

/// What a sign counts after the one before it: a common letter much, a capital within a word or
/// a frame of a table less than nothing.
fn weight(before: char, c: char) -> f32 {
    let Some(small) = c.to_lowercase().next().filter(|c| c.is_alphabetic()) else {
        return if "«»№–—…“”„’°§©\u{a0}".contains(c) {
            0.0
        } else {
            -4.0
        };
    };
    let place = COMMON.chars().position(|common| common == small);
    let worth = place.map_or(-3.0, |place| 8.0 - 0.25 * place as f32);
    match (c.is_uppercase(), before.is_lowercase()) {
        (true, true) => -6.0,
        (true, false) => worth * 0.9,
        (false, _) => worth,
    }
}

/// Latin with marks before the letters, as claimed, unless the bytes speak against it.
fn latin(bytes: &[u8], claimed: Encoding) -> Encoding {
    let (mut odd, mut single, mut high) = (0, 0, 0);
    for (place, byte) in bytes.iter().enumerate().filter(|(_, byte)| !byte.is_ascii()) {
        let next = bytes.get(place + 1).copied().unwrap_or(b' ');
        let before = place.checked_sub(1).and_then(|p| bytes.get(p)).copied();
        high += 1;
        odd += usize::from(is_mark(*byte, claimed) && !is_base(next, claimed));
        // A vowel does not carry the same mark as the consonant behind a finished letter.
        let is_between = before.is_some_and(|b| b.is_ascii_alphabetic());
        single +=
            usize::from(*byte >= 0xc0 && (is_between || next.is_ascii_alphabetic()));
    }
    let lost = claimed.decode(bytes).1;
    let strange = strange_pairs(bytes, claimed);
    let is_doubtful = odd + lost > high / 10 || (high >= 8 && strange * 2 > high);
    if is_doubtful && single * 10 >= high * 7 { Encoding::Windows1252 } else { claimed }
}

fn is_mark(byte: u8, encoding: Encoding) -> bool {
    match encoding {
        Encoding::Iso5426 => (0xc0..=0xdf).contains(&byte),
        _ => (0xe0..=0xfe).contains(&byte),
    }
}

fn is_base(byte: u8, encoding: Encoding) -> bool {
    byte.is_ascii_alphabetic() || is_mark(byte, encoding) || byte >= 0xa1
}

/// How many marks stand on letters that no language gives them to: those that have no character
/// of their own, such as t with diaeresis.
fn strange_pairs(bytes: &[u8], encoding: Encoding) -> usize {
    if encoding != Encoding::Marc8 && encoding != Encoding::Iso5426 {
        return 0;
    }
    let text = super::composed(encoding.decode(bytes).0);
    text.chars().filter(|c| ('\u{300}'..='\u{30c}').contains(c)).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    const WORDS: &str = "Чехов А. П. Чайка : комедия в четырёх действиях";

    fn guess_of(bytes: &[u8], claim: Claim) -> Encoding {
        Guesser::default().encoding(bytes, claim)
    }

    fn encoded(table: &'static encoding_rs::Encoding) -> Vec<u8> {
        table.encode(WORDS).0.into_owned()
    }

    #[test]
    fn cyrillic_is_told_by_its_letters() {
        let claims = [Claim::Marc8, Claim::Utf8, Claim::Nothing, Claim::Unimarc(None)];
        for (table, encoding) in [
            (encoding_rs::WINDOWS_1251, Encoding::Windows1251),
            (encoding_rs::IBM866, Encoding::Ibm866),
            (encoding_rs::KOI8_R, Encoding::Koi8R),
            (encoding_rs::ISO_8859_5, Encoding::Iso8859_5),
        ] {
            for claim in claims {
                assert_eq!(guess_of(&encoded(table), claim), encoding, "{claim:?}");
            }
        }
    }

    #[test]
    fn a_capital_word_is_no_reason_for_another_encoding() {
        let bytes = encoding_rs::WINDOWS_1251.encode("ВОЙНА И МИР").0;
        assert_eq!(guess_of(&bytes, Claim::Marc8), Encoding::Windows1251);
    }

    #[test]
    fn latin_has_its_marks_before_or_in_the_letters() {
        let marc8 = b"Biblioth\xe1eque de l'\xe2Ecole fran\xf0caise, M\xe8unchen";
        let latin1 = b"Biblioth\xe8que de l'\xc9cole fran\xe7aise, M\xfcnchen, \xe9t\xe9";
        let iso5426 = b"Biblioth\xc1eque de l'\xc2Ecole fran\xd0caise, M\xc8unchen";
        assert_eq!(guess_of(marc8, Claim::Marc8), Encoding::Marc8);
        assert_eq!(guess_of(latin1, Claim::Marc8), Encoding::Windows1252);
        assert_eq!(guess_of(latin1, Claim::Utf8), Encoding::Windows1252);
        assert_eq!(guess_of(latin1, Claim::Nothing), Encoding::Windows1252);
        assert_eq!(guess_of(iso5426, Claim::Unimarc(None)), Encoding::Iso5426);
        assert_eq!(guess_of(latin1, Claim::Unimarc(None)), Encoding::Windows1252);
    }

    #[test]
    fn a_lost_byte_does_not_change_the_encoding() {
        assert_eq!(guess_of("Чайка\u{0}".as_bytes(), Claim::Utf8), Encoding::Utf8);
        assert_eq!(
            guess_of(b"\xd0\xa7\xd0\xb0\xd0\xb9\xff", Claim::Utf8),
            Encoding::Utf8
        );
    }

    #[test]
    fn few_bytes_are_taken_as_those_before_them() {
        let mut guesser = Guesser::default();
        let long = encoding_rs::KOI8_R.encode(WORDS).0;
        assert_eq!(guesser.encoding(&long, Claim::Marc8), Encoding::Koi8R);
        assert_eq!(guesser.encoding(b"vyp. \xc9 5", Claim::Marc8), Encoding::Koi8R);
    }

    #[test]
    fn unimarc_says_its_set_in_its_field_100() {
        let claim = |encoding| Some(Claim::Unimarc(encoding));
        let cyrillic = b"19980716d1997    u  y0rusy0189    ca";
        assert_eq!(claim_of_unimarc(cyrillic), claim(Some(Encoding::Windows1251)));
        let latin = b"19980716d1997    u  y0frey0103    ba";
        assert_eq!(claim_of_unimarc(latin), claim(Some(Encoding::Iso5426)));
        assert_eq!(claim_of_unimarc(b"19980716d1997    u"), claim(None));
        assert_eq!(claim_of_unimarc(b"Tolstoy, Leo"), None);
    }
}
