//! Superintendent of Documents: agency, series, colon, number of the book.
//!
//! Numbers are whole. Behind the colon, and behind a slash there, dates file before letters and
//! letters before numbers; years before 2000 have three digits (GPO, *Superintendent of
//! Documents Classification Guidelines*).

use super::key::whole;
use crate::letters::push_capitals;

/// Signs in the order in which they file.
const SIGNS: [(char, char); 4] =
    [('.', '\u{2}'), (':', '\u{3}'), ('/', '\u{4}'), ('-', '\u{5}')];

/// The key; `None` where no letters of an agency and no number come first.
pub(super) fn key(label: &str) -> Option<String> {
    let mut capitals = String::new();
    push_capitals(&mut capitals, label.trim());
    let mut chars = capitals.chars().map(latin).peekable();
    if !chars.peek()?.is_ascii_alphabetic()
        || !label.contains(|c: char| c.is_ascii_digit())
    {
        return None;
    }
    let mut out = String::new();
    let (mut is_book, mut may_be_date) = (false, false);
    while let Some(c) = chars.next() {
        if c.is_ascii_digit() {
            let mut digits = String::from(c);
            while let Some(digit) = chars.next_if(char::is_ascii_digit) {
                digits.push(digit);
            }
            if is_book {
                out.push(if may_be_date && is_year(&digits) { '\u{6}' } else { '\u{8}' });
            }
            whole(&mut out, &digits);
            may_be_date = false;
        } else if c.is_alphanumeric() {
            out.push('\u{7}');
            out.push(c);
            while let Some(letter) = chars.next_if(|c| c.is_alphabetic()) {
                out.push(letter);
            }
            may_be_date = false;
        } else if let Some((_, sign)) = SIGNS.iter().find(|(written, _)| *written == c) {
            out.push(*sign);
            is_book |= c == ':';
            may_be_date = is_book && matches!(c, ':' | '/');
        }
    }
    Some(out)
}

fn latin(c: char) -> char {
    let lower = c.to_lowercase().next().unwrap_or(c);
    let like = super::look_alike(lower);
    if like == lower { c } else { like.to_ascii_uppercase() }
}

/// `993` for 1993; four digits from 2000 on, and in some series before.
fn is_year(digits: &str) -> bool {
    match digits.parse::<u32>() {
        Ok(number) if digits.len() == 3 => (776..=999).contains(&number),
        Ok(number) if digits.len() == 4 => (1776..=2099).contains(&number),
        _ => false,
    }
}
