//! Hits in every order: as a scan would sort the records.

use bibliobus_catalog::{CallNumber, Holding, Record, Scheme, Title};
use bibliobus_index::{Query, Question, Sort};
use proptest::prelude::*;

use crate::support::{build, record};

fn ids(records: &[Record], sort: Sort) -> Vec<String> {
    let query = Query { sort, limit: 1000, ..Query::new("книга ") };
    let results = build(records).search(&query);
    assert!(!results.partial);
    results.hits.into_iter().map(|hit| hit.id).collect()
}

/// Records whose id says where they should stand.
fn titled(titles: &[(&str, &str, u8)]) -> Vec<Record> {
    let titled = |(n, (title, language, nonfiling)): (usize, &(&str, &str, u8))| {
        let mut record = Record { id: format!("{n:02}"), ..Record::default() };
        record.title =
            Title { proper: (*title).into(), nonfiling: *nonfiling, ..Title::default() };
        record.languages = vec![(*language).into()];
        record.notes.push("книга".into());
        record
    };
    titles.iter().enumerate().map(titled).collect()
}

#[test]
fn titles_stand_as_a_librarian_files_them() {
    let mut records = titled(&[
        ("12 стульев", "rus", 0),
        ("100 лет одиночества", "rus", 0),
        ("L'étranger", "fre", 0),
        ("The Étude", "eng", 4),
        // The cataloguer counted what the list of articles does not know.
        ("A is for apple", "ger", 2),
        ("The lord of the rings", "eng", 0),
        ("Der Zauberberg", "ger", 0),
        ("Ежик в тумане", "rus", 0),
        ("«Ёлка»", "rus", 0),
        ("Елки-палки", "rus", 0),
        ("Иод", "rus", 0),
        ("Йод", "rus", 0),
    ]);
    let expected: Vec<String> = records.iter().map(|record| record.id.clone()).collect();
    records.reverse();
    assert_eq!(ids(&records, Sort::Title), expected);
}

#[test]
fn call_numbers_and_creators_stand_in_their_order_and_records_without_come_last() {
    let shelved = |id: &str, creator: &str, mark: &str| {
        let mut record = record(id, "Книга", creator);
        if !mark.is_empty() {
            let call_number = CallNumber { class: mark.into(), ..CallNumber::default() };
            let call_number = Some(call_number);
            record.holdings.push(Holding { call_number, ..Holding::default() });
        }
        record
    };
    let records = [
        shelved("a", "Чехов, Антон", "84 Ч 10"),
        shelved("b", "", "84 Ч 9"),
        shelved("c", "Ёжиков", ""),
        shelved("d", "Austen, Jane", "9 A"),
    ];
    assert_eq!(ids(&records, Sort::CallNumber), ["d", "b", "a", "c"]);
    assert_eq!(ids(&records, Sort::Creator), ["d", "c", "a", "b"]);
}

#[test]
fn marks_stand_by_the_rules_of_their_scheme() {
    let marks = [
        (Scheme::Bbk, "63.3(2)622 В 26"),
        (Scheme::Bbk, "63.3(2)622 В 3"),
        (Scheme::Bbk, "84(2) Т 53"),
        (Scheme::Udc, "59+63"),
        (Scheme::Udc, "59"),
        (Scheme::Udc, "59(410)"),
        (Scheme::Udc, "591"),
        (Scheme::Lcc, "QA76.54 .M87 2001"),
        (Scheme::Lcc, "QA76.54 .M9 1990"),
        (Scheme::Lcc, "QA142 .C5 v.2"),
        (Scheme::Lcc, "QA142 .C5 v.10"),
    ];
    let shelved = |(n, (scheme, mark)): (usize, &(Scheme, &str))| {
        let mut record = record(&format!("{n:02}"), "Книга", "");
        let class = (*mark).to_owned();
        let call_number = Some(CallNumber { scheme: *scheme, class, item: None });
        record.holdings.push(Holding { call_number, ..Holding::default() });
        record
    };
    let mut records: Vec<Record> = marks.iter().enumerate().map(shelved).collect();
    let expected: Vec<String> = records.iter().map(|record| record.id.clone()).collect();
    records.reverse();
    assert_eq!(ids(&records, Sort::CallNumber), expected);
}

