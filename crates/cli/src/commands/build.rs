//! `bibliobus build`: records become files, files become an index.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

use anyhow::{Context, bail};
use bibliobus_index::{BuildError, Builder, Built, FileName, Settings as BuildSettings};
use bibliobus_ingest::{Entry, FindingKind, Usage};
use serde::Serialize;

use crate::as_of::as_of;
use crate::authorities::{self, AuthorityFiles};
use crate::collection::Collection;
use crate::fault::{self, BadInput, Outcome};
use crate::findings::{Keep, Tally};
use crate::inputs::{Inputs, Seen, Source};
use crate::meter::Meter;
use crate::reading::Reading;
use crate::rejected::Rejected;
use crate::same::{Same, without_merged};
use crate::settings::Settings;
use crate::words::{bytes, counted, grouped};
use crate::write;

const AFTER_HELP: &str = "\
Examples:
  bibliobus build export.mrc -o catalogue
  bibliobus build books.mrc journals.xml.gz -o catalogue --as-of 2026-08-20
  bibliobus build -o catalogue --settings library.toml    the files that the settings list
  zcat export.mrc.gz | bibliobus build - -o catalogue

The folder holds manifest.json and chunks/. Files under chunks/ never change, so they may be
cached for ever; copy manifest.json last. A build that is stopped leaves the old catalogue as it
was. The same records and settings with the same --as-of and --release give the same bytes, in
whatever order they come; where SOURCE_DATE_EPOCH is set, its day stands for today.

Exit codes:
  0  the catalogue was written
  1  it could not be written; the old one is as it was
  2  what was given is at fault. An input that cannot be opened or is of no known format, and
     with --strict a record that cannot be read: nothing was written. An input that breaks off:
     the records before the break were written";

/// The arguments.
#[derive(clap::Args)]
#[command(after_help = AFTER_HELP)]
pub(crate) struct Args {
    /// The export: MARC21 (ISO 2709), MARCXML, NDJSON or CSV, also as .gz, .zst or .zip; - reads
    /// the standard input. Without any, the files that the settings list
    inputs: Vec<PathBuf>,
    #[command(flatten)]
    reading: Reading,
    /// The folder of the catalogue, new or to be renewed
    #[arg(short, long, value_name = "DIR")]
    output: PathBuf,
    /// Names for branches and places, and the files to build from
    #[arg(long, value_name = "library.toml")]
    settings: Option<PathBuf>,
    #[command(flatten)]
    authorities: AuthorityFiles,
    /// The day of the export, which every status speaks of [default: today]
    #[arg(long, value_name = "yyyy-mm-dd")]
    as_of: Option<String>,
    /// The number of this release [default: one more than the catalogue in DIR has]
    #[arg(long, value_name = "N")]
    release: Option<u64>,
    /// Write nothing if some record cannot be read
    #[arg(long)]
    strict: bool,
    /// Where records that cannot be read are kept as they stand in their files, with .mrc, .xml or
    /// .ndjson at its end; - keeps none [default: DIR.rejected]
    #[arg(long, value_name = "FILE")]
    rejected: Option<PathBuf>,
    /// Remove chunks that neither this release nor the one before names
    #[arg(long)]
    prune: bool,
    /// Give the summary as JSON
    #[arg(long)]
    json: bool,
}

/// What a build did; every record that was read is in one of the four numbers after `read`.
#[derive(Debug, Default, Serialize)]
struct Summary {
    read: u64,
    records: u64,
    skipped: u64,
    duplicates: u64,
    merged: u64,
    findings: BTreeMap<String, u64>,
    release: u64,
    as_of: String,
    chunks: u32,
    bytes: u64,
    bytes_by_part: BTreeMap<&'static str, u64>,
    removed: u64,
    #[serde(skip_serializing_if = "Option::is_none")]
    authorities: Option<Usage>,
    rejected: Vec<String>,
    seconds: f64,
    #[serde(skip)]
    tally: Tally,
}

