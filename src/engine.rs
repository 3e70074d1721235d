//! The page's side of the line to the worker in which the engine lives. Not for what the
//! answers mean: see [`Session`](crate::session::Session).

use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::rc::Rc;

use bibliobus_worker::{Answer, Ask, News, Problem, Tell, What};
use futures_channel::oneshot;
use gloo_events::EventListener;
use gloo_timers::callback::Timeout;
use js_sys::Uint8Array;
use wasm_bindgen::prelude::*;
use web_sys::{EventTarget, MessageEvent};

/// How long a worker may be silent on a question before it counts as dead, in milliseconds.
/// The worker gives up on a file after some eight seconds of silence, and an answer takes some
/// rounds of files.
const PATIENCE: u32 = 120_000;

/// A worker that owes an answer gives a sign of life this often, in milliseconds …
const BEAT: u32 = 2000;

/// … and counts as stuck, or gone, when so many of them did not come.
const MISSED: u32 = 4;

/// How long a worker may take to come up before readers are told, in milliseconds.
const SLOW: u32 = 8000;

/// How long after that another one is started beside it, if not even its script runs.
const BESIDE: u32 = 1500;

/// How many workers may be on their way up at a time.
const MOST: usize = 3;

#[wasm_bindgen]
extern "C" {
    /// What messages go through: a worker, or one end of a channel.
    #[wasm_bindgen(extends = EventTarget)]
    #[derive(Clone, Debug)]
    pub type Port;

    #[wasm_bindgen(method, catch, js_name = postMessage)]
    fn post(this: &Port, message: &Uint8Array) -> Result<(), JsValue>;

    /// Ends a worker; a channel has no such method, and that is as well.
    #[wasm_bindgen(method, catch)]
    fn terminate(this: &Port) -> Result<(), JsValue>;
}

#[wasm_bindgen(module = "/src/element.js")]
extern "C" {
    /// Starts the engine's host in a worker, for the first time or after so many tries.
    ///
    /// # Errors
    /// The browser refuses, for instance because of the page's content security policy.
    #[wasm_bindgen(catch)]
    pub fn spawn_worker(tries: u32) -> Result<Port, JsValue>;
}

/// A line to the engine, shared by all elements of a page. The worker starts with the first
/// question.
///
/// Every question is answered. If the worker stops, another one is started and asked again;
/// a question that saw two workers stop is answered with [`Problem::Engine`].
#[derive(Clone)]
pub struct Engine(Rc<Exchange>);

struct Exchange {
    spawn: Box<dyn Fn(u32) -> Result<Port, JsValue>>,
    /// How many workers were started.
    tries: Cell<u32>,
    /// One that is up, or those that are on their way up.
    lines: RefCell<Vec<Line>>,
    calls: RefCell<Calls>,
    /// How many signs of life did not come since the last one.
    missed: Cell<u32>,
    is_watching: Cell<bool>,
}

/// A worker that was started.
struct Line {
    number: u32,
    port: Port,
    /// Whether its script runs. It sees to the rest itself, and ends if that does not come.
    is_begun: bool,
    /// What is posted before the worker says so is lost.
    is_up: bool,
    _heard: EventListener,
    _broken: EventListener,
    _slow: Timeout,
}

#[derive(Default)]
struct Calls {
    last: u32,
    waiting: BTreeMap<u32, Call>,
    listeners: BTreeMap<u32, Listener>,
}

type Listener = Rc<dyn Fn(&News)>;

/// A question that waits for its answer.
struct Call {
    message: Vec<u8>,
    answer: oneshot::Sender<Result<Answer, Problem>>,
    /// Whether a worker already stopped over it.
    is_second: bool,
    _watch: Timeout,
}

/// As long as this lives, the listener hears the news.
pub(crate) struct Listening {
    engine: Engine,
    number: u32,
}

impl Engine {
    /// A line to the workers that `spawn` starts, which is told how many there were before.
    pub fn new(spawn: impl Fn(u32) -> Result<Port, JsValue> + 'static) -> Self {
        Self(Rc::new(Exchange {
            spawn: Box::new(spawn),
            tries: Cell::default(),
            lines: RefCell::default(),
            calls: RefCell::default(),
            missed: Cell::default(),
            is_watching: Cell::default(),
        }))
    }

