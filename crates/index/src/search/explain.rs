//! Explaining a score: the same numbers as evaluation, one line for each step.

use core::fmt;

use super::{
    asking::Asking,
    evaluate::Evaluation,
    matches::{Tally, Word, met},
    reading::Reading,
};
use crate::{analysis::Analyzer, format::postings::Fields, loaded::SegmentRoot};

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
    analyzer: &Analyzer,
    segment: usize,
    doc: u32,
) -> Option<Explanation> {
    let segments = asking.segments();
    let mut evaluation = Evaluation::new(asking, reading.clone(), analyzer, true);
    evaluation.run();
    let words = &evaluation.words;
    let root = segments.get(segment)?;
    let mut tally = Tally { doc, ..Tally::default() };
    for word in words {
        let here = met(asking, root, segment, word, Some(&[doc]));
        if let Some(found) = here.iter().find(|met| met.doc == doc) {
            tally.take(word, found);
        }
    }
    if tally.words == 0 {
        return None;
    }
    let (score, factors) = tally.score(words.len() as u32, &asking.weights());
    let mut sum = Explanation::new(tally.sum, "sum over the words of the query");
    for (word, asked) in words.iter().zip(&evaluation.reading.words) {
        sum.parts.push(word_part(asking, root, segment, doc, word, &asked.surface));
    }
    let row = tally.row;
    let placing = format!(
        "placing: whole title {}, begins the title {}, in order {}",
        row.is_whole(),
        row.begins_title(),
        row.is_in_order(),
    );
    Some(Explanation {
        value: score,
        what: "score = sum × coordination × placing".into(),
        parts: vec![
            sum,
            Explanation::new(factors.coordination, coordination(&tally, words.len())),
            Explanation::new(factors.placing, placing),
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
    let what =
        format!("{asked}: idf × form × impact, in {}", field_names(found.mark.fields()));
    let mut part = Explanation::new(found.value, what);
    let frequency = format!("idf: {} records have it", word.doc_freq);
    part.parts.push(Explanation::new(word.idf, frequency));
    let forms = word.variants.get(at).map(Vec::as_slice).unwrap_or_default();
    for form in forms {
        let one = Word { idf: 1.0, ..word.with(vec![form.clone()]) };
        let here = met(asking, segment, 0, &one, Some(&[doc]))
            .into_iter()
            .find(|m| m.doc == doc);
        if let Some(here) = here {
            let how = form.step.map(|step| format!(", {step:?}")).unwrap_or_default();
            let what = format!("form “{}” ({}{how}) × impact", form.surface, form.weight);
            part.parts.push(Explanation::new(here.value, what));
        }
    }
    part
}

fn field_names(fields: Fields) -> String {
    let names = [
        (Fields::TITLE, "title"),
        (Fields::CREATOR, "creator"),
        (Fields::SUBJECT, "subject"),
        (Fields::OTHER, "other fields"),
    ];
    let named =
        names.iter().filter(|(bit, _)| fields.mask() & bit != 0).map(|(_, name)| *name);
    named.collect::<Vec<_>>().join(", ")
}
