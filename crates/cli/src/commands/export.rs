//! `bibliobus export`: what can be read, out again in another format.

use std::fs::{self, File};
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};

use anyhow::{Context, bail};
use bibliobus_index::Built;
use bibliobus_ingest::Entry;

use crate::authorities::AuthorityFiles;
use crate::collection::Collection;
use crate::fault::{self, BadInput, Outcome};
use crate::inputs::{Inputs, Seen, Source};
use crate::meter::Meter;
use crate::out::{Export, Target};
use crate::reading::Reading;
use crate::words::counted;

const AFTER_HELP: &str = "\
Examples:
  bibliobus export export.mrc -o books.csv             for a spreadsheet
  bibliobus export old.mrc -o new.xml                  cp1251 or MARC-8 to MARCXML in UTF-8
  bibliobus export books.iso --profile rusmarc --to ndjson | less
  bibliobus export catalogue -o books.ndjson           what a built catalogue holds
  bibliobus export books.csv --elasticlunr -o index.json
                                                       for a page with elasticlunr.js

What is written is what was understood: the nouns of a record, not every field of its source. Of
records with the same control number the first is written. In CSV no cell is a formula. Other names
(--authorities) go into an index for elasticlunr.js, where they are searched; the other formats have
no place for them: give the file again when they are read.

Exit codes:
  0  every record was written
  1  the file could not be written
  2  some input or record could not be read; the others were written";

/// The arguments.
#[derive(clap::Args)]
#[command(after_help = AFTER_HELP)]
pub(crate) struct Args {
    /// The export, in any format that `build` reads, or the folder of a built catalogue; - reads
    /// the standard input
    #[arg(required = true)]
    inputs: Vec<PathBuf>,
    #[command(flatten)]
    reading: Reading,
    /// The file to write [default: the standard output]
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
    /// The format to write [default: by the end of FILE: .ndjson, .csv, .xml]
    #[arg(long, value_enum, value_name = "FORMAT")]
    to: Option<Target>,
    /// The same as --to elasticlunr
    #[arg(long, conflicts_with = "to")]
    elasticlunr: bool,
    #[command(flatten)]
    authorities: AuthorityFiles,
}

/// Carries out the command.
pub(crate) fn run(
    args: &Args,
    quiet: bool,
    out: &mut dyn Write,
) -> anyhow::Result<Outcome> {
    let target = target(args)?;
    let (folders, files): (Vec<PathBuf>, Vec<PathBuf>) = args
        .inputs
        .iter()
        .cloned()
        .partition(|path| path.join(Built::MANIFEST).is_file());
    let sources = sources(args, &files, target)?;
    let (inputs, refused) = Inputs::open(&sources);
    let mut meter = Meter::new(inputs.len(), quiet);
    let write = |out: Box<dyn Write + '_>| {
        let mut writing = Writing::new(target.to(out)?);
        for folder in &folders {
            writing.catalogue(folder, &mut meter)?;
        }
        writing.inputs(inputs, &mut meter)?;
        writing.finish()
    };
    let (count, is_whole) = match &args.output {
        None => write(Box::new(out))?,
        Some(path) => to_file(path, |file| write(Box::new(file)))?,
    };
    meter.clear();
    for error in &refused {
        fault::say(&BadInput::from_error(error).into());
    }
    if !quiet {
        eprintln!("{} written", counted(count, "record"));
    }
    let is_fine = is_whole && refused.is_empty();
    Ok(if is_fine { Outcome::Fine } else { Outcome::BadInput })
}

/// The files to read, with the other names of their headings where there is a place for them.
fn sources(
    args: &Args,
    files: &[PathBuf],
    target: Target,
) -> anyhow::Result<Vec<Source>> {
    let mut findings = Vec::new();
    let authorities = args.authorities.read(&[], &mut |finding| {
        findings.push(finding);
        Ok(())
    })?;
    if authorities.is_some() && target != Target::Elasticlunr {
        bail!(BadInput::new(
            "--authorities: expected --elasticlunr, found a format without a place for other \
             names; leave it out here, and give it to `build`"
        ));
    }
    findings.iter().for_each(|finding| eprintln!("warning: {finding}"));
    let mut sources = Source::named(files, &args.reading)?;
    for source in &mut sources {
        source.options.authorities.clone_from(&authorities);
    }
    Ok(sources)
}

fn target(args: &Args) -> anyhow::Result<Target> {
    let named = || args.output.as_deref().and_then(Target::of_name);
    match args
        .to
        .or_else(|| args.elasticlunr.then_some(Target::Elasticlunr))
        .or_else(named)
    {
        Some(target) => Ok(target),
        None => bail!(BadInput::new(
            "expected a format, found none: give --to ndjson, csv, marcxml or elasticlunr, or a \
             file that ends in .ndjson, .csv or .xml"
        )),
    }
}

/// Records on their way out, each once.
struct Writing<'w> {
    export: Box<dyn Export + 'w>,
    seen: Seen,
    count: u64,
    is_whole: bool,
}

impl<'w> Writing<'w> {
    fn new(export: Box<dyn Export + 'w>) -> Self {
        Self { export, seen: Seen::default(), count: 0, is_whole: true }
    }

    /// Adds every record of a built catalogue.
    fn catalogue(&mut self, folder: &Path, meter: &mut Meter) -> anyhow::Result<()> {
        let name = folder.display().to_string();
        Collection::open(folder)?.records(&mut |place, record| {
            let (record, number) = (Some(record), u64::from(place) + 1);
            self.entry(&name, &Entry { record, number, ..Entry::default() })?;
            meter.step(|| 0);
            Ok(())
        })
    }

    /// Adds every record of the inputs; says of those that break off that they do.
    fn inputs(&mut self, inputs: Inputs, meter: &mut Meter) -> anyhow::Result<()> {
        let broken =
            inputs.read(meter, &mut |file, entry: Entry| self.entry(file, &entry))?;
        self.is_whole &= broken.is_empty();
        for error in &broken {
            fault::say(&BadInput::from_error(error).into());
        }
        Ok(())
    }

    fn entry(&mut self, file: &str, entry: &Entry) -> anyhow::Result<()> {
        let is_again = self.seen.again(file, entry).is_some();
        self.is_whole &= entry.number == 0 || entry.record.is_some();
        if let Some(record) = entry.record.as_ref().filter(|_| !is_again) {
            self.export.add(record)?;
            self.count += 1;
        }
        Ok(())
    }

    /// Writes the end; how many records there were, and whether all could be read.
    fn finish(mut self) -> anyhow::Result<(u64, bool)> {
        self.export.finish()?;
        Ok((self.count, self.is_whole))
    }
}

/// Writes a file under another name until it is whole.
fn to_file<T>(
    path: &Path,
    fill: impl FnOnce(BufWriter<&File>) -> anyhow::Result<T>,
) -> anyhow::Result<T> {
    let cannot = || format!("cannot write {}", path.display());
    let mut part = path.as_os_str().to_owned();
    part.push(".part");
    let file = File::create(&part).with_context(cannot)?;
    let outcome = fill(BufWriter::new(&file))?;
    file.sync_all().with_context(cannot)?;
    fs::rename(&part, path).with_context(cannot)?;
    Ok(outcome)
}
