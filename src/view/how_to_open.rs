//! How to open a thing on the screen.

use bibliobus_catalog::{Link, LinkKind, Material, Terms, Way, is_safe_url};
use leptos::prelude::*;

use super::icon::{Sign, icon};
use crate::text::{Phrase, Telling, Text};
use crate::{Tone, way};

/// The links of a record, each with what it needs. Nothing where there are none.
#[component]
pub(super) fn HowToOpen(text: Text, material: Material, ways: Vec<Way>) -> impl IntoView {
    let links: Vec<_> = ways
        .into_iter()
        .filter_map(|way| match way {
            Way::Online { link } if is_safe_url(&link.url) => Some(link),
            Way::Online { .. } | Way::AtPlace { .. } => None,
        })
        .map(|link| view! { <li><OpenLink text material link/></li> })
        .collect();
    (!links.is_empty()).then(|| {
        view! {
            <section class="opening">
                <h2 class="section-heading">{text.say(Phrase::HowToOpen)}</h2>
                <ul class="links">{links}</ul>
            </section>
        }
    })
}

/// One link: what it opens, on whose site, and what that takes.
#[component]
fn OpenLink(text: Text, material: Material, link: Link) -> impl IntoView {
    let words = text.say(words(material, link.kind));
    let label = link.label.filter(|label| !label.is_empty());
    let host = text.tell(Telling::OpensSite(way::host(&link.url)));
    let needs = text.say(needs(link.terms));
    let note = link.note.map(|note| view! { <p class="link-note" dir="auto">{note}</p> });
    let tone = if link.terms == Terms::Remote { Tone::Login } else { Tone::Online };
    let weight = if link.kind == LinkKind::Related { "quiet" } else { "strong" };
    view! {
        <a
            class=format!("open open-{weight} tone-{}", tone.name())
            part="open"
            href=link.url
            target="_blank"
            rel="noopener noreferrer"
            referrerpolicy="no-referrer"
        >
            {icon(Sign::Way(tone))}
            <span>{words}</span>
            {icon(Sign::Away)}
        </a>
        <p class="link-needs">
            {label.map(|label| view! { <span class="link-label" dir="auto">{label}</span> })}
            <span>{host}</span>
            <span>{needs}</span>
        </p>
        {note}
    }
}

fn words(material: Material, kind: LinkKind) -> Phrase {
    match kind {
        LinkKind::Resource => way::open_online(material),
        LinkKind::Version => Phrase::OtherVersion,
        LinkKind::Related => Phrase::RelatedLink,
    }
}

fn needs(terms: Terms) -> Phrase {
    match terms {
        Terms::OpenAccess => Phrase::NoLogin,
        Terms::Remote => Phrase::WithLogin,
        Terms::Unknown => Phrase::TermsUnknown,
    }
}
