//! The tables of MARC-8, read once from the files in `tables/` (its README says whence).

use std::collections::BTreeMap;
use std::sync::OnceLock;

/// What a code stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Sign {
    /// A character that stands for itself.
    Char(char),
    /// A mark, written before the letter that it belongs to.
    Mark(char),
    /// The second half of a mark over two letters, of which the first half is the whole.
    Half,
}

/// A set of one byte: codes 21 to 7E.
pub(super) type Set = [Option<Sign>; 94];

const SETS: &str = include_str!("../../tables/marc8.txt");
const EACC: &str = include_str!("../../tables/eacc.txt");

/// The set that is designated by this final byte (`E` for ANSEL), if there is one.
pub(super) fn set(last: u8) -> Option<&'static Set> {
    static READ: OnceLock<BTreeMap<u8, Set>> = OnceLock::new();
    READ.get_or_init(|| read_sets(SETS)).get(&last)
}

/// The character for three bytes of the East Asian set (ANSI/NISO Z39.64).
pub(super) fn east_asian(code: [u8; 3]) -> Option<char> {
    static READ: OnceLock<BTreeMap<[u8; 3], char>> = OnceLock::new();
    READ.get_or_init(|| read_east_asian(EACC)).get(&code).copied()
}

fn lines(text: &'static str) -> impl Iterator<Item = &'static str> {
    text.lines().filter(|line| !line.starts_with('#'))
}

fn read_sets(text: &'static str) -> BTreeMap<u8, Set> {
    let mut sets = BTreeMap::new();
    for line in lines(text) {
        let mut words = line.split(' ');
        let last = words.next().and_then(|word| word.bytes().next());
        let code = words.next().and_then(|word| u8::from_str_radix(word, 16).ok());
        let sign = sign(words.next().unwrap_or_default(), words.next().is_some());
        let place = code.and_then(|code| code.checked_sub(0x21));
        if let (Some(last), Some(place)) = (last, place) {
            let set = sets.entry(last).or_insert([None; 94]);
            if let Some(cell) = set.get_mut(usize::from(place)) {
                *cell = sign;
            }
        }
    }
    sets
}

fn sign(hex: &str, is_mark: bool) -> Option<Sign> {
    if hex == "-" {
        return Some(Sign::Half);
    }
    let c = u32::from_str_radix(hex, 16).ok().and_then(char::from_u32)?;
    Some(if is_mark { Sign::Mark(c) } else { Sign::Char(c) })
}

/// Each line is a row (the first two bytes), and runs: the third byte of the first character,
/// and the characters one after the other.
fn read_east_asian(text: &'static str) -> BTreeMap<[u8; 3], char> {
    let mut table = BTreeMap::new();
    for line in lines(text) {
        let mut runs = line.split(' ');
        let Some(row) = runs.next().and_then(|row| u16::from_str_radix(row, 16).ok())
        else {
            continue;
        };
        let [first, second] = row.to_be_bytes();
        for (code, run) in runs.filter_map(|run| run.split_at_checked(2)) {
            let third = u8::from_str_radix(code, 16).unwrap_or(0xff);
            table
                .extend((third..).zip(run.chars()).map(|(b, c)| ([first, second, b], c)));
        }
    }
    table
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_tables_are_whole() {
        let count = |last| set(last).unwrap().iter().flatten().count();
        let counts =
            [b'2', b'3', b'4', b'E', b'N', b'Q', b'S', b'b', b'g', b'p'].map(count);
        assert_eq!(counts, [78, 83, 90, 65, 94, 42, 73, 14, 3, 14]);
        assert_eq!(read_east_asian(EACC).len(), 15_675);
    }

    #[test]
    fn some_codes_as_the_tables_of_the_library_of_congress_have_them() {
        let sign = |last, code: usize| set(last).unwrap()[code - 0x21];
        assert_eq!(sign(b'E', 0x21), Some(Sign::Char('Ł')));
        assert_eq!(sign(b'E', 0x68), Some(Sign::Mark('\u{308}')));
        assert_eq!(sign(b'N', 0x41), Some(Sign::Char('а')));
        assert_eq!(sign(b'2', 0x60), Some(Sign::Char('א')));
        assert_eq!(sign(b'g', 0x61), Some(Sign::Char('α')));
        assert_eq!(east_asian([0x21, 0x30, 0x21]), Some('一'));
        assert_eq!(east_asian([0x69, 0x24, 0x22]), Some('あ'));
        assert_eq!(east_asian([0x7f, 0x7f, 0x7f]), None);
    }
}
