//! Keeping: every file of a collection on this device, with pause and resume. What is here
//! is counted from what storage lists, so nothing is lost with the page.

use core::time::Duration;
use std::collections::BTreeSet;
use std::rc::Rc;

use bibliobus_index::{FileName, LoadError, Portion, Question, Want, signature_path};

use crate::cache::{CacheError, Entry, Store};
use crate::host::{Catalogue, Host, Open};
use crate::loader::Reach;
use crate::marks::{Kept, Moved};
use crate::message::{Answer, Keeping, KeepingState, News, Origin, Problem, Tell};
use crate::platform::Platform;
use crate::release::Release;
use crate::storage::{BATCH, Era};
use crate::wait::{Turns, all};

/// Fewer than the loader allows, so that a search in the meantime need not queue.
const AT_ONCE: usize = 4;

/// News of progress come no more often.
const NEWS_EVERY: Duration = Duration::from_millis(100);

/// How often a batch is offered to storage that does not answer.
const OFFERS: usize = 4;

impl<P: Platform> Host<P> {
    pub(crate) async fn keep(
        self: &Rc<Self>,
        catalogue: &Rc<Catalogue>,
        portion: Portion,
    ) -> Result<Answer, Problem> {
        let open = self.opened(catalogue).await?;
        let is_same = open.keeping.portion == portion;
        match open.keeping.state {
            KeepingState::Running if is_same => {}
            KeepingState::Whole
                if is_same && self.is_still_whole(catalogue, &open).await => {}
            _ => {
                change(catalogue, |open| open.keeping.portion = portion);
                self.start_keeping(catalogue);
            }
        }
        Ok(answer(catalogue))
    }

    pub(crate) async fn pause(
        self: &Rc<Self>,
        catalogue: &Rc<Catalogue>,
    ) -> Result<Answer, Problem> {
        let portion = self.opened(catalogue).await?.keeping.portion;
        change(catalogue, |open| {
            if open.keeping.state == KeepingState::Running {
                open.keeping.state = KeepingState::Paused;
            }
        });
        stop(catalogue);
        let kept = Kept { portion, keys: catalogue.trusted.clone(), is_paused: true };
        let (storage, address) =
            (Rc::clone(&self.loader.storage), catalogue.address.clone());
        self.loader.platform.spawn(async move {
            // If this is not noted, the next visit goes on by itself.
            let _ = storage.want_keep(&address, &kept).await;
        });
        Ok(answer(catalogue))
    }

    pub(crate) async fn forget(
        self: &Rc<Self>,
        catalogue: &Rc<Catalogue>,
    ) -> Result<Answer, Problem> {
        stop(catalogue);
        let forgotten = self.loader.storage.forget(&catalogue.address).await;
        change(catalogue, |open| {
            // The earlier release had its place only because it was whole.
            if let Some(next) = open.next.take() {
                open.release = next;
            }
        });
        if let Some(open) = catalogue.now_open() {
            let keeping = match forgotten {
                Ok(()) => nothing(&open.release),
                Err(_) => self.count(&open.release).await,
            };
            change(catalogue, |open| open.keeping = keeping);
        }
        forgotten.map(|()| answer(catalogue)).map_err(refused)
    }

    /// Browsers may have taken the files away in the meantime.
    async fn is_still_whole(self: &Rc<Self>, catalogue: &Catalogue, open: &Open) -> bool {
        let keeping = self.count(&open.release).await;
        let is_whole = keeping.state == KeepingState::Whole;
        change(catalogue, |open| open.keeping = keeping);
        is_whole
    }

    /// Begins, or goes on, beside everything else.
    pub(crate) fn start_keeping(self: &Rc<Self>, catalogue: &Rc<Catalogue>) {
        stop(catalogue);
        change(catalogue, |open| open.keeping.state = KeepingState::Running);
        let turn = catalogue.keep_turn.get();
        let (host, catalogue) = (Rc::clone(self), Rc::clone(catalogue));
        self.loader
            .platform
            .spawn(async move { host.run_keeping(&catalogue, turn).await });
    }

