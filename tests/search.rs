//! What the reader asks for, where that has its address, and how it is said. No browser.

use bibliobus::{
    Address, Asked, Config, Ends, Group, Language, Pace, Phase, Phrase, Routing, Search,
    Seen, Telling, Text, Theme, bars, decoded, encoded, marc_tag, offers, pieces,
    shown_values, step,
};
use bibliobus_catalog::{Material, Record};
use bibliobus_worker::{
    Brief, Change, Counts, Facet, FacetCounts, Filter, Hit, Matching, Problem, Query,
    Range, Results, Sort, Step, Suggestion, Suggestions, Value,
};

fn hit(id: &str) -> Hit {
    let brief = Brief { id: id.into(), title: format!("Title {id}"), ..Brief::default() };
    Hit { id: id.into(), brief, ..Hit::default() }
}

fn results(total: u32, ids: &[&str]) -> Results {
    Results { total, hits: ids.iter().map(|id| hit(id)).collect(), ..Results::default() }
}

fn asked(text: &str) -> (Search, Query) {
    let mut search = Search::default();
    search.ask(text);
    let query = search.query().expect("there are words");
    (search, query)
}

fn unreachable() -> Problem {
    Problem::Unreachable { file: "manifest.json".into() }
}

mod asking {
    use super::*;

    #[test]
    fn nothing_is_asked_before_there_are_words() {
        let mut search = Search::default();
        assert_eq!((search.phase(), search.query()), (Phase::Start, None));
        search.ask("   ");
        assert_eq!((search.phase(), search.query()), (Phase::Start, None));
    }

    #[test]
    fn space_before_the_words_does_not_ask_anew_but_space_after_them_does() {
        let query = |text| asked(text).1;
        assert_eq!(query("  чайка"), query("чайка"));
        assert_ne!(query("чайка "), query("чайка"));
    }

    #[test]
    fn an_answer_is_shown() {
        let (mut search, query) = asked("чайка");
        assert!(search.answer(query, Ok(results(1, &["1"]))));
        assert!(matches!(search.phase(), Phase::Found(found) if found.total == 1));
    }

    #[test]
    fn a_new_release_is_asked_again_and_the_old_results_stay_until_it_answers() {
        let (mut search, query) = asked("чайка");
        search.answer(query.clone(), Ok(results(1, &["old"])));
        search.renew();
        assert!(matches!(search.phase(), Phase::Found(found) if found.total == 1));
        assert!(search.answer(query, Ok(results(2, &["old", "new"]))));
        assert!(matches!(search.phase(), Phase::Found(found) if found.total == 2));
    }

    #[test]
    fn a_late_answer_never_replaces_a_newer_one() {
        let (mut search, early) = asked("чай");
        search.ask("чайка");
        let late = search.query().expect("there are words");
        assert!(search.answer(late, Ok(results(1, &["new"]))));
        assert!(!search.answer(early, Ok(results(9, &["old"]))));
        assert_eq!(search.hits().first().map(|hit| hit.id.as_str()), Some("new"));
    }

    #[test]
    fn what_was_found_stays_while_the_next_answer_is_on_its_way() {
        let (mut search, query) = asked("чай");
        search.answer(query, Ok(results(1, &["1"])));
        search.ask("чайк");
        assert!(matches!(search.phase(), Phase::Waiting(Some(_))));
        assert_eq!(search.hits().len(), 1);
    }

    #[test]
    fn a_problem_belongs_to_its_question() {
        let (mut search, query) = asked("чайка");
        search.answer(query, Err(unreachable()));
        assert_eq!(search.phase(), Phase::Failed(&unreachable()));
        assert_eq!(search.hits(), []);
        search.ask("вишнёвый сад");
        assert!(matches!(search.phase(), Phase::Waiting(_)));
    }

    #[test]
    fn trying_again_waits_again() {
        let (mut search, query) = asked("чайка");
        search.answer(query, Err(unreachable()));
        search.try_again();
        assert!(matches!(search.phase(), Phase::Waiting(None)));
    }

    #[test]
    fn more_is_there_until_all_is_shown() {
        let (mut search, query) = asked("чай");
        search.answer(query, Ok(results(3, &["1", "2"])));
        assert!(search.has_more());
        search.more();
        let more = search.query().expect("there are words");
        assert_eq!(more.limit, 40);
        search.answer(more, Ok(results(3, &["1", "2", "3"])));
        assert!(!search.has_more());
    }

