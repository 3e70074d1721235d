//! A link that leads within the app.

use leptos::prelude::*;
use web_sys::MouseEvent;

use crate::{Address, session::Session};

/// Leads to `address`: a link where addresses are ours, so that it can be opened apart and
/// sent to a friend; otherwise a button, as the page's address is not ours to change.
#[component]
pub(super) fn Lead(
    session: Session,
    /// Where it leads.
    address: Address,
    /// Its class.
    #[prop(optional)]
    class: &'static str,
    /// Its part.
    #[prop(optional)]
    part: &'static str,
    /// Whether it is where the reader is.
    #[prop(optional)]
    current: Option<Signal<bool>>,
    children: Children,
) -> impl IntoView {
    let current = move || current.is_some_and(|current| current.get()).then_some("true");
    match session.link(&address) {
        Some(href) => {
            let follow = move |event: MouseEvent| {
                if is_plain(&event) {
                    event.prevent_default();
                    session.go(&address);
                }
            };
            view! {
                <a class=class part=part href=href aria-current=current on:click=follow>
                    {children()}
                </a>
            }
            .into_any()
        }
        None => {
            let follow = move |_| session.go(&address);
            view! {
                <button
                    type="button"
                    class=format!("lead {class}")
                    part=part
                    aria-current=current
                    on:click=follow
                >
                    {children()}
                </button>
            }
            .into_any()
        }
    }
}

/// Whether a click means "go there", and not "open it apart".
fn is_plain(event: &MouseEvent) -> bool {
    let held =
        event.ctrl_key() || event.meta_key() || event.shift_key() || event.alt_key();
    event.button() == 0 && !held
}
