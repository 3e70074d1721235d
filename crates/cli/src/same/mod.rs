//! The same record in several sources. Of each record its keys are kept, as hashes, not the
//! record: about fifty bytes.
//!
//! Records of different sources that share a key become one. Within one source they stay apart
//! and are told of: there a person has to decide. Where one source has two records with the key
//! of another's, nobody knows which is meant, and all stay apart.

mod keys;
mod merge;

use std::collections::{BTreeMap, BTreeSet};

use bibliobus_catalog::{Record, Sameness};
use bibliobus_index::Builder;
use bibliobus_ingest::{Entry, Finding, FindingKind, Severity};

pub(crate) use keys::{folded, hash, keys};

use crate::words;

/// The findings about numbers that came before, less those of records that are one now.
pub(crate) fn without_merged(again: Vec<Finding>, findings: &[Finding]) -> Vec<Finding> {
    let merged = findings.iter().filter(|finding| finding.kind == FindingKind::Merged);
    let merged: BTreeSet<(&str, Option<u64>)> =
        merged.map(|finding| (finding.file.as_str(), finding.record)).collect();
    let is_left =
        |finding: &Finding| !merged.contains(&(finding.file.as_str(), finding.record));
    again.into_iter().filter(is_left).collect()
}

/// The keys of all records read.
#[derive(Debug, Default)]
pub(crate) struct Same {
    sources: Vec<String>,
    members: Vec<Member>,
    keys: Vec<(Sameness, u64, u32)>,
}

/// Where a record stands.
#[derive(Clone, Copy, Debug)]
struct Member {
    source: u16,
    number: u32,
}

/// Records that are the same, by what; the first is that of the first source.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Group {
    reason: Sameness,
    members: Vec<u32>,
}

/// What the keys say.
#[derive(Debug, Default)]
struct Groups {
    /// Of different sources.
    same: Vec<Group>,
    /// Of one source, or of several where one has two of them.
    suspected: Vec<Group>,
}

impl Same {
    /// Takes the keys of a record out of the file of this name; files come one after the other.
    pub(crate) fn take(&mut self, file: &str, entry: &Entry) {
        if entry.record.is_none() {
            return;
        }
        if self.sources.last().is_none_or(|last| last != file) {
            self.sources.push(file.to_owned());
        }
        let source = u16::try_from(self.sources.len() - 1).unwrap_or(u16::MAX);
        let number = u32::try_from(entry.number).unwrap_or(u32::MAX);
        let member = self.members.len() as u32;
        self.members.push(Member { source, number });
        keys(entry, &mut |reason, hash| self.keys.push((reason, hash, member)));
    }

    /// Makes one record of those in `builder` that are the same, whose numbers there are those
    /// in which they were taken; gives findings about them, and about those of one source that
    /// may be the same.
    pub(crate) fn merge(mut self, builder: &mut Builder) -> Vec<Finding> {
        let groups = self.groups();
        let mut findings = Vec::new();
        for group in groups.same {
            self.merge_group(&group, builder, &mut findings);
        }
        for group in &groups.suspected {
            findings.extend(self.suspicions(group));
        }
        findings
    }

    /// The findings alone, for whoever builds nothing.
    pub(crate) fn into_findings(mut self) -> Vec<Finding> {
        let groups = self.groups();
        let same = groups.same.iter().flat_map(|group| {
            let first = group.members.first().copied().unwrap_or_default();
            let others = group.members.iter().skip(1);
            others.map(move |other| (first, *other, group.reason))
        });
        let same = same.filter_map(|(first, other, reason)| {
            self.finding(FindingKind::Merged, first, other, reason)
        });
        let mut findings: Vec<Finding> = same.collect();
        for group in &groups.suspected {
            findings.extend(self.suspicions(group));
        }
        findings
    }

