//! The plan editor: a page for librarians on which they say where shelves stand, over the
//! drawings that the settings name. It reads the settings, and writes into them what was changed
//! and nothing else. Not for what readers get of it (see `settings::places`).

mod drawing;
mod fields;
mod guard;
mod marks;
mod refusal;
mod save;
mod splice;
mod state;
mod tables;
mod trial;
mod wanted;

use std::fs;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use anyhow::Context;
use bibliobus_index::FileName;
use hyper::body::Bytes;
use hyper::{Method, Request, StatusCode, header};
use serde_json::{Value, json};

use crate::fault::BadInput;
use crate::http::{Answer, Respond, with};
use crate::settings::{Settings, Standing};
use guard::{Guard, send};
use refusal::Refusal;

/// The page: what is asked for, its kind, its text.
const PAGE: &[(&str, &str, &str)] = &[
    ("/", "text/html; charset=utf-8", include_str!("page/index.html")),
    ("/plan.css", "text/css; charset=utf-8", include_str!("page/plan.css")),
    ("/plan.js", SCRIPT, include_str!("page/plan.js")),
    ("/words.js", SCRIPT, include_str!("page/words.js")),
    ("/chosen.js", SCRIPT, include_str!("page/chosen.js")),
    ("/dialogs.js", SCRIPT, include_str!("page/dialogs.js")),
    ("/drawing.js", SCRIPT, include_str!("page/drawing.js")),
    ("/element.js", SCRIPT, include_str!("page/element.js")),
    ("/fields.js", SCRIPT, include_str!("page/fields.js")),
    ("/frame.js", SCRIPT, include_str!("page/frame.js")),
    ("/marks.js", SCRIPT, include_str!("page/marks.js")),
    ("/model.js", SCRIPT, include_str!("page/model.js")),
    ("/panel.js", SCRIPT, include_str!("page/panel.js")),
    ("/panels.js", SCRIPT, include_str!("page/panels.js")),
];
const SCRIPT: &str = "text/javascript; charset=utf-8";

/// The settings that are edited.
pub(crate) struct Editor {
    /// The file itself, wherever a link to it stands.
    path: PathBuf,
    /// The floor to begin with.
    floor: Option<String>,
}

/// The settings as they are on disk.
struct OnDisk {
    text: String,
    stamp: String,
    standing: Standing,
    settings: Settings,
}

/// The editor at its address.
pub(crate) struct Desk {
    editor: Editor,
    guard: Guard,
    /// Held by whoever writes.
    writing: Mutex<()>,
}

impl Editor {
    /// Opens the settings at `path`.
    ///
    /// # Errors
    /// They cannot be read, or have no floor with that code.
    pub(crate) fn open(path: &Path, floor: Option<&str>) -> anyhow::Result<Self> {
        let named = || path.display().to_string();
        let path = fs::canonicalize(path)
            .map_err(|error| BadInput::from_error(&error))
            .with_context(named)?;
        let editor = Self { path, floor: floor.map(str::to_owned) };
        let now = editor
            .read()
            .map_err(|refusal| BadInput::new(refusal.found))
            .with_context(named)?;
        let is_known = |code: &&str| now.standing.floors.iter().any(|f| f.code == **code);
        if let Some(code) = floor.filter(|code| !is_known(code)) {
            let codes = now.standing.floors.iter().map(|floor| floor.code.as_str());
            let codes = codes.collect::<Vec<_>>().join(", ");
            let message = format!("--floor {code}: expected one of {codes}");
            return Err(BadInput::new(message).into());
        }
        Ok(editor)
    }

    /// The editor, answering at this address.
    pub(crate) fn at(self, address: SocketAddr) -> Desk {
        Desk { editor: self, guard: Guard::new(address), writing: Mutex::new(()) }
    }

    /// The folder that the drawings are in.
    fn folder(&self) -> &Path {
        self.path.parent().unwrap_or(Path::new("."))
    }

    /// Reads the settings as they are now.
    fn read(&self) -> Result<OnDisk, Refusal> {
        let wrong = |why: String| Refusal::new("settings", why);
        let text =
            fs::read_to_string(&self.path).map_err(|error| wrong(error.to_string()))?;
        let standing = Standing::read(&text).map_err(|error| wrong(error.to_string()))?;
        let settings = Settings::new(&text, &self.path)
            .map_err(|error| wrong(format!("{error:#}")))?;
        let stamp = self.stamp(&text, &standing);
        Ok(OnDisk { text, stamp, standing, settings })
    }

