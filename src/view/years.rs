//! The years: a small picture of when things were published, and the two ends of a range.

use bibliobus_worker::Value;
use leptos::prelude::*;

use crate::facets::{Ends, bars};
use crate::session::Session;
use crate::text::{Phrase, Text};

/// How many bars the picture has.
const BARS: usize = 36;

/// Two handles to pull, and two boxes to type in, which do the same.
#[component]
pub(super) fn Years(
    session: Session,
    text: Text,
    values: Memo<Option<Vec<Value>>>,
) -> impl IntoView {
    let ends = Memo::new(move |_| values.with(|years| Ends::of(years.as_deref()?)));
    // While a handle is pulled, nothing is asked yet.
    let chosen = RwSignal::new((0, 0));
    Effect::new(move |_| {
        let Some(ends) = ends.get() else { return };
        let (from, to) = session.search.with(|search| search.asked().years());
        chosen.set((from.unwrap_or(ends.first), to.unwrap_or(ends.last)));
    });
    move || match ends.get() {
        None => {
            view! { <p class="filters-note">{text.say(Phrase::NoValues)}</p> }.into_any()
        }
        Some(ends) => view! {
            <div class="years" role="group" aria-labelledby="facet-year">
                {picture(values, ends, chosen)}
                <div class="handles">
                    {end(session, text, ends, chosen, Side::From, "range")}
                    {end(session, text, ends, chosen, Side::To, "range")}
                </div>
                <div class="year-boxes">
                    {end(session, text, ends, chosen, Side::From, "number")}
                    {end(session, text, ends, chosen, Side::To, "number")}
                </div>
            </div>
        }
        .into_any(),
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Side {
    From,
    To,
}

/// The bars; those within the range are darker.
fn picture(
    values: Memo<Option<Vec<Value>>>,
    ends: Ends,
    chosen: RwSignal<(i32, i32)>,
) -> AnyView {
    let bars = values
        .with_untracked(|years| bars(years.as_deref().unwrap_or_default(), ends, BARS));
    let bars = bars.into_iter().enumerate().filter(|(_, (share, _))| *share > 0.0);
    let bars = bars.map(|(at, (share, middle))| {
        let height = 2.0 + share * 38.0;
        let is_in = move || {
            let (from, to) = chosen.get();
            (from..=to).contains(&middle).to_string()
        };
        view! {
            <rect
                x=(at * 10 + 1).to_string()
                y=(40.0 - height).to_string()
                width="8"
                height=height.to_string()
                data-in=is_in
            ></rect>
        }
    });
    let box_of_view = format!("0 0 {} 40", BARS * 10);
    view! {
        <svg class="bars" viewBox=box_of_view preserveAspectRatio="none" aria-hidden="true">
            {bars.collect_view()}
        </svg>
    }
    .into_any()
}

/// One end of the range, as a handle or as a box.
fn end(
    session: Session,
    text: Text,
    ends: Ends,
    chosen: RwSignal<(i32, i32)>,
    side: Side,
    kind: &'static str,
) -> AnyView {
    let name =
        text.say(if side == Side::From { Phrase::YearFrom } else { Phrase::YearTo });
    let value = move || {
        let (from, to) = chosen.get();
        if side == Side::From { from } else { to }.to_string()
    };
    let take = move |event| {
        let Ok(year) = event_target_value(&event).parse::<i32>() else { return };
        chosen.update(|(from, to)| match side {
            Side::From => *from = year,
            Side::To => *to = year,
        });
    };
    let settle = move |event| {
        take(event);
        let (from, to) = chosen.get_untracked();
        let (from, to) = match side {
            Side::From => (from.min(to), to),
            Side::To => (from, to.max(from)),
        };
        let (from, to) = ends.narrowed(from, to);
        session.narrow(|asked| asked.within_years(from, to));
    };
    let input = view! {
        <input
            type=kind
            class=if kind == "range" { "handle" } else { "field" }
            aria-label=(kind == "range").then_some(name)
            min=ends.first.to_string()
            max=ends.last.to_string()
            prop:value=value
            on:input=move |event| if kind == "range" { take(event) }
            on:change=settle
        />
    };
    if kind == "range" {
        return input.into_any();
    }
    view! { <label class="year-box"><span>{name}</span> {input}</label> }.into_any()
}