    #[test]
    fn asking_anew_returns_to_the_first_page() {
        let (mut search, _) = asked("чай");
        search.more();
        search.ask("чайка");
        assert_eq!(search.query().map(|query| query.limit), Some(20));
    }

    #[test]
    fn most_of_the_words_is_not_all_of_them() {
        let (mut search, query) = asked("чайка над морем");
        let loose = Results { matching: Matching::Most, ..results(1, &["1"]) };
        search.answer(query, Ok(loose));
        assert!(search.is_loose());
    }
}

mod narrowing {
    use super::*;

    fn value(value: &str, count: u32) -> Value {
        Value { value: value.into(), count }
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
        search.answer(query, Ok(results(1, &["1"])));
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
        search.answer(query, Ok(results(1, &["1"])));
        let before = search.counting(&[Facet::Year], 8);
        search.narrow(|asked| asked.sort = Sort::Newest);
        let query = search.query().expect("there are words");
        search.answer(query, Ok(results(1, &["1"])));
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
    }

    #[test]
    fn what_was_changed_belongs_to_its_answer() {
        let (mut search, query) = asked("ghbdtn");
        let change =
            Change {
                from: "ghbdtn".into(), to: "привет".into(), step: Step::Layout
            };
        let found = Results { changes: vec![change], ..results(1, &["1"]) };
        search.answer(query, Ok(found));
        assert_eq!(search.changes().len(), 1);
        search.narrow(|asked| asked.as_typed = true);
        assert_eq!(search.changes(), []);
        assert!(search.query().is_some_and(|query| query.as_typed));
    }
}

mod opening {
    use super::*;

    fn opened() -> Search {
        let (mut search, query) = asked("чайка");
        search.answer(query, Ok(results(1, &["7"])));
        search.open("7");
        search
    }

    #[test]
    fn the_list_speaks_until_the_record_is_there() {
        let mut search = opened();
        assert!(
            matches!(search.seen(), Some(Seen::Waiting(Some(brief))) if brief.id == "7")
        );
        let record = Record { id: "7".into(), ..Record::default() };
        assert!(search.show("7".into(), Ok(Some(Box::new(record)))));
        assert!(matches!(search.seen(), Some(Seen::Here(record)) if record.id == "7"));
    }

    #[test]
    fn a_record_that_comes_late_is_dropped() {
        let mut search = opened();
        search.open("8");
        assert!(!search.show("7".into(), Ok(None)));
        assert!(matches!(search.seen(), Some(Seen::Waiting(None))));
    }

    #[test]
    fn no_such_record_is_no_problem() {
        let mut search = opened();
        search.show("7".into(), Ok(None));
        assert_eq!(search.seen(), Some(Seen::Unknown));
    }

    #[test]
    fn a_record_that_failed_is_fetched_again() {
        let mut search = opened();
        search.show("7".into(), Err(unreachable()));
        assert_eq!(search.seen(), Some(Seen::Failed(&unreachable())));
        search.try_again();
        assert!(matches!(search.seen(), Some(Seen::Waiting(Some(_)))));
    }

    #[test]
    fn back_leads_to_what_was_found() {
        let mut search = opened();
        assert_eq!(search.address_behind().to_string(), "#/?q=чайка");
        search.back();
        assert!(matches!(search.phase(), Phase::Found(_)));
    }

    #[test]
    fn typing_closes_the_record() {
        let mut search = opened();
        search.ask("чайки");
        assert_eq!(search.opened(), None);
    }
}

mod addresses {
    use super::*;

    fn results_of(text: &str, shown: u32) -> Address {
        Address::Results(Asked { shown, ..Asked::new(text) })
    }

    fn narrowed() -> Address {
        let mut asked = Asked { sort: Sort::Newest, ..Asked::new("чай") };
        asked.toggle(Facet::Place, "C/DET");
        asked.turn(Facet::Place, "C/DET");
        asked.within_years(Some(1900), None);
        asked.toggle(Facet::Language, "rus");
        // As addresses write them: in the order of facets.
        asked.filters.sort_unstable();
        Address::Results(asked)
    }

    fn exact(text: &str) -> Address {
        Address::Results(Asked { as_typed: true, ..Asked::new(text) })
    }

    #[test]
    fn narrowing_and_undoing_are_steps() {
        let typed = results_of("чай", 0);
        assert!(typed.is_left_for(&narrowed()) && narrowed().is_left_for(&typed));
        assert!(results_of("ghbdtn", 0).is_left_for(&exact("ghbdtn")));
        assert!(!narrowed().is_left_for(&results_of("чайка", 0)));
        assert!(!typed.is_left_for(&results_of("чай", 40)));
    }

