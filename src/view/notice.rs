//! What a reader should know of the catalogue: that there is no connection and what works
//! nevertheless, that a later one is overdue.

use bibliobus_worker::KeepingState;
use leptos::prelude::*;

use super::icon::{Sign, icon};
use crate::session::Session;
use crate::text::{Device, OnDevice, Phrase, Telling, Text};

/// Shown when a later version of the app is on the device: going over is for the reader to say.
#[component]
pub(super) fn NewAppNotice(session: Session, text: Text) -> impl IntoView {
    let is_here = Memo::new(move |_| session.device.with(|device| device.has_new_app));
    move || {
        is_here.get().then(|| {
            view! {
                <div class="offline" part="new-app">
                    {icon(Sign::Clock)}
                    <p>{text.device(Device::NewApp)}</p>
                    <button
                        type="button"
                        class="button"
                        part="take-app"
                        on:click=move |_| session.take_app()
                    >
                        {text.device(Device::TakeNewApp)}
                    </button>
                </div>
            }
        })
    }
}

/// Shown when the library has not renewed its catalogue by the day that it meant to.
#[component]
pub(super) fn OverdueNotice(session: Session, text: Text) -> impl IntoView {
    move || {
        session.overdue().map(|day| {
            view! {
                <div class="offline" part="expired">
                    {icon(Sign::Clock)}
                    <p>{text.tell(Telling::Device(OnDevice::Overdue(&day)))}</p>
                </div>
            }
        })
    }
}

/// Shown while the library's host does not answer and the copy on the device does.
#[component]
pub(super) fn OfflineNotice(session: Session, text: Text) -> impl IntoView {
    let day = move || session.collection.with(|c| c.as_ref().map(|c| c.as_of.clone()));
    let words = move || {
        text.tell(Telling::Device(OnDevice::OfflineCopy(&day().unwrap_or_default())))
    };
    let is_part = Memo::new(move |_| {
        session.keeping.with(|keeping| keeping.state != KeepingState::Whole)
    });
    let part = move || is_part.get().then(|| text.say(Phrase::OfflinePart));
    move || {
        session.is_offline().then(|| {
            view! {
                <div class="offline" part="offline">
                    {icon(Sign::Offline)}
                    <p>{words} {" "} {part}</p>
                </div>
            }
        })
    }
}
