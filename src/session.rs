//! The one place where signals meet the worker's answers. Not for what may be asked and what
//! follows from it: that is [`Search`], plain and tested without a browser.

mod carry;
mod history;
mod shelves;

use bibliobus_catalog::{Captions, Library, RecordId};
use bibliobus_worker::{
    Answer, Collection, Counts, Facet, Hit, Keeping, KeepingState, News, Origin, Problem,
    Query, Results, What,
};
use gloo_events::EventListener;
use gloo_timers::callback::Timeout;
use leptos::prelude::*;
use leptos::task::spawn_local;
use wasm_bindgen::JsValue;
use web_sys::HtmlElement;

use crate::address::chosen_language;
use crate::config::Shortcuts;
use crate::{
    Address, Asked, Config, Engine, Language, Offer, Pace, Phase, Search, Seen, Text,
    Theme, element,
};
pub(crate) use carry::Carrying;
use history::History;

/// How long the reader has to stop typing before the engine is asked, in milliseconds. Less
/// than one sees, enough to spare the letters within a fast word.
const BREATH: u32 = 70;

/// When what failed is asked for again, in milliseconds: soon where the reader waits for it,
/// later where the copy on the device answers meanwhile.
const SOON: u32 = 3000;
const LATER: u32 = 20_000;

/// How many creators and subjects are named at first, and once all are asked for.
const FEW_NAMES: u32 = 8;
const MANY_NAMES: u32 = 60;

/// How many records are found beside what the reader asked.
const MOST_FOUND: u32 = 100;

/// What one element shows, as signals, and the verbs of its reader.
#[derive(Clone, Copy)]
pub(crate) struct Session {
    /// What the attributes asked for when the element was connected.
    pub(crate) config: StoredValue<Config>,
    /// What the reader asked for, and what came of it.
    pub(crate) search: RwSignal<Search>,
    /// The collection; `None` until it could be opened.
    pub(crate) collection: RwSignal<Option<Collection>>,
    /// Why it could not be opened the last time.
    pub(crate) closed: RwSignal<Option<Problem>>,
    /// How much of it is on the device.
    pub(crate) keeping: RwSignal<Keeping>,
    /// How fast keeping goes on.
    pub(crate) pace: RwSignal<Pace>,
    /// A packed file on its way in or out.
    pub(crate) carrying: RwSignal<Carrying>,
    /// Whether filters are in view: only then is anything counted.
    pub(crate) is_filtering: RwSignal<bool>,
    /// The facets that are open: others are not counted, which takes files of its own.
    pub(crate) open_facets: RwSignal<Vec<Facet>>,
    /// What classes are called, once one is shown.
    pub(crate) captions: RwSignal<Captions>,
    /// How many creators and subjects are named.
    names: RwSignal<u32>,
    /// Whether the words were typed just now, so that suggestions help.
    pub(crate) is_typing: RwSignal<bool>,
    /// The language of the interface.
    pub(crate) language: RwSignal<Language>,
    /// Light or dark.
    pub(crate) theme: RwSignal<Theme>,
    /// How often the reader tried again: asks what failed once more.
    tries: RwSignal<u32>,
    /// How many questions the engine has not answered yet.
    owed: RwSignal<u32>,
    /// Where the results were scrolled to when a record was opened.
    scrolled: StoredValue<f64>,
    /// Whether the open record was reached from another one: the results are not one step back.
    has_strayed: StoredValue<bool>,
    history: StoredValue<History, LocalStorage>,
    engine: StoredValue<Engine, LocalStorage>,
    host: StoredValue<HtmlElement, LocalStorage>,
}

