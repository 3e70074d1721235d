//! One hit: is it the one, how do I get it soonest, is there another way?

use bibliobus_worker::Brief;
use leptos::prelude::*;

use super::cover::{Cover, Size};
use super::lead::Lead;
use super::way_line::WayLine;
use crate::session::Session;
use crate::text::{Phrase, Telling, Text, marc_tag};
use crate::{Address, WayInWords};

/// One hit.
#[component]
pub(super) fn ResultItem(session: Session, text: Text, brief: Brief) -> impl IntoView {
    let language = brief.language.as_deref().and_then(marc_tag).map(str::to_owned);
    let original = brief.original_title.clone().map(|title| {
        view! { <p class="original" lang=language.clone() dir="auto">{title}</p> }
    });
    let title = title_of(text, &brief);
    let others =
        (brief.ways.len() as u16).saturating_sub(1).saturating_add(brief.more_ways);
    let more = (others > 0).then(
        || view! { <p class="more-ways">{text.tell(Telling::MoreWays(others))}</p> },
    );
    let facts = facts(text, &brief);
    let address = Address::Record(brief.id.clone());
    let shown = brief.clone();
    let way = move || soonest(session, text, &brief);
    view! {
        <article class="result" part="result" data-id=shown.id.clone()>
            <Cover brief=shown.clone() size=Size::Small/>
            <div class="result-text">
                <h2 class="title">
                    <Lead session address class="title-link">
                        <span lang=language dir="auto">{title}</span>
                    </Lead>
                </h2>
                {original}
                <p class="facts" dir="auto">{facts}</p>
                <div class="ways">
                    {move || view! { <WayLine way=way()/> }}
                    {more}
                </div>
            </div>
        </article>
    }
}

/// The title, or a word for its absence.
pub(super) fn title_of(text: Text, brief: &Brief) -> String {
    match brief.title.trim() {
        "" => text.say(Phrase::Untitled).to_owned(),
        title => title.to_owned(),
    }
}

/// Creators, year and kind on one line.
fn facts(text: Text, brief: &Brief) -> String {
    let creators = (!brief.creators.is_empty()).then(|| brief.creators.join("; "));
    let year = brief.year.map(|year| text.year(year));
    let kind = text.material(brief.material).to_owned();
    [creators, brief.edition.clone(), year, Some(kind)]
        .into_iter()
        .flatten()
        .collect::<Vec<_>>()
        .join(" · ")
}

/// The easiest way, in words.
fn soonest(session: Session, text: Text, brief: &Brief) -> WayInWords {
    session.with_library(|library| match brief.ways.first() {
        Some(way) => WayInWords::new(text, library, brief.material, way),
        None => WayInWords::none(text),
    })
}