    /// What tells the settings and their drawings from what they were before.
    fn stamp(&self, text: &str, standing: &Standing) -> String {
        let mut all = text.to_owned();
        for name in standing.floors.iter().filter_map(|floor| floor.plan.as_deref()) {
            all.push('\0');
            all.push_str(&drawing::text(self.folder(), name).unwrap_or_default());
        }
        FileName::of(all.as_bytes()).to_string()
    }

    /// Everything for the page.
    fn state(&self) -> Result<Value, Refusal> {
        let OnDisk { stamp, standing, settings, .. } = self.read()?;
        let mut state = state::state(&standing, &settings, self.folder(), &stamp);
        let file = self.path.file_name().unwrap_or_default().to_string_lossy();
        state["file"] = json!(file);
        state["floor"] = json!(self.floor);
        Ok(state)
    }
}

impl Respond for Desk {
    const MOST: usize = 8 << 20;

    fn respond(&self, request: &Request<Bytes>) -> Answer {
        if !self.guard.is_host(request) {
            return self.guard.refuse();
        }
        match *request.method() {
            Method::GET | Method::HEAD => self.show(request),
            Method::POST if request.uri().path() == "/save" => {
                if !self.guard.is_origin(request) {
                    return self.guard.refuse();
                }
                self.save(request.body())
            }
            _ => {
                let words = Bytes::from_static(b"Only GET and HEAD, and POST to /save\n");
                let answer = send(
                    StatusCode::METHOD_NOT_ALLOWED,
                    "text/plain; charset=utf-8",
                    words,
                );
                with(answer, header::ALLOW, "GET, HEAD, POST")
            }
        }
    }
}

impl Desk {
    fn show(&self, request: &Request<Bytes>) -> Answer {
        let path = request.uri().path();
        if let Some((_, kind, text)) = PAGE.iter().find(|(name, _, _)| *name == path) {
            return send(StatusCode::OK, kind, Bytes::from_static(text.as_bytes()));
        }
        match path {
            "/state" => answer_json(self.editor.state()),
            "/try" => self.ask(request, trial::answer),
            "/filed" => self.ask(request, trial::filed),
            _ => self.drawing(path).unwrap_or_else(|| {
                let words = Bytes::from_static(b"Not found\n");
                send(StatusCode::NOT_FOUND, "text/plain; charset=utf-8", words)
            }),
        }
    }

    /// What the settings answer to a query.
    fn ask(
        &self,
        request: &Request<Bytes>,
        answer: fn(&Settings, &str) -> Value,
    ) -> Answer {
        let query = request.uri().query().unwrap_or_default();
        answer_json(self.editor.read().map(|now| answer(&now.settings, query)))
    }

    /// The drawing of a floor: `/drawings/0` for the first floor of the settings.
    fn drawing(&self, path: &str) -> Option<Answer> {
        let at: usize = path.strip_prefix("/drawings/")?.parse().ok()?;
        let now = self.editor.read().ok()?;
        let name = now.standing.floors.get(at)?.plan.clone()?;
        let text = drawing::text(self.editor.folder(), &name).ok()?;
        Some(send(StatusCode::OK, "image/svg+xml", text.into()))
    }

    fn save(&self, body: &Bytes) -> Answer {
        let _held = self.writing.lock().unwrap_or_else(PoisonError::into_inner);
        let saved = self.editor.save(body).and_then(|written| {
            let mut state = self.editor.state()?;
            state["written"] = json!(written);
            Ok(state)
        });
        answer_json(saved)
    }
}

/// What was asked for, or why not.
fn answer_json(answer: Result<Value, Refusal>) -> Answer {
    let (status, value) = match answer {
        Ok(value) => (StatusCode::OK, value),
        Err(refusal) if refusal.kind == "stale" => (StatusCode::CONFLICT, refusal.json()),
        Err(refusal) => (StatusCode::UNPROCESSABLE_ENTITY, refusal.json()),
    };
    send(status, "application/json", value.to_string().into())
}

#[cfg(test)]
mod tests;
