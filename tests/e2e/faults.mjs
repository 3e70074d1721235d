// The faults of reliability: what a cell of the matrix is, how it is run, and what came of it.
//
// A cell is one fault of one kind of file, or of the device. It passes when within its time the
// reader sees the right results, to the id, or a state that says what is the matter; never other
// results, never "nothing found", never a page that only waits; and when, without a reload, the
// right results are there soon after the fault is over.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { open, search } from './lib.mjs';
import { folder, newPage } from './site.mjs';

/** The script that the engine's worker begins with. */
export const WORKER = /^\/worker-start-[0-9a-f]+\.js$/;
/** The script that the page begins with. */
const PAGE = /^\/embed\.js$/;

/** Tests share the machine with others, and have twice the time; ./dev faults is held to the bars. */
const SLACK = process.env.NODE_TEST_CONTEXT ? 2 : 1;
/** How long a reader may be left without an answer or a word, in milliseconds: … */
export const PATIENCE = 10_000 * SLACK;
/** … and where it is the device's storage that is at fault. */
export const STORAGE_PATIENCE = 3_000 * SLACK;
/** How long after the end of a fault the right results may take. */
export const MENDED = 5_000 * SLACK;

export const QUERY = 'толстой';

/** Kinds of files, told by their paths. */
export function kinds() {
  const manifest = JSON.parse(readFileSync(join(folder, 'catalogue/manifest.json'), 'utf8'));
  const root = manifest.segments[0].root.file;
  return {
    manifest: (path) => path === '/catalogue/manifest.json',
    root: (path) => path.includes(root),
    library: (path) => path.includes(manifest.library.file),
    'every chunk': (path) => path.startsWith('/catalogue/chunks/'),
    'chunks but the root': (path) => path.startsWith('/catalogue/chunks/') && !path.includes(root),
    'the app': (path) => /^\/app-[0-9a-f]+\.(js|wasm)$/.test(path),
    "the engine's script": (path) => /^\/worker[a-z-]*-[0-9a-f]+\.js$/.test(path),
    'the engine': (path) => /^\/worker-[0-9a-f]+\.wasm$/.test(path),
  };
}

/** What may go wrong with an answer. */
export const FAULTS = [
  404, 403, 500, 503, 511, 'reset', 'hang', 'stall', 'cut', 'cut at 0', 'cut at the end', 'short', 'empty',
  'flip', 'html', 'redirect', 'other', 'drip',
];

/** Without something that a navigator has, in a page and in a worker. */
const without = (name) => `delete (globalThis.Navigator ?? WorkerNavigator).prototype.${name}`;

/** What may go wrong with the device's storage, as a script that runs before the app's own. */
export const STORAGE = {
  'no indexedDB': 'delete globalThis.indexedDB; Object.defineProperty(globalThis, "indexedDB", { value: undefined })',
  'indexedDB throws': 'Object.defineProperty(globalThis, "indexedDB", { get() { throw new DOMException("denied", "SecurityError") } })',
  'opening fails': 'IDBFactory.prototype.open = () => { throw new DOMException("denied", "UnknownError") }',
  'opening never ends': 'IDBFactory.prototype.open = () => new EventTarget()',
  'writing fails': 'IDBObjectStore.prototype.put = () => { throw new DOMException("full", "QuotaExceededError") }',
  'reading fails': 'IDBObjectStore.prototype.get = () => { throw new DOMException("lost", "UnknownError") }',
  'transactions fail': 'IDBDatabase.prototype.transaction = () => { throw new DOMException("closing", "InvalidStateError") }',
  'no locks': without('locks'),
  'no DecompressionStream': 'delete globalThis.DecompressionStream',
  'no BroadcastChannel': 'delete globalThis.BroadcastChannel',
  'no navigator.storage': without('storage'),
  'no service worker': without('serviceWorker'),
  'no crypto.subtle': 'delete Crypto.prototype.subtle',
};

/** A host, and what the engine itself finds. */
export async function stage() {
  const host = await open(folder);
  const right = search(join(folder, 'catalogue'), QUERY).hits.map((hit) => hit.id);
  return { host, right };
}

/** Every cell: its name, and what `run` makes of it. */
export function cells() {
  const files = Object.entries(kinds()).flatMap(([kind, isIt]) => FAULTS.map((fault) => ({
    name: `${kind}: ${fault}`, row: kind, fault: (path) => (isIt(path) ? fault : undefined),
  })));
  const once = [404, 500, 'reset', 'cut', 'flip', 'html', 'empty'].map((fault) => ({
    name: `every chunk, the first time: ${fault}`,
    row: 'every chunk, the first time',
    fault: (path, nth) => (path.startsWith('/catalogue/chunks/') && nth === 1 ? fault : undefined),
  }));
  const storage = Object.entries(STORAGE).flatMap(([what, script]) => [false, true].map((isKept) => ({
    name: `storage${isKept ? ', all kept before' : ''}: ${what}`, row: 'storage', script, isKept,
  })));
  return [...files, ...once, ...storage];
}

/**
 * Runs one cell: `{ fault(path, nth), script, isKept }`, or `{ isSound }` where nothing is at fault, in a browser of Playwright's or one of
 * drivers.mjs. Gives `{ outcome, mended, complaints, fired }`: the first two are 'right', 'told',
 * 'false none', 'wrong' or 'waiting', the last says how often the fault came.
 */
