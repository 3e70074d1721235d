//! What the words may become, offered while one types: a row below the box, so that it hides
//! nothing of what was found already.

use leptos::prelude::*;
use web_sys::{
    Element, KeyboardEvent, MouseEvent, ScrollIntoViewOptions, ScrollLogicalPosition,
};

use crate::session::Session;
use crate::text::{Phrase, Text};
use crate::{Group, Offer, offers, step};

/// What the search box and its list share.
#[derive(Clone, Copy)]
pub(super) struct Choice {
    /// What is offered; nothing while nothing is.
    pub(super) offers: Memo<Vec<Offer>>,
    /// Which of them Enter takes.
    pub(super) at: RwSignal<Option<usize>>,
}

impl Choice {
    pub(super) fn new(session: Session) -> Self {
        let offers = Memo::new(move |_| {
            if !session.is_typing.get() {
                return Vec::new();
            }
            session
                .search
                .with(|search| search.suggestions().map(offers).unwrap_or_default())
        });
        let at = RwSignal::new(None);
        Effect::new(move |_| {
            offers.track();
            at.set(None);
        });
        Self { offers, at }
    }

    pub(super) fn is_open(self) -> bool {
        self.offers.with(|offers| !offers.is_empty())
    }

    /// Does what a key asks of the list: says whether it was for it.
    pub(super) fn hears(self, session: Session, event: &KeyboardEvent) -> bool {
        let number = self.offers.with_untracked(Vec::len);
        // Between the letters of a word that is put together, keys belong to that.
        if number == 0 || event.is_composing() {
            return false;
        }
        match event.key().as_str() {
            "ArrowDown" => self.at.update(|at| *at = step(*at, number, true)),
            "ArrowUp" => self.at.update(|at| *at = step(*at, number, false)),
            "Escape" => session.settle(),
            _ => return false,
        }
        true
    }

    /// The offer that Enter takes.
    pub(super) fn chosen(self) -> Option<Offer> {
        let at = self.at.get_untracked()?;
        self.offers.with_untracked(|offers| offers.get(at).cloned())
    }
}

/// The row: a list of groups. Its height is kept while one types, so that nothing jumps.
#[component]
pub(super) fn SuggestionRow(
    session: Session,
    text: Text,
    choice: Choice,
) -> impl IntoView {
    let is_there = move || session.is_typing.get();
    let groups = move || {
        let offers = choice.offers.get();
        Group::ALL
            .map(|group| group_of(session, text, choice, group, &offers))
            .collect_view()
    };
    view! {
        <div
            class="offers"
            role="region"
            aria-label=text.say(Phrase::Suggestions)
            hidden=move || !is_there()
        >
            <div
                class="offers-row"
                id="offers"
                role="listbox"
                part="suggestions"
                aria-label=text.say(Phrase::Suggestions)
            >
                {groups}
            </div>
        </div>
    }
}

fn group_of(
    session: Session,
    text: Text,
    choice: Choice,
    group: Group,
    offers: &[Offer],
) -> Option<AnyView> {
    let (id, name) = match group {
        Group::Creators => ("offers-creators", text.say(Phrase::People)),
        Group::Subjects => ("offers-subjects", text.say(Phrase::Subjects)),
        Group::Titles => ("offers-titles", text.say(Phrase::Titles)),
    };
    let here = offers.iter().enumerate().filter(|(_, offer)| offer.group == group);
    let options: Vec<AnyView> = here
        .map(|(at, offer)| option(session, text, choice, at, offer.clone()))
        .collect();
    (!options.is_empty()).then(|| {
        view! {
            <div class="offers-group" role="group" aria-labelledby=id>
                <span class="offers-name" id=id role="presentation">{name}</span>
                {options}
            </div>
        }
        .into_any()
    })
}

fn option(
    session: Session,
    text: Text,
    choice: Choice,
    at: usize,
    offer: Offer,
) -> AnyView {
    let is_chosen = Memo::new(move |_| choice.at.get() == Some(at));
    let count = (offer.count > 1).then(|| text.number(offer.count.into()));
    let count = count.map(|count| view! { <span class="tick-count">{count}</span> });
    let name = offer.text.replace(" -- ", " — ");
    let node = NodeRef::<leptos::html::Div>::new();
    Effect::new(move |_| {
        if let (true, Some(node)) = (is_chosen.get(), node.get_untracked()) {
            bring_into_view(&node);
        }
    });
    view! {
        <div
            class="offer"
            id=format!("offer-{at}")
            role="option"
            part="suggestion"
            node_ref=node
            aria-selected=move || is_chosen.get().to_string()
            // The focus stays in the box.
            on:mousedown=move |event: MouseEvent| event.prevent_default()
            on:click=move |_| session.take(&offer)
        >
            <span class="offer-name" dir="auto">{name}</span>
            {count}
        </div>
    }
    .into_any()
}

/// Scrolls the row, and nothing else, to the offer.
fn bring_into_view(offer: &Element) {
    let options = ScrollIntoViewOptions::new();
    options.set_block(ScrollLogicalPosition::Nearest);
    options.set_inline(ScrollLogicalPosition::Nearest);
    offer.scroll_into_view_with_scroll_into_view_options(&options);
}
