//! KBART: the list of what a library may read online, a row for each journal or e-book (NISO
//! RP-9-2014, Knowledge Bases and Related Tools, 6.6, with the columns of phase I as well).

use bibliobus_catalog::{Creator, IdentifierKind, Link, Material, Terms};

use crate::flat::{Flat, text};
use crate::map::terms_of_host;

/// Whether a header line is that of KBART.
pub(crate) fn is_header<'h>(mut columns: impl Iterator<Item = &'h str>) -> bool {
    let mut has_title = false;
    let has_url = columns.any(|column| {
        has_title |= column == "publication_title";
        column == "title_url"
    });
    // `title_url` stands after `publication_title` in every version.
    has_title && has_url
}

/// What a row says; `cell` gives the content of a column.
pub(super) fn flat<'r>(cell: impl Fn(&str) -> &'r str) -> Flat {
    let kind = cell("publication_type").to_lowercase();
    let monograph = cell("date_monograph_published_online");
    let is_book = kind == "monograph" || !monograph.is_empty();
    let mut flat = Flat {
        id: cell("title_id").to_owned(),
        title: cell("publication_title").to_owned(),
        publisher: cell("publisher_name").to_owned(),
        year: [cell("date_monograph_published_print"), monograph]
            .into_iter()
            .find(|date| !date.is_empty())
            .unwrap_or_default()
            .to_owned(),
        ..Flat::default()
    };
    for number in [cell("print_identifier"), cell("online_identifier")] {
        if text(number).is_none() {
        } else if is_book {
            flat.isbn.push(number.to_owned());
        } else {
            flat.numbers.push((IdentifierKind::Issn, number.to_owned()));
        }
    }
    flat.more.material = if is_book { Material::Book } else { Material::Serial };
    flat.more.edition = text(cell("monograph_edition"));
    flat.more.title.part = text(cell("monograph_volume"));
    flat.more.creators.extend(creator(cell("first_author"), "aut"));
    flat.more.creators.extend(creator(cell("first_editor"), "edt"));
    flat.more.links.extend(link(&cell));
    flat
}

fn creator(name: &str, role: &str) -> Option<Creator> {
    let name = text(name)?;
    let (roles, main) = (vec![role.to_owned()], role == "aut");
    Some(Creator { name, roles, main, ..Creator::default() })
}

/// The address, with what can be read there as its note, and whether it is free (6.6.25: `F`).
fn link<'r>(cell: &impl Fn(&str) -> &'r str) -> Option<Link> {
    let url = text(cell("title_url"))?;
    let terms = match cell("access_type").to_uppercase().as_str() {
        "F" => Terms::OpenAccess,
        "P" => Terms::Remote,
        _ => terms_of_host(&url),
    };
    Some(Link { note: coverage(cell), terms, url, ..Link::default() })
}

/// From when to when, as `1990, vol. 1 – 2005, vol. 16`, and the embargo (6.6.13).
fn coverage<'r>(cell: &impl Fn(&str) -> &'r str) -> Option<String> {
    let issue = |date: &str, volume: &str, number: &str| {
        let volume = Some(cell(volume)).filter(|v| !v.is_empty());
        let number = Some(cell(number)).filter(|n| !n.is_empty());
        let parts = [
            Some(cell(date)).filter(|d| !d.is_empty()).map(str::to_owned),
            volume.map(|volume| format!("vol. {volume}")),
            number.map(|number| format!("no. {number}")),
        ];
        parts.into_iter().flatten().collect::<Vec<_>>().join(", ")
    };
    let first = issue(
        "date_first_issue_online",
        "num_first_vol_online",
        "num_first_issue_online",
    );
    let last =
        issue("date_last_issue_online", "num_last_vol_online", "num_last_issue_online");
    let mut covered = match (first.is_empty(), last.is_empty()) {
        (true, true) => String::new(),
        (false, true) => format!("{first} –"),
        (true, false) => format!("– {last}"),
        (false, false) => format!("{first} – {last}"),
    };
    for more in [embargo(cell("embargo_info")), text(cell("coverage_notes"))] {
        let Some(more) = more else { continue };
        covered.push_str(if covered.is_empty() { "" } else { "; " });
        covered.push_str(&more);
    }
    text(&covered)
}

/// `P1Y`: all but the last year; `R10Y`: only the last ten years.
fn embargo(code: &str) -> Option<String> {
    let (kind, rest) = code.split_at_checked(1)?;
    let (number, unit) = rest.split_at_checked(rest.len().checked_sub(1)?)?;
    let unit = match unit {
        "Y" | "y" => "year",
        "M" | "m" => "month",
        "D" | "d" => "day",
        _ => return None,
    };
    let count: u32 = number.parse().ok()?;
    let plural = if count == 1 { "" } else { "s" };
    match kind {
        "P" | "p" => Some(format!("without the last {count} {unit}{plural}")),
        "R" | "r" => Some(format!("only the last {count} {unit}{plural}")),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_embargo_is_said_in_words() {
        assert_eq!(embargo("P1Y").as_deref(), Some("without the last 1 year"));
        assert_eq!(embargo("R10Y").as_deref(), Some("only the last 10 years"));
        for odd in ["", "P", "PY", "PxY", "é"] {
            assert_eq!(embargo(odd), None, "{odd}");
        }
    }
}
