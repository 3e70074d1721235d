//! The plan editor's server, asked over the loopback as its page asks, and as others might.

use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, Stdio};

use serde_json::{Value, json};

use crate::program::Desk;

/// An editor of the demo's settings, stopped at the end of the test.
struct Editor {
    desk: Desk,
    child: Child,
    address: String,
}

impl Drop for Editor {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// A status, the head and the body.
type Answer = (u16, String, String);

impl Editor {
    fn new(change: impl FnOnce(&Desk)) -> Self {
        let desk = Desk::new();
        let demo = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../demo");
        fs::create_dir_all(desk.path("house/plans")).unwrap();
        for name in ["library.toml", "plans/central-1.svg", "plans/central-2.svg"] {
            fs::copy(demo.join(name), desk.path("house").join(name)).unwrap();
        }
        desk.write("secret.svg", "<svg viewBox=\"0 0 9 9\"></svg>");
        change(&desk);
        let mut child = desk
            .program(&["plan", "house/library.toml", "--port", "0"])
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
        let first = lines.next().unwrap().unwrap();
        assert_eq!(lines.next().unwrap().unwrap(), "Stop with Ctrl-C");
        let address = first.rsplit("http://").next().unwrap().trim_end_matches('/');
        assert!(address.starts_with("127.0.0.1:"), "{first}");
        Self { address: address.to_owned(), child, desk }
    }

    fn send(&self, request: &str) -> Answer {
        let mut stream = TcpStream::connect(&self.address).unwrap();
        // A body that is too long may be refused before it is all there.
        let _ = stream.write_all(request.as_bytes());
        let mut bytes = Vec::new();
        let _ = stream.read_to_end(&mut bytes);
        let text = String::from_utf8(bytes).unwrap();
        let (head, body) = text.split_once("\r\n\r\n").unwrap();
        let status = head.split(' ').nth(1).unwrap().parse().unwrap();
        (status, head.to_lowercase(), body.to_owned())
    }

    fn get_as(&self, host: &str, path: &str) -> Answer {
        self.send(&format!(
            "GET {path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n"
        ))
    }

    fn get(&self, path: &str) -> Answer {
        self.get_as(&self.address, path)
    }

    fn state(&self) -> Value {
        serde_json::from_str(&self.get("/state").2).unwrap()
    }

    fn save_from(&self, origin: &str, body: &str) -> Answer {
        let (host, length) = (&self.address, body.len());
        self.send(&format!(
            "POST /save HTTP/1.1\r\nHost: {host}\r\n{origin}Connection: close\r\n\
             Content-Length: {length}\r\n\r\n{body}"
        ))
    }

    fn save(&self, wanted: &Value) -> (u16, Value) {
        let origin = format!("Origin: http://{}\r\n", self.address);
        let (status, _, body) = self.save_from(&origin, &wanted.to_string());
        (status, serde_json::from_str(&body).unwrap())
    }

    fn drawing(&self) -> String {
        fs::read_to_string(self.desk.path("house/plans/central-2.svg")).unwrap()
    }

