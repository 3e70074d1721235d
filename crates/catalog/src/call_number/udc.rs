//! Universal Decimal Classification: signs have an order of their own.
//!
//! A class files behind its additions and extensions and before its relations and subdivisions:
//! `+`, `/`, the class alone, `:`, `::`, `[ ]`, `=`, `(0…)`, `(1/9…)`, `(=…)`, `"…"`, `*`, `A/Z`,
//! `-0`, `-1/9`, `.0`, `'`, then further digits. (GOST 7.90-2007; UDC Consortium, filing order.)
//! The dot before 1 to 9 only groups digits.

use super::{key::item, script::in_one_script};

/// The end of the class: behind `+` and `/`, before everything else.
const END: char = '\u{3}';

/// The key; `None` where the mark does not begin with a digit or a sign of an auxiliary.
pub(super) fn key(label: &str) -> Option<String> {
    let (class, mark) = parts(label.trim());
    if !class.starts_with(|c: char| c.is_ascii_digit() || "(=\"«“-".contains(c)) {
        return None;
    }
    let mut out = String::new();
    signs(&mut out, &in_one_script(class));
    out.push(END);
    item(&mut out, mark);
    Some(out)
}

/// Class and mark: the mark begins with the first letter or digit behind a blank, or with a
/// letter behind a slash, as some systems join them.
pub(super) fn parts(label: &str) -> (&str, &str) {
    let mut before = ' ';
    let mut quotes = 0;
    for (at, c) in label.char_indices() {
        quotes += usize::from(c == '"');
        let is_word = c.is_alphanumeric() && before.is_whitespace() && quotes % 2 == 0;
        let is_joined = c.is_alphabetic() && before == '/';
        if at > 0
            && (is_word || is_joined)
            && !is_open(label.get(..at).unwrap_or_default())
        {
            let (class, mark) = label.split_at_checked(at).unwrap_or((label, ""));
            return (
                class.trim_end_matches(|c: char| c == '/' || c.is_whitespace()),
                mark,
            );
        }
        before = c;
    }
    (label, "")
}

/// Whether a bracket stands open at the end.
fn is_open(text: &str) -> bool {
    let count = |signs: [char; 2]| text.chars().filter(|c| signs.contains(c)).count();
    count(['(', '[']) > count([')', ']'])
}

fn signs(out: &mut String, class: &str) {
    let mut is_quoted = false;
    let mut chars = class.chars().filter(|c| !c.is_whitespace()).peekable();
    while let Some(c) = chars.next() {
        let next = chars.peek().copied();
        let sign = match c {
            '0'..='9' => char::from(b'@' + (c as u8 - b'0')),
            '+' => '\u{1}',
            '/' => '\u{2}',
            ':' if next == Some(':') => {
                chars.next();
                '\u{5}'
            }
            ':' => '\u{4}',
            '[' => '\u{6}',
            '=' => '\u{7}',
            '(' if next == Some('0') => '\u{8}',
            '(' if next == Some('=') => {
                chars.next();
                '\u{a}'
            }
            '(' => '\u{9}',
            '"' | '«' | '“' | '»' | '”' => {
                is_quoted = !is_quoted;
                if !is_quoted {
                    continue;
                }
                '\u{b}'
            }
            '*' => '\u{c}',
            '-' if next == Some('0') => '\u{e}',
            '-' => '\u{f}',
            '.' if next == Some('0') => '\u{10}',
            '\'' | '’' | '`' => '\u{11}',
            letter if letter.is_alphabetic() => {
                out.push('\u{d}');
                out.push(letter);
                while let Some(letter) = chars.next_if(|c| c.is_alphabetic()) {
                    out.push(letter);
                }
                continue;
            }
            // Closing brackets, grouping dots and what is no sign of the scheme.
            _ => continue,
        };
        out.push(sign);
    }
}
