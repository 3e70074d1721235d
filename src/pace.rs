//! How fast a long fetch goes on, and how long it will take. Not a clock: it is told the time.

/// Bytes against time, since a fetch began or went on.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Pace {
    first: Option<(f64, u64)>,
    last: Option<(f64, u64)>,
}

impl Pace {
    /// Notes that at `milliseconds` so many `bytes` were here.
    pub fn note(&mut self, milliseconds: f64, bytes: u64) {
        self.first.get_or_insert((milliseconds, bytes));
        self.last = Some((milliseconds, bytes));
    }

    /// Forgets everything: the fetch stopped.
    pub fn stop(&mut self) {
        *self = Self::default();
    }

    /// The seconds that the rest up to `total` will take at this pace. `None` until two
    /// seconds have shown what the pace is.
    pub fn seconds_left(&self, total: u64) -> Option<u64> {
        let ((start, from), (now, here)) = (self.first?, self.last?);
        let (seconds, fetched) = ((now - start) / 1000.0, here.checked_sub(from)?);
        if seconds < 2.0 || fetched == 0 {
            return None;
        }
        let left = total.saturating_sub(here) as f64 * seconds / fetched as f64;
        Some(left.ceil() as u64)
    }
}
