//! Series, and the host of an article.

use bibliobus_catalog::Series;

use super::{Draft, embedded};
use crate::marc::Field;
use crate::profile::{Codes, SeriesEntry, SeriesRole};
use crate::text::{Fingerprint, joined, without_stop};

/// A series statement of which a tracing may say the same.
pub(super) struct Traced {
    series: Series,
    /// Whether the statement says that it is traced.
    is_traced: bool,
}

impl Traced {
    /// The series.
    pub(super) fn series(&self) -> Series {
        self.series.clone()
    }
}

/// A series as it stands on the thing or as it files, or the journal or book that an article
/// is in.
pub(super) fn series(draft: &mut Draft<'_>, field: Field<'_>, entry: &SeriesEntry) {
    let title = title(field, entry, &entry.title)
        .or_else(|| title(field, entry, &entry.title_or));
    let Some(title) = title else { return };
    let embedded = embedded::all(field, entry.embedded, "200", &entry.number);
    let numbers = field.all(&entry.number).chain(embedded).map(|number| {
        if entry.role == SeriesRole::Host { number } else { without_stop(number) }
    });
    let series = Series { title, number: joined(numbers, entry.number_join.as_str()) };
    if entry.role != SeriesRole::Statement {
        return add(draft, series);
    }
    let is_traced =
        !entry.traced.is_empty() && entry.traced.admits(draft.source, Some(field));
    draft.traced.push(Traced { series, is_traced });
}

fn title(field: Field<'_>, entry: &SeriesEntry, codes: &Codes) -> Option<String> {
    let embedded = embedded::all(field, entry.embedded, "200", codes);
    let own = field.all(codes).filter(|_| !has_embedded(field, entry));
    let pieces = embedded.chain(own).map(without_stop).filter(|text| !text.is_empty());
    joined(pieces, entry.join.as_str())
}

/// Whether the field holds other fields, whose subfields are not its own.
fn has_embedded(field: Field<'_>, entry: &SeriesEntry) -> bool {
    entry.embedded.is_some_and(|code| field.first(code.0).is_some())
}

/// The set that the thing is a part of, told as its series.
pub(super) fn of_set(draft: &mut Draft<'_>, title: String, number: Option<String>) {
    add(draft, Series { title, number });
}

fn add(draft: &mut Draft<'_>, series: Series) {
    let number = series.number.as_deref().unwrap_or_default();
    let key = Fingerprint::of("series").with_folded(&series.title).with_folded(number);
    if draft.is_new(key) {
        draft.record.series.push(series);
    }
}

/// A statement that is traced under another title is not said twice.
pub(super) fn settle(draft: &mut Draft<'_>) {
    let mut tracings = draft.record.series.len();
    for traced in std::mem::take(&mut draft.traced) {
        if traced.is_traced && tracings > 0 {
            tracings -= 1;
        } else {
            add(draft, traced.series);
        }
    }
}
