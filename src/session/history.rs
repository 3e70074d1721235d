//! The address bar and the browser's history, as far as they are ours. Where the page belongs
//! to someone else, nothing here does anything.

use gloo_events::EventListener;
use gloo_timers::callback::Timeout;
use leptos::prelude::window;
use wasm_bindgen::JsValue;
use web_sys::ScrollRestoration;

use crate::Routing;

/// How long typing has to rest before its address is written down, in milliseconds. Safari
/// refuses more than a hundred changes in thirty seconds.
const REST: u32 = 350;

/// The browser's history.
pub(super) struct History {
    routing: Routing,
    is_shared: bool,
    /// The number of the present step; every step has one more than the one before.
    depth: u32,
    /// The number of the step at which this page was loaded. What is behind it was another
    /// page, even if its address was ours.
    first: u32,
    /// What is still to be written for the present step.
    pending: Option<(String, Timeout)>,
}

impl History {
    /// On a screen that many share there are no steps: "back" would lead to what the reader before
    /// looked at.
    pub(super) fn new(routing: Routing, is_shared: bool) -> Self {
        if routing == Routing::Hash
            && let Ok(history) = window().history()
        {
            // The results have to be there before they can be scrolled, so we do it ourselves.
            // A browser that refuses scrolls twice, which does no harm.
            let _ = history.set_scroll_restoration(ScrollRestoration::Manual);
        }
        Self { routing, is_shared, depth: depth(), first: depth(), pending: None }
    }

    /// What the address bar says after its `#`.
    pub(super) fn place(&self) -> Option<String> {
        match self.routing {
            Routing::Hash => window().location().hash().ok(),
            Routing::None => None,
        }
    }

    /// Writes where the reader is into the address bar: a step that "back" undoes, or only a
    /// better word for the present one.
    pub(super) fn leave_word(&mut self, place: &str, is_step: bool) {
        let pending = self.pending.take();
        if self.routing == Routing::None || self.is_at(place) {
            return;
        }
        if is_step && !self.is_shared {
            if let Some((before, _)) = pending {
                replace(self.depth, &before);
            }
            self.depth += 1;
            push(self.depth, place);
            return;
        }
        let (depth, later) = (self.depth, place.to_owned());
        let rest = Timeout::new(REST, move || replace(depth, &later));
        self.pending = Some((place.to_owned(), rest));
    }

    /// Whether the address bar says so already, be it in other escapes.
    fn is_at(&self, place: &str) -> bool {
        let now = self.place().unwrap_or_default();
        let now = crate::decoded(&now).unwrap_or(now);
        Some(now) == crate::decoded(place)
    }

    /// Goes a step back, if the step before is ours: says whether it does.
    pub(super) fn back(&self) -> bool {
        let is_ours = self.routing == Routing::Hash && self.depth > self.first;
        is_ours && window().history().is_ok_and(|history| history.back().is_ok())
    }

    /// Hears when the reader goes through the history, or changes the address by hand.
    pub(super) fn listen(&self, go: impl Fn(&str) + 'static) -> Option<EventListener> {
        (self.routing == Routing::Hash).then(|| {
            EventListener::new(&window(), "popstate", move |_| {
                go(&window().location().hash().unwrap_or_default());
            })
        })
    }

    /// The address bar says nothing of the reader any more.
    pub(super) fn forget(&mut self) {
        self.pending = None;
        if self.routing == Routing::Hash {
            replace(self.depth, "#/");
        }
    }

    /// The reader went to another step of the history.
    pub(super) fn arrive(&mut self) {
        self.pending = None;
        self.depth = depth();
    }
}

/// The number that we gave to the present step.
fn depth() -> u32 {
    let state = window().history().and_then(|history| history.state());
    state.ok().and_then(|state| state.as_f64()).map_or(0, |number| number as u32)
}

fn push(depth: u32, place: &str) {
    if let Ok(history) = window().history() {
        // Refused only when it is done too often; then the address stays behind for a moment.
        let _ = history.push_state_with_url(&JsValue::from(depth), "", Some(place));
    }
}

fn replace(depth: u32, place: &str) {
    if let Ok(history) = window().history() {
        let _ = history.replace_state_with_url(&JsValue::from(depth), "", Some(place));
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
