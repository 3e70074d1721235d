//! The settings: `library.toml` read into the names of branches and places, where things stand,
//! what the library arranges, and the sources.

mod file;
mod hours;
mod odd;
mod path;
mod places;
mod services;
mod standing;
mod svg;
mod usage;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::Context;
use bibliobus_catalog::{Branch, BranchFacts, Library, LocalName, Places, Services};
use bibliobus_index::{WeightError, Weights};
use toml::Spanned;

use crate::fault::BadInput;
use crate::inputs::Source;
use crate::reading::Reading;
use odd::{Notes, line_of};
use places::Making;

pub(crate) use file::{Kiosk, Node, Path as Passage, Shelf};
pub(crate) use odd::Odd;
pub(crate) use places::MAX_PLAN;
pub(crate) use standing::{Floor, Standing};
pub(crate) use svg::read as read_drawing;
pub(crate) use usage::Usage;

/// What the settings file says.
#[derive(Debug, Default)]
pub(crate) struct Settings {
    /// Names for codes, to be carried inside the index.
    pub(crate) library: Library,
    /// Where things stand, to be carried beside it.
    pub(crate) places: Places,
    /// What the library arranges, to be carried beside it, too.
    pub(crate) services: Services,
    /// The files to build from, as paths that can be opened.
    pub(crate) sources: Vec<Source>,
    /// Files of authorities, as paths that can be opened.
    pub(crate) authorities: Vec<PathBuf>,
    /// The folder with pictures of covers, as a path that can be opened.
    pub(crate) covers: Option<PathBuf>,
    /// What ranking rests on.
    pub(crate) weights: Weights,
    /// What is odd in it.
    pub(crate) odd: Vec<Odd>,
    /// The name of the file, for findings.
    file: String,
    /// The lines of the shelves of `places`, and those of the places of `library`.
    lines: Lines,
}

#[derive(Debug, Default)]
struct Lines {
    shelves: Vec<usize>,
    places: Vec<usize>,
}

impl Settings {
    /// Reads the settings at `path`; the defaults where there is none.
    pub(crate) fn read(path: Option<&Path>) -> anyhow::Result<Self> {
        let Some(path) = path else { return Ok(Self::default()) };
        let text = fs::read_to_string(path)
            .map_err(|error| BadInput::from_error(&error))
            .with_context(|| path.display().to_string())?;
        Self::new(&text, path).with_context(|| path.display().to_string())
    }

    /// Whether there are any.
    pub(crate) fn is_given(&self) -> bool {
        !self.file.is_empty()
    }

    /// Reads the text of the settings at `path`; what it names is looked for beside them.
    ///
    /// Where sources and authorities are is the business of whoever builds, not of readers: they
    /// are not
    /// carried inside the index.
    ///
    /// # Errors
    /// The text is no settings: the line, and why.
    pub(crate) fn new(text: &str, path: &Path) -> anyhow::Result<Self> {
        let file = parse(text)?;
        let folder = path.parent().map_or_else(PathBuf::new, Path::to_path_buf);
        let mut sources = Vec::new();
        for source in &file.sources {
            let (profile, format) = (source.profile.as_deref(), source.format.as_deref());
            let reading = Reading::of_source(profile, format, &folder)?;
            let options = reading.options(source.prefix.clone())?;
            sources.push(Source { path: folder.join(&source.file), options });
        }
        let library = library(&file);
        let name = path.display().to_string();
        let notes = Notes { file: name.clone(), text, odd: Vec::new() };
        let mut making = Making::new(notes);
        making.codes(&file);
        making.take(&file, &library, &folder);
        for branch in &file.branches {
            let facts = hours::facts(branch.get_ref(), &mut making.notes);
            let nothing =
                BranchFacts { branch: facts.branch.clone(), ..BranchFacts::default() };
            making.places.branches.extend(Some(facts).filter(|facts| *facts != nothing));
        }
        let services = services::services(&file, &library, &mut making.notes);
        let line = |byte: &usize| line_of(text, *byte);
        let lines = Lines {
            shelves: making.shelf_bytes.iter().map(line).collect(),
            places: file.places.iter().map(|place| line(&place.span().start)).collect(),
        };
        let mut odd = making.notes.odd;
        odd.sort_by_key(|odd| odd.line);
        let authorities = file.authorities.iter().map(|f| folder.join(&f.file)).collect();
        let places = making.places;
        let weights = weights(&file.ranking, text)?;
        Ok(Self {
            library,
            places,
            services,
            sources,
            authorities,
            covers: file.covers.as_ref().map(|covers| folder.join(covers)),
            weights,
            odd,
            file: name,
            lines,
        })
    }
}

