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
    view! {
        <section class="trouble" part="problem">
            <h2>{icon(Sign::Alert)} {text.say(Phrase::Trouble)}</h2>
            <p>{sentence::of_problem(text, &problem)}</p>
            <button type="button" class="button" on:click=move |_| session.try_again()>
                {text.say(Phrase::TryAgain)}
            </button>
        </section>
    }
}
