// The figures in README.md: measures, prints them, and writes them between the marks.
// ./dev bench builds what is measured and calls this.
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { cpus } from "node:os";
import { join } from "node:path";
import { firstResults } from "./first-results.mjs";
import { best, measure } from "./measure.mjs";
import { pymarc } from "./peers.mjs";
import { sizes } from "./sizes.mjs";

const { BIBLIOBUS_BIN: cli, BIBLIOBUS_SITE: site, BIBLIOBUS_TARGET: target } = process.env;
const { BIBLIOBUS_DATA: data, BIBLIOBUS_TOOLS: tools } = process.env;

/** Any day will do, as long as it is the same each time. */
const DAY = "2026-08-20";
const TIMES = 3;

async function main() {
  const rows = [...marcRows(), ...sizeRows(), ...(await wireRows())];
  const table = [...head(), ...rows].join("\n");
  console.log(`\n${table}\n`);
  writeTable("README.md", table);
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
  ];
}

function speed(records, { seconds, megabytes }) {
  const memory = megabytes === null ? "" : `, ${Math.round(megabytes)} MB at most`;
  return `${grouped(records / seconds)} records a second${memory}`;
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
      `wasm of the ${part}`,
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

function writeTable(file, table) {
  const [begin, end] = ["<!-- bench:begin -->", "<!-- bench:end -->"];
  const text = readFileSync(file, "utf8");
  const [before, rest] = text.split(begin);
  const after = rest?.split(end)[1];
  if (after === undefined) throw new Error(`${file} has no ${begin} … ${end}`);
  writeFileSync(file, `${before}${begin}\n${table}\n${end}${after}`);
  console.log(`Written into ${file}`);
}

await main();
