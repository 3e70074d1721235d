// D1–D6: weak devices, and browsers that lack or forbid what the app is made of.
import assert from 'node:assert/strict';
import { POLICY } from '../site.mjs';
import { cell, fine, give, launchWith, page, pause, shimmed, visitorIn } from './scene.mjs';

/** The page's process runs for a sixth of the time only: also its workers. */
async function sixth(browser) {
  const protocol = await browser.newBrowserCDPSession();
  const ids = async () => (await protocol.send('SystemInfo.getProcessInfo')).processInfo
    .filter(({ type }) => type === 'renderer').map(({ id }) => id);
  let isOver = false;
  const send = (all, signal) => all.forEach((id) => { try { process.kill(id, signal); } catch { /* it has gone */ } });
  const turning = (async () => {
    while (!isOver) {
      const all = await ids();
      send(all, 'SIGSTOP');
      await pause(100);
      send(all, 'SIGCONT');
      await pause(20);
    }
  })();
  return () => { isOver = true; return turning; };
}

const slow = [
  cell('D1', 'the page has a sixth of the time', async (visitor) => {
    const protocol = await visitor.page.context().newCDPSession(visitor.page);
    await protocol.send('Emulation.setCPUThrottlingRate', { rate: 6 });
    await visitor.ask();
    await visitor.ends();
    await protocol.send('Emulation.setCPUThrottlingRate', { rate: 1 });
    await visitor.mends();
  }),
  cell('D1', 'the page and its worker have a sixth of the time', async (visitor, { browser }) => {
    const stop = await sixth(browser);
    try {
      await visitor.ask();
      await visitor.ends();
    } finally {
      await stop();
    }
    await visitor.mends();
  }),
];

/** A browser with other limits. What it lacks it lacks to its end, so nothing can mend. */
const limited = (name, flags, allowed) => ({
  entry: 'D2',
  name,
  run: async (scene) => {
    const context = await launchWith(scene.desk(), { args: [`--js-flags=${flags}`] });
    try {
      const visitor = await visitorIn(context, scene);
      await visitor.ask();
      await visitor.ends(allowed);
    } finally {
      await context.close();
    }
  },
});
const memory = [
  ...[20, 24, 32, 48].map((pages) => limited(`wasm may have ${pages * 64} kB`, `--wasm-max-mem-pages=${pages}`)),
  limited('wasm may have 32 MB', '--wasm-max-mem-pages=512', ['right']),
  limited('JavaScript may have 64 MB', '--max-old-space-size=64', ['right']),
];

const NO_WASM = 'delete globalThis.WebAssembly';
const REFUSING = POLICY.replace(" 'wasm-unsafe-eval'", '');
const isScript = (path) => /^\/worker[a-z-]*-[0-9a-f]+\.js$/.test(path);
const wasm = [
  cell('D3', 'no wasm in the page', async (visitor) => {
    await visitor.page.addInitScript(NO_WASM);
    await visitor.ask();
    await visitor.ends(['told']);
  }),
  cell('D3', 'no wasm in the worker', async (visitor, { host }) => {
    host.fault = shimmed(NO_WASM);
    await visitor.ask();
    await visitor.ends(['told']);
    host.fault = fine;
    await visitor.mends();
  }),
  cell('D3', 'the policy of the page forbids wasm', async (visitor, { host }) => {
    host.fault = (path) => (path === '/' ? give(undefined, { 'Content-Security-Policy': REFUSING }) : undefined);
    await visitor.ask();
    await visitor.ends(['told']);
    visitor.page.complaints.length = 0;
    host.fault = fine;
    // A policy is for as long as its page.
    await visitor.askAnew();
    await visitor.ends(['right']);
  }),
  cell('D3', 'the policy of the worker forbids wasm', async (visitor, { host }) => {
    host.fault = (path) => (isScript(path) ? give(undefined, { 'Content-Security-Policy': REFUSING }) : undefined);
    await visitor.ask();
    await visitor.ends(['told']);
    visitor.page.complaints.length = 0;
    host.fault = fine;
    await visitor.mends();
  }),
];
/** In the worker: ends it when told to, in one of several ways. */
const ENDING = `new BroadcastChannel('end').onmessage = ({ data }) => {
  if (data === 'throw') setTimeout(() => { throw new Error('the end'); });
  if (data === 'close') close();
  if (data === 'spin') for (;;);
};`;
const end = (visitor, how) => visitor.page.evaluate((data) => new BroadcastChannel('end').postMessage(data), how);

