//! Analysis: the one function from text to terms, called by build and by search alike.
//! Not for reading queries (see `search::reading`) nor for what readers see.

mod filing;
mod fold;
mod stem;

use fold::Folds;
use stem::Stemmers;

/// The number of the analysis in use. An index made with another one finds too little, so a
/// change here asks for a new number, and readers keep the old analysis or refuse.
pub(crate) const ANALYSIS: u32 = 1;

/// The longest word that is told apart, in bytes; of a longer one the beginning counts.
const MAX_WORD: usize = 80;

/// Turns text into words, and words into stems.
#[derive(Debug)]
pub(crate) struct Analyzer {
    folds: Folds,
    stemmers: Stemmers,
}

/// The terms that a text has in an index of ours, for indexes of other engines: so what is found
/// there and here is the same.
///
/// ```
/// use bibliobus_index::Terms;
///
/// let terms = Terms::new().of("Войну и мир, Libraries");
/// let stems: Vec<&str> = terms.iter().map(|(_, stem)| stem.as_str()).collect();
/// assert_eq!(stems, ["войн", "и", "мир", "librari"]);
/// assert_eq!(terms[0].0, "войну");
/// ```
#[derive(Debug)]
pub struct Terms(Analyzer);

impl Terms {
    /// The terms of every language of a collection.
    #[allow(
        clippy::new_without_default,
        reason = "it reads a table, which takes a while"
    )]
    pub fn new() -> Self {
        Self(Analyzer::new())
    }

    /// The words of `text` in their order, each folded, with its stem. What is looked for is the
    /// stem.
    pub fn of(&self, text: &str) -> Vec<(String, String)> {
        self.0.words(text).into_iter().map(|word| (word.surface, word.stem)).collect()
    }
}

/// A word of a text: as folded, and its stem.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Word {
    /// The folded word.
    pub(crate) surface: String,
    /// What it shares with its other forms.
    pub(crate) stem: String,
}

/// A word and where it stands in its text: from which byte, up to which.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Span {
    pub(crate) surface: String,
    pub(crate) start: usize,
    pub(crate) end: usize,
}

impl Analyzer {
    /// An analyzer for every language of a collection.
    pub(crate) fn new() -> Self {
        Self { folds: Folds::new(), stemmers: Stemmers::new() }
    }

    /// The words of `text`, in their order.
    pub(crate) fn words(&self, text: &str) -> Vec<Word> {
        let word = |surface: String| Word { stem: self.stem(&surface), surface };
        self.surfaces(text).into_iter().map(word).collect()
    }

    /// The stem of a folded word.
    pub(crate) fn stem(&self, surface: &str) -> String {
        self.stemmers.stem(surface)
    }

    /// The folded words of `text`, in their order, not stemmed.
    pub(crate) fn surfaces(&self, text: &str) -> Vec<String> {
        self.cut(text).words
    }

    /// The folded words of `text`, and where each stands in it.
    pub(crate) fn spans(&self, text: &str) -> Vec<Span> {
        let cutter = self.cut(text);
        let places = cutter.places.into_iter();
        let words = cutter.words.into_iter().zip(places);
        words.map(|(surface, (start, end))| Span { surface, start, end }).collect()
    }

    fn cut(&self, text: &str) -> Cutter {
        let mut cutter = Cutter::default();
        let mut folded = String::new();
        for (at, c) in text.char_indices() {
            cutter.at = (at, at + c.len_utf8());
            if c.is_ascii() {
                cutter.take(c.to_ascii_lowercase());
                continue;
            }
            folded.clear();
            let start = cutter.place.0;
            let is_joined = fold::is_dropped(c) && !cutter.word.is_empty();
            if is_joined {
                // A mark may join the letter before it, so that letter folds again with it.
                folded.extend(cutter.word.pop());
            }
            self.folds.push(c, &mut folded);
            folded.chars().for_each(|c| cutter.take(c));
            if is_joined {
                cutter.place.0 = start;
            }
        }
        cutter.finish();
        cutter
    }

    /// `text` folded as a whole: letters and digits only, nothing between them.
    /// For numbers that readers type with any spaces and signs.
    pub(crate) fn squeezed(&self, text: &str) -> String {
        let mut folded = String::new();
        text.chars().for_each(|c| self.folds.push(c, &mut folded));
        folded.retain(char::is_alphanumeric);
        folded
    }
}

/// Cuts folded letters into words.
#[derive(Default)]
struct Cutter {
    words: Vec<String>,
    /// Where each of the words stands.
    places: Vec<(usize, usize)>,
    /// Where the letter now being read stands.
    at: (usize, usize),
    word: String,
    /// Where the word now being read stands.
    place: (usize, usize),
    /// The sign before the word now being read.
    before: Option<char>,
    /// Signs of a script without blanks, not yet cut (Chinese, Japanese).
    ideographs: Vec<(char, (usize, usize))>,
}

