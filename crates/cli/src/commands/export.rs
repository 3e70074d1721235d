//! `bibliobus export`: what can be read, out again in another format.

use std::fs::{self, File};
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};

use anyhow::{Context, bail};
use bibliobus_ingest::Entry;

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

What is written is what was understood: the nouns of a record, not every field of its source. Of
records with the same control number the first is written. In CSV no cell is a formula.

Exit codes:
  0  every record was written
  1  the file could not be written
  2  some input or record could not be read; the others were written";

/// The arguments.
#[derive(clap::Args)]
#[command(after_help = AFTER_HELP)]
pub(crate) struct Args {
    /// The export, in any format that `build` reads; - reads the standard input
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
}

/// Carries out the command.
pub(crate) fn run(
    args: &Args,
    quiet: bool,
    out: &mut dyn Write,
) -> anyhow::Result<Outcome> {
    let target = target(args)?;
    let sources = Source::named(&args.inputs, &args.reading)?;
    let (inputs, refused) = Inputs::open(&sources);
    let mut meter = Meter::new(inputs.len(), quiet);
    let (count, is_whole) = match &args.output {
        None => write(inputs, &mut meter, target.to(Box::new(out))?)?,
        Some(path) => {
            to_file(path, |file| write(inputs, &mut meter, target.to(Box::new(file))?))?
        }
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

fn target(args: &Args) -> anyhow::Result<Target> {
    let named = || args.output.as_deref().and_then(Target::of_name);
    match args.to.or_else(named) {
        Some(target) => Ok(target),
        None => bail!(BadInput::new(
            "expected a format, found none: give --to ndjson, csv or marcxml, or a file that \
             ends in .ndjson, .csv or .xml"
        )),
    }
}

/// Writes every record once; how many, and whether all could be read.
fn write(
    inputs: Inputs,
    meter: &mut Meter,
    mut export: Box<dyn Export + '_>,
) -> anyhow::Result<(u64, bool)> {
    let mut seen = Seen::default();
    let (mut count, mut is_whole) = (0, true);
    let broken = inputs.read(meter, &mut |file, entry: Entry| {
        let is_again = seen.again(file, &entry).is_some();
        is_whole &= entry.number == 0 || entry.record.is_some();
        if let Some(record) = entry.record.filter(|_| !is_again) {
            export.add(&record)?;
            count += 1;
        }
        Ok(())
    })?;
    for error in &broken {
        fault::say(&BadInput::from_error(error).into());
    }
    export.finish()?;
    Ok((count, is_whole && broken.is_empty()))
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
