//! A small server of static files, for previews and the networks of branches. It has no state,
//! takes nothing but `GET` and `HEAD`, and sends nothing from outside its tree.

mod answer;
mod kind;
mod range;
mod tree;

use std::convert::Infallible;
use std::net::{IpAddr, SocketAddr, TcpListener};
use std::sync::Arc;
use std::time::Duration;

use anyhow::Context;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::net::TcpStream;

pub(crate) use tree::Tree;

/// How many requests are answered at once. A browser opens six connections to a host.
const THREADS: usize = 8;

/// How long to wait when no connection can be taken, because too many are open.
const PAUSE: Duration = Duration::from_millis(100);

/// A server that is bound to its address.
pub(crate) struct Server {
    listener: TcpListener,
    tree: Arc<Tree>,
}

impl Server {
    /// Takes the address; requests wait until [`run`](Self::run).
    pub(crate) fn bind(host: IpAddr, port: u16, tree: Tree) -> anyhow::Result<Self> {
        let wanted = SocketAddr::new(host, port);
        let listener = TcpListener::bind(wanted)
            .with_context(|| format!("cannot listen at {wanted}, try another --port"))?;
        Ok(Self { listener, tree: Arc::new(tree) })
    }

    /// Where it listens.
    pub(crate) fn address(&self) -> anyhow::Result<SocketAddr> {
        Ok(self.listener.local_addr()?)
    }

    /// Answers requests until the process ends.
    pub(crate) fn run(self) -> anyhow::Result<()> {
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .worker_threads(THREADS)
            .enable_all()
            .build()?;
        runtime.block_on(self.accept())
    }

    async fn accept(self) -> anyhow::Result<()> {
        self.listener.set_nonblocking(true)?;
        let listener = tokio::net::TcpListener::from_std(self.listener)?;
        loop {
            match listener.accept().await {
                Ok((stream, _)) => {
                    tokio::spawn(answer_all(stream, Arc::clone(&self.tree)));
                }
                Err(_) => tokio::time::sleep(PAUSE).await,
            }
        }
    }
}

/// Answers the requests of one connection, one after the other.
async fn answer_all(stream: TcpStream, tree: Arc<Tree>) {
    // Files are small and on disk here, so that reading one does not hold up the others.
    let service = service_fn(|request| {
        let answer = answer::answer(&request, &tree);
        async { Ok::<_, Infallible>(answer) }
    });
    let mut http = http1::Builder::new();
    // With a timer, whoever says nothing for half a minute is let go.
    let served =
        http.timer(TokioTimer::new()).serve_connection(TokioIo::new(stream), service);
    // The reader may have gone away in the meantime: nothing is lost by that.
    let _ = served.await;
}
