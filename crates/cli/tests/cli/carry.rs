//! Catalogues on other roads: signed, packed, mirrored.

use std::fs;
use std::io::{BufRead, BufReader};
use std::process::{Child, Stdio};

use crate::program::{Desk, content_below, records};

/// A catalogue of a library that signs, in `catalogue`.
fn signed() -> Desk {
    let desk = Desk::new();
    desk.write("a.ndjson", records(80).join("\n"));
    desk.succeed(&["key", "library"]);
    desk.build("a.ndjson", "catalogue", &["--sign", "library.key"]);
    desk
}

/// A command that must be refused as bad input; gives what it said.
fn refused(desk: &Desk, arguments: &[&str]) -> String {
    let output = desk.run(arguments);
    let said = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(2), "{arguments:?}: {said}");
    said
}

#[test]
fn a_copy_is_known_to_be_the_librarys_own() {
    let desk = signed();
    let said = desk.succeed(&["stats", "catalogue", "--key", "library.pub"]);
    assert!(said.contains("Signed with the key that is trusted"), "{said}");
    desk.succeed(&["key", "other"]);
    let said = refused(&desk, &["stats", "catalogue", "--key", "other.pub"]);
    assert!(said.contains("signed with another key"), "{said}");
    // While keys change, both are trusted.
    desk.succeed(&["stats", "catalogue", "--key", "other.pub", "--key", "library.pub"]);
    // Somebody renews it without the key.
    desk.build("a.ndjson", "catalogue", &[]);
    let said = refused(&desk, &["stats", "catalogue", "--key", "library.pub"]);
    assert!(said.contains("expected a signature, found none"), "{said}");
}

#[test]
fn a_key_with_a_password_signs_with_the_password_only() {
    let desk = signed();
    let make = desk
        .program(&["key", "shut", "--password"])
        .env("BIBLIOBUS_KEY_PASSWORD", "тайна")
        .output();
    assert!(make.unwrap().status.success());
    let build = ["build", "a.ndjson", "-o", "other", "--sign", "shut.key"];
    let sign = |password: &str| {
        let run = desk.program(&build).env("BIBLIOBUS_KEY_PASSWORD", password).output();
        run.unwrap().status.code()
    };
    assert_eq!(sign("wrong"), Some(2));
    assert_eq!(sign("тайна"), Some(0));
    desk.succeed(&["stats", "other", "--key", "shut.pub"]);
    // No key is written over.
    let said = refused(&desk, &["key", "shut"]);
    assert!(said.contains("no"), "{said}");
}

#[cfg(unix)]
#[test]
fn a_secret_key_is_for_its_owner_alone() {
    use std::os::unix::fs::PermissionsExt;
    let desk = signed();
    let mode = fs::metadata(desk.path("library.key")).unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o600);
}

#[test]
fn a_packed_catalogue_becomes_the_same_folder_again() {
    let desk = signed();
    desk.succeed(&["pack", "catalogue", "-o", "one.bibliobus", "--key", "library.pub"]);
    desk.succeed(&["pack", "catalogue", "-o", "two.bibliobus"]);
    let pack = fs::read(desk.path("one.bibliobus")).unwrap();
    assert_eq!(pack, fs::read(desk.path("two.bibliobus")).unwrap());
    desk.succeed(&["mirror", "one.bibliobus", "copy", "--key", "library.pub"]);
    assert_eq!(content_below(&desk.path("copy")), content_below(&desk.path("catalogue")));
    desk.succeed(&["stats", "copy", "--key", "library.pub"]);
}

#[test]
fn a_damaged_pack_makes_no_catalogue() {
    let desk = signed();
    desk.succeed(&["pack", "catalogue", "-o", "a.bibliobus"]);
    let pack = fs::read(desk.path("a.bibliobus")).unwrap();
    for at in (0..pack.len()).step_by(pack.len() / 40) {
        let mut damaged = pack.clone();
        damaged[at] ^= 0x10;
        desk.write("damaged.bibliobus", &damaged);
        let copy = format!("copy-{at}");
        let run = desk.run(&["mirror", "damaged.bibliobus", &copy]);
        if run.status.success() {
            // It hit what fills a block up; what came is whole.
            desk.succeed(&["stats", &copy]);
        } else {
            assert!(!desk.path(&copy).join("manifest.json").exists(), "byte {at}");
        }
    }
    desk.write("cut.bibliobus", &pack[..pack.len() / 2]);
    refused(&desk, &["mirror", "cut.bibliobus", "cut"]);
    assert!(!desk.path("cut/manifest.json").exists());
    refused(&desk, &["mirror", "a.ndjson", "none"]);
}

/// A host of the folder `catalogue` on a port of its own.
struct Host(Child, String);

impl Host {
    fn of(desk: &Desk) -> Self {
        let mut child = desk
            .program(&["serve", "catalogue", "--port", "0"])
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
        let address = line.trim().rsplit("http://").next().unwrap().to_owned();
        Self(child, format!("http://{address}"))
    }
}

impl Drop for Host {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

#[test]
fn a_mirror_fetches_only_what_is_missing() {
    let desk = signed();
    let host = Host::of(&desk);
    let said = desk.succeed(&["mirror", &host.1, "copy", "--key", "library.pub"]);
    assert_eq!(content_below(&desk.path("copy")), content_below(&desk.path("catalogue")));
    assert!(!said.contains(" 0 B of them"), "{said}");
    // Nothing is missing; then one file is damaged, and one is gone.
    let said = desk.succeed(&["mirror", &host.1, "copy"]);
    assert!(said.contains(", 0 B of them fetched now"), "{said}");
    let chunks = content_below(&desk.path("copy/chunks"));
    let mut names = chunks.iter().map(|(path, _)| path);
    let (damaged, gone) = (names.next().unwrap(), names.next().unwrap());
    fs::write(desk.path("copy/chunks").join(damaged), b"junk").unwrap();
    fs::remove_file(desk.path("copy/chunks").join(gone)).unwrap();
    desk.succeed(&["mirror", &host.1, "copy"]);
    assert_eq!(content_below(&desk.path("copy")), content_below(&desk.path("catalogue")));
}

#[test]
fn a_mirror_never_goes_back_and_never_takes_anothers() {
    let desk = signed();
    desk.succeed(&["mirror", "catalogue", "copy"]);
    desk.build("a.ndjson", "copy", &[]);
    let said = refused(&desk, &["mirror", "catalogue", "copy"]);
    assert!(said.contains("expected release 2 or a later one, found 1"), "{said}");
    desk.succeed(&["key", "other"]);
    let said = refused(&desk, &["mirror", "catalogue", "new", "--key", "other.pub"]);
    assert!(said.contains("another key"), "{said}");
    assert!(!desk.path("new/manifest.json").exists());
}
