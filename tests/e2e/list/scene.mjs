// What the cells of the list share: a visitor who says what is seen, and ways for a host to answer.
//
// A cell is `{ entry, name, run }`: the entry of the list it stands for, what is done in words, and
// a function of the scene that throws if the rule does not hold.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { extname, join } from 'node:path';
import { chromium } from 'playwright-core';
import { MENDED, PATIENCE, QUERY, STORAGE_PATIENCE, WORKER, run, settled, stage } from '../faults.mjs';
import { KINDS, Reader } from '../lib.mjs';
import { POLICY, launch, newPage } from '../site.mjs';

export const fine = () => undefined;
export const isChunk = (path) => path.startsWith('/catalogue/chunks/');
export const isCatalogue = (path) => path.startsWith('/catalogue/');
export const isApp = (path) => /^\/app-[0-9a-f]+\.wasm$/.test(path);
export const isEngine = (path) => /^\/worker-[0-9a-f]+\.wasm$/.test(path);

/** A host, a browser, and what the engine itself finds; `end` takes all of it down. */
export async function open() {
  const { host, right } = await stage();
  const browser = await launch();
  const desks = [];
  const desk = () => {
    desks.push(mkdtempSync(join(tmpdir(), 'bibliobus-')));
    return desks.at(-1);
  };
  const end = async () => {
    await browser.close();
    await host.stop();
    desks.forEach((folder) => rmSync(folder, { recursive: true, force: true }));
  };
  return { host, right, browser, desk, end };
}

/** Someone at a page, who says what is seen. */
export class Visitor extends Reader {
  /** How long a word may take. */
  patience = PATIENCE;

  constructor(page, url, right) {
    super(page, url);
    this.right = right;
  }

  /** Asks by the page's address: on a page that is open already nothing is loaded anew. */
  async ask(text = QUERY) {
    await this.page.goto(`${this.url}#/?q=${encodeURIComponent(text)}`).catch(() => undefined);
  }

  async askAnew(text = QUERY) {
    await this.page.goto('about:blank');
    await this.ask(text);
  }

  /** Within its time it ends well: in the right results or in a word of what is the matter. */
  async ends(allowed = ['right', 'told'], right = this.right) {
    const seen = await settled(this.page, right, this.patience, allowed);
    assert.ok(allowed.includes(seen), `seen: ${seen}, not ${allowed.join(' or ')}`);
    return seen;
  }

  /** The right results are there soon, without a reload. */
  async mends(right = this.right) {
    const seen = await settled(this.page, right, MENDED, ['right']);
    assert.equal(seen, 'right', 'soon after the fault is over');
  }

  /** Until the panel of keeping is in one of these states. */
  async keeping(...states) {
    const wanted = states.map((state) => `[part~=keeping][data-state=${state}]`).join(', ');
    await this.page.locator(wanted).first().waitFor({ timeout: 20_000 });
    return this.keepingState();
  }

  async leave() {
    assert.deepEqual(this.page.complaints, []);
    await this.page.context().close();
  }
}

/** A new visitor in a context of their own. */
export async function visit({ browser, host, right }, { shim, ...options } = {}) {
  host.fault = shimmed(shim);
  host.forget();
  return new Visitor(await newPage(browser, options), host.url, right);
}

/** A script that runs in the engine's worker before everything else. */
export const shimmed = (script, fault = fine) =>
  (path, nth) => (script && WORKER.test(path) ? { before: `${script};` } : fault(path, nth));

/** Does `work` with a new visitor, and ends the visit whatever comes. */
export async function visiting(scene, options, work) {
  const visitor = await visit(scene, options);
  try {
    await work(visitor);
    assert.deepEqual(visitor.page.complaints, []);
  } finally {
    scene.host.fault = fine;
    await visitor.page.context().close();
  }
}

/** Entries of the device's storage have less time; of being frozen, the host is slow too. */
const isOfStorage = (entry) => entry.startsWith('S') && entry !== 'S16';

