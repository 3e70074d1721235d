//! An input: one file as a run of entries. Not for what stands inside (see the readers).

use std::collections::VecDeque;
use std::fmt;
use std::fs::File;
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use bibliobus_catalog::Record;

use crate::authority::{self, Authorities, Authority};
use crate::crew::{self, Ahead};
use crate::encoding::{Note, Noted};
use crate::findings::Findings;
use crate::inspect::Eye;
use crate::map::Mapper;
use crate::open::{self, Bytes, Counted, Member, Members, Opened};
use crate::{
    Encoding, Finding, FindingKind, Profile, Severity, elasticlunr, irbis, marc, marcxml,
    mst, ndjson, opds2, table, xml,
};

/// A format of records that can be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[non_exhaustive]
pub enum Format {
    /// MARC21 in ISO 2709.
    Marc21,
    /// MARC21 in XML: MARCXML or `MarcXchange` (ISO 25577).
    MarcXml,
    /// One JSON object a line.
    Ndjson,
    /// A table with a header line: CSV or TSV, KBART as well.
    Csv,
    /// Dublin Core in XML, as OAI-PMH gives it or plain.
    DublinCore,
    /// MODS in XML.
    Mods,
    /// A feed of OPDS 1.2, in Atom.
    Opds,
    /// A feed of OPDS 2.0, in JSON.
    Opds2,
    /// An index of elasticlunr.js, in JSON.
    Elasticlunr,
    /// A text export of IRBIS.
    IrbisText,
    /// A master file of IRBIS64, IRBIS32 or CDS/ISIS.
    IrbisMaster,
}

impl Format {
    /// All of them.
    pub const ALL: &[Self] = &[
        Self::Marc21,
        Self::MarcXml,
        Self::Ndjson,
        Self::Csv,
        Self::DublinCore,
        Self::Mods,
        Self::Opds,
        Self::Opds2,
        Self::Elasticlunr,
        Self::IrbisText,
        Self::IrbisMaster,
    ];

    /// Its name on the command line.
    pub fn name(self) -> &'static str {
        match self {
            Self::Marc21 => "iso2709",
            Self::MarcXml => "marcxml",
            Self::Ndjson => "ndjson",
            Self::Csv => "csv",
            Self::DublinCore => "dc",
            Self::Mods => "mods",
            Self::Opds => "opds",
            Self::Opds2 => "opds2",
            Self::Elasticlunr => "elasticlunr",
            Self::IrbisText => "irbis-text",
            Self::IrbisMaster => "mst",
        }
    }

    /// The format of this name. `marc` and `marc21` are taken for ISO 2709 as well.
    pub fn named(name: &str) -> Option<Self> {
        let name = if matches!(name, "marc" | "marc21") { "iso2709" } else { name };
        Self::ALL.iter().copied().find(|format| format.name() == name)
    }
}

/// How to read an input.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// The format; `None` looks at the first bytes.
    pub format: Option<Format>,
    /// What goes before each control number, with a colon: `c` gives `c:17`.
    pub prefix: Option<String>,
    /// The encoding of the text; `None` looks at the bytes.
    pub encoding: Option<Encoding>,
    /// Headings of columns of a table, with the keys that they stand for ([`column_keys`]).
    ///
    /// [`column_keys`]: crate::column_keys
    pub columns: Vec<(String, String)>,
    /// Which field says what; `None` goes by the looks of each record.
    pub profile: Option<Profile>,
    /// Under which other names people look for the headings of the records.
    pub authorities: Option<Arc<Authorities>>,
}

