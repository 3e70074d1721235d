//! How records lie in a master file: that of IRBIS64, and that of CDS/ISIS which IRBIS32 kept.
//! Not for what is in the fields.

/// More fields than any record has.
const MOST_FIELDS: u32 = 100_000;

/// The two layouts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Layout {
    /// IRBIS64: numbers of four bytes, the high byte first; records follow each other.
    Irbis64,
    /// CDS/ISIS and IRBIS32: numbers of two and four bytes, the low byte first; no record
    /// begins in the last twelve bytes of a block of 512 (CDS/ISIS Reference Manual,
    /// appendix G, "Master file structure").
    Isis,
}

/// The head of a record.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Head {
    /// The number of the record (MFN).
    pub(super) number: u32,
    /// How long the record is, in bytes.
    pub(super) length: u32,
    /// Where its fields begin.
    pub(super) base: u32,
    /// How many fields it has.
    pub(super) fields: u32,
    /// Whether it was deleted.
    pub(super) is_deleted: bool,
    /// Whether a later version of it is in the file.
    pub(super) is_old: bool,
}

/// One field of a record: its tag, and where its text lies after the base.
pub(super) struct Entry {
    pub(super) tag: u16,
    pub(super) start: usize,
    pub(super) length: usize,
}

impl Layout {
    /// The layout of a file that begins so.
    pub(super) fn of(bytes: &[u8]) -> Option<Self> {
        let is_control = bytes.get(..4)? == [0; 4];
        let both = [Self::Irbis64, Self::Isis];
        let known = |layout: &Self| {
            let first = bytes.get(layout.first()..).unwrap_or_default();
            layout.head(first).is_some()
        };
        is_control.then(|| both.into_iter().find(known))?
    }

    /// Where the first record is.
    pub(super) fn first(self) -> usize {
        match self {
            Self::Irbis64 => 36,
            Self::Isis => 64,
        }
    }

    /// How long the head of a record is.
    pub(super) fn head_length(self) -> usize {
        match self {
            Self::Irbis64 => 32,
            Self::Isis => 18,
        }
    }

    fn entry_length(self) -> usize {
        match self {
            Self::Irbis64 => 12,
            Self::Isis => 6,
        }
    }

    /// The place from `byte` on at which a record may begin.
    pub(super) fn next_place(self, byte: u64) -> u64 {
        match self {
            Self::Irbis64 => byte,
            Self::Isis if byte % 512 > 498 => byte.next_multiple_of(512),
            Self::Isis => byte.next_multiple_of(2),
        }
    }

    /// The head at the beginning of `bytes`, if it can be one: its fields begin just where its
    /// table of fields ends, which no other bytes have by accident.
    pub(super) fn head(self, bytes: &[u8]) -> Option<Head> {
        let head = match self {
            Self::Irbis64 => irbis64(bytes)?,
            Self::Isis => isis(bytes)?,
        };
        let table = u32::try_from(self.entry_length()).ok()?.checked_mul(head.fields)?;
        let base = u32::try_from(self.head_length()).ok()?.checked_add(table)?;
        let is_sound = head.number > 0
            && head.number < 1 << 31
            && head.fields <= MOST_FIELDS
            && head.base == base
            && head.length >= base;
        is_sound.then_some(head)
    }

    /// The fields of a record.
    pub(super) fn entries(self, record: &[u8], head: Head) -> Vec<Entry> {
        let table =
            record.get(self.head_length()..head.base as usize).unwrap_or_default();
        table.chunks_exact(self.entry_length()).filter_map(|e| self.entry(e)).collect()
    }

    fn entry(self, bytes: &[u8]) -> Option<Entry> {
        let (tag, start, length) = match self {
            Self::Irbis64 => (big(bytes, 0)?, big(bytes, 4)?, big(bytes, 8)?),
            Self::Isis => {
                let [tag, start, length] = [0, 2, 4].map(|place| short(bytes, place));
                (tag?, start?, length?)
            }
        };
        let (start, length) =
            (usize::try_from(start).ok()?, usize::try_from(length).ok()?);
        Some(Entry { tag: u16::try_from(tag).ok()?, start, length })
    }
}

/// MFN, length, previous place (low, high), base, number of fields, version, status. Bits of
/// the status: 1 deleted, 2 deleted for good, 4 absent, 32 last version.
fn irbis64(bytes: &[u8]) -> Option<Head> {
    let status = big(bytes, 28)?;
    Some(Head {
        number: big(bytes, 0)?,
        length: big(bytes, 4)?,
        base: big(bytes, 16)?,
        fields: big(bytes, 20)?,
        is_deleted: status & 0b111 != 0,
        is_old: status & 32 == 0,
    })
}

/// MFN (4 bytes), length (negative while it is locked), previous block (4) and place, base,
/// number of fields, status: 1 is deleted.
fn isis(bytes: &[u8]) -> Option<Head> {
    let length = short(bytes, 4)?;
    let length = if length > 0x7fff { 0x1_0000 - length } else { length };
    Some(Head {
        number: u32::from_le_bytes(bytes.get(..4)?.try_into().ok()?),
        length,
        base: short(bytes, 12)?,
        fields: short(bytes, 14)?,
        is_deleted: short(bytes, 16)? != 0,
        is_old: false,
    })
}

/// The number in four bytes, the high byte first.
pub(super) fn big(bytes: &[u8], place: usize) -> Option<u32> {
    Some(u32::from_be_bytes(bytes.get(place..place + 4)?.try_into().ok()?))
}

fn short(bytes: &[u8], place: usize) -> Option<u32> {
    let bytes: [u8; 2] = bytes.get(place..place + 2)?.try_into().ok()?;
    Some(u32::from(u16::from_le_bytes(bytes)))
}
