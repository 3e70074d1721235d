//! A platform in memory, for tests: its own clock, its own order of things, and faults where
//! a test wants them.

use core::cell::{Cell, RefCell};
use core::future::{Future, poll_fn};
use core::pin::Pin;
use core::sync::atomic::{AtomicBool, Ordering};
use core::task::{Context, Poll, Waker};
use core::time::Duration;
use std::collections::BTreeMap;
use std::sync::Arc;
use std::task::Wake;

use super::Platform;
use crate::cache::{Cache, CacheError, Entry, Store};
use crate::source::{Body, Freshness, Reply, Source, SourceError};
use crate::{News, Tell};

type Work = Pin<Box<dyn Future<Output = ()>>>;
type Faults = dyn FnMut(u32, &Call) -> Option<Fault>;

/// Files of a host, storage of a device, and a clock, all in memory.
#[derive(Default)]
pub struct Memory {
    /// What the library's host has, by absolute address.
    pub served: RefCell<BTreeMap<String, Vec<u8>>>,
    /// What the device has stored.
    pub stored: RefCell<BTreeMap<(Store, String, String), Vec<u8>>>,
    /// Every call so far.
    pub calls: RefCell<Vec<Call>>,
    /// What the page was told besides answers.
    pub news: RefCell<Vec<News>>,
    faults: RefCell<Option<Box<Faults>>>,
    now: Cell<Duration>,
    sleepers: RefCell<Vec<(Duration, Waker)>>,
    spawned: RefCell<Vec<Work>>,
}

/// A call from the host to its platform.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Call {
    /// A file was asked for by address.
    Fetch(String, Freshness),
    /// An entry was asked for by path.
    Get(Store, String),
    /// Entries were written.
    Put(Store, Vec<String>),
    /// Entries were removed.
    Delete(Store, Vec<String>),
    /// The entries were listed.
    List(Store),
}

/// What goes wrong with a call. What cannot befall it leaves it alone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fault {
    /// No answer, now or ever.
    Hang,
    /// The connection breaks, or storage does not work.
    Broken,
    /// The device knows that it is offline.
    Offline,
    /// The host answers with this status.
    Status(u16),
    /// The host answers with these bytes instead; storage gives these.
    Instead(Vec<u8>),
    /// The body breaks off after so many bytes.
    CutAt(usize),
    /// The body stops coming after so many bytes.
    StallAt(usize),
    /// The body ends, as if it were whole, after so many bytes.
    ShortAt(usize),
    /// A bit of the byte with this number, counted round and round, is another.
    FlipAt(usize),
    /// There is no room.
    NoRoom,
}

impl Memory {
    /// From now on `faults` is asked, with the number of the call from one and the call, what
    /// goes wrong.
    pub fn break_by(&self, faults: impl FnMut(u32, &Call) -> Option<Fault> + 'static) {
        self.calls.borrow_mut().clear();
        *self.faults.borrow_mut() = Some(Box::new(faults));
    }

    /// Nothing goes wrong any more.
    pub fn mend(&self) {
        *self.faults.borrow_mut() = None;
    }

    /// Lets time pass.
    pub fn pass(&self, time: Duration) {
        self.now.set(self.now.get() + time);
    }

    /// Waits until so many calls were made; not for long if there are never so many.
    pub async fn until_calls(&self, number: usize) {
        for _ in 0..10_000 {
            if self.calls.borrow().len() >= number {
                return;
            }
            step_aside().await;
        }
    }

    /// Ends what was spawned and is still going on, as when a page is closed.
    pub fn forget_spawned(&self) {
        self.spawned.borrow_mut().clear();
        self.sleepers.borrow_mut().clear();
    }

    /// Runs `work`, and all that was spawned, until `work` is done. When nothing can go on,
    /// the clock goes on to the next moment that somebody waits for.
    ///
    /// # Panics
    /// If nothing can go on ever again.
    pub fn run<T>(&self, work: impl Future<Output = T>) -> T {
        let mut work = core::pin::pin!(work);
        let mut outcome = None;
        self.go_on(|cx| {
            if outcome.is_none()
                && let Poll::Ready(done) = work.as_mut().poll(cx)
            {
                outcome = Some(done);
            }
            outcome.is_some()
        });
        outcome.expect("go_on ends when there is an outcome")
    }

    /// Runs what was spawned until nothing is left to do, not even to wait for.
    pub fn settle(&self) {
        self.go_on(|_| self.spawned.borrow().is_empty());
    }

