//! The profiles that ship with the tool.

/// Their names and files, sorted by what a librarian would look for first.
const SHIPPED: &[(&str, &str)] = &[
    ("marc21", include_str!("../../profiles/marc21.toml")),
    ("koha", include_str!("../../profiles/koha.toml")),
    ("marc21-any", include_str!("../../profiles/marc21-any.toml")),
];

/// The names.
pub(super) fn names() -> impl Iterator<Item = &'static str> {
    SHIPPED.iter().map(|(name, _)| *name)
}

/// The file of the profile with this name.
pub(super) fn source(name: &str) -> Option<&'static str> {
    SHIPPED.iter().find(|(known, _)| *known == name).map(|(_, text)| *text)
}
