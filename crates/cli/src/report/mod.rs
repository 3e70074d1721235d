//! The quality report: which records will disappoint readers, how, and which field to mend. As
//! a page, as a table and as JSON. Not for the findings themselves: see `findings`.

mod audit;
mod issue;
mod links;
mod page;
mod sentences;
mod table;
mod twins;
mod words;

use std::collections::{BTreeMap, BTreeSet};
use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};

use anyhow::Context;
use bibliobus_catalog::{Library, Record};
use bibliobus_ingest::{Entry, Finding};

use crate::as_of::as_of;
use crate::fault::BadInput;
use issue::Issue;
pub(crate) use links::dead as dead_by_looks;
use table::Table;
use twins::Twins;
pub(crate) use words::Language;

/// How many examples of an issue a page shows.
const EXAMPLES: usize = 8;
/// How many different values, such as codes of places, are counted for an issue.
const VALUES: usize = 400;

/// One record that an issue concerns.
#[derive(Clone, Debug, Default, serde::Serialize)]
struct Example {
    file: String,
    record: u64,
    id: String,
    title: String,
    found: String,
}

/// An issue, and the records that it concerns.
#[derive(Debug, Default)]
struct Concern {
    records: u64,
    examples: Vec<Example>,
    /// What was found, and in how many records, where that groups them: codes of places.
    values: BTreeMap<String, u64>,
}

/// The report in the making.
pub(crate) struct Report {
    library: Library,
    language: Language,
    page: Option<PathBuf>,
    json: Option<PathBuf>,
    table: Option<Table<BufWriter<File>>>,
    twins: Twins,
    concerns: BTreeMap<Issue, Concern>,
    files: Vec<String>,
    day: String,
    this_year: i16,
    read: u64,
    kept: u64,
    disappointing: u64,
}

impl Report {
    /// A report to be written to `paths`, each by its ending: `.html`, `.csv` or `.json`.
    pub(crate) fn new(
        paths: &[PathBuf],
        language: Language,
        library: Library,
    ) -> anyhow::Result<Self> {
        let day = as_of(None)?;
        let this_year = day.split('-').next().and_then(|year| year.parse().ok());
        let mut report = Self {
            library,
            language,
            page: None,
            json: None,
            table: None,
            twins: Twins::default(),
            concerns: BTreeMap::new(),
            files: Vec::new(),
            day,
            this_year: this_year.unwrap_or(i16::MAX - 2),
            read: 0,
            kept: 0,
            disappointing: 0,
        };
        for path in paths {
            report.go_to(path)?;
        }
        Ok(report)
    }

    fn go_to(&mut self, path: &Path) -> anyhow::Result<()> {
        let ending = path.extension().map(|end| end.to_string_lossy().to_lowercase());
        match ending.as_deref() {
            Some("html" | "htm") => self.page = Some(path.to_path_buf()),
            Some("json") => self.json = Some(path.to_path_buf()),
            Some("csv") => {
                let file = File::create(path)
                    .with_context(|| format!("cannot write {}", path.display()))?;
                self.table = Some(Table::new(BufWriter::new(file), self.language)?);
            }
            _ => anyhow::bail!(BadInput::new(format!(
                "--report {}: expected a name that ends in .html, .csv or .json",
                path.display()
            ))),
        }
        Ok(())
    }

    /// Takes what was read, `duplicate` being the finding about its number.
    pub(crate) fn take(
        &mut self,
        file: &str,
        entry: &Entry,
        duplicate: Option<&Finding>,
    ) -> anyhow::Result<()> {
        if self.files.last().is_none_or(|last| last != file) {
            self.files.push(file.to_owned());
        }
        self.read += u64::from(entry.number > 0);
        self.kept += u64::from(entry.record.is_some());
        let mut found: BTreeMap<Issue, BTreeSet<String>> = BTreeMap::new();
        let mut add = |issue: Issue, what: String| {
            found.entry(issue).or_default().insert(what);
        };
        for finding in entry.findings.iter().chain(duplicate) {
            if let Some(issue) = Issue::of(finding) {
                add(issue, words::found(finding));
            }
        }
        if let Some(record) = &entry.record {
            audit::audit(record, &self.library, self.this_year, &mut add);
            self.twins.compare(&self.files, entry, record, &mut add);
        }
        if found.contains_key(&Issue::SameElsewhere) {
            found.remove(&Issue::SameNumber);
        }
        let disappoints = found.keys().any(|issue| issue.disappoints());
        self.disappointing += u64::from(disappoints && entry.number > 0);
        self.note(file, entry, found)
    }

