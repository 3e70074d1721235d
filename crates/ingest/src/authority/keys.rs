//! The keys by which headings are compared. Not for who has them (see `index`).

use std::hash::{DefaultHasher, Hash, Hasher};

use unicode_normalization::UnicodeNormalization;

/// A name as it is compared: letters and digits in small, without marks above and below them
/// (after the NACO normalization of headings, which drops case, diacritics and punctuation).
pub(super) fn name_key(name: &str) -> String {
    let letters = name.nfd().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase);
    letters.map(|c| if c == 'ё' { 'е' } else { c }).collect()
}

/// The words of a name, compared in the same way.
pub(super) fn words(name: &str) -> impl Iterator<Item = String> {
    let words = name.split(|c: char| !c.is_alphanumeric() && !is_mark(c));
    words.map(name_key).filter(|word| !word.is_empty())
}

fn is_mark(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36f}' | '\u{fe20}'..='\u{fe2f}' | '\'' | '’' | 'ʹ' | 'ʺ')
}

/// Whether the dates of two headings can be those of one person: the years that both give are
/// the same. Somebody who was alive when one of them was written has got a second year since.
pub(super) fn agree(one: &str, other: &str) -> bool {
    let (one, other) = (years(one), years(other));
    !one.is_empty() && !other.is_empty() && one.iter().zip(&other).all(|(a, b)| a == b)
}

fn years(dates: &str) -> Vec<&str> {
    let numbers = dates.split(|c: char| !c.is_ascii_digit());
    numbers.filter(|number| number.len() >= 3).collect()
}

/// The number of an authority as it is compared, and the agency before it:
/// `(DLC)n  79021164` and `http://id.loc.gov/authorities/names/n79021164`.
pub(super) fn number_key(text: &str) -> Option<(Option<String>, String)> {
    let text = text.trim();
    let (agency, number) = match text.strip_prefix('(').and_then(|t| t.split_once(')')) {
        Some((agency, number)) => (Some(name_key(agency)), number),
        None => (None, text),
    };
    let number = number.trim_end_matches('/').rsplit('/').next().unwrap_or_default();
    let number = name_key(number);
    let has_digit = number.contains(|c: char| c.is_ascii_digit());
    has_digit.then_some((agency.filter(|agency| !agency.is_empty()), number))
}

/// A hash to look up by.
pub(super) fn hash(value: &str) -> u64 {
    let mut hasher = DefaultHasher::new();
    value.hash(&mut hasher);
    hasher.finish()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn case_marks_and_punctuation_do_not_count() {
        assert_eq!(name_key("Tolstoĭ, Lev"), name_key("TOLSTOI LEV."));
        assert_eq!(name_key("Горький, Максим"), name_key("ГОРЬКИЙ Максим"));
        assert_ne!(name_key("Горький, М."), name_key("Горький, Максим"));
    }

    #[test]
    fn dates_agree_as_far_as_both_go() {
        assert!(agree("1835-1910", "(1835–1910)"));
        assert!(agree("1931-", "born 1931"));
        assert!(agree("1931-", "1931-2015"));
        assert!(!agree("1835-1910", "1836-1910"));
        assert!(!agree("1835-1910", ""));
    }

    #[test]
    fn numbers_are_one_in_every_form() {
        let bare = |text| number_key(text).map(|(_, number)| number);
        let forms = ["n  79021164", "http://id.loc.gov/authorities/names/n79021164"];
        for form in forms {
            assert_eq!(bare(form).as_deref(), Some("n79021164"));
        }
        let expected = Some((Some("dlc".to_owned()), "n79021164".to_owned()));
        assert_eq!(number_key("(DLC)n 79021164"), expected);
        assert_eq!(number_key("fast"), None);
        assert_eq!(bare("RU\\NLR\\AUTH\\77101").as_deref(), Some("runlrauth77101"));
    }
}
