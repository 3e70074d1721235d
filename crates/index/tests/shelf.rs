//! The shelf from left to right: by the rules of the library's own settings, and across what
//! stands there and what is only online.

use bibliobus_catalog::{
    CallNumber, Class, Holding, Link, LocalScheme, Location, Part, Places, Record,
    Scheme, Shelf, ShelfScheme,
};
use bibliobus_index::{BriefWay, Query, Question, Sort};
use proptest::prelude::*;

use crate::support::{Collection, build, build_with, record};

/// A library that files the marks of its place `own` by decimals, and in an alphabet of its own.
fn places() -> Places {
    let scheme = LocalScheme {
        code: "fys".into(),
        strip: vec!["Fys.".into()],
        parts: vec![Part::Decimal, Part::Letters],
        alphabet: "zyxwvutsrqponmlkjihgfedcba".into(),
    };
    let shelf = Shelf {
        branch: "L".into(),
        place: "own".into(),
        scheme: ShelfScheme::Own(0),
        ..Shelf::default()
    };
    Places {
        schemes: vec![scheme],
        shelves: vec![shelf],
        prefixes: vec!["Oversize".into()],
        ..Places::default()
    }
}

fn at(place: &str) -> Location {
    Location { library: "L".into(), sublocation: Some(place.into()) }
}

fn shelved(id: &str, place: &str, scheme: Scheme, class: &str) -> Record {
    let mut record = record(id, "Книга", "");
    record.holdings.push(Holding {
        location: at(place),
        call_number: Some(CallNumber { scheme, class: class.into(), item: None }),
        ..Holding::default()
    });
    record
}

fn online(id: &str, creator: &str, classes: &[(Scheme, &str)]) -> Record {
    let mut record = record(id, "Книга", creator);
    record.links.push(Link { url: "https://e.org/1".into(), ..Link::default() });
    let class = |(scheme, notation): &(Scheme, &str)| Class {
        scheme: *scheme,
        notation: (*notation).into(),
    };
    record.classes = classes.iter().map(class).collect();
    record
}

/// The ids in the order by call number; those without a place are at the end.
fn sorted(collection: &Collection) -> Vec<String> {
    let query = Query { sort: Sort::CallNumber, limit: 1000, ..Query::default() };
    collection.search(&query).hits.into_iter().map(|hit| hit.id).collect()
}

/// The ids beside a record.
fn beside(collection: &Collection, id: &str) -> Vec<String> {
    let mut index = collection.open();
    collection.load_for(&mut index, &Question::Shelf(id.into(), 100, 100));
    let (briefs, at) = index.beside(&id.into(), 100, 100);
    let ids: Vec<String> = briefs.into_iter().map(|brief| brief.id).collect();
    assert!(ids.is_empty() || ids[at] == id, "{id} is at {at} of {ids:?}");
    ids
}

#[test]
fn a_scheme_of_the_library_s_own_orders_its_marks() {
    let marks = ["0.15 b", "Fys. 0.2 z", "oversize 0.2 y", "fys. 0.2 a", "1.1 x", "11"];
    let shelved = |(n, mark): (usize, &&str)| {
        shelved(&format!("{n:02}"), "own", Scheme::Local, mark)
    };
    let mut records: Vec<Record> = marks.iter().enumerate().map(shelved).collect();
    let ids: Vec<String> = records.iter().map(|record| record.id.clone()).collect();
    records.reverse();
    let collection = build_with(&records, places());
    assert_eq!(sorted(&collection), ids);
    for id in &ids {
        assert_eq!(beside(&collection, id), ids);
    }
    // Without the settings the marks stand as letters and whole numbers.
    assert_ne!(sorted(&build(&records)), ids);
}