#[test]
fn nothing_typed_asks_for_every_record_and_signs_that_are_no_words_for_none() {
    let records: Vec<Record> = (0..30)
        .map(|n| {
            let mut record = record(&format!("{n:02}"), "Книга", "");
            record.added = (n > 0).then(|| format!("2026-11-{n:02}"));
            record
        })
        .collect();
    let collection = build(&records);
    let asked = |text: &str| Query { sort: Sort::Added, limit: 30, ..Query::new(text) };
    for text in ["", "  "] {
        let ids: Vec<String> =
            collection.search(&asked(text)).hits.into_iter().map(|hit| hit.id).collect();
        let expected: Vec<String> = records.iter().rev().map(|r| r.id.clone()).collect();
        assert_eq!(ids, expected, "{text:?}");
    }
    for text in ["…", "—!", "\"\""] {
        assert_eq!(collection.search(&asked(text)).total, 0, "{text:?}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(32))]

    #[test]
    fn left_and_right_are_what_a_scan_in_shelf_order_gives(
        marks in prop::collection::vec((0u32..40, 0u32..4), 1..90),
        before in 0u32..6, after in 0u32..6,
    ) {
        let shelved = |(n, (class, kind)): (usize, &(u32, u32))| {
            let mut record = record(&format!("{n:03}"), "Книга", "");
            // Of four records one has no mark; the others are in two languages and schemes.
            if *kind > 0 {
                let scheme = if *kind == 1 { Scheme::Bbk } else { Scheme::Udc };
                record.languages = vec![if *kind == 3 { "eng" } else { "rus" }.into()];
                let class = format!("{class}.{kind}");
                let call_number = Some(CallNumber { scheme, class, item: None });
                record.holdings.push(Holding { call_number, ..Holding::default() });
            }
            record
        };
        let records: Vec<Record> = marks.iter().enumerate().map(shelved).collect();
        let key = |record: &Record| {
            let mark = record.holdings.first()?.call_number.as_ref()?;
            Some(mark.shelf_key())
        };
        let mut sorted: Vec<&Record> = records.iter().filter(|r| key(r).is_some()).collect();
        sorted.sort_by_key(|record| key(record));
        let collection = build(&records);
        let mut index = collection.open();
        for record in &records {
            let question = Question::Shelf(record.id.clone(), before, after);
            collection.load_for(&mut index, &question);
            let (briefs, at) = index.beside(&record.id, before, after);
            let Some(own) = key(record) else {
                prop_assert!(briefs.is_empty());
                continue;
            };
            prop_assert_eq!(&briefs[at].id, &record.id);
            let keys = |ids: Vec<&str>| -> Vec<Option<String>> {
                let of = |id: &str| key(records.iter().find(|r| r.id == id).unwrap());
                ids.into_iter().map(of).collect()
            };
            // Equal marks stand in any order, so keys are compared.
            let found = keys(briefs.iter().map(|brief| brief.id.as_str()).collect());
            let is_sorted = found.windows(2).all(|pair| pair[0] <= pair[1]);
            prop_assert!(is_sorted);
            let same = sorted.iter().filter(|r| key(r).as_ref() == Some(&own)).count();
            if same == 1 {
                let place = sorted.iter().position(|r| r.id == record.id).unwrap();
                let from = place.saturating_sub(before as usize);
                let to = (place + 1 + after as usize).min(sorted.len());
                let expected = keys(sorted[from..to].iter().map(|r| r.id.as_str()).collect());
                prop_assert_eq!(found, expected);
            }
        }
    }

    #[test]
    fn years_and_days_are_sorted_as_a_scan_does(
        drawn in prop::collection::vec((
            prop::option::of(-300i16..2030),
            prop::option::of("20[0-2][0-9]-0[1-9]-[12][0-9]"),
        ), 0..80),
    ) {
        let mut records = Vec::new();
        for (n, (year, added)) in drawn.into_iter().enumerate() {
            let mut record = record(&format!("{n}"), "Книга", "");
            record.imprint.year = year;
            record.added = added;
            records.push(record);
        }
        let find = |id: &String| records.iter().find(|record| record.id == *id).unwrap();
        let has = |sort| ids(&records, sort);
        let sorted = |mut keys: Vec<(bool, i64)>| { keys.sort_unstable(); keys };
        let year = |sign: i64| move |id: &String| {
            let year = find(id).year();
            (year.is_none(), sign * i64::from(year.unwrap_or_default()))
        };
        for (sort, sign) in [(Sort::Newest, -1), (Sort::Oldest, 1)] {
            let keys: Vec<(bool, i64)> = has(sort).iter().map(year(sign)).collect();
            prop_assert_eq!(keys.len(), records.len());
            prop_assert_eq!(sorted(keys.clone()), keys);
        }
        let days: Vec<Option<&String>> =
            has(Sort::Added).iter().map(|id| find(id).added.as_ref()).collect();
        prop_assert!(days.windows(2).all(|pair| pair[0] >= pair[1]));
    }

    #[test]
    fn titles_of_plain_words_are_sorted_as_text(
        titles in prop::collection::vec("[а-и]{1,3} [к-н]{1,2}", 0..80),
    ) {
        let mut records = Vec::new();
        for (n, title) in titles.iter().enumerate() {
            let mut record = record(&format!("{n}"), title, "");
            record.notes.push("книга".into());
            records.push(record);
        }
        let sorted: Vec<&String> = ids(&records, Sort::Title)
            .iter()
            .map(|id| &titles[id.parse::<usize>().unwrap()])
            .collect();
        let mut expected: Vec<&String> = titles.iter().collect();
        expected.sort();
        prop_assert_eq!(sorted, expected);
    }
}
