//! What a reader types, and what a reader finds.

use bibliobus_catalog::{CallNumber, Holding, Item, Merged, Record, Reference, Subject};
use bibliobus_index::{Matching, Query, Question, Step};

use crate::support::{build, record, works};

/// The record with the number 11 could not be opened, though it was there: some hundred others had
/// 11 as an inventory number, and lists of that length lie apart from the dictionary.
#[test]
fn a_record_is_found_by_its_id_however_many_copies_have_that_number() {
    let with_number = |id: &str, number: &str| {
        let mut record = record(id, "Книга", "");
        let inventory = Some(number.to_owned());
        let items = vec![Item { inventory, ..Item::default() }];
        record.holdings.push(Holding { items, ..Holding::default() });
        record
    };
    let mut records: Vec<Record> =
        (1000..1300).map(|n| with_number(&n.to_string(), "11")).collect();
    records.push(with_number("11", "7"));
    let mut other = with_number("12", "11");
    other.merged.push(Merged { id: "1-1".into(), ..Merged::default() });
    records.push(other);
    let collection = build(&records);
    let mut index = collection.open();
    for (id, expected) in
        [("11", Some("11")), ("1-1", Some("12")), ("1100", Some("1100")), ("7", None)]
    {
        collection.load_for(&mut index, &Question::Record(id.into()));
        let found = index.record(&id.into()).map(|record| record.id);
        assert_eq!(found.as_deref(), expected, "{id}");
    }
}

#[test]
fn readers_find_what_they_mean() {
    let collection = build(&works());
    let cases: [(&str, &[&str]); 28] = [
        ("война и мир", &["w1", "w2"]),
        ("войну и мира ", &["w1", "w2"]),
        ("ВОЙНА толстой", &["w1"]),
        ("war tolstoy", &["w2"]),
        ("толс", &["w1"]),
        ("author:tolstoy peace", &["w2", "w12"]),
        ("автор:Толстой", &["w1"]),
        ("tolstoy -war", &["w12"]),
        ("\"peace movement\"", &["w12"]),
        ("\"movement peace\"", &[]),
        ("чайка OR ёлка ", &["w4"]),
        ("йод ИЛИ иод ", &["w11", "w10"]),
        ("year:1860..1870", &["w1"]),
        ("language:eng война", &["w2"]),
        ("елка", &["w4"]),
        ("Ёлки", &["w4"]),
        ("йод", &["w10"]),
        ("иод", &["w11"]),
        ("1984", &["w5"]),
        ("It", &["w6"]),
        ("она", &["w7"]),
        ("the the ", &["w8", "w12"]),
        ("c++", &["w9"]),
        ("紅樓夢", &["w3"]),
        ("0-306-40615-2", &["w2"]),
        ("shelf:84(2) т53", &["w1"]),
        ("peace -war", &["w12"]),
        ("zzz", &[]),
    ];
    for (text, expected) in cases {
        assert_eq!(collection.ids(text), expected, "{text}");
    }
}

#[test]
fn what_finds_nothing_is_mended_and_the_answer_says_how() {
    let collection = build(&works());
    type Changes = &'static [(&'static str, &'static str, Step)];
    let cases: [(&str, &str, Changes); 9] = [
        ("войнаа и мир ", "w1", &[("войнаа", "война", Step::Spelling)]),
        ("tolsty peace", "w2", &[("tolsty", "tolstoy", Step::Spelling)]),
        (
            "програмиравания ",
            "w9",
            &[("програмиравания", "программирования", Step::Spelling)],
        ),
        ("djqyf b vbh", "w1", &[("djqyf b vbh", "война и мир", Step::Layout)]),
        ("Орвелл 1984 ", "w5", &[("орвелл", "orwell", Step::Transliteration)]),
        (
            "tolstoi voina",
            "w1",
            &[
                ("tolstoi", "толстой", Step::Transliteration),
                ("voina", "война", Step::Transliteration),
            ],
        ),
        ("вой на и мир ", "w1", &[("вой на", "война", Step::Spacing)]),
        ("title:orwell ", "w5", &[("orwell", "orwell", Step::OtherFields)]),
        ("война и мир зззз ", "w1", &[("зззз", "", Step::FewerWords)]),
    ];
    for (text, first, expected) in cases {
        let query = Query::new(text);
        let results = collection.search(&query);
        assert_eq!(
            results.hits.first().map(|hit| hit.id.as_str()),
            Some(first),
            "{text}"
        );
        let changes: Vec<(&str, &str, Step)> =
            results.changes.iter().map(|c| (&*c.from, &*c.to, c.step)).collect();
        assert_eq!(changes, expected, "{text}");
        let results = collection.search(&Query { as_typed: true, ..query });
        assert!(results.changes.is_empty(), "{text}");
    }
}

