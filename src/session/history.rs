//! The address bar and the browser's history, as far as they are ours. Where the page belongs
//! to someone else, nothing here does anything.

use gloo_events::EventListener;
use gloo_timers::callback::Timeout;
use leptos::prelude::window;
use wasm_bindgen::JsValue;
use web_sys::ScrollRestoration;

use crate::{Bar, Routing};

/// How long typing has to rest before its address is written down, in milliseconds. Safari
/// refuses more than a hundred changes in thirty seconds.
const REST: u32 = 350;

/// The browser's history.
pub(super) struct History {
    bar: Bar,
    is_shared: bool,
    /// The number of the last step that was taken here; every step has one more than the one
    /// before, whichever element took it.
    taken: u32,
    /// The number of the step at which this page was loaded. What is behind it was another
    /// page, even if its address was ours.
    first: u32,
    /// What is still to be written for the present step.
    pending: Option<(String, Timeout)>,
}

impl History {
    /// On a screen that many share there are no steps: "back" would lead to what the reader before
    /// looked at.
    pub(super) fn new(bar: Bar, is_shared: bool) -> Self {
        if bar.routing != Routing::None
            && bar.name.is_empty()
            && let Ok(history) = window().history()
        {
            // The results have to be there before they can be scrolled, so we do it ourselves.
            // A browser that refuses scrolls twice, which does no harm.
            let _ = history.set_scroll_restoration(ScrollRestoration::Manual);
        }
        Self { bar, is_shared, taken: 0, first: depth(), pending: None }
    }

    /// Where the address bar says the reader is; `None` where it says nothing of us.
    pub(super) fn place(&self) -> Option<String> {
        place(&self.bar)
    }

    /// The address of a place, for a link; `None` where addresses are not ours to give.
    pub(super) fn link(&self, place: &str) -> Option<String> {
        (self.bar.routing != Routing::None).then(|| self.bar.address(place, &hash()))
    }

    /// Writes where the reader is into the address bar: a step that "back" undoes, or only a
    /// better word for the present one.
    pub(super) fn leave_word(&mut self, place: &str, is_step: bool) {
        let pending = self.pending.take();
        if self.bar.routing == Routing::None || self.is_at(place) {
            return;
        }
        if is_step && !self.is_shared {
            if let Some((before, _)) = pending {
                replace(&self.bar, &before);
            }
            self.taken = depth() + 1;
            push(self.taken, &self.bar.address(place, &hash()));
            return;
        }
        let (bar, later) = (self.bar.clone(), place.to_owned());
        let rest = Timeout::new(REST, move || replace(&bar, &later));
        self.pending = Some((place.to_owned(), rest));
    }

    /// Whether the address bar says so already, be it in other escapes.
    pub(super) fn is_at(&self, place: &str) -> bool {
        let now = self.place().unwrap_or_default();
        let now = crate::decoded(&now).unwrap_or(now);
        Some(now) == crate::decoded(place)
    }

    /// Goes a step back, if the step before is ours: says whether it does. Among several elements
    /// that is sure of the last step only.
    pub(super) fn back(&self) -> bool {
        let is_own = self.bar.name.is_empty() || self.taken == depth();
        let is_ours = self.bar.routing != Routing::None && is_own && depth() > self.first;
        is_ours && window().history().is_ok_and(|history| history.back().is_ok())
    }

    /// Hears when the reader goes through the history, or changes the address by hand.
    pub(super) fn listen(&self, go: impl Fn(&str) + 'static) -> Option<EventListener> {
        (self.bar.routing != Routing::None).then(|| {
            let bar = self.bar.clone();
            EventListener::new(&window(), "popstate", move |_| {
                if let Some(place) = place(&bar) {
                    go(&place);
                }
            })
        })
    }

    /// The address bar says nothing of the reader any more.
    pub(super) fn forget(&mut self) {
        self.pending = None;
        if self.bar.routing != Routing::None {
            replace(&self.bar, "#/");
        }
    }

    /// The reader went to another step of the history.
    pub(super) fn arrive(&mut self) {
        self.pending = None;
    }
}

/// What the address bar says of an element.
fn place(bar: &Bar) -> Option<String> {
    let location = window().location();
    let query = location.search().unwrap_or_default();
    bar.place(&location.pathname().ok()?, &query, &hash())
}

/// What the address bar has after the `#`, with it.
fn hash() -> String {
    window().location().hash().unwrap_or_default()
}

/// The number that we gave to the present step.
fn depth() -> u32 {
    let state = window().history().and_then(|history| history.state());
    state.ok().and_then(|state| state.as_f64()).map_or(0, |number| number as u32)
}

fn push(depth: u32, address: &str) {
    if let Ok(history) = window().history() {
        // Refused only when it is done too often; then the address stays behind for a moment.
        let _ = history.push_state_with_url(&JsValue::from(depth), "", Some(address));
    }
}

/// Writes a place into the present step.
fn replace(bar: &Bar, place: &str) {
    if let Ok(history) = window().history() {
        let (state, address) = (JsValue::from(depth()), bar.address(place, &hash()));
        let _ = history.replace_state_with_url(&state, "", Some(&address));
    }
}

/// How far the page is scrolled down.
pub(super) fn scrolled() -> f64 {
    window().scroll_y().unwrap_or_default()
}

/// The day by the device's clock, `yyyy-mm-dd`.
pub(super) fn today() -> String {
    let now: String = js_sys::Date::new_0().to_iso_string().into();
    now.get(..10).unwrap_or_default().to_owned()
}

/// Up to a second, in milliseconds: so that the readers of a host that had a fault do not all come
/// back at once.
pub(super) fn jitter() -> u32 {
    (js_sys::Math::random() * 1000.0) as u32
}

/// Milliseconds since the page began.
pub(super) fn now() -> f64 {
    window().performance().map_or(0.0, |performance| performance.now())
}
