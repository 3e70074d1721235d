//! A directory: from a key to the chunk that holds it. Keys are the first of their chunk, in
//! order; a key belongs to the last entry that is not greater.
//!
//! ```text
//! levels u8 · entries (number) · for each: shared bytes of the key (number), the other bytes,
//! name 16 bytes, length of the file (number)
//! ```
//!
//! With one level the entries name leaves. With two, they name pages, each a chunk of its own
//! that holds a directory of one level; then a reader fetches a page before the leaf.

use super::{
    bytes::{Broken, Reader, put_bytes, put_number},
    chunk::{FileName, Kind, Want, wrap},
};

/// A page holds about this many entries, about 8 KiB.
const PAGE: usize = 384;

/// Where a chunk is, and the first key in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Entry {
    pub(crate) key: Vec<u8>,
    pub(crate) want: Want,
}

/// Entries in the order of their keys.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Directory {
    /// Whether the entries name pages rather than leaves.
    pub(crate) paged: bool,
    pub(crate) entries: Vec<Entry>,
}

impl Directory {
    /// The entries to look at for keys from `from` up to and including those that begin with
    /// or equal `to`.
    pub(crate) fn range(&self, from: &[u8], to: &[u8]) -> &[Entry] {
        let start =
            self.entries.partition_point(|e| e.key.as_slice() <= from).saturating_sub(1);
        let is_before_end = |e: &Entry| e.key.as_slice() <= to || e.key.starts_with(to);
        let end = self.entries.partition_point(is_before_end);
        self.entries.get(start..end.max(start)).unwrap_or_default()
    }

    /// The entry that holds `key`, if any does.
    pub(crate) fn find(&self, key: &[u8]) -> Option<&Entry> {
        let after = self.entries.partition_point(|entry| entry.key.as_slice() <= key);
        self.entries.get(after.checked_sub(1)?)
    }

    /// Appends the directory. More than `inline` entries go to pages, which `write` is given.
    pub(crate) fn put<E>(
        entries: &[Entry],
        inline: usize,
        out: &mut Vec<u8>,
        write: &mut dyn FnMut(Vec<u8>) -> Result<Want, E>,
    ) -> Result<(), E> {
        if entries.len() <= inline {
            put_level(false, entries, out);
            return Ok(());
        }
        let mut pages = Vec::new();
        for page in cut(entries) {
            let mut content = Vec::new();
            put_level(false, page, &mut content);
            let want = write(wrap(Kind::Page, &content))?;
            let key = page.first().map(|entry| entry.key.clone()).unwrap_or_default();
            pages.push(Entry { key, want });
        }
        put_level(true, &pages, out);
        Ok(())
    }

    pub(crate) fn read(reader: &mut Reader<'_>) -> Result<Self, Broken> {
        let paged = match reader.byte()? {
            1 => false,
            2 => true,
            _ => return Err("a directory has an unknown number of levels"),
        };
        let count = reader.count()?;
        let mut entries: Vec<Entry> = Vec::with_capacity(count.min(65_536));
        for _ in 0..count {
            let previous = entries.last().map_or(&[][..], |entry| &entry.key);
            let key = read_key(reader, previous)?;
            if !entries.is_empty() && key.as_slice() <= previous {
                return Err("a directory is out of order");
            }
            entries.push(Entry { key, want: read_want(reader)? });
        }
        Ok(Self { paged, entries })
    }

    /// Reads the content of a page.
    pub(crate) fn read_page(content: &[u8]) -> Result<Self, Broken> {
        let mut reader = Reader::new(content);
        let page = Self::read(&mut reader)?;
        reader.end()?;
        if page.paged { Err("a page may not hold pages") } else { Ok(page) }
    }
}

/// Cuts entries into pages where a file's name says so, so that one new chunk changes one page.
fn cut(entries: &[Entry]) -> Vec<&[Entry]> {
    let mut pages = Vec::new();
    let mut start = 0;
    for (at, entry) in entries.iter().enumerate() {
        let len = at - start;
        let is_border = entry.want.file.0[0] & 0x3f == 0 && len >= PAGE / 4;
        if is_border || len >= 2 * PAGE {
            pages.extend(entries.get(start..at));
            start = at;
        }
    }
    pages.extend(entries.get(start..));
    pages
}

