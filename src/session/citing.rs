//! Citations and exports: a module of its own makes them out of the records' bytes, and is fetched
//! when a reader first asks for it.

use bibliobus_catalog::RecordId;
use bibliobus_worker::{Answer, Brief, What};
use js_sys::{Array, Promise, Uint8Array};
use leptos::prelude::*;
use leptos::task::spawn_local;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;

use super::{Session, history};
use crate::{Config, Search, Seen, coins_of};

#[wasm_bindgen(module = "/src/element.js")]
extern "C" {
    /// For each record texts, plain and slanted in turn.
    fn cited(bytes: &Uint8Array, style: &str, voice: &str, today: &str) -> Promise;
    /// Records as the text of a file.
    fn exported(bytes: &Uint8Array, format: &str) -> Promise;
    /// Leaves facts in the page, where reference managers look for them.
    fn leave_coins(host: &web_sys::HtmlElement, all: &Array);
    /// Gives the reader a file of these pieces.
    fn save_file(pieces: &Array, name: &str);
}

/// Citations on their way.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) enum Cited {
    /// They are being made.
    #[default]
    Waiting,
    /// For each record its passages, plain and slanted in turn.
    Here(Vec<Vec<String>>),
    /// They came to nothing.
    Failed,
}

impl Session {
    /// Reference managers find what is in view, on a page of our own; others' pages are left alone.
    pub(super) fn tell_reference_managers(self) {
        if !self.config.with_value(Config::is_alone) {
            return;
        }
        let in_view = Memo::new(move |_| {
            self.search.with(|search| coins_of(search, self.brief_of(search)))
        });
        Effect::new(move |before: Option<bool>| {
            let all: Array = in_view.with(|all| all.iter().map(JsValue::from).collect());
            let is_any = all.length() > 0;
            if is_any || before == Some(true) {
                self.host.with_value(|host| leave_coins(host, &all));
            }
            is_any
        });
    }

    /// The brief form of the open record, from the record itself or from the list.
    pub(crate) fn brief_of(self, search: &Search) -> Option<Brief> {
        match search.seen()? {
            Seen::Here(record) => {
                let ways = self.ways(record);
                Some(Brief::new(record, &ways))
            }
            Seen::Waiting(brief) => brief.cloned(),
            Seen::Unknown | Seen::Failed(_) => None,
        }
    }

    /// Cites records in a style by its code, in the words of the interface.
    pub(crate) fn cite(
        self,
        ids: Vec<RecordId>,
        style: &'static str,
        into: RwSignal<Cited>,
    ) {
        let voice = self.language.get_untracked().tag();
        let make =
            move |bytes: &Uint8Array| cited(bytes, style, voice, &history::today());
        self.make(ids, make, move |made| {
            let here = made.map(|made| Cited::Here(passages(&Array::from(&made))));
            // The reader may have gone on to another style, or another page.
            let _ = into.try_set(here.unwrap_or(Cited::Failed));
        });
    }

    /// Gives the reader a file of records in a format by its code; tells `done` whether it did.
    pub(crate) fn export(
        self,
        ids: Vec<RecordId>,
        (format, name): (&'static str, String),
        done: impl FnOnce(bool) + 'static,
    ) {
        let make = move |bytes: &Uint8Array| exported(bytes, format);
        self.make(ids, make, move |made| {
            let file = made.filter(JsValue::is_string);
            if let Some(text) = &file {
                save_file(&Array::of1(text), &name);
            }
            done(file.is_some());
        });
    }

    /// Fetches the records, and hands them to the module.
    fn make(
        self,
        ids: Vec<RecordId>,
        make: impl FnOnce(&Uint8Array) -> Promise + 'static,
        then: impl FnOnce(Option<JsValue>) + 'static,
    ) {
        self.send(What::Encoded(ids), move |_, answer| {
            let Ok(Answer::Piece(bytes, _)) = answer else { return then(None) };
            // A copy: the module may come later, and the memory of wasm moves meanwhile.
            let bytes = Uint8Array::from(&bytes[..]);
            spawn_local(async move { then(JsFuture::from(make(&bytes)).await.ok()) });
        });
    }
}

fn passages(made: &Array) -> Vec<Vec<String>> {
    let text = |text: JsValue| text.as_string().unwrap_or_default();
    made.iter().map(|one| Array::from(&one).iter().map(text).collect()).collect()
}
