//! A record in the terms of schema.org (JSON-LD), for search engines.
//!
//! Only types and properties that schema.org defines. A copy is an `Offer` of its branch with the
//! call number as `sku`; whether it is in is not said, because the index knows it of a day only.

use bibliobus_catalog::{
    Branch, Creator, CreatorKind, Identifier, IdentifierKind, Link, LinkKind, Location,
    Material, Record, Service, SubjectKind, Terms, Way, marc_tag,
};
use serde_json::{Map, Value, json};

use super::Site;
use super::html::Subject;
use crate::markup::{cleaned, clipped};

/// More signs than this of a summary or a list of contents are not repeated here.
const LONGEST: usize = 2000;

/// The value as it may stand in a `<script>` of a page: no end tag, no comment, no line
/// separators that scripts of before 2019 took for ends of lines.
pub(super) fn in_script(value: &Value) -> String {
    let mut safe = String::new();
    for c in value.to_string().chars() {
        match c {
            '<' | '>' | '&' | '\u{2028}' | '\u{2029}' => {
                safe.push_str(&format!("\\u{:04x}", u32::from(c)));
            }
            _ => safe.push(c),
        }
    }
    safe
}

/// The record: what it is, where copies are offered, and how it is opened.
pub(super) fn record(site: &Site, subject: &Subject<'_>) -> Value {
    let record = subject.record;
    let url = site.page_url(&record.id);
    let mut thing = Thing::new(kind(record.material));
    thing.0.insert("@context".into(), json!("https://schema.org"));
    thing.0.insert("@id".into(), json!(url));
    thing.put("url", Some(json!(url)));
    describe(site, subject, &mut thing);
    people(record, &mut thing);
    about(record, &mut thing);
    numbers(record, &mut thing);
    let offers = subject.ways.iter().filter_map(|way| offer(site, way));
    thing.put_all("offers", offers.collect());
    let digital = subject.ways.iter().filter_map(|way| digital(record, way));
    let name = if record.material == Material::Book { "workExample" } else { "encoding" };
    thing.put_all(name, digital.collect());
    Value::Object(thing.0)
}

/// A node of the graph, in which nothing stands empty.
struct Thing(Map<String, Value>);

impl Thing {
    fn new(kind: &str) -> Self {
        let mut map = Map::new();
        map.insert("@type".into(), json!(kind));
        Self(map)
    }

    fn put(&mut self, name: &str, value: Option<Value>) {
        if let Some(value) = value {
            self.0.insert(name.to_owned(), value);
        }
    }

    fn put_text(&mut self, name: &str, text: Option<&str>) {
        let text = text.map(cleaned).filter(|text| !text.trim().is_empty());
        self.put(name, text.map(|text| json!(clipped(&text, LONGEST))));
    }

    /// One value as it is, several as a list.
    fn put_all(&mut self, name: &str, mut values: Vec<Value>) {
        match values.len() {
            0 => {}
            1 => self.put(name, values.pop()),
            _ => self.put(name, Some(Value::Array(values))),
        }
    }
}

/// A node of a type with a name.
fn named(kind: &str, name: &str) -> Value {
    json!({ "@type": kind, "name": cleaned(name) })
}

/// The type that schema.org has for a material.
pub(super) fn kind(material: Material) -> &'static str {
    match material {
        Material::Book => "Book",
        Material::Serial => "Periodical",
        Material::Article => "Article",
        Material::Map => "Map",
        Material::Score => "SheetMusic",
        Material::Music => "MusicRecording",
        Material::Audiobook => "Audiobook",
        Material::Video => "VideoObject",
        Material::Image => "ImageObject",
        Material::Manuscript => "Manuscript",
        Material::Mixed => "Collection",
        Material::Electronic | Material::Object => "CreativeWork",
    }
}

fn describe(site: &Site, subject: &Subject<'_>, thing: &mut Thing) {
    let record = subject.record;
    thing.put_text("name", Some(&subject.title(site)));
    let titles = record.original_title().into_iter();
    let titles = titles.chain(record.uniform_title.as_deref());
    let titles = titles.chain(record.other_titles.iter().map(String::as_str));
    thing.put_all("alternateName", titles.map(|title| json!(cleaned(title))).collect());
    thing.put_text("description", record.summaries.first().map(String::as_str));
    let languages = record.languages.iter().filter_map(|code| marc_tag(code));
    thing.put_all("inLanguage", languages.map(|tag| json!(tag)).collect());
    let year = record.year().filter(|year| *year > 0);
    thing.put("datePublished", year.map(|year| json!(format!("{year:04}"))));
    let publisher = record.imprint.publisher.as_deref();
    thing.put("publisher", publisher.map(|name| named("Organization", name)));
    if record.material == Material::Book {
        thing.put_text("bookEdition", record.edition.as_deref());
    }
    let series = record.series.iter().map(|it| named("CreativeWorkSeries", &it.title));
    thing.put_all("isPartOf", series.collect());
}

/// Everybody under the property for what they did.
fn people(record: &Record, thing: &mut Thing) {
    for name in ["author", "translator", "editor", "illustrator", "contributor"] {
        let own = record.creators.iter().filter(|creator| part(record, creator) == name);
        let own = own.map(|creator| match creator.kind {
            CreatorKind::Person => named("Person", &creator.name),
            CreatorKind::Corporate | CreatorKind::Meeting => {
                named("Organization", &creator.name)
            }
        });
        thing.put_all(name, own.collect());
    }
}

