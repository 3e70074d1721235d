//! Keeping: whole, paused, forgotten, full, and through a change of release.

use bibliobus_worker::{
    Call, Fault, KeepingState, News, Origin, Platform, Portion, Problem, Store, What,
};

use crate::collection::{ADDRESS, Files, Reader, release, truth};

/// Every file but the manifest.
fn chunks(files: &Files) -> Vec<String> {
    let paths = files.iter().map(|(path, _)| path.clone());
    paths.filter(|path| path.ends_with(".bin")).collect()
}

#[test]
fn what_is_kept_needs_no_network_any_more() {
    let files = release(1, 600);
    let mut reader = Reader::of(&files);
    assert_eq!(reader.keep(), KeepingState::Whole);
    assert_eq!(reader.stored(), chunks(&files));
    reader.come_again();
    reader.cut_the_line();
    let collection = reader.open().unwrap();
    assert_eq!(collection.origin, Origin::Device);
    assert_eq!(collection.keeping.state, KeepingState::Whole);
    assert_eq!(collection.keeping.bytes_here, collection.keeping.bytes_total);
    for text in ["travelling", "theme31", "Writer17 volume", "shelf 3"] {
        assert_eq!(reader.search(text).unwrap(), truth(&files, text), "{text}");
    }
}

#[test]
fn progress_is_told_and_ends_whole() {
    let files = release(1, 600);
    let reader = Reader::of(&files);
    // A slow host, so that there is time to tell.
    let memory = std::rc::Rc::downgrade(&reader.memory);
    reader.memory.break_by(move |_, call| {
        if matches!(call, Call::Put(Store::Files, _)) {
            memory.upgrade().unwrap().pass(std::time::Duration::from_millis(150));
        }
        None
    });
    assert_eq!(reader.keep(), KeepingState::Whole);
    let news = reader.memory.news.borrow();
    let here: Vec<(u64, u64)> = news
        .iter()
        .map(|news| match news {
            News::Keeping { keeping, .. } => (keeping.bytes_here, keeping.bytes_total),
            other => panic!("{other:?}"),
        })
        .collect();
    assert!(here.is_sorted() && here.len() > 1, "{here:?}");
    assert!(here.iter().all(|(here, total)| here <= total));
    let (here, total) = *here.last().unwrap();
    assert_eq!(here, total);
}

#[test]
fn pausing_stops_it_and_keeping_goes_on_where_it_was() {
    let files = release(1, 1500);
    let mut reader = Reader::of(&files);
    reader.open().unwrap();
    assert_eq!(
        reader.keeping(What::Keep(Portion::Whole)).unwrap().state,
        KeepingState::Running
    );
    reader.memory.run(reader.memory.until_calls(30));
    assert_eq!(reader.keeping(What::Pause).unwrap().state, KeepingState::Paused);
    reader.memory.settle();
    let here = reader.stored().len();
    assert!(0 < here && here < chunks(&files).len(), "{here}");

    reader.come_again();
    let collection = reader.open().unwrap();
    assert_eq!(collection.keeping.state, KeepingState::Paused);
    assert!(collection.keeping.bytes_here > 0);
    let before = reader.fetches();
    assert_eq!(reader.keep(), KeepingState::Whole);
    assert_eq!(reader.fetches() - before, chunks(&files).len() - here);
}

#[test]
fn a_visit_that_ends_in_the_middle_loses_nothing() {
    let files = release(1, 1500);
    let mut reader = Reader::of(&files);
    reader.keeping(What::Keep(Portion::Whole)).unwrap();
    reader.memory.run(reader.memory.until_calls(30));
    reader.come_again();
    assert_eq!(reader.open().unwrap().keeping.state, KeepingState::Paused);
    assert_eq!(reader.keep(), KeepingState::Whole);
}

#[test]
fn what_is_forgotten_is_gone() {
    let mut reader = Reader::of(&release(1, 100));
    reader.keep();
    let keeping = reader.keeping(What::Forget).unwrap();
    assert_eq!((keeping.state, keeping.bytes_here), (KeepingState::NotKept, 0));
    assert!(reader.memory.stored.borrow().is_empty());
    // Searching goes on all the same.
    assert_eq!(reader.search("travelling").unwrap().total, 1);
    reader.come_again();
    assert_eq!(reader.open().unwrap().keeping.state, KeepingState::NotKept);
}

#[test]
fn forgetting_in_the_middle_leaves_nothing_behind() {
    for calls in [5, 12, 20, 30, 45] {
        let reader = Reader::of(&release(1, 1500));
        reader.open().unwrap();
        reader.memory.settle();
        reader.keeping(What::Keep(Portion::Whole)).unwrap();
        reader.memory.run(reader.memory.until_calls(calls));
        reader.keeping(What::Forget).unwrap();
        reader.memory.settle();
        assert!(reader.memory.stored.borrow().is_empty(), "after {calls} calls");
    }
}

