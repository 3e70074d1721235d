//! How the page is shown to readers with low vision. Not for what that is: settings, their panel
//! and the device's voices are `low_vision.js`.

use leptos::prelude::*;
use wasm_bindgen::prelude::*;
use web_sys::{Element, HtmlElement};

use super::{Session, live_as_long};
use crate::Config;
use crate::text::Text;

#[wasm_bindgen(module = "/src/low_vision.js")]
extern "C" {
    /// Leaves nothing of it on the device.
    pub(crate) fn forget_sight();

    pub(super) type Sight;
    #[wasm_bindgen(constructor)]
    fn new(host: &HtmlElement, is_shared: bool, changed: &Closure<dyn Fn(bool)>)
    -> Sight;
    #[wasm_bindgen(method)]
    fn look(this: &Sight);
    #[wasm_bindgen(method)]
    fn draw(this: &Sight, place: &Element, words: &str, language: &str);
    #[wasm_bindgen(method)]
    fn stop(this: &Sight);
    #[wasm_bindgen(method)]
    fn leave(this: &Sight);
    #[wasm_bindgen(method, getter)]
    fn is_used(this: &Sight) -> bool;
}

impl Session {
    /// Begins as the page says and as its reader left it.
    pub(super) fn see(self) {
        let changed = Closure::<dyn Fn(bool)>::new(move |is_large| {
            self.is_large.try_set(is_large);
        });
        let is_shared = self.config.with_value(Config::is_shared);
        let sight = self.host.with_value(|host| Sight::new(host, is_shared, &changed));
        self.sight.set_value(Some(sight));
        on_cleanup(move || self.with_sight(Sight::leave));
        live_as_long(changed);
    }

    fn with_sight<T: Default>(self, verb: impl FnOnce(&Sight) -> T) -> T {
        let done = self.sight.try_with_value(|sight| sight.as_ref().map(verb));
        done.flatten().unwrap_or_default()
    }

    /// The page says otherwise now.
    pub(crate) fn look_at_page(self) {
        self.with_sight(Sight::look);
    }

    /// Makes the button and the settings in `place`.
    pub(crate) fn draw_sight(self, place: &Element, text: Text) {
        let words = text.low_vision();
        self.with_sight(|sight| sight.draw(place, &words, text.language.tag()));
    }

    /// What was read is not shown any more.
    pub(super) fn stop_reading(self) {
        self.with_sight(Sight::stop);
    }

    /// Whether the reader chose anything.
    pub(super) fn has_own_sight(self) -> bool {
        self.with_sight(Sight::is_used)
    }
}
