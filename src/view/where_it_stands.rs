//! Where a thing stands: branch, place, the way there, and the mark on its spine.

use bibliobus_catalog::{
    Arranged, Branch, CallNumber, Guide, Item, Library, LiveHolding, LocalName, Location,
    PlaceAccess, Status, Way, best_status,
};
use leptos::prelude::*;

use super::arranged::button;
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
    now: Now,
) -> impl IntoView {
    let guides = RwSignal::new(Vec::<Guide>::new());
    let step_free = RwSignal::new(false);
    let copies: Vec<_> = ways.iter().filter_map(Way::standing).collect();
    Effect::new(move |_| session.guide(copies.clone(), step_free.get(), guides));
    let mut at = 0;
    let mut told = Vec::<String>::new();
    let place = |way: Way| {
        let guide = move || guides.with(|guides| guides.get(at).cloned());
        let own = way.standing();
        at += usize::from(own.is_some());
        let branch = own.as_ref().map(|(location, _)| location.library.clone());
        let is_told = branch.as_ref().is_some_and(|branch| told.contains(branch));
        told.extend(branch);
        let shelf = move || guide().map(|guide| the_way(text, &guide, step_free));
        let house = move || {
            guide().filter(|_| !is_told).and_then(|guide| usual(session, text, &guide))
        };
        let services = move || services(text, own.as_ref(), now);
        place(session, text, (way, is_told), (shelf, house, services))
    };
    let places: Vec<_> = ways.into_iter().filter_map(place).collect();
    let as_of = session.collection.with(|c| c.as_ref().map(|c| c.as_of.clone()));
    let as_of = move || {
        let is_now =
            now.live.with(|live| !live.is_empty() && live.iter().all(|it| it.is_live));
        let day = as_of.as_ref().filter(|day| !day.is_empty() && !is_now);
        day.map(|day| {
            view! { <p class="as-of">{text.tell(Telling::StatusAsOf(day))}</p> }
                .into_any()
        })
    };
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

/// What comes after the index's own answer.
#[derive(Clone, Copy)]
pub(super) struct Now {
    /// What the library arranges.
    pub(super) arranged: RwSignal<Vec<Arranged>>,
    /// The holdings as the library's system has them just now; none where it does not say.
    pub(super) live: RwSignal<Vec<LiveHolding>>,
}

/// That the status of a copy is that of now, and what else the system says of it.
fn live_line(
    text: Text,
    copy: Option<&(Location, Option<CallNumber>)>,
    live: RwSignal<Vec<LiveHolding>>,
) -> Option<AnyView> {
    let (location, mark) = copy?;
    let is_it = |it: &&LiveHolding| {
        it.is_live && it.holding.location == *location && it.holding.call_number == *mark
    };
    let words =
        live.with(|all| all.iter().find(is_it).map(|it| text.as_of_now(&it.note)))?;
    Some(view! { <p class="as-of place-live" dir="auto">{words}</p> }.into_any())
}

/// What is known just now of a copy, and what the library arranges for it.
fn services(
    text: Text,
    copy: Option<&(Location, Option<CallNumber>)>,
    now: Now,
) -> AnyView {
    let live = live_line(text, copy, now.live);
    let own = now.arranged.with(|all| {
        let own = all.iter().filter(|it| it.copy.is_some() && it.copy.as_ref() == copy);
        own.filter_map(|it| button(text, it)).collect::<Vec<_>>()
    });
    let own = own.into_iter();
    let own = own
        .map(|button| view! { <div class="place-service">{button}</div> }.into_any())
        .collect_view();
    view! { {live} {own} }.into_any()
}

/// One place. Of a branch that is told of already (`is_told`) only the place itself is.
fn place(
    session: Session,
    text: Text,
    (way, is_told): (Way, bool),
    (shelf, house, services): (
        impl Fn() -> Option<AnyView> + Send + 'static,
        impl Fn() -> Option<AnyView> + Send + 'static,
        impl Fn() -> AnyView + Send + 'static,
    ),
) -> Option<AnyView> {
    let Way::AtPlace { location, access, call_number, items, notes, extent } = way else {
        return None;
    };
    let status = best_status(&items);
    let tone = Tone::of_copy(access, &status);
    let class = format!("place tone-{}", tone.name());
    let own = session.own_branch();
    let (names, facts) = session.with_library(|library| {
        let is_elsewhere = way::is_elsewhere(&location, access, &own);
        let names = names(text, library, &location, is_elsewhere);
        (names, facts(text, library, &location, is_told))
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
                    {services}
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
fn names(
    text: Text,
    library: &Library,
    location: &Location,
    is_elsewhere: bool,
) -> impl IntoView + use<> {
    let elsewhere = is_elsewhere.then(
        || view! { <p class="place-elsewhere">{text.say(Phrase::AnotherBranch)}</p> },
    );
    let branch = way::branch_name(text, library.branch(&location.library), location);
    let place = way::place_name(text, library, location)
        .map(|name| view! { <p class="place-name">{name}</p> });
    view! { <h3 class="branch-name">{branch}</h3> {elsewhere} {place} }
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

/// The way there, and once for each branch its address, its hours and its stops.
fn facts(
    text: Text,
    library: &Library,
    location: &Location,
    is_told: bool,
) -> impl IntoView + use<> {
    let code = location.sublocation.as_deref().unwrap_or_default();
    let way = library.place(&location.library, code).and_then(|p| said(text, &p.way));
    let branch = library.branch(&location.library).filter(|_| !is_told);
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
