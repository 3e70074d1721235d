//! From a file to a plain stream of bytes of a known format. Not for what the bytes mean.

use std::fs::File;
use std::io::{self, BufReader, Cursor, Read, Seek, SeekFrom};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use flate2::Crc;
use flate2::read::{DeflateDecoder, MultiGzDecoder};
use zip::result::ZipError;
use zip::{CompressionMethod, ZipArchive};

use crate::encoding::{Note, Transcoded};
use crate::marc::is_leader;
use crate::{Format, InputError, Options, elasticlunr, irbis, mst, table};

/// Bytes from anywhere.
pub(crate) type Bytes = Box<dyn Read + Send>;

/// How many bytes at the beginning decide about the format.
const HEAD: usize = 8 * 1024;
/// How many compressions one around the other are taken off: `.tar.gz.zst` is no catalogue.
const LAYERS: usize = 3;

/// The largest window that Zstandard may ask for: 128 MiB, what `--ultra` uses.
const WINDOW_LOG: u32 = 27;
/// How many times its size a file may become, once it is longer than [`HARMLESS`]. Catalogues
/// shrink to a tenth, tables of blanks to a hundredth.
const MOST_TIMES: u64 = 400;
const HARMLESS: u64 = 256 * 1024 * 1024;

/// What a file turned out to be.
pub(crate) enum Opened {
    /// One stream of records.
    Stream(Bytes),
    /// An archive with several.
    Archive(Members),
}

/// Takes the compressions off, by their magic numbers: gzip (RFC 1952, 2.3.1), Zstandard
/// (RFC 8878, 3.1.1), zip (APPNOTE, 4.3.7).
pub(crate) fn unpack(name: &str, mut bytes: Bytes) -> Result<Opened, InputError> {
    let failed = |source| InputError::Read { file: name.to_owned(), byte: 0, source };
    let packed = Arc::new(AtomicU64::new(0));
    bytes = Box::new(Counted::new(bytes, Arc::clone(&packed)));
    for _ in 0..LAYERS {
        let (head, whole) = peek(bytes, 4).map_err(failed)?;
        let guarded = |inner: Bytes| Guarded::new(inner, Arc::clone(&packed));
        bytes = match head.as_slice() {
            [0x1f, 0x8b, ..] => {
                let decoder = MultiGzDecoder::new(BufReader::new(whole));
                Box::new(guarded(Box::new(decoder)))
            }
            [0x28, 0xb5, 0x2f, 0xfd] => {
                let mut decoder = zstd::Decoder::new(whole).map_err(failed)?;
                decoder.window_log_max(WINDOW_LOG).map_err(failed)?;
                Box::new(guarded(Box::new(decoder)))
            }
            [b'P', b'K', 3, 4] | [b'P', b'K', 5, 6] => return archive(name, whole),
            [] => return Err(InputError::Empty { file: name.to_owned() }),
            _ => return Ok(Opened::Stream(whole)),
        };
    }
    Ok(Opened::Stream(bytes))
}

/// A file that holds no records, such as a list of queries, with its compressions taken off.
///
/// # Errors
/// The file cannot be opened, is empty, or is an archive of several.
pub fn decompressed(path: &Path) -> Result<Box<dyn Read + Send>, InputError> {
    let name = path.display().to_string();
    let failed = |source| InputError::Open { file: name.clone(), source };
    let file = File::open(path).map_err(failed)?;
    match unpack(&name, Box::new(file))? {
        Opened::Stream(bytes) => Ok(bytes),
        Opened::Archive(_) => Err(InputError::Archive {
            file: name,
            source: ZipError::UnsupportedArchive("an archive where one file was wanted"),
        }),
    }
}