    #[test]
    fn every_state_has_an_address_and_comes_back_from_it() {
        let cases = [
            (Address::Start, "#/"),
            (results_of("война и мир", 0), "#/?q=война%20и%20мир"),
            (results_of("C++ & 100%", 40), "#/?q=C%2B%2B%20%26%20100%25&n=40"),
            (results_of("чайка ", 0), "#/?q=чайка%20"),
            (
                narrowed(),
                "#/?q=чай&language=rus&not-place=C%2FDET&year=1900..&sort=newest",
            ),
            (exact("ghbdtn"), "#/?q=ghbdtn&exact=1"),
            (Address::Record("42".into()), "#/record/42"),
            (Address::Record("c:17/a?b#c".into()), "#/record/c:17%2Fa%3Fb%23c"),
        ];
        for (address, written) in cases {
            assert_eq!(address.to_string(), written);
            assert_eq!(written.parse().as_ref(), Ok(&address), "{written}");
            let mut search = Search::default();
            search.go(&address);
            assert_eq!(search.address(), address);
        }
    }

    #[test]
    fn addresses_as_browsers_write_them_are_read() {
        let cases = [
            ("", Address::Start),
            ("#", Address::Start),
            ("#/?q=", Address::Start),
            ("#/?lang=en&q=a", results_of("a", 0)),
            ("#/?q=a+b", results_of("a b", 0)),
            ("#/?q=%D1%87%D0%B0%D0%B9", results_of("чай", 0)),
            ("#/?q=a&n=many&x=1", results_of("a", 0)),
            ("#/?q=a&colour=red&language=&sort=best&exact=yes", results_of("a", 0)),
            ("#/?language=rus", Address::Start),
            ("#/record/42?lang=en", Address::Record("42".into())),
        ];
        for (written, address) in cases {
            assert_eq!(written.parse(), Ok(address), "{written}");
        }
    }

    #[test]
    fn nonsense_is_no_address() {
        for written in ["#/nowhere", "#/record/", "#/record/%zz", "#/?q=%e0%a4%a", "#top"]
        {
            assert!(written.parse::<Address>().is_err(), "{written}");
        }
    }

    #[test]
    fn the_readers_language_is_part_of_the_address() {
        let english = Some(Language::En);
        assert_eq!(Address::Start.in_language(english), "#/?lang=en");
        assert_eq!(results_of("a", 0).in_language(english), "#/?q=a&lang=en");
        assert_eq!(Address::Start.in_language(None), "#/");
    }

    #[test]
    fn back_undoes_steps_but_not_letters() {
        let (start, record) = (Address::Start, Address::Record("1".into()));
        let (chai, chaika) = (results_of("чай", 0), results_of("чайка", 0));
        let steps =
            [(&start, &chai), (&chai, &record), (&record, &chai), (&record, &start)];
        assert!(steps.iter().all(|(from, to)| from.is_left_for(to)));
        let letters =
            [(&chai, &chaika), (&chaika, &chaika), (&chai, &start), (&record, &record)];
        assert!(!letters.iter().any(|(from, to)| from.is_left_for(to)));
    }

    #[test]
    fn escapes_come_back_whole() {
        for text in ["", "Ёж", "a b/c?d#e%f+g&h=i", "日本語", "🚌", "e\u{301}"] {
            assert_eq!(decoded(&encoded(text)).as_deref(), Some(text));
        }
    }
}

mod settings {
    use super::*;

    fn config(attributes: &[(&str, &str)]) -> Config {
        let attribute = |name: &str| {
            attributes
                .iter()
                .find(|(key, _)| *key == name)
                .map(|(_, value)| (*value).to_owned())
        };
        Config::read(attribute, Some("ru"), |url| {
            Some(format!("https://library.example/{url}"))
        })
    }

    #[test]
    fn without_attributes_the_page_is_left_alone() {
        let config = config(&[]);
        assert_eq!(config.catalogue, "https://library.example/catalogue/");
        assert_eq!(config.language, Language::Ru);
        assert_eq!((config.routing, config.theme), (Routing::None, Theme::Auto));
    }

    #[test]
    fn attributes_are_read_and_nonsense_is_passed_over() {
        let given = [
            ("catalogue", "data"),
            ("lang", "en-GB"),
            ("routing", "hash"),
            ("theme", "dark"),
            ("examples", "Чехов; ;стихи "),
        ];
        let config = config(&given);
        assert_eq!(config.catalogue, "https://library.example/data/");
        assert_eq!(config.language, Language::En);
        assert_eq!((config.routing, config.theme), (Routing::Hash, Theme::Dark));
        assert_eq!(config.examples, ["Чехов", "стихи"]);
        assert_eq!(self::config(&[("theme", "plaid")]).theme, Theme::Auto);
    }
}