impl Session {
    /// Begins where the address bar says, or where `memory` does.
    pub(crate) fn new(
        config: Config,
        engine: Engine,
        host: HtmlElement,
        memory: Option<&str>,
    ) -> Self {
        let history = History::new(config.routing);
        let place = history.place().or(memory.map(str::to_owned)).unwrap_or_default();
        let mut search = Search::default();
        search.go(&place.parse().unwrap_or_default());
        let language = chosen_language(&place).unwrap_or(config.language);
        let session = Self {
            search: RwSignal::new(search),
            collection: RwSignal::new(None),
            closed: RwSignal::new(None),
            keeping: RwSignal::new(Keeping::default()),
            pace: RwSignal::new(Pace::default()),
            carrying: RwSignal::new(Carrying::default()),
            is_filtering: RwSignal::new(false),
            open_facets: RwSignal::new(vec![
                Facet::Access,
                Facet::Material,
                Facet::Language,
                Facet::Year,
            ]),
            captions: RwSignal::new(Captions::default()),
            names: RwSignal::new(FEW_NAMES),
            is_typing: RwSignal::new(false),
            language: RwSignal::new(language),
            theme: RwSignal::new(config.theme),
            tries: RwSignal::new(0),
            owed: RwSignal::new(0),
            scrolled: StoredValue::new(0.0),
            has_strayed: StoredValue::new(false),
            config: StoredValue::new(config),
            history: StoredValue::new_local(history),
            engine: StoredValue::new_local(engine),
            host: StoredValue::new_local(host),
        };
        session.open();
        session.search_as_one_types();
        session.count_values();
        session.suggest_as_one_types();
        session.fetch_records();
        session.name_classes();
        session.follow_history();
        session.hear_news();
        session.watch_connection();
        session.mend_by_itself();
        session
    }

    // The reader's verbs.

    /// The reader types.
    pub(crate) fn type_words(self, text: String) {
        self.is_typing.set(!text.trim().is_empty());
        self.search.update(|search| search.ask(text));
    }

    /// The reader needs no suggestions any more.
    pub(crate) fn settle(self) {
        self.is_typing.set(false);
    }

    /// The reader takes what is offered.
    pub(crate) fn take(self, offer: &Offer) {
        match &offer.opens {
            Some(id) => self.go(&Address::Record(id.clone())),
            None => self.ask(words_of(&offer.text)),
        }
    }

    /// The reader searches for these words.
    pub(crate) fn ask(self, text: String) {
        self.is_typing.set(false);
        self.search.update(|search| search.ask(text));
    }

    /// The reader asks the same words in another way.
    pub(crate) fn narrow(self, change: impl FnOnce(&mut Asked)) {
        self.is_typing.set(false);
        self.search.update(|search| search.narrow(change));
    }

    /// The reader opens or closes a facet.
    pub(crate) fn open_facet(self, facet: Facet, is_open: bool) {
        if self.open_facets.with_untracked(|open| open.contains(&facet)) == is_open {
            return;
        }
        self.open_facets.update(|open| {
            open.retain(|other| *other != facet);
            if is_open {
                open.push(facet);
                open.sort_unstable();
            }
        });
    }

    /// The reader wants to choose among all the values of a facet.
    pub(crate) fn name_all(self) {
        self.names.set(MANY_NAMES);
    }

    /// The reader wants more of what was found.
    pub(crate) fn more(self) {
        self.search.update(Search::more);
    }

    /// The reader follows a link within the app. One that leads to where they came from is a
    /// step back.
    pub(crate) fn go(self, address: &Address) {
        let is_behind = |search: &Search| {
            search.opened().is_some() && search.address_behind() == *address
        };
        let is_back = self.search.with_untracked(is_behind);
        let is_behind = is_back && !self.has_strayed.get_value();
        if !(is_behind && self.history.with_value(History::back)) {
            self.arrive(address);
        }
    }

    fn arrive(self, address: &Address) {
        let is_open = self.search.with_untracked(|search| search.opened().is_some());
        self.has_strayed.set_value(is_open && matches!(address, Address::Record(_)));
        if matches!(address, Address::Record(_)) {
            self.scrolled.set_value(history::scrolled());
        }
        self.is_typing.set(false);
        self.search.update(|search| search.go(address));
    }

    /// The reader tries again what failed.
    pub(crate) fn try_again(self) {
        self.search.update(Search::try_again);
        self.ask_again();
    }

    /// Asks once more what failed. Meanwhile what was said of it stays.
    fn ask_again(self) {
        if self.closed.with_untracked(Option::is_some) || self.is_offline() {
            self.open();
        }
        self.tries.update(|tries| *tries += 1);
    }

    /// The reader keeps the collection on the device, or goes on with it.
    pub(crate) fn keep(self) {
        self.ask_keeping(What::Keep);
    }

    /// The reader stops keeping for now.
    pub(crate) fn pause(self) {
        self.ask_keeping(What::Pause);
    }

