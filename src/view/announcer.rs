//! Says what happened to those who hear the page.

use gloo_timers::callback::Timeout;
use leptos::prelude::*;

use super::sentence;
use crate::session::Session;

/// How long things have to be settled before they are said, in milliseconds: nobody should be
/// talked over while typing.
const REST: u32 = 700;

/// Two live regions, written in turn: the same sentence twice is then heard twice, and screen
/// readers that miss the change of one notice that of the other.
#[component]
pub(super) fn Announcer(session: Session) -> impl IntoView {
    let sentence = move || {
        let text = session.text();
        session.search.with(|search| sentence::about(text, search))
    };
    let said = RwSignal::new((false, String::new()));
    Effect::new(move |_: Option<Option<Timeout>>| {
        let sentence = sentence()?;
        Some(Timeout::new(REST, move || {
            if let Some(mut said) = said.try_write() {
                *said = (!said.0, sentence);
            }
        }))
    });
    let region = move |turn: bool| {
        move || {
            said.with(
                |(now, sentence)| {
                    if *now == turn { sentence.clone() } else { String::new() }
                },
            )
        }
    };
    view! {
        <div class="heard" role="status" aria-live="polite">{region(false)}</div>
        <div class="heard" role="status" aria-live="polite">{region(true)}</div>
    }
}
