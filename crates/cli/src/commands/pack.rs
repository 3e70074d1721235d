//! `bibliobus pack`: a catalogue as one file.

use std::fs::{self, File};
use std::io::{BufWriter, Write};
use std::path::PathBuf;

use anyhow::Context;
use bibliobus_index::{Built, signature_path};
use tar::{Builder, Header};

use crate::collection::{self, Collection};
use crate::fault::Outcome;
use crate::signing::{self, keys};
use crate::words::{bytes, counted};

const AFTER_HELP: &str = "\
Examples:
  bibliobus pack catalogue                           catalogue.bibliobus
  bibliobus pack catalogue -o /media/stick/library.bibliobus
  bibliobus mirror library.bibliobus catalogue       a folder again, verified

Readers open the file in the app, under \"Keep on this device\", and have the catalogue without a
connection. It is a tar file with the manifest before the chunks. The same catalogue gives the
same bytes.";

/// The arguments.
#[derive(clap::Args)]
#[command(after_help = AFTER_HELP)]
pub(crate) struct Args {
    /// The folder of the catalogue
    catalogue: PathBuf,
    /// The file to write [default: the folder's name with .bibliobus at its end]
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
    /// Pack it only if it is signed with this key: the key itself, or a file with it
    #[arg(long, value_name = "KEY")]
    key: Vec<String>,
}

/// Carries out the command.
pub(crate) fn run(args: &Args, out: &mut dyn Write) -> anyhow::Result<Outcome> {
    let folder = &args.catalogue;
    let mut collection = Collection::open(folder)?;
    let manifest = collection::manifest(folder)?;
    let signature = signing::beside(folder, &manifest);
    let place = folder.display().to_string();
    signing::verify(&keys(&args.key)?, &manifest, signature.as_deref(), &place)?;
    let path = args.output.clone().unwrap_or_else(|| {
        let mut name = folder.canonicalize().unwrap_or_else(|_| folder.clone());
        name.set_extension("bibliobus");
        PathBuf::from(name.file_name().unwrap_or_default())
    });
    let files = collection.files()?;
    let part = path.with_extension("bibliobus.part");
    let file = File::create(&part)
        .with_context(|| format!("cannot write {}", part.display()))?;
    let mut pack = Builder::new(BufWriter::new(file));
    append(&mut pack, Built::MANIFEST, &manifest)?;
    if let Some(signature) = signature {
        append(&mut pack, &signature_path(&manifest), &signature)?;
    }
    for want in &files {
        append(&mut pack, &want.file.path(), &collection.read_verified(*want)?)?;
    }
    let file = pack.into_inner()?.into_inner().map_err(|error| error.into_error())?;
    file.sync_all()?;
    let size = file.metadata()?.len();
    fs::rename(&part, &path)
        .with_context(|| format!("cannot write {}", path.display()))?;
    let chunks = counted(files.len() as u64, "chunk");
    writeln!(out, "{}: {} with {chunks}", path.display(), bytes(size))?;
    Ok(Outcome::Fine)
}

/// Adds a file with nothing that differs between two days.
fn append<W: Write>(
    pack: &mut Builder<W>,
    path: &str,
    content: &[u8],
) -> anyhow::Result<()> {
    let mut header = Header::new_ustar();
    header.set_size(content.len() as u64);
    header.set_mode(0o644);
    header.set_mtime(0);
    Ok(pack.append_data(&mut header, path, content)?)
}
