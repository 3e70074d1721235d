//! Which profile a record is mapped by: the one that was named, or the one that its fields
//! look like.

use std::sync::{Arc, OnceLock};

use crate::inspect::Eye;
use crate::marc::MarcRecord;
use crate::profile::{Compiled, Profile};

/// Chooses the profile for each record.
#[derive(Clone, Debug, Default)]
pub(crate) struct Mapper {
    named: Option<Profile>,
    eye: Option<Arc<Eye>>,
}

/// The profiles that are taken where none is named.
static MARC21: OnceLock<Profile> = OnceLock::new();

impl Mapper {
    /// A mapper by the profile that was named, or by the looks of each record.
    /// `eye` looks at the records as they come by.
    pub(crate) fn new(named: Option<Profile>, eye: Option<Arc<Eye>>) -> Self {
        Self { named, eye }
    }

    /// Lets whoever watches look at a record.
    pub(crate) fn show(&self, number: u64, record: &MarcRecord) {
        if let Some(eye) = &self.eye {
            eye.look(number, record, self.profile_for(record));
        }
    }

    /// The profile for a record.
    pub(crate) fn profile_for(&self, _record: &MarcRecord) -> &Compiled {
        match &self.named {
            Some(profile) => profile.compiled(),
            None => shipped(&MARC21, "marc21-any").compiled(),
        }
    }
}

fn shipped(place: &'static OnceLock<Profile>, name: &'static str) -> &'static Profile {
    place.get_or_init(|| {
        // A test of `profile::load` loads each of them.
        Profile::named(name).expect("a profile that ships is sound")
    })
}

/// Whether the record looks like UNIMARC: it has a title where UNIMARC has it (200 $a) and none
/// where MARC 21 has it (245).
pub(super) fn is_unimarc(record: &MarcRecord) -> bool {
    let mut titles = record.tagged(200);
    titles.any(|field| field.first(b'a').is_some()) && record.tagged(245).next().is_none()
}