    /// The reader removes what was kept.
    pub(crate) fn forget(self) {
        self.ask_keeping(What::Forget);
    }

    /// The reader, or the page, chooses a language.
    pub(crate) fn speak(self, language: Language) {
        self.language.set(language);
    }

    /// The page chooses a theme.
    pub(crate) fn dress(self, theme: Theme) {
        self.theme.set(theme);
    }

    // What the views ask.

    /// What speaks to the reader just now.
    pub(crate) fn text(self) -> Text {
        Text::new(self.language.get())
    }

    /// The library as far as it is known, for `read`.
    pub(crate) fn with_library<T>(self, read: impl FnOnce(&Library) -> T) -> T {
        self.collection.with(|collection| match collection {
            Some(collection) => read(&collection.library),
            None => read(&Library::default()),
        })
    }

    /// Whether the library's host did not answer when last asked.
    pub(crate) fn is_offline(self) -> bool {
        self.collection.with(|c| c.as_ref().is_some_and(|c| c.origin == Origin::Device))
    }

    /// The day by which the library meant to have renewed the catalogue, if that is over.
    pub(crate) fn overdue(self) -> Option<String> {
        let expires =
            self.collection.with(|c| c.as_ref().and_then(|c| c.expires.clone()));
        expires.filter(|day| *day < history::today())
    }

    /// The address of a state for a link; `None` where addresses are not ours to give.
    pub(crate) fn link(self, address: &Address) -> Option<String> {
        let alone = self.config.with_value(Config::is_alone);
        // The page is made anew in another language, so nothing has to follow this one.
        alone.then(|| address.in_language(self.chosen(self.language.get_untracked())))
    }

    /// Whether everything that was asked is answered: what is in view does not change by
    /// itself any more.
    pub(crate) fn is_settled(self) -> bool {
        self.owed.get() == 0
    }

    /// Whether single keys do something: only on a page of our own.
    pub(crate) fn has_shortcuts(self) -> bool {
        self.config
            .with_value(|config| config.is_alone() && config.shortcuts == Shortcuts::On)
    }

    /// Where the results were scrolled to before the record was opened.
    pub(crate) fn scrolled(self) -> f64 {
        self.scrolled.get_value()
    }

    /// What to remember until the element is connected again.
    pub(crate) fn memory(self) -> String {
        let language = self.chosen(self.language.get_untracked());
        self.search.with_untracked(Search::address).in_language(language)
    }

    /// The language, where it is not the element's own but the reader's choice.
    fn chosen(self, language: Language) -> Option<Language> {
        (language != self.config.with_value(|config| config.language)).then_some(language)
    }

    // Where the worker's answers come in.

