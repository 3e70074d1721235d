//! A screen that many share: when nobody has touched it for a while, the reader is asked, and
//! then everything of theirs is forgotten.

use bibliobus_worker::{Keeping, KeepingState, What};
use gloo_events::{EventListener, EventListenerOptions};
use gloo_timers::callback::{Interval, Timeout};
use leptos::prelude::*;
use wasm_bindgen::prelude::*;
use web_sys::{EventTarget, HtmlDialogElement, HtmlElement};

use super::history::{self, History};
use super::{Session, live_as_long};
use crate::Address;

/// For how many seconds the reader is asked (WCAG 2.2.1 wants 20 at least).
const ASKED_FOR: u32 = 20;

/// What shows that somebody is there.
const SIGNS: [&str; 5] = ["pointerdown", "keydown", "wheel", "touchmove", "input"];

#[wasm_bindgen(module = "/src/element.js")]
extern "C" {
    /// Makes the element anew, as if nobody had used it.
    fn forget_reader(host: &HtmlElement);
    /// Where a `message` comes from when a screen in another tab forgets its reader.
    fn other_tabs() -> EventTarget;
    /// Tells the others that this one does.
    fn tell_other_tabs();
}

impl Session {
    /// Waits for the reader to be gone.
    pub(super) fn watch_for_leaving(self) {
        let Some(idle) = self.config.with_value(|config| config.idle) else { return };
        let touched = StoredValue::new(history::now());
        let signs = SIGNS.map(|sign| {
            let options = EventListenerOptions::run_in_capture_phase();
            EventListener::new_with_options(&window(), sign, options, move |_| {
                touched.set_value(history::now());
                self.leaving.set(None);
            })
        });
        live_as_long(signs);
        let watch = Interval::new(1000, move || {
            // Whoever is here looks at another tab, and that one watches.
            if document().hidden() {
                touched.set_value(history::now());
            }
            let quiet = (history::now() - touched.get_value()) / 1000.0;
            let left = (f64::from(idle) - quiet).ceil().max(0.0) as u32;
            self.pass(left);
        });
        live_as_long(watch);
        live_as_long(EventListener::new(&other_tabs(), "message", move |_| {
            if self.is_used() {
                self.forget_reader();
            }
        }));
    }

    /// So many seconds are left until the reader is forgotten.
    fn pass(self, left: u32) {
        if !self.is_used() {
            // Nothing to forget, and nobody whom a new version would disturb.
            if left == 0 && self.device.with_untracked(|device| device.has_new_app) {
                self.take_app();
            }
            return;
        }
        match left {
            0 => {
                tell_other_tabs();
                self.forget_reader();
            }
            _ => {
                let is_asked = self.leaving.with_untracked(Option::is_some);
                if left <= ASKED_FOR && !is_asked {
                    self.close_dialogs();
                }
                self.leaving.set((left <= ASKED_FOR).then_some(left));
            }
        }
    }

    /// What lies over the page would hide the question.
    fn close_dialogs(self) {
        let root = self.host.with_value(|host| host.shadow_root());
        let open = root.and_then(|root| root.query_selector_all("dialog[open]").ok());
        let Some(open) = open else { return };
        for at in 0..open.length() {
            let dialog =
                open.get(at).and_then(|it| it.dyn_into::<HtmlDialogElement>().ok());
            if let Some(dialog) = dialog {
                dialog.close();
            }
        }
    }

    /// Whether anybody has used the screen since it was made anew.
    fn is_used(self) -> bool {
        let is_elsewhere = self.search.with_untracked(|search| {
            search.address() != Address::Start || !search.text().is_empty()
        });
        let own = self.config.with_value(|config| config.language);
        let has_list = self.list.with_untracked(|list| !list.entries().is_empty());
        is_elsewhere
            || has_list
            || self.has_own_sight()
            || self.language.get_untracked() != own
    }

    /// Forgets the reader: what is on the screen, in the address, and what they looked at.
    fn forget_reader(self) {
        let is_kept = |keeping: &Keeping| keeping.state != KeepingState::NotKept;
        if !self.keeping.with_untracked(is_kept) {
            self.send(What::Forget, |_, _| ());
        }
        self.history.update_value(History::forget);
        let host = self.host.get_value();
        // This very session ends with it: not while it is at work.
        Timeout::new(0, move || forget_reader(&host)).forget();
    }
}
