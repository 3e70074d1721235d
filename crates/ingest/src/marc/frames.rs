//! Frames: where each record of a file in ISO 2709 begins and ends. Not for what is inside.

use std::io::{self, Read};

use memchr::{memchr, memchr_iter};

use super::leader::{LEADER, is_leader, number};
use crate::fence::MAX_RECORD;
use crate::open::Bytes;

/// The sign after each record (ISO 2709, 4.2).
pub(crate) const RECORD_END: u8 = 0x1d;
/// The sign after each field.
pub(crate) const FIELD_END: u8 = 0x1e;

/// How many bytes are read at once, at least.
const STEP: usize = 256 * 1024;

/// The most bytes that one record may have.
const LIMIT: usize = MAX_RECORD as usize;

/// A stretch of the file: a record, or bytes that belong to none.
pub(crate) struct Frame<'b> {
    /// What it is.
    pub(crate) kind: FrameKind,
    /// Where it begins in the file.
    pub(crate) byte: u64,
    /// The bytes themselves; of junk the first ones, for the finding.
    pub(crate) bytes: &'b [u8],
}

/// What a [`Frame`] is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum FrameKind {
    /// A record as long as its leader says.
    Record,
    /// A record that ends elsewhere than its leader says, at its terminator.
    WrongLength,
    /// A record without its terminator; the next one follows.
    Unterminated,
    /// The last record, which the file does not hold to its end.
    Truncated,
    /// A record without an end within the limit.
    TooLong,
    /// Bytes that belong to no record, this many.
    Junk(u64),
}

/// Reads a file and cuts it into frames. The buffer is used again for each, so memory does not
/// grow with the file.
pub(crate) struct Frames {
    reader: Bytes,
    buffer: Vec<u8>,
    start: usize,
    end: usize,
    /// How much of the buffer the frame given last takes.
    taken: usize,
    /// The place of `start` in the file.
    byte: u64,
    is_over: bool,
    sample: Vec<u8>,
}

impl Frames {
    /// Frames of what `reader` gives.
    pub(crate) fn new(reader: Bytes) -> Self {
        Self {
            reader,
            buffer: vec![0; STEP],
            start: 0,
            end: 0,
            taken: 0,
            byte: 0,
            is_over: false,
            sample: Vec::new(),
        }
    }

    /// The place in the file up to which it was read.
    pub(crate) fn byte(&self) -> u64 {
        self.byte
    }

