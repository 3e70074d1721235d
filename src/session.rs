//! The one place where signals meet the worker's answers. Not for what may be asked and what
//! follows from it: that is [`Search`], plain and tested without a browser.

mod answers;
mod browse;
mod carry;
mod citing;
mod device;
mod drawers;
mod first;
mod history;
mod leaving;
mod list;
mod lists;
mod shelves;
mod sight;

use bibliobus_catalog::{Captions, Library, Record, Way, ways_from};
use bibliobus_worker::{Collection, Facet, Keeping, Origin, Problem, What};
use leptos::prelude::*;
use wasm_bindgen::JsValue;
use web_sys::HtmlElement;

use crate::address::chosen_language;
use crate::config::Shortcuts;
use crate::{
    Address, Asked, Config, Drawer, Engine, Language, List, Offer, Pace, Search, Text,
    Theme, element,
};
pub(crate) use browse::{Around, BROWSED};
pub(crate) use carry::Carrying;
pub(crate) use citing::Cited;
pub(crate) use device::Device;
use drawers::Drawers;
use history::History;
pub(crate) use list::Records;
pub(crate) use lists::{Lists, Told};
use sight::Sight;
pub(crate) use sight::forget_sight;

/// How many creators and subjects are named at first, and once all are asked for.
const FEW_NAMES: u32 = 8;
const MANY_NAMES: u32 = 60;

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
    /// What is on the device besides.
    pub(crate) device: RwSignal<Device>,
    /// What there is to look through.
    pub(crate) around: RwSignal<Around>,
    /// The drawer of the alphabetical catalogue that is open.
    pub(crate) drawers: RwSignal<Drawers>,
    /// Which one that is.
    pub(crate) drawer: Memo<Drawer>,
    /// What the reader wants to remember.
    pub(crate) list: RwSignal<List>,
    /// Which lists there are, and which of them that is.
    pub(crate) lists: RwSignal<Lists>,
    /// Whether the device did not take the list.
    pub(crate) is_list_unkept: RwSignal<bool>,
    /// Whether the reader may be here for the first time.
    pub(crate) is_new: RwSignal<bool>,
    /// In how many seconds the reader is forgotten, if nobody touches the screen.
    pub(crate) leaving: RwSignal<Option<u32>>,
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
    /// In which style the reader cites, by its code, once one was chosen.
    pub(crate) style: RwSignal<Option<&'static str>>,
    /// Light or dark.
    pub(crate) theme: RwSignal<Theme>,
    /// Whether the text is larger than the page has it: then nothing stands beside anything.
    pub(crate) is_large: RwSignal<bool>,
    /// How often the reader tried again: asks what failed once more.
    tries: RwSignal<u32>,
    /// How many questions the engine has not answered yet.
    owed: RwSignal<u32>,
    /// Where the results were scrolled to when a record was opened.
    scrolled: StoredValue<f64>,
    /// Whether the open record was reached from another one: the results are not one step back.
    has_strayed: StoredValue<bool>,
    /// Whether the reader chose a language, and not the page: then the focus stays with the choice.
    has_chosen: StoredValue<bool>,
    history: StoredValue<History, LocalStorage>,
    sight: StoredValue<Option<Sight>, LocalStorage>,
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
        let history = History::new(config.bar.clone(), config.is_shared());
        let place = history.place().or(memory.map(str::to_owned)).unwrap_or_default();
        let mut search = Search::default();
        search.go(&place.parse().unwrap_or_default());
        let language = chosen_language(&place).unwrap_or(config.language);
        let search = RwSignal::new(search);
        let session = Self {
            search,
            collection: RwSignal::new(None),
            closed: RwSignal::new(None),
            keeping: RwSignal::new(Keeping::default()),
            pace: RwSignal::new(Pace::default()),
            carrying: RwSignal::new(Carrying::default()),
            device: RwSignal::new(Device::default()),
            around: RwSignal::new(Around::default()),
            drawers: RwSignal::new(Drawers::default()),
            drawer: Memo::new(move |_| search.with(Search::drawer).unwrap_or_default()),
            list: RwSignal::new(List::default()),
            lists: RwSignal::new(Lists::default()),
            is_list_unkept: RwSignal::new(false),
            is_new: RwSignal::new(first::is_new()),
            leaving: RwSignal::new(None),
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
            style: RwSignal::new(None),
            theme: RwSignal::new(config.theme),
            is_large: RwSignal::new(false),
            tries: RwSignal::new(0),
            owed: RwSignal::new(0),
            scrolled: StoredValue::new(0.0),
            has_strayed: StoredValue::new(false),
            has_chosen: StoredValue::new(false),
            config: StoredValue::new(config),
            history: StoredValue::new_local(history),
            sight: StoredValue::new_local(None),
            engine: StoredValue::new_local(engine),
            host: StoredValue::new_local(host),
        };
        session.begin();
        session
    }

    /// Everything that goes on by itself.
    fn begin(self) {
        self.see();
        self.open();
        self.search_as_one_types();
        self.count_values();
        self.suggest_as_one_types();
        self.fetch_records();
        self.name_classes();
        self.tell_page();
        self.hear_news();
        self.watch_connection();
        self.mend_by_itself();
        self.look_at_device();
        self.remember_list();
        self.look_around();
        self.open_drawers();
        self.watch_app();
        self.renew_now_and_then();
        self.watch_for_leaving();
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
        let words = words_of(&offer.text);
        let address = match &offer.opens {
            Some(id) => Address::Record(id.clone()),
            None => Address::of_words(words.clone()),
        };
        if self.leaves_for(&address, &words) {
            return;
        }
        match &offer.opens {
            Some(_) => self.go(&address),
            None => self.ask(words),
        }
    }

    /// The reader wants what is found for the words in the box: says whether that is elsewhere.
    pub(crate) fn submits(self) -> bool {
        let (address, words) =
            self.search.with_untracked(|s| (s.address(), s.text().to_owned()));
        let leaves = self.leaves_for(&address, &words);
        if !leaves {
            self.ask(words);
        }
        leaves
    }

    /// Where the results of this box are shown elsewhere, goes there, if the page lets it.
    fn leaves_for(self, address: &Address, words: &str) -> bool {
        let language = self.chosen(self.language.get_untracked());
        let place = address.in_language(language);
        let to = self.config.with_value(|config| {
            let elsewhere = config.elsewhere.as_ref()?;
            Some((elsewhere.address(&place, words), elsewhere.target.clone()))
        });
        let Some((href, target)) = to else { return false };
        self.is_typing.set(false);
        let detail = [("href", href.as_str().into()), ("text", words.into())];
        if self.tell("bibliobus-leave", &detail) {
            let apart = if target == "_blank" { "noopener" } else { "" };
            // A window that a browser refuses is its reader's own choice.
            let _ = window().open_with_url_and_target_and_features(&href, &target, apart);
        }
        true
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
        self.know_of_help(address);
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
        let portion = self.keeping.with_untracked(|keeping| keeping.portion.clone());
        self.keep_portion(portion);
    }

    /// The reader stops keeping for now.
    pub(crate) fn pause(self) {
        self.ask_keeping(What::Pause);
    }

    /// The reader removes what was kept.
    pub(crate) fn forget(self) {
        self.ask_keeping(What::Forget);
    }

    /// The reader chooses a language.
    pub(crate) fn choose(self, language: Language) {
        self.has_chosen.set_value(true);
        self.language.set(language);
    }

    /// Whether it was the reader who chose the language just now; asked once.
    pub(crate) fn takes_choice(self) -> bool {
        let has_chosen = self.has_chosen.get_value();
        self.has_chosen.set_value(false);
        has_chosen
    }

    /// The page chooses a language.
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

    /// The code of the reader's own branch; empty where none is told, or no branch has it.
    pub(crate) fn own_branch(self) -> String {
        let told = self.config.with_value(|config| config.branch.clone());
        let told = told.unwrap_or_default();
        let is_known = self.with_library(|library| library.branch(&told).is_some());
        if is_known { told } else { String::new() }
    }

    /// The ways to get at a record, the easiest for this reader first.
    pub(crate) fn ways(self, record: &Record) -> Vec<Way> {
        let own = self.own_branch();
        self.with_library(|library| ways_from(record, library, &own))
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
        // The page is made anew in another language, so nothing has to follow this one.
        let language = self.chosen(self.language.get_untracked());
        self.history.with_value(|history| history.link(&address.in_language(language)))
    }

    /// Follows how often what failed is asked for again.
    pub(crate) fn tries(self) -> u32 {
        self.tries.get()
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

    // Where signals leave for the page.

    /// The address bar, and those who look for facts in the page, follow the reader.
    fn tell_page(self) {
        self.follow_history();
        self.tell_reference_managers();
    }

    /// The address bar follows the reader, and the reader the address bar.
    fn follow_history(self) {
        let address = Memo::new(move |_| self.search.with(Search::address));
        Effect::new(move |before: Option<Address>| {
            let address = address.get();
            let language = self.chosen(self.language.get());
            self.stop_reading();
            let is_step = before.is_some_and(|before| before.is_left_for(&address));
            self.history.update_value(|history| {
                history.leave_word(&address.in_language(language), is_step);
            });
            address
        });
        let heard = self.history.with_value(|history| {
            history.listen(move |place| {
                // Another element's step: nothing of ours has changed.
                if self.history.with_value(|history| history.is_at(&self.memory())) {
                    return;
                }
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
            Problem::NoStorage => "no-storage",
            Problem::Unsigned => "unsigned",
            Problem::Slow => "slow",
            _ => "engine",
        };
        self.tell("bibliobus-problem", &[("kind", kind.into())]);
    }

    /// Says whether the page leaves it to us what comes of it.
    fn tell(self, event: &str, detail: &[(&str, JsValue)]) -> bool {
        self.host.with_value(|host| element::tell(host, event, detail))
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
