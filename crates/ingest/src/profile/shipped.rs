//! The profiles that ship with the tool.

/// Makes the list of names and files.
macro_rules! shipped {
    ($( $name:literal ),* $(,)?) => {
        &[$( ($name, include_str!(concat!("../../profiles/", $name, ".toml"))) ),*]
    };
}

/// Their names and files.
const SHIPPED: &[(&str, &str)] = shipped!(
    "marc21",
    "koha",
    "aleph",
    "alma",
    "evergreen",
    "sirsi",
    "marc21-any",
    "unimarc",
    "rusmarc",
    "nlr",
    "koha-unimarc",
    "unimarc-any",
    "irbis",
);

/// The names.
pub(super) fn names() -> impl Iterator<Item = &'static str> {
    SHIPPED.iter().map(|(name, _)| *name)
}

/// The file of the profile with this name.
pub(super) fn source(name: &str) -> Option<&'static str> {
    SHIPPED.iter().find(|(known, _)| *known == name).map(|(_, text)| *text)
}
