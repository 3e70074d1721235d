//! Reads a file of MARC 21 with one of three readers and prints how many records and titles there
//! were. The two peers give the texts of each record as they stand in the file; what they are
//! asked for is every subfield as a text of its own, as whoever keeps the record needs it. Ours
//! makes a record of them: nouns, with what was odd.

use std::env;
use std::fs::File;
use std::io::BufReader;
use std::path::Path;

use anyhow::{Result, bail};
use bibliobus_ingest::{Input, Options};
use marc::{Identifier, Records, Subfields, Tag};
use marc21::prelude::*;

/// A record as a peer has it: tag, code, text.
type Texts = Vec<(String, u8, String)>;

fn main() -> Result<()> {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let [reader, file] = arguments.as_slice() else { bail!("READER FILE") };
    let file = Path::new(file);
    let (records, titles) = match reader.as_str() {
        "ours" => ours(file)?,
        "marc" => with_marc(file)?,
        "marc21" => with_marc21(file)?,
        other => bail!("no reader is called {other}"),
    };
    println!("{records} {titles}");
    Ok(())
}

fn ours(file: &Path) -> Result<(u64, u64)> {
    let (mut records, mut titles) = (0, 0);
    for entry in Input::open(file, &Options::default())? {
        let entry = entry?;
        records += u64::from(entry.number > 0);
        titles += u64::from(entry.record.is_some_and(|r| !r.title.proper.is_empty()));
    }
    Ok((records, titles))
}

fn has_title(texts: &Texts) -> bool {
    texts.iter().any(|(tag, code, text)| tag == "245" && *code == b'a' && !text.is_empty())
}

fn with_marc(file: &Path) -> Result<(u64, u64)> {
    let (mut records, mut titles) = (0, 0);
    for record in Records::new(BufReader::new(File::open(file)?)) {
        let record = record?;
        let mut texts = Texts::new();
        for field in record.fields() {
            let tag: Tag = field.get_tag();
            for subfield in Subfields::new(field.clone()) {
                let code: Identifier = subfield.get_identifier();
                let text = subfield.get_data::<str>().to_owned();
                texts.push((tag.as_str().to_owned(), code.as_char() as u8, text));
            }
        }
        records += 1;
        titles += u64::from(has_title(&texts));
    }
    Ok((records, titles))
}

fn with_marc21(file: &Path) -> Result<(u64, u64)> {
    let (mut records, mut titles) = (0, 0);
    let mut reader = MarcReadOptions::default().try_into_reader_from_path(file)?;
    while let Some(record) = reader.next_byte_record() {
        // What it cannot read it says, and goes on.
        let Ok(record) = record else { continue };
        let mut texts = Texts::new();
        for field in record.fields() {
            let marc21::Field::Data(data) = field else { continue };
            let tag = String::from_utf8_lossy(&data.tag().to_vec()).into_owned();
            for subfield in data.subfields() {
                let text = String::from_utf8_lossy(subfield.value()).into_owned();
                texts.push((tag.clone(), *subfield.code(), text));
            }
        }
        records += 1;
        titles += u64::from(has_title(&texts));
    }
    Ok((records, titles))
}
