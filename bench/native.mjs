// The engine measured natively beside tantivy, over the same records and queries in the same run.
import { existsSync, mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { records } from "./browser/records.mjs";
import { measure } from "./measure.mjs";

/** Any day will do, as long as it is the same each time. */
const DAY = "2026-08-20";

/** { build, index, tantivy … } for each size; `tools` are of ./tools.mjs. */
export async function nativeFigures(sizes, { cli, native, cache, target, data, queries, file }) {
  const figures = {};
  for (const size of sizes) {
    const source = await records(size, { data, cache, queries });
    if (!source) continue;
    const folder = join(target, "bench", `catalogue-${size}`);
    const theirs = join(target, "bench", `tantivy-${size}`);
    const ours = measure(cli, ["build", source, "-o", folder, "--as-of", DAY, "--json", "--prune", "-q"]);
    const peer = buildTantivy(native, source, theirs);
    const asked = measure(native, ["measure", folder, file, "--tantivy", theirs]);
    figures[size] = { ...JSON.parse(asked.stdout), build: { ours, tantivy: peer } };
  }
  return figures;
}

function buildTantivy(native, source, folder) {
  if (existsSync(folder)) rmSync(folder, { recursive: true });
  mkdirSync(folder, { recursive: true });
  return measure(native, ["index-tantivy", source, folder]);
}

const kilobytes = (bytes) => `${(bytes / 1000).toFixed(1)} kB`;
const times = ({ p50, p95, p99, max }) => [p50, p95, p99, max].map((value) => value.toFixed(2)).join(" / ");

/** The tables, in Markdown. */
export function nativeTable(figures) {
  const rows = Object.entries(figures).flatMap(([size, it]) => [
    `| ${size} | Bibliobus | ${building(it.build.ours)} | ${weight(it.ours.bytes, it.ours.records)} | ${times(it.ours.milliseconds)} | ${it.ours.megabytes.toFixed(0)} MB |`,
    `| ${size} | the same, asked first what it wants, as the worker does | | | ${times(it.ours.milliseconds_with_wants)} | |`,
    `| ${size} | tantivy | ${building(it.build.tantivy)} | ${weight(it.tantivy.bytes, it.ours.records)} | ${times(it.tantivy.milliseconds)} | (mapped) |`,
    `| ${size} | ratio | ${ratio(it.build.ours.seconds, it.build.tantivy.seconds)} | ${ratio(it.ours.bytes, it.tantivy.bytes)} | ${ratios(it.ours.milliseconds, it.tantivy.milliseconds)} | |`,
  ]);
  const wire = Object.entries(figures).map(([size, { ours }]) => {
    const cold = `${kilobytes(ours.cold_bytes.mean)} / ${kilobytes(ours.cold_bytes.p95)}, ${ours.cold_rounds.mean.toFixed(1)} / ${ours.cold_rounds.max}`;
    const later = `${kilobytes(ours.later_bytes.mean)} / ${kilobytes(ours.later_bytes.p95)}, ${ours.later_rounds.mean.toFixed(1)} / ${ours.later_rounds.max}`;
    return `| ${size} | ${cold} | ${later} |`;
  });
  const overlaps = Object.entries(figures).map(([size, { tantivy }]) => {
    const { all, all_queries, few, few_queries } = tantivy.overlap;
    return `${size}: ${all.toFixed(3)} of ${all_queries} queries of whole words, ${few.toFixed(3)} of the ${few_queries} that at most ten records match`;
  });
  return [
    "| records | natively, one thread | build: core seconds, memory at most | index | query p50 / p95 / p99 / max, ms | memory after 300 queries |",
    "|---|---|---|---|---|---|",
    ...rows,
    "",
    "| records | first query: bytes of the index mean / p95, rounds mean / max | a later query: bytes mean / p95, rounds mean / max |",
    "|---|---|---|",
    ...wire,
    "",
    `How much of tantivy's first ten (plain BM25, all words, all fields alike) is among ours: ${overlaps.join("; ")}. Our own weights are not equal, so only the latter is meant to be 1.`,
  ];
}

const building = ({ seconds, megabytes }) => `${seconds.toFixed(1)} s, ${Math.round(megabytes)} MB`;
const weight = (bytes, records) => `${(bytes / 1e6).toFixed(1)} MB, ${(bytes / records).toFixed(0)} B a record`;
const ratio = (ours, theirs) => `${(ours / theirs).toFixed(2)}×`;
const ratios = (ours, theirs) => ["p50", "p95", "p99", "max"].map((name) => ratio(ours[name], theirs[name])).join(" / ");
