//! `bibliobus mirror`: a copy of somebody else's catalogue.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::thread::sleep;
use std::time::{Duration, Instant};

use anyhow::bail;
use bibliobus_index::{Built, FileName, Index, Question, Want, signature_path};

use crate::collection::Collection;
use crate::fault::{BadInput, Outcome};
use crate::meter::Meter;
use crate::origin::Origin;
use crate::signing::{keys, verify};
use crate::words::{bytes, counted};
use crate::write;

const AFTER_HELP: &str = "\
Examples:
  bibliobus mirror https://library.example/catalogue catalogue
  bibliobus mirror https://library.example/catalogue catalogue --rate 100    kB a second at most
  bibliobus mirror library.bibliobus catalogue --key library.pub
  bibliobus serve catalogue                      readers in the branch's network have it from here

Only what is missing is fetched, and nothing is believed before its hash was checked. Stopped, it
goes on where it was the next time. The folder has the old catalogue until the new one is whole.

Exit codes:
  0  the folder has the same catalogue as the source
  1  it could not be written
  2  the source has no whole catalogue, an older one, or, with --key, not the library's own";

/// A manifest is at most some 20 kB for a million records, and a signature some 300 bytes.
const MOST: u64 = 1 << 20;

/// The arguments.
#[derive(clap::Args)]
#[command(after_help = AFTER_HELP)]
pub(crate) struct Args {
    /// The address or folder of a catalogue, or a file of `bibliobus pack`
    source: String,
    /// The folder of the copy, new or to be renewed
    output: PathBuf,
    /// Take it only if it is signed with this key: the key itself, or a file with it
    #[arg(long, value_name = "KEY")]
    key: Vec<String>,
    /// Fetch at most so many kilobytes a second
    #[arg(long, value_name = "KB", value_parser = clap::value_parser!(u32).range(1..))]
    rate: Option<u32>,
}

/// Carries out the command.
pub(crate) fn run(
    args: &Args,
    quiet: bool,
    out: &mut dyn Write,
) -> anyhow::Result<Outcome> {
    let keys = keys(&args.key)?;
    let mut origin = Origin::open(&args.source, quiet)?;
    write::create_folder(&args.output.join("chunks"))?;
    let _hold = write::Hold::on(&args.output)?;
    write::remove_parts(&args.output.join("chunks"))?;
    let Some(manifest) = origin.file(Built::MANIFEST, MOST)? else {
        bail!(BadInput::new(format!(
            "{}: expected a catalogue, found no {}; check the address",
            args.source,
            Built::MANIFEST
        )));
    };
    let path = signature_path(&manifest);
    let signature = origin.file(&path, MOST)?;
    verify(&keys, &manifest, signature.as_deref(), &args.source)?;
    let index = Index::open(&manifest)
        .map_err(|error| BadInput::new(format!("{}: {error}", args.source)))?;
    refuse_older(&args.output, &index)?;

    let meter = Meter::new(index.bytes(), quiet);
    let mut copy =
        Copy { origin, args, meter, fetched: 0, begun: Instant::now(), here: 0 };
    let files = copy.files(index)?;
    write::sync_folder(&args.output.join("chunks"))?;
    if let Some(signature) = signature {
        write::create_folder(&args.output.join("signatures"))?;
        write::write_once(&args.output.join(path), &signature)?;
    }
    write::write_whole(&args.output.join(Built::MANIFEST), &manifest)?;
    write::sync_folder(&args.output)?;
    copy.meter.clear();
    let collection = Collection::open(&args.output)?;
    let index = collection.index();
    writeln!(out, "Release {} as of {}", index.release(), index.as_of())?;
    writeln!(
        out,
        "{} in {}, {} of them fetched now",
        bytes(index.bytes()),
        counted(files as u64, "chunk"),
        bytes(copy.fetched)
    )?;
    writeln!(out, "Look at it: bibliobus serve {}", args.output.display())?;
    Ok(Outcome::Fine)
}

/// Release numbers never go back: a reader who has the later one would not take the earlier.
fn refuse_older(folder: &Path, index: &Index) -> anyhow::Result<()> {
    let Ok(Some(here)) = Collection::open_if_any(folder) else { return Ok(()) };
    let (here, there) = (here.index().release(), index.release());
    if there < here {
        bail!(BadInput::new(format!(
            "expected release {here} or a later one, found {there}: the source is older than {}",
            folder.display()
        )));
    }
    Ok(())
}

/// A copy on its way.
struct Copy<'a> {
    origin: Origin,
    args: &'a Args,
    meter: Meter,
    /// Bytes that came from the source.
    fetched: u64,
    begun: Instant,
    /// Bytes that are here, of this release.
    here: u64,
}

impl Copy<'_> {
    /// Brings every file of the catalogue; answers how many there are.
    fn files(&mut self, mut index: Index) -> anyhow::Result<usize> {
        // What is named by roots and pages is known once they are here.
        loop {
            let wants = index.wants(&Question::Files);
            if wants.is_empty() {
                break;
            }
            for want in wants {
                let content = self.file(want)?;
                index
                    .load(want.file, &content)
                    .map_err(|error| BadInput::new(error.to_string()))?;
            }
        }
        let files = index.files();
        self.here = 0;
        for want in &files {
            self.file(*want)?;
            self.here += u64::from(want.len);
            self.meter.at(self.here);
        }
        Ok(files.len())
    }

    /// The content of a file: from the folder if it is sound there, otherwise from the source.
    fn file(&mut self, want: Want) -> anyhow::Result<Vec<u8>> {
        let path = self.args.output.join(want.file.path());
        let is_it = |content: &[u8]| {
            content.len() as u64 == u64::from(want.len)
                && FileName::of(content) == want.file
        };
        if let Some(content) = fs::read(&path).ok().filter(|content| is_it(content)) {
            return Ok(content);
        }
        let content = self.origin.file(&want.file.path(), u64::from(want.len))?;
        let Some(content) = content.filter(|content| is_it(content)) else {
            bail!(BadInput::new(format!(
                "{}/{}: expected {} bytes with the hash of its name, found others or none; the \
                 source is damaged or was just renewed: try again",
                self.args.source.trim_end_matches('/'),
                want.file.path(),
                want.len
            )));
        };
        self.fetched += u64::from(want.len);
        self.keep_to_rate();
        write::write_whole(&path, &content)?;
        Ok(content)
    }

    /// Waits until no more came than the rate allows.
    fn keep_to_rate(&self) {
        let Some(rate) = self.args.rate else { return };
        let due =
            Duration::from_secs_f64(self.fetched as f64 / (f64::from(rate) * 1000.0));
        sleep(due.saturating_sub(self.begun.elapsed()));
    }
}
