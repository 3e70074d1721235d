//! A release of a collection: its manifest, opened, and the files that were loaded so far.

use core::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use bibliobus_index::{FileName, Index, OpenError, Query, Question, Want};

use crate::loader::{Loader, Reach};
use crate::platform::Platform;
use crate::wait::Promise;
use crate::{Collection, Keeping, Origin, Problem};

/// The engine promises that a question needs only a handful of rounds; the shelf around a record
/// takes some more where a collection has several segments.
const ROUNDS: usize = 32;

/// A file on its way into the index; several questions may wait for it.
type Flight = Rc<Promise<Result<(), Problem>>>;

pub(crate) struct Release {
    pub(crate) catalogue: String,
    pub(crate) manifest: Vec<u8>,
    /// Never borrowed across an `await`.
    pub(crate) index: RefCell<Index>,
    flights: RefCell<BTreeMap<(FileName, Reach), Flight>>,
}

impl Release {
    pub(crate) fn open(catalogue: &str, manifest: Vec<u8>) -> Result<Self, OpenError> {
        let index = RefCell::new(Index::open(&manifest)?);
        let catalogue = catalogue.to_owned();
        Ok(Self { catalogue, manifest, index, flights: RefCell::default() })
    }

    pub(crate) fn number(&self) -> u64 {
        self.index.borrow().release()
    }

    /// Whether `other` is this very release.
    pub(crate) fn is(&self, other: &Self) -> bool {
        self.manifest == other.manifest
    }

    /// Loads what every question needs, so that the library is known.
    pub(crate) async fn prepare<P: Platform>(
        self: &Rc<Self>,
        loader: &Rc<Loader<P>>,
        reach: Reach,
    ) -> Result<(), Problem> {
        self.fill(loader, &Question::Search(Query::default()), reach).await?;
        if self.index.borrow().library().is_none() {
            self.fill(loader, &Question::Files, reach).await?;
        }
        Ok(())
    }

    /// Loads the files that `question` wants, round by round, as far as they can be had.
    ///
    /// # Errors
    /// The first of the problems, if a file that is wanted could not be had.
    pub(crate) async fn fill<P: Platform>(
        self: &Rc<Self>,
        loader: &Rc<Loader<P>>,
        question: &Question,
        reach: Reach,
    ) -> Result<(), Problem> {
        let wanted = |index: &Index| {
            let wants = index.wants(question);
            if wants.is_empty() { Ok(()) } else { Err(wants) }
        };
        self.ask(loader, reach, wanted).await
    }

    /// Asks the engine until it answers, and loads the files that it names meanwhile.
    ///
    /// # Errors
    /// The first of the problems, if a file that is wanted could not be had.
    pub(crate) async fn ask<P: Platform, T>(
        self: &Rc<Self>,
        loader: &Rc<Loader<P>>,
        mut reach: Reach,
        question: impl Fn(&Index) -> Result<T, Vec<Want>>,
    ) -> Result<T, Problem> {
        let mut missing = BTreeSet::new();
        let mut first = None;
        for _ in 0..ROUNDS {
            let asked = question(&self.index.borrow());
            let mut wants = match asked {
                Ok(answer) => return first.map_or(Ok(answer), Err),
                Err(wants) => wants,
            };
            wants.retain(|want| !missing.contains(&want.file));
            if wants.is_empty() {
                break;
            }
            let flights: Vec<_> =
                wants.iter().map(|want| self.flight(loader, *want, reach)).collect();
            for (want, flight) in wants.iter().zip(flights) {
                let Err(problem) = flight.kept().await else { continue };
                // The host had its time. What comes after this takes none of it again.
                if matches!(problem, Problem::Unreachable { .. }) {
                    reach = Reach::Device;
                }
                missing.insert(want.file);
                first.get_or_insert(problem);
            }
        }
        Err(first.unwrap_or(Problem::Engine))
    }

    /// The flight of a file, begun if nobody has begun it.
    fn flight<P: Platform>(
        self: &Rc<Self>,
        loader: &Rc<Loader<P>>,
        want: Want,
        reach: Reach,
    ) -> Flight {
        let key = (want.file, reach);
        if let Some(flight) = self.flights.borrow().get(&key) {
            return Rc::clone(flight);
        }
        let flight = Flight::default();
        self.flights.borrow_mut().insert(key, Rc::clone(&flight));
        let (release, its_loader, arriving) =
            (Rc::clone(self), Rc::clone(loader), Rc::clone(&flight));
        loader.platform.spawn(async move {
            let load = |bytes: &[u8]| release.index.borrow_mut().load(want.file, bytes);
            let outcome = its_loader.bring(&release.catalogue, want, reach, load).await;
            release.flights.borrow_mut().remove(&key);
            arriving.keep(outcome);
        });
        flight
    }

    pub(crate) fn collection(&self, origin: Origin, keeping: Keeping) -> Collection {
        let index = self.index.borrow();
        Collection {
            library: index.library().cloned().unwrap_or_default(),
            records: index.records(),
            bytes: index.bytes(),
            bytes_brief: index.bytes_brief(),
            release: index.release(),
            as_of: index.as_of().to_owned(),
            expires: index.expires().map(str::to_owned),
            origin,
            keeping,
        }
    }
}
