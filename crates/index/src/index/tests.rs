//! What an opened collection promises, of one segment and of several.

use std::collections::{BTreeMap, BTreeSet};

use bibliobus_catalog::{Holding, Item, Merged};

use super::*;
use crate::{
    Builder, Settings,
    format::{
        chunk::{Kind, wrap},
        deleted,
        manifest::Segment,
    },
};

type Files = BTreeMap<FileName, Vec<u8>>;

fn record(id: &str, title: &str) -> Record {
    let mut record = Record { id: id.into(), ..Record::default() };
    record.title.proper = title.into();
    record
}

fn segment(records: &[Record], files: &mut Files) -> Manifest {
    let mut builder = Builder::new(Settings::default());
    records.iter().for_each(|record| builder.add(record));
    let mut write = |name: &FileName, bytes: &[u8]| {
        files.insert(*name, bytes.to_vec());
        Ok::<_, fmt::Error>(())
    };
    Manifest::read(&builder.finish(&mut write).unwrap().manifest).unwrap()
}

fn loaded(manifest: &Manifest, files: &Files, question: &Question) -> Index {
    let mut index = Index::open(&manifest.to_json()).unwrap();
    while let Some(want) = index.wants(question).first() {
        index.load(want.file, files.get(&want.file).unwrap()).unwrap();
    }
    index
}

/// A base of two records, and a later segment that replaces the second and adds a third.
fn merged() -> (Manifest, Files) {
    let mut files = Files::new();
    let base =
        segment(&[record("a", "Книга первая"), record("b", "Книга вторая")], &mut files);
    let later =
        segment(&[record("b", "Книга новая"), record("c", "Книга третья")], &mut files);
    // Filed by title: "вторая" is document 0, "первая" document 1.
    let replaced = wrap(Kind::Deleted, &deleted::put(&BTreeSet::from([0])));
    let want = Want { file: FileName::of(&replaced), len: replaced.len() as u32 };
    files.insert(want.file, replaced);
    let mut segments = base.segments.clone();
    segments.iter_mut().for_each(|segment| segment.deleted = Some(want));
    segments.extend(later.segments.iter().map(|s| Segment {
        root: s.root,
        deleted: None,
        left: None,
    }));
    (Manifest { records: 3, segments, ..base }, files)
}

#[test]
fn segments_are_searched_as_one_and_what_is_replaced_is_not_found() {
    let (manifest, files) = merged();
    let query = Query::new("книга");
    let index = loaded(&manifest, &files, &Question::Search(query.clone()));
    let results = index.search(&query);
    let mut titles: Vec<&str> =
        results.hits.iter().map(|hit| hit.brief.title.as_str()).collect();
    titles.sort_unstable();
    assert_eq!(titles, ["Книга новая", "Книга первая", "Книга третья"]);
    assert_eq!((results.total, results.partial), (3, false));
}

#[test]
fn the_latest_of_a_record_is_the_one_that_opens() {
    let (manifest, files) = merged();
    let id = "b".to_owned();
    let index = loaded(&manifest, &files, &Question::Record(id.clone()));
    assert_eq!(index.record(&id), Some(record("b", "Книга новая")));
}

/// A catalogue of two sources left addresses of records behind that were merged away.
#[test]
fn a_record_opens_by_the_id_of_one_that_became_one_with_it() {
    let mut files = Files::new();
    let mut whole = record("a", "Книга");
    let gone = Merged { id: "b".into(), ..Merged::default() };
    whole.merged = vec![gone];
    let mut other = record("c", "Другая");
    other.holdings = vec![Holding {
        items: vec![Item { barcode: Some("b".into()), ..Item::default() }],
        ..Holding::default()
    }];
    let manifest = segment(&[whole, other], &mut files);
    for (id, opened) in [("a", Some("a")), ("b", Some("a")), ("B", None), ("d", None)] {
        let id = id.to_owned();
        let index = loaded(&manifest, &files, &Question::Record(id.clone()));
        let found = index.record(&id).map(|record| record.id);
        assert_eq!(found.as_deref(), opened, "{id}");
    }
}

#[test]
fn all_records_are_had_by_their_places_without_those_that_were_replaced() {
    let (manifest, files) = merged();
    let mut ids = Vec::new();
    let places = loaded(&manifest, &files, &Question::RecordAt(0)).places();
    for place in 0..places + 1 {
        let index = loaded(&manifest, &files, &Question::RecordAt(place));
        ids.extend(index.record_at(place).map(|record| record.id));
    }
    assert_eq!((places, ids), (4, ["a", "b", "c"].map(str::to_owned).to_vec()));
}

#[test]
fn the_files_of_all_segments_are_listed() {
    let (manifest, files) = merged();
    let index = loaded(&manifest, &files, &Question::Files);
    let listed: Vec<FileName> = index.files().iter().map(|want| want.file).collect();
    assert_eq!(listed, files.keys().copied().collect::<Vec<_>>());
}
