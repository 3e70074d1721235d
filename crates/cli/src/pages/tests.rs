//! What a whole site says, of the demo library and of records that mean harm.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use clap::Parser;
use quick_xml::Reader;
use quick_xml::events::Event;
use serde_json::Value;
use tempfile::TempDir;

use super::*;
use crate::report::Language;

const BASE: &str = "https://library.example/catalogue/";

/// A catalogue, and the site made of it.
struct Made {
    folder: TempDir,
    collection: Collection,
    done: Done,
}

impl Made {
    /// Builds a catalogue from `inputs` with the command itself, and writes its pages.
    fn of(inputs: &[PathBuf], settings: Option<PathBuf>, language: Language) -> Self {
        let folder = tempfile::tempdir().unwrap();
        build(folder.path(), inputs, settings);
        let collection = Collection::open(&folder.path().join("catalogue")).unwrap();
        let mut made = Self { folder, collection, done: Done::default() };
        made.again(BASE, language);
        made
    }

    fn demo(language: Language) -> Self {
        let inputs = ["central.mrc", "bookmobile.csv"].map(|name| demo().join(name));
        Self::of(&inputs, Some(demo().join("library.toml")), language)
    }

    fn of_lines(lines: &[Value]) -> Self {
        let desk = tempfile::tempdir().unwrap();
        let input = desk.path().join("books.ndjson");
        let lines: Vec<String> = lines.iter().map(Value::to_string).collect();
        fs::write(&input, lines.join("\n")).unwrap();
        Self::of(&[input], None, Language::En)
    }

    fn again(&mut self, base: &str, language: Language) {
        self.collection.fetch(&Question::RecordAt(0)).unwrap();
        let library = self.collection.index().library().cloned().unwrap_or_default();
        let site =
            Site::new(&mut self.collection, base, &library.name, Some(language)).unwrap();
        let folder = self.site();
        self.done = write(&site, &mut self.collection, &folder, true).unwrap();
    }

    fn site(&self) -> PathBuf {
        self.folder.path().join("site")
    }

    fn read(&self, path: &str) -> String {
        fs::read_to_string(self.site().join(path)).unwrap()
    }

    fn page(&self, id: &str) -> String {
        self.read(&name::path(id))
    }

    fn json(&self, path: &str) -> Value {
        serde_json::from_str(&self.read(path)).unwrap()
    }

    fn records(&mut self) -> Vec<Record> {
        let mut records = Vec::new();
        let mut take = |_, record| {
            records.push(record);
            Ok(())
        };
        self.collection.records(&mut take).unwrap();
        records
    }
}

fn build(folder: &Path, inputs: &[PathBuf], settings: Option<PathBuf>) {
    let output = folder.join("catalogue");
    let mut words: Vec<PathBuf> =
        ["bibliobus", "-q", "build", "--as-of", "2026-11-20", "-o"]
            .iter()
            .map(PathBuf::from)
            .collect();
    words.push(output);
    words.extend(settings.into_iter().flat_map(|file| ["--settings".into(), file]));
    words.extend_from_slice(inputs);
    crate::run(crate::Cli::parse_from(words), &mut Vec::new()).unwrap();
}

fn demo() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../demo")
}

/// Every file below a folder with its content.
fn files(folder: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let mut found = BTreeMap::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(files(&path));
        } else {
            found.insert(path.clone(), fs::read(&path).unwrap());
        }
    }
    found
}

/// The data block of a page.
fn data(page: &str) -> Value {
    let begin = "<script type=\"application/ld+json\">";
    assert_eq!(page.matches("<script").count(), 1, "{page}");
    let (_, rest) = page.split_once(begin).unwrap();
    serde_json::from_str(rest.split_once("</script>").unwrap().0).unwrap()
}

/// The values of an attribute, as they are written.
fn attributes<'p>(page: &'p str, name: &str) -> Vec<&'p str> {
    let begin = format!(" {name}=\"");
    let values = page.split(&begin).skip(1);
    values.map(|rest| rest.split('"').next().unwrap()).collect()
}

/// Whether every element ends where it should.
fn is_balanced(page: &str) -> bool {
    let is_void = |name: &str| matches!(name, "meta" | "link" | "!doctype");
    let mut open = Vec::new();
    for tag in page.split('<').skip(1) {
        let Some((tag, _)) = tag.split_once('>') else { return false };
        let name = tag.split_whitespace().next().unwrap_or_default();
        match name.strip_prefix('/') {
            Some(name) if open.pop() != Some(name) => return false,
            None if !is_void(name) => open.push(name),
            _ => {}
        }
    }
    open.is_empty()
}

