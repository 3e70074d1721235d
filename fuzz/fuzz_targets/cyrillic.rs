#![no_main]
use bibliobus_fuzz::{encoding, read};
use bibliobus_ingest::Encoding;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| read(bytes, &encoding(Encoding::Windows1251)));
