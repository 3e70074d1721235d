//! The other editions of the work that is open, by language: its own first.

use bibliobus_worker::{Brief, Hit};
use leptos::prelude::*;

use super::description::language_name;
use super::lead::Lead;
use super::result::title_of;
use crate::Address;
use crate::session::Session;
use crate::text::{Phrase, Text, marc_tag};

/// Editions of one language, the latest first.
type Group = (Option<String>, Vec<Brief>);

/// The section, once the others are known; nothing where there are none.
#[component]
pub(super) fn Editions(
    session: Session,
    text: Text,
    /// The record that is open, and its language.
    id: String,
    language: Option<String>,
    /// The key of the work.
    work: String,
) -> impl IntoView {
    let words = format!("work:{work}");
    let groups = RwSignal::new(Vec::<Group>::new());
    session.find(words, move |hits| groups.set(grouped(hits, &id, language)));
    move || {
        let groups = groups.get();
        (!groups.is_empty()).then(|| {
            let groups =
                groups.into_iter().map(|group| of_language(session, text, group));
            view! {
                <section class="editions" part="editions">
                    <h2 class="section-heading">{text.say(Phrase::Editions)}</h2>
                    {groups.collect_view()}
                </section>
            }
        })
    }
}

/// The others by language, that of the open record first.
fn grouped(hits: Vec<Hit>, id: &str, language: Option<String>) -> Vec<Group> {
    let mut groups: Vec<Group> = vec![(language, Vec::new())];
    for brief in hits.into_iter().map(|hit| hit.brief).filter(|brief| brief.id != id) {
        match groups.iter_mut().find(|(language, _)| *language == brief.language) {
            Some((_, group)) => group.push(brief),
            None => groups.push((brief.language.clone(), vec![brief])),
        }
    }
    groups.retain(|(_, group)| !group.is_empty());
    for (_, group) in &mut groups {
        group.sort_by_key(|brief| core::cmp::Reverse(brief.year));
    }
    groups
}

fn of_language(session: Session, text: Text, (language, group): Group) -> AnyView {
    let tag = language.as_deref().and_then(marc_tag).map(str::to_owned);
    let name = tag.as_deref().map(|tag| language_name(tag, text.language.tag()));
    let editions = group.into_iter().map(|brief| {
        let address = Address::Record(brief.id.clone());
        let title = title_of(text, &brief);
        let facts = facts(text, brief);
        let tag = tag.clone();
        view! {
            <li>
                <Lead session address class="on">
                    <span lang=tag dir="auto">{title}</span>
                </Lead>
                <span class="role">{facts}</span>
            </li>
        }
    });
    let editions = editions.collect_view();
    view! {
        {name.map(|name| view! { <h3 class="edition-language">{name}</h3> })}
        <ul class="edition-list">{editions}</ul>
    }
    .into_any()
}

/// What tells one edition from another: the statement, the year, the kind.
fn facts(text: Text, brief: Brief) -> String {
    let year = brief.year.map(|year| text.year(year));
    let kind = text.material(brief.material).to_owned();
    let facts = [brief.edition, year, Some(kind)].into_iter().flatten();
    facts.map(|fact| [" · ", &fact].concat()).collect()
}
