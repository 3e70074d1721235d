//! An index for elasticlunr.js, for pages that have that engine already. Its terms are ours: the
//! same function makes them, through `Language` of elasticlunr-rs. `docs/elasticlunr.md` says how
//! a page asks it. Not for collections of more than some thousand records: the whole is one file.

use std::collections::BTreeMap;
use std::io::Write;

use bibliobus_catalog::Record;
use bibliobus_cite::Flat;
use bibliobus_cite::table::{joined, of_items};
use bibliobus_index::Terms;
use elasticlunr::{Index, IndexBuilder, Language, Pipeline};
use serde::Serialize;

use super::Export;

/// Fields whose words are searched, in the order of a document.
const SEARCHED: [&str; 9] = [
    "title",
    "other_titles",
    "authors",
    "other_names",
    "subjects",
    "publisher",
    "year",
    "call_number",
    "summary",
];

/// Fields that are only shown.
const SHOWN: [&str; 6] = ["language", "format", "library", "location", "url", "isbn"];

/// Our analyzer as a language of elasticlunr-rs.
struct Ours(Terms);

impl Language for Ours {
    fn name(&self) -> String {
        "Bibliobus".into()
    }

    fn code(&self) -> String {
        "bibliobus".into()
    }

    fn tokenize(&self, text: &str) -> Vec<String> {
        self.0.of(text).into_iter().map(|(_, stem)| stem).collect()
    }

    fn make_pipeline(&self) -> Pipeline {
        Pipeline { queue: Vec::new() }
    }
}

/// Gathers records, and writes their index at the end.
pub(super) struct Elasticlunr<'w> {
    out: Box<dyn Write + 'w>,
    terms: Terms,
    whole: Whole,
}

/// The index as elasticlunr.js loads it, and beside it what it passes over: the stem of each word
/// in it, for the words of questions.
#[derive(Serialize)]
struct Whole {
    #[serde(flatten)]
    index: Index,
    stems: BTreeMap<String, String>,
}

impl<'w> Elasticlunr<'w> {
    pub(super) fn new(out: Box<dyn Write + 'w>) -> Self {
        let mut builder = IndexBuilder::with_language(Box::new(Ours(Terms::new())));
        builder = builder.add_fields(SEARCHED);
        for field in SHOWN {
            builder = builder.add_field_with_tokenizer(field, Box::new(|_| Vec::new()));
        }
        let whole = Whole { index: builder.build(), stems: BTreeMap::new() };
        Self { out, terms: Terms::new(), whole }
    }
}

/// The other forms of the record's headings, as authorities gave them.
fn other_names(record: &Record) -> Vec<String> {
    let forms = record.references.iter().flat_map(|reference| {
        let forms = reference.preferred.iter().chain(&reference.see_from);
        forms.chain(&reference.see_also)
    });
    forms.cloned().collect()
}

impl Export for Elasticlunr<'_> {
    fn add(&mut self, record: &Record) -> anyhow::Result<()> {
        let flat = Flat::new(record);
        let values = [
            flat.title,
            joined(&flat.other_titles),
            joined(&flat.authors),
            joined(&other_names(record)),
            joined(&flat.subjects),
            flat.publisher,
            flat.year,
            flat.call_number,
            flat.summary,
            joined(&flat.language),
            flat.format.to_owned(),
            of_items(&flat.items, |item| &item.library),
            of_items(&flat.items, |item| &item.location),
            joined(&flat.url),
            joined(&flat.isbn),
        ];
        for value in values.iter().take(SEARCHED.len()) {
            self.whole.stems.extend(self.terms.of(value));
        }
        self.whole.index.add_doc(&flat.id, values);
        Ok(())
    }

    fn finish(&mut self) -> anyhow::Result<()> {
        serde_json::to_writer(&mut self.out, &self.whole)?;
        Ok(self.out.flush()?)
    }
}
