//! Evaluation: from a query to documents in the order of their ranks.

use super::{
    asking::Asking,
    highlight::{Sought, sought},
    matches::{Tally, Word, any_tallies, met, tallies},
    reading::{AskedWord, Reading},
    variants::{numbers, variants},
};
use crate::{
    Matching,
    format::postings::Fields,
    loaded::SegmentRoot,
    weights::{FEW, SENTENCE},
};

/// What an evaluation found.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Found {
    /// Documents, best first.
    pub(crate) ranked: Vec<Ranked>,
    pub(crate) matching: Matching,
    /// Whether it went as far as it could without chunks that are missing, and no further.
    pub(crate) is_cut_short: bool,
    /// The words by which hits were found, for highlighting.
    pub(crate) sought: Vec<Sought>,
}

/// A document and its rank.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Ranked {
    pub(crate) tier: Tier,
    pub(crate) score: f32,
    /// The place of its segment in the manifest.
    pub(crate) segment: usize,
    pub(crate) doc: u32,
}

/// What comes before what, whatever the scores.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Tier {
    /// A number that could mean something else.
    MayBe,
    /// Most of the words.
    Most,
    /// All of the words.
    All,
    /// A number that hardly means anything else.
    Number,
}

/// Evaluates a query. With `patient`, it stops where chunks are missing, because what follows
/// depends on them; otherwise it goes on with what there is.
pub(crate) fn evaluate(asking: &Asking<'_>, reading: &Reading, patient: bool) -> Found {
    let segments = asking.segments();
    let stopped = Found { is_cut_short: true, ..Found::default() };
    if patient && !asking.has_all() {
        return stopped;
    }
    let words = words(asking, &segments, &reading.words);
    let excluded = self::words(asking, &segments, &reading.excluded);
    let mut ranked = ranked_numbers(asking, &segments, reading);
    if patient && !asking.has_all() {
        return stopped;
    }
    let (by_words, matching) = ranked_words(asking, &segments, &words, &excluded);
    ranked.extend(by_words);
    let sought = sought(&reading.words, &words);
    Found { ranked: in_order(ranked), matching, is_cut_short: false, sought }
}

/// Looks the words of a query up in every segment.
pub(crate) fn words<'a>(
    asking: &Asking<'a>,
    segments: &[&'a SegmentRoot],
    asked: &[AskedWord],
) -> Vec<Word<'a>> {
    let records: u64 =
        segments.iter().map(|segment| u64::from(segment.root.records)).sum();
    let word = |(at, asked): (usize, &AskedWord)| {
        let variants: Vec<_> =
            segments.iter().map(|segment| variants(asking, segment, asked)).collect();
        let frequencies = variants.iter().flatten().map(|v| u64::from(v.entry.doc_freq));
        let doc_freq = frequencies.sum::<u64>().min(records);
        Word {
            bit: 1 << at.min(63),
            place: at.min(99) as u8 + 1,
            fields: asked.fields,
            idf: idf(doc_freq, records),
            doc_freq,
            variants,
        }
    };
    asked.iter().enumerate().map(word).collect()
}

/// How much a word tells: BM25's inverse document frequency, never below zero.
fn idf(doc_freq: u64, records: u64) -> f32 {
    let (with, without) = (doc_freq as f32, records.saturating_sub(doc_freq) as f32);
    libm::logf(1.0 + (without + 0.5) / (with + 0.5))
}