    fn merge_group(
        &self,
        group: &Group,
        builder: &mut Builder,
        findings: &mut Vec<Finding>,
    ) {
        let mut whole: Option<(u32, Record)> = None;
        let mut parts = Vec::new();
        for &member in &group.members {
            let Some(record) = builder.record(member as usize) else { continue };
            let Some((first, whole)) = &mut whole else {
                parts.push(member);
                whole = Some((member, record));
                continue;
            };
            // A number may have been copied with a description that was then changed.
            if !keys::agree(whole, &record) {
                findings.extend(self.finding(
                    FindingKind::Suspected,
                    *first,
                    member,
                    group.reason,
                ));
                continue;
            }
            merge::merge(whole, record, self.source(member), group.reason);
            parts.push(member);
            findings.extend(self.finding(
                FindingKind::Merged,
                *first,
                member,
                group.reason,
            ));
        }
        if let (Some((_, whole)), 2..) = (whole, parts.len()) {
            parts.iter().for_each(|part| builder.leave_out(*part as usize));
            builder.add(&whole);
        }
    }

    fn source(&self, member: u32) -> &str {
        let source = self.members.get(member as usize).map(|member| member.source);
        let name = source.and_then(|source| self.sources.get(usize::from(source)));
        name.map(String::as_str).unwrap_or_default()
    }

    fn suspicions(&self, group: &Group) -> Vec<Finding> {
        let Some((first, others)) = group.members.split_first() else {
            return Vec::new();
        };
        let finding = |other: &u32| {
            self.finding(FindingKind::Suspected, *first, *other, group.reason)
        };
        others.iter().filter_map(finding).collect()
    }

    /// A finding about `other`, which is the same as `first`.
    fn finding(
        &self,
        kind: FindingKind,
        first: u32,
        other: u32,
        reason: Sameness,
    ) -> Option<Finding> {
        let place = |member: u32| self.members.get(member as usize).copied();
        let (there, here) = (place(first)?, place(other)?);
        let reason = words::sameness(reason);
        let found =
            format!("{reason} as record {} of {}", there.number, self.source(first));
        Some(Finding {
            file: self.source(other).to_owned(),
            record: Some(u64::from(here.number)),
            id: None,
            byte: 0,
            field: None,
            kind,
            severity: Severity::Note,
            expected: "a record that no other is the same as".into(),
            found,
        })
    }

    /// The groups, the same whatever the order in which records came.
    fn groups(&mut self) -> Groups {
        self.keys.sort_unstable();
        let mut groups = Groups::default();
        let mut sets = Sets::new(&self.members);
        for same in self.keys.chunk_by(|a, b| (a.0, a.1) == (b.0, b.1)) {
            let Some((reason, ..)) = same.first().copied() else { continue };
            let mut members: Vec<u32> = same.iter().map(|(.., member)| *member).collect();
            members.dedup();
            if members.len() < 2 {
                continue;
            }
            members.sort_unstable();
            if !sets.join(&members, reason) {
                groups.suspected.push(Group { reason, members });
            }
        }
        groups.same = sets.into_groups();
        groups.suspected.sort_by(|a, b| a.members.cmp(&b.members));
        groups.suspected.dedup_by(|a, b| a.members == b.members);
        groups
    }
}

/// Sets of records that are the same, no two of one source.
struct Sets<'m> {
    members: &'m [Member],
    /// The set of each record that is in one.
    set_of: BTreeMap<u32, usize>,
    sets: Vec<Group>,
}

impl<'m> Sets<'m> {
    fn new(members: &'m [Member]) -> Self {
        Self { members, set_of: BTreeMap::new(), sets: Vec::new() }
    }

    /// Makes one set of these and of the sets that they are in; answers whether it could be:
    /// not with two records of one source.
    fn join(&mut self, members: &[u32], reason: Sameness) -> bool {
        let mut all: Vec<u32> = members.to_vec();
        let mut reasons = vec![reason];
        for set in members.iter().filter_map(|member| self.set_of.get(member)) {
            if let Some(set) = self.sets.get(*set) {
                all.extend(&set.members);
                reasons.push(set.reason);
            }
        }
        all.sort_unstable();
        all.dedup();
        let mut sources: Vec<u16> = all
            .iter()
            .filter_map(|member| self.members.get(*member as usize))
            .map(|member| member.source)
            .collect();
        sources.sort_unstable();
        if sources.windows(2).any(|pair| pair.first() == pair.last()) {
            return false;
        }
        let reason = reasons.into_iter().min().unwrap_or(reason);
        for member in &all {
            self.set_of.insert(*member, self.sets.len());
        }
        self.sets.push(Group { reason, members: all });
        true
    }

