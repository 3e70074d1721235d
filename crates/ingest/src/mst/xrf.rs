//! The cross-reference file (`.xrf`) beside a master file of IRBIS64: for each number where its
//! record is, and whether it was deleted. The walk through the master file finds the records
//! without it; what it knows better is which of them are no longer meant.
//!
//! A reference has twelve bytes, the high byte first: the place in the master file (low word,
//! then high word) and flags; the first is that of record 1 (documentation of IRBIS64, "Формат
//! файла XRF"). Not for the references of CDS/ISIS and IRBIS32, which are of another form.

use std::fs::File;
use std::io::{self, BufReader, Read, Seek, SeekFrom};
use std::path::{Path, PathBuf};

use super::layout::{Head, Layout, big};
use super::survey::Survey;

/// How long a reference is.
const REFERENCE: usize = 12;

/// Flags: deleted, deleted for good, absent. Others (not yet indexed: 8, locked: 64) are of no
/// account here.
const GONE: u32 = 1 | 2 | 4;

/// What the cross-reference file changed.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Changes {
    /// Records that only it says were deleted.
    pub(super) deleted: u64,
    /// Records that it finds in another place, in an earlier or later version.
    pub(super) moved: u64,
    /// References to places where no such record is; what the walk found was kept.
    pub(super) wrong: u64,
}

/// The cross-reference file that belongs to a master file, if there is one: the same name with
/// `xrf` at its end, in small or capital letters.
pub(crate) fn beside(master: &Path) -> Option<File> {
    let is_master = master.extension().is_some_and(|end| end.eq_ignore_ascii_case("mst"));
    let names = ["xrf", "XRF", "Xrf"].map(|end| master.with_extension(end));
    let found: Option<&PathBuf> = names.iter().find(|path| path.is_file());
    found.filter(|_| is_master).and_then(|path| File::open(path).ok())
}

/// Corrects what was found in `master` by the references in `xrf`.
pub(super) fn correct(
    survey: &mut Survey,
    master: &File,
    layout: Layout,
    xrf: &File,
) -> io::Result<Changes> {
    let mut changes = Changes::default();
    let mut references = BufReader::new(xrf);
    let mut bytes = [0; REFERENCE];
    for number in 1_u32.. {
        match references.read_exact(&mut bytes) {
            Ok(()) => {}
            Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => break,
            Err(error) => return Err(error),
        }
        let words = [0, 4, 8].map(|place| big(&bytes, place).unwrap_or_default());
        follow(survey, (master, layout), number, words, &mut changes)?;
    }
    Ok(changes)
}

/// Follows one reference.
fn follow(
    survey: &mut Survey,
    (master, layout): (&File, Layout),
    number: u32,
    [low, high, flags]: [u32; 3],
    changes: &mut Changes,
) -> io::Result<()> {
    if flags & GONE != 0 {
        changes.deleted += u64::from(survey.records.remove(&number).is_some());
        return Ok(());
    }
    let place = u64::from(high) << 32 | u64::from(low);
    let known = survey.records.get(&number).map(|(place, _)| *place);
    if place == 0 || known == Some(place) {
        return Ok(());
    }
    match head_at(master, layout, place)?.filter(|head| head.number == number) {
        Some(head) => {
            survey.records.insert(number, (place, head));
            changes.moved += 1;
        }
        None => changes.wrong += 1,
    }
    Ok(())
}

/// The head of the record at this place, if one begins there and was not deleted.
fn head_at(master: &File, layout: Layout, place: u64) -> io::Result<Option<Head>> {
    if place >= master.metadata()?.len() {
        return Ok(None);
    }
    let mut master = master;
    let mut bytes = Vec::with_capacity(layout.head_length());
    master.seek(SeekFrom::Start(place))?;
    master.take(layout.head_length() as u64).read_to_end(&mut bytes)?;
    let head = layout.head(&bytes);
    Ok(head
        .filter(|head| !head.is_deleted && u64::from(head.length) <= super::MAX_RECORD))
}
