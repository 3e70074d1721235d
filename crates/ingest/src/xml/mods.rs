//! MODS, the Metadata Object Description Schema of the Library of Congress (versions 3.x).

use bibliobus_catalog::{
    Class, Creator, CreatorKind, IdentifierKind, Link, LinkKind, Material, Scheme,
    Series, Subject, SubjectKind, Terms,
};

use super::{Dialect, Element, Passed};
use crate::findings::Findings;
use crate::flat::{Flat, FlatItem, text};
use crate::map::terms_of_host;

pub(super) const DIALECT: Dialect = Dialect {
    expected: "a record of MODS",
    is_record: |name| matches!(name, "mods" | "record"),
    read,
};

fn read(element: &Element, _: &mut Findings) -> Result<Flat, Passed> {
    let header = element.first("header");
    if header.is_some_and(|header| header.attribute("status") == "deleted") {
        return Err(Passed::Deleted);
    }
    let Some(mods) = element.find("mods") else { return Err(Passed::NoRecord) };
    if mods.children().next().is_none() {
        return Err(Passed::Empty);
    }
    let mut flat = Flat::default();
    let id = mods.first("recordInfo").map(|info| info.text_of("recordIdentifier"));
    let of_header = || header.map(|header| header.text_of("identifier"));
    flat.id = id.filter(|id| !id.is_empty()).or_else(of_header).unwrap_or_default();
    for child in mods.children() {
        add(&mut flat, child);
    }
    if flat.id.is_empty() {
        flat.id = mods.attribute("ID").to_owned();
    }
    Ok(flat)
}

/// What one top-level element says.
fn add(flat: &mut Flat, element: &Element) {
    let more = &mut flat.more;
    match element.name() {
        "titleInfo" => add_title(flat, element),
        "name" => more.creators.extend(creator(element, more.creators.is_empty())),
        "typeOfResource" => more.material = material(element),
        "genre" => more.subjects.extend(subject_of(element, SubjectKind::Genre)),
        "originInfo" => add_origin(flat, element),
        "language" => flat.language.extend(language(element)),
        "physicalDescription" => more.extent = text(&element.text_of("extent")),
        "abstract" => more.summaries.extend(text(&element.text())),
        "tableOfContents" => more.contents.extend(text(&element.text())),
        "note" => match element.attribute("type") {
            "statement of responsibility" => {
                more.title.responsibility = text(&element.text());
            }
            _ => more.notes.extend(text(&element.text())),
        },
        "subject" => more.subjects.extend(subject(element)),
        "classification" => more.classes.extend(class(element)),
        "relatedItem" => add_related(flat, element),
        "identifier" => add_identifier(flat, element),
        "location" => add_location(flat, element),
        _ => {}
    }
}

/// The title proper has no type; the others are alternative, uniform, translated, abbreviated.
fn add_title(flat: &mut Flat, element: &Element) {
    let nonfiling = element.text_of("nonSort");
    let blank = if nonfiling.is_empty() || nonfiling.ends_with('\'') { "" } else { " " };
    let proper = format!("{nonfiling}{blank}{}", element.text_of("title"));
    if element.attribute("type") == "uniform" && flat.more.uniform_title.is_none() {
        flat.more.uniform_title = text(&proper);
        return;
    }
    if !element.attribute("type").is_empty() || !flat.title.is_empty() {
        flat.other_titles.push(proper);
        return;
    }
    let skipped = (nonfiling.chars().count() + blank.len()).min(9);
    flat.more.title.nonfiling = u8::try_from(skipped).unwrap_or(0);
    flat.more.title.remainder = text(&element.text_of("subTitle"));
    let part = [element.text_of("partNumber"), element.text_of("partName")];
    flat.more.title.part =
        text(&part.into_iter().filter(|p| !p.is_empty()).collect::<Vec<_>>().join(", "));
    flat.title = proper;
}

/// A name with its parts: family name first, then what is given, then what goes with it.
fn creator(element: &Element, is_first: bool) -> Option<Creator> {
    let part = |kind: &str| -> Option<String> {
        let parts = element.all("namePart").filter(|part| part.attribute("type") == kind);
        text(&parts.map(Element::text).collect::<Vec<_>>().join(" "))
    };
    let name = match (part("family"), part("given")) {
        (Some(family), Some(given)) => format!("{family}, {given}"),
        (Some(one), None) | (None, Some(one)) => one,
        (None, None) => part("").or_else(|| text(&element.text_of("displayForm")))?,
    };
    let name = match part("termsOfAddress") {
        Some(terms) => format!("{name}, {terms}"),
        None => name,
    };
    let roles: Vec<String> = element.all("role").filter_map(role).collect();
    let is_author = roles.is_empty() || roles.iter().any(|role| role == "aut");
    let is_main = element.attribute("usage") == "primary" || (is_first && is_author);
    let kind = match element.attribute("type") {
        "corporate" => CreatorKind::Corporate,
        "conference" => CreatorKind::Meeting,
        _ => CreatorKind::Person,
    };
    Some(Creator { name, dates: part("date"), roles, kind, main: is_main })
}

/// The role as a code of MARC where it is given or known, otherwise in its own words.
fn role(role: &Element) -> Option<String> {
    let code = role.all("roleTerm").find(|term| term.attribute("type") == "code");
    let words = || role.first("roleTerm").map(|term| term.text().to_lowercase());
    let term = code.map(|code| code.text().to_lowercase()).or_else(words)?;
    Some(match term.as_str() {
        "author" | "creator" | "cre" | "автор" => "aut".to_owned(),
        "editor" | "редактор" => "edt".to_owned(),
        "translator" | "переводчик" => "trl".to_owned(),
        "illustrator" => "ill".to_owned(),
        _ => term,
    })
}

