//! What the reader has asked for, and every change to it. Not for how it is found: that is the
//! engine's, nor for how it looks: that is the views'.

use bibliobus_catalog::{Record, RecordId};
use bibliobus_worker::{
    Brief, Change, Counting, Counts, Facet, Hit, Matching, Problem, Query, Results,
    Suggestions, Value,
};

use crate::{Address, Asked, Drawer};

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
    asked: Asked,
    open: Option<RecordId>,
    /// The page aside from what is asked that the reader looks at.
    aside: Option<Aside>,
    /// The page aside from which the record was opened.
    behind: Option<Aside>,
    found: Option<(Query, Results)>,
    counted: Option<(Counting, Counts)>,
    suggested: Option<(String, Suggestions)>,
    failed: Option<(Query, Problem)>,
    seen: Option<(RecordId, Fetched)>,
}

/// A page that has nothing to do with what is asked.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Aside {
    Browse,
    Drawer(Drawer),
    Device,
    Help,
    /// A list, with the records of one that was handed over.
    List(Vec<RecordId>),
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
        self.asked.reword(text);
        self.back();
    }

    /// Asks the same words in another way: narrowed down, in another order.
    pub fn narrow(&mut self, change: impl FnOnce(&mut Asked)) {
        change(&mut self.asked);
        self.asked.shown = 0;
        self.back();
    }

    /// Shows more of what was found.
    pub fn more(&mut self) {
        self.asked.more();
    }

    /// Opens a record.
    pub fn open(&mut self, id: impl Into<RecordId>) {
        // From a record to the next one, what is behind stays behind.
        let behind = if self.open.is_some() { &mut self.behind } else { &mut self.aside };
        let behind = behind.take().filter(|aside| *aside != Aside::Device);
        self.back();
        (self.behind, self.open) = (behind, Some(id.into()));
    }

    /// Closes the record, or what else is open, and is back at the results.
    pub fn back(&mut self) {
        self.open = None;
        self.aside = None;
        self.behind = None;
    }

    /// Goes to what an address says. The words stay while a record is open.
    pub fn go(&mut self, address: &Address) {
        match address {
            Address::Start => self.ask(""),
            Address::Results(asked) => {
                self.asked = asked.clone();
                self.back();
            }
            Address::Record(id) => self.open(id.clone()),
            Address::Browse => self.turn_aside(Aside::Browse),
            Address::Drawer(drawer) => self.turn_aside(Aside::Drawer(drawer.clone())),
            Address::Device => self.turn_aside(Aside::Device),
            Address::Help => self.turn_aside(Aside::Help),
            Address::List(ids) => self.turn_aside(Aside::List(ids.clone())),
        }
    }

    fn turn_aside(&mut self, to: Aside) {
        self.back();
        self.aside = Some(to);
    }

    /// Drops every problem, so that what failed is asked again.
    pub fn try_again(&mut self) {
        self.failed = None;
        if matches!(self.seen, Some((_, Err(_)))) {
            self.seen = None;
        }
    }

    /// Whether something of what is in view could not be had.
    pub fn is_in_trouble(&self) -> bool {
        let is_part = matches!(self.phase(), Phase::Found(results) if results.partial);
        is_part
            || matches!(self.phase(), Phase::Failed(_))
            || matches!(self.seen(), Some(Seen::Failed(_)))
    }

    /// Whether the reader sees that an answer is on its way.
    pub fn is_waiting_for_results(&self) -> bool {
        matches!(self.phase(), Phase::Waiting(_))
    }

    /// Whether the reader sees that the open record is on its way.
    pub fn is_waiting_for_record(&self) -> bool {
        matches!(self.seen(), Some(Seen::Waiting(_)))
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

    /// Takes the counts. Dropped where other hits, or other facets, are counted by now.
    pub fn count(&mut self, counting: Counting, counts: Counts) {
        if self.counting(&counting.facets, counting.most).as_ref() == Some(&counting) {
            self.counted = Some((counting, counts));
        }
    }

    /// Takes what the words may become. Dropped where they have become something else, and
    /// where files were missing: a suggestion is a help, and half of one is none.
    pub fn suggest(&mut self, text: String, suggestions: Suggestions) {
        if self.asked.text == text && !suggestions.partial {
            self.suggested = Some((text, suggestions));
        }
    }

    /// The words as typed.
    pub fn text(&self) -> &str {
        &self.asked.text
    }

    /// All that is asked.
    pub fn asked(&self) -> &Asked {
        &self.asked
    }

    /// What to ask about the values that the hits have; `None` until the hits are there.
    pub fn counting(&self, facets: &[Facet], most: u32) -> Option<Counting> {
        if !matches!(self.phase(), Phase::Found(_)) {
            return None;
        }
        let (filters, as_typed) = (self.asked.filters.clone(), self.asked.as_typed);
        let query =
            Query { filters, as_typed, ..Query::new(self.asked.text.trim_start()) };
        Some(Counting { query, facets: facets.to_vec(), most })
    }

    /// Whether the counts are there already.
    pub fn has_counts(&self, counting: &Counting) -> bool {
        self.counted.as_ref().is_some_and(|(of, _)| of == counting)
    }

    /// The counts, or those of the question before while they are on their way.
    pub fn counts(&self) -> Option<&Counts> {
        self.counted.as_ref().map(|(_, counts)| counts)
    }

    /// The values of a facet with their counts; `None` while nothing is known of it.
    pub fn values(&self, facet: Facet) -> Option<&[Value]> {
        let (counting, counts) = self.counted.as_ref()?;
        let counted = counts.facets.iter().find(|counted| counted.facet == facet);
        match counted {
            Some(counted) => Some(&counted.values),
            None => counting.facets.contains(&facet).then_some(&[]),
        }
    }

    /// What the words may become: nothing that was said of other words.
    pub fn suggestions(&self) -> Option<&Suggestions> {
        let (text, suggestions) = self.suggested.as_ref()?;
        (*text == self.asked.text).then_some(suggestions)
    }

    /// What was changed in the words to find this.
    pub fn changes(&self) -> &[Change] {
        match self.phase() {
            Phase::Found(results) => &results.changes,
            Phase::Start | Phase::Waiting(_) | Phase::Failed(_) => &[],
        }
    }

    /// The drawer of the alphabetical catalogue that is open.
    pub fn drawer(&self) -> Option<Drawer> {
        match &self.aside {
            Some(Aside::Drawer(drawer)) => Some(drawer.clone()),
            _ => None,
        }
    }

    /// The records of the list that is open, if somebody handed it over.
    pub fn handed(&self) -> Vec<RecordId> {
        match &self.aside {
            Some(Aside::List(ids)) => ids.clone(),
            _ => Vec::new(),
        }
    }

    /// The record that is open.
    pub fn opened(&self) -> Option<&RecordId> {
        self.open.as_ref()
    }

    /// What to ask the engine; `None` while nothing is asked. Space before the words does not
    /// matter, space after them says that the last word is whole.
    pub fn query(&self) -> Option<Query> {
        let text = self.asked.text.trim_start();
        let query = Query {
            filters: self.asked.filters.clone(),
            sort: self.asked.sort,
            as_typed: self.asked.as_typed,
            limit: self.asked.limit(),
            ..Query::new(text)
        };
        (!self.asked.is_blank()).then_some(query)
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
                results.total as usize > results.hits.len() && self.asked.may_have_more()
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
        match (&self.aside, &self.open) {
            (Some(aside), _) => aside.address(),
            (None, Some(id)) => Address::Record(id.clone()),
            (None, None) => self.address_behind(),
        }
    }

    /// Where "back" leads from a record: to the list that one came from, to the results, or to
    /// the first page.
    pub fn address_behind(&self) -> Address {
        match (&self.behind, self.query()) {
            (Some(aside), _) => aside.address(),
            (None, Some(query)) => {
                Address::Results(Asked { text: query.text, ..self.asked.clone() })
            }
            (None, None) => Address::Start,
        }
    }
}

impl Aside {
    fn address(&self) -> Address {
        match self {
            Self::Browse => Address::Browse,
            Self::Drawer(drawer) => Address::Drawer(drawer.clone()),
            Self::Device => Address::Device,
            Self::Help => Address::Help,
            Self::List(ids) => Address::List(ids.clone()),
        }
    }
}
