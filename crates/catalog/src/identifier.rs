//! Numbers that name a thing outside its own library. Not for control numbers (see `RecordId`).

use serde::{Deserialize, Serialize};

use crate::lower;

/// A standard number in its normal form.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Identifier {
    /// Whose number it is.
    pub kind: IdentifierKind,
    /// The number in normal form: see [`Identifier::new`].
    pub value: String,
}

/// The system that an [`Identifier`] belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum IdentifierKind {
    /// International Standard Book Number, always as thirteen digits (ISO 2108).
    Isbn,
    /// International Standard Serial Number, eight characters without hyphen (ISO 3297).
    Issn,
    /// Library of Congress Control Number, normalized (LC's `info:lccn` rule).
    Lccn,
    /// OCLC number, digits without leading zeros.
    Oclc,
    /// Digital Object Identifier, lower case, from `10.` on (ISO 26324).
    Doi,
}

impl Identifier {
    /// The identifier of `kind` written in `text`, or `None` if the text is no such number
    /// (wrong length, wrong check digit).
    ///
    /// ```
    /// use bibliobus_catalog::{Identifier, IdentifierKind};
    ///
    /// let isbn = Identifier::new(IdentifierKind::Isbn, "0-306-40615-2 (pbk.)");
    /// assert_eq!(isbn.map(|i| i.value), Some("9780306406157".to_owned()));
    /// ```
    pub fn new(kind: IdentifierKind, text: &str) -> Option<Self> {
        let value = match kind {
            IdentifierKind::Isbn => isbn13(text),
            IdentifierKind::Issn => issn(text),
            IdentifierKind::Lccn => lccn(text),
            IdentifierKind::Oclc => oclc(text),
            IdentifierKind::Doi => doi(text),
        }?;
        Some(Self { kind, value })
    }

    /// An ISBN or ISSN whose check digit is wrong, as it is written, without hyphens. Such
    /// numbers stand in books and are asked for (MARC 020 $z), so they have to be found too.
    /// `None` if the number is right, or its length is not that of one.
    ///
    /// ```
    /// use bibliobus_catalog::{Identifier, IdentifierKind};
    ///
    /// let isbn = Identifier::misprinted(IdentifierKind::Isbn, "978-0-08-861945-0");
    /// assert_eq!(isbn.map(|i| i.value), Some("9780088619450".to_owned()));
    /// ```
    pub fn misprinted(kind: IdentifierKind, text: &str) -> Option<Self> {
        let value = number_part(text);
        let has_length = match kind {
            IdentifierKind::Isbn => matches!(value.len(), 10 | 13),
            IdentifierKind::Issn => value.len() == 8,
            IdentifierKind::Lccn | IdentifierKind::Oclc | IdentifierKind::Doi => false,
        };
        (has_length && Self::new(kind, text).is_none()).then_some(Self { kind, value })
    }
}

/// The ISBN in `text` as thirteen digits; ISBN-10 and nine-digit SBN are converted.
/// `None` if the length or the check digit is wrong (ISO 2108, 4.4 and 4.5).
pub fn isbn13(text: &str) -> Option<String> {
    let digits = number_part(text);
    match digits.len() {
        9 => isbn13_from_10(&format!("0{digits}")),
        10 => isbn13_from_10(&digits),
        13 => (is_ean(&digits)
            && (digits.starts_with("978") || digits.starts_with("979")))
        .then_some(digits),
        _ => None,
    }
}

fn isbn13_from_10(isbn10: &str) -> Option<String> {
    if mod11(isbn10, 10)? != 0 {
        return None;
    }
    let stem = format!("978{}", isbn10.get(..9)?);
    let check = (10 - ean_sum(&stem)? % 10) % 10;
    Some(format!("{stem}{check}"))
}

fn is_ean(digits: &str) -> bool {
    ean_sum(digits).is_some_and(|sum| sum % 10 == 0)
}

/// The weighted sum of an EAN-13, weights 1 and 3 in turn.
fn ean_sum(digits: &str) -> Option<u32> {
    let weights = [1, 3].into_iter().cycle();
    digits.chars().zip(weights).map(|(c, weight)| Some(c.to_digit(10)? * weight)).sum()
}

