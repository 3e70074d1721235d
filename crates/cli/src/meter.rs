//! The progress of a long reading: a bar on a terminal, a line every few seconds elsewhere,
//! nothing where quiet was asked for.

use std::io::{IsTerminal, stderr};
use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressStyle};

use crate::words::{self, grouped};

/// How many records go by between two looks at the clock.
const STRIDE: u64 = 256;

/// How often a line is written where there is no terminal.
const LINE_EVERY: Duration = Duration::from_secs(5);

/// Counts records and shows how far the reading is.
pub(crate) struct Meter {
    records: u64,
    total: u64,
    started: Instant,
    face: Face,
}

enum Face {
    Quiet,
    Bar(ProgressBar),
    Lines { last: Instant },
}

impl Meter {
    /// A meter for `total` bytes.
    pub(crate) fn new(total: u64, quiet: bool) -> Self {
        let face = match (quiet, stderr().is_terminal()) {
            (true, _) => Face::Quiet,
            (false, true) => Face::Bar(bar(total)),
            (false, false) => Face::Lines { last: Instant::now() },
        };
        Self { records: 0, total, started: Instant::now(), face }
    }

    /// Counts a record; `read` says how many bytes were read, when somebody looks.
    pub(crate) fn step(&mut self, read: impl FnOnce() -> u64) {
        self.records += 1;
        if self.records.is_multiple_of(STRIDE) {
            self.show(read());
        }
    }

    fn show(&mut self, read: u64) {
        let rate = self.rate();
        match &mut self.face {
            Face::Quiet => {}
            Face::Bar(bar) => {
                bar.set_position(read);
                bar.set_message(format!(
                    "{} records, {rate} a second",
                    grouped(self.records)
                ));
            }
            Face::Lines { last } if last.elapsed() >= LINE_EVERY => {
                *last = Instant::now();
                let percent = (read * 100).checked_div(self.total).unwrap_or(0);
                eprintln!(
                    "{} records, {rate} a second, {percent} %",
                    grouped(self.records)
                );
            }
            Face::Lines { .. } => {}
        }
    }

    /// So many bytes are there, of what is not counted in records.
    pub(crate) fn at(&mut self, bytes: u64) {
        match &mut self.face {
            Face::Bar(bar) => {
                bar.set_position(bytes);
                bar.set_message(words::bytes(bytes));
            }
            Face::Lines { last } if last.elapsed() >= LINE_EVERY => {
                *last = Instant::now();
                let percent = (bytes * 100).checked_div(self.total).unwrap_or(0);
                eprintln!("{}, {percent} %", words::bytes(bytes));
            }
            Face::Quiet | Face::Lines { .. } => {}
        }
    }

    /// Says what goes on once everything was read.
    pub(crate) fn say(&self, what: &'static str) {
        match &self.face {
            Face::Quiet => {}
            Face::Bar(bar) => {
                bar.set_style(spinner());
                bar.set_message(format!(
                    "{} records read; {what}",
                    grouped(self.records)
                ));
                bar.enable_steady_tick(Duration::from_millis(120));
            }
            Face::Lines { .. } => {
                eprintln!("{} records read; {what}", grouped(self.records));
            }
        }
    }

    /// Takes the bar away.
    pub(crate) fn clear(&self) {
        if let Face::Bar(bar) = &self.face {
            bar.finish_and_clear();
        }
    }

    /// How long it has run, in seconds.
    pub(crate) fn seconds(&self) -> f64 {
        self.started.elapsed().as_secs_f64()
    }

    fn rate(&self) -> String {
        grouped((self.records as f64 / self.seconds().max(0.001)) as u64)
    }
}

fn bar(total: u64) -> ProgressBar {
    // A template that does not parse is a slip of ours; the plain bar does as well.
    let style =
        ProgressStyle::with_template("{wide_bar} {percent:>3} %  {msg}, {eta} left")
            .unwrap_or_else(|_| ProgressStyle::default_bar());
    ProgressBar::new(total).with_style(style)
}

fn spinner() -> ProgressStyle {
    ProgressStyle::with_template("{spinner} {msg}")
        .unwrap_or_else(|_| ProgressStyle::default_spinner())
}
