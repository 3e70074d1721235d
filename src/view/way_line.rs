//! How to get a thing soonest, on one line.

use bibliobus_catalog::{Terms, is_safe_url};
use leptos::prelude::*;

use super::how_to_open::inside;
use super::icon::{Sign, icon};
use crate::WayInWords;
use crate::session::Session;
use crate::text::Text;

/// A sign, what to do, where, and the call number of the thing called `title`.
#[component]
pub(super) fn WayLine(
    session: Session,
    text: Text,
    way: WayInWords,
    title: String,
) -> impl IntoView {
    let class = format!("way tone-{}", way.tone.name());
    let place =
        way.place.into_iter().map(|part| view! { <span class="way-place">{part}</span> });
    let mark = way.mark.map(|mark| view! { <span class="way-mark">{mark}</span> });
    let inner = view! {
        {icon(Sign::Way(way.tone))}
        <span class="way-text">
            <span>
                <strong class="way-words">{way.words}</strong>
                {place.collect_view()}
            </span>
            {mark}
        </span>
    };
    match way.url.filter(|url| is_safe_url(url)) {
        Some(url) => {
            let inside = inside(session, text, (&url, Terms::Unknown), &title);
            let target = if inside.is_some() { "_self" } else { "_blank" };
            view! {
                <a
                    class=class
                    href=inside.unwrap_or(url)
                    target=target
                    rel="noopener noreferrer"
                    referrerpolicy="no-referrer"
                >
                    {inner}
                </a>
            }
            .into_any()
        }
        None => view! { <p class=class>{inner}</p> }.into_any(),
    }
}
