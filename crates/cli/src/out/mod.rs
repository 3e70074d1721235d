//! Records out again, in formats that other programs read. Each is one that we read ourselves,
//! so that nothing goes out which could not come back.

mod elasticlunr;
mod lines;

use std::io::Write;

use bibliobus_catalog::Record;

/// A format to write.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub(crate) enum Target {
    /// One JSON object a line
    Ndjson,
    /// A table, safe to open in a spreadsheet
    Csv,
    /// MARC 21 in XML
    Marcxml,
    /// An index that elasticlunr.js loads, for small collections
    Elasticlunr,
}

/// Writes records, one after the other.
pub(crate) trait Export {
    /// Adds a record.
    fn add(&mut self, record: &Record) -> anyhow::Result<()>;
    /// Writes the end.
    fn finish(&mut self) -> anyhow::Result<()>;
}

impl Target {
    /// A writer of this format.
    pub(crate) fn to<'w>(
        self,
        out: Box<dyn Write + 'w>,
    ) -> anyhow::Result<Box<dyn Export + 'w>> {
        Ok(match self {
            Self::Ndjson => Box::new(lines::Ndjson::new(out)),
            Self::Csv => Box::new(lines::Lines::of_csv(out)?),
            Self::Marcxml => Box::new(lines::Lines::of_marcxml(out)?),
            Self::Elasticlunr => Box::new(elasticlunr::Elasticlunr::new(out)),
        })
    }

    /// The format of a file of this name.
    pub(crate) fn of_name(name: &std::path::Path) -> Option<Self> {
        match name.extension()?.to_str()? {
            "ndjson" | "jsonl" => Some(Self::Ndjson),
            "csv" => Some(Self::Csv),
            "xml" => Some(Self::Marcxml),
            _ => None,
        }
    }
}
