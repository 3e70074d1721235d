//! The version for those with low vision: the button, its settings, and reading aloud.

use leptos::ev::KeyboardEvent;
use leptos::html::{Button, Div, H2};
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{Element, ShadowRoot};

use super::icon::{Sign, icon};
use crate::session::Session;
use crate::text::{Sight, Text};
use crate::{Config, Setting};

/// The button that opens the settings, and for those who use them, the one that reads aloud.
#[component]
pub(super) fn Tools(
    session: Session,
    text: Text,
    is_open: RwSignal<bool>,
) -> impl IntoView {
    let button = NodeRef::<Button>::new();
    // Whoever closes the settings is where they were before.
    Effect::new(move |was_open: Option<bool>| {
        let (is, button) = (is_open.get(), button.get_untracked());
        if let (Some(true), false, Some(button)) = (was_open, is, button) {
            let _ = button.focus();
        }
        is
    });
    let is_used = Memo::new(move |_| {
        is_open.get() || session.seeing.settings.with(|settings| settings.is_on())
    });
    let unread = move || {
        let why = session.seeing.unread.get()?;
        Some(view! { <p class="unread">{text.sight(why)}</p> })
    };
    view! {
        <div class="tools">
            {move || is_used.get().then(|| voice(session, text))}
            <button
                type="button"
                class="tool"
                part="to-low-vision"
                node_ref=button
                aria-expanded=move || is_open.get().to_string()
                aria-controls="low-vision"
                on:click=move |_| is_open.update(|open| *open = !*open)
            >
                {icon(Sign::Eye)}
                <span class="tool-name">{text.sight(Sight::Version)}</span>
            </button>
        </div>
        {unread}
    }
}

/// The button that reads aloud what the page shows, and stops.
fn voice(session: Session, text: Text) -> AnyView {
    let is_reading = session.seeing.is_reading;
    let words = move || {
        let stops = is_reading.get();
        text.sight(if stops { Sight::StopReading } else { Sight::ReadAloud })
    };
    let button = NodeRef::<Button>::new();
    let press = move |_| match (is_reading.get_untracked(), button.get_untracked()) {
        (false, Some(button)) => {
            if let Some(main) = main_of(&button) {
                session.read_aloud(main);
            }
        }
        _ => session.stop_reading(),
    };
    view! {
        <button type="button" class="tool" part="read-aloud" node_ref=button on:click=press>
            {icon(Sign::Voice)}
            <span class="tool-name">{words}</span>
        </button>
    }
    .into_any()
}

/// What is read: what the page shows, without its head and foot.
fn main_of(button: &Element) -> Option<Element> {
    let root = button.get_root_node().dyn_into::<ShadowRoot>().ok()?;
    root.query_selector(".main").ok().flatten()
}

/// The settings, while they are open. Nothing else is shut meanwhile.
#[component]
pub(super) fn Panel(
    session: Session,
    text: Text,
    is_open: RwSignal<bool>,
) -> impl IntoView {
    move || is_open.get().then(|| settings(session, text, is_open))
}

fn settings(session: Session, text: Text, is_open: RwSignal<bool>) -> AnyView {
    let heading = NodeRef::<H2>::new();
    Effect::new(move |_| {
        if let Some(heading) = heading.get() {
            request_animation_frame(move || {
                let _ = heading.focus();
            });
        }
    });
    let close = move || is_open.set(false);
    let on_key = move |event: KeyboardEvent| {
        if event.key() == "Escape" {
            event.prevent_default();
            close();
        }
    };
    let is_shared = session.config.with_value(Config::is_shared);
    let stays = if is_shared { Sight::StaysForNow } else { Sight::StaysHere };
    let groups = Setting::ALL.map(|setting| group(session, text, setting));
    view! {
        <section class="low-vision" id="low-vision" part="low-vision" aria-labelledby="low-vision-name" on:keydown=on_key>
            <h2 class="section-heading" id="low-vision-name" tabindex="-1" node_ref=heading>
                {text.sight(Sight::Version)}
            </h2>
            {groups.into_iter().collect_view()}
            <p class="low-vision-note">{text.sight(stays)}</p>
            <div class="low-vision-foot">
                {button(text, Sight::Reset, "reset-low-vision", move || session.reset_sight())}
                {button(text, Sight::Close, "close-low-vision", close)}
            </div>
        </section>
    }
    .into_any()
}

fn button(
    text: Text,
    words: Sight,
    part: &'static str,
    press: impl Fn() + 'static,
) -> AnyView {
    view! {
        <button type="button" class="button" part=part on:click=move |_| press()>
            {text.sight(words)}
        </button>
    }
    .into_any()
}

/// One thing that can be set, and what it can be.
fn group(session: Session, text: Text, setting: Setting) -> AnyView {
    let choices =
        setting.values().iter().map(|value| choice(session, text, setting, value));
    view! {
        <fieldset class="setting" data-setting=setting.word()>
            <legend>{text.setting(setting)}</legend>
            {choices.collect_view()}
        </fieldset>
    }
    .into_any()
}

fn choice(
    session: Session,
    text: Text,
    setting: Setting,
    value: &'static str,
) -> AnyView {
    let is_it =
        move || session.seeing.settings.with(|settings| settings.value(setting) == value);
    view! {
        <label class="choice" data-value=value>
            <input
                type="radio"
                name=setting.word()
                value=value
                prop:checked=is_it
                on:change=move |_| session.choose_sight(setting, value)
            />
            <span>{text.setting_value(setting, value)}</span>
        </label>
    }
    .into_any()
}

/// The base says what is set, so that styles can follow: `data-scheme` and its like, where it is
/// not as the page has it.
pub(super) fn dress(session: Session, root: NodeRef<Div>) {
    Effect::new(move |_| {
        let (settings, Some(root)) = (session.seeing.settings.get(), root.get()) else {
            return;
        };
        for setting in Setting::ALL {
            let name = format!("data-{}", setting.word());
            // Both cannot fail: these are names of attributes.
            let _ = match settings.is_plain(setting) {
                true => root.remove_attribute(&name),
                false => root.set_attribute(&name, settings.value(setting)),
            };
        }
    });
}