    /// The next frame, or `None` at the end of the file.
    pub(crate) fn next(&mut self) -> io::Result<Option<Frame<'_>>> {
        let taken = std::mem::take(&mut self.taken);
        self.advance(taken);
        self.skip_blanks()?;
        if self.window().is_empty() {
            return Ok(None);
        }
        if !is_leader(self.window()) && !self.is_record_without_leader()? {
            return self.junk().map(Some);
        }
        let (kind, length) = self.record()?;
        self.frame(kind, length).map(Some)
    }

    fn frame(&mut self, kind: FrameKind, length: usize) -> io::Result<Frame<'_>> {
        let byte = self.byte;
        if kind == FrameKind::TooLong {
            self.keep_sample();
            self.skip_to_end()?;
            return Ok(Frame { kind, byte, bytes: &self.sample });
        }
        self.taken = length;
        let bytes = self.buffer.get(self.start..self.start + length).unwrap_or_default();
        Ok(Frame { kind, byte, bytes })
    }

    /// What was read and not yet given away.
    fn window(&self) -> &[u8] {
        self.buffer.get(self.start..self.end).unwrap_or_default()
    }

    fn advance(&mut self, length: usize) {
        self.start += length;
        self.byte += length as u64;
    }

    /// Reads until the window holds `wanted` bytes or the file ends.
    fn fill(&mut self, wanted: usize) -> io::Result<()> {
        while self.end - self.start < wanted && !self.is_over {
            self.make_room(wanted);
            let room = self.buffer.get_mut(self.end..).unwrap_or_default();
            match self.reader.read(room) {
                Ok(0) => self.is_over = true,
                Ok(length) => self.end += length,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => return Err(error),
            }
        }
        Ok(())
    }

    fn make_room(&mut self, wanted: usize) {
        if self.start + wanted > self.buffer.len() {
            self.buffer.copy_within(self.start..self.end, 0);
            self.end -= self.start;
            self.start = 0;
        }
        if wanted > self.buffer.len() {
            self.buffer.resize(wanted.next_multiple_of(STEP), 0);
        }
    }

    /// Skips what editors and old systems leave between records: line ends, blanks, the end
    /// sign of DOS (0x1A).
    fn skip_blanks(&mut self) -> io::Result<()> {
        loop {
            self.fill(LEADER)?;
            let window = self.window();
            if is_leader(window) {
                return Ok(());
            }
            let blanks = window.iter().take_while(|b| is_blank(**b)).count();
            let is_all = blanks == window.len();
            self.advance(blanks);
            if !is_all || (self.is_over && self.window().is_empty()) {
                return self.fill(LEADER);
            }
        }
    }

    /// Whether what follows ends as a record does and has fields, though its leader is broken.
    fn is_record_without_leader(&mut self) -> io::Result<bool> {
        self.fill(STEP)?;
        let window = self.window();
        let window = window.get(..STEP).unwrap_or(window);
        let end = memchr(RECORD_END, window).unwrap_or(0);
        let record = window.get(..end).unwrap_or_default();
        Ok(record.contains(&FIELD_END) && !record.windows(LEADER).any(is_leader))
    }

    /// Skips to the next leader and tells how much was skipped.
    fn junk(&mut self) -> io::Result<Frame<'_>> {
        let byte = self.byte;
        self.keep_sample();
        loop {
            self.fill(STEP)?;
            let window = self.window();
            if let Some(place) = window.windows(LEADER).position(is_leader) {
                self.advance(place);
                break;
            }
            let keep = if self.is_over { 0 } else { LEADER - 1 };
            self.advance(window.len() - keep);
            if self.is_over {
                break;
            }
        }
        let skipped = self.byte - byte;
        self.sample.truncate(usize::try_from(skipped).unwrap_or(usize::MAX));
        let kind = FrameKind::Junk(skipped);
        Ok(Frame { kind, byte, bytes: &self.sample })
    }

    fn keep_sample(&mut self) {
        let head = self.buffer.get(self.start..self.end).unwrap_or_default();
        self.sample.clear();
        self.sample.extend_from_slice(head.get(..LEADER).unwrap_or(head));
    }

    /// Finds the end of the record at the start of the window: first where the leader says,
    /// then at the terminator.
    fn record(&mut self) -> io::Result<(FrameKind, usize)> {
        let claimed = number(self.window(), 0, 5).filter(|length| *length > LEADER);
        // Two bytes of line end may stand between this record and the next leader.
        self.fill(claimed.unwrap_or(0) + 2 + LEADER)?;
        if let Some(length) = claimed {
            if self.is_end(length) {
                return Ok((FrameKind::Record, length));
            }
            if self.is_cut(length) {
                return Ok((FrameKind::Unterminated, length));
            }
        }
        self.scan()
    }

    /// Whether a record of this length ends here, and no other begins before its end.
    fn is_end(&self, length: usize) -> bool {
        let Some((RECORD_END, inside)) = self.window().get(..length).and_then(last_apart)
        else {
            return false;
        };
        !memchr_iter(RECORD_END, inside).any(|place| follows_leader(inside, place + 1))
    }

    /// Whether the terminator is missing and another record begins after `length` bytes.
    fn is_cut(&self, length: usize) -> bool {
        let Some((body, next)) = self.window().split_at_checked(length) else {
            return false;
        };
        is_leader(next) && memchr(RECORD_END, body).is_none()
    }

    /// Looks for the terminator, reading on as far as a record may go.
    fn scan(&mut self) -> io::Result<(FrameKind, usize)> {
        let mut seen = 0;
        loop {
            let window = self.window();
            let rest = window.get(seen..).unwrap_or_default();
            if let Some(place) = memchr(RECORD_END, rest) {
                return Ok(self.cut_before_leader(seen + place + 1));
            }
            seen = window.len();
            if self.is_over {
                return Ok(match self.cut_before_leader(seen) {
                    (FrameKind::WrongLength, length) => (FrameKind::Truncated, length),
                    cut => cut,
                });
            }
            if seen >= LIMIT {
                return Ok((FrameKind::TooLong, seen));
            }
            self.fill((seen * 2).min(LIMIT))?;
        }
    }

    /// A record of this length, or of the length up to where the next begins after the end of
    /// a field.
    fn cut_before_leader(&self, length: usize) -> (FrameKind, usize) {
        let record = self.window().get(..length).unwrap_or_default();
        let ends = memchr_iter(FIELD_END, record).map(|place| place + 1);
        // The directory ends before the first field, so a leader cannot follow its end.
        let next = ends.skip(1).find(|place| record.get(*place..).is_some_and(is_leader));
        match next {
            Some(place) => (FrameKind::Unterminated, place),
            None => (FrameKind::WrongLength, length),
        }
    }

    /// Skips a record without end: to its terminator or to the end of the file.
    fn skip_to_end(&mut self) -> io::Result<()> {
        loop {
            let window = self.window();
            if let Some(place) = memchr(RECORD_END, window) {
                self.advance(place + 1);
                return Ok(());
            }
            let length = window.len();
            self.advance(length);
            self.fill(STEP)?;
            if self.window().is_empty() {
                return Ok(());
            }
        }
    }
}

fn is_blank(byte: u8) -> bool {
    matches!(byte, b'\r' | b'\n' | b' ' | b'\t' | 0x1a)
}

/// The last byte and all before it.
fn last_apart(bytes: &[u8]) -> Option<(u8, &[u8])> {
    bytes.split_last().map(|(last, rest)| (*last, rest))
}

/// Whether, blanks aside, a leader follows at `place`.
fn follows_leader(bytes: &[u8], place: usize) -> bool {
    let rest = bytes.get(place..).unwrap_or_default();
    let blanks = rest.iter().take_while(|b| is_blank(**b)).count();
    rest.get(blanks..).is_some_and(is_leader)
}
