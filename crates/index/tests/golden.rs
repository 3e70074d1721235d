//! Yesterday's files are opened by today's code: the index in `golden/v2` was written by the
//! first version of the format that was released and is never written again.
//!
//! A new version of the format gets a folder of its own beside it, by
//! `cargo run -p bibliobus-index --example golden -- crates/index/tests/golden/vN`.

use std::{collections::BTreeMap, path::Path};

use bibliobus_index::{FileName, Question};

use crate::support::{Collection, works};

fn golden() -> Collection {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden/v2");
    let manifest = std::fs::read(folder.join("manifest.json")).unwrap();
    let mut chunks = BTreeMap::new();
    for file in std::fs::read_dir(folder.join("chunks")).unwrap() {
        let path = file.unwrap().path();
        let name =
            path.file_stem().and_then(|stem| FileName::parse(stem.to_str()?)).unwrap();
        chunks.insert(name, std::fs::read(path).unwrap());
    }
    Collection { manifest, chunks }
}

#[test]
fn the_first_format_is_still_read() {
    let golden = golden();
    assert_eq!(golden.ids("войну и мира "), ["w1", "w2"]);
    assert_eq!(golden.ids("紅樓夢"), ["w3"]);
    assert_eq!(golden.ids("9780306406157"), ["w2"]);
    for work in works() {
        let mut index = golden.open();
        golden.load_for(&mut index, &Question::Record(work.id.clone()));
        assert_eq!(index.record(&work.id), Some(work));
    }
}
