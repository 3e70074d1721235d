//! `bibliobus profiles`: which field says what, as files that can be read, copied and changed.

use std::io::Write;

use bibliobus_ingest::Profile;
use clap::Subcommand;

use crate::fault::{BadInput, Outcome};

const AFTER_HELP: &str = "\
Examples:
  bibliobus profiles list                   what ships
  bibliobus profiles show koha > own.toml   a copy to change
  bibliobus check export.mrc --profile own.toml

docs/profiles.md says what can stand in such a file.";

/// The arguments.
#[derive(clap::Args)]
#[command(after_help = AFTER_HELP)]
pub(crate) struct Args {
    #[command(subcommand)]
    what: What,
}

#[derive(Subcommand)]
enum What {
    /// The profiles that ship with the tool
    List,
    /// The file of a profile
    Show {
        /// Its name
        name: String,
    },
}

/// Carries out the command.
pub(crate) fn run(args: &Args, out: &mut dyn Write) -> anyhow::Result<Outcome> {
    match &args.what {
        What::List => list(out)?,
        What::Show { name } => {
            let source = Profile::source(name);
            let source = source.map_err(|error| BadInput::from_error(&error))?;
            write!(out, "{source}")?;
        }
    }
    Ok(Outcome::Fine)
}

fn list(out: &mut dyn Write) -> anyhow::Result<()> {
    let shipped = Profile::shipped();
    let width = shipped.iter().map(|(name, _)| name.len()).max().unwrap_or_default();
    for (name, about) in shipped {
        writeln!(out, "{name:width$}  {about}")?;
    }
    Ok(())
}
