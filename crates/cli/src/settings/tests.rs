//! Tests of the settings: what is read, and what is said of what is odd.

use super::*;

#[test]
fn the_settings_name_branches_and_sources() {
    let text = r#"
        name = { ru = "Библиотека", en = "Library" }
        [[branch]]
        code = "BUS"
        kind = "bookmobile"
        [[source]]
        file = "books.mrc"
        prefix = "b"
        profile = "koha"
        [[authorities]]
        file = "names.csv"
    "#;
    let settings = Settings::new(text, Path::new("a/library.toml")).unwrap();
    assert_eq!(settings.library.branches[0].code, "BUS");
    assert_eq!(settings.authorities, [Path::new("a/names.csv")]);
    assert_eq!(settings.sources[0].path, Path::new("a/books.mrc"));
    let options = &settings.sources[0].options;
    assert_eq!(options.prefix.as_deref(), Some("b"));
    let profile = options.profile.as_ref().map(bibliobus_ingest::Profile::name);
    assert_eq!(profile, Some("koha"));
}

#[test]
fn an_unknown_key_is_refused_with_its_line_and_the_nearest_right_one() {
    let refused = parse("[[branch]]\ncode = 'A'\nadress = { en = 'x' }\n").unwrap_err();
    assert_eq!(
        refused.to_string(),
        "line 3: unknown key `adress`; did you mean `address`?"
    );
}

#[test]
fn a_key_like_no_other_is_refused_with_the_known_ones() {
    let refused = parse("[name]\nzz = 'x'\n").unwrap_err().to_string();
    assert_eq!(refused, "line 2: unknown key `zz`; known here are ru, en");
}

#[test]
fn broken_syntax_is_refused_on_one_line() {
    let refused = parse("name = \n").unwrap_err().to_string();
    assert!(refused.starts_with("line 1: "), "{refused}");
    assert!(!refused.contains('\n'));
}

#[test]
fn the_settings_change_the_ranking() {
    let of = |text: &str| Settings::new(text, Path::new("library.toml"));
    let changed = of("[ranking]\ntitle_begins = 2\n").unwrap().weights;
    assert_eq!(changed, Weights { title_begins: 2.0, ..Weights::default() });
    let refused = of("[ranking]\ntitel_begins = 2.0\n").unwrap_err().to_string();
    assert_eq!(
        refused,
        "line 2: unknown key `titel_begins`; did you mean `title_begins`?"
    );
    let refused = of("[ranking]\n\ncompletion = 2.0\n").unwrap_err().to_string();
    assert_eq!(refused, "line 3: expected `completion` to be from 0 to 1, found 2");
}

#[test]
fn an_unknown_key_is_refused_in_every_table() {
    let tables = [
        "name.zz = 1",
        "note.zz = 1",
        "[[branch]]\nname.zz = 1",
        "[[branch]]\naddress.zz = 1",
        "[[branch]]\nhours.zz = 1",
        "[[branch]]\nstops = [{ zz = 1 }]",
        "[[branch]]\naccessibility.zz = 1",
        "[[branch]]\nopening = [{ zz = 1 }]",
        "[[branch]]\nexceptions = [{ zz = 1 }]",
        "[[branch]]\nexceptions = [{ note.zz = 1 }]",
        "[[branch]]\ntimetable = [{ zz = 1 }]",
        "[[branch]]\ntimetable = [{ name.zz = 1 }]",
        "[[place]]\nzz = 1",
        "[[place]]\nname.zz = 1",
        "[[place]]\nway.zz = 1",
        "[[scheme]]\nzz = 1",
        "[[floor]]\nzz = 1",
        "[[floor]]\nname.zz = 1",
        "[[floor]]\nnodes = [{ zz = 1 }]",
        "[[floor]]\nnodes = [{ name.zz = 1 }]",
        "[[floor]]\npaths = [{ zz = 1 }]",
        "[[shelf]]\nzz = 1",
        "[[kiosk]]\nzz = 1",
        "[[kiosk]]\nname.zz = 1",
        "[[source]]\nzz = 1",
        "[[authorities]]\nzz = 1",
        "[[service]]\nzz = 1",
        "[[service]]\nlimitation.zz = 1",
        "[live]\nzz = 1",
        "[ranking]\nzz = 1",
        "zz = 1",
        "[zz]",
        "[[zz]]",
        "[[branch]]\nzz = 1",
    ];
    for table in tables {
        let refused = Settings::new(table, Path::new("library.toml"));
        let refused = refused.err().map(|error| error.to_string()).unwrap_or_default();
        let line = table.lines().count();
        let begins = format!("line {line}: unknown key `zz`; ");
        let help = refused.strip_prefix(&begins).unwrap_or_default();
        let helps = ["did you mean `", "known here are "];
        assert!(helps.iter().any(|words| help.starts_with(words)), "{table}: {refused}");
    }
}

