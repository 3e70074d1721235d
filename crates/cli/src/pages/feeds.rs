//! What readers and their programs follow: RSS 2.0 of new arrivals, OPDS 2.0 of what opens on a
//! screen, and the `OpenSearch` 1.1 description by which a browser takes the search in.

use std::fmt::Write as _;

use bibliobus_catalog::{DigitalLoan, Link, LinkKind, Record, Terms, Way, marc_tag};
use serde_json::{Map, Value, json};

use super::html::Subject;
use super::linked::{is_web, kind, part};
use super::{Site, words};
use crate::markup::{cleaned, clipped, escaped};

/// How many publications a page of the feed has.
pub(super) const PAGE: usize = 100;
/// The media type of a feed.
const OPDS: &str = "application/opds+json";
/// More signs than this of a summary are not repeated in a feed.
const LONGEST: usize = 2000;

/// The feed of new arrivals, the latest first.
pub(super) fn rss(site: &Site, records: &[Record]) -> String {
    let words = site.words;
    let library = escaped(words.library(&site.library));
    let (base, title) = (escaped(&site.base), words.say(words::NEW_TITLE));
    let built =
        rfc_822(&site.as_of).map(|day| format!("<lastBuildDate>{day}</lastBuildDate>\n"));
    let mut text = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<!-- bibliobus static site -->\n\
         <rss version=\"2.0\" xmlns:atom=\"http://www.w3.org/2005/Atom\" \
         xmlns:dc=\"http://purl.org/dc/elements/1.1/\">\n<channel>\n\
         <title>{title} · {library}</title>\n<link>{base}#/?sort=added</link>\n\
         <description>{title}. {library}</description>\n<language>{}</language>\n{}\
         <atom:link href=\"{base}rss.xml\" rel=\"self\" type=\"application/rss+xml\"/>\n",
        words.tag(),
        built.unwrap_or_default(),
    );
    for record in records {
        let subject = Subject::new(site, record);
        let url = escaped(&site.page_url(&record.id));
        let title = escaped(&clipped(&subject.title(site), 300));
        let about = escaped(&subject.in_short(site));
        // Writing to a string cannot fail.
        let _ = write!(
            text,
            "<item>\n<title>{title}</title>\n<link>{url}</link>\n\
             <guid isPermaLink=\"true\">{url}</guid>\n<description>{about}</description>\n"
        );
        for creator in record.creators.iter().take(3) {
            let _ = writeln!(text, "<dc:creator>{}</dc:creator>", escaped(&creator.name));
        }
        if let Some(day) = record.added.as_deref().and_then(rfc_822) {
            let _ = writeln!(text, "<pubDate>{day}</pubDate>");
        }
        text.push_str("</item>\n");
    }
    text + "</channel>\n</rss>\n"
}

/// A day as RSS writes it (RFC 822 with a year of four digits).
fn rfc_822(day: &str) -> Option<String> {
    let date: jiff::civil::Date = day.parse().ok()?;
    let weekday = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];
    let month = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov",
        "Dec",
    ];
    let weekday =
        weekday.get(usize::try_from(date.weekday().to_monday_zero_offset()).ok()?)?;
    let month = month.get(usize::try_from(date.month()).ok()?.checked_sub(1)?)?;
    Some(format!("{weekday}, {:02} {month} {:04} 00:00:00 GMT", date.day(), date.year()))
}

/// The start of the OPDS catalogue.
pub(super) fn start(site: &Site, digital: usize, newest: bool) -> Value {
    let title = site.words.library(&site.library);
    let mut navigation = Vec::new();
    if digital > 0 {
        navigation.push(json!({
            "href": page_url(site, 1),
            "title": site.words.say(words::DIGITAL_TITLE),
            "type": OPDS,
            "properties": { "numberOfItems": digital },
        }));
    } else {
        // A feed without anything is none: the way to the search is all there is.
        let search = site.words.say(words::TO_SEARCH);
        navigation
            .push(json!({ "href": site.base, "title": search, "type": "text/html" }));
    }
    if newest {
        navigation.push(json!({
            "href": format!("{}opds/new.json", site.base),
            "title": site.words.say(words::NEW_TITLE),
            "type": OPDS,
            "rel": "http://opds-spec.org/sort/new",
        }));
    }
    json!({
        "metadata": metadata(site, title),
        "links": [
            { "rel": "self", "href": format!("{}opds.json", site.base), "type": OPDS },
            { "rel": "alternate", "href": site.base, "type": "text/html" },
        ],
        "navigation": navigation,
    })
}

