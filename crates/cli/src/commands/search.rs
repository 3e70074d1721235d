//! `bibliobus search`: the engine that readers have in the browser, at the command line.

use std::io::Write;
use std::path::PathBuf;

use bibliobus_catalog::Library;
use bibliobus_index::{Hit, Matching, Query, Question, Results};
use serde_json::{Value, json};

use crate::collection::Collection;
use crate::fault::Outcome;
use crate::words::{brief_way, grouped};

const AFTER_HELP: &str = "\
Examples:
  bibliobus search catalogue war and peace
  bibliobus search catalogue author:tolstoy --limit 3
  bibliobus search catalogue 'война и мир' --explain   why each hit has its place
  bibliobus search catalogue isbn:9780306406157 --json

The last word may be unfinished: `tols` finds Tolstoy. A blank after it ('tols ') says that it
is whole. author:, title:, subject:, isbn: and shelf: bind the word after them to a field.";

/// The arguments.
#[derive(clap::Args)]
#[command(after_help = AFTER_HELP)]
pub(crate) struct Args {
    /// The folder of the catalogue
    catalogue: PathBuf,
    /// What a reader would type
    #[arg(required = true)]
    query: Vec<String>,
    /// How many hits to show
    #[arg(long, default_value_t = 10)]
    limit: u32,
    /// How many hits to leave out at the start
    #[arg(long, default_value_t = 0)]
    offset: u32,
    /// Say how each score came about
    #[arg(long)]
    explain: bool,
    /// Give the hits as JSON
    #[arg(long)]
    json: bool,
}

/// Carries out the command.
pub(crate) fn run(args: &Args, out: &mut dyn Write) -> anyhow::Result<Outcome> {
    let query = Query {
        offset: args.offset,
        limit: args.limit,
        ..Query::new(args.query.join(" "))
    };
    let mut collection = Collection::open(&args.catalogue)?;
    collection.fetch(&Question::Search(query.clone()))?;
    let results = collection.index().search(&query);
    if args.explain {
        for hit in &results.hits {
            collection.fetch_all(|index| index.wants_to_explain(&query, &hit.id))?;
        }
    }
    let answer = Answer { query, results, collection };
    if args.json {
        answer.write_json(args.explain, out)?;
    } else {
        answer.write(args.explain, out)?;
    }
    Ok(Outcome::Fine)
}

/// What was asked, what was found, and where.
struct Answer {
    query: Query,
    results: Results,
    collection: Collection,
}

impl Answer {
    fn explanation(&self, hit: &Hit) -> Option<String> {
        let explanation = self.collection.index().explain(&self.query, &hit.id)?;
        Some(explanation.to_string())
    }

    fn write_json(&self, explain: bool, out: &mut dyn Write) -> anyhow::Result<()> {
        let hits: Result<Vec<Value>, _> =
            self.results.hits.iter().map(|hit| self.hit_json(hit, explain)).collect();
        let answer = json!({
            "query": self.query.text,
            "total": self.results.total,
            "offset": self.query.offset,
            "partial": self.results.partial,
            "matching": self.results.matching,
            "hits": hits?,
        });
        serde_json::to_writer_pretty(&mut *out, &answer)?;
        Ok(writeln!(out)?)
    }

    fn hit_json(&self, hit: &Hit, explain: bool) -> serde_json::Result<Value> {
        let mut value = serde_json::to_value(&hit.brief)?;
        value["score"] = json!(hit.score);
        if explain {
            value["explanation"] = json!(self.explanation(hit));
        }
        Ok(value)
    }

    fn write(&self, explain: bool, out: &mut dyn Write) -> anyhow::Result<()> {
        let library = self.collection.index().library().cloned().unwrap_or_default();
        for (rank, hit) in (self.query.offset + 1..).zip(&self.results.hits) {
            write_hit(rank, hit, &library, out)?;
            if let Some(explanation) = explain.then(|| self.explanation(hit)).flatten() {
                write_indented(&explanation, out)?;
            }
        }
        self.write_sum(out)
    }

    fn write_sum(&self, out: &mut dyn Write) -> anyhow::Result<()> {
        match self.results.total {
            0 => writeln!(out, "No record matches")?,
            1 => writeln!(out, "1 record matches")?,
            total => writeln!(out, "{} records match", grouped(u64::from(total)))?,
        }
        if self.results.matching == Matching::Most {
            writeln!(
                out,
                "Few records have all the words, so those with most of them count too"
            )?;
        }
        Ok(())
    }
}

fn write_hit(
    rank: u32,
    hit: &Hit,
    library: &Library,
    out: &mut dyn Write,
) -> anyhow::Result<()> {
    let brief = &hit.brief;
    let year = brief.year.map(|year| format!(" ({year})")).unwrap_or_default();
    writeln!(out, "{rank:>3}. {}{year}", brief.title)?;
    if let Some(original) = &brief.original_title {
        writeln!(out, "     {original}")?;
    }
    if !brief.creators.is_empty() {
        writeln!(out, "     {}", brief.creators.join("; "))?;
    }
    for way in &brief.ways {
        writeln!(out, "     - {}", brief_way(way, library))?;
    }
    if brief.more_ways > 0 {
        writeln!(out, "     - and {} more", brief.more_ways)?;
    }
    writeln!(out, "     id {}, score {:.3}", hit.id, hit.score)?;
    Ok(())
}

fn write_indented(text: &str, out: &mut dyn Write) -> anyhow::Result<()> {
    for line in text.lines() {
        writeln!(out, "       {line}")?;
    }
    Ok(())
}
