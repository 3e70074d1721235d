//! What was changed in the reader's words, and how to undo it.

use leptos::html::P;
use leptos::prelude::*;

use super::applied::lead_to;
use super::sentence;
use crate::session::Session;
use crate::text::{Phrase, Telling, Text};
use crate::{Phase, Search};

/// What was searched for instead of the words typed, why, and the button that undoes it; or
/// that it was undone, and the button that allows it again.
#[component]
pub(super) fn Changes(session: Session, text: Text, status: NodeRef<P>) -> impl IntoView {
    let said = Memo::new(move |_| session.search.with(|s| sentence::of_changes(text, s)));
    let is_undone = Memo::new(move |_| session.search.with(is_undone));
    let undo = move || {
        let words = session.search.with(|search| search.text().trim().to_owned());
        button(session, status, true, text.tell(Telling::SearchAsTyped(&words)))
    };
    move || {
        if is_undone.get() {
            let again =
                button(session, status, false, text.say(Phrase::LetMend).to_owned());
            return Some(shown(vec![text.say(Phrase::AsTyped).to_owned()], again));
        }
        let said = said.get();
        (!said.is_empty()).then(|| shown(said, undo()))
    }
}

/// Whether the words are searched for as typed, and the answer is there.
fn is_undone(search: &Search) -> bool {
    search.asked().as_typed && matches!(search.phase(), Phase::Found(_))
}

fn shown(said: Vec<String>, button: AnyView) -> AnyView {
    let said = said.into_iter().map(|said| view! { <p>{said}</p> }).collect_view();
    view! { <div class="changes" part="changes">{said} {button}</div> }.into_any()
}

fn button(
    session: Session,
    status: NodeRef<P>,
    as_typed: bool,
    words: String,
) -> AnyView {
    let press = move |_| {
        session.narrow(|asked| asked.as_typed = as_typed);
        lead_to(status);
    };
    view! {
        <button type="button" class="button quiet" part="undo" on:click=press>{words}</button>
    }
    .into_any()
}
