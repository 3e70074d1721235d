//! Dewey: three digits, decimals, author mark; a letter or word before them is a collection.
//! The signs of segmentation (`/`, `'`) are not filed (DDC 23, introduction).

use super::{key::item, script::in_one_script};

const END: char = '\u{1}';

/// The key; `None` where no class number stands behind at most one word.
pub(super) fn key(label: &str) -> Option<String> {
    let label: String = label.trim().chars().filter(|c| !"/'′*".contains(*c)).collect();
    let start = label.find(|c: char| c.is_ascii_digit())?;
    let (before, rest) = label.split_at_checked(start)?;
    let before = before.trim().trim_end_matches('.').trim();
    if before.chars().any(|c| !c.is_alphabetic()) {
        return None;
    }
    let end = rest.find(|c: char| !c.is_ascii_digit()).unwrap_or(rest.len());
    let (class, rest) = rest.split_at_checked(end).filter(|_| end <= 3)?;
    let mut out = in_one_script(before);
    out.push(END);
    out.push_str(&format!("{class:0>3}"));
    let behind = rest.trim_start().strip_prefix('.').unwrap_or_default().trim_start();
    let end = behind.find(|c: char| !c.is_ascii_digit()).unwrap_or(behind.len());
    let (decimals, rest) = match behind.split_at_checked(end) {
        Some((decimals, rest)) if !decimals.is_empty() => (decimals, rest),
        _ => ("", rest),
    };
    if !decimals.is_empty() {
        out.push('.');
        out.push_str(decimals);
    }
    out.push(END);
    item(&mut out, rest);
    Some(out)
}