/// A page of the feed of everything that opens on a screen, from one on.
pub(super) fn page(
    site: &Site,
    number: usize,
    publications: &[Value],
    has_next: bool,
) -> Value {
    let mut metadata = metadata(site, site.words.say(words::DIGITAL_TITLE));
    metadata["itemsPerPage"] = json!(PAGE);
    metadata["currentPage"] = json!(number);
    let mut links = vec![
        json!({ "rel": "self", "href": page_url(site, number), "type": OPDS }),
        start_link(site),
        json!({ "rel": "first", "href": page_url(site, 1), "type": OPDS }),
    ];
    if number > 1 {
        links.push(json!({ "rel": "previous", "href": page_url(site, number - 1), "type": OPDS }));
    }
    if has_next {
        links.push(
            json!({ "rel": "next", "href": page_url(site, number + 1), "type": OPDS }),
        );
    }
    json!({ "metadata": metadata, "links": links, "publications": publications })
}

/// What came last of that.
pub(super) fn newest(site: &Site, publications: &[Value]) -> Value {
    let url = format!("{}opds/new.json", site.base);
    json!({
        "metadata": metadata(site, site.words.say(words::NEW_TITLE)),
        "links": [{ "rel": "self", "href": url, "type": OPDS }, start_link(site)],
        "publications": publications,
    })
}

/// The path of a page of the feed.
pub(super) fn page_path(number: usize) -> String {
    format!("opds/{number}.json")
}

fn page_url(site: &Site, number: usize) -> String {
    format!("{}{}", site.base, page_path(number))
}

fn start_link(site: &Site) -> Value {
    json!({ "rel": "start", "href": format!("{}opds.json", site.base), "type": OPDS })
}

/// The metadata of a feed, with the mark by which a later run knows it for ours.
fn metadata(site: &Site, title: &str) -> Value {
    let mut metadata = json!({ "title": cleaned(title), "generator": super::GENERATOR });
    if let Some(day) = moment(&site.as_of) {
        metadata["modified"] = json!(day);
    }
    metadata
}

/// The beginning of a day, as OPDS wants a date and time.
fn moment(day: &str) -> Option<String> {
    day.parse::<jiff::civil::Date>().ok().map(|date| format!("{date}T00:00:00Z"))
}

/// A record as a publication; `None` where nothing of it opens on a screen.
pub(super) fn publication(site: &Site, record: &Record) -> Option<Value> {
    let subject = Subject::new(site, record);
    let found = subject.ways.iter().filter_map(|way| match way {
        Way::Online { link } => acquisition(site, &subject, link),
        Way::AtPlace { .. } => None,
    });
    // The schema wants each link once.
    let mut links: Vec<Value> = Vec::new();
    for link in found {
        if !links.contains(&link) {
            links.push(link);
        }
    }
    if links.is_empty() {
        return None;
    }
    let page = site.page_url(&record.id);
    links.push(json!({ "rel": "alternate", "href": page, "type": "text/html" }));
    Some(json!({ "metadata": described(site, &subject, &page), "links": links }))
}

