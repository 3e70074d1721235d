//! The manifest: the only file of a collection that changes. JSON, so that people and other
//! programs can read it; a few hundred bytes, so that fetching it fresh costs nothing.

use core::fmt;

use miniserde::{Deserialize, Serialize, json};

use super::chunk::{FileName, Want};
use crate::analysis::ANALYSIS;

/// The version of the format that this code writes, and the latest that it reads.
pub(crate) const FORMAT: u32 = 2;

/// The earliest format that it reads: those before were never released.
const EARLIEST: u32 = 2;

/// No manifest is longer than this.
const MAX_MANIFEST: usize = 64 << 10;

/// What the manifest says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Manifest {
    pub(crate) release: u64,
    pub(crate) as_of: String,
    /// The day after which the library means to have given a later release.
    pub(crate) expires: Option<String>,
    pub(crate) records: u32,
    pub(crate) files: u64,
    pub(crate) bytes: u64,
    pub(crate) library: Option<Want>,
    /// What the classes of its records are called.
    pub(crate) captions: Option<Want>,
    /// Its plans, shelf ranges and hours.
    pub(crate) places: Option<Want>,
    /// What it arranges.
    pub(crate) services: Option<Want>,
    pub(crate) segments: Vec<Segment>,
}

/// A segment: its root, and which of its records no longer count.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Segment {
    pub(crate) root: Want,
    pub(crate) deleted: Option<Want>,
    /// What that left of its headings; `None` where an earlier version wrote it.
    pub(crate) left: Option<Want>,
}

/// Why a manifest was refused.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum OpenError {
    /// Not a manifest at all, or not a whole one. Fetch it again, or build the index anew.
    NotAManifest,
    /// Made by an earlier version of Bibliobus, before its first release. Build it anew.
    TooOld {
        /// The format of the manifest.
        got: u32,
        /// The earliest format that this version reads.
        expected: u32,
        /// The number of its release, which the next one has to exceed.
        release: u64,
    },
    /// Made by a later version of Bibliobus. Update the app.
    TooNew {
        /// The format of the manifest.
        got: u32,
        /// The latest format that this version reads.
        expected: u32,
    },
}

impl fmt::Display for OpenError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotAManifest => f.write_str(
                "expected the manifest of a Bibliobus index, found something else; \
                 build the index anew or fetch it again",
            ),
            Self::TooOld { got, expected, .. } => write!(
                f,
                "this index has format {got}, and this version of Bibliobus reads formats from \
                 {expected} on; build the index anew"
            ),
            Self::TooNew { got, expected } => write!(
                f,
                "this index has format {got}, and this version of Bibliobus reads formats up \
                 to {expected}; use the Bibliobus that built it, or build the index anew",
            ),
        }
    }
}

impl core::error::Error for OpenError {}

/// The manifest as it stands in JSON.
#[derive(Serialize, Deserialize)]
struct Json {
    bibliobus: String,
    format: u32,
    analysis: u32,
    release: u64,
    as_of: String,
    expires: Option<String>,
    records: u32,
    files: u64,
    bytes: u64,
    library: Option<JsonFile>,
    captions: Option<JsonFile>,
    places: Option<JsonFile>,
    services: Option<JsonFile>,
    segments: Vec<JsonSegment>,
}

#[derive(Serialize, Deserialize)]
struct JsonFile {
    file: String,
    len: u32,
}

#[derive(Serialize, Deserialize)]
struct JsonSegment {
    root: JsonFile,
    deleted: Option<JsonFile>,
    left: Option<JsonFile>,
}

/// Only what has to be understood before anything else is read.
#[derive(Deserialize)]
struct Stamp {
    bibliobus: String,
    format: u32,
    analysis: u32,
    release: u64,
}

/// What the field `bibliobus` says, to tell a manifest from other JSON.
const STAMP: &str = "index";

/// What stands before the check, which is the last field: the hash of all that comes before.
/// The manifest has no name made from its content, so it has to say itself that it is whole.
const CHECK: &str = ",\"check\":\"";

impl JsonFile {
    fn new(want: Want) -> Self {
        Self { file: want.file.to_string(), len: want.len }
    }

    fn want(&self) -> Result<Want, OpenError> {
        let file = FileName::parse(&self.file).ok_or(OpenError::NotAManifest)?;
        Ok(Want { file, len: self.len })
    }
}

impl Manifest {
    /// The manifest as JSON with a line feed at its end.
    pub(crate) fn to_json(&self) -> Vec<u8> {
        let segment = |segment: &Segment| JsonSegment {
            root: JsonFile::new(segment.root),
            deleted: segment.deleted.map(JsonFile::new),
            left: segment.left.map(JsonFile::new),
        };
        let json = Json {
            bibliobus: STAMP.to_owned(),
            format: FORMAT,
            analysis: ANALYSIS,
            release: self.release,
            as_of: self.as_of.clone(),
            expires: self.expires.clone(),
            records: self.records,
            files: self.files,
            bytes: self.bytes,
            library: self.library.map(JsonFile::new),
            captions: self.captions.map(JsonFile::new),
            places: self.places.map(JsonFile::new),
            services: self.services.map(JsonFile::new),
            segments: self.segments.iter().map(segment).collect(),
        };
        let text = json::to_string(&json);
        let before = text.strip_suffix('}').unwrap_or(&text);
        let check = FileName::of(before.as_bytes()).to_string();
        [before, CHECK, &check, "\"}\n"].concat().into_bytes()
    }

