//! Opening a collection: which of two manifests is believed, the host's or the device's, and
//! what follows when a later release has come.

use core::time::Duration;
use std::rc::Rc;

use bibliobus_index::{Keys, OpenError, signature_path};

use crate::cache::Store;
use crate::host::{Catalogue, Host, Open, Opening};
use crate::keep::stop;
use crate::loader::Reach;
use crate::marks::Moved;
use crate::message::{Answer, KeepingState, News, Origin, Problem, Tell};
use crate::platform::Platform;
use crate::release::Release;
use crate::source::Freshness;
use crate::wait::within;

const MANIFEST: &str = "manifest.json";

/// A manifest is at most some 20 KB for a million records; what is longer than this is none.
const LONGEST_MANIFEST: usize = 1 << 20;

/// A signature of minisign has some 300 bytes.
const LONGEST_SIGNATURE: usize = 4 << 10;

/// How long the host's word on which release is the latest is taken for new.
const CHECK_AFTER: Duration = Duration::from_secs(60);

impl<P: Platform> Host<P> {
    /// Opens a collection, or looks once more whether the host has something newer.
    pub(crate) async fn open_anew(
        self: &Rc<Self>,
        catalogue: &Rc<Catalogue>,
    ) -> Result<Answer, Problem> {
        let was_open = catalogue.now_open();
        let mut open = self.opened(catalogue).await?;
        if let Some(was) = was_open {
            if was.origin == Origin::Device {
                let patience = self.loader.limits.manifest_with_copy;
                let looking = self.look_for_newer(catalogue);
                within(self.loader.platform.sleep(patience), looking).await;
                open = catalogue.now_open().unwrap_or(open);
            } else if self.loader.platform.now() > was.checked + CHECK_AFTER {
                self.look_for_newer_later(catalogue);
            }
        }
        Ok(Answer::Opened(Box::new(open.collection())))
    }

    /// The open collection; opens it if it is not.
    pub(crate) async fn opened(
        self: &Rc<Self>,
        catalogue: &Rc<Catalogue>,
    ) -> Result<Open, Problem> {
        if let Some(open) = catalogue.now_open() {
            return Ok(open);
        }
        let opening = self.opening(catalogue);
        opening.kept().await?;
        catalogue.now_open().ok_or(Problem::Engine)
    }

    /// The opening that is under way, begun if nobody has begun it.
    fn opening(self: &Rc<Self>, catalogue: &Rc<Catalogue>) -> Opening {
        if let Some(opening) = &*catalogue.opening.borrow() {
            return Rc::clone(opening);
        }
        let opening = Opening::default();
        *catalogue.opening.borrow_mut() = Some(Rc::clone(&opening));
        let (host, of, done) =
            (Rc::clone(self), Rc::clone(catalogue), Rc::clone(&opening));
        self.loader.platform.spawn(async move {
            let outcome = host.open_first(&of).await;
            *of.opening.borrow_mut() = None;
            done.keep(outcome);
        });
        opening
    }

    async fn open_first(
        self: &Rc<Self>,
        catalogue: &Rc<Catalogue>,
    ) -> Result<(), Problem> {
        let stored = self.stored_release(catalogue).await;
        let limits = &self.loader.limits;
        let patience = match stored {
            Some(_) => limits.manifest_with_copy,
            None => limits.first_byte + limits.stall,
        };
        let asking = self.fresh_release(catalogue);
        let asked = within(self.loader.platform.sleep(patience), asking).await;
        let was_slow = asked.is_none();
        let file = MANIFEST.to_owned();
        let fresh = asked.unwrap_or(Err(Problem::Unreachable { file }));
        match stored {
            None => self.take_first(catalogue, fresh?).await?,
            Some(stored) => self.choose(catalogue, stored, fresh).await?,
        }
        if was_slow {
            self.look_for_newer_later(catalogue);
        }
        self.resume_later(catalogue);
        Ok(())
    }

