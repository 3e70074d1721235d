//! tantivy, asked the same, and how far its first ten and ours are the same.

use std::collections::HashSet;
use std::fs;
use std::path::Path;
use std::time::Instant;

use bibliobus_bench_tantivy::Peer;
use serde_json::{Value, json};

use crate::figures::{megabytes, summary};
use crate::queries::Query;

const LIMIT: usize = 10;
/// The kinds of queries whose words are whole and typed right, so that both match the same.
const WHOLE: [&str; 4] = ["known", "single", "multi", "subject"];

pub(crate) fn measure(
    folder: &Path,
    queries: &[Query],
    repeats: usize,
    ours: &[Vec<String>],
) -> anyhow::Result<Value> {
    let before = megabytes();
    let mut peer = Peer::new(&tantivy::Index::open_in_dir(folder)?)?;
    let mut times = vec![f64::INFINITY; queries.len()];
    for _ in 0..repeats {
        for (query, least) in queries.iter().zip(&mut times) {
            let started = Instant::now();
            std::hint::black_box(peer.search(&query.text, LIMIT)?);
            *least = least.min(started.elapsed().as_secs_f64() * 1e3);
        }
    }
    let memory = megabytes() - before;
    Ok(json!({
        "bytes": size(folder)?,
        "milliseconds": summary(&times),
        "megabytes": memory,
        "overlap": overlap(&mut peer, queries, ours)?,
    }))
}

/// How much of the peer's first ten is among ours: over all queries of whole words, and over
/// those that so few records match that no ranking decides which.
fn overlap(
    peer: &mut Peer,
    queries: &[Query],
    ours: &[Vec<String>],
) -> anyhow::Result<Value> {
    let (mut all, mut few) = (Vec::new(), Vec::new());
    for (query, ours) in queries.iter().zip(ours) {
        if !WHOLE.contains(&query.kind.as_str()) {
            continue;
        }
        let theirs = peer.plain(&query.text, LIMIT + 1)?;
        let ours: HashSet<&str> = ours.iter().map(String::as_str).collect();
        let first = theirs.iter().take(LIMIT);
        let both = first.filter(|hit| ours.contains(hit.id.as_str())).count();
        if theirs.is_empty() {
            continue;
        }
        let share = both as f64 / theirs.len().min(LIMIT) as f64;
        all.push(share);
        if theirs.len() <= LIMIT {
            few.push(share);
        }
    }
    let mean = |shares: &[f64]| shares.iter().sum::<f64>() / shares.len().max(1) as f64;
    Ok(json!({
        "all": mean(&all), "all_queries": all.len(),
        "few": mean(&few), "few_queries": few.len(),
    }))
}

fn size(folder: &Path) -> anyhow::Result<u64> {
    let mut sum = 0;
    for entry in fs::read_dir(folder)? {
        sum += entry?.metadata()?.len();
    }
    Ok(sum)
}
