//! Several segments answer as one: the same hits, counts and orders as if all records had been
//! built at once. These are tests only.

// A file of tests, which clippy knows by their attribute only.
#![allow(clippy::unwrap_used, clippy::panic)]

use core::fmt;
use std::collections::{BTreeMap, BTreeSet};

use bibliobus_catalog::{
    CallNumber, Class, Creator, Holding, Library, LocalScheme, Location, Part, Places,
    Record, Scheme, Shelf, ShelfScheme, Subject,
};
use proptest::prelude::*;

use crate::{
    Before, Builder, Counting, Extent, Facet, FileName, Filter, Index, Query, Question,
    Scan, ScanList, Settings, Sort, Stretch, Want, WhyWhole, format::manifest::Manifest,
};

type Files = BTreeMap<FileName, Vec<u8>>;

/// One place has marks of the library's own scheme.
fn settings() -> Settings {
    let own = LocalScheme { parts: vec![Part::Decimal], ..LocalScheme::default() };
    let shelf =
        Shelf { place: "own".into(), scheme: ShelfScheme::Own(0), ..Shelf::default() };
    let places = Places { schemes: vec![own], shelves: vec![shelf], ..Places::default() };
    Settings { places, ..Settings::default() }
}

fn segment(records: &[Record], files: &mut Files) -> Manifest {
    let mut builder = Builder::new(settings());
    records.iter().for_each(|record| builder.add(record));
    let mut write = |name: &FileName, bytes: &[u8]| {
        files.insert(*name, bytes.to_vec());
        Ok::<_, fmt::Error>(())
    };
    Manifest::read(&builder.finish(&mut write).unwrap().manifest).unwrap()
}

fn fill(index: &mut Index, files: &Files, question: &Question) {
    fill_all(index, files, |index| index.wants(question));
}

fn fill_all(index: &mut Index, files: &Files, wants: impl Fn(&Index) -> Vec<Want>) {
    for _ in 0..40 {
        let wants = wants(index);
        if wants.is_empty() {
            return;
        }
        for want in wants {
            index.load(want.file, &files[&want.file]).unwrap();
        }
    }
    panic!("an index asked for more than forty rounds");
}

/// A collection of `base`, updated to `all`.
fn updated(base: &[Record], all: &[Record], files: &mut Files) -> (Manifest, Extent) {
    let first = segment(base, files);
    let mut index = Index::open(&first.to_json()).unwrap();
    update(&mut index, all, files)
}

/// What `index` has open, updated to `all`.
fn update(index: &mut Index, all: &[Record], files: &mut Files) -> (Manifest, Extent) {
    update_with(settings(), index, all, files)
}

/// The same, with other settings.
fn update_with(
    settings: Settings,
    index: &mut Index,
    all: &[Record],
    files: &mut Files,
) -> (Manifest, Extent) {
    fill(index, files, &Question::Files);
    let mut before = Before::new(Library::default());
    for place in 0..index.places() {
        fill(index, files, &Question::RecordAt(place));
        if let Some(record) = index.record_at(place) {
            before.note(place, &record);
        }
    }
    fill_all(index, files, Index::wants_to_update);
    let mut builder = Builder::new(settings);
    all.iter().for_each(|record| builder.add(record));
    let mut write = |name: &FileName, bytes: &[u8]| {
        files.insert(*name, bytes.to_vec());
        Ok::<_, fmt::Error>(())
    };
    let built = builder.finish_update(&before, index, &mut write).unwrap();
    (Manifest::read(&built.manifest).unwrap(), built.extent)
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
    let mut location = Location::default();
    if n.is_multiple_of(5) {
        location.sublocation = Some("own".into());
    }
    record.holdings.push(Holding { location, call_number, ..Holding::default() });
    // Some without a mark have a class, by which they stand among the others.
    if n.is_multiple_of(12) {
        let notation = format!("{}.{n:03}", mixed % 90 + 10);
        record.classes.push(Class { scheme: Scheme::Udc, notation });
    }
    record
}

fn drawn(most: usize) -> impl Strategy<Value = Vec<(u32, &'static str, Vec<u8>)>> {
    let subjects = prop::collection::vec(any::<u8>(), 0..3);
    let language = prop::sample::select(&["eng", "rus"][..]);
    prop::collection::vec((0u32..60, language, subjects), 0..most)
}

