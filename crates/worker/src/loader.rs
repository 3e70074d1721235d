//! The loader brings files: from the device first, then from the library's host, and none is
//! believed before it was verified. Every way ends, in bytes that are right or in a
//! [`Problem`], in bounded time.

use core::cell::RefCell;
use core::future::Future;
use core::time::Duration;
use std::collections::BTreeSet;
use std::rc::Rc;

use bibliobus_index::{LoadError, Want};

use crate::Problem;
use crate::cache::Store;
use crate::platform::Platform;
use crate::source::{Body, Freshness, Source, SourceError};
use crate::storage::Storage;
use crate::wait::{Turns, within};

/// How long and how often is tried.
#[derive(Clone, Debug)]
pub struct Limits {
    /// Until the first byte of an answer, over all tries together.
    pub first_byte: Duration,
    /// Between two pieces of an answer.
    pub stall: Duration,
    /// For each call to storage.
    pub storage: Duration,
    /// For the manifest, where there is a copy to fall back on.
    pub manifest_with_copy: Duration,
    /// How often a file is asked for when connections break or the host is out of order.
    pub tries: u32,
    /// Before the second try; before each later one, three times as long as before the last.
    pub backoff: Duration,
    /// How many files are fetched side by side. Browsers queue more than six of HTTP/1.1,
    /// and the time in that queue would count as silence of the host.
    pub at_once: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            first_byte: Duration::from_millis(7500),
            stall: Duration::from_millis(7500),
            storage: Duration::from_millis(1500),
            manifest_with_copy: Duration::from_secs(3),
            tries: 3,
            backoff: Duration::from_millis(200),
            at_once: 6,
        }
    }
}

/// How far the loader goes for a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Reach {
    /// Only to what is on the device.
    Device,
    /// To the library's host where needed.
    Network,
}

pub(crate) struct Loader<P> {
    pub(crate) platform: Rc<P>,
    pub(crate) storage: Rc<Storage<P>>,
    pub(crate) limits: Limits,
    turns: Turns,
    /// Addresses at which the host fell silent. Firefox keeps what it got of such a file, and
    /// lets the next request for it wait behind, for half a minute: so that one goes past its
    /// cache.
    silent: RefCell<BTreeSet<String>>,
}

impl<P: Platform> Loader<P> {
    pub(crate) fn new(platform: Rc<P>, limits: Limits) -> Self {
        let storage = Rc::new(Storage::new(Rc::clone(&platform), limits.storage));
        let turns = Turns::new(limits.at_once);
        Self { platform, storage, limits, turns, silent: RefCell::default() }
    }

    /// Brings a file to `accept`, which verifies it.
    pub(crate) async fn bring(
        &self,
        catalogue: &str,
        want: Want,
        reach: Reach,
        mut accept: impl FnMut(&[u8]) -> Result<(), LoadError>,
    ) -> Result<(), Problem> {
        let path = want.file.path();
        let era = self.storage.era();
        let stored = self.storage.get(Store::Files, catalogue, &path).await;
        if let Some(outcome) = stored.as_ref().and_then(|it| verdict(accept(it), &path)) {
            self.storage.touch(catalogue, &path, want.len);
            return outcome;
        }
        if reach == Reach::Device {
            return Err(Problem::Unreachable { file: path });
        }
        match self.fetch(catalogue, want, accept).await {
            Ok(bytes) => {
                self.storage.touch(catalogue, &path, want.len);
                self.storage.put_later(catalogue, (path, bytes), era);
                Ok(())
            }
            Err(problem) => {
                // Damaged on the device, and no right one in its place: then it is not here.
                if stored.is_some() {
                    let _ = self.storage.delete(Store::Files, catalogue, &[path]).await;
                }
                Err(problem)
            }
        }
    }

    /// Fetches a file past the device's storage; `accept` verifies it.
    pub(crate) async fn fetch(
        &self,
        catalogue: &str,
        want: Want,
        mut accept: impl FnMut(&[u8]) -> Result<(), LoadError>,
    ) -> Result<Vec<u8>, Problem> {
        let path = want.file.path();
        let cap = usize::try_from(want.len).unwrap_or(usize::MAX);
        let _turn = self.turns.turn().await;
        // A cache on the way may hold a wrong answer, or that there is no such file: once
        // more past all caches, before the host itself is blamed.
        for freshness in [Freshness::Usual, Freshness::Reloaded] {
            let bytes = match self.ask(catalogue, &path, cap, freshness).await {
                Ok(bytes) => bytes,
                Err(Problem::Refused { status: 404 | 410, .. })
                    if freshness == Freshness::Usual =>
                {
                    continue;
                }
                Err(problem) => return Err(problem),
            };
            if let Some(outcome) = verdict(accept(&bytes), &path) {
                return outcome.map(|()| bytes);
            }
        }
        Err(Problem::Damaged { file: path })
    }

