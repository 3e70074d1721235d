//! Works-cited entries of MLA style (Handbook, 9th edition, chapter 5).

use super::Voice;
use super::words::{
    Lead, address, capital, edition, headline, in_a_row, quoted, range, series,
};
use crate::facts::{Facts, Kind};
use crate::line::Citation;
use crate::name::Name;

pub(super) fn cite(facts: &Facts, voice: Voice) -> Citation {
    let mut line = Citation::default();
    line.say(&lead(facts, voice));
    line.joint(". ");
    let title = headline(&facts.whole_title(), facts);
    if matches!(facts.kind, Kind::Article | Kind::Chapter) {
        quoted(&mut line, &title, voice);
    } else {
        line.slant(&title);
        line.joint(". ");
    }
    if !facts.host.is_empty() {
        line.slant(&headline(&facts.host, facts));
        line.say(", ");
    }
    say_elements(&mut line, facts, voice);
    let volumes = facts.volume_count();
    let volumes = volumes.map(|number| format!("{number} {}", voice.of("vols.", "т.")));
    let school = Some(&facts.publisher).filter(|_| facts.kind == Kind::Thesis);
    let school = school.map(|school| joined(&[school, &facts.genre]));
    let school = school.filter(|school| !school.is_empty());
    for more in [volumes, series(facts), school].into_iter().flatten() {
        line.joint(". ");
        line.say(&more);
    }
    line.stop();
    line
}

fn joined(parts: &[&str]) -> String {
    let parts = parts.iter().filter(|part| !part.is_empty());
    parts.copied().collect::<Vec<_>>().join(", ")
}

/// The elements that stand with commas, the first with a capital unless a host is before it.
fn say_elements(line: &mut Citation, facts: &Facts, voice: Voice) {
    let at = &facts.whereabouts;
    let numbered = |word: &str, number: &str| {
        if number.is_empty() { String::new() } else { format!("{word} {number}") }
    };
    let many = at.pages.contains('-');
    let pages = if many { voice.of("pp.", "с.") } else { voice.of("p.", "с.") };
    let by = |words: &str, names: &[Name]| {
        if names.is_empty() {
            String::new()
        } else {
            format!("{words} {}", straight(names, voice))
        }
    };
    let editors: &[Name] = if facts.authors.is_empty() { &[] } else { &facts.editors };
    let elements = [
        by(voice.of("edited by", "под редакцией"), editors),
        by(voice.of("translated by", "пер."), &facts.translators),
        edition(&facts.edition, voice),
        numbered(voice.of("vol.", "т."), &at.volume),
        numbered(voice.of("no.", "№"), &at.issue),
        publisher(facts),
        facts.year.clone(),
        numbered(pages, &range(&at.pages)),
        at.rest.clone(),
        address(facts),
    ];
    let elements: Vec<&str> =
        elements.iter().map(String::as_str).filter(|text| !text.is_empty()).collect();
    let all = elements.join(", ");
    // An address keeps its letters.
    let begins = !facts.host.is_empty() || all.starts_with("http");
    line.say(&if begins { all } else { capital(&all) });
}

/// Who published it; for a book of nobody the place, as the handbook has it for old ones.
fn publisher(facts: &Facts) -> String {
    match facts.kind {
        Kind::Thesis | Kind::Article => String::new(),
        Kind::Periodical if !facts.place.is_empty() => format!("[{}]", facts.place),
        Kind::Book if facts.publisher.is_empty() => facts.place.clone(),
        _ => facts.publisher.clone(),
    }
}

fn lead(facts: &Facts, voice: Voice) -> String {
    let lead = Lead::of(facts);
    let is_one = lead.names().len() == 1;
    let label = match (&lead, is_one) {
        (Lead::Editors(_), true) => voice.of(", editor", ", редактор"),
        (Lead::Editors(_), false) => voice.of(", editors", ", редакторы"),
        (Lead::Compilers(_), true) => voice.of(", compiler", ", составитель"),
        (Lead::Compilers(_), false) => voice.of(", compilers", ", составители"),
        (Lead::Authors(_) | Lead::Nobody, _) => "",
    };
    let names = match lead.names() {
        [] => return String::new(),
        [one] => one.filed(),
        [one, other] => {
            format!("{}{}{}", one.filed(), voice.of(", and ", ", и "), other.straight())
        }
        [one, ..] => format!("{}{}", one.filed(), voice.of(", et al.", ", и др.")),
    };
    format!("{names}{label}")
}

fn straight(names: &[Name], voice: Voice) -> String {
    if let [one, _, _, ..] = names {
        return format!("{}{}", one.straight(), voice.of(" et al.", " и др."));
    }
    let names: Vec<String> = names.iter().map(Name::straight).collect();
    in_a_row(&names, "", voice.of(" and ", " и "))
}
