//! What the reader asks for, where that has its address, and how it is said. No browser.

use bibliobus::{
    Address, Asked, Config, Drawer, Language, OnDevice, Pace, Phase, Phrase, Routing,
    Search, Seen, Telling, Text, Theme, alphabets, decoded, encoded, marc_tag, within,
    written,
};
use bibliobus_catalog::{Material, Record};
use bibliobus_worker::{
    Beginning, Brief, Facet, Hit, Matching, Problem, Query, Results, ScanList, Sort,
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

    fn drawer(start: &str, shown: u32) -> Address {
        Address::Drawer(Drawer { list: ScanList::Creators, start: start.into(), shown })
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
                "#/?q=чай&language=rus&year=1900..&not-place=C%2FDET&sort=newest",
            ),
            (exact("ghbdtn"), "#/?q=ghbdtn&exact=1"),
            (Address::Record("42".into()), "#/record/42"),
            (Address::Results(Asked::with(Facet::Class, "udc:5")), "#/?class=udc:5"),
            (Address::Results(Asked::everything(Sort::Added)), "#/?sort=added"),
            (Address::Browse, "#/browse"),
            (Address::Drawer(Drawer::of(ScanList::Titles)), "#/browse/titles"),
            (drawer("ар", 100), "#/browse/creators?from=ар&n=100"),
            (drawer("a&b", 0), "#/browse/creators?from=a%26b"),
            (Address::Device, "#/device"),
            (Address::Help, "#/help"),
            (Address::List(vec![]), "#/list"),
            (
                Address::List(vec!["17".into(), "a&b=c".into()]),
                "#/list?of=17&of=a%26b%3Dc",
            ),
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
            ("#/?n=40&exact=1", Address::Start),
            ("#/record/42?lang=en", Address::Record("42".into())),
        ];
        for (written, address) in cases {
            assert_eq!(written.parse(), Ok(address), "{written}");
        }
    }

    #[test]
    fn nonsense_is_no_address() {
        for written in [
            "#/nowhere",
            "#/record/",
            "#/record/%zz",
            "#/?q=%e0%a4%a",
            "#top",
            "#/browse/",
            "#/browse/nothing",
            "#/browse/creators?from=%e0%a4%a",
        ] {
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
        assert!(drawer("а", 0).is_left_for(&drawer("б", 0)));
        assert!(!drawer("а", 0).is_left_for(&drawer("а", 100)));
    }

    #[test]
    fn a_list_without_words_is_asked_for_and_its_order_ends_with_it() {
        let mut search = Search::default();
        assert_eq!(search.query(), None);
        let mut asked = Asked::with(Facet::Class, "udc:5");
        asked.sort = Sort::Added;
        search.go(&Address::Results(asked));
        let query = search.query().unwrap();
        assert_eq!((query.text.as_str(), query.sort), ("", Sort::Added));
        search.ask("чай");
        let query = search.query().unwrap();
        assert_eq!((query.filters.len(), query.sort), (1, Sort::Relevance));
        search.ask("");
        assert_eq!(search.address(), Address::Start);
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
        assert_eq!((config.bar.routing, config.theme), (Routing::None, Theme::Auto));
        assert_eq!(config.elsewhere, None);
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
        assert_eq!((config.bar.routing, config.theme), (Routing::Hash, Theme::Dark));
        assert_eq!(config.examples, ["Чехов", "стихи"]);
        assert_eq!(self::config(&[("theme", "plaid")]).theme, Theme::Auto);
    }

    #[test]
    fn a_page_that_is_shared_may_have_another_address_for_readers() {
        let config = config(&[("kiosk", "hall"), ("public", "page")]);
        assert!(config.is_shared());
        assert_eq!(config.public.as_deref(), Some("https://library.example/page"));
        assert_eq!(self::config(&[]).public, None);
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
            assert_eq!(EN.tell(Telling::Device(OnDevice::KeepButton(bytes))), said);
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

mod drawers {
    use super::*;

    fn letters(texts: &[&str]) -> Vec<Beginning> {
        texts.iter().map(|&text| Beginning { text: text.into(), entries: 1 }).collect()
    }

    fn texts(letters: &[Beginning]) -> Vec<&str> {
        letters.iter().map(|letter| letter.text.as_str()).collect()
    }

    #[test]
    fn the_readers_own_script_stands_first_and_digits_last() {
        let all = letters(&["0", "a", "ab", "æ", "z", "ω", "а", "ар", "ї", "я", "一"]);
        let rows = |language| {
            alphabets(&all, language)
                .iter()
                .map(|row| texts(row).concat())
                .collect::<Vec<String>>()
        };
        assert_eq!(rows(Language::Ru), ["аїя", "aæz", "ω一", "0"]);
        assert_eq!(rows(Language::En), ["aæz", "аїя", "ω一", "0"]);
        assert!(alphabets(&[], Language::En).is_empty());
    }

    #[test]
    fn back_from_a_record_leads_to_the_drawer_it_was_in() {
        let drawer = Address::Drawer(Drawer::of(ScanList::Titles).from("т"));
        let mut search = Search::default();
        search.go(&drawer);
        search.open("1");
        assert_eq!(search.address_behind(), drawer);
        search.open("2");
        assert_eq!(search.address_behind(), drawer, "the neighbour of a record");
        search.ask("чай");
        search.open("3");
        assert_eq!(search.address_behind(), Address::of_words("чай"));
        search.go(&Address::Device);
        search.open("4");
        assert_eq!(search.address_behind(), Address::of_words("чай"));
    }

    #[test]
    fn letters_within_the_open_ones_are_told_apart() {
        let all = letters(&["т", "та", "тол", "то", "ту", "у", "уд"]);
        assert_eq!(texts(&within(&all, "т", 2)), ["та", "то", "ту"]);
        assert_eq!(texts(&within(&all, "тол", 2)), ["та", "то", "ту"]);
        assert_eq!(texts(&within(&all, "то", 3)), ["тол"]);
        assert!(within(&all, "т", 3).is_empty());
        assert!(within(&all, "", 2).is_empty());
        assert!(within(&all, "ф", 2).is_empty());
    }

    #[test]
    fn letters_are_written_as_words_begin() {
        let cases = [("а", "А"), ("ар", "Ар"), ("0", "0–9"), ("一", "漢字"), ("ß", "SS")];
        for (beginning, expected) in cases {
            assert_eq!(written(beginning), expected);
        }
    }

    #[test]
    fn more_is_shown_up_to_a_thousand() {
        let mut drawer = Drawer::of(ScanList::Titles).from("т");
        assert_eq!((drawer.scan().start.as_str(), drawer.scan().limit), ("т", 50));
        let mut steps = 0;
        while let Some(more) = drawer.with_more() {
            assert_eq!(more.scan().limit, drawer.scan().limit + 50);
            (drawer, steps) = (more, steps + 1);
        }
        assert_eq!((drawer.scan().limit, steps), (1000, 19));
    }
}
