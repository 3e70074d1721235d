//! The alphabetical catalogue: letters, and what stands under them.

use bibliobus_worker::{Beginning, Brief, ScanList};
use leptos::prelude::*;

use super::browse::row;
use super::lead::Lead;
use super::problem::Trouble;
use super::result::title_of;
use super::skeleton::TextSkeleton;
use crate::drawer::{alphabets, within, written};
use crate::session::Session;
use crate::text::{Browse, Phrase, Text};
use crate::{Address, Drawer, Search};

/// The page of one list.
#[component]
pub(super) fn DrawersView(session: Session, text: Text, list: ScanList) -> impl IntoView {
    let letters =
        Memo::new(move |_| session.drawers.with(|drawers| drawers.letters(list)));
    let start = Memo::new(move |_| session.search.with(Search::drawer).map(|d| d.start));
    let start = Memo::new(move |_| start.get().unwrap_or_default());
    // Each row is made anew only where its own letters change, so that the one that was just
    // pressed keeps the focus.
    let inner = [2, 3].map(|count| {
        let row = Memo::new(move |_| within(&letters.get(), &start.get(), count));
        move || row.with(|row| letter_row(session, text, list, start, row))
    });
    let outer = move || {
        let rows = alphabets(&letters.get(), text.language);
        let rows = rows.iter().map(|row| letter_row(session, text, list, start, row));
        rows.collect_view()
    };
    view! {
        <div class="browse" part="drawers">
            <h1 tabindex="-1">{text.browse(name_of(list))}</h1>
            <nav class="lists" aria-label=text.browse(Browse::AtoZ)>
                {lists(session, text, Some(list))}
            </nav>
            <nav class="alphabet" aria-label=text.browse(Browse::Letters)>
                {outer}
                {inner.collect_view()}
            </nav>
            <Inside session text list/>
        </div>
    }
}

/// Links to all the lists; that which is open is marked.
pub(super) fn lists(session: Session, text: Text, open: Option<ScanList>) -> AnyView {
    let links = ScanList::ALL.map(|list| {
        let address = Address::Drawer(Drawer::of(list));
        let current = Signal::stored(open == Some(list));
        view! {
            <li>
                <Lead session address class="list-link" part="list-link" current>
                    {text.browse(name_of(list))}
                </Lead>
            </li>
        }
    });
    view! { <ul class="letters">{links.collect_view()}</ul> }.into_any()
}

/// What a list is called.
pub(super) fn name_of(list: ScanList) -> Browse {
    match list {
        ScanList::Creators => Browse::Creators,
        ScanList::Titles => Browse::Titles,
        ScanList::Subjects => Browse::Subjects,
        ScanList::Series => Browse::Series,
    }
}

fn letter_row(
    session: Session,
    text: Text,
    list: ScanList,
    start: Memo<String>,
    row: &[Beginning],
) -> AnyView {
    if row.is_empty() {
        return ().into_any();
    }
    let letters = row.iter().map(|beginning| {
        let address = Address::Drawer(Drawer::of(list).from(beginning.text.clone()));
        let letters = beginning.text.clone();
        let is_open = move || start.with(|start| start.starts_with(&letters));
        let count = text.number(beginning.entries.into());
        let name = written(&beginning.text);
        view! {
            <li>
                <Lead session address class="letter" part="letter" current=Signal::derive(is_open)>
                    <span>{name}</span>
                    " "
                    <span class="browse-count">{count}</span>
                </Lead>
            </li>
        }
    });
    view! { <ul class="letters">{letters.collect_view()}</ul> }.into_any()
}

/// What stands under the letters.
#[component]
fn Inside(session: Session, text: Text, list: ScanList) -> impl IntoView {
    let drawer =
        Memo::new(move |_| session.search.with(Search::drawer).unwrap_or_default());
    let state = Memo::new(move |_| {
        let scan = drawer.get().scan();
        session
            .drawers
            .with(|drawers| (drawers.problem(&scan).cloned(), drawers.is_waiting(&scan)))
    });
    let entries = Memo::new(move |_| session.drawers.with(|d| d.stretch(list).cloned()));
    let inside = move || match (state.get(), entries.get()) {
        ((Some(problem), _), _) => view! { <Trouble session text problem/> }.into_any(),
        (_, None) => view! { <TextSkeleton/> }.into_any(),
        (_, Some(stretch)) => {
            let is_empty = stretch.headings.is_empty() && stretch.titles.is_empty();
            let note = match () {
                () if stretch.partial => Some(text.say(Phrase::Partial)),
                () if is_empty => Some(text.browse(Browse::NothingHere)),
                () if stretch.is_about => Some(text.say(Phrase::CountsAbout)),
                () => None,
            };
            let headings = list.facet().map(|facet| {
                let rows =
                    stretch.headings.iter().map(|value| row(session, text, facet, value));
                rows.collect_view()
            });
            let titles = stretch.titles.iter().map(|brief| title(session, text, brief));
            let titles = titles.collect_view();
            let more =
                if stretch.has_more { drawer.get_untracked().with_more() } else { None };
            view! {
                {note.map(|note| view! { <p class="filters-note">{note}</p> })}
                <ul class="browse-list one-column">{headings}{titles}</ul>
                {more.map(|more| more_button(session, text, more))}
            }
            .into_any()
        }
    };
    view! {
        <div part="drawer" data-state=move || if state.get().1 { "waiting" } else { "settled" }>
            {inside}
        </div>
    }
}

fn title(session: Session, text: Text, brief: &Brief) -> AnyView {
    let address = Address::Record(brief.id.clone());
    let year = brief.year.map(|year| text.year(year));
    let facts: Vec<String> =
        brief.creators.first().cloned().into_iter().chain(year).collect();
    let name = title_of(text, brief);
    view! {
        <li>
            <Lead session address class="browse-link" part="browse-link">
                <span class="browse-name" dir="auto">{name}</span>
                <span class="browse-facts" dir="auto">{facts.join(" · ")}</span>
            </Lead>
        </li>
    }
    .into_any()
}

fn more_button(session: Session, text: Text, more: Drawer) -> AnyView {
    let go = move |_| session.go(&Address::Drawer(more.clone()));
    view! {
        <button type="button" class="button more" part="more" on:click=go>
            {text.say(Phrase::More)}
        </button>
    }
    .into_any()
}
