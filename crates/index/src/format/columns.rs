//! Columns: one property of many documents, by which hits are counted, narrowed down and
//! sorted. Not for what a record says in full.
//!
//! A column is cut into chunks by documents; the directory has the column's number and the
//! first document of each. Values are numbers: codes of the table of values, numbers of
//! headings, or ranks.
//!
//! ```text
//! column   its number u8 · shape u8 · documents (number)
//!          · runs (number), for each: documents (number), values that each has (number)
//!          · palette: values (number), gap to each (number); none in shape 2
//!          · the values of all documents in order
//! shape 0  values as places in the palette (number)
//! shape 1  values as places in the palette (u8)
//! shape 2  values in four planes of bytes, the lowest first; then as many as there are
//! table    columns (number), for each: its number u8 · values (number), for each: shared
//!          bytes with the one before (number), the other bytes, records that have it (number)
//! ```
//!
//! Documents lie by language, class and title, so that runs are long, and the chunk's deflate
//! folds what repeats. An exchange of one heading renumbers those behind it: it is regrettable
//! that the columns of headings and ranks change as a whole then.

use super::{
    bytes::{Broken, Reader, put_bytes, put_number},
    directory::read_key,
};

/// A property of documents. The numbers are part of the format.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[repr(u8)]
pub(crate) enum Column {
    /// How one gets at it.
    Access = 1,
    Material = 2,
    Language = 3,
    Year = 4,
    /// Branch and place, with a slash between.
    Place = 5,
    Class = 6,
    /// The day it came to the catalogue.
    Added = 7,
    /// Headings of creators, in the record's order.
    Creator = 8,
    /// Subject headings.
    Subject = 9,
    /// The rank of the title among those of the segment.
    Title = 10,
    /// The rank of the call number: how many documents stand before it.
    CallNumber = 11,
    /// Whose call number that is: the code of its scheme.
    Scheme = 12,
    /// For each place on the shelf, from left to right, the document that stands there, less its
    /// place: for long stretches that is one number.
    Shelf = 13,
    /// Headings of series.
    Series = 14,
    /// The number of the key by which it files on the shelf, where its brief form and its scheme
    /// do not tell that key: it has no call number and stands by its class, its call number is
    /// behind easier ways, or the library's settings have rules for it.
    Filing = 15,
}

impl Column {
    /// The columns whose values are in the table of values.
    pub(crate) const CODED: [Self; 8] = [
        Self::Access,
        Self::Material,
        Self::Language,
        Self::Year,
        Self::Place,
        Self::Class,
        Self::Added,
        Self::Scheme,
    ];

    /// Whether its values are numbers of headings.
    pub(crate) fn has_headings(self) -> bool {
        matches!(self, Self::Creator | Self::Subject | Self::Series | Self::Filing)
    }

    /// Whether its values are ranks, of which hardly two are equal.
    pub(crate) fn has_ranks(self) -> bool {
        matches!(self, Self::Title | Self::CallNumber | Self::Shelf)
    }

    /// The key of the chunk that begins with a document.
    pub(crate) fn key(self, first: u32) -> Vec<u8> {
        [&[self as u8][..], &first.to_be_bytes()].concat()
    }
}

/// The key of the table of values, which comes before all columns.
pub(crate) const VALUES_KEY: [u8; 1] = [0];

const NUMBERS: u8 = 0;
const BYTES: u8 = 1;
const PLANES: u8 = 2;

/// The content of a chunk with the values of these documents.
pub(crate) fn put(column: Column, documents: &[&[u32]]) -> Vec<u8> {
    let flat: Vec<u32> = documents.iter().copied().flatten().copied().collect();
    let mut palette = flat.clone();
    palette.sort_unstable();
    palette.dedup();
    let shape = match palette.len() {
        0..=256 => BYTES,
        _ if column.has_ranks() => PLANES,
        _ => NUMBERS,
    };
    let mut out = vec![column as u8, shape];
    put_number(&mut out, documents.len() as u64);
    put_runs(&mut out, documents);
    if shape == PLANES {
        for plane in 0..4 {
            out.extend(flat.iter().map(|value| (value >> (8 * plane)) as u8));
        }
        return out;
    }
    put_number(&mut out, palette.len() as u64);
    let mut last = 0;
    for &value in &palette {
        put_number(&mut out, u64::from(value - last));
        last = value;
    }
    for value in flat {
        let place = palette.partition_point(|&known| known < value);
        if shape == BYTES {
            out.push(place as u8);
        } else {
            put_number(&mut out, place as u64);
        }
    }
    out
}

