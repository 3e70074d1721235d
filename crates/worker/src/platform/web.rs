//! The browser: fetch, IndexedDB, timers and the port to the page.

use core::cell::RefCell;
use core::future::Future;
use core::time::Duration;
use std::rc::Rc;

use gloo_timers::future::TimeoutFuture;
use js_sys::{JsString, Uint8Array};
use rexie::{KeyRange, ObjectStore, Rexie, TransactionMode};
use wasm_bindgen::prelude::{Closure, JsCast, JsValue};
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{
    AbortController, DedicatedWorkerGlobalScope, MessageEvent,
    ReadableStreamDefaultReader, ReferrerPolicy, RequestCache, RequestInit, Response,
    WorkerGlobalScope,
};

use super::Platform;
use crate::cache::{Cache, CacheError, Entry, Store};
use crate::host::Host;
use crate::loader::Limits;
use crate::source::{Body, Freshness, Reply, Source, SourceError};
use crate::wait::Promise;
use crate::{Ask, Tell};

/// Hears the page's questions and posts the answers, for as long as this worker lives. What
/// cannot be read as a question was not meant for us and is left alone.
pub fn serve() {
    console_error_panic_hook::set_once();
    let scope: DedicatedWorkerGlobalScope = js_sys::global().unchecked_into();
    let web = Rc::new(Web {
        scope: scope.clone(),
        network: Network(scope.clone()),
        database: Database::default(),
    });
    let host = Host::new(Rc::clone(&web), Limits::default());
    let port = Rc::clone(&web);
    let hear = Closure::<dyn Fn(MessageEvent)>::new(move |event: MessageEvent| {
        let Ok(bytes) = event.data().dyn_into::<Uint8Array>() else { return };
        let Ok(ask) = postcard::from_bytes::<Ask>(&bytes.to_vec()) else { return };
        let (host, port) = (Rc::clone(&host), Rc::clone(&port));
        spawn_local(async move { port.tell(host.answer(ask).await) });
    });
    scope.set_onmessage(Some(hear.as_ref().unchecked_ref()));
    hear.forget();
    web.tell(Tell::Up);
}

/// The browser, as a dedicated worker sees it.
struct Web {
    scope: DedicatedWorkerGlobalScope,
    network: Network,
    database: Database,
}

impl Platform for Web {
    type Source = Network;
    type Cache = Database;

    fn source(&self) -> &Network {
        &self.network
    }

    fn cache(&self) -> &Database {
        &self.database
    }

    fn now(&self) -> Duration {
        let milliseconds = self.scope.performance().map_or(0.0, |clock| clock.now());
        Duration::from_secs_f64((milliseconds / 1000.0).max(0.0))
    }

    async fn sleep(&self, time: Duration) {
        TimeoutFuture::new(u32::try_from(time.as_millis()).unwrap_or(u32::MAX)).await;
    }

    fn spawn(&self, work: impl Future<Output = ()> + 'static) {
        spawn_local(work);
    }

    fn tell(&self, tell: Tell) {
        // Neither fails: plain data can be encoded, and bytes can be posted.
        if let Ok(bytes) = postcard::to_allocvec(&tell) {
            let _ = self.scope.post_message(&Uint8Array::from(bytes.as_slice()));
        }
    }
}

/// `fetch`.
struct Network(DedicatedWorkerGlobalScope);

impl Source for Network {
    type Body = Pieces;

    async fn get(
        &self,
        address: &str,
        freshness: Freshness,
    ) -> Result<Reply<Pieces>, SourceError> {
        let request = Stop(AbortController::new().map_err(|_| SourceError::Broken)?);
        let init = RequestInit::new();
        init.set_signal(Some(&request.0.signal()));
        init.set_referrer_policy(ReferrerPolicy::NoReferrer);
        init.set_cache(match freshness {
            Freshness::Usual => RequestCache::Default,
            Freshness::Revalidated => RequestCache::NoCache,
            Freshness::Reloaded => RequestCache::Reload,
        });
        let fetching = self.0.fetch_with_str_and_init(address, &init);
        let reply = JsFuture::from(fetching).await.map_err(|_| no_answer(&self.0))?;
        let reply: Response = reply.unchecked_into();
        let status = reply.status();
        let reader = reply.body().map(|body| body.get_reader().unchecked_into());
        Ok(Reply {
            status,
            body: Pieces { reader, scope: self.0.clone(), _request: request },
        })
    }
}

