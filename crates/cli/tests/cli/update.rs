//! Updates: what changed goes beside what is there, and readers fetch only that.

use std::collections::BTreeSet;
use std::path::PathBuf;

use serde_json::Value;

use crate::program::{Desk, content_below, records};

/// What a search finds, in the order of the ids.
fn found(desk: &Desk, folder: &str, words: &str) -> Vec<String> {
    let said = desk.succeed(&["search", folder, "--json", "--limit", "999", "--", words]);
    let said: Value = serde_json::from_str(&said).unwrap();
    let hits = said["hits"].as_array().unwrap();
    let mut ids: Vec<String> =
        hits.iter().map(|hit| hit["id"].as_str().unwrap().to_owned()).collect();
    ids.sort();
    ids
}

fn files(desk: &Desk, folder: &str) -> BTreeSet<PathBuf> {
    content_below(&desk.path(folder)).into_iter().map(|(path, _)| path).collect()
}

/// Ten of a thousand records changed, five are new, five are gone.
fn later(lines: &[String]) -> Vec<String> {
    let mut later = lines.to_vec();
    later.drain(100..105);
    for line in later.iter_mut().take(10) {
        *line = line.replace("The ", "A revised ");
    }
    later.extend(records(1005).split_off(1000));
    later
}

#[test]
fn an_update_moves_little_and_answers_as_a_whole_build_does() {
    let desk = Desk::new();
    let lines = records(1000);
    desk.write("old.ndjson", lines.join("\n"));
    desk.write("new.ndjson", later(&lines).join("\n"));
    desk.build("old.ndjson", "part", &[]);
    let before = files(&desk, "part");
    let summary = desk.build("new.ndjson", "part", &["--update"]);
    assert_eq!(
        summary["update"],
        serde_json::json!({ "added": 5, "changed": 10, "gone": 5 })
    );
    assert_eq!((&summary["release"], &summary["records"]), (&2.into(), &1000.into()));
    // What was there is there still, to the byte.
    assert!(files(&desk, "part").is_superset(&before));
    desk.succeed(&["stats", "part"]);
    desk.build("new.ndjson", "whole", &[]);
    for words in ["revised", "harbour", "steppe 104", "winter 1003", "author forest"] {
        assert_eq!(found(&desk, "part", words), found(&desk, "whole", words), "{words}");
    }
    assert!(found(&desk, "part", "id:r101").is_empty());
}

#[test]
fn where_nothing_changed_only_the_manifest_is_new() {
    let desk = Desk::new();
    desk.write("a.ndjson", records(60).join("\n"));
    desk.build("a.ndjson", "index", &[]);
    let before = files(&desk, "index");
    let summary = desk.build("a.ndjson", "index", &["--update"]);
    assert_eq!(
        summary["update"],
        serde_json::json!({ "added": 0, "changed": 0, "gone": 0 })
    );
    assert_eq!(files(&desk, "index"), before);
    assert_eq!(summary["release"], 2);
}

#[test]
fn an_export_of_changes_leaves_the_others_as_they_are() {
    let desk = Desk::new();
    let lines = records(100);
    desk.write("all.ndjson", lines.join("\n"));
    desk.build("all.ndjson", "index", &[]);
    desk.write("today.ndjson", lines[3].replace("The ", "Another "));
    desk.write("gone.txt", "r50\n\nr51\n");
    let more = ["--changes", "--gone", "gone.txt"];
    let summary = desk.build("today.ndjson", "index", &more);
    assert_eq!(
        summary["update"],
        serde_json::json!({ "added": 0, "changed": 1, "gone": 2 })
    );
    assert_eq!(summary["records"], 98);
    assert_eq!(found(&desk, "index", "another"), ["r3"]);
    assert_eq!(found(&desk, "index", "author").len(), 98);
}

#[test]
fn where_much_changed_all_of_it_is_written_and_that_is_said() {
    let desk = Desk::new();
    desk.write("a.ndjson", records(50).join("\n"));
    desk.write("b.ndjson", records(50).join("\n").replace("The ", "A "));
    desk.build("a.ndjson", "index", &[]);
    let said = desk.succeed(&["build", "b.ndjson", "-o", "index", "--update"]);
    assert!(
        said.contains("The whole catalogue was written, because much has changed"),
        "{said}"
    );
    // Without a catalogue an update is a build.
    let first = desk.build("a.ndjson", "new", &["--update"]);
    assert_eq!((&first["records"], &first["update"]), (&50.into(), &Value::Null));
}

#[test]
fn release_numbers_never_go_back() {
    let desk = Desk::new();
    desk.write("a.ndjson", records(5).join("\n"));
    desk.build("a.ndjson", "index", &["--release", "7"]);
    let refused = desk.run(&["build", "a.ndjson", "-o", "index", "--release", "6"]);
    let said = String::from_utf8(refused.stderr).unwrap();
    assert_eq!(refused.status.code(), Some(2));
    assert!(said.contains("expected 7 or more, found 6"), "{said}");
}
