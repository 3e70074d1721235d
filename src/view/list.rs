//! A list: the reader's own, or one that somebody handed over.

use bibliobus_catalog::{Record, RecordId};
use bibliobus_worker::Listed;
use leptos::html::Ol;
use leptos::prelude::*;
use web_sys::Element;

use super::citing::citing;
use super::icon::{Sign, icon};
use super::lead::Lead;
use super::lists::{called, elsewhere, lists_bar, settling};
use super::page::focus;
use super::tour::Tour;
use crate::session::{Records, Session};
use crate::text::{Citing, Listing, Phrase, Text, marc_tag};
use crate::{Address, Config, List, Search};

/// The link to the reader's list, once there is something on it.
#[component]
pub(super) fn MyList(session: Session, text: Text) -> impl IntoView {
    let own = Address::List(Vec::new());
    let is_here = Memo::new(move |_| session.search.with(Search::address) == own);
    let count = move || session.list.with(|list| list.entries().len());
    let current = Signal::derive(move || is_here.get());
    move || {
        (count() > 0 || is_here.get()).then(|| {
            view! {
                <Lead session address=Address::List(Vec::new()) class="my-list" part="my-list" current>
                    {icon(Sign::Bookmark)}
                    <span dir="auto">{session.lists.with(|lists| called(text, &lists.name()))}</span>
                    <span class="my-list-count">{count().to_string()}</span>
                </Lead>
            }
        })
    }
}

/// Puts a record on the list, or strikes it off.
pub(super) fn list_button(
    session: Session,
    text: Text,
    (id, title): (RecordId, String),
    class: &'static str,
) -> AnyView {
    let of = id.clone();
    let is_listed = Memo::new(move |_| session.is_listed(&of));
    let words = move || {
        text.listing(if is_listed.get() { Listing::Strike } else { Listing::Add })
    };
    let named = title.clone();
    let label = move || format!("{}: {named}", words());
    let press = move |_| session.list_or_strike(id.clone(), title.clone());
    view! {
        <button
            type="button"
            class=format!("button quiet to-list {class}")
            part="to-list"
            data-listed=move || is_listed.get().to_string()
            aria-label=label
            title=words
            on:click=press
        >
            {icon(Sign::Bookmark)}
            <span class="to-list-words">{words}</span>
        </button>
    }
    .into_any()
}

/// The list that is open.
#[component]
pub(super) fn ListView(session: Session, text: Text) -> impl IntoView {
    let handed = Memo::new(move |_| session.search.with(Search::handed));
    let is_own = move || handed.with(Vec::is_empty);
    let ids = Memo::new(
        move |_| {
            if is_own() { session.list.with(ids_of) } else { handed.get() }
        },
    );
    let records = RwSignal::new(Records::default());
    Effect::new(move |_| {
        session.tries();
        ids.with(|ids| session.fetch_all(ids, records));
    });
    let heading = move || {
        if is_own() {
            session.lists.with(|lists| called(text, &lists.name()))
        } else {
            text.listing(Listing::Handed).to_owned()
        }
    };
    let state = move || if session.is_settled() { "settled" } else { "waiting" };
    let is_any = Memo::new(move |_| ids.with(|ids| !ids.is_empty()));
    let list = NodeRef::<Ol>::new();
    let entry = move |id: RecordId| entry(session, text, (id, records), (is_own(), list));
    view! {
        <div class="listed" part="list" data-state=state>
            <h1 tabindex="-1" dir="auto">{heading}</h1>
            {move || if is_own() { own_head(session, text) } else { handed_head(session, text, (handed, records)) }}
            <ol class="entries" node_ref=list>
                {move || ids.get().into_iter().map(entry).collect_view()}
            </ol>
            {move || (is_own() && ids.with(|ids| ids.len() > 1)).then(|| strike_all(session, text))}
            {move || is_any.get().then(|| citing(session, text, ids.into(), (Citing::CiteList, "list")))}
            <Tour session text ids records/>
        </div>
    }
}

fn ids_of(list: &List) -> Vec<RecordId> {
    list.entries().iter().map(|it| it.id.clone()).collect()
}

