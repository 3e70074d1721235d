//! What the library arranges for a record: requests, other libraries, copies on order.

use bibliobus_catalog::{Arranged, Arranges, is_safe_url};
use leptos::prelude::*;

use super::icon::{Sign, icon};
use crate::Tone;
use crate::text::Text;

/// What is arranged apart from any copy: a heading with a list; nothing where there is none.
/// What `has_own` says that the reader's own branch has need not be sent there.
pub(super) fn more_ways(
    text: Text,
    arranged: RwSignal<Vec<Arranged>>,
    has_own: impl Fn() -> bool + Send + 'static,
) -> AnyView {
    let section = move || {
        let has_own = has_own();
        let is_apart = |it: &&Arranged| match it.kind {
            Arranges::Login => false,
            Arranges::Branch => it.copy.is_none() && !has_own,
            _ => it.copy.is_none(),
        };
        let lines = arranged.with(|all| {
            let apart = all.iter().filter(is_apart);
            apart
                .map(|it| view! { <li>{button(text, it)}</li> }.into_any())
                .collect_view()
        });
        (!lines.is_empty()).then(|| {
            view! {
                <section class="arranged-ways">
                    <h2 class="section-heading">{text.more_ways()}</h2>
                    <ul class="links">{lines}</ul>
                </section>
            }
            .into_any()
        })
    };
    view! { {section} }.into_any()
}

/// What the reader does, and below it what happens then.
pub(super) fn button(text: Text, arranged: &Arranged) -> Option<AnyView> {
    let url = Some(arranged.url.clone()).filter(|url| is_safe_url(url))?;
    let tone = match arranged.kind {
        Arranges::Login | Arranges::Resolver => Tone::Login,
        Arranges::Stack => Tone::Stack,
        Arranges::Branch | Arranges::Copy => Tone::Shelf,
        Arranges::Interloan => Tone::Bus,
    };
    let needs = text.arranged(arranged).into_iter();
    let needs = needs.map(|words| view! { <span dir="auto">{words}</span> }.into_any());
    Some(
        view! {
            <a
                class=format!("open open-quiet tone-{}", tone.name())
                part="arranged"
                href=url
                target="_blank"
                rel="noopener noreferrer"
                referrerpolicy="no-referrer"
            >
                {icon(Sign::Way(tone))}
                <span>{text.arranges(arranged.kind)}</span>
                {icon(Sign::Away)}
            </a>
            <p class="link-needs">{needs.collect_view()}</p>
        }
        .into_any(),
    )
}
