//! What a value of a facet is called.

use bibliobus_catalog::{Material, Scheme};
use bibliobus_worker::{Facet, Sort};
use leptos::prelude::With;

use super::description::language_name;
use crate::Asked;
use crate::session::Session;
use crate::text::{Browse, Phrase, Telling, Text, marc_tag};

/// What a list of results is called: by its words, or by what it is a list of.
pub(super) fn name_of_list(session: Session, text: Text, asked: &Asked) -> String {
    if asked.has_words() {
        return text.tell(Telling::ResultsFor(asked.text.trim()));
    }
    let wanted = asked.filters.iter().filter(|filter| !filter.is_excluded);
    let names = wanted.map(|filter| name(session, text, filter.facet, &filter.value));
    let names: Vec<String> = names.collect();
    match asked.sort {
        _ if !names.is_empty() => names.join(" · "),
        Sort::Added => text.browse(Browse::NewHere).to_owned(),
        _ => text.browse(Browse::Everything).to_owned(),
    }
}

/// The name of a value; the value itself where it has none.
pub(super) fn name(session: Session, text: Text, facet: Facet, value: &str) -> String {
    let known = match facet {
        Facet::Access => text.access(value).map(str::to_owned),
        Facet::Material => {
            let material = Material::ALL.into_iter().find(|m| m.code() == value);
            material.map(|material| text.material(material).to_owned())
        }
        Facet::Language => language(text, value),
        Facet::Branch => Some(branch(session, text, value)),
        Facet::Place => place(session, text, value),
        Facet::Subject => Some(value.replace(" -- ", " — ")),
        Facet::Class => class(session, text, value),
        Facet::Year => Some(years(text, value)),
        _ => None,
    };
    known.filter(|name| !name.is_empty()).unwrap_or_else(|| value.to_owned())
}

fn language(text: Text, code: &str) -> Option<String> {
    match code {
        "mul" => Some(text.say(Phrase::SeveralLanguages).to_owned()),
        "zxx" => Some(text.say(Phrase::NoLanguage).to_owned()),
        code => marc_tag(code).map(|tag| language_name(tag, text.language.tag())),
    }
}

fn branch(session: Session, text: Text, code: &str) -> String {
    let tag = text.language.tag();
    let name = session.with_library(|library| {
        library.branch(code).map(|branch| branch.name.in_language(tag).to_owned())
    });
    name.unwrap_or_else(|| code.to_owned())
}

/// A place with its branch: there is a children's room in each.
fn place(session: Session, text: Text, codes: &str) -> Option<String> {
    let (branch_code, code) = codes.split_once('/')?;
    let tag = text.language.tag();
    let place = session.with_library(|library| {
        let place = library.place(branch_code, code)?;
        Some(place.name.in_language(tag).to_owned())
    });
    let place = place.filter(|name| !name.is_empty()).unwrap_or_else(|| code.to_owned());
    let branch = branch(session, text, branch_code);
    Some(match (branch.as_str(), place.as_str()) {
        (branch, "") => branch.to_owned(),
        ("", place) => place.to_owned(),
        (branch, place) => format!("{branch}: {place}"),
    })
}

fn class(session: Session, text: Text, path: &str) -> Option<String> {
    let (code, notation) = path.split_once(':')?;
    let number = numbered(text, code, notation);
    let name = Scheme::parse(code).and_then(|scheme| {
        session.captions.with(|captions| {
            let name = captions.exact(scheme, notation)?;
            Some(name.in_language(text.language.tag()).to_owned())
        })
    });
    Some(match name {
        Some(name) => format!("{number} — {name}"),
        None => number,
    })
}

/// A class number with its scheme, and what it or the nearest class above it is called.
pub(super) fn class_of(
    session: Session,
    text: Text,
    scheme: Scheme,
    notation: &str,
) -> String {
    let number = numbered(text, scheme.code(), notation);
    match class_name(session, text, scheme, notation) {
        Some(name) => format!("{number} — {name}"),
        None => number,
    }
}

/// What the nearest class above a class or call number is called.
pub(super) fn class_name(
    session: Session,
    text: Text,
    scheme: Scheme,
    number: &str,
) -> Option<String> {
    session.captions.with(|captions| {
        let caption = captions.above(scheme, number)?;
        Some(caption.name.in_language(text.language.tag()).to_owned())
    })
}

fn numbered(text: Text, scheme: &str, notation: &str) -> String {
    match text.scheme(scheme) {
        Some(scheme) => format!("{scheme} {notation}"),
        None => notation.to_owned(),
    }
}

fn years(text: Text, range: &str) -> String {
    let (from, to) = range.split_once("..").unwrap_or((range, range));
    text.tell(Telling::Years(from.parse().ok(), to.parse().ok()))
}
