//! How to open a thing on the screen.

use bibliobus_catalog::{
    Arranged, DigitalLoan, Link, LinkKind, Material, Terms, Way, is_safe_url,
};
use leptos::prelude::*;
use wasm_bindgen::prelude::wasm_bindgen;

use super::icon::{Sign, icon};
use crate::session::Session;
use crate::text::{Phrase, Telling, Text};
use crate::{Config, Tone, way};

#[wasm_bindgen(module = "/src/element.js")]
extern "C" {
    /// The address of the page that opens a thing inside; none where that is not possible.
    fn view_address(kind: &str, url: &str, title: &str, lang: &str) -> Option<String>;
}

/// The address of the page that opens a link of `title` inside; none where that is not possible, and
/// on a screen that many share, which must not be left on a page that forgets nobody.
pub(super) fn inside(
    session: Session,
    text: Text,
    (url, terms): (&str, Terms),
    title: &str,
) -> Option<String> {
    // Behind a login is what only the browser itself can ask for.
    let is_ours = terms != Terms::Remote && !session.config.with_value(Config::is_shared);
    let kind = way::readable_inside(url).filter(|_| is_ours)?;
    view_address(kind, url, title, text.language.tag())
}

/// The links of a record, each with what it needs. Nothing where there are none.
#[component]
pub(super) fn HowToOpen(
    session: Session,
    text: Text,
    material: Material,
    /// What the page that opens it inside is to be called.
    title: String,
    ways: Vec<Way>,
    /// The links that lend for a time, with the day that their terms speak of.
    loans: (Vec<DigitalLoan>, String),
    /// What the library arranges: its login for some of the links.
    arranged: RwSignal<Vec<Arranged>>,
) -> impl IntoView {
    let links: Vec<Link> = ways
        .into_iter()
        .filter_map(|way| match way {
            Way::Online { link } if is_safe_url(&link.url) => Some(link),
            Way::Online { .. } | Way::AtPlace { .. } => None,
        })
        .collect();
    let numbers = numbers(text, &links);
    let links: Vec<_> = links
        .into_iter()
        .zip(numbers)
        .map(|(link, number)| {
            let loan = loans.0.iter().find(|loan| loan.url == link.url);
            let loan = loan.map(|loan| text.loan(loan, &loans.1));
            let inside = inside(session, text, (&link.url, link.terms), &title);
            view! { <li><OpenLink text material link inside number loan arranged/></li> }
        })
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

/// Which of several links that are called the same each one is, such as the volumes of a work.
fn numbers(text: Text, links: &[Link]) -> Vec<Option<String>> {
    let is_same = |one: &Link, other: &Link| {
        one.kind == other.kind && one.label == other.label && one.note == other.note
    };
    let numbered = links.iter().enumerate().map(|(at, link)| {
        let all = links.iter().filter(|other| is_same(link, other)).count();
        let before = links.iter().take(at).filter(|other| is_same(link, other)).count();
        (all > 1).then(|| text.tell(Telling::OneOf(before + 1, all)))
    });
    numbered.collect()
}

/// One link: what it opens, on whose site, and what that takes.
#[component]
fn OpenLink(
    text: Text,
    material: Material,
    link: Link,
    /// The address of the page that opens it inside, where it does.
    inside: Option<String>,
    /// Which one it is, where several are called the same.
    number: Option<String>,
    /// Its terms, where it lends for a time.
    loan: Option<String>,
    arranged: RwSignal<Vec<Arranged>>,
) -> impl IntoView {
    let words = match loan {
        Some(_) => text.borrow_online(),
        None => text.say(words(material, link.kind)),
    };
    let loan = loan.filter(|terms| !terms.is_empty());
    let loan = loan.map(|terms| view! { <p class="link-note">{terms}</p> }.into_any());
    let label = link.label.filter(|label| !label.is_empty());
    let (url, terms) = (link.url.clone(), link.terms);
    let login = move || {
        let is_it = |it: &&Arranged| it.instead == link.url && is_safe_url(&it.url);
        arranged.with(|all| all.iter().find(is_it).cloned())
    };
    let through = login.clone();
    let is_inside = inside.is_some();
    let target = if is_inside { "_self" } else { "_blank" };
    let host = if is_inside {
        text.say(Phrase::OpensHere).to_owned()
    } else {
        text.tell(Telling::OpensSite(way::host(&url)))
    };
    let url = inside.unwrap_or(url);
    let address = move || through().map_or_else(|| url.clone(), |login| login.url);
    let needs = move || match login() {
        Some(login) => text.through_login(&login),
        // What lies there openly is seen when it opens.
        None if is_inside && terms == Terms::Unknown => String::new(),
        None => text.say(needs(terms)).to_owned(),
    };
    let note = link.note.map(|note| view! { <p class="link-note" dir="auto">{note}</p> });
    let tone = if link.terms == Terms::Remote { Tone::Login } else { Tone::Online };
    let weight = if link.kind == LinkKind::Related { "quiet" } else { "strong" };
    view! {
        <a
            class=format!("open open-{weight} tone-{}", tone.name())
            part="open"
            href=address
            target=target
            rel="noopener noreferrer"
            referrerpolicy="no-referrer"
        >
            {icon(Sign::Way(tone))}
            <span>{words}</span>
            {number.map(|number| view! { <span class="open-number">{number}</span> })}
            {(!is_inside).then(|| icon(Sign::Away))}
        </a>
        <p class="link-needs">
            {label.map(|label| view! { <span class="link-label" dir="auto">{label}</span> })}
            <span>{host}</span>
            <span>{needs}</span>
        </p>
        {loan}
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
