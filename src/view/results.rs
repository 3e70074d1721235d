//! What was found, as an ordered list.

use bibliobus_worker::{Hit, Problem};
use gloo_events::EventListener;
use leptos::html::{Ol, P};
use leptos::prelude::*;
use wasm_bindgen::JsCast;

use super::applied::{Applied, lead_to};
use super::changes::Changes;
use super::filters::{FilterColumn, FilterSheet};
use super::lead::Lead;
use super::order::Order;
use super::page::focus;
use super::problem::Trouble;
use super::result::ResultItem;
use super::sentence;
use super::skeleton::ResultsSkeleton;
use super::value;
use crate::session::Session;
use crate::text::{Browse, Help, Phrase, Text};
use crate::{Address, Phase, Search};

/// The results, the skeleton before them, or what went wrong.
#[component]
pub(super) fn ResultsView(session: Session, text: Text) -> impl IntoView {
    let heading = move || {
        session.search.with(|search| value::name_of_list(session, text, search.asked()))
    };
    let is_list = Memo::new(move |_| session.search.with(|s| !s.asked().has_words()));
    let class = move || if is_list.get() { "list-name" } else { "heard" };
    let problem = Memo::new(move |_| session.search.with(problem));
    let is_first = Memo::new(move |_| {
        session.search.with(|s| matches!(s.phase(), Phase::Waiting(None)))
    });
    let status = NodeRef::<P>::new();
    let has_room = is_wide();
    let is_wide = Memo::new(move |_| has_room.get() && !session.is_large.get());
    view! {
        <div class="found">
            <div class="results">
                <h1 class=class tabindex="-1">{heading}</h1>
                <div class="results-head">
                    <Status session text status/>
                    <Order session text/>
                </div>
                <Applied session text status/>
                <Changes session text status/>
                {move || match problem.get() {
                    Some(problem) => view! { <Trouble session text problem/> }.into_any(),
                    None if is_first.get() => view! { <ResultsSkeleton/> }.into_any(),
                    None => view! { <Hits session text status/> }.into_any(),
                }}
            </div>
            {move || match is_wide.get() {
                true => view! { <FilterColumn session text/> }.into_any(),
                false => view! { <FilterSheet session text/> }.into_any(),
            }}
        </div>
    }
}

/// Whether there is room for a column beside the list.
fn is_wide() -> ReadSignal<bool> {
    let media = window().match_media("(min-width: 60rem)").ok().flatten();
    let (is_wide, set) = signal(media.as_ref().is_some_and(|media| media.matches()));
    let heard = media.map(|media| {
        let now = media.clone();
        EventListener::new(&media, "change", move |_| {
            set.try_set(now.matches());
        })
    });
    let heard = StoredValue::new_local(heard);
    on_cleanup(move || heard.dispose());
    is_wide
}

fn problem(search: &Search) -> Option<Problem> {
    match search.phase() {
        Phase::Failed(problem) => Some(problem.clone()),
        Phase::Start | Phase::Waiting(_) | Phase::Found(_) => None,
    }
}

/// What was found, in a sentence; while it is on its way, that it is.
#[component]
fn Status(session: Session, text: Text, status: NodeRef<P>) -> impl IntoView {
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
    let is_part = move || {
        session.search.with(|search| {
            matches!(search.phase(), Phase::Found(results) if results.partial)
                .then_some("")
        })
    };
    view! {
        <p
            class="status"
            part="status"
            data-state=state
            data-partial=is_part
            node_ref=status
            tabindex="-1"
        >
            {sentence}
        </p>
    }
}

/// The list, with more of it to be had; or advice where it is empty.
#[component]
fn Hits(session: Session, text: Text, status: NodeRef<P>) -> impl IntoView {
    let hits = move || session.search.with(|search| search.hits().to_vec());
    let has_more = Memo::new(move |_| session.search.with(Search::has_more));
    let is_empty = Memo::new(move |_| session.search.with(is_empty));
    let list = NodeRef::<Ol>::new();
    // How many hits there were when more were asked for.
    let shown_before = RwSignal::new(None);
    lead_on_to_new_hits(session, list, shown_before);
    view! {
        <ol class="list" node_ref=list>
            <For each=hits key=key let(hit)>
                <li><ResultItem session text hit/></li>
            </For>
        </ol>
        {move || is_empty.get().then(|| view! { <Advice session text status/> })}
        {move || has_more.get().then(|| view! { <More session text shown_before/> })}
    }
}

/// Whether surely nothing was found.
fn is_empty(search: &Search) -> bool {
    matches!(search.phase(), Phase::Found(results) if results.total == 0 && !results.partial)
}

/// A hit is another one where other words of it are marked.
fn key(hit: &Hit) -> (String, Vec<u32>) {
    let ranges = hit.in_title.iter().chain(&hit.in_original_title);
    let ranges = ranges.chain(hit.in_creators.iter().flatten());
    (hit.id.clone(), ranges.flat_map(|range| [range.start, range.end]).collect())
}

/// What to do when nothing was found: what stands in the way first. A list without words leads
/// on to the others.
#[component]
fn Advice(session: Session, text: Text, status: NodeRef<P>) -> impl IntoView {
    let asked = session.search.with(|search| search.asked().clone());
    if !asked.has_words() {
        return view! {
            <Lead session address=Address::Browse class="to-browse">
                {text.browse(Browse::Heading)}
            </Lead>
        }
        .into_any();
    }
    let clear = move |_| {
        session.narrow(|asked| asked.clear());
        lead_to(status);
    };
    let without = (!asked.filters.is_empty()).then(|| {
        view! {
            <p class="advice-first">{text.say(Phrase::TryWithoutFilters)}</p>
            <button type="button" class="button" part="clear-filters" on:click=clear>
                {text.say(Phrase::ClearFilters)}
            </button>
        }
    });
    view! {
        {without}
        <ul class="advice">
            <li>{text.say(Phrase::TryFewerWords)}</li>
            <li>{text.say(Phrase::TrySpelling)}</li>
            <li>{text.say(Phrase::TryOtherWords)}</li>
        </ul>
        <Lead session address=Address::Help class="to-device" part="to-help">
            {text.help(Help::HowToSearch)}
        </Lead>
    }
    .into_any()
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
