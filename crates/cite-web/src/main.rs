//! Citations and exports for the page, which loads this when a reader asks for them. Texts only:
//! what is done with them is the page's business. Not for how they are made: see `bibliobus_cite`.

use bibliobus_catalog::Record;
use bibliobus_cite::{Citation, Format, Manner, Style, Voice, cite, export};
use js_sys::{Array, JsString};
use wasm_bindgen::prelude::wasm_bindgen;

fn main() {}

/// The records in `bytes` (postcard's encoding of a list of them) cited in a style by its code,
/// with words in the language `voice`; `today` (`yyyy-mm-dd`) is the day of looking at what is
/// online. For each record an array of texts, plain and slanted in turn; nothing for a style
/// that is not known, and for bytes that are no records.
#[wasm_bindgen]
pub fn cited(bytes: &[u8], style: &str, voice: &str, today: &str) -> Array {
    let (Some(style), Some(records)) = (Style::of_code(style), read(bytes)) else {
        return Array::new();
    };
    let manner = Manner { style, voice: Voice::of_tag(voice), today };
    records.iter().map(|record| in_turn(&cite(record, manner))).collect()
}

/// The records in `bytes` in a format by its code; nothing for one that is not known.
#[wasm_bindgen]
pub fn exported(bytes: &[u8], format: &str) -> Option<String> {
    Some(export(&read(bytes)?, Format::of_code(format)?))
}

fn read(bytes: &[u8]) -> Option<Vec<Record>> {
    postcard::from_bytes(bytes).ok()
}

/// Texts of which the second, fourth … are slanted.
fn in_turn(citation: &Citation) -> Array {
    let turns = Array::new();
    for piece in &citation.pieces {
        if piece.is_slanted != (turns.length() % 2 == 1) {
            turns.push(&JsString::from(""));
        }
        turns.push(&JsString::from(piece.text.as_str()));
    }
    turns
}
