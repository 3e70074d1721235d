//! Keeping the whole collection on the device.

use bibliobus_worker::{Keeping, KeepingState, Portion, Problem};
use leptos::prelude::*;

use super::icon::{Sign, icon};
use super::sentence;
use crate::session::{Carrying, Session};
use crate::text::{Device, OnDevice, Phrase, Telling, Text};

/// How much is here, and the buttons to go on, to stop and to remove it.
#[component]
pub(super) fn KeepingPanel(session: Session, text: Text) -> impl IntoView {
    let state = Memo::new(move |_| session.keeping.with(|keeping| keeping.state.clone()));
    let bytes = Memo::new(move |_| session.keeping.with(|keeping| keeping.bytes_total));
    let name = move || state.with(name);
    view! {
        <section
            class="keeping"
            part="keeping"
            data-state=name
            on:dragover=|event| event.prevent_default()
            on:drop=move |event| {
                event.prevent_default();
                session.take_file_of(&event);
            }
        >
            <h2 class="small-heading">{icon(Sign::Kept)} {text.say(Phrase::Keep)}</h2>
            <p class="keeping-words">{move || words(session, text)}</p>
            {move || carried(session, text)}
            {move || state.with(is_begun).then(|| view! { <Bar session text/> })}
            <div class="keeping-buttons">
                {move || state.with(|state| buttons(session, text, state, bytes.get()))}
            </div>
        </section>
    }
}

pub(super) fn name(state: &KeepingState) -> &'static str {
    match state {
        KeepingState::Running => "running",
        KeepingState::Paused => "paused",
        KeepingState::Whole => "whole",
        KeepingState::Stopped(_) => "stopped",
        _ => "not-kept",
    }
}

/// What becomes of a packed file.
fn carried(session: Session, text: Text) -> Option<AnyView> {
    let words = match session.carrying.get() {
        Carrying::No => return None,
        Carrying::Under(percent) => {
            text.tell(Telling::Device(OnDevice::Carrying(percent)))
        }
        Carrying::Failed(problem) => sentence::of_problem(text, &problem),
    };
    Some(
        view! { <p class="keeping-words" part="carrying" role="status">{words}</p> }
            .into_any(),
    )
}

/// Whether a bar tells something.
fn is_begun(state: &KeepingState) -> bool {
    matches!(
        state,
        KeepingState::Running | KeepingState::Paused | KeepingState::Stopped(_)
    )
}

fn words(session: Session, text: Text) -> String {
    let pace = session.pace.get();
    session.keeping.with(|keeping| match &keeping.state {
        KeepingState::Running => match pace.seconds_left(keeping.bytes_total) {
            Some(seconds) => format!(
                "{}, {}",
                kept(text, keeping),
                text.tell(Telling::Device(OnDevice::TimeLeft(seconds)))
            ),
            None => kept(text, keeping),
        },
        KeepingState::Paused => {
            format!("{}: {}", text.say(Phrase::KeepPaused), kept(text, keeping))
        }
        KeepingState::Whole if keeping.portion == Portion::Whole => {
            text.tell(Telling::Device(OnDevice::KeptWhole(keeping.bytes_total)))
        }
        KeepingState::Whole => {
            let size = text.tell(Telling::Device(OnDevice::Size(keeping.bytes_total)));
            format!("{} · {size}", text.device(Device::KeptInBrief))
        }
        KeepingState::Stopped(problem) => {
            let why = sentence::of_problem(text, problem);
            format!("{}. {why}", text.say(Phrase::KeepStopped))
        }
        _ => text.say(Phrase::KeepWhy).to_owned(),
    })
}

fn kept(text: Text, keeping: &Keeping) -> String {
    text.tell(Telling::Device(OnDevice::Kept(keeping.bytes_here, keeping.bytes_total)))
}

/// The bytes that are here of all.
#[component]
fn Bar(session: Session, text: Text) -> impl IntoView {
    let here = move || session.keeping.with(|keeping| keeping.bytes_here.to_string());
    let total =
        move || session.keeping.with(|keeping| keeping.bytes_total.max(1).to_string());
    view! { <progress class="bar" aria-label=text.say(Phrase::Keep) value=here max=total></progress> }
}

fn buttons(
    session: Session,
    text: Text,
    state: &KeepingState,
    bytes: u64,
) -> Vec<AnyView> {
    let say = |phrase| text.say(phrase).to_owned();
    let keep = |words| button("button", "keep", words, move || session.keep());
    let pause = || button("button", "pause", say(Phrase::Pause), move || session.pause());
    let forget = || {
        button("button quiet", "forget", say(Phrase::Forget), move || session.forget())
    };
    let to_file =
        || button("button", "to-file", say(Phrase::ToFile), move || session.give_file());
    let from_file = || from_file(session, text);
    match state {
        KeepingState::Running => vec![pause()],
        KeepingState::Stopped(Problem::NoRoom) => {
            vec![in_brief(session, text), keep(say(Phrase::KeepOn)), forget()]
        }
        KeepingState::Paused | KeepingState::Stopped(_) => {
            vec![keep(say(Phrase::KeepOn)), forget()]
        }
        KeepingState::Whole => vec![to_file(), from_file(), forget()],
        // There is no catalogue yet.
        _ if bytes == 0 => vec![from_file()],
        _ => {
            let words = text.tell(Telling::Device(OnDevice::KeepButton(bytes)));
            vec![keep(words), from_file()]
        }
    }
}

pub(super) fn button(
    class: &'static str,
    part: &'static str,
    words: String,
    press: impl Fn() + 'static,
) -> AnyView {
    view! {
        <button type="button" class=class part=part on:click=move |_| press()>
            {words}
        </button>
    }
    .into_any()
}

/// Where there is no room for all of it: the button that keeps less.
fn in_brief(session: Session, text: Text) -> AnyView {
    let bytes = session.collection.with(|c| c.as_ref().map_or(0, |c| c.bytes_brief));
    let size = text.tell(Telling::Device(OnDevice::Size(bytes)));
    let words = format!("{} · {size}", text.device(Device::InBrief));
    button("button", "keep-brief", words, move || session.keep_portion(Portion::Brief))
}

/// The button that takes a catalogue out of a file.
fn from_file(session: Session, text: Text) -> AnyView {
    view! {
        <label class="button quiet from-file" part="from-file">
            <input
                type="file"
                accept=".bibliobus"
                on:change=move |event| session.take_file_of(&event)
            />
            {text.say(Phrase::FromFile)}
        </label>
    }
    .into_any()
}