/// The texts of the elements of this name in a well-formed file.
fn texts(xml: &str, wanted: &str) -> Vec<String> {
    let mut reader = Reader::from_str(xml);
    let (mut found, mut inside) = (Vec::new(), None::<String>);
    loop {
        match reader.read_event().unwrap() {
            Event::Start(tag) if tag.name().as_ref() == wanted => {
                inside = Some(String::new());
            }
            Event::Text(text) => {
                inside.iter_mut().for_each(|it| it.push_str(&text.xml10_content()));
            }
            Event::End(tag) if tag.name().as_ref() == wanted => {
                found.extend(inside.take());
            }
            Event::Eof => return found,
            _ => {}
        }
    }
}

#[test]
fn every_record_of_the_demo_has_one_page_and_one_place_in_the_sitemap() {
    let mut made = Made::demo(Language::Ru);
    let records = made.records();
    assert!(records.len() > 50, "{}", records.len());
    assert_eq!(made.done.pages as usize, records.len());
    let expected: BTreeSet<String> =
        records.iter().map(|it| format!("{BASE}{}", name::path(&it.id))).collect();
    assert_eq!(expected.len(), records.len());
    let listed = texts(&made.read("sitemap-1.xml"), "loc");
    assert_eq!(listed.len(), records.len());
    assert_eq!(listed.into_iter().collect::<BTreeSet<_>>(), expected);
    assert_eq!(texts(&made.read("sitemap.xml"), "loc"), [format!("{BASE}sitemap-1.xml")]);
    assert_eq!(texts(&made.read("sitemap.xml"), "lastmod"), ["2026-11-20"]);
    for record in &records {
        let page = made.page(&record.id);
        assert!(is_balanced(&page), "{page}");
        assert!(page.contains("<html lang=\"ru\">"), "{}", record.id);
        assert_eq!(data(&page)["url"], format!("{BASE}{}", name::path(&record.id)));
    }
}

#[test]
fn a_page_says_of_access_what_the_ladder_says() {
    let mut made = Made::demo(Language::Ru);
    let library = made.collection.index().library().cloned().unwrap();
    let words = Words { language: Language::Ru };
    for record in made.records() {
        let page = made.page(&record.id);
        let mut at = 0;
        let mut see = |words: &str| {
            let found =
                page[at..].find(words).unwrap_or_else(|| panic!("{words}: {page}"));
            at += found + words.len();
        };
        let ways = bibliobus_catalog::ways(&record, &library);
        let places = ways.iter().filter_map(|way| match way {
            bibliobus_catalog::Way::AtPlace { access, items, .. } => {
                Some((access, items))
            }
            bibliobus_catalog::Way::Online { .. } => None,
        });
        let places: Vec<_> = places.collect();
        if !places.is_empty() {
            see("по данным на 20 ноября 2026\u{a0}года</p>");
        }
        for (access, items) in places {
            let status = bibliobus_catalog::best_status(items);
            see(&format!("<p class=\"status\">{}</p>", words.status(*access, &status)));
        }
    }
}

#[test]
fn links_within_the_site_lead_somewhere() {
    let mut made = Made::demo(Language::En);
    let of_the_app = ["../../", "../../icons/icon.svg"];
    for record in made.records() {
        let path = made.site().join(name::path(&record.id));
        let page = fs::read_to_string(&path).unwrap();
        let inside = attributes(&page, "href").into_iter();
        let inside: Vec<&str> =
            inside.filter(|it| !it.contains(':') || it.starts_with("../")).collect();
        assert!(inside.len() > 4, "{page}");
        for link in inside {
            let is_there = || path.parent().unwrap().join(link).is_file();
            let is_record = link.starts_with("../../#/record/");
            assert!(of_the_app.contains(&link) || is_record || is_there(), "{link}");
        }
    }
    for path in ["opds.json", "opds/1.json", "opds/new.json"] {
        let text = made.read(path);
        for (_, rest) in
            text.match_indices(BASE).map(|(at, _)| text.split_at(at + BASE.len()))
        {
            let file = rest.split('"').next().unwrap();
            assert!(file.is_empty() || made.site().join(file).is_file(), "{file}");
        }
    }
}

