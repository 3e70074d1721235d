//! Looking around: what was added last, and how much there is of what.

use bibliobus_worker::{
    Answer, Brief, Counting, Counts, Facet, Problem, Query, Sort, What,
};
use leptos::prelude::*;

use super::Session;
use super::answers::results;
use crate::Address;

/// How many new arrivals the page shows.
const NEW: u32 = 12;

/// What records are counted by.
pub(crate) const BROWSED: [Facet; 4] =
    [Facet::Material, Facet::Class, Facet::Access, Facet::Language];

/// What there is to look through, as far as it is here.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Around {
    /// The latest additions; none where the library notes no days.
    pub(crate) newest: Vec<Brief>,
    /// How much there is of what.
    pub(crate) counts: Option<Counts>,
    /// Why it could not be counted.
    pub(crate) problem: Option<Problem>,
}

impl Session {
    /// Asks once the page is opened, and again for another release.
    pub(super) fn look_around(self) {
        let is_open = Memo::new(move |_| {
            self.search.with(|search| search.address() == Address::Browse)
        });
        Effect::new(move |_| {
            self.tries.track();
            if is_open.get() && self.around.with_untracked(Around::is_wanting) {
                self.count_everything();
                self.find_newest();
            }
        });
    }

    /// Whether the reader sees that something of it could not be had.
    pub(super) fn is_around_in_trouble(self) -> bool {
        let is_open = self.search.with(|search| search.address() == Address::Browse);
        is_open && self.around.with(Around::is_in_trouble)
    }

    fn count_everything(self) {
        let counting =
            Counting { query: Query::default(), facets: BROWSED.to_vec(), most: 0 };
        self.send(What::Counts(counting), |session, answer| {
            session.around.update(|around| match answer {
                Ok(Answer::Counts(counts)) => {
                    around.problem = None;
                    around.counts = Some(counts);
                }
                Ok(_) => around.problem = Some(Problem::Engine),
                Err(problem) => around.problem = Some(problem),
            });
        });
    }

    /// Where records have no days, the order says nothing of what is new.
    fn find_newest(self) {
        let query = Query { sort: Sort::Added, limit: NEW, ..Query::default() };
        self.send(What::Search(query), |session, answer| {
            let Ok(results) = results(answer) else { return };
            let Some(first) = results.hits.first().map(|hit| hit.id.clone()) else {
                return;
            };
            session.send(What::Record(first), move |session, answer| {
                if let Ok(Answer::Record(Some(record))) = answer
                    && record.added.is_some()
                {
                    let briefs = results.hits.into_iter().map(|hit| hit.brief);
                    session.around.update(|around| around.newest = briefs.collect());
                }
            });
        });
    }
}

impl Around {
    /// Whether something of it has to be asked for.
    fn is_wanting(&self) -> bool {
        self.counts.is_none() || self.is_in_trouble()
    }

    /// Whether something of it could not be had.
    fn is_in_trouble(&self) -> bool {
        let is_part = self.counts.as_ref().is_some_and(|counts| counts.partial);
        is_part || self.problem.is_some()
    }
}
