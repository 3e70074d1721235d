//! The foot of the page.

use leptos::prelude::*;

use super::keeping::KeepingPanel;
use crate::Language;
use crate::session::Session;
use crate::text::{Phrase, Text};

/// Keeping, the languages, and what the app promises.
#[component]
pub(super) fn Footer(session: Session, text: Text) -> impl IntoView {
    let role =
        session.config.with_value(|config| config.is_alone().then_some("contentinfo"));
    // Where there is no catalogue, one may come out of a file.
    let is_settled = Memo::new(move |_| {
        session.collection.with(Option::is_some) || session.closed.with(Option::is_some)
    });
    view! {
        <div class="foot" role=role>
            {move || is_settled.get().then(|| view! { <KeepingPanel session text/> })}
            <div class="foot-line">
                <div class="promise">
                    <p>{text.say(Phrase::About)}</p>
                    {session.has_shortcuts().then(|| {
                        view! { <p class="shortcut">{text.say(Phrase::SlashHint)}</p> }
                    })}
                </div>
                <Languages session text/>
            </div>
        </div>
    }
}

/// One button a language, each in its own words.
#[component]
fn Languages(session: Session, text: Text) -> impl IntoView {
    let buttons = Language::ALL.map(|language| {
        let is_current = language == text.language;
        view! {
            <button
                type="button"
                class="language"
                lang=language.tag()
                aria-pressed=is_current.to_string()
                on:click=move |_| session.speak(language)
            >
                {language.name()}
            </button>
        }
    });
    view! {
        <div class="languages" role="group" aria-label=text.say(Phrase::LanguageSwitch)>
            {buttons.into_iter().collect_view()}
        </div>
    }
}
