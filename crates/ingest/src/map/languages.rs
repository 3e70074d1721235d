//! Languages as three-letter MARC codes (008/35-37, 041).

use super::Draft;
use crate::marc::Field;

/// The language of the thing (008/35-37).
pub(super) fn fixed(draft: &mut Draft<'_>, field: Field<'_>) {
    if let Some(code) = field.text().get(35..38) {
        add(draft, code);
    }
}

/// The languages of text and of sung or spoken words (041 $a $d). Old records glue the codes
/// together: `engrus`. Codes of other lists (second indicator 7) are passed over.
pub(super) fn coded(draft: &mut Draft<'_>, field: Field<'_>) {
    if field.second_indicator() == b'7' {
        return;
    }
    for codes in field.all(b"ad") {
        let letters: Vec<char> = codes.chars().filter(|c| c.is_alphabetic()).collect();
        for code in letters.chunks(3) {
            add(draft, &code.iter().collect::<String>());
        }
    }
}

/// Codes that name no language: undetermined, several, no linguistic content.
const NONE: [&str; 4] = ["und", "zxx", "mul", "mis"];

fn add(draft: &mut Draft<'_>, code: &str) {
    let code = code.to_lowercase();
    let is_code = code.len() == 3 && code.chars().all(|c| c.is_ascii_lowercase());
    if is_code
        && !NONE.contains(&code.as_str())
        && !draft.record.languages.contains(&code)
    {
        draft.record.languages.push(code);
    }
}

/// The language in 008 is the main one, even where 041 stands before it.
pub(super) fn settle(draft: &mut Draft<'_>) {
    let main =
        draft.source.control(8).and_then(|text| text.get(35..38)).map(str::to_lowercase);
    draft.record.languages.sort_by_key(|code| Some(code) != main.as_ref());
}