    /// Asks the collection at an address, which is signed with one of the keys if there are any.
    ///
    /// # Errors
    /// The problem that the worker names, or [`Problem::Engine`] if it stopped twice.
    pub(crate) async fn ask(
        &self,
        (catalogue, keys): (String, String),
        what: What,
    ) -> Result<Answer, Problem> {
        let (answer, answered) = oneshot::channel();
        let number = self.next();
        let message = postcard::to_allocvec(&Ask { number, catalogue, keys, what });
        let message = message.map_err(|_| Problem::Engine)?;
        let call = Call { message, answer, is_second: false, _watch: self.watch() };
        self.0.calls.borrow_mut().waiting.insert(number, call);
        self.send(number);
        answered.await.unwrap_or(Err(Problem::Engine))
    }

    /// Hears the news of all collections until the answer is dropped.
    pub(crate) fn listen(&self, listener: impl Fn(&News) + 'static) -> Listening {
        let number = self.next();
        self.0.calls.borrow_mut().listeners.insert(number, Rc::new(listener));
        Listening { engine: self.clone(), number }
    }

    fn next(&self) -> u32 {
        let mut calls = self.0.calls.borrow_mut();
        calls.last += 1;
        calls.last
    }

    fn watch(&self) -> Timeout {
        self.later(PATIENCE, Self::revive)
    }

    /// Posts a question if a worker is up. One that is not yet will be sent everything.
    fn send(&self, number: u32) {
        if self.0.lines.borrow().is_empty() {
            return self.start();
        }
        let lines = self.0.lines.borrow();
        let Some(line) = lines.iter().find(|line| line.is_up) else { return };
        if let Some(call) = self.0.calls.borrow().waiting.get(&number) {
            // A message that cannot be posted stays waiting, and the watch revives the line.
            let _ = line.port.post(&Uint8Array::from(call.message.as_slice()));
            self.watch_over();
        }
    }

    /// Sees to it that a worker that is up is heard of while it owes answers.
    fn watch_over(&self) {
        if !self.0.is_watching.replace(true) {
            self.0.missed.set(0);
            self.later(BEAT, Self::count_beats).forget();
        }
    }

    /// A worker that is not heard of for long will never answer: tells those who wait, and ends
    /// it. Whoever asks again gets another one.
    fn count_beats(&self) {
        self.0.is_watching.set(false);
        let is_up = self.0.lines.borrow().iter().any(|line| line.is_up);
        if !is_up || self.0.calls.borrow().waiting.is_empty() {
            return;
        }
        let missed = self.0.missed.get() + 1;
        if missed >= MISSED {
            self.let_go(|_| true);
            return self.give_up(&Problem::Slow);
        }
        self.watch_over();
        self.0.missed.set(missed);
    }

    fn start(&self) {
        let tries = self.0.tries.get();
        self.0.tries.set(tries.saturating_add(1));
        let Ok(port) = (self.0.spawn)(tries) else {
            return self.give_up(&Problem::Engine);
        };
        let number = self.next();
        let engine = self.clone();
        let heard =
            EventListener::new(&port, "message", move |event| engine.hear(number, event));
        let engine = self.clone();
        let broken = EventListener::new(&port, "error", move |_| engine.lose(number));
        let slow = self.later(SLOW, Self::start_beside);
        let line = Line {
            number,
            port,
            is_begun: false,
            is_up: false,
            _heard: heard,
            _broken: broken,
            _slow: slow,
        };
        self.0.lines.borrow_mut().push(line);
    }

    /// No worker has come up for long: tells those who wait, and starts another one.
    fn start_beside(&self) {
        if self.0.lines.borrow().iter().any(|line| line.is_up) {
            return;
        }
        self.give_up(&Problem::Slow);
        let is_begun = self.0.lines.borrow().iter().any(|line| line.is_begun);
        if !is_begun && self.0.lines.borrow().len() < MOST {
            self.later(BESIDE, Self::start).forget();
        }
    }

