//! Narrowing what is found, and what helps to find it. No browser.

use bibliobus::{
    Asked, Ends, Group, Search, bars, below, offers, pieces, shelves, shown_values, step,
};
use bibliobus_worker::{
    Change, Counts, Facet, FacetCounts, Filter, Query, Range, Results, Sort, Step,
    Suggestion, Suggestions, Value,
};

fn found() -> Results {
    Results { total: 1, ..Results::default() }
}

fn asked(text: &str) -> (Search, Query) {
    let mut search = Search::default();
    search.ask(text);
    let query = search.query().expect("there are words");
    (search, query)
}

mod narrowing {
    use super::*;

    fn value(value: &str, count: u32) -> Value {
        Value { value: value.into(), count }
    }

    #[test]
    fn looking_around_begins_with_the_scheme_and_the_values_that_have_the_most() {
        let classes =
            [value("bbk:8", 9), value("bbk:84", 5), value("udc:5", 7), value("udc:9", 3)];
        let udc = vec![value("udc:5", 7), value("udc:9", 3)];
        assert_eq!(shelves(Facet::Class, &classes), [udc, vec![value("bbk:8", 9)]]);
        let languages: Vec<Value> =
            (0..20).map(|n| value(&format!("l{n}"), 40 - n)).collect();
        let (seen, rest) = languages.split_at(12);
        assert_eq!(shelves(Facet::Language, &languages), [seen, rest]);
        assert_eq!(shelves(Facet::Language, seen), [seen]);
        assert!(shelves(Facet::Class, &[]).is_empty());
    }

    #[test]
    fn the_classes_below_one_are_the_next_that_records_have() {
        let all = ["ddc:5", "ddc:512", "ddc:51", "ddc:53", "udc:5", "udc:821", "udc:82"];
        let below = |class: &str| -> Vec<String> {
            below(&values(&all), class).into_iter().map(|value| value.value).collect()
        };
        assert_eq!(below("ddc:5"), ["ddc:51", "ddc:53"]);
        assert_eq!(below("ddc:51"), ["ddc:512"]);
        assert_eq!(below("udc:8"), ["udc:82"]);
        assert!(below("udc:5").is_empty());
    }

    fn values(values: &[&str]) -> Vec<Value> {
        values.iter().map(|v| value(v, 1)).collect()
    }

    fn shown(facet: Facet, all: &[Value], asked: &Asked, typed: &str) -> Vec<String> {
        let is_whole = !typed.is_empty();
        let shown = shown_values(facet, all, asked, is_whole, typed, str::to_uppercase);
        shown.into_iter().map(|value| value.value).collect()
    }

    #[test]
    fn a_value_is_taken_and_let_go() {
        let mut asked = Asked::new("чай");
        asked.toggle(Facet::Language, "rus");
        assert!(asked.has(Facet::Language, "rus"));
        asked.turn(Facet::Language, "rus");
        assert!(!asked.has(Facet::Language, "rus") && asked.filters.len() == 1);
        asked.toggle(Facet::Language, "rus");
        assert_eq!(asked.filters, []);
    }

    #[test]
    fn the_engine_is_asked_with_filters_and_order() {
        let mut search = asked("чай").0;
        search.more();
        search.narrow(|asked| asked.toggle(Facet::Material, "map"));
        search.narrow(|asked| asked.sort = Sort::Title);
        let query = search.query().expect("there are words");
        let filter =
            Filter { facet: Facet::Material, value: "map".into(), is_excluded: false };
        assert_eq!(
            (query.filters, query.sort, query.limit),
            (vec![filter], Sort::Title, 20)
        );
    }

    #[test]
    fn filters_stay_while_words_change_and_go_with_the_last_word() {
        let mut search = asked("чай").0;
        search.narrow(|asked| asked.toggle(Facet::Material, "map"));
        search.narrow(|asked| asked.as_typed = true);
        search.ask("чайка");
        assert!(search.asked().has(Facet::Material, "map"));
        assert!(!search.asked().as_typed, "that was said of the words before");
        search.ask("");
        assert_eq!(search.asked(), &Asked::default());
    }

