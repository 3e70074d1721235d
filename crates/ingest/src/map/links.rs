//! Links: how to open the thing (MARC 856).

use std::borrow::Cow;

use bibliobus_catalog::{Link, LinkKind, Terms, is_safe_url};

use super::{Draft, identifiers};
use crate::findings::quote;
use crate::marc::Field;
use crate::text::{non_empty, without_joint};
use crate::{FindingKind, Severity};

/// The links of a field: each $u is one. A link that its library hides (second indicator 8,
/// "no display constant", with which systems hide) is none.
pub(super) fn link(draft: &mut Draft<'_>, field: Field<'_>) {
    if field.second_indicator() == b'8' {
        return;
    }
    let label = field.first(b'y').or_else(|| field.first(b'3')).map(without_joint);
    let label = label.and_then(non_empty);
    let note = field.joined(b"z");
    for address in field.all(b"u") {
        let url = link_address(address).into_owned();
        let kind = kind(field, label.as_deref());
        let terms = terms(field, note.as_deref(), &url);
        let link = Link { url, label: label.clone(), note: note.clone(), kind, terms };
        add(draft, field, link);
    }
}

/// Adds a link, once. An address that is not safe is kept, for the library to correct; it is
/// not shown.
pub(super) fn add(draft: &mut Draft<'_>, field: Field<'_>, link: Link) {
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

/// What stands behind the link (second indicator; 3 and 4 are for parts). Old records give
/// tables of contents and publishers' words as if they were the thing.
fn kind(field: Field<'_>, label: Option<&str>) -> LinkKind {
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
    match field.second_indicator() {
        b'2' | b'3' | b'4' => LinkKind::Related,
        _ if ABOUT.iter().any(|about| label.starts_with(about)) => LinkKind::Related,
        b'1' => LinkKind::Version,
        _ => LinkKind::Resource,
    }
}

/// What opening it takes: as the record says ($7), as its note hints ($z), as the host is
/// known for.
fn terms(field: Field<'_>, note: Option<&str>, url: &str) -> Terms {
    match field.first(b'7') {
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
