//! Hours of the settings: read, and noted where they cannot be.

use bibliobus_catalog::{BranchFacts, Clock, Day, Exception, Opening, Stop};
use toml::Spanned;

use super::file;
use super::odd::Notes;

/// What the settings say of a branch beyond its names.
pub(super) fn facts(branch: &file::Branch, notes: &mut Notes<'_>) -> BranchFacts {
    let mut hours = Hours { notes };
    BranchFacts {
        branch: branch.code.clone(),
        opening: branch.opening.iter().filter_map(|o| hours.opening(o)).collect(),
        exceptions: branch.exceptions.iter().filter_map(|e| hours.exception(e)).collect(),
        stops: branch.timetable.iter().filter_map(|stop| hours.stop(stop)).collect(),
        step_free: branch.step_free,
        accessibility: branch.accessibility.clone(),
    }
}

struct Hours<'n, 't> {
    notes: &'n mut Notes<'t>,
}

impl Hours<'_, '_> {
    fn opening(&mut self, spanned: &Spanned<file::Opening>) -> Option<Opening> {
        let (at, opening) = (spanned.span().start, spanned.get_ref());
        let days = Day::parse_several(&opening.days);
        let days = self.or_note(
            at,
            days,
            "days such as \"tue-fri\" or \"sat,sun\"",
            &opening.days,
        );
        let (from, to) = self.times(at, &opening.from, &opening.to)?;
        Some(Opening { days: days?, from, to })
    }

    fn exception(&mut self, spanned: &Spanned<file::Exception>) -> Option<Exception> {
        let (at, exception) = (spanned.span().start, spanned.get_ref());
        let last = exception.last.as_ref().unwrap_or(&exception.first);
        let day = |text: &str| text.parse::<jiff::civil::Date>().ok();
        let first_day = self.or_note(
            at,
            day(&exception.first),
            "a day, yyyy-mm-dd",
            &exception.first,
        )?;
        let last_day = self.or_note(at, day(last), "a day, yyyy-mm-dd", last)?;
        if last_day < first_day {
            let expected = format!("a last day not before {}", exception.first);
            let remedy = "exchange `first` and `last`";
            self.notes.note(at, "hours", expected, last, remedy);
            return None;
        }
        let open = match (&exception.from, &exception.to) {
            (None, None) => None,
            (from, to) => {
                let text = |time: &Option<String>| time.clone().unwrap_or_default();
                Some(self.times(at, &text(from), &text(to))?)
            }
        };
        let (first, last) = (first_day.to_string(), last_day.to_string());
        Some(Exception { first, last, open, note: exception.note.clone() })
    }

    fn stop(&mut self, spanned: &Spanned<file::Stop>) -> Option<Stop> {
        let (at, stop) = (spanned.span().start, spanned.get_ref());
        let day =
            self.or_note(at, Day::parse(&stop.day), "a day: mon, tue, … sun", &stop.day);
        let (from, to) = self.times(at, &stop.from, &stop.to)?;
        Some(Stop { day: day?, from, to, name: stop.name.clone() })
    }

    /// Two times, the second behind the first.
    fn times(&mut self, at: usize, from: &str, to: &str) -> Option<(Clock, Clock)> {
        let expected = "a time such as \"9:30\", at most \"24:00\"";
        let opens = self.or_note(at, Clock::parse(from), expected, from)?;
        let closes = self.or_note(at, Clock::parse(to), expected, to)?;
        if closes <= opens {
            let expected = format!("an end behind the beginning, {from}");
            let remedy =
                "exchange `from` and `to`; hours past midnight are those of two days";
            self.notes.note(at, "hours", expected, to, remedy);
            return None;
        }
        Some((opens, closes))
    }

    fn or_note<T>(
        &mut self,
        at: usize,
        read: Option<T>,
        expected: &str,
        found: &str,
    ) -> Option<T> {
        if read.is_none() {
            let remedy = "mend it; until then these hours are not shown";
            self.notes.note(at, "hours", expected, format!("\"{found}\""), remedy);
        }
        read
    }
}
