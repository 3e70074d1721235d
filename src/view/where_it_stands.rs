//! Where a thing stands: branch, place, the way there, and the mark on its spine.

use bibliobus_catalog::{
    Branch, CallNumber, Guide, Item, Library, LocalName, Location, PlaceAccess, Status,
    Way, best_status,
};
use leptos::prelude::*;

use super::icon::{Sign, icon};
use super::labelled::labelled;
use super::the_way::{the_way, usual};
use super::value::class_name;
use crate::session::Session;
use crate::text::{Phrase, Telling, Text};
use crate::{Tone, way};

/// The places of a record, the nearest first, and the day that their status speaks of.
/// Nothing where there are none.
#[component]
pub(super) fn WhereItStands(
    session: Session,
    text: Text,
    ways: Vec<Way>,
) -> impl IntoView {
    let guides = RwSignal::new(Vec::<Guide>::new());
    let step_free = RwSignal::new(false);
    let copies: Vec<_> = ways.iter().filter_map(copy).collect();
    Effect::new(move |_| session.guide(copies.clone(), step_free.get(), guides));
    let mut at = 0;
    let place = |way: Way| {
        let guide = move || guides.with(|guides| guides.get(at).cloned());
        let shelf = move || guide().map(|guide| the_way(text, &guide, step_free));
        let house = move || guide().and_then(|guide| usual(session, text, &guide));
        at += usize::from(copy(&way).is_some());
        place(session, text, way, (shelf, house))
    };
    let places: Vec<_> = ways.into_iter().filter_map(place).collect();
    let as_of = session.collection.with(|c| c.as_ref().map(|c| c.as_of.clone()));
    let as_of = as_of
        .filter(|day| !day.is_empty())
        .map(|day| view! { <p class="as-of">{text.tell(Telling::StatusAsOf(&day))}</p> });
    (!places.is_empty()).then(|| {
        view! {
            <section class="standing">
                <div class="section-line">
                    <h2 class="section-heading">{text.say(Phrase::WhereItStands)}</h2>
                    {as_of}
                </div>
                <ul class="places">{places}</ul>
            </section>
        }
    })
}

/// What a shelf is looked for by.
fn copy(way: &Way) -> Option<(Location, Option<CallNumber>)> {
    match way {
        Way::AtPlace { location, call_number, .. } => {
            Some((location.clone(), call_number.clone()))
        }
        Way::Online { .. } => None,
    }
}

fn place(
    session: Session,
    text: Text,
    way: Way,
    (shelf, house): (
        impl Fn() -> Option<AnyView> + Send + 'static,
        impl Fn() -> Option<AnyView> + Send + 'static,
    ),
) -> Option<AnyView> {
    let Way::AtPlace { location, access, call_number, items, notes, extent } = way else {
        return None;
    };
    let status = best_status(&items);
    let tone = Tone::of_copy(access, &status);
    let class = format!("place tone-{}", tone.name());
    let (names, facts) = session.with_library(|library| {
        (names(text, library, &location), facts(text, library, &location))
    });
    let extent = extent
        .map(|extent| view! { <p dir="auto">{format!("{}: {extent}", text.say(Phrase::Extent))}</p> });
    let notes = notes.into_iter().map(|note| view! { <p dir="auto">{note}</p> });
    Some(
        view! {
            <li class=class part="place">
                <div class="place-head">
                    <p class="place-status">
                        {icon(Sign::Way(tone))}
                        <strong>{way::status_words(text, access, &status)}</strong>
                    </p>
                    {names}
                </div>
                {call_number.map(|mark| view! { <SpineLabel session text mark/> })}
                <div class="place-text">
                    {shelf}
                    {advice(text, access, &status)}
                    {extent}
                    {notes.collect_view()}
                    {facts}
                    {house}
                    {copies(text, access, &items)}
                </div>
            </li>
        }
        .into_any(),
    )
}

/// The names of branch and place.
fn names(text: Text, library: &Library, location: &Location) -> impl IntoView + use<> {
    let branch = way::branch_name(text, library.branch(&location.library), location);
    let place = way::place_name(text, library, location)
        .map(|name| view! { <p class="place-name">{name}</p> });
    view! { <h3 class="branch-name">{branch}</h3> {place} }
}

