//! One way past everything on a list: branch by branch, on the plans and in words, and what is not
//! on it.

use bibliobus_catalog::{
    PlaceAccess, Record, RecordId, Round, RoundStop, Status, Way, best_status,
};
use leptos::prelude::*;

use super::list::titled;
use super::lists::called;
use super::take_along::along;
use super::the_way::{plan, step_free_tick};
use crate::session::{Records, Session};
use crate::slip::{Slip, SlipPlace};
use crate::text::{Listing, Phrase, Text};
use crate::{List, way};

/// A thing on the list, with the copies that one may go for.
struct Thing {
    id: RecordId,
    title: String,
    copies: Vec<Way>,
    /// What to do where there is no such copy.
    otherwise: String,
}

impl Thing {
    fn of(session: Session, text: Text, record: &Record) -> Self {
        let all = session.ways(record);
        let otherwise = match all.first() {
            None => text.say(Phrase::NoWay).to_owned(),
            Some(Way::Online { .. }) => {
                text.say(way::open_online(record.material)).to_owned()
            }
            Some(Way::AtPlace { access, items, .. }) => {
                way::status_words(text, *access, &best_status(items))
            }
        };
        Self {
            id: record.id.clone(),
            title: titled(text, &record.title.full()),
            copies: all.into_iter().filter(is_there).collect(),
            otherwise,
        }
    }
}

/// Whether one may go for it.
fn is_there(way: &Way) -> bool {
    match way {
        Way::AtPlace { items, .. } => {
            matches!(best_status(items), Status::Available | Status::Reference)
        }
        Way::Online { .. } => false,
    }
}

/// The way past all of them, and what is taken along of it.
#[component]
pub(super) fn Tour(
    session: Session,
    text: Text,
    ids: Memo<Vec<RecordId>>,
    records: RwSignal<Records>,
) -> impl IntoView {
    let rounds = RwSignal::new(Vec::<Round>::new());
    let step_free = RwSignal::new(false);
    // Once none is on its way any more: a way past some would be another one a moment later.
    let things = move || {
        records.with(|records| {
            let here = ids.with(|ids| records.all_of(ids))?.into_iter();
            Some(here.map(|record| Thing::of(session, text, record)).collect::<Vec<_>>())
        })
    };
    Effect::new(move |_| {
        let Some(things) = things() else { return };
        let copies =
            |thing: &Thing| thing.copies.iter().filter_map(Way::standing).collect();
        session.tour(things.iter().map(copies).collect(), step_free.get(), rounds);
    });
    move || {
        let things = things().filter(|things| !things.is_empty())?;
        let rounds = rounds.get();
        let slip = slip(session, text, &things, &rounds);
        Some(view! {
            {the_rounds(session, text, (&things, &rounds), step_free)}
            {others(text, &things, &rounds)}
            {along(text, &slip)}
        })
    }
}

fn the_rounds(
    session: Session,
    text: Text,
    (things, rounds): (&[Thing], &[Round]),
    step_free: RwSignal<bool>,
) -> Option<AnyView> {
    if rounds.is_empty() {
        return None;
    }
    let parts: Vec<_> =
        rounds.iter().map(|it| round(session, text, things, it)).collect();
    Some(
        view! {
            <section class="tour" part="tour">
                <h2 class="section-heading">{text.listing(Listing::OneWay)}</h2>
                {step_free_tick(text, step_free)}
                {parts}
            </section>
        }
        .into_any(),
    )
}

/// The way through one branch.
fn round(session: Session, text: Text, things: &[Thing], round: &Round) -> AnyView {
    let name = branch_name(session, text, round);
    let stops: Vec<_> =
        round.stops.iter().filter_map(|it| stop(session, text, things, it)).collect();
    let plans = round.stretches.iter().map(|stretch| plan(text, stretch)).collect_view();
    view! {
        <div class="round" part="round">
            <h3 class="branch-name">{name}</h3>
            <ol class="stops">{stops}</ol>
            <div class="plans">{plans}</div>
        </div>
    }
    .into_any()
}

fn branch_name(session: Session, text: Text, round: &Round) -> String {
    session.with_library(|library| {
        let branch = library.branch(&round.branch);
        let name = branch.map(|it| it.name.in_language(text.language.tag()).to_owned());
        name.filter(|name| !name.is_empty()).unwrap_or_else(|| round.branch.clone())
    })
}

/// One stop: the thing, its mark, where it stands, and how one gets there.
fn stop(
    session: Session,
    text: Text,
    things: &[Thing],
    stop: &RoundStop,
) -> Option<AnyView> {
    let told = Told::of(session, text, things, stop)?;
    let mark = told.mark.map(|mark| view! { <span class="way-mark">{mark}</span> });
    let where_ = [Some(told.place), told.shelf].into_iter().flatten();
    let where_ = where_.collect::<Vec<_>>().join(", ");
    let advice = told.advice.map(|words| view! { <p class="place-advice">{words}</p> });
    let steps = text.walk(&stop.guide.steps).join(" ");
    let steps = (!steps.is_empty()).then(|| view! { <p class="stop-steps">{steps}</p> });
    Some(
        view! {
            <li class="stop" part="stop" data-id=told.id>
                <p class="stop-title"><strong dir="auto">{told.title}</strong> {mark}</p>
                <p>{where_}</p>
                {advice}
                {steps}
            </li>
        }
        .into_any(),
    )
}

