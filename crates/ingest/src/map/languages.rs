//! Languages as three-letter codes (MARC Code List for Languages; ISO 639-2/B in UNIMARC).

use super::Draft;
use crate::marc::Field;
use crate::profile::LanguageEntry;
use crate::{FindingKind, Severity};

/// The languages of a field: a code at a fixed place, or subfields with one code or with
/// several glued together, as old records have them: `engrus`.
pub(super) fn language(draft: &mut Draft<'_>, field: Field<'_>, entry: &LanguageEntry) {
    if let Some(at) = entry.at {
        let text = if entry.text.is_empty() {
            Some(field.whole())
        } else {
            entry.text.first_in(field)
        };
        match text.map(|text| (at.of(text), text)) {
            Some((Some(code), _)) => add(draft, code, entry.main),
            Some((None, text)) => add_from_end(draft, field, text, entry.main),
            None => {}
        }
        return;
    }
    for codes in field.all(&entry.text) {
        let letters: Vec<char> = codes.chars().filter(|c| c.is_alphabetic()).collect();
        for code in letters.chunks(3) {
            add(draft, &code.iter().collect::<String>(), entry.main);
        }
    }
}

/// The language in a 008 that lost its blanks on the way, as in `970701s1989 it a u000 0 ita u`:
/// it is the fifth from the end, before the signs for modified records and for the source (MARC
/// 21, 008/35-39).
fn add_from_end(draft: &mut Draft<'_>, field: Field<'_>, text: &str, main: bool) {
    let Some(end) = text.len().checked_sub(5).and_then(|start| text.get(start..)) else {
        return;
    };
    let code = end.get(..3).filter(|c| c.bytes().all(|b| b.is_ascii_lowercase()));
    let is_apart = end.get(3..4) == Some(" ");
    if let Some(code) = code.filter(|_| is_apart) {
        add(draft, code, main);
        let found = format!("{}; its language was read from its end", text.len());
        let (kind, severity) = (FindingKind::Value, Severity::Note);
        draft.note(field, None, kind, severity, ("40 characters", found));
    }
}

/// Codes that name no language: undetermined, several, no linguistic content.
const NONE: [&str; 4] = ["und", "zxx", "mul", "mis"];

fn add(draft: &mut Draft<'_>, code: &str, main: bool) {
    let code = code.to_lowercase();
    if main && draft.main_language.is_none() {
        draft.main_language = Some(code.clone());
    }
    let is_code = code.len() == 3 && code.chars().all(|c| c.is_ascii_lowercase());
    if is_code
        && !NONE.contains(&code.as_str())
        && !draft.record.languages.contains(&code)
    {
        draft.record.languages.push(code);
    }
}

/// The main language is the first one, wherever it stands.
pub(super) fn settle(draft: &mut Draft<'_>) {
    let main = draft.main_language.take();
    if main.is_some() {
        draft.record.languages.sort_by_key(|code| Some(code) != main.as_ref());
    }
}
