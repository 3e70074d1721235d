//! Where the worker's answers come in: what is asked as the reader goes on, and what becomes of it.

use bibliobus_catalog::{Captions, RecordId};
use bibliobus_worker::{
    Answer, Collection, Counts, Hit, Keeping, KeepingState, News, Problem, Query,
    Results, What,
};
use gloo_events::EventListener;
use gloo_timers::callback::{Interval, Timeout};
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::browse::Around;
use super::drawers::Drawers;
use super::{Session, history, live_as_long};
use crate::{Phase, Search, Seen};

/// How long the reader has to stop typing before the engine is asked, in milliseconds. Less
/// than one sees, enough to spare the letters within a fast word.
const BREATH: u32 = 70;

/// When what failed is asked for again, in milliseconds: soon where the reader waits for it,
/// later where the copy on the device answers meanwhile.
const SOON: u32 = 2500;
const LATER: u32 = 20_000;

/// How long the reader waits without a word, in milliseconds. What fails is told of before; this
/// is for what goes on and on, one slow file after another.
const UNTIL_WORD: u32 = 8500;

/// In milliseconds.
const HOUR: u32 = 3_600_000;

/// How many records are found beside what the reader asked.
const MOST_FOUND: u32 = 100;

impl Session {
    pub(super) fn open(self) {
        self.send(What::Open, move |session, answer| match answer {
            Ok(Answer::Opened(collection)) => {
                session.note_keeping(collection.keeping.clone());
                session.closed.set(None);
                session.collection.set(Some(*collection));
            }
            Ok(_) => session.closed.set(Some(Problem::Engine)),
            Err(problem) => {
                session.report(&problem);
                session.closed.set(Some(problem));
            }
        });
    }

    /// Asks for the words as they change, once the reader has taken breath.
    pub(super) fn search_as_one_types(self) {
        let query = Memo::new(move |_| self.search.with(Search::query));
        Effect::new(move |_: Option<Option<[Timeout; 2]>>| {
            self.tries.track();
            let query = query.get()?;
            let slow = query.clone();
            let word = Timeout::new(UNTIL_WORD, move || {
                if self.search.with_untracked(Search::is_waiting_for_results) {
                    self.take_results(slow, Err(Problem::Slow));
                }
            });
            let ask = Timeout::new(BREATH, move || {
                self.send(What::Search(query.clone()), move |session, answer| {
                    session.take_results(query, results(answer));
                });
            });
            Some([word, ask])
        });
    }

    /// Counts the values of the hits that are shown, as far as they are in view.
    pub(super) fn count_values(self) {
        let counting = Memo::new(move |_| {
            if !self.is_filtering.get() {
                return None;
            }
            let (facets, names) = (self.open_facets.get(), self.names.get());
            self.search.with(|search| {
                let counting = search.counting(&facets, names)?;
                (!search.has_counts(&counting)).then_some(counting)
            })
        });
        Effect::new(move |_| {
            let Some(counting) = counting.get() else { return };
            self.send(What::Counts(counting.clone()), move |session, answer| {
                let counts = match answer {
                    Ok(Answer::Counts(counts)) => counts,
                    // Filters are a help: what is missing of them is said beside them.
                    _ => Counts { partial: true, ..Counts::default() },
                };
                session.search.update(|search| search.count(counting, counts));
            });
        });
    }

    /// Asks what the words may become, once the results for them are there.
    pub(super) fn suggest_as_one_types(self) {
        let words = Memo::new(move |_| {
            let is_typing = self.is_typing.get();
            self.search.with(|search| {
                let is_settled = matches!(search.phase(), Phase::Found(_));
                (is_typing && is_settled).then(|| search.text().to_owned())
            })
        });
        Effect::new(move |_| {
            let Some(words) = words.get() else { return };
            self.send(What::Suggest(words.clone()), move |session, answer| {
                if let Ok(Answer::Suggestions(suggestions)) = answer {
                    session.search.update(|search| search.suggest(words, suggestions));
                }
            });
        });
    }

    pub(super) fn take_results(self, query: Query, answer: Result<Results, Problem>) {
        let total = answer.as_ref().map(|results| results.total).map_err(Clone::clone);
        let text = query.text.clone();
        let mut is_taken = false;
        self.search.update(|search| is_taken = search.answer(query, answer));
        match total {
            Ok(total) if is_taken => {
                self.tell(
                    "bibliobus-search",
                    &[("text", text.into()), ("total", total.into())],
                );
            }
            Err(problem) if is_taken => self.report(&problem),
            Ok(_) | Err(_) => {}
        }
    }

    /// Fetches the record that is open.
    pub(super) fn fetch_records(self) {
        let opened =
            Memo::new(move |_| self.search.with(|search| search.opened().cloned()));
        Effect::new(move |_| {
            if let Some(id) = opened.get() {
                self.tell("bibliobus-open", &[("id", id.into())]);
            }
        });
        Effect::new(move |_: Option<Option<Timeout>>| {
            self.tries.track();
            let id = opened.get()?;
            let is_here = |search: &Search| matches!(search.seen(), Some(Seen::Here(_)));
            if self.search.with_untracked(is_here) {
                return None;
            }
            let slow = id.clone();
            self.send(What::Record(id.clone()), move |session, answer| {
                session.take_record(id, answer);
            });
            Some(Timeout::new(UNTIL_WORD, move || {
                if self.search.with_untracked(Search::is_waiting_for_record) {
                    self.take_record(slow, Err(Problem::Slow));
                }
            }))
        });
    }

