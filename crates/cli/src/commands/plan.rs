//! `bibliobus plan`: the plans of a library, drawn and changed in the browser.

use std::io::Write;
use std::net::{IpAddr, Ipv4Addr};
use std::path::PathBuf;

use crate::fault::Outcome;
use crate::http::Server;
use crate::plan::Editor;

/// Nobody but who sits at this computer.
const HOST: IpAddr = IpAddr::V4(Ipv4Addr::LOCALHOST);

const AFTER_HELP: &str = "\
Examples:
  bibliobus plan library.toml                 http://127.0.0.1:8090/, for this computer only
  bibliobus plan library.toml --floor C2      opens the plan of that floor
  bibliobus plan library.toml --port 0        any free port

Rows, walls, words, points, paths, shelves and kiosks are drawn, named, moved and removed on a page
and saved: what you did not change in the settings, comments too, stays as it is. Rows, walls and
words go into the floor's SVG; a floor without a drawing gets one in plans/.

Exit codes:
  1  the port is taken
  2  the settings are at fault: the line, and how to mend it";

/// The arguments.
#[derive(clap::Args)]
#[command(after_help = AFTER_HELP)]
pub(crate) struct Args {
    /// The settings
    settings: PathBuf,
    /// The port; 0 takes any that is free
    #[arg(long, default_value_t = 8090)]
    port: u16,
    /// The code of the floor to begin with [default: the first]
    #[arg(long, value_name = "CODE")]
    floor: Option<String>,
}

/// Carries out the command: serves until it is stopped.
pub(crate) fn run(args: &Args, out: &mut dyn Write) -> anyhow::Result<Outcome> {
    let editor = Editor::open(&args.settings, args.floor.as_deref())?;
    let server = Server::bind(HOST, args.port)?;
    let address = server.address()?;
    writeln!(out, "The plans of {} at http://{address}/", args.settings.display())?;
    writeln!(out, "Stop with Ctrl-C")?;
    out.flush()?;
    server.run(editor.at(address))?;
    Ok(Outcome::Fine)
}
