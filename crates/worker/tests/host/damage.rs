//! Damage and refusal on the way of a file: network and storage.

use std::time::Duration;

use bibliobus_index::Query;
use bibliobus_worker::{Answer, Call, Fault, Freshness, Platform, Problem, Store, What};

use crate::collection::{Reader, release, truth};

fn is_chunk(call: &Call) -> bool {
    matches!(call, Call::Fetch(address, _) if address.ends_with(".bin"))
}

fn is_storage(call: &Call) -> bool {
    !matches!(call, Call::Fetch(..))
}

#[test]
fn a_damaged_copy_is_fetched_again_and_mended() {
    let files = release(1, 20);
    let mut reader = Reader::of(&files);
    reader.search("travelling").unwrap();
    reader.memory.settle();
    for ((store, _, _), bytes) in reader.memory.stored.borrow_mut().iter_mut() {
        if *store == Store::Files {
            *bytes.last_mut().unwrap() ^= 4;
        }
    }
    reader.come_again();
    assert_eq!(reader.search("travelling").unwrap(), truth(&files, "travelling"));
    reader.memory.settle();
    reader.come_again();
    assert_eq!(reader.search("travelling").unwrap(), truth(&files, "travelling"));
    reader.memory.settle();
    assert_eq!(reader.fetches(), 1, "the manifest");
}

#[test]
fn a_damaged_answer_is_asked_for_once_more_past_all_caches() {
    let files = release(1, 20);
    let reader = Reader::of(&files);
    reader.memory.break_by(|_, call| match call {
        Call::Fetch(address, Freshness::Usual) if address.ends_with(".bin") => {
            Some(Fault::FlipAt(5))
        }
        _ => None,
    });
    assert_eq!(reader.search("travelling").unwrap(), truth(&files, "travelling"));
}

#[test]
fn what_stays_damaged_is_a_problem_with_a_name() {
    for fault in [
        Fault::FlipAt(11),
        Fault::ShortAt(3),
        Fault::Instead(b"<html>".to_vec()),
        Fault::Instead(vec![0; 1 << 22]),
        Fault::Instead(Vec::new()),
    ] {
        let reader = Reader::of(&release(1, 20));
        reader.memory.break_by(move |_, call| is_chunk(call).then(|| fault.clone()));
        let outcome = reader.search("travelling");
        assert!(matches!(outcome, Err(Problem::Damaged { .. })), "{outcome:?}");
        reader.memory.settle();
        assert_eq!(reader.stored(), Vec::<String>::new());
    }
}

#[test]
fn a_host_that_refuses_is_quoted() {
    for (status, tries) in [(404, 2), (403, 1), (503, 3)] {
        let reader = Reader::of(&release(1, 20));
        reader
            .memory
            .break_by(move |_, call| is_chunk(call).then_some(Fault::Status(status)));
        let outcome = reader.search("travelling");
        let Err(Problem::Refused { file, status: got }) = outcome else {
            panic!("{outcome:?}")
        };
        assert_eq!(got, status);
        let calls = reader.memory.calls.borrow();
        let asked =
            |call: &&Call| matches!(call, Call::Fetch(a, _) if a.ends_with(&file));
        assert_eq!(calls.iter().filter(asked).count(), tries, "{status}");
    }
}

#[test]
fn a_broken_line_is_tried_three_times_and_a_silent_one_once() {
    for (fault, limit) in [
        (Fault::Broken, 2),
        (Fault::CutAt(20), 2),
        (Fault::Offline, 1),
        (Fault::Hang, 11),
        (Fault::StallAt(0), 11),
        (Fault::StallAt(20), 21),
    ] {
        let reader = Reader::of(&release(1, 20));
        reader.open().unwrap();
        let before = reader.memory.now();
        let its_fault = fault.clone();
        reader.memory.break_by(move |_, call| is_chunk(call).then(|| its_fault.clone()));
        let outcome = reader.search("travelling");
        assert!(
            matches!(outcome, Err(Problem::Unreachable { .. })),
            "{fault:?}: {outcome:?}"
        );
        let took = reader.memory.now() - before;
        assert!(took <= Duration::from_secs(limit), "{fault:?} took {took:?}");
    }
}

/// Firefox lets a second request for a file wait behind the first one, which it has given up,
/// for half a minute: unless the second goes past its cache.
#[test]
fn after_a_silence_a_file_is_asked_for_past_all_caches() {
    let files = release(1, 20);
    let reader = Reader::of(&files);
    reader.open().unwrap();
    reader.memory.break_by(|_, call| is_chunk(call).then_some(Fault::StallAt(20)));
    reader.search("travelling").unwrap_err();
    let first = |call: &&Call| is_chunk(call);
    let silent = reader.memory.calls.borrow().iter().rfind(first).cloned();
    let Some(Call::Fetch(address, Freshness::Usual)) = silent else {
        panic!("{silent:?}")
    };
    reader.memory.mend();
    reader.memory.calls.borrow_mut().clear();
    assert_eq!(reader.search("travelling").unwrap(), truth(&files, "travelling"));
    let calls = reader.memory.calls.borrow();
    assert!(calls.contains(&Call::Fetch(address, Freshness::Reloaded)));
}

