//! Библиотечно-библиографическая классификация, the middle and the research tables.
//!
//! Digits are decimals and dots only group them. Behind a stem file, in this order: `+`, `/`,
//! the stem alone, `:`, the typical subdivisions with a letter (`я2`), `-`, `"…"`, `=`, places in
//! brackets, further digits. In the research tables a capital letter is the main class. The
//! order of signs is the usual reading of the tables; libraries differ.

use super::{key::item, script::in_one_script, udc};

const END: char = '\u{3}';

/// The key; `None` where the mark begins with neither a digit nor a letter of the tables with
/// a number behind it.
pub(super) fn key(label: &str) -> Option<String> {
    let (class, mark) = udc::parts(label.trim());
    let first = class.chars().next()?;
    let has_digits = class.chars().any(|c| c.is_ascii_digit());
    if !(first.is_ascii_digit() || first.is_alphabetic() && has_digits) {
        return None;
    }
    let mut out = String::new();
    // The tables are Russian: a letter that looks Latin was typed so by mistake.
    signs(&mut out, &in_one_script(&format!("{class}\u{448}")));
    out.push(END);
    item(&mut out, mark);
    Some(out)
}

/// Appends the class, which ends with a letter that only made its script certain.
fn signs(out: &mut String, class: &str) {
    let class = class.strip_suffix('\u{448}').unwrap_or(class);
    let (mut depth, mut is_quoted) = (0u8, false);
    for (at, c) in class.chars().filter(|c| !c.is_whitespace()).enumerate() {
        let sign = match c {
            '0'..='9' => char::from(b'@' + (c as u8 - b'0')),
            '+' => '\u{1}',
            '/' => '\u{2}',
            ':' => '\u{4}',
            ')' => {
                depth = depth.saturating_sub(1);
                '\u{5}'
            }
            '-' => '\u{18}',
            '"' | '«' | '“' | '»' | '”' => {
                is_quoted = !is_quoted;
                if !is_quoted {
                    continue;
                }
                '\u{1c}'
            }
            '=' => '\u{1e}',
            '(' => {
                depth = depth.saturating_add(1);
                '\u{20}'
            }
            letter if letter.is_alphabetic() => {
                out.push(match (at, depth) {
                    (0, _) => '0',
                    (_, 0) => '\u{10}',
                    // In brackets letters are countries, behind the numbers of places.
                    _ => '`',
                });
                letter
            }
            _ => continue,
        };
        out.push(sign);
    }
}
