//! `bibliobus site`: the folder that a librarian uploads.

use std::borrow::Cow;
use std::io::Write;
use std::path::{Path, PathBuf};

use anyhow::Context;
use bibliobus_index::Built;

use crate::collection::{self, Collection};
use crate::fault::Outcome;
use crate::settings::Settings;
use crate::words::{bytes, library_name};
use crate::{app, write};

const AFTER_HELP: &str = "\
Examples:
  bibliobus site catalogue -o public
  bibliobus site catalogue -o public --settings library.toml    another name for the page

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
}

/// Carries out the command.
pub(crate) fn run(args: &Args, out: &mut dyn Write) -> anyhow::Result<Outcome> {
    app::ensure_inside()?;
    let mut collection = Collection::open(&args.catalogue)?;
    let settings = Settings::read(args.settings.as_deref())?;
    let files = collection.files()?;
    let named = [Some(&settings.library), collection.index().library()];
    let title = named.into_iter().flatten().find_map(library_name).map(str::to_owned);

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
    size += write_app(&args.output, title.as_deref())?;

    // The manifest last: until then whoever reads the folder has the catalogue of before.
    let manifest = collection::manifest(&args.catalogue)?;
    write::write_whole(&catalogue.join(Built::MANIFEST), &manifest)?;
    write::sync_folder(&catalogue)?;
    writeln!(
        out,
        "{} in {}",
        bytes(size + manifest.len() as u64),
        args.output.display()
    )?;
    writeln!(out, "Look at it: bibliobus serve {}", args.output.display())?;
    Ok(Outcome::Fine)
}

/// Writes the app's files, the page last, since it names the others.
fn write_app(folder: &Path, title: Option<&str>) -> anyhow::Result<u64> {
    let mut size = 0;
    let (page, others): (Vec<_>, Vec<_>) =
        app::files().iter().copied().partition(|(name, _)| *name == app::PAGE);
    for (name, content) in others.into_iter().chain(page) {
        let path = folder.join(name);
        write::create_folder(path.parent().context("a file of the app has a folder")?)?;
        let content =
            if name == app::PAGE { titled(content, title) } else { Cow::from(content) };
        write::write_once(&path, &content)?;
        size += content.len() as u64;
    }
    write::sync_folder(folder)?;
    Ok(size)
}

/// The page with the library's name as its title.
fn titled<'a>(page: &'a [u8], title: Option<&str>) -> Cow<'a, [u8]> {
    let replaced = title.and_then(|title| {
        let page = str::from_utf8(page).ok()?;
        let (head, rest) = page.split_once("<title>")?;
        let (_, tail) = rest.split_once("</title>")?;
        Some(format!("{head}<title>{}</title>{tail}", escaped(title)).into_bytes())
    });
    replaced.map_or(Cow::Borrowed(page), Cow::Owned)
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_page_gets_the_name_of_the_library() {
        let page = b"<head><title>Bibliobus</title></head>";
        assert_eq!(
            titled(page, Some("A & <B>")).as_ref(),
            b"<head><title>A &amp; &lt;B&gt;</title></head>"
        );
        assert_eq!(titled(page, None).as_ref(), page);
        assert_eq!(titled(b"no title", Some("A")).as_ref(), b"no title");
    }
}
