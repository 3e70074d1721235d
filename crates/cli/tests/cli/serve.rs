//! The server, asked over the loopback as a browser asks.

use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::process::{Child, Stdio};
use std::time::Duration;

use crate::program::Desk;

const WASM: &str = "app-0123456789abcdef_bg.wasm";

/// A server on a port of its own, stopped at the end of the test.
struct Served {
    _desk: Desk,
    child: Child,
    address: String,
}

impl Drop for Served {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

struct Answer {
    status: u16,
    headers: BTreeMap<String, String>,
    body: Vec<u8>,
}

impl Answer {
    fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", String::as_str)
    }
}

impl Served {
    fn new() -> Self {
        let desk = Desk::new();
        std::fs::create_dir_all(desk.path("site/chunks")).unwrap();
        desk.write("secret", "not for readers");
        desk.write("site/index.html", "<title>Library</title>");
        desk.write(&format!("site/{WASM}"), "0123456789");
        desk.write(&format!("site/{WASM}.br"), "packed");
        desk.write("site/chunks/00.bin", vec![7; 50_000]);
        Self::start(desk)
    }

    fn start(desk: Desk) -> Self {
        let mut child = desk
            .program(&["serve", "site", "--port", "0"])
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
        let address = line.trim().rsplit("http://").next().unwrap().trim_end_matches('/');
        Self { address: address.to_owned(), child, _desk: desk }
    }

    fn ask(&self, method: &str, path: &str, headers: &[(&str, &str)]) -> Answer {
        let mut stream = TcpStream::connect(&self.address).unwrap();
        write!(stream, "{method} {path} HTTP/1.1\r\nHost: a\r\nConnection: close\r\n")
            .unwrap();
        for (name, value) in headers {
            write!(stream, "{name}: {value}\r\n").unwrap();
        }
        write!(stream, "\r\n").unwrap();
        let mut bytes = Vec::new();
        stream.read_to_end(&mut bytes).unwrap();
        parse(&bytes)
    }

    fn get(&self, path: &str) -> Answer {
        self.ask("GET", path, &[])
    }
}

fn parse(bytes: &[u8]) -> Answer {
    let end = bytes.windows(4).position(|four| four == b"\r\n\r\n").unwrap();
    let head = String::from_utf8(bytes[..end].to_vec()).unwrap();
    let mut lines = head.lines();
    let status = lines.next().unwrap().split(' ').nth(1).unwrap().parse().unwrap();
    let headers = lines
        .map(|line| line.split_once(": ").unwrap())
        .map(|(name, value)| (name.to_lowercase(), value.to_owned()))
        .collect();
    Answer { status, headers, body: bytes[end + 4..].to_vec() }
}

#[test]
fn a_page_comes_with_its_policy_and_is_asked_for_again() {
    let served = Served::new();
    for path in ["/", "/index.html", "/?q=x"] {
        let page = served.get(path);
        assert_eq!(page.status, 200, "{path}");
        assert_eq!(page.header("content-type"), "text/html; charset=utf-8");
        assert!(page.header("content-security-policy").starts_with("default-src 'none'"));
        assert_eq!(page.header("cache-control"), "no-cache");
        assert_eq!(page.header("x-content-type-options"), "nosniff");
        assert_eq!(page.header("access-control-allow-origin"), "*");
    }
}

#[test]
fn a_page_that_did_not_change_is_not_sent_again() {
    let served = Served::new();
    let tag = served.get("/").header("etag").to_owned();
    let again = served.ask("GET", "/", &[("If-None-Match", &tag)]);
    assert_eq!((again.status, again.body.len()), (304, 0));
    assert_eq!(served.ask("GET", "/", &[("If-None-Match", "\"other\"")]).status, 200);
}

