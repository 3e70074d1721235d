//! Writes a golden index of the works in `tests/support` into a folder, and the table of
//! scores that native code and wasm have to share:
//!
//! ```text
//! cargo run -p bibliobus-index --example golden -- FOLDER > crates/index/tests/golden/parity.tsv
//! ```

#![allow(
    clippy::print_stdout,
    clippy::disallowed_methods,
    clippy::unwrap_used,
    clippy::panic
)]

#[path = "../tests/support/mod.rs"]
mod support;

use std::{error::Error, fs, path::PathBuf};

use bibliobus_index::Query;
use support::{build, works};

const QUERIES: [&str; 14] = [
    "война и мир",
    "войну толстой ",
    "tolstoy peace",
    "history of the war movement ",
    "the the ",
    "it",
    "елка в тайге",
    "紅樓夢",
    "1984",
    "c++",
    "0-306-40615-2",
    "84(2) Т 53",
    "author:tolstoy",
    "т",
];

fn main() -> Result<(), Box<dyn Error>> {
    let collection = build(&works());
    if let Some(folder) = std::env::args_os().nth(1) {
        let folder = PathBuf::from(folder);
        fs::create_dir_all(folder.join("chunks"))?;
        for (name, bytes) in &collection.chunks {
            fs::write(folder.join(name.path()), bytes)?;
        }
        fs::write(folder.join("manifest.json"), &collection.manifest)?;
    }
    for query in QUERIES {
        let hits = collection.search(&Query::new(query)).hits;
        let hits: Vec<String> = hits
            .iter()
            .map(|hit| format!("{}:{:08x}", hit.id, hit.score.to_bits()))
            .collect();
        println!("{query}\t{}", hits.join(" "));
    }
    Ok(())
}