/** The worker ends in the middle of one search, and of the next. */
const ending = (name, how, times) => cell('D4', name, async (visitor, { host }) => {
  await visitor.ask('пушкин');
  await visitor.found();
  host.fault = shimmed(ENDING, (path) => (path.includes('/chunks/') ? 'drip' : undefined));
  for (let time = 0; time < times; time += 1) {
    await visitor.ask(time % 2 ? 'чехов' : undefined);
    await pause(150);
    await end(visitor, how);
  }
  await visitor.ask();
  await visitor.ends();
  host.fault = fine;
  await visitor.mends();
}, { shim: ENDING });

const workers = [
  cell('D4', 'no worker can be made', async (visitor) => {
    await visitor.page.addInitScript(`{
      const Real = Worker;
      globalThis.Worker = function (...words) {
        if (!globalThis.mayWork) throw new DOMException('refused', 'SecurityError');
        return new Real(...words);
      };
    }`);
    await visitor.ask();
    await visitor.ends();
    await visitor.page.evaluate(() => { globalThis.mayWork = true; });
    await visitor.mends();
  }),
  cell('D4', 'every worker ends at once', async (visitor, { host }) => {
    host.fault = shimmed('throw new Error("the end")');
    await visitor.ask();
    await visitor.ends(['told']);
    host.fault = fine;
    await visitor.mends();
  }),
  ending('the worker dies of an error in the middle of a search', 'throw', 1),
  ending('the worker dies of an error in the middle of five searches', 'throw', 5),
  ending('the worker is gone without a word', 'close', 1),
  ending('the worker is caught in a loop', 'spin', 1),
];

const missing = [
  cell('D5', 'no sheets of styles that are made by scripts', async (visitor) => {
    await visitor.page.addInitScript(`
      delete ShadowRoot.prototype.adoptedStyleSheets;
      delete Document.prototype.adoptedStyleSheets;
      delete CSSStyleSheet.prototype.replaceSync;
      globalThis.CSSStyleSheet = new Proxy(CSSStyleSheet, { construct() { throw new TypeError('Illegal constructor'); } });`);
    await visitor.ask();
    await visitor.ends(['right']);
    visitor.page.complaints.length = 0;
  }),
  ...['DecompressionStream', 'BroadcastChannel', 'AbortController', 'IntersectionObserver', 'requestIdleCallback'].map((what) =>
    cell('D5', `no ${what}, in the page and in the worker`, async (visitor) => {
      await visitor.page.addInitScript(`delete globalThis.${what}`);
      await visitor.ask();
      await visitor.ends(what === 'AbortController' ? ['right', 'told'] : ['right']);
    }, { shim: `delete globalThis.${what}` })),
];

const LINK = 'https://library.example/';
const silent = [
  cell('D6', 'no JavaScript, on the page of the app', async (visitor) => {
    await visitor.page.goto(visitor.url);
    const words = visitor.page.locator('noscript p');
    await words.waitFor();
    assert.match(await words.innerText(), /JavaScript/);
  }, { javaScriptEnabled: false }),
  cell('D6', 'no JavaScript, on a page of the library: its own link stays', async (visitor, { host }) => {
    host.fault = (path) => (path === '/' ? page(`<script type="module" src="/embed.js"></script>
      <biblio-bus catalogue="/catalogue/"><a href="${LINK}">Каталог</a></biblio-bus>`) : undefined);
    await visitor.page.goto(visitor.url);
    const link = visitor.page.getByRole('link', { name: 'Каталог' });
    await link.waitFor();
    assert.equal(await link.getAttribute('href'), LINK);
  }, { javaScriptEnabled: false }),
];

export const device = [...slow, ...memory, ...wasm, ...workers, ...missing, ...silent];
