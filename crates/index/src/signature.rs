//! Who made a manifest: signatures as minisign makes and verifies them (Ed25519 over BLAKE2b-512,
//! <https://jedisct1.github.io/minisign/>). The chunks need none: the manifest names their hashes.
//!
//! A signature stands in a file named by the hash of what it signs, so that a manifest and its
//! signature cannot be of two releases.

use core::fmt;

use base64ct::{Base64, Encoding};
use blake2::{Blake2b512, Digest};
use ed25519_compact::{PublicKey, Signature};

use crate::FileName;

/// How many keys may be pinned: the present one and the next, while they change places.
const MOST_KEYS: usize = 2;

/// A key's number: tells which key made a signature.
type KeyNumber = [u8; 8];

/// The public keys that a reader trusts for a collection.
#[derive(Clone, Default)]
pub struct Keys(Vec<(KeyNumber, PublicKey)>);

/// A signature as it stands in its file.
struct Signed<'s> {
    key: KeyNumber,
    /// Of the hash of the bytes that are signed.
    own: Signature,
    comment: &'s str,
    /// Of the own signature and the comment.
    global: Signature,
}

/// Why a key or a signature was refused.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum SignatureError {
    /// Not a public key of minisign.
    NotAKey(String),
    /// More keys than may be pinned.
    TooManyKeys,
    /// Not a signature of minisign.
    NotASignature,
    /// A signature by another key than those that are trusted.
    OtherKey,
    /// The signature is not that of this manifest.
    Wrong,
}

impl fmt::Display for SignatureError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotAKey(found) => write!(
                f,
                "expected a public key such as bibliobus key makes, 56 signs that begin with RW, \
                 found {found:?}"
            ),
            Self::TooManyKeys => {
                write!(f, "expected at most {MOST_KEYS} keys, the present one and the next")
            }
            Self::NotASignature => f.write_str(
                "expected a signature of minisign, found something else; sign the catalogue anew",
            ),
            Self::OtherKey => f.write_str(
                "the catalogue is signed with another key than the one that is trusted",
            ),
            Self::Wrong => f.write_str(
                "the signature is not that of this catalogue: somebody else has changed it",
            ),
        }
    }
}

impl core::error::Error for SignatureError {}

impl Keys {
    /// Reads keys with blanks between them, as the second line of a `.pub` file has them.
    ///
    /// # Errors
    /// One of them is no key, or there are more than two.
    pub fn parse(text: &str) -> Result<Self, SignatureError> {
        let key = |word: &str| key(word).ok_or(SignatureError::NotAKey(word.into()));
        let keys: Vec<_> = text.split_whitespace().map(key).collect::<Result<_, _>>()?;
        if keys.len() > MOST_KEYS {
            Err(SignatureError::TooManyKeys)
        } else {
            Ok(Self(keys))
        }
    }

    /// Whether no key is trusted, so that everything is believed.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Verifies the signature of a manifest.
    ///
    /// # Errors
    /// No trusted key made this signature for these bytes.
    pub fn verify(
        &self,
        manifest: &[u8],
        signature: &[u8],
    ) -> Result<(), SignatureError> {
        let signed = Signed::read(signature).ok_or(SignatureError::NotASignature)?;
        let mut refused = SignatureError::OtherKey;
        for (number, key) in &self.0 {
            if *number == signed.key {
                match signed.is_by(key, manifest) {
                    true => return Ok(()),
                    false => refused = SignatureError::Wrong,
                }
            }
        }
        Err(refused)
    }
}

/// A public key: `Ed`, the key's number, the key.
fn key(word: &str) -> Option<(KeyNumber, PublicKey)> {
    let bytes: [u8; 42] = decoded(word)?;
    let (name, rest) = bytes.split_first_chunk::<2>()?;
    let (number, key) = rest.split_first_chunk::<8>()?;
    let key = PublicKey::from_slice(key).ok().filter(|_| name == b"Ed")?;
    Some((*number, key))
}

fn decoded<const N: usize>(text: &str) -> Option<[u8; N]> {
    let mut bytes = [0; N];
    let len = Base64::decode(text.trim_end(), &mut bytes).ok()?.len();
    (len == N).then_some(bytes)
}

