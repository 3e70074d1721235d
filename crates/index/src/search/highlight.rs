//! Highlights: where in a text the words of a query stand, in the reader's own form.
//! Matching is on folded words; the ranges are those of the text as it is shown.

use super::{matches::Word, reading::AskedWord};
use crate::{
    Brief, Hit, Range, Snippet,
    analysis::{Analyzer, Span},
    format::postings::Fields,
    order::Order,
};

/// A word of the query, and every word that stands for it.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Sought {
    surface: String,
    stem: String,
    fields: u8,
    is_beginning: bool,
    /// The words of the dictionary that were taken for it, in order.
    variants: Vec<String>,
}

/// What a query's words were taken for.
pub(crate) fn sought(asked: &[AskedWord], words: &[Word]) -> Vec<Sought> {
    let sought = |(asked, word): (&AskedWord, &Word)| {
        let variants = word.variants.iter().flatten();
        let mut variants: Vec<String> = variants.map(|v| v.surface.clone()).collect();
        variants.order();
        variants.dedup();
        Sought {
            surface: asked.surface.clone(),
            stem: asked.stem.clone(),
            fields: asked.fields,
            is_beginning: asked.is_beginning,
            variants,
        }
    };
    asked.iter().zip(words).map(sought).collect()
}

impl Sought {
    fn is(&self, surface: &str, analyzer: &Analyzer) -> bool {
        surface == self.surface
            || self.is_beginning && surface.starts_with(&self.surface)
            || self.variants.binary_search_by(|known| known.as_str().cmp(surface)).is_ok()
            || analyzer.stem(surface) == self.stem
    }
}

/// Finds a query's words in texts. See [`Index::matcher`](crate::Index::matcher).
#[derive(Debug)]
pub struct Matcher<'a> {
    analyzer: &'a Analyzer,
    sought: Vec<Sought>,
}

impl<'a> Matcher<'a> {
    pub(crate) fn new(analyzer: &'a Analyzer, sought: Vec<Sought>) -> Self {
        Self { analyzer, sought }
    }

    /// Where in `text` the words stand, in order; no two ranges overlap.
    pub fn ranges(&self, text: &str) -> Vec<Range> {
        self.ranges_in(text, Fields::ANY)
    }

    /// The part of `text`, of about `len` characters, that has the most of the words; `None`
    /// where it has none of them.
    pub fn snippet(&self, text: &str, len: usize) -> Option<Snippet> {
        let found = self.found(text, Fields::ANY);
        let window = best_window(text, &found, len)?;
        let ranges = merged(found.iter().map(|found| &found.span));
        let within = ranges.into_iter().filter(|range| {
            range.start as usize >= window.0 && range.end as usize <= window.1
        });
        let shift = window.0 as u32;
        let matches = within
            .map(|range| Range { start: range.start - shift, end: range.end - shift })
            .collect();
        Some(Snippet {
            text: text.get(window.0..window.1)?.to_owned(),
            matches,
            has_before: !text.get(..window.0)?.trim().is_empty(),
            has_after: !text.get(window.1..)?.trim().is_empty(),
        })
    }

    /// A hit with what matched in its brief form.
    pub(crate) fn hit(&self, score: f32, brief: Brief) -> Hit {
        let original = brief.original_title.as_deref().unwrap_or_default();
        let in_creators: Vec<Vec<Range>> = brief
            .creators
            .iter()
            .map(|name| self.ranges_in(name, Fields::CREATOR))
            .collect();
        Hit {
            id: brief.id.clone(),
            score,
            in_title: self.ranges_in(&brief.title, Fields::TITLE),
            in_original_title: self.ranges_in(original, Fields::TITLE),
            in_creators,
            brief,
        }
    }

    fn ranges_in(&self, text: &str, fields: u8) -> Vec<Range> {
        if self.sought.is_empty() {
            return Vec::new();
        }
        merged(self.found(text, fields).iter().map(|found| &found.span))
    }

    fn found(&self, text: &str, fields: u8) -> Vec<FoundWord> {
        let is_asked = |sought: &Sought| {
            fields == Fields::ANY
                || sought.fields == Fields::ANY
                || sought.fields & fields != 0
        };
        let found = |span: Span| {
            let word = self.sought.iter().position(|sought| {
                is_asked(sought) && sought.is(&span.surface, self.analyzer)
            });
            word.map(|word| FoundWord { word, span })
        };
        self.analyzer.spans(text).into_iter().filter_map(found).collect()
    }
}

/// A word of a text that one of the query's stands for.
struct FoundWord {
    /// The place of the query's word.
    word: usize,
    span: Span,
}

/// The ranges of words, joined where they overlap.
fn merged<'s>(spans: impl Iterator<Item = &'s Span>) -> Vec<Range> {
    let mut ranges: Vec<Range> = Vec::new();
    for span in spans {
        let (start, end) = (span.start as u32, span.end as u32);
        match ranges.last_mut() {
            Some(last) if start < last.end => last.end = last.end.max(end),
            _ => ranges.push(Range { start, end }),
        }
    }
    ranges
}

