//! What a half-typed query may become, and what is marked in a hit.

use bibliobus_catalog::{Creator, Record, Subject};
use bibliobus_index::{Index, Query, Question, Suggestion, Suggestions};
use proptest::prelude::*;

use crate::support::{Collection, build, record, works};

fn suggest(collection: &Collection, text: &str) -> Suggestions {
    let mut index = collection.open();
    collection.load_for(&mut index, &Question::Suggest(text.into()));
    let suggestions = index.suggest(text);
    assert!(!suggestions.partial);
    suggestions
}

fn texts(suggestions: &[Suggestion]) -> Vec<&str> {
    suggestions.iter().map(|suggestion| suggestion.text.as_str()).collect()
}

#[test]
fn titles_creators_and_subjects_are_suggested_each_in_its_group() {
    let mut records = works();
    for n in 0..3 {
        let mut more = record(&format!("m{n}"), "Война миров", "Толстой, Алексей");
        let subject =
            |heading: &str| Subject { heading: heading.into(), ..Subject::default() };
        more.subjects.push(subject("World War, 1939-1945"));
        more.subjects.push(subject("World war, 1939-1945"));
        more.subjects.push(subject("Толстовство"));
        records.push(more);
    }
    let collection = build(&records);
    let typed = suggest(&collection, "толст");
    assert_eq!(texts(&typed.creators), ["Толстой, Алексей", "Толстой, Лев Николаевич"]);
    assert_eq!(typed.creators[0].count, 3);
    assert_eq!(texts(&typed.subjects), ["Толстовство"]);
    assert_eq!(typed.titles.len(), 2);
    // The first title is that of three records, the second leads to its own.
    let counts: Vec<(u32, bool)> =
        typed.titles.iter().map(|title| (title.count, title.id.is_some())).collect();
    assert!(counts.contains(&(3, false)) && counts.contains(&(1, true)));
    // In any order, and once for two that differ in capitals.
    assert_eq!(
        texts(&suggest(&collection, "лев толс").creators),
        ["Толстой, Лев Николаевич"]
    );
    assert_eq!(texts(&suggest(&collection, "wor war").subjects).len(), 1);
    assert_eq!(suggest(&collection, ""), Suggestions::default());
}

#[test]
fn a_rare_heading_among_many_is_suggested_by_its_beginning() {
    let mut records: Vec<Record> = Vec::new();
    for n in 0..3000 {
        let mut record = record(&format!("{n}"), &format!("Книга {n}"), "");
        let name = format!("Автор{n:04}, Иван");
        record.creators.push(Creator { name, ..Creator::default() });
        records.push(record);
    }
    let collection = build(&records);
    for typed in ["автор2717", "иван автор2717", "Автор2717, Ив"] {
        let suggestions = suggest(&collection, typed);
        assert_eq!(texts(&suggestions.creators), ["Автор2717, Иван"], "{typed}");
    }
    // Many begin so: never more than four.
    assert_eq!(suggest(&collection, "автор").creators.len(), 4);
}

fn loaded(collection: &Collection, query: &Query) -> Index {
    let mut index = collection.open();
    collection.load_for(&mut index, &Question::Search(query.clone()));
    index
}

#[test]
fn what_matched_is_marked_in_titles_and_creators() {
    let collection = build(&works());
    let query = Query::new("войны толст");
    let results = loaded(&collection, &query).search(&query);
    let hit = &results.hits[0];
    let part = |range: &bibliobus_index::Range, text: &str| {
        text[range.start as usize..range.end as usize].to_owned()
    };
    let in_title: Vec<String> =
        hit.in_title.iter().map(|range| part(range, &hit.brief.title)).collect();
    assert_eq!(in_title, ["Война"]);
    assert_eq!(part(&hit.in_creators[0][0], &hit.brief.creators[0]), "Толстой");
    let query = Query::new("紅樓夢");
    let results = loaded(&collection, &query).search(&query);
    let original = results.hits[0].brief.original_title.clone().unwrap();
    assert_eq!(part(&results.hits[0].in_original_title[0], &original), "紅樓夢");
}

#[test]
fn a_summary_is_marked_and_cut_to_what_matched() {
    let collection = build(&works());
    let query = Query::new("поездка");
    let index = loaded(&collection, &query);
    let text = "Повесть о поездке к отцу на край тайги.";
    assert_eq!(index.matches_in(&query, text).len(), 1);
    let snippet = index.matcher(&query).snippet(text, 24).unwrap();
    assert!(snippet.text.contains("поездке") && snippet.has_after);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    /// Ranges are in order, apart, and cut no letter in two.
    #[test]
    fn any_text_is_marked_soundly(
        text in "[\\p{L}\\p{M}\\p{N}\\p{P} 樓紅й\u{306}]{0,60}",
        words in "[\\p{L}樓紅]{1,3} [а-яa-z]{1,2}",
        len in 1usize..80,
    ) {
        thread_local!(static INDEX: Index = build(&[]).open());
        INDEX.with(|index| {
            let query = Query::new(format!("{words} {}", text.chars().rev().take(3).collect::<String>()));
            let matcher = index.matcher(&query);
            let mut end = 0;
            for range in matcher.ranges(&text) {
                assert!(range.start >= end && range.end > range.start);
                assert!(text.get(range.start as usize..range.end as usize).is_some());
                end = range.end;
            }
            if let Some(snippet) = matcher.snippet(&text, len) {
                assert!(snippet.text.chars().count() <= len.max(text.chars().count().min(len)));
                for range in &snippet.matches {
                    assert!(snippet.text.get(range.start as usize..range.end as usize).is_some());
                }
            }
        });
    }
}
