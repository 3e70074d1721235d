//! Facets agree with a plain scan over the records: the same hits, the same counts.

use std::collections::{BTreeMap, BTreeSet};

use bibliobus_catalog::{
    Class, Creator, Holding, Link, Location, Material, Record, Scheme, Series, Subject,
};
use bibliobus_index::{Counting, Facet, Filter, Query, Question};
use proptest::prelude::*;

use crate::support::{Collection, build, works};

const LANGUAGES: [&str; 4] = ["rus", "eng", "ger", "est"];
const CREATORS: [&str; 6] = [
    "Чехов, Антон",
    "Ёжиков",
    "Austen, Jane",
    "Ångström",
    "NASA",
    "Чехов, Антон Павлович",
];
const SUBJECTS: [&str; 5] =
    ["Море", "Russia -- History", "Russia", "Cats", "Кошки -- Справочники"];
const PLACES: [&str; 5] = ["C/ABON", "C/CHZ", "F2/ABON", "F2/", "BUS/1"];
const CLASSES: [(Scheme, &str); 5] = [
    (Scheme::Udc, "94(47)"),
    (Scheme::Udc, "94(73)"),
    (Scheme::Ddc, "512.5"),
    (Scheme::Ddc, "513"),
    (Scheme::Bbk, "63.3(2)"),
];

#[test]
fn the_classes_that_records_have_and_those_above_them_have_names() {
    let mut record = Record { id: "1".into(), ..Record::default() };
    for (scheme, notation) in CLASSES {
        record.classes.push(Class { scheme, notation: notation.into() });
    }
    let collection = build(&[record]);
    let mut index = collection.open();
    assert!(index.captions().is_empty());
    collection.load_for(&mut index, &Question::Captions);
    let captions = index.captions();
    let name = |scheme, notation| captions.exact(scheme, notation).map(|n| n.ru.as_str());
    assert_eq!(name(Scheme::Udc, "94"), Some("История стран и народов"));
    assert_eq!(name(Scheme::Udc, "9"), Some("География, биографии, история"));
    assert_eq!(name(Scheme::Ddc, "51"), Some("Математика"));
    assert_eq!(name(Scheme::Bbk, "63.3"), Some("История стран и народов"));
    assert_eq!(name(Scheme::Udc, "82"), None, "no record has it");
    // Who keeps the collection keeps the names too.
    collection.load_for(&mut index, &Question::Files);
    assert_eq!(index.files().len(), collection.chunks.len());
}

fn some(
    all: &'static [&'static str],
    most: usize,
) -> impl Strategy<Value = Vec<&'static str>> {
    prop::collection::vec(prop::sample::select(all), 0..=most)
}

fn records() -> impl Strategy<Value = Vec<Record>> {
    let record = (
        prop::sample::select(&["поле", "книга", "поле книга"][..]),
        some(&LANGUAGES, 2),
        prop::option::of(-20i16..2030),
        some(&PLACES, 3),
        (some(&CREATORS, 3), some(&SUBJECTS, 3)),
        prop::collection::vec(prop::sample::select(&CLASSES[..]), 0..3),
        (0..13usize, any::<bool>()),
    );
    prop::collection::vec(record, 0..120).prop_map(|drawn| {
        let record = |(n, drawn): (usize, _)| {
            let (title, languages, year, places, (creators, subjects), classes, rest) =
                drawn;
            let (material, is_online): (usize, bool) = rest;
            let mut record = Record { id: format!("r{n}"), ..Record::default() };
            record.title.proper = String::from(title);
            record.languages =
                Vec::<&str>::into_iter(languages).map(Into::into).collect();
            record.imprint.year = year;
            let creator =
                |name: &str| Creator { name: name.into(), ..Creator::default() };
            record.creators = Vec::<&str>::into_iter(creators).map(creator).collect();
            let subjects: Vec<&str> = subjects;
            let subject =
                |text: &str| Subject { heading: text.into(), ..Subject::default() };
            // Series are called as subjects are, the other way about.
            record.series = subjects.iter().rev().map(|s| series(s)).collect();
            record.subjects = subjects.into_iter().map(subject).collect();
            let class = |(scheme, notation): (Scheme, &str)| Class {
                scheme,
                notation: notation.into(),
            };
            record.classes =
                Vec::<(Scheme, &str)>::into_iter(classes).map(class).collect();
            record.holdings = Vec::<&str>::into_iter(places).map(holding).collect();
            record.material = Material::ALL[material];
            if is_online {
                let url = "https://a.example/".into();
                record.links.push(Link { url, ..Link::default() });
            }
            record
        };
        drawn.into_iter().enumerate().map(record).collect()
    })
}