#[test]
fn what_is_only_online_stands_by_its_class_among_what_is_on_the_shelf() {
    let udc = Scheme::Udc;
    let records = [
        shelved("0", "open", udc, "51 А 10"),
        shelved("1", "open", udc, "94(47) Т 12"),
        shelved("2", "open", udc, "94(47) Т 90"),
        // Its other class is of a scheme in which no copy has a mark.
        online("3", "Тарле, Евгений", &[(Scheme::Ddc, "947"), (udc, "94(47)")]),
        online("4", "Толстой, Лев", &[(udc, "94(47)")]),
        shelved("5", "open", udc, "94(47) У 1"),
        shelved("6", "open", udc, "95"),
        online("7", "", &[(Scheme::SuDoc, "NAS 1.15:1")]),
        online("8", "Никто", &[(Scheme::Local, "x"), (udc, "?")]),
    ];
    let collection = build(&records);
    let expected = ["0", "1", "2", "3", "4", "5", "6", "7"];
    assert_eq!(sorted(&collection)[..8], expected);
    assert_eq!(beside(&collection, "4"), expected);
    assert!(beside(&collection, "8").is_empty(), "it has no place");
    // The brief form is what a list says of it: online, and no mark of a shelf.
    let mut index = collection.open();
    collection.load_for(&mut index, &Question::Shelf("1".into(), 0, 3));
    let (briefs, _) = index.beside(&"1".into(), 0, 3);
    assert!(matches!(briefs[2].ways[..], [BriefWay::Online { .. }]));
}

/// A list shows three ways at most, and a mark behind them was no mark of the shelf.
#[test]
fn a_copy_behind_many_links_has_its_place_too() {
    let mut hybrid = shelved("1", "open", Scheme::Udc, "51 Б 10");
    hybrid.links = (0..4)
        .map(|n| Link { url: format!("https://e.org/{n}"), ..Link::default() })
        .collect();
    let records = [
        shelved("0", "open", Scheme::Udc, "51 А 10"),
        hybrid,
        shelved("2", "open", Scheme::Udc, "51 В 10"),
    ];
    assert_eq!(beside(&build(&records), "1"), ["0", "1", "2"]);
}

/// A record of one of five kinds, and the key by which it should stand.
fn drawn(n: usize, kind: u32, class: u32, letters: &str) -> (Option<String>, Record) {
    let id = format!("{n:03}");
    let record = match kind {
        0 => {
            let mark = format!("Fys. {}.{n} {letters}", class / 8);
            shelved(&id, "own", Scheme::Local, &mark)
        }
        1 => shelved(&id, "open", Scheme::Local, &format!("{class} {letters} {n}")),
        2 => {
            shelved(&id, "open", Scheme::Udc, &format!("Oversize {class} {letters} {n}"))
        }
        3 => online(&id, letters, &[(Scheme::Udc, &format!("{class}.{n:03}"))]),
        _ => record(&id, letters, ""),
    };
    let mark = record.holdings.first().and_then(|holding| holding.call_number.clone());
    let by_class = record.classes.first().map(|class| CallNumber {
        scheme: class.scheme,
        class: class.notation.clone(),
        item: Some(letters.to_owned()),
    });
    let place = record.holdings.first().map(|holding| holding.location.clone());
    let mark = mark.or(by_class);
    (mark.map(|mark| places().filing(&place.unwrap_or_default(), &mark)), record)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn order_and_shelf_are_a_plain_sort_by_the_library_s_keys(
        kinds in prop::collection::vec((0u32..5, 0u32..30, "[a-zа-я]{1,3}"), 1..60),
    ) {
        let kinds = kinds.iter().enumerate();
        let all: Vec<(Option<String>, Record)> =
            kinds.map(|(n, (kind, class, letters))| drawn(n, *kind, *class, letters)).collect();
        let mut keyed: Vec<(&String, &String)> =
            all.iter().filter_map(|(key, record)| Some((key.as_ref()?, &record.id))).collect();
        keyed.sort();
        let expected: Vec<&String> = keyed.into_iter().map(|(_, id)| id).collect();
        let records: Vec<Record> = all.iter().map(|(_, record)| record.clone()).collect();
        let collection = build_with(&records, places());
        let order = sorted(&collection);
        prop_assert_eq!(order.len(), records.len());
        prop_assert_eq!(order.iter().take(expected.len()).collect::<Vec<_>>(), expected.clone());
        for record in records.iter().step_by(7) {
            let beside = beside(&collection, &record.id);
            if expected.contains(&&record.id) {
                prop_assert_eq!(beside.iter().collect::<Vec<_>>(), expected.clone());
            } else {
                prop_assert!(beside.is_empty());
            }
        }
    }
}
