//! Files of authorities, for every command that reads exports; and how far they were of use.

use std::io::Write;
use std::path::PathBuf;
use std::sync::Arc;

use bibliobus_ingest::{Authorities, Finding, Options, Usage};

use crate::fault::BadInput;
use crate::words::grouped;

/// The option that names files of authorities.
#[derive(Clone, Debug, Default, clap::Args)]
pub(crate) struct AuthorityFiles {
    /// Under which other names readers look for authors and subjects: authority records (MARC 21
    /// or UNIMARC, ISO 2709 or MARCXML), or a table with a heading and its variants in each row;
    /// may be given several times
    #[arg(long, value_name = "FILE")]
    authorities: Vec<PathBuf>,
}

impl AuthorityFiles {
    /// Reads the files that the command line names, otherwise those of the settings; gives what
    /// is odd in them to `note`. `None` where there are none.
    pub(crate) fn read(
        &self,
        of_settings: &[PathBuf],
        note: &mut dyn FnMut(Finding) -> anyhow::Result<()>,
    ) -> anyhow::Result<Option<Arc<Authorities>>> {
        let given = self.authorities.as_slice();
        let files = if given.is_empty() { of_settings } else { given };
        if files.is_empty() {
            return Ok(None);
        }
        let mut findings = Vec::new();
        let mut each = |_: &str, entry: &bibliobus_ingest::Entry| {
            findings.extend(entry.findings.iter().cloned());
        };
        let read = Authorities::read(files, &Options::default(), &mut each);
        let read = read.map_err(|error| BadInput::from_error(&error))?;
        findings.into_iter().try_for_each(note)?;
        Ok(Some(Arc::new(read)))
    }
}

/// Writes how far authorities were of use.
pub(crate) fn write(usage: &Usage, out: &mut dyn Write) -> anyhow::Result<()> {
    let found = usage.by_number + usage.by_heading;
    writeln!(
        out,
        "{} authorities, {} of them of no use to these records",
        grouped(usage.authorities),
        grouped(usage.unused)
    )?;
    let lines = [
        (found, "headings of records found among them"),
        (usage.by_number, "of these by the number that the record gives"),
        (usage.ambiguous, "left alone: several authorities have the name"),
        (usage.headings.saturating_sub(found + usage.ambiguous), "in no authority"),
    ];
    for (count, what) in lines {
        writeln!(out, "  {:>9}  {what}", grouped(count))?;
    }
    Ok(())
}
