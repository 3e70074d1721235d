//! Lengths of time as DAIA and the settings write them.

/// A duration as `xs:duration` writes it (XML Schema 1.1, part 2, 3.3.6), in whole minutes:
/// `PT30M` is 30, `P3D` is 4,320. Weeks (`P1W`, ISO 8601) are taken too; a month counts as 30
/// days, a year as 365. Seconds count as a begun minute. `None` for anything else.
///
/// ```
/// use bibliobus_catalog::minutes;
///
/// assert_eq!(minutes("PT30M"), Some(30));
/// assert_eq!(minutes("P1DT2H"), Some(26 * 60));
/// assert_eq!(minutes("soon"), None);
/// ```
pub fn minutes(duration: &str) -> Option<u32> {
    const HOUR: u32 = 60;
    const DAY: u32 = 24 * HOUR;
    let rest = duration.strip_prefix('P')?;
    let (days, times) = rest.split_once('T').unwrap_or((rest, ""));
    if rest.is_empty() || rest.ends_with('T') {
        return None;
    }
    let units = |c: char| match c {
        'Y' => Some((365 * DAY, 1)),
        'M' => Some((30 * DAY, 1)),
        'W' => Some((7 * DAY, 1)),
        'D' => Some((DAY, 1)),
        _ => None,
    };
    let times_units = |c: char| match c {
        'H' => Some((HOUR, 1)),
        'M' => Some((1, 1)),
        'S' => Some((1, 60)),
        _ => None,
    };
    sum(days, units)?.checked_add(sum(times, times_units)?)
}

/// The sum of numbers, each with the letter of its unit behind it: so many minutes for so many
/// of it.
fn sum(text: &str, units: impl Fn(char) -> Option<(u32, u32)>) -> Option<u32> {
    let (mut sum, mut number) = (0_u32, None);
    for c in text.chars() {
        match c.to_digit(10) {
            Some(digit) => {
                let so_far: u32 = number.unwrap_or(0);
                number = Some(so_far.checked_mul(10)?.checked_add(digit)?);
            }
            None => {
                let (minutes, of) = units(c)?;
                let part = number.take()?.div_ceil(of).checked_mul(minutes)?;
                sum = sum.checked_add(part)?;
            }
        }
    }
    number.is_none().then_some(sum)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations_are_read_as_xml_schema_writes_them() {
        let cases = [
            ("PT0S", Some(0)),
            ("PT90S", Some(2)),
            ("PT4H", Some(240)),
            ("P1D", Some(1440)),
            ("P1W", Some(10_080)),
            ("P1Y2M", Some((365 + 60) * 1440)),
            ("P1M", Some(30 * 1440)),
            ("PT1M", Some(1)),
        ];
        for (text, expected) in cases {
            assert_eq!(minutes(text), expected, "{text}");
        }
    }

    #[test]
    fn what_is_no_duration_is_none() {
        for text in
            ["", "P", "PT", "P1", "1D", "P1H", "PT1D", "P-1D", "unknown", "P99999999999Y"]
        {
            assert_eq!(minutes(text), None, "{text}");
        }
    }
}