#[test]
fn the_same_catalogue_gives_the_same_bytes_and_nothing_is_written_twice() {
    let (mut one, other) = (Made::demo(Language::Ru), Made::demo(Language::Ru));
    let below = |made: &Made| -> Vec<(PathBuf, Vec<u8>)> {
        let root = made.site();
        files(&root)
            .into_iter()
            .map(|(path, content)| (path.strip_prefix(&root).unwrap().into(), content))
            .collect()
    };
    let before = below(&one);
    assert!(before == below(&other));
    assert!(one.done.written > 50);
    one.again(BASE, Language::Ru);
    for ((path, was), (_, is)) in before.iter().zip(&below(&one)) {
        assert_eq!(String::from_utf8_lossy(was), String::from_utf8_lossy(is), "{path:?}");
    }
    assert_eq!((one.done.written, one.done.removed), (0, 0));
}

#[test]
fn pages_that_left_are_removed_and_what_is_not_ours_stays() {
    let line = |id: &str| serde_json::json!({ "id": id, "title": format!("Book {id}"), "url": "https://a.example/1" });
    let all: Vec<Value> = (0..150).map(|n| line(&n.to_string())).collect();
    let mut made = Made::of_lines(&all);
    let site = made.site();
    let gone = site.join(name::path("149"));
    assert!(gone.is_file() && site.join("opds/2.json").is_file());
    let own = gone.with_file_name("of-the-library.html");
    fs::write(&own, "<title>ours</title>").unwrap();
    let half = site.join("record/0a1/half.html.part");
    fs::create_dir_all(half.parent().unwrap()).unwrap();
    fs::write(&half, MARKER).unwrap();
    fs::write(site.join("sitemap-9.xml"), "of the library").unwrap();
    fs::write(site.join("sitemap-8.xml"), "<!-- bibliobus static site -->").unwrap();
    fs::write(site.join("rss.xml"), "of the library").unwrap();

    let input = made.folder.path().join("books.ndjson");
    fs::write(&input, line("7").to_string()).unwrap();
    build(made.folder.path(), &[input], None);
    made.collection = Collection::open(&made.folder.path().join("catalogue")).unwrap();
    made.again(BASE, Language::En);
    assert!(!gone.exists() && !half.exists() && own.exists());
    assert!(!site.join("opds/2.json").exists() && !site.join("sitemap-8.xml").exists());
    assert_eq!(made.read("sitemap-9.xml"), "of the library");
    assert_eq!(made.read("rss.xml"), "of the library");
    assert_eq!(made.done.kept, ["rss.xml"]);
    assert_eq!(made.done.removed, 149 + 1 + 1 + 1);
}

/// Records that mean harm: markup in every field, addresses that run, ids that lead elsewhere.
fn hostile() -> Vec<Value> {
    let bad = "</script><script>alert(1)</script><!--\u{2028}\u{202e}\u{0}\u{1b}]]>\"'&\u{fffe}";
    let long = "я".repeat(25_000) + bad;
    let record = |id: &str, text: &str| {
        serde_json::json!({
            "id": id, "title": text, "authors": [text], "subjects": [text, "--"],
            "publisher": text, "call_number": text, "summary": text, "language": "rus",
            "url": "javascript:alert(1)", "year": 1990, "isbn": ["9780306406157"],
            "items": [{ "library": text, "location": text, "call_number": text,
                "barcode": text, "status": "available" }],
        })
    };
    let ids = [
        "../x",
        "..\\x",
        "/etc/passwd",
        "CON",
        "con",
        "a",
        "A",
        "<b>",
        "%2e%2e",
        "ё\u{7}",
        "1;2",
    ];
    let mut all: Vec<Value> = ids.iter().map(|id| record(id, bad)).collect();
    all.push(record(&"9".repeat(3000), &long));
    let mut linked = record("linked", "A & B");
    linked["url"] = "https://a.example/?a=1&b=<\"'>".into();
    all.push(linked);
    all
}

#[test]
fn records_that_mean_harm_stay_text() {
    let mut made = Made::of_lines(&hostile());
    let records = made.records();
    assert!(records.len() > 10, "{}", records.len());
    let root = made.site();
    let pages: Vec<PathBuf> = files(&root.join("record"))
        .into_keys()
        .filter(|it| it.extension().unwrap() == "html")
        .collect();
    assert_eq!(pages.len(), records.len());
    for record in &records {
        let page = made.page(&record.id);
        assert!(is_balanced(&page), "{page}");
        assert!(
            !page.contains("<script>") && !page.contains("alert(1)</script>"),
            "{page}"
        );
        assert!(!page.contains("javascript:"), "{page}");
        let is_odd = |c: char| {
            (c.is_control() && c != '\n') || ('\u{202a}'..='\u{202e}').contains(&c)
        };
        assert!(!page.contains(is_odd), "{page:?}");
        let title = data(&page)["name"].as_str().unwrap().to_owned();
        assert!(title.chars().count() <= 2001);
    }
    for path in ["rss.xml", "sitemap.xml", "sitemap-1.xml", "opensearch.xml"] {
        texts(&made.read(path), "loc");
    }
    assert!(!made.read("opds/1.json").contains("javascript:"));
    let all: BTreeSet<String> = files(made.folder.path())
        .keys()
        .map(|it| it.to_string_lossy().to_lowercase())
        .collect();
    assert_eq!(all.len(), files(made.folder.path()).len(), "names differ only in case");
}

