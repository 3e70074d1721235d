//! When a branch is open, and when a bookmobile stops where.

use serde::{Deserialize, Serialize};

use crate::LocalName;

/// A time of day, in minutes from midnight; at most 1440, the end of the day.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize,
)]
pub struct Clock(pub u16);

impl Clock {
    /// Reads `9:30` or `18:00`; `None` for what is no time of a day.
    pub fn parse(text: &str) -> Option<Self> {
        let (hours, minutes) = text.trim().split_once(':')?;
        let is_number = |t: &str| t.len() <= 2 && t.bytes().all(|b| b.is_ascii_digit());
        if !is_number(hours) || minutes.len() != 2 || !is_number(minutes) {
            return None;
        }
        let (hours, minutes): (u16, u16) = (hours.parse().ok()?, minutes.parse().ok()?);
        let all = hours * 60 + minutes;
        (minutes < 60 && all <= 24 * 60).then_some(Self(all))
    }
}

impl core::fmt::Display for Clock {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        write!(f, "{}:{:02}", self.0 / 60, self.0 % 60)
    }
}

/// A day of the week.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize,
)]
pub enum Day {
    /// Monday.
    #[default]
    Mon,
    /// Tuesday.
    Tue,
    /// Wednesday.
    Wed,
    /// Thursday.
    Thu,
    /// Friday.
    Fri,
    /// Saturday.
    Sat,
    /// Sunday.
    Sun,
}

impl Day {
    /// The days of a week, Monday first.
    pub const ALL: [Self; 7] =
        [Self::Mon, Self::Tue, Self::Wed, Self::Thu, Self::Fri, Self::Sat, Self::Sun];

    /// The day with this name: `mon`, `tue`, … `sun`.
    pub fn parse(name: &str) -> Option<Self> {
        const NAMES: [&str; 7] = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];
        let at = NAMES.iter().position(|known| *known == name.trim())?;
        Self::ALL.get(at).copied()
    }

    /// The days of `tue-fri`, `sat` or `mon,wed,fri`; a range may go over the end of the week.
    pub fn parse_several(text: &str) -> Option<Vec<Self>> {
        let mut days = Vec::new();
        for part in text.split(',') {
            let (first, last) = part.split_once(['-', '–']).unwrap_or((part, part));
            let (first, last) =
                (Self::parse(first)? as usize, Self::parse(last)? as usize);
            let count = (last + 7 - first) % 7;
            days.extend(Self::ALL.iter().cycle().skip(first).take(count + 1));
        }
        Some(Self::ALL.into_iter().filter(|day| days.contains(day)).collect())
    }
}

/// Hours on some days of every week.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Opening {
    /// The days.
    pub days: Vec<Day>,
    /// When it opens.
    pub from: Clock,
    /// When it closes, after it opened.
    pub to: Clock,
}

/// Days that are not as every week: holidays, a day off, other hours.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Exception {
    /// The first day, `yyyy-mm-dd`.
    pub first: String,
    /// The last day, `yyyy-mm-dd`, the same for a single one.
    pub last: String,
    /// The hours of these days; closed where there are none.
    pub open: Option<(Clock, Clock)>,
    /// Why.
    pub note: LocalName,
}

/// Where a bookmobile waits for its readers every week.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stop {
    /// The day.
    pub day: Day,
    /// When it comes.
    pub from: Clock,
    /// When it leaves.
    pub to: Clock,
    /// The place.
    pub name: LocalName,
}

impl BranchHours<'_> {
    /// The hours of a day: those of the first exception that has it, otherwise of the week.
    /// `date` is `yyyy-mm-dd`.
    pub fn on(&self, date: &str, day: Day) -> Vec<(Clock, Clock)> {
        let has = |e: &&Exception| e.first.as_str() <= date && date <= e.last.as_str();
        if let Some(exception) = self.exceptions.iter().find(has) {
            return exception.open.into_iter().collect();
        }
        let today = self.opening.iter().filter(|opening| opening.days.contains(&day));
        today.map(|opening| (opening.from, opening.to)).collect()
    }
}

/// The weekly hours of a branch and their exceptions.
#[derive(Clone, Copy, Debug)]
pub struct BranchHours<'b> {
    /// Every week.
    pub opening: &'b [Opening],
    /// Other days.
    pub exceptions: &'b [Exception],
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_and_days_are_read_or_refused() {
        assert_eq!(Clock::parse("9:05").unwrap().to_string(), "9:05");
        assert_eq!(Clock::parse("24:00"), Some(Clock(1440)));
        for text in ["24:01", "9", "9:5", "9:60", "-1:00", "ab:cd", "９:00"] {
            assert_eq!(Clock::parse(text), None, "{text}");
        }
        assert_eq!(
            Day::parse_several("tue-thu"),
            Some(vec![Day::Tue, Day::Wed, Day::Thu])
        );
        assert_eq!(
            Day::parse_several("sat-mon"),
            Some(vec![Day::Mon, Day::Sat, Day::Sun])
        );
        assert_eq!(Day::parse_several("fri, mon"), Some(vec![Day::Mon, Day::Fri]));
        assert_eq!(Day::parse_several("someday"), None);
    }

    #[test]
    fn a_holiday_goes_before_the_week() {
        let opening =
            [Opening { days: vec![Day::Thu], from: Clock(600), to: Clock(1200) }];
        let new_year = Exception {
            first: "2026-12-31".into(),
            last: "2027-01-08".into(),
            ..Exception::default()
        };
        let short = Exception {
            first: "2027-02-22".into(),
            last: "2027-02-22".into(),
            open: Some((Clock(600), Clock(900))),
            ..Exception::default()
        };
        let exceptions = [new_year, short];
        let hours = BranchHours { opening: &opening, exceptions: &exceptions };
        assert_eq!(hours.on("2026-12-24", Day::Thu), [(Clock(600), Clock(1200))]);
        assert_eq!(hours.on("2026-12-31", Day::Thu), []);
        assert_eq!(hours.on("2027-01-07", Day::Thu), []);
        assert_eq!(hours.on("2027-02-22", Day::Mon), [(Clock(600), Clock(900))]);
        assert_eq!(hours.on("2026-12-25", Day::Fri), []);
    }
}