/// The metadata of a publication (Readium Web Publication Manifest).
fn described(site: &Site, subject: &Subject<'_>, page: &str) -> Value {
    let record = subject.record;
    let mut map = Map::new();
    let mut put = |name: &str, value: Value| {
        map.insert(name.to_owned(), value);
    };
    put("@type", json!(format!("http://schema.org/{}", kind(record.material))));
    put("title", json!(cleaned(&subject.title(site))));
    put("identifier", json!(page));
    let languages = record.languages.iter().filter_map(|code| marc_tag(code));
    let languages: Vec<&str> = languages.collect();
    if !languages.is_empty() {
        put("language", json!(languages));
    }
    for name in ["author", "translator", "editor", "illustrator", "contributor"] {
        let own = record.creators.iter().filter(|it| part(record, it) == name);
        let own: Vec<String> = own.map(|it| cleaned(&it.name)).collect();
        if !own.is_empty() {
            put(name, json!(own));
        }
    }
    if let Some(publisher) = &record.imprint.publisher {
        put("publisher", json!(cleaned(publisher)));
    }
    if let Some(year) = record.year().filter(|year| *year > 0) {
        put("published", json!(format!("{year:04}-01-01")));
    }
    if let Some(summary) = record.summaries.first() {
        put("description", json!(clipped(&cleaned(summary), LONGEST)));
    }
    let subjects: Vec<String> =
        record.subjects.iter().map(|it| cleaned(&it.heading)).collect();
    if !subjects.is_empty() {
        put("subject", json!(subjects));
    }
    if let Some(day) = record.added.as_deref().and_then(moment) {
        put("modified", json!(day));
    }
    if let Some(series) = record.series.first() {
        put("belongsTo", json!({ "series": cleaned(&series.title) }));
    }
    Value::Object(map)
}

/// A link with its terms. What nothing is known of, or a login is asked for, has the relation
/// that promises nothing.
fn acquisition(site: &Site, subject: &Subject<'_>, link: &Link) -> Option<Value> {
    if link.kind == LinkKind::Related || !is_web(link) {
        return None;
    }
    let login = subject.arranged.iter().find(|it| it.instead == link.url);
    let loan = subject.record.loans.iter().find(|loan| loan.url == link.url);
    let rel = match (loan, link.terms) {
        (Some(_), _) => "http://opds-spec.org/acquisition/borrow",
        (None, Terms::OpenAccess) => "http://opds-spec.org/acquisition/open-access",
        (None, Terms::Remote | Terms::Unknown) => "http://opds-spec.org/acquisition",
    };
    let said = loan.map(|loan| site.words.loan(loan, &site.as_of));
    let needs = match (said.filter(|said| !said.is_empty()), login) {
        (Some(said), _) => said,
        (None, Some(login)) => site.words.through_login(login),
        (None, None) => site.words.say(words::needs(link.terms)).to_owned(),
    };
    let href = login.map_or(&link.url, |login| &login.url);
    let mut acquisition = json!({ "rel": rel, "href": href, "type": media_type(&link.url), "title": needs });
    if let Some(loan) = loan {
        acquisition["properties"] = terms(loan);
    }
    Some(acquisition)
}

/// The terms of a loan; of which day they are, the title of the link says.
fn terms(loan: &DigitalLoan) -> Value {
    let mut properties = Map::new();
    if let Some(is_available) = loan.is_available {
        let state = if is_available { "available" } else { "unavailable" };
        properties.insert("availability".into(), json!({ "state": state }));
    }
    let mut copies = Map::new();
    for (name, number) in [("total", loan.copies), ("available", loan.free)] {
        copies.extend(number.map(|number| (name.to_owned(), json!(number))));
    }
    if !copies.is_empty() {
        properties.insert("copies".into(), Value::Object(copies));
    }
    if let Some(waiting) = loan.waiting {
        properties.insert("holds".into(), json!({ "total": waiting }));
    }
    Value::Object(properties)
}

/// The media type of what a link opens, as far as its address tells.
fn media_type(url: &str) -> &'static str {
    let path = url.split(['?', '#']).next().unwrap_or_default().to_ascii_lowercase();
    let ends = [
        (".pdf", "application/pdf"),
        (".epub", "application/epub+zip"),
        (".mp3", "audio/mpeg"),
        (".mp4", "video/mp4"),
        (".jpg", "image/jpeg"),
        (".png", "image/png"),
        (".txt", "text/plain"),
    ];
    ends.iter().find(|(end, _)| path.ends_with(end)).map_or("text/html", |(_, kind)| kind)
}

