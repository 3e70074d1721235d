//! Real catalogues, where there are any: every record is accounted for, and found again.

use std::env;
use std::path::{Path, PathBuf};

use bibliobus_catalog::Record;
use bibliobus_ingest::{Input, Options};
use serde_json::Value;

use crate::program::Desk;

/// A file of `$BIBLIOBUS_DATA`; `None`, with a word of why, in a clone without it.
fn real(name: &str) -> Option<PathBuf> {
    let beside = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data");
    let data = env::var_os("BIBLIOBUS_DATA").map_or(beside, PathBuf::from);
    let path = data.join(name);
    if !path.is_file() {
        eprintln!("skipped: there is no {name} in $BIBLIOBUS_DATA");
        return None;
    }
    Some(path)
}

/// Twenty records, picked by a seeded choice among those with a title and a creator.
fn twenty(path: &Path) -> Vec<Record> {
    let entries = Input::open(path, &Options::default()).unwrap();
    let records = entries.filter_map(|entry| entry.unwrap().record);
    let mut records: Vec<Record> = records
        .filter(|r| !r.title.proper.is_empty() && !r.creators.is_empty())
        .collect();
    let mut seed: usize = 2026;
    let mut picked = Vec::new();
    while picked.len() < 20 {
        seed = seed
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963);
        picked.push(records.swap_remove((seed >> 33) % records.len()));
    }
    picked
}

/// Whether the record is among all that `words` find.
fn finds(desk: &Desk, words: &str, id: &str) -> bool {
    let arguments = ["search", "index", "--json", "--limit", "5000", "--", words];
    let answer: Value = serde_json::from_str(&desk.succeed(&arguments)).unwrap();
    assert_eq!(answer["partial"], false, "{words}");
    answer["hits"].as_array().unwrap().iter().any(|hit| hit["id"] == id)
}

/// The longest word, which says most.
fn longest(text: &str) -> &str {
    let words = text.split(|c: char| !c.is_alphanumeric());
    words.max_by_key(|word| word.chars().count()).unwrap_or_default()
}

#[test]
fn a_real_catalogue_is_built_whole_and_its_records_are_found() {
    let Some(path) = real("catalogues/marc21-4k.mrc.zst") else { return };
    let desk = Desk::new();
    let summary = desk.build(path.to_str().unwrap(), "index", &[]);
    let number = |key: &str| summary[key].as_u64().unwrap();
    assert_eq!(number("read"), 4000);
    assert_eq!(
        number("read"),
        number("records") + number("skipped") + number("duplicates")
    );
    desk.succeed(&["stats", "index"]);
    for record in twenty(&path) {
        let title = &record.title.proper;
        assert!(finds(&desk, title, &record.id), "{}: {title}", record.id);
        let both = format!("{} {}", longest(title), longest(&record.creators[0].name));
        assert!(finds(&desk, &both, &record.id), "{}: {both}", record.id);
    }
}

/// The same 490 records in MARC-8 and in UTF-8: those whose numbers name their agency become one
/// each, and the others have one number and are left out as before.
#[test]
fn a_catalogue_that_is_given_twice_is_one() {
    let (Some(marc8), Some(utf8)) =
        (real("encodings/gpo-marc8.mrc"), real("encodings/gpo-marc8-utf8-twins.mrc"))
    else {
        return;
    };
    let desk = Desk::new();
    let summary = desk.build(marc8.to_str().unwrap(), "index", &[utf8.to_str().unwrap()]);
    let number = |key: &str| summary[key].as_u64().unwrap();
    assert_eq!((number("read"), number("records")), (980, 490));
    assert_eq!((number("merged"), number("duplicates")), (479, 11));
    assert!(summary["findings"].get("suspected").is_none(), "{summary}");
    let shown = desk.succeed(&["record", "index", "001074263"]);
    assert!(shown.contains("merged with  001074263 of "), "{shown}");
}
