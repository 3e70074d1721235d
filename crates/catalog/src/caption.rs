//! What classes are called: `94` is the history of countries and peoples.
//!
//! The table is for builders: they put what a collection needs beside it, so that a page carries
//! no table of its own.

use serde::{Deserialize, Serialize};

use crate::{LocalName, Scheme};

/// Classes with their names, in Russian and in English: written for Bibliobus from the main
/// tables of each scheme.
const TABLE: &str = include_str!("../tables/captions.tsv");

/// The name of one class.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Caption {
    /// Whose class it is.
    pub scheme: Scheme,
    /// Where its numbers begin: `94`, `63.3`, `QA`.
    pub notation: String,
    /// What it is called.
    pub name: LocalName,
}

/// Names of classes.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Captions(Vec<Caption>);

impl Captions {
    /// Every class that has a name here: of UDC, BBK and DDC the main classes and the second
    /// level, of LCC, NLM and `SuDoc` the letters.
    pub fn all() -> Self {
        let caption = |line: &str| {
            let mut cells = line.split('\t');
            let scheme = Scheme::parse(cells.next()?)?;
            let notation = cells.next()?.to_owned();
            let (ru, en) = (cells.next()?.to_owned(), cells.next()?.to_owned());
            Some(Caption { scheme, notation, name: LocalName { ru, en } })
        };
        Self(TABLE.lines().filter_map(caption).collect())
    }

    /// Those of classes that are asked for.
    pub fn only(self, is_asked: impl Fn(Scheme, &str) -> bool) -> Self {
        let is_asked = |caption: &Caption| is_asked(caption.scheme, &caption.notation);
        Self(self.0.into_iter().filter(is_asked).collect())
    }

    /// The name of just this class.
    pub fn exact(&self, scheme: Scheme, notation: &str) -> Option<&LocalName> {
        let is_it = |c: &&Caption| c.scheme == scheme && c.notation == notation;
        self.0.iter().find(is_it).map(|caption| &caption.name)
    }

    /// The name of the nearest class above `number`, a class number or call number.
    ///
    /// ```
    /// use bibliobus_catalog::{Captions, Scheme};
    ///
    /// let captions = Captions::all();
    /// let history = captions.above(Scheme::Udc, "94(47) Б 20").unwrap();
    /// assert_eq!(history.notation, "94");
    /// ```
    pub fn above(&self, scheme: Scheme, number: &str) -> Option<&Caption> {
        let letters = |text: &str| {
            let end = text.find(|c: char| !c.is_ascii_alphabetic()).unwrap_or(text.len());
            text.get(..end).unwrap_or_default().to_ascii_uppercase()
        };
        let number = number.trim();
        let is_above = |caption: &&Caption| {
            let begins = number.starts_with(&caption.notation);
            caption.scheme == scheme
                && match scheme {
                    // The letters of an agency are one sign: `SBA` is not below `S`.
                    Scheme::SuDoc => letters(number) == caption.notation,
                    Scheme::Lcc | Scheme::Nlm => {
                        letters(number).starts_with(&caption.notation)
                    }
                    _ => begins,
                }
        };
        self.0.iter().filter(is_above).max_by_key(|caption| caption.notation.len())
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_of_the_table_is_whole_and_no_class_stands_twice() {
        let all = Captions::all();
        assert_eq!(all.0.len(), TABLE.lines().count() - 1);
        for (at, caption) in all.0.iter().enumerate() {
            assert!(
                !caption.name.ru.is_empty() && !caption.name.en.is_empty(),
                "{caption:?}"
            );
            let is_same = |c: &Caption| {
                (c.scheme, &c.notation) == (caption.scheme, &caption.notation)
            };
            assert_eq!(all.0.iter().position(is_same), Some(at), "{caption:?}");
        }
    }

    #[test]
    fn main_classes_and_the_level_below_have_names() {
        let all = Captions::all();
        let has = |scheme, notation: &str| all.exact(scheme, notation).is_some();
        for first in ('0'..='9').filter(|c| *c != '4') {
            assert!(has(Scheme::Udc, &first.to_string()), "{first}");
        }
        for number in (0..100).filter(|n| ![4, 40].contains(n)) {
            assert!(has(Scheme::Ddc, &format!("{number:02}")), "{number:02}");
        }
        for letter in "АБВГДЕЖЗИКЛМНОПРСТУФХЦЧШЩЭЮЯ".chars() {
            assert!(has(Scheme::Bbk, &letter.to_string()), "{letter}");
        }
        for letter in "ABCDEFGHJKLMNPQRSTUVZ".chars() {
            assert!(has(Scheme::Lcc, &letter.to_string()), "{letter}");
        }
    }

    #[test]
    fn the_nearest_class_above_names_a_mark() {
        let all = Captions::all();
        let above = |scheme, mark| all.above(scheme, mark).map(|c| c.name.en.as_str());
        assert_eq!(
            above(Scheme::Udc, "821.161.1-31"),
            Some("Literatures of individual languages")
        );
        assert_eq!(
            above(Scheme::Bbk, "63.3(2)622 В 26"),
            Some("History of countries and peoples")
        );
        assert_eq!(above(Scheme::Bbk, "Х400.612"), Some("Law"));
        assert_eq!(
            above(Scheme::Lcc, "pg3366 .A1"),
            Some("Slavic languages and literatures")
        );
        assert_eq!(above(Scheme::SuDoc, "SBA 1.1:"), None);
        assert_eq!(above(Scheme::SuDoc, "S 1.1:"), Some("Department of State"));
        assert_eq!(above(Scheme::Fixed, "97-4/119"), None);
    }
}
