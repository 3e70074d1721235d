//! Several segments answer as one: the same hits, counts and orders as if all records had been
//! built at once. These are tests only; builders of this version write single segments.

// A file of tests, which clippy knows by their attribute only.
#![allow(clippy::unwrap_used, clippy::panic)]

use core::fmt;
use std::collections::{BTreeMap, BTreeSet};

use bibliobus_catalog::{CallNumber, Creator, Holding, Record, Scheme, Subject};
use proptest::prelude::*;

use crate::{
    Builder, Counting, Facet, FileName, Filter, Index, Query, Question, Settings, Sort,
    Want,
    format::{
        chunk::{Kind, wrap},
        deleted,
        manifest::{Manifest, Segment},
    },
};

type Files = BTreeMap<FileName, Vec<u8>>;

fn segment(records: &[Record], files: &mut Files) -> Manifest {
    let mut builder = Builder::new(Settings::default());
    records.iter().for_each(|record| builder.add(record));
    let mut write = |name: &FileName, bytes: &[u8]| {
        files.insert(*name, bytes.to_vec());
        Ok::<_, fmt::Error>(())
    };
    Manifest::read(&builder.finish(&mut write).unwrap().manifest).unwrap()
}

fn fill(index: &mut Index, files: &Files, question: &Question) {
    for _ in 0..40 {
        let wants = index.wants(question);
        if wants.is_empty() {
            return;
        }
        for want in wants {
            index.load(want.file, &files[&want.file]).unwrap();
        }
    }
    panic!("an index asked for more than forty rounds");
}

/// A collection of two segments, where the second replaces what the first has of its records.
fn two(base: &[Record], later: &[Record], files: &mut Files) -> Manifest {
    let first = segment(base, files);
    let second = segment(later, files);
    let replaced: BTreeSet<String> =
        later.iter().map(|record| record.id.clone()).collect();
    let mut index = Index::open(&first.to_json()).unwrap();
    // Without words, a filter that shuts nothing out gives every record in its order.
    let none = Filter { facet: Facet::Language, value: "-".into(), is_excluded: true };
    let query = Query { filters: vec![none], limit: 10_000, ..Query::default() };
    fill(&mut index, files, &Question::Search(query.clone()));
    let hits = index.search(&query).hits;
    assert_eq!(hits.len(), base.len());
    let docs = (0u32..).zip(&hits).filter(|(_, hit)| replaced.contains(&hit.id));
    let list = wrap(Kind::Deleted, &deleted::put(&docs.map(|(doc, _)| doc).collect()));
    let want = Want { file: FileName::of(&list), len: list.len() as u32 };
    files.insert(want.file, list);
    let mut segments = first.segments.clone();
    segments.iter_mut().for_each(|segment| segment.deleted = Some(want));
    segments
        .extend(second.segments.iter().map(|s| Segment { root: s.root, deleted: None }));
    Manifest { segments, ..first }
}

fn record(id: u32, n: u32, language: &str, subjects: &[u8]) -> Record {
    let mut record = Record { id: format!("r{id:03}"), ..Record::default() };
    // Every title, creator and mark is another, and they stand in different orders.
    let word = |n: u32| char::from_u32(0x430 + n % 32).unwrap().to_string();
    let mixed = n * 7919 % 10_007;
    record.title.proper = format!("The {}{} книга {n}", word(mixed), word(n));
    record.languages = vec![language.into()];
    record.imprint.year = Some(1900 + (n % 5) as i16);
    let name = format!("{}{}, {mixed}", word(n * 31), word(mixed / 32));
    record.creators.push(Creator { name, ..Creator::default() });
    record.subjects = subjects
        .iter()
        .map(|n| Subject { heading: format!("Тема {}", n % 9), ..Subject::default() })
        .collect();
    // Two schemes, which stand apart; dots are decimals in the one only.
    let scheme = if n.is_multiple_of(4) { Scheme::Udc } else { Scheme::Fixed };
    let class = format!("{}.{} {n}", mixed % 90 + 10, mixed % 130);
    let mark = CallNumber { scheme, class, item: None };
    let call_number = (!n.is_multiple_of(6)).then_some(mark);
    record.holdings.push(Holding { call_number, ..Holding::default() });
    record
}

fn drawn() -> impl Strategy<Value = Vec<(u32, &'static str, Vec<u8>)>> {
    let subjects = prop::collection::vec(any::<u8>(), 0..3);
    let language = prop::sample::select(&["eng", "rus"][..]);
    prop::collection::vec((0u32..60, language, subjects), 0..50)
}

fn records(drawn: &[(u32, &'static str, Vec<u8>)], from: u32) -> Vec<Record> {
    let record = |(n, (id, language, subjects)): (u32, &(u32, &'static str, Vec<u8>))| {
        (*id, record(*id, n, language, subjects))
    };
    let by_id: BTreeMap<u32, Record> = (from..).zip(drawn).map(record).collect();
    by_id.into_values().collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn two_segments_answer_as_one(base in drawn(), later in drawn(), page in 1u32..8) {
        let (base, later) = (records(&base, 0), records(&later, 100));
        let replaced: BTreeSet<&String> = later.iter().map(|record| &record.id).collect();
        let kept = base.iter().filter(|record| !replaced.contains(&record.id));
        let all: Vec<Record> = kept.chain(&later).cloned().collect();
        let mut files = Files::new();
        let several = two(&base, &later, &mut files);
        let one = segment(&all, &mut files);
        let open = |manifest: &Manifest| Index::open(&manifest.to_json()).unwrap();
        let (mut several, mut one) = (open(&several), open(&one));
        let rus = Filter { facet: Facet::Language, value: "rus".into(), is_excluded: false };
        let subject = Filter { facet: Facet::Subject, value: "Тема 4".into(), is_excluded: true };
        let query = Query { filters: vec![rus, subject], limit: page, ..Query::new("книга ") };

        let ids = |index: &mut Index, sort: Sort, offset: u32| {
            let query = Query { sort, offset, ..query.clone() };
            fill(index, &files, &Question::Search(query.clone()));
            let results = index.search(&query);
            let ids: Vec<String> = results.hits.into_iter().map(|hit| hit.id).collect();
            (ids, results.total, results.partial)
        };
        for sort in [Sort::Title, Sort::Creator, Sort::CallNumber] {
            for offset in [0, page, 3 * page] {
                let (expected, total, _) = ids(&mut one, sort, offset);
                let (found, found_total, partial) = ids(&mut several, sort, offset);
                prop_assert_eq!((found_total, partial), (total, false));
                // Records without a mark are equal, and stand in the order of their scores.
                let without = |ids: &[String]| {
                    let has = |id: &&String| {
                        let record = all.iter().find(|record| record.id == **id).unwrap();
                        record.holdings[0].call_number.is_some()
                    };
                    ids.iter().filter(has).cloned().collect::<Vec<_>>()
                };
                if sort == Sort::CallNumber {
                    prop_assert_eq!(without(&found), without(&expected));
                } else {
                    prop_assert_eq!(found, expected, "{:?} from {}", sort, offset);
                }
            }
        }
        let counting = Counting { most: 3, ..Counting::new(query.clone()) };
        for index in [&mut several, &mut one] {
            fill(index, &files, &Question::Counts(counting.clone()));
        }
        prop_assert_eq!(several.counts(&counting), one.counts(&counting));
    }
}