/// Where to cut `text` so that about `len` characters of it have the most of the words.
fn best_window(text: &str, found: &[FoundWord], len: usize) -> Option<(usize, usize)> {
    let starts: Vec<usize> =
        text.char_indices().map(|(at, _)| at).chain([text.len()]).collect();
    let lead = len / 5;
    let window = |first: &FoundWord| {
        let at = starts.partition_point(|&start| start < first.span.start);
        let chars = starts.len() - 1;
        let from = at.saturating_sub(lead).min(chars.saturating_sub(len));
        let to = (from + len).min(chars);
        Some((*starts.get(from)?, *starts.get(to)?))
    };
    let worth = |(from, to): (usize, usize)| {
        let within = found.iter().filter(|f| f.span.start >= from && f.span.end <= to);
        let mut words: Vec<usize> = within.map(|found| found.word).collect();
        let all = words.len();
        words.sort_unstable();
        words.dedup();
        (words.len(), all)
    };
    let mut best: Option<((usize, usize), (usize, usize))> = None;
    // A text with a word in every line needs no more tries than these.
    for window in found.iter().take(200).filter_map(window) {
        let worth = worth(window);
        if best.is_none_or(|(_, known)| worth > known) {
            best = Some((window, worth));
        }
    }
    let (window, _) = best?;
    Some(at_blanks(text, window, found))
}

/// Moves the ends of a window inwards to the nearest blanks, but not past a word found.
fn at_blanks(
    text: &str,
    (from, to): (usize, usize),
    found: &[FoundWord],
) -> (usize, usize) {
    let first = found.iter().map(|found| found.span.start).find(|&start| start >= from);
    let last = found.iter().map(|found| found.span.end).rfind(|&end| end <= to);
    let (first, last) = (first.unwrap_or(from), last.unwrap_or(to));
    let before = text.get(from..first).unwrap_or_default();
    let after = text.get(last..to).unwrap_or_default();
    let from = match before.find(char::is_whitespace) {
        Some(blank) if from > 0 => {
            first - before.get(blank..).map_or(0, |b| b.trim_start().len())
        }
        _ => from,
    };
    let to = match after.rfind(char::is_whitespace) {
        Some(blank) if to < text.len() => last + blank,
        _ => to,
    };
    (from, to)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::search::reading;

    fn matcher<'a>(
        analyzer: &'a Analyzer,
        query: &str,
        variants: &[&str],
    ) -> Matcher<'a> {
        let words = reading::read(query, analyzer).words;
        let sought = |word: &AskedWord| Sought {
            surface: word.surface.clone(),
            stem: word.stem.clone(),
            fields: word.fields,
            is_beginning: word.is_beginning,
            variants: variants.iter().map(|&text| text.to_owned()).collect(),
        };
        Matcher::new(analyzer, words.iter().map(sought).collect())
    }

    fn marked(query: &str, variants: &[&str], text: &str) -> String {
        let analyzer = Analyzer::new();
        with_marks(text, &matcher(&analyzer, query, variants).ranges(text))
    }

    fn with_marks(text: &str, ranges: &[Range]) -> String {
        let mut marked = String::new();
        let mut at = 0;
        for range in ranges {
            let (start, end) = (range.start as usize, range.end as usize);
            marked += &format!("{}[{}]", &text[at..start], &text[start..end]);
            at = end;
        }
        marked + &text[at..]
    }

    #[test]
    fn what_matched_is_marked_in_the_form_that_it_has_in_the_text() {
        let cases: [(&str, &[&str], &str, &str); 9] = [
            ("война ", &[], "О Войне и мире", "О [Войне] и мире"),
            ("елк", &[], "Ёлки, ёж", "[Ёлки], ёж"),
            ("libraries ", &[], "The library's book", "The [library]'s book"),
            ("tolstoy", &["толстой"], "Толстой, Лев", "[Толстой], Лев"),
            ("pushkn", &["pushkin"], "PUSHKIN!", "[PUSHKIN]!"),
            ("cafe ", &[], "Un cafe\u{301}", "Un [cafe\u{301}]"),
            ("紅樓夢", &[], "讀紅樓夢記", "讀[紅樓夢]記"),
            ("c++ ", &[], "C++ и C", "[C++] и C"),
            ("zzz", &[], "nothing here", "nothing here"),
        ];
        for (query, variants, text, expected) in cases {
            assert_eq!(marked(query, variants, text), expected, "{query}");
        }
    }

    #[test]
    fn a_word_bound_to_a_field_is_marked_there_alone() {
        let analyzer = Analyzer::new();
        let matcher = matcher(&analyzer, "author:king ", &[]);
        let brief = Brief {
            title: "The king".into(),
            creators: vec!["King, Stephen".into()],
            ..Brief::default()
        };
        let hit = matcher.hit(1.0, brief);
        assert_eq!(
            (hit.in_title.len(), hit.in_creators),
            (0, vec![vec![Range { start: 0, end: 4 }]])
        );
    }

    #[test]
    fn a_snippet_is_cut_where_the_most_words_are() {
        let analyzer = Analyzer::new();
        let matcher = matcher(&analyzer, "волк лиса ", &[]);
        let text = "Волк. ".to_owned()
            + &"слово ".repeat(60)
            + "и тут волк встретил лису у реки. "
            + &"конец ".repeat(60);
        let snippet = matcher.snippet(&text, 60).unwrap();
        assert!(snippet.has_before && snippet.has_after);
        assert!(snippet.text.chars().count() <= 60);
        let marked = with_marks(&snippet.text, &snippet.matches);
        assert!(marked.contains("[волк] встретил [лису] у реки"), "{marked}");
        assert!(!marked.starts_with(' ') && !marked.starts_with("лово"));
        assert_eq!(matcher.snippet("ничего", 60), None);
        let short = matcher.snippet("волк", 60).unwrap();
        assert_eq!(
            (short.text.as_str(), short.has_before, short.has_after),
            ("волк", false, false)
        );
    }
}