/** A cell of one visit. */
export const cell = (entry, name, work, options = {}) => ({
  entry,
  name,
  run: (scene) => visiting(scene, options, (visitor) => {
    if (isOfStorage(entry)) visitor.patience = STORAGE_PATIENCE;
    return work(visitor, scene);
  }),
});

/** Keeps all, unless it is all here or on its way already, and says how that ended. */
export async function keeps(visitor) {
  const panel = visitor.part('keeping').first();
  const button = visitor.part('keep').first();
  let isAsked = false;
  let state;
  for (const end = Date.now() + 20_000; Date.now() < end; await pause(100)) {
    state = await panel.getAttribute('data-state', { timeout: 10_000 });
    if (state === 'whole' || (state === 'stopped' && isAsked)) return state;
    if (isAsked || state === 'running') continue;
    isAsked = await button.click({ timeout: 2000 }).then(() => true, () => false);
  }
  return assert.fail(`still ${state}`);
}

/** A browser with a profile on disk and what else its command line says. */
export async function launchWith(profile, { args = [], ...options } = {}) {
  return chromium.launchPersistentContext(profile, {
    executablePath: process.env.CHROME_PATH ?? '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage', ...args],
    viewport: { width: 1280, height: 800 },
    ...options,
  });
}

/** A visitor in a browser with a profile of its own. */
export async function visitorIn(context, { host, right }) {
  const page = await context.newPage();
  page.complaints = [];
  page.on('pageerror', (error) => page.complaints.push(String(error)));
  return new Visitor(page, host.url, right);
}

/** A cell of a host that answers otherwise all along; `expected` is what has to be seen first. */
export const hostCell = (entry, name, fault, expected, { isKept, complains } = {}) => ({
  entry,
  name,
  run: async (scene) => {
    const { outcome, mended, complaints, fired } = await run(scene.browser, scene, { fault, isKept });
    assert.match(outcome, expected ?? /^(right|told)$/);
    assert.equal(mended, 'right', 'soon after the fault is over');
    assert.ok(fired > 0, 'the fault came');
    if (!complains) assert.deepEqual(complaints, []);
  },
});

/** Answers with a file as it is, or as `change` makes it, and with further headers. */
export const give = (from, headers = {}, change = (bytes) => bytes) => (request, response, asked) => {
  const file = from ?? asked;
  if (!existsSync(file)) {
    response.writeHead(404);
    return response.end();
  }
  const bytes = change(readFileSync(file));
  response.writeHead(200, {
    'Content-Security-Policy': POLICY,
    'Content-Type': KINDS[extname(file)] ?? 'application/octet-stream',
    'Content-Length': bytes.length,
    'Cache-Control': 'no-cache',
    ...headers,
  });
  return response.end(bytes);
};

/** Answers with a page of our own. */
export const page = (html, policy = POLICY) => (request, response) => {
  response.writeHead(200, { 'Content-Type': 'text/html; charset=utf-8', ...(policy && { 'Content-Security-Policy': policy }) });
  response.end(`<!DOCTYPE html><html lang="ru"><meta charset="utf-8"><title>A page</title>${html}`);
};

/** Answers with a status and headers alone. */
export const head = (status, headers) => (request, response) => {
  response.writeHead(status, headers);
  response.end();
};

/** Does `work` in a folder that is a small disk of its own, which takes the rights to mount one. */
export function mounted(folder, size, work) {
  mkdirSync(folder, { recursive: true });
  execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${size}`, 'tmpfs', folder]);
  return work(folder).finally(() => execFileSync('umount', ['--lazy', folder]));
}

/** The host is not there while `work` is done. */
export async function withoutHost({ host }, work) {
  await host.stop();
  try {
    await work();
  } finally {
    await host.start();
  }
}

export const pause = (time) => new Promise((resolve) => { setTimeout(resolve, time); });

/** Until `holds` does, for ten seconds at most. */
export async function until(holds, words) {
  for (const end = Date.now() + 10_000; Date.now() < end; await pause(50)) {
    if (await holds()) return;
  }
  assert.fail(`not within ten seconds: ${words}`);
}