impl Cutter {
    fn take(&mut self, c: char) {
        if is_ideograph(c) {
            self.end_word();
            self.ideographs.push((c, self.at));
        } else if c.is_alphanumeric() || self.continues_a_name(c) {
            self.end_ideographs();
            if self.word.is_empty() {
                self.place.0 = self.at.0;
            }
            self.place.1 = self.at.1;
            if self.word.len() < MAX_WORD {
                self.word.push(c);
            }
        } else {
            self.end_ideographs();
            self.end_word();
            self.before = Some(c);
        }
    }

    /// `+` and `#` belong to the names of programming languages: C++, C#.
    fn continues_a_name(&self, c: char) -> bool {
        match c {
            '#' => self.word.len() == 1,
            '+' => self.word.len() == 1 || self.word.ends_with('+'),
            _ => false,
        }
    }

    fn end_word(&mut self) {
        let word = core::mem::take(&mut self.word);
        let before = self.before.take();
        if word.is_empty() {
            return;
        }
        // The English possessive is no word of its own: reader's = reader.
        let possessive = word == "s" && before.is_some_and(is_apostrophe);
        if !possessive || self.words.is_empty() {
            self.words.push(word);
            self.places.push(self.place);
        }
    }

    /// Ideographs become overlapping pairs, which find more than single signs and need no
    /// dictionary; a single one stays as it is.
    fn end_ideographs(&mut self) {
        match self.ideographs.as_slice() {
            [] => return,
            [(one, place)] => {
                self.words.push(one.to_string());
                self.places.push(*place);
            }
            many => {
                let pairs =
                    many.windows(2).filter_map(|pair| pair.first().zip(pair.last()));
                for ((first, (start, _)), (second, (_, end))) in pairs {
                    self.words.push([*first, *second].iter().collect());
                    self.places.push((*start, *end));
                }
            }
        }
        self.ideographs.clear();
    }

    fn finish(&mut self) {
        self.end_ideographs();
        self.end_word();
    }
}

fn is_apostrophe(c: char) -> bool {
    matches!(c, '\'' | '’' | '‘' | '`' | '´')
}

/// Han, Hiragana and Katakana: scripts that put no blanks between words.
fn is_ideograph(c: char) -> bool {
    matches!(c, '\u{3005}' | '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{4dbf}'
        | '\u{4e00}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{323af}')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn surfaces(text: &str) -> Vec<String> {
        Analyzer::new().surfaces(text)
    }

    #[test]
    fn text_is_cut_where_readers_see_words() {
        let cases: [(&str, &[&str]); 14] = [
            (
                "Война и мир. Роман в 4 томах, 1869",
                &["война", "и", "мир", "роман", "в", "4", "томах", "1869"],
            ),
            ("The The", &["the", "the"]),
            ("1984", &["1984"]),
            ("Она", &["она"]),
            ("L'enfant caché", &["l", "enfant", "cache"]),
            ("The reader's guide", &["the", "reader", "guide"]),
            ("C++ and C#", &["c++", "and", "c#"]),
            ("A + B", &["a", "b"]),
            ("hip-hop", &["hip", "hop"]),
            ("紅樓夢", &["紅樓", "樓夢"]),
            ("書", &["書"]),
            ("i\u{306}", &["i"]),
            ("и\u{306}од", &["йод"]),
            ("", &[]),
        ];
        for (text, expected) in cases {
            assert_eq!(surfaces(text), expected, "{text}");
        }
    }

    #[test]
    fn words_are_known_by_their_places_in_the_text() {
        let cases: [(&str, &[&str]); 6] = [
            ("«Ёлка» и reader's C++!", &["Ёлка", "и", "reader", "C++"]),
            ("и\u{306}од, cafe\u{301}.", &["и\u{306}од", "cafe\u{301}"]),
            ("紅樓夢 x", &["紅樓", "樓夢", "x"]),
            ("Straße ﬁn", &["Straße", "ﬁn"]),
            ("\u{301}a \u{301} b", &["a", "b"]),
            ("", &[]),
        ];
        for (text, expected) in cases {
            let spans = Analyzer::new().spans(text);
            let found: Vec<&str> =
                spans.iter().filter_map(|span| text.get(span.start..span.end)).collect();
            assert_eq!(found, expected, "{text}");
        }
    }

    #[test]
    fn a_word_without_end_counts_by_its_beginning() {
        let words = surfaces(&"ж".repeat(50_000));
        assert_eq!(words.len(), 1);
        assert!(words.iter().all(|word| word.len() <= MAX_WORD));
    }

    #[test]
    fn forms_of_a_word_share_their_stem() {
        let analyzer = Analyzer::new();
        let stem =
            |text: &str| analyzer.words(text).into_iter().next().map(|word| word.stem);
        assert_eq!(stem("войну"), stem("война"));
        assert_eq!(stem("Libraries"), stem("library"));
        assert_eq!(stem("ёлки"), stem("елка"));
    }

    #[test]
    fn numbers_are_squeezed_to_letters_and_digits() {
        assert_eq!(Analyzer::new().squeezed("94(47) Б 20-я"), "9447б20я");
    }
}