#[test]
fn the_data_of_a_page_says_what_schema_org_has_words_for() {
    let mut made = Made::demo(Language::Ru);
    let mut kinds = BTreeSet::new();
    for record in made.records() {
        let data = data(&made.page(&record.id));
        assert_eq!(data["@context"], "https://schema.org");
        assert_eq!(data["@type"], linked::kind(record.material));
        assert_eq!(data["name"], record.title.full());
        kinds.insert(data["@type"].as_str().unwrap().to_owned());
        let one_or_more = |value: &Value| match value {
            Value::Array(all) => all.clone(),
            Value::Null => Vec::new(),
            one => vec![one.clone()],
        };
        let offers = one_or_more(&data["offers"]);
        assert_eq!(offers.len(), record.holdings.len());
        assert!(offers.iter().all(|it| it["offeredBy"]["@type"] == "Library"));
        assert!(!data.to_string().contains("InStock"), "nothing is said to be in now");
    }
    for kind in ["Book", "Periodical", "Map"] {
        assert!(kinds.contains(kind), "{kinds:?}");
    }
}

#[test]
fn tools_for_references_know_the_thing() {
    let mut made = Made::demo(Language::Ru);
    let records = made.records();
    let book = records.iter().find(|it| {
        it.material == bibliobus_catalog::Material::Book && it.year().is_some()
    });
    let book = book.unwrap();
    let page = made.page(&book.id);
    let title = crate::markup::escaped(&book.title.full());
    assert!(
        page.contains(&format!("<meta name=\"DC.title\" content=\"{title}\">")),
        "{page}"
    );
    assert!(
        page.contains(&format!("<meta name=\"citation_title\" content=\"{title}\">"))
    );
    let span = page.split("<span class=\"Z3988\" title=\"").nth(1).unwrap();
    let span = span.split('"').next().unwrap().replace("&amp;", "&");
    assert!(span.contains("&rft.genre=book&rft.btitle="), "{span}");
    let year = book.year().unwrap();
    assert!(span.contains(&format!("&rft.date={year}")), "{span}");
}

#[test]
fn new_arrivals_are_the_ones_of_the_app_with_their_days() {
    let mut made = Made::demo(Language::Ru);
    let newest = newest(&mut made.collection).unwrap();
    let feed = made.read("rss.xml");
    let links = texts(&feed, "guid");
    let expected: Vec<String> =
        newest.iter().map(|it| format!("{BASE}{}", name::path(&it.id))).collect();
    assert!(!expected.is_empty());
    assert_eq!(links, expected);
    let days: Vec<_> = newest.iter().map(|it| it.added.clone().unwrap()).collect();
    assert!(days.is_sorted_by(|a, b| a >= b), "{days:?}");
    assert_eq!(texts(&feed, "pubDate").len(), newest.len());
    assert_eq!(texts(&feed, "language"), ["ru"]);
}

#[test]
fn a_library_that_notes_no_days_has_no_new_arrivals() {
    let line =
        serde_json::json!({ "id": "1", "title": "Book", "url": "https://a.example/1" });
    let made = Made::of_lines(&[line]);
    assert_eq!(texts(&made.read("rss.xml"), "item").len(), 0);
    assert!(!made.site().join("opds/new.json").exists());
    assert_eq!(made.json("opds.json")["navigation"].as_array().unwrap().len(), 1);
}

/// What the schemas of OPDS 2.0 and of the Readium Web Publication Manifest ask for.
fn is_publication(publication: &Value) -> bool {
    let links = publication["links"].as_array().unwrap();
    let is_acquisition = |link: &Value| {
        let rel = link["rel"].as_str().unwrap();
        rel.starts_with("http://opds-spec.org/acquisition")
    };
    let metadata = &publication["metadata"];
    links.iter().all(|link| link["href"].is_string() && link["type"].is_string())
        && links.iter().any(is_acquisition)
        && metadata["title"].as_str().is_some_and(|title| !title.is_empty())
        && metadata["@type"].as_str().unwrap().starts_with("http://schema.org/")
        && metadata["language"].as_array().is_none_or(|all| !all.is_empty())
}

