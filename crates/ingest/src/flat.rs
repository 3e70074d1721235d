//! The flat shape of a record that all formats but MARC share: a few keys with plain values, and
//! what a format says beyond them. Not for how the values are read.

use std::collections::BTreeMap;

use bibliobus_catalog::{
    CallNumber, Class, Creator, Holding, Identifier, IdentifierKind, Imprint, Item, Link,
    LinkKind, Location, Material, Record, Scheme, Status, Subject, Title, Vernacular,
    is_safe_url,
};

use crate::encoding::composed;
use crate::findings::{Findings, quote};
use crate::map::{
    checked_year, id_of, iso_date, link_address, split_dates, terms_of_host, year_in,
};
use crate::text::{folded, tidy};
use crate::{FindingKind, Severity};

/// A record as its keys say it. Everything but the title may be missing.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Flat {
    pub(crate) id: String,
    pub(crate) title: String,
    pub(crate) other_titles: Vec<String>,
    pub(crate) authors: Vec<String>,
    pub(crate) subjects: Vec<String>,
    pub(crate) year: String,
    pub(crate) language: Vec<String>,
    pub(crate) publisher: String,
    pub(crate) format: String,
    pub(crate) call_number: String,
    pub(crate) url: Vec<String>,
    pub(crate) summary: String,
    pub(crate) isbn: Vec<String>,
    pub(crate) items: Vec<FlatItem>,
    /// Tag and text, as in MARC 880.
    pub(crate) vernacular: Vec<(String, String)>,
    /// ISSN, DOI and others, as they are written.
    pub(crate) numbers: Vec<(IdentifierKind, String)>,
    /// What a format says in our nouns: it comes after what the keys say.
    pub(crate) more: Record,
}

/// One copy.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct FlatItem {
    pub(crate) library: String,
    pub(crate) location: String,
    pub(crate) call_number: String,
    pub(crate) barcode: String,
    pub(crate) inventory: String,
    pub(crate) status: String,
}

/// The record that the keys describe. `content` stands for it where it has no number.
pub(crate) fn record(flat: &Flat, content: &[u8], findings: &mut Findings) -> Record {
    let (material, is_thing) = material(&flat.format, findings);
    let mut record = Record {
        id: id(flat, content, findings),
        title: title(flat, findings),
        other_titles: other_titles(flat),
        creators: creators(flat),
        subjects: subjects(flat),
        imprint: imprint(flat, findings),
        summaries: text(&flat.summary).into_iter().collect(),
        languages: languages(flat, findings),
        material,
        vernacular: vernacular(flat),
        identifiers: identifiers(flat, findings),
        links: links(flat, is_thing, findings),
        ..Record::default()
    };
    add_more(&mut record, &flat.more, findings);
    let mark = text(&flat.call_number);
    let notation =
        |notation: &String| Class { scheme: Scheme::Local, notation: notation.clone() };
    record.classes.extend(mark.iter().map(notation));
    record.holdings = holdings(flat, is_thing, &record, findings);
    record
}

/// Adds what a format says beyond the keys.
fn add_more(record: &mut Record, more: &Record, findings: &mut Findings) {
    let more = more.clone();
    record.title.part = more.title.part;
    record.title.remainder = record.title.remainder.take().or(more.title.remainder);
    record.title.responsibility = more.title.responsibility;
    record.title.nonfiling = more.title.nonfiling;
    let same = folded(&record.title.full());
    let uniform = more.uniform_title.and_then(|uniform| text(&uniform));
    record.uniform_title = uniform.filter(|uniform| folded(uniform) != same);
    record.imprint.place = more.imprint.place;
    record.edition = more.edition;
    record.extent = more.extent;
    record.added = more.added;
    record.other_titles.extend(more.other_titles);
    record.creators.extend(more.creators);
    record.subjects.extend(more.subjects);
    record.classes.extend(more.classes);
    record.series.extend(more.series);
    record.notes.extend(more.notes);
    record.summaries.extend(more.summaries);
    record.contents.extend(more.contents);
    record.loans = more.loans;
    for link in more.links {
        check_link(&link.url, findings);
        if !record.links.iter().any(|known| known.url == link.url) {
            record.links.push(link);
        }
    }
    if more.material != Material::default() {
        record.material = more.material;
    }
}

pub(crate) fn text(text: &str) -> Option<String> {
    let tidied = composed(tidy(text));
    (!tidied.is_empty()).then(|| tidied.into_owned())
}

fn texts(values: &[String]) -> impl Iterator<Item = String> {
    values.iter().filter_map(|value| text(value))
}

