//! The root of a segment: how many records it has and where its parts are.
//!
//! ```text
//! section   tag u8 · length (number) · content
//! tag 1     records (number)
//! tag 2…5   the directories of dictionary, postings, brief forms, records
//! tag 6     for each of the parts, in the order of their numbers: files (number)
//!           · bytes (number)
//! tag 7, 8  the directories of columns and headings
//! tag 9     what is usual in the dictionary and in lists (see `dictionary`)
//! tag 10    a sample of brief records (see `briefs`)
//! tag 138   the same, of records that say of pictures of their covers
//! tag 11    the directory of spellings
//! tag 12    the weights, if the settings changed any: f32, little-endian, in the order of their
//!           table (see `weights`)
//! ```
//!
//! A reader passes over tags below 128 that it does not know and refuses the segment at one
//! above, so that later versions can add what old readers may ignore or must not.

use super::{
    briefs,
    bytes::{Broken, Reader, put_bytes, put_number},
    chunk::FileName,
    dictionary::Usual,
    directory::Directory,
    postings::Lists,
};
use crate::weights::Weights;

/// How many parts a segment has.
pub(crate) const PARTS: usize = 7;

/// The parts of a segment, in the order of their tags.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Part {
    Dictionary,
    Postings,
    Briefs,
    Records,
    Columns,
    Headings,
    Spellings,
}

impl Part {
    pub(crate) const ALL: [Self; PARTS] = [
        Self::Dictionary,
        Self::Postings,
        Self::Briefs,
        Self::Records,
        Self::Columns,
        Self::Headings,
        Self::Spellings,
    ];

    /// What librarians call it.
    pub(crate) fn label(self) -> &'static str {
        match self {
            Self::Dictionary => "dictionary",
            Self::Postings => "postings",
            Self::Briefs => "brief records",
            Self::Records => "full records",
            Self::Columns => "facets and sorts",
            Self::Headings => "headings",
            Self::Spellings => "spellings",
        }
    }

    /// How many chunks a root lists itself before it turns to pages. What every search needs
    /// is listed longest: a page costs a round.
    pub(crate) fn inline(self) -> usize {
        match self {
            Self::Dictionary | Self::Columns | Self::Headings => 1024,
            Self::Postings => 512,
            Self::Spellings => 256,
            Self::Briefs | Self::Records => 64,
        }
    }
}

/// The tag of the directory of spellings.
const SPELLINGS: u8 = 11;

/// The tags of the sample of brief records, without pictures of covers and with them.
const BRIEFS: [u8; 2] = [10, 138];

/// The tag of the weights.
const WEIGHTS: u8 = 12;

/// The root of a segment.
#[derive(Clone, Debug)]
pub(crate) struct Root {
    pub(crate) records: u32,
    pub(crate) directories: [Directory; PARTS],
    /// Files and bytes of each part, pages among them.
    pub(crate) sizes: [Size; PARTS],
    /// What dictionary and lists start from.
    pub(crate) usual: Usual,
    /// What brief records start from.
    pub(crate) briefs: briefs::Model,
    /// The stamp of every chunk that is coded from these.
    pub(crate) stamp: Stamp,
    /// What ranking rests on.
    pub(crate) weights: Weights,
}

/// Tells the chunks of one segment from those of another: coders start from other things.
pub(crate) type Stamp = [u8; 2];

/// The stamp of chunks that are coded from these.
pub(crate) fn stamp(usual: &[u8], briefs: &[u8]) -> Stamp {
    let [first, second, ..] = FileName::of(&[usual, briefs].concat()).0;
    [first, second]
}

impl Default for Root {
    fn default() -> Self {
        Self {
            records: 0,
            directories: <[Directory; PARTS]>::default(),
            sizes: <[Size; PARTS]>::default(),
            usual: Usual::learn(&[], Lists::default()).0,
            briefs: briefs::Model::default(),
            stamp: Stamp::default(),
            weights: Weights::default(),
        }
    }
}

/// How many files, and how many bytes in them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Size {
    pub(crate) files: u64,
    pub(crate) bytes: u64,
}