/// One record, or the place where one should have been.
#[derive(Clone, Debug, Default)]
pub struct Entry {
    /// The record; `None` if it was skipped, and then a finding says why.
    pub record: Option<Record>,
    /// What was odd about it.
    pub findings: Vec<Finding>,
    /// Its number in the file, from one; zero for what lies between records.
    pub number: u64,
    /// The byte in the (decompressed) file at which it begins.
    pub byte: u64,
    /// What stands in the file, if the record was skipped and is not too long.
    pub raw: Option<Raw>,
    /// The record's numbers with the agencies that gave them, `(DLC)12345`: its control number
    /// (001 with 003) and those of other systems (035). Two records that share one are the same.
    pub control_numbers: Vec<String>,
    /// The authority, where a file of those is read ([`open_authorities`]).
    ///
    /// [`open_authorities`]: crate::open_authorities
    pub authority: Option<Box<Authority>>,
}

/// A record as it stands in the file (text as UTF-8), to be kept for whoever can mend it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Raw {
    /// The bytes, from the beginning of the record to its end.
    pub bytes: Vec<u8>,
    /// How a file of such records is called at its end: `mrc`, `xml`, `ndjson`.
    pub extension: &'static str,
}

impl Entry {
    /// Keeps the bytes if there is no record.
    pub(crate) fn keep_raw(&mut self, extension: &'static str, bytes: &[u8]) {
        if self.record.is_none() && self.number > 0 && !bytes.is_empty() {
            self.raw = Some(Raw { bytes: bytes.to_vec(), extension });
        }
    }
}

/// How much of the file on disk was read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Progress {
    /// The bytes read so far.
    pub read: u64,
    /// The length of the file, if it is known.
    pub total: Option<u64>,
}

/// Why an input cannot be read, or not further. Each says what to do about it.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum InputError {
    /// The file cannot be opened: check the name and the permissions.
    #[error(
        "{file}: expected a file that can be read, found: {source}; check name and permissions"
    )]
    Open {
        /// The file.
        file: String,
        /// What the system said.
        source: io::Error,
    },
    /// Reading broke off, or a compressed stream is damaged: copy the file again.
    #[error(
        "{file}: expected more bytes after byte {byte}, found: {source}; copy the file again"
    )]
    Read {
        /// The file.
        file: String,
        /// The byte (decompressed) at which reading broke off.
        byte: u64,
        /// What the system or the decompressor said.
        source: io::Error,
    },
    /// There is nothing in the file: export it again.
    #[error("{file}: expected records, found an empty file; export it again")]
    Empty {
        /// The file.
        file: String,
    },
    /// The format is not known: export as one that is, or name the format.
    #[error(
        "{file}: expected MARC21, MARCXML, UNIMARC, IRBIS, Dublin Core, MODS, OPDS, NDJSON, or CSV with a \
         header line, found {found} at byte 0; export the file in one of these formats"
    )]
    Unknown {
        /// The file.
        file: String,
        /// What the first bytes look like.
        found: String,
    },
    /// A file that was named as one of authorities and holds something else.
    #[error(
        "{file}: expected authority records in ISO 2709 or MARCXML, or a table with a heading and \
         its variants in each row, found {found}; name it as an input, or export the authorities"
    )]
    NoAuthorities {
        /// The file.
        file: String,
        /// The name of its format.
        found: &'static str,
    },
    /// A compressed file that becomes far larger than any catalogue would: it was made to do
    /// harm. If it was not, unpack it first.
    #[error(
        "{file}: expected a compressed catalogue, found one that becomes more than {times} times \
         its size (after byte {byte}); if it is sound, unpack it first"
    )]
    Bomb {
        /// The file.
        file: String,
        /// The byte (decompressed) up to which it was read.
        byte: u64,
        /// How many times its size a file may become.
        times: u64,
    },
    /// A zip archive that cannot be opened: copy it again, or unpack it first.
    #[error(
        "{file}: expected a sound zip archive, found: {source}; copy it again or unpack it first"
    )]
    Archive {
        /// The file.
        file: String,
        /// What the archive's reader said.
        source: zip::result::ZipError,
    },
    /// XML with a document type definition, which is never read: remove it.
    #[error(
        "{file}: expected XML without a document type, found <!DOCTYPE at byte {byte}; \
         remove it or export as MARCXML"
    )]
    DocumentType {
        /// The file.
        file: String,
        /// Where it stands.
        byte: u64,
    },
    /// A part of the file has no end within the limit, so that nothing after it can be found.
    #[error(
        "{file}: expected {expected} within {limit} bytes, found none after byte {byte}; \
         correct the file there"
    )]
    TooLong {
        /// The file.
        file: String,
        /// Where the part begins.
        byte: u64,
        /// What should have come.
        expected: &'static str,
        /// How long a part may be.
        limit: u64,
    },
    /// XML with more elements in each other than any catalogue has.
    #[error(
        "{file}: expected at most {limit} elements in each other, found more at byte {byte}; \
         export as MARCXML"
    )]
    TooDeep {
        /// The file.
        file: String,
        /// Where the limit is passed.
        byte: u64,
        /// How many are allowed.
        limit: u64,
    },
}