/// The values of `typeOfResource` (MODS 3.8), a manuscript by its attribute.
fn material(element: &Element) -> Material {
    if element.attribute("manuscript") == "yes" {
        return Material::Manuscript;
    }
    match element.text().as_str() {
        "cartographic" => Material::Map,
        "notated music" => Material::Score,
        "sound recording-musical" | "sound recording" => Material::Music,
        "sound recording-nonmusical" => Material::Audiobook,
        "still image" => Material::Image,
        "moving image" => Material::Video,
        "three dimensional object" => Material::Object,
        "software, multimedia" => Material::Electronic,
        "mixed material" => Material::Mixed,
        _ => Material::Book,
    }
}

fn add_origin(flat: &mut Flat, origin: &Element) {
    let terms = origin.all("place").flat_map(|place| place.all("placeTerm"));
    let mut places = terms.filter(|term| term.attribute("type") != "code");
    let place = places.next().and_then(|place| text(&place.text()));
    flat.more.imprint.place = flat.more.imprint.place.take().or(place);
    flat.more.edition = flat.more.edition.take().or(text(&origin.text_of("edition")));
    let dates = ["dateIssued", "copyrightDate", "dateCreated", "dateOther"];
    let mut dates = dates.iter().map(|name| origin.text_of(name));
    let date = dates.find(|date| !date.is_empty()).unwrap_or_default();
    for (known, new) in
        [(&mut flat.publisher, origin.text_of("publisher")), (&mut flat.year, date)]
    {
        if known.is_empty() {
            *known = new;
        }
    }
    if origin.text_of("issuance") == "continuing" {
        flat.more.material = Material::Serial;
    }
}

fn language(element: &Element) -> Option<String> {
    let code = element.all("languageTerm").find(|term| term.attribute("type") == "code");
    code.or_else(|| element.first("languageTerm")).map(Element::text)
}

/// A heading of several parts is one heading with subdivisions.
fn subject(element: &Element) -> Option<Subject> {
    let kind = match element.children().next().map(Element::name) {
        Some("geographic" | "hierarchicalGeographic") => SubjectKind::Place,
        Some("temporal") => SubjectKind::Time,
        Some("name" | "titleInfo") => SubjectKind::Name,
        Some("genre") => SubjectKind::Genre,
        _ => SubjectKind::Topic,
    };
    let parts = element.children().filter_map(|part| match part.name() {
        "name" => creator(part, false).map(|creator| creator.name),
        "geographicCode" => None,
        _ => text(&part.text_below()),
    });
    text(&parts.collect::<Vec<_>>().join(" -- ")).map(|heading| Subject { heading, kind })
}

fn subject_of(element: &Element, kind: SubjectKind) -> Option<Subject> {
    text(&element.text()).map(|heading| Subject { heading, kind })
}

fn class(element: &Element) -> Option<Class> {
    let scheme = match element.attribute("authority") {
        "lcc" => Scheme::Lcc,
        "ddc" => Scheme::Ddc,
        "udc" => Scheme::Udc,
        "rubbk" => Scheme::Bbk,
        "nlm" => Scheme::Nlm,
        "sudocs" => Scheme::SuDoc,
        _ => Scheme::Local,
    };
    text(&element.text()).map(|notation| Class { scheme, notation })
}

/// A series, or the thing that this one is a part of.
fn add_related(flat: &mut Flat, element: &Element) {
    let title = element.first("titleInfo").map(|info| info.text_of("title"));
    let Some(title) = title.as_deref().and_then(text) else { return };
    let part = element.first("part").and_then(|part| part.find("number"));
    let of_title = || element.first("titleInfo").and_then(|t| t.first("partNumber"));
    let number = part.or_else(of_title).and_then(|number| text(&number.text()));
    match element.attribute("type") {
        "series" => flat.more.series.push(Series { title, number }),
        "host" => {
            flat.more.material = Material::Article;
            flat.more.series.push(Series { title, number });
        }
        _ => {}
    }
}

fn add_identifier(flat: &mut Flat, element: &Element) {
    if element.attribute("invalid") == "yes" {
        return;
    }
    let value = element.text();
    let kind = match element.attribute("type") {
        "isbn" => return flat.isbn.push(value),
        "uri" if value.starts_with("http") => return flat.url.push(value),
        "issn" => IdentifierKind::Issn,
        "lccn" => IdentifierKind::Lccn,
        "oclc" => IdentifierKind::Oclc,
        "doi" => IdentifierKind::Doi,
        "local" if flat.id.is_empty() => return flat.id = value,
        _ => return,
    };
    flat.numbers.push((kind, value));
}

/// Where it stands, and how to open it.
fn add_location(flat: &mut Flat, element: &Element) {
    for address in element.all("url") {
        let url = address.text();
        let kind = match address.attribute("access") {
            "preview" => LinkKind::Related,
            _ => LinkKind::Resource,
        };
        let label = text(address.attribute("displayLabel"));
        let note = text(address.attribute("note"));
        let terms = match terms_of_host(&url) {
            Terms::Unknown if address.attribute("access") == "preview" => {
                Terms::OpenAccess
            }
            known => known,
        };
        flat.more.links.push(Link { url, label, note, kind, terms });
    }
    let library = element.text_of("physicalLocation");
    let copies = element.find("copyInformation");
    let of_copy = |name: &str| copies.map(|copy| copy.text_of(name)).unwrap_or_default();
    let mark = Some(element.text_of("shelfLocator")).filter(|mark| !mark.is_empty());
    let call_number = mark.unwrap_or_else(|| of_copy("shelfLocator"));
    if !(library.is_empty() && call_number.is_empty()) {
        let location = of_copy("subLocation");
        flat.items.push(FlatItem {
            library,
            location,
            call_number,
            ..FlatItem::default()
        });
    }
}
