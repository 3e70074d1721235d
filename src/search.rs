//! What the reader has asked for, and every change to it. Not for how it is found: that is the
//! engine's, nor for how it looks: that is the views'.

use bibliobus_catalog::{Record, RecordId};
use bibliobus_worker::{Brief, Hit, Matching, Problem, Query, Results};

use crate::Address;

/// How many hits a page of results has; "more" adds as many.
const PAGE: u32 = 20;
/// How many hits one list holds at most. Nobody reads on so far, and the list stays quick.
const LONGEST: u32 = 500;

/// The reader's question and what is known in answer to it.
///
/// What the reader asks and what was answered are kept apart: an answer belongs to its query,
/// and one that comes late, to a query that was left behind, is dropped.
///
/// ```
/// use bibliobus::{Phase, Search};
///
/// let mut search = Search::default();
/// assert_eq!(search.phase(), Phase::Start);
/// search.ask("чайка");
/// assert!(matches!(search.phase(), Phase::Waiting(None)));
/// ```
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Search {
    text: String,
    shown: u32,
    open: Option<RecordId>,
    found: Option<(Query, Results)>,
    failed: Option<(Query, Problem)>,
    seen: Option<(RecordId, Fetched)>,
}

/// A record that was asked for; `None` if there is none with the id.
type Fetched = Result<Option<Box<Record>>, Problem>;

/// How far the answer to the reader's words has got. Derived, never stored.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Phase<'a> {
    /// Nothing was asked.
    Start,
    /// The answer is on its way; meanwhile, what was found for the words before.
    Waiting(Option<&'a Results>),
    /// This was found.
    Found(&'a Results),
    /// This went wrong.
    Failed(&'a Problem),
}

/// How far the record that is open has got. Derived, never stored.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Seen<'a> {
    /// It is on its way; meanwhile, what the list said of it.
    Waiting(Option<&'a Brief>),
    /// Here it is.
    Here(&'a Record),
    /// The catalogue has none with this id.
    Unknown,
    /// This went wrong.
    Failed(&'a Problem),
}

impl Search {
    /// Asks for `text`, from the first hit on. A record that is open is closed.
    pub fn ask(&mut self, text: impl Into<String>) {
        let text = text.into();
        if self.text != text {
            self.shown = 0;
        }
        self.text = text;
        self.open = None;
    }

    /// Shows more of what was found.
    pub fn more(&mut self) {
        self.shown = self.limit().saturating_add(PAGE).min(LONGEST);
    }

    /// Opens a record.
    pub fn open(&mut self, id: impl Into<RecordId>) {
        self.open = Some(id.into());
    }

    /// Closes the record, if one is open, and is back at the results.
    pub fn back(&mut self) {
        self.open = None;
    }

    /// Goes to what an address says. The words stay while a record is open.
    pub fn go(&mut self, address: &Address) {
        match address {
            Address::Start => self.ask(""),
            Address::Results { text, shown } => {
                self.ask(text.clone());
                self.shown = (*shown).min(LONGEST);
            }
            Address::Record(id) => self.open(id.clone()),
        }
    }

    /// Drops every problem, so that what failed is asked again.
    pub fn try_again(&mut self) {
        self.failed = None;
        if matches!(self.seen, Some((_, Err(_)))) {
            self.seen = None;
        }
    }

    /// Forgets what is shown of a release that another one has replaced, so that everything is
    /// asked again. Results stay in view until the new ones are there.
    pub fn renew(&mut self) {
        self.failed = None;
        self.seen = None;
    }

    /// Takes the answer to `query`. One that comes too late is dropped: it says whether it was
    /// taken.
    pub fn answer(&mut self, query: Query, answer: Result<Results, Problem>) -> bool {
        if self.query().as_ref() != Some(&query) {
            return false;
        }
        match answer {
            Ok(results) => {
                self.failed = None;
                self.found = Some((query, results));
            }
            Err(problem) => self.failed = Some((query, problem)),
        }
        true
    }

    /// Takes the record `id`, or the news that there is none. Dropped if another one is open
    /// by now: it says whether it was taken.
    pub fn show(&mut self, id: RecordId, record: Fetched) -> bool {
        let is_open = self.open.as_ref() == Some(&id);
        if is_open {
            self.seen = Some((id, record));
        }
        is_open
    }

    /// The words as typed.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The record that is open.
    pub fn opened(&self) -> Option<&RecordId> {
        self.open.as_ref()
    }

    /// What to ask the engine; `None` while there are no words. Space before the words does
    /// not matter, space after them says that the last word is whole.
    pub fn query(&self) -> Option<Query> {
        let text = self.text.trim_start();
        let query = Query { limit: self.limit(), ..Query::new(text) };
        (!text.is_empty()).then_some(query)
    }

    /// How far the answer has got.
    pub fn phase(&self) -> Phase<'_> {
        let Some(query) = self.query() else { return Phase::Start };
        if let Some((_, problem)) = self.failed.as_ref().filter(|(of, _)| *of == query) {
            return Phase::Failed(problem);
        }
        match &self.found {
            Some((of, results)) if *of == query => Phase::Found(results),
            earlier => Phase::Waiting(earlier.as_ref().map(|(_, results)| results)),
        }
    }

    /// How far the open record has got; `None` if none is open.
    pub fn seen(&self) -> Option<Seen<'_>> {
        let id = self.open.as_ref()?;
        Some(match self.seen.as_ref().filter(|(of, _)| of == id) {
            None => Seen::Waiting(self.brief(id)),
            Some((_, Ok(Some(record)))) => Seen::Here(record),
            Some((_, Ok(None))) => Seen::Unknown,
            Some((_, Err(problem))) => Seen::Failed(problem),
        })
    }

    /// What the list said of a record.
    fn brief(&self, id: &RecordId) -> Option<&Brief> {
        self.hits().iter().map(|hit| &hit.brief).find(|brief| brief.id == *id)
    }

    /// The hits to show: those of the answer, or of the one before while it is on its way.
    pub fn hits(&self) -> &[Hit] {
        match self.phase() {
            Phase::Found(results) | Phase::Waiting(Some(results)) => &results.hits,
            Phase::Start | Phase::Waiting(None) | Phase::Failed(_) => &[],
        }
    }

    /// Whether there is more to show than is shown.
    pub fn has_more(&self) -> bool {
        match self.phase() {
            Phase::Found(results) => {
                results.total as usize > results.hits.len() && self.limit() < LONGEST
            }
            Phase::Start | Phase::Waiting(_) | Phase::Failed(_) => false,
        }
    }

    /// Whether the hits have only most of the words.
    pub fn is_loose(&self) -> bool {
        matches!(self.phase(), Phase::Found(results) if results.matching == Matching::Most)
    }

    /// Where the reader is.
    pub fn address(&self) -> Address {
        match &self.open {
            Some(id) => Address::Record(id.clone()),
            None => self.address_behind(),
        }
    }

    /// Where "back" leads from a record: to the results, or to the first page.
    pub fn address_behind(&self) -> Address {
        match self.query() {
            Some(query) => Address::Results { text: query.text, shown: self.shown },
            None => Address::Start,
        }
    }

    fn limit(&self) -> u32 {
        if self.shown == 0 { PAGE } else { self.shown }
    }
}