fn ranked_words<'a>(
    asking: &Asking<'a>,
    segments: &[&'a SegmentRoot],
    words: &[Word<'a>],
    excluded: &[Word<'a>],
) -> (Vec<Ranked>, Matching) {
    // Words that no record has cannot be asked of any; then the others decide.
    let known: Vec<&Word<'a>> = words.iter().filter(|word| word.doc_freq > 0).collect();
    if known.is_empty() {
        return (Vec::new(), Matching::All);
    }
    let ranked = |misses: Option<usize>| {
        let in_segment = |(at, segment): (usize, &&'a SegmentRoot)| {
            let mut tallies = match misses {
                Some(misses) => tallies(asking, segment, at, &known, misses),
                None => any_tallies(asking, segment, at, &known),
            };
            shut_out(asking, segment, at, excluded, &mut tallies);
            tallies.into_iter().map(move |tally| rank(at, &tally, words.len() as u32))
        };
        segments.iter().enumerate().flat_map(in_segment).collect::<Vec<Ranked>>()
    };
    let matching = |is_wider: bool| {
        let is_all = known.len() == words.len() && !is_wider;
        if is_all { Matching::All } else { Matching::Most }
    };
    let all = ranked(Some(0));
    let misses = allowed_misses(known.len());
    let is_enough = !all.is_empty() && (all.len() >= FEW || known.len() < 3);
    if is_enough || known.len() == 1 {
        return (all, matching(false));
    }
    let mut most = if misses > 0 { ranked(Some(misses)) } else { Vec::new() };
    // Of a sentence, or where no record has nearly all words, any part that matches will do.
    if all.is_empty() && most.is_empty() || known.len() >= SENTENCE && most.len() < FEW {
        most = ranked(None);
    }
    let is_wider = most.len() > all.len();
    (most, matching(is_wider))
}

/// How many words of a query may be missing in a record where few have them all: one of a
/// handful, two of eight, two fifths of a pasted citation.
fn allowed_misses(words: usize) -> usize {
    match words {
        0 | 1 => 0,
        2..=5 => 1,
        6..=8 => 2,
        _ => words * 2 / 5,
    }
}

fn rank(segment: usize, tally: &Tally, asked: u32) -> Ranked {
    let tier = if tally.words.count_ones() == asked { Tier::All } else { Tier::Most };
    Ranked { tier, score: tally.score(asked).0, segment, doc: tally.doc }
}

fn shut_out<'a>(
    asking: &Asking<'a>,
    segment: &'a SegmentRoot,
    at: usize,
    excluded: &[Word<'a>],
    tallies: &mut Vec<Tally>,
) {
    for word in excluded {
        let among: Vec<u32> = tallies.iter().map(|tally| tally.doc).collect();
        let met = met(asking, segment, at, word, Some(&among));
        tallies
            .retain(|tally| met.binary_search_by_key(&tally.doc, |met| met.doc).is_err());
    }
}

fn ranked_numbers<'a>(
    asking: &Asking<'a>,
    segments: &[&'a SegmentRoot],
    reading: &Reading,
) -> Vec<Ranked> {
    let mut ranked = Vec::new();
    for number in &reading.numbers {
        let tier = if number.is_certain { Tier::Number } else { Tier::MayBe };
        for (at, segment) in segments.iter().enumerate() {
            let variants = numbers(asking, segment, number);
            let word = Word {
                bit: 1,
                place: 1,
                fields: Fields::ANY,
                idf: 1.0,
                doc_freq: 0,
                variants: vec![variants],
            };
            let met = met(asking, segment, 0, &word, None);
            let met = met.into_iter().filter(|met| !segment.is_deleted(met.doc));
            ranked.extend(met.map(|met| Ranked {
                tier,
                score: 1.0,
                segment: at,
                doc: met.doc,
            }));
        }
    }
    ranked
}

/// Best first; a document that was found in two ways counts once, by the better.
fn in_order(mut ranked: Vec<Ranked>) -> Vec<Ranked> {
    ranked.sort_by(|a, b| {
        let place = (a.segment, a.doc).cmp(&(b.segment, b.doc));
        place.then(b.tier.cmp(&a.tier)).then(b.score.total_cmp(&a.score))
    });
    ranked.dedup_by_key(|ranked| (ranked.segment, ranked.doc));
    ranked.sort_by(|a, b| {
        let better = b.tier.cmp(&a.tier).then(b.score.total_cmp(&a.score));
        better.then((a.segment, a.doc).cmp(&(b.segment, b.doc)))
    });
    ranked
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_come_before_words_and_all_words_before_most() {
        let ranked = |tier, score, doc| Ranked { tier, score, segment: 0, doc };
        let docs: Vec<u32> = in_order(vec![
            ranked(Tier::Most, 9.0, 1),
            ranked(Tier::All, 1.0, 2),
            ranked(Tier::All, 2.0, 3),
            ranked(Tier::Number, 1.0, 1),
        ])
        .iter()
        .map(|ranked| ranked.doc)
        .collect();
        assert_eq!(docs, [1, 3, 2]);
    }

    #[test]
    fn rare_words_tell_more() {
        assert!(idf(1, 1000) > idf(500, 1000));
        assert!(idf(1000, 1000) >= 0.0);
    }
}
