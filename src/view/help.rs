//! Help: its page, the hint for who is here for the first time, and the sheet of keys.

use leptos::ev::KeyboardEvent;
use leptos::html::Dialog;
use leptos::prelude::*;

use super::icon::{Sign, icon};
use super::lead::Lead;
use super::search_box::is_typing;
use crate::session::Session;
use crate::text::{Device, Help, HelpLine, HelpPart, Phrase, Text};
use crate::{Address, Config, Tone};

/// The page.
#[component]
pub(super) fn HelpView(session: Session, text: Text) -> impl IntoView {
    let is_heard =
        |part: &&HelpPart| part.lines != [HelpLine::Keys] || session.has_shortcuts();
    let parts = text.help_parts().iter().filter(is_heard).map(|part| {
        let lines: Vec<_> =
            part.lines.iter().map(|line| said(session, text, *line)).collect();
        view! {
            <section>
                <h2 class="section-heading">{part.heading}</h2>
                {lines}
            </section>
        }
        .into_any()
    });
    let parts: Vec<_> = parts.collect();
    view! {
        <div class="help" part="help">
            <h1 tabindex="-1">{text.help(Help::Heading)}</h1>
            {parts}
        </div>
    }
}

fn said(session: Session, text: Text, line: HelpLine) -> AnyView {
    match line {
        HelpLine::Says(words) => view! { <p>{words}</p> }.into_any(),
        HelpLine::Try(words, finds) => view! {
            <p class="help-try">
                <Lead session address=Address::of_words(words) class="chip">{words}</Lead>
                <span>{finds}</span>
            </p>
        }
        .into_any(),
        HelpLine::Ways => ways(text),
        HelpLine::Keys => keys(text),
        HelpLine::ToDevice => view! {
            <Lead session address=Address::Device class="to-device">
                {text.device(Device::OnThisDevice)}
            </Lead>
        }
        .into_any(),
    }
}

/// Every way to get at a thing: its sign, its name as lists have it, and what it means.
fn ways(text: Text) -> AnyView {
    let ways = [
        (Tone::Shelf, Phrase::OnShelf, Help::Shelf),
        (Tone::Online, Phrase::ReadOnline, Help::Online),
        (Tone::Login, Phrase::WithLogin, Help::Login),
        (Tone::Bus, Phrase::OnBookmobile, Help::Bus),
        (Tone::Room, Phrase::InReadingRoom, Help::Room),
        (Tone::Stack, Phrase::FromStack, Help::Stack),
        (Tone::Lent, Phrase::Lent, Help::Lent),
    ];
    let lines = ways.map(|(tone, name, means)| {
        view! {
            <li class=format!("tone-{}", tone.name())>
                {icon(Sign::Way(tone))}
                <p>
                    <strong class="way-words">{text.say(name)}</strong>
                    {format!(": {}", text.help(means))}
                </p>
            </li>
        }
        .into_any()
    });
    view! { <ul class="help-ways">{lines.into_iter().collect_view()}</ul> }.into_any()
}

fn keys(text: Text) -> AnyView {
    let lines = text.keys().map(|(key, does)| {
        view! {
            <div>
                <dt><kbd>{key}</kbd></dt>
                <dd>{does}</dd>
            </div>
        }
        .into_any()
    });
    view! { <dl class="keys">{lines.into_iter().collect_view()}</dl> }.into_any()
}

/// What to know first, until the reader puts it away or goes for help; on a screen that many
/// share everyone may be here for the first time.
#[component]
pub(super) fn FirstHint(session: Session, text: Text) -> impl IntoView {
    let is_shared = session.config.with_value(Config::is_shared);
    move || {
        session.is_new.get().then(|| {
            let button = (!is_shared).then(|| {
                view! {
                    <button type="button" class="button quiet" part="understood" on:click=move |_| session.know()>
                        {text.help(Help::Understood)}
                    </button>
                }
            });
            view! {
                <div class="first" part="first">
                    <p>{text.help(Help::First)}</p>
                    <p class="first-ways">
                        <Lead session address=Address::Help class="to-device">
                            {text.help(Help::HowToSearch)}
                        </Lead>
                        {button}
                    </p>
                </div>
            }
        })
    }
}

/// The sheet of keys, which `?` opens. The browser's own dialog keeps the focus within, hears
/// Escape, and gives the focus back.
#[component]
pub(super) fn KeySheet(text: Text) -> impl IntoView {
    let dialog = NodeRef::<Dialog>::new();
    let on_key = move |event: KeyboardEvent| {
        let held = event.ctrl_key() || event.meta_key() || event.alt_key();
        if event.key() == "?"
            && !held
            && !is_typing(&event)
            && let Some(dialog) = dialog.get_untracked()
            && !dialog.open()
        {
            event.prevent_default();
            // It is on the page and closed, so it can be opened.
            let _ = dialog.show_modal();
        }
    };
    let heard = window_event_listener(leptos::ev::keydown, on_key);
    on_cleanup(move || heard.remove());
    let close = move |_| {
        if let Some(dialog) = dialog.get_untracked() {
            dialog.close();
        }
    };
    view! {
        <dialog class="sheet key-sheet" part="keys" node_ref=dialog aria-labelledby="keys-name">
            <div class="sheet-head">
                <h2 class="section-heading" id="keys-name">{text.help(Help::Keys)}</h2>
                <button
                    type="button"
                    class="clear sheet-close"
                    aria-label=text.help(Help::Close)
                    on:click=close
                >
                    {icon(Sign::Clear)}
                </button>
            </div>
            {keys(text)}
        </dialog>
    }
}