    fn go_on(&self, mut step: impl FnMut(&mut Context<'_>) -> bool) {
        let awake = Arc::new(Awake(AtomicBool::new(false)));
        let waker = Waker::from(Arc::clone(&awake));
        let cx = &mut Context::from_waker(&waker);
        loop {
            awake.0.store(false, Ordering::Relaxed);
            if step(cx) {
                return;
            }
            let has_ended = self.poll_spawned(cx);
            if !has_ended && !awake.0.load(Ordering::Relaxed) {
                self.wake_next();
            }
        }
    }

    /// Polls what was spawned, and what that spawns. Whether any of it came to its end.
    fn poll_spawned(&self, cx: &mut Context<'_>) -> bool {
        let mut waiting = Vec::new();
        let mut has_ended = false;
        loop {
            let mut new = self.spawned.take();
            if new.is_empty() {
                break;
            }
            let before = new.len();
            new.retain_mut(|work| work.as_mut().poll(cx).is_pending());
            has_ended |= new.len() < before;
            waiting.append(&mut new);
        }
        self.spawned.borrow_mut().extend(waiting);
        has_ended
    }

    fn wake_next(&self) {
        let mut sleepers = self.sleepers.borrow_mut();
        let next = sleepers.iter().map(|(until, _)| *until).min();
        let next = next.expect("somebody waits for what never comes");
        self.now.set(next.max(self.now.get()));
        let (due, later) = sleepers.drain(..).partition(|(until, _)| *until <= next);
        *sleepers = later;
        let due: Vec<(Duration, Waker)> = due;
        due.into_iter().for_each(|(_, waker)| waker.wake());
    }

    /// Notes the call and gives its fault, after everybody else had a turn.
    async fn call(&self, call: Call) -> Option<Fault> {
        let number = self.calls.borrow().len() + 1;
        let number = u32::try_from(number).expect("a test makes few calls");
        let fault = self.faults.borrow_mut().as_mut().and_then(|f| f(number, &call));
        self.calls.borrow_mut().push(call);
        step_aside().await;
        if fault == Some(Fault::Hang) {
            never::<()>().await;
        }
        fault
    }

    async fn stored<T>(
        &self,
        call: Call,
        work: impl FnOnce() -> T,
    ) -> Result<T, CacheError> {
        match self.call(call).await {
            Some(Fault::Broken | Fault::Offline) => Err(CacheError::Unavailable),
            Some(Fault::NoRoom) => Err(CacheError::NoRoom),
            _ => Ok(work()),
        }
    }
}

impl Platform for Memory {
    type Source = Self;
    type Cache = Self;

    fn source(&self) -> &Self {
        self
    }

    fn cache(&self) -> &Self {
        self
    }

    fn now(&self) -> Duration {
        self.now.get()
    }

    async fn sleep(&self, time: Duration) {
        let until = self.now.get() + time;
        poll_fn(|cx| {
            if self.now.get() >= until {
                return Poll::Ready(());
            }
            self.sleepers.borrow_mut().push((until, cx.waker().clone()));
            Poll::Pending
        })
        .await;
    }

    fn spawn(&self, work: impl Future<Output = ()> + 'static) {
        self.spawned.borrow_mut().push(Box::pin(work));
    }

    fn tell(&self, tell: Tell) {
        if let Tell::News(news) = tell {
            self.news.borrow_mut().push(news);
        }
    }
}

/// The body of an answer from [`Memory`].
#[derive(Debug)]
pub struct MemoryBody {
    pieces: Vec<Vec<u8>>,
    end: End,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum End {
    Whole,
    Broken,
    Silent,
}

impl MemoryBody {
    fn new(mut bytes: Vec<u8>, fault: Option<Fault>) -> Self {
        let mut end = End::Whole;
        match fault {
            Some(Fault::CutAt(n)) => {
                bytes.truncate(n);
                end = End::Broken;
            }
            Some(Fault::StallAt(n)) => {
                bytes.truncate(n);
                end = End::Silent;
            }
            Some(Fault::ShortAt(n)) => bytes.truncate(n),
            Some(Fault::FlipAt(n)) => flip(&mut bytes, n),
            Some(Fault::Instead(others)) => bytes = others,
            _ => {}
        }
        let middle = bytes.len() / 2;
        let rest = bytes.split_off(middle);
        // The last piece is taken first.
        let pieces =
            [rest, bytes].into_iter().filter(|piece| !piece.is_empty()).collect();
        Self { pieces, end }
    }
}

impl Body for MemoryBody {
    async fn piece(&mut self) -> Result<Option<Vec<u8>>, SourceError> {
        step_aside().await;
        match (self.pieces.pop(), self.end) {
            (Some(piece), _) => Ok(Some(piece)),
            (None, End::Whole) => Ok(None),
            (None, End::Broken) => Err(SourceError::Broken),
            (None, End::Silent) => never().await,
        }
    }
}

impl Source for Memory {
    type Body = MemoryBody;

