//! `bibliobus serve`: a catalogue in the browser, on this computer or in a branch's network.

use std::io::Write;
use std::net::IpAddr;
use std::path::PathBuf;

use anyhow::bail;

use crate::app;
use crate::fault::{BadInput, Outcome};
use crate::http::{Server, Tree};

const AFTER_HELP: &str = "\
Examples:
  bibliobus serve public                     http://127.0.0.1:8080/, for this computer only
  bibliobus serve catalogue                  a bare catalogue is shown with the app
  bibliobus serve public --host 0.0.0.0      for a branch's network
  bibliobus serve public --port 0            any free port

It sends static files, nothing else: no request changes anything. A browser keeps what it has
seen on the device, offline too, only over https or on this computer itself.";

/// The arguments.
#[derive(clap::Args)]
#[command(after_help = AFTER_HELP)]
pub(crate) struct Args {
    /// The folder: one that `site` made, or a bare catalogue
    folder: PathBuf,
    /// The port; 0 takes any that is free
    #[arg(long, default_value_t = 8080)]
    port: u16,
    /// The address to listen at; 0.0.0.0 for everyone in the network
    #[arg(long, default_value = "127.0.0.1")]
    host: IpAddr,
}

/// Carries out the command: serves until it is stopped.
pub(crate) fn run(args: &Args, out: &mut dyn Write) -> anyhow::Result<Outcome> {
    let tree = tree(args)?;
    let server = Server::bind(args.host, args.port)?;
    writeln!(out, "Serving {} at http://{}/", args.folder.display(), server.address()?)?;
    writeln!(out, "Stop with Ctrl-C")?;
    out.flush()?;
    server.run(tree)?;
    Ok(Outcome::Fine)
}

/// What is served: the folder, or for a bare catalogue the app with the catalogue in it.
fn tree(args: &Args) -> anyhow::Result<Tree> {
    if !args.folder.is_dir() {
        bail!(BadInput::new(format!("{}: expected a folder", args.folder.display())));
    }
    let is_bare = args.folder.join("manifest.json").is_file()
        && !args.folder.join(app::PAGE).exists();
    if is_bare && app::is_inside() {
        return Ok(Tree::app_with_catalogue(args.folder.clone()));
    }
    Ok(Tree::folder(args.folder.clone()))
}