/// Settings that are whole; tests change a line and look at what is said.
const WHOLE: &str = r#"
prefixes = ["Кр"]

[[branch]]
code = "C"
opening = [
  { days = "tue-fri", from = "10:00", to = "20:00" },
]
exceptions = [
  { first = "2026-12-31", last = "2027-01-08" },
]

[[branch]]
code = "B"
kind = "bookmobile"
timetable = [
  { day = "tue", from = "11:00", to = "12:30", name = { ru = "Берёзовка", en = "Beryozovka" } },
]

[[place]]
branch = "C"
code = "OTR"

[[scheme]]
code = "own"
parts = ["decimal", "letters"]

[[floor]]
code = "2"
branch = "C"
level = 2
plan = "plan.svg"
nodes = [
  { id = "door", x = 0, y = 0, kind = "entrance" },
  { id = "a", x = 10, y = 5 },
]
paths = [
  { from = "door", to = "a" },
]

[[shelf]]
branch = "C"
place = "OTR"
scheme = "udc"
from = "51"
to = "59"
row = "1"
floor = "2"
outline = "row-1"

[[shelf]]
branch = "C"
place = "OTR"
scheme = "udc"
from = "6"
row = "2"
floor = "2"
outline = "row-2"

[[kiosk]]
code = "hall"
node = "door"
"#;

const PLAN: &str = r#"<svg viewBox="0 0 100 100"><g class="shelf">
  <rect id="row-1" x="10" y="10" width="30" height="4"/>
  <rect id="row-2" x="10" y="30" width="30" height="4"/></g></svg>"#;

fn read(text: &str, plan: &str) -> Settings {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("plan.svg"), plan).unwrap();
    let path = folder.path().join("library.toml");
    fs::write(&path, text).unwrap();
    Settings::read(Some(&path)).unwrap()
}

/// The lines and kinds of what is odd when a part of the whole settings is another.
fn odd(from: &str, to: &str) -> Vec<(usize, &'static str)> {
    assert_eq!(WHOLE.matches(from).count(), 1, "{from}");
    let settings = read(&WHOLE.replace(from, to), PLAN);
    for odd in &settings.odd {
        let said = odd.to_string();
        assert!(said.contains("expected") && said.contains("found"), "{said}");
        assert!(!odd.remedy.is_empty(), "{said}");
    }
    settings.odd.iter().map(|odd| (odd.line, odd.kind)).collect()
}

fn line(text: &str) -> usize {
    1 + WHOLE.lines().position(|line| line.contains(text)).unwrap()
}

#[test]
fn whole_settings_have_nothing_odd() {
    let settings = read(WHOLE, PLAN);
    assert_eq!(settings.odd, []);
    let places = &settings.places;
    assert_eq!(
        (places.floors.len(), places.nodes.len(), places.shelves.len()),
        (1, 2, 2)
    );
    assert_eq!(places.shelves[0].node, Some(1), "the nearest node to its outline");
    assert_eq!(
        settings.library.branches[1].stops[0].ru,
        "вторник 11:00–12:30, Берёзовка"
    );
    assert_eq!(places.branches[0].exceptions[0].last, "2027-01-08");
}

#[test]
fn what_is_odd_is_named_with_its_line_and_how_to_mend_it() {
    let shelf = line("[[shelf]]");
    for (from, to, line, kind) in [
        ("to = \"59\"", "to = \"50\"", shelf, "shelf-backwards"),
        ("to = \"59\"", "to = \"67\"", shelf + 10, "shelf-overlap"),
        ("from = \"51\"", "from = \"б/н\"", shelf, "shelf-mark"),
        (
            "scheme = \"udc\"\nfrom = \"51\"",
            "scheme = \"colon\"\nfrom = \"51\"",
            shelf,
            "shelf-scheme",
        ),
        ("outline = \"row-1\"", "outline = \"row-9\"", shelf, "plan-id"),
        (
            "row = \"1\"\nfloor = \"2\"",
            "row = \"1\"\nfloor = \"9\"",
            shelf,
            "shelf-floor",
        ),
        (
            "place = \"OTR\"\nscheme = \"udc\"\nfrom = \"51\"",
            "place = \"X\"\nscheme = \"udc\"\nfrom = \"51\"",
            shelf,
            "shelf-place",
        ),
        (
            "from = \"10:00\", to = \"20:00\"",
            "from = \"20:00\", to = \"10:00\"",
            line("days ="),
            "hours",
        ),
        (
            "from = \"10:00\", to = \"20:00\"",
            "from = \"10.00\", to = \"20:00\"",
            line("days ="),
            "hours",
        ),
        ("last = \"2027-01-08\"", "last = \"2026-01-08\"", line("first ="), "hours"),
        ("day = \"tue\"", "day = \"someday\"", line("day ="), "hours"),
        ("plan = \"plan.svg\"", "plan = \"none.svg\"", line("[[floor]]"), "plan"),
        ("to = \"a\"", "to = \"b\"", line("from = \"door\""), "path"),
        ("node = \"door\"", "node = \"gate\"", line("[[kiosk]]"), "kiosk"),
        ("code = \"own\"", "code = \"udc\"", line("[[scheme]]"), "scheme"),
    ] {
        assert_eq!(odd(from, to), [(line, kind)], "{to}");
    }
}

