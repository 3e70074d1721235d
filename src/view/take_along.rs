//! Taking a record along: the slip as it is printed, its codes, and where it can be sent. It is
//! made when a reader asks for it.

use bibliobus_catalog::{CallNumber, Guide, LiveHolding, Record, Way, best_status};
use js_sys::Date;
use leptos::prelude::*;
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;
use web_sys::Element;

use super::icon::{Sign, icon};
use crate::session::Session;
use crate::slip::{Slip, SlipPlace, code};
use crate::text::{Taking, Telling, Text};
use crate::{Address, way};

#[wasm_bindgen(module = "/src/element.js")]
extern "C" {
    /// Whether the device can do something, such as `share`. (A function without texts would be
    /// imported past the glue, by a file name that the build changes.)
    fn can(what: &str) -> bool;
    /// Gives a text to another app that the reader chooses.
    fn share(title: &str, text: &str);
    /// Prints what has the class `slip` within `inside`, on paper of this size: `58`, `80`, `A6`.
    fn print_slip(inside: &Element, size: &str, css: &str);
}

/// How a slip looks on paper.
const PAPER: &str = include_str!("../style/slip.css");

/// A line that opens what is taken along.
pub(super) fn take_along(
    session: Session,
    text: Text,
    record: Record,
    live: RwSignal<Vec<LiveHolding>>,
) -> AnyView {
    let is_open = RwSignal::new(false);
    let guides = RwSignal::new(Vec::<Guide>::new());
    let copies = {
        let all = session.ways(&record);
        all.iter().filter_map(Way::standing).collect::<Vec<_>>()
    };
    let open = move |_| {
        if !is_open.get_untracked() {
            is_open.set(true);
            session.guide(copies.clone(), false, guides);
        }
    };
    let inner = move || {
        is_open.get().then(|| {
            let slip = live.with(|live| {
                guides.with(|guides| slip(session, text, &record, (guides, live)))
            });
            inside(text, &slip)
        })
    };
    view! {
        <details class="take-along" part="take-along" on:toggle=open>
            <summary>{icon(Sign::Kept)} {text.taking(Taking::TakeAlong)}</summary>
            {inner}
        </details>
    }
    .into_any()
}

/// The same for what is known already, such as a list.
pub(super) fn along(text: Text, slip: &Slip) -> AnyView {
    view! {
        <details class="take-along" part="take-along">
            <summary>{icon(Sign::Kept)} {text.taking(Taking::TakeAlong)}</summary>
            {inside(text, slip)}
        </details>
    }
    .into_any()
}

/// What is taken along of a record. Guides are in the order of its places.
fn slip(
    session: Session,
    text: Text,
    record: &Record,
    (guides, live): (&[Guide], &[LiveHolding]),
) -> Slip {
    let all = session.ways(record);
    let as_of = session.collection.with(|c| c.as_ref().map(|c| c.as_of.clone()));
    let as_of = as_of.filter(|day| !day.is_empty());
    let places = all.iter().filter(|way| matches!(way, Way::AtPlace { .. }));
    let places = places.enumerate().filter_map(|(at, way)| {
        let Way::AtPlace { location, access, call_number, items, .. } = way else {
            return None;
        };
        let status = way::status_words(text, *access, &best_status(items));
        let is_it = |it: &&LiveHolding| {
            it.holding.location == *location && it.holding.call_number == *call_number
        };
        let is_live = live.iter().find(is_it).is_some_and(|it| it.is_live);
        // On paper "now" is long ago.
        let now =
            || Date::new_0().to_locale_string(text.language.tag(), &JsValue::UNDEFINED);
        let day = as_of.as_ref().map(|day| text.tell(Telling::StatusAsOf(day)));
        let as_of =
            if is_live { Some(text.as_of_time(&String::from(now()))) } else { day };
        let names = session.with_library(|library| {
            let branch =
                way::branch_name(text, library.branch(&location.library), location);
            [Some(branch), way::place_name(text, library, location)]
        });
        Some(SlipPlace {
            mark: call_number.as_ref().map(CallNumber::label),
            place: names.into_iter().flatten().collect::<Vec<_>>().join(", "),
            status: [Some(status), as_of]
                .into_iter()
                .flatten()
                .collect::<Vec<_>>()
                .join(", "),
            shelf: guides.get(at).and_then(|guide| text.standing(guide)),
            ..SlipPlace::default()
        })
    });
    Slip {
        title: record.title.full(),
        byline: record
            .creators
            .iter()
            .take(2)
            .map(|c| &*c.name)
            .collect::<Vec<_>>()
            .join("; "),
        places: places.collect(),
        steps: guides.first().map(|guide| text.walk(&guide.steps)).unwrap_or_default(),
        address: session.address_of(&Address::Record(record.id.clone())),
    }
}

