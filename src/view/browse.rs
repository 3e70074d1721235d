//! What there is to look through: new arrivals, fields of knowledge, kinds, languages.

use bibliobus_worker::{Counts, Facet, Sort, Value};
use leptos::prelude::*;

use super::drawers::lists;
use super::lead::Lead;
use super::neighbours::{book, mark};
use super::problem::Trouble;
use super::skeleton::TextSkeleton;
use super::value;
use crate::facets::{below, scheme_of, shelves};
use crate::session::{BROWSED, Session};
use crate::text::{Browse, Phrase, Text};
use crate::{Address, Asked};

/// The page.
#[component]
pub(super) fn BrowseView(session: Session, text: Text) -> impl IntoView {
    let told = Memo::new(move |_| {
        session.around.with(|around| (around.counts.clone(), around.problem.clone()))
    });
    let as_on_shelves = Address::Results(Asked::everything(Sort::CallNumber));
    view! {
        <div class="browse" part="browse">
            <h1 tabindex="-1">{text.browse(Browse::Heading)}</h1>
            <Newest session text/>
            <section>
                <h2 class="section-heading">{text.browse(Browse::AtoZ)}</h2>
                {lists(session, text, None)}
                <Lead session address=as_on_shelves class="all-new" part="by-mark">
                    {text.browse(Browse::AsOnShelves)}
                </Lead>
            </section>
            {move || match told.get() {
                (Some(counts), _) => groups(session, text, &counts),
                (None, Some(problem)) => view! { <Trouble session text problem/> }.into_any(),
                (None, None) => view! { <TextSkeleton/> }.into_any(),
            }}
        </div>
    }
}

/// A shelf of the latest additions.
#[component]
fn Newest(session: Session, text: Text) -> impl IntoView {
    let newest = Memo::new(move |_| session.around.with(|around| around.newest.clone()));
    move || {
        newest.with(|briefs| {
            (!briefs.is_empty()).then(|| {
                let books: Vec<_> =
                    briefs.iter().map(|b| book(session, text, b, mark(b))).collect();
                let address = Address::Results(Asked::everything(Sort::Added));
                view! {
                    <section part="new">
                        <h2 class="section-heading" id="new-arrivals">{text.browse(Browse::NewHere)}</h2>
                        <ol class="shelf-row" tabindex="0" aria-labelledby="new-arrivals">{books}</ol>
                        <Lead session address class="all-new" part="all-new">
                            {text.browse(Browse::AllNew)}
                        </Lead>
                    </section>
                }
            })
        })
    }
}

fn groups(session: Session, text: Text, counts: &Counts) -> AnyView {
    let groups = BROWSED.map(|facet| {
        let counted = counts.facets.iter().find(|counted| counted.facet == facet);
        let all = &counted?.values;
        let mut shelves = shelves(facet, all).into_iter();
        let rows = |values: &[Value]| rows(session, text, facet, values, all);
        let first = rows(&shelves.next()?);
        let rest: Vec<_> = shelves
            .map(|values| {
                let name = name_of_rest(text, facet, &values);
                let rows = rows(&values);
                view! { <details class="browse-more"><summary>{name}</summary> {rows}</details> }
            })
            .collect();
        let heading = text.browse(heading_of(facet));
        Some(view! {
            <section class="browse-group" data-facet=facet.name()>
                <h2 class="section-heading">{heading}</h2>
                {first}
                {rest}
            </section>
        })
    });
    let part = counts.partial.then(|| {
        view! { <p class="filters-note">{text.say(Phrase::Partial)}</p> }
    });
    view! { {part} {groups.into_iter().flatten().collect_view()} }.into_any()
}

/// What the rest of a group is called: another scheme, or simply the others.
fn name_of_rest(text: Text, facet: Facet, values: &[Value]) -> String {
    let scheme = values.first().map_or("", |value| scheme_of(&value.value));
    match facet {
        Facet::Class => text.scheme(scheme).unwrap_or(scheme).to_owned(),
        _ => text.browse(Browse::Others).to_owned(),
    }
}

fn rows(
    session: Session,
    text: Text,
    facet: Facet,
    values: &[Value],
    all: &[Value],
) -> AnyView {
    let rows = values.iter().map(|value| match facet {
        Facet::Class => class_row(session, text, value, all),
        _ => row(session, text, facet, value),
    });
    view! { <ul class="browse-list">{rows.collect_view()}</ul> }.into_any()
}

/// A class, and what opens those below it.
fn class_row(session: Session, text: Text, value: &Value, all: &[Value]) -> AnyView {
    let next = below(all, &value.value);
    if next.is_empty() {
        return row(session, text, Facet::Class, value);
    }
    // What may be opened further on.
    let within: Vec<Value> = all
        .iter()
        .filter(|other| other.value.starts_with(&value.value))
        .cloned()
        .collect();
    let is_open = RwSignal::new(false);
    let link = link(session, text, Facet::Class, value);
    let class = value.value.clone();
    let name = move || {
        let name = value::name(session, text, Facet::Class, &class);
        format!("{}: {name}", text.browse(Browse::Within))
    };
    let inside =
        move || is_open.get().then(|| rows(session, text, Facet::Class, &next, &within));
    view! {
        <li class="class-row">
            {link}
            <button
                type="button"
                class="unfold"
                part="unfold"
                aria-label=name
                aria-expanded=move || is_open.get().to_string()
                on:click=move |_| is_open.update(|is_open| *is_open = !*is_open)
            ></button>
            {inside}
        </li>
    }
    .into_any()
}

fn heading_of(facet: Facet) -> Browse {
    match facet {
        Facet::Class => Browse::BySubject,
        Facet::Material => Browse::ByKind,
        Facet::Language => Browse::ByLanguage,
        _ => Browse::ByAccess,
    }
}

/// A value that leads to the records that have it.
pub(super) fn row(session: Session, text: Text, facet: Facet, value: &Value) -> AnyView {
    view! { <li>{link(session, text, facet, value)}</li> }.into_any()
}

fn link(session: Session, text: Text, facet: Facet, value: &Value) -> AnyView {
    let address = Address::Results(Asked::with(facet, &*value.value));
    let count = text.number(value.count.into());
    let code = value.value.clone();
    // The names of classes may come later than the counts.
    let name = move || value::name(session, text, facet, &code);
    view! {
        <Lead session address class="browse-link" part="browse-link">
            <span class="browse-name">{name}</span>
            <span class="browse-count">{count}</span>
        </Lead>
    }
    .into_any()
}
