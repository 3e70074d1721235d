//! The filters that are applied, each with the way out of it.

use bibliobus_worker::{Facet, Filter};
use leptos::html::P;
use leptos::prelude::*;

use super::icon::{Sign, icon};
use super::page::focus;
use super::value;
use crate::session::Session;
use crate::text::{Phrase, Telling, Text};

/// A list of the filters. Letting one go leads to the sentence that says what is found now.
#[component]
pub(super) fn Applied(session: Session, text: Text, status: NodeRef<P>) -> impl IntoView {
    let filters =
        Memo::new(move |_| session.search.with(|search| search.asked().filters.clone()));
    let clear = move |_| {
        session.narrow(|asked| asked.clear());
        lead_to(status);
    };
    let is_empty = Memo::new(move |_| filters.with(Vec::is_empty));
    let has_several = move || filters.with(|filters| filters.len() > 1);
    move || {
        (!is_empty.get()).then(|| {
            view! {
                <ul class="applied" part="applied" aria-label=text.say(Phrase::Applied)>
                    <For each=move || filters.get() key=|filter| (filter.facet, filter.value.clone()) let(filter)>
                        <li>{chip(session, text, status, filter)}</li>
                    </For>
                    {move || has_several().then(|| view! {
                        <li>
                            <button type="button" class="button quiet" part="clear-filters" on:click=clear>
                                {text.say(Phrase::ClearFilters)}
                            </button>
                        </li>
                    })}
                </ul>
            }
        })
    }
}

/// A filter: a button that turns it around, and one that lets it go.
fn chip(session: Session, text: Text, status: NodeRef<P>, filter: Filter) -> AnyView {
    let name = value::name(session, text, filter.facet, &filter.value);
    let name = format!("{}: {name}", text.facet(filter.facet));
    let (facet, code) = (filter.facet, filter.value.clone());
    let is_excluded = {
        let code = code.clone();
        move || {
            session.search.with(|search| (!search.asked().has(facet, &code)).to_string())
        }
    };
    let turn = {
        let code = code.clone();
        move |_| session.narrow(|asked| asked.turn(facet, &code))
    };
    // A range of years is turned around by choosing another one.
    let turn = (facet != Facet::Year).then(|| {
        view! {
            <button
                type="button"
                class="turn"
                part="turn"
                aria-pressed=is_excluded
                aria-label=text.tell(Telling::TurnAround(&name))
                on:click=turn
            >
                {text.say(Phrase::Without)}
            </button>
        }
    });
    let let_go_name = text.tell(Telling::LetGo(&name));
    let let_go = move |_| {
        session.narrow(|asked| {
            asked.filters.retain(|other| (other.facet, &other.value) != (facet, &code));
        });
        lead_to(status);
    };
    view! {
        <span class="applied-one">
            {turn}
            <button
                type="button"
                class="let-go"
                part="let-go"
                aria-label=let_go_name
                on:click=let_go
            >
                <span dir="auto">{name}</span>
                {icon(Sign::Clear)}
            </button>
        </span>
    }
    .into_any()
}

/// The button that was pressed is gone: the focus goes to what is said of the results.
pub(super) fn lead_to(status: NodeRef<P>) {
    if let Some(status) = status.get_untracked() {
        focus(&status);
    }
}
