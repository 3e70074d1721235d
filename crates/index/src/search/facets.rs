//! Facets: narrowing hits down to values, and counting the values that hits have.

use std::collections::BTreeMap;

use super::{
    asking::Asking,
    evaluate::{Found, Ranked, Tier},
};
use crate::{
    Counting, Counts, Facet, FacetCounts, Filter, Value,
    analysis::Analyzer,
    format::{
        columns::Column,
        headings::{Heading, List},
    },
    loaded::SegmentRoot,
    order::{Order, order_by_number},
};

/// No list of headings is longer; a higher number was written by a faulty builder.
const MAX_HEADINGS: u32 = 1 << 24;

/// Asks for what filters need whatever the hits are, so that it comes with the dictionary.
pub(crate) fn prepare(asking: &Asking<'_>, analyzer: &Analyzer, filters: &[Filter]) {
    for segment in asking.segments() {
        for gate in gates(filters) {
            gate.asked(asking, analyzer, segment);
        }
    }
}

/// Every record of the collection, in the order in which they are filed.
pub(crate) fn every(asking: &Asking<'_>) -> Found {
    let in_segment = |(at, segment): (usize, &&SegmentRoot)| {
        let docs: Vec<u32> =
            (0..segment.root.records).filter(|&doc| !segment.is_deleted(doc)).collect();
        let ranked = move |doc| Ranked { tier: Tier::All, score: 0.0, segment: at, doc };
        docs.into_iter().map(ranked)
    };
    let segments = asking.segments();
    let ranked = segments.iter().enumerate().flat_map(in_segment).collect();
    Found { ranked, ..Found::default() }
}

/// Keeps the hits that pass every filter.
pub(crate) fn narrow(
    asking: &Asking<'_>,
    analyzer: &Analyzer,
    filters: &[Filter],
    ranked: &mut Vec<Ranked>,
) {
    let gates = gates(filters);
    if gates.is_empty() {
        return;
    }
    for (at, segment) in asking.segments().into_iter().enumerate() {
        let mut docs = docs_of(ranked, at);
        for gate in &gates {
            let passing = gate.passing(asking, analyzer, segment, &docs);
            let mut passing = passing.into_iter();
            docs.retain(|_| passing.next() == Some(true));
        }
        ranked.retain(|hit| hit.segment != at || docs.binary_search(&hit.doc).is_ok());
    }
}

/// The documents of a segment among hits, in their order.
pub(super) fn docs_of(ranked: &[Ranked], segment: usize) -> Vec<u32> {
    let here = ranked.iter().filter(|hit| hit.segment == segment);
    let mut docs: Vec<u32> = here.map(|hit| hit.doc).collect();
    docs.sort_unstable();
    docs
}

/// The filters of one facet that are alternatives, or those that shut out.
struct Gate<'f> {
    facet: Facet,
    is_excluded: bool,
    values: Vec<&'f str>,
}

fn gates(filters: &[Filter]) -> Vec<Gate<'_>> {
    let mut gates: BTreeMap<(Facet, bool), Vec<&str>> = BTreeMap::new();
    for filter in filters {
        let values = gates.entry((filter.facet, filter.is_excluded)).or_default();
        values.push(&filter.value);
    }
    let gate = |((facet, is_excluded), values)| Gate { facet, is_excluded, values };
    gates.into_iter().map(gate).collect()
}

impl Gate<'_> {
    /// For each document whether it passes.
    fn passing(
        &self,
        asking: &Asking<'_>,
        analyzer: &Analyzer,
        segment: &SegmentRoot,
        docs: &[u32],
    ) -> Vec<bool> {
        let mut passing = vec![self.is_excluded; docs.len()];
        let asked = self.asked(asking, analyzer, segment);
        if asked.is_empty() {
            return passing;
        }
        asking.column(segment, column(self.facet), docs, &mut |place, values| {
            if values.iter().any(|value| asked.binary_search(value).is_ok())
                && let Some(passes) = passing.get_mut(place)
            {
                *passes = !self.is_excluded;
            }
        });
        passing
    }

    /// The numbers that stand for the values in this segment, in order.
    fn asked(
        &self,
        asking: &Asking<'_>,
        analyzer: &Analyzer,
        segment: &SegmentRoot,
    ) -> Vec<u32> {
        let mut asked: Vec<u32> = match list(self.facet) {
            Some(list) => {
                let number = |text: &&str| number(asking, analyzer, segment, list, text);
                self.values
                    .iter()
                    .filter_map(number)
                    .map(|heading| heading.number)
                    .collect()
            }
            None => {
                let values =
                    asking.values(segment, column(self.facet)).unwrap_or_default();
                let is_asked = |text: &str| {
                    self.values.iter().any(|asked| is_value(self.facet, asked, text))
                };
                let codes = (0..).zip(&values).filter(|(_, value)| is_asked(&value.text));
                codes.map(|(code, _)| code).collect()
            }
        };
        asked.sort_unstable();
        asked
    }
}

