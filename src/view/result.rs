//! One hit: is it the one, how do I get it soonest, is there another way?

use bibliobus_worker::{Brief, Hit};
use leptos::prelude::*;

use super::cover::{Cover, Size};
use super::lead::Lead;
use super::list::list_button;
use super::marked::marked;
use super::way_line::WayLine;
use crate::session::Session;
use crate::text::{Phrase, Telling, Text, marc_tag};
use crate::{Address, WayInWords};

/// One hit.
#[component]
pub(super) fn ResultItem(session: Session, text: Text, hit: Hit) -> impl IntoView {
    let facts = facts(text, &hit);
    let Hit { brief, in_title, in_original_title, .. } = hit;
    let language = brief.language.as_deref().and_then(marc_tag).map(str::to_owned);
    let original = brief.original_title.clone().map(|title| {
        view! { <p class="original" lang=language.clone() dir="auto">{marked(&title, &in_original_title)}</p> }
    });
    let title = match brief.title.trim() {
        "" => text.say(Phrase::Untitled).into_any(),
        _ => marked(&brief.title, &in_title),
    };
    let others =
        (brief.ways.len() as u16).saturating_sub(1).saturating_add(brief.more_ways);
    let more = (others > 0).then(
        || view! { <p class="more-ways">{text.tell(Telling::MoreWays(others))}</p> },
    );
    let address = Address::Record(brief.id.clone());
    let shown = brief.clone();
    let title_line = brief.title.clone();
    let of = (brief.id.clone(), title_of(text, &brief));
    let way = move || soonest(session, text, &brief);
    view! {
        <article class="result" part="result" data-id=shown.id.clone()>
            <Cover session brief=shown.clone() size=Size::Small/>
            <div class="result-text">
                <h2 class="title">
                    <Lead session address class="title-link">
                        <span lang=language dir="auto">{title}</span>
                    </Lead>
                </h2>
                {original}
                <p class="facts" dir="auto">{facts}</p>
                <div class="ways">
                    {move || view! { <WayLine session text way=way() title=title_line.clone()/> }}
                    {more}
                </div>
            </div>
            {list_button(session, text, of, "")}
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
fn facts(text: Text, hit: &Hit) -> Vec<AnyView> {
    let brief = &hit.brief;
    let mut facts: Vec<AnyView> = Vec::new();
    for (at, creator) in brief.creators.iter().enumerate() {
        if at > 0 {
            facts.push("; ".into_any());
        }
        let ranges = hit.in_creators.get(at).map(Vec::as_slice).unwrap_or_default();
        facts.push(marked(creator, ranges));
    }
    let year = brief.year.map(|year| text.year(year));
    let kind = text.material(brief.material).to_owned();
    for fact in [brief.edition.clone(), year, Some(kind)].into_iter().flatten() {
        if !facts.is_empty() {
            facts.push(" · ".into_any());
        }
        facts.push(fact.into_any());
    }
    facts
}

/// The easiest way, in words.
fn soonest(session: Session, text: Text, brief: &Brief) -> WayInWords {
    let own = session.own_branch();
    // A brief form has only some of many ways: where others are left out, the own branch may have
    // one of them, and nothing is said to be elsewhere.
    let known = if brief.more_ways == 0 { own.as_str() } else { "" };
    session.with_library(|library| match brief.soonest_from(&own) {
        Some(way) => WayInWords::new(text, (library, known), brief.material, way),
        None => WayInWords::none(text),
    })
}
