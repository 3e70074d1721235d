//! The page of a record: what it is, how to open it, where it stands. Plain HTML that no script
//! runs on.

use std::fmt::Write as _;

use bibliobus_catalog::{Arranged, Arranges, Creator, Record, Way, marc_tag, ways};

use super::words::{self, Both};
use super::{MARKER, Site, access, cited, linked, name};
use crate::markup::{clipped, escaped};

/// More signs than this are not shown of a description in lists of hits.
const LONGEST_DESCRIPTION: usize = 300;

/// The policy of every page: nothing runs, nothing is fetched from elsewhere, nothing is sent.
const POLICY: &str = "default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; form-action 'none'";

/// A record with all that is known of the ways to it.
pub(super) struct Subject<'a> {
    pub(super) record: &'a Record,
    /// The ways to get at it, the easiest first.
    pub(super) ways: Vec<Way>,
    /// What the library arranges for it.
    pub(super) arranged: Vec<Arranged>,
}

impl<'a> Subject<'a> {
    pub(super) fn new(site: &Site, record: &'a Record) -> Self {
        let ways = ways(record, &site.library);
        Self { record, ways, arranged: site.services.arranged(record, &site.library) }
    }

    /// Its title; what it is, where it has none.
    pub(super) fn title(&self, site: &Site) -> String {
        let title = self.record.title.full();
        if title.trim().is_empty() {
            site.words.say(words::UNTITLED).into()
        } else {
            title
        }
    }

    /// `lang` and `dir` of what is written in the language of the record.
    fn language(&self) -> String {
        let tag = self.record.language().and_then(marc_tag);
        tag.map_or_else(
            || " dir=\"auto\"".into(),
            |tag| format!(" lang=\"{tag}\" dir=\"auto\""),
        )
    }

    /// In one line: who, when, what, and the easiest way to it.
    pub(super) fn in_short(&self, site: &Site) -> String {
        let creators: Vec<&str> =
            self.record.creators.iter().map(|creator| creator.name.as_str()).collect();
        let year = self.record.year().map(|year| site.words.year(year));
        let kind = site.words.say(words::material(self.record.material)).to_owned();
        let way = access::easiest(site, self);
        let creators = (!creators.is_empty()).then(|| creators.join("; "));
        let parts = [creators, year, Some(kind), way].into_iter().flatten();
        clipped(&parts.collect::<Vec<_>>().join(" · "), LONGEST_DESCRIPTION)
    }
}

/// The whole page.
pub(super) fn page(site: &Site, record: &Record) -> String {
    let subject = Subject::new(site, record);
    let mut html = String::with_capacity(8192);
    head(site, &subject, &mut html);
    html.push_str("<body>\n");
    top(site, &mut html);
    html.push_str("<main>\n<article>\n");
    heading(site, &subject, &mut html);
    access::ways(site, &subject, &mut html);
    more_ways(site, &subject, &mut html);
    live(site, record, &mut html);
    description(site, &subject, &mut html);
    html.push_str("</article>\n</main>\n");
    foot(site, &mut html);
    html.push_str(&cited::coins(record));
    html.push_str("</body>\n</html>\n");
    html
}

fn head(site: &Site, subject: &Subject<'_>, html: &mut String) {
    let (record, words) = (subject.record, site.words);
    let title = clipped(&subject.title(site), LONGEST_DESCRIPTION);
    let library = words.library(&site.library);
    let url = site.page_url(&record.id);
    // Writing to a string cannot fail.
    let _ = write!(
        html,
        "<!doctype html>\n<html lang=\"{lang}\">\n<head>\n<meta charset=\"utf-8\">\n{MARKER}\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"{POLICY}\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <meta name=\"color-scheme\" content=\"light dark\">\n\
         <meta name=\"referrer\" content=\"no-referrer\">\n\
         <title>{title} · {library}</title>\n\
         <meta name=\"description\" content=\"{about}\">\n\
         <link rel=\"canonical\" href=\"{url}\">\n\
         <link rel=\"stylesheet\" href=\"../page.css\">\n\
         <link rel=\"icon\" href=\"../../icons/icon.svg\" type=\"image/svg+xml\">\n\
         <link rel=\"search\" type=\"application/opensearchdescription+xml\" \
         href=\"../../opensearch.xml\" title=\"{library}\">\n",
        lang = words.tag(),
        title = escaped(&title),
        library = escaped(library),
        about = escaped(&subject.in_short(site)),
        url = escaped(&url),
    );
    html.push_str(&cited::tags(site, record));
    let _ = writeln!(
        html,
        "<script type=\"application/ld+json\">{}</script>\n</head>",
        linked::in_script(&linked::record(site, subject))
    );
}

