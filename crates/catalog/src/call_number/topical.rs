//! Library of Congress and National Library of Medicine: letters, a number, cutters, years.
//!
//! Filing (Library of Congress, *Classification and Shelflisting Manual*, G 60): the letters,
//! the number as a whole number with its decimals, each cutter by its letter and its digits as
//! decimals; nothing before something; a date before a cutter.

use super::key::whole;
use crate::letters::{lower, push_capitals};

/// Signs in the order in which what they begin files; all come before the dot of decimals.
const DATE: char = '\u{1}';
const PART: char = '\u{2}';
const CUTTER: char = '\u{3}';

/// The words that come before the number of a part or a copy.
const PARTS: [&str; 14] = [
    "v", "vol", "no", "nr", "pt", "t", "bd", "c", "ed", "ser", "suppl", "fasc", "bk",
    "copy",
];

/// The key; `None` where the mark does not begin with one to three letters, or has no number.
pub(super) fn key(label: &str) -> Option<String> {
    let label: String = label.trim().chars().map(latin).collect();
    let end = label.find(|c: char| !c.is_ascii_alphabetic()).unwrap_or(label.len());
    let (letters, rest) =
        label.split_at_checked(end).filter(|_| (1..=3).contains(&end))?;
    let (number, rest) = digits(rest.trim_start());
    if number.is_empty() {
        return None;
    }
    let mut out = format!("{:<3}", letters.to_ascii_uppercase());
    whole(&mut out, number);
    let behind = rest.trim_start().strip_prefix('.').map(str::trim_start);
    let (decimals, rest) = match behind.map(digits) {
        Some((decimals, rest)) if !decimals.is_empty() => (decimals, rest),
        _ => ("", rest),
    };
    if !decimals.is_empty() {
        out.push('.');
        out.push_str(decimals);
    }
    // In a label without capitals the case says nothing.
    let has_case = label.chars().any(|c| c.is_ascii_uppercase());
    words(&mut out, rest, has_case);
    Some(out)
}

/// A Latin letter typed as the Cyrillic one that looks like it.
fn latin(c: char) -> char {
    if c.is_ascii() {
        return c;
    }
    let is_capital = c.is_uppercase();
    let lower = c.to_lowercase().next().unwrap_or(c);
    let like = super::look_alike(lower);
    if is_capital { like.to_ascii_uppercase() } else { like }
}

fn digits(text: &str) -> (&str, &str) {
    let end = text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len());
    text.split_at_checked(end).unwrap_or((text, ""))
}

fn letters(text: &str) -> (&str, &str) {
    let end = text.find(|c: char| !c.is_alphabetic()).unwrap_or(text.len());
    text.split_at_checked(end).unwrap_or((text, ""))
}

/// Cutters, dates, volumes.
fn words(out: &mut String, text: &str, has_case: bool) {
    let mut rest = text;
    loop {
        rest = rest.trim_start_matches(|c: char| !c.is_alphanumeric());
        let (number, behind) = digits(rest);
        if !number.is_empty() {
            out.push(DATE);
            whole(out, number);
            rest = behind;
            continue;
        }
        let (word, behind) = letters(rest);
        if word.is_empty() {
            // A sign of no script that is known here ends what can be filed.
            let Some(next) = rest.chars().next() else { return };
            rest = rest.get(next.len_utf8()..).unwrap_or_default();
            continue;
        }
        rest = if is_part(word, behind, has_case) {
            out.push(PART);
            push_capitals(out, word);
            behind
        } else {
            cutter(out, word, behind)
        };
    }
}

fn is_part(word: &str, behind: &str, has_case: bool) -> bool {
    let is_lower = has_case && word.chars().all(char::is_lowercase);
    PARTS.contains(&lower(word).as_str())
        && (behind.starts_with('.') || is_lower || word.len() > 2)
}

/// Appends a cutter, with its work letters, or a word; gives what stands behind it.
fn cutter<'t>(out: &mut String, word: &str, behind: &'t str) -> &'t str {
    let (number, behind) = digits(behind);
    out.push(CUTTER);
    push_capitals(out, word);
    if number.is_empty() {
        return behind;
    }
    out.push_str(number);
    let (work, rest) = letters(behind);
    if work.is_empty() || work.chars().any(char::is_uppercase) {
        return behind;
    }
    out.push('\u{4}');
    out.push_str(work);
    rest
}
