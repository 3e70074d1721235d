//! The answer to one request.

use std::io::{self, Read};

use tiny_http::{Header, Method, Request, Response, StatusCode};

use super::kind;
use super::range::Range;
use super::tree::{Resource, Tree};

/// What a page of ours may do: run and fetch what comes from its own host, nothing else.
const POLICY: &str = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; \
    connect-src 'self'; style-src 'self'; img-src 'self' data:; worker-src 'self'; \
    manifest-src 'self'; base-uri 'none'; form-action 'self'";

/// How long a browser may keep a file whose name says its content.
const FOR_EVER: &str = "public, max-age=31536000, immutable";

type Body = Response<Box<dyn Read + Send>>;

/// Answers a request from the files in `tree`.
pub(super) fn answer(request: &Request, tree: &Tree) -> Body {
    if !matches!(request.method(), Method::Get | Method::Head) {
        return plain(405, "Only GET and HEAD").with_header(header("Allow", "GET, HEAD"));
    }
    match tree.find(request.url()) {
        Some(resource) => send(request, tree, &resource),
        None => plain(404, "Not found"),
    }
}

fn send(request: &Request, tree: &Tree, resource: &Resource) -> Body {
    let wanted_range = value(request, "Range");
    let (packed, encoding) = match wanted_range {
        Some(_) => (None, None),
        None => packed(request, tree, resource),
    };
    let sent = packed.as_ref().unwrap_or(resource);
    if is_known(request, &sent.tag) {
        return with_headers(empty(304), resource, sent, encoding);
    }
    let range = match is_stale_part(request, &sent.tag) {
        true => Range::Whole,
        false => Range::parse(wanted_range, sent.len),
    };
    let response = match range {
        Range::Whole => body(200, sent, 0, sent.len),
        Range::Part { first, last } => {
            let range = format!("bytes {first}-{last}/{}", sent.len);
            body(206, sent, first, last + 1 - first)
                .with_header(header("Content-Range", &range))
        }
        Range::Unsatisfiable => {
            let range = format!("bytes */{}", sent.len);
            empty(416).with_header(header("Content-Range", &range))
        }
    };
    with_headers(response, resource, sent, encoding)
}

/// The file packed beforehand, in the best way that the browser reads.
fn packed(
    request: &Request,
    tree: &Tree,
    resource: &Resource,
) -> (Option<Resource>, Option<&'static str>) {
    let accepted = value(request, "Accept-Encoding").unwrap_or_default();
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
fn is_known(request: &Request, tag: &str) -> bool {
    let tags = value(request, "If-None-Match").unwrap_or_default();
    tags.split(',')
        .map(|known| known.trim().trim_start_matches("W/"))
        .any(|known| known == tag)
}

/// Whether the part asked for belongs to another content than the file has now.
fn is_stale_part(request: &Request, tag: &str) -> bool {
    value(request, "If-Range").is_some_and(|known| known.trim() != tag)
}

fn value<'a>(request: &'a Request, name: &'static str) -> Option<&'a str> {
    let header = request.headers().iter().find(|header| header.field.equiv(name))?;
    Some(header.value.as_str())
}

fn body(status: u16, resource: &Resource, first: u64, count: u64) -> Body {
    match (resource.read(first, count), usize::try_from(count)) {
        (Ok(reader), Ok(len)) => response(status, reader, len),
        // The file went away between the look and the reading.
        _ => plain(404, "Not found"),
    }
}

fn with_headers(
    response: Body,
    resource: &Resource,
    sent: &Resource,
    encoding: Option<&str>,
) -> Body {
    let kept =
        if kind::is_named_by_content(&resource.path) { FOR_EVER } else { "no-cache" };
    let mut headers = vec![
        ("Content-Type", kind::media_type(&resource.path)),
        ("Cache-Control", kept),
        ("ETag", &sent.tag),
        ("Accept-Ranges", "bytes"),
        ("Vary", "Accept-Encoding"),
        ("Access-Control-Allow-Origin", "*"),
    ];
    headers.extend(encoding.map(|encoding| ("Content-Encoding", encoding)));
    if kind::is_page(&resource.path) {
        headers.push(("Content-Security-Policy", POLICY));
        headers.push(("Referrer-Policy", "no-referrer"));
    }
    headers.into_iter().fold(response, |response, (name, value)| {
        response.with_header(header(name, value))
    })
}

fn plain(status: u16, text: &'static str) -> Body {
    response(status, Box::new(text.as_bytes()), text.len())
        .with_header(header("Content-Type", "text/plain; charset=utf-8"))
        .with_header(header("Cache-Control", "no-cache"))
}

fn empty(status: u16) -> Body {
    response(status, Box::new(io::empty()), 0)
}

fn response(status: u16, reader: Box<dyn Read + Send>, len: usize) -> Body {
    let nosniff = header("X-Content-Type-Options", "nosniff");
    Response::new(StatusCode(status), vec![nosniff], reader, Some(len), None)
        // The length is always known: say it, so that a browser can show how far it is.
        .with_chunked_threshold(usize::MAX)
}

fn header(name: &str, value: &str) -> Header {
    Header::from_bytes(name, value).expect("names and values of ours are plain ASCII")
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
