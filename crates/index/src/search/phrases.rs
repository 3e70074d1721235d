//! Phrases: words in quotation marks, which have to stand one after the other.
//!
//! Postings tell of the first four words of a title where they stand, and of other fields only
//! that they have a word. So where a phrase may stand in a title or a creator, the brief forms
//! of up to [`MAX_READ`] documents are read; elsewhere, and beyond that, a document passes that
//! has all the words in one field.

use super::{
    asking::Asking,
    evaluate::Evaluation,
    matches::{Met, Tally, Word, met},
};
use crate::{analysis::Analyzer, format::postings::Fields, loaded::SegmentRoot};

/// Of so many documents at most the brief forms are read.
const MAX_READ: usize = 64;

/// Keeps the documents in which every phrase of the query stands.
pub(crate) fn keep_phrases<'a>(
    asking: &Asking<'a>,
    segment: &'a SegmentRoot,
    at: usize,
    evaluation: &Evaluation<'_, 'a>,
    tallies: &mut Vec<Tally>,
) {
    for phrase in &evaluation.reading.phrases {
        let words: Vec<&Word<'a>> =
            phrase.iter().filter_map(|&word| evaluation.words.get(word)).collect();
        let surfaces: Vec<&str> = phrase
            .iter()
            .filter_map(|&word| evaluation.reading.words.get(word))
            .map(|word| word.surface.as_str())
            .collect();
        let among: Vec<u32> = tallies.iter().map(|tally| tally.doc).collect();
        let met: Vec<Vec<Met>> = words
            .iter()
            .map(|word| met(asking, segment, at, word, Some(&among)))
            .collect();
        let candidates =
            tallies.iter().filter(|tally| fields(&words, &met, tally.doc) != 0).count();
        let analyzer = (candidates <= MAX_READ).then_some(evaluation.analyzer());
        tallies.retain(|tally| {
            stands(
                asking,
                segment,
                analyzer,
                &surfaces,
                tally.doc,
                fields(&words, &met, tally.doc),
            )
        });
    }
}

/// The fields of a document that have all the words.
fn fields(words: &[&Word], met: &[Vec<Met>], doc: u32) -> u8 {
    let asked = words.iter().fold(Fields::ANY, |common, word| common & word.fields);
    met.iter().fold(asked, |common, met| {
        let place = met.binary_search_by_key(&doc, |met| met.doc).ok();
        let found = place.and_then(|place| met.get(place));
        common & found.map_or(0, |met| met.mark.fields().mask())
    })
}

fn stands(
    asking: &Asking<'_>,
    segment: &SegmentRoot,
    analyzer: Option<&Analyzer>,
    surfaces: &[&str],
    doc: u32,
    fields: u8,
) -> bool {
    if fields == 0 || fields & (Fields::SUBJECT | Fields::OTHER) != 0 {
        return fields != 0;
    }
    let Some(analyzer) = analyzer else { return true };
    let Some(brief) = asking.brief(segment, doc) else { return true };
    let has = |text: &str| {
        let words = analyzer.surfaces(text);
        words.windows(surfaces.len().max(1)).any(|window| window == surfaces)
    };
    fields & Fields::TITLE != 0
        && (has(&brief.title) || brief.original_title.as_deref().is_some_and(has))
        || fields & Fields::CREATOR != 0 && brief.creators.iter().any(|name| has(name))
}
