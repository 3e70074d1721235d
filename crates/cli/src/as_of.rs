//! The day on which the records were exported: what every status in the catalogue speaks of.

use std::env;

use anyhow::Context;
use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;

use crate::fault::BadInput;

/// The day that was given, else that of `SOURCE_DATE_EPOCH` (so that a build can be repeated
/// to the byte), else today, in UTC.
pub(crate) fn as_of(given: Option<&str>) -> anyhow::Result<String> {
    match (given, env::var("SOURCE_DATE_EPOCH")) {
        (Some(day), _) => parse(day).context("--as-of"),
        (None, Ok(seconds)) => day_of_epoch(&seconds).context("SOURCE_DATE_EPOCH"),
        (None, Err(_)) => Ok(day(Timestamp::now())),
    }
}

/// A day as it is written everywhere: `yyyy-mm-dd`.
pub(crate) fn parse(text: &str) -> Result<String, BadInput> {
    let date: Option<Date> = text.parse().ok();
    date.map(|date| date.to_string()).filter(|plain| plain == text).ok_or_else(|| {
        BadInput::new(format!(
            "expected a day such as 2026-08-20, found {text:?}; write it as yyyy-mm-dd"
        ))
    })
}

fn day_of_epoch(text: &str) -> Result<String, BadInput> {
    let seconds = text.trim().parse().ok();
    let moment = seconds.and_then(|seconds| Timestamp::from_second(seconds).ok());
    moment.map(day).ok_or_else(|| {
        BadInput::new(format!(
            "expected seconds since 1970, found {text:?}; unset it or mend it"
        ))
    })
}

fn day(moment: Timestamp) -> String {
    moment.to_zoned(TimeZone::UTC).date().to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_is_taken_as_it_was_given() {
        assert_eq!(parse("2024-02-29").unwrap(), "2024-02-29");
        for bad in ["2023-02-29", "20240229", "2024-2-9", "2024-02-29T00:00", "yesterday"]
        {
            assert!(parse(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn an_epoch_becomes_its_day_in_utc() {
        assert_eq!(day_of_epoch("0").unwrap(), "1970-01-01");
        assert_eq!(day_of_epoch("1787270399").unwrap(), "2026-08-20");
        assert!(day_of_epoch("soon").is_err());
    }
}
