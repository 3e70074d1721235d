//! The peer tantivy over the same records: the same fields, and a plan for a query that does
//! what a reader of ours may expect of it. All words, the last one perhaps not yet finished;
//! if that finds nothing, words one edit away; if that finds nothing, any of the words.

#[cfg(not(target_arch = "wasm32"))]
mod native;
#[cfg(target_arch = "wasm32")]
mod web;

use tantivy::collector::TopDocs;
use tantivy::query::{BooleanQuery, BoostQuery, FuzzyTermQuery, Occur, Query, TermQuery};
use tantivy::schema::{Field, IndexRecordOption, Value as _};
use tantivy::tokenizer::{AsciiFoldingFilter, LowerCaser, SimpleTokenizer, TextAnalyzer};
use tantivy::{Index, ReloadPolicy, Searcher, TantivyDocument, Term};

#[cfg(not(target_arch = "wasm32"))]
pub use native::build;

/// The fields, and how much a word in them counts.
const FIELDS: [(&str, f32); 5] = [
    ("title", 3.0),
    ("authors", 2.0),
    ("subjects", 1.0),
    ("publisher", 0.5),
    ("summary", 0.5),
];
const ANALYZER: &str = "folded";
/// What the beginning of a word, and a word one edit away, count of a whole one.
const PREFIX: f32 = 0.3;
const NEAR: f32 = 0.1;
/// Shorter words have to be typed right.
const LONG_ENOUGH: usize = 4;

/// An opened index.
pub struct Peer {
    searcher: Searcher,
    fields: Vec<(Field, f32)>,
    id: Field,
    analyzer: TextAnalyzer,
}

/// What a list shows of a record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hit {
    /// The record's id.
    pub id: String,
    /// Its title.
    pub title: String,
    /// Its authors.
    pub authors: String,
}

/// How far a plan goes to find anything.
#[derive(Clone, Copy, PartialEq, PartialOrd)]
enum Reach {
    AsTyped,
    Near,
    AnyWord,
}

impl Peer {
    /// Makes an index ready for questions.
    ///
    /// # Errors
    /// What tantivy says.
    pub fn new(index: &Index) -> tantivy::Result<Self> {
        index.tokenizers().register(ANALYZER, analyzer());
        let schema = index.schema();
        let fields: tantivy::Result<Vec<_>> = FIELDS
            .iter()
            .map(|(name, weight)| Ok((schema.get_field(name)?, *weight)))
            .collect();
        let reader = index.reader_builder().reload_policy(ReloadPolicy::Manual);
        Ok(Self {
            searcher: reader.try_into()?.searcher(),
            fields: fields?,
            id: schema.get_field("id")?,
            analyzer: analyzer(),
        })
    }

    /// The first hits for what a reader types.
    ///
    /// # Errors
    /// What tantivy says.
    pub fn search(&mut self, text: &str, limit: usize) -> tantivy::Result<Vec<Hit>> {
        let words = self.words(text);
        for reach in [Reach::AsTyped, Reach::Near, Reach::AnyWord] {
            let query = self.plan(&words, reach);
            let top = TopDocs::with_limit(limit).order_by_score();
            let found = self.searcher.search(&query, &top)?;
            if !found.is_empty() || words.is_empty() {
                return found.into_iter().map(|(_, at)| self.hit(at)).collect();
            }
        }
        Ok(Vec::new())
    }

    /// The first hits of plain BM25: all the words, whole, in all fields alike.
    ///
    /// # Errors
    /// What tantivy says.
    pub fn plain(&mut self, text: &str, limit: usize) -> tantivy::Result<Vec<Hit>> {
        let words = self.words(text);
        let clause = |word: &String| {
            let term = |(field, _): &(Field, f32)| (Occur::Should, whole(*field, word));
            let fields = self.fields.iter().map(term).collect();
            (Occur::Must, Box::new(BooleanQuery::new(fields)) as Box<dyn Query>)
        };
        let query = BooleanQuery::new(words.iter().map(clause).collect());
        let top = TopDocs::with_limit(limit).order_by_score();
        let found = self.searcher.search(&query, &top)?;
        found.into_iter().map(|(_, at)| self.hit(at)).collect()
    }

    fn words(&mut self, text: &str) -> Vec<String> {
        let mut words = Vec::new();
        self.analyzer
            .token_stream(text)
            .process(&mut |token| words.push(token.text.clone()));
        words
    }

    fn plan(&self, words: &[String], reach: Reach) -> BooleanQuery {
        let how = if reach == Reach::AnyWord { Occur::Should } else { Occur::Must };
        let clause = |(at, word): (usize, &String)| {
            let is_last = at + 1 == words.len();
            let ways =
                self.fields.iter().flat_map(|field| ways(*field, word, is_last, reach));
            (how, Box::new(BooleanQuery::new(ways.collect())) as Box<dyn Query>)
        };
        BooleanQuery::new(words.iter().enumerate().map(clause).collect())
    }

    fn hit(&self, at: tantivy::DocAddress) -> tantivy::Result<Hit> {
        let document: TantivyDocument = self.searcher.doc(at)?;
        let text = |field: Field| {
            let value = document.get_first(field).and_then(|value| value.as_str());
            value.unwrap_or_default().to_owned()
        };
        Ok(Hit {
            id: text(self.id),
            title: text(self.fields[0].0),
            authors: text(self.fields[1].0),
        })
    }
}

/// The ways in which a field may have a word.
fn ways(
    (field, weight): (Field, f32),
    word: &str,
    is_last: bool,
    reach: Reach,
) -> Vec<(Occur, Box<dyn Query>)> {
    let term = Term::from_field_text(field, word);
    let boosted = |query: Box<dyn Query>, by: f32| {
        (Occur::Should, Box::new(BoostQuery::new(query, by * weight)) as Box<dyn Query>)
    };
    let mut ways = vec![boosted(whole(field, word), 1.0)];
    if is_last {
        ways.push(boosted(
            Box::new(FuzzyTermQuery::new_prefix(term.clone(), 0, true)),
            PREFIX,
        ));
    }
    if reach >= Reach::Near && word.chars().count() >= LONG_ENOUGH {
        let near = if is_last {
            FuzzyTermQuery::new_prefix(term, 1, true)
        } else {
            FuzzyTermQuery::new(term, 1, true)
        };
        ways.push(boosted(Box::new(near), NEAR));
    }
    ways
}

fn whole(field: Field, word: &str) -> Box<dyn Query> {
    let term = Term::from_field_text(field, word);
    Box::new(TermQuery::new(term, IndexRecordOption::WithFreqs))
}

fn analyzer() -> TextAnalyzer {
    let words = TextAnalyzer::builder(SimpleTokenizer::default());
    words.filter(LowerCaser).filter(AsciiFoldingFilter).build()
}
