//! What a server serves: folders on disk and the app inside the binary, as one tree of paths.

use std::fs::{self, File};
use std::io::{self, Read, Seek, SeekFrom};
use std::path::{Component, Path, PathBuf};
use std::time::UNIX_EPOCH;

use bibliobus_index::FileName;
use hyper::body::Bytes;
use percent_encoding::percent_decode_str;

use crate::app;

/// A tree of files.
pub(crate) struct Tree {
    /// Whether the app inside the binary is at the root.
    app: bool,
    /// The folder on disk.
    folder: PathBuf,
    /// Where in the tree the folder is.
    mount: &'static str,
}

/// A file of the tree.
pub(super) struct Resource {
    /// Its path in the tree.
    pub(super) path: PathBuf,
    /// Its length in bytes.
    pub(super) len: u64,
    /// A mark that changes with its content.
    pub(super) tag: String,
    content: Content,
}

enum Content {
    OnDisk(PathBuf),
    InBinary(&'static [u8]),
}

impl Tree {
    /// A folder as it is.
    pub(crate) fn folder(folder: PathBuf) -> Self {
        Self { app: false, folder, mount: "" }
    }

    /// The app, with `folder` at `catalogue/`.
    pub(crate) fn app_with_catalogue(folder: PathBuf) -> Self {
        Self { app: true, folder, mount: "catalogue" }
    }

    /// The file that an address names; a folder stands for its page.
    pub(super) fn find(&self, address: &str) -> Option<Resource> {
        let mut path = path_in_tree(address)?;
        if path.as_os_str().is_empty() || address.ends_with('/') {
            path.push(app::PAGE);
        }
        match path.strip_prefix(self.mount) {
            Ok(below) => on_disk(&self.folder, below, path.clone()),
            Err(_) if self.app => in_binary(path),
            Err(_) => None,
        }
    }

    /// The same file, packed beforehand: `name.br` or `name.gz` beside it.
    pub(super) fn packed(&self, resource: &Resource, end: &str) -> Option<Resource> {
        let mut name = resource.path.as_os_str().to_owned();
        name.push(".");
        name.push(end);
        let path = PathBuf::from(name);
        let below = path.strip_prefix(self.mount).ok()?.to_path_buf();
        on_disk(&self.folder, &below, path)
    }
}

/// The path that an address names, without its query. `None` for one that would lead out of
/// the tree, or that no file of ours has: a hidden name, a backslash, a drive.
fn path_in_tree(address: &str) -> Option<PathBuf> {
    let path = address.split(['?', '#']).next()?;
    let path = percent_decode_str(path).decode_utf8().ok()?;
    let path = path.strip_prefix('/')?;
    if path.contains(['\\', '\0', ':'])
        || path.split('/').any(|name| name.starts_with('.'))
    {
        return None;
    }
    let path = Path::new(path);
    let is_plain = path.components().all(|part| matches!(part, Component::Normal(_)));
    is_plain.then(|| path.to_path_buf())
}

fn on_disk(folder: &Path, below: &Path, path: PathBuf) -> Option<Resource> {
    // A link on disk may lead out of the folder: what is served must be in it.
    let folder = fs::canonicalize(folder).ok()?;
    let file = fs::canonicalize(folder.join(below)).ok()?;
    let meta = fs::metadata(&file).ok()?;
    if !file.starts_with(&folder) || !meta.is_file() {
        return None;
    }
    let written = meta.modified().ok().and_then(|at| at.duration_since(UNIX_EPOCH).ok());
    let written = written.map_or(0, |since| since.as_nanos());
    let tag = format!("\"{:x}-{written:x}\"", meta.len());
    Some(Resource { path, len: meta.len(), tag, content: Content::OnDisk(file) })
}

fn in_binary(path: PathBuf) -> Option<Resource> {
    let content = app::file(path.to_str()?)?;
    let tag = format!("\"{}\"", FileName::of(content));
    let len = content.len() as u64;
    Some(Resource { path, len, tag, content: Content::InBinary(content) })
}

impl Resource {
    /// The bytes from `first` on, `count` of them.
    pub(super) fn read(&self, first: u64, count: u64) -> io::Result<Bytes> {
        match &self.content {
            Content::OnDisk(path) => {
                let mut file = File::open(path)?;
                file.seek(SeekFrom::Start(first))?;
                let mut bytes = Vec::new();
                file.take(count).read_to_end(&mut bytes)?;
                Ok(bytes.into())
            }
            Content::InBinary(content) => Ok(Bytes::from_static(content)
                .slice(first as usize..(first + count) as usize)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_address_leads_out_of_the_tree() {
        for address in [
            "/../secret",
            "/a/../../secret",
            "/%2e%2e/secret",
            "/..%2fsecret",
            "/%2e%2e%5csecret",
            "/a%00b",
            "/c:/secret",
            "/.git/config",
            "//etc/passwd",
            "secret",
            "/%ff",
        ] {
            assert_eq!(path_in_tree(address), None, "{address}");
        }
    }

    #[test]
    fn an_address_names_a_file_without_its_query() {
        assert_eq!(path_in_tree("/a/b%20c.js?x=1"), Some(PathBuf::from("a/b c.js")));
        assert_eq!(path_in_tree("/?q=x"), Some(PathBuf::new()));
    }

    #[cfg(unix)]
    #[test]
    fn a_link_out_of_the_folder_is_not_followed() {
        let folder = tempfile::tempdir().unwrap();
        let outside = tempfile::NamedTempFile::new().unwrap();
        std::os::unix::fs::symlink(outside.path(), folder.path().join("a")).unwrap();
        assert!(Tree::folder(folder.path().into()).find("/a").is_none());
    }
}
