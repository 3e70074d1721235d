//! What tools for references read from a page: Dublin Core and Highwire tags in its head, and an
//! `OpenURL` `ContextObject` in a span (`COinS`), by which Zotero knows what kind of thing it is.

use std::fmt::Write as _;

use bibliobus_catalog::{IdentifierKind, Material, Record, marc_tag};
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};

use super::Site;
use super::linked::part;
use crate::markup::{clipped, escaped};

/// The most signs of a value.
const LONGEST: usize = 400;
/// How many values of one name there are at most: a record may have thousands of subjects.
const MOST: usize = 40;

/// The tags, one a line.
pub(super) fn tags(site: &Site, record: &Record) -> String {
    let mut html = String::from(
        "<link rel=\"schema.DC\" href=\"http://purl.org/dc/elements/1.1/\">\n",
    );
    let mut tag = |name: &str, value: &str| {
        if !value.trim().is_empty() {
            let value = escaped(&clipped(value, LONGEST));
            // Writing to a string cannot fail.
            let _ = writeln!(html, "<meta name=\"{name}\" content=\"{value}\">");
        }
    };
    let title = record.title.full();
    let year = record.year().map(|year| year.to_string()).unwrap_or_default();
    let publisher = record.imprint.publisher.as_deref().unwrap_or_default();
    let language = record.language().and_then(marc_tag).unwrap_or_default();
    let url = site.page_url(&record.id);
    for (name, value) in [
        ("DC.title", title.as_str()),
        ("DC.publisher", publisher),
        ("DC.date", &year),
        ("DC.language", language),
        ("DC.type", dc_type(record.material)),
        ("DC.identifier", &url),
        ("citation_title", &title),
        ("citation_publication_date", &year),
        ("citation_publisher", publisher),
        ("citation_language", language),
    ] {
        tag(name, value);
    }
    for creator in record.creators.iter().take(MOST) {
        let is_author = part(record, creator) == "author";
        tag(if is_author { "DC.creator" } else { "DC.contributor" }, &creator.name);
        if is_author {
            tag("citation_author", &creator.name);
        }
    }
    for subject in record.subjects.iter().take(MOST) {
        tag("DC.subject", &subject.heading);
    }
    for number in record.identifiers.iter().take(MOST) {
        match number.kind {
            IdentifierKind::Isbn => tag("citation_isbn", &number.value),
            IdentifierKind::Issn => tag("citation_issn", &number.value),
            IdentifierKind::Doi => tag("citation_doi", &number.value),
            IdentifierKind::Lccn | IdentifierKind::Oclc => {}
        }
    }
    html
}

/// The term of the DCMI Type Vocabulary.
fn dc_type(material: Material) -> &'static str {
    match material {
        Material::Book
        | Material::Serial
        | Material::Article
        | Material::Score
        | Material::Manuscript => "Text",
        Material::Map | Material::Image => "StillImage",
        Material::Music | Material::Audiobook => "Sound",
        Material::Video => "MovingImage",
        Material::Electronic => "InteractiveResource",
        Material::Object => "PhysicalObject",
        Material::Mixed => "Collection",
    }
}

/// The span (ANSI/NISO Z39.88-2004, key and value format): books and articles in formats of their
/// own, everything else in that of Dublin Core with the name that Zotero has for it.
pub(super) fn coins(record: &Record) -> String {
    let mut kev = String::from("ctx_ver=Z39.88-2004");
    let mut pair = |key: &str, value: &str| {
        if !value.trim().is_empty() {
            let value = clipped(value, LONGEST);
            let _ =
                write!(kev, "&{key}={}", utf8_percent_encode(&value, NON_ALPHANUMERIC));
        }
    };
    let number = |kind| {
        let number = record.identifiers.iter().find(|number| number.kind == kind);
        number.map_or("", |number| number.value.as_str())
    };
    let (format, genre, title) = match record.material {
        Material::Book => ("book", "book", "rft.btitle"),
        Material::Article => ("journal", "article", "rft.atitle"),
        Material::Serial => ("journal", "journal", "rft.jtitle"),
        _ => ("dc", "", "rft.title"),
    };
    pair("rft_val_fmt", &format!("info:ofi/fmt:kev:mtx:{format}"));
    pair("rft.genre", genre);
    if format == "dc" {
        pair("rft.type", zotero_type(record.material));
    }
    pair(title, &record.title.full());
    let author = if format == "dc" { "rft.creator" } else { "rft.au" };
    let authors = record.creators.iter().filter(|it| part(record, it) == "author");
    for creator in authors.take(MOST) {
        pair(author, &creator.name);
    }
    let imprint = &record.imprint;
    pair("rft.date", &record.year().map(|year| year.to_string()).unwrap_or_default());
    pair("rft.place", imprint.place.as_deref().unwrap_or_default());
    let publisher = if format == "dc" { "rft.publisher" } else { "rft.pub" };
    pair(publisher, imprint.publisher.as_deref().unwrap_or_default());
    pair("rft.edition", record.edition.as_deref().unwrap_or_default());
    pair("rft.isbn", number(IdentifierKind::Isbn));
    pair("rft.issn", number(IdentifierKind::Issn));
    let doi = number(IdentifierKind::Doi);
    if !doi.is_empty() {
        pair("rft_id", &format!("info:doi/{doi}"));
    }
    pair("rft.language", record.language().and_then(marc_tag).unwrap_or_default());
    format!("<span class=\"Z3988\" title=\"{}\"></span>\n", escaped(&kev))
}

fn zotero_type(material: Material) -> &'static str {
    match material {
        Material::Map => "map",
        Material::Music | Material::Audiobook => "audioRecording",
        Material::Video => "videoRecording",
        Material::Image | Material::Object => "artwork",
        Material::Manuscript => "manuscript",
        _ => "document",
    }
}
