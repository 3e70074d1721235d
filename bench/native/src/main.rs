//! The engine measured natively, with one thread, beside tantivy over the same records and
//! queries in the same run. Gives JSON; `bench/native.mjs` makes the table.

mod figures;
mod ours;
mod peer;
mod queries;

use std::fs::File;
use std::io::BufReader;
use std::path::PathBuf;

use anyhow::Context;
use clap::{Parser, Subcommand};
use serde_json::json;

/// The engine measured natively.
#[derive(Parser)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Build tantivy's index of records in NDJSON
    IndexTantivy {
        /// The records
        records: PathBuf,
        /// An empty folder
        folder: PathBuf,
    },
    /// Ask an index of ours, and one of tantivy's if there is one, the same queries
    Measure {
        /// Our catalogue
        catalogue: PathBuf,
        /// The queries: `{"queries": [{"q"}], "order"}`, or one a line
        queries: PathBuf,
        /// The folder with tantivy's index
        #[arg(long)]
        tantivy: Option<PathBuf>,
        /// How often each query is asked; the least of the times counts
        #[arg(long, default_value_t = 7)]
        repeats: usize,
    },
}

fn main() -> anyhow::Result<()> {
    match Cli::parse().command {
        Command::IndexTantivy { records, folder } => {
            let file =
                File::open(&records).with_context(|| records.display().to_string())?;
            let count = bibliobus_bench_tantivy::build(BufReader::new(file), &folder)?;
            println!("{count}");
        }
        Command::Measure { catalogue, queries, tantivy, repeats } => {
            let queries = queries::read(&queries)?;
            let ours = ours::measure(&catalogue, &queries, repeats)?;
            let mut report = json!({ "queries": queries.len(), "ours": ours.figures });
            if let Some(folder) = tantivy {
                report["tantivy"] =
                    peer::measure(&folder, &queries, repeats, &ours.hits)?;
            }
            println!("{report}");
        }
    }
    Ok(())
}
