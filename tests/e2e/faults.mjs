// The faults of reliability: what a cell of the matrix is, how it is run, and what came of it.
//
// A cell is one fault of one kind of file, or of the device. It passes when within its time the
// reader sees the right results, to the id, or a state that says what is the matter; never other
// results, never "nothing found", never a page that only waits; and when, without a reload, the
// right results are there soon after the fault is over.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Reader, open, search } from './lib.mjs';
import { folder, newPage } from './site.mjs';

/** The script that the engine's worker begins with. */
export const WORKER = /^\/worker-start-[0-9a-f]+\.js$/;

/** How long a reader may be left without an answer or a word, in milliseconds. */
export const PATIENCE = 12_000;
/** How long after the end of a fault the right results may take. */
export const MENDED = 6_000;

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

/** What may go wrong with the device's storage, as a script that runs before the page's. */
export const STORAGE = {
  'no indexedDB': 'delete globalThis.indexedDB; Object.defineProperty(globalThis, "indexedDB", { value: undefined })',
  'indexedDB throws': 'Object.defineProperty(globalThis, "indexedDB", { get() { throw new DOMException("denied", "SecurityError") } })',
  'opening fails': 'IDBFactory.prototype.open = () => { throw new DOMException("denied", "UnknownError") }',
  'opening never ends': 'IDBFactory.prototype.open = () => new EventTarget()',
  'writing fails': 'IDBObjectStore.prototype.put = () => { throw new DOMException("full", "QuotaExceededError") }',
  'reading fails': 'IDBObjectStore.prototype.get = () => { throw new DOMException("lost", "UnknownError") }',
  'transactions fail': 'IDBDatabase.prototype.transaction = () => { throw new DOMException("closing", "InvalidStateError") }',
  'no locks': 'delete Navigator.prototype.locks',
  'no DecompressionStream': 'delete globalThis.DecompressionStream',
  'no BroadcastChannel': 'delete globalThis.BroadcastChannel',
  'no navigator.storage': 'delete Navigator.prototype.storage',
  'no service worker': 'delete Navigator.prototype.serviceWorker',
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
 * Runs one cell: `{ fault(path, nth), script, isKept }`. Gives `{ outcome, mended }`, each of them
 * 'right', 'told', 'false none', 'wrong' or 'waiting'.
 */
export async function run(browser, { host, right }, { fault = () => undefined, script, isKept = false }) {
  host.fault = () => undefined;
  const page = await newPage(browser);
  const reader = new Reader(page, host.url);
  try {
    if (isKept) {
      await reader.come();
      await reader.keep();
    }
    // The device's storage is the engine's matter: the script runs where the engine does.
    const shim = (path, nth) => (script && WORKER.test(path) ? { before: `${script};` } : fault(path, nth));
    host.forget();
    host.fault = shim;
    await page.goto('about:blank');
    await page.goto(`${host.url}#/?q=${encodeURIComponent(QUERY)}`).catch(() => undefined);
    const outcome = await settled(page, right, PATIENCE, ['right', 'told']);
    host.fault = () => undefined;
    const mended = outcome === 'right' ? 'right' : await settled(page, right, MENDED, ['right']);
    return { outcome, mended, complaints: page.complaints };
  } finally {
    await page.context().close();
  }
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
function look(right) {
  const root = document.querySelector('biblio-bus')?.shadowRoot;
  const all = (name) => [...(root?.querySelectorAll(`[part~="${name}"]`) ?? [])];
  const status = all('status')[0];
  if (all('problem').length > 0) return 'told';
  const isShown = (element) => getComputedStyle(element).visibility === 'visible';
  const late = document.querySelector('.late');
  if (!root && late && isShown(late)) return 'told';
  if (status?.dataset.state === 'nothing') return 'false none';
  if (status?.dataset.state !== 'settled') return 'waiting';
  const found = all('result').map((result) => result.dataset.id);
  const isPart = 'partial' in status.dataset;
  if (found.length === 0) return isPart ? 'told' : 'false none';
  if (right.every((id, at) => found[at] === id)) return 'right';
  return isPart ? 'told' : 'wrong';
}
