//! Asking an index for facts of documents: columns, the table of values, headings.

use bibliobus_catalog::Scheme;

use super::asking::Asking;
use crate::{
    build::call_number_filing,
    format::{
        beginnings::{self, Beginning},
        chunk::Kind,
        columns::{self, Column, Table, VALUES_KEY, Value},
        directory::{Directory, Entry},
        headings::{Guide, Heading, List, read_block},
        left::{self, Left},
        root::Part,
    },
    loaded::SegmentRoot,
};

impl<'a> Asking<'a> {
    /// Gives `each` the values that the documents, which are in order, have in a column: the
    /// document's place in `docs`, and its values. Documents that no chunk has are left out.
    pub(crate) fn column(
        &self,
        segment: &'a SegmentRoot,
        column: Column,
        docs: &[u32],
        each: &mut dyn FnMut(usize, &[u32]),
    ) {
        let entries = self.under(segment, Part::Columns, &[column as u8]);
        let first = |entry: &Entry| {
            let number = entry.key.get(1..).and_then(|number| number.try_into().ok());
            number.map_or(u32::MAX, u32::from_be_bytes)
        };
        let ends = entries.iter().skip(1).map(|next| first(next)).chain([u32::MAX]);
        for (entry, end) in entries.iter().zip(ends) {
            let start = first(entry);
            let from = docs.partition_point(|&doc| doc < start);
            let to = docs.partition_point(|&doc| doc < end);
            let within = docs.get(from..to).unwrap_or_default();
            if within.is_empty() {
                continue;
            }
            if let Some(content) = self.content(&entry.want, Kind::Columns) {
                let mut places = from..;
                let mut wanted = within.iter().map(|doc| doc - start);
                // It was decoded when it was loaded, so it does not fail here.
                let _ = columns::read(content, &mut wanted, &mut |_, values| {
                    places.next().into_iter().for_each(|place| each(place, values));
                });
            }
        }
    }

    /// The values of a coded column, in the order of their codes.
    pub(super) fn values(
        &self,
        segment: &'a SegmentRoot,
        column: Column,
    ) -> Option<Vec<Value>> {
        let (key, want) = self.leaf(segment, Part::Columns, &VALUES_KEY)?;
        let content = self.content(&want, Kind::Values).filter(|_| key == VALUES_KEY)?;
        let table: Table = columns::read_table(content).ok()?;
        table
            .into_iter()
            .find(|(known, _)| *known == column as u8)
            .map(|(_, values)| values)
    }

    /// The guide to a list of headings.
    pub(super) fn guide(&self, segment: &'a SegmentRoot, list: List) -> Option<Guide> {
        let wanted = list.guide_key();
        let (key, want) = self.leaf(segment, Part::Headings, &wanted)?;
        let content = self.content(&want, Kind::Guide).filter(|_| key == wanted)?;
        Guide::read(content).ok()
    }

    /// Where each letter begins in a list; nothing where an earlier version wrote the segment.
    pub(super) fn beginnings(
        &self,
        segment: &'a SegmentRoot,
        list: List,
    ) -> Vec<Beginning> {
        let wanted = list.beginnings_key();
        let leaf = self.leaf(segment, Part::Headings, &wanted);
        let (_, want) = match leaf.filter(|(key, _)| *key == wanted) {
            Some(leaf) => leaf,
            None => return Vec::new(),
        };
        let content = self.content(&want, Kind::Beginnings);
        content.and_then(|content| beginnings::read(content).ok()).unwrap_or_default()
    }

    /// The block of headings in which `number` is.
    pub(super) fn headings(
        &self,
        segment: &'a SegmentRoot,
        list: List,
        number: u32,
    ) -> Option<Vec<Heading>> {
        let (key, want) = self.leaf(segment, Part::Headings, &list.key(number))?;
        let is_of_list = key.first() == Some(&(list as u8));
        read_block(self.content(&want, Kind::Headings).filter(|_| is_of_list)?).ok()
    }

    /// What a document files by on the shelf; `None` if it has no place there, or files are
    /// missing.
    pub(super) fn shelf_key(&self, segment: &'a SegmentRoot, doc: u32) -> Option<String> {
        let mut number = None;
        self.column(segment, Column::Filing, &[doc], &mut |_, numbers| {
            number = numbers.first().copied();
        });
        if let Some(number) = number {
            let block = self.headings(segment, List::Filings, number)?;
            let key = block.into_iter().find(|heading| heading.number == number)?;
            return Some(key.text);
        }
        call_number_filing(self.brief(segment, doc)?, self.scheme(segment, doc))
    }

    /// The scheme of a document's call number, as far as it is known.
    fn scheme(&self, segment: &'a SegmentRoot, doc: u32) -> Scheme {
        let values = self.values(segment, Column::Scheme).unwrap_or_default();
        let mut scheme = Scheme::Local;
        self.column(segment, Column::Scheme, &[doc], &mut |_, codes| {
            let value = codes.first().and_then(|&code| values.get(code as usize));
            scheme = value.and_then(|value| Scheme::parse(&value.text)).unwrap_or(scheme);
        });
        scheme
    }

    /// Headings of a segment, each with the records that still count; those that have none any
    /// more are left out.
    pub(super) fn living(
        &self,
        segment: &'a SegmentRoot,
        list: List,
        mut headings: Vec<Heading>,
    ) -> Vec<Heading> {
        let left = self.left(segment, list);
        headings.retain_mut(|heading| {
            let at = left.binary_search_by_key(&heading.number, |(number, _)| *number);
            let records =
                at.ok().and_then(|at| left.get(at)).map(|(_, records)| *records);
            heading.records = records.unwrap_or(heading.records);
            heading.records > 0
        });
        headings
    }

    /// What deleted documents left of the headings of a list; nothing where there are none, or
    /// an earlier version wrote the update.
    pub(super) fn left(&self, segment: &'a SegmentRoot, list: List) -> Left {
        let content = segment.left.and_then(|want| self.content(&want, Kind::Left));
        let lists = content.and_then(|content| left::read(content).ok());
        let of_list =
            lists.unwrap_or_default().into_iter().find(|(of, _)| *of == list as u8);
        of_list.map(|(_, left)| left).unwrap_or_default()
    }

    /// All headings of a list, in the order of their numbers.
    pub(crate) fn all_headings(
        &self,
        segment: &'a SegmentRoot,
        list: List,
    ) -> Vec<Heading> {
        let entries = self.under(segment, Part::Headings, &[list as u8]).into_iter();
        let blocks =
            entries.filter_map(|entry| self.content(&entry.want, Kind::Headings));
        blocks.flat_map(|block| read_block(block).unwrap_or_default()).collect()
    }

    /// The entries of a part whose keys begin with `prefix`.
    fn under(
        &self,
        segment: &'a SegmentRoot,
        part: Part,
        prefix: &[u8],
    ) -> Vec<&'a Entry> {
        let directory = segment.root.directory(part);
        let pages: Vec<&Directory> = if directory.paged {
            let keys = directory.range(prefix, prefix).iter().map(|entry| &entry.key);
            keys.filter_map(|key| self.page(directory, key)).collect()
        } else {
            vec![directory]
        };
        let entries = pages.into_iter().flat_map(|page| page.range(prefix, prefix));
        entries.filter(|entry| entry.key.starts_with(prefix)).collect()
    }
}
