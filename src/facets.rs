//! Which values of a facet are shown, and the years as a picture. Not for what they are called.

use core::cmp::Reverse;

use bibliobus_worker::{Facet, Value};

use crate::Asked;

/// How many values a facet shows until all of them are asked for.
const FEW: usize = 7;

/// The values of a facet that are shown: the most frequent and those that are taken, or all
/// that have what was typed in their names, `name` being what a value is called.
///
/// Classes are shown as a tree of which only the branch is open on which one is taken.
pub fn shown_values(
    facet: Facet,
    values: &[Value],
    asked: &Asked,
    is_whole: bool,
    typed: &str,
    name: impl Fn(&str) -> String,
) -> Vec<Value> {
    let mut all: Vec<Value> = values.to_vec();
    for filter in asked.of(facet).filter(|filter| !filter.is_excluded) {
        if !all.iter().any(|value| value.value == filter.value) {
            all.push(Value { value: filter.value.clone(), count: 0 });
        }
    }
    if facet == Facet::Class {
        return open_branch(all, asked);
    }
    let typed = typed.trim().to_lowercase();
    let mut place = 0;
    all.retain(|value| {
        place += 1;
        let is_near = is_whole || place <= FEW || asked.has(facet, &value.value);
        is_near
            && (typed.is_empty() || name(&value.value).to_lowercase().contains(&typed))
    });
    all
}

/// How many values one sees of a facet when looking around.
const SEEN: usize = 12;

/// The values of a facet for looking around: what is seen first, then what is opened. Classes are
/// those at the top, a scheme each, the one with the most records first; others are as frequent as
/// they come.
pub fn shelves(facet: Facet, values: &[Value]) -> Vec<Vec<Value>> {
    if facet != Facet::Class {
        let (seen, rest) = values.split_at(values.len().min(SEEN));
        let shelves = [seen, rest].map(<[Value]>::to_vec);
        return shelves.into_iter().filter(|shelf| !shelf.is_empty()).collect();
    }
    let at_top = open_branch(values.to_vec(), &Asked::default());
    let is_alike = |a: &Value, b: &Value| scheme_of(&a.value) == scheme_of(&b.value);
    let mut schemes: Vec<Vec<Value>> =
        at_top.chunk_by(is_alike).map(<[Value]>::to_vec).collect();
    schemes.sort_by_key(|scheme| {
        Reverse(scheme.iter().map(|value| u64::from(value.count)).sum::<u64>())
    });
    schemes
}

/// The classes right below one, in their order.
pub fn below(all: &[Value], class: &str) -> Vec<Value> {
    let within: Vec<Value> = all
        .iter()
        .filter(|value| value.value.len() > class.len() && value.value.starts_with(class))
        .cloned()
        .collect();
    open_branch(within, &Asked::default())
}

/// The scheme of a class.
pub(crate) fn scheme_of(class: &str) -> &str {
    class.split(':').next().unwrap_or_default()
}

/// Whether a facet has more values than it shows at first.
pub(crate) fn is_long(facet: Facet, values: usize) -> bool {
    facet != Facet::Class && values > FEW
}

/// The classes at the top, and those below one that is taken, each below the one above it.
fn open_branch(mut all: Vec<Value>, asked: &Asked) -> Vec<Value> {
    let parents: Vec<Option<String>> =
        all.iter().map(|value| parent(&all, &value.value)).collect();
    let is_open = |parent: &str| {
        asked.of(Facet::Class).any(|filter| filter.value.starts_with(parent))
    };
    let mut parents = parents.into_iter();
    all.retain(|_| parents.next().flatten().is_none_or(|parent| is_open(&parent)));
    all.sort_by(|a, b| a.value.cmp(&b.value));
    all
}

/// The nearest class above.
fn parent(all: &[Value], class: &str) -> Option<String> {
    let above = all.iter().map(|value| value.value.as_str());
    let above = above.filter(|above| class != *above && class.starts_with(above));
    above.max_by_key(|above| above.len()).map(str::to_owned)
}

/// How deep in the tree a class is, among those that are shown.
pub(crate) fn depth(shown: &[Value], class: &str) -> usize {
    let is_above =
        |value: &&Value| value.value != class && class.starts_with(&value.value);
    shown.iter().filter(is_above).count()
}

/// The first and the last year.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Ends {
    /// The first.
    pub first: i32,
    /// The last.
    pub last: i32,
}

impl Ends {
    /// Of the years counted; `None` if there are not two of them.
    pub fn of(years: &[Value]) -> Option<Self> {
        let mut years = years.iter().filter_map(|year| year.value.parse::<i32>().ok());
        let first = years.next()?;
        let last = years.next_back().filter(|last| *last > first)?;
        Some(Self { first, last })
    }

    /// A range typed or pulled by the reader, as a filter: an end that shuts nothing out is
    /// open, and one that is past the other takes its place.
    pub fn narrowed(self, from: i32, to: i32) -> (Option<i32>, Option<i32>) {
        let (from, to) = (from.min(to), to.max(from));
        ((from > self.first).then_some(from), (to < self.last).then_some(to))
    }
}

/// The years as `number` bars: for each the share of the highest one, from 0 to 1, and the
/// years at its middle.
pub fn bars(years: &[Value], ends: Ends, number: usize) -> Vec<(f64, i32)> {
    let span = f64::from(ends.last.saturating_sub(ends.first)) + 1.0;
    let mut counts = vec![0u32; number];
    for year in years {
        let Ok(at) = year.value.parse::<i32>() else { continue };
        let share = f64::from(at.saturating_sub(ends.first)) / span;
        if let Some(count) = counts.get_mut((share * number as f64) as usize) {
            *count = count.saturating_add(year.count);
        }
    }
    let most = counts.iter().copied().max().unwrap_or(0).max(1);
    let middle =
        |at: usize| ends.first + ((at as f64 + 0.5) * span / number as f64) as i32;
    let bars = counts.into_iter().enumerate();
    bars.map(|(at, count)| (f64::from(count) / f64::from(most), middle(at))).collect()
}
