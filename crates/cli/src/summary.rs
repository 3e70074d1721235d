//! What a build says at its end.

use std::collections::BTreeMap;
use std::io::Write;
use std::path::Path;

use bibliobus_index::{Builder, Built, Extent, WhyWhole};
use bibliobus_ingest::{Entry, Usage};
use serde::Serialize;

use crate::authorities;
use crate::findings::{Keep, Tally};
use crate::words::{bytes, counted, grouped};

/// What a build did; every record that was read is in one of the four numbers after `read`.
#[derive(Debug, Default, Serialize)]
pub(crate) struct Summary {
    pub(crate) read: u64,
    pub(crate) records: u64,
    pub(crate) skipped: u64,
    pub(crate) duplicates: u64,
    pub(crate) merged: u64,
    pub(crate) findings: BTreeMap<String, u64>,
    pub(crate) release: u64,
    pub(crate) as_of: String,
    pub(crate) chunks: u32,
    pub(crate) bytes: u64,
    pub(crate) bytes_by_part: BTreeMap<&'static str, u64>,
    /// What changed since the release before, of an update.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) update: Option<Update>,
    pub(crate) covers: u64,
    pub(crate) removed: u64,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) authorities: Option<Usage>,
    pub(crate) rejected: Vec<String>,
    pub(crate) seconds: f64,
    #[serde(skip)]
    pub(crate) tally: Tally,
}

/// What an update did.
#[derive(Debug, Serialize)]
#[serde(untagged)]
pub(crate) enum Update {
    /// It wrote what changed: so many records.
    Part { added: u32, changed: u32, gone: u32 },
    /// It wrote everything.
    Whole { whole: &'static str },
}

impl Update {
    fn new(extent: Extent) -> Option<Self> {
        let whole = match extent {
            Extent::Update { added, changed, removed: gone } => {
                return Some(Self::Part { added, changed, gone });
            }
            Extent::Whole(why) => why?,
        };
        let whole = match whole {
            WhyWhole::OtherWeights => "the settings of [ranking] are others",
            WhyWhole::OtherOrder => "records stand elsewhere on the shelf than before",
            WhyWhole::ManySegments => "there were many small updates before",
            WhyWhole::MuchChanged => "much has changed",
        };
        Some(Self::Whole { whole })
    }
}

impl Summary {
    /// Counts what was read, and gives a record to the builder.
    pub(crate) fn take(&mut self, entry: Entry, builder: &mut Builder) {
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

    /// Takes what the build says of itself.
    pub(crate) fn complete(&mut self, built: &Built, seconds: f64) {
        self.records = u64::from(built.records);
        self.duplicates = built.duplicates.len() as u64;
        self.findings = self.tally.by_kind();
        self.chunks = built.chunks;
        self.update = Update::new(built.extent);
        self.covers = built.covers.len() as u64;
        self.bytes_by_part = built.bytes_by_part.iter().copied().collect();
        self.bytes =
            self.bytes_by_part.values().sum::<u64>() + built.manifest.len() as u64;
        self.seconds = (seconds * 1000.0).round() / 1000.0;
    }

    /// Says it, in words or as JSON.
    pub(crate) fn write(
        &self,
        folder: &Path,
        as_json: bool,
        out: &mut dyn Write,
    ) -> anyhow::Result<()> {
        if as_json {
            serde_json::to_writer_pretty(&mut *out, self)?;
            return Ok(writeln!(out)?);
        }
        self.write_records(out)?;
        self.write_findings(out)?;
        self.write_files(folder, out)
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
        if self.covers > 0 {
            writeln!(out, "  {:>9}  with a picture of the cover", grouped(self.covers))?;
        }
        self.authorities.iter().try_for_each(|usage| authorities::write(usage, out))
    }

    fn write_findings(&self, out: &mut dyn Write) -> anyhow::Result<()> {
        if self.findings.is_empty() {
            return Ok(writeln!(out, "No findings")?);
        }
        writeln!(out, "Findings (`bibliobus check` shows them with their places)")?;
        self.tally.write_counts(out)
    }

    fn write_update(&self, update: &Update, out: &mut dyn Write) -> anyhow::Result<()> {
        match update {
            Update::Part { added, changed, gone } => writeln!(
                out,
                "Since the release before, new: {}; changed: {}; gone: {}. Who has that one \
                 fetches only what is written here",
                grouped(u64::from(*added)),
                grouped(u64::from(*changed)),
                grouped(u64::from(*gone))
            )?,
            Update::Whole { whole } => {
                writeln!(out, "The whole catalogue was written, because {whole}")?;
            }
        }
        Ok(())
    }

    fn write_files(&self, folder: &Path, out: &mut dyn Write) -> anyhow::Result<()> {
        self.update.iter().try_for_each(|update| self.write_update(update, out))?;
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
