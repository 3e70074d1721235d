//! The library's pictures of covers: looked at in their folder, laid beside the index.

use std::collections::BTreeSet;
use std::fs::{self, File};
use std::io::{ErrorKind, Read};
use std::path::{Path, PathBuf};

use anyhow::Context;
use bibliobus_catalog::Picture;
use bibliobus_index::{Covered, Covers};

use crate::fault::BadInput;
use crate::words::bytes;
use crate::write;

/// A list shows a dozen of them, on phones too.
const USUAL_MOST: u64 = 200_000;

/// The folder of a catalogue that has them.
const FOLDER: &str = "covers";

/// The pictures in a folder, and what is odd about its files, a sentence each.
///
/// # Errors
/// The folder cannot be read.
pub(crate) fn read(folder: &Path) -> anyhow::Result<(Covers, Vec<String>)> {
    let unreadable = |error| {
        BadInput::new(format!(
            "{}: expected the folder with pictures of covers, found what cannot be read: {error}; \
             mend `covers` in the settings, or leave it out",
            folder.display()
        ))
    };
    let (mut covers, mut odd) = (Covers::default(), Vec::new());
    let entries = fs::read_dir(folder).map_err(unreadable)?;
    let mut paths: Vec<PathBuf> = entries
        .map(|entry| Ok(entry?.path()))
        .collect::<Result<_, _>>()
        .map_err(unreadable)?;
    paths.sort();
    for path in paths.iter().filter(|path| path.is_file()) {
        match oddity(path) {
            Some(words) => odd.push(format!("{}: {words}", path.display())),
            None => take(path, &mut covers),
        }
        odd.extend(weight(path).map(|words| format!("{}: {words}", path.display())));
    }
    Ok((covers, odd))
}

fn take(path: &Path, covers: &mut Covers) {
    let (stem, ending) = (path.file_stem(), path.extension());
    if let (Some(stem), Some(ending)) = (stem, ending) {
        covers.take(&stem.to_string_lossy(), &ending.to_string_lossy());
    }
}

/// Why a file is no picture that can be shown.
fn oddity(path: &Path) -> Option<String> {
    const REMEDY: &str =
        "save it as JPEG, PNG, WebP or AVIF, or take it out of the folder";
    let ending = path.extension().unwrap_or_default().to_string_lossy();
    let Some(named) = Picture::of_ending(&ending) else {
        return Some(format!(
            "expected a name that ends with jpg, png, webp or avif; {REMEDY}"
        ));
    };
    let mut head = [0; 12];
    let read = File::open(path).and_then(|mut file| file.read_exact(&mut head));
    match read {
        Err(error) => Some(format!(
            "expected a picture, found what cannot be read: {error}; {REMEDY}"
        )),
        Ok(()) if kind(&head) == Some(named) => None,
        Ok(()) => Some(match kind(&head) {
            Some(found) => format!(
                "expected what its name says, found a picture of the kind {0}; call it .{0}",
                found.ending()
            ),
            None => format!("expected a picture, found something else; {REMEDY}"),
        }),
    }
}

/// What a file is by its first bytes: the signatures of JFIF, PNG, RIFF/WebP and ISO BMFF/AVIF.
fn kind(head: &[u8; 12]) -> Option<Picture> {
    match head {
        [0xff, 0xd8, 0xff, ..] => Some(Picture::Jpeg),
        [0x89, b'P', b'N', b'G', ..] => Some(Picture::Png),
        [b'R', b'I', b'F', b'F', _, _, _, _, b'W', b'E', b'B', b'P'] => {
            Some(Picture::Webp)
        }
        [_, _, _, _, b'f', b't', b'y', b'p', b'a', b'v', b'i', _] => Some(Picture::Avif),
        _ => None,
    }
}

/// That a picture makes lists slow.
fn weight(path: &Path) -> Option<String> {
    let size = fs::metadata(path).ok()?.len();
    let most = bytes(USUAL_MOST);
    (size > USUAL_MOST).then(|| {
        format!(
            "expected at most {most}, found {}; make it smaller, 300 pixels wide say: lists load \
             a dozen of them",
            bytes(size)
        )
    })
}