fn put_runs(out: &mut Vec<u8>, documents: &[&[u32]]) {
    let runs: Vec<_> = documents.chunk_by(|a, b| a.len() == b.len()).collect();
    put_number(out, runs.len() as u64);
    for run in runs {
        put_number(out, run.len() as u64);
        put_number(out, run.first().map_or(0, |values| values.len()) as u64);
    }
}

/// Gives `each` the values of the wanted documents, which are numbered from the chunk's first
/// one and in order. Those behind the last document of the chunk are passed over.
pub(crate) fn read(
    content: &[u8],
    wanted: &mut dyn Iterator<Item = u32>,
    each: &mut dyn FnMut(u32, &[u32]),
) -> Result<(), Broken> {
    let mut reader = Reader::new(content);
    let _column = reader.byte()?;
    let shape = reader.byte()?;
    let documents = reader.number32()?;
    let runs = read_runs(&mut reader, documents)?;
    let mut values = Values::read(shape, reader, &runs)?;
    let mut found = Vec::new();
    let mut runs = runs.into_iter();
    let mut run = Run::default();
    for document in wanted {
        while document >= run.end {
            match runs.next() {
                Some(next) => run = next,
                None => return Ok(()),
            }
        }
        let from = run.value + (document - run.first) as usize * run.values;
        found.clear();
        values.take(from, run.values, &mut found)?;
        each(document, &found);
    }
    Ok(())
}

/// Decodes the whole of a chunk.
pub(crate) fn check(content: &[u8]) -> Result<(), Broken> {
    let mut reader = Reader::new(content);
    let (_column, _shape) = (reader.byte()?, reader.byte()?);
    let documents = reader.number32()?;
    let mut given = 0;
    read(content, &mut (0..documents), &mut |_, _| given += 1)?;
    if given == documents { Ok(()) } else { Err("documents are missing in a column") }
}

/// Documents that have equally many values.
#[derive(Clone, Copy, Debug, Default)]
struct Run {
    first: u32,
    /// The document after the last.
    end: u32,
    /// How many values each has.
    values: usize,
    /// How many values the documents before have.
    value: usize,
}

fn read_runs(reader: &mut Reader<'_>, documents: u32) -> Result<Vec<Run>, Broken> {
    let count = reader.count()?;
    let mut runs = Vec::with_capacity(count);
    let mut next = Run::default();
    for _ in 0..count {
        let len = reader.number32()?;
        let end = next.end.checked_add(len).ok_or("a run is too long")?;
        let values = reader.size()?;
        let run = Run { first: next.end, end, values, value: next.value };
        runs.push(run);
        let more = values.checked_mul(len as usize);
        let value = more.and_then(|more| next.value.checked_add(more));
        next = Run { end, value: value.ok_or("a run is too long")?, ..run };
    }
    if next.end == documents {
        Ok(runs)
    } else {
        Err("a column is too long or too short")
    }
}

/// The values of a chunk.
struct Values<'a> {
    shape: u8,
    palette: Vec<u32>,
    bytes: &'a [u8],
    /// How many there are.
    count: usize,
    /// Where numbers go on, and how many were passed.
    reader: Reader<'a>,
    passed: usize,
}

impl<'a> Values<'a> {
    fn read(shape: u8, mut reader: Reader<'a>, runs: &[Run]) -> Result<Self, Broken> {
        let last = runs.last();
        let count = last.map_or(0, |r| r.value + (r.end - r.first) as usize * r.values);
        let mut palette = Vec::new();
        if shape != PLANES {
            let mut value = 0u32;
            for _ in 0..reader.count()? {
                value = value
                    .checked_add(reader.number32()?)
                    .ok_or("a value is out of range")?;
                palette.push(value);
            }
        }
        let bytes = reader.rest();
        let is_sound = match shape {
            NUMBERS => bytes.len() >= count,
            BYTES => bytes.len() == count,
            PLANES => count.checked_mul(4) == Some(bytes.len()),
            _ => false,
        };
        if !is_sound {
            return Err("a column has an unknown shape or length");
        }
        Ok(Self { shape, palette, bytes, count, reader, passed: 0 })
    }

    /// Appends `len` values from the one at `from`. Numbers are read forwards only.
    fn take(
        &mut self,
        from: usize,
        len: usize,
        out: &mut Vec<u32>,
    ) -> Result<(), Broken> {
        if self.shape == NUMBERS {
            while self.passed < from {
                self.reader.number()?;
                self.passed += 1;
            }
            self.passed += len;
        }
        for at in from..from + len {
            out.push(self.value(at)?);
        }
        Ok(())
    }

