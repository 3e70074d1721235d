//! How a place within the app stands in the page's own address, beside what else stands there.
//! Not for what a place is: that is [`Address`](crate::Address).

use crate::Routing;

/// The part of the page's address that is one element's own.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Bar {
    /// Where in the address it is.
    pub routing: Routing,
    /// What it is called where several elements share what follows the `#`; empty for the one
    /// that has the page to itself.
    pub name: String,
    /// What all addresses begin with where the path is ours, with a slash at both ends.
    pub base: String,
}

impl Bar {
    /// The place that the page's address says, such as `#/record/42`, from its path, its query
    /// (with the `?`) and what follows (with the `#`). Where it says nothing of this element that
    /// is the first page; `None` where the address is not ours at all.
    pub fn place(&self, path: &str, query: &str, hash: &str) -> Option<String> {
        match self.routing {
            Routing::None => None,
            Routing::Path => {
                let below = path.strip_prefix(self.base.as_str())?;
                Some(format!("#/{below}{query}"))
            }
            Routing::Hash => {
                let parts = parts(hash);
                let is_ours = |(_, place): &(&str, String)| place.starts_with('/');
                if !hash.is_empty() && !parts.iter().any(is_ours) {
                    return None;
                }
                let own = parts.into_iter().find(|(name, _)| *name == self.name);
                Some(format!("#{}", own.map_or("/".to_owned(), |(_, place)| place)))
            }
        }
    }

    /// The address of a place, for a link or the history, where `hash` is what the page's address
    /// has after its path now, with the `#`: what other elements have there stays.
    pub fn address(&self, place: &str, hash: &str) -> String {
        let place = place.trim_start_matches('#');
        if self.routing == Routing::Path {
            return format!("{}{}", self.base, place.trim_start_matches('/'));
        }
        let mut parts = parts(hash);
        parts.retain(|(name, place)| place.starts_with('/') && *name != self.name);
        parts.push((&self.name, place.to_owned()));
        // The one without a name comes first: nothing tells where it would begin.
        parts.sort_by_key(|(name, _)| !name.is_empty());
        let written: Vec<String> = parts
            .into_iter()
            .map(|(name, place)| match name {
                "" => place,
                name => format!("{name}={place}"),
            })
            .collect();
        format!("#{}", written.join(";"))
    }
}

/// What follows the `#`, as names and places: `#/?q=a;maps=/record/1` is `/?q=a` without a name,
/// and `/record/1` of `maps`. A semicolon before anything else is a part of the words.
fn parts(hash: &str) -> Vec<(&str, String)> {
    let mut parts: Vec<(&str, String)> = Vec::new();
    for piece in hash.trim_start_matches('#').split(';') {
        match (piece.split_once("=/"), parts.last_mut()) {
            (Some((name, place)), _) if is_name(name) => {
                parts.push((name, format!("/{place}")));
            }
            (_, Some((_, before))) => {
                before.push(';');
                before.push_str(piece);
            }
            (_, None) => parts.push(("", piece.to_owned())),
        }
    }
    parts
}

/// Whether an element may be called so: letters without accents, digits, hyphens.
pub(crate) fn is_name(name: &str) -> bool {
    !name.is_empty()
        && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
}
