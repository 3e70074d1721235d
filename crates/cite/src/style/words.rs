//! Words, names and numbers as styles write them.

use super::Voice;
use crate::facts::Facts;
use crate::line::Citation;
use crate::name::Name;

impl Voice {
    /// One word or the other.
    pub(super) fn of(self, en: &'static str, ru: &'static str) -> &'static str {
        if self == Self::Ru { ru } else { en }
    }
}

/// The number of an edition, where its statement is nothing else: `3rd ed.`, `2-е изд.`
pub(crate) fn numeral(edition: &str) -> Option<&str> {
    let end = edition.find(|c: char| !c.is_ascii_digit())?;
    let (number, rest) = edition.split_at_checked(end)?;
    let (ordinal, word) = rest.split_once(' ')?;
    let is_ordinal = ["st", "nd", "rd", "th", "-е", "-ое", "."].contains(&ordinal);
    let is_edition = ["ed.", "ed", "edition", "изд.", "издание"].contains(&word.trim());
    (!number.is_empty() && number.len() < 4 && is_ordinal && is_edition).then_some(number)
}

/// An edition: its number in words of the voice, otherwise the statement as it is.
pub(super) fn edition(statement: &str, voice: Voice) -> String {
    let Some(number) = numeral(statement) else { return statement.to_owned() };
    if voice == Voice::Ru {
        return format!("{number}-е изд.");
    }
    let ending =
        match (number.ends_with("11"), number.ends_with("12"), number.ends_with("13")) {
            (false, false, false) => match number.chars().next_back() {
                Some('1') => "st",
                Some('2') => "nd",
                Some('3') => "rd",
                _ => "th",
            },
            _ => "th",
        };
    format!("{number}{ending} ed.")
}

/// The code of a language in two letters (ISO 639-1), for the languages that styles and
/// programs tell apart; the MARC code itself for others.
pub(crate) fn two_letters(code: &str) -> &str {
    match code {
        "rus" => "ru",
        "eng" => "en",
        "ger" => "de",
        "fre" => "fr",
        "spa" => "es",
        "ita" => "it",
        "ukr" => "uk",
        "bel" => "be",
        "tat" => "tt",
        "pol" => "pl",
        "lat" => "la",
        "chi" => "zh",
        "jpn" => "ja",
        other => other,
    }
}

/// Pages from and to, with the dash of a range.
pub(super) fn range(pages: &str) -> String {
    pages.replace('-', "–")
}

/// Those by whom it is listed: authors, otherwise editors, otherwise compilers.
pub(super) enum Lead<'f> {
    Authors(&'f [Name]),
    Editors(&'f [Name]),
    Compilers(&'f [Name]),
    Nobody,
}

impl<'f> Lead<'f> {
    pub(super) fn of(facts: &'f Facts) -> Self {
        match (&*facts.authors, &*facts.editors, &*facts.compilers) {
            ([], [], []) => Self::Nobody,
            ([], [], compilers) => Self::Compilers(compilers),
            ([], editors, _) => Self::Editors(editors),
            (authors, _, _) => Self::Authors(authors),
        }
    }

    pub(super) fn names(&self) -> &'f [Name] {
        match self {
            Self::Authors(names) | Self::Editors(names) | Self::Compilers(names) => names,
            Self::Nobody => &[],
        }
    }
}

/// Names in a row: `A, B, and C`.
pub(super) fn in_a_row(names: &[String], last_joint: &str, pair_joint: &str) -> String {
    match names {
        [] => String::new(),
        [one] => one.clone(),
        [one, other] => format!("{one}{pair_joint}{other}"),
        [first @ .., last] => format!("{}{last_joint}{last}", first.join(", ")),
    }
}

/// A title as English styles write it; in other languages as it is.
pub(super) fn headline(title: &str, facts: &Facts) -> String {
    if facts.language == "eng" { title_case(title) } else { title.to_owned() }
}

/// Words that stay small within a title (Chicago Manual of Style, 8.159; MLA Handbook, 2.90).
const SMALL: &[&str] = &[
    "a", "an", "and", "as", "at", "but", "by", "down", "for", "from", "in", "into",
    "nor", "of", "on", "onto", "or", "over", "so", "the", "till", "to", "up", "via",
    "with", "yet",
];

/// Every word with a capital but small ones within; what has capitals already is left alone.
fn title_case(title: &str) -> String {
    let words: Vec<&str> = title.split(' ').collect();
    let mut cased = Vec::with_capacity(words.len());
    for (at, word) in words.iter().enumerate() {
        let before = at.checked_sub(1).and_then(|at| words.get(at)).copied();
        let begins = before.is_none_or(|before| before.ends_with([':', '.', '?', '!']));
        let is_edge = begins || at + 1 == words.len();
        let bare = word.trim_matches(|c: char| !c.is_alphanumeric());
        if word.chars().any(char::is_uppercase) || (SMALL.contains(&bare) && !is_edge) {
            cased.push((*word).to_owned());
        } else {
            cased.push(word.split('-').map(capital).collect::<Vec<_>>().join("-"));
        }
    }
    cased.join(" ")
}

/// The first letter as a capital.
pub(super) fn capital(word: &str) -> String {
    let at = word.find(char::is_alphanumeric).unwrap_or(0);
    let (before, rest) = word.split_at_checked(at).unwrap_or(("", word));
    let mut signs = rest.chars();
    let first: String = signs.next().into_iter().flat_map(char::to_uppercase).collect();
    format!("{before}{first}{}", signs.as_str())
}

/// A title within another thing, in quotation marks, with the stop where the voice has it.
pub(super) fn quoted(line: &mut Citation, title: &str, voice: Voice) {
    let is_stopped = title.ends_with(['?', '!', '.', '…']);
    let (stop, after) = match (voice, is_stopped) {
        (_, true) => ("", ""),
        (Voice::En, false) => (".", ""),
        (Voice::Ru, false) => ("", "."),
    };
    let (open, close) = (voice.of("“", "«"), voice.of("”", "»"));
    line.say(&format!("{open}{title}{stop}{close}{after} "));
}

/// The address that it is found at: a DOI before any other.
pub(super) fn address(facts: &Facts) -> String {
    if facts.doi.is_empty() {
        facts.cited_url().to_owned()
    } else {
        format!("https://doi.org/{}", facts.doi)
    }
}

/// The series and the number in it.
pub(super) fn series(facts: &Facts) -> Option<String> {
    let series = facts.series.first()?;
    let number = series.number.as_deref().unwrap_or_default();
    let title = headline(&crate::line::on_one_line(&series.title), facts);
    Some(format!("{title} {}", crate::line::on_one_line(number)).trim().to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn titles_take_capitals_but_for_small_words() {
        for (title, cased) in [
            ("the old man and the sea", "The Old Man and the Sea"),
            ("object-oriented software", "Object-Oriented Software"),
            ("what is it for?", "What Is It For?"),
            ("iPhone: a story", "iPhone: A Story"),
            ("", ""),
        ] {
            assert_eq!(title_case(title), cased);
        }
    }

    #[test]
    fn editions_are_counted_where_they_say_nothing_else() {
        for (statement, en, ru) in [
            ("3rd ed.", "3rd ed.", "3-е изд."),
            ("2-е изд.", "2nd ed.", "2-е изд."),
            ("11th ed.", "11th ed.", "11-е изд."),
            ("2-е изд., испр.", "2-е изд., испр.", "2-е изд., испр."),
            ("Large print", "Large print", "Large print"),
        ] {
            assert_eq!(edition(statement, Voice::En), en);
            assert_eq!(edition(statement, Voice::Ru), ru);
        }
    }
}
