//! Tables: CSV and TSV with a header line. Columns are keys of the flat shape, or headings that
//! mean one in Russian or English, or those that are given by hand; or they are those of KBART.

mod columns;
mod kbart;

use std::io::{self, BufRead};
use std::sync::Arc;

pub(crate) use columns::{is_title, keys, known_key};
pub(crate) use kbart::is_header as is_kbart;

use bibliobus_catalog::{Class, Creator, IdentifierKind, Scheme, Series};
use csv::{Error, ErrorKind, ReaderBuilder, StringRecord};

use crate::fence::{Fence, MAX_RECORD};
use crate::findings::{Findings, quote};
use crate::flat::{self, Flat, FlatItem, text};
use crate::inspect::Eye;
use crate::open::Bytes;
use crate::{Entry, FindingKind, InputError, Severity};
use columns::{Column, column};

/// What stands between several values in one cell.
pub(crate) const SEPARATOR: &str = " | ";

/// Reads records row by row.
pub(crate) struct Reader {
    file: String,
    rows: csv::Reader<Fence>,
    delimiter: u8,
    given: Vec<(String, String)>,
    header: Option<Header>,
    row: StringRecord,
    findings: Findings,
    eye: Option<Arc<Eye>>,
    number: u64,
    is_over: bool,
}

impl Reader {
    /// A reader of the stream `bytes` out of the file of this name; `given` are headings of
    /// columns with the keys that they stand for.
    pub(crate) fn new(file: &str, bytes: Bytes, given: &[(String, String)]) -> Self {
        let mut fence = Fence::new(bytes);
        // A stream that cannot be read tells so again when the rows are read.
        let delimiter = fence.fill_buf().map_or(b',', delimiter);
        let mut builder = ReaderBuilder::new();
        builder.has_headers(false).flexible(true).delimiter(delimiter);
        Self {
            file: file.to_owned(),
            rows: builder.from_reader(fence),
            delimiter,
            given: given.to_vec(),
            header: None,
            row: StringRecord::new(),
            findings: Findings::new(file),
            eye: None,
            number: 0,
            is_over: false,
        }
    }

    /// The same, watched by `eye`.
    pub(crate) fn watched(self, eye: Option<Arc<Eye>>) -> Self {
        Self { eye, ..self }
    }

    fn next_entry(&mut self) -> Result<Option<Entry>, Error> {
        if self.header.is_none() {
            self.header = Some(self.read_header()?);
        }
        self.rows.get_mut().open();
        let is_row = self.rows.read_record(&mut self.row)?;
        let Some(header) = self.header.as_ref().filter(|_| is_row) else {
            return Ok(None);
        };
        self.number += 1;
        let byte = self.row.position().map_or(0, csv::Position::byte);
        self.findings.begin(self.number, byte);
        check_row(header.names.len(), &self.row, self.delimiter, &mut self.findings);
        self.eye.iter().for_each(|eye| eye.read(self.number, || header.told(&self.row)));
        let flat = header.flat(&self.row);
        let content = self.row.iter().collect::<Vec<_>>().join("\u{1f}");
        let record = flat::record(&flat, content.as_bytes(), &mut self.findings);
        let findings = self.findings.take(Some(&record.id));
        let number = self.number;
        Ok(Some(Entry {
            record: Some(record),
            findings,
            number,
            byte,
            ..Entry::default()
        }))
    }

    /// What the columns are. A guess is shown, and so is a column that is not read.
    fn read_header(&mut self) -> Result<Header, Error> {
        self.rows.read_record(&mut self.row)?;
        let names: Vec<String> =
            self.row.iter().map(|name| name.trim().to_owned()).collect();
        if is_kbart(names.iter().map(String::as_str)) {
            return Ok(Header { names, columns: Vec::new(), is_kbart: true });
        }
        let header = Header::new(names, &self.given);
        header.note(&mut self.findings);
        Ok(header)
    }
}

impl Iterator for Reader {
    type Item = Result<Entry, InputError>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.is_over {
            return None;
        }
        let next = self.next_entry();
        self.is_over = !matches!(next, Ok(Some(_)));
        next.map_err(|error| broken_row(&self.file, &self.rows, error)).transpose()
    }
}

