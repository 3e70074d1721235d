//! A chunk: a file named by the hash of its bytes. The envelope of every part but the manifest.
//!
//! ```text
//! kind u8 · method u8 (0 stored, 1 deflate) · length of the content (number) · content
//! ```

use core::fmt;

use miniz_oxide::{deflate::compress_to_vec, inflate::decompress_to_vec_with_limit};
use sha2::{Digest, Sha256};

use super::bytes::{Broken, Reader, put_number};

/// No chunk may unfold to more than this. A builder's largest are a tenth of it.
pub(crate) const MAX_CONTENT: usize = 32 << 20;

/// The level of deflate. Nine takes half as long again for a thousandth of the bytes.
const LEVEL: u8 = 6;

/// The name of a chunk file: the first 16 bytes of the SHA-256 of its bytes.
///
/// Half of the hash is kept because a second file with the same name would take 2^128 tries,
/// and a root lists thousands of names.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FileName(pub(crate) [u8; 16]);

impl FileName {
    /// The name that a file with these bytes has.
    pub fn of(file: &[u8]) -> Self {
        let hash = Sha256::digest(file);
        let mut name = [0; 16];
        name.iter_mut().zip(hash).for_each(|(to, from)| *to = from);
        Self(name)
    }

    /// The path below the collection's folder: `chunks/<32 hex digits>.bin`.
    pub fn path(&self) -> String {
        format!("chunks/{self}.bin")
    }

    /// The name written as 32 hex digits, or `None` if the text is no such name.
    pub fn parse(text: &str) -> Option<Self> {
        let mut name = [0; 16];
        if text.len() != 32 || !text.bytes().all(|b| b.is_ascii_hexdigit()) {
            return None;
        }
        for (at, byte) in name.iter_mut().enumerate() {
            *byte = u8::from_str_radix(text.get(2 * at..2 * at + 2)?, 16).ok()?;
        }
        Some(Self(name))
    }
}

impl fmt::Display for FileName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl fmt::Debug for FileName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{self}")
    }
}

/// A file that an index wants: its name and the length that it must have.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Want {
    /// Its name.
    pub file: FileName,
    /// Its length in bytes.
    pub len: u32,
}

/// What a chunk holds. The numbers are part of the format and never change their meaning.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Kind {
    /// The root of a segment.
    Root = 1,
    /// A page of a directory.
    Page = 2,
    /// A block of the dictionary.
    Dictionary = 3,
    /// Runs of long posting lists.
    Postings = 4,
    /// Brief forms.
    Briefs = 5,
    /// Records in full.
    Records = 6,
    /// The library: its branches and places.
    Library = 7,
    /// The documents of a segment that later segments replace or delete.
    Deleted = 8,
    /// One property of a stretch of documents.
    Columns = 9,
    /// The values that columns have codes for.
    Values = 10,
    /// Headings in their order.
    Headings = 11,
    /// The most frequent headings, and where each block of headings begins.
    Guide = 12,
    /// Words by first letter and length.
    Spellings = 13,
    /// What classes are called.
    Captions = 14,
    /// Plans, shelf ranges, ways and hours.
    Places = 15,
    /// What the library arranges.
    Services = 16,
    /// Where each letter begins in a list.
    Beginnings = 17,
    /// How many records are left of headings that lost some.
    Left = 18,
}

impl Kind {
    fn from_byte(byte: u8) -> Option<Self> {
        use Kind::{
            Beginnings, Briefs, Captions, Columns, Deleted, Dictionary, Guide, Headings,
            Left, Library, Page, Places, Postings, Records, Root, Services, Spellings,
            Values,
        };
        let kinds = [
            Root, Page, Dictionary, Postings, Briefs, Records, Library, Deleted, Columns,
            Values, Headings, Guide, Spellings, Captions, Places, Services, Beginnings,
            Left,
        ];
        kinds.into_iter().find(|kind| *kind as u8 == byte)
    }
}

/// Wraps `content`; the result is the file. The same content gives the same bytes.
pub(crate) fn wrap(kind: Kind, content: &[u8]) -> Vec<u8> {
    let packed = compress_to_vec(content, LEVEL);
    let (method, body) =
        if packed.len() < content.len() { (1, packed.as_slice()) } else { (0, content) };
    let mut file = vec![kind as u8, method];
    put_number(&mut file, content.len() as u64);
    file.extend_from_slice(body);
    file
}

/// Wraps `content` that was coded already and would not be shorter for another method.
pub(crate) fn wrap_coded(kind: Kind, content: &[u8]) -> Vec<u8> {
    let mut file = vec![kind as u8, 0];
    put_number(&mut file, content.len() as u64);
    file.extend_from_slice(content);
    file
}

/// Unwraps a file whose hash was checked: what it holds, and the content.
pub(crate) fn unwrap(file: &[u8]) -> Result<(Kind, Vec<u8>), Broken> {
    let mut reader = Reader::new(file);
    let kind = Kind::from_byte(reader.byte()?).ok_or("the kind of chunk is not known")?;
    let method = reader.byte()?;
    let len = reader.size()?;
    if len > MAX_CONTENT {
        return Err("the content would be too large");
    }
    let body = reader.rest();
    let content = match method {
        0 => body.to_vec(),
        1 => decompress_to_vec_with_limit(body, len)
            .map_err(|_| "deflate data is broken")?,
        _ => return Err("the method of compression is not known"),
    };
    if content.len() == len {
        Ok((kind, content))
    } else {
        Err("the content's length is wrong")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_wrapped_is_unwrapped() {
        for content in [&b""[..], b"a", &[7; 100_000]] {
            let file = wrap(Kind::Briefs, content);
            assert_eq!(unwrap(&file), Ok((Kind::Briefs, content.to_vec())));
        }
    }

    #[test]
    fn a_bomb_is_stopped_at_its_declared_length() {
        let mut file = wrap(Kind::Briefs, &[0; 1_000_000]);
        // The length takes three bytes; declare a single byte instead.
        file.splice(2..5, [1]);
        assert!(unwrap(&file).is_err());
    }

    #[test]
    fn a_name_is_read_as_it_is_written() {
        let name = FileName::of(b"a shelf");
        assert_eq!(FileName::parse(&name.to_string()), Some(name));
        assert_eq!(FileName::parse("xyz"), None);
        assert_eq!(name.path().len(), "chunks/".len() + 32 + ".bin".len());
    }
}