    async fn run_keeping(self: &Rc<Self>, catalogue: &Rc<Catalogue>, turn: u32) {
        let Some(open) = catalogue.now_open() else { return };
        let is_update = open.next.is_some();
        let target = open.next.unwrap_or(open.release);
        let outcome = self.keep_files(catalogue, &target, turn).await;
        if catalogue.keep_turn.get() != turn {
            return;
        }
        let is_whole = outcome.is_ok();
        change(catalogue, |open| {
            open.keeping.state = match outcome {
                Ok(()) => KeepingState::Whole,
                Err(problem) => KeepingState::Stopped(problem),
            }
        });
        self.tell_keeping(catalogue);
        if is_whole {
            self.take_next(catalogue, &target);
            if !is_update {
                self.sweep_less_later(catalogue);
            }
        }
    }

    /// Goes over to the later release, now that it is whole.
    fn take_next(&self, catalogue: &Catalogue, target: &Rc<Release>) {
        let is_next =
            |open: &Open| open.next.as_ref().is_some_and(|next| next.is(target));
        if !catalogue.now_open().as_ref().is_some_and(is_next) {
            return;
        }
        change(catalogue, |open| {
            open.next = None;
            open.release = Rc::clone(target);
        });
        self.tell_opened(catalogue);
    }

    async fn keep_files(
        self: &Rc<Self>,
        catalogue: &Rc<Catalogue>,
        target: &Rc<Release>,
        turn: u32,
    ) -> Result<(), Problem> {
        let storage = &self.loader.storage;
        let era = storage.era();
        let is_over = || catalogue.keep_turn.get() != turn;
        // One call that failed just now is no reason to give up.
        storage.rested().await;
        if is_over() {
            return Ok(());
        }
        let portion = catalogue.now_open().map(|open| open.keeping.portion);
        let portion = portion.unwrap_or_default();
        let kept = Kept {
            portion: portion.clone(),
            keys: catalogue.trusted.clone(),
            is_paused: false,
        };
        storage.want_keep(&catalogue.address, &kept).await.map_err(refused)?;
        target.prepare(&self.loader, Reach::Network).await?;
        let files = self.files_to_keep(target, &portion, Reach::Network).await?;
        let here = self.paths_here(&catalogue.address).await.map_err(refused)?;
        if is_over() {
            return Ok(());
        }
        let bytes_total = bytes(&files);
        let (here, missing): (Vec<Want>, Vec<Want>) =
            files.into_iter().partition(|want| here.contains(&want.file.path()));
        change(catalogue, |open| {
            open.keeping.bytes_here = bytes(&here);
            open.keeping.bytes_total = bytes_total;
        });
        for batch in missing.chunks(BATCH) {
            self.keep_batch(catalogue, batch, turn).await?;
            if is_over() {
                return Ok(());
            }
            change(catalogue, |open| open.keeping.bytes_here += bytes(batch));
            self.tell_progress(catalogue);
        }
        // The pointer comes last: it never names a release of which a file is missing.
        self.point_to(target, Moved::FromAnother, era).await.map_err(refused)?;
        if portion == Portion::Whole {
            return Ok(());
        }
        // More than this may have been kept before.
        storage.want_sweep(&catalogue.address).await.map_err(refused)
    }

    /// The files of a portion.
    async fn files_to_keep(
        &self,
        release: &Rc<Release>,
        portion: &Portion,
        reach: Reach,
    ) -> Result<Vec<Want>, Problem> {
        let question = Question::Portion(portion.clone());
        release.fill(&self.loader, &question, reach).await?;
        Ok(release.index.borrow().files_for(portion))
    }

    /// Goes on with what a closed page or a lost line has cut short, unless the reader stopped
    /// it.
    pub(crate) fn resume_later(self: &Rc<Self>, catalogue: &Rc<Catalogue>) {
        let is_cut_short = |open: &Open| {
            open.keeping.state == KeepingState::Paused && open.origin == Origin::Network
        };
        if !catalogue.now_open().as_ref().is_some_and(is_cut_short) {
            return;
        }
        let (host, catalogue) = (Rc::clone(self), Rc::clone(catalogue));
        self.loader.platform.spawn(async move {
            let kept = host.loader.storage.kept(&catalogue.address).await;
            let is_wanted = kept.is_some_and(|kept| !kept.is_paused);
            if is_wanted && catalogue.now_open().as_ref().is_some_and(is_cut_short) {
                host.start_keeping(&catalogue);
                host.tell_keeping(&catalogue);
            }
        });
    }

