//! `bibliobus search`: the engine that readers have in the browser, at the command line.

use std::io::Write;
use std::path::PathBuf;

use bibliobus_catalog::Library;
use bibliobus_index::{
    Counting, Counts, Facet, FacetCounts, Filter, Hit, Matching, Query, Question,
    Results, Sort,
};
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
  bibliobus search catalogue tolstoy --filter language=rus --filter year=1990..2000
  bibliobus search catalogue --filter class=udc:94 --filter 'material!=map' --sort newest
  bibliobus search catalogue war --counts          how many hits have which values

The last word may be unfinished: `tols` finds Tolstoy. A blank after it ('tols ') says that it
is whole. author:, title:, subject:, isbn: and shelf: bind the word after them to a field.

Several filters of one facet are alternatives; the facets all have to agree. The facets are
access, material, language, year, branch, place, creator, subject, series and class.";

/// The arguments.
#[derive(clap::Args)]
#[command(after_help = AFTER_HELP)]
pub(crate) struct Args {
    /// The folder of the catalogue
    catalogue: PathBuf,
    /// What a reader would type; without it every record is found
    query: Vec<String>,
    /// Only hits with this value of a facet, or with != instead of =, only those without it
    #[arg(long, value_name = "FACET=VALUE", value_parser = filter)]
    filter: Vec<Filter>,
    /// The order: relevance, newest, oldest, title, creator, call-number or added
    #[arg(long, default_value = "relevance", value_parser = sort)]
    sort: Sort,
    /// Count the values that the hits have
    #[arg(long)]
    counts: bool,
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

fn filter(text: &str) -> Result<Filter, String> {
    let (facet, value) = text
        .split_once('=')
        .ok_or("expected FACET=VALUE, found no equals sign; write language=rus")?;
    let (name, is_excluded) =
        facet.strip_suffix('!').map_or((facet, false), |name| (name, true));
    let facet = Facet::parse(name).ok_or_else(|| {
        let names = Facet::ALL.map(Facet::name).join(", ");
        format!("expected one of {names}; found {name}")
    })?;
    Ok(Filter { facet, value: value.to_owned(), is_excluded })
}

fn sort(name: &str) -> Result<Sort, String> {
    Sort::parse(name).ok_or_else(|| {
        format!("expected one of {}", Sort::ALL.map(Sort::name).join(", "))
    })
}

/// Carries out the command.
pub(crate) fn run(args: &Args, out: &mut dyn Write) -> anyhow::Result<Outcome> {
    let query = Query {
        offset: args.offset,
        limit: args.limit,
        filters: args.filter.clone(),
        sort: args.sort,
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
    let mut counts = None;
    if args.counts {
        let counting = Counting::new(query.clone());
        collection.fetch(&Question::Counts(counting.clone()))?;
        counts = Some(collection.index().counts(&counting));
    }
    let answer = Answer { query, results, counts, collection };
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
    counts: Option<Counts>,
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
        let mut answer = json!({
            "query": self.query.text,
            "total": self.results.total,
            "offset": self.query.offset,
            "partial": self.results.partial,
            "matching": self.results.matching,
            "hits": hits?,
        });
        if let Some(counts) = &self.counts {
            answer["counts"] = counts_json(counts);
        }
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
        self.write_sum(out)?;
        self.counts.iter().try_for_each(|counts| write_counts(counts, out))
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

fn counts_json(counts: &Counts) -> Value {
    let facet = |counted: &FacetCounts| json!({ "facet": counted.facet.name(), "values": counted.values });
    json!({
        "total": counts.total,
        "is_about": counts.is_about,
        "facets": counts.facets.iter().map(facet).collect::<Vec<Value>>(),
    })
}

fn write_counts(counts: &Counts, out: &mut dyn Write) -> anyhow::Result<()> {
    for counted in &counts.facets {
        writeln!(out, "{}", counted.facet.name())?;
        for value in &counted.values {
            writeln!(out, "  {:>9}  {}", grouped(u64::from(value.count)), value.value)?;
        }
    }
    Ok(())
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
