//! How the page is shown to readers with low vision: what its library says, what the reader chose
//! on this device before, and what a plug-in of the page around says, each over the one before.

use leptos::prelude::*;
use leptos::task::spawn_local;
use wasm_bindgen::prelude::*;
use web_sys::{Element, HtmlElement};

use super::{Session, live_as_long};
use crate::text::{Sight, Text};
use crate::{Config, LowVision, Setting};

#[wasm_bindgen(module = "/src/low_vision.js")]
extern "C" {
    /// What the reader chose on this device.
    fn kept() -> String;
    /// Keeps it; nothing is kept of no words.
    pub(crate) fn keep(words: &str);
    /// Tells whoever wrote the page which words say nothing.
    pub(crate) fn hint(words: &str);
    fn said_around(host: &HtmlElement) -> String;
    type Ear;
    fn hear_around(heard: &Closure<dyn Fn()>) -> Ear;
    #[wasm_bindgen(method)]
    fn disconnect(this: &Ear);
    async fn read_aloud(inside: &Element, language: &str) -> JsValue;
    fn stop_reading();
}

/// How the page is shown, and what is read from it.
#[derive(Clone, Copy)]
pub(crate) struct Seeing {
    /// How it is shown.
    pub(crate) settings: RwSignal<LowVision>,
    /// What the page's author says.
    given: StoredValue<LowVision>,
    /// What the reader chose.
    own: StoredValue<LowVision>,
    /// What the live region is to say.
    pub(crate) told: RwSignal<Option<String>>,
    /// Whether something is read aloud.
    pub(crate) is_reading: RwSignal<bool>,
    /// Why not all of it could be read.
    pub(crate) unread: RwSignal<Option<Sight>>,
}

impl Seeing {
    pub(super) fn new(given: LowVision) -> Self {
        Self {
            settings: RwSignal::new(given),
            given: StoredValue::new(given),
            own: StoredValue::new(LowVision::default()),
            told: RwSignal::new(None),
            is_reading: RwSignal::new(false),
            unread: RwSignal::new(None),
        }
    }

    /// Whether the text is so large that nothing stands beside it.
    pub(crate) fn is_large(self) -> bool {
        self.settings.with(|settings| !settings.is_plain(Setting::Size))
    }
}

impl Session {
    /// Begins as the reader left it, and follows the page around.
    pub(super) fn see(self) {
        if !self.config.with_value(Config::is_shared) {
            self.seeing.own.set_value(LowVision::read(&kept()).0);
        }
        self.look_again();
        let heard = Closure::<dyn Fn()>::new(move || self.look_again());
        let ear = hear_around(&heard);
        live_as_long(heard);
        let ear = StoredValue::new_local(ear);
        on_cleanup(move || {
            ear.with_value(Ear::disconnect);
            stop_reading();
        });
        // What is read is what is seen.
        let shown = Memo::new(move |_| {
            (self.search.with(crate::Search::address), self.language.get())
        });
        Effect::new(move |_| {
            shown.track();
            self.stop_reading();
        });
    }

    /// What holds now: each says what those before it left open, or said otherwise.
    fn look_again(self) {
        let Seeing { settings, given, own, .. } = self.seeing;
        let around = self.host.with_value(said_around);
        let around = LowVision::read(&around).0;
        let all = around.over(own.get_value()).over(given.get_value());
        if settings.get_untracked() != all {
            settings.set(all);
        }
    }

    /// The page's author says how it begins.
    pub(crate) fn begin_low_vision(self, given: LowVision) {
        self.seeing.given.set_value(given);
        self.look_again();
    }

    /// The reader chooses. It is kept on a device of their own.
    pub(crate) fn choose_sight(self, setting: Setting, value: &'static str) {
        let Seeing { settings, own, told, .. } = self.seeing;
        own.update_value(|own| {
            own.choose(setting, value);
        });
        settings.update(|settings| {
            settings.choose(setting, value);
        });
        self.keep_sight();
        let text = self.text_untracked();
        let (name, value) = (text.setting(setting), text.setting_value(setting, value));
        told.set(Some(format!("{name}: {value}")));
    }

    /// The reader lets all of it go.
    pub(crate) fn reset_sight(self) {
        self.seeing.own.set_value(LowVision::default());
        self.keep_sight();
        self.look_again();
        let words = self.text_untracked().sight(Sight::IsReset);
        self.seeing.told.set(Some(words.to_owned()));
    }

    fn keep_sight(self) {
        if !self.config.with_value(Config::is_shared) {
            keep(&self.seeing.own.get_value().to_string());
        }
    }

    /// Whether the reader chose anything.
    pub(super) fn has_own_sight(self) -> bool {
        self.seeing.own.get_value() != LowVision::default()
    }

    /// The reader has read to them what is seen in `inside`.
    pub(crate) fn read_aloud(self, inside: Element) {
        let Seeing { told, is_reading, unread, .. } = self.seeing;
        let text = self.text_untracked();
        is_reading.set(true);
        unread.set(None);
        spawn_local(async move {
            let end = read_aloud(&inside, text.language.tag()).await;
            let why = match end.as_string().as_deref() {
                // Something else is read by now, or nothing.
                Some("stopped") => return,
                Some("mute") => Some(Sight::NoVoice),
                Some("partly") => Some(Sight::NotAll),
                _ => None,
            };
            is_reading.try_set(false);
            unread.try_set(why);
            told.try_set(why.map(|why| text.sight(why).to_owned()));
        });
    }

    /// Nothing is read any more.
    pub(crate) fn stop_reading(self) {
        if self.seeing.is_reading.get_untracked() {
            stop_reading();
        }
        self.seeing.is_reading.set(false);
        self.seeing.unread.set(None);
    }

    fn text_untracked(self) -> Text {
        Text::new(self.language.get_untracked())
    }
}
