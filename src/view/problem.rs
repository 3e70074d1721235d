//! Something went wrong: what, and what to do.

use bibliobus_worker::Problem;
use leptos::prelude::*;

use super::icon::{Sign, icon};
use super::sentence;
use crate::session::Session;
use crate::text::{Phrase, Text};

/// Says a problem in words, with a way on.
#[component]
pub(super) fn Trouble(session: Session, text: Text, problem: Problem) -> impl IntoView {
    // From a screen that many share nothing leads away.
    let home = session
        .config
        .with_value(|config| config.home.clone().filter(|_| !config.is_shared()));
    let home = home.map(|home| {
        let words = text.say(Phrase::LibrarySite);
        view! { <a class="button quiet" part="home" href=home rel="noreferrer">{words}</a> }
    });
    view! {
        <section class="trouble" part="problem">
            <h2>{icon(Sign::Alert)} {text.say(Phrase::Trouble)}</h2>
            <p>{sentence::of_problem(text, &problem)}</p>
            <button type="button" class="button" on:click=move |_| session.try_again()>
                {text.say(Phrase::TryAgain)}
            </button>
            {home}
            <slot name="problem">{None::<AnyView>}</slot>
        </section>
    }
}