#[test]
fn what_is_named_by_its_content_is_kept_for_ever() {
    let served = Served::new();
    let chunk = served.get("/chunks/00.bin");
    assert_eq!(chunk.header("cache-control"), "public, max-age=31536000, immutable");
    assert_eq!(chunk.header("content-type"), "application/octet-stream");
    assert_eq!(chunk.header("content-length"), "50000");
    assert_eq!(chunk.body.len(), 50_000);
    let wasm = served.get(&format!("/{WASM}"));
    assert_eq!(wasm.header("content-type"), "application/wasm");
    assert_eq!(wasm.header("cache-control"), "public, max-age=31536000, immutable");
}

#[test]
fn a_part_is_sent_as_a_part() {
    let served = Served::new();
    let path = format!("/{WASM}");
    let part = served.ask("GET", &path, &[("Range", "bytes=2-4")]);
    assert_eq!((part.status, part.body.as_slice()), (206, b"234".as_slice()));
    assert_eq!(part.header("content-range"), "bytes 2-4/10");
    let end =
        served.ask("GET", &path, &[("Range", "bytes=-3"), ("Accept-Encoding", "br")]);
    assert_eq!((end.status, end.body.as_slice()), (206, b"789".as_slice()));
    let beyond = served.ask("GET", &path, &[("Range", "bytes=10-")]);
    assert_eq!(beyond.status, 416);
    assert_eq!(beyond.header("content-range"), "bytes */10");
}

#[test]
fn a_part_of_what_has_changed_is_sent_whole() {
    let served = Served::new();
    let headers = [("Range", "bytes=0-1"), ("If-Range", "\"other\"")];
    assert_eq!(served.ask("GET", "/index.html", &headers).status, 200);
}

#[test]
fn a_file_packed_beforehand_is_sent_packed_to_whoever_reads_it() {
    let served = Served::new();
    let packed =
        served.ask("GET", &format!("/{WASM}"), &[("Accept-Encoding", "gzip, br")]);
    assert_eq!(packed.body, b"packed");
    assert_eq!(packed.header("content-encoding"), "br");
    assert_eq!(packed.header("content-type"), "application/wasm");
    let plain = served.ask("GET", &format!("/{WASM}"), &[("Accept-Encoding", "gzip")]);
    assert_eq!(plain.body, b"0123456789");
}

#[test]
fn a_look_at_the_head_sends_no_body() {
    let served = Served::new();
    let head = served.ask("HEAD", &format!("/{WASM}"), &[]);
    assert_eq!((head.status, head.body.len()), (200, 0));
    assert_eq!(head.header("content-length"), "10");
}

#[test]
fn nothing_outside_the_folder_is_sent() {
    let served = Served::new();
    for path in [
        "/../secret",
        "/%2e%2e/secret",
        "/..%2fsecret",
        "/chunks/../../secret",
        "//etc/passwd",
    ] {
        assert_eq!(served.get(path).status, 404, "{path}");
    }
}

#[test]
fn nothing_but_reading_is_allowed() {
    let served = Served::new();
    let answer = served.ask("POST", "/", &[("Content-Length", "0")]);
    assert_eq!(answer.status, 405);
    assert_eq!(answer.header("allow"), "GET, HEAD");
}

/// A browser opens several connections at the same moment and keeps them. A server library of
/// before left one of them without an answer for as long as the others were open.
#[test]
fn connections_that_stay_open_do_not_keep_others_waiting() {
    let served = Served::new();
    let connect = |_| TcpStream::connect(&served.address).unwrap();
    let mut streams: Vec<TcpStream> = (0..40).map(connect).collect();
    for stream in &mut streams {
        stream.set_read_timeout(Some(Duration::from_secs(20))).unwrap();
        write!(stream, "GET / HTTP/1.1\r\nHost: a\r\n\r\n").unwrap();
    }
    for stream in &mut streams {
        let mut start = [0; 15];
        stream.read_exact(&mut start).unwrap();
        assert_eq!(&start, b"HTTP/1.1 200 OK");
    }
}
