//! Lists in filing order agree with a plain look through the records.

use std::collections::BTreeMap;

use bibliobus_catalog::{Creator, Record, Series, Subject};
use bibliobus_index::{Index, Query, Question, Scan, ScanList, Sort, Stretch};
use proptest::prelude::*;

use crate::support::{Collection, build, record};

const NAMES: [&str; 9] = [
    "Ёжиков",
    "Еж, Иван",
    "Елагин",
    "Austen, Jane",
    "Ångström",
    "«Азбука»",
    "Йод",
    "12 стульев",
    "紫式部",
];

fn scan(collection: &Collection, list: ScanList, start: &str, limit: u32) -> Stretch {
    let wanted = Scan { list, start: start.into(), limit };
    let mut index = collection.open();
    collection.load_for(&mut index, &Question::Scan(wanted.clone()));
    index.scan(&wanted)
}

fn headings(stretch: &Stretch) -> Vec<&str> {
    stretch.headings.iter().map(|heading| heading.value.as_str()).collect()
}

fn letters(stretch: &Stretch) -> Vec<(&str, u32)> {
    stretch.beginnings.iter().map(|b| (b.text.as_str(), b.entries)).collect()
}

/// Records with so many names each, taken from a list of them in turn.
fn named(names: &[String]) -> Vec<Record> {
    let named = |(n, name): (usize, &String)| {
        let mut record = record(&format!("{n:05}"), name, name);
        record.subjects = vec![Subject { heading: name.clone(), ..Subject::default() }];
        record.series = vec![Series { title: name.clone(), number: None }];
        record
    };
    names.iter().enumerate().map(named).collect()
}

#[test]
fn headings_stand_as_a_librarian_files_them_under_their_letters() {
    let names: Vec<String> = NAMES.iter().map(|&name| name.into()).collect();
    let collection = build(&named(&names));
    for list in [ScanList::Creators, ScanList::Subjects, ScanList::Series] {
        let all = scan(&collection, list, "", 100);
        assert_eq!(
            headings(&all),
            [
                "12 стульев",
                "Ångström",
                "Austen, Jane",
                "«Азбука»",
                "Еж, Иван",
                "Ёжиков",
                "Елагин",
                "Йод",
                "紫式部",
            ],
            "{list:?}"
        );
        let expected = [("0", 1), ("a", 2), ("а", 1), ("е", 3), ("й", 1), ("一", 1)];
        assert_eq!(letters(&all), expected);
        assert!(!all.has_more && !all.is_about && !all.partial);
    }
}

#[test]
fn a_stretch_begins_where_it_is_asked_to_and_says_whether_there_is_more() {
    let names: Vec<String> = NAMES.iter().map(|&name| name.into()).collect();
    let collection = build(&named(&names));
    let from = |start: &str, limit| {
        let stretch = scan(&collection, ScanList::Creators, start, limit);
        let titles = scan(&collection, ScanList::Titles, start, limit);
        let of_titles: Vec<&str> =
            titles.titles.iter().map(|brief| brief.title.as_str()).collect();
        assert_eq!(headings(&stretch), of_titles, "from {start}");
        assert_eq!(stretch.has_more, titles.has_more);
        (stretch.headings.first().map(|heading| heading.value.clone()), stretch.has_more)
    };
    assert_eq!(from("е", 2), (Some("Еж, Иван".into()), true));
    assert_eq!(from("ЁЖИК", 3), (Some("Ёжиков".into()), true));
    assert_eq!(from("ёжик", 4), (Some("Ёжиков".into()), false));
    assert_eq!(from("б", 9), (Some("Еж, Иван".into()), false), "what follows");
    assert_eq!(from("0", 1), (Some("12 стульев".into()), true));
    assert_eq!(from("一", 1), (Some("紫式部".into()), false));
    assert_eq!(from("龠", 1), (None, false));
}

#[test]
fn a_heading_counts_its_records_and_titles_are_those_of_the_records() {
    let mut records = named(&vec!["Толстой, Лев".to_owned(); 3]);
    records.push(record("9", "The War", "Austen, Jane"));
    records[3].languages = vec!["eng".into()];
    let collection = build(&records);
    let creators = scan(&collection, ScanList::Creators, "", 9);
    let counts: Vec<u32> =
        creators.headings.iter().map(|heading| heading.count).collect();
    assert_eq!(
        (headings(&creators), counts),
        (vec!["Austen, Jane", "Толстой, Лев"], vec![1, 3])
    );
    let titles = scan(&collection, ScanList::Titles, "w", 9);
    let ids: Vec<&str> = titles.titles.iter().map(|brief| brief.id.as_str()).collect();
    assert_eq!(ids, ["9", "00000", "00001", "00002"], "the article is passed over");
    assert_eq!(letters(&titles), [("w", 1), ("т", 3)]);
}