/// An archive that does not come from a file: its table of contents stands at its end, so it
/// is copied to a temporary file first.
fn archive(name: &str, mut bytes: Bytes) -> Result<Opened, InputError> {
    let failed = |source| InputError::Read { file: name.to_owned(), byte: 0, source };
    let mut copy = tempfile::tempfile().map_err(failed)?;
    io::copy(&mut bytes, &mut copy).map_err(failed)?;
    let uncounted = Arc::new(AtomicU64::new(0));
    Members::new(name, copy, uncounted).map(Opened::Archive)
}

/// Whether a file begins as a zip archive does. The file stands at its beginning afterwards.
pub(crate) fn is_archive(file: &mut File) -> io::Result<bool> {
    let mut head = Vec::new();
    file.take(4).read_to_end(&mut head)?;
    file.rewind()?;
    Ok(matches!(head.as_slice(), [b'P', b'K', 3, 4] | [b'P', b'K', 5, 6]))
}

/// The first bytes, at most `length`, and the whole stream with them.
fn peek(mut bytes: Bytes, length: usize) -> io::Result<(Vec<u8>, Bytes)> {
    let mut head = Vec::with_capacity(length);
    (&mut bytes).take(length as u64).read_to_end(&mut head)?;
    Ok((head.clone(), Box::new(Cursor::new(head).chain(bytes))))
}

/// The format of a stream, as it was named or by its first bytes, and the stream: of text as
/// UTF-8, with the note of what it was before. With `or_table`, text that is nothing else is a
/// table.
pub(crate) fn detect(
    name: &str,
    bytes: Bytes,
    options: &Options,
    or_table: bool,
) -> Result<(Format, Bytes, Option<Note>), InputError> {
    let failed = |source| InputError::Read { file: name.to_owned(), byte: 0, source };
    let (head, bytes) = peek(bytes, HEAD).map_err(failed)?;
    if head.iter().all(u8::is_ascii_whitespace) && head.len() < HEAD {
        return Err(InputError::Empty { file: name.to_owned() });
    }
    let named = options.format.or_else(|| binary(&head));
    if let Some(format @ (Format::Marc21 | Format::IrbisMaster)) = named {
        return Ok((format, bytes, None));
    }
    if let (None, Some(found)) = (named, magic(&head)) {
        return Err(InputError::Unknown {
            file: name.to_owned(),
            found: found.to_owned(),
        });
    }
    let (text, note) = Transcoded::new(bytes, options.encoding);
    let (head, text) = peek(Box::new(text), HEAD).map_err(failed)?;
    match named.map_or_else(|| format_of(&head), Ok) {
        Ok(format) => Ok((format, text, Some(note))),
        Err(_) if or_table && may_be_table(&head) => Ok((Format::Csv, text, Some(note))),
        Err(found) => Err(InputError::Unknown { file: name.to_owned(), found }),
    }
}

/// Whether text can be a table whose first line names no known columns.
fn may_be_table(head: &[u8]) -> bool {
    let body = head.strip_prefix(b"\xef\xbb\xbf").unwrap_or(head).trim_ascii_start();
    let line = body.split(|byte| *byte == b'\n').next().unwrap_or_default();
    !body.starts_with(b"<")
        && !body.starts_with(b"{")
        && !body.starts_with(b"[")
        && line.iter().any(|byte| matches!(byte, b',' | b';' | b'\t'))
}

/// The format of a file that is no text.
fn binary(head: &[u8]) -> Option<Format> {
    if mst::is_master(head) {
        return Some(Format::IrbisMaster);
    }
    is_iso2709(head).then_some(Format::Marc21)
}

/// Whether records in ISO 2709 begin here, junk before them or not.
fn is_iso2709(head: &[u8]) -> bool {
    let body = head.strip_prefix(b"\xef\xbb\xbf").unwrap_or(head).trim_ascii_start();
    is_leader(body) || (head.contains(&0x1e) && head.contains(&0x1f))
}

