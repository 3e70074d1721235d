//! The foot of the page.

use leptos::prelude::*;

use super::keeping::KeepingPanel;
use super::lead::Lead;
use crate::session::Session;
use crate::text::{Device, Help, Phrase, Text};
use crate::{Address, Config, Language, Search};

/// Keeping, the languages, and what the app promises.
#[component]
pub(super) fn Footer(session: Session, text: Text) -> impl IntoView {
    let role =
        session.config.with_value(|config| config.is_alone().then_some("contentinfo"));
    // Where there is no catalogue, one may come out of a file. What a screen keeps that many
    // share is not for its readers to change.
    let is_shared = session.config.with_value(Config::is_shared);
    let has_panel = Memo::new(move |_| {
        let is_settled = session.collection.with(Option::is_some)
            || session.closed.with(Option::is_some);
        is_settled
            && !is_shared
            && session.search.with(Search::address) != Address::Device
    });
    view! {
        <div class="foot" role=role>
            {move || has_panel.get().then(|| view! {
                <div class="foot-device">
                    <KeepingPanel session text/>
                    <Lead session address=Address::Device class="to-device" part="to-device">
                        {text.device(Device::OnThisDevice)}
                    </Lead>
                </div>
            })}
            <div class="foot-line">
                <div class="promise">
                    <p>{text.say(Phrase::About)}</p>
                    {session.has_shortcuts().then(|| {
                        view! { <p class="shortcut">{text.say(Phrase::SlashHint)}</p> }
                    })}
                </div>
                <Lead session address=Address::Help class="to-device" part="to-help">
                    {text.help(Help::Heading)}
                </Lead>
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
                on:click=move |_| session.choose(language)
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