/// Carries out the command.
pub(crate) fn run(
    args: &Args,
    quiet: bool,
    out: &mut dyn Write,
) -> anyhow::Result<Outcome> {
    let settings = Settings::read(args.settings.as_deref())?;
    settings.odd.iter().for_each(|odd| eprintln!("warning: {odd}"));
    let mut tally = Tally::default();
    let authorities = args.authorities.read(&settings.authorities, &mut |finding| {
        tally.add(finding, Keep::Examples);
        Ok(())
    })?;
    let mut sources = sources(args, &settings)?;
    for source in &mut sources {
        source.options.authorities.clone_from(&authorities);
    }
    let inputs = open_inputs(sources)?;
    write::create_folder(&args.output)?;
    let _hold = write::Hold::on(&args.output)?;
    let mut previous = previous(args)?;
    let release = args.release.unwrap_or_else(|| {
        let before = previous.as_ref().map(|collection| collection.index().release());
        let before = before.or_else(|| Collection::release_of_old(&args.output));
        before.map_or(1, |release| release + 1)
    });

    let as_of = as_of(args.as_of.as_deref())?;
    let mut builder = Builder::new(BuildSettings {
        library: settings.library,
        places: settings.places,
        weights: settings.weights,
        release,
        as_of: as_of.clone(),
    });
    let mut meter = Meter::new(inputs.len(), quiet);
    let mut summary = Summary { release, as_of, tally, ..Summary::default() };
    let mut rejected = rejected(args)?;
    let broken = read(inputs, &mut builder, &mut rejected, &mut meter, &mut summary);
    meter.say("writing the index");
    let broken = broken?;
    if let Some(rejected) = rejected {
        let paths = rejected.finish()?;
        summary.rejected = paths.iter().map(|path| path.display().to_string()).collect();
    }
    refuse_if_useless(args, &summary, broken.len())?;
    summary.authorities = authorities.map(|authorities| authorities.usage());

    let built = write_collection(&args.output, builder)?;
    if args.prune {
        summary.removed = prune(&args.output, previous.as_mut())?;
    }
    meter.clear();
    summary.complete(&built, meter.seconds());
    summary.write(args, out)?;
    let whole = broken.is_empty() && !summary.tally.has_broken_end();
    Ok(if whole { Outcome::Fine } else { Outcome::BadInput })
}

/// Where rejected records go, unless they are not wanted.
fn rejected(args: &Args) -> anyhow::Result<Option<Rejected>> {
    let stem = match &args.rejected {
        Some(none) if none.as_os_str() == "-" => return Ok(None),
        Some(stem) => stem.clone(),
        None => Rejected::beside(&args.output),
    };
    Rejected::new(&stem).map(Some)
}

fn sources(args: &Args, settings: &Settings) -> anyhow::Result<Vec<Source>> {
    if !args.inputs.is_empty() {
        return Source::named(&args.inputs, &args.reading);
    }
    if settings.sources.is_empty() {
        bail!(BadInput::new(
            "nothing to build from: name an export, or give --settings with a [[source]]"
        ));
    }
    Ok(settings.sources.clone())
}

/// Opens the inputs; where one is refused, says of all of them why, and refuses the build.
fn open_inputs(sources: Vec<Source>) -> anyhow::Result<Inputs> {
    let (inputs, mut refused) = Inputs::open(&sources);
    let Some(last) = refused.pop() else { return Ok(inputs) };
    for error in refused {
        fault::say(&BadInput::from_error(&error).into());
    }
    bail!(BadInput::from_error(&last))
}

/// The catalogue that is there already. With `--release` it need not be readable; one of an
/// earlier version of Bibliobus is replaced.
fn previous(args: &Args) -> anyhow::Result<Option<Collection>> {
    if Collection::release_of_old(&args.output).is_some() {
        return Ok(None);
    }
    match (Collection::open_if_any(&args.output), args.release) {
        (Err(_), Some(_)) => Ok(None),
        (found, _) => {
            found.context("--release N replaces a catalogue that cannot be opened")
        }
    }
}

/// Reads every input into `builder`; what is returned are the inputs that broke off.
fn read(
    inputs: Inputs,
    builder: &mut Builder,
    rejected: &mut Option<Rejected>,
    meter: &mut Meter,
    summary: &mut Summary,
) -> anyhow::Result<Vec<bibliobus_ingest::InputError>> {
    let mut seen = Seen::default();
    let mut same = Same::default();
    let mut again = Vec::new();
    let broken = inputs.read(meter, &mut |file, entry| {
        again.extend(seen.again(file, &entry));
        if let (Some(rejected), Some(raw)) = (rejected.as_mut(), &entry.raw) {
            rejected.keep(raw)?;
        }
        same.take(file, &entry);
        summary.take(entry, builder);
        Ok(())
    })?;
    let found = same.merge(builder);
    for finding in without_merged(again, &found).into_iter().chain(found) {
        summary.merged += u64::from(finding.kind == FindingKind::Merged);
        summary.tally.add(finding, Keep::Examples);
    }
    for error in &broken {
        fault::say(&BadInput::from_error(error).into());
    }
    Ok(broken)
}

/// A catalogue with nothing in it, or with less than `--strict` allows, replaces no other.
fn refuse_if_useless(
    args: &Args,
    summary: &Summary,
    broken: usize,
) -> anyhow::Result<()> {
    if args.strict && (summary.tally.has_errors() || broken > 0) {
        bail!(BadInput::new(format!(
            "--strict: {} of {} records could not be read; nothing was written. \
             `bibliobus check` shows them",
            grouped(summary.skipped),
            grouped(summary.read)
        )));
    }
    if summary.read == summary.skipped {
        bail!(BadInput::new(
            "no record could be read; nothing was written. `bibliobus check` says why"
        ));
    }
    Ok(())
}

