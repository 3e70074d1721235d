//! Harvesting, against a source that the test runs on this computer.

use std::fs;
use std::io::{BufRead, BufReader, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::{Duration, Instant};

use serde_json::Value;

use crate::program::Desk;

/// What the source answers to the n-th request, given its target.
type Answers = dyn Fn(usize, &str) -> String + Send + Sync;

/// A source of records; it remembers what it was asked.
struct Source {
    url: String,
    asked: Arc<Mutex<Vec<String>>>,
}

impl Source {
    fn new(answers: Box<Answers>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let url = format!("http://{}/oai", listener.local_addr().unwrap());
        let asked = Arc::new(Mutex::new(Vec::new()));
        let seen = Arc::clone(&asked);
        thread::spawn(move || {
            for stream in listener.incoming() {
                answer(stream.unwrap(), &seen, &*answers);
            }
        });
        Self { url, asked }
    }

    fn asked(&self) -> Vec<String> {
        self.asked.lock().unwrap().clone()
    }
}

fn answer(mut stream: TcpStream, asked: &Mutex<Vec<String>>, answers: &Answers) {
    let mut lines = BufReader::new(stream.try_clone().unwrap()).lines();
    let Some(Ok(first)) = lines.next() else { return };
    while lines.next().is_some_and(|line| line.is_ok_and(|line| !line.is_empty())) {}
    let target = first.split(' ').nth(1).unwrap().to_owned();
    let number = {
        let mut asked = asked.lock().unwrap();
        asked.push(target.clone());
        asked.len()
    };
    // A client that was killed does not listen.
    let _ = stream.write_all(answers(number, &target).as_bytes());
}

fn ok(body: &str) -> String {
    let length = body.len();
    format!(
        "HTTP/1.1 200 OK\r\nContent-Length: {length}\r\nConnection: close\r\n\r\n{body}"
    )
}

fn status(line: &str, header: &str) -> String {
    format!("HTTP/1.1 {line}\r\nContent-Length: 0\r\n{header}Connection: close\r\n\r\n")
}

fn record(id: &str, title: &str) -> String {
    format!(
        "<record><header><identifier>{id}</identifier></header><metadata><dc>\
         <title>{title}</title></dc></metadata></record>"
    )
}

fn deleted(id: &str) -> String {
    format!(
        "<record><header status='deleted'><identifier>{id}</identifier></header></record>"
    )
}

fn page(records: &[String], token: &str) -> String {
    let records = records.concat();
    ok(&format!(
        "<OAI-PMH xmlns:dc='http://purl.org/dc/elements/1.1/'>\
         <responseDate>2026-01-15T10:00:00Z</responseDate><ListRecords>{records}\
         <resumptionToken completeListSize='3'>{token}</resumptionToken></ListRecords></OAI-PMH>"
    ))
}

fn harvest(desk: &Desk, url: &str, more: &[&str]) -> Value {
    let mut arguments = vec!["-q", "harvest", url, "-o", "h", "--delay", "0", "--json"];
    arguments.extend(more);
    serde_json::from_str(&desk.succeed(&arguments)).unwrap()
}

#[test]
fn a_list_is_followed_to_its_end_and_can_be_built() {
    let source = Source::new(Box::new(|_, target| match target {
        t if t.contains("resumptionToken=two%7C") => page(&[record("a:3", "Third")], ""),
        _ => page(&[record("a:1", "First"), record("a:2", "Second")], "two|"),
    }));
    let desk = Desk::new();
    let more = ["--set", "books", "--from", "2026-01-01", "--until", "2026-01-31"];
    let summary = harvest(&desk, &source.url, &more);
    assert_eq!((&summary["pages"], &summary["records"]), (&2.into(), &3.into()));
    let asked = source.asked();
    for part in
        ["metadataPrefix=oai_dc", "set=books", "from=2026-01-01", "until=2026-01-31"]
    {
        assert!(asked[0].contains(part), "{}", asked[0]);
        assert!(!asked[1].contains(part), "{}", asked[1]);
    }
    let built = desk.build("h/records.xml", "catalogue", &[]);
    assert_eq!(built["records"], 3);
}

#[test]
fn the_next_harvest_asks_for_what_is_new_and_takes_away_what_was_deleted() {
    let source = Source::new(Box::new(|number, _| match number {
        1 => page(&[record("a:1", "Old title"), record("a:2", "Second")], ""),
        _ => page(&[record("a:1", "New title"), deleted("a:2")], ""),
    }));
    let desk = Desk::new();
    harvest(&desk, &source.url, &[]);
    let summary = harvest(&desk, &source.url, &[]);
    assert_eq!((&summary["deleted"], &summary["records"]), (&1.into(), &1.into()));
    assert!(source.asked()[1].contains("from=2026-01-15"), "{:?}", source.asked());
    let records = fs::read_to_string(desk.path("h/records.xml")).unwrap();
    assert!(records.contains("New title") && !records.contains("Old title"));
    assert!(!records.contains("Second"));
}

#[test]
fn a_busy_source_is_waited_for_as_long_as_it_says() {
    let source = Source::new(Box::new(|number, _| match number {
        1 => status("503 Service Unavailable", "Retry-After: 1\r\n"),
        2 => status("429 Too Many Requests", ""),
        3 => String::new(),
        _ => page(&[record("a:1", "First")], ""),
    }));
    let begun = Instant::now();
    let summary = harvest(&Desk::new(), &source.url, &[]);
    assert_eq!(summary["records"], 1);
    assert!(begun.elapsed() >= Duration::from_secs(1));
    assert!(source.asked().len() >= 4);
}

#[test]
fn a_fault_that_will_not_pass_ends_the_harvest_at_once() {
    for (answer, expected) in [
        (status("404 Not Found", ""), "the status 404"),
        (ok("<html>Welcome</html>"), "an answer of OAI-PMH"),
        (
            ok("<OAI-PMH><error code='badArgument'>no such set</error></OAI-PMH>"),
            "the error badArgument: no such set",
        ),
    ] {
        let source = Source::new(Box::new(move |_, _| answer.clone()));
        let output =
            Desk::new().run(&["harvest", &source.url, "-o", "h", "--delay", "0"]);
        let errors = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!(output.status.code(), Some(2), "{errors}");
        assert!(errors.contains(expected), "{errors}");
        assert_eq!(source.asked().len(), 1);
    }
}

#[test]
fn a_forgotten_token_begins_the_list_anew() {
    let source = Source::new(Box::new(|number, target| match (number, target) {
        (1, _) => page(&[record("a:1", "First")], "lost"),
        (2, _) => ok("<OAI-PMH><error code='badResumptionToken'/></OAI-PMH>"),
        (_, t) if t.contains("resumptionToken") => page(&[record("a:2", "Second")], ""),
        _ => page(&[record("a:1", "First")], "found"),
    }));
    let summary = harvest(&Desk::new(), &source.url, &[]);
    assert_eq!(summary["records"], 2);
}

#[test]
fn a_harvest_that_is_killed_goes_on_where_it_was() {
    // The second answer does not come while the first run lives.
    let source = Source::new(Box::new(|number, target| {
        if number == 2 {
            thread::sleep(Duration::from_secs(5));
        }
        match target {
            t if t.contains("resumptionToken=two") => {
                page(&[record("a:2", "Second")], "")
            }
            _ => page(&[record("a:1", "First")], "two"),
        }
    }));
    let desk = Desk::new();
    let mut run = desk
        .program(&["-q", "harvest", &source.url, "-o", "h", "--delay", "0"])
        .spawn()
        .unwrap();
    let begun = Instant::now();
    while source.asked().len() < 2 && begun.elapsed() < Duration::from_secs(60) {
        thread::sleep(Duration::from_millis(20));
    }
    run.kill().unwrap();
    run.wait().unwrap();
    let summary = harvest(&desk, &source.url, &[]);
    assert_eq!((&summary["pages"], &summary["records"]), (&1.into(), &2.into()));
    let first = |target: &&String| target.contains("metadataPrefix");
    assert_eq!(source.asked().iter().filter(first).count(), 1, "{:?}", source.asked());
}

#[test]
fn the_records_may_go_to_a_file() {
    let source = Source::new(Box::new(|_, _| page(&[record("a:1", "First")], "")));
    let desk = Desk::new();
    desk.succeed(&["-q", "harvest", &source.url, "-o", "r.xml", "--delay", "0"]);
    assert!(
        desk.path("r.xml").is_file() && desk.path("r.xml.harvest/state.json").is_file()
    );
}
