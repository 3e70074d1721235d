//! Builds: repeatable to the byte, and whole or not at all.

use std::fs;
use std::process::Stdio;
use std::thread;
use std::time::{Duration, Instant};

use crate::program::{Desk, content, content_below, records};

#[test]
fn the_same_records_in_any_order_give_the_same_bytes() {
    let desk = Desk::new();
    let mut lines = records(400);
    desk.write("a.ndjson", lines.join("\n"));
    lines.reverse();
    lines.rotate_left(123);
    desk.write("b.ndjson", lines[..150].join("\n"));
    desk.write("c.ndjson", lines[150..].join("\n"));
    desk.build("a.ndjson", "one", &[]);
    desk.build("b.ndjson", "two", &["c.ndjson"]);
    assert_eq!(content_below(&desk.path("one")), content_below(&desk.path("two")));
}

#[test]
fn every_record_is_accounted_for() {
    let desk = Desk::new();
    let mut lines = records(50);
    lines.push(lines[7].clone());
    lines.push("{ this is no record".into());
    desk.write("a.ndjson", lines.join("\n"));
    let summary = desk.build("a.ndjson", "index", &[]);
    assert_eq!(summary["read"], 52);
    assert_eq!(summary["records"], 50);
    assert_eq!(summary["skipped"], 1);
    assert_eq!(summary["duplicates"], 1);
    assert_eq!(summary["findings"]["duplicate_id"], 1);
}

#[test]
fn each_release_has_a_number_one_higher() {
    let desk = Desk::new();
    desk.write("a.ndjson", records(5).join("\n"));
    assert_eq!(desk.build("a.ndjson", "index", &[])["release"], 1);
    assert_eq!(desk.build("a.ndjson", "index", &[])["release"], 2);
    assert_eq!(desk.build("a.ndjson", "index", &["--release", "9"])["release"], 9);
}

#[test]
fn old_chunks_stay_for_one_release_and_go_when_asked() {
    let desk = Desk::new();
    for (count, release) in [(300, 1), (200, 2), (100, 3)] {
        desk.write("a.ndjson", records(count).join("\n"));
        assert_eq!(desk.build("a.ndjson", "index", &[])["release"], release);
    }
    let before = content(&desk.path("index/chunks")).len();
    desk.write("a.ndjson", records(50).join("\n"));
    let summary = desk.build("a.ndjson", "index", &["--prune"]);
    let after = content(&desk.path("index/chunks")).len();
    let removed = usize::try_from(summary["removed"].as_u64().unwrap()).unwrap();
    assert!(removed > 0);
    assert!(
        after < before + usize::try_from(summary["chunks"].as_u64().unwrap()).unwrap()
    );
    desk.succeed(&["stats", "index"]);
}

#[test]
fn a_build_that_is_killed_leaves_a_whole_catalogue() {
    let desk = Desk::new();
    desk.write("old.ndjson", records(20).join("\n"));
    desk.write("new.ndjson", records(1500).join("\n"));
    desk.build("old.ndjson", "index", &[]);
    let started = Instant::now();
    desk.build("new.ndjson", "scratch", &[]);
    let whole = started.elapsed();
    for eighth in 1..8 {
        kill_after(&desk, whole * eighth / 8);
        let stats = desk.succeed(&["stats", "index", "--json"]);
        let stats: serde_json::Value = serde_json::from_str(&stats).unwrap();
        assert_eq!(stats["verified"], true);
        assert!(stats["records"] == 20 || stats["records"] == 1500, "{stats}");
    }
    desk.build("new.ndjson", "index", &[]);
    let left = content(&desk.path("index")).into_keys();
    assert!(
        left.into_iter().all(|path| path.extension().is_some_and(|end| end != "part"))
    );
}

fn kill_after(desk: &Desk, time: Duration) {
    let mut child = desk
        .program(&["build", "new.ndjson", "-o", "index", "-q"])
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    thread::sleep(time);
    // It may have finished by then, which is as good.
    let _ = child.kill();
    child.wait().unwrap();
}

/// A file may grow to 8 kB and no further: the disk is full, in effect.
#[cfg(unix)]
#[test]
fn a_full_disk_leaves_the_old_catalogue() {
    let desk = Desk::new();
    desk.write("old.ndjson", records(5).join("\n"));
    desk.write("new.ndjson", records(1500).join("\n"));
    desk.build("old.ndjson", "index", &[]);
    let manifest = fs::read(desk.path("index/manifest.json")).unwrap();
    let program = env!("CARGO_BIN_EXE_bibliobus");
    let status = std::process::Command::new("sh")
        .arg("-c")
        .arg(format!(
            "ulimit -f 2; trap '' XFSZ; exec {program} build new.ndjson -o index -q"
        ))
        .current_dir(desk.path("."))
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status()
        .unwrap();
    assert_eq!(status.code(), Some(1));
    assert_eq!(fs::read(desk.path("index/manifest.json")).unwrap(), manifest);
    desk.succeed(&["stats", "index"]);
}

