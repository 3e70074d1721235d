//! One record: how to get it first, then what it is.

use bibliobus_catalog::{Holding, Record, Status, Way, best_status};
use bibliobus_worker::{Brief, Problem};
use leptos::prelude::*;

use super::arranged::more_ways;
use super::citing::citing;
use super::cover::{Cover, Size};
use super::description::Description;
use super::drawers::name_of;
use super::editions::Editions;
use super::how_to_open::HowToOpen;
use super::icon::{Sign, icon};
use super::lead::Lead;
use super::list::list_button;
use super::neighbours::Neighbours;
use super::problem::Trouble;
use super::result::title_of;
use super::skeleton::TextSkeleton;
use super::take_along::take_along;
use super::where_it_stands::{Now, WhereItStands};
use crate::session::Session;
use crate::text::{Browse, Citing, Listing, Phrase, Text, marc_tag};
use crate::{Address, Search, Seen};

/// The open record, what the list said of it while it is on its way, or what went wrong.
#[component]
pub(super) fn RecordView(session: Session, text: Text) -> impl IntoView {
    let id = session.search.with_untracked(|s| s.opened().cloned()).unwrap_or_default();
    // The heading stays the same node while the record arrives: it has the focus.
    let brief =
        Memo::new(move |_| session.search.with(|search| session.brief_of(search)));
    let heading =
        move || brief.with(|brief| brief.as_ref().map(|brief| title_of(text, brief)));
    let language = move || brief.with(|brief| brief.as_ref().and_then(language_of));
    let cover = move || {
        brief.get().map(|brief| view! { <Cover session brief size=Size::Large/> })
    };
    let missing = move || session.search.with(|search| heading_without(text, search));
    let state = move || if session.is_settled() { "settled" } else { "waiting" };
    view! {
        <article class="record" part="record" data-id=id data-state=state>
            <Back session text/>
            <div class="record-cover">{cover}</div>
            <header class="record-head">
                <h1 class="record-title" tabindex="-1" lang=language dir="auto">
                    {move || heading().unwrap_or_else(missing)}
                </h1>
                {move || brief.get().map(|brief| {
                    let of = (brief.id.clone(), title_of(text, &brief));
                    let button = list_button(session, text, of, "in-words");
                    view! { <Subtitle text brief/> {button} }
                })}
            </header>
            <Body session text/>
        </article>
    }
}

fn language_of(brief: &Brief) -> Option<String> {
    brief.language.as_deref().and_then(marc_tag).map(str::to_owned)
}

/// The heading where there is no title yet, or none at all.
fn heading_without(text: Text, search: &Search) -> String {
    let phrase = match search.seen() {
        Some(Seen::Unknown) => Phrase::NoSuchRecord,
        Some(Seen::Failed(_)) => Phrase::Trouble,
        Some(Seen::Waiting(_) | Seen::Here(_)) | None => Phrase::OpeningRecord,
    };
    text.say(phrase).to_owned()
}

/// The way back to where the reader came from.
#[component]
fn Back(session: Session, text: Text) -> impl IntoView {
    let behind = session.search.with_untracked(Search::address_behind);
    let words = match &behind {
        Address::Results(_) => text.say(Phrase::ToResults),
        Address::Browse => text.browse(Browse::Heading),
        Address::Drawer(drawer) => text.browse(name_of(drawer.list)),
        Address::List(_) => text.listing(Listing::Mine),
        Address::Start | Address::Record(_) | Address::Device | Address::Help => {
            text.say(Phrase::ToStart)
        }
    };
    view! {
        <nav class="back">
            <Lead session address=behind class="back-link" part="back">
                {icon(Sign::Back)}
                {words}
            </Lead>
        </nav>
    }
}

/// Original title, creators, year and kind.
#[component]
fn Subtitle(text: Text, brief: Brief) -> impl IntoView {
    let language = language_of(&brief);
    let original = brief
        .original_title
        .map(|title| view! { <p class="original" lang=language dir="auto">{title}</p> });
    let creators = (!brief.creators.is_empty())
        .then(|| view! { <p class="byline" dir="auto">{brief.creators.join("; ")}</p> });
    let year = brief.year.map(|year| text.year(year));
    let kind = text.material(brief.material).to_owned();
    let facts: Vec<String> = year.into_iter().chain([kind]).collect();
    view! {
        {original}
        {creators}
        <p class="facts">{facts.join(" · ")}</p>
    }
}

