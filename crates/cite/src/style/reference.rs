//! The reference of GOST R 7.0.5-2008 (section 7, behind the text): areas end with a full stop
//! alone, and what is in the head is not said again.

use super::words::range;
use crate::facts::{Facts, Kind};
use crate::line::Citation;
use crate::name::Name;

/// More authors than these, and the title stands at the head (7.4.2 of GOST 7.80).
const MOST: usize = 3;

pub(super) fn cite(facts: &Facts, today: &str) -> Citation {
    let mut line = Citation::default();
    let is_headed = is_headed(facts);
    if is_headed {
        let names = facts.authors.iter().map(|name| name.filed_short(" "));
        line.say(&names.collect::<Vec<_>>().join(", "));
        line.joint(". ");
    }
    line.say(&isbd_title(facts));
    if !is_headed {
        let said = if facts.responsibility.is_empty() || facts.authors.len() > MOST {
            short_responsibility(facts)
        } else {
            facts.responsibility.clone()
        };
        if !said.is_empty() {
            line.say(&format!(" / {said}"));
        }
    }
    if matches!(facts.kind, Kind::Article | Kind::Chapter) && !facts.host.is_empty() {
        line.say(&format!(" // {}", facts.host));
    }
    for area in areas(facts, today) {
        line.joint(". ");
        line.say(&area);
    }
    line.stop();
    line
}

/// Whether those who wrote it stand at the head: one to three people. Bodies do not.
pub(super) fn is_headed(facts: &Facts) -> bool {
    (1..=MOST).contains(&facts.authors.len())
        && !facts.authors.iter().any(|name| name.is_body)
}

/// `Title : subtitle. Part`, with the signs of a description (GOST R 7.0.100-2018, 5.2).
pub(super) fn isbd_title(facts: &Facts) -> String {
    let mut title = facts.title.clone();
    for (joint, more) in [(" : ", &facts.subtitle), (". ", &facts.part)] {
        if !more.is_empty() {
            let is_stopped = joint == ". " && title.ends_with('.');
            title.push_str(if is_stopped { " " } else { joint });
            title.push_str(more);
        }
    }
    title
}

/// The first of many, and that there are others; or those who edited it.
fn short_responsibility(facts: &Facts) -> String {
    let others = if facts.is_cyrillic() { "[и др.]" } else { "[et al.]" };
    match (&*facts.authors, &*facts.editors, &*facts.compilers) {
        ([first], ..) => first.straight_short(),
        ([first, ..], ..) => format!("{} {others}", first.straight_short()),
        ([], [], []) => String::new(),
        ([], [], compilers) => by(facts, ["сост.", "comp. by"], compilers),
        ([], editors, _) => by(facts, ["ред.", "ed. by"], editors),
    }
}

/// `ред. В. А. Кузнецов`
pub(super) fn by(facts: &Facts, [ru, en]: [&str; 2], names: &[Name]) -> String {
    let names: Vec<String> = names.iter().map(Name::straight_short).collect();
    format!("{} {}", if facts.is_cyrillic() { ru } else { en }, names.join(", "))
}

/// What stands behind the title, area by area.
fn areas(facts: &Facts, today: &str) -> Vec<String> {
    let mut areas = vec![facts.edition.clone(), imprint(facts, &facts.year)];
    areas.extend(place_in_host(facts));
    if facts.host.is_empty() {
        areas.push(
            facts.extent.split([':', ';']).next().unwrap_or_default().trim().to_owned(),
        );
    }
    if !facts.doi.is_empty() {
        areas.push(format!("DOI: {}", facts.doi));
    }
    if !facts.cited_url().is_empty() {
        areas.push(url(facts, today));
    }
    areas.retain(|area| !area.is_empty());
    areas
}

/// `Place : Publisher, date`; what is not known is left out with its sign.
pub(super) fn imprint(facts: &Facts, date: &str) -> String {
    let place =
        [&*facts.place, &*facts.publisher].into_iter().filter(|text| !text.is_empty());
    let place = place.collect::<Vec<_>>().join(" : ");
    let parts = [&*place, date].into_iter().filter(|text| !text.is_empty());
    parts.collect::<Vec<_>>().join(", ")
}

/// Volume and issue, and pages, in words of the language of the thing.
pub(super) fn place_in_host(facts: &Facts) -> Vec<String> {
    let at = &facts.whereabouts;
    let is_cyrillic = facts.is_cyrillic();
    let word = |ru, en| if is_cyrillic { ru } else { en };
    let numbered = |word: &str, number: &str| {
        (!number.is_empty()).then(|| format!("{word} {number}"))
    };
    let issue =
        [numbered(word("Т.", "Vol."), &at.volume), numbered(word("№", "no."), &at.issue)];
    let issue: Vec<String> = issue.into_iter().flatten().collect();
    let issue = issue.join(", ");
    let issue = if at.volume.is_empty() { super::words::capital(&issue) } else { issue };
    let pages = numbered(word("С.", "P."), &range(&at.pages)).unwrap_or_default();
    vec![issue, at.rest.clone(), pages]
}

/// The address, with the day of looking at it where it is known.
pub(super) fn url(facts: &Facts, today: &str) -> String {
    let mut parts = today.split('-');
    let day = match (parts.next(), parts.next(), parts.next(), parts.next()) {
        (Some(year), Some(month), Some(day), None) => {
            format!(" (дата обращения: {day}.{month}.{year})")
        }
        _ => String::new(),
    };
    format!("URL: {}{day}", facts.cited_url())
}