fn column(facet: Facet) -> Column {
    match facet {
        Facet::Access => Column::Access,
        Facet::Material => Column::Material,
        Facet::Language => Column::Language,
        Facet::Year => Column::Year,
        Facet::Branch | Facet::Place => Column::Place,
        Facet::Creator => Column::Creator,
        Facet::Subject => Column::Subject,
        Facet::Series => Column::Series,
        Facet::Class => Column::Class,
    }
}

fn list(facet: Facet) -> Option<List> {
    match facet {
        Facet::Creator => Some(List::Creators),
        Facet::Subject => Some(List::Subjects),
        Facet::Series => Some(List::Series),
        _ => None,
    }
}

/// Whether a value of a column is one that was asked for.
fn is_value(facet: Facet, asked: &str, value: &str) -> bool {
    match facet {
        Facet::Year => is_year_within(value, asked),
        Facet::Branch => value.split_once('/').is_some_and(|(branch, _)| branch == asked),
        Facet::Class => value.starts_with(asked) && !asked.is_empty(),
        _ => value == asked,
    }
}

/// Whether a year is within `1990..2000`, `1990..`, `..2000` or `1990`, ends included.
fn is_year_within(year: &str, range: &str) -> bool {
    let (from, to) = range.split_once("..").unwrap_or((range, range));
    let Ok(year) = year.parse::<i32>() else { return false };
    let end = |text: &str, open: i32| match text.trim() {
        "" if range.contains("..") => Some(open),
        text => text.parse::<i32>().ok(),
    };
    match (end(from, i32::MIN), end(to, i32::MAX)) {
        (Some(from), Some(to)) => (from..=to).contains(&year),
        _ => false,
    }
}

/// The heading with this text, if the segment has it.
fn number(
    asking: &Asking<'_>,
    analyzer: &Analyzer,
    segment: &SegmentRoot,
    list: List,
    text: &str,
) -> Option<Heading> {
    let guide = asking.guide(segment, list)?;
    if let Some(heading) = guide.frequent.iter().find(|heading| heading.text == text) {
        return Some(heading.clone());
    }
    let key = analyzer.filing(text);
    let mut found = None;
    for first in guide.blocks_with(&key) {
        let block = asking.headings(segment, list, first).unwrap_or_default();
        found = found.or_else(|| block.into_iter().find(|heading| heading.text == text));
    }
    found
}

/// Counts the values of hits.
pub(crate) fn counts(
    asking: &Asking<'_>,
    analyzer: &Analyzer,
    ranked: &[Ranked],
    counting: &Counting,
) -> Counts {
    let gates = gates(&counting.query.filters);
    let parts: Vec<Passed<'_>> = asking
        .segments()
        .into_iter()
        .enumerate()
        .map(|(at, segment)| {
            let docs = docs_of(ranked, at);
            let passing =
                gates.iter().map(|gate| gate.passing(asking, analyzer, segment, &docs));
            Passed { segment, passing: passing.collect(), docs }
        })
        .collect();
    let counted = |&facet: &Facet| {
        let is_free = |gate: &Gate<'_>| gate.facet == facet && !gate.is_excluded;
        let free: Vec<bool> = gates.iter().map(is_free).collect();
        let hits: Vec<Hits<'_>> = parts.iter().map(|part| part.hits(&free)).collect();
        let values = match list(facet) {
            Some(list) => {
                let most = counting.most as usize;
                headings(asking, analyzer, &hits, (column(facet), list), most)
            }
            None => values(asking, &hits, facet),
        };
        FacetCounts { facet, values }
    };
    let total = parts.iter().map(|part| part.hits(&[]).docs.len() as u32).sum();
    let facets = Facet::ALL.iter().filter(|facet| counting.facets.contains(facet));
    let facets = facets.map(counted).filter(|facet| !facet.values.is_empty()).collect();
    Counts { total, facets, ..Counts::default() }
}

/// The documents of a segment, and for each gate whether they pass.
struct Passed<'a> {
    segment: &'a SegmentRoot,
    docs: Vec<u32>,
    passing: Vec<Vec<bool>>,
}

/// Documents of a segment that are counted.
struct Hits<'a> {
    segment: &'a SegmentRoot,
    docs: Vec<u32>,
}

