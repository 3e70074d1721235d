//! Beginnings: where in a list that is in filing order each letter begins, and, within a letter
//! of many entries, its second and third ones: the labels on the drawers of a card catalogue.
//!
//! ```text
//! beginnings (number), for each: bytes shared with the one before (number), the other bytes
//! (bytes) · first number less that of the one before (number) · entries (number)
//! ```
//!
//! Digits are one beginning, and so are the signs of Han; syllables of Hangul stand under their
//! first consonant. A longer beginning follows the one it is within.

use super::bytes::{Broken, Reader, put_bytes, put_number};

/// A beginning with more entries is told apart by one letter more, if it has that many.
const MANY: usize = 100;

/// No list has more parts than about this many, however long it is.
const DRAWERS: usize = 400;

/// How many letters a beginning has at most.
const LETTERS: usize = 3;

/// A beginning.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Beginning {
    /// The letters, as they are in filing keys.
    pub(crate) text: String,
    /// The number of the first entry that begins so.
    pub(crate) first: u32,
    /// How many entries do.
    pub(crate) entries: u32,
}

impl Beginning {
    /// Whether an entry with this filing key begins so.
    pub(crate) fn has(&self, key: &str) -> bool {
        let mut letters = self.text.chars();
        match (letters.next(), letters.next()) {
            (Some(only), None) => {
                key.chars().next().map(|c| Letter::of(c).shown) == Some(only)
            }
            _ => key.starts_with(&self.text),
        }
    }
}

/// The beginnings of a list: the filing keys of its entries in order, and their numbers.
pub(crate) fn beginnings(keys: &[(&str, u32)]) -> Vec<Beginning> {
    let mut out = Vec::new();
    divide(keys, 1, MANY.max(keys.len() / DRAWERS), &mut out);
    out
}

fn divide(keys: &[(&str, u32)], letters: usize, many: usize, out: &mut Vec<Beginning>) {
    for run in keys.chunk_by(|(a, _), (b, _)| label(a, letters) == label(b, letters)) {
        let Some(&(key, first)) = run.first() else { continue };
        let Some((letter, rest)) = label(key, letters) else { continue };
        // A blank is no letter: what follows a short word stands with the word.
        if rest.ends_with(' ') {
            continue;
        }
        let text = format!("{}{rest}", letter.shown);
        out.push(Beginning { text, first, entries: run.len() as u32 });
        if run.len() > many && letters < LETTERS && !letter.is_group {
            divide(run, letters + 1, many, out);
        }
    }
}

/// The letter that so many letters of a key are under, and those behind it; `None` where the
/// key is shorter.
fn label(key: &str, letters: usize) -> Option<(Letter, &str)> {
    let first = key.chars().next()?;
    let mut ends = key.char_indices().map(|(at, c)| at + c.len_utf8());
    let end = ends.nth(letters - 1)?;
    Some((Letter::of(first), key.get(first.len_utf8()..end)?))
}

/// What entries with a first letter stand under.
#[derive(Clone, Copy, PartialEq, Eq)]
struct Letter {
    shown: char,
    /// Whether others stand under it too.
    is_group: bool,
}

impl Letter {
    fn of(first: char) -> Self {
        /// How many syllables of Hangul begin with the same consonant.
        const SYLLABLES: u32 = 588;
        let shown = match first {
            '0'..='9' => Some('0'),
            '㐀'..='鿿' => Some('一'),
            '가'..='힣' => {
                let at = u32::from(first) - u32::from('가');
                char::from_u32(u32::from('가') + at / SYLLABLES * SYLLABLES)
            }
            _ => None,
        };
        Self { shown: shown.unwrap_or(first), is_group: shown.is_some() }
    }
}

/// The content of a chunk.
pub(crate) fn put(beginnings: &[Beginning]) -> Vec<u8> {
    let mut out = Vec::new();
    put_number(&mut out, beginnings.len() as u64);
    let mut before: (&[u8], u32) = (&[], 0);
    for beginning in beginnings {
        let text = beginning.text.as_bytes();
        let shared = before.0.iter().zip(text).take_while(|(a, b)| a == b).count();
        put_number(&mut out, shared as u64);
        put_bytes(&mut out, text.get(shared..).unwrap_or_default());
        put_number(&mut out, u64::from(beginning.first.saturating_sub(before.1)));
        put_number(&mut out, u64::from(beginning.entries));
        before = (text, beginning.first);
    }
    out
}

