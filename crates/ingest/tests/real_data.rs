//! Real catalogues, where they are at hand: every record comes out.

use std::path::PathBuf;

use bibliobus_catalog::{Record, Status};
use bibliobus_ingest::Severity;

use crate::open_files::{Read, read_path};

/// A file of the folder that `BIBLIOBUS_DATA` names, by default `../shared/data` beside the
/// workspace; or the news that the test is skipped.
pub(crate) fn data(name: &str) -> Option<PathBuf> {
    let workspace = concat!(env!("CARGO_MANIFEST_DIR"), "/../..");
    let default = PathBuf::from(workspace).join("../shared/data");
    let folder = std::env::var_os("BIBLIOBUS_DATA").map_or(default, PathBuf::from);
    let path = folder.join(name);
    if path.is_file() {
        return Some(path);
    }
    println!("skipped: {name} is not in the folder of real data (BIBLIOBUS_DATA)");
    None
}

fn records_in(read: &Read) -> usize {
    read.entries.iter().filter(|entry| entry.number > 0).count()
}

fn items(record: &Record) -> usize {
    record.holdings.iter().map(|holding| holding.items.len()).sum()
}

#[test]
fn every_record_of_a_real_file_is_an_entry() {
    let cases = [
        ("catalogues/marc21-4k.mrc.zst", 4_000),
        ("catalogues/hybrid-8k.ndjson.zst", 8_300),
        ("catalogues/corpus-10k.ndjson.zst", 10_000),
        ("holdings/koha-marc21-with-952.mrc", 435),
        ("holdings/evergreen-concerto-852.mrc", 339),
        ("holdings/temple-alma.mrc", 1_556),
        ("encodings/gpo-marc8-utf8-twins.mrc", 490),
        ("encodings/gpo-marc8.mrc", 490),
    ];
    for (name, expected) in cases {
        let Some(path) = data(name) else { continue };
        let read = read_path(&path);
        assert!(read.error.is_none(), "{:?}", read.error);
        assert_eq!(records_in(&read), expected, "{name}");
        assert_eq!(read.records().len(), expected, "{name}");
        assert!(read.findings().iter().all(|f| f.severity < Severity::Error), "{name}");
    }
}

#[test]
fn fifty_thousand_real_records_come_out() {
    let Some(path) = data("catalogues/gpo-marc21-50k.mrc.zst") else { return };
    let input =
        bibliobus_ingest::Input::open(&path, &bibliobus_ingest::Options::default());
    let records = input.unwrap().filter(|entry| {
        let entry = entry.as_ref().unwrap();
        let record = entry.record.as_ref().unwrap();
        !record.id.is_empty() && !record.title.proper.is_empty()
    });
    assert_eq!(records.count(), 50_000);
}

#[test]
fn the_items_of_koha_are_all_there() {
    let Some(path) = data("holdings/koha-marc21-with-952.mrc") else { return };
    let read = read_path(&path);
    assert_eq!(read.records().into_iter().map(items).sum::<usize>(), 958);
}

#[test]
fn the_copies_of_evergreen_are_all_there() {
    let Some(path) = data("holdings/evergreen-concerto-852.mrc") else { return };
    let read = read_path(&path);
    // 4,763 copies of the concertos, and five of other things with $a before $b.
    assert_eq!(read.records().into_iter().map(items).sum::<usize>(), 4_768);
    let concerto = read.records().into_iter().find(|record| record.id == "12").unwrap();
    assert_eq!(items(concerto), 31);
    assert!(concerto.holdings.len() < 31);
}

