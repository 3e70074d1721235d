//! Tables of names: the heading in the first column, its variants in the others. For libraries
//! that have no authority records.

use std::io::BufRead;

use csv::{Error, ReaderBuilder, StringRecord};

use super::{Authority, AuthorityKind, Heading};
use crate::fence::Fence;
use crate::findings::Findings;
use crate::map::split_dates;
use crate::open::Bytes;
use crate::table::broken_row;
use crate::text::{tidy, without_joint};
use crate::{Entry, FindingKind, InputError, Severity};

/// Words by which a heading of the first column, and of a further one, is known.
const FIRST: [&str; 12] = [
    "preferred",
    "heading",
    "name",
    "author",
    "authorized",
    "term",
    "имя",
    "автор",
    "заголовок",
    "принятая",
    "основная",
    "рубрика",
];
const FURTHER: [&str; 12] = [
    "variant",
    "other",
    "see",
    "also",
    "pseudonym",
    "alias",
    "вариант",
    "другие",
    "псевдоним",
    "иначе",
    "см",
    "отсылка",
];

/// Reads names row by row.
pub(crate) struct Reader {
    file: String,
    rows: csv::Reader<Fence>,
    delimiter: u8,
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
            row: StringRecord::new(),
            findings: Findings::new(file),
            number: 0,
            is_over: false,
        }
    }

    fn next_entry(&mut self) -> Result<Option<Entry>, Error> {
        loop {
            self.rows.get_mut().open();
            if !self.rows.read_record(&mut self.row)? {
                return Ok(None);
            }
            let is_first = self.number == 0;
            self.number += 1;
            let is_blank = self.row.iter().all(|cell| cell.trim().is_empty());
            if !(is_blank || is_first && is_header(&self.row)) {
                return Ok(Some(self.entry()));
            }
        }
    }

    fn entry(&mut self) -> Entry {
        let byte = self.row.position().map_or(0, csv::Position::byte);
        self.findings.begin(self.number, byte);
        let authority = authority(&self.row, self.delimiter);
        if authority.is_none() {
            let expected = "a heading and at least one variant of it in the row";
            let found = crate::findings::quote(self.row.as_slice());
            let (kind, severity) = (FindingKind::Value, Severity::Warning);
            self.findings.add(kind, severity, expected, found);
        }
        let findings = self.findings.take(None);
        let (authority, number) = (authority.map(Box::new), self.number);
        Entry { authority, findings, number, byte, ..Entry::default() }
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

/// The sign between the columns. Names have commas themselves, so a comma is one only if neither
/// the first line nor most of the lines have a tab or a semicolon outside quotation marks.
fn delimiter(head: &[u8]) -> u8 {
    let lines: Vec<&[u8]> = head.split(|byte| *byte == b'\n').take(50).collect();
    for sign in [b'\t', b';'] {
        let has = |line: &&&[u8]| has_outside_quotes(line, sign);
        let is_in_first = lines.first().iter().any(has);
        if is_in_first || lines.iter().filter(has).count() * 2 > lines.len() {
            return sign;
        }
    }
    b','
}

fn has_outside_quotes(line: &[u8], sign: u8) -> bool {
    let mut is_quoted = false;
    line.iter().any(|byte| {
        is_quoted ^= *byte == b'"';
        !is_quoted && *byte == sign
    })
}

/// Whether the row says what the columns are: `preferred,variant`, `Имя;Варианты`.
fn is_header(row: &StringRecord) -> bool {
    let has = |cell: &str, words: &[&str]| {
        let cell = cell.to_lowercase();
        let mut parts = cell.split(|c: char| !c.is_alphabetic());
        parts.any(|part| words.iter().any(|word| part.starts_with(word)))
    };
    let first = row.get(0).unwrap_or_default();
    let mut others = row.iter().skip(1);
    !first.contains(", ") && has(first, &FIRST) && others.any(|cell| has(cell, &FURTHER))
}

/// What a row says. A cell may hold several variants, with ` | ` between them, or semicolons
/// where those do not part the columns.
fn authority(row: &StringRecord, delimiter: u8) -> Option<Authority> {
    let mut cells = row.iter();
    let preferred = heading(cells.next()?)?;
    let is_joint = |c: char| c == '|' || (c == ';' && delimiter != b';');
    let variants = cells.flat_map(|cell| cell.split(is_joint));
    let see_from: Vec<Heading> = variants.filter_map(heading).collect();
    (!see_from.is_empty()).then(|| Authority {
        kind: AuthorityKind::Any,
        headings: vec![preferred],
        see_from,
        ..Authority::default()
    })
}

fn heading(text: &str) -> Option<Heading> {
    // What begins like a formula was given an apostrophe by whoever wrote the table.
    let text = text.trim().trim_start_matches('\'');
    let tidied = tidy(without_joint(text));
    let (name, dates) = split_dates(&tidied);
    let has_letter = name.contains(char::is_alphabetic);
    has_letter.then(|| Heading {
        name: name.to_owned(),
        dates: dates.map(str::to_owned),
        initials: None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Vec<(String, Vec<String>)> {
        let bytes = Box::new(std::io::Cursor::new(text.to_owned()));
        let entries = Reader::new("names.csv", bytes).map(Result::unwrap);
        let authorities = entries.filter_map(|entry| entry.authority);
        let names = |headings: &[Heading]| {
            headings.iter().map(|heading| heading.name.clone()).collect()
        };
        let pair = |a: Box<Authority>| (a.headings[0].name.clone(), names(&a.see_from));
        authorities.map(pair).collect()
    }

    #[test]
    fn tables_are_read_with_and_without_a_header_whatever_parts_the_columns() {
        let twain = ("Twain, Mark".to_owned(), vec!["Clemens, Samuel".to_owned()]);
        for text in [
            "preferred,variant\n\"Twain, Mark\",\"Clemens, Samuel\"\n",
            "Имя;Варианты\nTwain, Mark;Clemens, Samuel\n",
            "Twain, Mark\tClemens, Samuel\n",
            "\"Twain, Mark, 1835-1910\",\"Clemens, Samuel, 1835-1910\"\n",
        ] {
            assert_eq!(read(text), std::slice::from_ref(&twain), "{text}");
        }
    }

    #[test]
    fn a_heading_may_have_many_variants_in_one_cell_or_in_many() {
        let expected = ["Горький, М.", "Максим Горький"].map(str::to_owned).to_vec();
        for text in [
            "Пешков, Алексей;Горький, М.;Максим Горький\n",
            "heading,variants\n\"Пешков, Алексей\",\"Горький, М. | Максим Горький\"\n",
            "heading,variants\n\"Пешков, Алексей\",\"Горький, М.; Максим Горький\"\n",
        ] {
            assert_eq!(read(text), [("Пешков, Алексей".to_owned(), expected.clone())]);
        }
    }

    #[test]
    fn a_row_without_a_variant_is_told() {
        let bytes = Box::new(std::io::Cursor::new("Twain, Mark;\nGogol;Гоголь\n"));
        let entries: Vec<Entry> =
            Reader::new("n.csv", bytes).map(Result::unwrap).collect();
        assert_eq!(entries[0].findings.len(), 1);
        assert!(entries[0].authority.is_none() && entries[1].authority.is_some());
    }
}
