//! Carries the compiled app inside the binary: every file of the folder `$BIBLIOBUS_APP`, or in
//! an optimised build of `dist/` at the root of the workspace. With neither, the binary carries
//! nothing and `bibliobus site` says so.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs, io};

fn main() -> io::Result<()> {
    println!("cargo::rerun-if-env-changed=BIBLIOBUS_APP");
    println!("cargo::rerun-if-changed=build.rs");
    let mut files = Vec::new();
    if let Some(folder) = app_folder() {
        println!("cargo::rerun-if-changed={}", folder.display());
        collect(&folder, &folder, &mut files)?;
    }
    files.sort();
    let out = PathBuf::from(env::var_os("OUT_DIR").expect("cargo sets OUT_DIR"));
    fs::write(out.join("app.rs"), listing(&files))
}

/// What is for npm alone, and not for a library's host.
const PACKAGE: [&str; 4] = ["package.json", "README.md", "LICENSE-APACHE", "LICENSE-MIT"];

/// The folder of the compiled app, if there is one.
///
/// The binary that tests run is a debug build: there `dist/` is left alone, so that a test does
/// not depend on whether somebody built the app before.
fn app_folder() -> Option<PathBuf> {
    if let Some(named) = env::var_os("BIBLIOBUS_APP").filter(|name| !name.is_empty()) {
        return Some(PathBuf::from(named));
    }
    let beside = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../dist");
    let optimised = env::var("PROFILE").is_ok_and(|profile| profile == "release");
    (optimised && beside.join("index.html").is_file()).then_some(beside)
}

/// Adds every file below `folder` as its path below `root` and its path on disk.
fn collect(
    root: &Path,
    folder: &Path,
    files: &mut Vec<(String, String)>,
) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            collect(root, &path, files)?;
            continue;
        }
        let below = path.strip_prefix(root).expect("found below the root");
        let name = below.to_string_lossy().replace('\\', "/");
        if PACKAGE.contains(&name.as_str()) {
            continue;
        }
        files.push((name, fs::canonicalize(&path)?.to_string_lossy().into_owned()));
    }
    Ok(())
}

/// The Rust expression that lists the files with their content.
fn listing(files: &[(String, String)]) -> String {
    let mut code = String::from("&[\n");
    for (name, path) in files {
        writeln!(code, "    ({name:?}, include_bytes!({path:?})),")
            .expect("a String takes all that is written to it");
    }
    code.push_str("]\n");
    code
}
