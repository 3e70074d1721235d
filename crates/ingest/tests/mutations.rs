//! The stable twin of `fuzz/`: valid files changed at random, from a seed, for a bounded time.
//! Whatever comes in, reading ends, does not panic, and says nothing without bounds.
//!
//! `BIBLIOBUS_FUZZ_SECONDS` is how long each reader is tried (default: one second), and
//! `BIBLIOBUS_FUZZ_SEED` where the changes begin. A fault prints the seed of its input; its
//! bytes become a test with a name in `damaged.rs`.

use std::io::Cursor;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::time::{Duration, Instant};

use bibliobus_catalog::{Creator, Record};
use bibliobus_ingest::{Authorities, Encoding, Format, Input, Options, authorities_in};

use crate::open_files::fixtures;
use crate::real_data::data;

/// How long one small input may take, on a loaded machine as well.
const PATIENCE: Duration = Duration::from_secs(20);

/// Numbers that look random and are the same for the same seed (`SplitMix64`).
struct Dice(u64);

impl Dice {
    fn roll(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    fn below(&mut self, bound: usize) -> usize {
        (self.roll() % bound.max(1) as u64) as usize
    }
}

/// Pieces that mean something to some reader.
const WORDS: [&[u8]; 24] = [
    b"\x1d",
    b"\x1e",
    b"\x1f",
    b"\x1ba",
    b"\x1b$1",
    b"\x1b(N",
    b"99999",
    b"00000",
    b"<",
    b">",
    b"</record>",
    b"<record>",
    b"<![CDATA[",
    b"]]>",
    b"&#x110000;",
    b"&amp",
    b"\"",
    b"\\",
    b"{",
    b"[",
    b"\n",
    b"\xff\xfe",
    b"\0",
    b"\xc3",
];

/// The bytes with a few changes.
fn mutated(dice: &mut Dice, seeds: &[Vec<u8>]) -> Vec<u8> {
    let mut bytes = seeds[dice.below(seeds.len())].clone();
    for _ in 0..=dice.below(6) {
        let place = dice.below(bytes.len() + 1);
        let end = (place + dice.below(64)).min(bytes.len());
        match dice.below(8) {
            0 => drop(bytes.drain(place..end)),
            1 => bytes.truncate(place),
            2 => {
                let copy = bytes[place..end].to_vec();
                bytes.splice(place..place, copy);
            }
            3 => {
                let word = WORDS[dice.below(WORDS.len())];
                bytes.splice(place..place, word.iter().copied());
            }
            4 => {
                let other = &seeds[dice.below(seeds.len())];
                let from = dice.below(other.len());
                let to = (from + dice.below(256)).min(other.len());
                bytes.splice(place..end, other[from..to].iter().copied());
            }
            5 => {
                let byte = dice.roll() as u8;
                bytes.splice(place..place, std::iter::repeat_n(byte, dice.below(300)));
            }
            _ => {
                if let Some(byte) = bytes.get_mut(place) {
                    *byte ^= 1 << dice.below(8);
                }
            }
        }
    }
    bytes
}

/// Reads to the end; the findings of a record are bounded by its bytes.
fn read(bytes: &[u8], options: &Options) {
    let reader = Box::new(Cursor::new(bytes.to_vec()));
    let Ok(input) = Input::from_reader("input", reader, options) else { return };
    // Of what is packed, the place in what was packed is told.
    let is_packed = options.format.is_none();
    read_all(input, if is_packed { u64::MAX } else { 4 * bytes.len() as u64 + 4 });
}

/// Reads an input to the end; no place is farther than `end`.
fn read_all(input: Input, end: u64) {
    for entry in input {
        let Ok(entry) = entry else { return };
        assert!(entry.findings.len() <= 1008, "findings without bounds");
        assert!(entry.byte <= end, "a place outside the file");
        if let Some(record) = entry.record {
            assert!(!record.id.is_empty(), "a record without an id");
        }
    }
}

fn seconds() -> u64 {
    let seconds = std::env::var("BIBLIOBUS_FUZZ_SECONDS").ok();
    seconds.and_then(|seconds| seconds.parse().ok()).unwrap_or(1)
}

fn first_seed() -> u64 {
    let seed = std::env::var("BIBLIOBUS_FUZZ_SEED").ok();
    seed.and_then(|seed| seed.parse().ok()).unwrap_or(1)
}

/// Tries `options` on changes of the fixtures whose names have one of `ends`.
fn attack(name: &str, ends: &[&str], options: &Options) {
    let mut seeds = Vec::new();
    for folder in ["valid", "damaged"] {
        let mut files: Vec<_> = std::fs::read_dir(fixtures(folder))
            .unwrap()
            .map(|f| f.unwrap().path())
            .collect();
        files.sort();
        let is_wanted = |path: &std::path::PathBuf| {
            ends.iter().any(|e| path.to_string_lossy().ends_with(e))
        };
        seeds.extend(
            files.iter().filter(|p| is_wanted(p)).map(|p| std::fs::read(p).unwrap()),
        );
    }
    seeds.retain(|seed: &Vec<u8>| !seed.is_empty() && seed.len() < 64 * 1024);
    assert!(!seeds.is_empty(), "no fixture for {name}");
    attack_from(name, &seeds, options);
}

/// Tries `options` on changes of `seeds`.
fn attack_from(name: &str, seeds: &[Vec<u8>], options: &Options) {
    attack_by(name, seeds, &|bytes| read(bytes, options));
}

/// Tries a reader on changes of `seeds`.
fn attack_by(name: &str, seeds: &[Vec<u8>], read: &dyn Fn(&[u8])) {
    let (start, end) = (Instant::now(), Duration::from_secs(seconds()));
    let mut seed = first_seed();
    let mut runs = 0_u64;
    while start.elapsed() < end {
        let bytes = mutated(&mut Dice(seed), seeds);
        let begun = Instant::now();
        let outcome = catch_unwind(AssertUnwindSafe(|| read(&bytes)));
        assert!(outcome.is_ok(), "{name}: seed {seed} panics: {}", bytes.escape_ascii());
        assert!(begun.elapsed() < PATIENCE, "{name}: seed {seed} takes too long");
        seed = seed.wrapping_add(1);
        runs += 1;
    }
    println!("{name}: {runs} inputs in {} s, no fault", start.elapsed().as_secs());
}

fn format(format: Format) -> Options {
    Options { format: Some(format), ..Options::default() }
}

fn encoding(encoding: Encoding) -> Options {
    Options { encoding: Some(encoding), ..format(Format::Marc21) }
}

#[test]
fn whatever_comes_is_recognized_or_refused() {
    attack(
        "detection",
        &["mrc", "xml", "json", "csv", "tsv", "zip", "gz", "zst"],
        &Options::default(),
    );
}

#[test]
fn iso_2709_in_any_state_is_read() {
    attack("iso2709", &["mrc"], &format(Format::Marc21));
}

#[test]
fn marc_8_in_any_state_is_decoded() {
    attack("marc8", &["mrc"], &encoding(Encoding::Marc8));
}

#[test]
fn iso_5426_in_any_state_is_decoded() {
    attack("iso5426", &["mrc"], &encoding(Encoding::Iso5426));
}

#[test]
fn marcxml_in_any_state_is_read() {
    attack("marcxml", &["xml"], &format(Format::MarcXml));
}

#[test]
fn dublin_core_in_any_state_is_read() {
    attack("dublin-core", &["plays-dc.xml", "oai.xml"], &format(Format::DublinCore));
}

#[test]
fn mods_in_any_state_is_read() {
    attack("mods", &["plays-mods.xml"], &format(Format::Mods));
}

#[test]
fn opds_in_any_state_is_read() {
    attack("opds", &["plays-opds.xml"], &format(Format::Opds));
}

#[test]
fn opds_2_in_any_state_is_read() {
    attack("opds2", &["plays-opds2.json"], &format(Format::Opds2));
}

#[test]
fn an_index_of_elasticlunr_in_any_state_is_read() {
    attack("elasticlunr", &["plays-elasticlunr.json"], &format(Format::Elasticlunr));
}

#[test]
fn ndjson_in_any_state_is_read() {
    attack("ndjson", &["ndjson"], &format(Format::Ndjson));
}

#[test]
fn tables_in_any_state_are_read() {
    attack("table", &["csv", "tsv"], &format(Format::Csv));
}

#[test]
fn a_text_export_of_irbis_in_any_state_is_read() {
    attack("irbis-text", &["irbis.txt"], &format(Format::IrbisText));
}

/// There is no small master file among the fixtures; the beginning of a real one serves.
fn master_file() -> Option<Vec<u8>> {
    let mut master = std::fs::read(data("russian/istu-irbis64.mst")?).unwrap();
    master.truncate(24 * 1024);
    Some(master)
}

#[test]
fn a_master_file_of_irbis_in_any_state_is_read() {
    let Some(seed) = master_file() else { return };
    attack_from("mst", &[seed], &format(Format::IrbisMaster));
}

/// The cross-reference file of a sound master file: for each record its place (low word, high
/// word) and no flags.
fn references_of(master: &[u8]) -> Vec<u8> {
    let word = |place: usize| {
        let bytes = master.get(place..place + 4)?;
        Some(u32::from_be_bytes(bytes.try_into().unwrap()) as usize)
    };
    let (mut references, mut place) = (Vec::new(), 36);
    while let (Some(number @ 1..), Some(length @ 32..)) = (word(place), word(place + 4)) {
        references.resize(references.len().max(number * 12), 0);
        let own = &mut references[(number - 1) * 12..];
        own[..4].copy_from_slice(&(place as u32).to_be_bytes());
        place += length;
    }
    references
}

#[test]
fn a_cross_reference_file_in_any_state_is_followed() {
    let Some(master) = master_file() else { return };
    let references = references_of(&master);
    assert!(references.len() >= 12 * 5, "too few records to lead to");
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("ibis.mst");
    std::fs::write(&path, &master).unwrap();
    attack_by("xrf", &[references], &|bytes| {
        std::fs::write(folder.path().join("ibis.xrf"), bytes).unwrap();
        let input = Input::open(&path, &Options::default()).unwrap();
        read_all(input, master.len() as u64);
    });
}

/// Reads authorities to the end, and looks a heading up in them.
fn read_authorities(bytes: &[u8]) {
    let reader = Box::new(Cursor::new(bytes.to_vec()));
    let Ok(input) = authorities_in("input", reader, &Options::default()) else { return };
    let entries: Vec<_> = input.map_while(Result::ok).collect();
    let read = entries.iter().filter_map(|entry| entry.authority.as_deref());
    let authorities = Authorities::new(read);
    let creator = Creator { name: "Twain, Mark".into(), ..Creator::default() };
    let mut record = Record { creators: vec![creator], ..Record::default() };
    authorities.refer(&mut record);
    assert!(record.references.len() <= 1);
}

#[test]
fn authorities_in_any_state_are_read() {
    let names = ["marc21.xml", "unimarc.mrc", "names.csv"];
    let seeds =
        names.map(|name| std::fs::read(fixtures("authority").join(name)).unwrap());
    attack_by("authorities", &seeds, &read_authorities);
}
