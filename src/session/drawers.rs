//! The alphabetical catalogue: what is asked as the reader opens drawers, and what is in them.

use bibliobus_worker::{Answer, Beginning, Problem, Scan, ScanList, Stretch, What};
use leptos::prelude::*;

use super::Session;
use crate::{Drawer, Search};

/// The drawer that was opened last. An answer belongs to its question.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Drawers {
    found: Option<(Scan, Stretch)>,
    failed: Option<(Scan, Problem)>,
}

impl Drawers {
    /// What is in the drawer, or in the one of the same list that was open before while this
    /// one is on its way.
    pub(crate) fn stretch(&self, list: ScanList) -> Option<&Stretch> {
        let (_, stretch) = self.found.as_ref().filter(|(of, _)| of.list == list)?;
        Some(stretch)
    }

    /// The letters of the list.
    pub(crate) fn letters(&self, list: ScanList) -> Vec<Beginning> {
        self.stretch(list).map(|stretch| stretch.beginnings.clone()).unwrap_or_default()
    }

    /// Whether the answer to this question is still to come.
    pub(crate) fn is_waiting(&self, scan: &Scan) -> bool {
        self.problem(scan).is_none()
            && self.found.as_ref().is_none_or(|(of, _)| of != scan)
    }

    /// Why this could not be had.
    pub(crate) fn problem(&self, scan: &Scan) -> Option<&Problem> {
        self.failed.as_ref().filter(|(of, _)| of == scan).map(|(_, problem)| problem)
    }

    fn is_whole(&self, scan: &Scan) -> bool {
        self.found.as_ref().is_some_and(|(of, stretch)| of == scan && !stretch.partial)
    }

    fn take(&mut self, scan: Scan, answer: Result<Answer, Problem>) {
        match answer {
            Ok(Answer::Stretch(stretch)) => {
                *self = Self { found: Some((scan, stretch)), failed: None };
            }
            Ok(_) => self.failed = Some((scan, Problem::Engine)),
            Err(problem) => self.failed = Some((scan, problem)),
        }
    }
}

impl Session {
    /// Asks for a drawer once it is opened, and again for another release.
    pub(super) fn open_drawers(self) {
        Effect::new(move |_| {
            self.tries.track();
            let scan = self.drawer.with(Drawer::scan);
            let is_open = self.search.with(|search| search.drawer().is_some());
            let is_here = self.drawers.with_untracked(|drawers| drawers.is_whole(&scan));
            if !is_open || is_here {
                return;
            }
            self.send(What::Scan(scan.clone()), move |session, answer| {
                // The reader may be at another letter by now.
                if session.drawer.with_untracked(Drawer::scan) == scan {
                    session.drawers.update(|drawers| drawers.take(scan, answer));
                }
            });
        });
    }

    /// Whether the reader sees that a drawer could not be had.
    pub(super) fn is_drawer_in_trouble(self) -> bool {
        let drawer = self.search.with(Search::drawer);
        drawer.is_some_and(|drawer| {
            let scan = drawer.scan();
            self.drawers
                .with(|drawers| !drawers.is_whole(&scan) && !drawers.is_waiting(&scan))
        })
    }
}
