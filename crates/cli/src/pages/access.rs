//! The ways to get at a thing on its page: in the order of the catalogue's ladder
//! (`bibliobus_catalog::ways`), in the words of the app.

use std::fmt::Write as _;

use bibliobus_catalog::{
    Arranged, BranchKind, CallNumber, Item, Link, LinkKind, LocalName, Location,
    PlaceAccess, Status, Terms, Way, best_status, is_safe_url,
};

use super::Site;
use super::html::Subject;
use super::words;
use crate::markup::escaped;

/// How to open it and where it stands, the easier one first.
pub(super) fn ways(site: &Site, subject: &Subject<'_>, html: &mut String) {
    let is_online = |way: &&Way| matches!(way, Way::Online { .. });
    let (online, places): (Vec<&Way>, Vec<&Way>) =
        subject.ways.iter().partition(is_online);
    let is_nearer_online = subject.ways.first().is_some_and(|way| is_online(&way));
    let opening = opening(site, subject, &online);
    let standing = standing(site, subject, &places);
    if subject.ways.is_empty() {
        let _ =
            writeln!(html, "<p class=\"no-way\">{}</p>", site.words.say(words::NO_WAY));
    } else if is_nearer_online {
        html.push_str(&[opening, standing].concat());
    } else {
        html.push_str(&[standing, opening].concat());
    }
}

/// The easiest way, in one line.
pub(super) fn easiest(site: &Site, subject: &Subject<'_>) -> Option<String> {
    Some(match subject.ways.first()? {
        Way::Online { link } => {
            site.words.say(words::opens(subject.record.material, link.kind)).to_owned()
        }
        Way::AtPlace { location, access, items, .. } => format!(
            "{}: {} ({})",
            site.words.branch(&site.library, location),
            site.words.status(*access, &best_status(items)),
            site.words.as_of(&site.as_of)
        ),
    })
}

fn opening(site: &Site, subject: &Subject<'_>, ways: &[&Way]) -> String {
    let links: Vec<&Link> = ways
        .iter()
        .filter_map(|way| match way {
            Way::Online { link } => Some(link),
            Way::AtPlace { .. } => None,
        })
        .collect();
    if links.is_empty() {
        return String::new();
    }
    let lines = links.iter().enumerate().map(|(at, link)| {
        let number = number(site, &links, at);
        format!("<li>{}</li>\n", open_link(site, subject, link, number))
    });
    format!(
        "<section>\n<h2>{}</h2>\n<ul class=\"links\">\n{}</ul>\n</section>\n",
        site.words.say(words::HOW_TO_OPEN),
        lines.collect::<String>()
    )
}

/// Which of several links that are called the same this one is.
fn number(site: &Site, links: &[&Link], at: usize) -> Option<String> {
    let link = links.get(at)?;
    let is_same = |other: &&&Link| {
        link.kind == other.kind && link.label == other.label && link.note == other.note
    };
    let all = links.iter().filter(is_same).count();
    let before = links.iter().take(at).filter(is_same).count();
    (all > 1).then(|| site.words.one_of(before + 1, all))
}

/// One link: what it opens, on whose site, and what that takes.
fn open_link(
    site: &Site,
    subject: &Subject<'_>,
    link: &Link,
    number: Option<String>,
) -> String {
    let words = site.words;
    let login =
        subject.arranged.iter().find(|it| it.instead == link.url && is_safe_url(&it.url));
    let loan = subject.record.loans.iter().find(|loan| loan.url == link.url);
    let opens = match loan {
        Some(_) => words.say(words::BORROW),
        None => words.say(words::opens(subject.record.material, link.kind)),
    };
    let needs = match login {
        Some(login) => words.through_login(login),
        None => words.say(words::needs(link.terms)).to_owned(),
    };
    let tone = if link.terms == Terms::Remote { "login" } else { "online" };
    let weight = if link.kind == LinkKind::Related { "quiet" } else { "strong" };
    let url = login.map_or(link.url.as_str(), |login| login.url.as_str());
    let number = number.map(|number| format!(" <small>{number}</small>"));
    let mut html = format!(
        "<a class=\"open {weight} {tone}\" href=\"{}\" rel=\"noopener noreferrer\">{opens}{}</a>",
        escaped(url),
        number.unwrap_or_default()
    );
    html.push_str("<p class=\"needs\">");
    if let Some(label) = link.label.as_ref().filter(|label| !label.is_empty()) {
        let _ = write!(html, "<bdi>{}</bdi> · ", escaped(label));
    }
    let _ =
        write!(html, "{} · {}</p>", escaped(&words.at_site(&link.url)), escaped(&needs));
    let terms = loan.map(|loan| words.loan(loan, &site.as_of));
    for note in terms.iter().chain(&link.note).filter(|note| !note.is_empty()) {
        let _ = write!(html, "<p class=\"needs\" dir=\"auto\">{}</p>", escaped(note));
    }
    html
}

/// What the library arranges, as a link with what happens then; `None` for an unsafe address.
pub(super) fn arranged(site: &Site, arranged: &Arranged) -> Option<String> {
    is_safe_url(&arranged.url).then(|| {
        format!(
            "<a class=\"open quiet\" href=\"{}\" rel=\"noopener noreferrer\">{}</a>\
             <p class=\"needs\" dir=\"auto\">{}</p>",
            escaped(&arranged.url),
            site.words.say(words::arranges(arranged.kind)),
            escaped(&site.words.arranged(arranged).join(" · "))
        )
    })
}

