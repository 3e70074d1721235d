//! Which profile a record is mapped by: the one that was named, or the one that its fields
//! look like.

use std::sync::{Arc, OnceLock};

use crate::authority::Authorities;
use crate::encoding::claim_of_unimarc;
use crate::inspect::Eye;
use crate::marc::MarcRecord;
use crate::profile::{Compiled, Profile};

/// Chooses the profile for each record.
#[derive(Clone, Debug, Default)]
pub(crate) struct Mapper {
    named: Option<Profile>,
    eye: Option<Arc<Eye>>,
    is_irbis: bool,
    authorities: Option<Arc<Authorities>>,
    reads_authorities: bool,
}

/// The profiles that are taken where none is named.
static MARC21: OnceLock<Profile> = OnceLock::new();
static UNIMARC: OnceLock<Profile> = OnceLock::new();
static IRBIS: OnceLock<Profile> = OnceLock::new();

impl Mapper {
    /// A mapper by the profile that was named, or by the looks of each record.
    /// `eye` looks at the records as they come by.
    pub(crate) fn new(named: Option<Profile>, eye: Option<Arc<Eye>>) -> Self {
        Self { named, eye, ..Self::default() }
    }

    /// The same, with authorities to look headings up in, or for a file of authorities.
    pub(crate) fn with_authorities(
        self,
        authorities: Option<Arc<Authorities>>,
        reads_authorities: bool,
    ) -> Self {
        Self { authorities, reads_authorities, ..self }
    }

    /// Whether the records are authorities.
    pub(crate) fn reads_authorities(&self) -> bool {
        self.reads_authorities
    }

    /// What to look headings up in by the numbers that fields give.
    pub(super) fn authorities(&self) -> Option<&Authorities> {
        self.authorities.as_deref()
    }

    /// The same for records of IRBIS, whose looks are those of their files.
    pub(crate) fn for_irbis(self) -> Self {
        Self { is_irbis: true, ..self }
    }

    /// Lets whoever watches look at a record.
    pub(crate) fn show(&self, number: u64, record: &MarcRecord) {
        if let Some(eye) = &self.eye {
            eye.look(number, record, self.profile_for(record));
        }
    }

    /// The profile for a record.
    pub(crate) fn profile_for(&self, record: &MarcRecord) -> &Compiled {
        let profile = match &self.named {
            Some(profile) => profile,
            None if self.is_irbis => shipped(&IRBIS, "irbis"),
            None if is_unimarc(record) => shipped(&UNIMARC, "unimarc-any"),
            None => shipped(&MARC21, "marc21-any"),
        };
        profile.compiled()
    }
}

fn shipped(place: &'static OnceLock<Profile>, name: &'static str) -> &'static Profile {
    place.get_or_init(|| {
        // A test of `profile::load` loads each of them.
        Profile::named(name).expect("a profile that ships is sound")
    })
}

/// Whether the record looks like UNIMARC: it has a title where UNIMARC has it (200 $a) or the
/// coded data of its 100 $a, and no title where MARC 21 has it (245).
pub(super) fn is_unimarc(record: &MarcRecord) -> bool {
    if record.tagged(245).next().is_some() {
        return false;
    }
    let mut titles = record.tagged(200);
    let mut coded = record.tagged(100).filter_map(|field| field.first(b'a'));
    titles.any(|field| field.first(b'a').is_some())
        || coded.any(|text| claim_of_unimarc(text.as_bytes()).is_some())
}
