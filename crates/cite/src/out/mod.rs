//! Records in formats that other programs read, one format a file.

mod bibtex;
mod csl_json;
mod flat;
pub mod marcxml;
mod ris;
pub mod table;

use bibliobus_catalog::Record;

pub use flat::{Flat, FlatItem};

/// A format for other programs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// RIS, for reference managers.
    Ris,
    /// BibTeX, for LaTeX.
    Bibtex,
    /// CSL-JSON, for citation processors.
    CslJson,
    /// MARC 21 in XML, for other catalogues.
    Marcxml,
    /// A table.
    Csv,
}

impl Format {
    /// All of them, in the order in which a reader chooses.
    pub const ALL: [Self; 5] =
        [Self::Ris, Self::Bibtex, Self::CslJson, Self::Marcxml, Self::Csv];

    /// Its code.
    pub fn code(self) -> &'static str {
        match self {
            Self::Ris => "ris",
            Self::Bibtex => "bibtex",
            Self::CslJson => "csl-json",
            Self::Marcxml => "marcxml",
            Self::Csv => "csv",
        }
    }

    /// The format of a code.
    pub fn of_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|format| format.code() == code)
    }
}

/// The records in a format, as the text of one file.
pub fn export(records: &[Record], format: Format) -> String {
    let each = |one: fn(&Record) -> String| records.iter().map(one).collect::<String>();
    match format {
        Format::Ris => each(ris::record),
        Format::Bibtex => bibtex::file(records),
        Format::CslJson => csl_json::file(records),
        Format::Marcxml => {
            [marcxml::HEAD, &each(marcxml::record), marcxml::TAIL].concat()
        }
        Format::Csv => table::head() + &each(table::row),
    }
}