/// Where the list is kept, how it begins, and what was struck off just now.
fn own_head(session: Session, text: Text) -> AnyView {
    let is_empty =
        Memo::new(move |_| session.list.with(|list| list.entries().is_empty()));
    let note = move || {
        text.listing(match () {
            () if is_empty.get() => Listing::Empty,
            () if session.config.with_value(Config::is_shared) => Listing::Shared,
            () if session.is_list_unkept.get() => Listing::Unkept,
            () => Listing::OnlyHere,
        })
    };
    view! {
        <p class="list-note">{note}</p>
        {keeps_lists(session).then(|| lists_bar(session, text))}
        <div role="status">
            {move || session.list.with(|list| struck_bar(session, text, list.struck()))}
        </div>
    }
    .into_any()
}

/// Whether there may be several: not on a screen that many share, where nothing is kept.
fn keeps_lists(session: Session) -> bool {
    !session.config.with_value(Config::is_shared)
}

fn struck_bar(session: Session, text: Text, struck: &[Listed]) -> Option<AnyView> {
    let (first, others) = struck.split_first()?;
    let more = (!others.is_empty()).then(|| format!(" (+{})", others.len()));
    let words = format!(
        "{} {}{}",
        text.listing(Listing::Struck),
        titled(text, &first.title),
        more.unwrap_or_default()
    );
    Some(
        view! {
            <p class="struck" part="struck">
                <span>{words}</span>
                <button
                    type="button"
                    class="button"
                    part="put-back"
                    on:click=move |_| session.change_list(List::put_back)
                >
                    {text.listing(Listing::PutBack)}
                </button>
            </p>
        }
        .into_any(),
    )
}

fn strike_all(session: Session, text: Text) -> AnyView {
    let all = move |_| session.strike(session.list.with_untracked(ids_of));
    view! {
        <button type="button" class="button quiet strike-all" part="strike-all" on:click=all>
            {text.listing(Listing::StrikeAll)}
        </button>
    }
    .into_any()
}

/// What somebody handed over can be made the reader's own.
fn handed_head(
    session: Session,
    text: Text,
    (handed, records): (Memo<Vec<RecordId>>, RwSignal<Records>),
) -> AnyView {
    let has_all = move || handed.with(|ids| ids.iter().all(|id| session.is_listed(id)));
    let add = move |_| {
        let title = |id: &RecordId| {
            let full = |records: &Records| Some(records.of(id)?.as_ref()?.title.full());
            records.with_untracked(full).unwrap_or_default()
        };
        let entry = |id: &RecordId| Listed {
            id: id.clone(),
            title: title(id),
            ..Listed::default()
        };
        let entries = handed.with_untracked(|ids| ids.iter().map(entry).collect());
        session.change_list(|list| list.add_all(entries));
    };
    (move || {
        if has_all() {
            view! { <p class="list-note" role="status">{text.listing(Listing::HasAll)}</p> }.into_any()
        } else {
            view! {
                <p>
                    <button type="button" class="button" part="add-all" on:click=add>
                        {text.listing(Listing::AddAll)}
                    </button>
                </p>
            }
            .into_any()
        }
    })
    .into_any()
}

/// A title, or a word for its absence.
pub(super) fn titled(text: Text, title: &str) -> String {
    let title = title.trim();
    if title.is_empty() {
        text.say(Phrase::Untitled).to_owned()
    } else {
        title.to_owned()
    }
}

/// One thing on a list.
fn entry(
    session: Session,
    text: Text,
    (id, records): (RecordId, RwSignal<Records>),
    (is_own, list): (bool, NodeRef<Ol>),
) -> AnyView {
    // Not a memo of each record: that is much wasm for little.
    let of = StoredValue::new(id.clone());
    fn told<T>(
        records: RwSignal<Records>,
        of: StoredValue<RecordId>,
        tell: impl FnOnce(Option<&Option<Record>>) -> T,
    ) -> T {
        records.with(|records| of.with_value(|id| tell(records.of(id))))
    }
    let noted = session.list.with_untracked(|list| {
        list.entry(&id).map(|it| it.title.clone()).unwrap_or_default()
    });
    let title = move || {
        let full = told(records, of, |record| Some(record?.as_ref()?.title.full()));
        titled(text, &full.unwrap_or_else(|| noted.clone()))
    };
    let language = move || {
        told(records, of, |record| {
            marc_tag(record?.as_ref()?.language()?).map(str::to_owned)
        })
    };
    let facts = move || told(records, of, |record| facts(text, record));
    let tools = if is_own {
        own_tools(session, text, id.clone(), list)
    } else {
        let (of, title) = (id.clone(), title.clone());
        (move || list_button(session, text, (of.clone(), title()), "")).into_any()
    };
    let address = Address::Record(id.clone());
    view! {
        <li class="entry" part="entry" data-id=id>
            <div class="entry-text">
                <h2 class="title">
                    <Lead session address class="title-link">
                        <span lang=language dir="auto">{title}</span>
                    </Lead>
                </h2>
                <p class="facts" dir="auto">{facts}</p>
            </div>
            {tools}
        </li>
    }
    .into_any()
}

