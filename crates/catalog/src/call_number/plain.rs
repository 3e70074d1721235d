//! Filing by letters and whole numbers: fixed shelving, accession numbers, formats, and marks
//! of which nothing is known.

use super::{key::whole, script::in_one_script};

/// The key of a mark: letters before digits, digits as whole numbers (`97-4/119` < `97-4/1190`
/// < `2002-3/7`), but those behind a number and its dot as decimals (`621.182` < `621.39`).
/// `None` for a mark without letters and digits.
pub(super) fn key(label: &str) -> Option<String> {
    let mut out = String::new();
    let label = in_one_script(label);
    let mut chars = label.chars().peekable();
    let (mut before, mut is_decimal) = (' ', false);
    while let Some(c) = chars.next() {
        if c.is_ascii_digit() {
            let mut digits = String::from(c);
            while let Some(digit) = chars.next_if(char::is_ascii_digit) {
                digits.push(digit);
            }
            if is_decimal {
                out.push('.');
                out.push_str(&digits);
            } else {
                // Between the runs of letters and of digits nothing else counts.
                out.push('0');
                whole(&mut out, &digits);
            }
            (before, is_decimal) = ('0', false);
        } else if c.is_alphanumeric() {
            if before != 'a' {
                out.push('1');
            }
            out.push(c);
            (before, is_decimal) = ('a', false);
        } else {
            is_decimal = c == '.' && before == '0';
            before = if is_decimal { '0' } else { ' ' };
        }
    }
    (!out.is_empty()).then_some(out)
}