/// Whose catalogue it is, and the way to the search.
fn top(site: &Site, html: &mut String) {
    let library = escaped(site.words.library(&site.library));
    let search = site.words.say(words::TO_SEARCH);
    let _ = write!(
        html,
        "<header class=\"top\">\n<a class=\"home\" href=\"../../\">{library}</a>\n\
         <a class=\"to-search\" href=\"../../\">{search}</a>\n</header>\n"
    );
}

fn heading(site: &Site, subject: &Subject<'_>, html: &mut String) {
    let (record, lang) = (subject.record, subject.language());
    let _ = writeln!(html, "<h1{lang}>{}</h1>", escaped(&subject.title(site)));
    if let Some(original) = record.original_title() {
        let _ = writeln!(html, "<p class=\"original\"{lang}>{}</p>", escaped(original));
    }
    let creators: Vec<&str> = record.creators.iter().map(|c| c.name.as_str()).collect();
    if !creators.is_empty() {
        let creators = escaped(&creators.join("; "));
        let _ = writeln!(html, "<p class=\"byline\" dir=\"auto\">{creators}</p>");
    }
    let kind = site.words.say(words::material(record.material)).to_owned();
    let facts: Vec<String> = record
        .year()
        .map(|year| site.words.year(year))
        .into_iter()
        .chain([kind])
        .collect();
    let _ = writeln!(html, "<p class=\"facts\">{}</p>", facts.join(" · "));
}

/// What the library arranges apart from any copy.
fn more_ways(site: &Site, subject: &Subject<'_>, html: &mut String) {
    let is_apart = |it: &&Arranged| it.copy.is_none() && it.kind != Arranges::Login;
    let lines: Vec<String> = subject
        .arranged
        .iter()
        .filter(is_apart)
        .filter_map(|arranged| access::arranged(site, arranged))
        .map(|line| format!("<li>{line}</li>\n"))
        .collect();
    if !lines.is_empty() {
        let heading = site.words.say(words::YOU_CAN_ALSO);
        let _ = write!(
            html,
            "<section>\n<h2>{heading}</h2>\n<ul class=\"links\">\n{}</ul>\n</section>\n",
            lines.concat()
        );
    }
}

/// The way to the same record in the app.
fn live(site: &Site, record: &Record, html: &mut String) {
    let Some(address) = name::in_app(&record.id) else { return };
    let _ = writeln!(
        html,
        "<p class=\"live\"><a class=\"open\" href=\"../../{}\">{}</a> <span>{}</span></p>",
        escaped(&address),
        site.words.say(words::LIVE),
        site.words.say(words::LIVE_HINT)
    );
}

/// What the thing is, line by line, as the app has the lines.
fn description(site: &Site, subject: &Subject<'_>, html: &mut String) {
    let (record, words, lang) = (subject.record, site.words, subject.language());
    let _ = write!(html, "<section>\n<h2>{}</h2>\n<dl>\n", words.say(words::DESCRIPTION));
    let mut line = |name: Both, lang: &str, values: Vec<String>| {
        let mut values =
            values.iter().filter(|value| !value.trim().is_empty()).peekable();
        if values.peek().is_some() {
            let _ = write!(html, "<div><dt>{}</dt>", words.say(name));
            for value in values {
                let _ = write!(html, "<dd{lang}>{}</dd>", escaped(value));
            }
            html.push_str("</div>\n");
        }
    };
    let (auto, own) = (" dir=\"auto\"", lang.as_str());
    let one = |value: Option<&str>| value.map(str::to_owned).into_iter().collect();
    line(words::SUMMARY, auto, record.summaries.clone());
    line(words::CREATORS, auto, creators(site, record));
    line(words::RESPONSIBILITY, own, one(record.title.responsibility.as_deref()));
    line(words::ORIGINAL, own, one(record.original_title()));
    line(words::OTHER_TITLES, auto, other_titles(record));
    line(words::EDITION, own, one(record.edition.as_deref()));
    line(words::IMPRINT, own, one(imprint(record).as_deref()));
    line(words::EXTENT, own, one(record.extent.as_deref()));
    line(words::SERIES, auto, series(record));
    line(words::LANGUAGE, "", languages(site, record));
    line(words::CONTENTS, own, record.contents.clone());
    line(words::NOTES, auto, record.notes.clone());
    line(words::SUBJECTS, auto, subjects(record));
    let classes = record.classes.iter().map(|c| words.class(c.scheme, &c.notation));
    line(words::CLASSES, "", classes.collect());
    line(words::NUMBERS, "", numbers(record));
    line(words::RECORD_NUMBER, "", vec![record.id.clone()]);
    html.push_str("</dl>\n</section>\n");
}

