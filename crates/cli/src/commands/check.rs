//! `bibliobus check`: what is odd in an export, where, and how to mend it.

use std::fs::File;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use anyhow::Context;
use bibliobus_catalog::Library;
use bibliobus_ingest::{Entry, Finding, Usage};
use serde_json::json;

use crate::authorities::{self, AuthorityFiles};
use crate::fault::{self, BadInput, Outcome};
use crate::findings::{Csv, Keep, Tally};
use crate::inputs::{Inputs, Seen, Source};
use crate::links::{LinkArgs, Links};
use crate::meter::Meter;
use crate::reading::Reading;
use crate::report::{Language, Report};
use crate::same::{Same, without_merged};
use crate::settings::{Odd, Settings, Usage as Placed};
use crate::words::{counted, grouped};

const AFTER_HELP: &str = "\
Examples:
  bibliobus check export.mrc                     counts, first examples and remedies
  bibliobus check export.mrc --all               every finding
  bibliobus check export.mrc --csv findings.csv  for a spreadsheet, to hand round and tick off
  bibliobus check export.mrc --json              for programs
  bibliobus check export.mrc --report report.html --lang ru --settings library.toml
                                                 what readers will notice, and what to mend
  bibliobus check export.mrc --check-links       which links still lead somewhere
  bibliobus check --settings library.toml        the settings: shelves, plans, hours, places

Exit codes:
  0  every record could be read whole; notes may still be worth a look
  1  the table could not be written
  2  some file, record or part of a record could not be read or is doubtful";

/// The arguments.
#[derive(clap::Args)]
#[command(after_help = AFTER_HELP)]
pub(crate) struct Args {
    /// The export, in any format that `build` reads; - reads the standard input. Without any,
    /// the files that the settings list
    #[arg(required_unless_present = "settings")]
    inputs: Vec<PathBuf>,
    #[command(flatten)]
    reading: Reading,
    /// Show every finding, not only the first of each kind
    #[arg(long)]
    all: bool,
    /// Write every finding to a table; - writes it to the standard output
    #[arg(long, value_name = "FILE", conflicts_with = "json")]
    csv: Option<PathBuf>,
    /// Give the findings as JSON
    #[arg(long)]
    json: bool,
    /// Write what readers will notice and what to mend: a page (.html), a line for each record
    /// (.csv) or JSON (.json); may be given several times
    #[arg(long, value_name = "FILE")]
    report: Vec<PathBuf>,
    /// The language of the report
    #[arg(long, value_enum, default_value_t, requires = "report")]
    lang: Language,
    /// Names for branches and places, shelves and plans: what is odd in them, by themselves and
    /// beside the records; and the files of authorities
    #[arg(long, value_name = "library.toml")]
    settings: Option<PathBuf>,
    #[command(flatten)]
    authorities: AuthorityFiles,
    #[command(flatten)]
    links: LinkArgs,
}

/// What was found, and the way to the table that was asked for.
struct Checking {
    keep: Keep,
    csv: Option<Csv<Box<dyn Write>>>,
    seen: Seen,
    same: Same,
    /// The findings about numbers that came before: records that are one may share theirs.
    again: Vec<Finding>,
    tally: Tally,
    report: Option<Report>,
    settings: Settings,
    placed: Placed,
    read: u64,
    skipped: u64,
    unreadable: Vec<String>,
    usage: Option<Usage>,
    links: Option<Links>,
    /// How many links were not asked for, where they were to be.
    links_unasked: u64,
}

/// Carries out the command.
pub(crate) fn run(
    args: &Args,
    quiet: bool,
    out: &mut dyn Write,
) -> anyhow::Result<Outcome> {
    let mut checking = Checking::new(args)?;
    let mut sources = match args.inputs.as_slice() {
        [] => checking.settings.sources.clone(),
        inputs => Source::named(inputs, &args.reading)?,
    };
    let files = checking.settings.authorities.clone();
    let mut note = |finding| checking.add(finding);
    let authorities = args.authorities.read(&files, &mut note)?;
    for source in &mut sources {
        source.options.authorities.clone_from(&authorities);
    }
    let (inputs, refused) = Inputs::open(&sources);
    let mut meter = Meter::new(inputs.len(), quiet);
    let broken =
        inputs.read(&mut meter, &mut |file, entry| checking.take(file, entry))?;
    meter.clear();
    let found = std::mem::take(&mut checking.same).into_findings();
    let again = std::mem::take(&mut checking.again);
    for finding in without_merged(again, &found).into_iter().chain(found) {
        checking.add(finding)?;
    }
    for error in refused.iter().chain(&broken) {
        checking.refuse(BadInput::from_error(error));
    }
    if let Some(links) = checking.links.take() {
        let (dead, unasked) = links.check();
        checking.links_unasked = unasked;
        dead.into_iter().try_for_each(|finding| checking.add(finding))?;
    }
    checking.usage = authorities.map(|authorities| authorities.usage());
    checking.finish(args, out)
}