mod words {
    use super::*;

    const RU: Text = Text { language: Language::Ru };
    const EN: Text = Text { language: Language::En };

    #[test]
    fn russian_counts_in_three_forms() {
        let cases = [
            (0, "Нашлось 0 записей"),
            (1, "Нашлась 1 запись"),
            (2, "Нашлись 2 записи"),
            (4, "Нашлись 4 записи"),
            (5, "Нашлось 5 записей"),
            (11, "Нашлось 11 записей"),
            (14, "Нашлось 14 записей"),
            (21, "Нашлась 21 запись"),
            (22, "Нашлись 22 записи"),
            (111, "Нашлось 111 записей"),
            (1234, "Нашлись 1234 записи"),
            (12_345, "Нашлось 12\u{a0}345 записей"),
        ];
        for (n, said) in cases {
            assert_eq!(RU.tell(Telling::Found(n)), said);
        }
    }

    #[test]
    fn english_counts_in_two() {
        let cases = [
            (0, "0 records found"),
            (1, "1 record found"),
            (1234, "1,234 records found"),
        ];
        for (n, said) in cases {
            assert_eq!(EN.tell(Telling::Found(n)), said);
        }
    }

    #[test]
    fn days_are_said_in_words() {
        assert_eq!(RU.day("2026-05-03"), "3 мая 2026\u{a0}года");
        assert_eq!(EN.day("2026-05-03"), "3\u{a0}May 2026");
        assert_eq!(RU.tell(Telling::LentUntil("2026-05-03")), "На руках до 3\u{a0}мая");
        for odd in ["soon", "2026-13-01", "2026-05", ""] {
            assert_eq!(RU.day(odd), odd);
        }
    }

    #[test]
    fn sizes_are_said_in_megabytes() {
        let cases = [
            (1, "Keep the catalogue · 0.1\u{a0}MB"),
            (214_800, "Keep the catalogue · 0.3\u{a0}MB"),
            (2_000_000, "Keep the catalogue · 2\u{a0}MB"),
            (9_910_000, "Keep the catalogue · 10\u{a0}MB"),
            (12_340_000, "Keep the catalogue · 12\u{a0}MB"),
            (1_234_000_000, "Keep the catalogue · 1,234\u{a0}MB"),
        ];
        for (bytes, said) in cases {
            assert_eq!(EN.tell(Telling::KeepButton(bytes)), said);
        }
    }

    #[test]
    fn years_before_our_era_are_said_so() {
        assert_eq!((RU.year(-44), EN.year(-44)), ("44 до н. э.".into(), "44 BC".into()));
    }

    #[test]
    fn the_languages_differ_where_they_should() {
        for phrase in [Phrase::WhereItStands, Phrase::ReadOnline, Phrase::TryAgain] {
            assert_ne!(RU.say(phrase), EN.say(phrase));
        }
        assert_eq!(RU.material(Material::Score), "ноты");
        assert_eq!(
            (RU.role("trl"), EN.role("trl")),
            (Some("переводчик"), Some("translator"))
        );
        assert_eq!(RU.role("zzz"), None);
    }

    #[test]
    fn the_language_of_a_record_is_marked_for_those_who_hear_it() {
        let cases = [
            ("rus", Some("ru")),
            ("eng", Some("en")),
            ("chv", Some("cv")),
            ("udm", Some("udm")),
            ("mul", None),
            ("und", None),
            ("   ", None),
            ("ru", None),
        ];
        for (code, tag) in cases {
            assert_eq!(marc_tag(code), tag, "{code}");
        }
    }
}

mod pace {
    use super::*;

    #[test]
    fn the_time_left_is_known_after_two_seconds() {
        let mut pace = Pace::default();
        pace.note(0.0, 0);
        pace.note(1000.0, 1000);
        assert_eq!(pace.seconds_left(10_000), None);
        pace.note(2000.0, 2000);
        assert_eq!(pace.seconds_left(10_000), Some(8));
    }

    #[test]
    fn what_was_here_before_says_nothing_of_the_pace() {
        let mut pace = Pace::default();
        pace.note(0.0, 90_000);
        pace.note(4000.0, 92_000);
        assert_eq!(pace.seconds_left(100_000), Some(16));
        pace.stop();
        assert_eq!(pace.seconds_left(100_000), None);
    }
}
