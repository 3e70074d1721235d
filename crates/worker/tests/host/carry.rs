//! Packed files in and out, signatures, and updates that move only what changed.

use std::io::Cursor;

use bibliobus_index::signature_path;
use bibliobus_worker::{Answer, Fault, KeepingState, News, Origin, Problem, Store, What};
use minisign::KeyPair;

use crate::collection::{ADDRESS, Files, Reader, release, truth, updated};

/// A packed file of the collection, as the host gives it.
fn packed(reader: &Reader) -> Vec<u8> {
    let mut pack = Vec::new();
    let mut next = 0;
    loop {
        match reader.ask(What::Pack(next)).unwrap() {
            Answer::Piece(piece, _) if piece.is_empty() => return pack,
            Answer::Piece(piece, then) => {
                pack.extend(piece);
                next = then;
            }
            other => panic!("{other:?}"),
        }
    }
}

/// Gives a packed file to the host, in pieces of `size`.
fn unpack(reader: &Reader, pack: &[u8], size: usize) -> Result<(), Problem> {
    let pieces: Vec<&[u8]> = pack.chunks(size).collect();
    for (at, piece) in pieces.iter().enumerate() {
        let (is_first, is_last) = (at == 0, at + 1 == pieces.len());
        let piece = piece.to_vec();
        match reader.ask(What::Unpack { piece, is_first, is_last })? {
            Answer::Taken => {}
            other => panic!("{other:?}"),
        }
    }
    Ok(())
}

/// A reader on a new device whose library does not answer.
fn far_away() -> Reader {
    let reader = Reader::of(&Files::new());
    reader.cut_the_line();
    reader
}

#[test]
fn what_one_device_keeps_another_takes_without_a_line() {
    let files = release(3, 400);
    let giver = Reader::of(&files);
    assert_eq!(giver.keep(), KeepingState::Whole);
    let pack = packed(&giver);
    for size in [pack.len(), 10_000] {
        let mut reader = far_away();
        unpack(&reader, &pack, size).unwrap();
        let told = reader
            .memory
            .news
            .borrow()
            .iter()
            .any(|news| matches!(news, News::Opened { .. }));
        assert!(told, "the page is told that there is a collection now");
        assert_eq!(reader.search("travelling").unwrap(), truth(&files, "travelling"));
        reader.come_again();
        let collection = reader.open().unwrap();
        assert_eq!((collection.release, collection.origin), (3, Origin::Device));
        assert_eq!(collection.keeping.state, KeepingState::Whole);
        assert_eq!(reader.search("theme31").unwrap(), truth(&files, "theme31"));
    }
}

#[test]
fn a_damaged_pack_is_refused_and_what_is_there_stays() {
    let old = release(3, 60);
    let pack = packed(&Reader::of(&release(4, 60)));
    for at in (0..pack.len()).step_by(997) {
        let mut reader = Reader::of(&old);
        assert_eq!(reader.keep(), KeepingState::Whole);
        let mut damaged = pack.clone();
        damaged[at] ^= 0x20;
        let taken = unpack(&reader, &damaged, 4096);
        reader.come_again();
        reader.cut_the_line();
        let here = if taken.is_ok() { release(4, 60) } else { old.clone() };
        assert_eq!(reader.search("news").unwrap(), truth(&here, "news"), "byte {at}");
    }
    let reader = Reader::of(&old);
    assert_eq!(unpack(&reader, &pack[..pack.len() / 2], 4096), Err(Problem::NoPack));
    assert_eq!(
        unpack(&reader, b"<!doctype html>".repeat(50).as_slice(), 4096),
        Err(Problem::NoPack)
    );
    // A pack that comes anew after one that broke off is taken from its beginning.
    unpack(&reader, &pack, 4096).unwrap();
}

#[test]
fn an_older_pack_does_not_take_the_place_of_what_is_newer() {
    let reader = Reader::of(&release(5, 30));
    assert_eq!(reader.keep(), KeepingState::Whole);
    let older = packed(&Reader::of(&release(4, 30)));
    assert_eq!(unpack(&reader, &older, 1 << 20), Err(Problem::Older));
    assert_eq!(reader.open().unwrap().release, 5);
}