    /// The sets, in the order of their first records.
    fn into_groups(self) -> Vec<Group> {
        let current = |(at, group): (usize, Group)| {
            let first = group.members.first()?;
            (self.set_of.get(first) == Some(&at)).then_some(group)
        };
        let mut groups: Vec<Group> =
            self.sets.into_iter().enumerate().filter_map(current).collect();
        groups.sort_by(|a, b| a.members.cmp(&b.members));
        groups
    }
}

#[cfg(test)]
mod tests {
    use bibliobus_catalog::{Identifier, IdentifierKind, Imprint, Title};

    use super::*;

    fn entry(number: u64, title: &str, isbn: &str, controls: &[&str]) -> Entry {
        let isbn = Identifier::new(IdentifierKind::Isbn, isbn);
        let record = Record {
            title: Title { proper: title.into(), ..Title::default() },
            identifiers: isbn.into_iter().collect(),
            imprint: Imprint { year: Some(1999), ..Imprint::default() },
            ..Record::default()
        };
        let control_numbers = controls.iter().map(|c| (*c).to_owned()).collect();
        Entry { record: Some(record), number, control_numbers, ..Entry::default() }
    }

    const ISBN: &str = "9780306406157";

    fn kinds(entries: &[(&str, Entry)]) -> Vec<(FindingKind, String, u64)> {
        let mut same = Same::default();
        entries.iter().for_each(|(file, entry)| same.take(file, entry));
        let finding = |f: Finding| (f.kind, f.file, f.record.unwrap_or_default());
        same.into_findings().into_iter().map(finding).collect()
    }

    #[test]
    fn records_of_two_sources_are_the_same_by_number_or_by_isbn_title_and_year() {
        let merged = |number| (FindingKind::Merged, "b.mrc".to_owned(), number);
        let found = kinds(&[
            ("a.mrc", entry(1, "Чайка", ISBN, &[])),
            ("a.mrc", entry(2, "Огни", "", &["(OCoLC)ocm00012345"])),
            ("a.mrc", entry(3, "Степь", "", &["(A)17"])),
            ("b.mrc", entry(1, "ЧАЙКА", "0-306-40615-2", &[])),
            ("b.mrc", entry(2, "Огни", "", &["(OCoLC)12345"])),
            ("b.mrc", entry(3, "Степь", "", &["(B)17"])),
        ]);
        assert_eq!(found, [merged(1), merged(2)]);
    }

    #[test]
    fn two_of_one_source_are_only_suspected_and_keep_a_third_apart() {
        let found = kinds(&[
            ("a.mrc", entry(1, "Чайка", ISBN, &[])),
            ("a.mrc", entry(2, "Чайка", ISBN, &[])),
            ("b.mrc", entry(1, "Чайка", ISBN, &[])),
        ]);
        let suspected = |file: &str, n| (FindingKind::Suspected, file.to_owned(), n);
        assert_eq!(found, [suspected("a.mrc", 2), suspected("b.mrc", 1)]);
    }

    #[test]
    fn what_is_the_same_as_the_same_is_the_same() {
        let found = kinds(&[
            ("a.mrc", entry(1, "Чайка", ISBN, &[])),
            ("b.mrc", entry(1, "Чайка", ISBN, &["(X)1"])),
            ("c.mrc", entry(1, "Чайка", "", &["(X)1"])),
        ]);
        assert_eq!(found.len(), 2);
        assert!(found.iter().all(|(kind, ..)| *kind == FindingKind::Merged));
    }

    #[test]
    fn a_volume_of_a_set_is_not_another_one() {
        let mut first = entry(1, "Сочинения", ISBN, &[]);
        let mut second = first.clone();
        for (entry, part) in [(&mut first, "Т. 1"), (&mut second, "Т. 2")] {
            let record = entry.record.as_mut().unwrap();
            record.title.part = Some(part.into());
        }
        assert_eq!(kinds(&[("a.mrc", first), ("b.mrc", second)]), []);
    }
}
