//! IRBIS: fields with subfields after `^`, whatever file they come from, and the reader of text
//! exports. Not for master files (see `mst`).

mod text;

pub(crate) use text::{Reader, is_export};

use crate::marc::{MarcRecord, Tag, WHOLE};

/// The sign before each subfield.
const SUBFIELD: u8 = b'^';

/// Adds a field. Codes are the same in either case, so that all become small letters; what
/// stands before the first subfield has the code `*`, as in IRBIS itself (`v200^*`).
pub(crate) fn add_field(record: &mut MarcRecord, tag: u16, bytes: &[u8]) {
    record.add_data(Tag::of_number(tag), *b"  ");
    let mut pieces = bytes.split(|byte| *byte == SUBFIELD);
    let whole = pieces.next().unwrap_or_default().trim_ascii();
    if !whole.is_empty() {
        record.add_subfield(WHOLE, whole);
    }
    for piece in pieces {
        if let Some((code, text)) = piece.split_first()
            && code.is_ascii_graphic()
        {
            record.add_subfield(code.to_ascii_lowercase(), text.trim_ascii());
        }
    }
}
