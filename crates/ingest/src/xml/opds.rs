//! OPDS 1.2: a catalogue of e-books as feeds of Atom (specs.opds.io/opds-1.2; RFC 4287).

use bibliobus_catalog::{DigitalLoan, IdentifierKind, Link, LinkKind, Terms};

use super::{Dialect, Element, Passed};
use crate::findings::Findings;
use crate::flat::{Flat, text};
use crate::lending::{self, format_name};

/// The beginning of the relations of OPDS.
const REL: &str = "http://opds-spec.org/";

pub(super) const DIALECT: Dialect = Dialect {
    expected: "an entry of an OPDS feed",
    is_record: |name| name == "entry",
    read,
};

/// An entry is a record if one can get something; one without leads to another feed.
fn read(entry: &Element, _: &mut Findings) -> Result<Flat, Passed> {
    let links: Vec<Link> = entry.all("link").filter_map(link).collect();
    let numbers = entry.texts_of("identifier");
    if links.is_empty() && numbers.is_empty() {
        return Err(Passed::NoRecord);
    }
    let mut flat = Flat {
        id: entry.text_of("id"),
        title: entry.text_of("title"),
        authors: entry.all("author").map(|a| a.text_of("name")).collect(),
        subjects: entry.all("category").map(category).collect(),
        publisher: entry.text_of("publisher"),
        year: entry.text_of("issued"),
        language: entry.texts_of("language"),
        ..Flat::default()
    };
    let about = entry.first("summary").or_else(|| entry.first("content"));
    flat.summary = about.map(plain).unwrap_or_default();
    flat.more.links = links;
    flat.more.loans = entry.all("link").filter_map(loan).collect();
    flat.more.extent = text(&entry.text_of("extent"));
    for number in numbers {
        add_number(&mut flat, &number);
    }
    Ok(flat)
}

fn category(category: &Element) -> String {
    let label = category.attribute("label");
    let label = if label.is_empty() { category.attribute("term") } else { label };
    label.to_owned()
}

/// `urn:isbn:…` and its like (RFC 3187), or an address that says nothing more.
fn add_number(flat: &mut Flat, number: &str) {
    let lower = number.to_lowercase();
    if let Some(isbn) = lower.strip_prefix("urn:isbn:").or(lower.strip_prefix("isbn:")) {
        flat.isbn.push(isbn.to_owned());
    } else if let Some(issn) = lower.strip_prefix("urn:issn:") {
        flat.numbers.push((IdentifierKind::Issn, issn.to_owned()));
    }
}

/// A way to get the thing (OPDS 1.2, 5.2): what opening it takes stands in the relation.
fn link(link: &Element) -> Option<Link> {
    let relation = link.attribute("rel").strip_prefix(REL)?;
    let (kind, terms) = match relation {
        "acquisition" => (LinkKind::Resource, Terms::Unknown),
        "acquisition/open-access" => (LinkKind::Resource, Terms::OpenAccess),
        "acquisition/borrow" | "acquisition/buy" | "acquisition/subscribe" => {
            (LinkKind::Resource, Terms::Remote)
        }
        "acquisition/sample" | "acquisition/preview" => {
            (LinkKind::Related, Terms::OpenAccess)
        }
        _ => return None,
    };
    let named = [link.attribute("title"), format_name(link.attribute("type"))];
    let label = named.into_iter().find(|name| !name.is_empty()).map(str::to_owned);
    let url = link.attribute("href").to_owned();
    Some(Link { url, label, kind, terms, note: None })
}

/// The terms of a link that lends (elements `availability`, `holds`, `copies` and
/// `indirectAcquisition`).
fn loan(link: &Element) -> Option<DigitalLoan> {
    let relation = link.attribute("rel").strip_prefix(REL)?;
    if relation != "acquisition/borrow" {
        return None;
    }
    let number = |element: &str, attribute: &str| {
        link.first(element).and_then(|it| it.attribute(attribute).parse().ok())
    };
    let counts = [
        number("copies", "total"),
        number("copies", "available"),
        number("holds", "total"),
    ];
    let state = link.first("availability").map_or("", |it| it.attribute("status"));
    let mut types = vec![link.attribute("type")];
    let mut next = link.first("indirectAcquisition");
    while let Some(element) = next {
        types.push(element.attribute("type"));
        next = element.first("indirectAcquisition");
    }
    types.reverse();
    Some(lending::loan(link.attribute("href"), state, counts, types))
}

/// Text of Atom without its markup: in `html` it stands escaped (RFC 4287, 3.1.1.2).
fn plain(element: &Element) -> String {
    let text = element.text_below();
    if element.attribute("type") != "html" {
        return text;
    }
    let mut plain = String::with_capacity(text.len());
    let mut is_tag = false;
    for c in text.chars() {
        match c {
            '<' => is_tag = true,
            '>' if is_tag => {
                is_tag = false;
                plain.push(' ');
            }
            _ if !is_tag => plain.push(c),
            _ => {}
        }
    }
    plain
}
