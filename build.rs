//! Makes one style sheet of those in `src/style/`, without what only their authors read. The app
//! carries it in its wasm, where every byte is paid for by whoever opens the page.

use std::path::PathBuf;
use std::{env, fs, io};

/// In the order in which they overrule each other.
const SHEETS: [&str; 15] = [
    "tokens",
    "base",
    "head",
    "start",
    "results",
    "filters",
    "cover",
    "record",
    "foot",
    "device",
    "browse",
    "list",
    "cite",
    "help",
    "low-vision",
];

fn main() -> io::Result<()> {
    println!("cargo:rerun-if-changed=build.rs");
    let mut style = String::new();
    for sheet in SHEETS {
        let path = format!("src/style/{sheet}.css");
        println!("cargo:rerun-if-changed={path}");
        squeeze(&fs::read_to_string(path)?, &mut style);
    }
    let folder = env::var_os("OUT_DIR").map(PathBuf::from).unwrap_or_default();
    fs::write(folder.join("style.css"), style)
}

/// Adds the lines of a sheet without comments and indents. Within a line nothing changes: there
/// blanks may mean something.
fn squeeze(sheet: &str, style: &mut String) {
    for line in without_comments(sheet).lines().map(str::trim) {
        let is_open = !style.is_empty() && !style.ends_with([';', '{', '}', ',']);
        if is_open && !line.is_empty() {
            style.push(' ');
        }
        style.push_str(line);
    }
}

fn without_comments(sheet: &str) -> String {
    let mut left = String::new();
    let mut rest = sheet;
    while let Some((before, after)) = rest.split_once("/*") {
        left.push_str(before);
        rest = after.split_once("*/").map_or("", |(_, after)| after);
    }
    left + rest
}
