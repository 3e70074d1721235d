//! Dublin Core (DCMI Metadata Terms; ISO 15836), simple or qualified: in answers of OAI-PMH, in
//! SRU, in RDF, or as elements in a file of its own.

use bibliobus_catalog::{
    Creator, IdentifierKind, Link, LinkKind, Material, Series, Subject, SubjectKind,
    Terms, is_safe_url,
};

use super::{Dialect, Element, Passed};
use crate::findings::Findings;
use crate::flat::{Flat, text};
use crate::map::{split_dates, terms_of_host};

pub(super) const DIALECT: Dialect = Dialect {
    expected: "a record of Dublin Core",
    is_record: |name| matches!(name, "record" | "dc" | "metadata" | "Description"),
    read,
};

fn read(element: &Element, _: &mut Findings) -> Result<Flat, Passed> {
    let header = element.first("header");
    if header.is_some_and(|header| header.attribute("status") == "deleted") {
        return Err(Passed::Deleted);
    }
    let Some(terms) = description(element) else {
        let is_empty = element.name() == "record" && header.is_some();
        return Err(if is_empty { Passed::Empty } else { Passed::NoRecord });
    };
    let id = header.map(|header| header.text_of("identifier")).unwrap_or_default();
    let mut flat = Flat { id, ..Flat::default() };
    for term in terms.children() {
        add(&mut flat, term);
    }
    settle(&mut flat, terms);
    Ok(flat)
}

/// The element whose children are the terms: the record itself, or one within its wrapping.
fn description(element: &Element) -> Option<&Element> {
    let is_term = |child: &Element| {
        matches!(child.name(), "title" | "creator" | "identifier" | "subject")
    };
    if element.name() != "header" && element.children().any(is_term) {
        return Some(element);
    }
    let mut wrapped = element.children().filter(|child| child.name() != "header");
    wrapped.find_map(description)
}

/// What one term says.
fn add(flat: &mut Flat, term: &Element) {
    let Some(value) = text(&term.text_below()) else { return };
    match term.name() {
        "title" if flat.title.is_empty() => flat.title = value,
        "title" | "alternative" => flat.other_titles.push(value),
        "creator" => flat.authors.push(value),
        "contributor" => flat.more.creators.push(contributor(&value)),
        "subject" => flat.subjects.push(value),
        "coverage" | "spatial" => flat.more.subjects.push(place(value)),
        "description" | "abstract" => flat.more.summaries.push(value),
        "tableOfContents" => flat.more.contents.push(value),
        "publisher" if flat.publisher.is_empty() => flat.publisher = value,
        "date" | "issued" | "created" if flat.year.is_empty() => flat.year = value,
        "language" => flat.language.push(value),
        "extent" => flat.more.extent = Some(value),
        "type" => add_type(flat, &value),
        "identifier" => add_identifier(flat, &value),
        "isPartOf" => flat.more.series.push(Series { title: value, number: None }),
        "relation" | "references" | "isReferencedBy" if is_safe_url(&value) => {
            flat.more.links.push(related(value));
        }
        _ => {}
    }
}

fn contributor(name: &str) -> Creator {
    let (name, dates) = split_dates(name);
    Creator {
        name: name.to_owned(),
        dates: dates.map(str::to_owned),
        ..Creator::default()
    }
}

fn place(heading: String) -> Subject {
    Subject { heading, kind: SubjectKind::Place }
}

fn related(url: String) -> Link {
    Link { url, kind: LinkKind::Related, ..Link::default() }
}

/// The kind of thing, in the words of the DCMI Type Vocabulary and of repositories
/// (`info:eu-repo/semantics/article`).
fn add_type(flat: &mut Flat, value: &str) {
    let word = value.rsplit(['/', '#']).next().unwrap_or(value).to_lowercase();
    let material = match word.as_str() {
        "collection" => Material::Mixed,
        "dataset" | "software" | "service" | "interactiveresource" => {
            Material::Electronic
        }
        "image" | "stillimage" | "photograph" => Material::Image,
        "movingimage" | "video" => Material::Video,
        "sound" => Material::Music,
        "physicalobject" => Material::Object,
        "article" | "conferenceobject" | "bookpart" | "review" | "preprint" => {
            Material::Article
        }
        "periodical" | "journal" | "serial" => Material::Serial,
        "map" | "cartographic" => Material::Map,
        _ => return,
    };
    flat.more.material = material;
}

/// An identifier: an address to open, a standard number, or a number of its own.
fn add_identifier(flat: &mut Flat, value: &str) {
    let lower = value.to_lowercase();
    let is_doi = lower.starts_with("10.") || lower.starts_with("doi:");
    if lower.contains("doi.org/10.") || is_doi {
        flat.numbers.push((IdentifierKind::Doi, value.to_owned()));
    }
    if lower.starts_with("http") || lower.starts_with("www.") {
        flat.url.push(value.to_owned());
    } else if let Some(number) = after(value, &lower, &["urn:isbn:", "isbn:", "isbn "]) {
        flat.isbn.push(number.to_owned());
    } else if let Some(number) = after(value, &lower, &["urn:issn:", "issn:", "issn "]) {
        flat.numbers.push((IdentifierKind::Issn, number.to_owned()));
    } else if flat.id.is_empty() && !is_doi {
        flat.id = value.to_owned();
    }
}

fn after<'v>(value: &'v str, lower: &str, prefixes: &[&str]) -> Option<&'v str> {
    let prefix = prefixes.iter().find(|prefix| lower.starts_with(**prefix))?;
    value.get(prefix.len()..).map(str::trim)
}

/// What only the whole says: open access is said of the thing, and holds for its addresses.
fn settle(flat: &mut Flat, terms: &Element) {
    const OPEN: [&str; 4] =
        ["openaccess", "creativecommons.org", "public domain", "publicdomain"];
    let rights = [terms.texts_of("rights"), terms.texts_of("accessRights")].concat();
    let rights = rights.join(" ").to_lowercase();
    let is_open = OPEN.iter().any(|word| rights.contains(word));
    for url in std::mem::take(&mut flat.url) {
        let known = terms_of_host(&url);
        let terms = if is_open { Terms::OpenAccess } else { known };
        flat.more.links.push(Link { url, terms, ..Link::default() });
    }
}