/// The property for what somebody did; `illustrator` is one of books only.
pub(super) fn part(record: &Record, creator: &Creator) -> &'static str {
    let has =
        |codes: &[&str]| creator.roles.iter().any(|it| codes.contains(&it.as_str()));
    if has(&["aut", "cre", "dub"]) || (creator.roles.is_empty() && creator.main) {
        "author"
    } else if has(&["trl"]) {
        "translator"
    } else if has(&["edt", "pbd", "red"]) {
        "editor"
    } else if has(&["ill"]) && record.material == Material::Book {
        "illustrator"
    } else if creator.main {
        "author"
    } else {
        "contributor"
    }
}

fn about(record: &Record, thing: &mut Thing) {
    let of = |wanted: fn(SubjectKind) -> Option<&'static str>| {
        let found = record.subjects.iter();
        found.filter_map(move |it| Some((wanted(it.kind)?, it.heading.as_str())))
    };
    let about = of(|kind| match kind {
        SubjectKind::Place => Some("Place"),
        SubjectKind::Topic | SubjectKind::Name | SubjectKind::Time => Some("Thing"),
        SubjectKind::Genre | SubjectKind::Keyword => None,
    });
    thing.put_all("about", about.map(|(kind, name)| named(kind, name)).collect());
    let genres = of(|kind| (kind == SubjectKind::Genre).then_some(""));
    thing.put_all("genre", genres.map(|(_, name)| json!(cleaned(name))).collect());
    let keywords = of(|kind| (kind == SubjectKind::Keyword).then_some(""));
    thing.put_all("keywords", keywords.map(|(_, name)| json!(cleaned(name))).collect());
}

/// ISBN and ISSN where schema.org has a property for them; all other numbers by their systems.
fn numbers(record: &Record, thing: &mut Thing) {
    let own = |kind: IdentifierKind| match (kind, record.material) {
        (IdentifierKind::Isbn, Material::Book | Material::Audiobook) => Some("isbn"),
        (IdentifierKind::Issn, Material::Serial) => Some("issn"),
        _ => None,
    };
    for name in ["isbn", "issn"] {
        let numbers = record.identifiers.iter().filter(|it| own(it.kind) == Some(name));
        thing.put_all(name, numbers.map(|it| json!(written(it))).collect());
    }
    let others = record.identifiers.iter().filter(|it| own(it.kind).is_none());
    let property = |number: &Identifier| {
        json!({
            "@type": "PropertyValue",
            "propertyID": super::words::identifier(number.kind),
            "value": written(number),
        })
    };
    thing.put_all("identifier", others.map(property).collect());
}

/// The number as its system writes it: an ISSN has a hyphen.
fn written(number: &Identifier) -> String {
    match (number.kind, number.value.get(..4), number.value.get(4..)) {
        (IdentifierKind::Issn, Some(head), Some(tail)) => format!("{head}-{tail}"),
        _ => cleaned(&number.value),
    }
}

/// A copy that a branch has: by whom, where in the house, under which mark.
fn offer(site: &Site, way: &Way) -> Option<Value> {
    let Way::AtPlace { location, call_number, .. } = way else { return None };
    let mut offer = Thing::new("Offer");
    offer.put_text("sku", call_number.as_ref().map(|mark| mark.label()).as_deref());
    if way.service() == Service::Loan {
        let lends = "http://purl.org/goodrelations/v1#LeaseOut";
        offer.put("businessFunction", Some(json!(lends)));
    }
    offer.put("offeredBy", Some(library(site, location)));
    let place = site.words.place(&site.library, location);
    offer.put("availableAtOrFrom", place.map(|name| named("Place", name)));
    Some(Value::Object(offer.0))
}

/// The branch as a `Library`.
fn library(site: &Site, location: &Location) -> Value {
    let mut library = Thing::new("Library");
    let branch = site.library.branch(&location.library);
    let name = Some(site.words.branch(&site.library, location));
    let name = name.filter(|name| !name.is_empty());
    library.put_text("name", name.or_else(|| site.words.local(&site.library.name)));
    let said = |name: fn(&Branch) -> &bibliobus_catalog::LocalName| {
        branch.and_then(|branch| site.words.local(name(branch)))
    };
    library.put_text("address", said(|branch| &branch.address));
    library.put_text("telephone", branch.and_then(|branch| branch.phone.as_deref()));
    Value::Object(library.0)
}

/// A form of it that opens on a screen; what is only about it is none.
fn digital(record: &Record, way: &Way) -> Option<Value> {
    let Way::Online { link } = way else { return None };
    if link.kind == LinkKind::Related || !is_web(link) {
        return None;
    }
    let mut form = if record.material == Material::Book {
        let mut form = Thing::new("Book");
        form.put("bookFormat", Some(json!("https://schema.org/EBook")));
        form
    } else {
        Thing::new("MediaObject")
    };
    form.put("url", Some(json!(link.url)));
    form.put_text("name", link.label.as_deref());
    let is_free =
        (link.terms != Terms::Unknown).then_some(link.terms == Terms::OpenAccess);
    form.put("isAccessibleForFree", is_free.map(|is_free| json!(is_free)));
    Some(Value::Object(form.0))
}

/// Whether a link opens a page or a file, not a letter.
pub(super) fn is_web(link: &Link) -> bool {
    !link.url.to_ascii_lowercase().starts_with("mailto:")
}