fn id(flat: &Flat, content: &[u8], findings: &mut Findings) -> String {
    if let Some(id) = text(&flat.id) {
        return id;
    }
    let id = id_of(content);
    let found = format!("none; {id} was made from the content");
    findings.add(FindingKind::NoId, Severity::Warning, "an id", found);
    id
}

/// The title, cut at the first ` : ` as ISBD writes it.
fn title(flat: &Flat, findings: &mut Findings) -> Title {
    let whole = text(&flat.title).unwrap_or_default();
    if whole.is_empty() {
        findings.add(FindingKind::NoTitle, Severity::Warning, "a title", "none");
    }
    let (proper, remainder) = match whole.split_once(" : ") {
        Some((proper, remainder)) => (proper.to_owned(), Some(remainder.to_owned())),
        None => (whole, None),
    };
    Title { proper, remainder, ..Title::default() }
}

/// Other titles, each once, and none that only says the title again.
fn other_titles(flat: &Flat) -> Vec<String> {
    let mut seen = std::collections::BTreeSet::from([folded(&flat.title)]);
    texts(&flat.other_titles).filter(|title| seen.insert(folded(title))).collect()
}

/// The authors; the first is the main one. Nothing tells persons from bodies, so that all
/// count as persons.
fn creators(flat: &Flat) -> Vec<Creator> {
    let headings = texts(&flat.authors).enumerate();
    let creator = |(number, heading): (usize, String)| {
        let (name, dates) = split_dates(&heading);
        let dates = dates.map(str::to_owned);
        Creator { name: name.to_owned(), dates, main: number == 0, ..Creator::default() }
    };
    headings.map(creator).collect()
}

fn subjects(flat: &Flat) -> Vec<Subject> {
    let mut seen = std::collections::BTreeSet::new();
    let new = texts(&flat.subjects).filter(|heading| seen.insert(folded(heading)));
    new.map(|heading| Subject { heading, ..Subject::default() }).collect()
}

fn imprint(flat: &Flat, findings: &mut Findings) -> Imprint {
    let date = text(&flat.year);
    let year = date.as_deref().and_then(|date| year(date, findings));
    Imprint { place: None, publisher: text(&flat.publisher), date, year }
}

/// The year: a number as it is, or the first one in a text such as `c1998`.
fn year(date: &str, findings: &mut Findings) -> Option<i16> {
    match date.parse().ok().or_else(|| year_in(date)) {
        Some(year) => checked_year(findings, "year", year),
        None => {
            let (kind, severity) = (FindingKind::Date, Severity::Warning);
            let field = Some("year".to_owned());
            findings.add_in(field, kind, severity, "a year", quote(date));
            None
        }
    }
}

/// The languages as three-letter MARC codes; two letters (ISO 639-1) are understood for the
/// languages that have many books.
fn languages(flat: &Flat, findings: &mut Findings) -> Vec<String> {
    let mut codes = Vec::new();
    for language in texts(&flat.language) {
        let code = language.to_lowercase();
        let is_code = code.len() == 3 && code.chars().all(|c| c.is_ascii_lowercase());
        let code = if is_code { Some(code) } else { marc_code(&code).map(str::to_owned) };
        match code {
            Some(code) if ["und", "zxx", "mul"].contains(&code.as_str()) => {}
            Some(code) if codes.contains(&code) => {}
            Some(code) => codes.push(code),
            None => {
                note_value(findings, "language", "a three-letter MARC code", &language);
            }
        }
    }
    codes
}

/// The codes of two letters (ISO 639-1) and the MARC codes for the same languages (MARC Code
/// List for Languages).
const LANGUAGES: &str = "\
    af=afr am=amh ar=ara az=aze ba=bak be=bel bg=bul bn=ben bo=tib br=bre ca=cat \
    ce=che cs=cze cv=chv cy=wel da=dan de=ger el=gre en=eng eo=epo es=spa et=est \
    eu=baq fa=per fi=fin fo=fao fr=fre fy=fry ga=gle gd=gla gl=glg gu=guj he=heb \
    hi=hin hr=hrv hu=hun hy=arm id=ind is=ice it=ita ja=jpn ka=geo kk=kaz km=khm \
    kn=kan ko=kor ky=kir la=lat lb=ltz lo=lao lt=lit lv=lav mi=mao mk=mac ml=mal \
    mn=mon mr=mar ms=may mt=mlt my=bur ne=nep nl=dut no=nor nb=nor nn=nor oc=oci \
    os=oss pa=pan pl=pol pt=por ro=rum ru=rus sa=san si=sin sk=slo sl=slv sq=alb \
    sr=srp sv=swe sw=swa ta=tam te=tel tg=tgk th=tha tk=tuk tl=tgl tr=tur tt=tat \
    uk=ukr ur=urd uz=uzb vi=vie yi=yid zh=chi";

