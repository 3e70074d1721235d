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
    let line = line(&scope);
    let web = Rc::new(Web {
        line: line.clone(),
        network: Network(scope.clone()),
        scope,
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
    line.set_onmessage(Some(hear.as_ref().unchecked_ref()));
    hear.forget();
    web.tell(Tell::Up);
}

/// Where a page that may start no worker, and runs the host itself, leaves the host's end of a
/// channel: a property of the global object with this symbol.
const LINE: &str = "bibliobus";

/// What messages go through: the worker itself, or the end of a channel, which has the same
/// methods.
fn line(scope: &DedicatedWorkerGlobalScope) -> DedicatedWorkerGlobalScope {
    let left = js_sys::Reflect::get(scope, &js_sys::Symbol::for_(LINE));
    let left = left.ok().filter(|left| !left.is_undefined());
    left.map_or_else(|| scope.clone(), JsCast::unchecked_into)
}

/// The browser, as a dedicated worker sees it; all that is asked of the scope, a window has too.
struct Web {
    scope: DedicatedWorkerGlobalScope,
    line: DedicatedWorkerGlobalScope,
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
            let _ = self.line.post_message(&Uint8Array::from(bytes.as_slice()));
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
struct Database(Rc<RefCell<Option<Rc<Handle>>>>);

/// A connection, closed when it is dropped: one that is only let go stays open in the browser,
/// and would call into a closure that is gone when somebody wants to delete the database.
struct Handle(Option<Rexie>);

impl Drop for Handle {
    fn drop(&mut self) {
        if let Some(connection) = self.0.take() {
            connection.close();
        }
    }
}

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
    async fn handle(&self) -> Result<Rc<Handle>, CacheError> {
        if let Some(handle) = &*self.0.borrow() {
            return Ok(Rc::clone(handle));
        }
        let mut builder = Rexie::builder(NAME).version(VERSION);
        for (_, name) in STORES {
            builder = builder.add_object_store(ObjectStore::new(name));
        }
        let opened = builder.build().await.map_err(|_| CacheError::Unavailable)?;
        let handle = Rc::new(Handle(Some(opened)));
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
        let Some(connection) = &handle.0 else { return Err(CacheError::Unavailable) };
        let outcome = work(connection).await;
        outcome.map_err(|failed| {
            self.drop_handle(&handle);
            failed.0
        })
    }

    /// The keys of all entries, or of one catalogue's, in their order.
    async fn keys(
        &self,
        store: Store,
        catalogue: Option<&str>,
    ) -> Result<Vec<String>, CacheError> {
        let ends = catalogue.map(|of| (key(of, ""), key(of, "\u{ffff}")));
        self.run(async move |database: &Rexie| {
            let range = ends.map(|(from, to)| KeyRange::bound(&from, &to, None, None));
            let range = range.transpose().map_err(rexie::Error::from)?;
            let transaction =
                database.transaction(&[name(store)], TransactionMode::ReadOnly)?;
            let keys = transaction.store(name(store))?.get_all_keys(range, None).await?;
            Ok(keys.iter().filter_map(JsValue::as_string).collect())
        })
        .await
    }

    /// Drops the handle that failed, unless it was dropped already.
    fn drop_handle(&self, failed: &Rc<Handle>) {
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

    async fn catalogues(&self, store: Store) -> Result<Vec<String>, CacheError> {
        let keys = self.keys(store, None).await?;
        let names = keys.iter().filter_map(|key| key.split_once('\n'));
        let mut names: Vec<String> = names.map(|(of, _)| of.to_owned()).collect();
        names.dedup();
        Ok(names)
    }

    async fn list(
        &self,
        store: Store,
        catalogue: &str,
    ) -> Result<Vec<String>, CacheError> {
        let keys = self.keys(store, Some(catalogue)).await?;
        let skip = catalogue.len() + 1;
        Ok(keys.iter().filter_map(|key| key.get(skip..).map(str::to_owned)).collect())
    }
}

#[cfg(test)]
mod tests {
    use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};

    use super::*;

    wasm_bindgen_test_configure!(run_in_dedicated_worker);

    fn entry(path: &str, byte: u8) -> Entry {
        (path.to_owned(), vec![byte; 1000])
    }

    #[wasm_bindgen_test]
    async fn what_was_put_is_got_listed_and_deleted() {
        let (database, a, b) = (Database::default(), "https://a.example/", "https://ab/");
        let entries = [entry("x", 1), entry("y", 2)];
        database.put(Store::Files, a, &entries).await.unwrap();
        database.put(Store::Files, b, &[entry("z", 3)]).await.unwrap();
        assert_eq!(database.get(Store::Files, a, "y").await, Ok(Some(vec![2; 1000])));
        assert_eq!(database.get(Store::Marks, a, "y").await, Ok(None));
        assert_eq!(
            database.list(Store::Files, a).await,
            Ok(vec!["x".into(), "y".into()])
        );
        database.delete(Store::Files, a, &["x".into(), "none".into()]).await.unwrap();
        assert_eq!(database.list(Store::Files, a).await, Ok(vec!["y".into()]));
        assert_eq!(database.list(Store::Files, b).await, Ok(vec!["z".into()]));
    }

    #[wasm_bindgen_test]
    async fn two_handles_see_the_same() {
        let (first, second) = (Database::default(), Database::default());
        first.put(Store::Marks, "two", &[entry("x", 1)]).await.unwrap();
        second.put(Store::Marks, "two", &[entry("x", 2), entry("y", 3)]).await.unwrap();
        assert_eq!(first.get(Store::Marks, "two", "x").await, Ok(Some(vec![2; 1000])));
        first.delete(Store::Marks, "two", &["y".into()]).await.unwrap();
        assert_eq!(second.list(Store::Marks, "two").await, Ok(vec!["x".into()]));
    }

    /// As browsers do it: the connection goes while somebody has it (Safari), or the whole
    /// database (a reader who clears the site's data).
    #[wasm_bindgen_test]
    async fn a_lost_connection_is_opened_again() {
        let database = Database::default();
        database.put(Store::Files, "lost", &[entry("x", 1)]).await.unwrap();
        // rexie closes its connection when another one wants to delete the database.
        Rexie::delete(NAME).await.unwrap();
        assert_eq!(
            database.get(Store::Files, "lost", "x").await,
            Err(CacheError::Unavailable)
        );
        assert_eq!(database.get(Store::Files, "lost", "x").await, Ok(None));
        database.put(Store::Files, "lost", &[entry("x", 2)]).await.unwrap();
        assert_eq!(
            database.get(Store::Files, "lost", "x").await,
            Ok(Some(vec![2; 1000]))
        );
    }

    #[wasm_bindgen_test]
    async fn a_call_that_nobody_waits_for_harms_nobody() {
        let database = Database::default();
        let entries = [entry("x", 1)];
        let putting = database.put(Store::Files, "dropped", &entries);
        let patience = TimeoutFuture::new(0);
        let _ = crate::wait::within(patience, putting).await;
        TimeoutFuture::new(50).await;
        assert_eq!(
            database.get(Store::Files, "dropped", "x").await,
            Ok(Some(vec![1; 1000]))
        );
    }
}
