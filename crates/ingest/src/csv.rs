//! CSV: a table with a header line whose columns are the keys of the flat shape. Not for
//! tables with other columns.

use std::io::{self, BufRead};

use ::csv::{Error, ErrorKind, ReaderBuilder, StringRecord};

use crate::fence::{Fence, MAX_RECORD};
use crate::findings::{Findings, quote};
use crate::flat::{self, Flat, FlatItem};
use crate::open::Bytes;
use crate::{Entry, FindingKind, InputError, Severity};

/// What stands between several values in one cell.
const SEPARATOR: &str = " | ";

/// Reads records row by row.
pub(crate) struct Reader {
    file: String,
    rows: ::csv::Reader<Fence>,
    delimiter: u8,
    columns: Option<StringRecord>,
    row: StringRecord,
    findings: Findings,
    number: u64,
    is_over: bool,
}

impl Reader {
    /// A reader of the stream `bytes` out of the file of this name.
    pub(crate) fn new(file: &str, bytes: Bytes) -> Self {
        let mut fence = Fence::new(bytes);
        // A stream that cannot be read tells so again when the rows are read.
        let delimiter = fence.fill_buf().map_or(b',', delimiter);
        let mut builder = ReaderBuilder::new();
        builder.has_headers(false).flexible(true).delimiter(delimiter);
        Self {
            file: file.to_owned(),
            rows: builder.from_reader(fence),
            delimiter,
            columns: None,
            row: StringRecord::new(),
            findings: Findings::new(file),
            number: 0,
            is_over: false,
        }
    }

    fn next_entry(&mut self) -> Result<Option<Entry>, Error> {
        if self.columns.is_none() {
            self.columns = Some(self.header()?);
        }
        self.rows.get_mut().open();
        let is_row = self.rows.read_record(&mut self.row)?;
        let Some(columns) = self.columns.as_ref().filter(|_| is_row) else {
            return Ok(None);
        };
        self.number += 1;
        let byte = self.row.position().map_or(0, ::csv::Position::byte);
        self.findings.begin(self.number, byte);
        check_row(columns, &self.row, self.delimiter, &mut self.findings);
        let flat = flat(columns, &self.row);
        let content = self.row.iter().collect::<Vec<_>>().join("\u{1f}");
        let record = flat::record(&flat, content.as_bytes(), &mut self.findings);
        let findings = self.findings.take(Some(&record.id));
        Ok(Some(Entry { record: Some(record), findings, number: self.number, byte }))
    }

    /// The names of the columns; one that is not known is noted.
    fn header(&mut self) -> Result<StringRecord, Error> {
        self.rows.read_record(&mut self.row)?;
        let columns: StringRecord =
            self.row.iter().map(|name| name.trim().to_lowercase()).collect();
        for name in columns.iter().filter(|name| !COLUMNS.contains(name)) {
            let expected = "a column of a record";
            let found = quote(name);
            self.findings.add(FindingKind::Value, Severity::Note, expected, found);
        }
        Ok(columns)
    }

    fn broken(&self, error: Error) -> InputError {
        let (file, byte) = (self.file.clone(), self.rows.position().byte());
        if self.rows.get_ref().is_shut() {
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
}

impl Iterator for Reader {
    type Item = Result<Entry, InputError>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.is_over {
            return None;
        }
        let next = self.next_entry();
        self.is_over = !matches!(next, Ok(Some(_)));
        next.map_err(|error| self.broken(error)).transpose()
    }
}

/// The sign between the columns: the one of `, ; tab` that the header line has most of.
/// Spreadsheets write semicolons where the comma is the decimal sign, as in Russian.
fn delimiter(head: &[u8]) -> u8 {
    let line = head.split(|byte| *byte == b'\n').next().unwrap_or_default();
    let count = |sign: &u8| line.iter().filter(|byte| *byte == sign).count();
    [b'\t', b';', b','].into_iter().max_by_key(count).unwrap_or(b',')
}

/// The columns that are known.
const COLUMNS: [&str; 17] = [
    "id",
    "title",
    "authors",
    "subjects",
    "publisher",
    "year",
    "language",
    "format",
    "call_number",
    "library",
    "location",
    "barcode",
    "inventory",
    "status",
    "url",
    "summary",
    "isbn",
];

fn check_row(
    columns: &StringRecord,
    row: &StringRecord,
    delimiter: u8,
    findings: &mut Findings,
) {
    if row.len() != columns.len() {
        let expected = format!("{} columns, as in the header line", columns.len());
        let found = format!("{}", row.len());
        findings.add(FindingKind::Syntax, Severity::Warning, expected, found);
    }
    if row.iter().any(|cell| holds_row(cell, columns.len(), delimiter)) {
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

fn flat(columns: &StringRecord, row: &StringRecord) -> Flat {
    let mut flat = Flat::default();
    for (column, cell) in columns.iter().zip(row) {
        match column {
            "id" => flat.id = cell.to_owned(),
            "title" => flat.title = cell.to_owned(),
            "publisher" => flat.publisher = cell.to_owned(),
            "year" => flat.year = cell.to_owned(),
            "format" => flat.format = cell.to_owned(),
            "call_number" => flat.call_number = cell.to_owned(),
            "summary" => flat.summary = cell.to_owned(),
            "authors" => flat.authors = values(cell),
            "subjects" => flat.subjects = values(cell),
            "language" => flat.language = values(cell),
            "url" => flat.url = values(cell),
            "isbn" => flat.isbn = values(cell),
            _ => {}
        }
    }
    flat.items = items(columns, row);
    flat
}

fn values(cell: &str) -> Vec<String> {
    cell.split(SEPARATOR).map(str::to_owned).collect()
}

/// The copies: the first values of the columns for copies make the first copy, the second ones
/// the second. A single value counts for all.
fn items(columns: &StringRecord, row: &StringRecord) -> Vec<FlatItem> {
    let cell = |name: &str| {
        let place = columns.iter().position(|column| column == name);
        place.and_then(|place| row.get(place)).map(values).unwrap_or_default()
    };
    let [library, location, barcode, inventory, status] =
        ["library", "location", "barcode", "inventory", "status"].map(cell);
    let all = [&library, &location, &barcode, &inventory, &status];
    let count = all.iter().map(|values| values.len()).max().unwrap_or(0);
    let value = |values: &[String], number: usize| {
        values.get(number).or(values.first().filter(|_| values.len() == 1)).cloned()
    };
    let item = |number| FlatItem {
        library: value(&library, number).unwrap_or_default(),
        location: value(&location, number).unwrap_or_default(),
        barcode: value(&barcode, number).unwrap_or_default(),
        inventory: value(&inventory, number).unwrap_or_default(),
        status: value(&status, number).unwrap_or_default(),
        call_number: String::new(),
    };
    (0..count).map(item).filter(|item| *item != FlatItem::default()).collect()
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