/// A stop in words.
struct Told {
    id: RecordId,
    title: String,
    mark: Option<String>,
    /// The place within the branch; empty where it has no name.
    place: String,
    shelf: Option<String>,
    /// What else is to be known: how to ask, or that the shelf is not known.
    advice: Option<&'static str>,
    status: String,
}

impl Told {
    fn of(
        session: Session,
        text: Text,
        things: &[Thing],
        stop: &RoundStop,
    ) -> Option<Self> {
        let thing = things.get(usize::from(stop.thing))?;
        let copy = thing.copies.get(usize::from(stop.copy))?;
        let Way::AtPlace { location, access, call_number, items, .. } = copy else {
            return None;
        };
        let place = session.with_library(|lib| way::place_name(text, lib, location));
        let asked = match access {
            PlaceAccess::Closed => Some(Phrase::AskAtDesk),
            PlaceAccess::ReadingRoom => Some(Phrase::ReadHere),
            PlaceAccess::Bookmobile => Some(Phrase::MeetTheBus),
            PlaceAccess::Unstated => Some(Phrase::AskWhere),
            PlaceAccess::Open => None,
        };
        let advice = text.shelf_note(&stop.guide);
        Some(Self {
            id: thing.id.clone(),
            title: thing.title.clone(),
            mark: call_number.as_ref().map(|mark| mark.label()),
            place: place.unwrap_or_default(),
            shelf: text.standing(&stop.guide),
            advice: advice.or_else(|| asked.map(|phrase| text.say(phrase))),
            status: way::status_words(text, *access, &best_status(items)),
        })
    }
}

/// What the way does not lead to, and what to do about each.
fn others(text: Text, things: &[Thing], rounds: &[Round]) -> Option<AnyView> {
    let is_on = |at: usize| {
        rounds.iter().flat_map(|it| &it.stops).any(|stop| usize::from(stop.thing) == at)
    };
    let others: Vec<_> = things
        .iter()
        .enumerate()
        .filter(|(at, thing)| {
            thing.copies.is_empty() || !rounds.is_empty() && !is_on(*at)
        })
        .map(|(_, thing)| {
            view! {
                <li data-id=thing.id.clone()>
                    <span dir="auto">{thing.title.clone()}</span>
                    {" — "}
                    {thing.otherwise.clone()}
                </li>
            }
        })
        .collect();
    (!others.is_empty()).then(|| {
        view! {
            <section class="off-the-way" part="off-the-way">
                <h2 class="section-heading">{text.listing(Listing::OffTheWay)}</h2>
                <ul class="others">{others}</ul>
            </section>
        }
        .into_any()
    })
}

/// What is taken along: the stops in their order, then the rest.
fn slip(session: Session, text: Text, things: &[Thing], rounds: &[Round]) -> Slip {
    let stops =
        rounds.iter().flat_map(|round| round.stops.iter().map(move |stop| (round, stop)));
    let told: Vec<(String, Told)> = stops
        .filter_map(|(round, stop)| {
            let told = Told::of(session, text, things, stop)?;
            Some((branch_name(session, text, round), told))
        })
        .collect();
    let noted = |id: &RecordId| {
        let note = |list: &List| list.entry(id).map(|it| it.note.clone());
        session.list.with(note).filter(|note| !note.is_empty())
    };
    let rest = things.iter().filter(|thing| told.iter().all(|(_, it)| it.id != thing.id));
    let rest = rest.map(|thing| SlipPlace {
        place: thing.title.clone(),
        status: thing.otherwise.clone(),
        note: noted(&thing.id),
        is_ticked: true,
        ..SlipPlace::default()
    });
    let rest: Vec<SlipPlace> = rest.collect();
    let on_the_way = told.iter().map(|(branch, it)| SlipPlace {
        note: noted(&it.id),
        is_ticked: true,
        mark: it.mark.clone(),
        place: it.title.clone(),
        status: it.status.clone(),
        shelf: {
            let place = Some(it.place.clone()).filter(|place| !place.is_empty());
            let words: Vec<_> = [Some(branch.clone()), place, it.shelf.clone()]
                .into_iter()
                .flatten()
                .collect();
            (!words.is_empty()).then(|| words.join(", "))
        },
    });
    let ids: Vec<RecordId> = things.iter().map(|thing| thing.id.clone()).collect();
    Slip {
        title: session.lists.with(|lists| called(text, &lists.name())),
        places: on_the_way.chain(rest).collect(),
        address: session.address_of_list(&ids),
        ..Slip::default()
    }
}
