//! Reading on all cores: one thread cuts the file into batches, others make records of them,
//! and whoever asks gets the results in the order of the file. Everything that passes from
//! thread to thread waits in short queues, so memory does not grow with the file.
//!
//! Not for what is in a batch (see `marc`), nor for files so short that a thread would cost
//! more than it gives: their readers hand out the first batch before they ask for help.

use std::num::NonZero;
use std::panic::resume_unwind;
use std::sync::OnceLock;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::thread::{self, JoinHandle};

use crate::input::Entries;
use crate::{Entry, InputError};

/// How much of a file makes a batch, in bytes: enough that a queue costs nothing beside it, and
/// little enough that memory is given from hand to hand, not from the system each time.
pub(crate) const BATCH: u64 = 64 * 1024;

/// How many batches wait before and after each pair of hands.
const WAITING: usize = 1;

/// More hands than cutting a file into batches can keep busy.
const MOST_HANDS: usize = 8;

/// How many threads can work at once; the system is asked only once, as that takes it a while.
pub(crate) fn hands() -> usize {
    static HANDS: OnceLock<usize> = OnceLock::new();
    *HANDS.get_or_init(|| {
        thread::available_parallelism().map_or(1, NonZero::get).min(MOST_HANDS)
    })
}

/// What comes out of a batch.
pub(crate) type Results = Vec<Result<Entry, InputError>>;

/// Threads at work on the batches of one file. Batch `n` is for worker `n` modulo their number,
/// so that the results come in order without being sorted.
pub(crate) struct Crew {
    results: Vec<Receiver<Results>>,
    threads: Vec<JoinHandle<()>>,
    turn: usize,
}

impl Crew {
    /// Sets `workers` (at least one) to work on `batches`.
    pub(crate) fn start<B: Send + 'static>(
        batches: impl Iterator<Item = B> + Send + 'static,
        workers: Vec<impl FnMut(B) -> Results + Send + 'static>,
    ) -> Self {
        let mut crew = Self { results: Vec::new(), threads: Vec::new(), turn: 0 };
        let mut queues = Vec::new();
        for mut work in workers {
            let (queue, batches) = sync_channel::<B>(WAITING);
            let (done, results) = sync_channel(WAITING);
            queues.push(queue);
            crew.results.push(results);
            // Whoever asked may have gone away; then there is no more to do.
            crew.threads.push(thread::spawn(move || {
                let _ = batches.into_iter().try_for_each(|batch| done.send(work(batch)));
            }));
        }
        crew.threads.push(thread::spawn(move || deal_out(batches, &queues)));
        crew
    }

    /// Joins the threads, which have come to their end, and passes a panic on.
    fn finish(&mut self) {
        self.results.clear();
        for thread in self.threads.drain(..) {
            if let Err(panic) = thread.join() {
                resume_unwind(panic);
            }
        }
    }
}

fn deal_out<B>(batches: impl Iterator<Item = B>, queues: &[SyncSender<B>]) {
    let in_turn = queues.iter().cycle();
    let _ = batches.zip(in_turn).try_for_each(|(batch, queue)| queue.send(batch));
}

impl Iterator for Crew {
    type Item = Results;

    fn next(&mut self) -> Option<Results> {
        let next = self.results.get(self.turn).and_then(|results| results.recv().ok());
        if next.is_none() {
            self.finish();
        }
        self.turn = (self.turn + 1).checked_rem(self.results.len()).unwrap_or(0);
        next
    }
}

/// Entries that are read a little ahead on a thread of their own, while those before them are
/// indexed or judged.
pub(crate) struct Ahead {
    ready: std::vec::IntoIter<Result<Entry, InputError>>,
    source: Source,
}

enum Source {
    /// Nothing was read yet.
    New(Entries),
    Crew(Crew),
    Over,
}

impl Ahead {
    /// The entries of a reader, in their order.
    pub(crate) fn of(entries: Entries) -> Self {
        Self { ready: Vec::new().into_iter(), source: Source::New(entries) }
    }

