//! Sorting hits by something else than their scores.

use super::{asking::Asking, evaluate::Ranked, facets::docs_of};
use crate::{
    Brief, Sort,
    analysis::Analyzer,
    build::title_key,
    format::columns::Column,
    loaded::SegmentRoot,
    order::{Order, order_by_number},
};

/// Puts hits in the order asked for; the first `page` of them are certain to be right. Hits
/// that are equal stay in the order of their scores, and those without a key come last.
pub(crate) fn sort(
    asking: &Asking<'_>,
    analyzer: &Analyzer,
    sort: Sort,
    page: usize,
    ranked: &mut Vec<Ranked>,
) {
    match sort {
        Sort::Relevance => {}
        Sort::Newest => by_value(asking, Column::Year, ranked, |year| -number(year)),
        Sort::Oldest => by_value(asking, Column::Year, ranked, number),
        Sort::Added => by_value(asking, Column::Added, ranked, |day| -number(day)),
        Sort::Title => by_rank(asking, Column::Title, page, ranked, &|_, _, brief| {
            Some(title_key(brief, analyzer))
        }),
        Sort::Creator => {
            by_rank(asking, Column::Creator, page, ranked, &|_, _, brief| {
                brief
                    .creators
                    .first()
                    .map(|name| format!("{}\0{name}", analyzer.filing(name)))
            });
        }
        Sort::CallNumber => {
            by_rank(asking, Column::CallNumber, page, ranked, &|segment, doc, _| {
                asking.shelf_key(segment, doc)
            });
        }
    }
}

/// A year, or a day as the number of its digits.
fn number(text: &str) -> i64 {
    let sign = if text.starts_with('-') { -1 } else { 1 };
    let digits: String = text.chars().filter(char::is_ascii_digit).take(12).collect();
    sign * digits.parse::<i64>().unwrap_or_default()
}

/// Sorts by values that mean the same in every segment.
fn by_value(
    asking: &Asking<'_>,
    column: Column,
    ranked: &mut [Ranked],
    key: impl Fn(&str) -> i64,
) {
    let mut keys: Vec<Keyed> = Vec::new();
    for (at, segment) in asking.segments().into_iter().enumerate() {
        let values = asking.values(segment, column).unwrap_or_default();
        let numbers: Vec<i64> = values.iter().map(|value| key(&value.text)).collect();
        let docs = docs_of(ranked, at);
        let mut found = vec![None; docs.len()];
        asking.column(segment, column, &docs, &mut |place, codes| {
            let first = codes.first().and_then(|&code| numbers.get(code as usize));
            if let Some(slot) = found.get_mut(place) {
                *slot = first.copied();
            }
        });
        keys.push(Keyed { docs, keys: found });
    }
    let key = |hit: &Ranked| {
        let key = keys.get(hit.segment).and_then(|keyed| keyed.key(hit.doc));
        // Negative numbers first, nothing last.
        key.map_or(u64::MAX, |key| key.cast_unsigned() ^ 1 << 63)
    };
    order_by_number(ranked, key);
}

/// Documents of a segment in their order, and their keys.
struct Keyed {
    docs: Vec<u32>,
    keys: Vec<Option<i64>>,
}

impl Keyed {
    fn key(&self, doc: u32) -> Option<i64> {
        *self.keys.get(self.docs.binary_search(&doc).ok()?)?
    }
}

/// A hit as segments are merged: whether it has no key, its rank in its segment, its place
/// by score.
type Filed = (bool, u32, usize);

/// What a document of a segment files by, told by its brief form.
type Key<'k> = &'k dyn Fn(&SegmentRoot, u32, &Brief) -> Option<String>;

/// Sorts by ranks. Each segment has its own, so the sorted hits of several are merged by the
/// keys of their brief forms, as far as the page goes.
fn by_rank(
    asking: &Asking<'_>,
    column: Column,
    page: usize,
    ranked: &mut Vec<Ranked>,
    key: Key<'_>,
) {
    let segments = asking.segments();
    let mut lists: Vec<Vec<Filed>> = Vec::new();
    for (at, segment) in segments.iter().enumerate() {
        let docs = docs_of(ranked, at);
        let mut ranks: Vec<Option<u32>> = vec![None; docs.len()];
        asking.column(segment, column, &docs, &mut |place, values| {
            if let Some(rank) = ranks.get_mut(place) {
                *rank = values.first().copied();
            }
        });
        let here = ranked.iter().enumerate().filter(|(_, hit)| hit.segment == at);
        let filed = |(place, hit): (usize, &Ranked)| {
            let rank = docs.binary_search(&hit.doc).ok();
            let rank = rank.and_then(|at| ranks.get(at).copied().flatten());
            (rank.is_none(), rank.unwrap_or_default(), place)
        };
        let mut list: Vec<Filed> = here.map(filed).collect();
        list.order();
        lists.push(list);
    }
    lists.retain(|list| !list.is_empty());
    let order: Vec<usize> = match lists.as_slice() {
        [] => return,
        [list] => list.iter().map(|(_, _, place)| *place).collect(),
        _ => merged(asking, &lists, page, ranked, key),
    };
    *ranked = order.into_iter().filter_map(|place| ranked.get(place).copied()).collect();
}

/// Merges sorted lists by the keys of brief forms. Behind the page the order is that of the
/// lists, one after the other.
fn merged(
    asking: &Asking<'_>,
    lists: &[Vec<Filed>],
    page: usize,
    ranked: &[Ranked],
    key: Key<'_>,
) -> Vec<usize> {
    let segments = asking.segments();
    let keyed = |filed: &Filed| {
        let (has_no_key, _, place) = *filed;
        let hit = ranked.get(place)?;
        if has_no_key {
            return Some((true, String::new(), place));
        }
        let segment = segments.get(hit.segment)?;
        let brief = asking.brief(segment, hit.doc)?;
        Some((false, key(segment, hit.doc, brief).unwrap_or_default(), place))
    };
    let heads = lists.iter().flat_map(|list| list.iter().take(page).filter_map(keyed));
    let mut order: Vec<(bool, String, usize)> = heads.collect();
    order.order();
    let mut order: Vec<usize> = order.into_iter().map(|(_, _, place)| place).collect();
    // A brief form that is missing leaves its hit out of the page; it follows with the rest.
    let mut is_placed = vec![false; ranked.len()];
    order.truncate(page);
    for &place in &order {
        is_placed.get_mut(place).into_iter().for_each(|placed| *placed = true);
    }
    let rest = lists.iter().flatten().map(|(_, _, place)| *place);
    order.extend(rest.filter(|&place| is_placed.get(place) == Some(&false)));
    order
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn years_and_days_are_compared_as_numbers() {
        let mut years = ["2001", "-50", "999", "-300"];
        years.sort_by_key(|year| number(year));
        assert_eq!(years, ["-300", "-50", "999", "2001"]);
        assert!(number("2026-05-03") > number("2025-12-31"));
    }
}