/// The format that begins with `head`, or what it looks like instead.
fn format_of(head: &[u8]) -> Result<Format, String> {
    let body = head.strip_prefix(b"\xef\xbb\xbf").unwrap_or(head).trim_ascii_start();
    let text = String::from_utf8_lossy(body.get(..2048).unwrap_or(body)).to_lowercase();
    if is_iso2709(head) {
        Ok(Format::Marc21)
    } else if body.first() == Some(&b'<') {
        format_of_xml(&String::from_utf8_lossy(body).to_lowercase())
    } else if body.starts_with(b"{") {
        format_of_json(&text)
    } else if irbis::is_export(body) {
        Ok(Format::IrbisText)
    } else if is_table(&text) {
        Ok(Format::Csv)
    } else {
        Err(looks_like(body))
    }
}

/// The format of XML, by its outermost element, and within a wrapping such as that of OAI-PMH
/// by what is wrapped. What says nothing is taken for MARCXML, whose reader says what it misses.
fn format_of_xml(text: &str) -> Result<Format, String> {
    let mut elements = text.split('<').skip(1).filter(|e| !e.starts_with(['?', '!']));
    let name = elements.next().and_then(|e| e.split([' ', '>', '/', '\n']).next());
    let name = name.and_then(|name| name.rsplit(':').next()).unwrap_or_default();
    let has = |words: &[&str]| words.iter().any(|word| text.contains(word));
    Ok(match name {
        _ if has(&["<html", "<!doctype html"]) => return Err("a web page".to_owned()),
        "feed" | "entry" => Format::Opds,
        "mods" | "modscollection" => Format::Mods,
        "rss" => return Err("an RSS feed (OPDS feeds are read)".to_owned()),
        "svg" => return Err("a picture".to_owned()),
        _ if has(&["marc21/slim", "marcxchange", "<leader", "datafield"]) => {
            Format::MarcXml
        }
        _ if has(&["loc.gov/mods", "<mods:", "<mods"]) => Format::Mods,
        _ if has(&["purl.org/dc/", "<dc:", "oai_dc"]) => Format::DublinCore,
        _ => Format::MarcXml,
    })
}

/// The format of JSON: a feed of OPDS, or one object a line.
fn format_of_json(text: &str) -> Result<Format, String> {
    let has = |words: &[&str]| words.iter().all(|word| text.contains(word));
    if has(&["\"metadata\"", "\"publications\""])
        || has(&["\"metadata\"", "opds"])
        || has(&["\"metadata\"", "\"links\"", "\"rel\""])
    {
        return Ok(Format::Opds2);
    }
    if elasticlunr::is_index(text) {
        return Ok(Format::Elasticlunr);
    }
    let inside = text.trim_start_matches('{').trim_start();
    if inside.starts_with('"') { Ok(Format::Ndjson) } else { Err("JSON".to_owned()) }
}

/// Whether the first line names the columns of a table of records: a title at least.
fn is_table(text: &str) -> bool {
    let line = text.lines().next().unwrap_or_default();
    let columns =
        || line.split([',', ';', '\t']).map(|name| name.trim().trim_matches('"'));
    columns().any(table::is_title) || table::is_kbart(columns())
}

/// What a file is that is no text, by its magic number, for a person to read.
fn magic(head: &[u8]) -> Option<&'static str> {
    const MAGIC: [(&[u8], &str); 11] = [
        (b"%PDF", "a PDF file"),
        (b"\xd0\xcf\x11\xe0", "a document of an office program (.doc, .xls)"),
        (b"BZh", "a bzip2 archive (unpack it first)"),
        (b"\xfd7zXZ", "an xz archive (unpack it first)"),
        (b"7z\xbc\xaf", "a 7z archive (unpack it first)"),
        (b"Rar!", "a RAR archive (unpack it first)"),
        (b"SQLite format 3\0", "an SQLite database"),
        (b"\x89PNG", "a picture"),
        (b"\xff\xd8\xff", "a picture"),
        (b"\x7fELF", "a program"),
        (b"MZ\x90", "a program"),
    ];
    MAGIC.iter().find(|(magic, _)| head.starts_with(magic)).map(|(_, name)| *name)
}