/// What gives the entries of one file, whatever its format.
pub(crate) type Entries = Box<dyn Iterator<Item = Result<Entry, InputError>> + Send>;

/// How an input is read: as it was asked for, and who watches.
#[derive(Clone, Default)]
struct Manner {
    options: Options,
    eye: Option<Arc<Eye>>,
    /// Whether it holds authorities instead of records of things.
    is_authorities: bool,
    /// The file, where it is one by itself: others may belong to it.
    path: Option<PathBuf>,
}

impl Manner {
    fn new(options: &Options) -> Self {
        Self { options: options.clone(), ..Self::default() }
    }

    fn mapper(&self) -> Mapper {
        let authorities = self.options.authorities.clone();
        let mapper = Mapper::new(self.options.profile.clone(), self.eye.clone());
        mapper.with_authorities(authorities, self.is_authorities)
    }
}

/// Opens one input and gives its records.
pub struct Input {
    format: Format,
    manner: Manner,
    entries: Entries,
    members: Option<Members>,
    passed_over: VecDeque<Entry>,
    read: Arc<AtomicU64>,
    total: Option<u64>,
    is_over: bool,
}

impl Input {
    /// Opens a file (or `-` for standard input): decompresses it and detects its format.
    pub fn open(path: &Path, options: &Options) -> Result<Self, InputError> {
        Self::open_as(path, &Manner::new(options))
    }

    /// The same, watched by `eye`.
    pub(crate) fn watched(
        path: &Path,
        options: &Options,
        eye: Arc<Eye>,
    ) -> Result<Self, InputError> {
        Self::open_as(path, &Manner { eye: Some(eye), ..Manner::new(options) })
    }

    /// Opens a file of authorities.
    pub(crate) fn of_authorities(
        path: &Path,
        options: &Options,
    ) -> Result<Self, InputError> {
        Self::open_as(path, &Manner { is_authorities: true, ..Manner::new(options) })
    }

    /// Reads authorities from anything.
    pub(crate) fn of_authorities_in(
        name: &str,
        reader: Box<dyn Read + Send>,
        options: &Options,
    ) -> Result<Self, InputError> {
        let manner = Manner { is_authorities: true, ..Manner::new(options) };
        Self::of(name, reader, &manner)
    }

    fn open_as(path: &Path, manner: &Manner) -> Result<Self, InputError> {
        if path.as_os_str() == "-" {
            return Self::of("standard input", Box::new(io::stdin()), manner);
        }
        let name = path.display().to_string();
        let failed = |source| InputError::Open { file: name.clone(), source };
        let mut file = File::open(path).map_err(failed)?;
        let total = file.metadata().map_err(failed)?.len();
        let mut input = if open::is_archive(&mut file).map_err(failed)? {
            let read = Arc::new(AtomicU64::new(0));
            let members = Members::new(&name, file, Arc::clone(&read))?;
            Self::from_members(&name, members, read, manner)?
        } else {
            let manner = Manner { path: Some(path.to_owned()), ..manner.clone() };
            Self::of(&name, Box::new(file), &manner)?
        };
        input.total = Some(total);
        Ok(input)
    }