#[test]
fn a_hybrid_catalogue_has_print_online_and_both() {
    let Some(path) = data("catalogues/hybrid-8k.ndjson.zst") else { return };
    let read = read_path(&path);
    // Counted by hand, source by source: which records name copies, a mark, an address, and what
    // kind of thing they say they are.
    let cases = [
        ("pg:", "e-books", [0, 2500, 0, 0]),
        ("cgp:", "documents, half of them online", [1500, 1500, 0, 0]),
        ("tate:", "artworks with a page about them", [0, 0, 1000, 0]),
        ("finna:", "titles alone", [0, 0, 0, 500]),
        ("aco:", "scanned books, some with copies", [0, 375, 625, 0]),
        ("istu:", "books with copies, some online", [210, 0, 90, 0]),
    ];
    for (prefix, words, expected) in cases {
        let of_source = |record: &&&Record| record.id.starts_with(prefix);
        let count = |print: bool, online: bool| {
            let is_so = |record: &&&Record| {
                record.holdings.is_empty() != print && record.links.is_empty() != online
            };
            let records = read.records();
            records.iter().filter(of_source).filter(is_so).count()
        };
        let found = [
            count(true, false),
            count(false, true),
            count(true, true),
            count(false, false),
        ];
        assert_eq!(found, expected, "{prefix} {words}: print, online, both, neither");
    }
    let lent = read.records().into_iter().flat_map(|record| &record.holdings);
    let lent = lent.flat_map(|holding| &holding.items);
    assert!(lent.into_iter().all(|item| item.status == Status::Available));
}

#[test]
fn the_russian_files_are_read_whole() {
    let cases = [
        ("russian/nlr-rusmarc-cp1251.iso", 81),
        ("russian/istu-irbis64.mst", 300),
        ("russian/irbis-record.txt", 1),
        ("russian/irbis-report-records.txt", 10),
        ("russian/irbis-text-export.txt", 3),
    ];
    for (name, expected) in cases {
        let Some(path) = data(name) else { continue };
        let read = read_path(&path);
        assert!(read.error.is_none(), "{:?}", read.error);
        assert_eq!(read.records().len(), expected, "{name}");
        for record in read.records() {
            assert!(!record.title.proper.is_empty(), "{name}: {}", record.id);
        }
    }
}

/// The lines of an oracle beside a file.
fn oracle(name: &str) -> Option<Vec<serde_json::Value>> {
    let text = std::fs::read_to_string(data(name)?).unwrap();
    Some(text.lines().map(|line| serde_json::from_str(line).unwrap()).collect())
}

/// What an oracle and we must say alike: number, year, language, first author's surname.
#[test]
fn the_russian_files_agree_with_what_others_made_of_them() {
    let pairs = [
        ("russian/nlr-rusmarc-cp1251.iso", "russian/nlr-rusmarc.ndjson", "rusmarc:", 1),
        ("russian/istu-irbis64.mst", "russian/istu-irbis64.ndjson", "istu:", 0),
    ];
    for (file, beside, prefix, other_years) in pairs {
        let (Some(path), Some(lines)) = (data(file), oracle(beside)) else { continue };
        let read = read_path(&path);
        let records = read.records();
        assert_eq!(records.len(), lines.len(), "{file}");
        let mut years = 0;
        for (record, line) in records.into_iter().zip(&lines) {
            assert_eq!(format!("{prefix}{}", record.id), line["id"].as_str().unwrap());
            assert_eq!(record.language(), line["language"].as_str(), "{}", record.id);
            let title = line["title"].as_str().unwrap();
            let begins: String = title.chars().take(6).collect();
            assert!(record.title.full().contains(&begins), "{}: {title}", record.id);
            years += usize::from(record.year().map(i64::from) != line["year"].as_i64());
        }
        // One record has another date in 100 $a than in 210 $d.
        assert_eq!(years, other_years, "{file}");
    }
}

#[test]
fn the_copies_of_irbis_and_alma_are_all_there() {
    if let Some(path) = data("russian/istu-irbis64.mst") {
        let read = read_path(&path);
        let copies = read.records().into_iter().map(items).sum::<usize>();
        assert_eq!(copies, 591);
    }
    if let Some(path) = data("holdings/temple-alma.mrc") {
        let read = read_path(&path);
        let copies = read.records().into_iter().map(items).sum::<usize>();
        assert_eq!(copies, 876);
    }
}
