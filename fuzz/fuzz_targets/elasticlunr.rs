#![no_main]
use bibliobus_fuzz::{format, read};
use bibliobus_ingest::Format;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| read(bytes, &format(Format::Elasticlunr)));