    async fn get(
        &self,
        address: &str,
        freshness: Freshness,
    ) -> Result<Reply<MemoryBody>, SourceError> {
        let fault = self.call(Call::Fetch(address.to_owned(), freshness)).await;
        match fault {
            Some(Fault::Broken) => return Err(SourceError::Broken),
            Some(Fault::Offline) => return Err(SourceError::Offline),
            Some(Fault::Status(status)) => {
                return Ok(Reply { status, body: MemoryBody::new(Vec::new(), None) });
            }
            _ => {}
        }
        let served = self.served.borrow().get(address).cloned();
        let status = if served.is_some() { 200 } else { 404 };
        let body = MemoryBody::new(served.unwrap_or_default(), fault);
        Ok(Reply { status, body })
    }
}

impl Cache for Memory {
    async fn get(
        &self,
        store: Store,
        catalogue: &str,
        path: &str,
    ) -> Result<Option<Vec<u8>>, CacheError> {
        let fault = self.call(Call::Get(store, path.to_owned())).await;
        let stored = self.stored.borrow().get(&key(store, catalogue, path)).cloned();
        match fault {
            Some(Fault::Broken | Fault::Offline | Fault::NoRoom) => {
                Err(CacheError::Unavailable)
            }
            Some(fault) => {
                Ok(stored.map(|bytes| MemoryBody::new(bytes, Some(fault)).whole()))
            }
            None => Ok(stored),
        }
    }

    async fn put(
        &self,
        store: Store,
        catalogue: &str,
        entries: &[Entry],
    ) -> Result<(), CacheError> {
        let paths = entries.iter().map(|(path, _)| path.clone()).collect();
        self.stored(Call::Put(store, paths), || {
            let mut stored = self.stored.borrow_mut();
            for (path, bytes) in entries {
                stored.insert(key(store, catalogue, path), bytes.clone());
            }
        })
        .await
    }

    async fn delete(
        &self,
        store: Store,
        catalogue: &str,
        paths: &[String],
    ) -> Result<(), CacheError> {
        self.stored(Call::Delete(store, paths.to_vec()), || {
            let mut stored = self.stored.borrow_mut();
            for path in paths {
                stored.remove(&key(store, catalogue, path));
            }
        })
        .await
    }

    async fn catalogues(&self, store: Store) -> Result<Vec<String>, CacheError> {
        self.stored(Call::List(store), || {
            let stored = self.stored.borrow();
            let ours = stored.keys().filter(|key| key.0 == store);
            let mut names: Vec<String> = ours.map(|key| key.1.clone()).collect();
            names.dedup();
            names
        })
        .await
    }

    async fn list(
        &self,
        store: Store,
        catalogue: &str,
    ) -> Result<Vec<String>, CacheError> {
        self.stored(Call::List(store), || {
            let stored = self.stored.borrow();
            let ours = stored.keys().filter(|key| key.0 == store && key.1 == catalogue);
            ours.map(|key| key.2.clone()).collect()
        })
        .await
    }
}

impl MemoryBody {
    fn whole(mut self) -> Vec<u8> {
        self.pieces.reverse();
        self.pieces.concat()
    }
}

fn key(store: Store, catalogue: &str, path: &str) -> (Store, String, String) {
    (store, catalogue.to_owned(), path.to_owned())
}

fn flip(bytes: &mut [u8], n: usize) {
    let len = bytes.len().max(1);
    if let Some(byte) = bytes.get_mut(n % len) {
        *byte ^= 1;
    }
}

/// Lets everything else go on for one round.
async fn step_aside() {
    let mut was_here = false;
    poll_fn(|cx| {
        if was_here {
            return Poll::Ready(());
        }
        was_here = true;
        cx.waker().wake_by_ref();
        Poll::Pending
    })
    .await;
}

async fn never<T>() -> T {
    core::future::pending().await
}

/// Whether anything was woken since the last round.
struct Awake(AtomicBool);

impl Wake for Awake {
    fn wake(self: Arc<Self>) {
        self.0.store(true, Ordering::Relaxed);
    }
}
