//! `bibliobus build`: records become files, files become an index.

use std::collections::BTreeSet;
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

use anyhow::{Context, bail};
use bibliobus_catalog::{Record, RecordId};
use bibliobus_index::{
    Before, BuildError, Builder, Built, Covers, FileName, Index, Question,
    Settings as BuildSettings, WriteChunk, signature_path,
};
use bibliobus_ingest::FindingKind;

use crate::as_of::{as_of, parse};
use crate::authorities::AuthorityFiles;
use crate::collection::{Collection, manifest};
use crate::covers;
use crate::fault::{self, BadInput, Outcome};
use crate::findings::{Keep, Tally};
use crate::inputs::{Inputs, Seen, Source};
use crate::meter::Meter;
use crate::reading::Reading;
use crate::rejected::Rejected;
use crate::same::{Same, without_merged};
use crate::settings::Settings;
use crate::signing::Signer;
use crate::summary::Summary;
use crate::words::grouped;
use crate::write;

const AFTER_HELP: &str = "\
Examples:
  bibliobus build export.mrc -o catalogue
  bibliobus build books.mrc journals.xml.gz -o catalogue --as-of 2026-08-20
  bibliobus build -o catalogue --settings library.toml    the files that the settings list
  zcat export.mrc.gz | bibliobus build - -o catalogue
  bibliobus build export.mrc -o catalogue --update        write only what changed
  bibliobus build today.mrc -o catalogue --changes        today.mrc has only what changed

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
    /// Sign it with this secret key of `bibliobus key`: readers can know that it is yours
    #[arg(long, value_name = "FILE")]
    sign: Option<PathBuf>,
    /// The day after which readers are told that a later release is overdue
    #[arg(long, value_name = "yyyy-mm-dd")]
    expires: Option<String>,
    /// Write nothing if some record cannot be read
    #[arg(long)]
    strict: bool,
    /// Where records that cannot be read are kept as they stand in their files, with .mrc, .xml or
    /// .ndjson at its end; - keeps none [default: DIR.rejected]
    #[arg(long, value_name = "FILE")]
    rejected: Option<PathBuf>,
    /// Write only what changed since the catalogue in DIR: who has that fetches little more. The
    /// whole catalogue is written where little would be gained
    #[arg(long)]
    update: bool,
    /// The same, and the export has only records that are new or changed: all others stay
    #[arg(long)]
    changes: bool,
    /// With --changes: the ids of records that are gone, a line each
    #[arg(long, value_name = "FILE", requires = "changes")]
    gone: Option<PathBuf>,
    /// Remove chunks that neither this release nor the one before names
    #[arg(long)]
    prune: bool,
    /// Give the summary as JSON
    #[arg(long)]
    json: bool,
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
    let covers = covers(settings.covers.as_deref())?;
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
    let release = release(args, previous.as_ref())?;

    let as_of = as_of(args.as_of.as_deref())?;
    let expires = args.expires.as_deref().map(parse).transpose().context("--expires")?;
    let signer = args.sign.as_deref().map(Signer::read).transpose()?;
    let mut builder = Builder::new(BuildSettings {
        library: settings.library,
        places: settings.places,
        services: settings.services,
        weights: settings.weights,
        covers,
        release,
        as_of: as_of.clone(),
        expires,
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

    let there = manifest(&args.output).ok();
    let built = finish(args, builder, previous.as_mut(), signer.as_ref(), &meter)?;
    if let Some(from) = &settings.covers {
        covers::write(from, &args.output, &built.covers)?;
    }
    if args.prune {
        let manifests = there.iter().chain([&built.manifest]);
        summary.removed = prune(&args.output, previous.as_mut(), manifests)?;
    }
    meter.clear();
    summary.complete(&built, meter.seconds());
    summary.write(&args.output, args.json, out)?;
    let whole = broken.is_empty() && !summary.tally.has_broken_end();
    Ok(if whole { Outcome::Fine } else { Outcome::BadInput })
}

/// The library's pictures of covers. What is no picture is said and left out.
fn covers(folder: Option<&Path>) -> anyhow::Result<Covers> {
    let Some(folder) = folder else { return Ok(Covers::default()) };
    let (covers, odd) = covers::read(folder)?;
    odd.iter().for_each(|odd| eprintln!("warning: {odd}"));
    Ok(covers)
}

/// The number of this release: never lower than that of the catalogue that is there, or readers
/// who have that one would not take this one.
fn release(args: &Args, previous: Option<&Collection>) -> anyhow::Result<u64> {
    let before = previous.map(|collection| collection.index().release());
    let before = before.or_else(|| Collection::release_of_old(&args.output));
    match (args.release, before) {
        (Some(release), Some(before)) if release < before => {
            bail!(BadInput::new(format!(
                "--release: expected {before} or more, found {release}: {} has release {before}, and \
             readers who have that would not take an earlier one",
                args.output.display()
            )))
        }
        (Some(release), _) => Ok(release),
        (None, before) => Ok(before.map_or(1, |release| release + 1)),
    }
}

/// Writes the catalogue, or what changed of it.
fn finish(
    args: &Args,
    mut builder: Builder,
    previous: Option<&mut Collection>,
    signer: Option<&Signer>,
    meter: &Meter,
) -> anyhow::Result<Built> {
    match previous {
        Some(previous) if args.update || args.changes => {
            let before = before(args, previous, &mut builder, meter)?;
            previous.files()?;
            previous.fetch_all(Index::wants_to_update)?;
            let index = previous.index();
            write_collection(&args.output, signer, |write| {
                builder.finish_update(&before, index, write)
            })
        }
        _ => write_collection(&args.output, signer, |write| builder.finish(write)),
    }
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

/// What the catalogue has before the update. Where the inputs have only what changed, its other
/// records go into `builder` too.
fn before(
    args: &Args,
    previous: &mut Collection,
    builder: &mut Builder,
    meter: &Meter,
) -> anyhow::Result<Before> {
    meter.say("looking for what changed");
    previous.fetch(&Question::Files)?;
    let library = previous.index().library().cloned().unwrap_or_default();
    let mut before = Before::new(library);
    let mut gone = ids_gone(args.gone.as_deref())?;
    gone.extend(builder.ids().cloned());
    previous.records(&mut |place, record| {
        before.note(place, &record);
        if args.changes && !gone.contains(&record.id) {
            // Which works are shared is found anew.
            builder.add(&Record { work: None, ..record });
        }
        Ok(())
    })?;
    Ok(before)
}

/// The ids in the file of what is gone, a line each.
fn ids_gone(file: Option<&Path>) -> anyhow::Result<BTreeSet<RecordId>> {
    let Some(file) = file else { return Ok(BTreeSet::new()) };
    let text = fs::read_to_string(file).map_err(|error| {
        BadInput::new(format!(
            "{}: expected ids of records, a line each, found what cannot be read: {error}",
            file.display()
        ))
    })?;
    let ids = text.lines().map(str::trim).filter(|id| !id.is_empty());
    Ok(ids.map(str::to_owned).collect())
}

/// Writes the chunks that `finish` gives, then the manifest: whoever opens the folder in between
/// has the old catalogue, whole.
fn write_collection(
    folder: &Path,
    signer: Option<&Signer>,
    finish: impl FnOnce(
        WriteChunk<'_, anyhow::Error>,
    ) -> Result<Built, BuildError<anyhow::Error>>,
) -> anyhow::Result<Built> {
    let chunks = folder.join("chunks");
    write::create_folder(&chunks)?;
    write::remove_parts(folder)?;
    write::remove_parts(&chunks)?;
    let mut new = Vec::new();
    let mut write_chunk = |file: &FileName, content: &[u8]| {
        let path = folder.join(file.path());
        if !path.exists() {
            new.push(path.clone());
        }
        write::write_once(&path, content)
    };
    let outcome = finish(&mut write_chunk)
        .map_err(|error| match error {
            BuildError::Write(error) => error,
            other => BadInput::new(other.to_string()).into(),
        })
        .and_then(|built| publish(folder, signer, built));
    if outcome.is_err() {
        // What nothing names would only keep the next build from having room.
        write::remove_parts(&chunks)?;
        new.iter().for_each(|path| drop(fs::remove_file(path)));
    }
    let built = outcome?;
    write::sync_folder(folder)?;
    Ok(built)
}

/// Signs the catalogue whose chunks are written, and puts its manifest in place.
fn publish(
    folder: &Path,
    signer: Option<&Signer>,
    built: Built,
) -> anyhow::Result<Built> {
    write::sync_folder(&folder.join("chunks"))?;
    if let Some(signer) = signer {
        signer.sign(folder, &built.manifest, built.release)?;
    }
    write::write_whole(&folder.join(Built::MANIFEST), &built.manifest)?;
    Ok(built)
}

/// Removes the files that neither the new nor the previous catalogue names: chunks, and
/// signatures of other manifests.
fn prune<'m>(
    folder: &Path,
    previous: Option<&mut Collection>,
    manifests: impl Iterator<Item = &'m Vec<u8>>,
) -> anyhow::Result<u64> {
    let signatures = manifests.map(|manifest| folder.join(signature_path(manifest)));
    let mut named: BTreeSet<PathBuf> = signatures.collect();
    let mut current = Collection::open(folder)?;
    for collection in [Some(&mut current), previous].into_iter().flatten() {
        named.extend(
            collection.files()?.into_iter().map(|want| folder.join(want.file.path())),
        );
    }
    Ok(remove_others(&folder.join("chunks"), "bin", &named)?
        + remove_others(&folder.join("signatures"), "minisig", &named)?)
}

/// Removes the files with this end that are not named; answers how many there were.
fn remove_others(
    folder: &Path,
    end: &str,
    named: &BTreeSet<PathBuf>,
) -> anyhow::Result<u64> {
    let Ok(entries) = fs::read_dir(folder) else { return Ok(0) };
    let mut removed = 0;
    for entry in entries {
        let path = entry?.path();
        if path.extension().is_some_and(|found| found == end) && !named.contains(&path) {
            fs::remove_file(&path)
                .with_context(|| format!("cannot remove {}", path.display()))?;
            removed += 1;
        }
    }
    Ok(removed)
}
