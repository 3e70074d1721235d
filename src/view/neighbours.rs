//! The shelf around a record: what stands to its left and to its right, in print and online.

use bibliobus_catalog::Record;
use bibliobus_worker::{Brief, BriefWay};
use leptos::prelude::*;

use super::cover::{Cover, Size};
use super::lead::Lead;
use super::result::title_of;
use crate::Address;
use crate::session::Session;
use crate::text::{Phrase, Text};

/// A stretch of the shelf, from the left to the right; for a record that has no place there, why.
#[component]
pub(super) fn Neighbours(session: Session, text: Text, record: Record) -> impl IntoView {
    let shelf = RwSignal::new(None::<(Vec<Brief>, usize)>);
    session.neighbours(record.id.clone(), shelf);
    let has_mark = record.holdings.iter().any(|holding| holding.call_number.is_some());
    move || {
        shelf.with(|shelf| match shelf {
            Some((briefs, own)) if briefs.len() > 1 => {
                Some(around(session, text, briefs, *own))
            }
            Some((briefs, _)) if briefs.is_empty() && !has_mark => {
                let why = text.say(Phrase::NoShelfAround);
                Some(view! { <p class="shelf-note" part="no-shelf">{why}</p> }.into_any())
            }
            _ => None,
        })
    }
}

/// The books around the one at place `own`, and itself.
fn around(session: Session, text: Text, briefs: &[Brief], own: usize) -> AnyView {
    let is_by_class = briefs.get(own).is_some_and(|brief| mark(brief).is_none());
    let books = briefs.iter().enumerate().map(|(at, brief)| match at == own {
        true => own_book(session, text, brief),
        false => book(session, text, brief, label(text, brief)),
    });
    view! {
        <section class="neighbours" part="shelf">
            <h2 class="section-heading" id="neighbours">{text.say(Phrase::OnThisShelf)}</h2>
            {is_by_class.then(|| view! { <p class="shelf-note">{text.say(Phrase::StandsByClass)}</p> })}
            <ol class="shelf-row" tabindex="0" aria-labelledby="neighbours">
                {books.collect_view()}
            </ol>
        </section>
    }
    .into_any()
}

/// The book of the page itself, which leads nowhere.
fn own_book(session: Session, text: Text, brief: &Brief) -> AnyView {
    let inside = inside(session, text, brief, label(text, brief));
    view! { <li class="book" aria-current="true">{inside}</li> }.into_any()
}

/// A book that leads to its record, with a label under it.
pub(super) fn book(
    session: Session,
    text: Text,
    brief: &Brief,
    label: Option<String>,
) -> AnyView {
    let address = Address::Record(brief.id.clone());
    let inside = inside(session, text, brief, label);
    view! {
        <li class="book">
            <Lead session address class="book-link">{inside}</Lead>
        </li>
    }
    .into_any()
}

fn inside(session: Session, text: Text, brief: &Brief, label: Option<String>) -> AnyView {
    let title = title_of(text, brief);
    view! {
        <Cover session brief=brief.clone() size=Size::Small/>
        <span class="book-title" dir="auto">{title}</span>
        <span class="book-mark">{label}</span>
    }
    .into_any()
}

/// The call number by which a book stands on its shelf.
pub(super) fn mark(brief: &Brief) -> Option<String> {
    brief.ways.iter().find_map(|way| match way {
        BriefWay::AtPlace { call_number, .. } => call_number.clone(),
        _ => None,
    })
}

/// The call number of a neighbour; where it has none, that it stands there by its class only.
fn label(text: Text, brief: &Brief) -> Option<String> {
    let is_online = brief.ways.iter().any(|way| matches!(way, BriefWay::Online { .. }));
    let without = if is_online { Phrase::OnlineNotOnShelf } else { Phrase::NoMark };
    mark(brief).or_else(|| Some(text.say(without).to_owned()))
}
