// One call after another fails once, as SQLite is tested: the n-th request for a file of the
// catalogue, or the n-th call to the device's storage, for n = 1, 2, 3 … until none is left to fail.
import assert from 'node:assert/strict';
import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MENDED, PATIENCE, STORAGE_PATIENCE, WORKER, settled } from './faults.mjs';
import { Reader, bibliobus, open, search } from './lib.mjs';
import { folder, newPage } from './site.mjs';

const RECORDS = 150;
const [FIRST, SECOND] = ['harbour', 'steppe'];
/** The title of the record that is opened. */
const OPENED = 'The harbour of volume 2';

const pause = (time) => new Promise((resolve) => { setTimeout(resolve, time); });

/** A host of a small catalogue, so that not too many calls are made. */
export async function stage() {
  const desk = mkdtempSync(join(tmpdir(), 'bibliobus-'));
  const [site, input] = [join(desk, 'site'), join(desk, 'records.ndjson')];
  cpSync(folder, site, { recursive: true });
  rmSync(join(site, 'catalogue'), { recursive: true });
  const kinds = ['river', SECOND, FIRST];
  const lines = Array.from({ length: RECORDS }, (_, n) => ({ id: `r${n}`, title: `The ${kinds[n % 3]} of volume ${n}` }));
  writeFileSync(input, lines.map((line) => JSON.stringify(line)).join('\n'));
  bibliobus('build', input, '-o', join(site, 'catalogue'), '--as-of', '2026-08-20');
  const host = await open(site);
  const truth = (words) => search(join(site, 'catalogue'), words).hits.map((hit) => hit.id);
  const end = async () => {
    await host.stop();
    rmSync(desk, { recursive: true });
  };
  return { host, end, right: { [FIRST]: truth(FIRST), [SECOND]: truth(SECOND) } };
}

/** What becomes of a request, by the name of the loop; it fails once. */
export const REQUESTS = { 'gets a 404': 404, 'is reset': 'reset', 'is cut': 'cut', 'gets one bit wrong': 'flip' };

/** What becomes of a call to storage, as JavaScript with `real`, `self` and `words` at hand. */
export const CALLS = {
  throws: 'throw new DOMException("lost", "UnknownError")',
  'is undone': `const request = real.apply(self, words);
    if (request instanceof IDBOpenDBRequest) request.addEventListener('success', () => request.result.close());
    else (request.transaction ?? request).abort();
    return request`,
  'is never answered': 'return new EventTarget()',
};

/** In the worker: the n-th call of them all meets its fate, and the host hears of it. */
const shim = (n, fate) => `{
  let left = ${n};
  const spoil = (prototype, name) => {
    const real = prototype[name];
    prototype[name] = function (...words) {
      const self = this;
      left -= 1;
      if (left !== 0) return real.apply(self, words);
      fetch('/fired');
      ${fate};
    };
  };
  spoil(IDBFactory.prototype, 'open');
  spoil(IDBDatabase.prototype, 'transaction');
  for (const name of ['get', 'getAll', 'getKey', 'getAllKeys', 'put', 'add', 'delete', 'count', 'openCursor', 'clear']) {
    spoil(IDBObjectStore.prototype, name);
  }
};`;

/** Lets the n-th call fail and plays the scene; says whether it came to that call. */
export async function failNth(browser, scene, n, { request, call }) {
  const { host } = scene;
  host.forget();
  let [asked, fired] = [0, 0];
  host.fault = (path) => {
    if (path === '/fired') fired += 1;
    if (call && WORKER.test(path)) return { before: shim(n, call) };
    if (!request || !path.startsWith('/catalogue/')) return undefined;
    asked += 1;
    if (asked !== n) return undefined;
    fired += 1;
    return request;
  };
  const page = await newPage(browser);
  try {
    await play(new Reader(page, host.url), scene.right, call ? STORAGE_PATIENCE : PATIENCE);
    assert.deepEqual(page.complaints, []);
  } finally {
    host.fault = () => undefined;
    await page.context().close();
  }
  return fired > 0;
}

/** Opens, searches, looks at a record, keeps, and searches again; each of it ends well. */
async function play(reader, right, patience) {
  await reader.page.goto(`${reader.url}#/?q=${FIRST}`);
  await finds(reader, right[FIRST], patience);
  await opens(reader, patience);
  await keeps(reader);
  await reader.page.evaluate((words) => { location.hash = `#/?q=${words}`; }, SECOND);
  await finds(reader, right[SECOND], patience);
}

/** Right, or told and then right without a reload. */
async function finds({ page }, right, patience) {
  const outcome = await settled(page, right, patience, ['right', 'told']);
  assert.match(outcome, /^(right|told)$/, 'a search');
  if (outcome === 'told') assert.equal(await settled(page, right, MENDED, ['right']), 'right', 'a search, later');
}

/** The record is there, at the latest a little after it was said to be missing. */
async function opens(reader, patience) {
  await reader.page.evaluate(() => { location.hash = '#/record/r2'; });
  const record = reader.page.locator('[part~=record]', { hasText: OPENED }).locator('visible=true');
  const problem = reader.part('problem');
  await record.or(problem).first().waitFor({ timeout: patience });
  await problem.waitFor({ state: 'detached', timeout: MENDED });
  await record.waitFor({ timeout: MENDED });
}

/** All is kept; who is told that it stopped presses the button again, within the time of mending. */
async function keeps(reader) {
  await reader.page.evaluate(() => { location.hash = '#/'; });
  const { page } = reader;
  const shown = (state) => page.locator(`[part~=keeping][data-state=${state}]`).first();
  let end = Infinity;
  while (Date.now() < end) {
    const button = reader.part('keep').first();
    await button.or(shown('running')).or(shown('whole')).first().waitFor({ timeout: PATIENCE });
    if (await button.isVisible()) await button.click().catch(() => undefined);
    await shown('whole').or(shown('stopped')).first().waitFor({ timeout: 2 * PATIENCE });
    if (await shown('whole').isVisible()) return;
    end = Math.min(end, Date.now() + MENDED);
    await pause(300);
  }
  assert.fail('not kept, though only one call failed');
}

/** Runs one loop to its end: how many calls failed, and what went wrong. */
export async function loop(browser, scene, fate, tell = () => undefined) {
  const failures = [];
  for (let n = 1; ; n += 1) {
    try {
      if (!(await failNth(browser, scene, n, fate))) return { calls: n - 1, failures };
    } catch (error) {
      failures.push(n);
      tell(n, error.message.split('\n')[0]);
    }
    assert.ok(n < 1000, 'a loop without an end');
  }
}
