//! Links: how to open the thing.

use std::borrow::Cow;

use bibliobus_catalog::{Link, LinkKind, Terms, is_safe_url};

use super::{Draft, identifiers};
use crate::findings::quote;
use crate::marc::Field;
use crate::profile::{Codes, LinkEntry};
use crate::text::{non_empty, without_joint};
use crate::{FindingKind, Severity};

/// The links of a field, one for each address.
pub(super) fn link(draft: &mut Draft<'_>, field: Field<'_>, entry: &LinkEntry) {
    let label = entry.label.first_in(field).map(without_joint).and_then(non_empty);
    let note = field.joined(&entry.note);
    for address in field.all(&entry.address) {
        let url = based(&entry.base, address);
        let kind = kind(entry, label.as_deref());
        let terms = terms(entry.terms.first_in(field), note.as_deref(), &url);
        let link = Link { url, label: label.clone(), note: note.clone(), kind, terms };
        add(draft, field, link);
    }
}

/// The links of a copy.
pub(super) fn of_copy(draft: &mut Draft<'_>, field: Field<'_>, codes: &Codes) {
    for address in field.all(codes) {
        let url = link_address(address).into_owned();
        let terms = terms_of_host(&url);
        add(draft, field, Link { url, terms, ..Link::default() });
    }
}

/// The address, with what the profile puts before one that has no scheme.
fn based(base: &str, address: &str) -> String {
    if base.is_empty() || address.contains("://") {
        link_address(address).into_owned()
    } else {
        format!("{base}{address}")
    }
}

/// Adds a link, once. An address that is not safe is kept, for the library to correct; it is
/// not shown.
fn add(draft: &mut Draft<'_>, field: Field<'_>, link: Link) {
    if !draft.is_new("link", link.url.clone()) {
        return;
    }
    if !is_safe_url(&link.url) {
        let expected = "an absolute address with http or https";
        let (kind, severity) = (FindingKind::Link, Severity::Warning);
        draft.note(field, Some(b'u'), kind, severity, (expected, quote(&link.url)));
    }
    identifiers::doi_in_address(draft, &link.url);
    draft.record.links.push(link);
}

/// The address with the scheme that people leave out before `www.`.
pub(crate) fn link_address(text: &str) -> Cow<'_, str> {
    let begins =
        |prefix| text.get(..4).is_some_and(|head| head.eq_ignore_ascii_case(prefix));
    if begins("www.") {
        Cow::Owned(format!("http://{text}"))
    } else {
        Cow::Borrowed(text)
    }
}

/// What stands behind the link. Old records give tables of contents and publishers' words as
/// if they were the thing.
fn kind(entry: &LinkEntry, label: Option<&str>) -> LinkKind {
    const ABOUT: [&str; 8] = [
        "table of contents",
        "contributor biographical",
        "publisher description",
        "sample text",
        "cover image",
        "book review",
        "оглавление",
        "обложка",
    ];
    let label = label.unwrap_or_default().to_lowercase();
    if ABOUT.iter().any(|about| label.starts_with(about)) {
        return LinkKind::Related;
    }
    entry.kind.0
}

/// What opening it takes: as the record says (856 $7), as its note hints, as the host is known
/// for.
fn terms(coded: Option<&str>, note: Option<&str>, url: &str) -> Terms {
    match coded {
        Some("0") => Terms::OpenAccess,
        Some("1") => Terms::Remote,
        _ if note.is_some_and(is_restricted) => Terms::Remote,
        _ => terms_of_host(url),
    }
}

/// Words in a note that tell of a login or a subscription.
fn is_restricted(note: &str) -> bool {
    const HINTS: [&str; 12] = [
        "access restricted",
        "restricted access",
        "restricted to",
        "log in",
        "login",
        "subscription",
        "subscribers",
        "university only",
        "доступ ограничен",
        "ограниченный доступ",
        "по паролю",
        "по подписке",
    ];
    let note = note.to_lowercase();
    HINTS.iter().any(|hint| note.contains(hint))
}

/// Hosts whose things open for anyone without a login, each with its subdomains. Only hosts
/// that hold nothing else are here; a resolver such as hdl.handle.net leads anywhere.
const OPEN_HOSTS: [&str; 12] = [
    "archive.org",
    "arxiv.org",
    "doaj.org",
    "govinfo.gov",
    "gpo.gov",
    "gutenberg.org",
    "ncbi.nlm.nih.gov",
    "purl.fdlp.gov",
    "wikibooks.org",
    "wikimedia.org",
    "wikipedia.org",
    "wikisource.org",
];

/// What an address takes, as far as its host is known.
pub(crate) fn terms_of_host(url: &str) -> Terms {
    let host = url.split_once("://").map(|(_, rest)| rest).unwrap_or_default();
    let host = host.split(['/', '?', '#', ':']).next().unwrap_or_default().to_lowercase();
    let is_at = |open: &&str| {
        host.strip_suffix(*open).is_some_and(|sub| sub.is_empty() || sub.ends_with('.'))
    };
    if OPEN_HOSTS.iter().any(is_at) { Terms::OpenAccess } else { Terms::Unknown }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_known_hosts_are_open() {
        let cases = [
            ("https://www.gutenberg.org/ebooks/1", Terms::OpenAccess),
            ("http://purl.access.gpo.gov/GPO/1", Terms::OpenAccess),
            ("https://notarchive.org/1", Terms::Unknown),
            ("https://archive.org.evil.example/", Terms::Unknown),
            ("http://hdl.handle.net/1", Terms::Unknown),
        ];
        for (url, expected) in cases {
            assert_eq!(terms_of_host(url), expected, "{url}");
        }
    }
}
