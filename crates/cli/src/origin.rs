//! Where a copy of a catalogue comes from: a host, a folder, or a packed file.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::{ErrorKind, Read, Seek, SeekFrom};
use std::path::{Path, PathBuf};
use std::time::Duration;

use anyhow::{Context, bail};
use tar::Archive;

use crate::client::{Client, Manners};
use crate::fault::BadInput;

/// How long is waited after the first failure of a host, and how often it is asked again.
const MANNERS: Manners = Manners { delay: Duration::from_secs(1), retries: 5 };

/// Somebody else's copy.
pub(crate) enum Origin {
    /// A folder on a host.
    Web(Client),
    /// A folder here.
    Folder(PathBuf),
    /// A packed file: where in it each file stands, and how long it is.
    Pack(File, BTreeMap<String, (u64, u64)>),
}

impl Origin {
    /// An address, a folder, or a file that `bibliobus pack` made.
    ///
    /// # Errors
    /// It is none of these.
    pub(crate) fn open(name: &str, quiet: bool) -> anyhow::Result<Self> {
        if name.starts_with("http://") || name.starts_with("https://") {
            let slash = if name.ends_with('/') { "" } else { "/" };
            return Ok(Self::Web(Client::new(
                &format!("{name}{slash}"),
                MANNERS,
                quiet,
            )?));
        }
        let path = Path::new(name);
        if path.is_dir() {
            return Ok(Self::Folder(path.to_path_buf()));
        }
        let file = File::open(path).map_err(|error| {
            BadInput::new(format!(
                "{name}: expected an address, a folder or a file of `bibliobus pack`, found: {error}"
            ))
        })?;
        Self::pack(file).with_context(|| format!("{name} is no packed catalogue"))
    }

    fn pack(file: File) -> anyhow::Result<Self> {
        let mut files = BTreeMap::new();
        let mut archive = Archive::new(&file);
        for entry in archive.entries_with_seek()? {
            let entry = entry.map_err(|error| BadInput::new(error.to_string()))?;
            let path = entry.path()?.to_string_lossy().into_owned();
            files.insert(path, (entry.raw_file_position(), entry.size()));
        }
        if files.is_empty() {
            bail!(BadInput::new("expected files of a catalogue, found none"));
        }
        Ok(Self::Pack(file, files))
    }

    /// The file at a path, of at most so many bytes; `None` where there is none.
    pub(crate) fn file(
        &mut self,
        path: &str,
        most: u64,
    ) -> anyhow::Result<Option<Vec<u8>>> {
        match self {
            Self::Web(client) => client.file(path, most),
            Self::Folder(folder) => match fs::read(folder.join(path)) {
                Ok(bytes) => Ok(Some(bytes)),
                Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
                Err(error) => Err(error).with_context(|| format!("cannot read {path}")),
            },
            Self::Pack(file, files) => {
                let Some((at, len)) = files.get(path).copied() else { return Ok(None) };
                let mut bytes = Vec::new();
                file.seek(SeekFrom::Start(at))?;
                file.take(len.min(most)).read_to_end(&mut bytes)?;
                Ok(Some(bytes))
            }
        }
    }
}
