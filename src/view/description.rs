//! What a thing is, line by line.

use bibliobus_catalog::{Class, Creator, Record, Reference, Series};
use bibliobus_worker::Facet;
use leptos::prelude::*;
use wasm_bindgen::prelude::*;

use super::lead::Lead;
use super::value::class_of;
use crate::session::{Session, words_of};
use crate::text::{Line, Phrase, Text, marc_tag};
use crate::{Address, Asked};

#[wasm_bindgen(module = "/src/element.js")]
extern "C" {
    pub(super) fn language_name(tag: &str, by: &str) -> String;
}

/// The description, with subjects and people that lead on.
#[component]
pub(super) fn Description(session: Session, text: Text, record: Record) -> impl IntoView {
    let original = record.original_title().map(str::to_owned);
    let languages = record.languages.iter().filter_map(|code| marc_tag(code));
    let languages = languages.map(|tag| language_name(tag, text.language.tag()));
    let languages: Vec<String> = languages.collect();
    let classes = record.classes.clone();
    // Names of classes come a moment after the record.
    let classes = move || {
        let named = |c: &Class| class_of(session, text, c.scheme, &c.notation);
        plain(text, Line::Classes, classes.iter().map(named).collect())
    };
    let numbers = record.identifiers.iter();
    let numbers =
        numbers.map(|i| format!("{} {}", text.identifier(i.kind), i.value)).collect();
    let series = series_line(session, text, &record.series);
    let other_titles =
        record.uniform_title.iter().chain(&record.other_titles).cloned().collect();
    let imprint = imprint(&record);
    let people = creators(session, text, &record);
    let subjects =
        record.subjects.iter().map(|subject| subject.heading.clone()).collect();
    let plain = move |line, values: Vec<String>| plain(text, line, values);
    view! {
        <section class="description">
            <h2 class="section-heading">{text.say(Phrase::Description)}</h2>
            <dl class="lines">
                {plain(Line::Summary, record.summaries)}
                {people}
                {plain(Line::Responsibility, one(record.title.responsibility))}
                {plain(Line::OriginalTitle, one(original))}
                {plain(Line::OtherTitles, other_titles)}
                {plain(Line::Edition, one(record.edition))}
                {plain(Line::Imprint, one(imprint))}
                {plain(Line::Extent, one(record.extent))}
                {series}
                {plain(Line::Languages, languages)}
                {plain(Line::Contents, record.contents)}
                {plain(Line::Notes, record.notes)}
                {leading(session, text, Line::Subjects, subjects)}
                {classes}
                {plain(Line::Identifiers, numbers)}
                {plain(Line::RecordNumber, vec![record.id])}
            </dl>
        </section>
    }
}

fn one(value: Option<String>) -> Vec<String> {
    value.into_iter().filter(|value| !value.trim().is_empty()).collect()
}

/// A line whose values are read.
fn plain(text: Text, line: Line, values: Vec<String>) -> Option<AnyView> {
    if values.is_empty() {
        return None;
    }
    let values = values.into_iter().map(|value| view! { <dd dir="auto">{value}</dd> });
    let values = values.collect_view();
    Some(view! { <div class="line"><dt>{text.line(line)}</dt>{values}</div> }.into_any())
}

/// A line whose values search for more of the same.
fn leading(
    session: Session,
    text: Text,
    line: Line,
    values: Vec<String>,
) -> Option<AnyView> {
    if values.is_empty() {
        return None;
    }
    let values = values.into_iter().map(|value| {
        let address = Address::of_words(words_of(&value));
        let value = value.replace(" -- ", " — ");
        view! { <dd dir="auto"><Lead session address class="on">{value}</Lead></dd> }
    });
    let values = values.collect_view();
    Some(view! { <div class="line"><dt>{text.line(line)}</dt>{values}</div> }.into_any())
}

/// Everybody who had a part in it, with what they did.
fn creators(session: Session, text: Text, record: &Record) -> Option<AnyView> {
    if record.creators.is_empty() {
        return None;
    }
    let people = record.creators.iter().map(|creator| {
        let address = Address::of_words(words_of(&creator.name));
        let name = creator.name.clone();
        let dates = creator.dates.as_ref().map(|dates| format!(", {dates}"));
        let roles = roles(text, creator).map(|roles| format!(" — {roles}"));
        let others = record.references.iter().find(|r| r.heading == creator.name);
        let others = others.map(|reference| other_names(text, reference));
        view! {
            <dd dir="auto">
                <Lead session address class="on">{name}</Lead>
                {dates}
                {roles.map(quiet)}
                {others.map(quiet)}
            </dd>
        }
    });
    let people = people.collect_view();
    Some(
        view! { <div class="line"><dt>{text.line(Line::Creators)}</dt>{people}</div> }
            .into_any(),
    )
}

/// Words behind a name.
fn quiet(words: String) -> impl IntoView {
    view! { <span class="role">{words}</span> }
}

/// The other names that somebody is found by: without them, nothing on the page would say why a
/// search for one of them led here.
fn other_names(text: Text, reference: &Reference) -> String {
    let forms = reference.preferred.iter().chain(&reference.see_from);
    let forms: Vec<String> = forms.cloned().collect();
    let mut words = String::new();
    for (phrase, names) in
        [(Phrase::AlsoKnownAs, &forms), (Phrase::SeeAlso, &reference.see_also)]
    {
        if !names.is_empty() {
            words = [&words, ". ", text.say(phrase), " ", &names.join("; ")].concat();
        }
    }
    words
}

/// What somebody did, in words; a role that has no word here in the record's own.
fn roles(text: Text, creator: &Creator) -> Option<String> {
    let mut words: Vec<&str> = Vec::new();
    for role in &creator.roles {
        let word = text.role(role).unwrap_or(role);
        if !words.contains(&word) {
            words.push(word);
        }
    }
    (!words.is_empty()).then(|| words.join(", "))
}

/// The series, each of which leads to all that is in it.
fn series_line(session: Session, text: Text, series: &[Series]) -> Option<AnyView> {
    if series.is_empty() {
        return None;
    }
    let values = series.iter().map(|series| {
        let address = Address::Results(Asked::with(Facet::Series, &*series.title));
        let title = series.title.clone();
        let number = series.number.as_ref().map(|number| format!(" ; {number}"));
        view! { <dd dir="auto"><Lead session address class="on">{title}</Lead>{number}</dd> }
    });
    let values = values.collect_view();
    Some(
        view! { <div class="line"><dt>{text.line(Line::Series)}</dt>{values}</div> }
            .into_any(),
    )
}

fn imprint(record: &Record) -> Option<String> {
    let imprint = &record.imprint;
    let mut line = imprint.place.clone().unwrap_or_default();
    for (joint, part) in [(" : ", &imprint.publisher), (", ", &imprint.date)] {
        if let Some(part) = part {
            if !line.is_empty() {
                line.push_str(joint);
            }
            line.push_str(part);
        }
    }
    (!line.is_empty()).then_some(line)
}
