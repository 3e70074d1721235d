//! Filing: the key by which a text is put in order, ё beside е, 2 before 10.

use super::Analyzer;

/// Articles that a title's order skips, by the language of the record. An apostrophe joins
/// an article to its word.
const ARTICLES: [(&str, &[&str]); 12] = [
    ("eng", &["the", "a", "an"]),
    ("fre", &["le", "la", "les", "l", "un", "une", "des"]),
    ("ger", &["der", "die", "das", "ein", "eine"]),
    ("spa", &["el", "la", "los", "las", "lo", "un", "una"]),
    ("ita", &["il", "lo", "la", "i", "gli", "le", "l", "un", "uno", "una"]),
    ("por", &["o", "a", "os", "as", "um", "uma"]),
    ("dut", &["de", "het", "een", "t", "n"]),
    ("swe", &["den", "det", "de", "en", "ett"]),
    ("dan", &["den", "det", "de", "en", "et"]),
    ("nor", &["den", "det", "de", "en", "et", "ei"]),
    ("hun", &["a", "az", "egy"]),
    ("cat", &["el", "la", "els", "les", "l", "un", "una"]),
];

/// Whole numbers file by their value up to this many digits.
const DIGITS: usize = 10;

impl Analyzer {
    /// The key by which `text` files: letters folded, signs between words one blank, whole
    /// numbers by their value.
    pub(crate) fn filing(&self, text: &str) -> String {
        let mut folded = String::with_capacity(text.len());
        text.chars().for_each(|c| self.folds.push(c, &mut folded));
        let mut key = String::with_capacity(folded.len());
        let mut digits = String::new();
        for c in folded.chars().chain([' ']) {
            if c.is_ascii_digit() {
                digits.push(c);
                continue;
            }
            if !digits.is_empty() {
                let number = digits.trim_start_matches('0');
                key.extend(core::iter::repeat_n(
                    '0',
                    DIGITS.saturating_sub(number.len()),
                ));
                key.push_str(number);
                digits.clear();
            }
            if c.is_alphanumeric() {
                key.push(c);
            } else if !key.is_empty() && !key.ends_with(' ') {
                key.push(' ');
            }
        }
        key.truncate(key.trim_end().len());
        key
    }

    /// The key by which a title files. `skip` says how many of its characters are passed over;
    /// where nobody counted, an article of the title's language is.
    pub(crate) fn title_filing(
        &self,
        title: &str,
        language: Option<&str>,
        skip: Option<u8>,
    ) -> String {
        if let Some(skip) = skip {
            let start = title.char_indices().nth(usize::from(skip)).map(|(at, _)| at);
            return self.filing(start.and_then(|at| title.get(at..)).unwrap_or(title));
        }
        let key = self.filing(title);
        let language = language.unwrap_or("eng");
        let articles = ARTICLES.iter().find(|(code, _)| *code == language);
        match (key.split_once(' '), articles) {
            (Some((first, rest)), Some((_, articles))) if articles.contains(&first) => {
                rest.to_owned()
            }
            _ => key,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn titles_stand_where_a_librarian_files_them() {
        let analyzer = Analyzer::new();
        let title = |title: &'static str| {
            let language = if title.starts_with("L'") { "fre" } else { "eng" };
            (analyzer.title_filing(title, Some(language), None), title)
        };
        let mut titles: Vec<_> = [
            "The zoo",
            "«Ёлка»",
            "Ежик",
            "Елки",
            "Йод",
            "Иод",
            "Book 10",
            "Book 2",
            "A book",
            "L'apple",
            "The",
        ]
        .map(title)
        .into();
        titles.sort();
        let order: Vec<&str> = titles.into_iter().map(|(_, title)| title).collect();
        assert_eq!(
            order,
            [
                "L'apple",
                "A book",
                "Book 2",
                "Book 10",
                "The",
                "The zoo",
                "Ежик",
                "«Ёлка»",
                "Елки",
                "Иод",
                "Йод"
            ]
        );
    }

    #[test]
    fn what_the_cataloguer_counted_goes_before_the_list_of_articles() {
        let analyzer = Analyzer::new();
        assert_eq!(analyzer.title_filing("Die Hard", Some("eng"), None), "die hard");
        assert_eq!(
            analyzer.title_filing("A is for apple", Some("eng"), Some(0)),
            "a is for apple"
        );
        assert_eq!(
            analyzer.title_filing("Los Angeles", Some("spa"), Some(0)),
            "los angeles"
        );
        assert_eq!(analyzer.title_filing("Der Zauberberg", None, Some(4)), "zauberberg");
        assert_eq!(analyzer.title_filing("It", None, Some(9)), "it");
    }
}
