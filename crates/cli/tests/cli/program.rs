//! The program, run in a folder of its own.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use tempfile::TempDir;

/// The day that every build of these tests speaks of.
const DAY: &str = "2026-08-20";

/// A folder to work in.
pub(crate) struct Desk {
    folder: TempDir,
}

impl Desk {
    pub(crate) fn new() -> Self {
        Self { folder: tempfile::tempdir().unwrap() }
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    pub(crate) fn write(&self, name: &str, content: impl AsRef<[u8]>) {
        fs::write(self.path(name), content).unwrap();
    }

    /// The program, about to be run in this folder.
    pub(crate) fn program(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_bibliobus"));
        command.current_dir(self.folder.path()).args(arguments);
        command.env_remove("SOURCE_DATE_EPOCH");
        command
    }

    pub(crate) fn run(&self, arguments: &[&str]) -> Output {
        self.program(arguments).output().unwrap()
    }

    /// Runs a command that must succeed; gives what it said.
    pub(crate) fn succeed(&self, arguments: &[&str]) -> String {
        let output = self.run(arguments);
        let errors = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "{arguments:?}: {errors}");
        String::from_utf8(output.stdout).unwrap()
    }

    /// Builds `input` into `folder`; gives the summary.
    pub(crate) fn build(
        &self,
        input: &str,
        folder: &str,
        more: &[&str],
    ) -> serde_json::Value {
        let mut arguments = vec!["build", input, "-o", folder, "--as-of", DAY, "--json"];
        arguments.extend(more);
        serde_json::from_str(&self.succeed(&arguments)).unwrap()
    }
}

/// `count` records as NDJSON, one a line.
pub(crate) fn records(count: usize) -> Vec<String> {
    let word =
        |number: usize| ["river", "steppe", "forest", "winter", "harbour"][number % 5];
    (0..count)
        .map(|number| {
            let (first, second) = (word(number), word(number / 5));
            format!(
                r#"{{"id":"r{number}","title":"The {first} and the {second} {number}","authors":["Author, {second}"],"year":{}}}"#,
                1900 + number % 100
            )
        })
        .collect()
}

/// Every file below `folder` with its content.
pub(crate) fn content(folder: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let mut files = BTreeMap::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            files.extend(content(&path));
        } else {
            files.insert(path.clone(), fs::read(&path).unwrap());
        }
    }
    files
}

/// The names and content of files, wherever their folder is.
pub(crate) fn content_below(folder: &Path) -> Vec<(PathBuf, Vec<u8>)> {
    let below = |path: PathBuf| path.strip_prefix(folder).unwrap().to_path_buf();
    content(folder).into_iter().map(|(path, bytes)| (below(path), bytes)).collect()
}
