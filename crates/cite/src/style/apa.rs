//! Reference list entries of APA style (Publication Manual, 7th edition, chapters 9 and 10).

use super::Voice;
use super::words::{Lead, address, edition, headline, in_a_row, range};
use crate::facts::{Facts, Kind};
use crate::line::Citation;
use crate::name::Name;

/// More authors than these are not all named: the first nineteen, and the last.
const MOST: usize = 20;

pub(super) fn cite(facts: &Facts, voice: Voice) -> Citation {
    let mut line = Citation::default();
    let lead = lead(facts, voice);
    let publisher = if lead == facts.publisher && facts.kind == Kind::Website {
        ""
    } else {
        &*facts.publisher
    };
    line.say(&lead);
    if lead.is_empty() {
        say_title(&mut line, facts, voice);
    }
    line.joint(". ");
    let year =
        if facts.year.is_empty() { voice.of("n.d.", "б. д.") } else { &*facts.year };
    line.say(&format!("({year})"));
    line.joint(". ");
    if !lead.is_empty() {
        say_title(&mut line, facts, voice);
        line.joint(". ");
    }
    say_host(&mut line, facts, voice);
    if !matches!(facts.kind, Kind::Article | Kind::Periodical) && !publisher.is_empty() {
        line.say(publisher);
        line.joint(". ");
    }
    line.say(&address(facts));
    line.trimmed()
}

/// Those who stand at the head of the entry; empty where the title does.
fn lead(facts: &Facts, voice: Voice) -> String {
    let lead = Lead::of(facts);
    let names = lead.names();
    let label = match (&lead, names.len()) {
        (Lead::Editors(_), 1) => voice.of(" (Ed.)", " (Ред.)"),
        (Lead::Editors(_), _) => voice.of(" (Eds.)", " (Ред.)"),
        (Lead::Compilers(_), 1) => voice.of(" (Comp.)", " (Сост.)"),
        (Lead::Compilers(_), _) => voice.of(" (Comps.)", " (Сост.)"),
        (Lead::Authors(_) | Lead::Nobody, _) => "",
    };
    if names.is_empty() && facts.kind == Kind::Website {
        return facts.publisher.clone();
    }
    format!("{}{label}", listed(names))
}

fn listed(names: &[Name]) -> String {
    let filed = |name: &Name| name.filed_short(", ");
    match names {
        [first @ .., last] if names.len() > MOST => {
            let first: Vec<String> = first.iter().take(MOST - 1).map(filed).collect();
            format!("{}, … {}", first.join(", "), filed(last))
        }
        _ => {
            let names: Vec<String> = names.iter().map(filed).collect();
            in_a_row(&names, ", & ", ", & ")
        }
    }
}

/// The title with what stands behind it in brackets.
fn say_title(line: &mut Citation, facts: &Facts, voice: Voice) {
    let title = facts.whole_title();
    if matches!(facts.kind, Kind::Article | Kind::Chapter) {
        line.say(&title);
    } else {
        line.slant(&title);
    }
    let mut inside = Vec::new();
    if facts.kind != Kind::Chapter {
        if !facts.authors.is_empty() {
            inside.extend(people(
                &facts.editors,
                voice.of("Ed.", "Ред."),
                voice.of("Eds.", "Ред."),
            ));
        }
        inside.extend(people(
            &facts.translators,
            voice.of("Trans.", "Пер."),
            voice.of("Trans.", "Пер."),
        ));
    }
    let edition = Some(edition(&facts.edition, voice)).filter(|text| !text.is_empty());
    let volumes = facts.volume_count();
    let volumes = volumes.map(|number| format!("{} 1–{number}", voice.of("Vols.", "Т.")));
    let book: Vec<String> = edition.into_iter().chain(volumes).collect();
    inside.extend(Some(book.join(", ")).filter(|text| !text.is_empty()));
    if !inside.is_empty() {
        line.say(&format!(" ({})", inside.join("; ")));
    }
    let form = match facts.kind {
        Kind::Map => voice.of("Map", "Карта"),
        Kind::Film => voice.of("Video recording", "Видеозапись"),
        _ => &*facts.genre,
    };
    if !form.is_empty() {
        line.say(&format!(" [{form}]"));
    }
}

/// `B. Green, Ed.`; nothing for nobody.
fn people(names: &[Name], one: &str, many: &str) -> Option<String> {
    let label = if names.len() == 1 { one } else { many };
    let names: Vec<String> = names.iter().map(Name::straight_short).collect();
    (!names.is_empty()).then(|| format!("{}, {label}", in_a_row(&names, ", & ", " & ")))
}

/// The journal or book that it is in.
fn say_host(line: &mut Citation, facts: &Facts, voice: Voice) {
    if facts.host.is_empty() {
        return;
    }
    let at = &facts.whereabouts;
    if facts.kind == Kind::Chapter {
        line.say(voice.of("In ", "В "));
        let editors: Vec<String> =
            facts.editors.iter().map(Name::straight_short).collect();
        if !editors.is_empty() {
            let many = editors.len() > 1;
            let label = if many {
                voice.of("Eds.", "Ред.")
            } else {
                voice.of("Ed.", "Ред.")
            };
            line.say(&format!("{} ({label}), ", in_a_row(&editors, ", & ", " & ")));
        }
        line.slant(&facts.host);
        if !at.pages.is_empty() {
            let many = at.pages.contains('-');
            let word = if many { voice.of("pp.", "с.") } else { voice.of("p.", "с.") };
            line.say(&format!(" ({word} {})", range(&at.pages)));
        }
    } else {
        line.slant(&headline(&facts.host, facts));
        if !at.volume.is_empty() {
            line.say(", ");
            line.slant(&at.volume);
        }
        if !at.issue.is_empty() {
            let joint = if at.volume.is_empty() { ", " } else { "" };
            line.say(&format!("{joint}({})", at.issue));
        }
        for more in [range(&at.pages), at.rest.clone()] {
            if !more.is_empty() {
                line.say(&format!(", {more}"));
            }
        }
    }
    line.joint(". ");
}
