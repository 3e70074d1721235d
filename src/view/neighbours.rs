//! The shelf around a record: what stands to its left and to its right.

use bibliobus_worker::{Brief, BriefWay};
use leptos::prelude::*;

use super::cover::{Cover, Size};
use super::lead::Lead;
use super::result::title_of;
use crate::Address;
use crate::session::Session;
use crate::text::{Phrase, Text};

/// A stretch of the shelf, from the left to the right; nothing for a record that has no place
/// there.
#[component]
pub(super) fn Neighbours(session: Session, text: Text, id: String) -> impl IntoView {
    let shelf = RwSignal::new((Vec::<Brief>::new(), 0));
    session.neighbours(id, shelf);
    move || {
        shelf.with(|(briefs, own)| {
            (briefs.len() > 1).then(|| {
                let books = briefs.iter().enumerate();
                let books = books.map(|(at, brief)| match at == *own {
                    true => own_book(session, text, brief),
                    false => book(session, text, brief),
                });
                view! {
                    <section class="neighbours" part="shelf">
                        <h2 class="section-heading" id="neighbours">{text.say(Phrase::OnThisShelf)}</h2>
                        <ol class="shelf-row" tabindex="0" aria-labelledby="neighbours">
                            {books.collect_view()}
                        </ol>
                    </section>
                }
            })
        })
    }
}

/// The book of the page itself, which leads nowhere.
fn own_book(session: Session, text: Text, brief: &Brief) -> AnyView {
    view! { <li class="book" aria-current="true">{inside(session, text, brief)}</li> }
        .into_any()
}

/// A book that leads to its record.
pub(super) fn book(session: Session, text: Text, brief: &Brief) -> AnyView {
    let address = Address::Record(brief.id.clone());
    let inside = inside(session, text, brief);
    view! {
        <li class="book">
            <Lead session address class="book-link">{inside}</Lead>
        </li>
    }
    .into_any()
}

fn inside(session: Session, text: Text, brief: &Brief) -> AnyView {
    let title = title_of(text, brief);
    let mark = brief.ways.iter().find_map(|way| match way {
        BriefWay::AtPlace { call_number, .. } => call_number.clone(),
        _ => None,
    });
    view! {
        <Cover session brief=brief.clone() size=Size::Small/>
        <span class="book-title" dir="auto">{title}</span>
        <span class="book-mark">{mark}</span>
    }
    .into_any()
}
