//! `bibliobus inspect`: one record of an export, raw, as mapped, and as a reader will see it.

use std::io::Write;
use std::path::PathBuf;

use anyhow::bail;
use bibliobus_catalog::{Library, ways};
use bibliobus_ingest::{Entry, Inspection, RawField, inspect};

use super::record;
use crate::authorities::AuthorityFiles;
use crate::fault::{BadInput, Outcome};
use crate::reading::Reading;
use crate::settings::Settings;

const AFTER_HELP: &str = "\
Examples:
  bibliobus inspect export.mrc                        the first record
  bibliobus inspect export.mrc --record 17
  bibliobus inspect export.mrc --record 17 --profile own.toml
  bibliobus inspect export.mrc --settings library.toml   with the names of branches and places

Each noun is told with the field that it is from and the entry of the profile behind it.
docs/profiles.md says what can stand in a profile.";

/// The arguments.
#[derive(clap::Args)]
#[command(after_help = AFTER_HELP)]
pub(crate) struct Args {
    /// The export, in any format that `build` reads
    input: PathBuf,
    /// The number of the record in the file, from one
    #[arg(long, value_name = "N", default_value_t = 1)]
    record: u64,
    #[command(flatten)]
    reading: Reading,
    /// Names for branches and places, and the files of authorities
    #[arg(long, value_name = "library.toml")]
    settings: Option<PathBuf>,
    #[command(flatten)]
    authorities: AuthorityFiles,
}

/// Carries out the command.
pub(crate) fn run(args: &Args, out: &mut dyn Write) -> anyhow::Result<Outcome> {
    let Settings { library, authorities, .. } = Settings::read(args.settings.as_deref())?;
    let mut options = args.reading.options(None)?;
    options.authorities = args.authorities.read(&authorities, &mut |_| Ok(()))?;
    let found = inspect(&args.input, &options, args.record);
    let Some((entry, inspection)) =
        found.map_err(|error| BadInput::from_error(&error))?
    else {
        bail!(BadInput::new(format!(
            "{}: expected a record {}, found fewer in the file",
            args.input.display(),
            args.record
        )));
    };
    match &inspection {
        Some(inspection) if inspection.fields.is_empty() => {
            write_text(&inspection.text, out)?;
        }
        Some(inspection) => {
            write_raw(inspection, out)?;
            write_steps(inspection, out)?;
        }
        None => {}
    }
    write_findings(&entry, out)?;
    write_seen(&entry, &library, out)?;
    Ok(if entry.record.is_some() { Outcome::Fine } else { Outcome::BadInput })
}

fn write_raw(inspection: &Inspection, out: &mut dyn Write) -> anyhow::Result<()> {
    writeln!(out, "The record as it is")?;
    if !inspection.leader.is_empty() {
        writeln!(out, "  LDR    {}", inspection.leader)?;
    }
    for field in &inspection.fields {
        writeln!(out, "  {}", raw(field))?;
    }
    Ok(writeln!(out)?)
}

/// The text of a record without fields, as far as one wants to read it. Signs that would steer the
/// terminal are replaced.
fn write_text(text: &str, out: &mut dyn Write) -> anyhow::Result<()> {
    writeln!(out, "The record as it is")?;
    let shown: String = text.trim().chars().take(LONGEST).collect();
    for line in shown.lines().filter(|line| !line.trim().is_empty()) {
        let line = line.replace(|c: char| c.is_control() && c != '\t', "\u{fffd}");
        writeln!(out, "  {line}")?;
    }
    if shown.len() < text.trim().len() {
        writeln!(out, "  … and more")?;
    }
    writeln!(out, "\nMapped by the rules of its format, which no profile changes\n")?;
    Ok(())
}

/// How many characters of a record are shown.
const LONGEST: usize = 16_000;

fn raw(field: &RawField) -> String {
    let mut line = format!("{:<4}{} ", field.tag, field.indicators.replace(' ', "_"));
    for (code, text) in &field.subfields {
        match code {
            Some(code) => line.push_str(&format!("${code} {text} ")),
            None => line.push_str(text),
        }
    }
    line.trim_end().to_owned()
}

fn write_steps(inspection: &Inspection, out: &mut dyn Write) -> anyhow::Result<()> {
    writeln!(out, "As mapped by the profile {}", inspection.profile)?;
    for step in &inspection.steps {
        let field = step.field.as_deref().unwrap_or_default();
        writeln!(out, "  {field:<4} {}", step.rule)?;
        for (noun, what) in &step.changes {
            writeln!(out, "         {noun}: {what}")?;
        }
    }
    Ok(writeln!(out)?)
}

fn write_findings(entry: &Entry, out: &mut dyn Write) -> anyhow::Result<()> {
    if entry.findings.is_empty() {
        return Ok(());
    }
    writeln!(out, "What is odd")?;
    for finding in &entry.findings {
        writeln!(out, "  - {}", finding.message())?;
    }
    Ok(writeln!(out)?)
}

fn write_seen(
    entry: &Entry,
    library: &Library,
    out: &mut dyn Write,
) -> anyhow::Result<()> {
    let Some(record) = &entry.record else {
        return Ok(writeln!(
            out,
            "A reader will not see it: it is not in the catalogue"
        )?);
    };
    writeln!(out, "As a reader will see it")?;
    record::write_fields(record, out)?;
    record::write_ways(&ways(record, library), library, "the day of the export", out)
}
