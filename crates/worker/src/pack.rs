//! Packed collections: one file, made by `bibliobus pack`, that is carried where no line is. It
//! is a tar file (ustar, POSIX.1-1988), so that any computer can look into it. It comes and goes
//! in pieces, which no crate of the kind allows for, and needs no more of tar than names and
//! lengths.

/// Headers and contents are filled up to a multiple of this.
const BLOCK: usize = 512;

/// No file of a collection is longer than this.
const LONGEST: usize = 32 << 20;

/// What ends a packed file.
pub(crate) const END: [u8; 2 * BLOCK] = [0; 2 * BLOCK];

/// A file out of a pack: its path and its bytes.
pub(crate) type Packed = (String, Vec<u8>);

/// Takes a pack apart, piece by piece.
#[derive(Debug, Default)]
pub(crate) struct Unpacker {
    /// What came and is no whole file yet.
    waiting: Vec<u8>,
    /// Whether its end came.
    is_ended: bool,
}

/// This is no pack, or a damaged one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct NoPack;

impl Unpacker {
    /// Takes the next piece; gives the files that are whole now.
    ///
    /// # Errors
    /// The bytes are not those of a pack.
    pub(crate) fn take(&mut self, piece: &[u8]) -> Result<Vec<Packed>, NoPack> {
        self.waiting.extend_from_slice(piece);
        let mut files = Vec::new();
        let mut at = 0;
        while let Some(header) = self.waiting.get(at..at + BLOCK) {
            // Blocks of nothing end a pack.
            if header.iter().all(|byte| *byte == 0) {
                at += BLOCK;
                self.is_ended = true;
                continue;
            }
            let (path, len) = read_header(header)?;
            let from = at + BLOCK;
            let Some(content) = self.waiting.get(from..from + len) else { break };
            let next = from + len.next_multiple_of(BLOCK);
            if self.waiting.len() < next {
                break;
            }
            files.push((path, content.to_vec()));
            self.is_ended = false;
            at = next;
        }
        self.waiting.drain(..at.min(self.waiting.len()));
        Ok(files)
    }

    /// Whether it came to its end, and nothing is left over: a pack that broke off may do so
    /// right behind a file.
    pub(crate) fn is_whole(&self) -> bool {
        self.is_ended && self.waiting.is_empty()
    }
}

fn read_header(header: &[u8]) -> Result<(String, usize), NoPack> {
    let field = |from: usize, len: usize| {
        let bytes = header.get(from..from + len).unwrap_or_default();
        let end = bytes.iter().position(|byte| *byte == 0).unwrap_or(len);
        core::str::from_utf8(bytes.get(..end).unwrap_or_default()).map_err(|_| NoPack)
    };
    let number = |from, len| {
        usize::from_str_radix(field(from, len)?.trim(), 8).map_err(|_| NoPack)
    };
    if field(257, 5)? != "ustar" || number(148, 8)? != checksum(header) {
        return Err(NoPack);
    }
    let len = number(124, 12)?;
    if len > LONGEST { Err(NoPack) } else { Ok((field(0, 100)?.to_owned(), len)) }
}

/// The sum of a header's bytes, its own field counted as blanks.
fn checksum(header: &[u8]) -> usize {
    let byte = |(at, byte): (usize, &u8)| {
        if (148..156).contains(&at) { usize::from(b' ') } else { usize::from(*byte) }
    };
    header.iter().enumerate().map(byte).sum()
}

/// A file as it stands in a pack. Its path has at most 100 bytes, as all paths of collections.
pub(crate) fn packed(path: &str, content: &[u8]) -> Vec<u8> {
    let mut header = [0; BLOCK];
    let mut put = |at: usize, text: &[u8]| {
        if let Some(slot) = header.get_mut(at..at + text.len()) {
            slot.copy_from_slice(text);
        }
    };
    put(0, path.as_bytes());
    put(100, b"0000644\0");
    put(124, format!("{:011o}\0", content.len()).as_bytes());
    put(136, b"00000000000\0");
    put(156, b"0");
    put(257, b"ustar\x0000");
    let sum = format!("{:06o}\0 ", checksum(&header));
    if let Some(slot) = header.get_mut(148..156) {
        slot.copy_from_slice(sum.as_bytes());
    }
    let mut bytes = header.to_vec();
    bytes.extend_from_slice(content);
    bytes.resize(bytes.len().next_multiple_of(BLOCK), 0);
    bytes
}

#[cfg(test)]
mod tests {
    use super::*;

    fn files() -> Vec<Packed> {
        let long = vec![7; 70_000];
        vec![("manifest.json".into(), b"{}".to_vec()), ("chunks/aa.bin".into(), long)]
    }

    fn pack() -> Vec<u8> {
        let files = files();
        let mut bytes: Vec<u8> =
            files.iter().flat_map(|(path, content)| packed(path, content)).collect();
        bytes.extend(END);
        bytes
    }

    #[test]
    fn a_pack_is_taken_apart_whatever_the_pieces() {
        for size in [1, 511, 512, 4096, 1 << 20] {
            let mut unpacker = Unpacker::default();
            let pieces = pack();
            let taken: Vec<Packed> = pieces
                .chunks(size)
                .flat_map(|piece| unpacker.take(piece).unwrap())
                .collect();
            assert_eq!((taken, unpacker.is_whole()), (files(), true), "pieces of {size}");
        }
    }

    #[test]
    fn one_that_broke_off_is_not_whole() {
        let pack = pack();
        let mut unpacker = Unpacker::default();
        assert_eq!(unpacker.take(&pack[..40_000]).unwrap().len(), 1);
        assert!(!unpacker.is_whole());
        // Nor right behind a file, where nothing of another one is left over.
        for len in (0..=pack.len() - END.len()).step_by(BLOCK) {
            let mut unpacker = Unpacker::default();
            unpacker.take(&pack[..len]).unwrap();
            assert!(!unpacker.is_whole(), "{len} bytes");
        }
    }

    #[test]
    fn what_is_no_pack_is_refused() {
        assert_eq!(Unpacker::default().take(&[b'<'; 600]), Err(NoPack));
        for at in [3, 130, 150, 258] {
            let mut damaged = pack();
            damaged[at] ^= 1;
            assert_eq!(Unpacker::default().take(&damaged), Err(NoPack), "byte {at}");
        }
    }
}
