//! The directory: which field stands where (ISO 2709, 4.4). It is the truth only as far as it
//! leads to the ends of fields; where it does not, the fields are found by their terminators.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use memchr::{memchr, memchr_iter};

use super::frames::{FIELD_END, RECORD_END};
use super::leader::{LEADER, Leader, number};
use super::record::Tag;

/// How long an entry is in MARC 21: tag 3, length 4, start 5 (Leader 20-23 `4500`).
const ENTRY: usize = 12;

/// The farthest start that five digits can say. Beyond, starts are wrapped or wrong.
const FARTHEST: usize = 99_999;

/// A field and where it stands in the record's bytes, its terminator left out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Place {
    /// Its tag; `None` if the directory holds none there.
    pub(crate) tag: Option<Tag>,
    /// Its bytes.
    pub(crate) bytes: Range<usize>,
}

/// How well the directory led to the fields.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Verdict {
    /// Every entry led to a field.
    Sound,
    /// All fields were found, some of them by their terminators.
    Mended,
    /// This many fields could not be found or named.
    Lost(usize),
}

/// Finds the fields of a record.
pub(crate) fn places(record: &[u8], found: &mut Vec<Place>) -> Verdict {
    found.clear();
    let leader = Leader::new(record);
    let Some(base) = base(record, &leader) else { return Verdict::Lost(0) };
    let entries = record.get(LEADER..base - 1).unwrap_or_default();
    if leader.base() == Some(base) && trust(record, base, entries, found) {
        return Verdict::Sound;
    }
    found.clear();
    mend(record, base, entries, found)
}

/// Where the fields begin: where the leader says if a whole directory ends there, otherwise
/// after the first terminator.
fn base(record: &[u8], leader: &Leader) -> Option<usize> {
    let is_base = |base: &usize| {
        *base > LEADER
            && record.get(base - 1) == Some(&FIELD_END)
            && (base - 1 - LEADER).is_multiple_of(ENTRY)
    };
    let first =
        || memchr(FIELD_END, record.get(LEADER..)?).map(|place| LEADER + place + 1);
    leader.base().filter(is_base).or_else(first)
}

/// Follows the directory, as long as each field begins where the one before it ends, and ends
/// with a terminator. That is how nearly all systems write. There are no other terminators.
fn trust(record: &[u8], base: usize, entries: &[u8], found: &mut Vec<Place>) -> bool {
    let (mut expected, mut fields) = (0, 0);
    for entry in entries.chunks(ENTRY) {
        let (Some(tag), Some(length), Some(start)) = parts(entry) else { return false };
        let end = (base + start + length).saturating_sub(1);
        let is_field = length == 0 || record.get(end) == Some(&FIELD_END);
        if start != expected || !is_field {
            return false;
        }
        expected = start + length;
        fields += usize::from(length > 0);
        found.push(Place { tag: Some(tag), bytes: base + start..end });
    }
    let data = record.get(base..).unwrap_or_default();
    data.len().saturating_sub(expected) <= 1
        && memchr_iter(FIELD_END, data).count() == fields
}

/// Tag, length and start of an entry, as far as they can be read.
#[inline]
fn parts(entry: &[u8]) -> (Option<Tag>, Option<usize>, Option<usize>) {
    (
        Tag::new(entry.get(..3).unwrap_or_default()),
        number(entry, 3, 4),
        number(entry, 7, 5),
    )
}

/// Finds the fields by their terminators. Entries that lead to such a piece take it; the rest
/// of the entries take the rest of the pieces in order, if there are as many.
fn mend(record: &[u8], base: usize, entries: &[u8], found: &mut Vec<Place>) -> Verdict {
    let pieces = pieces(record, base);
    let entries: Vec<&[u8]> = entries.chunks(ENTRY).collect();
    let mut choices = claims(&entries, base, &pieces);
    let is_exact = Leader::new(record).base() == Some(base)
        && pieces.len() == entries.len()
        && choices.iter().all(Option::is_some);
    if record.len() > FARTHEST && entries.len() == pieces.len() {
        // A start beyond five digits may lead to another field by accident.
        choices = (0..pieces.len()).map(Some).collect();
    } else {
        pair_rest(&mut choices, pieces.len());
    }
    let mut lost = pieces.len().saturating_sub(entries.len());
    for (entry, choice) in entries.iter().zip(&choices) {
        let tag = parts(entry).0;
        let piece = choice.and_then(|number| pieces.get(number)).cloned();
        match piece.or_else(|| claimed(record, base, entry)) {
            Some(bytes) if tag.is_some() => found.push(Place { tag, bytes }),
            _ => lost += 1,
        }
    }
    match lost {
        0 if is_exact => Verdict::Sound,
        0 => Verdict::Mended,
        lost => Verdict::Lost(lost),
    }
}

