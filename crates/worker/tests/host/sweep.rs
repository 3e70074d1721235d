//! The method of `SQLite`: something goes wrong at the first operation, then at the second, and so
//! on, until a visit is through without anything having gone wrong. Whatever happens, no
//! answer is false, and afterwards all is well without anybody's doing.

use std::cell::Cell;
use std::rc::Rc;

use bibliobus_worker::{Call, Fault, KeepingState, Problem, Results};

use crate::collection::{Reader, release, truth};

const TEXT: &str = "news";

/// An answer may be right, a part that says so, or a problem. Nothing else.
fn assert_honest(outcome: &Result<Results, Problem>, rights: &[&Results], told: &str) {
    let Ok(results) = outcome else { return };
    let is_right = rights.contains(&results);
    let is_part = results.partial && !results.hits.is_empty();
    assert!(is_right || is_part, "{told}: {results:?}");
}

/// Lets the `n`th call go wrong by `fault`, and tells whether it came to that.
fn break_nth(reader: &Reader, n: u32, fault: &Fault) -> Rc<Cell<bool>> {
    let fired = Rc::new(Cell::new(false));
    let (its_fired, fault) = (Rc::clone(&fired), fault.clone());
    reader.memory.break_by(move |number, _| {
        (number == n).then(|| {
            its_fired.set(true);
            fault.clone()
        })
    });
    fired
}

/// The same from the `n`th call on: what breaks stays broken.
fn break_from(reader: &Reader, n: u32, fault: &Fault) -> Rc<Cell<bool>> {
    let fired = Rc::new(Cell::new(false));
    let (its_fired, fault) = (Rc::clone(&fired), fault.clone());
    reader.memory.break_by(move |number, _| {
        (number >= n).then(|| {
            its_fired.set(true);
            fault.clone()
        })
    });
    fired
}

const FAULTS: [Fault; 8] = [
    Fault::Broken,
    Fault::Hang,
    Fault::NoRoom,
    Fault::Status(500),
    Fault::Status(404),
    Fault::FlipAt(13),
    Fault::ShortAt(7),
    Fault::CutAt(7),
];

fn sweep(
    mut visit: impl FnMut(&Fault, u32, fn(&Reader, u32, &Fault) -> Rc<Cell<bool>>) -> bool,
) {
    for fault in &FAULTS {
        for how in [break_nth, break_from] {
            let mut n = 1;
            while visit(fault, n, how) {
                n += 1;
                assert!(n < 2000, "{fault:?} never ends");
            }
        }
    }
}

#[test]
fn a_first_search_is_honest_whatever_breaks() {
    let files = release(1, 60);
    let right = truth(&files, TEXT);
    sweep(|fault, n, how| {
        let mut reader = Reader::of(&files);
        let fired = how(&reader, n, fault);
        let told = format!("{fault:?} at {n}");
        assert_honest(&reader.search(TEXT), &[&right], &told);
        reader.memory.settle();
        reader.memory.mend();
        assert_eq!(reader.search(TEXT), Ok(right.clone()), "{told}, mended");
        reader.memory.settle();
        reader.come_again();
        assert_eq!(reader.search(TEXT), Ok(right.clone()), "{told}, next visit");
        fired.get()
    });
}

#[test]
fn a_visit_after_an_update_is_honest_whatever_breaks() {
    let (old, new) = (release(1, 60), release(2, 60));
    let (old_right, new_right) = (truth(&old, TEXT), truth(&new, TEXT));
    sweep(|fault, n, how| {
        let mut reader = Reader::of(&old);
        reader.search(TEXT).unwrap();
        reader.memory.settle();
        reader.come_again();
        reader.serve(&new);
        let fired = how(&reader, n, fault);
        let told = format!("{fault:?} at {n}");
        assert_honest(&reader.search(TEXT), &[&old_right, &new_right], &told);
        reader.memory.settle();
        reader.memory.mend();
        reader.come_again();
        assert_eq!(reader.search(TEXT), Ok(new_right.clone()), "{told}, next visit");
        fired.get()
    });
}

#[test]
fn keeping_is_honest_whatever_breaks() {
    let files = release(1, 120);
    let right = truth(&files, TEXT);
    sweep(|fault, n, how| {
        let mut reader = Reader::of(&files);
        let fired = how(&reader, n, fault);
        let told = format!("{fault:?} at {n}");
        let state = reader.keep();
        reader.memory.mend();
        reader.come_again();
        // Whole is a promise: it holds without a network. What a flipped bit in storage did
        // is noticed when it is read, and then there is a problem, never a wrong answer.
        if state == KeepingState::Whole {
            reader.cut_the_line();
            let offline = reader.search(TEXT);
            assert_eq!(offline, Ok(right.clone()), "{told}, offline");
        }
        reader.come_again();
        reader.memory.mend();
        assert_eq!(reader.keep(), KeepingState::Whole, "{told}, kept again");
        fired.get()
    });
}

#[test]
fn an_update_of_what_is_kept_is_honest_whatever_breaks() {
    let (old, new) = (release(1, 120), release(2, 130));
    let (old_right, new_right) = (truth(&old, TEXT), truth(&new, TEXT));
    sweep(|fault, n, how| {
        let mut reader = Reader::of(&old);
        assert_eq!(reader.keep(), KeepingState::Whole);
        reader.come_again();
        reader.serve(&new);
        let fired = how(&reader, n, fault);
        let told = format!("{fault:?} at {n}");
        assert_honest(&reader.search(TEXT), &[&old_right, &new_right], &told);
        reader.memory.settle();
        reader.memory.mend();
        reader.come_again();
        // What storage damages is gone from the device; there is no whole release then.
        if matches!(fault, Fault::FlipAt(_) | Fault::ShortAt(_) | Fault::CutAt(_)) {
            assert_honest(&reader.search(TEXT), &[&old_right, &new_right], &told);
            return fired.get();
        }
        // Wherever it stopped, one of the two is whole.
        reader.memory.break_by(|_, call| {
            matches!(call, Call::Fetch(..)).then_some(Fault::Offline)
        });
        let offline = reader.search(TEXT).unwrap_or_else(|p| panic!("{told}: {p:?}"));
        assert!([&old_right, &new_right].contains(&&offline), "{told}");
        fired.get()
    });
}
