//! Series (MARC 440, 490, 800-830), and the host of an article (773).

use bibliobus_catalog::Series;

use super::Draft;
use crate::marc::Field;
use crate::text::{folded, joined, without_stop};

/// A series statement of which a tracing may say the same.
pub(super) struct Traced {
    series: Series,
    /// Whether the statement says that it is traced (490 first indicator 1).
    is_traced: bool,
}

/// A series as it stands on the thing (440, 490).
pub(super) fn statement(draft: &mut Draft<'_>, field: Field<'_>) {
    if matches!(field.number(), Some(440 | 490))
        && let Some(series) = series(field, b"anp")
    {
        let is_traced = field.number() == Some(490) && field.first_indicator() == b'1';
        draft.traced.push(Traced { series, is_traced });
    }
}

/// A series as it files (800, 810, 811, 830).
pub(super) fn tracing(draft: &mut Draft<'_>, field: Field<'_>) {
    let codes: &'static [u8] = match field.number() {
        Some(800 | 810 | 811) => b"t",
        Some(830) => b"anp",
        _ => return,
    };
    if let Some(series) = series(field, codes) {
        add(draft, series);
    }
}

/// The journal or book that an article is in (773 $t $g), told as its series: its title and
/// the place in it.
pub(super) fn host(draft: &mut Draft<'_>, field: Field<'_>) {
    if matches!(draft.source.leader().level(), b'a' | b'b')
        && let Some(mut series) = series(field, b"t").or_else(|| series(field, b"a"))
    {
        series.number = field.joined(b"dgq");
        add(draft, series);
    }
}

fn series(field: Field<'_>, title: &'static [u8]) -> Option<Series> {
    let title =
        joined(field.all(title).map(without_stop).filter(|t| !t.is_empty()), ". ")?;
    let number = joined(field.all(b"v").map(without_stop), ", ");
    Some(Series { title, number })
}

fn add(draft: &mut Draft<'_>, series: Series) {
    let number = series.number.as_deref().unwrap_or_default();
    if draft.is_new("series", format!("{} {}", folded(&series.title), folded(number))) {
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