/// The MARC code for a code of two letters, or for its first part as in `en-GB`.
fn marc_code(code: &str) -> Option<&'static str> {
    let base = code.split(['-', '_']).next().unwrap_or_default();
    let mut pairs = LANGUAGES.split_whitespace().filter_map(|pair| pair.split_once('='));
    pairs.find(|(two, _)| *two == base).map(|(_, three)| three)
}

/// Notes a value that is not known, once for each in a file.
fn note_value(findings: &mut Findings, key: &str, expected: &str, value: &str) {
    if findings.is_first(&format!("{key}={value}")) {
        let found = format!("{} (said once for the file)", quote(value));
        let field = Some(key.to_owned());
        findings.add_in(field, FindingKind::Value, Severity::Note, expected, found);
    }
}

/// Words for formats, and whether such a thing stands somewhere even if it has an address:
/// the page about a painting is not the painting.
const FORMATS: [(&str, Material, bool); 44] = [
    ("article", Material::Article, false),
    ("artwork", Material::Object, true),
    ("atlas", Material::Map, false),
    ("audio", Material::Audiobook, false),
    ("audiobook", Material::Audiobook, false),
    ("book", Material::Book, false),
    ("computer file", Material::Electronic, false),
    ("database", Material::Electronic, false),
    ("dataset", Material::Electronic, false),
    ("digital", Material::Book, false),
    ("drawing", Material::Image, true),
    ("ebook", Material::Book, false),
    ("film", Material::Video, false),
    ("game", Material::Object, true),
    ("image", Material::Image, false),
    ("installation", Material::Object, true),
    ("journal", Material::Serial, false),
    ("kit", Material::Mixed, true),
    ("manuscript", Material::Manuscript, false),
    ("map", Material::Map, false),
    ("music", Material::Music, false),
    ("newspaper", Material::Serial, false),
    ("object", Material::Object, true),
    ("painting", Material::Image, true),
    ("periodical", Material::Serial, false),
    ("photograph", Material::Image, true),
    ("poster", Material::Image, true),
    ("print", Material::Book, true),
    ("relief", Material::Object, true),
    ("score", Material::Score, false),
    ("sculpture", Material::Object, true),
    ("serial", Material::Serial, false),
    ("software", Material::Electronic, false),
    ("video", Material::Video, false),
    ("website", Material::Electronic, false),
    ("аудиокнига", Material::Audiobook, false),
    ("видео", Material::Video, false),
    ("газета", Material::Serial, false),
    ("журнал", Material::Serial, false),
    ("карта", Material::Map, false),
    ("книга", Material::Book, false),
    ("ноты", Material::Score, false),
    ("рукопись", Material::Manuscript, false),
    ("статья", Material::Article, false),
];

/// The kind of thing for a format, and whether it stands somewhere in any case. `on paper, …`
/// is how museums call drawings and prints.
fn material(format: &str, findings: &mut Findings) -> (Material, bool) {
    let name = format.trim().to_lowercase();
    if name.is_empty() {
        return (Material::default(), false);
    }
    if name.starts_with("on paper") {
        return (Material::Image, true);
    }
    if let Some((_, material, is_thing)) =
        FORMATS.iter().find(|(known, ..)| *known == name)
    {
        return (*material, *is_thing);
    }
    note_value(findings, "format", "a known format, such as book or map", format);
    (Material::default(), false)
}

fn vernacular(flat: &Flat) -> Vec<Vernacular> {
    let pairs = flat.vernacular.iter();
    let pair = |(tag, original): &(String, String)| {
        Some(Vernacular { tag: text(tag)?, text: text(original)? })
    };
    pairs.filter_map(pair).collect()
}

fn identifiers(flat: &Flat, findings: &mut Findings) -> Vec<Identifier> {
    let mut identifiers = Vec::new();
    let isbns = texts(&flat.isbn).map(|number| (IdentifierKind::Isbn, number));
    for (kind, number) in isbns.chain(flat.numbers.iter().cloned()) {
        match Identifier::new(kind, &number) {
            Some(known) if identifiers.contains(&known) => {}
            Some(new) => identifiers.push(new),
            None => {
                note_number(kind, &number, findings);
                identifiers.extend(Identifier::misprinted(kind, &number));
            }
        }
    }
    identifiers
}