#[test]
fn what_is_in_doubt_is_left_out_and_the_rest_stays() {
    let settings =
        read(&WHOLE.replace("outline = \"row-1\"", "outline = \"gone\""), PLAN);
    let shelf = &settings.places.shelves[0];
    assert_eq!((shelf.row.as_str(), shelf.outline), ("1", None));
    let settings = read(WHOLE, "no drawing");
    assert_eq!(settings.odd.len(), 1, "one finding, not one a shelf: {:?}", settings.odd);
    assert_eq!(settings.places.shelves.len(), 2);
}

const SERVICES: &str = r#"
[[branch]]
code = "C"
[[place]]
branch = "C"
code = "STACK"
access = "closed"
[[service]]
kind = "login"
hosts = ["journals.example"]
link = "https://proxy.example/login?qurl={url}"
[[service]]
kind = "stack"
branch = "C"
place = "STACK"
link = "mailto:desk@library.example?subject={title}&body={mark}"
delay = "PT20M"
[[service]]
kind = "resolver"
materials = ["article", "serial"]
link = "https://resolver.example/find?sid=a"
[live]
kind = "koha"
url = "https://library.example/api/v1/public/biblios/{id}/items"
"#;

#[test]
fn the_settings_say_what_the_library_arranges() {
    use bibliobus_catalog::{Arranges, LiveKind, Material};
    let settings = Settings::new(SERVICES, Path::new("library.toml")).unwrap();
    assert_eq!(settings.odd, []);
    let arrangements = &settings.services.arrangements;
    let kinds: Vec<Arranges> = arrangements.iter().map(|it| it.kind).collect();
    assert_eq!(kinds, [Arranges::Login, Arranges::Stack, Arranges::Resolver]);
    assert_eq!(arrangements[1].delay, Some(20));
    assert_eq!(arrangements[2].materials, [Material::Article, Material::Serial]);
    assert_eq!(settings.services.live.unwrap().kind, LiveKind::Koha);
}

#[test]
fn what_is_odd_in_a_service_is_said_with_its_line_and_the_service_is_left_out() {
    let cases = [
        ("kind = \"login\"", "kind = \"proxy\"", "service-kind", 8),
        ("[\"journals.example\"]", "[]", "service-hosts", 8),
        ("[\"journals.example\"]", "[\"https://journals.example/\"]", "service-hosts", 8),
        ("?qurl={url}", "?qurl=", "service-link", 8),
        ("?qurl={url}", "?qurl={url", "service-link", 8),
        ("https://proxy", "ftp://proxy", "service-link", 8),
        ("{title}", "{titel}", "service-link", 12),
        ("place = \"STACK\"\nlink", "place = \"HALL\"\nlink", "service-place", 12),
        ("\"article\"", "\"paper\"", "service-material", 18),
        ("find?sid=a", "find?isbn={isbn}", "service-link", 18),
        ("kind = \"koha\"", "kind = \"alma\"", "live-kind", 22),
        ("{id}/items", "1/items", "live-url", 22),
        (
            "https://library.example/api",
            "mailto:desk@library.example/api",
            "live-url",
            22,
        ),
    ];
    for (right, wrong, kind, line) in cases {
        assert!(SERVICES.contains(right), "{right}");
        let text = SERVICES.replacen(right, wrong, 1);
        let settings = Settings::new(&text, Path::new("library.toml")).unwrap();
        let odd: Vec<_> = settings.odd.iter().map(|odd| (odd.kind, odd.line)).collect();
        assert_eq!(odd, [(kind, line)], "{wrong}");
        let left = settings.services.arrangements.len()
            + usize::from(settings.services.live.is_some());
        assert_eq!(left, 3, "{wrong}");
    }
}

#[test]
fn a_delay_that_cannot_be_read_leaves_the_service() {
    let text = SERVICES.replace("PT20M", "20 minutes");
    let settings = Settings::new(&text, Path::new("library.toml")).unwrap();
    assert_eq!(settings.odd[0].kind, "service-delay");
    assert_eq!(settings.services.arrangements[1].delay, None);
    assert_eq!(settings.services.arrangements.len(), 3);
}
