//! Writing columns and headings: facts get the codes, numbers and ranks that stand on disk.

use std::collections::BTreeMap;

use super::{
    Document,
    facts::Interned,
    parts::{Cut, Sink},
};
use crate::{
    analysis::Analyzer,
    format::{
        beginnings,
        chunk::{Kind, wrap},
        columns::{self, Column, Table, VALUES_KEY, Value},
        directory::Entry,
        headings::{Guide, Heading, List, put_block},
        root::Part,
    },
};

/// The columns of headings, and their lists.
pub(super) const HEADINGS: [(Column, List); 4] = [
    (Column::Creator, List::Creators),
    (Column::Subject, List::Subjects),
    (Column::Series, List::Series),
    (Column::Filing, List::Filings),
];

/// How many headings a guide has.
const FREQUENT: usize = 512;

/// A block of headings is cut at about 16 KiB.
const BLOCK: Cut = Cut { min: 12 << 10, max: 36 << 10, one_in: 128 };

/// Documents in a chunk of a column: of few values, and of headings and ranks.
const WIDE: Cut = Cut { min: 49_152, max: 98_304, one_in: 8192 };
const NARROW: Cut = Cut { min: 6144, max: 16_384, one_in: 1024 };

/// The directories of columns and headings. A segment that is a part of a collection, as an update
/// is, has few headings: its guide repeats none that a single record has.
pub(super) fn write<E>(
    sink: &mut Sink<'_, E>,
    documents: &[&Document],
    interned: &Interned,
    analyzer: &Analyzer,
    is_part: bool,
) -> Result<(Vec<u8>, Vec<u8>), E> {
    let numbered = Numbered::new(documents, interned, analyzer);
    let mut headings: Vec<Entry> = write_titles(sink, documents)?.into_iter().collect();
    for ((_, list), of_list) in HEADINGS.into_iter().zip(&numbered.headings) {
        let frequent = frequent(of_list, if is_part { 2 } else { 1 });
        headings.extend(write_headings(sink, list, of_list, frequent, analyzer)?);
    }
    headings.sort_unstable_by(|a, b| a.key.cmp(&b.key));
    let headings = sink.directory(Part::Headings, &headings)?;

    let table = wrap(Kind::Values, &columns::put_table(&numbered.table));
    let want = sink.file(table, Some(Part::Columns))?;
    let mut entries = vec![Entry { key: VALUES_KEY.to_vec(), want }];
    for column in Column::CODED {
        let values = documents.iter().map(|document| numbered.values(document, column));
        entries.extend(write_column(sink, documents, column, values.collect())?);
    }
    for (column, _) in HEADINGS {
        let values = documents.iter().map(|document| numbered.values(document, column));
        entries.extend(write_column(sink, documents, column, values.collect())?);
    }
    let titles = documents.iter().map(|document| Some(&*document.facts.title));
    entries.extend(write_column(
        sink,
        documents,
        Column::Title,
        ranks(titles.collect()),
    )?);
    let marks = documents.iter().map(|document| document.facts.shelf.as_deref());
    let shelf = Shelf::new(marks.collect());
    entries.extend(write_column(sink, documents, Column::CallNumber, shelf.ranks)?);
    let standing = |&(_, doc): &(&str, u32)| documents.get(doc as usize).copied();
    let on_shelf: Vec<&Document> = shelf.order.iter().filter_map(standing).collect();
    let places =
        (0u32..).zip(&shelf.order).map(|(at, (_, doc))| vec![doc.wrapping_sub(at)]);
    entries.extend(write_column(sink, &on_shelf, Column::Shelf, places.collect())?);
    entries.sort_unstable_by(|a, b| a.key.cmp(&b.key));
    Ok((sink.directory(Part::Columns, &entries)?, headings))
}

/// The values under the numbers that they have on disk.
struct Numbered {
    /// For each interned value its code or number; `None` where no record has it.
    numbers: Vec<Option<u32>>,
    table: Table,
    /// Those of each list of headings, as [`HEADINGS`] has them.
    headings: [Vec<Heading>; 4],
}

