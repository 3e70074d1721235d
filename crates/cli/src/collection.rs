//! A catalogue in a folder: its manifest, its chunks, and the loop that brings the engine the
//! files that it wants.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use anyhow::{Context, bail};
use bibliobus_catalog::Record;
use bibliobus_index::{Built, FileName, Index, OpenError, Question, Want, Weights};

use crate::fault::BadInput;

/// More rounds than any question takes: a catalogue that wants more is damaged.
const ROUNDS: usize = 64;

/// An opened catalogue.
pub(crate) struct Collection {
    folder: PathBuf,
    index: Index,
}

impl Collection {
    /// Opens the catalogue in `folder`.
    pub(crate) fn open(folder: &Path) -> anyhow::Result<Self> {
        match Self::open_if_any(folder)? {
            Some(collection) => Ok(collection),
            None => bail!(BadInput::new(format!(
                "{}: expected a catalogue, found no {}; make one with `bibliobus build`",
                folder.display(),
                Built::MANIFEST
            ))),
        }
    }

    /// Opens the catalogue in `folder`, if one is there.
    pub(crate) fn open_if_any(folder: &Path) -> anyhow::Result<Option<Self>> {
        let path = folder.join(Built::MANIFEST);
        let manifest = match fs::read(&path) {
            Ok(manifest) => manifest,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(unreadable(&path, &error)),
        };
        let index = Index::open(&manifest)
            .map_err(|error| BadInput::new(format!("{}: {error}", path.display())))?;
        Ok(Some(Self { folder: folder.to_path_buf(), index }))
    }

    /// The release of the catalogue in `folder`, if that was made by an earlier version of
    /// Bibliobus, in a format that this one does not read.
    pub(crate) fn release_of_old(folder: &Path) -> Option<u64> {
        match Index::open(&fs::read(folder.join(Built::MANIFEST)).ok()?) {
            Err(OpenError::TooOld { release, .. }) => Some(release),
            _ => None,
        }
    }

    /// The engine, with what was fetched so far.
    pub(crate) fn index(&self) -> &Index {
        &self.index
    }

    /// Ranks with these weights from now on.
    pub(crate) fn try_weights(&mut self, weights: Weights) {
        self.index.try_weights(weights);
    }

    /// Fetches every file that `question` needs.
    pub(crate) fn fetch(&mut self, question: &Question) -> anyhow::Result<()> {
        self.fetch_all(|index| index.wants(question))
    }

    /// Fetches files until `wants` names no more.
    pub(crate) fn fetch_all(
        &mut self,
        wants: impl Fn(&Index) -> Vec<Want>,
    ) -> anyhow::Result<()> {
        for _ in 0..ROUNDS {
            let wants = wants(&self.index);
            if wants.is_empty() {
                return Ok(());
            }
            for want in wants {
                self.load(want)?;
            }
        }
        bail!(BadInput::new(format!(
            "{}: the index asks for files without end: it is damaged; build or copy it again",
            self.folder.display()
        )))
    }

    fn load(&mut self, want: Want) -> anyhow::Result<()> {
        let content = self.read(want.file)?;
        self.index.load(want.file, &content).map_err(|error| {
            let path = self.path_of(want.file);
            BadInput::new(format!("{}: {error}; build or copy it again", path.display()))
        })?;
        Ok(())
    }

    /// Gives every record to `take`, with its place, in the order of the files.
    pub(crate) fn records(
        &mut self,
        take: &mut dyn FnMut(u32, Record) -> anyhow::Result<()>,
    ) -> anyhow::Result<()> {
        let mut place = 0;
        loop {
            self.fetch(&Question::RecordAt(place))?;
            if place >= self.index.places() {
                return Ok(());
            }
            if let Some(record) = self.index.record_at(place) {
                take(place, record)?;
            }
            place += 1;
        }
    }

    /// Every file of the catalogue.
    pub(crate) fn files(&mut self) -> anyhow::Result<Vec<Want>> {
        self.fetch(&Question::Files)?;
        Ok(self.index.files())
    }

    /// The content of a file, as it is on disk.
    pub(crate) fn read(&self, file: FileName) -> anyhow::Result<Vec<u8>> {
        let path = self.path_of(file);
        fs::read(&path).map_err(|error| unreadable(&path, &error))
    }

    /// The content of a file, once its length and hash were found to be right.
    pub(crate) fn read_verified(&self, want: Want) -> anyhow::Result<Vec<u8>> {
        let content = self.read(want.file)?;
        let (len, name) = (content.len() as u64, FileName::of(&content));
        if len != u64::from(want.len) || name != want.file {
            bail!(BadInput::new(format!(
                "{}: expected {} bytes with the hash of its name, found {len} bytes with the \
                 hash {name}; build or copy it again",
                self.path_of(want.file).display(),
                want.len,
            )));
        }
        Ok(content)
    }

    fn path_of(&self, file: FileName) -> PathBuf {
        self.folder.join(file.path())
    }
}

fn unreadable(path: &Path, error: &io::Error) -> anyhow::Error {
    let message = format!("{}: cannot be read: {error}", path.display());
    anyhow::Error::new(BadInput::new(message)).context("this catalogue is not whole")
}

/// The manifest of the catalogue in `folder`, as it is on disk.
pub(crate) fn manifest(folder: &Path) -> anyhow::Result<Vec<u8>> {
    let path = folder.join(Built::MANIFEST);
    fs::read(&path).with_context(|| format!("cannot read {}", path.display()))
}
