//! What the library arranges, as bytes: one piece for each thing that it arranges.
//!
//! ```text
//! piece   tag u8 · length (number) · postcard
//! tag 1   one arrangement
//! tag 2   the source of what is in now
//! ```
//!
//! A reader passes over tags that it does not know and leaves out a piece that it cannot decode
//! (a later version may arrange what this one does not know), so that readers still get the rest.

use bibliobus_catalog::Services;

use super::bytes::{Broken, put_bytes};
use super::record::pieces;

const ARRANGEMENT: u8 = 1;
const LIVE: u8 = 2;

/// What the library arranges, as bytes.
pub(crate) fn write(services: &Services) -> Vec<u8> {
    let mut out = Vec::new();
    // Postcard fails on maps of unknown length only; there are none.
    let mut put = |tag, piece: Result<Vec<u8>, postcard::Error>| {
        if let Ok(bytes) = piece {
            out.push(tag);
            put_bytes(&mut out, &bytes);
        }
    };
    for arrangement in &services.arrangements {
        put(ARRANGEMENT, postcard::to_allocvec(arrangement));
    }
    if let Some(live) = &services.live {
        put(LIVE, postcard::to_allocvec(live));
    }
    out
}

/// What was written.
pub(crate) fn read(content: &[u8]) -> Result<Services, Broken> {
    let mut services = Services::default();
    pieces(content, |tag, bytes| match tag {
        ARRANGEMENT => services.arrangements.extend(postcard::from_bytes(bytes).ok()),
        LIVE => services.live = postcard::from_bytes(bytes).ok(),
        _ => {}
    })?;
    Ok(services)
}

#[cfg(test)]
mod tests {
    use super::*;
    use bibliobus_catalog::{Arrangement, Arranges, LiveSource, Template};

    fn services() -> Services {
        let arrangement = |kind, link: &str| Arrangement {
            kind,
            link: Template(link.into()),
            delay: Some(20),
            ..Arrangement::default()
        };
        Services {
            arrangements: vec![
                arrangement(Arranges::Stack, "mailto:desk@a.example?subject={title}"),
                arrangement(Arranges::Interloan, "https://a.example/{isbn}"),
            ],
            live: Some(LiveSource::default()),
        }
    }

    #[test]
    fn services_are_read_as_they_were_written() {
        assert_eq!(read(&write(&services())), Ok(services()));
    }

    #[test]
    fn what_a_later_version_arranges_is_left_out() {
        let mut later = vec![ARRANGEMENT, 2, 250, 0, 77, 1, 1];
        later.extend(write(&services()));
        assert_eq!(read(&later), Ok(services()));
    }

    #[test]
    fn torn_bytes_are_an_error() {
        let mut torn = write(&services());
        torn.pop();
        assert!(read(&torn).is_err());
    }
}
