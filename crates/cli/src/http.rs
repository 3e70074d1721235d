//! A small server. Of static files, for previews and the networks of branches: there it has no
//! state, takes nothing but `GET` and `HEAD`, and sends nothing from outside its tree. And of the
//! plan editor, which answers by itself ([`Respond`]).

mod answer;
mod kind;
mod range;
mod tree;

use std::convert::Infallible;
use std::net::{IpAddr, SocketAddr, TcpListener};
use std::sync::Arc;
use std::time::Duration;

use anyhow::Context;
use http_body_util::{BodyExt, Full, Limited};
use hyper::body::{Bytes, Incoming};
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper::{Request, Response, StatusCode};
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::net::TcpStream;

pub(crate) use answer::{response, with};
pub(crate) use tree::Tree;

/// How many requests are answered at once. A browser opens six connections to a host.
const THREADS: usize = 8;

/// How long to wait when no connection can be taken, because too many are open.
const PAUSE: Duration = Duration::from_millis(100);

/// What is sent back.
pub(crate) type Answer = Response<Full<Bytes>>;

/// What answers the requests that a server takes.
pub(crate) trait Respond: Send + Sync + 'static {
    /// How many bytes of a request's body are read; a longer one is refused. Where it is zero,
    /// bodies are left alone.
    const MOST: usize;

    /// The answer to a request. Files are small and on disk here, so that reading one does not
    /// hold up the others.
    fn respond(&self, request: &Request<Bytes>) -> Answer;
}

impl Respond for Tree {
    const MOST: usize = 0;

    fn respond(&self, request: &Request<Bytes>) -> Answer {
        answer::answer(request, self)
    }
}

/// A server that is bound to its address.
pub(crate) struct Server {
    listener: TcpListener,
}

impl Server {
    /// Takes the address; requests wait until [`run`](Self::run).
    pub(crate) fn bind(host: IpAddr, port: u16) -> anyhow::Result<Self> {
        let wanted = SocketAddr::new(host, port);
        let listener = TcpListener::bind(wanted)
            .with_context(|| format!("cannot listen at {wanted}, try another --port"))?;
        Ok(Self { listener })
    }

    /// Where it listens.
    pub(crate) fn address(&self) -> anyhow::Result<SocketAddr> {
        Ok(self.listener.local_addr()?)
    }

    /// Answers requests with what `site` says, until the process ends.
    pub(crate) fn run(self, site: impl Respond) -> anyhow::Result<()> {
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .worker_threads(THREADS)
            .enable_all()
            .build()?;
        runtime.block_on(self.accept(Arc::new(site)))
    }

    async fn accept(self, site: Arc<impl Respond>) -> anyhow::Result<()> {
        self.listener.set_nonblocking(true)?;
        let listener = tokio::net::TcpListener::from_std(self.listener)?;
        loop {
            match listener.accept().await {
                Ok((stream, _)) => {
                    tokio::spawn(answer_all(stream, Arc::clone(&site)));
                }
                Err(_) => tokio::time::sleep(PAUSE).await,
            }
        }
    }
}

/// Answers the requests of one connection, one after the other.
async fn answer_all<R: Respond>(stream: TcpStream, site: Arc<R>) {
    let service = service_fn(|request| {
        let site = Arc::clone(&site);
        async move { Ok::<_, Infallible>(answer_one(request, site.as_ref()).await) }
    });
    let mut http = http1::Builder::new();
    // With a timer, whoever says nothing for half a minute is let go.
    let served =
        http.timer(TokioTimer::new()).serve_connection(TokioIo::new(stream), service);
    // The reader may have gone away in the meantime: nothing is lost by that.
    let _ = served.await;
}

async fn answer_one<R: Respond>(request: Request<Incoming>, site: &R) -> Answer {
    let (head, body) = request.into_parts();
    if R::MOST == 0 {
        return site.respond(&Request::from_parts(head, Bytes::new()));
    }
    match Limited::new(body, R::MOST).collect().await {
        Ok(body) => site.respond(&Request::from_parts(head, body.to_bytes())),
        Err(_) => answer::plain(StatusCode::PAYLOAD_TOO_LARGE, "Too large"),
    }
}