/// Lays the covers of records into the catalogue's folder, and removes those that are no more.
pub(crate) fn write(
    from: &Path,
    catalogue: &Path,
    covered: &[Covered],
) -> anyhow::Result<()> {
    let mut kept = BTreeSet::new();
    for cover in covered {
        let path = catalogue.join(cover.picture.path(&cover.id));
        let picture = from.join(&cover.file);
        let content = fs::read(&picture)
            .with_context(|| format!("cannot read {}", picture.display()))?;
        write::create_folder(&catalogue.join(FOLDER))?;
        write::write_once(&path, &content)?;
        kept.insert(path);
    }
    remove_others(&catalogue.join(FOLDER), &kept)
}

/// Copies the covers of a catalogue into another folder; answers their bytes.
pub(crate) fn copy(from: &Path, to: &Path) -> anyhow::Result<u64> {
    let (mut size, mut kept) = (0, BTreeSet::new());
    for path in pictures(&from.join(FOLDER))? {
        let content =
            fs::read(&path).with_context(|| format!("cannot read {}", path.display()))?;
        let place = to.join(FOLDER).join(path.file_name().unwrap_or_default());
        write::create_folder(&to.join(FOLDER))?;
        write::write_once(&place, &content)?;
        size += content.len() as u64;
        kept.insert(place);
    }
    remove_others(&to.join(FOLDER), &kept)?;
    Ok(size)
}

fn remove_others(folder: &Path, kept: &BTreeSet<PathBuf>) -> anyhow::Result<()> {
    for path in pictures(folder)?.into_iter().filter(|path| !kept.contains(path)) {
        fs::remove_file(&path)
            .with_context(|| format!("cannot remove {}", path.display()))?;
    }
    Ok(())
}

/// The pictures in a folder of a catalogue; none where there is no such folder.
fn pictures(folder: &Path) -> anyhow::Result<Vec<PathBuf>> {
    let entries = match fs::read_dir(folder) {
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(Vec::new()),
        entries => {
            entries.with_context(|| format!("cannot read {}", folder.display()))?
        }
    };
    let mut paths = Vec::new();
    for entry in entries {
        let path = entry?.path();
        let ending = path.extension().unwrap_or_default().to_string_lossy().into_owned();
        paths.extend(Picture::of_ending(&ending).map(|_| path));
    }
    paths.sort();
    Ok(paths)
}

#[cfg(test)]
mod tests {
    use super::*;

    const PNG: &[u8] = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR";

    #[test]
    fn what_is_no_picture_is_told_and_left_out() {
        let folder = tempfile::tempdir().unwrap();
        let put = |name: &str, content: &[u8]| {
            fs::write(folder.path().join(name), content).unwrap();
        };
        put("r1.png", PNG);
        put("r2.jpg", PNG);
        put("r3.svg", b"<svg xmlns='http://www.w3.org/2000/svg'/>");
        put("r4.webp", b"no picture at all");
        put("r5.png", b"");
        let (covers, odd) = read(folder.path()).unwrap();
        let mut expected = Covers::default();
        expected.take("r1", "png");
        assert_eq!(covers, expected);
        let words = [
            "call it .png",
            "jpg, png, webp or avif",
            "something else",
            "cannot be read",
        ];
        assert_eq!(odd.len(), words.len());
        for (odd, words) in odd.iter().zip(words) {
            assert!(odd.contains(words), "{odd}");
        }
    }

    #[test]
    fn a_large_picture_is_taken_with_a_warning() {
        let folder = tempfile::tempdir().unwrap();
        let large = [PNG, &[0; 300_000]].concat();
        fs::write(folder.path().join("r1.png"), large).unwrap();
        let (covers, odd) = read(folder.path()).unwrap();
        assert!(!covers.is_empty());
        assert!(odd.len() == 1 && odd[0].contains("make it smaller"), "{odd:?}");
    }

    #[test]
    fn covers_that_are_no_more_are_removed() {
        let (from, to) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        fs::write(from.path().join("r1.png"), PNG).unwrap();
        let covered =
            Covered { id: "r1".into(), file: "r1.png".into(), picture: Picture::Png };
        write(from.path(), to.path(), &[covered]).unwrap();
        let site = tempfile::tempdir().unwrap();
        assert_eq!(copy(to.path(), site.path()).unwrap(), PNG.len() as u64);
        let place = Picture::Png.path("r1");
        assert_eq!(fs::read(site.path().join(&place)).unwrap(), PNG);
        write(from.path(), to.path(), &[]).unwrap();
        copy(to.path(), site.path()).unwrap();
        assert!(!site.path().join(place).exists());
    }
}
