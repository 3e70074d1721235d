//! Signing a catalogue with a key of minisign, and verifying who signed it.

use std::env;
use std::fs;
use std::io::{Cursor, IsTerminal, stdin};
use std::path::Path;

use anyhow::Context;
use bibliobus_index::{Keys, signature_path};
use minisign::{PublicKey, SecretKey, SecretKeyBox};

use crate::fault::BadInput;
use crate::write;

/// Where the password of a key may stand, for builds that nobody watches.
pub(crate) const PASSWORD: &str = "BIBLIOBUS_KEY_PASSWORD";

/// A key that signs.
pub(crate) struct Signer(SecretKey);

impl Signer {
    /// Reads a secret key as `bibliobus key` or minisign wrote it.
    ///
    /// # Errors
    /// The file is no secret key, or its password is not the one that was given.
    pub(crate) fn read(path: &Path) -> anyhow::Result<Self> {
        let text = fs::read_to_string(path)
            .with_context(|| format!("cannot read the key {}", path.display()))?;
        let bad = |found: &dyn std::fmt::Display| {
            BadInput::new(format!(
                "{}: expected a secret key such as `bibliobus key` makes, found: {found}",
                path.display()
            ))
        };
        let boxed = || SecretKeyBox::from_string(&text).map_err(|error| bad(&error));
        if let Ok(key) = boxed()?.into_unencrypted_secret_key() {
            return Ok(Self(key));
        }
        let password = match env::var(PASSWORD) {
            Ok(password) => Some(password),
            Err(_) if stdin().is_terminal() => None,
            Err(_) => {
                return Err(bad(&format!(
                    "a key with a password; put it into {PASSWORD}"
                ))
                .into());
            }
        };
        let key = boxed()?.into_secret_key(password);
        Ok(Self(key.map_err(|error| bad(&format!("{error}; is the password right?")))?))
    }

    /// Writes the signature of the manifest of a release into the folder of its catalogue.
    pub(crate) fn sign(
        &self,
        folder: &Path,
        manifest: &[u8],
        release: u64,
    ) -> anyhow::Result<()> {
        let public = PublicKey::from_secret_key(&self.0).map_err(anyhow::Error::msg)?;
        let reader = Cursor::new(manifest);
        let comment = format!("release {release}");
        let own = Some("signature of a Bibliobus catalogue");
        let signature =
            minisign::sign(Some(&public), &self.0, reader, Some(&comment), own)
                .map_err(|error| BadInput::new(format!("cannot sign: {error}")))?;
        let path = folder.join(signature_path(manifest));
        write::create_folder(path.parent().unwrap_or(folder))?;
        write::write_whole(&path, signature.into_string().as_bytes())
    }
}

/// Keys given on the command line: each the key itself, or a file with it.
///
/// # Errors
/// One of them is no public key.
pub(crate) fn keys(given: &[String]) -> anyhow::Result<Keys> {
    let mut words = Vec::new();
    for word in given {
        // A file of minisign has a comment before the key.
        let file = fs::read_to_string(word).ok();
        let key = file
            .as_deref()
            .and_then(|text| text.lines().map(str::trim).rfind(|line| !line.is_empty()));
        words.push(key.unwrap_or(word).to_owned());
    }
    Ok(Keys::parse(&words.join(" "))
        .map_err(|error| BadInput::new(format!("--key: {error}")))?)
}

/// Verifies that a manifest has a signature by one of `keys`, if any is trusted.
///
/// # Errors
/// There is no signature, or it is not the right one.
pub(crate) fn verify(
    keys: &Keys,
    manifest: &[u8],
    signature: Option<&[u8]>,
    place: &str,
) -> anyhow::Result<()> {
    if keys.is_empty() {
        return Ok(());
    }
    let verdict = match signature {
        None => {
            Err("expected a signature, found none; ask the library for a signed copy"
                .to_owned())
        }
        Some(signature) => {
            keys.verify(manifest, signature).map_err(|error| error.to_string())
        }
    };
    Ok(verdict.map_err(|why| BadInput::new(format!("{place}: {why}")))?)
}

/// The signature beside a manifest in a folder, if there is one.
pub(crate) fn beside(folder: &Path, manifest: &[u8]) -> Option<Vec<u8>> {
    fs::read(folder.join(signature_path(manifest))).ok()
}
