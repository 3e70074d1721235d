//! The worker that a page starts: it hears questions and posts answers.

fn main() {
    bibliobus_worker::serve();
}
