//! Exports, beside files that are looked at by eye once and kept.

use std::path::Path;

use bibliobus_cite::{Format, export};

use crate::records;

/// Compares with a file of `golden/`; with `BIBLIOBUS_WRITE_GOLDEN` set it is written anew.
pub(crate) fn is_as_kept(name: &str, text: &str) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden").join(name);
    if std::env::var_os("BIBLIOBUS_WRITE_GOLDEN").is_some() {
        std::fs::write(&path, text).unwrap();
    }
    let kept = std::fs::read_to_string(&path).unwrap_or_default();
    for (at, (made, kept)) in (1..).zip(text.lines().zip(kept.lines())) {
        assert_eq!(made, kept, "{name}, line {at}");
    }
    assert_eq!(text.len(), kept.len(), "{name}");
}

#[test]
fn every_format_is_as_it_was_looked_at() {
    for (format, name) in [
        (Format::Ris, "records.ris"),
        (Format::Bibtex, "records.bib"),
        (Format::CslJson, "records.json"),
        (Format::Marcxml, "records.xml"),
        (Format::Csv, "records.csv"),
    ] {
        is_as_kept(name, &export(&records::all(), format));
    }
}