    /// Does something after a time, if there is still anybody to do it for.
    fn later(&self, time: u32, work: impl Fn(&Self) + 'static) -> Timeout {
        let exchange = Rc::downgrade(&self.0);
        Timeout::new(time, move || {
            if let Some(exchange) = exchange.upgrade() {
                work(&Self(exchange));
            }
        })
    }

    fn hear(&self, line: u32, event: &web_sys::Event) {
        self.0.missed.set(0);
        let message = event.unchecked_ref::<MessageEvent>().data();
        let bytes = Uint8Array::new(&message).to_vec();
        if bytes.is_empty() {
            let mut lines = self.0.lines.borrow_mut();
            let begun = lines.iter_mut().filter(|begun| begun.number == line);
            return begun.for_each(|line| line.is_begun = true);
        }
        match postcard::from_bytes(&bytes) {
            Ok(Tell::Up) => self.greet(line),
            Ok(Tell::Answer(number, answer)) => self.answer(number, answer),
            Ok(Tell::News(news)) => self.spread(&news),
            // Both ends come from one build: this is no worker of ours.
            Ok(_) | Err(_) => self.lose(line),
        }
    }

    /// A worker is up: the others may go, and it is sent everything that waits.
    fn greet(&self, number: u32) {
        self.let_go(|line| line.number != number);
        for line in &mut *self.0.lines.borrow_mut() {
            line.is_up = true;
        }
        let numbers: Vec<u32> = self.0.calls.borrow().waiting.keys().copied().collect();
        for number in numbers {
            self.send(number);
        }
    }

    /// A worker has stopped. Where another one is on its way, that is all.
    fn lose(&self, number: u32) {
        self.let_go(|line| line.number == number);
        if self.0.lines.borrow().is_empty() {
            self.revive();
        }
    }

    /// Ends workers.
    fn let_go(&self, is_it: impl Fn(&Line) -> bool) {
        let (gone, kept) = self.0.lines.take().into_iter().partition(|line| is_it(line));
        *self.0.lines.borrow_mut() = kept;
        let gone: Vec<Line> = gone;
        for line in &gone {
            let _ = line.port.terminate();
        }
        // The listeners may be running just now: they go when this turn is over.
        Timeout::new(0, move || drop(gone)).forget();
    }

    fn answer(&self, number: u32, answer: Result<Answer, Problem>) {
        let call = self.0.calls.borrow_mut().waiting.remove(&number);
        if let Some(call) = call {
            // Nobody may be waiting any more: the element is gone.
            let _ = call.answer.send(answer);
        }
    }

    fn spread(&self, news: &News) {
        let listeners: Vec<_> =
            self.0.calls.borrow().listeners.values().cloned().collect();
        for listener in listeners {
            listener(news);
        }
    }

    /// Ends the worker. What waits for the first time is asked of another one.
    fn revive(&self) {
        self.let_go(|_| true);
        let lost = self.second_chance();
        for number in lost {
            self.answer(number, Err(Problem::Engine));
        }
        if !self.0.calls.borrow().waiting.is_empty() {
            self.start();
        }
    }

    /// Marks what waits as asked twice, and names what already was.
    fn second_chance(&self) -> Vec<u32> {
        let mut calls = self.0.calls.borrow_mut();
        let lost = calls.waiting.iter().filter(|(_, call)| call.is_second);
        let lost = lost.map(|(number, _)| *number).collect();
        for call in calls.waiting.values_mut().filter(|call| !call.is_second) {
            call.is_second = true;
            call._watch = self.watch();
        }
        lost
    }

    /// There is no worker, or none yet: answers everything that waits.
    fn give_up(&self, problem: &Problem) {
        let numbers: Vec<u32> = self.0.calls.borrow().waiting.keys().copied().collect();
        for number in numbers {
            self.answer(number, Err(problem.clone()));
        }
    }
}

impl Drop for Listening {
    fn drop(&mut self) {
        self.engine.0.calls.borrow_mut().listeners.remove(&self.number);
    }
}
