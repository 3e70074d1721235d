//! The answer to one request.

use http_body_util::Full;
use hyper::body::Bytes;
use hyper::header::{HeaderName, HeaderValue};
use hyper::{Method, Request, Response, StatusCode, header};

use super::Answer;
use super::kind;
use super::range::Range;
use super::tree::{Resource, Tree};

/// What a page of ours may do: run and fetch what comes from its own host, nothing else.
const POLICY: &str = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; \
    connect-src 'self'; style-src 'self'; img-src 'self' data:; worker-src 'self'; \
    manifest-src 'self'; base-uri 'none'; form-action 'self'";

/// How long a browser may keep a file whose name says its content.
const FOR_EVER: &str = "public, max-age=31536000, immutable";

/// Answers a request from the files in `tree`.
pub(super) fn answer(request: &Request<Bytes>, tree: &Tree) -> Answer {
    if !matches!(*request.method(), Method::GET | Method::HEAD) {
        let refusal = plain(StatusCode::METHOD_NOT_ALLOWED, "Only GET and HEAD");
        return with(refusal, header::ALLOW, "GET, HEAD");
    }
    match tree.find(request.uri().path()) {
        Some(resource) => send(request, tree, &resource),
        None => plain(StatusCode::NOT_FOUND, "Not found"),
    }
}

fn send(request: &Request<Bytes>, tree: &Tree, resource: &Resource) -> Answer {
    let wanted = value(request, header::RANGE);
    let (packed, encoding) =
        if wanted.is_some() { (None, None) } else { packed(request, tree, resource) };
    let sent = packed.as_ref().unwrap_or(resource);
    let answer = if is_known(request, &sent.tag) {
        response(StatusCode::NOT_MODIFIED, Bytes::new())
    } else if is_stale_part(request, &sent.tag) {
        content(sent, Range::Whole)
    } else {
        content(sent, Range::parse(wanted, sent.len))
    };
    with_headers(answer, resource, sent, encoding)
}

/// The part of a file that was asked for.
fn content(sent: &Resource, range: Range) -> Answer {
    let len = sent.len;
    match range {
        Range::Whole => body(StatusCode::OK, sent, 0, len),
        Range::Part { first, last } => {
            let part = body(StatusCode::PARTIAL_CONTENT, sent, first, last + 1 - first);
            with(part, header::CONTENT_RANGE, &format!("bytes {first}-{last}/{len}"))
        }
        Range::Unsatisfiable => {
            let refusal = response(StatusCode::RANGE_NOT_SATISFIABLE, Bytes::new());
            with(refusal, header::CONTENT_RANGE, &format!("bytes */{len}"))
        }
    }
}

/// The file packed beforehand, in the best way that the browser reads.
fn packed(
    request: &Request<Bytes>,
    tree: &Tree,
    resource: &Resource,
) -> (Option<Resource>, Option<&'static str>) {
    let accepted = value(request, header::ACCEPT_ENCODING).unwrap_or_default();
    for (encoding, end) in [("br", "br"), ("gzip", "gz")] {
        let found =
            accepts(accepted, encoding).then(|| tree.packed(resource, end)).flatten();
        if found.is_some() {
            return (found, Some(encoding));
        }
    }
    (None, None)
}

fn accepts(header: &str, encoding: &str) -> bool {
    header.split(',').any(|choice| {
        let mut parts = choice.split(';').map(str::trim);
        parts.next() == Some(encoding)
            && !parts.any(|part| matches!(part, "q=0" | "q=0.0"))
    })
}

/// Whether the browser has this very content already.
fn is_known(request: &Request<Bytes>, tag: &str) -> bool {
    let tags = value(request, header::IF_NONE_MATCH).unwrap_or_default();
    tags.split(',')
        .map(|known| known.trim().trim_start_matches("W/"))
        .any(|known| known == tag)
}

/// Whether the part asked for belongs to another content than the file has now.
fn is_stale_part(request: &Request<Bytes>, tag: &str) -> bool {
    value(request, header::IF_RANGE).is_some_and(|known| known.trim() != tag)
}

fn value(request: &Request<Bytes>, name: HeaderName) -> Option<&str> {
    request.headers().get(name)?.to_str().ok()
}

fn body(status: StatusCode, resource: &Resource, first: u64, count: u64) -> Answer {
    match resource.read(first, count) {
        Ok(bytes) => response(status, bytes),
        // The file went away between the look and the reading.
        Err(_) => plain(StatusCode::NOT_FOUND, "Not found"),
    }
}

fn with_headers(
    mut answer: Answer,
    resource: &Resource,
    sent: &Resource,
    encoding: Option<&str>,
) -> Answer {
    let kept =
        if kind::is_named_by_content(&resource.path) { FOR_EVER } else { "no-cache" };
    let mut headers = vec![
        (header::CONTENT_TYPE, kind::media_type(&resource.path)),
        (header::CACHE_CONTROL, kept),
        (header::ETAG, &sent.tag),
        (header::ACCEPT_RANGES, "bytes"),
        (header::VARY, "Accept-Encoding"),
        (header::ACCESS_CONTROL_ALLOW_ORIGIN, "*"),
    ];
    headers.extend(encoding.map(|encoding| (header::CONTENT_ENCODING, encoding)));
    if kind::is_page(&resource.path) {
        headers.push((header::CONTENT_SECURITY_POLICY, POLICY));
        headers.push((header::REFERRER_POLICY, "no-referrer"));
    }
    for (name, value) in headers {
        answer = with(answer, name, value);
    }
    answer
}

pub(super) fn plain(status: StatusCode, text: &'static str) -> Answer {
    let answer = response(status, Bytes::from_static(text.as_bytes()));
    let answer = with(answer, header::CONTENT_TYPE, "text/plain; charset=utf-8");
    with(answer, header::CACHE_CONTROL, "no-cache")
}

/// An answer with these bytes, whose kind no browser may guess.
pub(crate) fn response(status: StatusCode, bytes: Bytes) -> Answer {
    let mut answer = Response::new(Full::new(bytes));
    *answer.status_mut() = status;
    with(answer, header::X_CONTENT_TYPE_OPTIONS, "nosniff")
}

/// The answer with this header.
pub(crate) fn with(mut answer: Answer, name: HeaderName, value: &str) -> Answer {
    let value = HeaderValue::from_str(value).expect("values of ours are plain ASCII");
    answer.headers_mut().insert(name, value);
    answer
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_encoding_is_accepted_unless_it_is_ruled_out() {
        for (header, accepted) in [
            ("gzip, deflate, br", true),
            ("br;q=0.5", true),
            ("br;q=0, gzip", false),
            ("gzip", false),
            ("", false),
        ] {
            assert_eq!(accepts(header, "br"), accepted, "{header}");
        }
    }
}