/// The slip, and below it where it can go.
fn inside(text: Text, slip: &Slip) -> AnyView {
    let box_of = NodeRef::new();
    let lines = slip.lines(true);
    let (title, all) = (slip.title.clone(), lines.join("\n"));
    let share_button = can("share").then(|| {
        let give = move |_| share(&title, &all);
        view! { <button type="button" class="button" on:click=give>{text.taking(Taking::Share)}</button> }
            .into_any()
    });
    let sizes = [("58", Taking::Narrow), ("80", Taking::Wide), ("A6", Taking::Sheet)];
    let sizes = sizes.map(|(size, words)| print_button(text, box_of, size, words));
    view! {
        <div class="taking" node_ref=box_of>
            {paper(text, slip)}
            <p class="taking-ways">
                {share_button}
                <a class="button" href=slip.message()>{text.taking(Taking::Message)}</a>
                <a class="button" href=slip.letter()>{text.taking(Taking::Letter)}</a>
            </p>
            <p class="taking-ways">
                <span>{text.taking(Taking::Print)}</span>
                {sizes.into_iter().collect_view()}
            </p>
        </div>
    }
    .into_any()
}

fn print_button(
    text: Text,
    inside: NodeRef<leptos::html::Div>,
    size: &'static str,
    words: Taking,
) -> AnyView {
    let print = move |_| {
        if let Some(inside) = inside.get_untracked() {
            print_slip(&inside, size, PAPER);
        }
    };
    view! { <button type="button" class="button" data-size=size on:click=print>{text.taking(words)}</button> }
        .into_any()
}

/// The way to the first place.
fn steps(slip: &Slip) -> AnyView {
    let steps =
        slip.steps.iter().map(|step| view! { <li>{step.clone()}</li> }.into_any());
    view! { <ol class="slip-steps">{steps.collect_view()}</ol> }.into_any()
}

/// The slip as it is printed.
fn paper(text: Text, slip: &Slip) -> AnyView {
    let places = slip.places.iter().enumerate().map(|(at, place)| {
        let steps = (at == 0 && !slip.steps.is_empty()).then(|| steps(slip));
        let mark = place.mark.clone();
        let mark = mark.map(|mark| view! { <p class="slip-mark">{mark}</p> }.into_any());
        let shelf = place.shelf.clone();
        let shelf =
            shelf.map(|shelf| view! { <p class="slip-shelf">{shelf}</p> }.into_any());
        view! {
            <div class="slip-place">
                {mark}
                <p>{if place.is_ticked { "☐ " } else { "" }} {place.place.clone()}</p>
                {shelf}
                <p class="slip-status">{place.status.clone()}</p>
                {place.note.clone().map(|note| view! { <p class="slip-note" dir="auto">{note}</p> }.into_any())}
                {steps}
            </div>
        }
        .into_any()
    });
    let of_page = slip
        .address
        .as_ref()
        .and_then(|address| Some((code(address)?, Taking::CodeOfPage)));
    let of_text = code(&slip.for_code()).map(|code| (code, Taking::CodeOfText));
    let codes = of_page.into_iter().chain(of_text).map(|(code, words)| {
        let view_box = format!("0 0 {0} {0}", code.side);
        view! {
            <figure class="slip-code">
                <svg viewBox=view_box role="img" aria-label=text.taking(words)>
                    <path d=code.path></path>
                </svg>
                <figcaption>{text.taking(words)}</figcaption>
            </figure>
        }
        .into_any()
    });
    view! {
        <div class="slip">
            <p class="slip-title" dir="auto">{slip.title.clone()}</p>
            <p class="slip-byline" dir="auto">{slip.byline.clone()}</p>
            {places.collect_view()}
            <div class="slip-codes">{codes.collect_view()}</div>
        </div>
    }
    .into_any()
}
