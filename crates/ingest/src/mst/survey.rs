//! A first walk through a master file: where the last version of each record is, how many were
//! deleted, what is no record. So the cross-reference file (`.xrf`) is not needed.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{self, BufReader, Read, Seek, SeekFrom};

use super::layout::{Head, Layout};
use crate::fence::MAX_RECORD;

/// How much is read at once.
const STEP: usize = 64 * 1024;

/// What a master file holds.
#[derive(Debug, Default)]
pub(super) struct Survey {
    /// The records in use by their numbers: where each begins, and its head.
    pub(super) records: BTreeMap<u32, (u64, Head)>,
    /// Records that were deleted.
    pub(super) deleted: u64,
    /// Versions of records that later ones replaced.
    pub(super) old: u64,
    /// Bytes between records that belong to none, and where the first of them are.
    pub(super) junk: Option<(u64, u64)>,
    /// Where the last record goes beyond the end of the file.
    pub(super) cut: Option<u64>,
}

/// A walk through a file.
pub(super) struct Walk<'f> {
    file: BufReader<&'f File>,
    layout: Layout,
    /// The place in the file.
    byte: u64,
    length: u64,
}

impl<'f> Walk<'f> {
    /// A walk from the first record on.
    pub(super) fn new(file: &'f File, layout: Layout) -> io::Result<Self> {
        let length = file.metadata()?.len();
        let file = BufReader::with_capacity(STEP, file);
        Ok(Self { file, layout, byte: layout.first() as u64, length })
    }

    /// Walks to the end.
    pub(super) fn survey(mut self) -> io::Result<Survey> {
        let mut survey = Survey::default();
        while self.byte < self.length {
            self.byte = self.layout.next_place(self.byte);
            match self.head()? {
                Some(head) => self.pass(head, &mut survey),
                None => {
                    let from = self.byte;
                    if !self.seek_head()? {
                        break;
                    }
                    let (first, bytes) = survey.junk.unwrap_or((from, 0));
                    survey.junk = Some((first, bytes + (self.byte - from)));
                }
            }
        }
        Ok(survey)
    }

    /// Notes a record and goes to its end.
    fn pass(&mut self, head: Head, survey: &mut Survey) {
        let place = self.byte;
        self.byte += u64::from(head.length);
        if self.byte > self.length {
            survey.cut = Some(place);
        }
        if head.is_old {
            survey.old += 1;
        } else if head.is_deleted {
            survey.deleted += 1;
            survey.records.remove(&head.number);
        } else if survey.records.insert(head.number, (place, head)).is_some() {
            survey.old += 1;
        }
    }

    /// The head of the record here, if one begins here.
    fn head(&mut self) -> io::Result<Option<Head>> {
        let bytes = self.read(self.layout.head_length())?;
        let head = self.layout.head(&bytes);
        Ok(head.filter(|head| u64::from(head.length) <= MAX_RECORD))
    }

    /// The bytes here, as many as there are.
    fn read(&mut self, length: usize) -> io::Result<Vec<u8>> {
        self.file.seek(SeekFrom::Start(self.byte))?;
        let mut bytes = Vec::with_capacity(length);
        (&mut self.file).take(length as u64).read_to_end(&mut bytes)?;
        Ok(bytes)
    }

    /// Goes on to the next place where a record seems to begin; false if there is none. What
    /// is zero is free space.
    fn seek_head(&mut self) -> io::Result<bool> {
        let length = self.layout.head_length();
        while self.byte < self.length {
            let window = self.read(STEP)?;
            for place in 0..window.len().saturating_sub(length) {
                let bytes = window.get(place..place + length).unwrap_or_default();
                let is_far = place > 0 && bytes.first_chunk::<4>() != Some(&[0; 4]);
                if is_far && self.layout.head(bytes).is_some_and(is_likely) {
                    self.byte += place as u64;
                    return Ok(true);
                }
            }
            if window.len() <= length {
                return Ok(false);
            }
            self.byte += (window.len() - length) as u64;
        }
        Ok(false)
    }
}

/// Whether a head that was found between other bytes is worth a try: it has fields, and is of
/// a length that records have.
fn is_likely(head: Head) -> bool {
    head.fields > 0 && u64::from(head.length) <= MAX_RECORD
}
