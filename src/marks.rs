//! What matched in a text, as the pieces of it.

use bibliobus_worker::Range;

/// Cuts `text` into pieces, each with whether it matched. Ranges that are not within the text,
/// cut a letter in two or go back are passed over: nothing of the text is ever lost.
pub fn pieces<'t>(text: &'t str, ranges: &[Range]) -> Vec<(bool, &'t str)> {
    let mut pieces = Vec::new();
    let mut rest = 0;
    for range in ranges {
        let (start, end) = (range.start as usize, range.end as usize);
        let (Some(before), Some(matched)) = (text.get(rest..start), text.get(start..end))
        else {
            continue;
        };
        pieces.extend([(false, before), (true, matched)]);
        rest = end;
    }
    pieces.push((false, text.get(rest..).unwrap_or_default()));
    pieces.retain(|(_, piece)| !piece.is_empty());
    pieces
}
