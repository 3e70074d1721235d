//! The reader's lists side by side: choosing, naming, removing, and files of them.

use bibliobus_worker::{ListFault, ListHead};
use leptos::html::{Input, Ol};
use leptos::prelude::*;

use super::list::keep_focus;
use crate::session::{Session, Told};
use crate::text::{Listing, Text};

/// What a list is called.
pub(super) fn called(text: Text, name: &str) -> String {
    if name.is_empty() { text.listing(Listing::Mine).to_owned() } else { name.to_owned() }
}

/// All that is done with lists as a whole.
pub(super) fn lists_bar(session: Session, text: Text) -> AnyView {
    let name_box = NodeRef::<Input>::new();
    let name = move || session.lists.with(|lists| called(text, &lists.name()));
    let rename = move |event| {
        let name = event_target_value(&event);
        if !name.trim().is_empty() {
            session.rename_list(name.trim().chars().take(100).collect());
        }
    };
    let make = move |_| {
        let count = session.lists.with_untracked(|lists| lists.heads.len());
        session.make_list(format!("{} {}", text.listing(Listing::List), count + 1));
        focus_on(name_box);
    };
    let give = move |_| {
        let name = session.lists.with_untracked(|lists| called(text, &lists.name()));
        session
            .give_list(format!("{}.bibliobus-list.json", name.replace(['/', '\\'], "-")));
    };
    let remove = move || {
        session.lists.with(|lists| !lists.slot.is_empty()).then(|| {
            let press = move |_| {
                session.remove_list();
                focus_on(name_box);
            };
            pressed(text, Listing::RemoveList, "remove-list", press)
        })
    };
    view! {
        <section
            class="lists"
            part="lists"
            aria-label=text.listing(Listing::Lists)
            on:dragover=|event| event.prevent_default()
            on:drop=move |event| {
                event.prevent_default();
                session.take_list_of(&event);
            }
        >
            <div class="lists-row">
                {move || choices(session, text)}
                {pressed(text, Listing::NewList, "new-list", make)}
            </div>
            <div class="lists-row">
                <label class="list-called">
                    <span>{text.listing(Listing::Name)}</span>
                    <input type="text" part="list-name" maxlength="100" dir="auto" node_ref=name_box prop:value=name on:change=rename/>
                </label>
                {pressed(text, Listing::ToFile, "give-list", give)}
                <label class="button quiet from-file" part="take-list">
                    <input type="file" accept=".json" on:change=move |event| session.take_list_of(&event)/>
                    {text.listing(Listing::FromFile)}
                </label>
                {remove}
            </div>
            <div role="status" part="lists-told">{move || told(session, text, name_box)}</div>
        </section>
    }
    .into_any()
}

/// What was pressed may be gone: the focus goes to what the list is called.
fn focus_on(name_box: NodeRef<Input>) {
    if let Some(name_box) = name_box.get_untracked() {
        // A box that is shown takes the focus.
        let _ = name_box.focus();
    }
}

fn choices(session: Session, text: Text) -> Vec<AnyView> {
    let (heads, chosen) =
        session.lists.with(|lists| (lists.heads.clone(), lists.slot.clone()));
    if heads.len() < 2 {
        return Vec::new();
    }
    let one = |head: ListHead| {
        let is_chosen = (head.slot == chosen).to_string();
        let slot = head.slot.clone();
        view! {
            <button
                type="button"
                class="button quiet"
                part="choose-list"
                dir="auto"
                aria-pressed=is_chosen
                on:click=move |_| session.choose_list(slot.clone())
            >
                {called(text, &head.name)}
            </button>
        }
        .into_any()
    };
    heads.into_iter().map(one).collect()
}

fn pressed(
    text: Text,
    words: Listing,
    part: &'static str,
    press: impl Fn(web_sys::MouseEvent) + 'static,
) -> AnyView {
    view! {
        <button type="button" class="button quiet" part=part on:click=press>
            {text.listing(words)}
        </button>
    }
    .into_any()
}