#[test]
fn a_letter_of_a_long_list_takes_few_files() {
    let names: Vec<String> = (0..12_000u32)
        .map(|n| format!("{:05}", n * 7919 % 30_011))
        .map(in_letters)
        .collect();
    let collection = build(&named(&names));
    let mut sorted = names.clone();
    sorted.sort();
    sorted.dedup();
    let mut index = collection.open();
    let question = |start: &str| {
        Question::Scan(Scan { list: ScanList::Creators, start: start.into(), limit: 50 })
    };
    collection.load_for(&mut index, &question(""));
    let letters = index.scan(&Scan { limit: 0, ..Scan::default() }).beginnings;
    assert!(letters.len() > 100 && letters.len() < 1200, "{}", letters.len());
    for letter in letters.iter().step_by(7) {
        let wants = count_wants(&collection, &mut index, &question(&letter.text));
        assert!(wants <= 2, "{} takes {wants}", letter.text);
        let scan =
            Scan { list: ScanList::Creators, start: letter.text.clone(), limit: 50 };
        let stretch = index.scan(&scan);
        let at = sorted.partition_point(|name| *name < letter.text);
        let expected: Vec<&str> =
            sorted[at..].iter().take(50).map(String::as_str).collect();
        assert_eq!(headings(&stretch), expected, "{}", letter.text);
        let of_letter =
            sorted.iter().filter(|name| name.starts_with(&letter.text)).count();
        assert_eq!(letter.entries as usize, of_letter, "{}", letter.text);
    }
}

/// Of a long list those that a single record has were left out.
#[test]
fn a_heading_of_one_record_stands_in_a_list_of_any_length() {
    let subject = |n: u32| Subject { heading: format!("s{n:05}"), ..Subject::default() };
    let records: Vec<Record> = (0..210)
        .map(|n| {
            let mut record = record(&format!("{n:03}"), "Книга", "");
            record.subjects = (n * 100..n * 100 + 100).map(subject).collect();
            record
        })
        .collect();
    let collection = build(&records);
    let last = scan(&collection, ScanList::Subjects, "s20997", 9);
    assert_eq!(headings(&last), ["s20997", "s20998", "s20999"]);
    assert!(last.headings.iter().all(|heading| heading.count == 1));
}

/// Digits as letters, so that they stand under more than one.
fn in_letters(digits: String) -> String {
    digits.bytes().map(|digit| char::from(digit - b'0' + b'a')).collect()
}

/// How many files a question takes that were not there.
fn count_wants(collection: &Collection, index: &mut Index, question: &Question) -> usize {
    let mut count = 0;
    loop {
        let wants = index.wants(question);
        if wants.is_empty() {
            return count;
        }
        count += wants.len();
        for want in wants {
            index.load(want.file, &collection.chunks[&want.file]).unwrap();
        }
    }
}

fn drawn() -> impl Strategy<Value = Vec<Record>> {
    let creators = prop::collection::vec(prop::sample::select(&NAMES[..]), 0..4);
    let title = "[ «]?[АБЕЁЖйa-c0-9 -]{0,6}";
    prop::collection::vec((creators, title), 0..250).prop_map(|drawn| {
        let record = |(n, (creators, title)): (usize, (Vec<&str>, String))| {
            let mut record = record(&format!("r{n:03}"), &title, "");
            let creator =
                |name: &str| Creator { name: name.into(), ..Creator::default() };
            record.creators = creators.into_iter().map(creator).collect();
            record
        };
        drawn.into_iter().enumerate().map(record).collect()
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn the_whole_list_has_every_value_once_with_its_records(records in drawn()) {
        let mut expected: BTreeMap<String, u32> = BTreeMap::new();
        for record in &records {
            let mut names: Vec<&str> = record.creators.iter().map(|c| c.name.as_str()).collect();
            names.sort_unstable();
            names.dedup();
            for name in names {
                *expected.entry(name.to_owned()).or_default() += 1;
            }
        }
        let all = scan(&build(&records), ScanList::Creators, "", 1000);
        let found: BTreeMap<String, u32> =
            all.headings.iter().map(|heading| (heading.value.clone(), heading.count)).collect();
        prop_assert_eq!(found.len(), all.headings.len());
        prop_assert_eq!(found, expected);
        let of_letters: u32 =
            all.beginnings.iter().filter(|b| b.text.chars().count() == 1).map(|b| b.entries).sum();
        prop_assert_eq!(of_letters as usize, all.headings.len());
    }

    #[test]
    fn titles_stand_as_the_order_by_title_has_them(records in drawn(), limit in 1u32..60) {
        let collection = build(&records);
        let query = Query { sort: Sort::Title, limit: 1000, ..Query::default() };
        let hits = collection.search(&query).hits;
        let sorted: Vec<&str> = hits.iter().map(|hit| hit.brief.title.as_str()).collect();
        let all = scan(&collection, ScanList::Titles, "", 1000);
        let titles = |stretch: &Stretch| -> Vec<String> {
            stretch.titles.iter().map(|brief| brief.title.clone()).collect()
        };
        prop_assert_eq!(titles(&all), sorted);
        for letter in &all.beginnings {
            let from = scan(&collection, ScanList::Titles, &letter.text, limit);
            let all = titles(&all);
            let found = titles(&from);
            // Each stretch is a part of the whole list, and what is behind it is as long as said.
            let at = all.windows(found.len().max(1)).position(|part| part == found);
            let at = at.expect("a stretch of the list");
            prop_assert_eq!(from.has_more, at + found.len() < all.len());
            let later: u32 = from.beginnings.iter()
                .filter(|b| b.text.chars().count() == 1 && b.text >= letter.text)
                .map(|b| b.entries)
                .sum();
            if letter.text.chars().count() == 1 && limit as usize > all.len() {
                prop_assert_eq!(found.len(), later as usize);
            }
        }
    }
}
