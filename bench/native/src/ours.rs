//! Our engine: what a first and a later question fetch, in how many rounds, and how long the
//! answer takes once everything is here.

use std::collections::HashSet;
use std::fs;
use std::path::Path;
use std::time::Instant;

use anyhow::Context;
use bibliobus_index::{FileName, Index, Query, Question};
use serde_json::{Value, json};

use crate::figures::{megabytes, summary};
use crate::queries;

/// After so many questions the memory is looked at.
const QUESTIONS: usize = 300;

/// What was measured, and the ids of the hits of each query.
pub(crate) struct Measured {
    pub(crate) figures: Value,
    pub(crate) hits: Vec<Vec<String>>,
}

/// What a question fetched.
#[derive(Default)]
struct Fetched {
    bytes: f64,
    rounds: f64,
}

struct Folder<'a> {
    path: &'a Path,
    manifest: Vec<u8>,
}

pub(crate) fn measure(
    path: &Path,
    queries: &[queries::Query],
    repeats: usize,
) -> anyhow::Result<Measured> {
    let manifest = fs::read(path.join("manifest.json")).context("no manifest.json")?;
    let folder = Folder { path, manifest };
    let asked: Vec<Query> =
        queries.iter().map(|query| Query::new(query.text.as_str())).collect();
    let mut first = Vec::new();
    for query in &asked {
        first.push(folder.fetch(&mut folder.open()?, query, &mut HashSet::new())?);
    }
    let before = megabytes();
    let mut index = folder.open()?;
    let (mut later, mut seen, mut memory) = (Vec::new(), HashSet::new(), 0.0);
    for (at, query) in asked.iter().enumerate() {
        later.push(folder.fetch(&mut index, query, &mut seen)?);
        if at + 1 == QUESTIONS.min(asked.len()) {
            memory = megabytes() - before;
        }
    }
    let (times, hits) = ask(&index, &asked, repeats);
    let whole = ask_with_wants(&index, &asked, repeats);
    let manifest = folder.manifest.len() as f64;
    let figures = json!({
        "records": index.records(),
        "bytes": index.bytes(),
        "cold_bytes": summary(&first.iter().map(|f| f.bytes + manifest).collect::<Vec<_>>()),
        "cold_rounds": summary(&first.iter().map(|f| f.rounds + 1.0).collect::<Vec<_>>()),
        "later_bytes": summary(&later.iter().skip(1).map(|f| f.bytes).collect::<Vec<_>>()),
        "later_rounds": summary(&later.iter().skip(1).map(|f| f.rounds).collect::<Vec<_>>()),
        "milliseconds": summary(&times),
        "milliseconds_with_wants": summary(&whole),
        "megabytes": memory,
    });
    Ok(Measured { figures, hits })
}

/// The least time of each query, and the ids of its hits.
fn ask(index: &Index, asked: &[Query], repeats: usize) -> (Vec<f64>, Vec<Vec<String>>) {
    let mut times = vec![f64::INFINITY; asked.len()];
    let mut hits = Vec::new();
    for repeat in 0..repeats {
        for (query, least) in asked.iter().zip(&mut times) {
            let started = Instant::now();
            let results = index.search(query);
            *least = least.min(started.elapsed().as_secs_f64() * 1e3);
            if repeat == 0 {
                hits.push(results.hits.into_iter().map(|hit| hit.id).collect());
            }
        }
    }
    (times, hits)
}

/// The least time of each query, with the question what is still wanted for it before.
fn ask_with_wants(index: &Index, asked: &[Query], repeats: usize) -> Vec<f64> {
    let mut times = vec![f64::INFINITY; asked.len()];
    for _ in 0..repeats {
        for (query, least) in asked.iter().zip(&mut times) {
            let question = Question::Search(query.clone());
            let started = Instant::now();
            std::hint::black_box(index.wants(&question));
            std::hint::black_box(index.search(query));
            *least = least.min(started.elapsed().as_secs_f64() * 1e3);
        }
    }
    times
}

impl Folder<'_> {
    fn open(&self) -> anyhow::Result<Index> {
        Ok(Index::open(&self.manifest)?)
    }

    /// Fetches what `query` wants; files that were seen cost nothing more.
    fn fetch(
        &self,
        index: &mut Index,
        query: &Query,
        seen: &mut HashSet<FileName>,
    ) -> anyhow::Result<Fetched> {
        let question = Question::Search(query.clone());
        let mut fetched = Fetched::default();
        loop {
            let wants = index.wants(&question);
            if wants.is_empty() {
                return Ok(fetched);
            }
            fetched.rounds += 1.0;
            for want in wants {
                let bytes = fs::read(self.path.join(want.file.path()))?;
                if seen.insert(want.file) {
                    fetched.bytes += bytes.len() as f64;
                }
                index.load(want.file, &bytes)?;
            }
        }
    }
}
