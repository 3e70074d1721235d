//! A source gives files by their address. It does not judge what they hold, does not try
//! again and sets no time limits: the loader does.

use core::future::Future;

/// Where files come from: `fetch` in the browser.
pub trait Source {
    /// The rest of an answer.
    type Body: Body;

    /// Asks for the file at an absolute address; done when the answer's head has come.
    /// Dropping the future, or the body, stops the request.
    fn get(
        &self,
        address: &str,
        freshness: Freshness,
    ) -> impl Future<Output = Result<Reply<Self::Body>, SourceError>>;
}

/// The body of an answer, piece by piece.
pub trait Body {
    /// The next piece; `None` at the end.
    fn piece(&mut self) -> impl Future<Output = Result<Option<Vec<u8>>, SourceError>>;
}

/// An answer, of which the head has come.
#[derive(Debug)]
pub struct Reply<B> {
    /// The HTTP status.
    pub status: u16,
    /// What follows.
    pub body: B,
}

/// How far a stored answer is trusted on the way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Freshness {
    /// The browser may answer from its own HTTP cache.
    Usual,
    /// The host is asked whether a stored answer is still the right one.
    Revalidated,
    /// No stored answer is used: the last one was wrong.
    Reloaded,
}

/// Why an answer did not come, or did not end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SourceError {
    /// The device says that it has no connection; asking again is of no use.
    Offline,
    /// No answer, or it broke off. The browser does not tell why.
    Broken,
}
