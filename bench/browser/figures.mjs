// The browser bench as a whole: every engine for every size, and the tables of that.
import { ENGINES, PEERS, prepared } from "./engines.mjs";
import { Host, LINES } from "./host.mjs";
import { answers, records } from "./records.mjs";
import { VISITS, appOf, coldVisit, mean, median, pageOf, percentile, quality, warmVisit } from "./run.mjs";

/** Longer than this nobody waits for a first visit: it is reckoned from the bytes instead. */
const PATIENCE = 40;
const KINDS = ["known", "known-typo", "known-typo2", "known-trunc", "known-folded"];

/**
 * Measures; options: { sizes, engines, rounds, seconds, visits }. Gives a list of
 * { engine, size, built, cold: { visit: [...] }, warm }.
 */
export async function browserFigures(options, { tools, data, cache, queries }) {
  const host = await Host.start(tools.root, cache);
  const figures = [];
  try {
    for (const size of options.sizes) {
      const source = await records(size, { data, cache, queries });
      if (!source) continue;
      const right = await answers(source, queries);
      const firsts = queries.filter(({ kind }) => kind === "known").slice(0, options.rounds);
      for (const engine of options.engines) {
        if (ENGINES[engine].sizes && !ENGINES[engine].sizes.includes(size)) continue;
        console.log(`${new Date().toISOString().slice(11, 19)} ${ENGINES[engine].label}, ${size}`);
        const figure = { engine, size };
        figures.push(figure);
        await attempt(figure, "built", () => prepared(engine, size, source, tools));
        if (figure.problem) continue;
        await attempt(figure, "cold", () => colds(host, figure, firsts, options));
        await attempt(figure, "warm", () => warm(host, figure, right, queries, options));
        if (engine !== "bibliobus") continue;
        const app = { engine: "app", size, built: figure.built };
        figures.push(app);
        await attempt(app, "cold", () => colds(host, app, firsts, options));
      }
    }
  } finally {
    host.close();
  }
  return figures;
}

/** An engine that fails is told, and the others are still measured. */
async function attempt(figure, part, work) {
  try {
    figure[part] = await work();
  } catch (error) {
    figure.problem ??= `${part}: ${String(error.message ?? error).split("\n")[0]}`;
    console.log(`  ${figure.engine}, ${figure.size}: ${figure.problem}`);
  }
}

async function colds(host, { engine, size }, firsts, { visits }) {
  const cold = {};
  if (engine === "empty" || engine === "alone") return cold;
  const isApp = engine === "app";
  const address = isApp ? (words) => appOf(size, words) : (words) => pageOf(engine, size, words);
  for (const visit of visits) {
    const reckoned = tooLong(cold, visit);
    if (reckoned) {
      cold[visit] = [{ milliseconds: reckoned * 1000, isReckoned: true }];
      continue;
    }
    cold[visit] = [];
    for (const { q } of firsts) cold[visit].push(await coldVisit(host, address(q), VISITS[visit], isApp));
    console.log(`  ${visit}: ${Math.round(median(cold[visit].map((it) => it.milliseconds)))} ms, ${Math.round(median(cold[visit].map((it) => it.bytes)))} B`);
  }
  return cold;
}

/** The seconds that the bytes alone take on a line, if they are more than anybody waits. */
function tooLong(cold, visit) {
  const line = LINES[VISITS[visit].line];
  if (!line || !cold.localhost) return null;
  const seconds = (median(cold.localhost.map(({ bytes }) => bytes)) * 8) / line.rate;
  return seconds > PATIENCE ? seconds : null;
}

async function warm(host, { engine, size }, right, queries, { seconds }) {
  const visit = await warmVisit(host, pageOf(engine, size, "history"), queries, seconds);
  const { asked, passes, megabytes } = visit;
  const later = asked.slice(1);
  const times = asked.map(({ least, first }) => least ?? first);
  const result = {
    queries: asked.length,
    passes,
    megabytes,
    problems: asked.filter(({ problem }) => problem).length,
    milliseconds: percentiles(times),
    bytes: { mean: mean(later.map((it) => it.bytes)), p95: percentile(later.map((it) => it.bytes), 0.95) },
    requests: mean(later.map((it) => it.requests)),
    quality: quality(asked, right),
  };
  console.log(`  warm: ${Object.values(result.milliseconds).map((it) => it.toFixed(2)).join(" / ")} ms, ${megabytes.toFixed(0)} MB`);
  return result;
}

function percentiles(values) {
  return { p50: percentile(values, 0.5), p95: percentile(values, 0.95), p99: percentile(values, 0.99), max: percentile(values, 1) };
}

/** The tables of one size, in Markdown. */
export function browserTables(figures, size, visits) {
  const shown = figures.filter((figure) => figure.size === size && figure.engine !== "empty");
  const empty = figures.find((figure) => figure.size === size && figure.engine === "empty")?.warm?.megabytes;
  const cold = shown.filter((figure) => Object.keys(figure.cold ?? {}).length > 0);
  const warm = shown.filter((figure) => figure.warm);
  return [
    `First visit with a query, fresh profile, ${size} records:`,
    "",
    `| engine | index as sent | bytes to the first results | requests | ${visits.join(" | ")} |`,
    `|---|---|---|---|${visits.map(() => "---|").join("")}`,
    ...cold.map((figure) => coldRow(figure, cold, visits)),
    "",
    `Later queries (up to 1,080), ${size} records:`,
    "",
    "| engine | p50 / p95 / p99 / max, ms | bytes a query, mean / p95 | memory over an empty page after 300 |",
    "|---|---|---|---|",
    ...warm.map((figure) => warmRow(figure, empty)),
    "",
    `The right record first / among the first ten, ${size} records:`,
    "",
    `| engine | typed right | one typo | typos in two words | last word cut | without diacritics |`,
    "|---|---|---|---|---|---|",
    ...warm.filter(({ engine }) => engine !== "alone").map(qualityRow),
    ...shown.filter(({ problem }) => problem).map((figure) => `\n${labelOf(figure)}: ${figure.problem}`),
  ];
}

