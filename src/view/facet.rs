//! One facet: its values with their counts.

use bibliobus_worker::{Facet, Value};
use leptos::prelude::*;

use super::value;
use super::years::Years;
use crate::facets::{depth, is_long};
use crate::session::Session;
use crate::shown_values;
use crate::text::{Phrase, Text};

/// A facet that opens and closes. It is counted while it is open.
#[component]
pub(super) fn FacetGroup(session: Session, text: Text, facet: Facet) -> impl IntoView {
    let is_open = session.open_facets.with_untracked(|open| open.contains(&facet));
    let id = format!("facet-{}", facet.name());
    let toggled = move |event: leptos::web_sys::Event| {
        let details = event_target::<leptos::web_sys::Element>(&event);
        session.open_facet(facet, details.has_attribute("open"));
    };
    let values = Memo::new(move |_| {
        session.search.with(|search| search.values(facet).map(<[Value]>::to_vec))
    });
    let number = move || {
        let number = session.search.with(|search| search.asked().of(facet).count());
        (number > 0).then(|| view! { <span class="facet-number">{number}</span> })
    };
    // A facet that no hit has takes no room, unless something of it is taken.
    let is_hidden = move || {
        values.with(|values| values.as_ref().is_some_and(Vec::is_empty))
            && session.search.with(|search| search.asked().of(facet).next().is_none())
    };
    let inner = move || match (facet, values.with(Option::is_some)) {
        (_, false) => {
            view! { <p class="filters-note">{text.say(Phrase::Counting)}</p> }.into_any()
        }
        (Facet::Year, true) => view! { <Years session text values/> }.into_any(),
        (_, true) => view! { <Values session text facet values/> }.into_any(),
    };
    view! {
        <details
            class="facet"
            part="facet"
            data-facet=facet.name()
            open=is_open
            hidden=is_hidden
            on:toggle=toggled
        >
            <summary id=id>{text.facet(facet)} {number}</summary>
            {inner}
        </details>
    }
}

/// The values, with a box to look for one where they are many.
#[component]
fn Values(
    session: Session,
    text: Text,
    facet: Facet,
    values: Memo<Option<Vec<Value>>>,
) -> impl IntoView {
    let is_whole = RwSignal::new(false);
    let typed = RwSignal::new(String::new());
    let shown = Memo::new(move |_| {
        let name = |value: &str| value::name(session, text, facet, value);
        values.with(|values| {
            let values = values.as_deref().unwrap_or_default();
            session.search.with(|search| {
                typed.with(|typed| {
                    shown_values(
                        facet,
                        values,
                        search.asked(),
                        is_whole.get(),
                        typed,
                        name,
                    )
                })
            })
        })
    });
    let is_long = Memo::new(move |_| {
        values.with(|values| is_long(facet, values.as_ref().map_or(0, Vec::len)))
    });
    let is_empty = move || shown.with(Vec::is_empty);
    let group = format!("facet-{}", facet.name());
    view! {
        {move || (is_long.get() && is_whole.get()).then(|| finder(text, facet, typed))}
        <ul class="values" aria-labelledby=group>
            <For each=move || shown.get() key=|value| value.value.clone() let(value)>
                <li>{tick(session, text, facet, value.value, shown)}</li>
            </For>
        </ul>
        {move || is_empty().then(|| view! { <p class="filters-note">{text.say(Phrase::NoValues)}</p> })}
        {move || is_long.get().then(|| all_or_few(session, text, is_whole, typed))}
    }
}

/// A box that is ticked, the name of the value and its count.
fn tick(
    session: Session,
    text: Text,
    facet: Facet,
    code: String,
    shown: Memo<Vec<Value>>,
) -> AnyView {
    let name = value::name(session, text, facet, &code);
    let (of_tick, of_count, of_depth) = (code.clone(), code.clone(), code.clone());
    let is_ticked =
        move || session.search.with(|search| search.asked().has(facet, &of_tick));
    let count = move || {
        let count = shown.with(|shown| {
            shown.iter().find(|value| value.value == of_count).map(|value| value.count)
        });
        text.number(count.unwrap_or_default().into())
    };
    let indent = move || {
        let depth =
            shown.with(
                |shown| if facet == Facet::Class { depth(shown, &of_depth) } else { 0 },
            );
        depth.min(4).to_string()
    };
    let toggle = move |_| session.narrow(|asked| asked.toggle(facet, &code));
    view! {
        <label class="tick" data-depth=indent>
            <input type="checkbox" prop:checked=is_ticked on:change=toggle/>
            <span class="tick-name" dir="auto">{name}</span>
            <span class="tick-count">{count}</span>
        </label>
    }
    .into_any()
}

/// The box that looks for a value.
fn finder(text: Text, facet: Facet, typed: RwSignal<String>) -> AnyView {
    let id = format!("find-{}", facet.name());
    view! {
        <label class="find-name" for=id.clone()>{text.say(Phrase::FindValue)}</label>
        <input
            id=id
            class="field"
            type="search"
            autocomplete="off"
            spellcheck="false"
            on:input=move |event| typed.set(event_target_value(&event))
        />
    }
    .into_any()
}

/// The button that shows all the values, or the most frequent ones again.
fn all_or_few(
    session: Session,
    text: Text,
    is_whole: RwSignal<bool>,
    typed: RwSignal<String>,
) -> AnyView {
    let words = move || {
        let phrase = if is_whole.get() { Phrase::FewValues } else { Phrase::AllValues };
        text.say(phrase)
    };
    let press = move |_| {
        typed.set(String::new());
        is_whole.update(|is_whole| *is_whole = !*is_whole);
        session.name_all();
    };
    view! { <button type="button" class="button quiet all-values" on:click=press>{words}</button> }
        .into_any()
}
