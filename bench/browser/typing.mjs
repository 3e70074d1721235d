// Typing in the app on a slow processor: how long the page's own thread is ever busy at a stretch,
// and how long it takes from a key to the results on the screen.
import { visiting } from "./browser.mjs";
import { appOf, percentile } from "./run.mjs";

const SLOWER = 4;
/** A quick typist: some 100 words a minute. */
const BETWEEN_KEYS = 120;
/** A task that is longer holds up the reader's next key noticeably. */
const LONG = 50;
const AFTER_QUERY = 600;
/** What is painted later than this belongs to another key. */
const LOST = 2000;
const TRACED = ["devtools.timeline", "disabled-by-default-devtools.timeline", "toplevel"];

/**
 * Types each of `texts` into the app of `size` on a processor slowed down; gives
 * { keys, answered, painted: { p50, p95, max }, longest, long: how many over 50 ms }.
 */
export async function typing(host, size, texts) {
  return visiting(async ({ page, devtools }) => {
    await page.addInitScript(watch);
    await page.goto(`${host.address}/${appOf(size, "history")}`);
    await page.waitForFunction(() => window.painted.length > 0, null, { timeout: 60_000 });
    await devtools.send("Emulation.setCPUThrottlingRate", { rate: SLOWER });
    const box = page.locator("biblio-bus input[type=search]");
    await box.fill("");
    const trace = await tracing(devtools);
    await page.evaluate(() => (window.painted.length = window.keys.length = 0));
    for (const text of texts) {
      await box.focus();
      for (const key of text) {
        // Letters that no key of the board has are put in all the same.
        await page.keyboard.type(key);
        await page.waitForTimeout(BETWEEN_KEYS);
      }
      await page.waitForTimeout(AFTER_QUERY);
      await page.keyboard.press("Control+A");
    }
    const tasks = await trace();
    const [keys, painted] = await page.evaluate(() => [window.keys, window.painted]);
    const times = waits(keys, painted);
    return {
      keys: keys.length,
      answered: times.length,
      painted: { p50: percentile(times, 0.5), p95: percentile(times, 0.95), max: percentile(times, 1) },
      longest: Math.max(0, ...tasks.map(({ worked }) => worked)),
      long: tasks.filter(({ worked }) => worked > LONG).length,
      longestByClock: Math.max(0, ...tasks.map(({ clock }) => clock)),
    };
  });
}

/** In the page: when each key came, and when results for which words were painted. */
function watch() {
  window.keys = [];
  window.painted = [];
  addEventListener("input", (event) => {
    const box = event.composedPath()[0];
    window.keys.push({ text: box.value.trim(), time: event.timeStamp });
  }, true);
  addEventListener("bibliobus-search", ({ detail }) => {
    requestAnimationFrame(() => {
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = () => window.painted.push({ text: detail.text.trim(), time: performance.now() });
      port2.postMessage(0);
    });
  }, true);
}

/**
 * From each key to the first painting of results for the words with it. A key that was typed
 * over before it was answered waits for no painting.
 */
function waits(keys, painted) {
  const answers = keys.map(({ text, time }) => {
    const answer = painted.find((it) => it.text === text && it.time > time);
    return answer ? answer.time - time : Infinity;
  });
  return answers.filter((wait) => wait < LOST);
}

/** Notes how long every task of the page's main thread takes; call the answer to stop. */
async function tracing(devtools) {
  const events = [];
  devtools.on("Tracing.dataCollected", ({ value }) => events.push(...value));
  const ended = new Promise((resolve) => devtools.once("Tracing.tracingComplete", resolve));
  const traceConfig = { includedCategories: TRACED };
  await devtools.send("Tracing.start", { transferMode: "ReportEvents", traceConfig });
  return async () => {
    await devtools.send("Tracing.end");
    await ended;
    return mainTasks(events);
  };
}

/** The milliseconds of the tasks on the thread that runs the page's scripts. */
function mainTasks(events) {
  const named = events.filter(({ name, args }) => name === "thread_name" && args.name === "CrRendererMain");
  const isMain = ({ pid, tid }) => named.some((thread) => thread.pid === pid && thread.tid === tid);
  const isTask = ({ name, dur }) => dur > 0 && /RunTask$/.test(name);
  const tasks = events.filter((event) => isTask(event) && isMain(event));
  // What the thread itself worked: on a machine that does other things too, the clock says more.
  return tasks.map(({ dur, tdur }) => ({ clock: dur / 1000, worked: (tdur ?? dur) / 1000 }));
}

/** The rows, in Markdown. */
export function typingRows(size, { keys, answered, painted, longest, longestByClock, long }) {
  const texts = `${keys} keys typed, processor slowed down ${SLOWER}×, ${size} records`;
  return [
    `| from a key to its results on the screen, p50 / p95 / most (${texts}; ${answered} keys had an answer of their own) | ${Object.values(painted).map((it) => `${Math.round(it)}`).join(" / ")} ms |`,
    `| longest task of the page's own thread meanwhile | ${longest.toFixed(1)} ms (by the clock ${longestByClock.toFixed(1)} ms); ${long} over ${LONG} ms |`,
  ];
}
