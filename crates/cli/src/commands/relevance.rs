//! `bibliobus relevance`: a librarian's bench. It asks a list of queries whose right answers are
//! known, and says how often they came first.

use std::collections::BTreeMap;
use std::io::Write;
use std::path::PathBuf;

use bibliobus_index::{Brief, Query, Question, Results};
use serde_json::{Map, Value, json};

use crate::collection::Collection;
use crate::fault::Outcome;
use crate::judged::{self, Judged};
use crate::measures::{DEPTH, Measures};
use crate::settings;
use crate::words::grouped;

const AFTER_HELP: &str = "\
QUERIES is one of
  a table         query, tab, id of a right answer, tab, id …
  JSON lines      {\"class\": \"titles\", \"q\": \"war and peace\", \"rel\": [\"1\", \"2\"]}
                  (graded: \"rel\": {\"1\": 3, \"2\": 1})
  BEIR            {\"_id\": \"1\", \"text\": \"war and peace\"}, the answers in --qrels:
                  query-id, tab, corpus-id, tab, score
and may be packed as .gz or .zst.

Examples:
  bibliobus relevance catalogue queries.tsv
  bibliobus relevance catalogue queries.tsv --failures 5   what came first instead
  bibliobus relevance catalogue queries.jsonl --qrels qrels.tsv --json
  bibliobus relevance catalogue queries.tsv --try trial.toml what other weights would do
  bibliobus relevance catalogue queries.tsv --beside trial   what another build would do

Weights are named in docs/ranking.md; those that count at build (up to `saturation`) need another
build with the settings, and --beside.

The measures, from 0 to 1: success@1 is how often a right answer came first, success@10 how often
one was among the first ten; mrr@10 is one over its rank; ndcg@10 looks at all right answers and
how right they are; zero is how often nothing was found at all. The last line is the mean of the
classes.";

/// So many changed answers are shown.
const CHANGES: usize = 20;

/// The arguments.
#[derive(clap::Args)]
#[command(after_help = AFTER_HELP)]
pub(crate) struct Args {
    /// The folder of the catalogue
    catalogue: PathBuf,
    /// The queries with their right answers
    queries: PathBuf,
    /// The right answers, where they are in a file of their own
    #[arg(long, value_name = "FILE")]
    qrels: Option<PathBuf>,
    /// Show so many queries of each class that a wrong record answers first
    #[arg(long, value_name = "N", default_value_t = 0)]
    failures: usize,
    /// Ask another catalogue too, such as one built with other settings, and say what changes
    #[arg(long, value_name = "DIR")]
    beside: Option<PathBuf>,
    /// Ask again with the weights in the section `ranking` of this settings file, and say what changes
    #[arg(long = "try", value_name = "TOML", conflicts_with = "beside")]
    trial: Option<PathBuf>,
    /// Give the measures as JSON
    #[arg(long)]
    json: bool,
}

/// Carries out the command.
pub(crate) fn run(args: &Args, out: &mut dyn Write) -> anyhow::Result<Outcome> {
    let queries = judged::read(&args.queries, args.qrels.as_deref())?;
    let bench = Bench::of(&mut Collection::open(&args.catalogue)?, &queries)?;
    let other = other(args)?;
    let other = match other {
        Some(mut other) => Some(Bench::of(&mut other, &queries)?),
        None => None,
    };
    let name = args.beside.as_ref().or(args.trial.as_ref());
    if args.json {
        let mut report = bench.to_json(args.failures);
        if let Some(other) = &other {
            report["beside"] = other.to_json(args.failures);
        }
        serde_json::to_writer_pretty(&mut *out, &report)?;
        writeln!(out)?;
        return Ok(Outcome::Fine);
    }
    bench.write(out)?;
    bench.write_failures(args.failures, out)?;
    if let (Some(other), Some(name)) = (&other, name) {
        writeln!(out, "\n{}", name.display())?;
        other.write(out)?;
        write_changes(&bench, other, out)?;
    }
    Ok(Outcome::Fine)
}

/// The catalogue to ask beside: another one, or the same with other weights.
fn other(args: &Args) -> anyhow::Result<Option<Collection>> {
    if let Some(folder) = &args.beside {
        return Collection::open(folder).map(Some);
    }
    let Some(path) = &args.trial else { return Ok(None) };
    let weights = settings::read_weights(path)?;
    let mut other = Collection::open(&args.catalogue)?;
    other.try_weights(weights);
    Ok(Some(other))
}

/// What was measured so far, by class.
#[derive(Default)]
struct Bench {
    classes: BTreeMap<String, Class>,
}

/// The queries of one kind.
#[derive(Default)]
struct Class {
    asked: Vec<Asked>,
    failures: Vec<Failure>,
}

/// How one query was answered.
struct Asked {
    text: String,
    measures: Measures,
    rank: Option<usize>,
}

/// A query that a wrong record answers first.
struct Failure {
    text: String,
    expected: Vec<String>,
    rank: Option<usize>,
    first: Option<Brief>,
}

impl Bench {
    /// Asks a catalogue every query.
    fn of(collection: &mut Collection, queries: &[Judged]) -> anyhow::Result<Self> {
        let mut bench = Self::default();
        for judged in queries {
            let query = Query { limit: DEPTH as u32, ..Query::new(judged.text.as_str()) };
            collection.fetch(&Question::Search(query.clone()))?;
            bench.note(judged, &collection.index().search(&query));
        }
        Ok(bench)
    }

    fn note(&mut self, judged: &Judged, results: &Results) {
        let hits: Vec<&str> = results.hits.iter().map(|hit| hit.id.as_str()).collect();
        let class = self.classes.entry(judged.class.clone()).or_default();
        let measures = Measures::of(&hits, &judged.gains);
        let place = hits.iter().position(|id| judged.gains.contains_key(*id));
        let rank = place.map(|place| place + 1);
        class.asked.push(Asked { text: judged.text.clone(), measures, rank });
        if rank != Some(1) {
            class.failures.push(Failure {
                text: judged.text.clone(),
                expected: judged.gains.keys().cloned().collect(),
                rank,
                first: results.hits.first().map(|hit| hit.brief.clone()),
            });
        }
    }

    fn queries(&self) -> usize {
        self.classes.values().map(|class| class.asked.len()).sum()
    }

    /// Every query, in an order that depends on the list only.
    fn asked(&self) -> impl Iterator<Item = &Asked> {
        self.classes.values().flat_map(|class| &class.asked)
    }

    /// The mean of the classes, whatever their sizes.
    fn macro_average(&self) -> Measures {
        let means: Vec<Measures> = self.classes.values().map(Class::mean).collect();
        Measures::mean(&means)
    }

    fn to_json(&self, failures: usize) -> Value {
        let class = |(name, class): (&String, &Class)| {
            let mut line = Map::from_iter([("class".to_owned(), json!(name))]);
            line.extend(measures_json(class.asked.len(), &class.mean()));
            if failures > 0 {
                let shown = class.failures.iter().take(failures).map(Failure::to_json);
                line.insert("failures".into(), shown.collect());
            }
            Value::Object(line)
        };
        json!({
            "macro": measures_json(self.queries(), &self.macro_average()),
            "classes": self.classes.iter().map(class).collect::<Vec<_>>(),
        })
    }

    fn write(&self, out: &mut dyn Write) -> anyhow::Result<()> {
        let width = self.classes.keys().map(|name| name.chars().count()).max();
        let width = width.unwrap_or_default().max("class".len());
        let heads = ["success@1", "success@10", "mrr@10", "ndcg@10", "zero"];
        write!(out, "{:width$}  {:>7}", "class", "queries")?;
        heads.iter().try_for_each(|head| write!(out, "  {head:>10}"))?;
        writeln!(out)?;
        for (name, class) in &self.classes {
            write_line(out, width, name, class.asked.len(), &class.mean())?;
        }
        if self.classes.len() > 1 {
            write_line(out, width, "mean", self.queries(), &self.macro_average())?;
        }
        Ok(())
    }

    fn write_failures(&self, most: usize, out: &mut dyn Write) -> anyhow::Result<()> {
        for (name, class) in self.classes.iter().filter(|_| most > 0) {
            let count = class.failures.len();
            if count > 0 {
                let count = grouped(count as u64);
                writeln!(out, "\n{name}: not answered by the first hit: {count}")?;
            }
            for failure in class.failures.iter().take(most) {
                failure.write(out)?;
            }
        }
        Ok(())
    }
}

impl Class {
    fn mean(&self) -> Measures {
        let measures: Vec<Measures> =
            self.asked.iter().map(|asked| asked.measures).collect();
        Measures::mean(&measures)
    }
}

impl Failure {
    fn to_json(&self) -> Value {
        let first = self.first.as_ref();
        json!({
            "q": self.text,
            "expected": self.expected,
            "rank": self.rank,
            "first": first.map(|brief| json!({ "id": brief.id, "title": brief.title })),
        })
    }

    fn write(&self, out: &mut dyn Write) -> anyhow::Result<()> {
        let more = if self.expected.len() > 1 { " …" } else { "" };
        let expected = self.expected.first().map_or("", String::as_str);
        writeln!(out, "  {}", self.text)?;
        writeln!(out, "    {expected}{more} {}", place_of(self.rank))?;
        match &self.first {
            Some(brief) => writeln!(out, "    first: {} ({})", brief.title, brief.id)?,
            None => writeln!(out, "    nothing was found")?,
        }
        Ok(())
    }
}

/// The queries whose answers changed most, for the better or for the worse.
fn write_changes(
    before: &Bench,
    after: &Bench,
    out: &mut dyn Write,
) -> anyhow::Result<()> {
    let gain =
        |(old, new): &(&Asked, &Asked)| new.measures.ndcg_at_10 - old.measures.ndcg_at_10;
    let mut pairs: Vec<(&Asked, &Asked)> = before.asked().zip(after.asked()).collect();
    pairs.retain(|pair| gain(pair) != 0.0);
    pairs.sort_by(|a, b| gain(b).abs().total_cmp(&gain(a).abs()));
    let better = pairs.iter().filter(|pair| gain(pair) > 0.0).count();
    let worse = grouped((pairs.len() - better) as u64);
    writeln!(out, "\nbetter there: {}, worse there: {worse}", grouped(better as u64))?;
    for (old, new) in pairs.iter().take(CHANGES) {
        let sign = if gain(&(old, new)) > 0.0 { '+' } else { '-' };
        writeln!(out, "{sign} {}", new.text)?;
        writeln!(out, "    {}; there it {}", place_of(old.rank), place_of(new.rank))?;
    }
    Ok(())
}

/// Where the right answer stands.
fn place_of(rank: Option<usize>) -> String {
    match rank {
        Some(rank) => format!("comes {rank}."),
        None => String::from("is not among the first ten"),
    }
}

fn measures_json(count: usize, measures: &Measures) -> Map<String, Value> {
    let named = measures.named().map(|(name, value)| (name.to_owned(), json!(value)));
    let mut object = Map::from_iter([("n".to_owned(), json!(count))]);
    object.extend(named);
    object
}

fn write_line(
    out: &mut dyn Write,
    width: usize,
    name: &str,
    count: usize,
    measures: &Measures,
) -> anyhow::Result<()> {
    write!(out, "{name:width$}  {:>7}", grouped(count as u64))?;
    let mut values = measures.named().into_iter();
    values.try_for_each(|(_, value)| write!(out, "  {value:>10.3}"))?;
    Ok(writeln!(out)?)
}