export async function run(browser, { host, right, page: at = '' }, cell) {
  const { fault = () => undefined, script, isKept = false, isSound = false } = cell;
  // The app's own files may come from nowhere but the host where a script has to stand in them.
  const shim = (before) => (path) => {
    if (path === '/sw.js') return 404;
    return WORKER.test(path) || PAGE.test(path) ? { before } : undefined;
  };
  let fired = isSound ? 1 : 0;
  const faulty = script ? shim(`${script};`) : fault;
  const watched = (path, nth) => {
    const what = faulty(path, nth);
    if (script ? what?.before : what !== undefined) fired += 1;
    return what;
  };
  host.fault = script ? shim('') : () => undefined;
  host.violations.length = 0;
  const page = await visit(browser);
  try {
    if (isKept) {
      await page.goto(host.url + at);
      await persist(() => page.evaluate(keepAll));
    }
    await page.leave();
    host.forget();
    host.fault = watched;
    await page.goto(`${host.url}${at}#/?q=${encodeURIComponent(QUERY)}`).catch(() => undefined);
    const patience = script ? STORAGE_PATIENCE : PATIENCE;
    const outcome = await settled(page, right, patience, isSound ? ['right'] : ['right', 'told']);
    host.fault = () => undefined;
    const mended = outcome === 'right' ? 'right' : await settled(page, right, MENDED, ['right']);
    return { outcome, mended, fired, isSound, complaints: [...page.complaints, ...host.violations] };
  } finally {
    await page.close();
  }
}

/** Whether what came of a cell is as it should be. */
export const passes = ({ outcome, mended, complaints, fired, isSound }) => (
  (outcome === 'right' || (outcome === 'told' && !isSound)) && mended === 'right' && complaints.length === 0 && fired > 0);

/** Counts, row by row, what came of cells, and says on the spot which of them fail. */
export class Tally {
  rows = new Map();

  failed = 0;

  add(name, row, came) {
    const counts = this.rows.get(row) ?? { run: 0, passed: 0, right: 0, told: 0 };
    counts.run += 1;
    counts.passed += passes(came) ? 1 : 0;
    counts.right += came.outcome === 'right' ? 1 : 0;
    counts.told += came.outcome === 'told' ? 1 : 0;
    this.rows.set(row, counts);
    if (passes(came)) return;
    this.failed += 1;
    const { outcome, mended, fired, complaints } = came;
    console.log(`FAILS  ${name}: first ${outcome}, then ${mended}, came ${fired} times ${complaints.join('; ')}`);
  }

  /** For a table: each row's name, and its counts. */
  lines() {
    return [...this.rows].map(([name, row]) => [name, row.run, row.passed, row.right, row.told]);
  }
}

export const HEAD = ['cells', 'pass', 'of them with the right results all along', 'told what is the matter'];

/** A page of its own for one reader, with nothing on the device. */
async function visit(browser) {
  if (browser.visit) return browser.visit();
  const page = await newPage(browser);
  return {
    complaints: page.complaints,
    goto: (url) => page.goto(url, { waitUntil: 'commit' }),
    evaluate: (work, argument) => page.evaluate(work, argument),
    leave: () => page.goto('about:blank'),
    close: () => page.context().close(),
  };
}

/** Tries again what fails while a page is still on its way. */
async function persist(work) {
  for (let tries = 1; tries < 10; tries += 1) {
    try {
      return await work();
    } catch {
      await new Promise((resolve) => { setTimeout(resolve, 200); });
    }
  }
  return work();
}

/** In the page: keeps the whole collection on the device. */
async function keepAll() {
  const part = (name) => document.querySelector('biblio-bus')?.shadowRoot?.querySelector(`[part~="${name}"]`);
  let isAsked = false;
  for (let tries = 0; tries < 400; tries += 1) {
    if (part('keeping')?.dataset.state === 'whole') return;
    if (!isAsked && part('keep')) {
      isAsked = true;
      part('keep').click();
    }
    await new Promise((resolve) => { setTimeout(resolve, 100); });
  }
  throw new Error('not kept within 40 seconds');
}

/** What the reader sees, once it is one of `enough` or the time is over. */
export async function settled(page, right, time, enough) {
  const deadline = Date.now() + time;
  let seen = 'waiting';
  while (Date.now() < deadline) {
    seen = await page.evaluate(look, right).catch(() => 'waiting');
    if (enough.includes(seen) || seen === 'wrong' || seen === 'false none') return seen;
    await new Promise((resolve) => { setTimeout(resolve, 100); });
  }
  return seen;
}

/** In the page: what stands there now. */
export function look(right) {
  const root = document.querySelector('biblio-bus')?.shadowRoot;
  const all = (name) => [...(root?.querySelectorAll(`[part~="${name}"]`) ?? [])];
  const status = all('status')[0];
  if (all('problem').length > 0) return 'told';
  // Before the page has its styles, nothing is painted.
  const isShown = (element) => {
    const style = getComputedStyle(element);
    return element.getClientRects().length > 0 && style.animationName === 'late' && style.visibility === 'visible';
  };
  const late = document.querySelector('.late');
  if (late && isShown(late)) return 'told';
  if (status?.dataset.state === 'nothing') return 'false none';
  if (status?.dataset.state !== 'settled') return 'waiting';
  const found = all('result').map((result) => result.dataset.id);
  const isPart = 'partial' in status.dataset;
  if (found.length === 0) return isPart ? 'told' : 'false none';
  if (right.every((id, at) => found[at] === id)) return 'right';
  return isPart ? 'told' : 'wrong';
}