const labelOf = ({ engine }) => (engine === "app" ? "Bibliobus, the whole app, painted" : ENGINES[engine].label);
const grouped = (number) => Math.round(number).toLocaleString("en-US");
const kilobytes = (bytes) => `${grouped(bytes / 1000)} kB`;

function coldRow(figure, all, visits) {
  const ours = all.find(({ engine }) => engine === "bibliobus");
  const bytes = bytesOf(figure);
  const times = visits.map((visit) => timeCell(figure.cold[visit], ours?.cold[visit], figure.engine));
  const size = figure.built?.bytes;
  const ratio = figure.engine === "bibliobus" || figure.engine === "app" || !ours ? "" : ` (${(bytes / bytesOf(ours)).toFixed(1)}×)`;
  const requests = median(figure.cold.localhost.map((it) => it.requests));
  return `| ${labelOf(figure)} | ${size ? `${(size / 1e6).toFixed(1)} MB` : ""} | ${kilobytes(bytes)}${ratio} | ${requests} | ${times.join(" | ")} |`;
}

const bytesOf = (figure) => median(figure.cold.localhost.map((it) => it.bytes));

function timeCell(runs, ours, engine) {
  if (!runs) return "–";
  const time = median(runs.map((it) => it.milliseconds));
  const text = time < 1000 ? `${Math.round(time)} ms` : `${(time / 1000).toFixed(1)} s`;
  const best = ours && median(ours.map((it) => it.milliseconds));
  const ratio = best && engine !== "bibliobus" && engine !== "app" ? ` (${(time / best).toFixed(1)}×)` : "";
  return `${runs[0].isReckoned ? "≥ " : ""}${text}${ratio}`;
}

function warmRow(figure, empty) {
  const { warm } = figure;
  const times = Object.values(warm.milliseconds).map((time) => (time < 10 ? time.toFixed(2) : time.toFixed(0)));
  const notes = [
    warm.queries < 1080 ? `${warm.queries} queries` : "",
    warm.problems ? `${warm.problems} failed` : "",
  ].filter(Boolean).join(", ");
  const over = empty === undefined ? "–" : `${Math.round(warm.megabytes - empty)} MB`;
  return `| ${labelOf(figure)}${notes ? ` (${notes})` : ""} | ${times.join(" / ")} | ${(warm.bytes.mean / 1000).toFixed(1)} / ${(warm.bytes.p95 / 1000).toFixed(1)} kB | ${over} |`;
}

function qualityRow(figure) {
  const cells = KINDS.map((name) => {
    const kind = figure.warm.quality[name];
    return kind ? `${(kind.first / kind.count).toFixed(3)} / ${(kind.ten / kind.count).toFixed(3)}` : "–";
  });
  return `| ${labelOf(figure)} | ${cells.join(" | ")} |`;
}

/** The short table: ours, and each peer as so many times ours. */
export function peersTable(figures, size) {
  const ours = figures.find((figure) => figure.size === size && figure.engine === "bibliobus");
  const peers = figures.filter((figure) => figure.size === size && PEERS[figure.engine]);
  if (!ours?.warm) return ["Ours could not be measured."];
  return [
    `| ${size} records | Bibliobus | ${peers.map(labelOf).join(" | ")} |`,
    `|---|---|${peers.map(() => "---|").join("")}`,
    ...SHORT.map(([what, value, text]) => {
      const own = value(ours);
      const cells = peers.map((peer) => cellBeside(value(peer), own, text));
      return `| ${what} | ${own === undefined ? "–" : text(own)} | ${cells.join(" | ")} |`;
    }),
  ];
}

const seconds = (milliseconds) =>
  milliseconds < 1000 ? `${Math.round(milliseconds)} ms` : `${(milliseconds / 1000).toFixed(1)} s`;
const short = (milliseconds) => `${milliseconds.toFixed(milliseconds < 10 ? 2 : 0)} ms`;
const visit = (name) => ({ cold }) => cold?.[name] && median(cold[name].map((it) => it.milliseconds));
const found = (kind) => ({ warm }) => warm?.quality[kind] && warm.quality[kind].first / warm.quality[kind].count;
const share = (value) => value.toFixed(3);

const SHORT = [
  ["bytes to the first results", (it) => it.cold?.localhost && bytesOf(it), kilobytes],
  ["first results on Fast 3G", visit("Fast 3G"), seconds],
  ["first results on Slow 4G", visit("Slow 4G"), seconds],
  ["a later query, half of them within", (it) => it.warm?.milliseconds.p50, short],
  ["a later query, 99 of 100 within", (it) => it.warm?.milliseconds.p99, short],
  ["bytes a later query fetches, mean", (it) => it.warm?.bytes.mean, (it) => (it === 0 ? "none, all came at first" : `${(it / 1000).toFixed(1)} kB`)],
  ["the whole index as sent", (it) => it.built?.bytes, (it) => `${(it / 1e6).toFixed(1)} MB`],
  ["the right record first, typed right", found("known"), share],
  ["the same, one typo", found("known-typo"), share],
  ["the same, typos in two words", found("known-typo2"), share],
];

function cellBeside(value, own, text) {
  if (value === undefined || value === null) return "–";
  const isShare = text === share;
  return isShare || !own || !value ? text(value) : `${text(value)} (${(value / own).toFixed(1)}×)`;
}