#[test]
fn the_feed_has_every_record_that_opens_on_a_screen_a_hundred_a_page() {
    let line = |n: u32| serde_json::json!({ "id": n.to_string(), "title": format!("Book {n}"), "url": "https://a.example/1.epub", "access": "open" });
    let mut made = Made::of_lines(&(0..250).map(line).collect::<Vec<_>>());
    let (mut seen, mut number) = (BTreeSet::new(), 1);
    loop {
        let page = made.json(&feeds::page_path(number));
        assert_eq!(page["metadata"]["currentPage"], number);
        let links = page["links"].as_array().unwrap();
        let of = |rel: &str| {
            links.iter().find(|it| it["rel"] == rel).map(|it| it["href"].clone())
        };
        assert_eq!(of("self").unwrap(), format!("{BASE}opds/{number}.json"));
        let publications = page["publications"].as_array().unwrap();
        assert!(publications.iter().all(is_publication), "{page}");
        assert!(publications.len() <= feeds::PAGE);
        seen.extend(
            publications.iter().map(|it| it["metadata"]["identifier"].to_string()),
        );
        let Some(next) = of("next") else { break };
        number += 1;
        assert_eq!(next, format!("{BASE}opds/{number}.json"));
    }
    assert_eq!((number, seen.len()), (3, 250));
    let start = made.json("opds.json");
    assert_eq!(start["navigation"][0]["properties"]["numberOfItems"], 250);
    assert!(
        start["navigation"].as_array().unwrap().iter().all(|it| it["title"].is_string())
    );
    assert_eq!(made.records().len(), 250);
}

#[test]
fn where_nothing_opens_on_a_screen_the_feed_leads_to_the_search() {
    let made = Made::of_lines(&[serde_json::json!({ "id": "1", "title": "Book" })]);
    assert!(!made.site().join("opds/1.json").exists());
    let navigation = made.json("opds.json")["navigation"].clone();
    assert_eq!(navigation.as_array().unwrap().len(), 1);
    assert_eq!(navigation[0]["href"], BASE);
}

#[test]
fn a_browser_searches_with_the_address_of_the_app() {
    let made = Made::demo(Language::Ru);
    let text = made.read("opensearch.xml");
    assert!(texts(&text, "ShortName")[0].chars().count() <= 16);
    assert!(texts(&text, "LongName")[0].chars().count() <= 48);
    let template = format!("template=\"{BASE}#/?q={{searchTerms}}\"");
    assert!(text.contains(&template), "{text}");
}

#[test]
fn robots_txt_is_written_where_it_counts_and_never_over_the_librarys_own() {
    let mut made = Made::demo(Language::Ru);
    let robots = made.site().join("robots.txt");
    assert!(!robots.exists(), "not below the root");
    made.again("https://library.example/", Language::Ru);
    let line = "Sitemap: https://library.example/sitemap.xml";
    assert!(fs::read_to_string(&robots).unwrap().contains(line));
    fs::write(&robots, "User-agent: *\nDisallow: /private\n").unwrap();
    made.again("https://library.example/", Language::Ru);
    assert!(fs::read_to_string(&robots).unwrap().contains("/private"));
    assert_eq!(made.done.kept, ["robots.txt"]);
}

#[test]
fn an_address_is_whole_and_of_the_web() {
    for (given, expected) in [
        ("https://library.example", Some("https://library.example/")),
        ("http://127.0.0.1:8080/a/", Some("http://127.0.0.1:8080/a/")),
        ("library.example", None),
        ("/catalogue/", None),
        ("javascript:alert(1)", None),
        ("mailto:a@library.example", None),
        ("https://user@library.example/", None),
        ("https://library.example/?a", None),
        ("https://library.example/#a", None),
        ("https://library.example/{a}/", None),
        ("https://библиотека.example/", None),
    ] {
        assert_eq!(base(given).ok().as_deref(), expected, "{given}");
    }
}

#[test]
fn the_language_is_that_of_the_librarys_name_unless_another_is_chosen() {
    let mut made = Made::demo(Language::En);
    let mut of = |ru: &str, en: &str, chosen| {
        let name = bibliobus_catalog::LocalName { ru: ru.into(), en: en.into() };
        let site = Site::new(&mut made.collection, BASE, &name, chosen).unwrap();
        site.words.tag()
    };
    assert_eq!(of("", "Town Library", None), "en");
    assert_eq!(of("Библиотека", "Town Library", None), "ru");
    assert_eq!(of("", "", None), "ru");
    assert_eq!(of("Библиотека", "", Some(Language::En)), "en");
}
