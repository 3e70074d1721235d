//! The leader: the first 24 bytes of a record (ISO 2709, 4.3; MARC 21 Leader).

/// How long a leader is.
pub(crate) const LEADER: usize = 24;

/// The 24 bytes, blanks where some are missing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Leader([u8; LEADER]);

impl Default for Leader {
    fn default() -> Self {
        Self([b' '; LEADER])
    }
}

impl Leader {
    /// The leader at the beginning of `bytes`.
    pub(crate) fn new(bytes: &[u8]) -> Self {
        let mut leader = Self::default();
        for (place, byte) in leader.0.iter_mut().zip(bytes) {
            *place = if byte.is_ascii() { *byte } else { b'?' };
        }
        leader
    }

    /// The leader as a text; bytes beyond ASCII become question marks.
    pub(crate) fn text(&self) -> &str {
        std::str::from_utf8(&self.0).unwrap_or_default()
    }

    /// The sign at this position, counted from zero.
    pub(crate) fn sign(&self, position: usize) -> Option<u8> {
        self.0.get(position).copied()
    }

    /// Where the fields begin (12-16); `None` if it is no number.
    pub(crate) fn base(&self) -> Option<usize> {
        number(&self.0, 12, 5)
    }

    /// Whether the record claims UTF-8 (09 is `a`); otherwise it claims MARC-8.
    pub(crate) fn claims_utf8(&self) -> bool {
        self.0[9] == b'a'
    }
}

/// The number in `length` digits from `start`, or `None` if they are not all digits.
#[inline]
pub(crate) fn number(bytes: &[u8], start: usize, length: usize) -> Option<usize> {
    let digits = bytes.get(start..start.checked_add(length)?)?;
    // Without a way out between the digits, so that the loop is unrolled where the length is known.
    let (mut sum, mut are_digits) = (0, true);
    for digit in digits {
        are_digits &= digit.is_ascii_digit();
        sum = sum * 10 + usize::from(digit.wrapping_sub(b'0'));
    }
    are_digits.then_some(sum)
}

/// Whether a record seems to begin here: at least three of the four signs that no other text
/// has together. They are the length (00-04), the counts `22` (10-11), the base address
/// (12-16) and the entry map `45` (20-21); one of them may be damaged. Status and type (05-06)
/// are no digits, unlike those of a directory, which has such signs as well.
pub(crate) fn is_leader(bytes: &[u8]) -> bool {
    let has_type =
        bytes.get(5..7).is_some_and(|kind| !kind.iter().any(u8::is_ascii_digit));
    if bytes.len() < LEADER || !has_type {
        return false;
    }
    let signs = [
        number(bytes, 0, 5).is_some(),
        bytes.get(10..12) == Some(b"22"),
        number(bytes, 12, 5).is_some(),
        bytes.get(20..22) == Some(b"45"),
    ];
    signs.iter().filter(|sign| **sign).count() >= 3
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_leader_is_known_with_one_damaged_sign() {
        assert!(is_leader(b"00714cam a2200205 a 4500"));
        assert!(is_leader(b"     cam a2200205 a 4500"));
        assert!(is_leader(b"00714cam a2200205 a     "));
        assert!(!is_leader(b"     cam a22     a     00"));
        assert!(!is_leader(b"008004100022010001700063"));
        assert!(!is_leader(b"00714cam a2200205 a 450"));
    }
}