/// What came of the last thing that was done.
fn told(session: Session, text: Text, name_box: NodeRef<Input>) -> Option<AnyView> {
    let told = session.lists.with(|lists| lists.told.clone())?;
    let about = |words: Listing, name: &str| {
        format!("{} {}", text.listing(words), called(text, name))
    };
    let words = match &told {
        Told::Taken => text.listing(Listing::Taken).to_owned(),
        Told::Refused(fault) => refused(text, *fault),
        Told::Failed => text.listing(Listing::Failed).to_owned(),
        Told::Removed(head) => about(Listing::Removed, &head.name),
        Told::Copied(name) => about(Listing::Copied, name),
    };
    let back = match told {
        Told::Removed(head) => {
            Some(pressed(text, Listing::PutBack, "bring-back", move |_| {
                session.bring_list_back(head.slot.clone());
                focus_on(name_box);
            }))
        }
        _ => None,
    };
    Some(view! { <p class="struck"><span>{words}</span> {back}</p> }.into_any())
}

/// What is wrong with a file, and where.
fn refused(text: Text, fault: ListFault) -> String {
    let why = match fault {
        ListFault::TooLarge => Listing::TooLarge,
        ListFault::NoJson => Listing::NoJson,
        ListFault::Foreign => Listing::Foreign,
        ListFault::Newer => Listing::Newer,
        ListFault::Incomplete => Listing::Incomplete,
        ListFault::Entry(_) => Listing::BadEntry,
    };
    let number = match fault {
        ListFault::Entry(number) => format!(" {number}"),
        _ => String::new(),
    };
    format!("{}{number}. {}", text.listing(why), text.listing(Listing::Unchanged))
}

/// Where a title can go besides, once there are several lists.
pub(super) fn elsewhere(
    session: Session,
    text: Text,
    (id, list): (String, NodeRef<Ol>),
) -> AnyView {
    (move || {
        let (heads, chosen) =
            session.lists.with(|lists| (lists.heads.clone(), lists.slot.clone()));
        let others: Vec<_> = heads.into_iter().filter(|head| head.slot != chosen).collect();
        let of = id.clone();
        (!others.is_empty()).then(move || {
            let both = others.into_iter().flat_map(|head| [(head.clone(), false), (head, true)]);
            let buttons = both.map(|(head, is_move)| {
                let (words, part) = if is_move {
                    (Listing::MoveTo, "move-to")
                } else {
                    (Listing::CopyTo, "copy-to")
                };
                let words = format!("{} {}", text.listing(words), called(text, &head.name));
                let id = of.clone();
                let press = move |_| {
                    let of = id.clone();
                    let then = move || {
                        if is_move {
                            keep_focus(list, of, "strike");
                        }
                    };
                    session.hand_to_list(id.clone(), (head.clone(), is_move), then);
                };
                view! { <button type="button" class="button quiet" part=part on:click=press>{words}</button> }
                    .into_any()
            });
            view! {
                <details class="elsewhere" part="elsewhere">
                    <summary>{text.listing(Listing::Elsewhere)}</summary>
                    <div class="lists-row">{buttons.collect::<Vec<_>>()}</div>
                </details>
            }
            .into_any()
        })
    })
    .into_any()
}

/// Two wrote a note at once: which of them stays.
pub(super) fn settling(
    session: Session,
    text: Text,
    (id, list): (String, NodeRef<Ol>),
) -> AnyView {
    (move || {
        let texts = session.list.with(|list| {
            let entry = list.entry(&id).filter(|it| !it.others.is_empty())?;
            Some([vec![entry.note.clone()], entry.others.clone()].concat())
        })?;
        let both = (text.listing(Listing::KeepBoth).to_owned(), texts.join(" / "));
        let keep = |note: String| (format!("{} {note}", text.listing(Listing::KeepNote)), note);
        let choices: Vec<_> = texts.into_iter().map(keep).chain([both]).collect();
        let buttons = choices.into_iter().map(|(words, note)| {
            let id = id.clone();
            let press = move |_| {
                session.note(id.clone(), note.clone());
                keep_focus(list, id.clone(), "entry-note");
            };
            view! { <button type="button" class="button" part="keep-note" dir="auto" on:click=press>{words}</button> }
                .into_any()
        });
        Some(
            view! {
                <div class="settling" part="note-conflict" role="group" aria-label=text.listing(Listing::TwoNotes)>
                    <p>{text.listing(Listing::TwoNotes)}</p>
                    <div class="lists-row">{buttons.collect::<Vec<_>>()}</div>
                </div>
            }
            .into_any(),
        )
    })
    .into_any()
}