#[test]
fn a_catalogue_of_an_earlier_format_is_replaced_and_its_release_exceeded() {
    let desk = Desk::new();
    desk.write("a.ndjson", records(5).join("\n"));
    desk.build("a.ndjson", "index", &[]);
    let manifest = fs::read_to_string(desk.path("index/manifest.json")).unwrap();
    let old = manifest.replace("\"format\":2", "\"format\":1");
    let old = old.replace("\"release\":1", "\"release\":41");
    assert_ne!(old, manifest);
    desk.write("index/manifest.json", old);
    desk.build("a.ndjson", "index", &["--prune"]);
    let manifest = fs::read_to_string(desk.path("index/manifest.json")).unwrap();
    assert!(manifest.contains("\"release\":42"), "{manifest}");
    desk.succeed(&["stats", "index"]);
}

#[test]
fn a_damaged_chunk_is_named_by_stats() {
    let desk = Desk::new();
    desk.write("a.ndjson", records(100).join("\n"));
    desk.build("a.ndjson", "index", &[]);
    let (chunk, mut bytes) = content(&desk.path("index/chunks")).pop_last().unwrap();
    bytes[0] ^= 1;
    fs::write(&chunk, bytes).unwrap();
    let output = desk.run(&["stats", "index"]);
    let errors = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(2), "{errors}");
    assert!(errors.contains(chunk.file_name().unwrap().to_str().unwrap()), "{errors}");
    // Building again mends it.
    desk.build("a.ndjson", "index", &["--release", "1"]);
    desk.succeed(&["stats", "index"]);
}

#[test]
fn with_strict_a_record_that_cannot_be_read_stops_the_build() {
    let desk = Desk::new();
    desk.write("a.ndjson", format!("{}\n{{ broken", records(3).join("\n")));
    let output = desk.run(&["build", "a.ndjson", "-o", "index", "--strict"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(!desk.path("index/manifest.json").exists());
}

#[test]
fn two_builds_into_one_folder_do_not_mix() {
    let desk = Desk::new();
    desk.write("a.ndjson", records(5).join("\n"));
    desk.build("a.ndjson", "index", &[]);
    let holder = fs::File::open(desk.path("index")).unwrap();
    if holder.try_lock().is_err() {
        return;
    }
    let output = desk.run(&["build", "a.ndjson", "-o", "index"]);
    assert_eq!(output.status.code(), Some(1));
}

#[test]
fn the_same_record_of_two_sources_is_one_and_says_where_it_came_from() {
    let desk = Desk::new();
    let line = |id: &str, title: &str, library: &str, more: &str| {
        format!(
            r#"{{"id":"{id}","title":"{title}","year":1999,"isbn":["9780306406157"],"items":[{{"library":"{library}","call_number":"84 Ч-56"}}]{more}}}"#
        )
    };
    desk.write("a.ndjson", line("1", "Чайка", "C", ""));
    let more = r#","url":["https://a.example/7"],"subjects":["Театр"]"#;
    desk.write("b.ndjson", line("7", "ЧАЙКА", "B", more));
    let summary = desk.build("a.ndjson", "index", &["b.ndjson"]);
    assert_eq!((&summary["read"], &summary["records"]), (&2.into(), &1.into()));
    assert_eq!(
        (&summary["merged"], &summary["findings"]["merged"]),
        (&1.into(), &1.into())
    );
    let shown = desk.succeed(&["record", "index", "1"]);
    assert!(shown.starts_with("Чайка\n"), "{shown}");
    let why = "merged with  7 of b.ndjson: the same ISBN, title and year";
    for part in [why, "https://a.example/7", "Театр", "- C", "- B"] {
        assert!(shown.contains(part), "{part}: {shown}");
    }
    // An address of the record that is gone leads to the one that it is in.
    assert_eq!(desk.succeed(&["record", "index", "7"]), shown);
    // The other way round the other description stays; within one file nothing is merged.
    desk.build("b.ndjson", "turned", &["a.ndjson"]);
    assert!(desk.succeed(&["record", "turned", "7"]).starts_with("ЧАЙКА\n"));
    let lines = [line("1", "Чайка", "C", ""), line("7", "ЧАЙКА", "B", "")];
    desk.write("both.ndjson", lines.join("\n"));
    let summary = desk.build("both.ndjson", "both", &[]);
    assert_eq!((&summary["records"], &summary["merged"]), (&2.into(), &0.into()));
    assert_eq!(summary["findings"]["suspected"], 1);
}
