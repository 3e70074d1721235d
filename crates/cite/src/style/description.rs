//! The bibliographic description of GOST R 7.0.100-2018: areas with `. – ` between them (4.7), each
//! element with the sign that stands before it; under a heading (GOST R 7.0.80-2023) where one to
//! three people wrote it.

use super::reference::{by, imprint, is_headed, isbd_title, place_in_host, url};
use crate::facts::{Facts, Kind};
use crate::line::{Citation, on_one_line};
use crate::name::Name;

/// Of more authors than these the statement names the first three (5.2.6).
const NAMED: usize = 4;

pub(super) fn cite(facts: &Facts, today: &str) -> Citation {
    let mut line = Citation::default();
    if let Some(first) = facts.authors.first().filter(|_| is_headed(facts)) {
        line.say(&first.filed_short(", "));
        line.joint(". ");
    }
    line.say(&isbd_title(facts));
    let responsibility = responsibility(facts);
    if !responsibility.is_empty() {
        line.say(&format!(" / {responsibility}"));
    }
    let is_within = !facts.host.is_empty();
    if is_within {
        // The form of content and the means of access stand with the part (5.10, 7.3).
        if let Some(form) = form(facts) {
            line.joint(". – ");
            line.say(form);
        }
        line.say(&format!(" // {}", facts.host));
    }
    let areas = if is_within { areas_of_host(facts, today) } else { areas(facts, today) };
    for area in areas {
        line.joint(". – ");
        line.say(&area);
    }
    line.stop();
    line
}

/// The statement as recorded, otherwise the names with what they did.
fn responsibility(facts: &Facts) -> String {
    if !facts.responsibility.is_empty() {
        return facts.responsibility.clone();
    }
    let others = if facts.is_cyrillic() { " [и др.]" } else { " [et al.]" };
    let is_cut = facts.authors.len() > NAMED;
    let shown = if is_cut { 3 } else { facts.authors.len() };
    let names: Vec<String> =
        facts.authors.iter().take(shown).map(Name::straight_short).collect();
    let mut said = vec![names.join(", ") + if is_cut { others } else { "" }];
    for (words, names) in [
        (["сост.", "comp. by"], &facts.compilers),
        (["ред.", "ed. by"], &facts.editors),
        (["пер.", "transl. by"], &facts.translators),
    ] {
        if !names.is_empty() {
            said.push(by(facts, words, names));
        }
    }
    said.retain(|statement| !statement.is_empty());
    said.join(" ; ")
}

/// The areas of a thing that stands for itself.
fn areas(facts: &Facts, today: &str) -> Vec<String> {
    let mut areas = vec![
        facts.edition.clone(),
        imprint(facts, &facts.date),
        facts.extent.trim_end_matches('.').to_owned(),
    ];
    areas.extend(facts.series.iter().map(|series| {
        let title = on_one_line(&series.title);
        match series.number.as_deref().map(on_one_line) {
            Some(number) if !number.is_empty() => format!("({title} ; {number})"),
            _ => format!("({title})"),
        }
    }));
    // "320 с." ends with its stop, and the next area begins with another one.
    if facts.extent.ends_with('.') {
        areas[2].push('.');
    }
    areas.extend(facts.isbns.iter().map(|isbn| format!("ISBN {isbn}")));
    areas.extend(numbers(facts, today));
    areas.extend(form(facts).map(str::to_owned));
    areas.retain(|area| !area.is_empty());
    areas
}

/// The areas of what a part is in, and its place there (7.4).
fn areas_of_host(facts: &Facts, today: &str) -> Vec<String> {
    let mut areas = vec![facts.edition.clone()];
    if facts.kind == Kind::Chapter {
        areas.push(imprint(facts, &facts.date));
    } else {
        areas.push(facts.year.clone());
    }
    areas.extend(place_in_host(facts));
    areas.extend(numbers(facts, today));
    areas.retain(|area| !area.is_empty());
    areas
}

fn numbers(facts: &Facts, today: &str) -> Vec<String> {
    let mut numbers = Vec::new();
    if !facts.issn.is_empty() {
        numbers.push(format!("ISSN {}", facts.issn));
    }
    if !facts.doi.is_empty() {
        numbers.push(format!("DOI {}", facts.doi));
    }
    if !facts.cited_url().is_empty() {
        numbers.push(url(facts, today));
    }
    numbers
}

/// The form of content and the means of access (5.10.3), for what is read: of other things a record
/// does not say enough.
fn form(facts: &Facts) -> Option<&'static str> {
    let is_text = matches!(
        facts.kind,
        Kind::Book | Kind::Chapter | Kind::Article | Kind::Periodical | Kind::Thesis
    );
    match (is_text, facts.cited_url().is_empty()) {
        (true, true) => Some("Текст : непосредственный"),
        (true, false) => Some("Текст : электронный"),
        (false, _) => None,
    }
}
