//! The peer in a page: all files of its index come as one, and stay in memory.

use std::path::Path;

use tantivy::Index;
use tantivy::directory::{Directory, RamDirectory};
use wasm_bindgen::prelude::*;

use crate::Peer;

/// The peer, opened.
#[wasm_bindgen]
pub struct Tantivy(Peer);

#[wasm_bindgen]
impl Tantivy {
    /// Opens an index that came as one file: for each of its files the length of the name, the
    /// name, the length of the content, the content; lengths are four bytes, the lowest first.
    #[wasm_bindgen(constructor)]
    pub fn new(packed: &[u8]) -> Result<Tantivy, String> {
        let folder = RamDirectory::create();
        let mut rest = packed;
        while !rest.is_empty() {
            let name = piece(&mut rest).ok_or("the index is cut")?;
            let name = std::str::from_utf8(name).map_err(|error| error.to_string())?;
            let content = piece(&mut rest).ok_or("the index is cut")?;
            let written = folder.atomic_write(Path::new(name), content);
            written.map_err(|error| error.to_string())?;
        }
        let index = Index::open(folder).map_err(|error| error.to_string())?;
        Ok(Self(Peer::new(&index).map_err(|error| error.to_string())?))
    }

    /// The first hits: id, title and authors of each on a line, tabs between.
    pub fn search(&mut self, text: &str, limit: usize) -> Result<String, String> {
        let hits = self.0.search(text, limit).map_err(|error| error.to_string())?;
        let clean = |text: &str| text.replace(['\t', '\n'], " ");
        let line = |hit: &crate::Hit| {
            format!("{}\t{}\t{}\n", hit.id, clean(&hit.title), clean(&hit.authors))
        };
        Ok(hits.iter().map(line).collect())
    }
}

fn piece<'a>(rest: &mut &'a [u8]) -> Option<&'a [u8]> {
    let (length, after) = rest.split_first_chunk::<4>()?;
    let length = u32::from_le_bytes(*length) as usize;
    let (piece, after) = after.split_at_checked(length)?;
    *rest = after;
    Some(piece)
}

/// Chance is only asked for the names of new files, and a reader makes none.
///
/// # Safety
/// `destination` points to `length` bytes that may be written, as getrandom promises.
#[unsafe(no_mangle)]
unsafe extern "Rust" fn __getrandom_v03_custom(
    destination: *mut u8,
    length: usize,
) -> Result<(), getrandom::Error> {
    unsafe { core::ptr::write_bytes(destination, 0x5a, length) };
    Ok(())
}