/// The places that have it, and the day that their status speaks of.
fn standing(site: &Site, subject: &Subject<'_>, ways: &[&Way]) -> String {
    if ways.is_empty() {
        return String::new();
    }
    let places: String =
        ways.iter().filter_map(|way| place(site, subject, way)).collect();
    let as_of = Some(&site.as_of).filter(|day| !day.is_empty()).map(|day| {
        format!("<p class=\"as-of\">{}</p>\n", escaped(&site.words.as_of(day)))
    });
    format!(
        "<section>\n<h2>{}</h2>\n{}<ul class=\"places\">\n{places}</ul>\n</section>\n",
        site.words.say(words::WHERE_IT_STANDS),
        as_of.unwrap_or_default()
    )
}

fn place(site: &Site, subject: &Subject<'_>, way: &Way) -> Option<String> {
    let Way::AtPlace { location, access, call_number, items, notes, extent } = way else {
        return None;
    };
    let (words, status) = (site.words, best_status(items));
    let mut html = format!(
        "<li class=\"{}\">\n<p class=\"status\">{}</p>\n<h3>{}</h3>\n",
        tone(*access, &status),
        escaped(&words.status(*access, &status)),
        escaped(words.branch(&site.library, location))
    );
    if let Some(name) = words.place(&site.library, location) {
        let _ = writeln!(html, "<p class=\"place\">{}</p>", escaped(name));
    }
    if let Some(mark) = call_number {
        let label = words.say(words::CALL_NUMBER);
        let mark = escaped(&mark.label());
        let _ =
            writeln!(html, "<p class=\"mark\"><span>{label}:</span> <b>{mark}</b></p>");
    }
    if let Some(advice) = words::advice(*access, &status) {
        let _ = writeln!(html, "<p class=\"needs\">{}</p>", words.say(advice));
    }
    html.push_str(&services(site, subject, location, call_number.as_ref()));
    if let Some(extent) = extent {
        let label = words.say(words::THERE_IS);
        let _ = writeln!(html, "<p dir=\"auto\">{label}: {}</p>", escaped(extent));
    }
    for note in notes {
        let _ = writeln!(html, "<p dir=\"auto\">{}</p>", escaped(note));
    }
    html.push_str(&facts(site, location));
    html.push_str(&copies(site, *access, items));
    html.push_str("</li>\n");
    Some(html)
}

/// What the library arranges for the copies here.
fn services(
    site: &Site,
    subject: &Subject<'_>,
    location: &Location,
    mark: Option<&CallNumber>,
) -> String {
    let is_here = |it: &&Arranged| {
        let copy = it.copy.as_ref();
        copy.is_some_and(|(place, label)| place == location && label.as_ref() == mark)
    };
    let own = subject.arranged.iter().filter(is_here);
    own.filter_map(|it| arranged(site, it))
        .map(|it| format!("<div>{it}</div>\n"))
        .collect()
}

/// The way there, the address, the hours, the stops.
fn facts(site: &Site, location: &Location) -> String {
    let code = location.sublocation.as_deref().unwrap_or_default();
    let place = site.library.place(&location.library, code);
    let branch = site.library.branch(&location.library);
    let said = |name: &LocalName| site.words.local(name).map(str::to_owned);
    let stops = branch.iter().filter(|it| it.kind == BranchKind::Bookmobile);
    let stops = stops.flat_map(|it| &it.stops).map(|stop| (words::STOP, said(stop)));
    let lines = [
        (words::THE_WAY, place.and_then(|place| said(&place.way))),
        (words::ADDRESS, branch.and_then(|branch| said(&branch.address))),
        (words::HOURS, branch.and_then(|branch| said(&branch.hours))),
    ];
    let lines: String = lines
        .into_iter()
        .chain(stops)
        .filter_map(|(label, said)| {
            Some(format!("<li>{}: {}</li>\n", site.words.say(label), escaped(&said?)))
        })
        .collect();
    if lines.is_empty() { lines } else { format!("<ul class=\"needs\">\n{lines}</ul>\n") }
}

/// The copies one by one, where they differ in what is known of them.
fn copies(site: &Site, access: PlaceAccess, items: &[Item]) -> String {
    let first = items.first().map(|item| &item.status);
    let is_alike = items
        .iter()
        .all(|item| Some(&item.status) == first && item.enumeration.is_none());
    if items.len() < 2 {
        return String::new();
    }
    if is_alike {
        return format!("<p class=\"needs\">{}</p>\n", site.words.copies(items.len()));
    }
    let line = |item: &Item| {
        let name = [&item.enumeration, &item.copy, &item.inventory, &item.barcode];
        let name = name.into_iter().flatten().next().map_or("", String::as_str);
        format!(
            "<li><bdi>{}</bdi> — {}</li>\n",
            escaped(&site.words.copy(name)),
            escaped(&site.words.status(access, &item.status))
        )
    };
    let lines: String = items.iter().map(line).collect();
    format!("<ul class=\"copies\">\n{lines}</ul>\n")
}

/// The class of a copy in the style sheet: how near it is.
fn tone(access: PlaceAccess, status: &Status) -> &'static str {
    match (status, access) {
        (Status::Missing | Status::OnOrder, _) => "gone",
        (Status::OnLoan { .. }, _) => "lent",
        (_, PlaceAccess::Open | PlaceAccess::Unstated) => "shelf",
        (_, PlaceAccess::Bookmobile) => "bus",
        (_, PlaceAccess::ReadingRoom) => "room",
        (_, PlaceAccess::Closed) => "stack",
    }
}
