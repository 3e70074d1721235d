//! `bibliobus site --static`: a plain page for every record, and what leads search engines and
//! readers' programs to them. Not for the app and the catalogue: see `commands/site.rs`.

mod access;
mod cited;
mod feeds;
mod html;
mod linked;
mod name;
mod names;
mod put;
mod sitemap;
#[cfg(test)]
mod tests;
mod words;

use std::path::Path;

use bibliobus_catalog::{Library, Record, Services, is_safe_url};
use bibliobus_index::{Query, Question, Sort};
use serde_json::Value;

use crate::collection::Collection;
use crate::meter::Meter;
use crate::report::Language;
use put::{Done, Put};
use sitemap::Sitemap;
use words::Words;

/// By this a later run knows its own files.
const GENERATOR: &str = "bibliobus static site";
/// The mark in a page.
const MARKER: &str = "<meta name=\"generator\" content=\"bibliobus static site\">";
/// How many new arrivals the feeds have.
const NEWEST: u32 = 50;
const STYLE: &[u8] = include_bytes!("page.css");

/// What every page is made with.
pub(crate) struct Site {
    /// The address where the site will stand, with a slash at its end.
    base: String,
    words: Words,
    library: Library,
    services: Services,
    /// The day that every status speaks of.
    as_of: String,
}

impl Site {
    /// The site of a catalogue. The language is that of the library's name, Russian where it has
    /// both or none, unless another is chosen; `name` stands for the name in the catalogue.
    pub(crate) fn new(
        collection: &mut Collection,
        base: &str,
        name: &bibliobus_catalog::LocalName,
        language: Option<Language>,
    ) -> anyhow::Result<Self> {
        collection.fetch(&Question::Services)?;
        let index = collection.index();
        let mut library = index.library().cloned().unwrap_or_default();
        library.name.clone_from(name);
        let is_english_only = name.ru.is_empty() && !name.en.is_empty();
        let own = if is_english_only { Language::En } else { Language::Ru };
        Ok(Self {
            base: base.to_owned(),
            words: Words { language: language.unwrap_or(own) },
            library,
            services: index.services().clone(),
            as_of: index.as_of().to_owned(),
        })
    }

    /// The address of a record's page.
    fn page_url(&self, id: &str) -> String {
        format!("{}{}", self.base, name::path(id))
    }

    /// Whether it stands at the root of its host, where `robots.txt` is looked for.
    fn is_at_root(&self) -> bool {
        self.base.splitn(4, '/').nth(3).is_some_and(str::is_empty)
    }

    /// What the app's start page has in its head to lead to all this.
    pub(crate) fn head_links(&self) -> String {
        feeds::head_links(self)
    }
}

/// Reads the address where the site will stand; gives it with a slash at its end.
pub(crate) fn base(given: &str) -> Result<String, String> {
    let is_plain = |c: char| c.is_ascii_graphic() && !"{}<>\"'^`|\\".contains(c);
    let scheme = given.split("://").next().unwrap_or_default().to_ascii_lowercase();
    let is_web = matches!(scheme.as_str(), "http" | "https") && is_safe_url(given);
    if !is_web || given.contains(['?', '#']) {
        return Err(
            "expected the absolute address where the folder will stand, such as \
                    https://library.example/catalogue/"
                .to_owned(),
        );
    }
    if !given.chars().all(is_plain) {
        return Err(
            "expected an address as browsers send it, in ASCII: xn--… for a host with \
                    other letters, %D0%96 within a path"
                .to_owned(),
        );
    }
    Ok(if given.ends_with('/') { given.to_owned() } else { format!("{given}/") })
}

/// Writes every file of the site into `folder` and removes what is left of earlier runs.
pub(crate) fn write(
    site: &Site,
    collection: &mut Collection,
    folder: &Path,
    quiet: bool,
) -> anyhow::Result<Done> {
    let mut making = Making::new(site, folder);
    making.put.file("record/page.css", STYLE)?;
    let total = u64::from(collection.index().records());
    let mut meter = Meter::new(total, quiet);
    collection.records(&mut |_, record| {
        making.record(&record)?;
        let pages = making.put.done.pages;
        meter.step(|| pages);
        Ok(())
    })?;
    meter.clear();
    let newest = newest(collection)?;
    making.finish(&newest)
}

