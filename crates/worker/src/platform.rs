//! The place that the host runs in. All that differs between a browser and a test is here;
//! the one `cfg` of this crate is below.

use core::future::Future;
use core::time::Duration;

use crate::{Cache, Source, Tell};

#[cfg_attr(target_arch = "wasm32", path = "platform/web.rs")]
#[cfg_attr(not(target_arch = "wasm32"), path = "platform/native.rs")]
mod here;
pub(crate) mod memory;

pub use here::serve;

/// What the host needs from the place that it runs in.
pub trait Platform: 'static {
    /// Where files come from.
    type Source: Source;
    /// Where bytes are kept.
    type Cache: Cache;

    /// Where files come from.
    fn source(&self) -> &Self::Source;

    /// Where bytes are kept.
    fn cache(&self) -> &Self::Cache;

    /// The time since some fixed moment; it never goes back.
    fn now(&self) -> Duration;

    /// Waits.
    fn sleep(&self, time: Duration) -> impl Future<Output = ()>;

    /// Lets `work` go on beside whatever else is going on.
    fn spawn(&self, work: impl Future<Output = ()> + 'static);

    /// Says something to the page.
    fn tell(&self, tell: Tell);
}
