//! Where the reader says what they look for.

use leptos::ev::{KeyboardEvent, SubmitEvent};
use leptos::html::Input;
use leptos::prelude::*;
use wasm_bindgen::JsCast;

use super::icon::{Sign, icon};
use super::suggestions::Choice;
use crate::session::Session;
use crate::text::{Phrase, Text};

/// A label, a box and its button. The box stays the same node in every view, so that typing is
/// never interrupted.
#[component]
pub(super) fn SearchBox(session: Session, text: Text, choice: Choice) -> impl IntoView {
    let input = NodeRef::<Input>::new();
    let name = session.config.with_value(|config| config.label.clone());
    let is_blank =
        Memo::new(move |_| session.search.with(|search| search.text().is_empty()));
    let clear = move || {
        session.ask(String::new());
        focus(input);
    };
    let on_key = move |event: KeyboardEvent| {
        if choice.hears(session, &event) {
            event.prevent_default();
        } else if event.key() == "Escape" && !is_blank.get_untracked() {
            event.prevent_default();
            clear();
        }
    };
    // The answer is there already: what is left is to put the keyboard of a phone away.
    let on_submit = move |event: SubmitEvent| {
        event.prevent_default();
        if let Some(offer) = choice.chosen() {
            session.take(&offer);
            return;
        }
        if let (false, Some(input)) = (session.submits(), input.get_untracked()) {
            put_keyboard_away(&input);
        }
    };
    if session.has_shortcuts() {
        slash_focuses(input);
    }
    view! {
        <form class="search" role="search" aria-label=name part="search" on:submit=on_submit>
            <label class="heard" for="q">{text.say(Phrase::SearchLabel)}</label>
            <div class="box">
                {icon(Sign::Search)}
                <input
                    id="q"
                    node_ref=input
                    part="input"
                    type="search"
                    autocomplete="off"
                    autocapitalize="off"
                    spellcheck="false"
                    enterkeyhint="search"
                    dir="auto"
                    placeholder=text.say(Phrase::SearchHint)
                    prop:value=move || session.search.with(|search| search.text().to_owned())
                    role="combobox"
                    aria-autocomplete="list"
                    aria-controls="offers"
                    aria-expanded=move || choice.is_open().to_string()
                    aria-activedescendant=move || choice.at.get().map(|at| format!("offer-{at}"))
                    on:input=move |event| session.type_words(event_target_value(&event))
                    on:keydown=on_key
                />
                {clear_button(text, is_blank, clear)}
            </div>
            <button type="submit" class="button submit">{text.say(Phrase::SearchButton)}</button>
        </form>
    }
}

/// The button that empties the box.
fn clear_button(
    text: Text,
    is_blank: Memo<bool>,
    clear: impl Fn() + Copy + 'static,
) -> AnyView {
    view! {
        <button
            type="button"
            class="clear"
            part="clear"
            aria-label=text.say(Phrase::Clear)
            hidden=move || is_blank.get()
            on:click=move |_| clear()
        >
            {icon(Sign::Clear)}
        </button>
    }
    .into_any()
}

fn focus(input: NodeRef<Input>) {
    if let Some(input) = input.get_untracked() {
        // Focus cannot fail on a field that is shown.
        let _ = input.focus();
    }
}

/// On a touch screen the results hide behind the keyboard. With a mouse the focus stays.
fn put_keyboard_away(input: &web_sys::HtmlInputElement) {
    let coarse = window().match_media("(pointer: coarse)").ok().flatten();
    if coarse.is_some_and(|media| media.matches()) {
        let _ = input.blur();
    }
}

/// `/` goes to the box, unless one is typing somewhere.
fn slash_focuses(input: NodeRef<Input>) {
    let heard = window_event_listener(leptos::ev::keydown, move |event| {
        let held = event.ctrl_key() || event.meta_key() || event.alt_key();
        if event.key() == "/" && !held && !is_typing(&event) {
            event.prevent_default();
            focus(input);
        }
    });
    on_cleanup(move || heard.remove());
}

/// Whether a key goes into something that takes letters.
pub(super) fn is_typing(event: &KeyboardEvent) -> bool {
    let target = event.composed_path().get(0);
    let element = target.dyn_into::<web_sys::HtmlElement>().ok();
    element.is_some_and(|element| {
        element.is_content_editable()
            || matches!(element.tag_name().as_str(), "INPUT" | "TEXTAREA" | "SELECT")
    })
}