/// The sum modulo 11 with weights falling from `first`; `X` counts ten at the end only.
fn mod11(text: &str, first: u32) -> Option<u32> {
    let last = text.len().checked_sub(1)?;
    let sum: Option<u32> = text
        .chars()
        .enumerate()
        .map(|(i, c)| {
            let digit = if c == 'X' && i == last { 10 } else { c.to_digit(10)? };
            Some(digit * first.checked_sub(i as u32)?)
        })
        .sum();
    Some(sum? % 11)
}

/// The digits (and X) at the start of `text`, hyphens and spaces left out; stops at the
/// first other sign, so that `(pbk.)` and a price do not count.
fn number_part(text: &str) -> String {
    text.trim()
        .trim_start_matches(|c: char| c.is_ascii_alphabetic() && c != 'x' && c != 'X')
        .trim_start_matches([':', ' '])
        .chars()
        .map(|c| if c == 'х' || c == 'Х' { 'X' } else { c.to_ascii_uppercase() })
        .filter(|c| !matches!(c, '-' | ' ' | '\u{2010}'..='\u{2015}' | '\u{a0}'))
        .take_while(|c| c.is_ascii_digit() || *c == 'X')
        .collect()
}

fn issn(text: &str) -> Option<String> {
    let number = number_part(text);
    (number.len() == 8 && mod11(&number, 8)? == 0).then_some(number)
}

/// LC's rule: drop blanks and everything from a slash; pad what follows a hyphen to six.
fn lccn(text: &str) -> Option<String> {
    let bare: String = text.chars().filter(|c| !c.is_whitespace()).collect();
    let bare = lower(bare.split('/').next().unwrap_or_default());
    let number = match bare.split_once('-') {
        Some((year, serial)) if serial.len() <= 6 => format!("{year}{serial:0>6}"),
        _ => bare,
    };
    let digits = number.chars().filter(char::is_ascii_digit).count();
    let sound = number.chars().all(|c| c.is_ascii_alphanumeric());
    (sound && (8..=10).contains(&digits) && number.len() <= 12).then_some(number)
}

fn oclc(text: &str) -> Option<String> {
    let tail = text.trim().trim_start_matches("(OCoLC)").trim_start();
    let digits: String = tail
        .trim_start_matches(|c: char| c.is_ascii_alphabetic())
        .chars()
        .take_while(char::is_ascii_digit)
        .collect();
    let number = digits.trim_start_matches('0');
    (!number.is_empty() && number.len() <= 14).then(|| number.to_owned())
}

fn doi(text: &str) -> Option<String> {
    let text = lower(text.trim());
    let start = text.find("10.")?;
    let number = text.get(start..)?.split_whitespace().next()?;
    let (prefix, suffix) = number.split_once('/')?;
    (prefix.len() >= 7 && !suffix.is_empty()).then(|| number.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn value(kind: IdentifierKind, text: &str) -> Option<String> {
        Identifier::new(kind, text).map(|i| i.value)
    }

    #[test]
    fn isbn_10_and_13_and_sbn_become_one() {
        for text in ["0-306-40615-2", "9780306406157", "306406152", "ISBN 0306406152 :"] {
            assert_eq!(isbn13(text).as_deref(), Some("9780306406157"), "{text}");
        }
    }

    #[test]
    fn an_x_may_be_written_in_any_case_and_script() {
        for text in ["0-8044-2957-X", "080442957x", "080442957Х"] {
            assert_eq!(isbn13(text).as_deref(), Some("9780804429573"), "{text}");
        }
    }

    #[test]
    fn a_wrong_check_digit_is_no_isbn() {
        for text in ["0-306-40615-3", "9780306406158", "", "X", "12345", "9990306406157"]
        {
            assert_eq!(isbn13(text), None, "{text}");
        }
    }

    #[test]
    fn other_numbers_take_their_normal_form() {
        use IdentifierKind::{Doi, Issn, Lccn, Oclc};
        let cases = [
            (Issn, "0378-5955", Some("03785955")),
            (Issn, "0378-5954", None),
            (Issn, "2434-561X", Some("2434561X")),
            (Lccn, "  2012035454", Some("2012035454")),
            (Lccn, "n78-890351", Some("n78890351")),
            (Lccn, "85-2 ", Some("85000002")),
            (Oclc, "(OCoLC)ocm00012345", Some("12345")),
            (Oclc, "no number", None),
            (Doi, "https://doi.org/10.1000/ABC", Some("10.1000/abc")),
            (Doi, "10.1000", None),
        ];
        for (kind, text, expected) in cases {
            assert_eq!(value(kind, text).as_deref(), expected, "{text}");
        }
    }
}