/// What there is to say below the heading.
#[component]
fn Body(session: Session, text: Text) -> impl IntoView {
    move || match session.search.with(Fetched::of) {
        Fetched::Here(record) => {
            view! { <Whole session text record=*record/> }.into_any()
        }
        Fetched::Waiting => {
            view! { <div class="record-body"><TextSkeleton/></div> }.into_any()
        }
        Fetched::Nothing(problem) => view! { <Nothing session text problem/> }.into_any(),
    }
}

/// What became of the record that is open.
enum Fetched {
    Here(Box<Record>),
    Waiting,
    Nothing(Option<Problem>),
}

impl Fetched {
    fn of(search: &Search) -> Self {
        match search.seen() {
            Some(Seen::Here(record)) => Self::Here(Box::new(record.clone())),
            Some(Seen::Waiting(_)) | None => Self::Waiting,
            Some(Seen::Unknown) => Self::Nothing(None),
            Some(Seen::Failed(problem)) => Self::Nothing(Some(problem.clone())),
        }
    }
}

/// No record: there is none, or it could not be fetched.
#[component]
fn Nothing(session: Session, text: Text, problem: Option<Problem>) -> impl IntoView {
    let inner = match problem {
        Some(problem) => view! { <Trouble session text problem/> }.into_any(),
        None => view! { <p>{text.say(Phrase::NoSuchRecordHint)}</p> }.into_any(),
    };
    view! { <div class="record-body">{inner}</div> }
}

/// How to open it and where it stands, the easier one first.
fn ways_to(session: Session, text: Text, record: &Record, now: Now) -> AnyView {
    let all = session.ways(record);
    let is_nearer_online = matches!(all.first(), Some(Way::Online { .. }));
    let (online, places): (Vec<Way>, Vec<Way>) =
        all.into_iter().partition(|way| matches!(way, Way::Online { .. }));
    if online.is_empty() && places.is_empty() {
        return view! { <p class="no-way">{text.say(Phrase::NoWay)}</p> }.into_any();
    }
    let (material, arranged) = (record.material, now.arranged);
    let as_of = session.collection.with(|c| c.as_ref().map(|c| c.as_of.clone()));
    let loans = (record.loans.clone(), as_of.unwrap_or_default());
    let title = record.title.proper.clone();
    let open =
        view! { <HowToOpen session text material title ways=online loans arranged/> };
    let open = open.into_any();
    let stands = view! { <WhereItStands session text ways=places now/> }.into_any();
    if is_nearer_online { (open, stands).into_any() } else { (stands, open).into_any() }
}

/// The ways, and the description.
#[component]
fn Whole(session: Session, text: Text, record: Record) -> impl IntoView {
    let now =
        Now { arranged: RwSignal::new(Vec::new()), live: RwSignal::new(Vec::new()) };
    session.arrange(record.id.clone(), now.arranged);
    session.ask_live(record.id.clone(), now.live, now.arranged);
    // What is as the index says is not shown anew, so that an open plan stays open.
    let kept = record.clone();
    let holdings = Memo::new(move |_| {
        let live = now.live.get().into_iter().map(|live| live.holding);
        let live: Vec<Holding> = live.collect();
        if live.is_empty() { kept.holdings.clone() } else { live }
    });
    let kept = record.clone();
    let ways = move || {
        ways_to(session, text, &Record { holdings: holdings.get(), ..kept.clone() }, now)
    };
    let own = session.own_branch();
    let has_own = move || {
        let is_there = |it: &Holding| {
            !own.is_empty()
                && it.location.library == own
                && best_status(&it.items) == Status::Available
        };
        holdings.with(|holdings| holdings.iter().any(is_there))
    };
    let kept = record.clone();
    let along = move || {
        let record = Record { holdings: holdings.get(), ..kept.clone() };
        take_along(session, text, record, now.live)
    };
    let of = vec![record.id.clone()];
    let of = Signal::derive(move || of.clone());
    let cite = citing(session, text, of, (Citing::Cite, "record"));
    let (id, language) = (record.id.clone(), record.language().map(str::to_owned));
    let editions = record.work.clone();
    let editions =
        editions.map(|work| view! { <Editions session text id language work/> });
    view! {
        <div class="record-body">
            {ways}
            {more_ways(text, now.arranged, has_own)}
            {along}
            {cite}
            <Neighbours session text record=record.clone()/>
            {editions}
            <Description session text record/>
        </div>
    }
}
