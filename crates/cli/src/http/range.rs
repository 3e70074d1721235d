//! The part of a file that a request asks for: one range of bytes (RFC 9110, 14.2).

/// What a `Range` header asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Range {
    /// The whole file: no range, or one that a server may ignore.
    Whole,
    /// The bytes from `first` to `last`, both included.
    Part {
        /// The first byte.
        first: u64,
        /// The last byte.
        last: u64,
    },
    /// Nothing that the file has.
    Unsatisfiable,
}

impl Range {
    /// Reads the header for a file of `len` bytes. Several ranges, other units and what cannot
    /// be read are ignored, as the standard allows.
    pub(super) fn parse(header: Option<&str>, len: u64) -> Self {
        let spec = header.and_then(|header| header.trim().strip_prefix("bytes="));
        match spec.and_then(|spec| spec.trim().split_once('-')) {
            Some(("", count)) => Self::last(count, len),
            Some((first, last)) => Self::between(first, last, len),
            None => Self::Whole,
        }
    }

    fn last(count: &str, len: u64) -> Self {
        match number(count) {
            None => Self::Whole,
            Some(0) => Self::Unsatisfiable,
            Some(_) if len == 0 => Self::Unsatisfiable,
            Some(count) => Self::Part { first: len.saturating_sub(count), last: len - 1 },
        }
    }

    fn between(first: &str, last: &str, len: u64) -> Self {
        let last = if last.is_empty() { Some(u64::MAX) } else { number(last) };
        match (number(first), last) {
            (Some(first), Some(last)) if first > last => Self::Whole,
            (Some(first), Some(_)) if first >= len => Self::Unsatisfiable,
            (Some(first), Some(last)) => Self::Part { first, last: last.min(len - 1) },
            _ => Self::Whole,
        }
    }
}

/// A number of digits only: `parse` alone would take `+1`.
fn number(text: &str) -> Option<u64> {
    text.bytes().all(|b| b.is_ascii_digit()).then(|| text.parse().ok()).flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn part(first: u64, last: u64) -> Range {
        Range::Part { first, last }
    }

    #[test]
    fn ranges_are_read_as_the_standard_says() {
        for (header, range) in [
            ("bytes=0-9", part(0, 9)),
            ("bytes=90-", part(90, 99)),
            ("bytes=90-1000", part(90, 99)),
            ("bytes=-5", part(95, 99)),
            ("bytes=-500", part(0, 99)),
            ("bytes=100-", Range::Unsatisfiable),
            ("bytes=-0", Range::Unsatisfiable),
            ("bytes=9-0", Range::Whole),
            ("bytes=0-1,5-6", Range::Whole),
            ("bytes=+1-2", Range::Whole),
            ("lines=0-9", Range::Whole),
            ("bytes=", Range::Whole),
        ] {
            assert_eq!(Range::parse(Some(header), 100), range, "{header}");
        }
        assert_eq!(Range::parse(None, 100), Range::Whole);
    }

    #[test]
    fn an_empty_file_has_no_ranges() {
        for header in ["bytes=0-", "bytes=0-0", "bytes=-1"] {
            assert_eq!(Range::parse(Some(header), 0), Range::Unsatisfiable, "{header}");
        }
    }
}