impl<'a> Passed<'a> {
    /// The documents that pass the gates that are not free.
    fn hits(&self, free: &[bool]) -> Hits<'a> {
        let is_free = |gate: usize| free.get(gate) == Some(&true);
        let passes = |place: usize| {
            self.passing
                .iter()
                .enumerate()
                .all(|(gate, passing)| is_free(gate) || passing.get(place) == Some(&true))
        };
        let docs = self.docs.iter().enumerate().filter(|(place, _)| passes(*place));
        Hits { segment: self.segment, docs: docs.map(|(_, doc)| *doc).collect() }
    }
}

/// Counts the values of a coded column.
fn values(asking: &Asking<'_>, hits: &[Hits<'_>], facet: Facet) -> Vec<Value> {
    let mut counts: BTreeMap<String, u32> = BTreeMap::new();
    for hits in hits {
        let values = asking.values(hits.segment, column(facet)).unwrap_or_default();
        let shown = Shown::new(facet, values.iter().map(|value| value.text.as_str()));
        for (text, count) in shown.count(asking, hits, column(facet)) {
            *counts.entry(text).or_default() += count;
        }
    }
    let value = |(value, count)| Value { value, count };
    let mut values: Vec<Value> = counts.into_iter().map(value).collect();
    if facet == Facet::Year {
        values.order_by_key(|value| value.value.parse::<i32>().unwrap_or_default());
    } else {
        values.order_by(|a, b| b.count.cmp(&a.count).then_with(|| a.value.cmp(&b.value)));
    }
    values
}

/// What is counted for each code of a column: itself, a branch, the classes above it.
struct Shown {
    texts: Vec<String>,
    /// For each code, places in `texts`.
    of_codes: Vec<Vec<usize>>,
}

impl Shown {
    fn new<'v>(facet: Facet, values: impl Iterator<Item = &'v str>) -> Self {
        let mut shown = Self { texts: Vec::new(), of_codes: Vec::new() };
        let mut places: BTreeMap<String, usize> = BTreeMap::new();
        for value in values {
            let mut of_code = Vec::new();
            for text in shown_for(facet, value) {
                let place = *places.entry(text.clone()).or_insert(shown.texts.len());
                if place == shown.texts.len() {
                    shown.texts.push(text);
                }
                of_code.push(place);
            }
            shown.of_codes.push(of_code);
        }
        shown
    }

    fn count(
        self,
        asking: &Asking<'_>,
        hits: &Hits<'_>,
        column: Column,
    ) -> impl Iterator<Item = (String, u32)> {
        let mut counts = vec![0u32; self.texts.len()];
        let mut found: Vec<usize> = Vec::new();
        asking.column(hits.segment, column, &hits.docs, &mut |_, codes| {
            found.clear();
            let shown = codes.iter().filter_map(|&code| self.of_codes.get(code as usize));
            found.extend(shown.flatten());
            if codes.len() > 1 {
                found.sort_unstable();
                found.dedup();
            }
            for place in &found {
                if let Some(count) = counts.get_mut(*place) {
                    *count += 1;
                }
            }
        });
        self.texts.into_iter().zip(counts).filter(|(_, count)| *count > 0)
    }
}

fn shown_for(facet: Facet, value: &str) -> Vec<String> {
    match facet {
        Facet::Branch => {
            let branch = value.split_once('/').map_or(value, |(branch, _)| branch);
            if branch.is_empty() { Vec::new() } else { vec![branch.to_owned()] }
        }
        Facet::Place if value.ends_with('/') => Vec::new(),
        Facet::Class => classes_above(value),
        _ => vec![value.to_owned()],
    }
}

/// A class and those above it: `ddc:5`, `ddc:51`, `ddc:512`. The letters of `sudoc` are one step.
pub(crate) fn classes_above(class: &str) -> Vec<String> {
    let Some((scheme, notation)) = class.split_once(':') else { return Vec::new() };
    if scheme == "sudoc" {
        return vec![class.to_owned()];
    }
    let ends = notation.char_indices().filter(|(_, c)| *c != '.');
    let starts = ends.filter_map(|(at, c)| notation.get(..at + c.len_utf8()));
    starts.map(|start| format!("{scheme}:{start}")).collect()
}

