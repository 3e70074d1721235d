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

/// The format is told.
pub fn format(format: Format) -> Options {
    Options { format: Some(format), ..Options::default() }
}

/// The encoding of ISO 2709 is told.
pub fn encoding(encoding: Encoding) -> Options {
    Options { encoding: Some(encoding), ..format(Format::Marc21) }
}