    /// Asks for a file until there is an answer, as often as the limits allow. The answer is
    /// cut after the first piece that makes it longer than `cap`.
    pub(crate) async fn ask(
        &self,
        catalogue: &str,
        path: &str,
        cap: usize,
        freshness: Freshness,
    ) -> Result<Vec<u8>, Problem> {
        let address = format!("{catalogue}{path}");
        let was_silent = self.silent.borrow_mut().remove(&address);
        let freshness = if was_silent { Freshness::Reloaded } else { freshness };
        let deadline = self.platform.now() + self.limits.first_byte;
        let mut pause = self.limits.backoff;
        let mut left = self.limits.tries;
        loop {
            left = left.saturating_sub(1);
            let outcome = self.ask_once(&address, cap, freshness, deadline).await;
            match outcome {
                Ok(bytes) => return Ok(bytes),
                Err(Failure::Silence) => {
                    self.silent.borrow_mut().insert(address);
                    return Err(Failure::Silence.problem(path));
                }
                Err(failure) if left == 0 || !failure.may_pass() => {
                    return Err(failure.problem(path));
                }
                Err(_) => {}
            }
            self.platform.sleep(pause + self.jitter(pause)).await;
            pause *= 3;
        }
    }

    async fn ask_once(
        &self,
        address: &str,
        cap: usize,
        freshness: Freshness,
        deadline: Duration,
    ) -> Result<Vec<u8>, Failure> {
        let until_head = deadline.saturating_sub(self.platform.now());
        let asked = self.platform.source().get(address, freshness);
        let mut reply = self.or_silence(until_head, asked).await??;
        if reply.status != 200 {
            return Err(Failure::Status(reply.status));
        }
        let mut bytes = Vec::new();
        while bytes.len() <= cap {
            let piece = self.or_silence(self.limits.stall, reply.body.piece()).await??;
            let Some(piece) = piece else { break };
            bytes.extend_from_slice(&piece);
        }
        Ok(bytes)
    }

    async fn or_silence<T>(
        &self,
        limit: Duration,
        work: impl Future<Output = T>,
    ) -> Result<T, Failure> {
        within(self.platform.sleep(limit), work).await.ok_or(Failure::Silence)
    }

    /// Up to half of `pause`, from the last digits of the clock (browsers give tenths of a
    /// millisecond at best): so that the readers whom one fault cut off do not all come back
    /// in the same moment.
    fn jitter(&self, pause: Duration) -> Duration {
        pause * (self.platform.now().subsec_micros() / 100 % 1000) / 2000
    }
}

/// What the engine's judgement means for the loader; `None` if the file is worth fetching
/// again.
fn verdict(judged: Result<(), LoadError>, path: &str) -> Option<Result<(), Problem>> {
    match judged {
        Ok(()) => Some(Ok(())),
        Err(LoadError::WrongHash { .. }) => None,
        // The right bytes all the same: they would come again.
        Err(_) => Some(Err(Problem::Damaged { file: path.to_owned() })),
    }
}

/// Why one try failed.
enum Failure {
    Source(SourceError),
    Status(u16),
    Silence,
}

impl From<SourceError> for Failure {
    fn from(error: SourceError) -> Self {
        Self::Source(error)
    }
}

impl Failure {
    /// Whether the next try may well succeed.
    fn may_pass(&self) -> bool {
        match self {
            Self::Source(SourceError::Broken) => true,
            Self::Status(status) => matches!(status, 408 | 425 | 429 | 500..),
            // Silence has used up the time already.
            Self::Source(SourceError::Offline) | Self::Silence => false,
        }
    }

    fn problem(&self, path: &str) -> Problem {
        let file = path.to_owned();
        match self {
            Self::Status(status) => Problem::Refused { file, status: *status },
            Self::Source(_) | Self::Silence => Problem::Unreachable { file },
        }
    }
}