    fn text(&self) -> String {
        fs::read_to_string(self.desk.path("house/library.toml")).unwrap()
    }
}

#[test]
fn the_page_comes_with_a_strict_policy_and_is_kept_nowhere() {
    let editor = Editor::new(|_| ());
    for path in ["/", "/plan.js", "/words.js", "/plan.css", "/state", "/nothing"] {
        let (status, head, _) = editor.get(path);
        assert_eq!(status, if path == "/nothing" { 404 } else { 200 }, "{path}");
        for header in [
            "cache-control: no-store",
            "x-content-type-options: nosniff",
            "content-security-policy: default-src 'none'; script-src 'self'; style-src 'self'; \
             img-src 'self' blob: data:; connect-src 'self'; base-uri 'none'; form-action 'none'; \
             frame-ancestors 'none'; require-trusted-types-for 'script'",
        ] {
            assert!(head.contains(header), "{path}: {head}");
        }
        assert!(!head.contains("access-control"), "{path}: {head}");
    }
}

#[test]
fn a_drawing_is_a_picture_that_may_do_nothing() {
    let editor = Editor::new(|_| ());
    let (status, head, body) = editor.get("/drawings/0");
    assert_eq!(status, 200);
    assert!(head.contains("content-type: image/svg+xml"), "{head}");
    assert!(head.contains("sandbox"), "{head}");
    assert!(body.contains("id=\"d1\""));
}

#[test]
fn nothing_but_the_drawings_of_the_settings_is_given_away() {
    let editor = Editor::new(|desk| {
        let text = fs::read_to_string(desk.path("house/library.toml")).unwrap();
        let text = text.replace("plans/central-2.svg", "../secret.svg");
        desk.write(
            "house/library.toml",
            text.replace("plans/central-3.svg", "library.toml"),
        );
    });
    for path in [
        "/drawings/1",
        "/drawings/2",
        "/drawings/9",
        "/drawings/-1",
        "/drawings/../library.toml",
        "/drawings/%2e%2e/%2e%2e/secret.svg",
        "/library.toml",
        "/../secret.svg",
        "/plans/central-1.svg",
    ] {
        assert_eq!(editor.get(path).0, 404, "{path}");
    }
    assert_eq!(editor.state()["floors"][1]["problem"]["kind"], "outside");
}

#[test]
fn another_name_for_this_address_is_refused() {
    let editor = Editor::new(|_| ());
    let port = editor.address.rsplit(':').next().unwrap();
    for host in [
        "evil.example",
        &format!("evil.example:{port}"),
        &format!("localhost:{port}"),
        "127.0.0.1",
        &format!("127.0.0.1:{port}.evil.example"),
        "",
    ] {
        for path in ["/", "/state", "/drawings/0", "/try?place=C/OTR&mark=5"] {
            let (status, _, body) = editor.get_as(host, path);
            assert_eq!(status, 403, "{host}{path}");
            assert!(!body.contains("Сосновка"), "{host}{path}");
        }
    }
    let (host, request) = (&editor.address, "GET / HTTP/1.1\r\nConnection: close\r\n");
    assert_ne!(editor.send(&format!("{request}\r\n")).0, 200);
    let twice = format!("{request}Host: {host}\r\nHost: evil.example\r\n\r\n");
    assert_ne!(editor.send(&twice).0, 200);
}

#[test]
fn pages_of_others_write_nothing() {
    let editor = Editor::new(|_| ());
    let before = editor.text();
    let mut wanted = editor.state();
    wanted["floors"][0]["nodes"][0]["x"] = json!(1);
    let (body, own) = (wanted.to_string(), format!("http://{}", editor.address));
    for origin in [
        String::new(),
        "Origin: null\r\n".to_owned(),
        "Origin: http://evil.example\r\n".to_owned(),
        format!("Origin: {own}.evil.example\r\n"),
        format!("Origin: {}\r\n", own.replace("127.0.0.1", "localhost")),
        format!("Origin: {}\r\n", own.replace("http:", "https:")),
        format!("Origin: {own}\r\nOrigin: http://evil.example\r\n"),
    ] {
        assert_eq!(editor.save_from(&origin, &body).0, 403, "{origin}");
        assert_eq!(editor.text(), before, "{origin}");
    }
    let (status, state) = editor.save(&wanted);
    assert_eq!((status, &state["written"]), (200, &json!(["library.toml"])));
    assert!(editor.text().contains("{ id = \"door\", x = 1, y = 392, "));
}

#[test]
fn a_stale_a_broken_and_an_endless_request_are_refused() {
    let editor = Editor::new(|_| ());
    let mut wanted = editor.state();
    let before = editor.text();
    editor.desk.write("house/library.toml", format!("{before}# more\n"));
    wanted["kiosks"] = json!([]);
    let (status, refusal) = editor.save(&wanted);
    assert_eq!((status, &refusal["kind"]), (409, &json!("stale")));
    assert_eq!(editor.text(), format!("{before}# more\n"));
    assert_eq!(editor.save(&json!({})).1["kind"], "unreadable");
    let origin = format!("Origin: http://{}\r\n", editor.address);
    assert_eq!(editor.save_from(&origin, &" ".repeat(9 << 20)).0, 413);
    for method in ["PUT", "DELETE", "OPTIONS", "POST"] {
        let host = &editor.address;
        let request = format!(
            "{method} /state HTTP/1.1\r\nHost: {host}\r\n{origin}Connection: close\r\n\r\n"
        );
        assert_eq!(editor.send(&request).0, 405, "{method}");
    }
}

#[test]
fn a_row_is_moved_another_removed_and_check_finds_nothing_odd() {
    let demo = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../demo");
    let editor = Editor::new(|desk| {
        for name in ["plans/central-3.svg", "names.csv", "central.mrc", "bookmobile.csv"]
        {
            fs::copy(demo.join(name), desk.path("house").join(name)).unwrap();
        }
    });
    let (before, drawing) = (editor.text(), editor.drawing());
    let mut wanted = editor.state();
    let rows = wanted["floors"][1]["rows"].as_array_mut().unwrap();
    let at =
        |rows: &[Value], id: &str| rows.iter().position(|row| row["id"] == id).unwrap();
    let (moved, gone) = (at(rows, "o1"), at(rows, "o4"));
    rows[moved]["x"] = json!(380.5);
    rows.remove(gone);
    for shelf in wanted["shelves"].as_array_mut().unwrap() {
        if shelf["outline"] == "o4" {
            shelf["outline"] = json!("");
        }
    }
    let (status, state) = editor.save(&wanted);
    let files = json!(["plans/central-2.svg", "library.toml"]);
    assert_eq!(
        (status, &state["written"], &state["findings"]),
        (200, &files, &json!([]))
    );
    assert_eq!(editor.text(), before.replace("outline = \"o4\"\n", ""));
    let line = drawing.lines().find(|line| line.contains("\"o4\"")).unwrap();
    let drawing = drawing.replace(&format!("{line}\n"), "");
    let there = "id=\"o1\" class=\"shelf\" x=\"385\"";
    assert_eq!(editor.drawing(), drawing.replace(there, &there.replace("385", "380.5")));
    let output = editor.desk.run(&["check", "--settings", "house/library.toml"]);
    assert_eq!(output.status.code(), Some(0), "{output:?}");
    // The same once more is by a page that is behind the times.
    assert_eq!(editor.save(&wanted).1["kind"], "stale");
}

#[test]
fn a_mark_is_tried_on_the_saved_settings() {
    let editor = Editor::new(|_| ());
    let ask = |query: &str| -> Value {
        serde_json::from_str(&editor.get(&format!("/try?{query}")).2).unwrap()
    };
    let found = ask("place=C%2FOTR&mark=94(47)+%D0%91+20");
    assert_eq!(found["shelves"][0]["shelf"], "2");
    assert_eq!(found["outlines"], json!(["o4"]));
    assert_eq!(found["route"][1]["nodes"], json!(["s2", "e0", "e1", "e2", "e3", "e4"]));
    let lift = ask("place=C%2FOTR&mark=94&free=1");
    assert_eq!(lift["route"][1]["nodes"][0], "l2");
    assert_eq!(ask("place=C%2FHRAN&mark=94")["reason"], "closed");
    assert_eq!(ask("place=C%2FNO&mark=94")["reason"], "none");
    assert_eq!(ask("")["reason"], "none");
    let filed = |mark: &str| editor.get(&format!("/filed?scheme=ddc&mark={mark}")).2;
    assert!(filed("823.9") > filed("820"));
    assert_eq!(filed("%3F"), "null");
}

#[test]
fn settings_at_fault_are_told_with_their_line() {
    let desk = Desk::new();
    desk.write("library.toml", "[[branch]]\ncode = \"C\"\nadress = 1\n");
    for (arguments, says) in [
        (&["plan", "library.toml"][..], "library.toml: line 3: unknown key `adress`"),
        (&["plan", "none.toml"], "none.toml: "),
    ] {
        let output = desk.run(arguments);
        let errors = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(2), "{errors}");
        assert!(errors.contains(says), "{errors}");
    }
}