#[test]
fn a_full_device_stops_keeping_and_says_so() {
    let files = release(1, 100);
    let reader = Reader::of(&files);
    reader.memory.break_by(|_, call| {
        matches!(call, Call::Put(Store::Files, _)).then_some(Fault::NoRoom)
    });
    assert_eq!(reader.keep(), KeepingState::Stopped(Problem::NoRoom));
    assert_eq!(reader.search("news").unwrap(), truth(&files, "news"));
    reader.memory.mend();
    assert_eq!(reader.keep(), KeepingState::Whole);
}

#[test]
fn storage_that_hangs_for_a_moment_does_not_stop_keeping() {
    let reader = Reader::of(&release(1, 600));
    reader.open().unwrap();
    let mut hung = 0;
    reader.memory.break_by(move |_, call| {
        hung += u32::from(matches!(call, Call::Put(Store::Files, _)));
        (hung == 2).then_some(Fault::Hang)
    });
    assert_eq!(reader.keep(), KeepingState::Whole);
}

#[test]
fn a_whole_release_answers_until_the_next_one_is_whole() {
    let old = release(1, 600);
    let mut reader = Reader::of(&old);
    reader.keep();
    reader.come_again();
    let new = release(2, 700);
    reader.serve(&new);
    // The manifest comes, the new files do not.
    let known = chunks(&old);
    reader.memory.break_by(move |_, call| match call {
        Call::Fetch(address, _) if address.ends_with(".bin") => {
            let is_known = known.iter().any(|path| address.ends_with(path));
            (!is_known).then_some(Fault::Broken)
        }
        _ => None,
    });
    let collection = reader.open().unwrap();
    assert_eq!(
        (collection.release, collection.keeping.state),
        (1, KeepingState::Running)
    );
    reader.memory.settle();
    assert!(matches!(reader.state(), KeepingState::Stopped(Problem::Unreachable { .. })));
    assert_eq!(reader.search("news").unwrap(), truth(&old, "news"));

    // The visit after that is offline: the old one is still whole.
    reader.come_again();
    reader.cut_the_line();
    let collection = reader.open().unwrap();
    assert_eq!((collection.release, collection.keeping.state), (1, KeepingState::Whole));
    assert_eq!(reader.search("news").unwrap(), truth(&old, "news"));

    // And then the line is good.
    reader.come_again();
    reader.memory.mend();
    assert_eq!(reader.open().unwrap().release, 1);
    reader.memory.settle();
    assert_eq!(reader.state(), KeepingState::Whole);
    assert_eq!(reader.search("news").unwrap(), truth(&new, "news"));
    let news = reader.memory.news.borrow().clone();
    let last_opened = news.iter().rev().find_map(|news| match news {
        News::Opened { collection, .. } => Some(collection.release),
        _ => None,
    });
    assert_eq!(last_opened, Some(2), "the page is told that the release is another");
}

#[test]
fn files_of_a_former_release_go_on_a_later_visit() {
    let (old, new) = (release(1, 600), release(2, 600));
    let mut reader = Reader::of(&old);
    reader.keep();
    reader.serve(&new);
    reader.come_again();
    reader.open().unwrap();
    reader.memory.settle();
    let both = reader.stored();
    assert!(chunks(&old).iter().all(|path| both.contains(path)), "nothing went at once");

    reader.come_again();
    reader.open().unwrap();
    reader.memory.settle();
    assert_eq!(reader.stored(), chunks(&new));
    reader.come_again();
    reader.cut_the_line();
    assert_eq!(reader.search("news").unwrap(), truth(&new, "news"));
}

#[test]
fn a_kept_file_that_is_damaged_is_mended_or_admitted() {
    let files = release(1, 600);
    let mut reader = Reader::of(&files);
    reader.keep();
    for ((store, _, _), bytes) in reader.memory.stored.borrow_mut().iter_mut() {
        if *store == Store::Files {
            bytes[3] ^= 1;
        }
    }
    reader.come_again();
    reader.cut_the_line();
    // Every file is damaged and there is no line: the problem is named.
    assert!(matches!(reader.search("news"), Err(Problem::Unreachable { .. })));
    reader.memory.mend();
    assert_eq!(reader.search("news").unwrap(), truth(&files, "news"));
    assert_eq!(reader.memory.stored.borrow().keys().next().unwrap().1, ADDRESS);
    let _ = reader.memory.now();
}
