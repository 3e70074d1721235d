//! Reference list entries of Chicago style with author and date (Manual of Style, 18th edition,
//! chapters 13 and 14).

use super::Voice;
use super::words::{
    Lead, address, capital, edition, headline, in_a_row, quoted, range, series,
};
use crate::facts::{Facts, Kind};
use crate::line::Citation;
use crate::name::Name;

/// Of more authors than these only the first three are named.
const MOST: usize = 6;

pub(super) fn cite(facts: &Facts, voice: Voice) -> Citation {
    let mut line = Citation::default();
    let lead = lead(facts, voice);
    line.say(&lead);
    if lead.is_empty() {
        say_title(&mut line, facts, voice);
    }
    line.joint(". ");
    line.say(if facts.year.is_empty() {
        voice.of("n.d.", "б. д.")
    } else {
        &facts.year
    });
    line.joint(". ");
    if !lead.is_empty() {
        say_title(&mut line, facts, voice);
    }
    let is_within =
        matches!(facts.kind, Kind::Article | Kind::Chapter) && !facts.host.is_empty();
    if is_within {
        say_host(&mut line, facts, voice);
    }
    for area in areas(facts, voice) {
        line.joint(". ");
        line.say(&area);
    }
    line.stop();
    line.trimmed()
}

fn say_title(line: &mut Citation, facts: &Facts, voice: Voice) {
    let title = headline(&facts.whole_title(), facts);
    let is_quoted = matches!(
        facts.kind,
        Kind::Article | Kind::Chapter | Kind::Thesis | Kind::Website
    );
    if is_quoted {
        quoted(line, &title, voice);
    } else {
        line.slant(&title);
        line.joint(". ");
    }
}

/// What stands with full stops behind the title.
fn areas(facts: &Facts, voice: Voice) -> Vec<String> {
    let mut areas = Vec::new();
    if facts.kind != Kind::Chapter {
        if !facts.authors.is_empty() {
            areas.push(by(voice.of("Edited by", "Под редакцией"), &facts.editors, voice));
        }
        areas.push(by(voice.of("Translated by", "Пер."), &facts.translators, voice));
    }
    areas.push(capital(&edition(&facts.edition, voice)));
    let volumes = facts.volume_count();
    areas.extend(volumes.map(|number| format!("{number} {}", voice.of("vols.", "т."))));
    areas.extend(series(facts));
    areas.push(publisher(facts));
    areas.push(address(facts));
    areas.retain(|area| !area.is_empty());
    areas
}

/// Who published it; for a book or a thesis of nobody the place.
fn publisher(facts: &Facts) -> String {
    let is_lead = facts.authors.is_empty() && facts.editors.is_empty();
    match facts.kind {
        Kind::Website if is_lead => String::new(),
        Kind::Article | Kind::Periodical => String::new(),
        Kind::Thesis if !facts.genre.is_empty() && !facts.publisher.is_empty() => {
            format!("{}, {}", facts.genre, facts.publisher)
        }
        _ if facts.publisher.is_empty() => facts.place.clone(),
        _ => facts.publisher.clone(),
    }
}

fn say_host(line: &mut Citation, facts: &Facts, voice: Voice) {
    let at = &facts.whereabouts;
    if facts.kind == Kind::Chapter {
        line.say(voice.of("In ", "В "));
        line.slant(&headline(&facts.host, facts));
        if !facts.editors.is_empty() {
            let by = by(voice.of("edited by", "под редакцией"), &facts.editors, voice);
            line.say(&format!(", {by}"));
        }
        return;
    }
    line.slant(&headline(&facts.host, facts));
    let issue = match (&*at.volume, &*at.issue) {
        (volume, "") => volume.to_owned(),
        ("", issue) => format!("{} {issue}", voice.of("no.", "№")),
        (volume, issue) => format!("{volume} ({issue})"),
    };
    if !issue.is_empty() {
        line.say(if at.volume.is_empty() { ", " } else { " " });
        line.say(&issue);
    }
    if !at.pages.is_empty() {
        line.say(if issue.is_empty() { ", " } else { ": " });
        line.say(&range(&at.pages));
    }
    if !at.rest.is_empty() {
        line.say(&format!(", {}", at.rest));
    }
}

fn by(words: &str, names: &[Name], voice: Voice) -> String {
    let and = voice.of(", and ", " и ");
    let names: Vec<String> = names.iter().map(Name::straight).collect();
    if names.is_empty() {
        return String::new();
    }
    format!("{words} {}", in_a_row(&names, and, voice.of(" and ", " и ")))
}

fn lead(facts: &Facts, voice: Voice) -> String {
    let lead = Lead::of(facts);
    let names = lead.names();
    if names.is_empty() && facts.kind == Kind::Website {
        return facts.publisher.clone();
    }
    let label = match (&lead, names.len()) {
        (Lead::Editors(_), 1) => voice.of(", ed.", ", ред."),
        (Lead::Editors(_), _) => voice.of(", eds.", ", ред."),
        (Lead::Compilers(_), 1) => voice.of(", comp.", ", сост."),
        (Lead::Compilers(_), _) => voice.of(", comps.", ", сост."),
        (Lead::Authors(_) | Lead::Nobody, _) => "",
    };
    format!("{}{label}", listed(names, voice))
}

fn listed(names: &[Name], voice: Voice) -> String {
    let many = names.len() > MOST;
    let shown = if many { 3 } else { names.len() };
    let in_order =
        |(at, name): (usize, &Name)| if at == 0 { name.filed() } else { name.straight() };
    let names: Vec<String> = names.iter().take(shown).enumerate().map(in_order).collect();
    if many {
        return format!("{}{}", names.join(", "), voice.of(", et al.", ", и др."));
    }
    let and = voice.of(", and ", ", и ");
    in_a_row(&names, and, and)
}
