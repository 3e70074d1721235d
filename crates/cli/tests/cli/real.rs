//! Real catalogues, where there are any: every record is accounted for, and found again.

use std::collections::BTreeMap;
use std::env;
use std::path::{Path, PathBuf};

use bibliobus_catalog::{Holding, Library, Record, is_safe_url, ways};
use bibliobus_index::{Builder, FileName, Index, Question, Settings};
use bibliobus_ingest::{Input, Options};
use serde_json::Value;

use crate::program::Desk;

/// A file of `$BIBLIOBUS_DATA`; `None`, with a word of why, in a clone without it.
pub(crate) fn real(name: &str) -> Option<PathBuf> {
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

/// Copies by what is known of them: all, those with a branch, with a place in it, with a mark.
fn copies(records: &[Record]) -> [usize; 4] {
    let holdings = || records.iter().flat_map(|record| &record.holdings);
    let count = |has: fn(&Holding) -> bool| {
        // A holding whose copies the source does not list is one.
        holdings().filter(|h| has(h)).map(|h| h.items.len().max(1)).sum()
    };
    [
        count(|_| true),
        count(|h| !h.location.library.is_empty()),
        count(|h| h.location.sublocation.is_some()),
        count(|h| h.call_number.is_some()),
    ]
}

/// Every record of a collection, as it comes out of the index.
fn through_the_index(records: &[Record]) -> Vec<Record> {
    let mut builder = Builder::new(Settings::default());
    records.iter().for_each(|record| builder.add(record));
    let mut chunks = BTreeMap::new();
    let mut write = |name: &FileName, bytes: &[u8]| {
        chunks.insert(*name, bytes.to_vec());
        Ok::<_, std::fmt::Error>(())
    };
    let built = builder.finish(&mut write).unwrap();
    let mut index = Index::open(&built.manifest).unwrap();
    let open = |record: &Record| {
        let question = Question::Record(record.id.clone());
        loop {
            let wants = index.wants(&question);
            if wants.is_empty() {
                return index.record(&record.id).unwrap();
            }
            for want in wants {
                index.load(want.file, &chunks[&want.file]).unwrap();
            }
        }
    };
    records.iter().map(open).collect()
}

#[test]
fn every_copy_of_real_holdings_keeps_its_branch_place_and_mark() {
    // File by file: records, copies, those with a branch, a place, a mark. Koha's demo data
    // have one call number; the institute's library is one house and names none.
    let files = [
        ("holdings/koha-marc21-with-952.mrc", [434, 955, 955, 955, 1]),
        ("holdings/evergreen-concerto-852.mrc", [339, 4769, 4769, 3686, 4769]),
        ("holdings/temple-alma.mrc", [1551, 1048, 1035, 1035, 1026]),
        ("russian/nlr-rusmarc-cp1251.iso", [81, 121, 121, 12, 119]),
        ("russian/istu-irbis64.mst", [300, 591, 0, 525, 590]),
    ];
    for (name, expected) in files {
        let Some(path) = real(name) else { return };
        let entries = Input::open(&path, &Options::default()).unwrap();
        let mut records: Vec<Record> =
            entries.filter_map(|entry| entry.unwrap().record).collect();
        records.sort_by(|a, b| a.id.cmp(&b.id));
        records.dedup_by(|a, b| a.id == b.id);
        let [copies, branches, places, marks] = copies(&records);
        assert_eq!([records.len(), copies, branches, places, marks], expected, "{name}");
        let holdings = |records: &[Record]| -> Vec<Vec<Holding>> {
            records.iter().map(|record| record.holdings.clone()).collect()
        };
        assert_eq!(holdings(&through_the_index(&records)), holdings(&records), "{name}");
        for record in &records {
            let shown = ways(record, &Library::default()).len();
            let links = record.links.iter().filter(|link| is_safe_url(&link.url)).count();
            assert_eq!(shown, record.holdings.len() + links, "{name}: {}", record.id);
        }
    }
}
