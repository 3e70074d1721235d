//! Portions: which files a device needs that has no room for all of them.

use std::collections::BTreeSet;

use super::Index;
use crate::{
    Facet, Filter, Portion,
    format::{
        chunk::{FileName, Want},
        root::Part,
    },
    search::{asking::Asking, every, narrow, prepare},
};

impl Index {
    /// The files that a portion needs, each once; the manifest is not among them. Complete once
    /// `wants(&Question::Portion(portion))` is empty.
    pub fn files_for(&self, portion: &Portion) -> Vec<Want> {
        let left_out = self.left_out(&Asking::new(&self.loaded), portion);
        let mut files = self.files();
        files.retain(|want| !left_out.contains(&want.file));
        files
    }

    /// The chunks of full records that a portion does without. Their directories stay: with them
    /// a chunk is one round away.
    pub(crate) fn left_out(
        &self,
        asking: &Asking<'_>,
        portion: &Portion,
    ) -> BTreeSet<FileName> {
        let segments = asking.segments();
        segments.iter().for_each(|segment| drop(asking.pages(segment)));
        let all = |segment: &&_| asking.blocks(segment, Part::Records, b"");
        let mut left_out: BTreeSet<FileName> = match portion {
            Portion::Whole => return BTreeSet::new(),
            Portion::Brief | Portion::Branch(_) => {
                segments.iter().flat_map(all).map(|want| want.file).collect()
            }
        };
        if let Portion::Branch(code) = portion {
            let filter =
                Filter { facet: Facet::Branch, value: code.clone(), is_excluded: false };
            let filters = [filter];
            prepare(asking, &self.analyzer, &filters);
            let mut ranked = every(asking).ranked;
            narrow(asking, &self.analyzer, &filters, &mut ranked);
            for hit in ranked {
                let chunk = segments
                    .get(hit.segment)
                    .and_then(|s| asking.leaf(s, Part::Records, &hit.doc.to_be_bytes()));
                if let Some((_, want)) = chunk {
                    left_out.remove(&want.file);
                }
            }
        }
        left_out
    }
}