#[test]
fn a_query_that_finds_what_it_says_is_not_changed() {
    let collection = build(&works());
    for text in ["война и мир", "толс", "It", "c++", "0-306-40615-2", "йод", "елки"]
    {
        assert_eq!(collection.search(&Query::new(text)).changes, [], "{text}");
    }
}

#[test]
fn a_barcode_and_a_call_number_lead_to_their_record() {
    let collection = build(&works());
    for text in ["C-000117", "c000117", "84(2) Т 53", "84(2)т53", "84(2) T53"] {
        assert_eq!(
            collection.ids(text).first().map(String::as_str),
            Some("w1"),
            "{text}"
        );
    }
}

#[test]
fn where_few_records_have_all_words_those_with_most_follow() {
    let collection = build(&works());
    let results = collection.search(&Query::new("history of the war movement "));
    assert_eq!(results.matching, Matching::Most);
    assert_eq!(results.hits.first().map(|hit| hit.id.as_str()), Some("w12"));
    let all = collection.search(&Query::new("history of the peace movement "));
    assert_eq!(all.hits.first().map(|hit| hit.id.as_str()), Some("w12"));
}

#[test]
fn a_page_of_hits_follows_the_one_before() {
    let records: Vec<_> =
        (0..40).map(|n| record(&format!("{n:02}"), &format!("Книга {n}"), "")).collect();
    let collection = build(&records);
    let page = |offset| {
        let results =
            collection.search(&Query { offset, limit: 15, ..Query::new("книга") });
        assert_eq!(results.total, 40);
        results.hits.into_iter().map(|hit| hit.id).collect::<Vec<_>>()
    };
    let all: Vec<String> = [page(0), page(15), page(30)].concat();
    assert_eq!((all.len(), collection.ids("книга")), (40, all));
}

#[test]
fn a_record_comes_back_as_it_was_added() {
    let collection = build(&works());
    for work in works() {
        let mut index = collection.open();
        collection.load_for(&mut index, &Question::Record(work.id.clone()));
        assert_eq!(index.record(&work.id), Some(work));
    }
    let mut index = collection.open();
    let nobody = "nobody".to_owned();
    collection.load_for(&mut index, &Question::Record(nobody.clone()));
    assert_eq!(index.record(&nobody), None);
}

#[test]
fn without_files_an_answer_is_partial_and_never_a_false_nothing() {
    let collection = build(&works());
    let query = Query::new("война");
    let mut index = collection.open();
    assert!(index.search(&query).partial);
    for _ in 0..10 {
        let wants = index.wants(&Question::Search(query.clone()));
        let Some(want) = wants.first() else { break };
        assert!(index.search(&query).partial);
        index.load(want.file, &collection.chunks[&want.file]).unwrap();
    }
    let results = index.search(&query);
    assert!(!results.partial && results.total == 2);
}

#[test]
fn the_files_of_a_collection_are_all_its_chunks() {
    let collection = build(&works());
    let mut index = collection.open();
    collection.load_for(&mut index, &Question::Files);
    let files: Vec<_> = index.files().iter().map(|want| want.file).collect();
    assert_eq!(files, collection.chunks.keys().copied().collect::<Vec<_>>());
    assert_eq!(
        index.bytes(),
        collection.chunks.values().map(|c| c.len() as u64).sum::<u64>()
    );
    assert_eq!(index.parts().iter().map(|part| part.1).sum::<u64>(), index.bytes());
}

#[test]
fn an_explanation_comes_to_the_score_of_the_hit() {
    let collection = build(&works());
    let query = Query::new("война толстой");
    let mut index = collection.open();
    collection.load_for(&mut index, &Question::Search(query.clone()));
    let hit = index.search(&query).hits.into_iter().next().unwrap();
    for _ in 0..10 {
        for want in index.wants_to_explain(&query, &hit.id) {
            index.load(want.file, &collection.chunks[&want.file]).unwrap();
        }
    }
    let explanation = index.explain(&query, &hit.id).unwrap();
    assert_eq!(explanation.value.to_bits(), hit.score.to_bits());
    assert!(explanation.to_string().contains("толстой: idf"));
}

