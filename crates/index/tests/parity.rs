//! The same bytes and the same query give the same ids and the same score bits, natively and
//! in wasm: both run this file against one table, written natively.
//!
//! The table is `golden/parity.tsv`, made by `cargo run -p bibliobus-index --example golden`.
#![allow(clippy::unwrap_used, clippy::panic)]

mod support;

use support::{build, works};

const TABLE: &str = include_str!("golden/parity.tsv");

fn scores_are_the_same_everywhere() {
    let collection = build(&works());
    let mut rows = 0;
    for row in TABLE.lines() {
        let (query, expected) = row.split_once('\t').unwrap();
        let hits = collection.search(&bibliobus_index::Query::new(query)).hits;
        let hits: Vec<String> = hits
            .iter()
            .map(|hit| format!("{}:{:08x}", hit.id, hit.score.to_bits()))
            .collect();
        assert_eq!(hits.join(" "), expected, "{query}");
        rows += 1;
    }
    assert!(rows >= 10, "{rows}");
}

#[cfg(not(target_arch = "wasm32"))]
#[test]
fn natively() {
    scores_are_the_same_everywhere();
}

#[cfg(target_arch = "wasm32")]
#[wasm_bindgen_test::wasm_bindgen_test]
fn in_wasm() {
    scores_are_the_same_everywhere();
}
