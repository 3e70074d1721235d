//! A small server of static files, for previews and the networks of branches. It has no state,
//! takes nothing but `GET` and `HEAD`, and sends nothing from outside its tree.

mod answer;
mod kind;
mod range;
mod tree;

use std::net::{IpAddr, SocketAddr};
use std::thread;

use anyhow::anyhow;

pub(crate) use tree::Tree;

/// How many requests are answered at once. A browser opens six connections to a host.
const THREADS: usize = 8;

/// A server that is bound to its address.
pub(crate) struct Server {
    http: tiny_http::Server,
    address: SocketAddr,
    tree: Tree,
}

impl Server {
    /// Takes the address; requests wait until [`run`](Self::run).
    pub(crate) fn bind(host: IpAddr, port: u16, tree: Tree) -> anyhow::Result<Self> {
        let wanted = SocketAddr::new(host, port);
        let http = tiny_http::Server::http(wanted).map_err(|error| {
            anyhow!("cannot listen at {wanted}: {error}; try another --port")
        })?;
        let address = http.server_addr().to_ip().unwrap_or(wanted);
        Ok(Self { http, address, tree })
    }

    /// Where it listens.
    pub(crate) fn address(&self) -> SocketAddr {
        self.address
    }

    /// Answers requests until the process ends.
    pub(crate) fn run(&self) {
        thread::scope(|scope| {
            for _ in 0..THREADS {
                scope.spawn(|| self.answer_all());
            }
        });
    }

    fn answer_all(&self) {
        while let Ok(request) = self.http.recv() {
            let response = answer::answer(&request, &self.tree);
            // The reader may have gone away in the meantime: nothing is lost by that.
            let _ = request.respond(response);
        }
    }
}
