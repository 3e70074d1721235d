//! `bibliobus record`: one record in full, with the ways to get at the thing.

use std::io::Write;
use std::path::PathBuf;

use anyhow::bail;
use bibliobus_catalog::{
    Arranged, Creator, Library, LinkKind, Merged, Record, Reference, Series, Way,
    best_status, ways,
};
use bibliobus_index::Question;
use serde_json::json;

use crate::collection::Collection;
use crate::fault::{BadInput, Outcome};
use crate::words;

const AFTER_HELP: &str = "\
Examples:
  bibliobus record catalogue ocn123456789
  bibliobus record catalogue c:17 --json

The id is the record's control number (MARC 001), with the prefix of its source where the
settings give one. `bibliobus search` shows it.";

/// The arguments.
#[derive(clap::Args)]
#[command(after_help = AFTER_HELP)]
pub(crate) struct Args {
    /// The folder of the catalogue
    catalogue: PathBuf,
    /// The id of the record
    id: String,
    /// Give the record as JSON
    #[arg(long)]
    json: bool,
}

/// Carries out the command.
pub(crate) fn run(args: &Args, out: &mut dyn Write) -> anyhow::Result<Outcome> {
    let mut collection = Collection::open(&args.catalogue)?;
    collection.fetch(&Question::Record(args.id.clone()))?;
    let Some(record) = collection.index().record(&args.id) else {
        bail!(BadInput::new(format!(
            "{}: no record has the id {}; `bibliobus search` shows the ids",
            args.catalogue.display(),
            args.id
        )));
    };
    let library = collection.index().library().cloned().unwrap_or_default();
    let ways = ways(&record, &library);
    collection.fetch(&Question::Services)?;
    let arranged = collection.index().services().arranged(&record, &library);
    if args.json {
        let services: Vec<_> = ways.iter().map(|way| way.service().code()).collect();
        let both = json!({
            "record": record,
            "ways": ways,
            "services": services,
            "arranged": arranged,
            "as_of": collection.index().as_of(),
        });
        serde_json::to_writer_pretty(&mut *out, &both)?;
        writeln!(out)?;
    } else {
        write_fields(&record, out)?;
        write_ways(&ways, &library, collection.index().as_of(), out)?;
        write_arranged(&arranged, &library, out)?;
    }
    Ok(Outcome::Fine)
}

pub(super) fn write_fields(record: &Record, out: &mut dyn Write) -> anyhow::Result<()> {
    writeln!(out, "{}", record.title.full())?;
    for (label, values) in fields(record) {
        for value in values {
            writeln!(out, "  {label:<12} {value}")?;
        }
    }
    Ok(())
}

fn series(series: &Series) -> String {
    match &series.number {
        Some(number) => format!("{}, {number}", series.title),
        None => series.title.clone(),
    }
}

/// The fields of a record after its title, in the order of a catalogue card.
fn fields(record: &Record) -> Vec<(&'static str, Vec<String>)> {
    let imprint = &record.imprint;
    let published = [&imprint.place, &imprint.publisher, &imprint.date];
    let published: Vec<&str> =
        published.into_iter().flatten().map(String::as_str).collect();
    let one = |value: &Option<String>| value.iter().cloned().collect::<Vec<_>>();
    vec![
        ("original", record.vernacular.iter().map(|v| v.text.clone()).collect()),
        ("by", record.creators.iter().map(creator).collect()),
        ("see from", record.references.iter().filter_map(see_from).collect()),
        ("see also", record.references.iter().filter_map(see_also).collect()),
        ("statement", one(&record.title.responsibility)),
        ("uniform", one(&record.uniform_title)),
        ("also", record.other_titles.clone()),
        ("edition", one(&record.edition)),
        (
            "published",
            (!published.is_empty()).then(|| published.join(", ")).into_iter().collect(),
        ),
        ("extent", one(&record.extent)),
        ("series", record.series.iter().map(series).collect()),
        ("language", record.languages.clone()),
        ("material", vec![format!("{:?}", record.material)]),
        ("subject", record.subjects.iter().map(|s| s.heading.clone()).collect()),
        (
            "class",
            record
                .classes
                .iter()
                .map(|c| format!("{} ({:?})", c.notation, c.scheme))
                .collect(),
        ),
        (
            "number",
            record
                .identifiers
                .iter()
                .map(|i| format!("{:?} {}", i.kind, i.value))
                .collect(),
        ),
        ("summary", record.summaries.clone()),
        ("contents", record.contents.clone()),
        ("note", record.notes.clone()),
        ("id", vec![record.id.clone()]),
        ("merged with", record.merged.iter().map(merged).collect()),
        ("work", one(&record.work)),
    ]
}

/// The forms that lead to a heading.
fn see_from(reference: &Reference) -> Option<String> {
    let forms: Vec<&str> = forms_of(reference).collect();
    let forms = forms.join("; ");
    (!forms.is_empty()).then(|| format!("{}: {forms}", reference.heading))
}

/// The form that is preferred, if the record has another, and those that are not.
fn forms_of(reference: &Reference) -> impl Iterator<Item = &str> {
    reference.preferred.iter().chain(&reference.see_from).map(String::as_str)
}

/// The headings that one might look under as well.
fn see_also(reference: &Reference) -> Option<String> {
    let others = reference.see_also.join("; ");
    (!others.is_empty()).then(|| format!("{}: {others}", reference.heading))
}

/// The record of another source that is in this one, and why.
fn merged(merged: &Merged) -> String {
    format!("{} of {}: {}", merged.id, merged.source, words::sameness(merged.reason))
}

fn creator(creator: &Creator) -> String {
    let dates =
        creator.dates.as_ref().map(|dates| format!(", {dates}")).unwrap_or_default();
    let roles = creator.roles.join(", ");
    let roles = if roles.is_empty() { roles } else { format!(" ({roles})") };
    format!("{}{dates}{roles}", creator.name)
}

pub(super) fn write_ways(
    ways: &[Way],
    library: &Library,
    as_of: &str,
    out: &mut dyn Write,
) -> anyhow::Result<()> {
    if ways.is_empty() {
        return Ok(writeln!(out, "The record names no copy and no link")?);
    }
    writeln!(out, "To get it (as of {as_of})")?;
    for way in ways {
        writeln!(out, "  - {}", words_of(way, library))?;
    }
    Ok(())
}

fn write_arranged(
    arranged: &[Arranged],
    library: &Library,
    out: &mut dyn Write,
) -> anyhow::Result<()> {
    for arranged in arranged {
        writeln!(out, "  - {}", words::arranged(arranged, library))?;
    }
    Ok(())
}

fn words_of(way: &Way, library: &Library) -> String {
    match way {
        Way::Online { link } if link.kind == LinkKind::Related => {
            format!("about it: {}", link.url)
        }
        Way::Online { link } => words::online(&link.url, link.terms),
        Way::AtPlace { location, access, call_number, items, .. } => words::at_place(
            &words::place(location, library),
            *access,
            call_number.as_ref().map(|mark| mark.label()).as_deref(),
            &best_status(items),
        ),
    }
}