    pub(super) fn take_record(self, id: RecordId, answer: Result<Answer, Problem>) {
        let record = match answer {
            Ok(Answer::Record(record)) => Ok(record),
            Ok(_) => Err(Problem::Engine),
            Err(problem) => Err(problem),
        };
        if let Err(problem) = &record {
            self.report(problem);
        }
        self.search.update(|search| {
            search.show(id, record);
        });
    }

    pub(super) fn ask_keeping(self, what: What) {
        self.send(what, move |session, answer| match answer {
            Ok(Answer::Keeping(keeping)) => session.note_keeping(keeping),
            Ok(_) => {}
            Err(problem) => {
                session.report(&problem);
                session
                    .keeping
                    .update(|keeping| keeping.state = KeepingState::Stopped(problem));
            }
        });
    }

    pub(super) fn hear_news(self) {
        let catalogue = self.config.with_value(|config| config.catalogue.clone());
        let listening = self.engine.with_value(|engine| {
            engine.listen(move |news| match news {
                News::Keeping { catalogue: of, keeping } if *of == catalogue => {
                    self.note_keeping(keeping.clone());
                }
                News::Keeping { catalogue: of, keeping } => self.note_other(of, keeping),
                News::Opened { catalogue: of, collection } if *of == catalogue => {
                    self.take_over(collection);
                }
                _ => {}
            })
        });
        live_as_long(listening);
    }

    /// A later release has taken over, or the library's host answers again. What is shown of
    /// another release is asked for anew.
    pub(super) fn take_over(self, collection: &Collection) {
        let release = self.collection.with_untracked(|c| c.as_ref().map(|c| c.release));
        self.note_keeping(collection.keeping.clone());
        self.closed.set(None);
        self.collection.set(Some(collection.clone()));
        if release.is_some_and(|release| release != collection.release) {
            self.search.update(Search::renew);
            self.captions.set(Captions::default());
            self.around.set(Around::default());
            self.drawers.set(Drawers::default());
            self.tries.update(|tries| *tries += 1);
        }
    }

    pub(super) fn note_keeping(self, keeping: Keeping) {
        self.pace.update(|pace| match keeping.state {
            KeepingState::Running => pace.note(history::now(), keeping.bytes_here),
            _ => pace.stop(),
        });
        self.keeping.set(keeping);
    }

    /// What could not be had is asked for again from time to time, so that nobody has to reload
    /// the page when a fault is over.
    pub(super) fn mend_by_itself(self) {
        let wait = Memo::new(move |_| match self.is_settled() {
            true if self.is_in_trouble() || self.is_cut_off() => Some(SOON),
            true => self.is_offline().then_some(LATER),
            false => None,
        });
        Effect::new(move |_: Option<Option<Timeout>>| {
            wait.get().map(|wait| {
                Timeout::new(wait + history::jitter(), move || {
                    if self.is_in_trouble() || self.is_offline() {
                        self.ask_again();
                    }
                    if self.is_cut_off() {
                        self.keep_on();
                    }
                })
            })
        });
    }

    /// A page may stay open for weeks: now and then it looks for a later release.
    pub(super) fn renew_now_and_then(self) {
        live_as_long(Interval::new(HOUR, move || self.open()));
    }

    /// Whether something that is in view could not be had.
    fn is_in_trouble(self) -> bool {
        self.closed.with(Option::is_some)
            || self.search.with(Search::is_in_trouble)
            || self.is_around_in_trouble()
            || self.is_drawer_in_trouble()
    }

    /// Whether a lost line has stopped keeping. Where there is no room, that is for the reader.
    fn is_cut_off(self) -> bool {
        self.keeping.with(|keeping| match &keeping.state {
            KeepingState::Stopped(problem) => {
                !matches!(problem, Problem::NoRoom | Problem::NoStorage)
            }
            _ => false,
        })
    }

    /// Goes on with what is kept.
    fn keep_on(self) {
        let portion = self.keeping.with_untracked(|keeping| keeping.portion.clone());
        self.ask_keeping(What::Keep(portion));
    }

    /// When the connection is back, what failed is tried again.
    pub(super) fn watch_connection(self) {
        let window = leptos::prelude::window();
        live_as_long(EventListener::new(&window, "online", move |_| self.try_again()));
    }

    /// Finds records apart from what the reader asked, for `take`. It is a help: where nothing
    /// comes back, nothing is said.
    pub(crate) fn find(self, words: String, take: impl FnOnce(Vec<Hit>) + 'static) {
        let query = Query { limit: MOST_FOUND, ..Query::new(words) };
        self.send(What::Search(query), |_, answer| {
            if let Ok(results) = results(answer) {
                take(results.hits);
            }
        });
    }

    /// Asks the engine; `then` runs unless the element is gone by the time of the answer.
    pub(super) fn send(
        self,
        what: What,
        then: impl FnOnce(Self, Result<Answer, Problem>) + 'static,
    ) {
        let own = self
            .config
            .with_value(|config| (config.catalogue.clone(), config.keys.clone()));
        self.send_to(own, what, then);
    }

    /// Asks of any collection, by its address and the keys that are trusted for it.
    pub(super) fn send_to(
        self,
        catalogue: (String, String),
        what: What,
        then: impl FnOnce(Self, Result<Answer, Problem>) + 'static,
    ) {
        let engine = self.engine.get_value();
        self.owed.update(|owed| *owed += 1);
        spawn_local(async move {
            let answer = engine.ask(catalogue, what).await;
            if !self.search.is_disposed() {
                then(self, answer);
                self.owed.update(|owed| *owed -= 1);
            }
        });
    }
}

pub(super) fn results(answer: Result<Answer, Problem>) -> Result<Results, Problem> {
    match answer? {
        Answer::Results(results) => Ok(results),
        _ => Err(Problem::Engine),
    }
}