/// The error of a row that cannot be read.
pub(crate) fn broken_row(
    file: &str,
    rows: &csv::Reader<Fence>,
    error: Error,
) -> InputError {
    let (file, byte) = (file.to_owned(), rows.position().byte());
    if rows.get_ref().is_shut() {
        let expected = "the end of a row (a quotation mark may be missing)";
        return InputError::TooLong { file, byte, expected, limit: MAX_RECORD };
    }
    let text = error.to_string();
    let source = match error.into_kind() {
        ErrorKind::Io(source) => source,
        _ => io::Error::new(io::ErrorKind::InvalidData, text),
    };
    InputError::Read { file, byte, source }
}

/// The sign between the columns: the one of `, ; tab` that the header line has most of.
/// Spreadsheets write semicolons where the comma is the decimal sign, as in Russian.
fn delimiter(head: &[u8]) -> u8 {
    let line = head.split(|byte| *byte == b'\n').next().unwrap_or_default();
    let count = |sign: &u8| line.iter().filter(|byte| *byte == sign).count();
    [b'\t', b';', b','].into_iter().max_by_key(count).unwrap_or(b',')
}

fn note_column(name: &str, column: Column, findings: &mut Findings) {
    let found = match column {
        Column::Named(_) | Column::Given(_) => return,
        Column::Guessed(key) => {
            format!("{}, which was read as `{key}` (--columns changes it)", quote(name))
        }
        Column::Unknown => {
            format!("{}, which was not read (--columns changes it)", quote(name))
        }
    };
    let expected = "a column of a record";
    findings.add(FindingKind::Value, Severity::Note, expected, found);
}

/// The header line: the names of the columns, and what they hold.
pub(crate) struct Header {
    names: Vec<String>,
    columns: Vec<Column>,
    is_kbart: bool,
}

impl Header {
    /// Columns of these names; `given` are names with the keys that they stand for.
    pub(crate) fn new(names: Vec<String>, given: &[(String, String)]) -> Self {
        let columns = names.iter().map(|name| column(name, given)).collect();
        Self { names, columns, is_kbart: false }
    }

    /// Notes which columns were guessed, and which are not read.
    pub(crate) fn note(&self, findings: &mut Findings) {
        for (name, column) in self.names.iter().zip(&self.columns) {
            note_column(name, *column, findings);
        }
    }

    /// The cells of a row, each in a line behind the heading of its column, with the key that the
    /// column was taken for.
    pub(crate) fn told(&self, row: &StringRecord) -> String {
        let mut lines = String::new();
        for (place, cell) in row.iter().enumerate().filter(|(_, cell)| !cell.is_empty()) {
            let name = self.names.get(place).map_or("?", String::as_str);
            let key = self.columns.get(place).map(|column| column.key());
            let key = match key {
                Some(Some(key)) if key != name => format!(" ({key})"),
                Some(None) => " (not read)".to_owned(),
                _ => String::new(),
            };
            lines.push_str(&format!("{name}{key}: {cell}\n"));
        }
        lines
    }

    /// What a row says.
    pub(crate) fn flat(&self, row: &StringRecord) -> Flat {
        if self.is_kbart {
            return kbart::flat(|name| {
                let place = self.names.iter().position(|known| known == name);
                place.and_then(|place| row.get(place)).unwrap_or_default().trim()
            });
        }
        let mut flat = Flat::default();
        for (column, cell) in self.columns.iter().zip(row) {
            let cell = without_guard(cell);
            if let Some(key) = column.key().filter(|_| !cell.trim().is_empty()) {
                take_cell(&mut flat, key, cell, values(cell, *column));
            }
        }
        flat.items = self.items(row);
        flat
    }

    /// The copies: the first values of the columns for copies make the first copy, the second
    /// ones the second. A single value counts for all.
    fn items(&self, row: &StringRecord) -> Vec<FlatItem> {
        let cell = |key: &str| {
            let place = self.columns.iter().position(|column| column.key() == Some(key));
            let column = place.and_then(|place| self.columns.get(place));
            let cell = place.and_then(|place| row.get(place));
            column
                .zip(cell)
                .map(|(column, cell)| values(cell, *column))
                .unwrap_or_default()
        };
        let columns = ["library", "location", "barcode", "inventory", "status"].map(cell);
        let count = columns.iter().map(Vec::len).max().unwrap_or(0);
        let value = |values: &Vec<String>, number: usize| {
            let only = values.first().filter(|_| values.len() == 1);
            values.get(number).or(only).cloned().unwrap_or_default()
        };
        let item = |number| {
            let [library, location, barcode, inventory, status] =
                columns.each_ref().map(|values| value(values, number));
            let call_number = String::new();
            FlatItem { library, location, call_number, barcode, inventory, status }
        };
        (0..count).map(item).filter(|item| *item != FlatItem::default()).collect()
    }
}