    #[test]
    fn of_classes_on_one_branch_the_last_one_counts() {
        let mut asked = Asked::new("чай");
        for class in ["udc:9", "udc:5", "udc:94"] {
            asked.toggle(Facet::Class, class);
        }
        assert!(asked.has(Facet::Class, "udc:94") && asked.has(Facet::Class, "udc:5"));
        assert!(!asked.has(Facet::Class, "udc:9"));
    }

    #[test]
    fn the_tree_of_classes_is_open_where_one_is_taken() {
        let all = values(&["udc:9", "udc:8", "udc:94", "udc:82", "udc:94(47)"]);
        let mut asked = Asked::new("чай");
        assert_eq!(shown(Facet::Class, &all, &asked, ""), ["udc:8", "udc:9"]);
        asked.toggle(Facet::Class, "udc:94");
        let open = ["udc:8", "udc:9", "udc:94", "udc:94(47)"];
        assert_eq!(shown(Facet::Class, &all, &asked, ""), open);
    }

    #[test]
    fn a_long_facet_shows_the_first_and_those_taken_and_can_be_searched() {
        let names: Vec<String> = (0..20).map(|n| format!("n{n}")).collect();
        let all: Vec<Value> = names.iter().map(|name| value(name, 1)).collect();
        let mut asked = Asked::new("чай");
        asked.toggle(Facet::Creator, "n15");
        asked.toggle(Facet::Creator, "elsewhere");
        let few = ["n0", "n1", "n2", "n3", "n4", "n5", "n6", "n15", "elsewhere"];
        assert_eq!(shown(Facet::Creator, &all, &asked, ""), few);
        assert_eq!(shown(Facet::Creator, &all, &asked, " N19"), ["n19"]);
    }

    #[test]
    fn ends_that_shut_nothing_out_are_open() {
        let ends = Ends::of(&values(&["1900", "1950", "2000"])).expect("two years");
        assert_eq!(ends, Ends { first: 1900, last: 2000 });
        assert_eq!(ends.narrowed(1900, 2000), (None, None));
        assert_eq!(ends.narrowed(1950, 2000), (Some(1950), None));
        assert_eq!(ends.narrowed(1960, 1950), (Some(1950), Some(1960)));
        assert_eq!(Ends::of(&values(&["1900"])), None);
        let mut asked = Asked::new("чай");
        asked.within_years(Some(1950), None);
        assert_eq!(asked.years(), (Some(1950), None));
        asked.within_years(None, None);
        assert_eq!(asked.filters, []);
    }

    #[test]
    fn every_year_is_in_a_bar() {
        let years = [value("1900", 2), value("1901", 1), value("1999", 4), value("x", 9)];
        let bars = bars(&years, Ends { first: 1900, last: 1999 }, 10);
        let heights: Vec<f64> = bars.iter().map(|(height, _)| *height).collect();
        assert_eq!(heights, [0.75, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 1.0]);
        assert_eq!(bars.first().map(|bar| bar.1), Some(1905));
    }

    #[test]
    fn counts_of_other_hits_are_dropped() {
        let (mut search, query) = asked("чай");
        assert_eq!(search.counting(&[Facet::Year], 8), None, "the list comes first");
        search.answer(query, Ok(found()));
        let counting = search.counting(&[Facet::Material], 8).expect("the list is there");
        let facet = FacetCounts { facet: Facet::Material, values: vec![value("map", 1)] };
        let counts = Counts { total: 1, facets: vec![facet], ..Counts::default() };
        search.count(counting.clone(), counts.clone());
        assert!(search.has_counts(&counting));
        assert_eq!(search.values(Facet::Material), Some(&[value("map", 1)][..]));
        assert_eq!(search.values(Facet::Year), None);

        search.ask("чайка");
        search.count(counting, Counts::default());
        assert_eq!(
            search.counts(),
            Some(&counts),
            "until those of the new words are there"
        );
    }

