//! The question whether the reader of a screen that many share is still there.

use leptos::prelude::*;

use crate::session::Session;
use crate::text::{Device, OnDevice, Telling, Text};

/// Shown for the last seconds before the reader is forgotten. Any touch is an answer.
#[component]
pub(super) fn Leaving(session: Session, text: Text) -> impl IntoView {
    let is_asked = Memo::new(move |_| session.leaving.with(Option::is_some));
    let left = move || {
        let seconds = session.leaving.get().unwrap_or_default();
        text.tell(Telling::Device(OnDevice::SecondsLeft(seconds)))
    };
    move || {
        is_asked.get().then(|| {
            view! {
                <div class="leaving" part="leaving" role="alertdialog" aria-label=text.device(Device::StillThere)>
                    <p>{text.device(Device::StillThere)}</p>
                    <p class="leaving-left" aria-hidden="true">{left}</p>
                    <button
                        type="button"
                        class="button"
                        part="stay"
                        on:click=move |_| session.leaving.set(None)
                    >
                        {text.device(Device::GoOn)}
                    </button>
                </div>
            }
        })
    }
}
