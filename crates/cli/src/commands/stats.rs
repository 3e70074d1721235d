//! `bibliobus stats`: how large a catalogue is, and whether every file of it is sound.

use std::io::Write;
use std::path::PathBuf;

use bibliobus_index::Want;
use serde_json::{Value, json};

use crate::collection::{Collection, manifest};
use crate::fault::{self, Outcome};
use crate::signing::{beside, keys, verify};
use crate::words::{bytes, counted, library_name};

const AFTER_HELP: &str = "\
Examples:
  bibliobus stats catalogue
  bibliobus stats public/catalogue --json
  bibliobus stats catalogue --no-verify    do not read the files, only count them
  bibliobus stats /media/stick/catalogue --key library.pub    is it the library's own?

Exit codes:
  0  every file that the manifest names is there, of the right length and content
  2  some file is not, there is no catalogue, or, with --key, not the library's own";

/// The arguments.
#[derive(clap::Args)]
#[command(after_help = AFTER_HELP)]
pub(crate) struct Args {
    /// The folder of the catalogue
    catalogue: PathBuf,
    /// Do not read every file to see whether it is sound
    #[arg(long)]
    no_verify: bool,
    /// Say too whether it is signed with this key: the key itself, or a file with it
    #[arg(long, value_name = "KEY")]
    key: Vec<String>,
    /// Give the numbers as JSON
    #[arg(long)]
    json: bool,
}

/// Carries out the command.
pub(crate) fn run(args: &Args, out: &mut dyn Write) -> anyhow::Result<Outcome> {
    let mut collection = Collection::open(&args.catalogue)?;
    let keys = keys(&args.key)?;
    let manifest = manifest(&args.catalogue)?;
    let signature = beside(&args.catalogue, &manifest);
    verify(
        &keys,
        &manifest,
        signature.as_deref(),
        &args.catalogue.display().to_string(),
    )?;
    let files = collection.files()?;
    let unsound = if args.no_verify { 0 } else { count_unsound(&collection, &files) };
    if args.json {
        let verified = (!args.no_verify).then_some(unsound == 0);
        serde_json::to_writer_pretty(&mut *out, &as_json(&collection, &files, verified))?;
        writeln!(out)?;
    } else {
        write_text(&collection, &files, out)?;
        if !keys.is_empty() {
            writeln!(out, "Signed with the key that is trusted")?;
        }
        write_verdict(args, unsound, out)?;
    }
    Ok(if unsound == 0 { Outcome::Fine } else { Outcome::BadInput })
}

/// How many files are not what their names say; each is said on stderr.
fn count_unsound(collection: &Collection, files: &[Want]) -> usize {
    let errors = files.iter().filter_map(|want| collection.read_verified(*want).err());
    errors.inspect(fault::say).count()
}

fn as_json(collection: &Collection, files: &[Want], verified: Option<bool>) -> Value {
    let index = collection.index();
    let parts: Vec<Value> = index
        .parts()
        .into_iter()
        .map(|(part, bytes, chunks)| json!({ "part": part, "bytes": bytes, "chunks": chunks }))
        .collect();
    json!({
        "records": index.records(),
        "release": index.release(),
        "as_of": index.as_of(),
        "expires": index.expires(),
        "bytes": index.bytes(),
        "chunks": files.len(),
        "segments": index.segments(),
        "parts": parts,
        "verified": verified,
    })
}

fn write_text(
    collection: &Collection,
    files: &[Want],
    out: &mut dyn Write,
) -> anyhow::Result<()> {
    let index = collection.index();
    if let Some(name) = index.library().and_then(library_name) {
        writeln!(out, "{name}")?;
    }
    writeln!(out, "Release {} as of {}", index.release(), index.as_of())?;
    let records = counted(u64::from(index.records()), "record");
    let segments = counted(index.segments() as u64, "segment");
    let chunks = counted(files.len() as u64, "chunk");
    writeln!(out, "{records} in {segments}: {} in {chunks}", bytes(index.bytes()))?;
    for (part, size, chunks) in index.parts() {
        writeln!(out, "  {:>9}  {part}, {}", bytes(size), counted(chunks, "chunk"))?;
    }
    Ok(())
}

fn write_verdict(args: &Args, unsound: usize, out: &mut dyn Write) -> anyhow::Result<()> {
    match unsound {
        _ if args.no_verify => {}
        0 => writeln!(out, "Every file is there and sound")?,
        many => {
            let files = counted(many as u64, "file");
            writeln!(
                out,
                "{files} missing or damaged: build or copy the catalogue again"
            )?;
        }
    }
    Ok(())
}