fn check_row(columns: usize, row: &StringRecord, delimiter: u8, findings: &mut Findings) {
    if row.len() != columns {
        let expected = format!("{columns} columns, as in the header line");
        let found = format!("{}", row.len());
        findings.add(FindingKind::Syntax, Severity::Warning, expected, found);
    }
    if row.iter().any(|cell| holds_row(cell, columns, delimiter)) {
        let expected = "a quotation mark at both ends of a cell";
        let found = "a whole row within a cell";
        findings.add(FindingKind::Syntax, Severity::Warning, expected, found);
    }
    if row.iter().any(|cell| cell.contains('\u{fffd}')) {
        let (kind, severity) = (FindingKind::Encoding, Severity::Warning);
        findings.add(kind, severity, "UTF-8", "the sign for a lost character (U+FFFD)");
    }
}

/// Whether a cell seems to have swallowed the next row: one of its further lines has as many
/// cells as the table has columns.
fn holds_row(cell: &str, columns: usize, delimiter: u8) -> bool {
    let cells = |line: &str| line.split(char::from(delimiter)).count();
    columns > 4 && cell.lines().skip(1).any(|line| cells(line) >= columns)
}

/// A cell without the apostrophe that keeps spreadsheets from taking it for a formula.
fn without_guard(cell: &str) -> &str {
    let is_blank = |c: char| c.is_whitespace() || c.is_control() || c == '\u{feff}';
    let is_guarded = |rest: &&str| {
        let begins = rest.trim_start_matches(is_blank);
        begins.starts_with(['=', '+', '-', '@', '＝', '＋', '－', '＠'])
            || rest.starts_with(['\t', '\r'])
    };
    cell.strip_prefix('\'').filter(is_guarded).unwrap_or(cell)
}

/// Puts the content of a cell in its place.
fn take_cell(flat: &mut Flat, key: &str, cell: &str, values: Vec<String>) {
    let class = |scheme| move |notation: String| Class { scheme, notation };
    let texts = || values.iter().filter_map(|value| text(value));
    match key {
        "id" => cell.clone_into(&mut flat.id),
        "title" => cell.clone_into(&mut flat.title),
        "publisher" => cell.clone_into(&mut flat.publisher),
        "year" => cell.clone_into(&mut flat.year),
        "format" => cell.clone_into(&mut flat.format),
        "call_number" => cell.clone_into(&mut flat.call_number),
        "summary" => cell.clone_into(&mut flat.summary),
        "subtitle" => flat.more.title.remainder = text(cell),
        "place" => flat.more.imprint.place = text(cell),
        "edition" => flat.more.edition = text(cell),
        "extent" => flat.more.extent = text(cell),
        "contributors" => flat.more.creators.extend(texts().map(contributor)),
        "udc" => flat.more.classes.extend(texts().map(class(Scheme::Udc))),
        "bbk" => flat.more.classes.extend(texts().map(class(Scheme::Bbk))),
        "ddc" => flat.more.classes.extend(texts().map(class(Scheme::Ddc))),
        "series" => flat.more.series.extend(texts().map(series)),
        "notes" => flat.more.notes.extend(texts()),
        "issn" => flat.numbers.extend(texts().map(|n| (IdentifierKind::Issn, n))),
        "other_titles" => flat.other_titles.extend(values),
        "authors" => flat.authors.extend(values),
        "subjects" => flat.subjects.extend(values),
        "language" => flat.language.extend(values),
        "url" => flat.url.extend(values),
        "isbn" => flat.isbn.extend(values),
        _ => {}
    }
}

fn contributor(name: String) -> Creator {
    Creator { name, ..Creator::default() }
}

fn series(title: String) -> Series {
    Series { title, number: None }
}

/// The values in a cell. Tables that were not made for us have semicolons between them.
fn values(cell: &str, column: Column) -> Vec<String> {
    let parts = cell.split(SEPARATOR);
    match column {
        Column::Guessed(_) | Column::Given(_) => {
            parts.flat_map(|part| part.split(';')).map(str::to_owned).collect()
        }
        Column::Named(_) | Column::Unknown => parts.map(str::to_owned).collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_header_line_tells_the_delimiter() {
        assert_eq!(delimiter(b"id,title\n1;2;3;4,5"), b',');
        assert_eq!(delimiter(b"id;title;authors\n"), b';');
        assert_eq!(delimiter(b"id\ttitle\n"), b'\t');
        assert_eq!(delimiter(b"title\n"), b',');
    }
}