/// The browser says only "failed"; its word that there is no connection can be trusted, its
/// word that there is one cannot.
fn no_answer(scope: &WorkerGlobalScope) -> SourceError {
    if scope.navigator().on_line() { SourceError::Broken } else { SourceError::Offline }
}

/// A body that is being read.
struct Pieces {
    reader: Option<ReadableStreamDefaultReader>,
    scope: DedicatedWorkerGlobalScope,
    _request: Stop,
}

impl Body for Pieces {
    async fn piece(&mut self) -> Result<Option<Vec<u8>>, SourceError> {
        let Some(reader) = &self.reader else { return Ok(None) };
        let read = JsFuture::from(reader.read()).await;
        let read = read.map_err(|_| no_answer(&self.scope))?;
        let value = js_sys::Reflect::get(&read, &JsString::from("value"));
        let piece = value.ok().and_then(|value| value.dyn_into::<Uint8Array>().ok());
        Ok(piece.map(|piece| piece.to_vec()))
    }
}

/// Stops a request when it is dropped; one that has ended does not mind.
struct Stop(AbortController);

impl Drop for Stop {
    fn drop(&mut self) {
        self.0.abort();
    }
}

/// The database, opened when it is first needed and again after every failure: a handle that
/// failed once may never work again (Safari: "Connection to Indexed
/// Database server lost").
#[derive(Clone, Default)]
struct Database(Rc<RefCell<Option<Rc<Rexie>>>>);

/// The schema is this, for ever: rexie removes every store that is not declared, and a second
/// version would wait for every open tab of the first. What changes, changes in the bytes.
const NAME: &str = "bibliobus";
const VERSION: u32 = 1;
const STORES: [(Store, &str); 2] = [(Store::Files, "files"), (Store::Marks, "marks")];

fn name(store: Store) -> &'static str {
    STORES.iter().find(|(known, _)| *known == store).map_or("files", |(_, name)| name)
}

fn key(catalogue: &str, path: &str) -> JsValue {
    JsValue::from_str(&format!("{catalogue}\n{path}"))
}

impl Database {
    async fn handle(&self) -> Result<Rc<Rexie>, CacheError> {
        if let Some(handle) = &*self.0.borrow() {
            return Ok(Rc::clone(handle));
        }
        let mut builder = Rexie::builder(NAME).version(VERSION);
        for (_, name) in STORES {
            builder = builder.add_object_store(ObjectStore::new(name));
        }
        let handle = Rc::new(builder.build().await.map_err(|_| CacheError::Unavailable)?);
        // Of two that opened it at once, the later one is kept; both work.
        *self.0.borrow_mut() = Some(Rc::clone(&handle));
        Ok(handle)
    }

    /// Runs `work` to its end even if nobody waits for it any longer: a request that is
    /// dropped half-way would call into a closure that is gone.
    async fn run<T: Clone + 'static>(
        &self,
        work: impl AsyncFnOnce(&Rexie) -> Result<T, Failed> + 'static,
    ) -> Result<T, CacheError> {
        let promise = Rc::new(Promise::default());
        let (database, outcome) = (self.clone(), Rc::clone(&promise));
        spawn_local(async move { outcome.keep(database.work(work).await) });
        promise.kept().await
    }

    async fn work<T>(
        &self,
        work: impl AsyncFnOnce(&Rexie) -> Result<T, Failed>,
    ) -> Result<T, CacheError> {
        let handle = self.handle().await?;
        let outcome = work(&handle).await;
        outcome.map_err(|failed| {
            self.drop_handle(&handle);
            failed.0
        })
    }

    /// Drops the handle that failed, unless it was dropped already.
    fn drop_handle(&self, failed: &Rc<Rexie>) {
        let mut kept = self.0.borrow_mut();
        if kept.as_ref().is_some_and(|handle| Rc::ptr_eq(handle, failed)) {
            *kept = None;
        }
    }
}

