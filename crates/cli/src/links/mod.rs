//! Whether the addresses in records still lead somewhere: each is asked for once, politely and
//! within bounds. Not for addresses that are wrong by their looks: see `report::links`.

mod probe;

use std::collections::{BTreeMap, VecDeque};
use std::sync::{Mutex, PoisonError};
use std::thread;
use std::time::Duration;

use bibliobus_catalog::is_safe_url;
use bibliobus_ingest::{Entry, Finding, FindingKind, Severity};

use crate::report::dead_by_looks;
use probe::{Probe, Verdict, host};

/// How many hosts are asked side by side.
const AT_ONCE: usize = 8;

/// After so many silences one after the other a host is let be.
const PATIENCE: usize = 3;

/// How links are asked for.
#[derive(clap::Args, Clone, Debug)]
pub(crate) struct LinkArgs {
    /// Ask for every link of the records whether it still leads somewhere; takes a connection,
    /// and a second for each link of one host
    #[arg(long)]
    check_links: bool,
    /// The pause between two requests to one host, in seconds
    #[arg(long, value_name = "SECONDS", default_value_t = 1.0, requires = "check_links")]
    link_delay: f64,
    /// How long a host may take to answer, in seconds
    #[arg(
        long,
        value_name = "SECONDS",
        default_value_t = 10.0,
        requires = "check_links"
    )]
    link_timeout: f64,
    /// The most links that are asked for
    #[arg(long, value_name = "N", default_value_t = 10_000, requires = "check_links")]
    most_links: usize,
    /// Ask hosts of the local network, too; without it their links count as dead for readers
    #[arg(long, requires = "check_links")]
    local_links: bool,
}

/// The links of the records that were read.
#[derive(Debug)]
pub(crate) struct Links {
    args: LinkArgs,
    /// Where each address stands.
    by_url: BTreeMap<String, Vec<Place>>,
    unasked: u64,
}

/// A record with a link.
#[derive(Clone, Debug)]
struct Place {
    file: String,
    record: u64,
    id: String,
    byte: u64,
}

impl Links {
    /// The links that are to be asked for, if they are.
    pub(crate) fn new(args: &LinkArgs) -> Option<Self> {
        let args = args.clone();
        args.check_links.then(|| Self { args, by_url: BTreeMap::new(), unasked: 0 })
    }

    /// Takes the links of a record. Those that may not be shown are told of elsewhere.
    pub(crate) fn take(&mut self, file: &str, entry: &Entry) {
        let Some(record) = &entry.record else { return };
        for link in &record.links {
            let is_web =
                link.url.get(..4).is_some_and(|s| s.eq_ignore_ascii_case("http"));
            if !is_web || !is_safe_url(&link.url) {
                continue;
            }
            let is_known = self.by_url.contains_key(&link.url);
            if !is_known && self.by_url.len() >= self.args.most_links {
                self.unasked += 1;
                continue;
            }
            self.by_url.entry(link.url.clone()).or_default().push(Place {
                file: file.to_owned(),
                record: entry.number,
                id: record.id.clone(),
                byte: entry.byte,
            });
        }
    }

    /// Asks for every link: what is dead, in the order of the records, and how many links were
    /// not asked for.
    pub(crate) fn check(self) -> (Vec<Finding>, u64) {
        let asked = ask(self.by_url.keys().cloned().collect(), &self.args);
        let mut unasked = self.unasked;
        let mut findings = Vec::new();
        for (url, verdict) in asked {
            let places = self.by_url.get(&url).map(Vec::as_slice).unwrap_or_default();
            let (severity, why) = match verdict {
                Verdict::Alive => continue,
                Verdict::Unasked => {
                    unasked += places.len() as u64;
                    continue;
                }
                Verdict::Dead(why) => (Severity::Warning, why),
                Verdict::Silent(why) => (Severity::Note, why),
            };
            findings
                .extend(places.iter().map(|place| finding(place, severity, &url, &why)));
        }
        findings.sort_by(|a, b| (&a.file, a.record).cmp(&(&b.file, b.record)));
        (findings, unasked)
    }
}

fn finding(place: &Place, severity: Severity, url: &str, why: &str) -> Finding {
    Finding {
        file: place.file.clone(),
        record: Some(place.record),
        id: Some(place.id.clone()).filter(|id| !id.is_empty()),
        byte: place.byte,
        field: None,
        kind: FindingKind::DeadLink,
        severity,
        expected: "an address that answers".into(),
        found: format!("{why}: {url}"),
    }
}

/// What became of each address. Hosts are asked side by side, each with a pause after every
/// request.
fn ask(urls: Vec<String>, args: &LinkArgs) -> BTreeMap<String, Verdict> {
    let mut by_host: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for url in urls {
        by_host.entry(host(&url).to_lowercase()).or_default().push(url);
    }
    let queue: Mutex<VecDeque<Vec<String>>> = Mutex::new(by_host.into_values().collect());
    let verdicts = Mutex::new(BTreeMap::new());
    thread::scope(|scope| {
        for _ in 0..AT_ONCE {
            scope.spawn(|| {
                let probe = Probe::new(seconds(args.link_timeout), !args.local_links);
                // No thread can panic while it holds a lock: nothing there does.
                let next =
                    || queue.lock().unwrap_or_else(PoisonError::into_inner).pop_front();
                while let Some(urls) = next() {
                    let found = ask_host(&probe, urls, args);
                    let mut all = verdicts.lock().unwrap_or_else(PoisonError::into_inner);
                    all.extend(found);
                }
            });
        }
    });
    verdicts.into_inner().unwrap_or_else(PoisonError::into_inner)
}

fn ask_host(probe: &Probe, urls: Vec<String>, args: &LinkArgs) -> Vec<(String, Verdict)> {
    let mut silences = 0;
    let mut verdicts = Vec::new();
    for url in urls {
        let verdict = match dead_by_looks(&url).filter(|_| !args.local_links) {
            Some(why) => Verdict::Dead(why),
            None if silences >= PATIENCE => Verdict::Unasked,
            None => {
                if !verdicts.is_empty() {
                    thread::sleep(seconds(args.link_delay));
                }
                probe.ask(&url)
            }
        };
        match verdict {
            Verdict::Silent(_) => silences += 1,
            Verdict::Unasked => {}
            Verdict::Alive | Verdict::Dead(_) => silences = 0,
        }
        verdicts.push((url, verdict));
    }
    verdicts
}

/// A length of time from the command line; one that is none is no time, and none is longer than
/// an hour.
fn seconds(seconds: f64) -> Duration {
    Duration::try_from_secs_f64(seconds.clamp(0.0, 3600.0)).unwrap_or_default()
}
