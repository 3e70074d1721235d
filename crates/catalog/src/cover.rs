//! Pictures of covers: what kind of file one is, and under what name a catalogue has it.

use serde::{Deserialize, Serialize};

/// What a picture of a cover is; every browser that runs the app shows these.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
pub enum Picture {
    /// `image/jpeg`.
    Jpeg,
    /// `image/png`.
    Png,
    /// `image/webp`.
    Webp,
    /// `image/avif`.
    Avif,
}

impl Picture {
    /// All of them, in the order of their numbers in an index.
    pub const ALL: [Self; 4] = [Self::Jpeg, Self::Png, Self::Webp, Self::Avif];

    /// What a file of this kind ends with.
    pub fn ending(self) -> &'static str {
        match self {
            Self::Jpeg => "jpg",
            Self::Png => "png",
            Self::Webp => "webp",
            Self::Avif => "avif",
        }
    }

    /// The kind of a file that ends so, in any case.
    pub fn of_ending(ending: &str) -> Option<Self> {
        if ending.eq_ignore_ascii_case("jpeg") {
            return Some(Self::Jpeg);
        }
        Self::ALL.into_iter().find(|it| it.ending().eq_ignore_ascii_case(ending))
    }

    /// Where a catalogue has the cover of the record `id`, from its folder on. Ids are other
    /// people's texts, so the name is made of a hash of it (64-bit FNV-1a).
    ///
    /// ```
    /// use bibliobus_catalog::Picture;
    ///
    /// assert_eq!(Picture::Webp.path("a"), "covers/af63dc4c-8601ec8c.webp");
    /// ```
    pub fn path(self, id: &str) -> String {
        let hash = id.bytes().fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
            (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
        });
        let (high, low) = (hash >> 32, hash & 0xffff_ffff);
        format!("covers/{high:08x}-{low:08x}.{}", self.ending())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_known_by_its_end() {
        for picture in Picture::ALL {
            assert_eq!(Picture::of_ending(picture.ending()), Some(picture));
        }
        assert_eq!(Picture::of_ending("JPEG"), Some(Picture::Jpeg));
        assert_eq!(Picture::of_ending("svg"), None);
    }
}
