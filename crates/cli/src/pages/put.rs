//! Files of the site: written whole, left alone where they are the same, and removed where they
//! are of an earlier run. Nothing that somebody else wrote is touched.

use std::collections::BTreeSet;
use std::fs::{self, File};
use std::io::{ErrorKind, Read};
use std::path::{Path, PathBuf};

use anyhow::Context;
use bibliobus_index::FileName;

use super::GENERATOR;
use super::name::{DIGITS, FOLDER};
use crate::write;

/// The mark of ours stands within so many bytes of the beginning of a file.
const HEAD: u64 = 64 * 1024;

/// What was done.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Done {
    /// How many pages of records there are.
    pub(crate) pages: u64,
    /// How many bytes all files have.
    pub(crate) bytes: u64,
    /// How many files were written because they are new or changed.
    pub(crate) written: u64,
    /// How many files of earlier runs were removed.
    pub(crate) removed: u64,
    /// Files that are not ours, and were left as they are.
    pub(crate) kept: Vec<String>,
}

/// The folder of the site, and what it has from now on.
pub(super) struct Put<'f> {
    folder: &'f Path,
    /// The hash of the path of every file of this run: eight bytes a file, so that a million of
    /// them stay small.
    here: Vec<u64>,
    /// The folders that were made.
    folders: BTreeSet<PathBuf>,
    pub(super) done: Done,
}

impl<'f> Put<'f> {
    pub(super) fn new(folder: &'f Path) -> Self {
        Self { folder, here: Vec::new(), folders: BTreeSet::new(), done: Done::default() }
    }

    /// Writes a file at a path below the site, unless it has this content already. A page may be
    /// made again, so that its bytes are not waited for: a run after a loss of power compares.
    pub(super) fn file(&mut self, path: &str, content: &[u8]) -> anyhow::Result<()> {
        let file = self.folder.join(path);
        self.here.push(hash(path));
        self.done.bytes += content.len() as u64;
        if fs::read(&file).is_ok_and(|there| there == content) {
            return Ok(());
        }
        if let Some(folder) = file.parent().filter(|it| !self.folders.contains(*it)) {
            write::create_folder(folder)?;
            self.folders.insert(folder.to_path_buf());
        }
        write::write_renamed(&file, content)?;
        self.done.written += 1;
        Ok(())
    }

    /// The same, but where somebody else's file of that name is, it stays.
    pub(super) fn file_of_ours(
        &mut self,
        path: &str,
        content: &[u8],
    ) -> anyhow::Result<()> {
        let file = self.folder.join(path);
        if file.exists() && !is_ours(&file)? {
            self.done.kept.push(path.to_owned());
            return Ok(());
        }
        self.file(path, content)
    }

    /// Removes what earlier runs wrote and this one did not: pages of records, pages of the feed,
    /// sitemaps.
    pub(super) fn remove_stale(&mut self) -> anyhow::Result<()> {
        self.here.sort_unstable();
        let records = self.folder.join(FOLDER);
        for folder in names(&records)? {
            let is_hash =
                folder.len() == DIGITS && folder.bytes().all(|b| b.is_ascii_hexdigit());
            if is_hash {
                self.remove_from(&format!("{FOLDER}/{folder}/"), |name| {
                    name.ends_with(".html")
                })?;
                // It goes once it is empty; one that is not stays.
                let _ = fs::remove_dir(records.join(&folder));
            }
        }
        self.remove_from("opds/", |name| name.ends_with(".json"))?;
        self.remove_from("", |name| {
            name == "rss.xml" || (name.starts_with("sitemap-") && name.ends_with(".xml"))
        })
    }

    /// Removes, of the files of a folder with such names, what is ours and not of this run; and
    /// what a stopped run left half written.
    fn remove_from(
        &mut self,
        below: &str,
        is_it: fn(&str) -> bool,
    ) -> anyhow::Result<()> {
        for name in names(&self.folder.join(below))? {
            let whole = name.strip_suffix(write::PART).unwrap_or(&name);
            let path = format!("{below}{name}");
            if !is_it(whole) || self.here.binary_search(&hash(&path)).is_ok() {
                continue;
            }
            let file = self.folder.join(&path);
            if is_ours(&file)? {
                let cannot = || format!("cannot remove {}", file.display());
                fs::remove_file(&file).with_context(cannot)?;
                self.done.removed += 1;
            }
        }
        Ok(())
    }

    /// Makes the names survive a loss of power.
    pub(super) fn sync(&self) -> anyhow::Result<()> {
        self.folders
            .iter()
            .filter(|it| it.exists())
            .try_for_each(|it| write::sync_folder(it))
    }
}

fn hash(path: &str) -> u64 {
    let hex = FileName::of(path.as_bytes()).to_string();
    hex.get(..16).and_then(|hex| u64::from_str_radix(hex, 16).ok()).unwrap_or_default()
}

/// The names in a folder, in order; none where there is no such folder.
fn names(folder: &Path) -> anyhow::Result<Vec<String>> {
    let cannot = || format!("cannot read {}", folder.display());
    let entries = match fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(Vec::new()),
        Err(error) => return Err(error).with_context(cannot),
    };
    let mut names = Vec::new();
    for entry in entries {
        names.extend(entry.with_context(cannot)?.file_name().into_string().ok());
    }
    names.sort_unstable();
    Ok(names)
}

/// Whether a file bears the mark of ours near its beginning.
pub(super) fn is_ours(path: &Path) -> anyhow::Result<bool> {
    let cannot = || format!("cannot read {}", path.display());
    if !path.is_file() {
        return Ok(false);
    }
    let mut head = Vec::new();
    let file = File::open(path).with_context(cannot)?;
    file.take(HEAD).read_to_end(&mut head).with_context(cannot)?;
    let mark = GENERATOR.as_bytes();
    Ok(head.windows(mark.len()).any(|window| window == mark))
}
