//! The order of the hits.

use bibliobus_worker::Sort;
use leptos::prelude::*;

use crate::session::Session;
use crate::text::{Phrase, Text};

/// A list to choose the order from.
#[component]
pub(super) fn Order(session: Session, text: Text) -> impl IntoView {
    let now = Memo::new(move |_| session.search.with(|search| search.asked().sort));
    let choose = move |event| {
        if let Some(sort) = Sort::parse(&event_target_value(&event)) {
            session.narrow(|asked| asked.sort = sort);
        }
    };
    let options = Sort::ALL.map(|sort| {
        let is_now = move || now.get() == sort;
        view! { <option value=sort.name() prop:selected=is_now>{text.sort(sort)}</option> }
    });
    view! {
        <label class="order">
            <span class="order-name">{text.say(Phrase::Order)}</span>
            <select class="field" part="order" on:change=choose>
                {options.into_iter().collect_view()}
            </select>
        </label>
    }
}