impl Root {
    pub(crate) fn directory(&self, part: Part) -> &Directory {
        let [dictionary, postings, briefs, records, columns, headings, spellings] =
            &self.directories;
        match part {
            Part::Dictionary => dictionary,
            Part::Postings => postings,
            Part::Briefs => briefs,
            Part::Records => records,
            Part::Columns => columns,
            Part::Headings => headings,
            Part::Spellings => spellings,
        }
    }

    pub(crate) fn read(content: &[u8]) -> Result<Self, Broken> {
        let mut root = Self::default();
        let mut reader = Reader::new(content);
        let (mut usual, mut briefs, mut has_covers) = (&[][..], &[][..], false);
        while !reader.is_empty() {
            let (tag, section) = (reader.byte()?, reader.bytes()?);
            match tag {
                9 => usual = section,
                _ if BRIEFS.contains(&tag) => {
                    (briefs, has_covers) = (section, tag == BRIEFS[1]);
                }
                WEIGHTS => root.weights = Weights::read(section)?,
                _ => root.read_section(tag, section)?,
            }
        }
        root.usual = Usual::read(usual)?;
        root.briefs = briefs::Model::read(briefs, has_covers)?;
        root.stamp = stamp(usual, briefs);
        Ok(root)
    }

    fn read_section(&mut self, tag: u8, content: &[u8]) -> Result<(), Broken> {
        let mut reader = Reader::new(content);
        match tag {
            1 => self.records = reader.number32()?,
            2..=5 | 7..=8 | SPELLINGS => {
                let at = usize::from(match tag {
                    2..=5 => tag - 2,
                    SPELLINGS => 6,
                    _ => tag - 3,
                });
                let slot = self.directories.get_mut(at).ok_or("no such directory")?;
                *slot = Directory::read(&mut reader)?;
            }
            6 => {
                for size in &mut self.sizes {
                    if reader.is_empty() {
                        break;
                    }
                    *size = Size { files: reader.number()?, bytes: reader.number()? };
                }
            }
            128.. => return Err("the segment was made by a later version of Bibliobus"),
            _ => return Ok(()),
        }
        reader.end()
    }
}

/// The content of a root: directories are given as they were put.
pub(crate) fn put(
    records: u32,
    directories: &[Vec<u8>; PARTS],
    sizes: &[Size; PARTS],
    usual: &[u8],
    (briefs, has_covers): (&[u8], bool),
    weights: &Weights,
) -> Vec<u8> {
    let mut out = Vec::new();
    let mut section = |tag: u8, content: &[u8]| {
        out.push(tag);
        put_bytes(&mut out, content);
    };
    let mut count = Vec::new();
    put_number(&mut count, u64::from(records));
    section(1, &count);
    let tags = (2..6).chain([7, 8, SPELLINGS]);
    tags.zip(directories).for_each(|(tag, directory)| section(tag, directory));
    let mut all = Vec::new();
    for size in sizes {
        put_number(&mut all, size.files);
        put_number(&mut all, size.bytes);
    }
    section(6, &all);
    section(9, usual);
    section(BRIEFS[usize::from(has_covers)], briefs);
    let weights = weights.put();
    if !weights.is_empty() {
        section(WEIGHTS, &weights);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn put_empty() -> Vec<u8> {
        let mut empty = Vec::new();
        Directory::put(&[], 1, &mut empty, &mut |_| Err(())).unwrap();
        let directories = [(); PARTS].map(|()| empty.clone());
        let usual = Usual::learn(&[b"n1".to_vec()], Lists::default()).1;
        let briefs = briefs::Model::learn(&[], true).1;
        let weights = Weights { completion: 0.5, ..Weights::default() };
        let sizes = [Size { files: 1, bytes: 300 }; PARTS];
        put(7, &directories, &sizes, &usual, (&briefs, true), &weights)
    }

    #[test]
    fn a_root_is_read_as_it_was_put() {
        let root = Root::read(&put_empty()).unwrap();
        assert_eq!(
            (root.records, root.sizes),
            (7, [Size { files: 1, bytes: 300 }; PARTS])
        );
        assert_eq!(root.weights.completion, 0.5);
    }

    #[test]
    fn what_later_versions_add_is_passed_over_or_refused_as_they_say() {
        let with = |tag: u8| [put_empty(), vec![tag, 1, 0]].concat();
        assert!(Root::read(&with(100)).is_ok());
        assert!(Root::read(&with(200)).is_err());
    }
}