/// What a text is that is no catalogue.
fn looks_like(body: &[u8]) -> String {
    if body.starts_with(b"[") {
        return "a JSON array (write one object a line)".to_owned();
    }
    crate::findings::quote_bytes(body.get(..24).unwrap_or(body))
}

/// Counts the bytes that pass.
pub(crate) struct Counted<R> {
    inner: R,
    count: Arc<AtomicU64>,
}

impl<R> Counted<R> {
    /// Counts what is read of `inner` in `count`.
    pub(crate) fn new(inner: R, count: Arc<AtomicU64>) -> Self {
        Self { inner, count }
    }
}

impl<R: Read> Read for Counted<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let length = self.inner.read(buffer)?;
        self.count.fetch_add(length as u64, Ordering::Relaxed);
        Ok(length)
    }
}

/// Calls the error of [`Guarded`] by its name.
pub(crate) fn named_bomb(error: InputError) -> InputError {
    match error {
        InputError::Read { file, byte, source }
            if source.kind() == io::ErrorKind::FileTooLarge =>
        {
            InputError::Bomb { file, byte, times: MOST_TIMES }
        }
        other => other,
    }
}

/// Stops a stream that grows beyond all measure while it is unpacked.
struct Guarded {
    inner: Bytes,
    packed: Arc<AtomicU64>,
    unpacked: u64,
}

impl Guarded {
    /// `inner` comes out of what is counted in `packed`.
    fn new(inner: Bytes, packed: Arc<AtomicU64>) -> Self {
        Self { inner, packed, unpacked: 0 }
    }
}

impl Read for Guarded {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let length = self.inner.read(buffer)?;
        self.unpacked += length as u64;
        let most = self.packed.load(Ordering::Relaxed).saturating_mul(MOST_TIMES);
        if self.unpacked > HARMLESS.max(most) {
            return Err(io::Error::new(io::ErrorKind::FileTooLarge, "it grows too much"));
        }
        Ok(length)
    }
}

/// The members of a zip archive, one after the other.
pub(crate) struct Members {
    name: String,
    file: File,
    archive: ZipArchive<File>,
    next: usize,
    read: Arc<AtomicU64>,
}

/// One member of an archive.
pub(crate) struct Member {
    /// Its name with the archive's before it: `archive.zip/inner.mrc`.
    pub(crate) name: String,
    /// What it holds, decompressed; or why it cannot be read.
    pub(crate) bytes: Result<Bytes, ZipError>,
}

impl Members {
    /// The members of the archive in `file`; what is read of them is counted in `read`.
    pub(crate) fn new(
        name: &str,
        file: File,
        read: Arc<AtomicU64>,
    ) -> Result<Self, InputError> {
        let failed = |source| InputError::Archive { file: name.to_owned(), source };
        let again = file.try_clone().map_err(|error| failed(error.into()))?;
        let archive = ZipArchive::new(again).map_err(failed)?;
        Ok(Self { name: name.to_owned(), file, archive, next: 0, read })
    }

    /// The bytes of the member with this number, its name, and whether it is a folder.
    ///
    /// The archive's own reader borrows the archive; an [`Input`](crate::Input) goes on from
    /// member to member and has to own what it reads, so the member is read through a second
    /// handle of the file. It is regrettable that this leaves out encryption.
    fn member(
        &mut self,
        number: usize,
    ) -> Result<(String, bool, Result<Bytes, ZipError>), ZipError> {
        let member = self.archive.by_index_raw(number)?;
        let name = member.name()?.into_owned();
        let is_folder = member.is_dir();
        let (method, length, crc) =
            (member.compression(), member.compressed_size(), member.crc32());
        let place = member.data_start().ok_or(ZipError::FileNotFound)?;
        let is_closed = member.encrypted();
        drop(member);
        if is_closed {
            return Ok((
                name,
                is_folder,
                Err(ZipError::UnsupportedArchive("it is encrypted")),
            ));
        }
        let bytes = self.bytes(place, length, method, crc);
        Ok((name, is_folder, bytes))
    }

