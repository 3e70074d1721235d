//! The same records in MARC-8 and in UTF-8: what the decoder says of the first must be what the
//! second say. Needs the folder of real data (`BIBLIOBUS_DATA`).

use std::collections::BTreeMap;
use std::io::Cursor;
use std::path::PathBuf;

use unicode_normalization::UnicodeNormalization;

use super::batches::Batches;
use super::{MarcRecord, Parser};
use crate::map::Mapper;

/// The texts of a record by tag and subfield.
type Texts = BTreeMap<String, Vec<String>>;

fn data(name: &str) -> Option<Vec<u8>> {
    let default = concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/data");
    let folder = std::env::var_os("BIBLIOBUS_DATA").map_or(default.into(), PathBuf::from);
    let bytes = std::fs::read(folder.join("encodings").join(name)).ok();
    if bytes.is_none() {
        #[allow(clippy::print_stdout)]
        {
            println!(
                "skipped: {name} is not in the folder of real data (BIBLIOBUS_DATA)"
            );
        }
    }
    bytes
}

/// The texts of every record by tag and subfield.
fn texts(bytes: Vec<u8>) -> Vec<Texts> {
    let mut parser = Parser::new("twins", Mapper::default());
    let mut all = Vec::new();
    for batch in Batches::new(Box::new(Cursor::new(bytes)), None) {
        for (frame, number, how) in batch.frames() {
            parser.parse(&frame, number, how.unwrap(), false);
            all.push(texts_of(&parser.record));
        }
    }
    all
}

fn texts_of(record: &MarcRecord) -> Texts {
    let mut texts = Texts::new();
    for field in record.fields() {
        for (code, text) in field.subfields() {
            let name = field.name(Some(code));
            texts.entry(name).or_default().push(text.to_owned());
        }
    }
    texts
}

/// Why a text of the MARC-8 file is not in its twin, or nothing if it should be.
fn reason(text: &str, twin: &Texts, name: &str) -> &'static str {
    let is_script = |c: char| "⁰¹²³⁴⁵⁶⁷⁸⁹₀₁₂₃₄₅₆₇₈₉".contains(c);
    let there = twin.get(name).map(Vec::as_slice).unwrap_or_default();
    // The twins' converter did not know Technique 1 (`ESC b`, `ESC p`, `ESC s`) and left the
    // escape sequences in the text.
    if text.contains(is_script) {
        return "escape sequences in the twin";
    }
    let letters = |text: &str| text.nfd().filter(|c| !is_mark(*c)).collect::<String>();
    let Some(same) = there.iter().find(|t| letters(t) == letters(text)) else {
        // The records went on living: a field was corrected in one of the files.
        return "edited since";
    };
    // Other twins have U+0361 for the same bytes, as the tables of today say.
    if same.contains('\u{fe20}') {
        return "halves of a ligature in the twin";
    }
    // `E2 E3 65` is e with acute and then circumflex; the twin was mended to the letter of
    // Vietnamese, circumflex and then acute.
    let swapped =
        ["\u{300}\u{302}", "\u{301}\u{302}", "\u{301}\u{306}", "\u{309}\u{302}"];
    let text: String = text.nfd().collect();
    let is_swapped = swapped.iter().any(|pair| text.contains(pair));
    if is_swapped { "marks put in order in the twin" } else { "" }
}

fn is_mark(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36f}' | '\u{fe20}'..='\u{fe2f}')
}

#[test]
fn records_in_marc_8_say_what_their_twins_in_utf_8_say() {
    let (Some(marc8), Some(utf8)) =
        (data("gpo-marc8.mrc"), data("gpo-marc8-utf8-twins.mrc"))
    else {
        return;
    };
    let (marc8, utf8) = (texts(marc8), texts(utf8));
    assert_eq!((marc8.len(), utf8.len()), (490, 490));
    let mut same = 0;
    let mut reasons: BTreeMap<&str, usize> = BTreeMap::new();
    for (record, twin) in marc8.iter().zip(&utf8) {
        for (name, text) in
            record.iter().flat_map(|(n, ts)| ts.iter().map(move |t| (n, t)))
        {
            if twin.get(name).is_some_and(|there| there.contains(text)) {
                same += usize::from(!text.is_ascii());
            } else if !text.is_ascii() {
                *reasons.entry(reason(text, twin, name)).or_default() += 1;
            }
        }
    }
    let expected = [
        ("edited since", 6),
        ("escape sequences in the twin", 16),
        ("halves of a ligature in the twin", 10),
        ("marks put in order in the twin", 7),
    ];
    assert_eq!((same, reasons), (379, expected.into()));
}
