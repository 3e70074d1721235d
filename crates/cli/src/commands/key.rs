//! `bibliobus key`: a pair of keys, to sign catalogues with and to know them by.

use std::env;
use std::fs::OpenOptions;
use std::io::Write;
use std::path::{Path, PathBuf};

use anyhow::{Context, bail};
use minisign::KeyPair;

use crate::fault::{BadInput, Outcome};
use crate::signing::PASSWORD;

const AFTER_HELP: &str = "\
Examples:
  bibliobus key library                    library.key, to be kept secret, and library.pub
  bibliobus key library --password         the same, with a password
  bibliobus build export.mrc -o catalogue --sign library.key
  bibliobus stats catalogue --key library.pub

The public key goes into the page: <biblio-bus key=\"RW…\">. Readers' browsers then take only
catalogues that were signed with the secret one. To change keys, name both for a while, with a
blank between them. The files are those of minisign, which makes and verifies the same.";

/// The arguments.
#[derive(clap::Args)]
#[command(after_help = AFTER_HELP)]
pub(crate) struct Args {
    /// The name of both files, without their ends .key and .pub
    name: PathBuf,
    /// Protect the secret key with a password: asked for, or taken from the variable
    /// `BIBLIOBUS_KEY_PASSWORD`
    #[arg(long)]
    password: bool,
}

/// Carries out the command.
pub(crate) fn run(args: &Args, out: &mut dyn Write) -> anyhow::Result<Outcome> {
    let (secret, public) = (with_end(&args.name, "key"), with_end(&args.name, "pub"));
    for path in [&secret, &public] {
        if path.exists() {
            bail!(BadInput::new(format!(
                "{}: expected a new name, found a file of this one; a lost key cannot be made \
                 again, so none is written over",
                path.display()
            )));
        }
    }
    let pair = if args.password {
        KeyPair::generate_encrypted_keypair(env::var(PASSWORD).ok())
    } else {
        KeyPair::generate_unencrypted_keypair()
    };
    let pair =
        pair.map_err(|error| BadInput::new(format!("no key was made: {error}")))?;
    let comment = Some("secret key of a Bibliobus library: keep it to yourself");
    let boxed = pair.sk.to_box(comment).map_err(anyhow::Error::msg)?;
    write(&secret, &boxed.into_string(), true)?;
    let boxed = pair.pk.to_box().map_err(anyhow::Error::msg)?;
    write(&public, &boxed.into_string(), false)?;
    writeln!(out, "Signs, keep it secret:  {}", secret.display())?;
    writeln!(out, "Verifies, for everyone: {}", public.display())?;
    writeln!(out, "On the page: <biblio-bus key=\"{}\">", pair.pk.to_base64())?;
    Ok(Outcome::Fine)
}

fn with_end(name: &Path, end: &str) -> PathBuf {
    let mut whole = name.as_os_str().to_owned();
    whole.push(".");
    whole.push(end);
    whole.into()
}

/// Writes a new file; a secret one is for its owner alone.
fn write(path: &Path, text: &str, is_secret: bool) -> anyhow::Result<()> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt;
        options.mode(if is_secret { 0o600 } else { 0o644 });
    }
    #[cfg(not(unix))]
    let _ = is_secret;
    let text = format!("{}\n", text.trim_end());
    let written = options.open(path).and_then(|mut file| file.write_all(text.as_bytes()));
    written.with_context(|| format!("cannot write {}", path.display()))
}
