//! The filters: a column beside the results where there is room, a sheet from below where not.

use bibliobus_worker::Facet;
use leptos::ev::MouseEvent;
use leptos::html::Dialog;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::Element;

use super::facet::FacetGroup;
use super::icon::{Sign, icon};
use crate::Phase;
use crate::session::Session;
use crate::text::{Phrase, Telling, Text};

/// The column.
#[component]
pub(super) fn FilterColumn(session: Session, text: Text) -> impl IntoView {
    session.is_filtering.set(true);
    on_cleanup(move || {
        session.is_filtering.try_set(false);
    });
    view! {
        <section class="filters" part="filters" aria-labelledby="filters-name">
            <h2 class="small-heading" id="filters-name">{text.say(Phrase::Filters)}</h2>
            {groups(session, text)}
        </section>
    }
}

/// The button that opens the sheet, within reach of a thumb, and the sheet. The browser's own
/// dialog keeps the focus within, hears Escape, and gives the focus back to the button.
#[component]
pub(super) fn FilterSheet(session: Session, text: Text) -> impl IntoView {
    let dialog = NodeRef::<Dialog>::new();
    let words = move || {
        let number = session.search.with(|search| search.asked().filters.len());
        text.tell(Telling::OpenFilters(number))
    };
    let open = move |_| {
        session.is_filtering.set(true);
        if let Some(dialog) = dialog.get_untracked() {
            // It is on the page and closed, so it can be opened.
            let _ = dialog.show_modal();
        }
    };
    let close = move || {
        if let Some(dialog) = dialog.get_untracked() {
            dialog.close();
        }
    };
    // The dialog's own surface is covered by what is in it: a click on it is one beside it.
    let on_click = move |event: MouseEvent| {
        let target = event.target().and_then(|target| target.dyn_into::<Element>().ok());
        if target.is_some_and(|target| target.tag_name() == "DIALOG") {
            close();
        }
    };
    on_cleanup(move || {
        session.is_filtering.try_set(false);
    });
    view! {
        <div class="sheet-bar">
            <button type="button" class="button" part="open-filters" aria-haspopup="dialog" on:click=open>
                {icon(Sign::Filters)}
                {words}
            </button>
        </div>
        <dialog
            class="sheet"
            part="filters"
            node_ref=dialog
            aria-labelledby="filters-name"
            on:close=move |_| session.is_filtering.set(false)
            on:click=on_click
        >
            {move || session.is_filtering.get().then(|| sheet(session, text, close))}
        </dialog>
    }
}

fn sheet(session: Session, text: Text, close: impl Fn() + Copy + 'static) -> AnyView {
    let found = move || {
        session.search.with(|search| match search.phase() {
            Phase::Found(results) => text.tell(Telling::ShowFound(results.total)),
            _ => text.say(Phrase::Searching).to_owned(),
        })
    };
    let has_filters = Memo::new(move |_| {
        session.search.with(|search| !search.asked().filters.is_empty())
    });
    let clear = move || {
        has_filters.get().then(|| {
            view! {
                <button
                    type="button"
                    class="button quiet"
                    on:click=move |_| session.narrow(|asked| asked.clear())
                >
                    {text.say(Phrase::ClearFilters)}
                </button>
            }
        })
    };
    view! {
        <div class="sheet-inner">
            <div class="sheet-head">
                <h2 class="section-heading" id="filters-name">{text.say(Phrase::Filters)}</h2>
                <button
                    type="button"
                    class="clear sheet-close"
                    part="close-filters"
                    aria-label=text.say(Phrase::CloseFilters)
                    on:click=move |_| close()
                >
                    {icon(Sign::Clear)}
                </button>
            </div>
            <div class="sheet-body">{groups(session, text)}</div>
            <div class="sheet-foot">
                {clear}
                <button type="button" class="button strong" part="show-found" on:click=move |_| close()>
                    {found}
                </button>
            </div>
        </div>
    }
    .into_any()
}

/// What the counts are worth, and every facet.
fn groups(session: Session, text: Text) -> AnyView {
    let note = move || {
        session.search.with(|search| {
            let counts = search.counts()?;
            let phrase = match (counts.partial, counts.is_about) {
                (true, _) => Phrase::Partial,
                (false, true) => Phrase::CountsAbout,
                (false, false) => return None,
            };
            Some(view! { <p class="filters-note">{text.say(phrase)}</p> })
        })
    };
    let groups = Facet::ALL.map(|facet| view! { <FacetGroup session text facet/> });
    view! { {note} {groups.into_iter().collect_view()} }.into_any()
}