    /// Fetches some files and writes them in one transaction.
    async fn keep_batch(
        &self,
        catalogue: &Catalogue,
        batch: &[Want],
        turn: u32,
    ) -> Result<(), Problem> {
        let turns = Turns::new(AT_ONCE);
        let fetching =
            batch.iter().map(|want| self.file_to_keep(catalogue, *want, &turns));
        let fetched = all(fetching).await;
        let entries: Result<Vec<Entry>, Problem> = fetched.into_iter().collect();
        let entries = entries?;
        if catalogue.keep_turn.get() != turn {
            return Ok(());
        }
        self.put_patiently(&catalogue.address, &entries).await.map_err(refused)
    }

    async fn file_to_keep(
        &self,
        catalogue: &Catalogue,
        want: Want,
        turns: &Turns,
    ) -> Result<Entry, Problem> {
        let _turn = turns.turn().await;
        let judge = |bytes: &[u8]| has_name(bytes, want.file);
        let bytes = self.loader.fetch(&catalogue.address, want, judge).await?;
        Ok((want.file.path(), bytes))
    }

    /// Storage that does not answer is given time to recover; a full one is not asked twice.
    async fn put_patiently(
        &self,
        address: &str,
        entries: &[Entry],
    ) -> Result<(), CacheError> {
        let storage = &self.loader.storage;
        for _ in 1..OFFERS {
            match storage.put_with_room(address, entries).await {
                Err(CacheError::Unavailable) => storage.rested().await,
                outcome => return outcome,
            }
        }
        storage.put_with_room(address, entries).await
    }

    /// Moves the pointer on the device, never back, unless it was forgotten since `era`.
    pub(crate) async fn point_to(
        &self,
        release: &Release,
        moved: Moved,
        era: Era,
    ) -> Result<(), CacheError> {
        let storage = &self.loader.storage;
        let stored = storage.manifest(&release.catalogue).await;
        let is_behind = match stored {
            Some(stored) if stored == release.manifest => false,
            Some(stored) => Release::open(&release.catalogue, stored)
                .is_ok_and(|stored| stored.number() <= release.number()),
            None => true,
        };
        if !is_behind || era != storage.era() {
            return Ok(());
        }
        storage.point_to(&release.catalogue, &release.manifest, moved).await
    }

    /// How much of a release is here, by what storage lists.
    pub(crate) async fn count(&self, release: &Rc<Release>) -> Keeping {
        let address = &release.catalogue;
        let Some(Kept { portion, .. }) = self.loader.storage.kept(address).await else {
            return nothing(release);
        };
        let listed = self.files_to_keep(release, &portion, Reach::Device).await;
        let is_listed = listed.is_ok();
        let files = listed.unwrap_or_else(|_| release.index.borrow().files_for(&portion));
        let bytes_total = match portion {
            Portion::Whole => release.index.borrow().bytes(),
            _ => bytes(&files),
        };
        let here = self.paths_here(address).await.unwrap_or_default();
        let (here, missing): (Vec<Want>, Vec<Want>) =
            files.into_iter().partition(|want| here.contains(&want.file.path()));
        let is_whole = is_listed && missing.is_empty();
        let state = if is_whole { KeepingState::Whole } else { KeepingState::Paused };
        Keeping { state, portion, bytes_here: bytes(&here), bytes_total }
    }

    /// Counts again after a file turned out to be missing, if that makes a promise untrue.
    pub(crate) fn count_again_later(self: &Rc<Self>, catalogue: &Rc<Catalogue>) {
        let whole = |open: &Open| open.keeping.state == KeepingState::Whole;
        let Some(open) = catalogue.now_open().filter(whole) else { return };
        let (host, catalogue) = (Rc::clone(self), Rc::clone(catalogue));
        self.loader.platform.spawn(async move {
            let keeping = host.count(&open.release).await;
            if keeping != open.keeping && catalogue.now_open().as_ref().is_some_and(whole)
            {
                change(&catalogue, |open| open.keeping = keeping);
                host.tell_keeping(&catalogue);
            }
        });
    }