impl Numbered {
    fn new(documents: &[&Document], interned: &Interned, analyzer: &Analyzer) -> Self {
        let mut records = vec![0u32; interned.values.len()];
        for (_, value) in documents.iter().flat_map(|document| &document.facts.values) {
            if let Some(count) = records.get_mut(*value as usize) {
                *count += 1;
            }
        }
        let mut by_column: BTreeMap<Column, Vec<(String, usize, u32)>> = BTreeMap::new();
        for ((at, (column, text)), &records) in
            interned.values.iter().enumerate().zip(&records)
        {
            if records > 0 {
                let filing = filing(*column, text, analyzer);
                by_column.entry(*column).or_default().push((filing, at, records));
            }
        }
        let mut numbered = Self {
            numbers: vec![None; records.len()],
            table: Table::new(),
            headings: <[_; 4]>::default(),
        };
        let text = |at: usize| interned.values.get(at).map_or("", |(_, text)| text);
        for (column, mut values) in by_column {
            values.sort_unstable_by(|a, b| (&a.0, text(a.1)).cmp(&(&b.0, text(b.1))));
            for (number, (_, at, _)) in (0..).zip(&values) {
                if let Some(slot) = numbered.numbers.get_mut(*at) {
                    *slot = Some(number);
                }
            }
            let values = (0..).zip(values).map(|(number, (_, at, records))| Heading {
                number,
                records,
                text: text(at).to_owned(),
            });
            numbered.take(column, values);
        }
        numbered
    }

    fn take(&mut self, column: Column, values: impl Iterator<Item = Heading>) {
        let list = HEADINGS.iter().position(|(known, _)| *known == column);
        if let Some(headings) = list.and_then(|at| self.headings.get_mut(at)) {
            headings.extend(values);
        } else {
            let value = |h: Heading| Value { text: h.text, records: h.records };
            self.table.push((column as u8, values.map(value).collect()));
        }
    }

    fn values(&self, document: &Document, column: Column) -> Vec<u32> {
        let of_column =
            document.facts.values.iter().filter(|(known, _)| *known == column);
        of_column.filter_map(|(_, value)| *self.numbers.get(*value as usize)?).collect()
    }
}

/// What the values of a column are put in order by, before their text.
fn filing(column: Column, text: &str, analyzer: &Analyzer) -> String {
    match column {
        Column::Filing => text.to_owned(),
        _ if column.has_headings() => analyzer.filing(text),
        // Years before our era come first.
        Column::Year => {
            let year: i32 = text.parse().unwrap_or_default();
            format!("{:06}", year + 100_000)
        }
        _ => String::new(),
    }
}

/// The ranks of keys; equal keys have the same.
fn ranks(keys: Vec<Option<&str>>) -> Vec<Vec<u32>> {
    let mut known: Vec<&str> = keys.iter().flatten().copied().collect();
    known.sort_unstable();
    known.dedup();
    let rank = |key: &str| known.partition_point(|other| *other < key) as u32;
    keys.into_iter().map(|key| key.map(rank).into_iter().collect()).collect()
}

/// The documents that have a call number, as they stand on the shelf.
struct Shelf<'k> {
    /// Keys and documents, from left to right.
    order: Vec<(&'k str, u32)>,
    /// For each document how many stand before the first of its mark.
    ranks: Vec<Vec<u32>>,
}

impl<'k> Shelf<'k> {
    fn new(keys: Vec<Option<&'k str>>) -> Self {
        let keyed = (0u32..).zip(&keys);
        let mut order: Vec<_> =
            keyed.filter_map(|(doc, key)| key.map(|key| (key, doc))).collect();
        order.sort_unstable();
        let rank = |key: &str| order.partition_point(|(other, _)| *other < key) as u32;
        let ranks = keys.into_iter().map(|key| key.map(rank).into_iter().collect());
        let ranks = ranks.collect();
        Self { order, ranks }
    }
}

fn write_column<E>(
    sink: &mut Sink<'_, E>,
    documents: &[&Document],
    column: Column,
    values: Vec<Vec<u32>>,
) -> Result<Vec<Entry>, E> {
    if values.iter().all(Vec::is_empty) {
        return Ok(Vec::new());
    }
    let cut = if column.has_ranks() || column.has_headings() { NARROW } else { WIDE };
    let mut entries = Vec::new();
    let mut waiting: Vec<&[u32]> = Vec::new();
    let mut first = 0;
    for ((document, values), number) in documents.iter().zip(&values).zip(1u32..) {
        waiting.push(values);
        if cut.is_here(waiting.len(), document.id.as_bytes())
            || number as usize == documents.len()
        {
            let content = columns::put(column, &waiting);
            let want = sink.file(wrap(Kind::Columns, &content), Some(Part::Columns))?;
            entries.push(Entry { key: column.key(first), want });
            waiting.clear();
            first = number;
        }
    }
    Ok(entries)
}

