//! Whatever happened to a file, the index says so: never a panic, never a wrong hit.

use bibliobus_index::{
    Counting, Facet, FileName, Filter, Index, LoadError, Query, Question,
};
use proptest::prelude::*;

use crate::support::{Collection, build, record, works};

/// A collection in which every kind of chunk occurs.
fn collection() -> Collection {
    let mut records = works();
    records.extend(
        (0..200).map(|n| record(&format!("b{n}"), &format!("Книга номер {n}"), "")),
    );
    build(&records)
}

#[test]
fn every_truncation_of_every_file_is_refused() {
    let collection = collection();
    for (name, bytes) in &collection.chunks {
        let mut index = collection.open();
        for len in 0..bytes.len() {
            let refused = index.load(*name, &bytes[..len]);
            assert!(matches!(refused, Err(LoadError::WrongHash { .. })));
        }
    }
}

#[test]
fn every_flipped_bit_of_every_file_is_refused() {
    let collection = collection();
    for (name, bytes) in &collection.chunks {
        let mut index = collection.open();
        // Hashing the larger files for each of their bits takes minutes; every seventh bit of
        // them stands for all.
        let step = if bytes.len() > 2000 { 7 } else { 1 };
        for bit in (0..bytes.len() * 8).step_by(step) {
            let mut flipped = bytes.clone();
            flipped[bit / 8] ^= 1 << (bit % 8);
            assert!(index.load(*name, &flipped).is_err());
        }
    }
}

#[test]
fn a_file_in_the_place_of_another_is_refused() {
    let collection = collection();
    let mut index = collection.open();
    let names: Vec<FileName> = collection.chunks.keys().copied().collect();
    for pair in names.windows(2) {
        assert!(index.load(pair[0], &collection.chunks[&pair[1]]).is_err());
    }
}

#[test]
fn a_damaged_manifest_is_refused_or_leads_to_no_wrong_hit() {
    let collection = collection();
    let query = Query::new("война");
    let right = collection.search(&query);
    // Behind the last brace is only a line feed, which may be missing.
    for at in 0..collection.manifest.len() - 1 {
        let mut manifest = collection.manifest.clone();
        manifest[at] ^= 1;
        assert!(Index::open(&manifest[..at]).is_err());
        let Ok(mut index) = Index::open(&manifest) else { continue };
        for _ in 0..10 {
            for want in index.wants(&Question::Search(query.clone())) {
                if let Some(bytes) = collection.chunks.get(&want.file) {
                    index.load(want.file, bytes).unwrap();
                }
            }
        }
        let results = index.search(&query);
        assert!(results.partial || results.hits == right.hits, "byte {at}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1000))]

    /// A builder gone wrong gives files whose hash is right and whose content is not.
    #[test]
    fn content_that_was_never_written_does_not_panic(
        which in any::<prop::sample::Index>(),
        at in any::<prop::sample::Index>(),
        byte in any::<u8>(),
        cut in any::<bool>(),
    ) {
        thread_local!(static COLLECTION: Collection = collection());
        COLLECTION.with(|collection| {
            let files: Vec<&Vec<u8>> = collection.chunks.values().collect();
            let mut bytes = which.get(&files).to_vec();
            let at = at.index(bytes.len());
            bytes[at] = byte;
            if cut {
                bytes.truncate(at);
            }
            let mut index = collection.open();
            // Chunks are decoded from where the root says, so the roots have to be there.
            collection.load_for(&mut index, &Question::Files);
            let _ = index.load(FileName::of(&bytes), &bytes);
            let language = Filter {
                facet: Facet::Language,
                value: "rus".into(),
                is_excluded: false,
            };
            let query = Query { filters: vec![language], ..Query::new("книга") };
            index.search(&query);
            index.counts(&Counting::new(query));
        });
    }

    #[test]
    fn no_bytes_make_a_reader_panic(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
        let _ = Index::open(&bytes);
        thread_local!(static EMPTY: Collection = build(&[]));
        let mut index = EMPTY.with(Collection::open);
        for kind in 1..=16u8 {
            let stored = [&[kind, 0, bytes.len().min(127) as u8][..], &bytes].concat();
            let _ = index.load(FileName::of(&stored), &stored);
        }
    }
}
