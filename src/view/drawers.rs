//! The alphabetical catalogue: letters, and what stands under them.

use bibliobus_worker::{Beginning, Brief, ScanList, Stretch};
use leptos::prelude::*;

use super::browse::row;
use super::lead::Lead;
use super::problem::Trouble;
use super::result::title_of;
use super::skeleton::TextSkeleton;
use crate::drawer::{alphabets, within, written};
use crate::session::Session;
use crate::text::{Browse, Phrase, Text};
use crate::{Address, Drawer};

/// The page of one list.
#[component]
pub(super) fn DrawersView(session: Session, text: Text, list: ScanList) -> impl IntoView {
    let letters =
        Memo::new(move |_| session.drawers.with(|drawers| drawers.letters(list)));
    // Each row is made anew only where its own letters change, so that the one that was just
    // pressed keeps the focus.
    let inner = [2, 3].map(|count| {
        let row = Memo::new(move |_| {
            let start = session.drawer.with(|drawer| drawer.start.clone());
            within(&letters.get(), &start, count)
        });
        move || row.with(|row| letter_row(session, text, list, row))
    });
    let outer = move || {
        let rows = alphabets(&letters.get(), text.language);
        rows.iter().map(|row| letter_row(session, text, list, row)).collect_view()
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
            {inside(session, text, list)}
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
    row: &[Beginning],
) -> AnyView {
    if row.is_empty() {
        return ().into_any();
    }
    let letters = row.iter().map(|beginning| {
        let address = Address::Drawer(Drawer::of(list).from(beginning.text.clone()));
        let letters = beginning.text.clone();
        let is_open =
            move || session.drawer.with(|drawer| drawer.start.starts_with(&letters));
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
fn inside(session: Session, text: Text, list: ScanList) -> AnyView {
    let is_waiting = move || {
        let scan = session.drawer.with(Drawer::scan);
        session.drawers.with(|drawers| drawers.is_waiting(&scan))
    };
    let entries = move || {
        let drawer = session.drawer.get();
        session.drawers.with(|drawers| {
            match (drawers.problem(&drawer.scan()), drawers.stretch(list)) {
                (Some(problem), _) => {
                    let problem = problem.clone();
                    view! { <Trouble session text problem/> }.into_any()
                }
                (None, None) => view! { <TextSkeleton/> }.into_any(),
                (None, Some(stretch)) => entries(session, text, &drawer, stretch),
            }
        })
    };
    let state = move || if is_waiting() { "waiting" } else { "settled" };
    view! { <div part="drawer" data-state=state>{entries}</div> }.into_any()
}

fn entries(session: Session, text: Text, drawer: &Drawer, stretch: &Stretch) -> AnyView {
    let is_empty = stretch.headings.is_empty() && stretch.titles.is_empty();
    let note = match () {
        () if stretch.partial => Some(text.say(Phrase::Partial)),
        () if is_empty => Some(text.browse(Browse::NothingHere)),
        () if stretch.is_about => Some(text.say(Phrase::CountsAbout)),
        () => None,
    };
    let facet = drawer.list.facet().into_iter();
    let headings = facet.flat_map(|facet| {
        stretch.headings.iter().map(move |value| row(session, text, facet, value))
    });
    let titles = stretch.titles.iter().map(|brief| title(session, text, brief));
    let entries: Vec<AnyView> = headings.chain(titles).collect();
    let more = if stretch.has_more { drawer.with_more() } else { None };
    view! {
        {note.map(|note| view! { <p class="filters-note">{note}</p> })}
        <ul class="browse-list one-column">{entries}</ul>
        {more.map(|more| more_button(session, text, more))}
    }
    .into_any()
}

fn title(session: Session, text: Text, brief: &Brief) -> AnyView {
    let address = Address::Record(brief.id.clone());
    let year = brief.year.map(|year| text.year(year));
    let facts: Vec<String> =
        brief.creators.first().cloned().into_iter().chain(year).collect();
    let name = title_of(text, brief);
    view! {
        <li>
            <Lead session address class="browse-link title-row" part="browse-link">
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
