//! The report as a table: a line for each record and issue, to be sorted, handed round and
//! ticked off.

use std::io::Write;

use anyhow::Context;
use bibliobus_cite::table::plain_cell;

use super::Example;
use super::issue::Issue;
use super::words::Language;

/// A table in the making; it is written as the records come.
pub(super) struct Table<W: Write> {
    writer: csv::Writer<W>,
    language: Language,
}

impl<W: Write> Table<W> {
    /// Starts with a byte order mark, by which spreadsheets know UTF-8, and a head.
    pub(super) fn new(mut to: W, language: Language) -> anyhow::Result<Self> {
        to.write_all("\u{feff}".as_bytes())?;
        let mut writer = csv::Writer::from_writer(to);
        writer.write_record([
            "weight", "issue", "file", "record", "id", "title", "found", "mend",
        ])?;
        Ok(Self { writer, language })
    }

    /// Adds a line.
    pub(super) fn add(&mut self, issue: Issue, example: &Example) -> anyhow::Result<()> {
        let (weight, record) = (issue.weight().to_string(), example.record.to_string());
        let cells = [
            &weight,
            issue.code(),
            &example.file,
            &record,
            &example.id,
            &example.title,
            &example.found,
            self.language.mend(issue),
        ];
        self.writer.write_record(cells.map(plain_cell))?;
        Ok(())
    }

    /// Writes what is held back.
    pub(super) fn finish(mut self) -> anyhow::Result<()> {
        self.writer.flush().context("writing the report's table")
    }
}