    fn value(&mut self, at: usize) -> Result<u32, Broken> {
        let byte = |at: usize| self.bytes.get(at).copied().ok_or("a value is missing");
        let place = match self.shape {
            NUMBERS => self.reader.size()?,
            BYTES => usize::from(byte(at)?),
            _ => {
                let plane = |plane: usize| byte(plane * self.count + at);
                let planes = [plane(0)?, plane(1)?, plane(2)?, plane(3)?];
                return Ok(u32::from_le_bytes(planes));
            }
        };
        self.palette.get(place).copied().ok_or("a value is not in the palette")
    }
}

/// A value of a column and how many records have it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Value {
    pub(crate) text: String,
    pub(crate) records: u32,
}

/// The values of the coded columns, in the order of their codes.
pub(crate) type Table = Vec<(u8, Vec<Value>)>;

/// The content of a table of values.
pub(crate) fn put_table(table: &Table) -> Vec<u8> {
    let mut out = Vec::new();
    put_number(&mut out, table.len() as u64);
    for (column, values) in table {
        out.push(*column);
        put_number(&mut out, values.len() as u64);
        let mut previous: &[u8] = &[];
        for value in values {
            let text = value.text.as_bytes();
            let shared = previous.iter().zip(text).take_while(|(a, b)| a == b).count();
            put_number(&mut out, shared as u64);
            put_bytes(&mut out, text.get(shared..).unwrap_or_default());
            put_number(&mut out, u64::from(value.records));
            previous = text;
        }
    }
    out
}

/// Reads a table of values.
pub(crate) fn read_table(content: &[u8]) -> Result<Table, Broken> {
    let mut reader = Reader::new(content);
    let mut table = Table::new();
    for _ in 0..reader.count()? {
        let column = reader.byte()?;
        let mut values: Vec<Value> = Vec::new();
        for _ in 0..reader.count()? {
            let previous = values.last().map_or("", |value| &value.text);
            let text = String::from_utf8(read_key(&mut reader, previous.as_bytes())?)
                .map_err(|_| "a value is no text")?;
            values.push(Value { text, records: reader.number32()? });
        }
        table.push((column, values));
    }
    reader.end()?;
    Ok(table)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read_again(
        documents: &[Vec<u32>],
        column: Column,
        wanted: &[u32],
    ) -> Vec<Vec<u32>> {
        let slices: Vec<&[u32]> = documents.iter().map(Vec::as_slice).collect();
        let content = put(column, &slices);
        check(&content).unwrap();
        let mut found = Vec::new();
        read(&content, &mut wanted.iter().copied(), &mut |_, values| {
            found.push(values.to_vec());
        })
        .unwrap();
        found
    }

    #[test]
    fn values_are_read_as_they_were_put() {
        let few: Vec<Vec<u32>> =
            (0..1000).map(|n| (0..n / 100 % 3).map(|k| n % 7 + k).collect()).collect();
        let many: Vec<Vec<u32>> = (0..1000)
            .map(|n| (0..n % 4).map(|k| n * 7919 % 100_003 + k).collect())
            .collect();
        let ranks: Vec<Vec<u32>> = (0..1000).map(|n| vec![n * 7919 % 100_003]).collect();
        let (subject, title) = (Column::Subject, Column::Title);
        for (documents, column) in [(few, subject), (many, subject), (ranks, title)] {
            let all: Vec<u32> = (0..1000).collect();
            assert_eq!(read_again(&documents, column, &all), documents);
            let some = [3, 4, 250, 999, 1000];
            let expected: Vec<Vec<u32>> =
                some.iter().filter_map(|&n| documents.get(n as usize).cloned()).collect();
            assert_eq!(read_again(&documents, column, &some), expected);
        }
        assert_eq!(read_again(&[], Column::Title, &[0]), Vec::<Vec<u32>>::new());
    }

    #[test]
    fn a_torn_column_is_an_error() {
        let documents: Vec<Vec<u32>> = (0..600).map(|n| vec![n, n * 3]).collect();
        let slices: Vec<&[u32]> = documents.iter().map(Vec::as_slice).collect();
        for column in [Column::Subject, Column::Title] {
            let content = put(column, &slices);
            assert!((0..content.len()).all(|len| check(&content[..len]).is_err()));
        }
    }

    #[test]
    fn a_table_is_read_as_it_was_put() {
        let value = |text: &str| Value { text: text.into(), records: 300 };
        let table: Table = vec![
            (3, vec![value("eng"), value("est"), value("rus")]),
            (4, vec![value("-5"), value("1990"), value("1991")]),
        ];
        assert_eq!(read_table(&put_table(&table)), Ok(table));
    }
}
