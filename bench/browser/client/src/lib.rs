//! The page's side of the line to the worker, for the bench: questions into messages, messages
//! into hits. And the engine without its worker, to see what the worker costs.

use bibliobus_index::{Index, Query, Question, Results, Want};
use bibliobus_worker::{Answer, Ask, Tell, What};
use serde_json::{Value, json};
use wasm_bindgen::prelude::*;

/// The message that asks for the first hits for `text`.
#[wasm_bindgen]
pub fn ask(number: u32, catalogue: String, text: &str, limit: u32) -> Vec<u8> {
    let what = What::Search(query(text, limit));
    postcard::to_allocvec(&Ask { number, catalogue, keys: String::new(), what }).unwrap_or_default()
}

/// What the worker said: `up`, or the `number` of a question with `hits` or a `problem`; empty
/// for what the bench does not ask about.
#[wasm_bindgen]
pub fn told(message: &[u8]) -> String {
    let told = match postcard::from_bytes(message) {
        Ok(Tell::Up) => json!({ "up": true }),
        Ok(Tell::Answer(number, Ok(Answer::Results(results)))) => {
            json!({ "number": number, "hits": hits(&results), "partial": results.partial })
        }
        Ok(Tell::Answer(number, answer)) => {
            json!({ "number": number, "problem": format!("{answer:?}") })
        }
        Ok(_) => json!({}),
        Err(error) => json!({ "up": false, "problem": error.to_string() }),
    };
    told.to_string()
}

fn query(text: &str, limit: u32) -> Query {
    Query { limit, ..Query::new(text) }
}

fn hits(results: &Results) -> Value {
    let hit = |hit: &bibliobus_index::Hit| json!({ "id": hit.id, "title": hit.brief.title, "author": hit.brief.creators.join("; ") });
    results.hits.iter().map(hit).collect()
}

/// The engine in the page itself.
#[wasm_bindgen]
pub struct Engine {
    index: Index,
    wants: Vec<Want>,
}

#[wasm_bindgen]
impl Engine {
    /// Opens a collection by its manifest.
    #[wasm_bindgen(constructor)]
    pub fn new(manifest: &[u8]) -> Result<Engine, String> {
        let index = Index::open(manifest).map_err(|error| error.to_string())?;
        Ok(Self { index, wants: Vec::new() })
    }

    /// The paths of the files that a search still needs.
    pub fn wants(&mut self, text: &str, limit: u32) -> Vec<String> {
        self.wants = self.index.wants(&Question::Search(query(text, limit)));
        self.wants.iter().map(|want| want.file.path()).collect()
    }

    /// Takes the bytes of the file that was wanted at this place.
    pub fn load(&mut self, place: usize, bytes: &[u8]) -> Result<(), String> {
        let want = self.wants.get(place).ok_or("no such want")?;
        self.index.load(want.file, bytes).map_err(|error| error.to_string())
    }

    /// The hits, as JSON.
    pub fn search(&self, text: &str, limit: u32) -> String {
        hits(&self.index.search(&query(text, limit))).to_string()
    }
}