#[test]
fn where_the_device_has_no_room_that_is_said() {
    let pack = packed(&Reader::of(&release(1, 60)));
    let reader = Reader::of(&Files::new());
    reader.memory.break_by(|_, call| {
        matches!(call, bibliobus_worker::Call::Put(Store::Files, _))
            .then_some(Fault::NoRoom)
    });
    assert_eq!(unpack(&reader, &pack, 4096), Err(Problem::NoRoom));
}

/// The files with a signature of their manifest.
fn signed(files: &Files, pair: &KeyPair) -> Files {
    let manifest = &files.last().unwrap().1;
    let reader = Cursor::new(manifest);
    let signature = minisign::sign(Some(&pair.pk), &pair.sk, reader, None, None).unwrap();
    let mut files = files.clone();
    files.insert(0, (signature_path(manifest), signature.into_string().into_bytes()));
    files
}

fn pair() -> KeyPair {
    KeyPair::generate_unencrypted_keypair().unwrap()
}

#[test]
fn a_page_that_trusts_a_key_takes_only_what_is_signed_with_it() {
    let (own, other) = (pair(), pair());
    let files = release(2, 60);
    let visit = |files: &Files, keys: &str| {
        let mut reader = Reader::of(files);
        reader.keys = keys.to_owned();
        (reader.search("travelling"), reader)
    };
    let right = Ok(truth(&files, "travelling"));
    let key = own.pk.to_base64();
    assert_eq!(visit(&signed(&files, &own), &key).0, right);
    // While keys change, both are trusted.
    let both = format!("{} {key}", other.pk.to_base64());
    assert_eq!(visit(&signed(&files, &own), &both).0, right);
    assert_eq!(visit(&signed(&files, &other), &key).0, Err(Problem::Unsigned));
    assert_eq!(visit(&files, &key).0, Err(Problem::Unsigned));
    assert_eq!(visit(&signed(&files, &own), "no key at all").0, Err(Problem::Unsigned));
    assert_eq!(visit(&files, "").0, right);
}

#[test]
fn what_is_signed_is_kept_with_its_signature() {
    let own = pair();
    let files = signed(&release(2, 60), &own);
    let mut reader = Reader::of(&files);
    reader.keys = own.pk.to_base64();
    assert_eq!(reader.keep(), KeepingState::Whole);
    reader.memory.settle();
    // Somebody puts another catalogue on the host: the reader stays with the library's own.
    reader.serve(&release(9, 60));
    reader.come_again();
    let collection = reader.open().unwrap();
    assert_eq!((collection.release, collection.origin), (2, Origin::Device));
    reader.cut_the_line();
    assert_eq!(reader.search("travelling").unwrap(), truth(&files, "travelling"));
    // A pack carries the signature along.
    let pack = packed(&reader);
    let mut friend = far_away();
    friend.keys = own.pk.to_base64();
    unpack(&friend, &pack, 4096).unwrap();
    friend.come_again();
    assert_eq!(friend.open().unwrap().release, 2);
    let mut stranger = far_away();
    stranger.keys = pair().pk.to_base64();
    assert_eq!(unpack(&stranger, &pack, 4096), Err(Problem::Unsigned));
}

#[test]
fn an_update_fetches_only_what_changed() {
    let old = release(1, 600);
    let new = updated(&old, 2, 600);
    let mut reader = Reader::of(&old);
    assert_eq!(reader.keep(), KeepingState::Whole);
    let here = reader.stored();
    reader.serve(&new);
    reader.come_again();
    reader.open().unwrap();
    reader.memory.settle();
    assert_eq!(reader.search("release").unwrap(), truth(&new, "release"));
    let calls = reader.memory.calls.borrow();
    let fetched = calls.iter().filter_map(|call| match call {
        bibliobus_worker::Call::Fetch(address, _) => address.strip_prefix(ADDRESS),
        _ => None,
    });
    let again: Vec<&str> =
        fetched.filter(|path| here.iter().any(|there| there == path)).collect();
    assert_eq!(again, [""; 0], "nothing that was here is fetched again");
    drop(calls);
    let total = reader.open().unwrap().keeping;
    assert_eq!((total.state, total.bytes_here), (KeepingState::Whole, total.bytes_total));
}
