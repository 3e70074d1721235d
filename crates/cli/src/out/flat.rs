//! NDJSON of the flat shape: one object a line, empty keys left out.

use std::io::Write;

use bibliobus_catalog::{
    Holding, IdentifierKind, Item, LinkKind, Material, Record, Status,
};
use serde::Serialize;

use super::Export;

/// A record in the flat shape.
#[derive(Debug, Default, Serialize)]
pub(super) struct Flat {
    pub(super) id: String,
    pub(super) title: String,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) other_titles: Vec<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) authors: Vec<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) subjects: Vec<String>,
    #[serde(skip_serializing_if = "String::is_empty")]
    pub(super) year: String,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) language: Vec<String>,
    #[serde(skip_serializing_if = "String::is_empty")]
    pub(super) publisher: String,
    #[serde(skip_serializing_if = "str::is_empty")]
    pub(super) format: &'static str,
    #[serde(skip_serializing_if = "String::is_empty")]
    pub(super) call_number: String,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) url: Vec<String>,
    #[serde(skip_serializing_if = "String::is_empty")]
    pub(super) summary: String,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) isbn: Vec<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) items: Vec<FlatItem>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    vernacular: Vec<(String, String)>,
}

/// One copy.
#[derive(Debug, Default, Serialize)]
pub(super) struct FlatItem {
    pub(super) library: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    pub(super) location: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    pub(super) call_number: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    pub(super) barcode: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    pub(super) inventory: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    pub(super) status: String,
}

impl Flat {
    pub(super) fn new(record: &Record) -> Self {
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

/// Lines of JSON.
pub(super) struct Lines<'w> {
    out: Box<dyn Write + 'w>,
}

impl<'w> Lines<'w> {
    pub(super) fn new(out: Box<dyn Write + 'w>) -> Self {
        Self { out }
    }
}

impl Export for Lines<'_> {
    fn add(&mut self, record: &Record) -> anyhow::Result<()> {
        serde_json::to_writer(&mut self.out, &Flat::new(record))?;
        Ok(self.out.write_all(b"\n")?)
    }

    fn finish(&mut self) -> anyhow::Result<()> {
        Ok(self.out.flush()?)
    }
}