fn write_headings<E>(
    sink: &mut Sink<'_, E>,
    list: List,
    headings: &[Heading],
    frequent: Vec<Heading>,
    analyzer: &Analyzer,
) -> Result<Vec<Entry>, E> {
    let mut entries = Vec::new();
    let mut guide = Guide { frequent, ..Guide::default() };
    let key = |heading: &Heading| match list {
        List::Filings => heading.text.clone(),
        _ => analyzer.filing(&heading.text),
    };
    let keys: Vec<String> = headings.iter().map(key).collect();
    let (mut start, mut bytes, mut last) = (0, 0, "");
    for ((heading, key), end) in headings.iter().zip(&keys).zip(1usize..) {
        if start + 1 == end {
            guide.blocks.push((heading.number, shortest_between(last, key).to_owned()));
        }
        bytes += heading.text.len();
        if BLOCK.is_here(bytes, heading.text.as_bytes()) || end == headings.len() {
            let block = headings.get(start..end).unwrap_or_default();
            let file = wrap(Kind::Headings, &put_block(block));
            let want = sink.file(file, Some(Part::Headings))?;
            let first = block.first().map_or(0, |heading| heading.number);
            entries.push(Entry { key: list.key(first), want });
            (start, bytes, last) = (end, 0, key);
        }
    }
    // Filing keys are asked for by their numbers only.
    if !headings.is_empty() && list != List::Filings {
        let want = sink.file(wrap(Kind::Guide, &guide.put()), Some(Part::Headings))?;
        entries.push(Entry { key: list.guide_key(), want });
        let numbers = headings.iter().map(|heading| heading.number);
        let keys: Vec<_> = keys.iter().map(String::as_str).zip(numbers).collect();
        entries.push(write_beginnings(sink, list, &keys)?);
    }
    Ok(entries)
}

/// The beginnings of the titles, under their ranks.
fn write_titles<E>(
    sink: &mut Sink<'_, E>,
    documents: &[&Document],
) -> Result<Option<Entry>, E> {
    let mut keys: Vec<&str> = documents.iter().map(|doc| &*doc.facts.title).collect();
    keys.sort_unstable();
    let distinct = keys.chunk_by(|a, b| a == b);
    let ranked = (0u32..)
        .zip(distinct)
        .flat_map(|(rank, same)| same.iter().map(move |&key| (key, rank)));
    let keys: Vec<(&str, u32)> = ranked.collect();
    if keys.is_empty() {
        Ok(None)
    } else {
        write_beginnings(sink, List::Titles, &keys).map(Some)
    }
}

fn write_beginnings<E>(
    sink: &mut Sink<'_, E>,
    list: List,
    keys: &[(&str, u32)],
) -> Result<Entry, E> {
    let file = wrap(Kind::Beginnings, &beginnings::put(&beginnings::beginnings(keys)));
    let want = sink.file(file, Some(Part::Headings))?;
    Ok(Entry { key: list.beginnings_key(), want })
}

/// The shortest beginning of `key` that comes after `last`.
fn shortest_between<'a>(last: &str, key: &'a str) -> &'a str {
    let ends = key.char_indices().map(|(at, c)| at + c.len_utf8());
    let beginnings = ends.filter_map(|end| key.get(..end));
    beginnings.into_iter().find(|beginning| *beginning > last).unwrap_or(key)
}

/// The headings that most records have, and `least` at least, in the order of their numbers.
fn frequent(headings: &[Heading], least: u32) -> Vec<Heading> {
    let mut frequent: Vec<&Heading> =
        headings.iter().filter(|heading| heading.records >= least).collect();
    frequent.sort_unstable_by_key(|h| (core::cmp::Reverse(h.records), h.number));
    frequent.truncate(FREQUENT);
    frequent.sort_unstable_by_key(|heading| heading.number);
    frequent.into_iter().cloned().collect()
}
