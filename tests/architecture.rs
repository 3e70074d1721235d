//! The shape of the house, kept by a test: which crate may know which, and what may stand where.
//! The reasons are in `ARCHITECTURE.md`. Not for what clippy or cargo can say themselves.

#![allow(clippy::unwrap_used)]

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;

/// Every arrow among the members of the workspace; no other may be drawn.
const ARROWS: &[(&str, &str)] = &[
    ("bibliobus-index", "bibliobus-catalog"),
    ("bibliobus-ingest", "bibliobus-catalog"),
    ("bibliobus-worker", "bibliobus-catalog"),
    ("bibliobus-worker", "bibliobus-index"),
    ("bibliobus-cite", "bibliobus-catalog"),
    ("bibliobus-cite-web", "bibliobus-catalog"),
    ("bibliobus-cite-web", "bibliobus-cite"),
    ("bibliobus-cli", "bibliobus-catalog"),
    ("bibliobus-cli", "bibliobus-cite"),
    ("bibliobus-cli", "bibliobus-ingest"),
    ("bibliobus-cli", "bibliobus-index"),
    ("bibliobus", "bibliobus-catalog"),
    ("bibliobus", "bibliobus-worker"),
];

/// A file longer than this has more than one reason to change.
const LINES: usize = 600;

/// A rule about the text of source files.
struct Rule {
    /// What was broken, as a sentence.
    says: &'static str,
    /// Whether the rule is for the file at this path.
    is_for: fn(&str) -> bool,
    /// Whether a line of code breaks it.
    is_broken_by: fn(&str) -> bool,
}

const RULES: &[Rule] = &[
    Rule {
        says: "Leptos is known in src/ only",
        is_for: |path| path.starts_with("crates/"),
        is_broken_by: |line| line.contains("leptos::") || line.contains("use leptos"),
    },
    Rule {
        says: "signals live in session, view and element only",
        is_for: |path| path.starts_with("src/") && !may_have_signals(path),
        is_broken_by: has_signal,
    },
    Rule {
        says: "the worker touches the browser in platform/web.rs and main.rs only",
        is_for: |path| {
            path.starts_with("crates/worker/src/")
                && !matches!(
                    path,
                    "crates/worker/src/main.rs" | "crates/worker/src/platform/web.rs"
                )
        },
        is_broken_by: |line| {
            ["web_sys", "rexie", "js_sys"].iter().any(|w| line.contains(w))
        },
    },
    Rule {
        says: "no text reaches the page as HTML",
        is_for: |path| path.starts_with("src/") || path.starts_with("crates/"),
        is_broken_by: |line| line.contains("inner_html") || line.contains("innerHTML"),
    },
    Rule {
        says: "the target is asked for in platform files and tests only",
        is_for: |path| !path.contains("platform") && !is_test(path),
        is_broken_by: |line| line.contains("cfg") && line.contains("target_arch"),
    },
    Rule {
        says: "every sentence is in src/text",
        is_for: |path| {
            path.starts_with("src/")
                && path != "src/text.rs"
                && !path.starts_with("src/text/")
        },
        is_broken_by: has_cyrillic_literal,
    },
];

fn may_have_signals(path: &str) -> bool {
    ["src/session", "src/view", "src/element"].iter().any(|place| path.starts_with(place))
}

fn has_signal(line: &str) -> bool {
    let words = ["RwSignal", "ReadSignal", "WriteSignal", "Memo::", "Memo<", "Effect::"];
    words.iter().any(|word| line.contains(word))
}

fn is_test(path: &str) -> bool {
    path.starts_with("tests/") || path.contains("/tests/")
}

/// Whether a string literal of the line has a Cyrillic letter; comments do not count.
fn has_cyrillic_literal(line: &str) -> bool {
    let is_cyrillic = |c: char| ('\u{400}'..='\u{52f}').contains(&c);
    line.split('"').skip(1).step_by(2).any(|literal| literal.contains(is_cyrillic))
}

/// What in the text of the file at `path` breaks a rule. Tests within the file are left out:
/// they name what must not be.
fn breaches(path: &str, text: &str) -> Vec<String> {
    let mut found = Vec::new();
    let length = text.lines().count();
    if length > LINES {
        found.push(format!("{path}: {length} lines; a file has at most {LINES}"));
    }
    let rules: Vec<&Rule> = RULES.iter().filter(|rule| (rule.is_for)(path)).collect();
    for (at, line) in code(text) {
        for rule in rules.iter().filter(|rule| (rule.is_broken_by)(line)) {
            found.push(format!("{path}:{at}: {}: {}", rule.says, line.trim()));
        }
    }
    found
}

/// The lines of code before the file's own tests, with their numbers.
fn code(text: &str) -> impl Iterator<Item = (usize, &str)> {
    (1..)
        .zip(text.lines())
        .take_while(|(_, line)| !line.starts_with("#[cfg(test)]"))
        .filter(|(_, line)| !line.trim_start().starts_with("//"))
}

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// Every Rust file of ours, as a path below the root and its text.
fn sources() -> Vec<(String, String)> {
    let mut files = Vec::new();
    for folder in ["src", "crates", "tests"] {
        collect(&root().join(folder), &mut files);
    }
    files.sort();
    files
}

