//! The inputs of a command, read one after the other. Not for what is in them: see
//! `bibliobus_ingest`.

use std::collections::HashSet;
use std::fs;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::PathBuf;

use bibliobus_ingest::{
    Entry, Finding, FindingKind, Input, InputError, Options, Severity,
};

use crate::meter::Meter;
use crate::reading::Reading;

/// A file to read.
#[derive(Clone, Debug)]
pub(crate) struct Source {
    /// Where it is; `-` is the standard input.
    pub(crate) path: PathBuf,
    /// How it is to be read.
    pub(crate) options: Options,
}

impl Source {
    /// Files as named on the command line, all read in the same way.
    pub(crate) fn named(
        paths: &[PathBuf],
        reading: &Reading,
    ) -> anyhow::Result<Vec<Self>> {
        let options = reading.options(None)?;
        let source =
            |path: &PathBuf| Self { path: path.clone(), options: options.clone() };
        Ok(paths.iter().map(source).collect())
    }

    fn name(&self) -> String {
        self.path.display().to_string()
    }

    fn open(&self) -> Result<Input, InputError> {
        Input::open(&self.path, &self.options)
    }

    fn len(&self) -> u64 {
        fs::metadata(&self.path).map_or(0, |file| file.len())
    }
}

/// Inputs that were opened and found to be of a known format.
pub(crate) struct Inputs {
    opened: Vec<Opened>,
    len: u64,
}

struct Opened {
    name: String,
    input: Input,
    len: u64,
}

impl Inputs {
    /// Opens all that can be opened, and gives the errors of those that cannot.
    pub(crate) fn open(sources: &[Source]) -> (Self, Vec<InputError>) {
        let mut inputs = Self { opened: Vec::new(), len: 0 };
        let mut refused = Vec::new();
        for source in sources {
            match source.open() {
                Ok(input) => inputs.add(source, input),
                Err(error) => refused.push(error),
            }
        }
        (inputs, refused)
    }

    fn add(&mut self, source: &Source, input: Input) {
        let opened = Opened { name: source.name(), input, len: source.len() };
        self.len += opened.len;
        self.opened.push(opened);
    }

    /// How many bytes there are to read, as far as can be known.
    pub(crate) fn len(&self) -> u64 {
        self.len
    }

    /// Gives the name of its file and every entry to `take`, in order. An input that breaks off is left there, and its
    /// error returned; the others are still read.
    pub(crate) fn read(
        self,
        meter: &mut Meter,
        take: &mut dyn FnMut(&str, Entry) -> anyhow::Result<()>,
    ) -> anyhow::Result<Vec<InputError>> {
        let mut broken = Vec::new();
        let mut before = 0;
        for mut opened in self.opened {
            loop {
                match opened.input.next() {
                    Some(Ok(entry)) => take(&opened.name, entry)?,
                    Some(Err(error)) => break broken.push(error),
                    None => break,
                }
                meter.step(|| before + opened.read());
            }
            before += opened.len;
        }
        Ok(broken)
    }
}

impl Opened {
    /// How many bytes of the file were read.
    fn read(&self) -> u64 {
        let progress = self.input.progress();
        match progress.total {
            Some(total) if total > 0 => {
                let part = u128::from(progress.read.min(total)) * u128::from(self.len);
                u64::try_from(part / u128::from(total)).unwrap_or(self.len)
            }
            _ => progress.read,
        }
    }
}

/// The control numbers that came before. It keeps a hash of each, not the number: in one of
/// thirty million catalogues of a million records, two numbers would be taken for one.
#[derive(Debug, Default)]
pub(crate) struct Seen {
    hashes: HashSet<u64>,
}

impl Seen {
    /// A finding, if the record of `entry`, read from `file`, has a number that came before.
    pub(crate) fn again(&mut self, file: &str, entry: &Entry) -> Option<Finding> {
        let record = entry.record.as_ref()?;
        let mut hasher = DefaultHasher::new();
        record.id.hash(&mut hasher);
        if self.hashes.insert(hasher.finish()) {
            return None;
        }
        Some(duplicate(file, entry, &record.id))
    }
}

fn duplicate(file: &str, entry: &Entry, id: &str) -> Finding {
    Finding {
        file: file.to_owned(),
        record: Some(entry.number),
        id: Some(id.to_owned()),
        byte: entry.byte,
        field: None,
        kind: FindingKind::DuplicateId,
        severity: Severity::Warning,
        expected: "a control number of its own".into(),
        found: format!("{id}, which an earlier record has"),
    }
}
