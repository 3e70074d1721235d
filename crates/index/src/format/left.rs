//! What is left of headings: how many records those still have of which later segments replaced
//! or left out some. A heading that is not here has as many as its segment says.
//!
//! ```text
//! lists (number), for each: its letter u8 · headings (number), for each: gap to its number
//! (number) · records that are left (number)
//! ```

use super::bytes::{Broken, Reader, put_number};

/// The numbers of headings, in order, and how many records each still has.
pub(crate) type Left = Vec<(u32, u32)>;

/// The content of a chunk: lists by their letters.
pub(crate) fn put(lists: &[(u8, Left)]) -> Vec<u8> {
    let mut out = Vec::new();
    put_number(&mut out, lists.len() as u64);
    for (list, left) in lists {
        out.push(*list);
        put_number(&mut out, left.len() as u64);
        let mut next = 0;
        for &(number, records) in left {
            put_number(&mut out, u64::from(number - next));
            put_number(&mut out, u64::from(records));
            next = number + 1;
        }
    }
    out
}

/// Reads a chunk.
pub(crate) fn read(content: &[u8]) -> Result<Vec<(u8, Left)>, Broken> {
    let mut reader = Reader::new(content);
    let mut lists = Vec::new();
    for _ in 0..reader.count()? {
        let list = reader.byte()?;
        let (mut left, mut next) = (Left::new(), 0u32);
        for _ in 0..reader.count()? {
            let number = next.checked_add(reader.number32()?);
            let number = number.ok_or("a heading is out of range")?;
            left.push((number, reader.number32()?));
            next = number.checked_add(1).ok_or("a heading is out of range")?;
        }
        lists.push((list, left));
    }
    reader.end()?;
    Ok(lists)
}

/// How many of the headings from `first` on, before `end`, have no record any more.
pub(crate) fn gone(left: &Left, first: u32, end: u32) -> u32 {
    let from = left.partition_point(|(number, _)| *number < first);
    let within = left.iter().skip(from).take_while(|(number, _)| *number < end);
    within.filter(|(_, records)| *records == 0).count() as u32
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_left_is_read_as_it_was_put_and_no_part_of_it_is() {
        let lists = vec![(b'c', vec![(0, 1), (1, 0), (70_000, 300)]), (b's', Vec::new())];
        let content = put(&lists);
        assert_eq!(read(&content), Ok(lists));
        assert!((0..content.len()).all(|len| read(&content[..len]).is_err()));
    }

    #[test]
    fn headings_without_records_are_counted_within_a_stretch() {
        let left = vec![(2, 0), (3, 5), (4, 0), (9, 0)];
        assert_eq!([gone(&left, 0, 10), gone(&left, 3, 9), gone(&left, 5, 9)], [3, 1, 0]);
    }
}