fn series(title: &str) -> Series {
    Series { title: title.into(), number: None }
}

fn holding(place: &str) -> Holding {
    let (branch, place) = place.split_once('/').unwrap();
    let sublocation = Some(place.to_owned()).filter(|place| !place.is_empty());
    let location = Location { library: branch.into(), sublocation };
    Holding { location, ..Holding::default() }
}

/// The values that a record has of a facet, by the plainest reading.
fn values(record: &Record, facet: Facet) -> BTreeSet<String> {
    let places = record.holdings.iter().map(|holding| &holding.location);
    match facet {
        Facet::Access => {
            let online = record.links.iter().map(|_| "online".to_owned());
            online.chain(record.holdings.iter().map(|_| "library".to_owned())).collect()
        }
        Facet::Material => [record.material.code().to_owned()].into(),
        Facet::Language => record.languages.iter().cloned().collect(),
        Facet::Year => record.year().iter().map(ToString::to_string).collect(),
        Facet::Branch => places.map(|location| location.library.clone()).collect(),
        Facet::Place => places
            .filter_map(|l| Some(format!("{}/{}", l.library, l.sublocation.as_ref()?)))
            .collect(),
        Facet::Creator => record.creators.iter().map(|c| c.name.clone()).collect(),
        Facet::Series => record.series.iter().map(|s| s.title.clone()).collect(),
        Facet::Subject => record.subjects.iter().map(|s| s.heading.clone()).collect(),
        Facet::Class => {
            let trees =
                record.classes.iter().flat_map(|class| match class.notation.as_str() {
                    "94(47)" | "94(73)" => &["udc:9", "udc:94"][..],
                    "512.5" => &["ddc:5", "ddc:51", "ddc:512"],
                    "513" => &["ddc:5", "ddc:51", "ddc:513"],
                    _ => &["bbk:6", "bbk:63", "bbk:63.3"],
                });
            trees.map(|&class| class.to_owned()).collect()
        }
        _ => unreachable!(),
    }
}

fn has(record: &Record, filter: &Filter) -> bool {
    let values = values(record, filter.facet);
    match filter.value.split_once("..") {
        Some((from, to)) if filter.facet == Facet::Year => values.iter().any(|year| {
            let year: i32 = year.parse().unwrap();
            from.parse::<i32>().is_ok_and(|from| from <= year)
                && to.parse::<i32>().is_ok_and(|to| year <= to)
        }),
        _ => values.contains(&filter.value),
    }
}

/// Whether a record passes the filters, those of `free` left out.
fn passes(record: &Record, filters: &[Filter], free: Option<Facet>) -> bool {
    Facet::ALL.iter().all(|&facet| {
        let of_facet = |is_excluded: bool| {
            filters
                .iter()
                .filter(move |f| f.facet == facet && f.is_excluded == is_excluded)
        };
        let is_open = Some(facet) == free || of_facet(false).next().is_none();
        (is_open || of_facet(false).any(|filter| has(record, filter)))
            && !of_facet(true).any(|filter| has(record, filter))
    })
}

fn filter() -> impl Strategy<Value = Filter> {
    let of = |facet: Facet, values: &[&str]| {
        let values: Vec<String> = values.iter().map(|&value| value.to_owned()).collect();
        (Just(facet), prop::sample::select(values), any::<bool>()).boxed()
    };
    let filters = prop_oneof![
        of(Facet::Access, &["online", "library", "request"]),
        of(Facet::Material, &["book", "map", "no such material"]),
        of(Facet::Language, &LANGUAGES),
        of(Facet::Year, &["1990..2010", "1000..1990", "-20..0", "1999"]),
        of(Facet::Branch, &["C", "F2", "nowhere"]),
        of(Facet::Place, &PLACES[..3]),
        of(Facet::Creator, &CREATORS),
        of(Facet::Subject, &SUBJECTS),
        of(Facet::Series, &SUBJECTS[..2]),
        of(Facet::Class, &["udc:94", "ddc:5", "ddc:512", "bbk:63.3"]),
    ];
    filters.prop_map(|(facet, value, is_excluded)| Filter { facet, value, is_excluded })
}

