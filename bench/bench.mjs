// The figures in README.md: measures, prints them, and writes them between the marks.
// ./dev bench builds what is measured and calls this.
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { cpus, loadavg } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { ENGINES, prepared } from "./browser/engines.mjs";
import { browserFigures, browserTables, peersTable } from "./browser/figures.mjs";
import { Host } from "./browser/host.mjs";
import { queries as readQueries, records } from "./browser/records.mjs";
import { VISITS } from "./browser/run.mjs";
import { typing, typingRows } from "./browser/typing.mjs";
import { firstResults } from "./first-results.mjs";
import { best, measure } from "./measure.mjs";
import { nativeFigures, nativeTable } from "./native.mjs";
import { pymarc } from "./peers.mjs";
import { sizes } from "./sizes.mjs";
import { browserTools, cache, marcProgram, nativeProgram } from "./tools.mjs";

const { BIBLIOBUS_BIN: cli, BIBLIOBUS_SITE: site, BIBLIOBUS_TARGET: target } = process.env;
const { BIBLIOBUS_DATA: data, BIBLIOBUS_TOOLS: tools } = process.env;
const { BIBLIOBUS_QUERIES: queriesFile = join(data, "../bench/queries-seed1.json") } = process.env;

const HELP = `./dev bench [--only PARTS] [--sizes 10k,100k,1m] [--rounds N] [--seconds N]
  --only     what to measure: marc, sizes, native, typing, browser; default: all
  --sizes    how many records; default: 10k,100k
  --rounds   how often a first visit is made; default: 3
  --seconds  how long later queries are repeated; default: 40
  --engines  which engines in the browser; default: all
  --visits   which first visits; default: localhost, 4× CPU, Fast 3G and Slow 4G`;

/** Any day will do, as long as it is the same each time. */
const DAY = "2026-08-20";
const TIMES = 3;
const RESULTS = "bench/RESULTS.md";

const options = readOptions();
/** Before this run changes a table. */
const commit = spawnSync("git", ["describe", "--always", "--dirty"], { encoding: "utf8" }).stdout?.trim();

async function main() {
  if (options.help) return console.log(HELP);
  if (wants("marc") || wants("sizes")) {
    const rows = [...marcRows(), ...sizeRows(), ...(await wireRows())];
    write("README.md", "bench", [...head(), ...rows]);
  }
  const queries = ["native", "typing", "browser"].some(wants) ? readQueries(queriesFile) : null;
  if (!queries) return;
  const given = { data, cache, queries };
  if (wants("native")) {
    const native = { cli, native: nativeProgram(), target, file: queriesFile, ...given };
    write(RESULTS, "bench-native", [...when(), ...nativeTable(await nativeFigures(options.sizes, native))]);
  }
  if (wants("typing")) write(RESULTS, "bench-typing", [...when(), ...(await typingTable(given))]);
  if (wants("browser")) await browser(given);
}

async function browser(given) {
  const figures = await browserFigures(options, { tools: browserTools(), ...given });
  writeFileSync(join(cache, "figures.json"), JSON.stringify(figures));
  for (const size of options.sizes) {
    write(RESULTS, `bench-browser-${size}`, [...when(), ...browserTables(figures, size, options.visits)]);
  }
  const size = options.sizes.includes("100k") ? "100k" : options.sizes.at(-1);
  write("README.md", "bench-peers", [...when(), ...peersTable(figures, size)]);
}

async function typingTable({ queries, ...given }) {
  const size = options.sizes.at(-1);
  const source = await records(size, { queries, ...given });
  if (!source) return [];
  const kit = browserTools();
  await prepared("bibliobus", size, source, kit);
  const host = await Host.start(kit.root, cache);
  const texts = queries.filter(({ kind }) => kind === "known").slice(0, 20).map(({ q }) => q);
  try {
    return ["| what | figure |", "|---|---|", ...typingRows(size, await typing(host, size, texts))];
  } finally {
    host.close();
  }
}

function readOptions() {
  const list = (text) => text.split(",");
  const { values } = parseArgs({
    options: {
      only: { type: "string", default: "marc,sizes,native,typing,browser" },
      sizes: { type: "string", default: "10k,100k" },
      engines: { type: "string", default: Object.keys(ENGINES).join(",") },
      visits: { type: "string", default: Object.keys(VISITS).join(",") },
      rounds: { type: "string", default: "3" },
      seconds: { type: "string", default: "40" },
      help: { type: "boolean", default: false },
    },
  });
  const { help, only, sizes, engines, visits, rounds, seconds } = values;
  const numbers = { rounds: Number(rounds), seconds: Number(seconds) };
  const lists = { only: list(only), sizes: list(sizes), engines: list(engines), visits: list(visits) };
  return { help, ...numbers, ...lists };
}

function wants(part) {
  return options.only.includes(part);
}

/** The commit that was measured, the machine and the day. */
function when() {
  const of = commit ? ` of ${commit}` : "";
  const load = loadavg()[0].toFixed(1);
  const day = new Date().toISOString().slice(0, 10);
  return [`Figures${of}, ${day}, ${cpus().length} cores of ${cpus()[0].model}, load ${load}.`, ""];
}

function head() {
  return [
    `On ${cpus()[0].model}, ${new Date().toISOString().slice(0, 10)}; seconds are those of one core.`,
    "",
    "| what | figure |",
    "|---|---|",
  ];
}

