// What is measured of one engine in the browser: how soon it answers when it was never here, how
// fast later, what it fetches for that, what it keeps in memory, and whether it finds the thing.
import { memory, visiting } from "./browser.mjs";
import { ENGINES } from "./engines.mjs";
import { LINES } from "./host.mjs";

/** How a first visit is slowed down. */
export const VISITS = { localhost: {}, "4× CPU": { cpu: 4 }, "Fast 3G": { line: "Fast 3G" }, "Slow 4G": { line: "Slow 4G" } };
/** After so many questions the memory is looked at. */
const QUESTIONS = 300;
const MINUTES = 60_000;

/**
 * A first visit that asks for `words`: { milliseconds, bytes, requests, hits }. The address
 * is of a page of the bench, or with `isApp` of the app itself.
 */
export async function coldVisit(host, address, { cpu, line }, isApp = false) {
  return visiting(async ({ page, devtools }) => {
    if (cpu) await devtools.send("Emulation.setCPUThrottlingRate", { rate: cpu });
    if (isApp) await page.addInitScript(watchForHits);
    host.reset();
    host.line = line ? LINES[line] : null;
    try {
      await page.goto(`${host.address}/${address}`, { waitUntil: "commit" });
      await page.waitForFunction(() => window.first, null, { timeout: 5 * MINUTES, polling: 20 });
      const first = await page.evaluate(() => window.first);
      if (first.problem) throw new Error(first.problem);
      return { ...first, bytes: host.bytes, requests: host.sent.length, sent: [...host.sent] };
    } finally {
      host.line = null;
    }
  });
}

/** In the page: notes when the app has painted its first hits. */
function watchForHits() {
  const look = () => {
    const root = document.querySelector("biblio-bus")?.shadowRoot;
    const hits = root?.querySelectorAll("[part~=result]").length ?? 0;
    if (hits === 0) return requestAnimationFrame(look);
    // The frame that shows them has been made when the next one begins.
    requestAnimationFrame(() => (window.first = { milliseconds: performance.now(), hits }));
  };
  requestAnimationFrame(look);
}

/**
 * Asks every query once, then again and again for `seconds`: for each query the bytes and
 * requests of the first time, the hits, and the least of the later times in milliseconds.
 */
export async function warmVisit(host, address, queries, seconds) {
  return visiting(async ({ page, devtools }) => {
    host.reset();
    await page.goto(`${host.address}/${address}`, { waitUntil: "commit" });
    await page.waitForFunction(() => window.first, null, { timeout: 5 * MINUTES, polling: 20 });
    const problem = await page.evaluate(() => window.first.problem);
    if (problem) throw new Error(problem);
    const asked = [];
    const deadline = Date.now() + 3 * seconds * 1000;
    let megabytes = null;
    for (const query of queries) {
      if (Date.now() > deadline) break;
      host.reset();
      const answer = await page.evaluate(askOnce, query.q);
      asked.push({ ...answer, query, bytes: host.bytes, requests: host.sent.length });
      if (asked.length === QUESTIONS) megabytes = await memory(devtools);
    }
    megabytes ??= await memory(devtools);
    const texts = asked.map(({ query }) => query.q);
    const until = Date.now() + seconds * 1000;
    let passes = 0;
    while (passes < 8 && (passes < 1 || Date.now() < until)) {
      const times = await page.evaluate(askAll, [texts, seconds * 1000]);
      times.forEach((time, at) => (asked[at].least = Math.min(asked[at].least ?? Infinity, time)));
      passes += 1;
    }
    return { asked, passes, megabytes };
  });
}

async function askOnce(text) {
  const started = performance.now();
  try {
    const hits = await window.engine.search(text, 10);
    return { first: performance.now() - started, ids: hits.map(({ id }) => id) };
  } catch (error) {
    return { first: performance.now() - started, ids: [], problem: String(error) };
  }
}

async function askAll([texts, most]) {
  const { port1, port2 } = new MessageChannel();
  const turn = () => new Promise((resolve) => {
    port1.onmessage = resolve;
    port2.postMessage(0);
  });
  const [times, begun] = [[], performance.now()];
  for (const text of texts) {
    if (performance.now() - begun > most) break;
    const started = performance.now();
    await Promise.resolve(window.engine.search(text, 10)).catch(() => {});
    times.push(performance.now() - started);
    // So that the browser can do its own things between two questions, not within one.
    await turn();
  }
  return times;
}

/** The value below which a share of all lies. */
export function percentile(values, share) {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? null;
}

export const median = (values) => percentile(values, 0.5);
export const mean = (values) => values.reduce((sum, value) => sum + value, 0) / (values.length || 1);

/** For each kind of query with a known answer: how often that came first, or in the first ten. */
export function quality(asked, answers) {
  const kinds = {};
  for (const { query, ids } of asked) {
    const right = answers.get(query.id);
    if (!right?.size) continue;
    const kind = (kinds[query.kind] ??= { count: 0, first: 0, ten: 0, none: 0 });
    const place = ids.findIndex((id) => right.has(id));
    kind.count += 1;
    kind.first += place === 0;
    kind.ten += place >= 0;
    kind.none += ids.length === 0;
  }
  return kinds;
}

/** Where the page of an engine lies below the host's root, and where the app does. */
export function pageOf(engine, size, words) {
  const folder = ENGINES[engine].isIn ?? engine;
  return `${folder}/${size}/${engine}.html?q=${encodeURIComponent(words)}`;
}

export const appOf = (size, words) => `bibliobus/${size}/index.html#/?q=${encodeURIComponent(words)}`;
