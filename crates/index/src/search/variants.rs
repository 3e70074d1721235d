//! Variants: the terms of the dictionary that stand for a word of the query.

use std::collections::BTreeMap;

use super::{
    asking::Asking,
    reading::{AskedNumber, AskedWord},
};
use crate::{
    format::dictionary::{Entry, TermKind, surface_of, word_key},
    loaded::SegmentRoot,
    order::Order,
    results::Step,
};

/// A beginning is completed from this many blocks of the dictionary at most, and to this many
/// words, the most frequent first.
const MAX_BLOCKS: usize = 4;
const MAX_COMPLETIONS: usize = 48;

/// How many letters a Snowball stemmer takes from the end of a word that is half typed.
const MAX_SUFFIX: usize = 4;

/// A term that stands for a word of the query.
#[derive(Clone, Debug)]
pub(crate) struct Variant<'a> {
    /// The word as the dictionary has it.
    pub(crate) surface: String,
    /// What it counts beside the word itself.
    pub(crate) weight: f32,
    pub(crate) entry: Entry<'a>,
    /// How it came from what was typed, if it is another word.
    pub(crate) step: Option<Step>,
}

/// The variants of `word` in a segment: itself, other forms with its stem and, while it is
/// being typed, the words that begin with it.
pub(crate) fn variants<'a>(
    asking: &Asking<'a>,
    segment: &'a SegmentRoot,
    word: &AskedWord,
) -> Vec<Variant<'a>> {
    let mut found: BTreeMap<Vec<u8>, Variant<'a>> = BTreeMap::new();
    let weights = asking.weights();
    let mut take = |key: &[u8], entry: Entry<'a>, weight: f32, exact: &str| {
        let surface = String::from_utf8_lossy(surface_of(key)).into_owned();
        let weight = if surface == exact { 1.0 } else { weight };
        let variant = Variant { surface, weight, entry, step: None };
        let better = found.entry(key.to_vec()).or_insert_with(|| variant.clone());
        if better.weight < weight {
            *better = variant;
        }
    };
    let typed = (word.surface.clone(), word.stem.clone());
    for (surface, stem) in core::iter::once(&typed).chain(&word.alternatives) {
        asking.terms(segment, &word_key(stem, ""), MAX_BLOCKS, &mut |key, entry| {
            take(key, entry, weights.stem_mate, surface);
        });
    }
    if word.is_beginning {
        let mut completions = completions(asking, segment, &word.surface);
        completions.order_by(|(a_key, a), (b_key, b)| {
            b.doc_freq.cmp(&a.doc_freq).then_with(|| a_key.cmp(b_key))
        });
        completions.truncate(MAX_COMPLETIONS);
        completions.into_iter().for_each(|(key, entry)| {
            take(&key, entry, weights.completion, &word.surface);
        });
    }
    found.into_values().collect()
}

/// The terms whose surface begins with `beginning`. Most have a stem that begins with it too;
/// the stem of others is shorter, and they stand under the beginnings of the beginning.
fn completions<'a>(
    asking: &Asking<'a>,
    segment: &'a SegmentRoot,
    beginning: &str,
) -> Vec<(Vec<u8>, Entry<'a>)> {
    let mut found = Vec::new();
    let mut take = |key: &'a [u8], entry: Entry<'a>| {
        if surface_of(key).starts_with(beginning.as_bytes()) {
            found.push((key.to_vec(), entry));
        }
    };
    let stems = [&[TermKind::Word as u8], beginning.as_bytes()].concat();
    asking.terms(segment, &stems, MAX_BLOCKS, &mut take);
    let cuts = beginning.char_indices().rev().take(MAX_SUFFIX).map(|(at, _)| at);
    for stem in cuts.filter_map(|at| beginning.get(..at)).filter(|stem| !stem.is_empty())
    {
        asking.terms(segment, &word_key(stem, beginning), 1, &mut take);
    }
    found
}

/// The terms that a number stands for.
pub(crate) fn numbers<'a>(
    asking: &Asking<'a>,
    segment: &'a SegmentRoot,
    number: &AskedNumber,
) -> Vec<Variant<'a>> {
    let mut found = Vec::new();
    asking.terms(segment, &number.key, MAX_BLOCKS, &mut |key, entry| {
        if number.is_beginning || key == number.key {
            let surface =
                String::from_utf8_lossy(key.get(1..).unwrap_or_default()).into_owned();
            found.push(Variant { surface, weight: 1.0, entry, step: None });
        }
    });
    found
}

/// The term of a word that stands for another, if the segment has it.
pub(crate) fn stand_in<'a>(
    asking: &Asking<'a>,
    segment: &'a SegmentRoot,
    word: &StandIn,
) -> Option<Variant<'a>> {
    let wanted = word_key(&word.stem, &word.surface);
    let mut found = None;
    asking.terms(segment, &wanted, 1, &mut |key, entry| {
        if key == wanted {
            let (surface, weight) = (word.surface.clone(), word.weight);
            found = Some(Variant { surface, weight, entry, step: Some(word.step) });
        }
    });
    found
}

/// A word that may have been meant by another.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct StandIn {
    pub(crate) surface: String,
    pub(crate) stem: String,
    pub(crate) weight: f32,
    pub(crate) step: Step,
}
