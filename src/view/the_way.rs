//! On which shelf a thing stands, the plan with the way there, and the same in words.

use bibliobus_catalog::{Guide, Stretch};
use leptos::prelude::*;

use super::icon::{Sign, icon};
use super::labelled::labelled;
use crate::session::Session;
use crate::text::{Phrase, Text};

/// The shelf in words, and behind a line that opens the plan and the way. Nothing where the
/// library says nothing of its shelves.
pub(super) fn the_way(text: Text, guide: &Guide, step_free: RwSignal<bool>) -> AnyView {
    let line = |words: &str| {
        let words = labelled(text, Phrase::Shelf, words.to_owned());
        view! { <p class="shelf-words">{icon(Sign::Route)} {words}</p> }
    };
    let standing = text.standing(guide).map(|words| line(&words));
    let note =
        text.shelf_note(guide).map(|note| view! { <p class="place-advice">{note}</p> });
    let plan = (!guide.stretches.is_empty() || !guide.steps.is_empty())
        .then(|| plan_and_steps(text, guide, step_free));
    view! { {standing} {note} {plan} }.into_any()
}

fn plan_and_steps(text: Text, guide: &Guide, step_free: RwSignal<bool>) -> AnyView {
    let steps = text.walk(&guide.steps);
    let steps = steps.into_iter().map(|step| view! { <li>{step}</li> }).collect_view();
    let plans = guide.stretches.iter().map(|stretch| plan(text, stretch)).collect_view();
    view! {
        <details class="the-way" part="way">
            <summary>{text.say(Phrase::PlanAndWay)}</summary>
            {step_free_tick(text, step_free)}
            <ol class="steps">{steps}</ol>
            <div class="plans">{plans}</div>
        </details>
    }
    .into_any()
}

/// Whether the way may have no steps.
pub(super) fn step_free_tick(text: Text, step_free: RwSignal<bool>) -> AnyView {
    view! {
        <label class="tick">
            <input
                type="checkbox"
                prop:checked=move || step_free.get()
                on:change=move |_| step_free.update(|free| *free = !*free)
            />
            <span class="tick-name">{text.say(Phrase::StepFree)}</span>
        </label>
    }
    .into_any()
}

/// The plan of a floor, with the way over it and the shelf at its end, or the
/// numbers of the stops. Those who hear the page have the steps. It takes the focus, since with
/// larger text it is moved within its frame.
pub(super) fn plan(text: Text, stretch: &Stretch) -> AnyView {
    let (plan, tag) = (&stretch.plan, text.language.tag());
    let name = stretch.name.in_language(tag);
    let name = if name.is_empty() { text.floor(stretch.level) } else { name.to_owned() };
    let view = format!("{} {} {} {}", plan.view.x, plan.view.y, plan.view.w, plan.view.h);
    let outlines = (0u16..).zip(&plan.outlines).map(|(at, outline)| {
        let here = if stretch.marked.contains(&at) { " plan-here" } else { "" };
        let class = format!("plan-{}{here}", outline.kind.name());
        view! { <path class=class d=outline.path.clone()></path> }
    });
    let labels = plan.labels.iter().map(|label| {
        let words = label.words.in_language(tag).to_owned();
        view! { <text x=label.x.to_string() y=label.y.to_string()>{words}</text> }
    });
    let points: Vec<String> =
        stretch.line.iter().map(|(x, y)| format!("{x},{y}")).collect();
    let dot = |class, point: Option<&(i32, i32)>| {
        point.map(|(x, y)| {
            view! { <circle class=class cx=x.to_string() cy=y.to_string() r="60"></circle> }
        })
    };
    view! {
        <figure class="plan" tabindex="0">
            <figcaption>{name}</figcaption>
            <p class="no-plan">{text.no_plan()}</p>
            <svg viewBox=view aria-hidden="true" focusable="false">
                {outlines.collect_view()}
                {labels.collect_view()}
                <polyline class="plan-way" points=points.join(" ")></polyline>
                {dot("plan-from", stretch.line.first())}
                {stretch.numbers.is_empty().then(|| dot("plan-to", stretch.line.last()))}
                {numbers(stretch)}
            </svg>
        </figure>
    }
    .into_any()
}

/// The numbers of the stops; those at one place in one circle.
fn numbers(stretch: &Stretch) -> Vec<AnyView> {
    let mut places: Vec<((i32, i32), Vec<String>)> = Vec::new();
    for (number, at) in &stretch.numbers {
        match places.iter_mut().find(|(there, _)| there == at) {
            Some((_, here)) => here.push(number.to_string()),
            None => places.push((*at, vec![number.to_string()])),
        }
    }
    let number = |((x, y), here): ((i32, i32), Vec<String>)| {
        let words = match here.as_slice() {
            [first, .., last] => format!("{first}–{last}"),
            one => one.concat(),
        };
        view! {
            <circle class="plan-stop" cx=x.to_string() cy=y.to_string() r="150"></circle>
            <text class="plan-number" x=x.to_string() y=(y + 55).to_string()>{words}</text>
        }
        .into_any()
    };
    places.into_iter().map(number).collect()
}

/// What else is known of the house: how one gets in, and days that are not as every week.
pub(super) fn usual(session: Session, text: Text, guide: &Guide) -> Option<AnyView> {
    let facts = guide.facts.as_ref()?;
    let words = facts.accessibility.in_language(text.language.tag()).to_owned();
    let words = match facts.step_free {
        Some(true) if words.is_empty() => text.say(Phrase::NoSteps).to_owned(),
        Some(true) => format!("{}; {words}", text.say(Phrase::NoSteps)),
        _ => words,
    };
    let as_of = session.collection.with(|c| c.as_ref().map(|c| c.as_of.clone()));
    let as_of = as_of.unwrap_or_default();
    let days = facts.exceptions.iter().filter(|exception| exception.last >= as_of);
    let days = days.map(|exception| text.exception(exception));
    let line = |sign, name, words| {
        view! { <li>{icon(sign)} {labelled(text, name, words)}</li> }
    };
    let days = days.map(|words| line(Sign::Clock, Phrase::Hours, words)).collect_view();
    let access =
        (!words.is_empty()).then(|| line(Sign::House, Phrase::Accessibility, words));
    Some(view! { <ul class="place-facts">{access} {days}</ul> }.into_any())
}