fn note_number(kind: IdentifierKind, number: &str, findings: &mut Findings) {
    let (field, expected) = match kind {
        IdentifierKind::Isbn => ("isbn", "an ISBN with a right check digit"),
        IdentifierKind::Issn => ("issn", "an ISSN with a right check digit"),
        IdentifierKind::Lccn => ("lccn", "a control number of the Library of Congress"),
        IdentifierKind::Oclc => ("oclc", "a number of OCLC"),
        IdentifierKind::Doi => ("doi", "a DOI, from 10. on"),
    };
    let (kind, severity) = (FindingKind::Identifier, Severity::Note);
    findings.add_in(Some(field.to_owned()), kind, severity, expected, quote(number));
}

/// The links. Of a thing that stands somewhere in any case they show a version.
fn links(flat: &Flat, is_thing: bool, findings: &mut Findings) -> Vec<Link> {
    let mut links = Vec::new();
    for address in texts(&flat.url) {
        let url = link_address(&address).into_owned();
        check_link(&url, findings);
        let kind = if is_thing { LinkKind::Version } else { LinkKind::Resource };
        let terms = terms_of_host(&url);
        links.push(Link { url, kind, terms, ..Link::default() });
    }
    links
}

fn check_link(url: &str, findings: &mut Findings) {
    if !is_safe_url(url) {
        let (kind, severity) = (FindingKind::Link, Severity::Warning);
        let expected = "an absolute address with http or https";
        findings.add_in(Some("url".to_owned()), kind, severity, expected, quote(url));
    }
}

/// Where the thing stands.
///
/// * Copies (`items`) say so themselves; a copy without a mark has that of the record.
/// * Without copies, a call number with no link means a thing on a shelf of a library that
///   has only one place: a holding without a branch.
/// * A call number beside a link is a class number: the thing is opened, not fetched. Only
///   where the format is that of a thing which no address can be (a painting, a sculpture, a
///   game) it stands somewhere as well.
fn holdings(
    flat: &Flat,
    is_thing: bool,
    record: &Record,
    findings: &mut Findings,
) -> Vec<Holding> {
    let mark = text(&flat.call_number);
    if flat.items.is_empty() {
        let stands = mark.is_some() && (record.links.is_empty() || is_thing);
        let holding =
            Holding { call_number: mark.map(call_number), ..Holding::default() };
        return if stands { vec![holding] } else { Vec::new() };
    }
    let mut places: BTreeMap<(Location, Option<String>), usize> = BTreeMap::new();
    let mut holdings: Vec<Holding> = Vec::new();
    for item in &flat.items {
        let location = Location {
            library: text(&item.library).unwrap_or_default(),
            sublocation: text(&item.location),
        };
        let mark = text(&item.call_number).or_else(|| mark.clone());
        let key = (location.clone(), mark.clone());
        let number = *places.entry(key).or_insert(holdings.len());
        if number == holdings.len() {
            let call_number = mark.map(call_number);
            holdings.push(Holding { location, call_number, ..Holding::default() });
        }
        if let (Some(item), Some(holding)) =
            (copy(item, findings), holdings.get_mut(number))
        {
            holding.items.push(item);
        }
    }
    holdings
}

fn call_number(mark: String) -> CallNumber {
    CallNumber { scheme: Scheme::Local, class: mark, item: None }
}

/// The copy, if anything tells it from others.
fn copy(flat: &FlatItem, findings: &mut Findings) -> Option<Item> {
    let (barcode, inventory) = (text(&flat.barcode), text(&flat.inventory));
    let words = text(&flat.status);
    let is_told = barcode.is_some() || inventory.is_some() || words.is_some();
    let status = words.map_or(Status::Available, |words| status(&words, findings));
    is_told.then(|| Item { barcode, inventory, status, ..Item::default() })
}

/// The status in the words of our own export, or as a code of IRBIS 910 ^a: 0 free, 1 lent,
/// 2 not yet come, 3 in repair, 4 lost, 5 withheld, 6 written off, 9 booked; U and C are
/// groups of copies.
fn status(words: &str, findings: &mut Findings) -> Status {
    let lower = words.to_lowercase();
    if let Some(day) = lower.strip_prefix("lent until ") {
        return Status::OnLoan { until: iso_date(day.trim()) };
    }
    match lower.as_str() {
        "available" | "0" | "u" | "c" => Status::Available,
        "reference" => Status::Reference,
        "missing" | "3" | "4" | "5" | "6" => Status::Missing,
        "ordered" | "2" => Status::OnOrder,
        "lent" | "1" | "9" => Status::OnLoan { until: None },
        _ => {
            let expected =
                "available, reference, missing, ordered or lent until yyyy-mm-dd";
            note_value(findings, "status", expected, words);
            Status::Available
        }
    }
}
