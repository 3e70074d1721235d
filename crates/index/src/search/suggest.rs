//! Suggestions: the headings that a half-typed query may become.

use super::asking::Asking;
use crate::{
    Suggestion,
    analysis::Analyzer,
    format::headings::{Heading, List},
    loaded::SegmentRoot,
    order::Order,
};

/// How many headings of a list are suggested.
const MOST: usize = 4;

/// Blocks of headings that one beginning is looked for in, at most.
const BLOCKS: usize = 2;

/// Below this many letters a beginning is too short to fetch a block for it.
const LETTERS: usize = 3;

/// The creators and the subjects that have the words typed, those with the most records
/// first.
pub(crate) fn suggest(
    asking: &Asking<'_>,
    analyzer: &Analyzer,
    text: &str,
) -> (Vec<Suggestion>, Vec<Suggestion>) {
    let words = analyzer.surfaces(text);
    if words.is_empty() {
        return (Vec::new(), Vec::new());
    }
    let typed = Typed { keys: keys(&words.join(" "), analyzer), words };
    let of_list = |list| headings(asking, analyzer, &typed, list);
    (of_list(List::Creators), of_list(List::Subjects))
}

/// What was typed.
struct Typed {
    words: Vec<String>,
    /// How a heading with these words may begin: in the order typed, or with the last one,
    /// which is where a name's surname stands, first.
    keys: Vec<String>,
}

fn keys(text: &str, analyzer: &Analyzer) -> Vec<String> {
    let mut keys = vec![analyzer.filing(text)];
    if let Some((before, last)) = text.rsplit_once(' ') {
        keys.push(analyzer.filing(&format!("{last} {before}")));
        // The last word may be half typed: then nothing stands behind it yet.
        keys.push(analyzer.filing(last));
    }
    keys.retain(|key| key.chars().count() >= LETTERS);
    keys
}

fn headings(
    asking: &Asking<'_>,
    analyzer: &Analyzer,
    typed: &Typed,
    list: List,
) -> Vec<Suggestion> {
    let mut found: Vec<(String, Heading)> = Vec::new();
    for segment in asking.segments() {
        let mut here: Vec<(String, Heading)> = in_segment(asking, segment, typed, list)
            .into_iter()
            .filter(|heading| may_have(&heading.text, typed))
            .filter(|heading| has_words(&analyzer.surfaces(&heading.text), typed))
            .map(|heading| (analyzer.filing(&heading.text), heading))
            .collect();
        // Of two that differ in signs or capitals only, the more frequent counts.
        here.order_by(|(a_key, a), (b_key, b)| {
            a_key.cmp(b_key).then_with(|| b.records.cmp(&a.records))
        });
        here.dedup_by(|(later, _), (first, _)| later == first);
        for (key, heading) in here {
            match found.iter_mut().find(|(known, _)| *known == key) {
                Some((_, same)) => same.records += heading.records,
                None => found.push((key, heading)),
            }
        }
    }
    found.order_by(|(a_key, a), (b_key, b)| {
        b.records.cmp(&a.records).then_with(|| a_key.cmp(b_key))
    });
    found.truncate(MOST);
    let suggestion = |(_, heading): (_, Heading)| Suggestion {
        text: heading.text,
        count: heading.records,
        id: None,
    };
    found.into_iter().map(suggestion).collect()
}

/// The headings that may have the words: the frequent ones, and the blocks in which those that
/// begin with them are.
fn in_segment(
    asking: &Asking<'_>,
    segment: &SegmentRoot,
    typed: &Typed,
    list: List,
) -> Vec<Heading> {
    let Some(guide) = asking.guide(segment, list) else { return Vec::new() };
    let mut blocks: Vec<u32> =
        typed.keys.iter().flat_map(|key| guide.blocks_with(key).take(BLOCKS)).collect();
    blocks.sort_unstable();
    blocks.dedup();
    let mut headings = guide.frequent;
    for first in blocks {
        headings.extend(asking.headings(segment, list, first).unwrap_or_default());
    }
    // A frequent heading stands in its block too.
    headings.order_by_key(|heading| heading.number);
    headings.dedup_by_key(|heading| heading.number);
    asking.living(segment, list, headings)
}

/// Whether a heading has a word that begins with the letter of each word typed: a quick look,
/// which lets letters with marks pass.
fn may_have(heading: &str, typed: &Typed) -> bool {
    typed.words.iter().all(|word| {
        let first = word.chars().next();
        let mut before = ' ';
        heading.chars().any(|c| {
            let begins_a_word = !before.is_alphanumeric();
            before = c;
            let lower = c.to_lowercase().next().unwrap_or(c);
            let is_plain = lower.is_ascii() || ('а'..='я').contains(&lower);
            begins_a_word && (Some(lower) == first || !is_plain)
        })
    })
}

/// Whether each of the words typed is the beginning of another word of a heading.
fn has_words(heading: &[String], typed: &Typed) -> bool {
    let mut rest: Vec<&String> = heading.iter().collect();
    typed.words.iter().all(|word| {
        let place = rest.iter().position(|other| other.starts_with(word.as_str()));
        place.map(|at| rest.swap_remove(at)).is_some()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_words_typed_are_beginnings_of_different_words_in_any_order() {
        let analyzer = Analyzer::new();
        let has = |typed: &str, heading: &str| {
            let words = analyzer.surfaces(typed);
            has_words(&analyzer.surfaces(heading), &Typed { words, keys: Vec::new() })
        };
        assert!(has("лев толст", "Толстой, Лев Николаевич"));
        assert!(has("world war", "World War, 1939-1945 -- Poland"));
        assert!(has("war pol", "World War, 1939-1945 -- Poland"));
        assert!(!has("war war", "World War, 1939-1945 -- Poland"));
        assert!(!has("orld", "World War"));
    }
}
