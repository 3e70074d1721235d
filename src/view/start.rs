//! The first page: what there is to search, and where the library is.

use bibliobus_catalog::{Branch, BranchKind, LocalName};
use bibliobus_worker::Collection;
use leptos::prelude::*;

use super::help::FirstHint;
use super::icon::{Sign, icon};
use super::labelled::labelled;
use super::lead::Lead;
use super::problem::Trouble;
use super::skeleton::TextSkeleton;
use crate::text::{Browse, Phrase, Telling, Text};
use crate::{Address, Tone, session::Session};

/// The first page, its skeleton, or why the catalogue could not be opened.
#[component]
pub(super) fn StartView(session: Session, text: Text) -> impl IntoView {
    move || {
        let collection = session.collection.get();
        match (collection, session.closed.get()) {
            (Some(collection), _) => {
                view! { <Welcome session text collection/> }.into_any()
            }
            (None, Some(problem)) => view! { <Trouble session text problem/> }.into_any(),
            (None, None) => view! {
                <p class="status" part="status">{text.say(Phrase::Opening)}</p>
                <TextSkeleton/>
            }
            .into_any(),
        }
    }
}

#[component]
fn Welcome(session: Session, text: Text, collection: Collection) -> impl IntoView {
    let tag = text.language.tag();
    let records = text.tell(Telling::Records(collection.records));
    let day = text.tell(Telling::CatalogueAsOf(&collection.as_of));
    let note = collection.library.note.in_language(tag).to_owned();
    let note = (!note.is_empty()).then(|| view! { <p class="note">{note}</p> });
    let examples = session.config.with_value(|config| config.examples.clone());
    let mut branches = collection.library.branches;
    let own = session.own_branch();
    branches.sort_by_key(|branch| branch.code != own);
    view! {
        <div class="start">
            <FirstHint session text/>
            <p class="count">{format!("{records} · {day}")}</p>
            <Examples session text examples/>
            <Lead session address=Address::Browse class="to-browse" part="to-browse">
                {text.browse(Browse::Heading)}
            </Lead>
            {note}
            <Branches text branches/>
        </div>
    }
}

/// Searches to begin with.
#[component]
fn Examples(session: Session, text: Text, examples: Vec<String>) -> impl IntoView {
    let links = examples.into_iter().map(|words| {
        let address = Address::of_words(words.clone());
        view! { <li><Lead session address class="chip">{words}</Lead></li> }
    });
    let links: Vec<_> = links.collect();
    (!links.is_empty()).then(|| {
        view! {
            <section class="examples">
                <h2 class="small-heading">{text.say(Phrase::TryThese)}</h2>
                <ul class="chips">{links}</ul>
            </section>
        }
    })
}

/// Houses and buses, with their hours.
#[component]
fn Branches(text: Text, branches: Vec<Branch>) -> impl IntoView {
    let items: Vec<_> =
        branches.into_iter().map(|branch| view! { <BranchItem text branch/> }).collect();
    (!items.is_empty()).then(|| {
        view! {
            <section class="branches">
                <h2 class="small-heading">{text.say(Phrase::Branches)}</h2>
                <ul class="branch-list">{items}</ul>
            </section>
        }
    })
}

#[component]
fn BranchItem(text: Text, branch: Branch) -> impl IntoView {
    let sign = match branch.kind {
        BranchKind::Library => Sign::House,
        BranchKind::Bookmobile => Sign::Way(Tone::Bus),
    };
    let said = |name: &LocalName| {
        let said = name.in_language(text.language.tag()).to_owned();
        (!said.is_empty()).then_some(said)
    };
    let lines = [
        (Phrase::Address, said(&branch.address)),
        (Phrase::Hours, said(&branch.hours)),
        (Phrase::Phone, branch.phone.clone()),
    ];
    let lines = lines.into_iter().filter_map(|(name, words)| {
        words.map(|words| view! { <p>{labelled(text, name, words)}</p> })
    });
    let stops: Vec<_> = branch
        .stops
        .iter()
        .filter_map(said)
        .map(|stop| view! { <li>{labelled(text, Phrase::Stops, stop)}</li> })
        .collect();
    let stops = (!stops.is_empty()).then(|| view! { <ul class="stops">{stops}</ul> });
    view! {
        <li class="branch">
            {icon(sign)}
            <div>
                <h3>{said(&branch.name).unwrap_or(branch.code)}</h3>
                {lines.collect_view()}
                {stops}
            </div>
        </li>
    }
}
