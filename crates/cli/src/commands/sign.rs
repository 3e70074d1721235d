//! `bibliobus sign`: a catalogue that is built already gets its library's signature.

use std::io::Write;
use std::path::PathBuf;

use crate::collection::{Collection, manifest};
use crate::fault::Outcome;
use crate::signing::Signer;

const AFTER_HELP: &str = "\
Examples:
  bibliobus sign catalogue library.key

For a key that is kept on another computer than the one that builds; `build --sign` does both.
Every file is verified first.";

/// The arguments.
#[derive(clap::Args)]
#[command(after_help = AFTER_HELP)]
pub(crate) struct Args {
    /// The folder of the catalogue
    catalogue: PathBuf,
    /// The secret key, made by `bibliobus key`
    key: PathBuf,
}

/// Carries out the command.
pub(crate) fn run(args: &Args, out: &mut dyn Write) -> anyhow::Result<Outcome> {
    let signer = Signer::read(&args.key)?;
    let mut collection = Collection::open(&args.catalogue)?;
    for want in collection.files()? {
        collection.read_verified(want)?;
    }
    let release = collection.index().release();
    signer.sign(&args.catalogue, &manifest(&args.catalogue)?, release)?;
    writeln!(out, "Release {release} is signed")?;
    Ok(Outcome::Fine)
}