    /// Removes the files that the present release does not name, if some may be left.
    pub(crate) fn sweep_later(self: &Rc<Self>, catalogue: &Rc<Catalogue>) {
        let (host, catalogue) = (Rc::clone(self), Rc::clone(catalogue));
        self.loader.platform.spawn(async move {
            // What is left behind is found by the next visit: the mark goes last.
            let _ = host.sweep(&catalogue).await;
        });
    }

    /// A smaller portion makes room at once; an earlier release waits for the next visit.
    fn sweep_less_later(self: &Rc<Self>, catalogue: &Rc<Catalogue>) {
        let is_less = |open: &Open| open.keeping.portion != Portion::Whole;
        if catalogue.now_open().as_ref().is_some_and(is_less) {
            self.sweep_later(catalogue);
        }
    }

    async fn sweep(self: &Rc<Self>, catalogue: &Catalogue) -> Result<(), Problem> {
        let storage = &self.loader.storage;
        let address = &catalogue.address;
        let Some(open) = catalogue.now_open() else { return Ok(()) };
        // A half-kept release is no reason to part with what may still be of use.
        let is_settled =
            matches!(open.keeping.state, KeepingState::Whole | KeepingState::NotKept);
        if !is_settled || !storage.is_sweep_due(address).await {
            return Ok(());
        }
        let portion = &open.keeping.portion;
        let files = self.files_to_keep(&open.release, portion, Reach::Network).await?;
        let mut stale = self.paths_here(address).await.map_err(refused)?;
        for want in files {
            stale.remove(&want.file.path());
        }
        stale.remove(&signature_path(&open.release.manifest));
        let stale: Vec<String> = stale.into_iter().collect();
        storage.delete(Store::Files, address, &stale).await.map_err(refused)?;
        storage.swept(address).await.map_err(refused)
    }

    async fn paths_here(&self, address: &str) -> Result<BTreeSet<String>, CacheError> {
        let listed = self.loader.storage.list(Store::Files, address).await?;
        Ok(listed.into_iter().collect())
    }

    fn tell_progress(&self, catalogue: &Catalogue) {
        if self.loader.platform.now() >= catalogue.last_news.get() + NEWS_EVERY {
            self.tell_keeping(catalogue);
        }
    }

    fn tell_keeping(&self, catalogue: &Catalogue) {
        let Some(open) = catalogue.now_open() else { return };
        catalogue.last_news.set(self.loader.platform.now());
        let (catalogue, keeping) = (catalogue.address.clone(), open.keeping);
        self.loader.platform.tell(Tell::News(News::Keeping { catalogue, keeping }));
    }
}

/// Nothing of it is kept.
fn nothing(release: &Release) -> Keeping {
    let bytes_total = release.index.borrow().bytes();
    Keeping { bytes_total, ..Keeping::default() }
}

fn answer(catalogue: &Catalogue) -> Answer {
    Answer::Keeping(catalogue.now_open().map(|open| open.keeping).unwrap_or_default())
}

/// Takes the word from whoever is keeping now.
pub(crate) fn stop(catalogue: &Catalogue) {
    catalogue.keep_turn.set(catalogue.keep_turn.get().wrapping_add(1));
}

fn change(catalogue: &Catalogue, change: impl FnOnce(&mut Open)) {
    if let Some(open) = &mut *catalogue.open.borrow_mut() {
        change(open);
    }
}

fn bytes(wants: &[Want]) -> u64 {
    wants.iter().map(|want| u64::from(want.len)).sum()
}

pub(crate) fn refused(error: CacheError) -> Problem {
    match error {
        CacheError::NoRoom => Problem::NoRoom,
        CacheError::Unavailable => Problem::NoStorage,
    }
}

/// Whether these bytes are the file: enough for keeping. Decoding is for who answers.
pub(crate) fn has_name(bytes: &[u8], expected: FileName) -> Result<(), LoadError> {
    let got = FileName::of(bytes);
    if got == expected { Ok(()) } else { Err(LoadError::WrongHash { expected, got }) }
}
