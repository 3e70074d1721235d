//! A text with what matched in it.

use bibliobus_worker::Range;
use leptos::prelude::*;

use crate::pieces;

/// `text`, with what matched marked.
pub(super) fn marked(text: &str, ranges: &[Range]) -> AnyView {
    let pieces = pieces(text, ranges).into_iter().map(|(is_match, piece)| {
        let piece = piece.to_owned();
        if is_match {
            view! { <mark>{piece}</mark> }.into_any()
        } else {
            piece.into_any()
        }
    });
    pieces.collect_view().into_any()
}
