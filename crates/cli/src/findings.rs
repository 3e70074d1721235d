//! Findings, counted by kind, with a few examples of each; as a table and as CSV.

use std::collections::BTreeMap;
use std::io::Write;

use anyhow::Context;
use bibliobus_cite::table::plain_cell;
use bibliobus_ingest::{Finding, FindingKind, Severity};

use crate::words::grouped;

/// How many examples of a kind a table shows.
const EXAMPLES: usize = 3;

/// Findings by kind and severity.
#[derive(Debug, Default)]
pub(crate) struct Tally {
    groups: BTreeMap<(Severity, FindingKind), Group>,
}

#[derive(Debug, Default)]
struct Group {
    count: u64,
    examples: Vec<Finding>,
}

/// How many findings to keep and show in full.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Keep {
    /// The first few of each kind.
    Examples,
    /// Every one.
    All,
}

impl Tally {
    /// Counts a finding, and keeps it if it is one of the first of its kind.
    pub(crate) fn add(&mut self, finding: Finding, keep: Keep) {
        let group = self.groups.entry((finding.severity, finding.kind)).or_default();
        group.count += 1;
        if keep == Keep::All || group.examples.len() < EXAMPLES {
            group.examples.push(finding);
        }
    }

    /// Whether some record did not reach the catalogue.
    pub(crate) fn has_errors(&self) -> bool {
        self.groups.keys().any(|(severity, _)| *severity == Severity::Error)
    }

    /// Whether some record, or a part of one, was lost or is doubtful.
    pub(crate) fn has_losses(&self) -> bool {
        self.groups.keys().any(|(severity, _)| *severity >= Severity::Warning)
    }

    /// Whether some input ends before its last record does.
    pub(crate) fn has_broken_end(&self) -> bool {
        self.groups.keys().any(|(_, kind)| *kind == FindingKind::Truncated)
    }

    /// How many findings there are of each kind, by the kind's name for programs.
    pub(crate) fn by_kind(&self) -> BTreeMap<String, u64> {
        let mut counts = BTreeMap::new();
        for ((_, kind), group) in &self.groups {
            *counts.entry(code(kind)).or_default() += group.count;
        }
        counts
    }

    /// Every finding that was kept, the worst kinds first.
    pub(crate) fn kept(&self) -> Vec<&Finding> {
        self.worst_first().flat_map(|(_, group)| &group.examples).collect()
    }

    /// Writes one aligned line for each kind.
    pub(crate) fn write_counts(&self, out: &mut dyn Write) -> anyhow::Result<()> {
        for ((severity, kind), group) in self.worst_first() {
            let count = grouped(group.count);
            writeln!(out, "  {:<7}  {count:>9}  {}", word(*severity), kind.label())?;
        }
        Ok(())
    }

    /// Writes the kinds with their counts, examples and remedies.
    pub(crate) fn write_table(&self, out: &mut dyn Write) -> anyhow::Result<()> {
        for ((severity, kind), group) in self.worst_first() {
            let count = grouped(group.count);
            writeln!(out, "{:<7}  {count:>9}  {}", word(*severity), kind.label())?;
            write_examples(out, group)?;
            writeln!(out, "{:19}> {}\n", "", kind.remedy())?;
        }
        Ok(())
    }

    fn worst_first(&self) -> impl Iterator<Item = (&(Severity, FindingKind), &Group)> {
        self.groups.iter().rev()
    }
}

fn write_examples(out: &mut dyn Write, group: &Group) -> anyhow::Result<()> {
    for finding in &group.examples {
        writeln!(out, "{:19}- {}", "", finding.message())?;
    }
    let more = group.count - group.examples.len() as u64;
    if more > 0 {
        writeln!(out, "{:19}  … and {} more (--all shows them)", "", grouped(more))?;
    }
    Ok(())
}

fn word(severity: Severity) -> &'static str {
    match severity {
        Severity::Note => "note",
        Severity::Warning => "warning",
        Severity::Error => "error",
    }
}

/// The name of a unit variant for programs, as its `Serialize` gives it.
fn code(value: &impl serde::Serialize) -> String {
    let value = serde_json::to_value(value).unwrap_or_default();
    value.as_str().unwrap_or_default().to_owned()
}

/// Findings as lines of CSV, safe to open in a spreadsheet.
pub(crate) struct Csv<W: Write> {
    writer: csv::Writer<W>,
}

impl<W: Write> Csv<W> {
    /// Starts a table with its head.
    pub(crate) fn new(to: W) -> anyhow::Result<Self> {
        let mut writer = csv::Writer::from_writer(to);
        writer.write_record([
            "severity", "kind", "file", "record", "id", "byte", "field", "expected",
            "found", "remedy",
        ])?;
        Ok(Self { writer })
    }

    /// Adds a line.
    pub(crate) fn add(&mut self, finding: &Finding) -> anyhow::Result<()> {
        let record = finding.record.map(|number| number.to_string()).unwrap_or_default();
        let byte = finding.byte.to_string();
        let kind = code(&finding.kind);
        let cells = [
            word(finding.severity),
            &kind,
            &finding.file,
            &record,
            finding.id.as_deref().unwrap_or_default(),
            &byte,
            finding.field.as_deref().unwrap_or_default(),
            &finding.expected,
            &finding.found,
            finding.kind.remedy(),
        ];
        self.writer.write_record(cells.map(plain_cell))?;
        Ok(())
    }

    /// Writes what is still held back.
    pub(crate) fn finish(mut self) -> anyhow::Result<()> {
        self.writer.flush().context("writing the table")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn finding(kind: FindingKind, severity: Severity) -> Finding {
        Finding {
            file: "a.mrc".into(),
            record: Some(1),
            id: Some("=cmd()".into()),
            byte: 0,
            field: None,
            kind,
            severity,
            expected: "a title".into(),
            found: "none".into(),
        }
    }

    #[test]
    fn the_worst_kinds_come_first_and_examples_are_few() {
        let mut tally = Tally::default();
        for _ in 0..5 {
            tally.add(finding(FindingKind::Indicator, Severity::Note), Keep::Examples);
        }
        tally.add(finding(FindingKind::Truncated, Severity::Error), Keep::Examples);
        let kept = tally.kept();
        assert_eq!(kept.len(), 4);
        assert_eq!(kept[0].kind, FindingKind::Truncated);
        assert_eq!(tally.by_kind()["indicator"], 5);
        assert!(tally.has_errors() && tally.has_losses() && tally.has_broken_end());
    }

    #[test]
    fn the_csv_has_a_head_and_a_line_for_each_finding() {
        let mut bytes = Vec::new();
        let mut csv = Csv::new(&mut bytes).unwrap();
        csv.add(&finding(FindingKind::NoTitle, Severity::Warning)).unwrap();
        csv.finish().unwrap();
        let text = String::from_utf8(bytes).unwrap();
        let lines: Vec<&str> = text.lines().collect();
        assert!(lines[0].starts_with("severity,kind,file,record,id"));
        assert!(
            lines[1].starts_with("warning,no_title,a.mrc,1,'=cmd(),0,,a title,none,")
        );
    }
}
