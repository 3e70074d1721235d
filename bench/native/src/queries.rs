//! The queries of a run.

use std::fs;
use std::path::Path;

use anyhow::Context;
use serde_json::Value;

/// What is typed, and of what kind it is.
pub(crate) struct Query {
    pub(crate) text: String,
    pub(crate) kind: String,
}

/// Reads `{"queries": [{"q", "kind"}], "order": [0, …]}`, or plain text with a query a line.
pub(crate) fn read(path: &Path) -> anyhow::Result<Vec<Query>> {
    let text = fs::read_to_string(path).with_context(|| path.display().to_string())?;
    if !text.trim_start().starts_with('{') {
        let plain =
            |line: &str| Query { text: line.to_owned(), kind: "plain".to_owned() };
        return Ok(text.lines().map(plain).collect());
    }
    let file: Value = serde_json::from_str(&text)?;
    let list = file["queries"].as_array().context("expected \"queries\"")?;
    let word = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let query =
        |entry: &Value| Query { text: word(&entry["q"]), kind: word(&entry["kind"]) };
    Ok(match file["order"].as_array() {
        Some(order) => {
            let places =
                order.iter().filter_map(|place| list.get(place.as_u64()? as usize));
            places.map(query).collect()
        }
        None => list.iter().map(query).collect(),
    })
}