#[test]
fn a_line_that_breaks_twice_is_enough() {
    let files = release(1, 20);
    let reader = Reader::of(&files);
    let mut broken = 0;
    reader.memory.break_by(move |_, call| {
        broken += u32::from(is_chunk(call));
        (is_chunk(call) && broken <= 2).then_some(Fault::CutAt(15))
    });
    assert_eq!(reader.search("travelling").unwrap(), truth(&files, "travelling"));
}

#[test]
fn searching_goes_on_where_storage_is_refused() {
    let files = release(1, 20);
    for fault in [Fault::Broken, Fault::NoRoom, Fault::Hang] {
        let mut reader = Reader::of(&files);
        let its_fault = fault.clone();
        reader
            .memory
            .break_by(move |_, call| is_storage(call).then(|| its_fault.clone()));
        let before = reader.memory.now();
        assert_eq!(reader.search("travelling").unwrap(), truth(&files, "travelling"));
        let took = reader.memory.now() - before;
        assert!(took <= Duration::from_secs(4), "{fault:?} took {took:?}");
        reader.come_again();
        assert_eq!(reader.search("news").unwrap(), truth(&files, "news"));
    }
}

#[test]
fn a_part_of_the_answer_is_called_a_part() {
    let files = release(1, 1500);
    let mut reader = Reader::of(&files);
    reader.search("shelf").unwrap();
    reader.memory.settle();
    reader.come_again();
    reader.open().unwrap();
    reader.cut_the_line();
    // The next page of the list is in another chunk than the first one.
    let mut seen_partial = false;
    for offset in (0..1500).step_by(100) {
        let query = Query { offset, limit: 100, ..Query::new("shelf") };
        match reader.ask(What::Search(query)) {
            Ok(Answer::Results(results)) if results.partial => {
                assert!(!results.hits.is_empty());
                seen_partial = true;
            }
            Ok(Answer::Results(results)) => {
                let whole = results.hits.len() == 100 || offset + 100 > results.total;
                assert!(whole, "{offset}: {} of {}", results.hits.len(), results.total);
            }
            Err(Problem::Unreachable { .. }) => {}
            other => panic!("{other:?}"),
        }
    }
    assert!(seen_partial, "the collection is too small for this test");
}

#[test]
fn a_record_that_cannot_be_had_is_not_said_to_be_missing() {
    let reader = Reader::of(&release(1, 20));
    reader.open().unwrap();
    reader.cut_the_line();
    let outcome = reader.ask(What::Record("v7".into()));
    assert!(matches!(outcome, Err(Problem::Unreachable { .. })), "{outcome:?}");
    reader.memory.mend();
    assert_eq!(reader.ask(What::Record("v700".into())), Ok(Answer::Record(None)));
}

#[test]
fn two_searches_side_by_side_answer_as_one_after_the_other() {
    let files = release(1, 300);
    let reader = Reader::of(&files);
    let texts = ["shelf", "theme31", "Writer17", "travelling library"];
    let all = async {
        let mut waiting: Vec<_> = texts
            .iter()
            .map(|text| Box::pin(reader.ask_later(What::Search(Query::new(*text)))))
            .collect();
        let mut answers = vec![None; texts.len()];
        std::future::poll_fn(|cx| {
            for (ask, answer) in waiting.iter_mut().zip(&mut answers) {
                if answer.is_none()
                    && let std::task::Poll::Ready(ready) = ask.as_mut().poll(cx)
                {
                    *answer = Some(ready);
                }
            }
            match answers.iter().all(Option::is_some) {
                true => std::task::Poll::Ready(()),
                false => std::task::Poll::Pending,
            }
        })
        .await;
        answers
    };
    for (text, answer) in texts.iter().zip(reader.memory.run(all)) {
        assert_eq!(answer, Some(Ok(Answer::Results(truth(&files, text)))), "{text}");
    }
    let calls = reader.memory.calls.borrow();
    let mut chunks: Vec<_> = calls.iter().filter(|call| is_chunk(call)).collect();
    let fetched = chunks.len();
    chunks.sort_by_key(|call| format!("{call:?}"));
    chunks.dedup();
    assert_eq!(fetched, chunks.len(), "each file was fetched once");
}
