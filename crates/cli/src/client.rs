//! Requests to other people's hosts: patient where they are busy, polite where they are not.

use std::thread::sleep;
use std::time::Duration;

use anyhow::bail;
use jiff::Timestamp;
use jiff::fmt::rfc2822;
use ureq::Agent;
use ureq::http::{Response, StatusCode};

use crate::fault::BadInput;

/// The most bytes that an answer may have.
const MOST_BYTES: u64 = 256 * 1024 * 1024;
/// How long one request may take in all.
const PATIENCE: Duration = Duration::from_secs(300);
/// The longest that a source may ask us to wait; whoever asks for more is tried then.
const LONGEST_WAIT: Duration = Duration::from_secs(15 * 60);

/// How a source is treated.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Manners {
    /// The wait before each request but the first, and the first wait after a failure; it
    /// doubles with every other.
    pub(crate) delay: Duration,
    /// How often a request is tried again.
    pub(crate) retries: u32,
}

/// Asks one host.
pub(crate) struct Client {
    agent: Agent,
    url: String,
    manners: Manners,
    is_quiet: bool,
}

/// Why there is no answer this time.
struct Refused {
    why: String,
    wait: Option<Duration>,
    is_final: bool,
}

impl Client {
    /// A client of the source at `url`.
    pub(crate) fn new(
        url: &str,
        manners: Manners,
        is_quiet: bool,
    ) -> anyhow::Result<Self> {
        if !url.starts_with("http://") && !url.starts_with("https://") {
            bail!(BadInput::new(format!(
                "{url}: expected an address with http:// or https:// before it"
            )));
        }
        let config = Agent::config_builder()
            .timeout_global(Some(PATIENCE))
            .http_status_as_error(false)
            .user_agent(concat!("bibliobus/", env!("CARGO_PKG_VERSION")))
            .build();
        Ok(Self { agent: config.new_agent(), url: url.to_owned(), manners, is_quiet })
    }

    /// The answer to a request. The wait before it keeps the rate polite.
    pub(crate) fn ask(&self, request: &[(&str, &str)]) -> anyhow::Result<String> {
        sleep(self.pause(request));
        let bytes = self.patiently(&self.url, request, MOST_BYTES)?;
        match bytes {
            Some(bytes) => Ok(String::from_utf8_lossy(&bytes).into_owned()),
            None => bail!(BadInput::new(format!(
                "{}: expected an answer, found the status 404 or 410, that there is none; check the \
                 address",
                self.url
            ))),
        }
    }

    /// The file at a path below the address; `None` where the host has none.
    pub(crate) fn file(&self, path: &str, most: u64) -> anyhow::Result<Option<Vec<u8>>> {
        self.patiently(&format!("{}{path}", self.url), &[], most)
    }

    fn patiently(
        &self,
        url: &str,
        request: &[(&str, &str)],
        most: u64,
    ) -> anyhow::Result<Option<Vec<u8>>> {
        let mut tried = 0;
        loop {
            let refused = match self.try_once(url, request, most) {
                Ok(answer) => return Ok(answer),
                Err(refused) => refused,
            };
            if refused.is_final || tried >= self.manners.retries {
                bail!(BadInput::new(format!("{url}: {}", refused.why)));
            }
            let backoff = self.manners.delay * 2_u32.saturating_pow(tried.min(16));
            let wait = refused.wait.unwrap_or(backoff).min(LONGEST_WAIT);
            tried += 1;
            if !self.is_quiet {
                let seconds = wait.as_secs();
                eprintln!("{}; trying again in {seconds} s", refused.why);
            }
            sleep(wait);
        }
    }

    /// The first request of a run need not wait.
    fn pause(&self, request: &[(&str, &str)]) -> Duration {
        let is_first = request.iter().all(|(name, _)| *name != "resumptionToken");
        if is_first { Duration::ZERO } else { self.manners.delay }
    }

    fn try_once(
        &self,
        url: &str,
        request: &[(&str, &str)],
        most: u64,
    ) -> Result<Option<Vec<u8>>, Refused> {
        let mut call = self.agent.get(url);
        for (name, value) in request {
            call = call.query(name, value);
        }
        let failed = |error: ureq::Error| Refused {
            why: format!("expected an answer, found: {error}"),
            wait: None,
            is_final: matches!(
                error,
                ureq::Error::BadUri(_) | ureq::Error::BodyExceedsLimit(_)
            ),
        };
        let mut answer = call.call().map_err(failed)?;
        match answer.status() {
            StatusCode::OK => {}
            StatusCode::NOT_FOUND | StatusCode::GONE => return Ok(None),
            _ => return Err(refusal(&answer)),
        }
        let body = answer.body_mut().with_config().limit(most).read_to_vec();
        body.map(Some).map_err(failed)
    }
}

/// What a status means: a source that is busy or has a fault may be asked again (RFC 9110,
/// 15.6; RFC 6585, 4).
fn refusal(answer: &Response<ureq::Body>) -> Refused {
    let status = answer.status();
    let header =
        answer.headers().get("retry-after").and_then(|value| value.to_str().ok());
    let is_final = !(status.is_server_error()
        || status == StatusCode::TOO_MANY_REQUESTS
        || status == StatusCode::REQUEST_TIMEOUT);
    Refused {
        why: format!("expected an answer, found the status {status}"),
        wait: header.and_then(|value| retry_after(value, Timestamp::now())),
        is_final,
    }
}

/// `Retry-After`: so many seconds, or until a date (RFC 9110, 10.2.3).
fn retry_after(value: &str, now: Timestamp) -> Option<Duration> {
    if let Ok(seconds) = value.trim().parse() {
        return Some(Duration::from_secs(seconds));
    }
    let date = rfc2822::parse(value.trim()).ok()?.timestamp();
    Some(Duration::try_from(date.duration_since(now)).unwrap_or(Duration::ZERO))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_source_may_say_how_long_to_wait_in_seconds_or_by_a_date() {
        let now = "2026-01-15T10:00:00Z".parse().unwrap();
        let wait = |text| retry_after(text, now).map(|wait| wait.as_secs());
        assert_eq!(wait("120"), Some(120));
        assert_eq!(wait("Thu, 15 Jan 2026 10:00:30 GMT"), Some(30));
        assert_eq!(wait("Thu, 15 Jan 2026 09:00:00 GMT"), Some(0));
        assert_eq!(wait("soon"), None);
    }

    #[test]
    fn only_the_web_is_harvested() {
        let manners = Manners { delay: Duration::ZERO, retries: 0 };
        assert!(Client::new("file:///etc/passwd", manners, true).is_err());
    }
}