/// A failure within the database. Browsers disagree on what they call it, so its name is not
/// looked at, only what still works.
struct Failed(CacheError);

impl From<rexie::Error> for Failed {
    fn from(_: rexie::Error) -> Self {
        Self(CacheError::Unavailable)
    }
}

/// Writes within one transaction, all or nothing.
async fn write(
    database: &Rexie,
    store: Store,
    change: impl AsyncFnOnce(&rexie::Store) -> rexie::Result<()>,
) -> Result<(), Failed> {
    let transaction = database.transaction(&[name(store)], TransactionMode::ReadWrite)?;
    let changed = match change(&transaction.store(name(store))?).await {
        // A full disk may show only now, as a transaction that ends without an error, undone.
        Ok(()) => transaction.done().await?.is_committed(),
        Err(_) => false,
    };
    if changed {
        return Ok(());
    }
    // If what could not be written to can be read from, then there is no room.
    read(database, store, JsValue::from_str("")).await?;
    Err(Failed(CacheError::NoRoom))
}

async fn read(
    database: &Rexie,
    store: Store,
    key: JsValue,
) -> Result<Option<Vec<u8>>, Failed> {
    let transaction = database.transaction(&[name(store)], TransactionMode::ReadOnly)?;
    let value = transaction.store(name(store))?.get(key).await?;
    let bytes = value.and_then(|value| value.dyn_into::<Uint8Array>().ok());
    Ok(bytes.map(|bytes| bytes.to_vec()))
}

impl Cache for Database {
    async fn get(
        &self,
        store: Store,
        catalogue: &str,
        path: &str,
    ) -> Result<Option<Vec<u8>>, CacheError> {
        let key = key(catalogue, path);
        self.run(async move |database: &Rexie| read(database, store, key).await).await
    }

    async fn put(
        &self,
        store: Store,
        catalogue: &str,
        entries: &[Entry],
    ) -> Result<(), CacheError> {
        let values: Vec<(JsValue, Option<JsValue>)> = entries
            .iter()
            .map(|(path, bytes)| {
                (Uint8Array::from(bytes.as_slice()).into(), Some(key(catalogue, path)))
            })
            .collect();
        self.run(async move |database: &Rexie| {
            write(database, store, async move |store| {
                store.put_all(values.into_iter()).await
            })
            .await
        })
        .await
    }

    async fn delete(
        &self,
        store: Store,
        catalogue: &str,
        paths: &[String],
    ) -> Result<(), CacheError> {
        let keys: Vec<JsValue> = paths.iter().map(|path| key(catalogue, path)).collect();
        self.run(async move |database: &Rexie| {
            write(database, store, async move |store| {
                for key in keys {
                    store.delete(key).await?;
                }
                Ok(())
            })
            .await
        })
        .await
    }

    async fn list(
        &self,
        store: Store,
        catalogue: &str,
    ) -> Result<Vec<String>, CacheError> {
        let (from, to) = (key(catalogue, ""), key(catalogue, "\u{ffff}"));
        let skip = catalogue.len() + 1;
        self.run(async move |database: &Rexie| {
            let range =
                KeyRange::bound(&from, &to, None, None).map_err(rexie::Error::from)?;
            let transaction =
                database.transaction(&[name(store)], TransactionMode::ReadOnly)?;
            let keys =
                transaction.store(name(store))?.get_all_keys(Some(range), None).await?;
            let keys = keys.iter().filter_map(JsValue::as_string);
            Ok(keys.filter_map(|key| key.get(skip..).map(str::to_owned)).collect())
        })
        .await
    }
}
