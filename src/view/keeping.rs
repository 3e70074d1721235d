//! Keeping the whole collection on the device.

use bibliobus_worker::{Keeping, KeepingState};
use leptos::prelude::*;

use super::icon::{Sign, icon};
use super::sentence;
use crate::session::{Carrying, Session};
use crate::text::{OnDevice, Phrase, Telling, Text};

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

fn name(state: &KeepingState) -> &'static str {
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
        KeepingState::Whole => {
            text.tell(Telling::Device(OnDevice::KeptWhole(keeping.bytes_total)))
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
    let keep = move |words: String| {
        view! {
            <button type="button" class="button" part="keep" on:click=move |_| session.keep()>
                {words}
            </button>
        }
        .into_any()
    };
    let pause = move || {
        view! {
            <button type="button" class="button" part="pause" on:click=move |_| session.pause()>
                {text.say(Phrase::Pause)}
            </button>
        }
        .into_any()
    };
    let forget = move || {
        view! {
            <button type="button" class="button quiet" part="forget" on:click=move |_| session.forget()>
                {text.say(Phrase::Forget)}
            </button>
        }
        .into_any()
    };
    let from_file = move || {
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
    };
    let to_file = move || {
        view! {
            <button type="button" class="button" part="to-file" on:click=move |_| session.give_file()>
                {text.say(Phrase::ToFile)}
            </button>
        }
        .into_any()
    };
    match state {
        KeepingState::Running => vec![pause()],
        KeepingState::Paused | KeepingState::Stopped(_) => {
            vec![keep(text.say(Phrase::KeepOn).to_owned()), forget()]
        }
        KeepingState::Whole => vec![to_file(), from_file(), forget()],
        // There is no catalogue yet.
        _ if bytes == 0 => vec![from_file()],
        _ => vec![
            keep(text.tell(Telling::Device(OnDevice::KeepButton(bytes)))),
            from_file(),
        ],
    }
}