    fn refill(&mut self) -> Option<()> {
        match std::mem::replace(&mut self.source, Source::Over) {
            Source::New(entries) => {
                let mut batches = Batches { entries, is_over: false };
                self.ready = batches.next()?.into_iter();
                if !batches.is_over {
                    let pass_on = |batch: Results| batch;
                    self.source = Source::Crew(Crew::start(batches, vec![pass_on]));
                }
            }
            Source::Crew(mut crew) => {
                self.ready = crew.next()?.into_iter();
                self.source = Source::Crew(crew);
            }
            Source::Over => return None,
        }
        Some(())
    }
}

impl Iterator for Ahead {
    type Item = Result<Entry, InputError>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            if let Some(entry) = self.ready.next() {
                return Some(entry);
            }
            self.refill()?;
        }
    }
}

/// Entries in batches, each of about [`BATCH`] bytes of the file.
struct Batches {
    entries: Entries,
    is_over: bool,
}

impl Iterator for Batches {
    type Item = Results;

    fn next(&mut self) -> Option<Results> {
        if self.is_over {
            return None;
        }
        let mut batch = Results::new();
        let mut first = None;
        loop {
            let Some(entry) = self.entries.next() else {
                self.is_over = true;
                return (!batch.is_empty()).then_some(batch);
            };
            let byte = entry.as_ref().map_or(0, |entry| entry.byte);
            let raw = entry.iter().filter_map(|entry| entry.raw.as_ref());
            let length = raw.map(|raw| raw.bytes.len() as u64).sum::<u64>();
            batch.push(entry);
            let read = byte.saturating_sub(*first.get_or_insert(byte)) + length;
            if read >= BATCH || batch.len() >= MOST_ENTRIES {
                return Some(batch);
            }
        }
    }
}

/// How many entries make a batch where their places in the file say nothing.
const MOST_ENTRIES: usize = 256;

#[cfg(test)]
mod tests {
    use super::*;

    fn entry(number: u64) -> Result<Entry, InputError> {
        Ok(Entry { number, byte: number * 4096, ..Entry::default() })
    }

    fn numbers(entries: impl Iterator<Item = Result<Entry, InputError>>) -> Vec<u64> {
        entries.map(|entry| entry.unwrap().number).collect()
    }

    #[test]
    fn results_come_in_order_however_long_each_takes() {
        // Every third batch is heavy, so that workers overtake each other.
        let work = |batch: u64| {
            let weight = if batch.is_multiple_of(3) { 20_000 } else { 1 };
            std::hint::black_box((0..weight).fold(0_u64, |a, b| a ^ b));
            vec![entry(batch)]
        };
        for hands in 1..5 {
            let crew = Crew::start(0..500, vec![work; hands]);
            assert_eq!(numbers(crew.flatten()), (0..500).collect::<Vec<u64>>());
        }
    }

    #[test]
    fn whoever_goes_away_early_leaves_nobody_waiting() {
        let mut crew = Crew::start(0.., vec![|batch| vec![entry(batch)]; 2]);
        assert_eq!(numbers(crew.next().into_iter().flatten()), [0]);
        crew.finish();
    }

    #[test]
    fn a_panic_of_a_worker_is_passed_on() {
        let work =
            |batch: u64| if batch == 9 { panic!("nine") } else { vec![entry(batch)] };
        let crew = Crew::start(0..20, vec![work; 3]);
        let panicked =
            std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| crew.count()));
        assert!(panicked.is_err());
    }

    #[test]
    fn entries_read_ahead_are_the_same_ones() {
        for count in [0, 1, 63, 64, 65, 1000] {
            let ahead = Ahead::of(Box::new((0..count).map(entry)));
            assert_eq!(numbers(ahead), (0..count).collect::<Vec<u64>>(), "{count}");
        }
    }
}
