//! What was found, as an ordered list.

use bibliobus_worker::Problem;
use leptos::html::Ol;
use leptos::prelude::*;
use wasm_bindgen::JsCast;

use super::page::focus;
use super::problem::Trouble;
use super::result::ResultItem;
use super::sentence;
use super::skeleton::ResultsSkeleton;
use crate::session::Session;
use crate::text::{Phrase, Telling, Text};
use crate::{Phase, Search};

/// The results, the skeleton before them, or what went wrong.
#[component]
pub(super) fn ResultsView(session: Session, text: Text) -> impl IntoView {
    let heading =
        move || session.search.with(|s| text.tell(Telling::ResultsFor(s.text().trim())));
    let problem = Memo::new(move |_| session.search.with(problem));
    let is_first = Memo::new(move |_| {
        session.search.with(|s| matches!(s.phase(), Phase::Waiting(None)))
    });
    view! {
        <div class="results">
            <h1 class="heard" tabindex="-1">{heading}</h1>
            <Status session text/>
            {move || match problem.get() {
                Some(problem) => view! { <Trouble session text problem/> }.into_any(),
                None if is_first.get() => view! { <ResultsSkeleton/> }.into_any(),
                None => view! { <Hits session text/> }.into_any(),
            }}
        </div>
    }
}

fn problem(search: &Search) -> Option<Problem> {
    match search.phase() {
        Phase::Failed(problem) => Some(problem.clone()),
        Phase::Start | Phase::Waiting(_) | Phase::Found(_) => None,
    }
}

/// What was found, in a sentence; while it is on its way, that it is.
#[component]
fn Status(session: Session, text: Text) -> impl IntoView {
    let sentence = move || {
        session.search.with(|search| match search.phase() {
            Phase::Found(results) => sentence::of_results(text, search, results),
            Phase::Waiting(_) => text.say(Phrase::Searching).to_owned(),
            Phase::Start | Phase::Failed(_) => String::new(),
        })
    };
    let state = move || {
        session.search.with(|search| match search.phase() {
            Phase::Waiting(_) => "waiting",
            Phase::Found(results) if results.total == 0 && !results.partial => "nothing",
            Phase::Start | Phase::Found(_) | Phase::Failed(_) => "settled",
        })
    };
    view! { <p class="status" part="status" data-state=state>{sentence}</p> }
}

/// The list, with more of it to be had; or advice where it is empty.
#[component]
fn Hits(session: Session, text: Text) -> impl IntoView {
    let hits = move || session.search.with(|search| search.hits().to_vec());
    let has_more = Memo::new(move |_| session.search.with(Search::has_more));
    let is_empty = Memo::new(move |_| session.search.with(is_empty));
    let list = NodeRef::<Ol>::new();
    // How many hits there were when more were asked for.
    let shown_before = RwSignal::new(None);
    lead_on_to_new_hits(session, list, shown_before);
    view! {
        <ol class="list" node_ref=list>
            <For each=hits key=|hit| hit.id.clone() let(hit)>
                <li><ResultItem session text brief=hit.brief/></li>
            </For>
        </ol>
        {move || is_empty.get().then(|| view! { <Advice text/> })}
        {move || has_more.get().then(|| view! { <More session text shown_before/> })}
    }
}

/// Whether surely nothing was found.
fn is_empty(search: &Search) -> bool {
    matches!(search.phase(), Phase::Found(results) if results.total == 0 && !results.partial)
}

/// What to do when nothing was found.
#[component]
fn Advice(text: Text) -> impl IntoView {
    view! {
        <ul class="advice">
            <li>{text.say(Phrase::TryFewerWords)}</li>
            <li>{text.say(Phrase::TrySpelling)}</li>
            <li>{text.say(Phrase::TryOtherWords)}</li>
        </ul>
    }
}

/// The button for more. It notes how many hits there are before.
#[component]
fn More(
    session: Session,
    text: Text,
    shown_before: RwSignal<Option<u32>>,
) -> impl IntoView {
    let more = move |_| {
        shown_before
            .set(session.search.with_untracked(|s| u32::try_from(s.hits().len()).ok()));
        session.more();
    };
    view! {
        <button type="button" class="button more" part="more" on:click=more>
            {text.say(Phrase::More)}
        </button>
    }
}

/// Once there are more hits, the first of the new ones gets the focus.
fn lead_on_to_new_hits(
    session: Session,
    list: NodeRef<Ol>,
    shown_before: RwSignal<Option<u32>>,
) {
    let count = Memo::new(move |_| session.search.with(|search| search.hits().len()));
    Effect::new(move |_| {
        let Some(before) = shown_before.get() else { return };
        if count.get() <= before as usize {
            return;
        }
        shown_before.set(None);
        request_animation_frame(move || {
            let list = list.get_untracked();
            let links = list.and_then(|list| list.query_selector_all(".title-link").ok());
            let link =
                links.and_then(|links| links.get(before)).map(JsCast::unchecked_into);
            if let Some(link) = link {
                focus(&link);
            }
        });
    });
}
