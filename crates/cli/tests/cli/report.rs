//! The quality report: what it says, and that it stands for itself.

use std::fs;

use serde_json::Value;

use crate::program::Desk;

const BOOKS: &str = concat!(
    r#"{"id":"1","title":"Чайка","authors":["Чехов, А. П."],"year":1901,"language":"rus","call_number":"84","subjects":["Театр"]}"#,
    "\n",
    r#"{"id":"2","title":"<script>alert(1)</script>","year":2999,"url":"http://localhost/2","isbn":"123"}"#,
    "\n",
    r#"{"id":"3","title":"ЧАЙКА","authors":["Чехов А.П."],"year":1901}"#,
    "\nnot json\n",
);

fn report(desk: &Desk, language: &str) -> (String, String, Value) {
    desk.write("books.ndjson", BOOKS);
    let files = ["r.html", "r.csv", "r.json"];
    let mut arguments = vec!["-q", "check", "books.ndjson", "--lang", language];
    arguments.extend(files.iter().flat_map(|file| ["--report", file]));
    let output = desk.run(&arguments);
    assert_eq!(output.status.code(), Some(2), "a line is no JSON");
    let [page, table, json] =
        files.map(|file| fs::read_to_string(desk.path(file)).unwrap());
    (page, table, serde_json::from_str(&json).unwrap())
}

#[test]
fn the_report_says_what_readers_will_notice() {
    let desk = Desk::new();
    let (page, table, json) = report(&desk, "en");
    let counts: Vec<(&str, u64)> = json["issues"]
        .as_array()
        .unwrap()
        .iter()
        .map(|issue| {
            (issue["code"].as_str().unwrap(), issue["records"].as_u64().unwrap())
        })
        .collect();
    for expected in [
        ("unreadable", 1),
        ("no_access", 1),
        ("no_creator", 1),
        ("dead_link", 1),
        ("odd_year", 1),
        ("wrong_number", 1),
        ("same_title", 1),
    ] {
        assert!(counts.contains(&expected), "{expected:?} in {counts:?}");
    }
    assert_eq!((&json["read"], &json["disappointing"]), (&4.into(), &3.into()));
    assert!(page.contains("Readers will find 1\u{a0}record, but not learn where"));
    assert!(table.lines().any(|line| line.starts_with("2,same_title,books.ndjson,3,3,")));
}

#[test]
fn the_page_stands_for_itself_in_both_languages() {
    for (language, title) in
        [("ru", "Что увидит читатель"), ("en", "What readers will see")]
    {
        let (page, ..) = report(&Desk::new(), language);
        assert!(page.contains(&format!("<html lang=\"{language}\">")));
        assert!(page.contains(title));
        assert!(page.contains("&lt;script&gt;") && !page.contains("<script"));
        for outside in ["src=", "href=", "url(", "@import"] {
            assert!(!page.contains(outside), "{outside}");
        }
    }
}

#[test]
fn a_report_of_an_unknown_sort_is_refused() {
    let desk = Desk::new();
    desk.write("books.ndjson", BOOKS);
    let output = desk.run(&["check", "books.ndjson", "--report", "report.pdf"]);
    let errors = String::from_utf8_lossy(&output.stderr).into_owned();
    assert_eq!(output.status.code(), Some(2));
    assert!(errors.contains("ends in .html, .csv or .json"), "{errors}");
}
