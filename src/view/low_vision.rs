//! Where the version for those with low vision has its button and its settings. What is there is
//! `low_vision.js`, and how the page looks then, `style/low-vision.css`.

use leptos::html::Div;
use leptos::prelude::*;

use crate::session::Session;
use crate::text::Text;

/// The place above the head, in the words of `text`.
#[component]
pub(super) fn LowVision(session: Session, text: Text) -> impl IntoView {
    let place = NodeRef::<Div>::new();
    place.on_load(move |place| session.draw_sight(&place, text));
    let class = "low-vision-place";
    view! { <div class=class node_ref=place></div> }
}
