//! `bibliobus browse`: the lists of a catalogue in filing order, as its readers look through them.

use std::io::Write;
use std::path::PathBuf;

use bibliobus_index::{Beginning, Brief, Question, Scan, ScanList, Stretch};
use serde_json::json;

use crate::collection::Collection;
use crate::fault::Outcome;
use crate::words::grouped;

const AFTER_HELP: &str = "\
Examples:
  bibliobus browse catalogue creators               who made what, from the beginning on
  bibliobus browse catalogue subjects --from ис     from the first subject with these letters on
  bibliobus browse catalogue titles --from т        the titles under a letter
  bibliobus browse catalogue series --letters       how many entries are under which letters

Articles at the beginning of titles are passed over, ё stands beside е, 2 before 10.";

/// The arguments.
#[derive(clap::Args)]
#[command(after_help = AFTER_HELP)]
pub(crate) struct Args {
    /// The folder of the catalogue
    catalogue: PathBuf,
    /// The list: creators, titles, subjects or series
    #[arg(value_parser = list)]
    list: ScanList,
    /// What the first entry begins with
    #[arg(long, default_value = "", hide_default_value = true, value_name = "LETTERS")]
    from: String,
    /// How many entries to show, 1000 at most
    #[arg(long, default_value_t = 20)]
    limit: u32,
    /// Show the letters instead, and how many entries are under each
    #[arg(long)]
    letters: bool,
    /// Give entries and letters as JSON
    #[arg(long)]
    json: bool,
}

fn list(name: &str) -> Result<ScanList, String> {
    ScanList::parse(name).ok_or_else(|| {
        format!("expected one of {}", ScanList::ALL.map(ScanList::name).join(", "))
    })
}

/// Carries out the command.
pub(crate) fn run(args: &Args, out: &mut dyn Write) -> anyhow::Result<Outcome> {
    let scan = Scan { list: args.list, start: args.from.clone(), limit: args.limit };
    let mut collection = Collection::open(&args.catalogue)?;
    collection.fetch(&Question::Scan(scan.clone()))?;
    let stretch = collection.index().scan(&scan);
    if args.json {
        write_json(&stretch, out)?;
    } else if args.letters {
        stretch.beginnings.iter().try_for_each(|letter| write_letter(letter, out))?;
    } else {
        write_entries(&stretch, out)?;
    }
    Ok(Outcome::Fine)
}

fn write_json(stretch: &Stretch, out: &mut dyn Write) -> anyhow::Result<()> {
    let answer = json!({
        "headings": stretch.headings,
        "titles": stretch.titles,
        "has_more": stretch.has_more,
        "letters": stretch.beginnings,
        "is_about": stretch.is_about,
    });
    serde_json::to_writer_pretty(&mut *out, &answer)?;
    Ok(writeln!(out)?)
}

fn write_letter(letter: &Beginning, out: &mut dyn Write) -> anyhow::Result<()> {
    let indent = letter.text.chars().count().saturating_sub(1) * 2;
    let entries = grouped(u64::from(letter.entries));
    Ok(writeln!(out, "{entries:>9}  {:indent$}{}", "", letter.text)?)
}

fn write_entries(stretch: &Stretch, out: &mut dyn Write) -> anyhow::Result<()> {
    for heading in &stretch.headings {
        let records = grouped(u64::from(heading.count));
        writeln!(out, "{records:>9}  {}", heading.value)?;
    }
    stretch.titles.iter().try_for_each(|brief| write_title(brief, out))?;
    if stretch.has_more {
        writeln!(out, "And more: take a greater --limit, or other letters with --from")?;
    } else if stretch.headings.is_empty() && stretch.titles.is_empty() {
        writeln!(out, "Nothing stands there")?;
    }
    Ok(())
}

fn write_title(brief: &Brief, out: &mut dyn Write) -> anyhow::Result<()> {
    let year = brief.year.map(|year| format!(" ({year})")).unwrap_or_default();
    let creator = brief.creators.first().map(|name| format!(" / {name}"));
    writeln!(
        out,
        "{}{}{year}, id {}",
        brief.title,
        creator.unwrap_or_default(),
        brief.id
    )?;
    Ok(())
}