/// Creators, year and kind; or that the record is gone.
fn facts(text: Text, record: Option<&Option<Record>>) -> String {
    let Some(record) = record else { return String::new() };
    let Some(record) = record else { return text.listing(Listing::Gone).to_owned() };
    let creators: Vec<&str> =
        record.creators.iter().take(2).map(|it| it.name.as_str()).collect();
    let creators = Some(creators.join("; ")).filter(|names| !names.is_empty());
    let year = record.year().map(|year| text.year(year));
    let kind = Some(text.material(record.material).to_owned());
    [creators, year, kind].into_iter().flatten().collect::<Vec<_>>().join(" · ")
}

/// A note, moving up and down, striking off.
fn own_tools(session: Session, text: Text, id: RecordId, list: NodeRef<Ol>) -> AnyView {
    let of = id.clone();
    let note = move || {
        let note = |list: &List| list.entry(&of).map(|it| it.note.clone());
        session.list.with(note).unwrap_or_default()
    };
    let of = id.clone();
    let write = move |event| {
        session.note(of.clone(), event_target_value(&event).trim().to_owned());
    };
    let shift = |up: bool, sign: Sign, words: Listing, class: &'static str| {
        let id = id.clone();
        let press = move |_| {
            session.change_list(|list| list.shift(&id, up));
            keep_focus(list, id.clone(), class);
        };
        small_button(text, sign, words, class, press)
    };
    let up = shift(true, Sign::Up, Listing::Up, "up");
    let down = shift(false, Sign::Down, Listing::Down, "down");
    let of = id.clone();
    let strike = small_button(text, Sign::Clear, Listing::Strike, "strike", move |_| {
        session.strike(vec![of.clone()]);
        keep_focus(list, of.clone(), "strike");
    });
    view! {
        <div class="entry-tools">
            <input
                class="entry-note"
                part="note"
                type="text"
                maxlength="500"
                dir="auto"
                placeholder=text.listing(Listing::Note)
                aria-label=text.listing(Listing::Note)
                prop:value=note
                on:change=write
            />
            {up} {down} {strike}
        </div>
        {settling(session, text, (id.clone(), list))}
        {elsewhere(session, text, (id, list))}
    }
    .into_any()
}

fn small_button(
    text: Text,
    sign: Sign,
    words: Listing,
    class: &'static str,
    press: impl Fn(web_sys::MouseEvent) + 'static,
) -> AnyView {
    let words = text.listing(words);
    view! {
        <button
            type="button"
            class=format!("button quiet small {class}")
            part=class
            aria-label=words
            title=words
            on:click=press
        >
            {icon(sign)}
        </button>
    }
    .into_any()
}

/// Moving an entry takes the focus from its buttons, and striking it off takes the button away:
/// the focus stays with the entry, or goes to what can put it back.
pub(super) fn keep_focus(list: NodeRef<Ol>, id: RecordId, class: &'static str) {
    request_animation_frame(move || {
        let Some(list) = list.get_untracked() else { return };
        let entries = list.children();
        let entry = (0..entries.length())
            .filter_map(|at| entries.item(at))
            .find(|it| it.get_attribute("data-id").as_deref() == Some(&id));
        let button = match entry {
            Some(entry) => entry.query_selector(&format!(".{class}")),
            None => put_back_button(&list),
        };
        button.ok().flatten().iter().for_each(focus);
    });
}

fn put_back_button(list: &Element) -> Result<Option<Element>, wasm_bindgen::JsValue> {
    match list.parent_element() {
        Some(parent) => parent.query_selector("[part~=put-back]"),
        None => Ok(None),
    }
}