fn hits(collection: &Collection, query: &Query) -> BTreeSet<String> {
    let results = collection.search(query);
    assert_eq!((results.total as usize, results.partial), (results.hits.len(), false));
    results.hits.into_iter().map(|hit| hit.id).collect()
}

fn has_word(record: &Record, word: &str) -> bool {
    record.title.proper.contains(word)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn filters_let_through_what_a_scan_does(
        records in records(),
        filters in prop::collection::vec(filter(), 0..5),
        text in prop::sample::select(&["поле ", ""][..]),
    ) {
        let query = Query { filters, limit: 1000, ..Query::new(text) };
        let is_hit = |record: &&Record| {
            has_word(record, text.trim()) && passes(record, &query.filters, None)
        };
        let expected: BTreeSet<String> =
            records.iter().filter(is_hit).map(|record| record.id.clone()).collect();
        prop_assert_eq!(hits(&build(&records), &query), expected);
    }

    #[test]
    fn counts_are_those_of_a_scan(
        records in records(),
        filters in prop::collection::vec(filter(), 0..4),
        text in prop::sample::select(&["книга ", ""][..]),
    ) {
        let counting = Counting {
            most: 100,
            ..Counting::new(Query { filters, ..Query::new(text) })
        };
        let collection = build(&records);
        let mut index = collection.open();
        collection.load_for(&mut index, &Question::Counts(counting.clone()));
        let counts = index.counts(&counting);
        let filters = &counting.query.filters;
        let is_hit =
            |r: &&Record, free| has_word(r, text.trim()) && passes(r, filters, free);
        prop_assert!(!counts.partial && !counts.is_about);
        prop_assert_eq!(
            counts.total as usize,
            records.iter().filter(|record| is_hit(record, None)).count()
        );
        for facet in Facet::ALL {
            let mut expected: BTreeMap<String, u32> = BTreeMap::new();
            for record in records.iter().filter(|record| is_hit(record, Some(facet))) {
                for value in values(record, facet) {
                    *expected.entry(value).or_default() += 1;
                }
            }
            let counted = counts.facets.iter().find(|counted| counted.facet == facet);
            let counted: BTreeMap<String, u32> = counted
                .into_iter()
                .flat_map(|counted| &counted.values)
                .map(|value| (value.value.clone(), value.count))
                .collect();
            prop_assert_eq!(counted, expected, "{:?}", facet);
        }
    }
}

#[test]
fn a_page_of_narrowed_hits_follows_the_one_before() {
    let mut records = works();
    records.extend((0..40).map(|n| {
        let mut record =
            crate::support::record(&format!("{n:02}"), &format!("Книга {n}"), "");
        record.languages = vec![if n % 2 == 0 { "rus" } else { "bul" }.into()];
        record
    }));
    let collection = build(&records);
    let language =
        Filter { facet: Facet::Language, value: "bul".into(), is_excluded: false };
    let page = |offset| {
        let filters = vec![language.clone()];
        let query = Query { offset, limit: 8, filters, ..Query::new("книга") };
        let results = collection.search(&query);
        assert_eq!(results.total, 20);
        results.hits.into_iter().map(|hit| hit.id).collect::<Vec<_>>()
    };
    let all = [page(0), page(8), page(16)].concat();
    let different: BTreeSet<&String> = all.iter().collect();
    assert_eq!((all.len(), different.len()), (20, 20));
}

#[test]
fn a_filter_asks_only_for_its_own_column() {
    let collection = build(&works());
    let filter =
        |facet, value: &str| Filter { facet, value: value.into(), is_excluded: false };
    let asked = |filters: Vec<Filter>| {
        let query = Query { filters, ..Query::new("война") };
        let mut index = collection.open();
        let mut files = 0;
        for _ in 0..10 {
            for want in index.wants(&Question::Search(query.clone())) {
                index.load(want.file, &collection.chunks[&want.file]).unwrap();
                files += 1;
            }
        }
        files
    };
    let plain = asked(vec![]);
    // The table of values and a column; the guide of headings, and a column.
    assert_eq!(asked(vec![filter(Facet::Language, "rus")]), plain + 2);
    assert_eq!(asked(vec![filter(Facet::Creator, "Tolstoy, Leo")]), plain + 2);
    // A value that no record has needs no column, and leads to no record.
    assert!(asked(vec![filter(Facet::Language, "xxx")]) <= plain + 1);
}