    /// Opens what the host has; there is nothing else.
    async fn take_first(
        self: &Rc<Self>,
        catalogue: &Rc<Catalogue>,
        fresh: Rc<Release>,
    ) -> Result<(), Problem> {
        fresh.prepare(&self.loader, Reach::Network).await?;
        self.point_to_later(&fresh, Moved::FromNothing);
        self.set_open(catalogue, fresh, Origin::Network).await;
        Ok(())
    }

    /// Opens the host's release if it is a good one, otherwise the device's.
    async fn choose(
        self: &Rc<Self>,
        catalogue: &Rc<Catalogue>,
        stored: Rc<Release>,
        fresh: Result<Rc<Release>, Problem>,
    ) -> Result<(), Problem> {
        let Some(fresh) = fresh.ok().filter(|fresh| fresh.number() >= stored.number())
        else {
            stored.prepare(&self.loader, Reach::Network).await?;
            self.set_open(catalogue, stored, Origin::Device).await;
            return Ok(());
        };
        // A pointer that is the host's was written by an earlier visit, so it is safe on the
        // device (WebKit may lose what it has acknowledged): now the rest may go.
        let is_old_news = fresh.is(&stored);
        let device = if is_old_news { Reach::Network } else { Reach::Device };
        let is_ready = stored.prepare(&self.loader, device).await;
        if is_old_news {
            is_ready?;
            self.set_open(catalogue, stored, Origin::Network).await;
            self.sweep_later(catalogue);
            return Ok(());
        }
        if is_ready.is_ok() {
            self.set_open(catalogue, stored, Origin::Network).await;
        }
        match self.adopt(catalogue, fresh).await {
            Err(problem) if catalogue.open.borrow().is_none() => Err(problem),
            _ => Ok(()),
        }
    }

    /// Goes over to a later release: at once, or, if the present one is kept whole, when the
    /// later one is whole too.
    async fn adopt(
        self: &Rc<Self>,
        catalogue: &Rc<Catalogue>,
        fresh: Rc<Release>,
    ) -> Result<(), Problem> {
        let kept = self.loader.storage.kept(&catalogue.address).await;
        let before = catalogue.now_open();
        let state = before.as_ref().map(|open| &open.keeping.state);
        let is_paused = state == Some(&KeepingState::Paused)
            || kept.is_some_and(|kept| kept.is_paused);
        let is_whole = state == Some(&KeepingState::Whole)
            || before.as_ref().is_some_and(|open| open.next.is_some());
        if is_whole {
            if let Some(open) = &mut *catalogue.open.borrow_mut() {
                open.next = Some(fresh);
                if is_paused {
                    open.keeping.state = KeepingState::Paused;
                }
            }
            if !is_paused {
                self.start_keeping(catalogue);
            }
            return Ok(());
        }
        // A release whose first files cannot be had is not all there yet.
        fresh.prepare(&self.loader, Reach::Network).await?;
        self.point_to_later(&fresh, Moved::FromAnother);
        stop(catalogue);
        self.set_open(catalogue, fresh, Origin::Network).await;
        self.resume_later(catalogue);
        Ok(())
    }

    async fn set_open(
        self: &Rc<Self>,
        catalogue: &Rc<Catalogue>,
        release: Rc<Release>,
        origin: Origin,
    ) {
        let keeping = self.count(&release).await;
        let checked = self.loader.platform.now();
        let open = Open { release, next: None, origin, checked, keeping };
        *catalogue.open.borrow_mut() = Some(open);
    }

    pub(crate) fn look_for_newer_later(self: &Rc<Self>, catalogue: &Rc<Catalogue>) {
        let (host, catalogue) = (Rc::clone(self), Rc::clone(catalogue));
        self.loader.platform.spawn(async move { host.look_for_newer(&catalogue).await });
    }

    /// Asks the host which release is the latest, and tells the page if that changes anything.
    async fn look_for_newer(self: &Rc<Self>, catalogue: &Rc<Catalogue>) {
        let Some(before) = catalogue.now_open().map(|open| open.collection()) else {
            return;
        };
        let Ok(fresh) = self.fresh_release(catalogue).await else { return };
        let Some(open) = catalogue.now_open() else { return };
        if let Some(open) = &mut *catalogue.open.borrow_mut() {
            open.checked = self.loader.platform.now();
        }
        let latest = open.next.as_ref().unwrap_or(&open.release);
        if fresh.number() < latest.number() {
            return;
        }
        if let Some(open) = &mut *catalogue.open.borrow_mut() {
            open.origin = Origin::Network;
        }
        if !fresh.is(latest) && self.adopt(catalogue, fresh).await.is_err() {
            return;
        }
        let after = catalogue.now_open().map(|open| open.collection());
        if after.is_some_and(|after| after != before) {
            self.tell_opened(catalogue);
        }
        self.resume_later(catalogue);
    }