/// The records that came last, as the app knows them: none where the latest has no day.
fn newest(collection: &mut Collection) -> anyhow::Result<Vec<Record>> {
    let query = Query { sort: Sort::Added, limit: NEWEST, ..Query::default() };
    collection.fetch(&Question::Search(query.clone()))?;
    let hits = collection.index().search(&query).hits;
    let mut records = Vec::new();
    for hit in hits {
        collection.fetch(&Question::Record(hit.id.clone()))?;
        records
            .extend(collection.index().record(&hit.id).filter(|it| it.added.is_some()));
    }
    Ok(records)
}

/// The site on its way.
struct Making<'s> {
    site: &'s Site,
    put: Put<'s>,
    sitemap: Sitemap,
    /// How many sitemaps were written.
    sitemaps: usize,
    /// The publications of the page of the feed that is being filled.
    publications: Vec<Value>,
    /// How many pages of the feed were written.
    feed_pages: usize,
    /// How many publications there are.
    digital: usize,
}

impl<'s> Making<'s> {
    fn new(site: &'s Site, folder: &'s Path) -> Self {
        Self {
            site,
            put: Put::new(folder),
            sitemap: Sitemap::new(),
            sitemaps: 0,
            publications: Vec::new(),
            feed_pages: 0,
            digital: 0,
        }
    }

    /// Writes the page of a record, and notes it in the sitemap and in the feed.
    fn record(&mut self, record: &Record) -> anyhow::Result<()> {
        let page = html::page(self.site, record);
        self.put.file(&name::path(&record.id), page.as_bytes())?;
        self.put.done.pages += 1;
        if let Some(full) = self.sitemap.add(&self.site.page_url(&record.id)) {
            self.write_sitemap(&full)?;
        }
        if let Some(publication) = feeds::publication(self.site, record) {
            if self.publications.len() == feeds::PAGE {
                self.write_feed_page(true)?;
            }
            self.publications.push(publication);
            self.digital += 1;
        }
        Ok(())
    }

    fn write_sitemap(&mut self, text: &str) -> anyhow::Result<()> {
        self.sitemaps += 1;
        self.put.file_of_ours(&sitemap::name(self.sitemaps), text.as_bytes())
    }

    fn write_feed_page(&mut self, has_next: bool) -> anyhow::Result<()> {
        self.feed_pages += 1;
        let page = feeds::page(self.site, self.feed_pages, &self.publications, has_next);
        self.publications.clear();
        self.put
            .file_of_ours(&feeds::page_path(self.feed_pages), page.to_string().as_bytes())
    }

    /// Writes what is known only once every record was seen, what names the others last.
    fn finish(mut self, newest: &[Record]) -> anyhow::Result<Done> {
        let rest = self.sitemap.take();
        self.write_sitemap(&rest)?;
        if !self.publications.is_empty() {
            self.write_feed_page(false)?;
        }
        let site = self.site;
        let new: Vec<Value> =
            newest.iter().filter_map(|record| feeds::publication(site, record)).collect();
        if !new.is_empty() {
            let feed = feeds::newest(site, &new).to_string();
            self.put.file_of_ours("opds/new.json", feed.as_bytes())?;
        }
        let start = feeds::start(site, self.digital, !new.is_empty()).to_string();
        self.put.file_of_ours("opds.json", start.as_bytes())?;
        self.put.file_of_ours("rss.xml", feeds::rss(site, newest).as_bytes())?;
        self.put.file_of_ours("opensearch.xml", feeds::open_search(site).as_bytes())?;
        let index = sitemap::index(&site.base, self.sitemaps, &site.as_of);
        self.put.file_of_ours("sitemap.xml", index.as_bytes())?;
        self.robots()?;
        self.put.remove_stale()?;
        self.put.sync()?;
        Ok(self.put.done)
    }

    /// `robots.txt`, where it would be read: at the root of a host, and nowhere else.
    fn robots(&mut self) -> anyhow::Result<()> {
        let site = self.site;
        if site.is_at_root() {
            let text = format!(
                "# {GENERATOR}\nUser-agent: *\nAllow: /\nSitemap: {}sitemap.xml\n",
                site.base
            );
            self.put.file_of_ours("robots.txt", text.as_bytes())?;
        }
        Ok(())
    }
}

/// What the librarian has to do by hand so that search engines find the sitemap.
pub(crate) fn robots_hint(site: &Site, done: &Done) -> Option<String> {
    let line = format!("Sitemap: {}sitemap.xml", site.base);
    if !site.is_at_root() {
        return Some(format!(
            "robots.txt is read at the root of a host only. Put this line into the one there: {line}"
        ));
    }
    let is_kept = done.kept.iter().any(|path| path == "robots.txt");
    is_kept.then(|| {
        format!("robots.txt is your own and stays. Put this line into it: {line}")
    })
}
