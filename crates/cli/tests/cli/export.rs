//! What goes out can come back.

use std::fs;

use crate::program::Desk;

const BOOKS: &str = concat!(
    r#"{"id":"1","title":"Чайка : комедия","authors":["Чехов, Антон Павлович, 1860-1904"],"subjects":["Театр -- Россия"],"year":1901,"language":"rus","publisher":"Дом у озера","format":"book","call_number":"84 Ч-56","isbn":["9780306406157"],"items":[{"library":"C","location":"HALL","call_number":"84 Ч-56","barcode":"77","status":"available"}]}"#,
    "\n",
    r#"{"id":"2","title":"=HYPERLINK(\"http://evil\")","authors":["+7","@a"],"url":"https://a.example/2","summary":"<b>&"}"#,
    "\n",
);

/// The records of a file, as our own lines.
fn lines(desk: &Desk, file: &str) -> Vec<serde_json::Value> {
    let text = desk.succeed(&["-q", "export", file, "--to", "ndjson"]);
    text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

#[test]
fn every_format_brings_back_the_same_records() {
    let desk = Desk::new();
    desk.write("books.ndjson", BOOKS);
    let before = lines(&desk, "books.ndjson");
    assert_eq!(before.len(), 2);
    for file in ["out.ndjson", "out.csv", "out.xml"] {
        desk.succeed(&["-q", "export", "books.ndjson", "-o", file]);
        let after = lines(&desk, file);
        for (before, after) in before.iter().zip(&after) {
            for key in ["id", "title", "authors", "subjects", "isbn", "url", "summary"] {
                assert_eq!(after[key], before[key], "{key} of {file}");
            }
        }
        let item = &after[0]["items"][0];
        assert_eq!(
            (&item["library"], &item["barcode"]),
            (&"C".into(), &"77".into()),
            "{file}"
        );
        assert!(!desk.path(&format!("{file}.part")).exists());
    }
}

/// A catalogue of IRBIS lost its copies on the way through MARCXML: they have a place, but no
/// branch, and an inventory number, but no barcode; the second of two main authors was lost, too.
#[test]
fn copies_and_authors_come_back_from_marcxml() {
    let desk = Desk::new();
    let book = "#920: PAZK\n#903: 1\n#200: ^AЛампа\n#906: 37\n#908: К88\n\
        #961: ^AШереги^BФ.\n#961: ^AКлючарев^BГ.\n\
        #910: ^A0^B32^DХР\n#910: ^A1^B33^H107216G^DХР\n#910: ^A2^DФО-17\n*****\n";
    desk.write("books.txt", book);
    let before = lines(&desk, "books.txt");
    assert_eq!(before[0]["items"].as_array().map(Vec::len), Some(3));
    assert_eq!(before[0]["authors"].as_array().map(Vec::len), Some(2));
    desk.succeed(&["-q", "export", "books.txt", "-o", "out.xml"]);
    assert_eq!(lines(&desk, "out.xml"), before);
}

#[test]
fn no_cell_of_a_table_is_a_formula() {
    let desk = Desk::new();
    desk.write("books.ndjson", BOOKS);
    desk.succeed(&["-q", "export", "books.ndjson", "-o", "out.csv"]);
    let text = fs::read_to_string(desk.path("out.csv")).unwrap();
    assert!(text.contains("'=HYPERLINK") && text.contains("'+7"));
    assert!(!text.contains(",=") && !text.contains("\"=") && !text.contains(",+"));
}

#[test]
fn a_format_has_to_be_named_somewhere() {
    let desk = Desk::new();
    desk.write("books.ndjson", BOOKS);
    let output = desk.run(&["export", "books.ndjson"]);
    let errors = String::from_utf8_lossy(&output.stderr).into_owned();
    assert_eq!(output.status.code(), Some(2));
    assert!(errors.contains("--to ndjson, csv, marcxml or elasticlunr"), "{errors}");
}

#[test]
fn a_built_catalogue_goes_out_as_it_came_in() {
    let desk = Desk::new();
    desk.write("books.ndjson", BOOKS);
    desk.succeed(&["-q", "build", "books.ndjson", "-o", "catalogue"]);
    let mut before = lines(&desk, "books.ndjson");
    let mut after = lines(&desk, "catalogue");
    for records in [&mut before, &mut after] {
        records.sort_by_key(|record| record["id"].to_string());
    }
    assert_eq!(after, before);
}

/// The index itself is asked in `tests/e2e/elasticlunr.test.mjs`.
#[test]
fn an_index_for_elasticlunr_is_one_that_is_read() {
    let desk = Desk::new();
    desk.write("books.ndjson", BOOKS);
    desk.succeed(&["-q", "export", "books.ndjson", "--elasticlunr", "-o", "index.json"]);
    let text = fs::read_to_string(desk.path("index.json")).unwrap();
    let index: serde_json::Value = serde_json::from_str(&text).unwrap();
    assert_eq!(
        (&index["ref"], &index["pipeline"]),
        (&"id".into(), &serde_json::json!([]))
    );
    let term = &index["index"]["title"]["root"]["ч"]["а"]["й"]["к"];
    assert_eq!(term["df"], 1, "{term}");
    let after = lines(&desk, "index.json");
    for (before, after) in lines(&desk, "books.ndjson").iter().zip(&after) {
        for key in ["id", "title", "authors", "subjects", "isbn", "url", "summary"] {
            assert_eq!(after[key], before[key], "{key}");
        }
    }
}
