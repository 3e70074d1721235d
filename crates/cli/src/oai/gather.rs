//! One file out of all answers: of each record the last that came, and none that was deleted.

use std::collections::HashSet;
use std::fs::{self, File};
use std::hash::{DefaultHasher, Hash, Hasher};
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};

use anyhow::Context;
use bibliobus_ingest::OaiPage;

use crate::fault::BadInput;

/// Writes the records of the answers 1 to `pages`, the last answer first, to `outcome`; how
/// many they are. One answer is in memory at a time.
pub(super) fn gather(
    outcome: &Path,
    pages: u64,
    path_of: impl Fn(u64) -> PathBuf,
) -> anyhow::Result<u64> {
    let mut part = outcome.as_os_str().to_owned();
    part.push(".part");
    let part = PathBuf::from(part);
    let cannot = || format!("cannot write {}", outcome.display());
    let mut out = BufWriter::new(File::create(&part).with_context(cannot)?);
    writeln!(out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<OAI-PMH>")?;
    let mut seen = HashSet::new();
    let mut records = 0;
    for number in (1..=pages).rev() {
        records += write_page(&path_of(number), &mut seen, &mut out)?;
    }
    writeln!(out, "</OAI-PMH>")?;
    out.into_inner().map_err(|error| error.into_error())?.sync_all()?;
    fs::rename(&part, outcome).with_context(cannot)?;
    Ok(records)
}

fn write_page(
    path: &Path,
    seen: &mut HashSet<u64>,
    out: &mut dyn Write,
) -> anyhow::Result<u64> {
    let name = path.display();
    let answer =
        fs::read_to_string(path).with_context(|| format!("cannot read {name}"))?;
    let page = OaiPage::read(&answer).ok_or_else(|| {
        BadInput::new(format!("{name}: no whole answer; remove the folder, begin anew"))
    })?;
    writeln!(out, "<ListRecords{}>", page.namespaces)?;
    let mut records = 0;
    for record in page.records.iter().rev() {
        let mut hasher = DefaultHasher::new();
        record.identifier.hash(&mut hasher);
        let is_last = seen.insert(hasher.finish());
        if let (true, false, Some(raw)) =
            (is_last, record.is_deleted, answer.get(record.bytes.clone()))
        {
            writeln!(out, "{raw}")?;
            records += 1;
        }
    }
    writeln!(out, "</ListRecords>")?;
    Ok(records)
}
