//! Who may ask. The editor writes files, so only its own page may: a page of somebody else, open
//! in the same browser, is told apart by its origin, and a name that leads here only since
//! yesterday (DNS rebinding) by the host that was asked for.

use std::net::SocketAddr;

use hyper::body::Bytes;
use hyper::header::{self, HeaderName, HeaderValue};
use hyper::{Request, StatusCode};

use crate::http::{Answer, response, with};

/// What the page may do: its own script and style, pictures that it was given, nothing else.
const PAGE_POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; \
    img-src 'self' blob: data:; connect-src 'self'; base-uri 'none'; form-action 'none'; \
    frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types 'none'";

/// What a drawing may do: be looked at.
const DRAWING_POLICY: &str =
    "default-src 'none'; style-src 'unsafe-inline'; img-src data:; sandbox";

/// The address of the editor, as its own page names it.
pub(super) struct Guard {
    host: String,
}

impl Guard {
    pub(super) fn new(address: SocketAddr) -> Self {
        let host = match address.port() {
            80 => address.ip().to_string(),
            _ => address.to_string(),
        };
        Self { host }
    }

    /// Whether a request is meant for this address.
    pub(super) fn is_host(&self, request: &Request<Bytes>) -> bool {
        is_only(request, &header::HOST, &self.host)
    }

    /// Whether a request comes from the editor's own page.
    pub(super) fn is_origin(&self, request: &Request<Bytes>) -> bool {
        is_only(request, &header::ORIGIN, &format!("http://{}", self.host))
    }

    /// What strangers are told.
    pub(super) fn refuse(&self) -> Answer {
        let words = format!("Only the page at http://{}/ is answered here\n", self.host);
        send(StatusCode::FORBIDDEN, "text/plain; charset=utf-8", words.into())
    }
}

fn is_only(request: &Request<Bytes>, name: &HeaderName, value: &str) -> bool {
    let mut values = request.headers().get_all(name).iter();
    let first = values.next().map(HeaderValue::as_bytes);
    first == Some(value.as_bytes()) && values.next().is_none()
}

/// An answer that nothing keeps and that may do what the page may.
pub(super) fn send(status: StatusCode, kind: &str, body: Bytes) -> Answer {
    let policy = if kind == "image/svg+xml" { DRAWING_POLICY } else { PAGE_POLICY };
    let headers = [
        (header::CONTENT_TYPE, kind),
        (header::CACHE_CONTROL, "no-store"),
        (header::CONTENT_SECURITY_POLICY, policy),
        (header::REFERRER_POLICY, "no-referrer"),
        (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
        (HeaderName::from_static("cross-origin-resource-policy"), "same-origin"),
    ];
    let answer = response(status, body);
    headers.into_iter().fold(answer, |answer, (name, value)| with(answer, name, value))
}
