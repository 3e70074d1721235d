//! Records as bytes: pieces behind a tag, each in postcard's encoding.
//!
//! ```text
//! piece   tag u8 · length (number) · postcard
//! ```
//!
//! A piece that is empty is not written. A reader passes over tags that it does not know, and
//! takes a piece that it cannot decode for empty (a later version may have widened it), so
//! records of later versions are still shown, less what is new in them. A tag never changes
//! its meaning.

use bibliobus_catalog::Record;
use serde::{Serialize, de::DeserializeOwned};

use super::bytes::{Broken, Reader, put_bytes};

fn put<T: Serialize + Default + PartialEq>(out: &mut Vec<u8>, tag: u8, piece: &T) {
    if *piece == T::default() {
        return;
    }
    // Postcard fails on maps of unknown length only; the catalogue's nouns have none.
    if let Ok(bytes) = postcard::to_allocvec(piece) {
        out.push(tag);
        put_bytes(out, &bytes);
    }
}

fn piece<T: DeserializeOwned + Default>(bytes: &[u8]) -> T {
    postcard::from_bytes(bytes).unwrap_or_default()
}

/// Gives each piece to `each`.
pub(super) fn pieces<'a>(
    bytes: &'a [u8],
    mut each: impl FnMut(u8, &'a [u8]),
) -> Result<(), Broken> {
    let mut reader = Reader::new(bytes);
    while !reader.is_empty() {
        let tag = reader.byte()?;
        each(tag, reader.bytes()?);
    }
    Ok(())
}

/// One table of tags for the writer and the reader of a noun.
macro_rules! tagged {
    ($put:ident, $read:ident, $noun:ty, $($tag:literal => $($field:ident).+),+ $(,)?) => {
        /// Appends the noun.
        pub(crate) fn $put(out: &mut Vec<u8>, noun: &$noun) {
            $(put(out, $tag, &noun.$($field).+);)+
        }

        /// Reads the noun.
        pub(crate) fn $read(bytes: &[u8]) -> Result<$noun, Broken> {
            let mut noun = <$noun>::default();
            pieces(bytes, |tag, bytes| match tag {
                $($tag => noun.$($field).+ = piece(bytes),)+
                _ => {}
            })?;
            Ok(noun)
        }
    };
}

tagged! { put_record, read_record, Record,
    1 => id,
    2 => title,
    3 => other_titles,
    4 => creators,
    5 => subjects,
    6 => classes,
    7 => edition,
    8 => imprint,
    9 => extent,
    10 => series,
    11 => notes,
    12 => summaries,
    13 => contents,
    14 => languages,
    15 => material,
    16 => vernacular,
    17 => identifiers,
    18 => holdings,
    19 => links,
    20 => added,
    21 => uniform_title,
    22 => references,
    23 => merged,
    24 => work,
    25 => loans,
    26 => cover,
}

#[cfg(test)]
mod tests {
    use super::*;
    use bibliobus_catalog::{Class, Link, Scheme, Title};

    fn record() -> Record {
        Record {
            id: "17".into(),
            title: Title { proper: "Чайка".into(), ..Title::default() },
            classes: vec![Class { scheme: Scheme::Udc, notation: "82-2".into() }],
            links: vec![Link { url: "https://a.example".into(), ..Link::default() }],
            ..Record::default()
        }
    }

    #[test]
    fn a_record_is_read_as_it_was_put() {
        let mut out = Vec::new();
        put_record(&mut out, &record());
        assert_eq!(read_record(&out), Ok(record()));
    }

    #[test]
    fn pieces_of_later_versions_are_passed_over() {
        let mut out = vec![200, 2, 1, 1];
        put_record(&mut out, &record());
        out.extend([15, 1, 250]);
        assert_eq!(read_record(&out), Ok(record()));
    }

    #[test]
    fn a_torn_record_is_an_error() {
        let mut out = Vec::new();
        put_record(&mut out, &record());
        out.pop();
        assert!(read_record(&out).is_err());
    }
}
