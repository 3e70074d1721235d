//! What every target does: read to the end. A panic, a hang or a flood of memory is a fault.
//! The twin on the stable toolchain is `crates/ingest/tests/mutations.rs`.

use std::io::Cursor;

use bibliobus_ingest::{Encoding, Format, Input, Options};

/// Reads `bytes` as an input.
pub fn read(bytes: &[u8], options: &Options) {
    let reader = Box::new(Cursor::new(bytes.to_vec()));
    if let Ok(input) = Input::from_reader("input", reader, options) {
        input.take_while(Result::is_ok).for_each(drop);
    }
}

/// Reads a master file of IRBIS64 with `references` as its cross-reference file beside it. Files
/// are what is looked for beside each other, so both are written.
pub fn read_beside(master: &[u8], references: &[u8]) {
    let folder = tempfile::tempdir().expect("a place for temporary files");
    let path = folder.path().join("ibis.mst");
    let written = std::fs::write(&path, master)
        .and_then(|()| std::fs::write(folder.path().join("ibis.xrf"), references));
    written.expect("room for temporary files");
    if let Ok(input) = Input::open(&path, &format(Format::IrbisMaster)) {
        input.take_while(Result::is_ok).for_each(drop);
    }
}

/// The format is told.
pub fn format(format: Format) -> Options {
    Options { format: Some(format), ..Options::default() }
}

/// The encoding of ISO 2709 is told.
pub fn encoding(encoding: Encoding) -> Options {
    Options { encoding: Some(encoding), ..format(Format::Marc21) }
}
