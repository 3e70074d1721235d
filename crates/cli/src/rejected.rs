//! The records that could not be read, as they stood in the files, for whoever can mend them.
//! Not for what is wrong with them: that are findings.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};

use anyhow::Context;
use bibliobus_ingest::Raw;

/// Every ending that such a file can have.
const EXTENSIONS: [&str; 6] = ["mrc", "xml", "ndjson", "json", "txt", "mst"];

/// Files of rejected records, one for each format, made when the first record comes.
pub(crate) struct Rejected {
    stem: PathBuf,
    files: BTreeMap<&'static str, BufWriter<File>>,
}

impl Rejected {
    /// Files `stem.mrc`, `stem.xml` and so on. Those of an earlier run are removed.
    pub(crate) fn new(stem: &Path) -> anyhow::Result<Self> {
        for extension in EXTENSIONS {
            let path = named(stem, extension);
            if path.is_file() {
                fs::remove_file(&path)
                    .with_context(|| format!("cannot remove {}", path.display()))?;
            }
        }
        Ok(Self { stem: stem.to_path_buf(), files: BTreeMap::new() })
    }

    /// Beside the folder of a catalogue: `catalogue` gives `catalogue.rejected.mrc`.
    pub(crate) fn beside(folder: &Path) -> PathBuf {
        let folder: PathBuf = folder.components().collect();
        named(&folder, "rejected")
    }

    /// Keeps a record.
    pub(crate) fn keep(&mut self, raw: &Raw) -> anyhow::Result<()> {
        if !self.files.contains_key(raw.extension) {
            let path = named(&self.stem, raw.extension);
            let file = File::create(&path)
                .with_context(|| format!("cannot write {}", path.display()))?;
            let mut file = BufWriter::new(file);
            if raw.extension == "xml" {
                writeln!(
                    file,
                    "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<collection>"
                )?;
            }
            self.files.insert(raw.extension, file);
        }
        if let Some(file) = self.files.get_mut(raw.extension) {
            file.write_all(&raw.bytes)?;
            if raw.extension != "mrc" {
                file.write_all(b"\n")?;
            }
        }
        Ok(())
    }

    /// Writes what is held back; the files that there are now.
    pub(crate) fn finish(self) -> anyhow::Result<Vec<PathBuf>> {
        let mut paths = Vec::new();
        for (extension, mut file) in self.files {
            if extension == "xml" {
                writeln!(file, "</collection>")?;
            }
            file.flush().context("writing the rejected records")?;
            paths.push(named(&self.stem, extension));
        }
        Ok(paths)
    }
}

fn named(stem: &Path, extension: &str) -> PathBuf {
    let mut name = stem.as_os_str().to_owned();
    name.push(".");
    name.push(extension);
    PathBuf::from(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn records_of_one_format_go_to_one_file_and_old_ones_go() {
        let folder = tempfile::tempdir().unwrap();
        let stem = Rejected::beside(&folder.path().join("catalogue/"));
        fs::write(named(&stem, "ndjson"), "old").unwrap();
        let mut rejected = Rejected::new(&stem).unwrap();
        for bytes in [&b"<record/>"[..], b"<record a='b'/>"] {
            rejected.keep(&Raw { bytes: bytes.to_vec(), extension: "xml" }).unwrap();
        }
        let paths = rejected.finish().unwrap();
        assert_eq!(paths, [folder.path().join("catalogue.rejected.xml")]);
        let text = fs::read_to_string(&paths[0]).unwrap();
        assert!(
            text.ends_with("<collection>\n<record/>\n<record a='b'/>\n</collection>\n")
        );
        assert!(!named(&stem, "ndjson").exists());
    }
}