fn put_level(paged: bool, entries: &[Entry], out: &mut Vec<u8>) {
    out.push(if paged { 2 } else { 1 });
    put_number(out, entries.len() as u64);
    let mut previous: &[u8] = &[];
    for entry in entries {
        put_key(out, previous, &entry.key);
        put_want(out, &entry.want);
        previous = &entry.key;
    }
}

/// Appends a name and a length.
pub(crate) fn put_want(out: &mut Vec<u8>, want: &Want) {
    out.extend_from_slice(&want.file.0);
    put_number(out, u64::from(want.len));
}

/// Reads a name and a length.
pub(crate) fn read_want(reader: &mut Reader<'_>) -> Result<Want, Broken> {
    let name =
        <[u8; 16]>::try_from(reader.take(16)?).map_err(|_| "a name is too short")?;
    Ok(Want { file: FileName(name), len: reader.number32()? })
}

/// Appends a key without the bytes that it shares with the one before.
pub(crate) fn put_key(out: &mut Vec<u8>, previous: &[u8], key: &[u8]) {
    let shared = previous.iter().zip(key).take_while(|(a, b)| a == b).count();
    put_number(out, shared as u64);
    put_bytes(out, key.get(shared..).unwrap_or_default());
}

/// Reads a key that shares bytes with the one before.
pub(crate) fn read_key(
    reader: &mut Reader<'_>,
    previous: &[u8],
) -> Result<Vec<u8>, Broken> {
    let shared = reader.size()?;
    let mut key =
        previous.get(..shared).ok_or("a key shares more than there is")?.to_vec();
    key.extend_from_slice(reader.bytes()?);
    Ok(key)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entries(count: u32) -> Vec<Entry> {
        let entry = |n: u32| Entry {
            key: n.to_be_bytes().to_vec(),
            want: Want { file: FileName::of(&n.to_le_bytes()), len: n },
        };
        (0..count).map(|n| entry(n * 10)).collect()
    }

    fn written(entries: &[Entry], inline: usize) -> (Directory, Vec<Vec<u8>>) {
        let (mut out, mut pages) = (Vec::new(), Vec::new());
        let mut write = |file: Vec<u8>| {
            let want = Want { file: FileName::of(&file), len: file.len() as u32 };
            pages.push(file);
            Ok::<_, ()>(want)
        };
        Directory::put(entries, inline, &mut out, &mut write).unwrap();
        (Directory::read(&mut Reader::new(&out)).unwrap(), pages)
    }

    #[test]
    fn a_short_directory_is_read_as_it_was_put() {
        let all = entries(10);
        let (read, pages) = written(&all, 10);
        assert_eq!((read.entries, read.paged, pages.len()), (all, false, 0));
    }

    #[test]
    fn a_long_directory_is_put_in_pages_that_hold_it_all() {
        let all = entries(5000);
        let (read, pages) = written(&all, 10);
        assert!(read.paged && read.entries.len() == pages.len() && pages.len() > 5);
        let leaves: Vec<Entry> = pages
            .iter()
            .map(|page| crate::format::chunk::unwrap(page).unwrap().1)
            .flat_map(|content| Directory::read_page(&content).unwrap().entries)
            .collect();
        assert_eq!(leaves, all);
    }

    #[test]
    fn a_key_belongs_to_the_last_entry_not_greater() {
        let (directory, _) = written(&entries(10), 100);
        let find = |n: u32| directory.find(&n.to_be_bytes()).map(|entry| entry.want.len);
        assert_eq!(
            (find(0), find(9), find(10), find(1000)),
            (Some(0), Some(0), Some(10), Some(90))
        );
        let range = directory.range(&15u32.to_be_bytes(), &20u32.to_be_bytes());
        assert_eq!(range.iter().map(|e| e.want.len).collect::<Vec<_>>(), [10, 20]);
    }
}