/// Everybody who had a part in it, with what they did and their other names.
fn creators(site: &Site, record: &Record) -> Vec<String> {
    let line = |creator: &Creator| {
        let mut line = creator.name.clone();
        if let Some(dates) = &creator.dates {
            let _ = write!(line, ", {dates}");
        }
        let mut roles: Vec<&str> = Vec::new();
        for role in creator.roles.iter().map(|role| site.words.role(role)) {
            if !roles.contains(&role) {
                roles.push(role);
            }
        }
        if !roles.is_empty() {
            let _ = write!(line, " — {}", roles.join(", "));
        }
        line.push_str(&other_names(site, record, &creator.name));
        line
    };
    record.creators.iter().map(line).collect()
}

/// The other names that somebody is found by.
fn other_names(site: &Site, record: &Record, name: &str) -> String {
    let Some(known) = record.references.iter().find(|known| known.heading == name) else {
        return String::new();
    };
    let forms: Vec<&str> =
        known.preferred.iter().chain(&known.see_from).map(String::as_str).collect();
    let mut line = String::new();
    if !forms.is_empty() {
        let _ = write!(
            line,
            ". {} {}",
            site.words.say(words::ALSO_KNOWN_AS),
            forms.join("; ")
        );
    }
    if !known.see_also.is_empty() {
        let others = known.see_also.join("; ");
        let _ = write!(line, ". {} {others}", site.words.say(words::SEE_ALSO));
    }
    line
}

fn other_titles(record: &Record) -> Vec<String> {
    record.uniform_title.iter().chain(&record.other_titles).cloned().collect()
}

/// Place, publisher, date: `Москва : Наука, 1990`.
fn imprint(record: &Record) -> Option<String> {
    let imprint = &record.imprint;
    let mut line = imprint.place.clone().unwrap_or_default();
    for (joint, part) in [(" : ", &imprint.publisher), (", ", &imprint.date)] {
        if let Some(part) = part {
            if !line.is_empty() {
                line.push_str(joint);
            }
            line.push_str(part);
        }
    }
    (!line.is_empty()).then_some(line)
}

fn series(record: &Record) -> Vec<String> {
    let line = |series: &bibliobus_catalog::Series| match &series.number {
        Some(number) => format!("{} ; {number}", series.title),
        None => series.title.clone(),
    };
    record.series.iter().map(line).collect()
}

fn languages(site: &Site, record: &Record) -> Vec<String> {
    let names = record.languages.iter().filter_map(|code| site.words.language(code));
    names.map(str::to_owned).collect()
}

fn subjects(record: &Record) -> Vec<String> {
    record.subjects.iter().map(|subject| subject.heading.replace(" -- ", " — ")).collect()
}

fn numbers(record: &Record) -> Vec<String> {
    let numbers = record.identifiers.iter();
    numbers
        .map(|number| format!("{} {}", words::identifier(number.kind), number.value))
        .collect()
}

fn foot(site: &Site, html: &mut String) {
    let words = site.words;
    html.push_str("<footer>\n");
    if let Some(note) = words.local(&site.library.note) {
        let _ = writeln!(html, "<p>{}</p>", escaped(note));
    }
    let _ = write!(
        html,
        "<p>{}</p>\n<p><a href=\"../../\">{}</a></p>\n</footer>\n",
        words.say(words::FOOT),
        words.say(words::TO_SEARCH)
    );
}