    fn open(self) {
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
    fn search_as_one_types(self) {
        let query = Memo::new(move |_| self.search.with(Search::query));
        Effect::new(move |_: Option<Option<Timeout>>| {
            self.tries.track();
            let query = query.get()?;
            Some(Timeout::new(BREATH, move || {
                self.send(What::Search(query.clone()), move |session, answer| {
                    session.take_results(query, results(answer));
                });
            }))
        });
    }

    /// Counts the values of the hits that are shown, as far as they are in view.
    fn count_values(self) {
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
    fn suggest_as_one_types(self) {
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

    fn take_results(self, query: Query, answer: Result<Results, Problem>) {
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
    fn fetch_records(self) {
        let opened =
            Memo::new(move |_| self.search.with(|search| search.opened().cloned()));
        Effect::new(move |_| {
            if let Some(id) = opened.get() {
                self.tell("bibliobus-open", &[("id", id.into())]);
            }
        });
        Effect::new(move |_| {
            self.tries.track();
            let Some(id) = opened.get() else { return };
            let is_here = |search: &Search| matches!(search.seen(), Some(Seen::Here(_)));
            if self.search.with_untracked(is_here) {
                return;
            }
            self.send(What::Record(id.clone()), move |session, answer| {
                session.take_record(id, answer);
            });
        });
    }

    fn take_record(self, id: RecordId, answer: Result<Answer, Problem>) {
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

    fn ask_keeping(self, what: What) {
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

    fn hear_news(self) {
        let catalogue = self.config.with_value(|config| config.catalogue.clone());
        let listening = self.engine.with_value(|engine| {
            engine.listen(move |news| match news {
                News::Keeping { catalogue: of, keeping } if *of == catalogue => {
                    self.note_keeping(keeping.clone());
                }
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
    fn take_over(self, collection: &Collection) {
        let release = self.collection.with_untracked(|c| c.as_ref().map(|c| c.release));
        self.note_keeping(collection.keeping.clone());
        self.closed.set(None);
        self.collection.set(Some(collection.clone()));
        if release.is_some_and(|release| release != collection.release) {
            self.search.update(Search::renew);
            self.captions.set(Captions::default());
            self.tries.update(|tries| *tries += 1);
        }
    }

    fn note_keeping(self, keeping: Keeping) {
        self.pace.update(|pace| match keeping.state {
            KeepingState::Running => pace.note(history::now(), keeping.bytes_here),
            _ => pace.stop(),
        });
        self.keeping.set(keeping);
    }

    /// What could not be had is asked for again from time to time, so that nobody has to reload
    /// the page when a fault is over.
    fn mend_by_itself(self) {
        let wait = Memo::new(move |_| {
            let is_in_trouble = self.closed.with(Option::is_some)
                || self.search.with(Search::is_in_trouble);
            match self.is_settled() {
                true if is_in_trouble => Some(SOON),
                true => self.is_offline().then_some(LATER),
                false => None,
            }
        });
        Effect::new(move |_: Option<Option<Timeout>>| {
            wait.get().map(|wait| {
                Timeout::new(wait + history::jitter(), move || self.ask_again())
            })
        });
    }

    /// When the connection is back, what failed is tried again.
    fn watch_connection(self) {
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
    fn send(
        self,
        what: What,
        then: impl FnOnce(Self, Result<Answer, Problem>) + 'static,
    ) {
        let engine = self.engine.get_value();
        let catalogue = self
            .config
            .with_value(|config| (config.catalogue.clone(), config.keys.clone()));
        self.owed.update(|owed| *owed += 1);
        spawn_local(async move {
            let answer = engine.ask(catalogue, what).await;
            if !self.search.is_disposed() {
                then(self, answer);
                self.owed.update(|owed| *owed -= 1);
            }
        });
    }

    // Where signals leave for the page.

    /// The address bar follows the reader, and the reader the address bar.
    fn follow_history(self) {
        let address = Memo::new(move |_| self.search.with(Search::address));
        Effect::new(move |before: Option<Address>| {
            let address = address.get();
            let language = self.chosen(self.language.get());
            let is_step = before.is_some_and(|before| before.is_left_for(&address));
            self.history.update_value(|history| {
                history.leave_word(&address.in_language(language), is_step);
            });
            address
        });
        let heard = self.history.with_value(|history| {
            history.listen(move |place| {
                let address = place.parse().unwrap_or_default();
                let own = self.config.with_value(|config| config.language);
                self.history.update_value(History::arrive);
                self.language.set(chosen_language(place).unwrap_or(own));
                self.arrive(&address);
            })
        });
        live_as_long(heard);
    }

    fn report(self, problem: &Problem) {
        let kind = match problem {
            Problem::Unreachable { .. } => "unreachable",
            Problem::Refused { .. } => "refused",
            Problem::Damaged { .. } => "damaged",
            Problem::TooNew => "too-new",
            Problem::NoRoom => "no-room",
            Problem::Unsigned => "unsigned",
            Problem::Slow => "slow",
            _ => "engine",
        };
        self.tell("bibliobus-problem", &[("kind", kind.into())]);
    }

    fn tell(self, event: &str, detail: &[(&str, JsValue)]) {
        self.host.with_value(|host| element::tell(host, event, detail));
    }
}

fn results(answer: Result<Answer, Problem>) -> Result<Results, Problem> {
    match answer? {
        Answer::Results(results) => Ok(results),
        _ => Err(Problem::Engine),
    }
}

/// A heading as words to search for.
pub(crate) fn words_of(heading: &str) -> String {
    heading.replace(" -- ", " ").trim_end_matches(['.', ',']).to_owned()
}

/// Keeps `thing` until the element is taken off the page.
fn live_as_long<T: 'static>(thing: T) {
    let kept = StoredValue::new_local(thing);
    on_cleanup(move || kept.dispose());
}
