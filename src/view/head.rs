//! The head of the page: whose catalogue it is, and the search box.

use leptos::prelude::*;

use super::lead::Lead;
use super::list::MyList;
use super::low_vision::LowVision;
use super::search_box::SearchBox;
use super::shelf::Shelf;
use super::suggestions::{Choice, SuggestionRow};
use crate::session::Session;
use crate::text::{Phrase, Text};
use crate::{Address, Search};

/// The library's name, which is the heading of the first page and leads back to it from the
/// others, and the search box, which stays where it is.
#[component]
pub(super) fn Head(session: Session, text: Text) -> impl IntoView {
    let is_start =
        Memo::new(move |_| session.search.with(Search::address) == Address::Start);
    let name = move || library_name(session, text);
    let role = session.config.with_value(|config| config.is_alone().then_some("banner"));
    let choice = Choice::new(session);
    view! {
        <div class="head" part="head" role=role>
            <LowVision session text/>
            <div class="head-inner">
                {move || match is_start.get() {
                    true => view! {
                        <Shelf/>
                        <h1 class="library" tabindex="-1">{name}</h1>
                    }
                    .into_any(),
                    false => view! {
                        <Lead session address=Address::Start class="brand">{name}</Lead>
                    }
                    .into_any(),
                }}
                <SearchBox session text choice/>
                <MyList session text/>
            </div>
        </div>
        <SuggestionRow session text choice/>
    }
}

/// The library's name, as far as it is known.
pub(super) fn library_name(session: Session, text: Text) -> String {
    let name = session
        .with_library(|library| library.name.in_language(text.language.tag()).to_owned());
    if name.is_empty() { text.say(Phrase::Bibliobus).to_owned() } else { name }
}