#[test]
fn hostile_records_are_indexed_like_any_other() {
    let mut empty = record("", "", "");
    empty.id = "empty".into();
    let huge = record("huge", &"слово ".repeat(9_000), "");
    let control = record("control", "a\u{0}b\u{1}c\u{7f}\u{feff}d", "\u{202e}");
    let collection = build(&[empty, huge, control]);
    assert_eq!(collection.ids("слово"), ["huge"]);
    assert_eq!(collection.ids("b "), ["control"]);
}

#[test]
fn an_empty_collection_answers_nothing_found() {
    let results = build(&[]).search(&Query::new("война"));
    assert_eq!((results.total, results.partial), (0, false));
}

#[test]
fn a_name_that_only_an_authority_has_leads_to_the_record_behind_those_that_have_it() {
    let reference = |heading: &str, form: &str| Reference {
        heading: heading.into(),
        see_from: vec![form.into()],
        ..Reference::default()
    };
    let mut tom = record("t1", "The adventures of Tom Sawyer", "Twain, Mark");
    tom.references = vec![reference("Twain, Mark", "Clemens, Samuel Langhorne")];
    let mut mother = record("t2", "Мать", "Горький, Максим");
    mother.references = vec![reference("Горький, Максим", "Пешков, Алексей")];
    let mut study = record("t3", "A study", "Smith, John");
    study.subjects.push(Subject { heading: "Twain, Mark".into(), ..Subject::default() });
    study.references = vec![reference("Twain, Mark", "Clemens, Samuel Langhorne")];
    let other = record("t4", "Metal work", "Clemens, Samuel");
    let mut records = works();
    records.extend([tom, mother, study, other]);
    let collection = build(&records);
    let cases: [(&str, &[&str]); 7] = [
        ("clemens tom", &["t1"]),
        ("author:clemens", &["t4", "t1"]),
        ("clemens sawyer", &["t1"]),
        ("subject:twain", &["t3"]),
        ("Пешков", &["t2"]),
        ("пешкова мать", &["t2"]),
        ("twain", &["t1", "t3"]),
    ];
    assert_eq!(collection.ids("Clemens, Samuel").len(), 3);
    assert_eq!(collection.ids("Clemens, Samuel")[0], "t4");
    for (text, expected) in cases {
        assert_eq!(collection.ids(text), expected, "{text}");
    }
}

#[test]
fn editions_of_a_work_are_found_by_the_key_that_each_of_them_tells() {
    let mut records = works();
    let mut again = record("e1", "ВОЙНА И МИР", "Толстой, Л. Н.");
    again.title.remainder = Some("роман".into());
    let mut translated = record("e2", "Krieg und Frieden", "Толстой, Лев Николаевич");
    translated.uniform_title = Some("Война и мир".into());
    let alone = record("e3", "Анна Каренина", "Толстой, Лев Николаевич");
    records.extend([again, translated, alone]);
    let collection = build(&records);
    let work = |id: &str| {
        let mut index = collection.open();
        collection.load_for(&mut index, &Question::Record(id.into()));
        index.record(&id.to_owned()).unwrap().work
    };
    let key = work("w1").unwrap();
    assert_eq!((work("e1"), work("e2")), (Some(key.clone()), Some(key.clone())));
    assert_eq!(work("e3"), None, "the only edition has nothing to lead to");
    let mut found = collection.ids(&format!("work:{key}"));
    found.sort();
    assert_eq!(found, ["e1", "e2", "w1"]);
    assert_eq!(collection.ids("work:0000000000"), Vec::<String>::new());
}

#[test]
fn numbers_without_end_hide_no_other_record() {
    let endless = "7".repeat(20_000);
    let mut records = works();
    let mut hostile = record(&format!("x{endless}"), "Endless", "");
    hostile.holdings.push(Holding {
        call_number: Some(CallNumber { class: endless.clone(), ..CallNumber::default() }),
        items: vec![Item { barcode: Some(format!("Б{endless}")), ..Item::default() }],
        ..Holding::default()
    });
    records.push(hostile.clone());
    let collection = build(&records);
    assert_eq!(collection.ids("shelf:84(2) т53"), ["w1"]);
    assert_eq!(collection.ids("endless"), [hostile.id.as_str()]);
    for id in ["w1".to_owned(), "w12".to_owned(), hostile.id] {
        let mut index = collection.open();
        collection.load_for(&mut index, &Question::Record(id.clone()));
        assert_eq!(index.record(&id).map(|record| record.id), Some(id));
    }
}
