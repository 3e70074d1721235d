//! Formats in which each record is a text of its own: what it says is in `bibliobus_cite`.

use std::io::Write;

use bibliobus_catalog::Record;
use bibliobus_cite::{Flat, marcxml, table};

use super::Export;

/// Records as texts, one after the other.
pub(super) struct Lines<'w> {
    out: Box<dyn Write + 'w>,
    text: fn(&Record) -> String,
    end: &'static str,
}

impl<'w> Lines<'w> {
    /// MARC 21 in XML.
    pub(super) fn of_marcxml(mut out: Box<dyn Write + 'w>) -> anyhow::Result<Self> {
        out.write_all(marcxml::HEAD.as_bytes())?;
        Ok(Self { out, text: marcxml::record, end: marcxml::TAIL })
    }

    /// A table.
    pub(super) fn of_csv(mut out: Box<dyn Write + 'w>) -> anyhow::Result<Self> {
        out.write_all(table::head().as_bytes())?;
        Ok(Self { out, text: table::row, end: "" })
    }
}

impl Export for Lines<'_> {
    fn add(&mut self, record: &Record) -> anyhow::Result<()> {
        Ok(self.out.write_all((self.text)(record).as_bytes())?)
    }

    fn finish(&mut self) -> anyhow::Result<()> {
        self.out.write_all(self.end.as_bytes())?;
        Ok(self.out.flush()?)
    }
}

/// NDJSON of the flat shape: one object a line, empty keys left out.
pub(super) struct Ndjson<'w> {
    out: Box<dyn Write + 'w>,
}

impl<'w> Ndjson<'w> {
    /// Nothing yet.
    pub(super) fn new(out: Box<dyn Write + 'w>) -> Self {
        Self { out }
    }
}

impl Export for Ndjson<'_> {
    fn add(&mut self, record: &Record) -> anyhow::Result<()> {
        serde_json::to_writer(&mut self.out, &Flat::new(record))?;
        Ok(self.out.write_all(b"\n")?)
    }

    fn finish(&mut self) -> anyhow::Result<()> {
        Ok(self.out.flush()?)
    }
}
