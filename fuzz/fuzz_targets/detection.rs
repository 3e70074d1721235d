#![no_main]
use bibliobus_fuzz::read;
use bibliobus_ingest::Options;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| read(bytes, &Options::default()));
