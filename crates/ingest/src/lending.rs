//! What feeds of e-books say of lending, in OPDS 1.2 (specs.opds.io/opds-1.2, 5.2; the elements of
//! Library Simplified) and OPDS 2.0 (drafts.opds.io/opds-2.0, "Availability information"): the
//! names are the same in both.

use bibliobus_catalog::DigitalLoan;

/// The formats of files that readers know by name.
pub(crate) fn format_name(mime: &str) -> &'static str {
    match mime.split(';').next().unwrap_or_default().trim() {
        "application/epub+zip" => "EPUB",
        "application/pdf" => "PDF",
        "application/x-mobipocket-ebook" => "MOBI",
        "application/fb2" | "application/fb2+zip" | "application/x-fictionbook+xml" => {
            "FB2"
        }
        "application/audiobook+zip" | "application/audiobook+lcp" => "Audiobook",
        "application/vnd.readium.lcp.license.v1.0+json" => "Readium LCP",
        "application/vnd.adobe.adept+xml" => "Adobe DRM",
        "text/html" => "HTML",
        "audio/mpeg" => "MP3",
        _ => "",
    }
}

/// The terms of a link that lends: `state` is that of its availability, `formats` the types of
/// what one gets on the way to the book, in their order.
pub(crate) fn loan<'t>(
    url: &str,
    state: &str,
    counts: [Option<u32>; 3],
    formats: impl IntoIterator<Item = &'t str>,
) -> DigitalLoan {
    let [copies, free, waiting] = counts;
    let mut names: Vec<String> = Vec::new();
    for name in formats.into_iter().map(format_name).filter(|name| !name.is_empty()) {
        if !names.iter().any(|known| known == name) {
            names.push(name.to_owned());
        }
    }
    DigitalLoan {
        url: url.to_owned(),
        is_available: match state {
            "available" | "ready" => Some(true),
            "unavailable" | "reserved" => Some(false),
            _ => free.map(|free| free > 0),
        },
        copies,
        free,
        waiting,
        formats: names,
    }
}
