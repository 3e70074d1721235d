//! Spellings: the words of titles, creators and subjects by their first letter and length, so
//! that the words that a misspelt, or differently written, word may mean lie together.
//!
//! ```text
//! block    words (number) · for each: bytes shared with the key before u8
//!          · for each: bytes of the key less its letters u8 · for each: frequency u8
//!          · the bytes that are not shared
//! key      first letter (UTF-8) · letters u8 · the other letters
//! frequency  records with the word, as the power of two below
//! ```

use super::bytes::{Broken, Reader, put_number};

/// A word, and about how many records have it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Spelling {
    pub(crate) word: String,
    /// The power of two below the number of records.
    pub(crate) frequency: u8,
}

/// The beginning of the keys of words with this first letter and so many letters.
pub(crate) fn key_prefix(first: char, letters: u8) -> Vec<u8> {
    let mut key = [0; 4];
    let mut key = first.encode_utf8(&mut key).as_bytes().to_vec();
    key.push(letters);
    key
}

/// The key of a word. Words longer than 255 letters have none.
pub(crate) fn spelling_key(word: &str) -> Option<Vec<u8>> {
    let first = word.chars().next()?;
    let mut key = key_prefix(first, u8::try_from(word.chars().count()).ok()?);
    key.extend_from_slice(word.get(first.len_utf8()..)?.as_bytes());
    Some(key)
}

/// The content of a block with these keys and frequencies, which are in the order of the keys.
pub(crate) fn put(words: &[(Vec<u8>, u8)]) -> Vec<u8> {
    let mut out = Vec::new();
    put_number(&mut out, words.len() as u64);
    let (mut lengths, mut letters) = (Vec::new(), Vec::new());
    let mut previous: &[u8] = &[];
    for (key, _) in words {
        let shared =
            previous.iter().zip(key).take_while(|(a, b)| a == b).count().min(255);
        out.push(shared as u8);
        lengths.push(key.len().saturating_sub(letters_of(key)).min(255) as u8);
        letters.extend_from_slice(key.get(shared..).unwrap_or_default());
        previous = key;
    }
    out.extend(lengths);
    out.extend(words.iter().map(|(_, frequency)| *frequency));
    out.extend(letters);
    out
}

/// How many letters a key says that its word has: what stands behind the first letter.
fn letters_of(key: &[u8]) -> usize {
    key.get(first_len(key)).map_or(0, |&letters| usize::from(letters))
}

/// How many bytes the first letter of a key takes.
fn first_len(key: &[u8]) -> usize {
    match key.first() {
        None | Some(0..=0x7f) => 1,
        Some(0x80..=0xdf) => 2,
        Some(0xe0..=0xef) => 3,
        Some(_) => 4,
    }
}

/// Gives every word whose key begins with `prefix` to `each`.
pub(crate) fn scan(
    content: &[u8],
    prefix: &[u8],
    each: &mut dyn FnMut(Spelling),
) -> Result<(), Broken> {
    let mut reader = Reader::new(content);
    let count = reader.count()?;
    let (shared, lengths) = (reader.take(count)?, reader.take(count)?);
    let frequencies = reader.take(count)?;
    let mut key: Vec<u8> = Vec::new();
    for ((&shared, &length), &frequency) in shared.iter().zip(lengths).zip(frequencies) {
        key.truncate(usize::from(shared));
        // The number of letters may be among the bytes still to come.
        while key.len() <= first_len(&key) {
            key.push(reader.byte()?);
        }
        let len = letters_of(&key) + usize::from(length);
        key.extend_from_slice(reader.take(len.saturating_sub(key.len()))?);
        if key.starts_with(prefix) {
            let (first, rest) = key.split_at(first_len(&key).min(key.len()));
            let word = [first, rest.get(1..).unwrap_or_default()].concat();
            let word = String::from_utf8(word).map_err(|_| "a spelling is no text")?;
            each(Spelling { word, frequency });
        }
    }
    reader.end()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_read_as_they_were_put() {
        let words = ["мир", "мыло", "миру", "mir", "möbel", "mobel", "m", "𝒶b", "界線"];
        let mut keys: Vec<(Vec<u8>, u8)> = words
            .iter()
            .zip(1..)
            .map(|(word, n)| (spelling_key(word).unwrap(), n))
            .collect();
        keys.sort_unstable();
        let content = put(&keys);
        let read = |prefix: &[u8]| {
            let mut read = Vec::new();
            scan(&content, prefix, &mut |spelling| read.push(spelling)).unwrap();
            read
        };
        let mut all: Vec<String> = read(&[]).into_iter().map(|s| s.word).collect();
        all.sort_unstable();
        let mut expected = words.map(str::to_owned).to_vec();
        expected.sort_unstable();
        assert_eq!(all, expected);
        let four: Vec<String> =
            read(&key_prefix('м', 4)).into_iter().map(|s| s.word).collect();
        assert_eq!(four, ["миру", "мыло"]);
        for cut in 0..content.len() {
            let torn = content.get(..cut).unwrap();
            assert!(scan(torn, &[], &mut |_| ()).is_err(), "{cut}");
        }
    }
}
