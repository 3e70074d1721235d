//! What a file is, by its name: its media type, and how long it may be kept.

use std::path::Path;

/// The media type of a file. `WebAssembly.instantiateStreaming` wants `application/wasm`
/// exactly, so it has no charset.
pub(super) fn media_type(path: &Path) -> &'static str {
    let end = path.extension().and_then(|end| end.to_str()).unwrap_or_default();
    match end.to_ascii_lowercase().as_str() {
        "html" => "text/html; charset=utf-8",
        "js" | "mjs" => "text/javascript; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "json" | "map" => "application/json",
        "webmanifest" => "application/manifest+json",
        "wasm" => "application/wasm",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "jpg" | "jpeg" => "image/jpeg",
        "webp" => "image/webp",
        "avif" => "image/avif",
        "ico" => "image/x-icon",
        "woff2" => "font/woff2",
        "txt" => "text/plain; charset=utf-8",
        "xml" => "application/xml",
        "pdf" => "application/pdf",
        "epub" => "application/epub+zip",
        _ => "application/octet-stream",
    }
}

/// Whether the name says the content, so that it may be kept for ever: a chunk, or a name
/// with a hash of at least 16 hex digits in it. The name of a page says an address, such as that
/// of the record with a long number.
pub(super) fn is_named_by_content(path: &Path) -> bool {
    if is_page(path) {
        return false;
    }
    let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
    let in_chunks = path.parent().is_some_and(|folder| folder.ends_with("chunks"));
    in_chunks || name.split(|c: char| !c.is_ascii_hexdigit()).any(|run| run.len() >= 16)
}

/// Whether it is a page, which gets a Content-Security-Policy.
pub(super) fn is_page(path: &Path) -> bool {
    path.extension().is_some_and(|end| end == "html")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wasm_has_its_exact_type() {
        assert_eq!(media_type(Path::new("a/app_bg.wasm")), "application/wasm");
        assert_eq!(media_type(Path::new("chunks/00.bin")), "application/octet-stream");
    }

    #[test]
    fn only_what_is_named_by_its_content_is_kept_for_ever() {
        for (path, kept) in [
            ("catalogue/chunks/0123456789abcdef0123456789abcdef.bin", true),
            ("app-0123456789abcdef.js", true),
            ("app-0123456789abcdef_bg.wasm", true),
            ("app-0123456789abcde.js", false),
            ("manifest.json", false),
            ("index.html", false),
            ("record/0a1/9910123456789012345.html", false),
        ] {
            assert_eq!(is_named_by_content(Path::new(path)), kept, "{path}");
        }
    }
}