/// The weights of a file with nothing but them, or of the settings' `[ranking]`.
pub(crate) fn read_weights(path: &Path) -> anyhow::Result<Weights> {
    Ok(Settings::read(Some(path))?.weights)
}

/// The shipped weights, with those that the settings change.
fn weights(
    changed: &BTreeMap<Spanned<String>, f32>,
    text: &str,
) -> Result<Weights, BadInput> {
    let mut weights = Weights::default();
    for (name, value) in changed {
        let line = line_of(text, name.span().start);
        let name = name.get_ref();
        weights.set(name, *value).map_err(|error| match error {
            WeightError::Unknown => {
                let unknown = unknown_key(name, Weights::NAMES.to_vec());
                BadInput::new(format!("line {line}: {unknown}"))
            }
            WeightError::OutOfBounds { most } => BadInput::new(format!(
                "line {line}: expected `{name}` to be from 0 to {most}, found {value}"
            )),
        })?;
    }
    Ok(weights)
}

/// The names that every reader's page has from the start.
fn library(file: &file::File) -> Library {
    let branch = |branch: &file::Branch| {
        let branch = branch.clone();
        let timetable = branch.timetable.iter().map(toml::Spanned::get_ref);
        Branch {
            code: branch.code,
            kind: branch.kind,
            name: branch.name,
            address: branch.address,
            hours: branch.hours,
            phone: branch.phone,
            // Words of the library's own go before those made of the timetable.
            stops: if branch.stops.is_empty() {
                timetable.map(stop_in_words).collect()
            } else {
                branch.stops
            },
        }
    };
    Library {
        name: file.name.clone(),
        note: file.note.clone(),
        branches: file.branches.iter().map(|b| branch(b.get_ref())).collect(),
        places: file.places.iter().map(|place| place.get_ref().clone()).collect(),
    }
}

/// `вт 11:00–12:30, Берёзовка`.
fn stop_in_words(stop: &file::Stop) -> LocalName {
    const DAYS: [(&str, &str, &str); 7] = [
        ("mon", "понедельник", "Monday"),
        ("tue", "вторник", "Tuesday"),
        ("wed", "среда", "Wednesday"),
        ("thu", "четверг", "Thursday"),
        ("fri", "пятница", "Friday"),
        ("sat", "суббота", "Saturday"),
        ("sun", "воскресенье", "Sunday"),
    ];
    let day = DAYS.iter().find(|(code, _, _)| *code == stop.day);
    let (ru, en) = day.map_or(("", ""), |(_, ru, en)| (*ru, *en));
    let words = |day: &str, tag: &str| {
        format!("{day} {}–{}, {}", stop.from, stop.to, stop.name.in_language(tag))
    };
    LocalName { ru: words(ru, "ru"), en: words(en, "en") }
}

fn parse(text: &str) -> Result<file::File, BadInput> {
    toml::from_str(text).map_err(|error| {
        let line = error.span().map_or(1, |span| line_of(text, span.start));
        BadInput::new(format!("line {line}: {}", in_words(error.message())))
    })
}

/// The parser's message on one line, with the nearest right key where a key is unknown.
fn in_words(message: &str) -> String {
    let mut quoted = message.split('`').skip(1).step_by(2);
    let unknown = message.starts_with("unknown field").then(|| quoted.next()).flatten();
    match unknown {
        Some(key) => unknown_key(key, quoted.collect()),
        None => message.split_whitespace().collect::<Vec<_>>().join(" "),
    }
}

fn unknown_key(key: &str, known: Vec<&str>) -> String {
    let near = known
        .iter()
        .map(|name| (strsim::normalized_damerau_levenshtein(key, name), *name))
        .filter(|(likeness, _)| *likeness > 0.5)
        .max_by(|a, b| a.0.total_cmp(&b.0));
    match near {
        Some((_, name)) => format!("unknown key `{key}`; did you mean `{name}`?"),
        None => format!("unknown key `{key}`; known here are {}", known.join(", ")),
    }
}

#[cfg(test)]
mod tests;
