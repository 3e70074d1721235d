//! Explaining a score: the same numbers as evaluation, one line for each step.

use core::fmt;

use super::{
    asking::Asking,
    evaluate::words,
    matches::{Tally, Word, met, tallies},
    reading::Reading,
};
use crate::{
    format::postings::{Fields, Mark},
    loaded::SegmentRoot,
};

/// How a score came about, one line for each step; `Display` prints it as an indented list.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Explanation {
    /// What this step comes to.
    pub value: f32,
    /// What it is.
    pub what: String,
    /// What it is made of.
    pub parts: Vec<Explanation>,
}

impl Explanation {
    fn new(value: f32, what: impl Into<String>) -> Self {
        Self { value, what: what.into(), parts: Vec::new() }
    }

    fn put(&self, f: &mut fmt::Formatter<'_>, depth: usize) -> fmt::Result {
        writeln!(
            f,
            "{:indent$}{:.4}  {}",
            "",
            self.value,
            self.what,
            indent = depth * 2
        )?;
        self.parts.iter().try_for_each(|part| part.put(f, depth + 1))
    }
}

impl fmt::Display for Explanation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.put(f, 0)
    }
}

/// Why a document has its score; `None` if it has none of the words.
pub(crate) fn explain(
    asking: &Asking<'_>,
    reading: &Reading,
    segment: usize,
    doc: u32,
) -> Option<Explanation> {
    let segments = asking.segments();
    let words = words(asking, &segments, &reading.words);
    let root = segments.get(segment)?;
    let known: Vec<&Word> = words.iter().filter(|word| word.doc_freq > 0).collect();
    let tallies = tallies(asking, root, segment, &known, known.len().saturating_sub(1));
    let tally = tallies.iter().find(|tally| tally.doc == doc)?;
    let (score, factors) = tally.score(words.len() as u32);
    let mut sum = Explanation::new(tally.sum, "sum over the words of the query");
    for (word, asked) in words.iter().zip(&reading.words) {
        sum.parts.push(word_part(asking, root, segment, doc, word, &asked.surface));
    }
    Some(Explanation {
        value: score,
        what: "score = sum × coordination × placing".into(),
        parts: vec![
            sum,
            Explanation::new(factors.coordination, coordination(tally, words.len())),
            Explanation::new(factors.placing, "placing (whole title, title and creator)"),
        ],
    })
}

fn coordination(tally: &Tally, asked: usize) -> String {
    format!("coordination: {} of {asked} words", tally.words.count_ones())
}

fn word_part<'a>(
    asking: &Asking<'a>,
    segment: &'a SegmentRoot,
    at: usize,
    doc: u32,
    word: &Word<'a>,
    asked: &str,
) -> Explanation {
    let found =
        met(asking, segment, at, word, Some(&[doc])).into_iter().find(|m| m.doc == doc);
    let Some(found) = found else {
        return Explanation::new(0.0, format!("{asked}: not in this record"));
    };
    let what = format!("{asked}: idf × form × impact, in {}", field_names(found.mark));
    let mut part = Explanation::new(found.value, what);
    let frequency = format!("idf: {} records have it", word.doc_freq);
    part.parts.push(Explanation::new(word.idf, frequency));
    let forms = word.variants.get(at).map(Vec::as_slice).unwrap_or_default();
    for form in forms {
        let one = Word {
            bit: word.bit,
            place: word.place,
            fields: word.fields,
            idf: 1.0,
            doc_freq: 0,
            variants: vec![vec![form.clone()]],
        };
        let here = met(asking, segment, 0, &one, Some(&[doc]))
            .into_iter()
            .find(|m| m.doc == doc);
        if let Some(here) = here {
            let what = format!("form “{}” ({}) × impact", form.surface, form.weight);
            part.parts.push(Explanation::new(here.value, what));
        }
    }
    part
}

fn field_names(mark: Mark) -> String {
    let names = [
        (Fields::TITLE, "title"),
        (Fields::CREATOR, "creator"),
        (Fields::SUBJECT, "subject"),
        (Fields::OTHER, "other fields"),
    ];
    let named = names
        .iter()
        .filter(|(bit, _)| mark.fields().mask() & bit != 0)
        .map(|(_, name)| *name);
    named.collect::<Vec<_>>().join(", ")
}
