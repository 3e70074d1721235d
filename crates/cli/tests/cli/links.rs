//! `check --check-links`, against a host that the test runs on this computer.

use std::io::{BufRead, BufReader, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::thread;

use serde_json::Value;

use crate::program::Desk;

/// A host with a page for each of the paths below; it remembers what it was asked.
struct Site {
    url: String,
    asked: Arc<Mutex<Vec<String>>>,
}

impl Site {
    fn new() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let asked = Arc::new(Mutex::new(Vec::new()));
        let seen = Arc::clone(&asked);
        thread::spawn(move || {
            for stream in listener.incoming() {
                let seen = Arc::clone(&seen);
                thread::spawn(move || answer(stream.unwrap(), &seen));
            }
        });
        Self { url, asked }
    }
}

fn answer(mut stream: TcpStream, asked: &Mutex<Vec<String>>) {
    let mut lines = BufReader::new(stream.try_clone().unwrap()).lines();
    let Some(Ok(first)) = lines.next() else { return };
    while lines.next().is_some_and(|line| line.is_ok_and(|line| !line.is_empty())) {}
    let request = first.trim_end_matches(" HTTP/1.1").to_owned();
    asked.lock().unwrap().push(request.clone());
    let (status, more) = match request.as_str() {
        "HEAD /book" | "HEAD /new" | "GET /no-head" => ("200 OK", ""),
        "HEAD /no-head" => ("405 Method Not Allowed", ""),
        "HEAD /moved" => ("301 Moved Permanently", "Location: /new\r\n"),
        "HEAD /circle" => ("302 Found", "Location: circle\r\n"),
        "HEAD /login" => ("401 Unauthorized", ""),
        "HEAD /fault" => ("503 Service Unavailable", ""),
        // Says nothing at all, until the other side has had enough.
        request if request.starts_with("HEAD /silent") => {
            return thread::sleep(std::time::Duration::from_secs(20));
        }
        _ => ("404 Not Found", ""),
    };
    let head = format!(
        "HTTP/1.1 {status}\r\n{more}Content-Length: 0\r\nConnection: close\r\n\r\n"
    );
    let _ = stream.write_all(head.as_bytes());
}

fn export(site: &Site, paths: &[&str]) -> String {
    let line = |(number, path): (usize, &&str)| {
        let url = &site.url;
        format!(r#"{{"id":"r{number}","title":"Book {number}","url":"{url}/{path}"}}"#)
    };
    let lines: Vec<String> = paths.iter().enumerate().map(line).collect();
    lines.join("\n")
}

const QUICK: [&str; 7] = [
    "--check-links",
    "--local-links",
    "--link-delay",
    "0",
    "--link-timeout",
    "0.5",
    "--json",
];

fn check(desk: &Desk, more: &[&str]) -> Value {
    let arguments = [&["check", "export.ndjson"][..], &QUICK, more].concat();
    serde_json::from_slice(&desk.run(&arguments).stdout).unwrap()
}

#[test]
fn dead_links_are_findings_with_their_record() {
    let (desk, site) = (Desk::new(), Site::new());
    let paths = [
        "book", "gone", "no-head", "moved", "circle", "login", "fault", "silent", "gone",
    ];
    desk.write("export.ndjson", export(&site, &paths));
    let report = check(&desk, &[]);
    let found: Vec<(String, String, String)> = report["findings"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|finding| finding["kind"] == "dead_link")
        .map(|finding| {
            let text = |key: &str| finding[key].as_str().unwrap().to_owned();
            let why = text("found").split(": http").next().unwrap().to_owned();
            (text("id"), text("severity"), why)
        })
        .collect();
    let expected = [
        ("r1", "warning", "the status 404 Not Found"),
        ("r4", "warning", "more than 6 redirections"),
        ("r8", "warning", "the status 404 Not Found"),
        ("r6", "note", "the status 503 Service Unavailable"),
        ("r7", "note", "no answer in time"),
    ];
    let expected = expected.map(|(a, b, c)| (a.to_owned(), b.to_owned(), c.to_owned()));
    assert_eq!(found, expected);
    let asked = site.asked.lock().unwrap();
    let gone = asked.iter().filter(|request| request.ends_with("/gone")).count();
    assert_eq!(gone, 2, "one address is asked for once, by HEAD and by GET: {asked:?}");
}

#[test]
fn asking_is_bounded_and_a_silent_host_is_let_be() {
    let (desk, site) = (Desk::new(), Site::new());
    let silent = ["silent?1", "silent?2", "silent?3", "silent?4", "silent?5"];
    desk.write("export.ndjson", export(&site, &silent));
    let report = check(&desk, &[]);
    assert_eq!(report["counts"]["dead_link"], 3);
    assert_eq!(report["links_unasked"], 2);
    assert_eq!(site.asked.lock().unwrap().len(), 3);
    desk.write("export.ndjson", export(&site, &["book", "new", "gone"]));
    let report = check(&desk, &["--most-links", "2"]);
    assert_eq!(report["links_unasked"], 1);
    assert!(report["counts"].get("dead_link").is_none());
}

#[test]
fn the_local_network_is_not_asked_unless_it_should_be() {
    let (desk, site) = (Desk::new(), Site::new());
    desk.write("export.ndjson", export(&site, &["book"]));
    let output = desk.run(&["check", "export.ndjson", "--check-links", "--json"]);
    let report: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(report["counts"]["dead_link"], 1);
    assert!(site.asked.lock().unwrap().is_empty());
}
