//! The order of marks on the shelf: lists as they stand, and what holds for every mark.

#![allow(clippy::unwrap_used, clippy::panic)]

use bibliobus_catalog::{CallNumber, Scheme};
use proptest::prelude::*;

/// Lists of marks in the order of the shelf; the first column is the scheme.
const VECTORS: &str = include_str!("vectors/shelf-order.tsv");

fn vectors() -> impl Iterator<Item = (Scheme, Vec<&'static str>)> {
    VECTORS.lines().skip(1).map(|line| {
        let mut cells = line.split('\t');
        (Scheme::parse(cells.next().unwrap()).unwrap(), cells.collect())
    })
}

fn key(scheme: Scheme, label: &str) -> String {
    CallNumber { scheme, class: label.into(), item: None }.shelf_key()
}

#[test]
fn every_list_stands_in_its_order() {
    assert!(vectors().count() > 15);
    for (scheme, list) in vectors() {
        for pair in list.windows(2) {
            let (a, b) = (key(scheme, pair[0]), key(scheme, pair[1]));
            assert!(a < b, "{scheme:?}: {} before {}\n{a:?}\n{b:?}", pair[0], pair[1]);
        }
    }
}

#[test]
fn every_mark_of_the_lists_is_read_by_its_scheme() {
    for (scheme, label) in
        vectors().flat_map(|(s, list)| list.into_iter().map(move |l| (s, l)))
    {
        let mark = CallNumber { scheme, class: label.into(), item: None };
        assert_eq!(mark.read().map(|(read, _)| read), Some(scheme), "{label}");
    }
}

/// Neighbours in the wrong order when `labels` are compared by `key`.
fn misordered<K: Ord>(labels: &[&str], key: impl Fn(&str) -> K) -> usize {
    labels.windows(2).filter(|pair| key(pair[0]) > key(pair[1])).count()
}

/// The rule that Koha files UDC by, having none for it (its sort routine `Generic`): upper case,
/// blanks as underscores, signs left out, bytes compared.
fn generic(label: &str) -> String {
    let words: Vec<_> = label.split_whitespace().collect();
    let joined = words.join("_").to_uppercase();
    joined.chars().filter(|c| c.is_alphanumeric() || *c == '_').collect()
}

#[test]
fn udc_stands_right_where_a_generic_rule_misfiles_it() {
    let udc: Vec<_> = vectors().filter(|(scheme, _)| *scheme == Scheme::Udc).collect();
    let ours: usize = udc.iter().map(|(s, list)| misordered(list, |l| key(*s, l))).sum();
    let theirs: usize = udc.iter().map(|(_, list)| misordered(list, generic)).sum();
    assert_eq!(ours, 0);
    assert!(theirs >= 8, "the generic rule misfiles {theirs} neighbours only");
}

fn scheme() -> impl Strategy<Value = Scheme> {
    prop::sample::select(&Scheme::ALL[..])
}

/// Marks as catalogues have them, and anything else.
fn label() -> impl Strategy<Value = String> {
    let real: Vec<&str> = vectors().flat_map(|(_, list)| list).collect();
    prop_oneof![
        prop::sample::select(real).prop_map(str::to_owned),
        "[0-9]{1,3}(\\.[0-9]{1,3})?(\\([0-9=]{1,4}\\)|:[0-9]{2}|\"[0-9]{2}\")?( [А-ЯA-Z] [0-9]{1,3})?",
        "[A-Z]{1,3} ?[0-9]{1,4}( \\.[A-Z][0-9]{1,4}){0,2}( [0-9]{4})?( v\\.[0-9]{1,2})?",
        "[А-Яа-яA-Za-z0-9 ().:/\"=+-]{0,14}",
        any::<String>(),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(600))]

    #[test]
    fn any_text_has_a_key_and_always_the_same(scheme in scheme(), label in label()) {
        let first = key(scheme, &label);
        prop_assert_eq!(&first, &key(scheme, &label));
        // Upper or lower case, and blanks before and behind, are no difference.
        prop_assert_eq!(&first, &key(scheme, &format!("  {label} ")));
    }

    #[test]
    fn a_class_stands_before_its_books_and_before_what_is_finer(
        class in "[1-9][0-9]{1,2}(\\.[1-9]{1,2})?",
        letter in prop::sample::select(&['А', 'Б', 'Ж', 'Я'][..]),
        number in 1u32..999,
        digit in 1u32..10,
    ) {
        let item = format!("{class} {letter} {number}");
        let finer = if class.contains('.') { format!("{class}{digit}") } else { format!("{class}.{digit}") };
        for scheme in [Scheme::Udc, Scheme::Bbk, Scheme::Ddc] {
            // A Dewey number has three digits before its dot.
            if scheme == Scheme::Ddc && class.split('.').next().unwrap().len() != 3 { continue }
            prop_assert!(key(scheme, &class) < key(scheme, &item), "{:?} {}", scheme, item);
            prop_assert!(key(scheme, &item) < key(scheme, &finer), "{:?} {}", scheme, finer);
            let longer = format!("{item}{digit}");
            prop_assert!(key(scheme, &item) < key(scheme, &longer), "{:?} {}", scheme, longer);
        }
    }

    #[test]
    fn a_mark_stands_before_the_same_with_more_behind_it(
        start in "[A-Z]{1,2} ?[1-9][0-9]{0,3}( \\.[A-Z][1-9][0-9]{0,2})?",
        behind in prop::sample::select(&[" .A1", " 1990", " v.2", " .Z9 2001"][..]),
    ) {
        for scheme in [Scheme::Lcc, Scheme::Nlm, Scheme::Fixed] {
            let longer = format!("{start}{behind}");
            prop_assert!(key(scheme, &start) < key(scheme, &longer), "{:?} {}", scheme, longer);
        }
    }

    #[test]
    fn volumes_stand_as_numbers(volume in 1u32..2000, more in 1u32..2000) {
        for (scheme, start) in [
            (Scheme::Udc, "821.161.1 Т 53 т. "), (Scheme::Bbk, "84(2) Т 53 кн. "),
            (Scheme::Lcc, "QA76 .S73 v."), (Scheme::Ddc, "823 A12 v. "),
        ] {
            let [a, b] = [volume, volume + more].map(|n| key(scheme, &format!("{start}{n}")));
            prop_assert!(a < b, "{}{} {}", start, volume, more);
        }
    }
}
