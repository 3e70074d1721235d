//! One address: asked for by HEAD, and by GET where the host does not like that. Redirections
//! are followed by hand, so that none leads into the local network.

use std::time::Duration;

use percent_encoding::{CONTROLS, utf8_percent_encode};
use ureq::Agent;
use ureq::http::StatusCode;
use ureq::http::header::LOCATION;

use crate::report::dead_by_looks;

/// How many redirections are followed.
const HOPS: usize = 6;

/// What is known of an address once it was asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Verdict {
    /// It leads somewhere, perhaps to a login.
    Alive,
    /// There is nothing: why.
    Dead(String),
    /// Nobody answers, or the host has a fault; it may be back tomorrow: why.
    Silent(String),
    /// It was not asked for.
    Unasked,
}

/// Asks for addresses.
pub(super) struct Probe {
    agent: Agent,
    /// Whether hosts of the local network are left alone.
    only_public: bool,
}

/// What an answer was.
enum Answer {
    Status(StatusCode),
    Elsewhere(String),
}

impl Probe {
    /// A probe that waits for an answer so long at most.
    pub(super) fn new(timeout: Duration, only_public: bool) -> Self {
        let config = Agent::config_builder()
            .timeout_global(Some(timeout))
            .http_status_as_error(false)
            .max_redirects(0)
            .user_agent(concat!("bibliobus/", env!("CARGO_PKG_VERSION")))
            .build();
        Self { agent: config.new_agent(), only_public }
    }

    /// What becomes of `url`, redirections followed.
    pub(super) fn ask(&self, url: &str) -> Verdict {
        let mut url = plain(url);
        for _ in 0..HOPS {
            if let Some(why) = dead_by_looks(&url).filter(|_| self.only_public) {
                return Verdict::Dead(format!("it leads on to {why}"));
            }
            match self.step(&url) {
                Ok(Answer::Elsewhere(next)) => url = plain(&joined(&url, &next)),
                Ok(Answer::Status(status)) => return verdict(status),
                Err(why) => return Verdict::Silent(why),
            }
        }
        Verdict::Dead(format!("more than {HOPS} redirections"))
    }

    fn step(&self, url: &str) -> Result<Answer, String> {
        match self.request(url, true)? {
            // Hosts that have no HEAD say so in every way that there is (RFC 9110, 9.3.2).
            Answer::Status(status) if status.is_client_error() && !is_guarded(status) => {
                self.request(url, false)
            }
            Answer::Status(StatusCode::NOT_IMPLEMENTED) => self.request(url, false),
            answer => Ok(answer),
        }
    }

    fn request(&self, url: &str, is_head: bool) -> Result<Answer, String> {
        let call = if is_head { self.agent.head(url) } else { self.agent.get(url) };
        let answer = call.call().map_err(|error| in_words(&error))?;
        let status = answer.status();
        let location = answer.headers().get(LOCATION).and_then(|at| at.to_str().ok());
        Ok(match location.filter(|_| status.is_redirection()) {
            Some(location) => Answer::Elsewhere(location.to_owned()),
            None => Answer::Status(status),
        })
    }
}

/// What a status means (RFC 9110, 15; RFC 6585, 4). Who wants a login, or is asked too often, is
/// there.
fn verdict(status: StatusCode) -> Verdict {
    if status.is_server_error() {
        Verdict::Silent(format!("the status {status}"))
    } else if status.is_client_error() && !is_guarded(status) {
        Verdict::Dead(format!("the status {status}"))
    } else {
        Verdict::Alive
    }
}

fn is_guarded(status: StatusCode) -> bool {
    const GUARDED: [u16; 6] = [401, 402, 403, 407, 429, 451];
    GUARDED.contains(&status.as_u16())
}

fn in_words(error: &ureq::Error) -> String {
    match error {
        ureq::Error::HostNotFound => "no such host".into(),
        ureq::Error::Timeout(_) => "no answer in time".into(),
        ureq::Error::ConnectionFailed => "no connection to the host".into(),
        other => format!("no answer ({other})"),
    }
}

/// The address with what is not ASCII as bytes in hexadecimal (RFC 3986, 2.1), without what
/// comes after `#`: that is for the reader's browser.
fn plain(url: &str) -> String {
    let url = url.split('#').next().unwrap_or_default();
    utf8_percent_encode(url, CONTROLS).to_string()
}

/// The host of an address, with its port.
pub(super) fn host(url: &str) -> &str {
    let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
    rest.split(['/', '?', '#']).next().unwrap_or_default()
}

/// Where a redirection from `base` leads (RFC 3986, 5.2, without dot segments: hosts take them).
fn joined(base: &str, location: &str) -> String {
    let scheme = base.split("://").next().unwrap_or("http");
    if location.contains("://") {
        location.to_owned()
    } else if let Some(rest) = location.strip_prefix("//") {
        format!("{scheme}://{rest}")
    } else if location.starts_with('/') {
        format!("{scheme}://{}{location}", host(base))
    } else {
        let path = base.split('?').next().unwrap_or(base);
        let (folder, _) = path.rsplit_once('/').unwrap_or((path, ""));
        let folder = if folder.ends_with('/') { path } else { folder };
        format!("{}/{location}", folder.trim_end_matches('/'))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn redirections_are_followed_from_where_one_is() {
        let cases = [
            ("http://a.org/x/y?z", "https://b.org/1", "https://b.org/1"),
            ("https://a.org/x", "//b.org/1", "https://b.org/1"),
            ("https://a.org:81/x/y", "/1", "https://a.org:81/1"),
            ("http://a.org/x/y?z=/", "1", "http://a.org/x/1"),
            ("http://a.org", "1", "http://a.org/1"),
        ];
        for (base, location, expected) in cases {
            assert_eq!(joined(base, location), expected);
        }
    }

    #[test]
    fn statuses_say_what_is_there() {
        let of = |status| verdict(StatusCode::from_u16(status).unwrap());
        for status in [200, 204, 304, 401, 403, 429] {
            assert_eq!(of(status), Verdict::Alive, "{status}");
        }
        for status in [400, 404, 410] {
            assert!(matches!(of(status), Verdict::Dead(_)), "{status}");
        }
        for status in [500, 503] {
            assert!(matches!(of(status), Verdict::Silent(_)), "{status}");
        }
    }

    #[test]
    fn an_address_with_russian_letters_can_be_asked_for() {
        assert_eq!(plain("https://a.ru/чай#x"), "https://a.ru/%D1%87%D0%B0%D0%B9");
    }
}
