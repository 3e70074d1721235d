//! The index agrees with a plain scan over the records.

use std::collections::BTreeSet;

use bibliobus_catalog::{Creator, Record, Subject};
use bibliobus_index::{Matching, Query};
use proptest::prelude::*;

use crate::support::build;

/// Words with different stems and different beginnings, so that a scan can compare letters.
const WORDS: [&str; 12] = [
    "война",
    "чайка",
    "ёлка",
    "книга",
    "море",
    "1984",
    "river",
    "stone",
    "cloud",
    "winter",
    "йога",
    "c++",
];

fn word() -> impl Strategy<Value = &'static str> {
    prop::sample::select(&WORDS[..])
}

fn text(words: std::ops::Range<usize>) -> impl Strategy<Value = String> {
    prop::collection::vec(word(), words).prop_map(|words| words.join(" "))
}

fn records() -> impl Strategy<Value = Vec<Record>> {
    let record = (text(0..5), text(0..3), text(0..4), text(0..9));
    prop::collection::vec(record, 0..300).prop_map(|records| {
        let number =
            |(n, (title, creator, subject, note)): (usize, (String, _, _, _))| {
                let mut record = Record { id: format!("r{n}"), ..Record::default() };
                record.title.proper = title;
                record.creators.push(Creator { name: creator, ..Creator::default() });
                record.subjects.push(Subject { heading: subject, ..Subject::default() });
                record.notes.push(note);
                record
            };
        records.into_iter().enumerate().map(number).collect()
    })
}

fn fields(record: &Record) -> [&str; 4] {
    [
        &record.title.proper,
        &record.creators[0].name,
        &record.subjects[0].heading,
        &record.notes[0],
    ]
}

fn has(record: &Record, word: &str) -> bool {
    fields(record).iter().any(|text| text.split(' ').any(|other| other == word))
}

fn scan(records: &[Record], is_hit: impl Fn(&Record) -> bool) -> BTreeSet<String> {
    records
        .iter()
        .filter(|record| is_hit(record))
        .map(|record| record.id.clone())
        .collect()
}

fn found(records: &[Record], text: &str) -> (BTreeSet<String>, u32, Matching) {
    found_by(records, &Query { limit: 1000, ..Query::new(text) })
}

fn found_as_typed(records: &[Record], text: &str) -> BTreeSet<String> {
    found_by(records, &Query { limit: 1000, as_typed: true, ..Query::new(text) }).0
}

fn found_by(records: &[Record], query: &Query) -> (BTreeSet<String>, u32, Matching) {
    let results = build(records).search(query);
    assert!(!results.partial);
    let ids = results.hits.into_iter().map(|hit| hit.id).collect();
    (ids, results.total, results.matching)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn records_with_all_words_are_found_and_counted(
        records in records(),
        query in prop::collection::btree_set(word(), 1..4),
    ) {
        let expected = scan(&records, |record| query.iter().all(|word| has(record, word)));
        let text = query.iter().copied().collect::<Vec<_>>().join(" ") + " ";
        let (ids, total, matching) = found(&records, &text);
        prop_assert_eq!(total as usize, ids.len());
        prop_assert!(ids.is_superset(&expected));
        if matching == Matching::All {
            prop_assert_eq!(ids, expected);
        } else {
            // Others are only given where few have all, and they have some.
            prop_assert!(expected.len() < 5);
            let some = scan(&records, |record| query.iter().any(|word| has(record, word)));
            prop_assert!(ids.is_subset(&some));
        }
    }

    #[test]
    fn a_beginning_finds_every_word_that_begins_so(
        records in records(),
        word in word(),
        letters in 2usize..4,
    ) {
        let beginning: String = word.chars().take(letters).collect();
        let expected = scan(&records, |record| has(record, word));
        let (ids, _, _) = found(&records, &beginning);
        prop_assert_eq!(ids, expected);
    }

    #[test]
    fn a_field_is_searched_alone(records in records(), word in word()) {
        let in_creator = |r: &Record| r.creators[0].name.split(' ').any(|other| other == word);
        let ids = found_as_typed(&records, &format!("author:{word} "));
        prop_assert_eq!(ids, scan(&records, in_creator));
    }

    #[test]
    fn either_of_two_words_will_do(records in records(), word in word(), other in word()) {
        let expected = scan(&records, |record| has(record, word) || has(record, other));
        let ids = found_as_typed(&records, &format!("{word} OR {other} "));
        prop_assert_eq!(ids, expected);
    }

    #[test]
    fn a_phrase_stands_in_the_title_as_it_is_written(
        records in records(),
        words in prop::collection::vec(word(), 2..4),
    ) {
        let has_phrase = |record: &Record| {
            let title: Vec<&str> = record.title.proper.split(' ').collect();
            title.windows(words.len()).any(|window| window == words)
        };
        let ids = found_as_typed(&records, &format!("title:\"{}\"", words.join(" ")));
        let expected = scan(&records, has_phrase);
        let has_all = |record: &Record| {
            words.iter().all(|word| record.title.proper.split(' ').any(|other| other == *word))
        };
        let candidates = scan(&records, has_all);
        if candidates.len() <= 64 {
            prop_assert_eq!(ids, expected);
        } else {
            prop_assert!(ids.is_superset(&expected) && ids.is_subset(&candidates));
        }
    }

    #[test]
    fn a_word_shut_out_is_in_no_hit(records in records(), word in word(), other in word()) {
        prop_assume!(word != other && other.chars().all(char::is_alphabetic));
        let expected = scan(&records, |record| has(record, word) && !has(record, other));
        let (ids, _, _) = found(&records, &format!("{word} -{other} "));
        prop_assert_eq!(ids, expected);
    }

    #[test]
    fn the_order_of_the_input_changes_no_byte(records in records(), seed in any::<u64>()) {
        let mut shuffled = records.clone();
        shuffled.sort_by_key(|record| {
            let number: u64 = record.id[1..].parse().unwrap();
            number.wrapping_mul(seed | 1).rotate_left(17)
        });
        prop_assert_eq!(build(&records), build(&shuffled));
    }

    /// Build and search reach the same analysis: in any script, a title finds its record.
    #[test]
    fn a_title_finds_its_record(
        title in "[\\p{L}\\p{M}\\p{N} ]{0,20}[a-zа-я][\\p{L}\\p{M}\\p{N} ]{0,20}",
    ) {
        let (ids, _, matching) = found(&[crate::support::record("1", &title, "")], &(title + " "));
        prop_assert_eq!((ids.len(), matching), (1, Matching::All));
    }

    #[test]
    fn any_text_is_answered(text in "\\PC*") {
        found(&[], &text);
    }
}
