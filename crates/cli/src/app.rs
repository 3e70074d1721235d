//! The compiled app, carried inside the binary: every file that Trunk made, by its path.

use anyhow::ensure;

/// The files of the app, sorted by path: `index.html` and what it needs.
static FILES: &[(&str, &[u8])] = include!(concat!(env!("OUT_DIR"), "/app.rs"));

/// The page of the app.
pub(crate) const PAGE: &str = "index.html";

/// The script that keeps the app on the device.
pub(crate) const WORKER: &str = "sw.js";

/// What a page has in it that embeds the app, pinned to this very build.
pub(crate) const SNIPPET: &str = "snippet.html";

/// The files of the app by path; none in a binary that was built without it.
pub(crate) fn files() -> &'static [(&'static str, &'static [u8])] {
    FILES
}

/// The file of the app at this path.
pub(crate) fn file(path: &str) -> Option<&'static [u8]> {
    let at = FILES.binary_search_by_key(&path, |(name, _)| name).ok()?;
    FILES.get(at).map(|(_, content)| *content)
}

/// Whether this binary carries the app.
pub(crate) fn is_inside() -> bool {
    file(PAGE).is_some()
}

/// Refuses, with the remedy, where this binary carries no app.
pub(crate) fn ensure_inside() -> anyhow::Result<()> {
    ensure!(
        is_inside(),
        "this bibliobus was built without the app: in a clone of the project run ./dev build, \
         which says where it puts one that has it"
    );
    Ok(())
}