    #[test]
    fn another_order_counts_nothing_anew() {
        let (mut search, query) = asked("чай");
        search.answer(query, Ok(found()));
        let before = search.counting(&[Facet::Year], 8);
        search.narrow(|asked| asked.sort = Sort::Newest);
        let query = search.query().expect("there are words");
        search.answer(query, Ok(found()));
        assert_eq!(search.counting(&[Facet::Year], 8), before);
    }
}

mod helping {
    use super::*;

    fn suggestion(text: &str, id: Option<&str>) -> Suggestion {
        Suggestion { text: text.into(), count: 1, id: id.map(Into::into) }
    }

    #[test]
    fn suggestions_for_other_words_or_in_part_are_not_shown() {
        let (mut search, _) = asked("чай");
        let some = Suggestions {
            creators: vec![suggestion("Чайковский", None)],
            ..Suggestions::default()
        };
        search.suggest("ча".into(), some.clone());
        assert_eq!(search.suggestions(), None);
        search.suggest("чай".into(), Suggestions { partial: true, ..some.clone() });
        assert_eq!(search.suggestions(), None);
        search.suggest("чай".into(), some.clone());
        assert_eq!(search.suggestions(), Some(&some));
        search.ask("чайк");
        assert_eq!(search.suggestions(), None);
    }

    #[test]
    fn offers_stand_in_groups_and_a_title_opens_its_record() {
        let some = Suggestions {
            titles: vec![suggestion("Чайка", Some("7"))],
            creators: vec![suggestion("Чайковский", None); 9],
            ..Suggestions::default()
        };
        let offers = offers(&some);
        let groups: Vec<Group> = offers.iter().map(|offer| offer.group).collect();
        use Group::{Creators, Titles};
        assert_eq!(groups, [Creators, Creators, Creators, Titles]);
        assert_eq!(offers.last().and_then(|offer| offer.opens.as_deref()), Some("7"));
    }

    #[test]
    fn arrows_go_round_through_the_box() {
        let down: Vec<_> =
            [None, Some(0), Some(1)].into_iter().map(|at| step(at, 2, true)).collect();
        assert_eq!(down, [Some(0), Some(1), None]);
        let up: Vec<_> =
            [None, Some(1), Some(0)].into_iter().map(|at| step(at, 2, false)).collect();
        assert_eq!(up, [Some(1), Some(0), None]);
        assert_eq!(step(None, 0, true), None);
    }

    #[test]
    fn marks_lose_nothing_of_the_text() {
        let range = |start, end| Range { start, end };
        let text = "Чайка над";
        assert_eq!(pieces(text, &[range(0, 6)]), [(true, "Чай"), (false, "ка над")]);
        let odd = [range(1, 3), range(6, 4), range(0, 99), range(11, 17), range(0, 2)];
        assert_eq!(pieces(text, &odd), [(false, "Чайка "), (true, "над")]);
        assert_eq!(pieces("", &odd), []);
        assert_eq!(pieces(text, &[]), [(false, text)]);
        let (long, ranges) =
            ("а ".repeat(1000), (0..1000).map(|n| range(n * 3, n * 3 + 2)));
        let long_pieces = pieces(&long, &ranges.collect::<Vec<_>>());
        assert_eq!(long_pieces.iter().filter(|(is_marked, _)| *is_marked).count(), 200);
        let all: String = long_pieces.into_iter().map(|(_, piece)| piece).collect();
        assert_eq!(all, long);
    }

    #[test]
    fn what_was_changed_belongs_to_its_answer() {
        let (mut search, query) = asked("ghbdtn");
        let change =
            Change {
                from: "ghbdtn".into(), to: "привет".into(), step: Step::Layout
            };
        let found = Results { changes: vec![change], ..found() };
        search.answer(query, Ok(found));
        assert_eq!(search.changes().len(), 1);
        search.narrow(|asked| asked.as_typed = true);
        assert_eq!(search.changes(), []);
        assert!(search.query().is_some_and(|query| query.as_typed));
    }
}
