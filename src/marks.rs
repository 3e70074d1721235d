//! What matched in a text, as the pieces of it.

use bibliobus_worker::Range;

/// How many marks one text has at most: no reader looks for more, and each is an element of its
/// own, of which a page of hostile texts would have hundreds of thousands.
const MOST: usize = 200;

/// Cuts `text` into pieces, each with whether it matched. Ranges that are not within the text,
/// cut a letter in two or go back are passed over, and so are those behind the first 200: nothing
/// of the text is ever lost.
pub fn pieces<'t>(text: &'t str, ranges: &[Range]) -> Vec<(bool, &'t str)> {
    let mut pieces = Vec::new();
    let mut rest = 0;
    for range in ranges.iter().take(MOST) {
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