/// What the reader does there.
fn advice(
    text: Text,
    access: PlaceAccess,
    status: &Status,
) -> Option<impl IntoView + use<>> {
    let phrase = match (access, status) {
        (_, Status::Missing | Status::OnOrder | Status::OnLoan { .. }) => return None,
        (PlaceAccess::Closed, _) => Phrase::AskAtDesk,
        (PlaceAccess::ReadingRoom, _) => Phrase::ReadHere,
        (PlaceAccess::Bookmobile, _) => Phrase::MeetTheBus,
        (PlaceAccess::Unstated, _) => Phrase::AskWhere,
        (PlaceAccess::Open, Status::Reference) => return None,
        (PlaceAccess::Open, _) => Phrase::TakeYourself,
    };
    Some(view! { <p class="place-advice">{text.say(phrase)}</p> })
}

/// The way there, the address, the hours, the stops, the telephone.
fn facts(text: Text, library: &Library, location: &Location) -> impl IntoView + use<> {
    let code = location.sublocation.as_deref().unwrap_or_default();
    let way = library.place(&location.library, code).and_then(|p| said(text, &p.way));
    let branch = library.branch(&location.library);
    let line = |sign, name, words: Option<String>| {
        words.map(|words| view! { <li>{icon(sign)} {labelled(text, name, words)}</li> })
    };
    let of = |name: fn(&Branch) -> &LocalName| branch.and_then(|b| said(text, name(b)));
    let stops: Vec<_> = branch
        .iter()
        .flat_map(|branch| &branch.stops)
        .filter_map(|stop| line(Sign::Way(Tone::Bus), Phrase::Stops, said(text, stop)))
        .collect();
    view! {
        <ul class="place-facts">
            {line(Sign::Route, Phrase::Way, way)}
            {line(Sign::House, Phrase::Address, of(|branch| &branch.address))}
            {line(Sign::Clock, Phrase::Hours, of(|branch| &branch.hours))}
            {stops}
        </ul>
    }
}

fn said(text: Text, name: &LocalName) -> Option<String> {
    let words = name.in_language(text.language.tag());
    (!words.is_empty()).then(|| words.to_owned())
}

/// The mark on the spine, as it is on the spine: one part below the other.
#[component]
fn SpineLabel(session: Session, text: Text, mark: CallNumber) -> impl IntoView {
    let (scheme, class) = (mark.scheme, mark.class.clone());
    let name = move || {
        class_name(session, text, scheme, &class)
            .map(|name| view! { <span class="spine-name">{name}</span> })
    };
    view! {
        <p class="spine">
            <span class="heard">{format!("{}: ", text.say(Phrase::CallNumber))}</span>
            <span class="spine-class">{mark.class}</span>
            {" "}
            {mark.item.map(|item| view! { <span class="spine-item">{item}</span> })}
            {name}
        </p>
    }
}

/// The copies one by one, where they differ in what is known of them.
fn copies(text: Text, access: PlaceAccess, items: &[Item]) -> Option<AnyView> {
    let is_alike = items.iter().all(|item| {
        Some(&item.status) == items.first().map(|first| &first.status)
            && item.enumeration.is_none()
    });
    if items.len() < 2 {
        return None;
    }
    if is_alike {
        let count = text.tell(Telling::Copies(items.len()));
        return Some(view! { <p class="copies">{count}</p> }.into_any());
    }
    let lines = items.iter().map(|item| {
        let name = [&item.enumeration, &item.copy, &item.inventory, &item.barcode];
        let name = name.into_iter().flatten().next().cloned().unwrap_or_default();
        let tone = Tone::of_copy(access, &item.status).name();
        view! {
            <li class=format!("tone-{tone}")>
                <span class="copy-name" dir="auto">{text.tell(Telling::Copy(&name))}</span>
                <span class="copy-status">{way::status_words(text, access, &item.status)}</span>
            </li>
        }
    });
    Some(view! { <ul class="copies">{lines.collect_view()}</ul> }.into_any())
}
