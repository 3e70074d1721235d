//! A judged query: what somebody asks, and which records are right answers. Here such lists are
//! read, as TSV, as JSON lines, and as BEIR has them. Not for how well a catalogue does on them:
//! see `measures`.

use std::collections::{BTreeMap, HashMap};
use std::io::Read;
use std::path::{Path, PathBuf};

use bibliobus_ingest::decompressed;
use serde_json::{Map, Value};

use crate::fault::BadInput;

/// The class of a query that has none of its own.
const NO_CLASS: &str = "all";

/// The right answers to a query, by id, and how right each is: 1 is plainly right.
pub(crate) type Gains = BTreeMap<String, f64>;

/// A query with its right answers.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Judged {
    /// What kind of query it is.
    pub(crate) class: String,
    /// What is typed.
    pub(crate) text: String,
    /// The right answers.
    pub(crate) gains: Gains,
}

/// Reads a list of judged queries; with `qrels`, the right answers are in that file, and queries
/// that it does not judge are left out.
pub(crate) fn read(
    queries: &Path,
    qrels: Option<&Path>,
) -> Result<Vec<Judged>, BadInput> {
    let judgements = qrels.map(Judgements::read).transpose()?;
    let list = Lines::read(queries)?;
    let is_json = list.text.trim_start().starts_with('{');
    if !is_json && judgements.is_some() {
        return Err(list.wrong(1, r#"{"_id", "text"} on each line"#, "a table"));
    }
    let mut judged = Vec::new();
    for (number, line) in list.iter() {
        let read =
            if is_json { from_json(line, judgements.as_ref()) } else { from_tsv(line) };
        judged.extend(
            read.map_err(|(expected, found)| list.wrong(number, expected, &found))?,
        );
    }
    if judged.is_empty() {
        return Err(BadInput::new(format!(
            "{}: expected judged queries, found none{}",
            list.path.display(),
            if qrels.is_some() { " that the judgements speak of" } else { "" }
        )));
    }
    Ok(judged)
}

/// What was expected on a line, and what was found.
type Wrong = (&'static str, String);

/// A text file, line by line.
struct Lines {
    path: PathBuf,
    text: String,
}

impl Lines {
    fn read(path: &Path) -> Result<Self, BadInput> {
        let mut text = String::new();
        decompressed(path)
            .map_err(|error| BadInput::from_error(&error))?
            .read_to_string(&mut text)
            .map_err(|error| {
                let path = path.display();
                BadInput::new(format!("{path}: expected text in UTF-8: {error}"))
            })?;
        let text = text.trim_start_matches('\u{feff}').to_owned();
        Ok(Self { path: path.to_owned(), text })
    }

    /// The lines that have something on them, with their numbers.
    fn iter(&self) -> impl Iterator<Item = (usize, &str)> {
        (1..).zip(self.text.lines()).filter(|(_, line)| !line.trim().is_empty())
    }

    fn wrong(&self, line: usize, expected: &str, found: &str) -> BadInput {
        let path = self.path.display();
        let found: String = found.chars().take(80).collect();
        BadInput::new(format!("{path}: line {line}: expected {expected}, found {found}"))
    }
}

/// `query`, tab, `id`, tab, `id` …
fn from_tsv(line: &str) -> Result<Option<Judged>, Wrong> {
    let mut cells = line.split('\t').map(str::trim);
    let text = cells.next().unwrap_or_default();
    let gains: Gains = cells.filter(|id| !id.is_empty()).map(plainly).collect();
    if text.is_empty() || gains.is_empty() {
        return Err(("a query, a tab and the ids of its answers", format!("`{line}`")));
    }
    Ok(Some(Judged { class: NO_CLASS.into(), text: text.into(), gains }))
}

/// `{"class", "q", "rel"}`, or `{"_id", "text"}` with judgements kept apart.
fn from_json(
    line: &str,
    judgements: Option<&Judgements>,
) -> Result<Option<Judged>, Wrong> {
    let object: Map<String, Value> = serde_json::from_str(line)
        .map_err(|error| ("a JSON object on each line", error.to_string()))?;
    let words = |name: &str| object.get(name).and_then(Value::as_str).map(str::to_owned);
    let text = words("q").or_else(|| words("text"));
    let text = text.ok_or_else(|| (r#"the query as "q" or "text""#, line.to_owned()))?;
    let gains = match judgements {
        Some(judgements) => {
            let id = object.get("_id").and_then(id_of);
            let id = id.ok_or_else(|| {
                (r#"the number of the query as "_id""#, line.to_owned())
            })?;
            judgements.0.get(&id).cloned().unwrap_or_default()
        }
        None => own_gains(&object)?,
    };
    let class = words("class").unwrap_or_else(|| NO_CLASS.into());
    Ok((!gains.is_empty()).then_some(Judged { class, text, gains }))
}

/// The right answers that stand beside the query: `"rel"`, else `"id"`.
fn own_gains(object: &Map<String, Value>) -> Result<Gains, Wrong> {
    const EXPECTED: &str = r#"the ids of the answers as "rel" (or --qrels FILE)"#;
    let gains = match (object.get("rel"), object.get("id")) {
        (Some(Value::Array(list)), _) => {
            list.iter().map(|id| id_of(id).map(plainly)).collect::<Option<Gains>>()
        }
        (Some(Value::Object(gains)), _) => {
            gains.iter().map(|(id, gain)| Some((id.clone(), gain.as_f64()?))).collect()
        }
        (None, Some(id)) => id_of(id).map(plainly).map(|gain| Gains::from([gain])),
        _ => None,
    };
    gains
        .map(only_right)
        .filter(|gains| !gains.is_empty())
        .ok_or_else(|| (EXPECTED, Value::Object(object.clone()).to_string()))
}

fn plainly(id: impl Into<String>) -> (String, f64) {
    (id.into(), 1.0)
}

fn only_right(gains: Gains) -> Gains {
    gains.into_iter().filter(|(_, gain)| *gain > 0.0).collect()
}

/// An id, which some files write as a number.
fn id_of(value: &Value) -> Option<String> {
    match value {
        Value::String(id) => Some(id.clone()),
        Value::Number(id) => Some(id.to_string()),
        _ => None,
    }
}

/// The right answers by the number of the query, as BEIR keeps them.
struct Judgements(HashMap<String, Gains>);

impl Judgements {
    /// Reads `query-id`, tab, `corpus-id`, tab, `score`; a header line may come first.
    fn read(path: &Path) -> Result<Self, BadInput> {
        let list = Lines::read(path)?;
        let mut all: HashMap<String, Gains> = HashMap::new();
        for (number, line) in list.iter() {
            let cells: Vec<&str> = line.split('\t').map(str::trim).collect();
            let (query, id, score) = match cells.as_slice() {
                [query, id, score] => (*query, *id, *score),
                // As TREC has them, with a column that nobody uses.
                [query, _, id, score] => (*query, *id, *score),
                _ => return Err(list.wrong(number, "query, record and score", line)),
            };
            match score.parse::<f64>() {
                Ok(gain) if gain > 0.0 => {
                    all.entry(query.to_owned()).or_default().insert(id.to_owned(), gain);
                }
                Ok(_) => {}
                Err(_) if number == 1 => {}
                Err(_) => return Err(list.wrong(number, "a number as score", score)),
            }
        }
        Ok(Self(all))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn judged(line: &str) -> Judged {
        from_json(line, None).unwrap().unwrap()
    }

    fn gains(pairs: &[(&str, f64)]) -> Gains {
        pairs.iter().map(|(id, gain)| ((*id).to_owned(), *gain)).collect()
    }

    #[test]
    fn a_table_has_the_query_and_then_its_answers() {
        let judged = from_tsv("war and peace\t1\t2\t").unwrap().unwrap();
        assert_eq!(
            (judged.class.as_str(), judged.text.as_str()),
            ("all", "war and peace")
        );
        assert_eq!(judged.gains, gains(&[("1", 1.0), ("2", 1.0)]));
    }

    #[test]
    fn a_line_without_an_answer_is_refused() {
        assert!(from_tsv("war and peace").is_err());
        assert!(from_json(r#"{"q":"war and peace"}"#, None).is_err());
        assert!(from_json(r#"{"q":"war and peace","rel":[]}"#, None).is_err());
    }

    #[test]
    fn answers_are_a_list_or_graded_or_one() {
        let plain = gains(&[("a", 1.0), ("7", 1.0)]);
        assert_eq!(judged(r#"{"q":"x","id":"a","rel":["a",7]}"#).gains, plain);
        let graded = gains(&[("a", 2.0), ("b", 0.5)]);
        assert_eq!(judged(r#"{"q":"x","rel":{"a":2,"b":0.5,"c":0}}"#).gains, graded);
        assert_eq!(
            judged(r#"{"class":"k","q":"x","id":"a"}"#).gains,
            gains(&[("a", 1.0)])
        );
    }

    #[test]
    fn a_query_that_nobody_judged_is_left_out() {
        let judgements = Judgements(HashMap::from([("1".into(), gains(&[("a", 1.0)]))]));
        let read = |line| from_json(line, Some(&judgements)).unwrap();
        assert_eq!(
            read(r#"{"_id":"1","text":"x"}"#).unwrap().gains,
            gains(&[("a", 1.0)])
        );
        assert_eq!(read(r#"{"_id":2,"text":"x"}"#), None);
    }
}