    fn bytes(
        &self,
        place: u64,
        length: u64,
        method: CompressionMethod,
        crc: u32,
    ) -> Result<Bytes, ZipError> {
        let mut file = self.file.try_clone()?;
        file.seek(SeekFrom::Start(place))?;
        let packed =
            BufReader::new(Counted::new(file.take(length), Arc::clone(&self.read)));
        let bytes: Bytes = match method {
            CompressionMethod::Stored => Box::new(packed),
            CompressionMethod::Deflated => {
                let decoder = Box::new(DeflateDecoder::new(packed));
                Box::new(Guarded::new(decoder, Arc::new(AtomicU64::new(length))))
            }
            _ => {
                return Err(ZipError::UnsupportedArchive(
                    "its compression is not deflate",
                ));
            }
        };
        Ok(Box::new(Checked { inner: bytes, crc: Crc::new(), expected: crc }))
    }
}

impl Iterator for Members {
    type Item = Member;

    fn next(&mut self) -> Option<Member> {
        while self.next < self.archive.len() {
            self.next += 1;
            let (name, bytes) = match self.member(self.next - 1) {
                Ok((_, true, _)) => continue,
                Ok((name, false, bytes)) => (name, bytes),
                Err(error) => (format!("member {}", self.next), Err(error)),
            };
            if !is_hidden(&name) {
                return Some(Member { name: format!("{}/{name}", self.name), bytes });
            }
        }
        None
    }
}

/// Files that systems add by themselves: `.DS_Store`, `__MACOSX/…`.
fn is_hidden(name: &str) -> bool {
    name.starts_with("__MACOSX")
        || name.rsplit('/').next().is_none_or(|n| n.starts_with('.'))
}

/// Compares the checksum at the end of a member (APPNOTE, 4.4.7).
struct Checked {
    inner: Bytes,
    crc: Crc,
    expected: u32,
}

impl Read for Checked {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let length = self.inner.read(buffer)?;
        self.crc.update(buffer.get(..length).unwrap_or_default());
        if length == 0 && !buffer.is_empty() && self.crc.sum() != self.expected {
            return Err(io::Error::new(io::ErrorKind::InvalidData, "a wrong checksum"));
        }
        Ok(length)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_bytes_tell_the_format() {
        let cases: [(&[u8], Option<Format>); 15] = [
            (b"00714cam a2200205 a 4500001", Some(Format::Marc21)),
            (b"\xef\xbb\xbf<?xml version=\"1.0\"?><collection>", Some(Format::MarcXml)),
            (b"\n{\"id\": \"1\"}", Some(Format::Ndjson)),
            (b"id,title,authors\n", Some(Format::Csv)),
            (b"id;\"Title\";authors\n", Some(Format::Csv)),
            ("Автор;Заглавие;Год\n".as_bytes(), Some(Format::Csv)),
            (b"publication_title\tprint_identifier\ttitle_url\n", Some(Format::Csv)),
            (b"<feed xmlns='http://www.w3.org/2005/Atom'>", Some(Format::Opds)),
            (b"<?xml?><mods:modsCollection xmlns:mods='x'>", Some(Format::Mods)),
            (b"<OAI-PMH><metadata><oai_dc:dc>", Some(Format::DublinCore)),
            (b"{\"metadata\":{},\"publications\":[", Some(Format::Opds2)),
            (b"{\"_id\":\"1\",\"metadata\":{}}", Some(Format::Ndjson)),
            (b"<!DOCTYPE html><html>", None),
            (b"[{\"id\": 1}]", None),
            (b"Dear librarian, the title is", None),
        ];
        for (head, expected) in cases {
            assert_eq!(
                format_of(head).ok(),
                expected,
                "{}",
                String::from_utf8_lossy(head)
            );
        }
    }
}