impl Checking {
    fn new(args: &Args) -> anyhow::Result<Self> {
        let settings = Settings::read(args.settings.as_deref())?;
        Ok(Self {
            keep: if args.all || args.json { Keep::All } else { Keep::Examples },
            csv: args.csv.as_deref().map(open_csv).transpose()?,
            seen: Seen::default(),
            same: Same::default(),
            again: Vec::new(),
            tally: Tally::default(),
            report: report(args, settings.library.clone())?,
            placed: Placed::default(),
            settings,
            read: 0,
            skipped: 0,
            unreadable: Vec::new(),
            usage: None,
            links: Links::new(&args.links),
            links_unasked: 0,
        })
    }

    fn take(&mut self, file: &str, entry: Entry) -> anyhow::Result<()> {
        let duplicate = self.seen.again(file, &entry);
        self.same.take(file, &entry);
        if let Some(links) = &mut self.links {
            links.take(file, &entry);
        }
        if let Some(report) = &mut self.report {
            report.take(file, &entry, duplicate.as_ref())?;
        }
        if let Some(record) = entry.record.as_ref().filter(|_| self.settings.is_given()) {
            self.placed.take(record, &self.settings);
        }
        self.read += u64::from(entry.number > 0);
        self.skipped += u64::from(entry.number > 0 && entry.record.is_none());
        self.again.extend(duplicate);
        entry.findings.into_iter().try_for_each(|finding| self.add(finding))
    }

    fn add(&mut self, finding: Finding) -> anyhow::Result<()> {
        if let Some(csv) = &mut self.csv {
            csv.add(&finding)?;
        }
        self.tally.add(finding, self.keep);
        Ok(())
    }

    fn refuse(&mut self, error: BadInput) {
        self.unreadable.push(error.to_string());
        fault::say(&error.into());
    }

    fn finish(mut self, args: &Args, out: &mut dyn Write) -> anyhow::Result<Outcome> {
        let to_stdout = args.csv.as_deref().is_some_and(is_stdout);
        if let Some(csv) = self.csv.take() {
            csv.finish()?;
        }
        if let Some(report) = self.report.take() {
            report.finish(&self.unreadable)?;
        }
        let mut odd = std::mem::take(&mut self.settings.odd);
        odd.extend(self.placed.odd(&self.settings));
        if args.json {
            self.write_json(&odd, out)?;
        } else if !to_stdout {
            odd.iter().try_for_each(|odd| writeln!(out, "{odd}"))?;
            self.tally.write_table(out)?;
            self.write_sum(out)?;
        }
        let sound =
            self.unreadable.is_empty() && !self.tally.has_losses() && odd.is_empty();
        Ok(if sound { Outcome::Fine } else { Outcome::BadInput })
    }

    fn write_json(&self, odd: &[Odd], out: &mut dyn Write) -> anyhow::Result<()> {
        let findings: Vec<_> = self.tally.kept().into_iter().map(with_words).collect();
        let report = json!({
            "read": self.read,
            "skipped": self.skipped,
            "unreadable": self.unreadable,
            "authorities": self.usage,
            "counts": self.tally.by_kind(),
            "findings": findings,
            "settings": odd,
            "links_unasked": self.links_unasked,
        });
        serde_json::to_writer_pretty(&mut *out, &report)?;
        Ok(writeln!(out)?)
    }

    fn write_sum(&self, out: &mut dyn Write) -> anyhow::Result<()> {
        if self.read == 0 {
            return Ok(());
        }
        let count: u64 = self.tally.by_kind().values().sum();
        let findings =
            if count == 0 { "nothing odd".into() } else { counted(count, "finding") };
        writeln!(
            out,
            "{} read, {} of them not readable; {findings}",
            counted(self.read, "record"),
            grouped(self.skipped)
        )?;
        if self.links_unasked > 0 {
            writeln!(
                out,
                "{} not asked for: their hosts are silent, or they are more than --most-links",
                counted(self.links_unasked, "link")
            )?;
        }
        self.usage.iter().try_for_each(|usage| authorities::write(usage, out))
    }
}

/// A finding as JSON, with the sentences that a person would be shown.
fn with_words(finding: &Finding) -> serde_json::Value {
    let mut value = json!(finding);
    value["message"] = json!(finding.message());
    value["remedy"] = json!(finding.kind.remedy());
    value
}

/// The report, if one is wanted.
fn report(args: &Args, library: Library) -> anyhow::Result<Option<Report>> {
    if args.report.is_empty() {
        return Ok(None);
    }
    Report::new(&args.report, args.lang, library).map(Some)
}

fn is_stdout(path: &Path) -> bool {
    path.as_os_str() == "-"
}

fn open_csv(path: &Path) -> anyhow::Result<Csv<Box<dyn Write>>> {
    if is_stdout(path) {
        return Csv::new(Box::new(io::stdout()));
    }
    let file =
        File::create(path).with_context(|| format!("cannot write {}", path.display()))?;
    Csv::new(Box::new(file))
}
