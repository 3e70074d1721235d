//! Mending: which words of the collection a word may mean that is not in it, or hardly.

use super::{
    asking::Asking,
    nearness::{allowed_slips, slips},
    skeleton,
    variants::StandIn,
};
use crate::{
    analysis::Analyzer,
    format::{
        chunk::Kind,
        root::Part,
        spellings::{Spelling, key_prefix, scan},
    },
    loaded::SegmentRoot,
    order::Order,
    results::Step,
};

/// At most so many words stand in for another, the nearest and most frequent.
const MAX_STAND_INS: usize = 6;

/// A word that is near, and how near.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Near {
    slips: u8,
    /// The most frequent first.
    rarity: u8,
    word: String,
}

/// The words that `word` may mean, the likeliest first.
pub(crate) fn stand_ins(
    asking: &Asking<'_>,
    segments: &[&SegmentRoot],
    word: &str,
    analyzer: &Analyzer,
) -> Vec<StandIn> {
    let mut all: Vec<StandIn> = Vec::new();
    let weights = asking.weights();
    let mut take = |near: Vec<Near>, step: Step| {
        for near in near {
            let weight = match (step, near.slips) {
                (Step::Transliteration, _) => weights.other_script,
                (_, 0 | 1) => weights.one_slip,
                _ => weights.two_slips,
            };
            let stem = analyzer.stem(&near.word);
            all.push(StandIn { surface: near.word, stem, weight, step });
        }
    };
    take(in_other_script(asking, segments, word), Step::Transliteration);
    take(misspelt(asking, segments, word), Step::Spelling);
    all
}

fn misspelt(asking: &Asking<'_>, segments: &[&SegmentRoot], word: &str) -> Vec<Near> {
    let letters: Vec<char> = word.chars().collect();
    let allowed = allowed_slips(&letters);
    let (Some(&first), Some(&second)) = (letters.first(), letters.get(1)) else {
        return Vec::new();
    };
    if allowed == 0 {
        return Vec::new();
    }
    let mut found: Vec<Near> = Vec::new();
    let mut look = |first: char, allowed: u8, more: u8| {
        let (from, to) = around(letters.len(), usize::from(allowed));
        for length in from..=to {
            each_spelling(asking, segments, first, length, &mut |spelling| {
                let other: Vec<char> = spelling.word.chars().collect();
                if let Some(slips) = slips(&letters, &other, allowed).filter(|&n| n > 0) {
                    let rarity = u8::MAX - spelling.frequency;
                    found.push(Near { slips: slips + more, rarity, word: spelling.word });
                }
            });
        }
    };
    look(first, allowed, 0);
    // A wrong first letter counts two; of such words, those that begin with the second one.
    if allowed > 1 && second != first {
        look(second, 1, 1);
    }
    nearest(found)
}

/// The same word in the other script.
fn in_other_script(
    asking: &Asking<'_>,
    segments: &[&SegmentRoot],
    word: &str,
) -> Vec<Near> {
    if word.chars().count() < 4 {
        return Vec::new();
    }
    let of_cyrillic = skeleton::of_cyrillic(word);
    let is_cyrillic = of_cyrillic.is_some();
    let skeletons = of_cyrillic.map_or_else(|| skeleton::of_latin(word), |one| vec![one]);
    let mut found: Vec<Near> = Vec::new();
    let mut looked: Vec<(char, usize)> = Vec::new();
    for wanted in &skeletons {
        let length = wanted.chars().count();
        for first in skeleton::first_letters(wanted, !is_cyrillic).chars() {
            for length in length..=length + 3 {
                if looked.contains(&(first, length)) {
                    continue;
                }
                looked.push((first, length));
                each_spelling(asking, segments, first, length, &mut |spelling| {
                    let others = skeleton::of_cyrillic(&spelling.word).map_or_else(
                        || skeleton::of_latin(&spelling.word),
                        |one| vec![one],
                    );
                    if others.iter().any(|other| skeletons.contains(other)) {
                        let rarity = u8::MAX - spelling.frequency;
                        found.push(Near { slips: 0, rarity, word: spelling.word });
                    }
                });
            }
        }
    }
    nearest(found)
}

/// The nearest words: if some are one slip away, only these.
fn nearest(mut found: Vec<Near>) -> Vec<Near> {
    found.order();
    found.dedup_by(|later, first| later.word == first.word);
    let best = found.first().map_or(0, |near| near.slips);
    found.retain(|near| near.slips == best);
    found.truncate(MAX_STAND_INS);
    found
}

fn around(length: usize, by: usize) -> (usize, usize) {
    (length.saturating_sub(by), length + by)
}

fn each_spelling(
    asking: &Asking<'_>,
    segments: &[&SegmentRoot],
    first: char,
    letters: usize,
    each: &mut dyn FnMut(Spelling),
) {
    let Ok(letters) = u8::try_from(letters) else { return };
    let prefix = key_prefix(first, letters);
    for segment in segments {
        asking.each_block(
            segment,
            Part::Spellings,
            Kind::Spellings,
            &prefix,
            &mut |content| {
                // A block was decoded when it was loaded, so it does not fail here.
                let _ = scan(content, &prefix, each);
            },
        );
    }
}