    /// Reads from anything; `name` stands for the file in findings and errors.
    pub fn from_reader(
        name: &str,
        reader: Box<dyn Read + Send>,
        options: &Options,
    ) -> Result<Self, InputError> {
        Self::of(name, reader, &Manner::new(options))
    }

    fn of(
        name: &str,
        reader: Box<dyn Read + Send>,
        manner: &Manner,
    ) -> Result<Self, InputError> {
        let read = Arc::new(AtomicU64::new(0));
        let counted = Counted::new(reader, Arc::clone(&read));
        match open::unpack(name, Box::new(counted))? {
            Opened::Stream(bytes) => {
                let (format, entries) = entries_of(name, bytes, manner)?;
                Ok(Self::new(format, entries, read, manner))
            }
            Opened::Archive(members) => Self::from_members(name, members, read, manner),
        }
    }

    fn new(
        format: Format,
        entries: Entries,
        read: Arc<AtomicU64>,
        manner: &Manner,
    ) -> Self {
        Self {
            format,
            manner: manner.clone(),
            entries,
            members: None,
            passed_over: VecDeque::new(),
            read,
            total: None,
            is_over: false,
        }
    }

    /// Starts with the first member that holds records; an error if none does.
    fn from_members(
        name: &str,
        members: Members,
        read: Arc<AtomicU64>,
        manner: &Manner,
    ) -> Result<Self, InputError> {
        let nothing: Entries = Box::new(std::iter::empty());
        let mut input = Self::new(Format::Marc21, nothing, read, manner);
        input.members = Some(members);
        if input.go_to_next_member()? {
            return Ok(input);
        }
        let found = "a zip archive without such a file".to_owned();
        Err(InputError::Unknown { file: name.to_owned(), found })
    }

    /// The format of the file; of the member that is being read, within an archive.
    pub fn format(&self) -> Format {
        self.format
    }

    /// How much of the file on disk was read so far, for a progress bar.
    pub fn progress(&self) -> Progress {
        Progress { read: self.read.load(Ordering::Relaxed), total: self.total }
    }

    /// Goes on to the next member of the archive that holds records, if there is one. Others
    /// are passed over with a finding: an archive may well hold a letter to its reader.
    fn go_to_next_member(&mut self) -> Result<bool, InputError> {
        while let Some(member) = self.members.as_mut().and_then(Members::next) {
            match entries_of_member(member, &self.manner) {
                Ok((format, entries)) => {
                    (self.format, self.entries) = (format, entries);
                    return Ok(true);
                }
                Err(Passed::Over(entry)) => self.passed_over.push_back(*entry),
                Err(Passed::Broken(error)) => return Err(error),
            }
        }
        Ok(false)
    }

    /// The next entry, whichever member it is in.
    fn next_entry(&mut self) -> Result<Option<Entry>, InputError> {
        loop {
            if let Some(entry) = self.passed_over.pop_front() {
                return Ok(Some(entry));
            }
            if let Some(entry) = self.entries.next().transpose()? {
                return Ok(Some(self.finished(entry)));
            }
            if !self.go_to_next_member()? && self.passed_over.is_empty() {
                return Ok(None);
            }
        }
    }

    /// The entry with what is the same in all formats: the prefix of the source, and the other
    /// names of the headings.
    fn finished(&self, mut entry: Entry) -> Entry {
        if let Some(record) = &mut entry.record {
            if let Some(prefix) = &self.manner.options.prefix {
                record.id = format!("{prefix}:{}", record.id);
            }
            if let Some(authorities) = &self.manner.options.authorities {
                authorities.refer(record);
            }
        }
        entry
    }
}

impl Iterator for Input {
    type Item = Result<Entry, InputError>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.is_over {
            return None;
        }
        let next = self.next_entry();
        self.is_over = !matches!(next, Ok(Some(_)));
        next.map_err(open::named_bomb).transpose()
    }
}