fn collect(folder: &Path, files: &mut Vec<(String, String)>) {
    let Ok(entries) = fs::read_dir(folder) else { return };
    for path in entries.map(|entry| entry.unwrap().path()) {
        if path.is_dir() {
            collect(&path, files);
        } else if path.extension().is_some_and(|end| end == "rs") {
            let below = path.strip_prefix(root()).unwrap().to_string_lossy().into_owned();
            files.push((below, fs::read_to_string(&path).unwrap()));
        }
    }
}

/// The arrows among the members, tests' own dependencies left out.
fn arrows(metadata: &Value) -> BTreeSet<(String, String)> {
    let packages = metadata["packages"].as_array().unwrap();
    let names: BTreeSet<&str> =
        packages.iter().map(|p| p["name"].as_str().unwrap()).collect();
    let mut arrows = BTreeSet::new();
    for package in packages {
        for dependency in package["dependencies"].as_array().unwrap() {
            let to = dependency["name"].as_str().unwrap();
            if names.contains(to) && dependency["kind"] != "dev" {
                arrows.insert((
                    package["name"].as_str().unwrap().to_owned(),
                    to.to_owned(),
                ));
            }
        }
    }
    arrows
}

fn drawn_but_not_allowed(metadata: &Value) -> Vec<(String, String)> {
    let is_allowed =
        |arrow: &(String, String)| ARROWS.contains(&(arrow.0.as_str(), arrow.1.as_str()));
    arrows(metadata).into_iter().filter(|arrow| !is_allowed(arrow)).collect()
}

fn metadata() -> Value {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let output = Command::new(cargo)
        .args(["metadata", "--no-deps", "--format-version", "1", "--offline"])
        .current_dir(root())
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    serde_json::from_slice(&output.stdout).unwrap()
}

#[test]
fn only_the_arrows_of_the_map_are_drawn() {
    assert_eq!(drawn_but_not_allowed(&metadata()), []);
}

#[test]
fn every_member_is_on_the_map() {
    let metadata = metadata();
    for package in metadata["packages"].as_array().unwrap() {
        let name = package["name"].as_str().unwrap();
        let is_on_map = ARROWS.iter().any(|(from, to)| *from == name || *to == name);
        assert!(
            is_on_map,
            "{name} has no arrow in ARROWS: a new crate needs an argument"
        );
    }
}

#[test]
fn everything_stands_where_it_belongs() {
    let files = sources();
    assert!(files.len() > 20, "the scanner found only {} files", files.len());
    let found: Vec<String> =
        files.iter().flat_map(|(path, text)| breaches(path, text)).collect();
    assert!(found.is_empty(), "\n{}", found.join("\n"));
}

#[test]
fn an_arrow_that_is_not_on_the_map_is_seen() {
    let metadata = serde_json::json!({ "packages": [
        { "name": "bibliobus-index", "dependencies": [
            { "name": "bibliobus-ingest", "kind": null },
            { "name": "serde", "kind": null },
        ] },
        { "name": "bibliobus-ingest", "dependencies": [
            { "name": "bibliobus-index", "kind": "dev" },
        ] },
    ] });
    let bad = ("bibliobus-index".to_owned(), "bibliobus-ingest".to_owned());
    assert_eq!(drawn_but_not_allowed(&metadata), [bad]);
}

#[test]
fn what_stands_in_the_wrong_place_is_seen() {
    for (path, line) in [
        ("crates/worker/src/host.rs", "use leptos::prelude::*;"),
        ("src/search.rs", "    text: RwSignal<String>,"),
        ("crates/worker/src/loader.rs", "let w = web_sys::window();"),
        ("crates/worker/src/cache.rs", "use rexie::Rexie;"),
        ("src/view/hit.rs", "node.set_inner_html(&text);"),
        ("crates/index/src/build.rs", "#[cfg(target_arch = \"wasm32\")]"),
        ("src/view/hit.rs", "<p>\"Ничего не нашлось\"</p>"),
    ] {
        assert_eq!(breaches(path, line).len(), 1, "{path}: {line}");
    }
    let long = "\n".repeat(LINES + 1);
    assert_eq!(breaches("src/long.rs", &long).len(), 1);
}

#[test]
fn what_stands_in_the_right_place_is_let_be() {
    for (path, line) in [
        ("src/element.rs", "use leptos::prelude::*;"),
        ("src/session.rs", "    search: RwSignal<Search>,"),
        ("crates/worker/src/platform/web.rs", "let w = web_sys::window();"),
        (
            "crates/worker/src/platform.rs",
            "#[cfg_attr(target_arch = \"wasm32\", path = \"a\")]",
        ),
        ("src/text/ru.rs", "Key::Nothing => \"Ничего не нашлось\","),
        ("src/view/hit.rs", "// как на карточке: \"автор\""),
        ("src/view/hit.rs", "#[cfg(test)]\nlet title = \"Чайка\";"),
        ("crates/catalog/src/record.rs", "let name = \"Толстой\";"),
    ] {
        assert_eq!(breaches(path, line), [""; 0], "{path}: {line}");
    }
}