/// The most frequent headings of the hits.
///
/// The segments number headings each by themselves, so those of several are brought together
/// by name: the best of each segment are looked up in the others, twice as many until no
/// other heading can have as many hits.
fn headings(
    asking: &Asking<'_>,
    analyzer: &Analyzer,
    hits: &[Hits<'_>],
    (column, list): (Column, List),
    most: usize,
) -> Vec<Value> {
    let counted: Vec<Counted<'_>> =
        hits.iter().map(|hits| Counted::new(asking, hits, column)).collect();
    if !asking.has_all() && counted.iter().all(|counted| counted.ranked.is_empty()) {
        return Vec::new();
    }
    let mut taken = if hits.len() > 1 { most * 2 } else { most };
    loop {
        let values = named(asking, analyzer, &counted, list, taken);
        let least = values.get(most.saturating_sub(1)).map_or(0, |value| value.count);
        let unseen: u32 = counted.iter().map(|counted| counted.count_at(taken)).sum();
        if unseen <= least || unseen == 0 || !asking.has_all() || hits.len() < 2 {
            return values.into_iter().take(most).collect();
        }
        taken *= 2;
    }
}

/// The headings of a segment's hits by number.
struct Counted<'a> {
    segment: &'a SegmentRoot,
    counts: Vec<u32>,
    /// The numbers, the most frequent first.
    ranked: Vec<u32>,
}

impl<'a> Counted<'a> {
    fn new(asking: &Asking<'_>, hits: &Hits<'a>, column: Column) -> Self {
        let mut counts: Vec<u32> = Vec::new();
        asking.column(hits.segment, column, &hits.docs, &mut |_, numbers| {
            for &number in numbers.iter().filter(|&&number| number < MAX_HEADINGS) {
                let at = number as usize;
                if at >= counts.len() {
                    counts.resize((at + 1).next_power_of_two(), 0);
                }
                if let Some(count) = counts.get_mut(at) {
                    *count += 1;
                }
            }
        });
        let with_hits = (0..).zip(&counts).filter(|(_, count)| **count > 0);
        let mut ranked: Vec<u32> = with_hits.map(|(number, _)| number).collect();
        let count =
            |number: &u32| counts.get(*number as usize).copied().unwrap_or_default();
        order_by_number(&mut ranked, |number| u64::from(u32::MAX - count(number)));
        Self { segment: hits.segment, counts, ranked }
    }

    fn count(&self, number: u32) -> u32 {
        self.counts.get(number as usize).copied().unwrap_or_default()
    }

    /// How many hits the heading after the first `taken` ones has.
    fn count_at(&self, taken: usize) -> u32 {
        self.ranked.get(taken).map_or(0, |&number| self.count(number))
    }
}

/// The best headings of each segment, with their counts in all.
fn named(
    asking: &Asking<'_>,
    analyzer: &Analyzer,
    counted: &[Counted<'_>],
    list: List,
    taken: usize,
) -> Vec<Value> {
    let mut names: BTreeMap<String, u32> = BTreeMap::new();
    for counted in counted {
        let guide = asking.guide(counted.segment, list).unwrap_or_default();
        for &number in counted.ranked.iter().take(taken) {
            let frequent = guide.frequent.binary_search_by_key(&number, |h| h.number);
            let known = frequent.ok().and_then(|at| guide.frequent.get(at).cloned());
            let heading = known.or_else(|| {
                let block = asking.headings(counted.segment, list, number)?;
                block.into_iter().find(|heading| heading.number == number)
            });
            if let Some(heading) = heading {
                *names.entry(heading.text).or_default() += counted.count(number);
            }
        }
    }
    if counted.len() > 1 {
        for (name, count) in &mut names {
            let in_segment = |counted: &Counted<'_>| {
                let heading = number(asking, analyzer, counted.segment, list, name)?;
                Some(counted.count(heading.number))
            };
            *count = counted.iter().filter_map(in_segment).sum();
        }
    }
    let mut values: Vec<Value> =
        names.into_iter().map(|(value, count)| Value { value, count }).collect();
    values.order_by(|a, b| b.count.cmp(&a.count).then_with(|| a.value.cmp(&b.value)));
    values
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn years_are_within_their_ranges() {
        let cases = [
            ("1990", "1990..2000", true),
            ("2000", "1990..2000", true),
            ("2001", "1990..2000", false),
            ("1990", "1990", true),
            ("1991", "1990", false),
            ("-300", "..0", true),
            ("2030", "1990..", true),
            ("1990", "..", true),
            ("1990", "", false),
            ("1990", "nineteen..", false),
            ("-300", "-400..-200", true),
        ];
        for (year, range, expected) in cases {
            assert_eq!(is_year_within(year, range), expected, "{year} in {range}");
        }
    }

    #[test]
    fn a_class_counts_for_those_above_it() {
        assert_eq!(classes_above("ddc:512"), ["ddc:5", "ddc:51", "ddc:512"]);
        assert_eq!(classes_above("bbk:63.3"), ["bbk:6", "bbk:63", "bbk:63.3"]);
        assert_eq!(classes_above("sudoc:NAS"), ["sudoc:NAS"]);
    }
}
