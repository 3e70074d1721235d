//! What is on the device: every collection that something is kept of, what the browser promises
//! about it, and the app itself.

use bibliobus_worker::{Answer, Keeping, OnDevice, Portion, What};
use gloo_events::EventListener;
use leptos::prelude::*;
use leptos::task::spawn_local;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::EventTarget;

use super::{Session, live_as_long};
use crate::Address;

#[wasm_bindgen(module = "/src/element.js")]
extern "C" {
    /// Whether the browser promised not to remove what is kept; asks it to, if `asks`.
    fn is_storage_safe(asks: bool) -> js_sys::Promise;
    /// Whether this is a browser that keeps more once the page is on the home screen.
    fn wants_home_screen() -> bool;
    /// Where `newer` comes from when a later version of the app is on the device.
    fn app_news() -> EventTarget;
    /// Whether one is there already.
    fn is_app_newer() -> bool;
    /// Goes over to it.
    fn take_app();
}

/// What is known of the device.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Device {
    /// The collections of which something is here, this one among them.
    pub(crate) collections: Vec<OnDevice>,
    /// Whether the browser promised not to remove what is kept; `None` if it does not say.
    pub(crate) is_safe: Option<bool>,
    /// Whether a later version of the app waits.
    pub(crate) has_new_app: bool,
}

impl Session {
    /// Looks at the device whenever its page is opened, and again when something changed.
    pub(super) fn look_at_device(self) {
        let is_open = Memo::new(move |_| {
            self.search.with(|search| search.address() == Address::Device)
        });
        let state =
            Memo::new(move |_| self.keeping.with(|keeping| keeping.state.clone()));
        Effect::new(move |_| {
            if is_open.get() {
                state.track();
                self.list_device();
                self.ask_whether_safe(false);
            }
        });
    }

    fn list_device(self) {
        self.send(What::Device, |session, answer| {
            if let Ok(Answer::Device(collections)) = answer {
                session.device.update(|device| device.collections = collections);
            }
        });
    }

    /// Whether the browser promises to leave alone what is kept. Some ask the reader, so it is
    /// asked only when the reader has just said that something is to be kept.
    fn ask_whether_safe(self, asks: bool) {
        spawn_local(async move {
            let told = JsFuture::from(is_storage_safe(asks)).await;
            let is_safe = told.ok().and_then(|told| told.as_bool());
            if !self.search.is_disposed() {
                self.device.update(|device| device.is_safe = is_safe);
            }
        });
    }

    /// The reader keeps so much of the collection on the device.
    pub(crate) fn keep_portion(self, portion: Portion) {
        self.ask_whether_safe(true);
        self.ask_keeping(What::Keep(portion));
    }

    /// The reader does something with another collection on the device.
    pub(crate) fn ask_other(self, other: &OnDevice, what: What) {
        let of = (other.catalogue.clone(), other.keys.clone());
        self.send_to(of, what, |session, _| session.list_device());
    }

    /// Another collection got on.
    pub(super) fn note_other(self, catalogue: &str, keeping: &Keeping) {
        self.device.update(|device| {
            let other =
                device.collections.iter_mut().find(|on| on.catalogue == catalogue);
            if let Some(other) = other {
                other.collection.keeping = keeping.clone();
            }
        });
    }

    /// Whether the reader should put the page on the home screen.
    pub(crate) fn wants_home_screen(self) -> bool {
        wants_home_screen()
    }

    /// Learns of later versions of the app, where the page is ours.
    pub(super) fn watch_app(self) {
        if !self.config.with_value(crate::Config::is_alone) {
            return;
        }
        self.device.update(|device| device.has_new_app = is_app_newer());
        live_as_long(EventListener::new(&app_news(), "newer", move |_| {
            self.device.update(|device| device.has_new_app = true);
        }));
    }

    /// The reader goes over to the later version: open pages are loaded anew, where they are.
    pub(crate) fn take_app(self) {
        take_app();
    }
}