fn records(drawn: &[(u32, &'static str, Vec<u8>)], from: u32) -> Vec<Record> {
    let record = |(n, (id, language, subjects)): (u32, &(u32, &'static str, Vec<u8>))| {
        (*id, record(*id, n, language, subjects))
    };
    let by_id: BTreeMap<u32, Record> = (from..).zip(drawn).map(record).collect();
    by_id.into_values().collect()
}

#[test]
fn what_did_not_change_is_not_written_again() {
    let base: Vec<Record> = (0..40).map(|n| record(n, n, "rus", &[1])).collect();
    let mut files = Files::new();
    let first = segment(&base, &mut files);
    let (manifest, extent) = updated(&base, &base, &mut files);
    assert_eq!(extent, Extent::Update { added: 0, changed: 0, removed: 0 });
    assert_eq!(manifest, first);
    // One of them changed, one is gone, one is new.
    let mut later = base.clone();
    later[3].title.proper = "Another".into();
    later[5] = record(70, 70, "rus", &[2]);
    let before: BTreeSet<FileName> = files.keys().copied().collect();
    let (manifest, extent) = updated(&base, &later, &mut files);
    assert_eq!(extent, Extent::Update { added: 1, changed: 1, removed: 1 });
    assert_eq!((manifest.records, manifest.segments.len()), (40, 2));
    assert_eq!(manifest.segments[0].root, first.segments[0].root);
    let mut index = Index::open(&manifest.to_json()).unwrap();
    fill(&mut index, &files, &Question::Files);
    let named: BTreeSet<FileName> = index.files().iter().map(|want| want.file).collect();
    let fresh: u64 = named.difference(&before).map(|name| files[name].len() as u64).sum();
    assert!(named.iter().all(|name| files.contains_key(name)));
    assert_eq!(
        index.files().iter().map(|want| u64::from(want.len)).sum::<u64>(),
        manifest.bytes
    );
    assert_eq!(named.len() as u64, manifest.files);
    assert!(fresh < manifest.bytes, "{fresh} of {}", manifest.bytes);
}

/// An update repeats no spelling of a word that other records have; a slip is mended for all.
#[test]
fn a_slip_is_mended_in_every_segment() {
    let base: Vec<Record> = (0..40).map(|n| record(n, n, "rus", &[1])).collect();
    let mut later = base.clone();
    later[3].title.proper = "The harbour книга".into();
    let mut files = Files::new();
    let (several, _) = updated(&base, &later, &mut files);
    let one = segment(&later, &mut files);
    assert_eq!((several.segments.len(), one.segments.len()), (2, 1));
    let found = |manifest: &Manifest, text: &str| {
        let query = Query { limit: 50, ..Query::new(text) };
        let mut index = Index::open(&manifest.to_json()).unwrap();
        fill(&mut index, &files, &Question::Search(query.clone()));
        let hits = index.search(&query).hits.into_iter();
        hits.map(|hit| hit.id).collect::<BTreeSet<String>>()
    };
    for (text, expected) in [("кинга ", 40), ("harbuor ", 1)] {
        assert_eq!(found(&several, text).len(), expected, "{text}");
        assert_eq!(found(&several, text), found(&one, text), "{text}");
    }
}

#[test]
fn a_new_edition_makes_a_work_of_the_one_that_was_there() {
    let edition = |id: &str, year| {
        let mut record = Record { id: id.into(), ..Record::default() };
        record.title.proper = "Мёртвые души".into();
        record.imprint.year = Some(year);
        let name = "Гоголь, Николай Васильевич".into();
        record.creators.push(Creator { name, main: true, ..Creator::default() });
        record
    };
    let mut base: Vec<Record> = (0..20).map(|n| record(n, n, "rus", &[])).collect();
    base.push(edition("g1", 1842));
    let mut files = Files::new();
    let mut all = base.clone();
    all.push(edition("g2", 1979));
    let (manifest, extent) = updated(&base, &all, &mut files);
    assert_eq!(extent, Extent::Update { added: 1, changed: 1, removed: 0 });
    let mut index = Index::open(&manifest.to_json()).unwrap();
    fill(&mut index, &files, &Question::Record("g1".into()));
    let work = index.record(&"g1".into()).unwrap().work.unwrap();
    let query = Query::new(format!("work:{work}"));
    fill(&mut index, &files, &Question::Search(query.clone()));
    assert_eq!(index.search(&query).total, 2);
}

#[test]
fn when_much_changed_all_of_it_is_written() {
    let base: Vec<Record> = (0..40).map(|n| record(n, n, "rus", &[])).collect();
    let other: Vec<Record> = (0..40).map(|n| record(n, n + 1, "rus", &[])).collect();
    let (manifest, extent) = updated(&base, &other, &mut Files::new());
    assert_eq!(extent, Extent::Whole(Some(WhyWhole::MuchChanged)));
    assert_eq!((manifest.records, manifest.segments.len()), (40, 1));
}

/// A heading whose last record was deleted stood in the lists with its old count.
#[test]
fn a_heading_counts_the_records_that_are_still_there() {
    let mut base: Vec<Record> = (0..40).map(|n| record(n, n, "rus", &[1])).collect();
    base[3].subjects[0].heading = "Аисты".into();
    base[4].subjects[0].heading = "Бобры".into();
    base[5].subjects[0].heading = "Бобры".into();
    // Of two kinds of animals the first is gone, of the second one of two records.
    let mut later = base.clone();
    later[4].subjects[0].heading = "Волки".into();
    later.remove(3);
    let mut files = Files::new();
    let (several, _) = updated(&base, &later, &mut files);
    assert_eq!(several.segments.len(), 2);
    let mut index = Index::open(&several.to_json()).unwrap();
    let wanted = Scan { list: ScanList::Subjects, limit: 9, ..Scan::default() };
    fill(&mut index, &files, &Question::Scan(wanted.clone()));
    let stretch = index.scan(&wanted);
    let headings: Vec<(&str, u32)> =
        stretch.headings.iter().map(|h| (h.value.as_str(), h.count)).collect();
    assert_eq!(headings, [("Бобры", 1), ("Волки", 1), ("Тема 1", 37)]);
    let letters: Vec<(&str, u32)> =
        stretch.beginnings.iter().map(|b| (b.text.as_str(), b.entries)).collect();
    assert_eq!(letters, [("б", 1), ("в", 1), ("т", 1)]);
    let listed: BTreeSet<FileName> = {
        fill(&mut index, &files, &Question::Files);
        index.files().iter().map(|want| want.file).collect()
    };
    assert!(several.segments[0].left.is_some_and(|left| listed.contains(&left.file)));
    // What is suggested leads to as many.
    fill(&mut index, &files, &Question::Suggest("бобр".into()));
    let suggested = index.suggest("бобр").subjects;
    assert_eq!(suggested.iter().map(|s| s.count).collect::<Vec<_>>(), [1]);
    fill(&mut index, &files, &Question::Suggest("аист".into()));
    assert!(index.suggest("аист").subjects.is_empty());
}

#[test]
fn other_rules_for_call_numbers_write_all_of_it() {
    let base: Vec<Record> = (0..40).map(|n| record(n, n, "rus", &[])).collect();
    let mut files = Files::new();
    let first = segment(&base, &mut files);
    let mut index = Index::open(&first.to_json()).unwrap();
    let (_, extent) = update_with(Settings::default(), &mut index, &base, &mut files);
    assert_eq!(extent, Extent::Whole(Some(WhyWhole::OtherOrder)));
}

#[test]
fn many_updates_end_in_one_segment_again() {
    let mut all: Vec<Record> = (0..60).map(|n| record(n, n, "rus", &[])).collect();
    let mut files = Files::new();
    let mut manifest = segment(&all, &mut files);
    let mut segments = Vec::new();
    for n in 60..69 {
        all.push(record(n, n, "rus", &[]));
        let mut index = Index::open(&manifest.to_json()).unwrap();
        manifest = update(&mut index, &all, &mut files).0;
        segments.push(manifest.segments.len());
    }
    assert_eq!(segments, [2, 3, 4, 5, 6, 7, 8, 1, 2]);
    assert_eq!(manifest.records, 69);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn two_segments_answer_as_one(base in drawn(60), later in drawn(12), page in 1u32..8) {
        let (base, later) = (records(&base, 0), records(&later, 100));
        let replaced: BTreeSet<&String> = later.iter().map(|record| &record.id).collect();
        // Some are replaced, and one in seven of the others is gone.
        let kept = base.iter().filter(|record| !replaced.contains(&record.id));
        let kept = kept.enumerate().filter(|(n, _)| n % 7 != 3).map(|(_, record)| record);
        let all: Vec<Record> = kept.chain(&later).cloned().collect();
        let mut files = Files::new();
        let (several, _) = updated(&base, &all, &mut files);
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
                        record.holdings[0].call_number.is_some() || !record.classes.is_empty()
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
        let stretch = |index: &mut Index, list: ScanList, start: &str| {
            let wanted = Scan { list, start: start.into(), limit: page };
            fill(index, &files, &Question::Scan(wanted.clone()));
            Stretch { beginnings: Vec::new(), is_about: false, ..index.scan(&wanted) }
        };
        for start in ["", "а", "ж", "т", "тема 5", "щ"] {
            for list in [ScanList::Titles, ScanList::Creators, ScanList::Subjects] {
                let expected = stretch(&mut one, list, start);
                prop_assert_eq!(stretch(&mut several, list, start), expected, "{:?}", list);
            }
        }
        for record in all.iter().step_by(5) {
            let question = Question::Shelf(record.id.clone(), page, 3);
            let beside = |index: &mut Index| {
                fill(index, &files, &question);
                let (briefs, at) = index.beside(&record.id, page, 3);
                (briefs.into_iter().map(|brief| brief.id).collect::<Vec<_>>(), at)
            };
            prop_assert_eq!(beside(&mut several), beside(&mut one), "beside {}", record.id);
        }
    }
}
