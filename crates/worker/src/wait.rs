//! Waiting: within a limit, for all of several, for a promise, for a turn. One thread only.

use core::cell::{Cell, RefCell};
use core::future::{Future, poll_fn};
use core::pin::{Pin, pin};
use core::task::{Context, Poll, Waker};

/// What `work` gives, unless `limit` is over first.
pub(crate) async fn within<T>(
    limit: impl Future<Output = ()>,
    work: impl Future<Output = T>,
) -> Option<T> {
    let mut limit = pin!(limit);
    let mut work = pin!(work);
    poll_fn(|cx| match work.as_mut().poll(cx) {
        Poll::Ready(done) => Poll::Ready(Some(done)),
        Poll::Pending => limit.as_mut().poll(cx).map(|()| None),
    })
    .await
}

/// What each of `works` gives, in their order; they go on side by side.
pub(crate) async fn all<F: Future>(works: impl IntoIterator<Item = F>) -> Vec<F::Output> {
    let mut running: Vec<Pin<Box<F>>> = works.into_iter().map(Box::pin).collect();
    let mut done: Vec<Option<F::Output>> = running.iter().map(|_| None).collect();
    poll_fn(|cx| {
        for (work, outcome) in running.iter_mut().zip(&mut done) {
            if outcome.is_none()
                && let Poll::Ready(ready) = work.as_mut().poll(cx)
            {
                *outcome = Some(ready);
            }
        }
        if done.iter().all(Option::is_some) { Poll::Ready(()) } else { Poll::Pending }
    })
    .await;
    done.into_iter().flatten().collect()
}

/// Those that wait. All of them are woken at once and look again themselves, so that one that
/// has gone away in the meantime cannot swallow the only call.
#[derive(Default)]
struct Waiting(RefCell<Vec<Waker>>);

impl Waiting {
    fn join(&self, cx: &Context<'_>) {
        self.0.borrow_mut().push(cx.waker().clone());
    }

    fn wake(&self) {
        self.0.take().into_iter().for_each(Waker::wake);
    }
}

/// An outcome that is to come, for any number of those who wait for it.
pub(crate) struct Promise<T> {
    outcome: RefCell<Option<T>>,
    waiting: Waiting,
}

impl<T> Default for Promise<T> {
    fn default() -> Self {
        Self { outcome: RefCell::new(None), waiting: Waiting::default() }
    }
}

impl<T: Clone> Promise<T> {
    /// Gives the outcome to all who wait, and to all who will ask.
    pub(crate) fn keep(&self, outcome: T) {
        *self.outcome.borrow_mut() = Some(outcome);
        self.waiting.wake();
    }

    /// The outcome, once it is there.
    pub(crate) async fn kept(&self) -> T {
        poll_fn(|cx| match &*self.outcome.borrow() {
            Some(outcome) => Poll::Ready(outcome.clone()),
            None => {
                self.waiting.join(cx);
                Poll::Pending
            }
        })
        .await
    }
}

/// A number of turns; whoever finds none left waits for one.
pub(crate) struct Turns {
    left: Cell<usize>,
    waiting: Waiting,
}

impl Turns {
    pub(crate) fn new(left: usize) -> Self {
        Self { left: Cell::new(left), waiting: Waiting::default() }
    }

    /// A turn, given back when it is dropped.
    pub(crate) async fn turn(&self) -> Turn<'_> {
        poll_fn(|cx| match self.left.get().checked_sub(1) {
            Some(left) => {
                self.left.set(left);
                Poll::Ready(Turn(self))
            }
            None => {
                self.waiting.join(cx);
                Poll::Pending
            }
        })
        .await
    }
}

/// Given by [`Turns::turn`].
pub(crate) struct Turn<'a>(&'a Turns);

impl Drop for Turn<'_> {
    fn drop(&mut self) {
        self.0.left.set(self.0.left.get() + 1);
        self.0.waiting.wake();
    }
}
