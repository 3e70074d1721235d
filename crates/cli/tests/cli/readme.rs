//! The commands in README.md, run as they stand there.

use std::fs;
use std::path::PathBuf;

use crate::program::Desk;

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// The commands of ours in the `sh` blocks of a document, comments left out. `serve` and `site`
/// are left to the end-to-end tests: one does not end, the other needs the app.
fn commands(document: &str) -> Vec<Vec<String>> {
    let blocks =
        document.split("```sh\n").skip(1).filter_map(|rest| rest.split("```").next());
    blocks
        .flat_map(str::lines)
        .filter_map(|line| line.split('#').next()?.trim().strip_prefix("bibliobus "))
        .filter(|command| !command.starts_with("serve") && !command.starts_with("site"))
        .map(|command| command.split_whitespace().map(str::to_owned).collect())
        .collect()
}

#[test]
fn every_command_in_the_readme_works() {
    let desk = Desk::new();
    fs::copy(root().join("demo/central.mrc"), desk.path("export.mrc")).unwrap();
    fs::copy(root().join("demo/library.toml"), desk.path("library.toml")).unwrap();
    fs::copy(root().join("demo/names.csv"), desk.path("names.csv")).unwrap();
    fs::create_dir(desk.path("plans")).unwrap();
    for floor in 1..=3 {
        let plan = format!("plans/central-{floor}.svg");
        fs::copy(root().join("demo").join(&plan), desk.path(&plan)).unwrap();
    }
    for file in ["README.md", "README.ru.md"] {
        let commands = commands(&fs::read_to_string(root().join(file)).unwrap());
        assert!(commands.len() >= 3, "{file} has only {} commands", commands.len());
        for command in commands {
            let arguments: Vec<&str> = command.iter().map(String::as_str).collect();
            desk.succeed(&arguments);
        }
    }
}