    /// Tells the page what the collection is now.
    pub(crate) fn tell_opened(&self, catalogue: &Catalogue) {
        let Some(open) = catalogue.now_open() else { return };
        let (catalogue, collection) =
            (catalogue.address.clone(), Box::new(open.collection()));
        self.loader.platform.tell(Tell::News(News::Opened { catalogue, collection }));
    }

    /// The release that the pointer on the device names, if it is there, can be read and is
    /// the library's own.
    pub(crate) async fn stored_release(
        &self,
        catalogue: &Catalogue,
    ) -> Option<Rc<Release>> {
        let manifest = self.loader.storage.manifest(&catalogue.address).await?;
        self.ensure_signed(catalogue, &manifest, Reach::Device).await.ok()?;
        Release::open(&catalogue.address, manifest).ok().map(Rc::new)
    }

    /// The release that the library's host names.
    async fn fresh_release(&self, catalogue: &Catalogue) -> Result<Rc<Release>, Problem> {
        let address = &catalogue.address;
        for freshness in [Freshness::Revalidated, Freshness::Reloaded] {
            let asked = self.loader.ask(address, MANIFEST, LONGEST_MANIFEST, freshness);
            match Release::open(address, asked.await?) {
                Ok(release) => {
                    self.ensure_signed(catalogue, &release.manifest, Reach::Network)
                        .await?;
                    return Ok(Rc::new(release));
                }
                Err(OpenError::TooNew { .. }) => return Err(Problem::TooNew),
                Err(_) => {}
            }
        }
        Err(Problem::Damaged { file: MANIFEST.to_owned() })
    }

    /// Ensures that a manifest is signed with a key that the page trusts, if it trusts any.
    async fn ensure_signed(
        &self,
        catalogue: &Catalogue,
        manifest: &[u8],
        reach: Reach,
    ) -> Result<(), Problem> {
        if catalogue.keys.as_ref().is_some_and(Keys::is_empty) {
            return Ok(());
        }
        let (address, path) = (&catalogue.address, signature_path(manifest));
        let era = self.loader.storage.era();
        let stored = self.loader.storage.get(Store::Files, address, &path).await;
        let is_here = stored
            .is_some_and(|stored| self.verify(catalogue, manifest, &stored).is_ok());
        if is_here || reach == Reach::Device {
            return if is_here { Ok(()) } else { Err(Problem::Unsigned) };
        }
        let asked = self.loader.ask(address, &path, LONGEST_SIGNATURE, Freshness::Usual);
        let signature = asked.await.map_err(|problem| match problem {
            Problem::Refused { .. } => Problem::Unsigned,
            other => other,
        })?;
        self.verify(catalogue, manifest, &signature)?;
        self.loader.storage.put_later(address, (path, signature), era);
        Ok(())
    }

    /// Verifies a signature by the keys that the page trusts.
    pub(crate) fn verify(
        &self,
        catalogue: &Catalogue,
        manifest: &[u8],
        signature: &[u8],
    ) -> Result<(), Problem> {
        let keys = catalogue.keys.as_ref().ok_or(Problem::Unsigned)?;
        if keys.is_empty() {
            return Ok(());
        }
        keys.verify(manifest, signature).map_err(|_| Problem::Unsigned)
    }

    fn point_to_later(self: &Rc<Self>, release: &Rc<Release>, moved: Moved) {
        let (host, release) = (Rc::clone(self), Rc::clone(release));
        let era = self.loader.storage.era();
        self.loader.platform.spawn(async move {
            // Without it the next visit needs the network, that is all.
            let _ = host.point_to(&release, moved, era).await;
        });
    }
}
