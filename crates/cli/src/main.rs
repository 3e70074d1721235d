//! The command line: from a library's export to a folder of static files, and from that folder
//! to answers. All substance is in the libraries; here are arguments, files and words.

mod app;
mod as_of;
mod authorities;
mod client;
mod collection;
mod commands;
mod covers;
mod fault;
mod findings;
mod http;
mod inputs;
mod judged;
mod links;
mod markup;
mod measures;
mod meter;
mod oai;
mod origin;
mod out;
mod page;
mod pages;
mod plain;
mod plan;
mod reading;
mod rejected;
mod report;
mod same;
mod settings;
mod signing;
mod summary;
mod words;
mod write;

use std::io::{self, BufWriter, Write};
use std::process::ExitCode;

use clap::{Parser, Subcommand};

use commands::{
    browse, build, check, export, harvest, inspect, key, mirror, pack, profiles, record,
    relevance, search, serve, shelf, sign, site, stats,
};
use fault::Outcome;
use plain::Plain;

const AFTER_HELP: &str = "\
Three commands make a catalogue that searches in the reader's browser:
  bibliobus check export.mrc               what is odd in the export
  bibliobus build export.mrc -o catalogue  the export as an index of static files
  bibliobus site catalogue -o public       the folder to upload: app, page and catalogue

Exit codes:
  0  done
  1  the surroundings failed: a file could not be written, a port is taken
  2  what was given is at fault: the arguments, the settings, an input or a catalogue";

/// A library's catalogue as static files that the reader's own browser searches.
#[derive(Parser)]
#[command(name = "bibliobus", version, after_help = AFTER_HELP)]
struct Cli {
    #[command(subcommand)]
    command: Command,
    /// No progress; errors are still said
    #[arg(short, long, global = true)]
    quiet: bool,
}

#[derive(Subcommand)]
enum Command {
    /// Look through a catalogue's authors, titles, subjects or series from A to Z
    Browse(browse::Args),
    /// Make a catalogue's index from a library's export
    Build(build::Args),
    /// Say what is odd in a library's export
    Check(check::Args),
    /// Write what can be read in another format: NDJSON, CSV, MARCXML
    Export(export::Args),
    /// Fetch records from a source that speaks OAI-PMH
    Harvest(harvest::Args),
    /// Show one record of an export: raw, as mapped, as a reader will see it
    Inspect(inspect::Args),
    /// Make a pair of keys to sign catalogues with
    Key(key::Args),
    /// Copy a catalogue from another host, a folder or a file, verified, and go on where it stopped
    Mirror(mirror::Args),
    /// Make one file of a catalogue, to carry it on a stick
    Pack(pack::Args),
    /// Draw rows, ways and shelves over the plan of a floor, in the browser
    Plan(commands::plan::Args),
    /// List and show the profiles: which field says what
    Profiles(profiles::Args),
    /// Search a catalogue
    Search(search::Args),
    /// Show one record in full, with the ways to get the thing
    Record(record::Args),
    /// Say how well a catalogue answers a list of queries with known answers
    Relevance(relevance::Args),
    /// Say how large a catalogue is, and whether every file of it is sound
    Stats(stats::Args),
    /// Show a catalogue in the browser, on this computer or in a branch's network
    Serve(serve::Args),
    /// Say on which shelf a mark stands, and the way there, by the settings
    Shelf(shelf::Args),
    /// Sign a catalogue that is built already
    Sign(sign::Args),
    /// Make the folder to upload: the app, its page and the catalogue
    Site(site::Args),
}

fn main() -> ExitCode {
    let cli = Cli::parse();
    let mut out = BufWriter::new(io::stdout().lock());
    // Records go out as they are; everything else is read by people, or as JSON.
    let outcome = match cli.command {
        Command::Export(_) => run(cli, &mut out),
        _ => run(cli, &mut Plain::new(&mut out)),
    };
    let outcome = outcome.and_then(|outcome| {
        out.flush()?;
        Ok(outcome)
    });
    fault::exit_code(outcome)
}

fn run(cli: Cli, out: &mut dyn Write) -> anyhow::Result<Outcome> {
    match cli.command {
        Command::Browse(args) => browse::run(&args, out),
        Command::Build(args) => build::run(&args, cli.quiet, out),
        Command::Check(args) => check::run(&args, cli.quiet, out),
        Command::Export(args) => export::run(&args, cli.quiet, out),
        Command::Harvest(args) => harvest::run(&args, cli.quiet, out),
        Command::Inspect(args) => inspect::run(&args, out),
        Command::Key(args) => key::run(&args, out),
        Command::Mirror(args) => mirror::run(&args, cli.quiet, out),
        Command::Pack(args) => pack::run(&args, out),
        Command::Plan(args) => commands::plan::run(&args, out),
        Command::Profiles(args) => profiles::run(&args, out),
        Command::Search(args) => search::run(&args, out),
        Command::Record(args) => record::run(&args, out),
        Command::Relevance(args) => relevance::run(&args, out),
        Command::Stats(args) => stats::run(&args, out),
        Command::Serve(args) => serve::run(&args, out),
        Command::Shelf(args) => shelf::run(&args, out),
        Command::Sign(args) => sign::run(&args, out),
        Command::Site(args) => site::run(&args, cli.quiet, out),
    }
}
