//! Files that are there whole or not at all: written under another name, synced, renamed.

use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use anyhow::Context;

/// The end of the name that a file has until it is whole.
pub(crate) const PART: &str = ".part";

/// Makes a folder and those above it.
pub(crate) fn create_folder(folder: &Path) -> anyhow::Result<()> {
    fs::create_dir_all(folder)
        .with_context(|| format!("cannot make {}", folder.display()))
}

/// Writes `content` to `path` so that whoever looks sees the old file or the new one, whole.
/// Call [`sync_folder`] afterwards to have it survive a loss of power.
pub(crate) fn write_whole(path: &Path, content: &[u8]) -> anyhow::Result<()> {
    let part = part_of(path);
    write_synced(&part, content)
        .and_then(|()| fs::rename(&part, path))
        .with_context(|| format!("cannot write {}", path.display()))
}

/// The same without waiting for the bytes to be on the disk: for what is made again from what is
/// there, a file of many.
pub(crate) fn write_renamed(path: &Path, content: &[u8]) -> anyhow::Result<()> {
    let part = part_of(path);
    fs::write(&part, content)
        .and_then(|()| fs::rename(&part, path))
        .with_context(|| format!("cannot write {}", path.display()))
}

/// Writes a file whose name says its content, unless it is there already.
pub(crate) fn write_once(path: &Path, content: &[u8]) -> anyhow::Result<()> {
    if fs::read(path).is_ok_and(|there| there == content) {
        return Ok(());
    }
    write_whole(path, content)
}

fn part_of(path: &Path) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(PART);
    PathBuf::from(name)
}

fn write_synced(path: &Path, content: &[u8]) -> io::Result<()> {
    let mut file = File::create(path)?;
    file.write_all(content)?;
    file.sync_all()
}

/// Makes the names in a folder survive a loss of power, where the system can.
pub(crate) fn sync_folder(folder: &Path) -> anyhow::Result<()> {
    if cfg!(unix) {
        File::open(folder)
            .and_then(|folder| folder.sync_all())
            .with_context(|| format!("cannot sync {}", folder.display()))?;
    }
    Ok(())
}

/// Removes what a build left that was stopped in the midst of a file.
pub(crate) fn remove_parts(folder: &Path) -> anyhow::Result<()> {
    let Ok(entries) = fs::read_dir(folder) else { return Ok(()) };
    for path in entries.filter_map(|entry| Some(entry.ok()?.path())) {
        if path.to_string_lossy().ends_with(PART) {
            fs::remove_file(&path)
                .with_context(|| format!("cannot remove {}", path.display()))?;
        }
    }
    Ok(())
}

/// Holds a folder against a second writer, as long as it lives.
pub(crate) struct Hold {
    _folder: Option<File>,
}

impl Hold {
    /// Holds `folder`.
    ///
    /// # Errors
    /// Somebody else holds it. Where the system cannot say so, nobody does.
    pub(crate) fn on(folder: &Path) -> anyhow::Result<Self> {
        let Ok(file) = File::open(folder) else { return Ok(Self { _folder: None }) };
        if let Err(fs::TryLockError::WouldBlock) = file.try_lock() {
            anyhow::bail!(
                "{} is being written by another bibliobus: wait until it is done",
                folder.display()
            );
        }
        Ok(Self { _folder: Some(file) })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_replaced_whole_and_leaves_no_part() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("manifest.json");
        write_whole(&path, b"old").unwrap();
        write_whole(&path, b"new").unwrap();
        assert_eq!(fs::read(&path).unwrap(), b"new");
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
    }

    #[test]
    fn a_damaged_file_of_the_right_name_is_written_again() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("00.bin");
        fs::write(&path, b"damaged").unwrap();
        write_once(&path, b"content").unwrap();
        assert_eq!(fs::read(&path).unwrap(), b"content");
    }

    #[test]
    fn what_a_stopped_build_left_is_removed() {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("00.bin.part"), b"ha").unwrap();
        fs::write(folder.path().join("00.bin"), b"whole").unwrap();
        remove_parts(folder.path()).unwrap();
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
    }

    #[test]
    fn a_folder_has_one_writer_at_a_time() {
        let folder = tempfile::tempdir().unwrap();
        let first = Hold::on(folder.path()).unwrap();
        assert!(Hold::on(folder.path()).is_err());
        drop(first);
        assert!(Hold::on(folder.path()).is_ok());
    }
}