    fn note(
        &mut self,
        file: &str,
        entry: &Entry,
        found: BTreeMap<Issue, BTreeSet<String>>,
    ) -> anyhow::Result<()> {
        for (issue, what) in found {
            let example = example(file, entry, what.iter());
            if let Some(table) = &mut self.table {
                table.add(issue, &example)?;
            }
            let concern = self.concerns.entry(issue).or_default();
            concern.records += 1;
            if issue.is_grouped() {
                for value in what {
                    if concern.values.len() < VALUES
                        || concern.values.contains_key(&value)
                    {
                        *concern.values.entry(value).or_default() += 1;
                    }
                }
            }
            if concern.examples.len() < EXAMPLES {
                concern.examples.push(example);
            }
        }
        Ok(())
    }

    /// Writes the page, the table and the JSON that were asked for.
    pub(crate) fn finish(mut self, unreadable: &[String]) -> anyhow::Result<()> {
        if let Some(table) = self.table.take() {
            table.finish()?;
        }
        if let Some(path) = &self.page {
            write(path, page::page(&self, unreadable).as_bytes())?;
        }
        if let Some(path) = &self.json {
            let json = serde_json::to_vec_pretty(&self.as_json(unreadable))?;
            write(path, &json)?;
        }
        Ok(())
    }

    /// The issues, the worst first, those that concern most records first among equals.
    fn by_weight(&self) -> Vec<(Issue, &Concern)> {
        let mut issues: Vec<_> =
            self.concerns.iter().map(|(issue, concern)| (*issue, concern)).collect();
        issues.sort_by_key(|(issue, concern)| {
            (issue.weight(), std::cmp::Reverse(concern.records), *issue)
        });
        issues
    }

    fn as_json(&self, unreadable: &[String]) -> serde_json::Value {
        let issue = |(issue, concern): (Issue, &Concern)| {
            serde_json::json!({
                "code": issue.code(),
                "weight": issue.weight(),
                "records": concern.records,
                "effect": self.language.effect(issue, concern.records),
                "mend": self.language.mend(issue),
                "values": concern.values,
                "examples": concern.examples,
            })
        };
        let issues: Vec<_> = self.by_weight().into_iter().map(issue).collect();
        serde_json::json!({
            "day": self.day,
            "files": self.files,
            "unreadable": unreadable,
            "read": self.read,
            "in_catalogue": self.kept,
            "disappointing": self.disappointing,
            "issues": issues,
        })
    }
}

fn example<'w>(
    file: &str,
    entry: &Entry,
    what: impl Iterator<Item = &'w String>,
) -> Example {
    let found: Vec<&str> = what.filter(|w| !w.is_empty()).map(String::as_str).collect();
    let of_finding = || entry.findings.iter().find_map(|finding| finding.id.clone());
    let id = entry.record.as_ref().map(|record| record.id.clone()).or_else(of_finding);
    Example {
        file: file.to_owned(),
        record: entry.number,
        id: id.unwrap_or_default(),
        title: entry.record.as_ref().map(title).unwrap_or_default(),
        found: short(&found.join("; "), 160),
    }
}

fn title(record: &Record) -> String {
    short(&record.title.full(), 100)
}

fn short(text: &str, length: usize) -> String {
    let mut short: String = text.chars().take(length).collect();
    if text.chars().nth(length).is_some() {
        short.push('…');
    }
    short
}

fn write(path: &Path, content: &[u8]) -> anyhow::Result<()> {
    let mut file =
        File::create(path).with_context(|| format!("cannot write {}", path.display()))?;
    file.write_all(content).with_context(|| format!("cannot write {}", path.display()))
}