/// Reads a chunk.
pub(crate) fn read(content: &[u8]) -> Result<Vec<Beginning>, Broken> {
    let mut reader = Reader::new(content);
    let count = reader.count()?;
    let mut beginnings: Vec<Beginning> = Vec::with_capacity(count);
    for _ in 0..count {
        let before = beginnings.last();
        let first = before.map_or(0, |before| before.first);
        let shared = before.map_or("", |before| &before.text).as_bytes();
        let shared = shared.get(..reader.size()?);
        let mut text = shared.ok_or("a beginning shares more than there is")?.to_vec();
        text.extend_from_slice(reader.bytes()?);
        let gap = reader.number32()?;
        beginnings.push(Beginning {
            text: String::from_utf8(text).map_err(|_| "a beginning is no text")?,
            first: first.checked_add(gap).ok_or("a beginning is behind all numbers")?,
            entries: reader.number32()?,
        });
    }
    reader.end()?;
    Ok(beginnings)
}

/// The number from which on entries with `key`, or what follows it, stand: exactly, if the key
/// is a beginning, and a little before them, if it is a longer one. `None` if none follows.
pub(crate) fn first(beginnings: &[Beginning], key: &str) -> Option<u32> {
    let within = beginnings.iter().rev().find(|beginning| beginning.has(key));
    let behind = || beginnings.iter().find(|beginning| beginning.text.as_str() > key);
    within.or_else(behind).map(|beginning| beginning.first)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(beginnings: &[Beginning]) -> Vec<(&str, u32, u32)> {
        beginnings.iter().map(|b| (b.text.as_str(), b.first, b.entries)).collect()
    }

    fn numbered<'k>(keys: &[&'k str]) -> Vec<(&'k str, u32)> {
        keys.iter().copied().zip(0..).collect()
    }

    #[test]
    fn letters_are_counted_and_what_is_no_letter_is_under_one() {
        let keys = ["", "0000000002", "0000000010 негритят", "a", "ab", "б", "й", "бя"];
        let keys = [&keys[..], &["万葉集", "論語", "가", "각", "나"]].concat();
        assert_eq!(
            texts(&beginnings(&numbered(&keys))),
            [
                ("0", 1, 2),
                ("a", 3, 2),
                ("б", 5, 1),
                ("й", 6, 1),
                ("б", 7, 1),
                ("一", 8, 2),
                ("가", 10, 2),
                ("나", 12, 1),
            ]
        );
    }

    #[test]
    fn a_letter_of_many_entries_is_told_apart_by_the_next_ones() {
        let mut keys: Vec<String> = vec!["а".into(), "а зори".into()];
        keys.extend((0..150).map(|n| format!("ан{n:03}")));
        keys.extend((0..40).map(|n| format!("ар {n:02}")));
        keys.push("б".into());
        let keys: Vec<&str> = keys.iter().map(String::as_str).collect();
        assert_eq!(
            texts(&beginnings(&numbered(&keys))),
            [
                ("а", 0, 192),
                ("ан", 2, 150),
                ("ан0", 2, 100),
                ("ан1", 102, 50),
                ("ар", 152, 40),
                ("б", 192, 1),
            ]
        );
        let years: Vec<String> = (0..200).map(|n| format!("{n:010}")).collect();
        let years: Vec<&str> = years.iter().map(String::as_str).collect();
        assert_eq!(texts(&beginnings(&numbered(&years))), [("0", 0, 200)]);
    }

    #[test]
    fn they_are_read_as_they_were_put_and_no_part_of_them_is() {
        let word = |n: usize| ["ба", "ве", "ги", "до"][n % 4];
        let key = |n: usize| [word(n), word(n / 4), word(n / 16), word(n / 64)].concat();
        let keys: Vec<String> = (0..2000).map(key).collect();
        let mut keys: Vec<&str> = keys.iter().map(String::as_str).collect();
        keys.sort_unstable();
        let list = beginnings(&numbered(&keys));
        assert!(list.iter().any(|beginning| beginning.text == "веб"), "{list:?}");
        let content = put(&list);
        assert_eq!(read(&content), Ok(list));
        assert!((0..content.len()).all(|len| read(&content[..len]).is_err()));
        assert_eq!(read(&put(&[])), Ok(Vec::new()));
    }

    #[test]
    fn a_key_is_looked_for_behind_the_longest_beginning_it_has() {
        let beginning =
            |text: &str, first| Beginning { text: text.into(), first, entries: 1 };
        let list =
            [beginning("0", 1), beginning("а", 5), beginning("ар", 7), beginning("в", 9)];
        let first = |key: &str| first(&list, key);
        assert_eq!(first("а"), Some(5));
        assert_eq!(first("ар"), Some(7));
        assert_eq!(first("арка"), Some(7));
        assert_eq!(first("ася"), Some(5), "and those before it are passed over");
        assert_eq!(first("б"), Some(9));
        assert_eq!(first("0000000012"), Some(1));
        assert_eq!(first("я"), None);
        assert_eq!(first(""), Some(1));
    }
}
