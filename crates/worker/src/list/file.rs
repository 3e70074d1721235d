//! A list as a file: JSON, explained in `docs/lists.md`. What comes from elsewhere is read whole
//! and checked before any of it is believed.

use miniserde::json;

use super::merge::{Heading, Mark, Stamp};
use crate::message::ListFault;

/// What the files are called by.
const FORMAT: &str = "bibliobus-list";
/// The version that is written, and the latest that is read.
const VERSION: u32 = 1;
/// More bytes than this are no list.
pub(crate) const LARGEST: usize = 2 << 20;
/// More things than this are no list either.
const MOST: usize = 5000;
/// No id, name, title or note has more characters.
const LONGEST: usize = 4000;
/// An edit of some three thousand years from now: nothing could come after it.
const LATEST: u64 = 1 << 47;

/// A list, as it is read and written.
#[derive(Debug, PartialEq, miniserde::Serialize, miniserde::Deserialize)]
struct File {
    format: String,
    version: u32,
    heading: Heading,
    entries: Vec<Mark>,
}

/// What is looked at first.
#[derive(miniserde::Deserialize)]
struct Cover {
    format: Option<String>,
    version: Option<u32>,
}

/// A list as the bytes of a file.
pub(crate) fn written(heading: &Heading, entries: &[Mark]) -> Vec<u8> {
    let (heading, entries) = (heading.clone(), entries.to_vec());
    let file = File { format: FORMAT.into(), version: VERSION, heading, entries };
    json::to_string(&file).into_bytes()
}

/// Reads the bytes of a file.
///
/// # Errors
/// What is wrong with it; of a thing on the list also which one, counted from one.
pub(crate) fn read(bytes: &[u8]) -> Result<(Heading, Vec<Mark>), ListFault> {
    if bytes.len() > LARGEST {
        return Err(ListFault::TooLarge);
    }
    let text = core::str::from_utf8(bytes).map_err(|_| ListFault::NoJson)?;
    let text = text.trim_start_matches('\u{feff}');
    let value: json::Value = json::from_str(text).map_err(|_| ListFault::NoJson)?;
    drop(value);
    let cover: Cover = json::from_str(text).map_err(|_| ListFault::Foreign)?;
    match (cover.format.as_deref(), cover.version) {
        (Some(FORMAT), Some(VERSION)) => {}
        (Some(FORMAT), Some(version)) if version > VERSION => {
            return Err(ListFault::Newer);
        }
        _ => return Err(ListFault::Foreign),
    }
    let file: File = json::from_str(text).map_err(|_| ListFault::Incomplete)?;
    if !is_heading_sound(&file.heading) || file.entries.len() > MOST {
        return Err(ListFault::Incomplete);
    }
    for (at, entry) in (1_u32..).zip(&file.entries) {
        if !is_sound(entry) {
            return Err(ListFault::Entry(at));
        }
    }
    Ok((file.heading, file.entries))
}

fn is_heading_sound(heading: &Heading) -> bool {
    let is_plain = |it: char| it.is_ascii_alphanumeric() || it == '-';
    !heading.list.is_empty()
        && heading.list.len() <= 64
        && heading.list.chars().all(is_plain)
        && is_short(&heading.name)
        && [heading.named, heading.changed].into_iter().all(is_thinkable)
}

fn is_sound(mark: &Mark) -> bool {
    let stamps =
        mark.notes.iter().map(|it| it.stamp).chain(mark.replaced.iter().copied());
    let texts = mark.notes.iter().map(|it| &it.text);
    !mark.record.is_empty()
        && texts.chain([&mark.record, &mark.title]).all(|it| is_short(it))
        && stamps.chain([mark.changed, mark.moved]).all(is_thinkable)
}

fn is_short(text: &str) -> bool {
    text.chars().nth(LONGEST).is_none()
}

fn is_thinkable(stamp: Stamp) -> bool {
    stamp.at < LATEST
}

#[cfg(test)]
mod tests {
    use super::*;

    fn list() -> (Heading, Vec<Mark>) {
        let now = Stamp { at: 1_795_000_000_000, by: u32::MAX };
        let mut heading = Heading { list: "a1".into(), ..Heading::default() };
        heading.rename("На лето", now);
        heading.keep(true, now);
        let mut mark =
            Mark::unstamped("17".into(), "«Чайка»\n\"".into(), "старая".into(), 3);
        mark.note("для Анны", now);
        mark.strike(now);
        (
            heading,
            vec![mark, Mark::unstamped("18".into(), String::new(), String::new(), 1)],
        )
    }

    fn text() -> String {
        let (heading, entries) = list();
        String::from_utf8(written(&heading, &entries)).unwrap()
    }

    #[test]
    fn what_is_written_is_read_with_every_edit() {
        assert_eq!(read(text().as_bytes()), Ok(list()));
        let marked = format!("\u{feff}{}", text());
        assert_eq!(read(marked.as_bytes()), Ok(list()), "an editor put a mark before it");
    }

    #[test]
    fn a_file_that_is_no_list_of_ours_is_refused_by_what_is_wrong_with_it() {
        let without_entries = r#"{"format":"bibliobus-list","version":1}"#;
        let cases = [
            (b"\xff\xfe".to_vec(), ListFault::NoJson),
            (b"{".to_vec(), ListFault::NoJson),
            (b"".to_vec(), ListFault::NoJson),
            (b"[]".to_vec(), ListFault::Foreign),
            (br#"{"items": []}"#.to_vec(), ListFault::Foreign),
            (text().replace("\"version\":1", "\"version\":2").into(), ListFault::Newer),
            (without_entries.into(), ListFault::Incomplete),
            (text().replace("\"a1\"", "\"a 1\"").into(), ListFault::Incomplete),
            (text().replace("\"18\"", "\"\"").into(), ListFault::Entry(2)),
            (
                text().replace("1795000000000", "9995000000000000").into(),
                ListFault::Incomplete,
            ),
            (vec![b' '; LARGEST + 1], ListFault::TooLarge),
        ];
        for (bytes, fault) in cases {
            let words =
                String::from_utf8_lossy(&bytes).chars().take(80).collect::<String>();
            assert_eq!(read(&bytes), Err(fault), "{words}");
        }
    }

    #[test]
    fn a_file_that_was_cut_short_anywhere_is_refused() {
        let bytes = text().into_bytes();
        for to in 0..bytes.len() {
            assert!(read(&bytes[..to]).is_err(), "{to} bytes");
        }
    }
}
