//! Whose a mark is whose scheme the source does not name. Only what cannot be mistaken: a mark
//! that fits none files as letters and numbers.

use super::Scheme;

/// The scheme of a mark by its look.
pub(super) fn scheme(label: &str) -> Option<Scheme> {
    let label = label.trim();
    let letters = label.find(|c: char| !c.is_ascii_uppercase()).unwrap_or(label.len());
    let (letters, rest) = label.split_at_checked(letters)?;
    if letters.is_empty() {
        return is_dewey(rest).then_some(Scheme::Ddc);
    }
    if is_documents(rest) {
        return Some(Scheme::SuDoc);
    }
    (letters.len() <= 3 && is_topical(rest)).then_some(Scheme::Lcc)
}

/// Three digits, a dot, and decimals; or three digits and a mark in Latin letters.
fn is_dewey(rest: &str) -> bool {
    let Some((class, behind)) = rest.split_at_checked(3) else { return false };
    let is_class = class.bytes().all(|b| b.is_ascii_digit());
    let is_number = |text: &str| text.starts_with(|c: char| c.is_ascii_digit());
    let decimals = behind.strip_prefix('.').is_some_and(is_number);
    let mut words = behind.split_whitespace();
    let first = if decimals { words.next() } else { None };
    let is_plain =
        |word: &str| word.bytes().all(|b| b.is_ascii_digit() || b".'/".contains(&b));
    let mark = words.next();
    is_class
        && (decimals || behind.starts_with(' '))
        && first.is_none_or(is_plain)
        && mark.is_some_and(|mark| mark.starts_with(|c: char| c.is_ascii_alphabetic()))
}

/// ` 4.OV 2:118-16`: a number, a dot, a series, a colon.
fn is_documents(rest: &str) -> bool {
    let Some((stem, _)) = rest.split_once(':') else { return false };
    let number = stem.trim_start();
    let end = number.find(|c: char| !c.is_ascii_digit()).unwrap_or(number.len());
    end > 0 && number.get(end..).is_some_and(|behind| behind.starts_with('.'))
}

/// `76.73 .R87`, `9 .B2`: a number of at most four digits, and a cutter.
fn is_topical(rest: &str) -> bool {
    let rest = rest.trim_start();
    let end = rest.find(|c: char| !c.is_ascii_digit()).unwrap_or(rest.len());
    let Some((_, behind)) = rest.split_at_checked(end).filter(|_| (1..=4).contains(&end))
    else {
        return false;
    };
    let behind = behind.trim_start_matches(|c: char| c == '.' || c.is_ascii_digit());
    let mut cutter = behind.trim_start_matches([' ', '.']).chars();
    cutter.next().is_some_and(|c| c.is_ascii_uppercase())
        && cutter.next().is_some_and(|c| c.is_ascii_digit())
}