/// What stands between the terminators, the unfinished rest left out unless the record ends
/// with its own terminator.
fn pieces(record: &[u8], base: usize) -> Vec<Range<usize>> {
    let data = record.get(base..).unwrap_or_default();
    let mut start = base;
    let mut pieces = Vec::new();
    for place in memchr_iter(FIELD_END, data) {
        pieces.push(start..base + place);
        start = base + place + 1;
    }
    let end = record.len().saturating_sub(1);
    if start < end && record.last() == Some(&RECORD_END) {
        pieces.push(start..end);
    }
    pieces
}

/// For each entry the number of the piece that begins and ends where the entry says. Fields
/// may stand in another order than their entries (ISO 2709, 4.4.1). No piece is given twice.
fn claims(entries: &[&[u8]], base: usize, pieces: &[Range<usize>]) -> Vec<Option<usize>> {
    let numbered = pieces.iter().enumerate();
    let mut free: BTreeMap<(usize, usize), usize> = numbered
        .map(|(number, piece)| ((piece.start, piece.len() + 1), number))
        .collect();
    let claim = |entry: &&[u8]| {
        let (_, length, start) = parts(entry);
        free.remove(&(base + start?, length?))
    };
    entries.iter().map(claim).collect()
}

/// Gives the entries without a piece the pieces without an entry, in order, if there are as
/// many of them.
fn pair_rest(choices: &mut [Option<usize>], pieces: usize) {
    if pieces != choices.len() {
        return;
    }
    let taken: BTreeSet<usize> = choices.iter().flatten().copied().collect();
    let rest = (0..pieces).filter(|number| !taken.contains(number));
    for (choice, number) in choices.iter_mut().filter(|choice| choice.is_none()).zip(rest)
    {
        *choice = Some(number);
    }
}

/// The bytes that an entry claims, if they lie within the record and hold no terminator: the
/// terminator itself may be damaged.
fn claimed(record: &[u8], base: usize, entry: &[u8]) -> Option<Range<usize>> {
    let (_, length, start) = parts(entry);
    let start = base.checked_add(start?)?;
    let bytes = start..start.checked_add(length?.checked_sub(1)?)?;
    let field = record.get(bytes.start..bytes.end + 1)?;
    let (_, field) = field.split_last()?;
    memchr(FIELD_END, field).is_none().then_some(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    const RECORD: &[u8] =
        b"00070nam a2200049 a 4500001000300000245000600003\x1e17\x1e10\x1faA\x1e\x1d";

    fn read(record: &[u8]) -> (Verdict, Vec<(String, Vec<u8>)>) {
        let mut found = Vec::new();
        let verdict = places(record, &mut found);
        let text = |place: &Place| {
            let tag = place.tag.map(|tag| tag.to_string()).unwrap_or_default();
            (tag, record[place.bytes.clone()].to_vec())
        };
        (verdict, found.iter().map(text).collect())
    }

    fn whole() -> Vec<(String, Vec<u8>)> {
        vec![("001".into(), b"17".to_vec()), ("245".into(), b"10\x1faA".to_vec())]
    }

    #[test]
    fn a_sound_directory_is_followed() {
        assert_eq!(read(RECORD), (Verdict::Sound, whole()));
    }

    #[test]
    fn fields_may_stand_in_another_order_than_their_entries() {
        let record: &[u8] =
            b"00070nam a2200049 a 4500245000600003001000300000\x1e17\x1e10\x1faA\x1e\x1d";
        let (verdict, mut found) = read(record);
        found.reverse();
        assert_eq!((verdict, found), (Verdict::Sound, whole()));
    }

    #[test]
    fn a_wrong_start_length_or_base_is_mended() {
        for (place, byte) in [(31, b'9'), (30, b'x'), (47, b'1'), (16, b'0'), (12, b'z')]
        {
            let mut record = RECORD.to_vec();
            record[place] = byte;
            assert_eq!(read(&record), (Verdict::Mended, whole()), "byte {place}");
        }
    }

    #[test]
    fn a_field_without_a_name_is_counted_as_lost() {
        let mut record = RECORD.to_vec();
        record[24] = b'*';
        assert_eq!(read(&record), (Verdict::Lost(1), whole().split_off(1)));
    }

    #[test]
    fn a_lost_terminator_does_not_lose_its_field() {
        let mut record = RECORD.to_vec();
        record[51] = b'x';
        let (verdict, found) = read(&record);
        assert_eq!(found[0], whole()[0]);
        assert!(verdict != Verdict::Sound);
    }
}
