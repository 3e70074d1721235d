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
    let answers: anyhow::Result<Vec<Asked>> =
        asked.iter().map(|query| ask(&folder, &mut index, query, repeats)).collect();
    let answers = answers?;
    let manifest = folder.manifest.len() as f64;
    let figures = json!({
        "records": index.records(),
        "bytes": index.bytes(),
        "cold_bytes": summary(&first.iter().map(|f| f.bytes + manifest).collect::<Vec<_>>()),
        "cold_rounds": summary(&first.iter().map(|f| f.rounds + 1.0).collect::<Vec<_>>()),
        "later_bytes": summary(&later.iter().skip(1).map(|f| f.bytes).collect::<Vec<_>>()),
        "later_rounds": summary(&later.iter().skip(1).map(|f| f.rounds).collect::<Vec<_>>()),
        "milliseconds": summary(&answers.iter().map(|it| it.alone).collect::<Vec<_>>()),
        "milliseconds_with_wants": summary(&answers.iter().map(|it| it.with_wants).collect::<Vec<_>>()),
        "megabytes": memory,
    });
    Ok(Measured { figures, hits: answers.into_iter().map(|it| it.hits).collect() })
}

/// What one query took once its files were here: the search alone, and with the question what
/// it still wants before; and the ids of its hits.
struct Asked {
    alone: f64,
    with_wants: f64,
    hits: Vec<String>,
}

/// Asks each query several times and keeps the least times. The engine may have let go of files
/// meanwhile, so they are brought again first: an answer that lacks some would come too soon.
fn ask(
    folder: &Folder<'_>,
    index: &mut Index,
    query: &Query,
    repeats: usize,
) -> anyhow::Result<Asked> {
    folder.fetch(index, query, &mut HashSet::new())?;
    let question = Question::Search(query.clone());
    let mut asked =
        Asked { alone: f64::INFINITY, with_wants: f64::INFINITY, hits: Vec::new() };
    for _ in 0..repeats {
        let started = Instant::now();
        let wants = std::hint::black_box(index.wants(&question));
        let between = Instant::now();
        let results = index.search(query);
        let alone = between.elapsed().as_secs_f64() * 1e3;
        anyhow::ensure!(
            wants.is_empty() && !results.partial,
            "{}: not whole",
            query.text
        );
        asked.alone = asked.alone.min(alone);
        asked.with_wants = asked.with_wants.min(started.elapsed().as_secs_f64() * 1e3);
        asked.hits = results.hits.into_iter().map(|hit| hit.id).collect();
    }
    Ok(asked)
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
