//! `bibliobus site`: the folder that a librarian uploads.

use std::borrow::Cow;
use std::io::Write;
use std::path::{Path, PathBuf};

use anyhow::Context;
use bibliobus_catalog::{LocalName, is_safe_url};
use bibliobus_index::{Built, signature_path};

use crate::collection::{self, Collection};
use crate::fault::Outcome;
use crate::page::{homed, linked, released, titled};
use crate::pages::{self, Site};
use crate::report::Language;
use crate::settings::Settings;
use crate::words::{bytes, counted, grouped};
use crate::{app, covers, signing, write};

const AFTER_HELP: &str = "\
Examples:
  bibliobus site catalogue -o public
  bibliobus site catalogue -o public --settings library.toml    another name for the page
  bibliobus site catalogue -o public --static --url https://library.example/catalogue/
                                       and a plain page for every record, for search engines

With --static come a page for every record below record/ (with schema.org data, and what Zotero
reads), sitemap.xml, rss.xml with new arrivals, opds.json for reading programs and opensearch.xml
for browsers. Pages of earlier runs whose records are gone are removed; a file that bibliobus did
not write stays, and is named. robots.txt is written only where it counts, at the root of a host.

Upload the folder as it is to any host of static files. `bibliobus serve public` shows it before.
To renew the catalogue, build it, run `site` again, and upload catalogue/manifest.json last.";

/// The arguments.
#[derive(clap::Args)]
#[command(after_help = AFTER_HELP)]
pub(crate) struct Args {
    /// The folder of the catalogue
    catalogue: PathBuf,
    /// The folder to make or renew
    #[arg(short, long, value_name = "DIR")]
    output: PathBuf,
    /// Settings whose name goes on the page instead of the one in the catalogue
    #[arg(long, value_name = "library.toml")]
    settings: Option<PathBuf>,
    /// The library's own site, which readers are led to where the search cannot be had
    #[arg(long, value_name = "URL", value_parser = address)]
    home: Option<String>,
    /// Write a plain page for every record, sitemaps and feeds as well
    #[arg(long = "static", requires = "url")]
    has_pages: bool,
    /// The address where the folder will stand, for --static
    #[arg(long, value_name = "URL", value_parser = pages::base, requires = "has_pages")]
    url: Option<String>,
    /// The language of these pages [default: that of the library's name, ru where it has both]
    #[arg(long, value_enum, value_name = "LANGUAGE", requires = "has_pages")]
    lang: Option<Language>,
}

/// An address that a page may lead to.
fn address(given: &str) -> Result<String, String> {
    match is_safe_url(given) {
        true => Ok(given.to_owned()),
        false => Err("expected an address such as https://library.example/".to_owned()),
    }
}

/// Carries out the command.
pub(crate) fn run(
    args: &Args,
    quiet: bool,
    out: &mut dyn Write,
) -> anyhow::Result<Outcome> {
    app::ensure_inside()?;
    let mut collection = Collection::open(&args.catalogue)?;
    let settings = Settings::read(args.settings.as_deref())?;
    let files = collection.files()?;
    let name = name_of(&settings, &collection);
    let site = match args.url.as_deref() {
        Some(url) => Some(Site::new(&mut collection, url, &name, args.lang)?),
        None => None,
    };

    write::create_folder(&args.output)?;
    let _hold = write::Hold::on(&args.output)?;
    let mut size = 0;
    let catalogue = args.output.join("catalogue");
    write::create_folder(&catalogue.join("chunks"))?;
    for want in files {
        let content = collection.read_verified(want)?;
        size += content.len() as u64;
        write::write_once(&catalogue.join(want.file.path()), &content)?;
    }
    write::sync_folder(&catalogue.join("chunks"))?;
    size += covers::copy(&args.catalogue, &catalogue)?;
    let links = site.as_ref().map(Site::head_links).unwrap_or_default();
    size += write_app(&args.output, &name, args.home.as_deref(), &links)?;

    // The manifest last: until then whoever reads the folder has the catalogue of before.
    let manifest = collection::manifest(&args.catalogue)?;
    if let Some(signature) = signing::beside(&args.catalogue, &manifest) {
        write::create_folder(&catalogue.join("signatures"))?;
        write::write_once(&catalogue.join(signature_path(&manifest)), &signature)?;
    }
    write::write_whole(&catalogue.join(Built::MANIFEST), &manifest)?;
    write::sync_folder(&catalogue)?;
    if let Some(site) = &site {
        size += write_pages(site, &mut collection, args, quiet, out)?;
    }
    writeln!(
        out,
        "{} in {}",
        bytes(size + manifest.len() as u64),
        args.output.display()
    )?;
    say_what_next(args, out)?;
    Ok(Outcome::Fine)
}

/// The name of the library: that of the settings, where they give one.
fn name_of(settings: &Settings, collection: &Collection) -> LocalName {
    let named = [Some(&settings.library), collection.index().library()];
    let mut names = named.into_iter().flatten().map(|library| &library.name);
    names.find(|name| !name.is_empty()).cloned().unwrap_or_default()
}

fn say_what_next(args: &Args, out: &mut dyn Write) -> anyhow::Result<()> {
    writeln!(out, "Look at it: bibliobus serve {}", args.output.display())?;
    if let Some(snippet) = app::file(app::SNIPPET) {
        writeln!(
            out,
            "On another page, with your own address, until you upload a later app:"
        )?;
        out.write_all(snippet)?;
    }
    Ok(())
}

/// Writes the pages of records with all that leads to them, and says so; how many bytes they are.
fn write_pages(
    site: &Site,
    collection: &mut Collection,
    args: &Args,
    quiet: bool,
    out: &mut dyn Write,
) -> anyhow::Result<u64> {
    let done = pages::write(site, collection, &args.output, quiet)?;
    writeln!(
        out,
        "{} of records: {} written anew, {} of earlier runs removed",
        counted(done.pages, "page"),
        counted(done.written, "file"),
        grouped(done.removed)
    )?;
    for path in &done.kept {
        writeln!(out, "{path} is not of bibliobus and was left as it is")?;
    }
    if let Some(hint) = pages::robots_hint(site, &done) {
        writeln!(out, "{hint}")?;
    }
    Ok(done.bytes)
}

/// Writes the app's files, the page last, since it names the others.
fn write_app(
    folder: &Path,
    name: &LocalName,
    home: Option<&str>,
    links: &str,
) -> anyhow::Result<u64> {
    let before = app::file(app::PAGE).unwrap_or_default();
    let page = linked(homed(titled(before, name), home), links);
    let mut size = page.len() as u64;
    for (file, content) in app::files().iter().filter(|(file, _)| *file != app::PAGE) {
        let content = if *file == app::WORKER {
            released(content, before, &page)
        } else {
            Cow::from(*content)
        };
        let path = folder.join(file);
        write::create_folder(path.parent().context("a file of the app has a folder")?)?;
        write::write_once(&path, &content)?;
        size += content.len() as u64;
    }
    write::write_once(&folder.join(app::PAGE), &page)?;
    write::sync_folder(folder)?;
    Ok(size)
}
