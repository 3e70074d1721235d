//! Catalogues carried by hand: out of a packed file onto the device, and from there into one.

use bibliobus_worker::{Answer, Problem, What};
use js_sys::{Array, Uint8Array};
use leptos::prelude::*;
use leptos::task::spawn_local;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;

use super::Session;

/// How much of a file is read at once.
const PIECE: f64 = (1 << 20) as f64;

#[wasm_bindgen(module = "/src/element.js")]
extern "C" {
    /// The bytes of a file between two places.
    fn file_piece(file: &web_sys::Blob, from: f64, to: f64) -> js_sys::Promise;
    /// Gives the reader a file of these pieces.
    fn save_file(pieces: &Array, name: &str);
    /// The first file that was chosen or dropped.
    fn file_of(event: &web_sys::Event) -> Option<web_sys::Blob>;
}

/// A packed file on its way.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) enum Carrying {
    /// There is none.
    #[default]
    No,
    /// It is being read, or written: how much of it, in percent.
    Under(u32),
    /// It came to nothing.
    Failed(Problem),
}

impl Session {
    /// The reader chose or dropped a packed file.
    pub(crate) fn take_file_of(self, event: &web_sys::Event) {
        let Some(file) = file_of(event) else { return };
        self.carrying.set(Carrying::Under(0));
        let size = file.size();
        self.take_piece(file, 0.0, size);
    }

    fn take_piece(self, file: web_sys::Blob, from: f64, size: f64) {
        let to = (from + PIECE).min(size);
        spawn_local(async move {
            let read = JsFuture::from(file_piece(&file, from, to)).await;
            let Ok(bytes) = read.map(|bytes| Uint8Array::new(&bytes).to_vec()) else {
                return self.end_carrying(Some(Problem::NoPack));
            };
            let (is_first, is_last) = (from == 0.0, to >= size);
            self.send(
                What::Unpack { piece: bytes, is_first, is_last },
                move |session, answer| match answer {
                    Err(problem) => session.end_carrying(Some(problem)),
                    Ok(_) if is_last => session.end_carrying(None),
                    Ok(_) => {
                        session.carrying.set(Carrying::Under((to * 100.0 / size) as u32));
                        session.take_piece(file, to, size);
                    }
                },
            );
        });
    }

    /// The reader wants a packed file of what is here.
    pub(crate) fn give_file(self) {
        self.carrying.set(Carrying::Under(0));
        self.give_piece(Array::new(), 0, 0.0);
    }

    fn give_piece(self, pieces: Array, from: u32, bytes: f64) {
        self.send(What::Pack(from), move |session, answer| match answer {
            Ok(Answer::Piece(piece, next)) if !piece.is_empty() => {
                let bytes = bytes + piece.len() as f64;
                let total = session.keeping.with_untracked(|keeping| keeping.bytes_total);
                let percent = bytes * 100.0 / total.max(1) as f64;
                session.carrying.set(Carrying::Under(percent.min(100.0) as u32));
                pieces.push(&Uint8Array::from(piece.as_slice()));
                session.give_piece(pieces, next, bytes);
            }
            Ok(_) => {
                save_file(&pieces, "catalogue.bibliobus");
                session.end_carrying(None);
            }
            Err(problem) => session.end_carrying(Some(problem)),
        });
    }

    fn end_carrying(self, problem: Option<Problem>) {
        if let Some(problem) = &problem {
            self.report(problem);
        }
        self.carrying.set(problem.map_or(Carrying::No, Carrying::Failed));
    }
}