    /// Reads a manifest.
    pub(crate) fn read(bytes: &[u8]) -> Result<Self, OpenError> {
        let text =
            core::str::from_utf8(bytes).ok().filter(|text| text.len() <= MAX_MANIFEST);
        let text = text.ok_or(OpenError::NotAManifest)?;
        let stamp: Stamp = json::from_str(text).map_err(|_| OpenError::NotAManifest)?;
        if stamp.bibliobus != STAMP || stamp.format == 0 {
            return Err(OpenError::NotAManifest);
        }
        if stamp.format < EARLIEST {
            let release = stamp.release;
            return Err(OpenError::TooOld {
                got: stamp.format,
                expected: EARLIEST,
                release,
            });
        }
        if stamp.format > FORMAT || stamp.analysis > ANALYSIS {
            return Err(OpenError::TooNew { got: stamp.format, expected: FORMAT });
        }
        if !is_whole(text) {
            return Err(OpenError::NotAManifest);
        }
        Self::from_json(&json::from_str(text).map_err(|_| OpenError::NotAManifest)?)
    }

    /// The chunks beside the segments: the library and what is known of it.
    pub(crate) fn others(&self) -> [Option<Want>; 4] {
        [self.library, self.captions, self.places, self.services]
    }

    fn from_json(json: &Json) -> Result<Self, OpenError> {
        let segment = |segment: &JsonSegment| {
            let file =
                |file: &Option<JsonFile>| file.as_ref().map(JsonFile::want).transpose();
            let (deleted, left) = (file(&segment.deleted)?, file(&segment.left)?);
            Ok(Segment { root: segment.root.want()?, deleted, left })
        };
        let file =
            |file: &Option<JsonFile>| file.as_ref().map(JsonFile::want).transpose();
        Ok(Self {
            release: json.release,
            as_of: json.as_of.clone(),
            expires: json.expires.clone(),
            records: json.records,
            files: json.files,
            bytes: json.bytes,
            library: file(&json.library)?,
            captions: file(&json.captions)?,
            places: file(&json.places)?,
            services: file(&json.services)?,
            segments: json.segments.iter().map(segment).collect::<Result<_, _>>()?,
        })
    }
}

/// Whether the text is what its check says. Builders before the check left it out.
fn is_whole(text: &str) -> bool {
    text.rsplit_once(CHECK).is_none_or(|(before, check)| {
        let end = check.trim_end().strip_suffix("\"}");
        end == Some(&FileName::of(before.as_bytes()).to_string())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn manifest() -> Manifest {
        let want = Want { file: FileName::of(b"root"), len: 99 };
        Manifest {
            release: 3,
            as_of: "2026-05-03".into(),
            expires: Some("2026-08-01".into()),
            records: 600,
            files: 12,
            bytes: 345_678,
            library: Some(want),
            captions: Some(want),
            places: None,
            services: Some(want),
            segments: vec![
                Segment { root: want, deleted: None, left: None },
                Segment { root: want, deleted: Some(want), left: Some(want) },
            ],
        }
    }

    #[test]
    fn a_manifest_is_read_as_it_was_put() {
        assert_eq!(Manifest::read(&manifest().to_json()), Ok(manifest()));
    }

    #[test]
    fn a_changed_bit_is_refused_or_changes_nothing() {
        let whole = manifest().to_json();
        for n in 0..whole.len() * 8 {
            let mut changed = whole.clone();
            changed[n / 8] ^= 1 << (n % 8);
            if let Ok(read) = Manifest::read(&changed) {
                assert_eq!(read, manifest(), "bit {n}");
            }
        }
    }

    #[test]
    fn a_manifest_without_a_check_is_read() {
        let json = String::from_utf8(manifest().to_json()).unwrap();
        let (before, _) = json.rsplit_once(CHECK).unwrap();
        assert_eq!(Manifest::read(format!("{before}}}").as_bytes()), Ok(manifest()));
    }

    #[test]
    fn a_later_format_is_refused_by_its_number() {
        let json = String::from_utf8(manifest().to_json()).unwrap();
        let later = json.replace("\"format\":2", "\"format\":3");
        let expected = OpenError::TooNew { got: 3, expected: 2 };
        assert_eq!(Manifest::read(later.as_bytes()), Err(expected));
        let earlier = json.replace("\"format\":2", "\"format\":1");
        let expected = OpenError::TooOld { got: 1, expected: 2, release: 3 };
        assert_eq!(Manifest::read(earlier.as_bytes()), Err(expected));
    }

    #[test]
    fn what_is_no_manifest_is_refused() {
        let others: [&[u8]; 5] =
            [b"", b"<!doctype html>", b"{}", b"{\"format\":1}", &[0xff, 0xfe]];
        for other in others {
            assert_eq!(Manifest::read(other), Err(OpenError::NotAManifest));
        }
    }
}
