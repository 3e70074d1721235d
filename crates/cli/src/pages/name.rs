//! Which file a record's page is, and where it stands on the library's host.

use bibliobus_index::FileName;
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

/// The folder of the pages of records.
pub(super) const FOLDER: &str = "record";

/// How many hex digits name the folders within it: 4096 of them, so that a million pages are 244
/// in each.
pub(super) const DIGITS: usize = 3;

/// More bytes than this in an id do not fit a file name on every system.
const LONGEST: usize = 64;

/// Names that stand for devices where Windows has them, whatever their end is.
const DEVICES: [&str; 4] = ["con", "prn", "aux", "nul"];

/// What need not be escaped in an address of the app (`src/address.rs`).
const PLAIN: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'_')
    .remove(b'.')
    .remove(b'~')
    .remove(b':')
    .remove(b',')
    .remove(b'!');

/// The path of a record's page below the site: `record/0a1/c_3a17.html`.
///
/// Ids are foreign strings. Small Latin letters, digits and hyphens stay; every other byte is `_`
/// with two hex digits, so that no name leads elsewhere, none differs from another only in case,
/// and two ids never have one name. An id too long for a file name is named by its hash, after
/// `_x`, which no escape begins with.
pub(super) fn path(id: &str) -> String {
    let hash = FileName::of(id.as_bytes()).to_string();
    let folder = hash.get(..DIGITS).unwrap_or_default();
    format!("{FOLDER}/{folder}/{}.html", stem(id, &hash))
}

fn stem(id: &str, hash: &str) -> String {
    if id.is_empty() || id.len() > LONGEST {
        return format!("_x{hash}");
    }
    let mut stem = String::with_capacity(id.len());
    for (at, byte) in id.bytes().enumerate() {
        let is_first_of_device = at == 0 && is_device(id);
        let is_plain = matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'-');
        if is_plain && !is_first_of_device {
            stem.push(char::from(byte));
        } else {
            stem.push_str(&format!("_{byte:02x}"));
        }
    }
    stem
}

fn is_device(id: &str) -> bool {
    let is_port = |start| {
        let rest: Option<&str> = id.strip_prefix(start);
        rest.is_some_and(|rest| {
            rest.len() == 1 && rest.bytes().all(|b| b.is_ascii_digit())
        })
    };
    DEVICES.contains(&id) || is_port("com") || is_port("lpt")
}

/// The address of a record in the app: `#/record/c:17`; `None` for an id that the app has no
/// address for.
pub(super) fn in_app(id: &str) -> Option<String> {
    (!id.is_empty()).then(|| format!("#/record/{}", utf8_percent_encode(id, PLAIN)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn name(id: &str) -> String {
        path(id).rsplit('/').next().unwrap().to_owned()
    }

    #[test]
    fn a_name_is_safe_and_tells_what_it_names() {
        for (id, expected) in [
            ("ocn123", "ocn123.html"),
            ("c:17", "c_3a17.html"),
            ("../x", "_2e_2e_2fx.html"),
            ("A", "_41.html"),
            ("_41", "_5f41.html"),
            ("con", "_63on.html"),
            ("lpt1", "_6cpt1.html"),
            ("console", "console.html"),
            ("Ж", "_d0_96.html"),
        ] {
            assert_eq!(name(id), expected);
        }
        assert!(name("").starts_with("_x"));
        assert!(name(&"9".repeat(50_000)).len() < 50);
    }

    #[test]
    fn a_folder_stays_small() {
        let mut folders = std::collections::BTreeMap::<String, u32>::new();
        for id in 0..40_960 {
            let path = path(&id.to_string());
            *folders.entry(path[..path.rfind('/').unwrap()].to_owned()).or_default() += 1;
        }
        assert!(
            folders.values().all(|pages| *pages < 40),
            "{:?}",
            folders.values().max()
        );
    }

    #[test]
    fn the_app_has_an_address_for_every_id_but_none() {
        assert_eq!(in_app("c:17").as_deref(), Some("#/record/c:17"));
        assert_eq!(in_app("a/b?#%").as_deref(), Some("#/record/a%2Fb%3F%23%25"));
        assert_eq!(in_app(""), None);
    }

    proptest! {
        #[test]
        fn two_ids_never_have_one_name(one: String, other: String) {
            let (first, second) = (path(&one), path(&other));
            let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || "-_/.".contains(c);
            prop_assert!(first.chars().all(plain));
            prop_assert_eq!(first.matches('/').count(), 2);
            prop_assert!(!first.contains(".."));
            prop_assert_eq!(first.to_lowercase() == second.to_lowercase(), one == other);
        }
    }
}