/// Writes the chunks, then the manifest: whoever opens the folder in between has the old
/// catalogue, whole.
fn write_collection(folder: &Path, builder: Builder) -> anyhow::Result<Built> {
    let chunks = folder.join("chunks");
    write::create_folder(&chunks)?;
    write::remove_parts(folder)?;
    write::remove_parts(&chunks)?;
    let mut write_chunk = |file: &FileName, content: &[u8]| {
        write::write_once(&folder.join(file.path()), content)
    };
    let built = builder.finish(&mut write_chunk).map_err(|error| match error {
        BuildError::Write(error) => error,
        other => BadInput::new(other.to_string()).into(),
    })?;
    write::sync_folder(&chunks)?;
    write::write_whole(&folder.join(Built::MANIFEST), &built.manifest)?;
    write::sync_folder(folder)?;
    Ok(built)
}

/// Removes the chunks that neither the new nor the previous catalogue names.
fn prune(folder: &Path, previous: Option<&mut Collection>) -> anyhow::Result<u64> {
    let mut named = BTreeSet::new();
    let mut current = Collection::open(folder)?;
    for collection in [Some(&mut current), previous].into_iter().flatten() {
        named.extend(
            collection.files()?.into_iter().map(|want| folder.join(want.file.path())),
        );
    }
    let mut removed = 0;
    for entry in fs::read_dir(folder.join("chunks"))? {
        let path = entry?.path();
        if path.extension().is_some_and(|end| end == "bin") && !named.contains(&path) {
            fs::remove_file(&path)
                .with_context(|| format!("cannot remove {}", path.display()))?;
            removed += 1;
        }
    }
    Ok(removed)
}

impl Summary {
    fn take(&mut self, entry: Entry, builder: &mut Builder) {
        match &entry.record {
            Some(record) => {
                self.read += 1;
                builder.add(record);
            }
            None if entry.number > 0 => {
                self.read += 1;
                self.skipped += 1;
            }
            None => {}
        }
        for finding in entry.findings {
            self.tally.add(finding, Keep::Examples);
        }
    }

    fn complete(&mut self, built: &Built, seconds: f64) {
        self.records = u64::from(built.records);
        self.duplicates = built.duplicates.len() as u64;
        self.findings = self.tally.by_kind();
        self.chunks = built.chunks;
        self.bytes_by_part = built.bytes_by_part.iter().copied().collect();
        self.bytes =
            self.bytes_by_part.values().sum::<u64>() + built.manifest.len() as u64;
        self.seconds = (seconds * 1000.0).round() / 1000.0;
    }

    fn write(&self, args: &Args, out: &mut dyn Write) -> anyhow::Result<()> {
        if args.json {
            serde_json::to_writer_pretty(&mut *out, self)?;
            return Ok(writeln!(out)?);
        }
        self.write_records(out)?;
        self.write_findings(out)?;
        self.write_files(&args.output, out)
    }

    fn write_records(&self, out: &mut dyn Write) -> anyhow::Result<()> {
        let rate = (self.read as f64 / self.seconds.max(0.001)) as u64;
        writeln!(
            out,
            "{} records read in {:.1} s, {} a second",
            grouped(self.read),
            self.seconds,
            grouped(rate)
        )?;
        writeln!(out, "  {:>9}  in the catalogue", grouped(self.records))?;
        writeln!(out, "  {:>9}  skipped: they could not be read", grouped(self.skipped))?;
        for path in &self.rejected {
            writeln!(out, "  {:>9}  kept as they are in {path}", "")?;
        }
        writeln!(
            out,
            "  {:>9}  left out: another record has the same control number",
            grouped(self.duplicates)
        )?;
        writeln!(
            out,
            "  {:>9}  merged: an earlier source has the same record",
            grouped(self.merged)
        )?;
        self.authorities.iter().try_for_each(|usage| authorities::write(usage, out))
    }

    fn write_findings(&self, out: &mut dyn Write) -> anyhow::Result<()> {
        if self.findings.is_empty() {
            return Ok(writeln!(out, "No findings")?);
        }
        writeln!(out, "Findings (`bibliobus check` shows them with their places)")?;
        self.tally.write_counts(out)
    }

    fn write_files(&self, folder: &Path, out: &mut dyn Write) -> anyhow::Result<()> {
        writeln!(
            out,
            "Release {} as of {}: {} in {}",
            self.release,
            self.as_of,
            bytes(self.bytes),
            counted(u64::from(self.chunks), "chunk")
        )?;
        for (part, size) in &self.bytes_by_part {
            writeln!(out, "  {:>9}  {part}", bytes(*size))?;
        }
        if self.removed > 0 {
            writeln!(out, "  {:>9}  old chunks removed", grouped(self.removed))?;
        }
        writeln!(out, "Look at it: bibliobus serve {}", folder.display())?;
        Ok(())
    }
}
