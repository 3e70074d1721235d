//! `bibliobus harvest`: records from a source that speaks OAI-PMH.

use std::io::{IsTerminal, Write, stderr};
use std::path::PathBuf;
use std::time::Duration;

use crate::client::{Client, Manners};
use crate::fault::Outcome;
use crate::oai::{Barn, Question, Yield};
use crate::words::{counted, grouped};

const AFTER_HELP: &str = "\
Examples:
  bibliobus harvest https://repository.example/oai -o repository
  bibliobus harvest https://koha.example/oai -o koha.xml --prefix marcxml --set books
  bibliobus build repository/records.xml -o catalogue

A harvest that is stopped goes on where it was; one that came to its end asks next time for what
is new, and leaves out what was deleted. The folder keeps every answer and state.json; with a name
that ends in .xml the answers are kept beside it, in FILE.xml.harvest.

Exit codes:
  0  the list came to its end
  1  something could not be written
  2  the source did not answer, or said that something in the request is wrong";

/// The arguments.
#[derive(clap::Args)]
#[command(after_help = AFTER_HELP)]
pub(crate) struct Args {
    /// The base address of the source
    url: String,
    /// The folder of the harvest, or the file for its records (.xml)
    #[arg(short, long, value_name = "DIR|FILE.xml")]
    output: PathBuf,
    /// The format of the records, as the source calls it: marcxml, marc21, mods
    #[arg(long, value_name = "PREFIX", default_value = "oai_dc")]
    prefix: String,
    /// Only this part of the source
    #[arg(long)]
    set: Option<String>,
    /// Only what was changed from this day on [default: since the last harvest]
    #[arg(long, value_name = "yyyy-mm-dd")]
    from: Option<String>,
    /// Only what was changed up to this day
    #[arg(long, value_name = "yyyy-mm-dd")]
    until: Option<String>,
    /// The seconds between two requests; a source that is busy is given twice as much each time
    #[arg(long, value_name = "SECONDS", default_value_t = 1.0, value_parser = seconds)]
    delay: f64,
    /// How often a request that fails is tried again
    #[arg(long, value_name = "N", default_value_t = 6)]
    retries: u32,
    /// Give the summary as JSON
    #[arg(long)]
    json: bool,
}

fn seconds(text: &str) -> Result<f64, String> {
    let seconds: Option<f64> = text.parse().ok();
    seconds
        .filter(|seconds| (0.0..=3600.0).contains(seconds))
        .ok_or_else(|| format!("expected seconds from 0 to 3600, found \"{text}\""))
}

/// Carries out the command.
pub(crate) fn run(
    args: &Args,
    quiet: bool,
    out: &mut dyn Write,
) -> anyhow::Result<Outcome> {
    let question = Question {
        url: args.url.clone(),
        prefix: args.prefix.clone(),
        set: args.set.clone(),
        from: args.from.clone(),
        until: args.until.clone(),
    };
    let delay = Duration::from_secs_f64(args.delay);
    let client = Client::new(&args.url, Manners { delay, retries: args.retries }, quiet)?;
    let barn = Barn::new(&args.output);
    let is_shown = !quiet && stderr().is_terminal();
    let harvest = barn.harvest(&question, &client, &mut |so_far, size| {
        if is_shown {
            show(so_far, size);
        }
    })?;
    if is_shown {
        eprintln!();
    }
    write_summary(args, &harvest, out)?;
    Ok(Outcome::Fine)
}

fn show(harvest: &Yield, size: Option<u64>) {
    let of = size.map(|size| format!(" of {}", grouped(size))).unwrap_or_default();
    let pages = counted(harvest.pages, "answer");
    eprint!("\r{} records{of} in {pages}", grouped(harvest.fetched));
}

fn write_summary(
    args: &Args,
    harvest: &Yield,
    out: &mut dyn Write,
) -> anyhow::Result<()> {
    if args.json {
        serde_json::to_writer_pretty(&mut *out, harvest)?;
        return Ok(writeln!(out)?);
    }
    writeln!(
        out,
        "{} came in {}, {} of them deleted",
        counted(harvest.fetched, "record"),
        counted(harvest.pages, "answer"),
        grouped(harvest.deleted)
    )?;
    writeln!(out, "{} in {}", counted(harvest.records, "record"), harvest.file)?;
    Ok(writeln!(out, "Next: bibliobus check {}", harvest.file)?)
}