/// The `OpenSearch` 1.1 description: a browser's address bar searches the catalogue with it.
pub(super) fn open_search(site: &Site) -> String {
    let library = site.words.library(&site.library);
    // The standard's limits: 16 signs of a short name, 48 of a long one.
    let (short, long) = (clipped(library, 15), clipped(library, 47));
    let base = escaped(&site.base);
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<!-- bibliobus static site -->\n\
         <OpenSearchDescription xmlns=\"http://a9.com/-/spec/opensearch/1.1/\">\n\
         <ShortName>{}</ShortName>\n<LongName>{}</LongName>\n\
         <Description>{} {}</Description>\n\
         <Url type=\"text/html\" rel=\"results\" template=\"{base}#/?q={{searchTerms}}\"/>\n\
         <Url type=\"application/opensearchdescription+xml\" rel=\"self\" \
         template=\"{base}opensearch.xml\"/>\n\
         <Image width=\"16\" height=\"16\" type=\"image/svg+xml\">{base}icons/icon.svg</Image>\n\
         <Language>{}</Language>\n<InputEncoding>UTF-8</InputEncoding>\n\
         <OutputEncoding>UTF-8</OutputEncoding>\n</OpenSearchDescription>\n",
        escaped(&short),
        escaped(&long),
        site.words.say(words::SEARCH_IN),
        escaped(library),
        site.words.tag(),
    )
}

/// What the start page of the app has in its head so that browsers and programs find all that.
pub(super) fn head_links(site: &Site) -> String {
    let library = escaped(site.words.library(&site.library));
    let news = site.words.say(words::NEW_TITLE);
    let digital = site.words.say(words::DIGITAL_TITLE);
    format!(
        "<link rel=\"search\" type=\"application/opensearchdescription+xml\" \
         href=\"opensearch.xml\" title=\"{library}\">\n\
         <link rel=\"alternate\" type=\"application/rss+xml\" href=\"rss.xml\" \
         title=\"{news}\">\n\
         <link rel=\"alternate\" type=\"{OPDS}\" href=\"opds.json\" title=\"{digital}\">\n"
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::Language;

    #[test]
    fn a_loan_says_its_terms_and_their_day() {
        let link = Link {
            url: "https://a.example/1".into(),
            terms: Terms::Remote,
            ..Link::default()
        };
        let loan = DigitalLoan {
            url: link.url.clone(),
            is_available: Some(false),
            copies: Some(5),
            free: Some(0),
            waiting: Some(3),
            ..DigitalLoan::default()
        };
        let record = Record {
            id: "1".into(),
            links: vec![link.clone(), link],
            loans: vec![loan],
            ..Record::default()
        };
        let site = Site {
            base: "https://library.example/".into(),
            words: words::Words { language: Language::En },
            library: bibliobus_catalog::Library::default(),
            services: bibliobus_catalog::Services::default(),
            as_of: "2026-11-20".into(),
        };
        let publication = publication(&site, &record).unwrap();
        let links = publication["links"].as_array().unwrap();
        assert_eq!(links.len(), 2, "each link once, and the page");
        assert_eq!(links[0]["rel"], "http://opds-spec.org/acquisition/borrow");
        let said = links[0]["title"].as_str().unwrap().replace('\u{a0}', " ");
        assert_eq!(said, "0 of 5 free · waiting for it: 3 · as of 20 November 2026");
        let expected = json!({
            "availability": { "state": "unavailable" },
            "copies": { "total": 5, "available": 0 },
            "holds": { "total": 3 },
        });
        assert_eq!(links[0]["properties"], expected);
        assert_eq!(publication["metadata"]["title"], "Untitled");
    }

    #[test]
    fn a_day_is_one_of_its_week() {
        assert_eq!(
            rfc_822("2026-11-23").as_deref(),
            Some("Mon, 23 Nov 2026 00:00:00 GMT")
        );
        assert_eq!(rfc_822("soon"), None);
    }

    #[test]
    fn an_address_tells_what_it_opens() {
        assert_eq!(media_type("https://a.example/B.PDF?x=1"), "application/pdf");
        assert_eq!(media_type("https://a.example/"), "text/html");
    }
}
