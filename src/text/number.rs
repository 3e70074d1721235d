//! Numbers and days, as far as languages share them.

/// `number` with `mark` between groups of three digits. `least` is the fewest digits that are
/// grouped at all: Russian leaves four together.
pub(super) fn grouped(number: u64, mark: char, least: usize) -> String {
    let digits = number.to_string();
    if digits.len() < least {
        return digits;
    }
    let mut out = String::with_capacity(digits.len() * 4 / 3);
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            out.push(mark);
        }
        out.push(digit);
    }
    out
}

/// Year, month (from one) and day of `yyyy-mm-dd`.
pub(super) fn parts_of_day(iso: &str) -> Option<(u16, usize, u8)> {
    let mut parts = iso.get(..10)?.split('-');
    let year = parts.next()?.parse().ok()?;
    let month = parts.next()?.parse().ok().filter(|month| (1..=12).contains(month))?;
    let day = parts.next()?.parse().ok().filter(|day| (1..=31).contains(day))?;
    Some((year, month, day))
}

/// Bytes as megabytes (of a million), with one digit after `point` below ten.
pub(super) fn megabytes(bytes: u64, point: char, whole: fn(u64) -> String) -> String {
    let tenths = bytes.div_ceil(100_000).max(u64::from(bytes > 0));
    if tenths >= 100 || tenths.is_multiple_of(10) {
        return whole((tenths + 5) / 10);
    }
    format!("{}{point}{}", tenths / 10, tenths % 10)
}