impl<'s> Signed<'s> {
    /// Four lines: a comment that anyone may change; `ED`, the key's number and the signature of
    /// the hash; a comment that is signed; the signature of both.
    fn read(bytes: &'s [u8]) -> Option<Self> {
        let mut lines = core::str::from_utf8(bytes).ok()?.lines();
        lines.next()?.strip_prefix("untrusted comment: ")?;
        let bytes: [u8; 74] = decoded(lines.next()?)?;
        let comment = lines.next()?.strip_prefix("trusted comment: ")?;
        let global: [u8; 64] = decoded(lines.next()?)?;
        let (name, rest) = bytes.split_first_chunk::<2>()?;
        let (key, own) = rest.split_first_chunk::<8>()?;
        let own = Signature::from_slice(own).ok().filter(|_| name == b"ED")?;
        Some(Self { key: *key, own, comment, global: Signature::new(global) })
    }

    fn is_by(&self, key: &PublicKey, manifest: &[u8]) -> bool {
        let hash = Blake2b512::digest(manifest);
        let both = [&*self.own, self.comment.as_bytes()].concat();
        key.verify(hash, &self.own).is_ok() && key.verify(both, &self.global).is_ok()
    }
}

impl fmt::Debug for Keys {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} keys", self.0.len())
    }
}

/// Where the signature of a manifest stands in the folder of its catalogue.
pub fn signature_path(manifest: &[u8]) -> String {
    format!("signatures/{}.minisig", FileName::of(manifest))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Made with `bibliobus key` and `build --sign`; nobody has the secret key.
    const KEY: &str = include_str!("../tests/signed/key.pub");
    const MANIFEST: &[u8] = include_bytes!("../tests/signed/manifest.json");
    const SIGNATURE: &[u8] = include_bytes!("../tests/signed/manifest.minisig");
    const OTHER: &str = "RWQf6LRCGA9i53mlYecO4IzT51TGPpvWucNSCh1CBM0QTaLn73Y7GFO3";

    fn keys(text: &str) -> Keys {
        Keys::parse(text).unwrap()
    }

    fn key() -> &'static str {
        KEY.lines().nth(1).unwrap()
    }

    #[test]
    fn what_the_library_signed_is_believed() {
        assert_eq!(keys(key()).verify(MANIFEST, SIGNATURE), Ok(()));
        let next = format!("{OTHER} {}", key());
        assert_eq!(keys(&next).verify(MANIFEST, SIGNATURE), Ok(()));
    }

    #[test]
    fn another_key_or_a_changed_bit_is_refused() {
        let other = keys(OTHER).verify(MANIFEST, SIGNATURE);
        assert_eq!(other, Err(SignatureError::OtherKey));
        for n in 0..MANIFEST.len() {
            let mut changed = MANIFEST.to_vec();
            changed[n] ^= 1;
            let verdict = keys(key()).verify(&changed, SIGNATURE);
            assert_eq!(verdict, Err(SignatureError::Wrong), "byte {n}");
        }
    }

    #[test]
    fn a_damaged_signature_is_no_signature() {
        // Only the comment in its first line is anybody's to change.
        let from = SIGNATURE.iter().position(|byte| *byte == b'\n').unwrap() + 1;
        for n in from..SIGNATURE.len() - 1 {
            let mut changed = SIGNATURE.to_vec();
            changed[n] ^= 4;
            assert!(keys(key()).verify(MANIFEST, &changed).is_err(), "byte {n}");
            assert!(keys(key()).verify(MANIFEST, &SIGNATURE[..n]).is_err(), "cut at {n}");
        }
    }

    #[test]
    fn what_is_no_key_is_named() {
        let refused = Keys::parse("RWQ hello").err();
        assert_eq!(refused, Some(SignatureError::NotAKey("RWQ".into())));
        let three = [key(), key(), key()].join(" ");
        assert_eq!(Keys::parse(&three).err(), Some(SignatureError::TooManyKeys));
        assert!(keys("").is_empty());
    }
}