impl fmt::Debug for Input {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut shown = f.debug_struct("Input");
        shown.field("format", &self.format).finish_non_exhaustive()
    }
}

/// The reader for the format of `bytes`, named or detected.
fn entries_of(
    name: &str,
    bytes: Bytes,
    manner: &Manner,
) -> Result<(Format, Entries), InputError> {
    let (format, bytes, note) =
        open::detect(name, bytes, &manner.options, manner.is_authorities)?;
    let mapper = manner.mapper();
    let encoding = manner.options.encoding;
    if manner.is_authorities {
        match format {
            Format::Marc21 | Format::MarcXml => {}
            Format::Csv => {
                let entries = Box::new(authority::NamesReader::new(name, bytes));
                return Ok((format, noted(name, entries, note)));
            }
            other => {
                let (file, found) = (name.to_owned(), other.name());
                return Err(InputError::NoAuthorities { file, found });
            }
        }
    }
    let (columns, eye) = (&manner.options.columns, manner.eye.clone());
    let entries: Entries = match format {
        Format::Marc21 => Box::new(marc::Reader::new(name, bytes, encoding, mapper)),
        Format::MarcXml => Box::new(marcxml::Reader::new(name, bytes, mapper)),
        Format::Ndjson => Box::new(ndjson::Reader::new(name, bytes).watched(eye)),
        Format::Csv => Box::new(table::Reader::new(name, bytes, columns).watched(eye)),
        Format::DublinCore | Format::Mods | Format::Opds => {
            let reader = xml::Reader::new(name, bytes, xml::dialect_of(format));
            Box::new(reader.watched(eye))
        }
        Format::Opds2 => Box::new(opds2::Reader::new(name, bytes).watched(eye)),
        Format::Elasticlunr => {
            Box::new(elasticlunr::Reader::new(name, bytes, columns).watched(eye))
        }
        Format::IrbisText => Box::new(irbis::Reader::new(name, bytes, mapper)),
        Format::IrbisMaster => {
            let references = manner.path.as_deref().and_then(mst::beside);
            Box::new(mst::Reader::new(name, bytes, references, encoding, mapper))
        }
    };
    let entries = noted(name, entries, note);
    if format == Format::Marc21 || crew::hands() == 1 {
        return Ok((format, entries));
    }
    Ok((format, Box::new(Ahead::of(entries))))
}

/// The entries, with the note of the encoding that their text was in.
fn noted(name: &str, entries: Entries, note: Option<Note>) -> Entries {
    match note {
        Some(note) => Box::new(Noted::new(name, entries, note)),
        None => entries,
    }
}

/// Why a member of an archive gives no entries.
enum Passed {
    /// It holds no records that can be read.
    Over(Box<Entry>),
    /// The archive is damaged.
    Broken(InputError),
}

fn entries_of_member(
    member: Member,
    manner: &Manner,
) -> Result<(Format, Entries), Passed> {
    let name = member.name;
    let bytes = member.bytes.map_err(|error| passed_over(&name, &error.to_string()))?;
    match open::unpack(&name, bytes).map_err(|error| passed_by(&name, error))? {
        Opened::Stream(bytes) => {
            entries_of(&name, bytes, manner).map_err(|error| passed_by(&name, error))
        }
        Opened::Archive(_) => Err(passed_over(&name, "an archive within the archive")),
    }
}

fn passed_by(name: &str, error: InputError) -> Passed {
    match error {
        InputError::Unknown { found, .. } => passed_over(name, &found),
        InputError::Empty { .. } => passed_over(name, "an empty file"),
        error => Passed::Broken(error),
    }
}

fn passed_over(name: &str, found: &str) -> Passed {
    let mut findings = Findings::new(name);
    let expected = "a file of a known format";
    findings.add(FindingKind::Junk, Severity::Note, expected, found);
    Passed::Over(Box::new(Entry { findings: findings.take(None), ..Entry::default() }))
}