const row = (what, figure) => `| ${what} | ${figure} |`;
const grouped = (number) => Math.round(number).toLocaleString("en-US");
const kilobytes = (bytes) => `${(bytes / 1000).toFixed(1)} kB`;

/** Records a second and peak memory on 50,000 real records, beside a peer in the same run. */
function marcRows() {
  const file = unpacked("gpo-marc21-50k.mrc");
  if (!file) return [];
  const index = join(target, "bench", "catalogue");
  const check = best(TIMES, () => measure(cli, ["check", file, "--json", "-q"], { accept: [0, 2] }));
  const { read } = JSON.parse(check.stdout);
  const build = best(TIMES, () =>
    measure(cli, ["build", file, "-o", index, "--as-of", DAY, "--json", "--prune", "-q"]),
  );
  const { records, bytes, chunks } = JSON.parse(build.stdout);
  return [
    row(`\`check\` of ${grouped(read)} MARC records`, speed(read, check)),
    row(`\`build\` of the same, ${grouped(records)} in the catalogue`, speed(read, build)),
    row("the index that it makes", `${(bytes / 1e6).toFixed(1)} MB in ${grouped(chunks)} chunks`),
    ...peerRows(file, read, check),
    ...crateRows(file),
  ];
}

/** Runs what follows on one core, where the system can; ours then starts no threads. */
const ONE_CORE = existsSync("/usr/bin/taskset") ? ["taskset", "-c", "0"] : [];

/** Each reader, what it makes of the file, and what it is run by. */
const READERS = [
  ["ours", "our reader, all cores: every field mapped to records, with findings", []],
  ["ours", "the same on one core", ONE_CORE],
  ["marc", "the crate `marc` on one core: every subfield as a text, nothing mapped", ONE_CORE],
  ["marc21", "the crate `marc21` on one core: the same", ONE_CORE],
];

/**
 * Our reader beside two crates in the same run, all from the file to records in memory, so ours
 * does more. By the clock and by the time of the cores that it takes: the crates use one core.
 */
function crateRows(file) {
  const program = marcProgram();
  return READERS.map(([reader, what, by]) => {
    const [command, ...args] = [...by, program, reader, file];
    const run = best(TIMES, () => measure(command, args));
    const read = Number(run.stdout.split(" ")[0]);
    const clock = `${grouped(read / run.clock)} records a second by the clock`;
    const core = `${grouped(read / run.seconds)} in a second of a core`;
    return row(what, `${clock}, ${core}${memory(run)}; ${grouped(read)} read`);
  });
}

function speed(records, run) {
  return `${grouped(records / run.seconds)} records a second${memory(run)}`;
}

function memory({ megabytes }) {
  return megabytes === null ? "" : `, ${Math.round(megabytes)} MB at most`;
}

function peerRows(file, records, ours) {
  const python = pymarc(tools);
  if (!python) return [];
  const script = new URL("peers/pymarc_titles.py", import.meta.url).pathname;
  const peer = best(TIMES, () => measure(python, [script, file]));
  const ratio = (peer.seconds / ours.seconds).toFixed(1);
  const what = "pymarc, which takes only the titles of the same file";
  return [row(what, `${speed(records, peer)}; \`check\` takes 1/${ratio} of its time`)];
}

/** A file of real data, unpacked once; null, with a word of why, where there is none. */
function unpacked(name) {
  const source = join(data, "catalogues", `${name}.zst`);
  const file = join(target, "bench", name);
  if (existsSync(file)) return file;
  if (!existsSync(source)) {
    console.log(`Left out: records a second. There is no ${name}.zst in $BIBLIOBUS_DATA`);
    return null;
  }
  mkdirSync(join(target, "bench"), { recursive: true });
  const run = spawnSync("zstd", ["-q", "-d", source, "-o", file]);
  if (run.status === 0) return file;
  console.log("Left out: records a second. The program zstd is needed to unpack the data");
  return null;
}

function sizeRows() {
  return Object.entries(sizes("dist")).map(([part, { raw, gzip, brotli }]) =>
    row(
      part.startsWith("view") ? `page for reading, fetched when it is opened (${part})` : `wasm of the ${part}`,
      `${kilobytes(raw)}, gzip ${kilobytes(gzip)}, brotli ${kilobytes(brotli)}`,
    ),
  );
}

async function wireRows() {
  if (!existsSync(join(site, "index.html"))) return [];
  const wire = await firstResults(site, "Толстой");
  const parts = ["app", "engine", "index"].map((part) => `${part} ${kilobytes(wire[part])}`);
  return [
    row(
      "over the wire until the first results, demo library, fresh browser",
      `${kilobytes(wire.total)} (${parts.join(", ")}) in ${wire.requests} requests`,
    ),
  ];
}

/** Prints a table, and writes it between the marks of its name. */
function write(file, name, lines) {
  const table = lines.join("\n");
  console.log(`\n${table}\n`);
  const [begin, end] = [`<!-- ${name}:begin -->`, `<!-- ${name}:end -->`];
  const text = readFileSync(file, "utf8");
  const [before, rest] = text.split(begin);
  const after = rest?.split(end)[1];
  if (after === undefined) throw new Error(`${file} has no ${begin} … ${end}`);
  writeFileSync(file, `${before}${begin}\n${table}\n${end}${after}`);
  console.log(`Written into ${file}`);
}

await main();
