//! The flat shape of a record: a row of a table, an object of NDJSON.

use bibliobus_catalog::{
    Holding, IdentifierKind, Item, LinkKind, Material, Record, Status,
};
use serde::Serialize;

/// A record in the flat shape.
#[derive(Debug, Default, Serialize)]
pub struct Flat {
    /// The control number.
    pub id: String,
    /// The title on one line.
    pub title: String,
    /// Other titles, the uniform one first.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub other_titles: Vec<String>,
    /// The headings of people and bodies, with dates.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub authors: Vec<String>,
    /// Subject headings.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub subjects: Vec<String>,
    /// The year, or the date as the source wrote it.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub year: String,
    /// MARC codes.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub language: Vec<String>,
    /// Who published it.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub publisher: String,
    /// What kind of thing it is, in the word that is read back as the same.
    #[serde(skip_serializing_if = "str::is_empty")]
    pub format: &'static str,
    /// The mark of the first copy, or the first class.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub call_number: String,
    /// Addresses of the thing, none of what is only about it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub url: Vec<String>,
    /// The summaries as one text.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub summary: String,
    /// ISBNs, as thirteen digits.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub isbn: Vec<String>,
    /// The copies.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub items: Vec<FlatItem>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    vernacular: Vec<(String, String)>,
}

/// One copy.
#[derive(Debug, Default, Serialize)]
pub struct FlatItem {
    /// The branch, by its code.
    pub library: String,
    /// The place within it, by its code.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub location: String,
    /// The mark on its spine.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub call_number: String,
    /// The barcode.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub barcode: String,
    /// The inventory number.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub inventory: String,
    /// What the export said of it.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub status: String,
}

impl Flat {
    /// The flat shape of `record`.
    pub fn new(record: &Record) -> Self {
        let isbns = record.identifiers.iter().filter(|i| i.kind == IdentifierKind::Isbn);
        let links = record.links.iter().filter(|link| link.kind != LinkKind::Related);
        let date = || record.imprint.date.clone().unwrap_or_default();
        let mut flat = Self {
            id: record.id.clone(),
            title: record.title.full(),
            other_titles: record
                .uniform_title
                .iter()
                .chain(&record.other_titles)
                .cloned()
                .collect(),
            authors: record.creators.iter().map(heading).collect(),
            subjects: record.subjects.iter().map(|s| s.heading.clone()).collect(),
            year: record.year().map_or_else(date, |year| year.to_string()),
            language: record.languages.clone(),
            publisher: record.imprint.publisher.clone().unwrap_or_default(),
            format: format(record.material),
            call_number: mark(record),
            url: links.map(|link| link.url.clone()).collect(),
            summary: record.summaries.join(" "),
            isbn: isbns.map(|isbn| isbn.value.clone()).collect(),
            items: record.holdings.iter().flat_map(items).collect(),
            vernacular: Vec::new(),
        };
        let pairs = record.vernacular.iter();
        flat.vernacular = pairs.map(|v| (v.tag.clone(), v.text.clone())).collect();
        flat
    }
}

fn heading(creator: &bibliobus_catalog::Creator) -> String {
    match &creator.dates {
        Some(dates) => format!("{}, {dates}", creator.name),
        None => creator.name.clone(),
    }
}

/// The mark of the record: that of its first copy, or its first class.
fn mark(record: &Record) -> String {
    let of_holding = record.holdings.iter().find_map(|h| h.call_number.as_ref());
    let of_class = || record.classes.first().map(|class| class.notation.clone());
    of_holding.map(|mark| mark.label()).or_else(of_class).unwrap_or_default()
}

/// The copies of a holding; one without a list of copies is one.
fn items(holding: &Holding) -> Vec<FlatItem> {
    let nowhere = holding.location.library.is_empty()
        && holding.location.sublocation.is_none()
        && holding.items.is_empty();
    if nowhere {
        return Vec::new();
    }
    let item = |item: Option<&Item>| FlatItem {
        library: holding.location.library.clone(),
        location: holding.location.sublocation.clone().unwrap_or_default(),
        call_number: holding.call_number.as_ref().map(|m| m.label()).unwrap_or_default(),
        barcode: item.and_then(|item| item.barcode.clone()).unwrap_or_default(),
        inventory: item.and_then(|item| item.inventory.clone()).unwrap_or_default(),
        status: item.map(|item| status(&item.status)).unwrap_or_default(),
    };
    if holding.items.is_empty() {
        return vec![item(None)];
    }
    holding.items.iter().map(|copy| item(Some(copy))).collect()
}

fn status(status: &Status) -> String {
    match status {
        Status::Available => "available".to_owned(),
        Status::OnLoan { until: Some(day) } => format!("lent until {day}"),
        Status::OnLoan { until: None } => "lent".to_owned(),
        Status::Reference => "reference".to_owned(),
        Status::Missing => "missing".to_owned(),
        Status::OnOrder => "ordered".to_owned(),
    }
}

/// The words that are read back as the same kind.
fn format(material: Material) -> &'static str {
    match material {
        Material::Book => "book",
        Material::Serial => "serial",
        Material::Article => "article",
        Material::Map => "map",
        Material::Score => "score",
        Material::Music => "music",
        Material::Audiobook => "audiobook",
        Material::Video => "video",
        Material::Image => "image",
        Material::Electronic => "software",
        Material::Manuscript => "manuscript",
        Material::Object => "object",
        Material::Mixed => "kit",
    }
}
