//! CSV (RFC 4180) with the columns that `build` reads, several values in a cell with ` | ` between
//! them. No spreadsheet takes a cell for a formula, and reading it back takes the apostrophe away.

use bibliobus_catalog::Record;

use super::flat::{Flat, FlatItem};

/// The names of the columns.
pub const COLUMNS: [&str; 18] = [
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

/// The line with the names of the columns.
pub fn head() -> String {
    line(&COLUMNS.map(str::to_owned))
}

/// The line of a record, with its end.
pub fn row(record: &Record) -> String {
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
    line(&cells.map(|cell| plain_cell(&cell)))
}

/// Several values in one text.
pub fn joined(values: &[String]) -> String {
    values.join(" | ")
}

/// The values of the copies; nothing where none has one, so that an empty cell stays empty.
pub fn of_items(items: &[FlatItem], value: fn(&FlatItem) -> &String) -> String {
    let values: Vec<String> = items.iter().map(|item| value(item).clone()).collect();
    if values.iter().all(String::is_empty) { String::new() } else { joined(&values) }
}

/// A cell that no spreadsheet takes for a formula: what begins like one gets an apostrophe, also
/// behind blanks, which some leave out, and with the wide signs of East Asia.
pub fn plain_cell(text: &str) -> String {
    let is_blank = |c: char| c.is_whitespace() || c.is_control() || c == '\u{feff}';
    let begins = text.trim_start_matches(is_blank);
    let is_formula = begins.starts_with(['=', '+', '-', '@', '＝', '＋', '－', '＠']);
    if is_formula || text.starts_with(['\t', '\r']) {
        return format!("'{text}");
    }
    text.to_owned()
}

/// A line of cells; those with signs that part cells or lines stand in quotation marks.
fn line(cells: &[String]) -> String {
    let quoted = |cell: &String| {
        if cell.contains(['"', ',', '\n', '\r']) {
            return format!("\"{}\"", cell.replace('"', "\"\""));
        }
        cell.clone()
    };
    let mut line = cells.iter().map(quoted).collect::<Vec<_>>().join(",");
    line.push('\n');
    line
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cell_that_begins_like_a_formula_gets_an_apostrophe() {
        for (cell, safe) in [
            ("=1+1", "'=1+1"),
            ("+7", "'+7"),
            ("-2", "'-2"),
            ("@SUM(A1)", "'@SUM(A1)"),
            ("\tx", "'\tx"),
            ("\rx", "'\rx"),
            (" =1+1", "' =1+1"),
            ("\u{feff}\n@x", "'\u{feff}\n@x"),
            ("＝1+1", "'＝1+1"),
            ("a=b", "a=b"),
            ("", ""),
        ] {
            assert_eq!(plain_cell(cell), safe);
        }
    }
}
