//! CSV with the columns that `build` reads, several values in a cell with ` | ` between them. No
//! spreadsheet takes a cell for a formula, and reading it back takes the apostrophe away.

use std::io::Write;

use bibliobus_catalog::Record;

use super::Export;
use super::flat::{Flat, FlatItem};
use crate::findings::plain_cell;

const COLUMNS: [&str; 18] = [
    "id",
    "title",
    "other_titles",
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

/// Rows of a table.
pub(super) struct Table<'w> {
    writer: csv::Writer<Box<dyn Write + 'w>>,
}

impl<'w> Table<'w> {
    /// Starts with the head.
    pub(super) fn new(out: Box<dyn Write + 'w>) -> anyhow::Result<Self> {
        let mut writer = csv::Writer::from_writer(out);
        writer.write_record(COLUMNS)?;
        Ok(Self { writer })
    }
}

/// Several values in one text.
pub(super) fn joined(values: &[String]) -> String {
    values.join(" | ")
}

/// The values of the copies; nothing where none has one, so that an empty cell stays empty.
pub(super) fn of_items(items: &[FlatItem], value: fn(&FlatItem) -> &String) -> String {
    let values: Vec<String> = items.iter().map(|item| value(item).clone()).collect();
    if values.iter().all(String::is_empty) { String::new() } else { joined(&values) }
}

impl Export for Table<'_> {
    fn add(&mut self, record: &Record) -> anyhow::Result<()> {
        let flat = Flat::new(record);
        let items = &flat.items;
        let cells = [
            flat.id.clone(),
            flat.title.clone(),
            joined(&flat.other_titles),
            joined(&flat.authors),
            joined(&flat.subjects),
            flat.publisher.clone(),
            flat.year.clone(),
            joined(&flat.language),
            flat.format.to_owned(),
            flat.call_number.clone(),
            of_items(items, |item| &item.library),
            of_items(items, |item| &item.location),
            of_items(items, |item| &item.barcode),
            of_items(items, |item| &item.inventory),
            of_items(items, |item| &item.status),
            joined(&flat.url),
            flat.summary.clone(),
            joined(&flat.isbn),
        ];
        self.writer.write_record(cells.map(|cell| plain_cell(&cell)))?;
        Ok(())
    }

    fn finish(&mut self) -> anyhow::Result<()> {
        Ok(self.writer.flush()?)
    }
}
