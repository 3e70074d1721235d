#![no_main]
use bibliobus_fuzz::read_beside;

// The first two bytes say how long the references are; the master file follows them.
libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    let Some((length, rest)) = bytes.split_first_chunk() else { return };
    let length = usize::from(u16::from_be_bytes(*length)).min(rest.len());
    let (references, master) = rest.split_at(length);
    read_beside(master, references);
});
