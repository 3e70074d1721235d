//! Names that readers look under: from authority records and from tables.

use std::path::Path;

use crate::program::Desk;

const NAMES: &str = "Имя;Другие формы\n\
    Пешков, Алексей Максимович;Горький, Максим\n\
    Twain, Mark;Clemens, Samuel\n\
    Nobody, Known;Nemo\n";

const BOOKS: &str = r#"{"id":"1","title":"Мать","authors":["Пешков, Алексей Максимович, 1868-1936"]}
{"id":"2","title":"Life on the Mississippi","authors":["Twain, Mark, 1835-1910"]}
{"id":"3","title":"Clemens and his friends","authors":["Smith, John"]}"#;

fn desk() -> Desk {
    let desk = Desk::new();
    desk.write("books.ndjson", BOOKS);
    desk.write("names.csv", NAMES);
    desk
}

fn ids(desk: &Desk, words: &str) -> Vec<String> {
    let found = desk.succeed(&["search", "index", words, "--json"]);
    let found: serde_json::Value = serde_json::from_str(&found).unwrap();
    let hits = found["hits"].as_array().unwrap().iter();
    hits.map(|hit| hit["id"].as_str().unwrap().to_owned()).collect()
}

#[test]
fn a_table_of_names_leads_readers_to_the_heading() {
    let desk = desk();
    let summary = desk.build("books.ndjson", "index", &["--authorities", "names.csv"]);
    let usage = &summary["authorities"];
    assert_eq!(usage["authorities"], 3);
    assert_eq!(usage["by_heading"], 2);
    assert_eq!(usage["unused"], 1);
    assert_eq!(ids(&desk, "Горький"), ["1"]);
    assert_eq!(ids(&desk, "Clemens"), ["3", "2"]);
    let shown = desk.succeed(&["record", "index", "1"]);
    assert!(shown.contains("see from     Пешков, Алексей Максимович: Горький, Максим"));
    desk.build("books.ndjson", "index", &[]);
    assert_eq!(ids(&desk, "Горький"), Vec::<String>::new());
}

#[test]
fn the_settings_name_files_of_authorities_too() {
    let desk = desk();
    let fixtures =
        Path::new(env!("CARGO_MANIFEST_DIR")).join("../ingest/tests/fixtures/authority");
    for name in ["marc21.xml", "unimarc.mrc"] {
        desk.write(name, std::fs::read(fixtures.join(name)).unwrap());
    }
    desk.write(
        "library.toml",
        "[[source]]\nfile = \"books.ndjson\"\n\
         [[authorities]]\nfile = \"marc21.xml\"\n\
         [[authorities]]\nfile = \"unimarc.mrc\"\n",
    );
    desk.succeed(&["build", "-o", "index", "--settings", "library.toml"]);
    assert_eq!(
        ids(&desk, "Горький"),
        ["1"],
        "the record has a form that is not the heading"
    );
    assert_eq!(ids(&desk, "Твен"), ["2"]);
}

#[test]
fn check_says_of_what_use_authorities_are_and_what_is_odd_in_them() {
    let desk = desk();
    desk.write("odd.csv", "Горький, Максим;\n;\nTwain, Mark;Clemens, Samuel\n");
    let checked = desk.run(&["check", "books.ndjson", "--authorities", "odd.csv"]);
    let said = String::from_utf8(checked.stdout).unwrap();
    assert!(said.contains("odd.csv: record 1, byte 0: expected a heading and at least"));
    assert!(said.contains("1 authorities, 0 of them of no use"), "{said}");
    let refused = desk.run(&["check", "books.ndjson", "--authorities", "books.ndjson"]);
    let said = String::from_utf8(refused.stderr).unwrap();
    assert!(said.contains("expected authority records"), "{said}");
    assert_eq!(refused.status.code(), Some(2));
}

/// The index itself is asked in `tests/e2e/elasticlunr.test.mjs`.
#[test]
fn other_names_go_into_an_index_for_elasticlunr_and_nowhere_else() {
    let desk = desk();
    let names = ["--authorities", "names.csv"];
    let export = |more: &[&str]| {
        let arguments = ["-q", "export", "books.ndjson", "-o"];
        desk.run(&[&arguments, more, &names].concat())
    };
    assert!(export(&["index.json", "--elasticlunr"]).status.success());
    let text = std::fs::read_to_string(desk.path("index.json")).unwrap();
    let index: serde_json::Value = serde_json::from_str(&text).unwrap();
    let document = &index["documentStore"]["docs"]["2"];
    assert_eq!(document["other_names"], "Clemens, Samuel");
    assert_eq!(document["authors"], "Twain, Mark, 1835-1910");
    assert_eq!(index["stems"]["clemens"], "clemen");
    let refused = export(&["books.csv"]);
    assert_eq!(refused.status.code(), Some(2));
    let said = String::from_utf8(refused.stderr).unwrap();
    assert!(said.contains("expected --elasticlunr"), "{said}");
}
