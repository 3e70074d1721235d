// What the offline tests share: a host whose lines break on demand, the command line, and a
// reader who looks at the page through its parts.
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, readdirSync, statSync } from 'node:fs';
import { createServer } from 'node:http';
import { basename, dirname, extname, join, normalize } from 'node:path';
import { POLICY } from './site.mjs';

export const KINDS = {
  '.html': 'text/html; charset=utf-8', '.js': 'text/javascript', '.css': 'text/css',
  '.wasm': 'application/wasm', '.json': 'application/json', '.svg': 'image/svg+xml',
  '.png': 'image/png', '.webmanifest': 'application/manifest+json',
};

/** How long an answer takes that is late, in milliseconds. */
const LATE = 25;

const REPORTS = '/violation';
/** A policy of which the host hears what is against it. */
export const reported = (policy) => `${policy}; report-uri ${REPORTS}`;
const REPORTED = reported(POLICY);

/**
 * A host for `folder`. It counts what it is asked for. `host.fault(path, nth)` may name what
 * goes wrong with the nth request for a path, counted from one: a status number, one of `FAULTS`
 * in faults.mjs, `{ before }` for a script that runs before the file's own, a function that
 * answers by itself, or nothing.
 */
export async function open(folder) {
  const counts = new Map();
  const violations = [];
  const server = createServer((request, response) => {
    const path = decodeURIComponent(new URL(request.url, 'http://host').pathname);
    if (path === REPORTS) return report(request, response, violations);
    if (host.pages[path]) return host.pages[path](request, response);
    counts.set(path, (counts.get(path) ?? 0) + 1);
    const file = join(folder, normalize(path.endsWith('/') ? `${path}index.html` : path));
    const fault = host.fault(path, counts.get(path));
    if (fault === undefined && !(existsSync(file) && statSync(file).isFile())) return say(response, 404);
    return answer(request, response, file, fault);
  });
  const listen = (port) => new Promise((resolve) => { server.listen(port, '127.0.0.1', resolve); });
  await listen(0);
  const { port } = server.address();
  const host = {
    url: `http://127.0.0.1:${port}/`,
    fault: () => undefined,
    /** What is at some paths, whatever is at fault: functions that answer by themselves. */
    pages: {},
    /** How many requests came for paths that match. */
    asked: (pattern) => [...counts].filter(([path]) => pattern.test(path)).reduce((sum, [, n]) => sum + n, 0),
    forget: () => counts.clear(),
    /** What browsers reported to be against the policy, in pages and in workers. */
    violations,
    stop: () => new Promise((resolve) => { server.close(resolve); server.closeAllConnections(); }),
    start: () => listen(port),
  };
  return host;
}

function answer(request, response, file, fault) {
  if (typeof fault === 'function') return fault(request, response, file);
  if (typeof fault === 'number') return say(response, fault);
  if (fault === 'reset') return request.socket.destroy();
  if (fault === 'hang') return undefined;
  if (fault === 'late') return setTimeout(() => answer(request, response, file), LATE);
  if (fault === 'redirect') return say(response, 302, { Location: '/sign-in' });
  const bytes = body(file, fault);
  response.writeHead(200, {
    'Content-Security-Policy': REPORTED,
    'Content-Type': fault === 'html' ? KINDS['.html'] : KINDS[extname(file)] ?? 'application/octet-stream',
    'Content-Length': bytes.length,
    'Cache-Control': cacheControl(file, fault),
  });
  const broken = { stall: 0.5, cut: 0.5, 'cut at 0': 0, 'cut at the end': 1 }[fault];
  if (broken !== undefined) {
    const end = Math.max(0, Math.min(Math.floor(bytes.length * broken), bytes.length - 1));
    const leave = () => fault !== 'stall' && request.socket.destroy();
    response.flushHeaders();
    return end > 0 ? response.write(bytes.subarray(0, end), leave) : leave();
  }
  return fault === 'drip' ? drip(response, bytes) : response.end(bytes);
}

/** As a careful host has it: what is named by its content never changes. */
function cacheControl(file, fault) {
  if (fault?.before !== undefined) return 'no-store';
  return /[0-9a-f]{16}/.test(file) ? 'public, max-age=31536000, immutable' : 'no-cache';
}

/** What is sent for a file. */
function body(file, fault) {
  if (fault === 'html') return Buffer.from('<!DOCTYPE html><title>Sign in</title>');
  if (fault === 'empty') return Buffer.alloc(0);
  if (fault === 'other') return readFileSync(neighbour(file));
  const bytes = readFileSync(file);
  if (fault === 'flip') bytes[bytes.length >> 1] ^= 1;
  if (fault === 'short') return bytes.subarray(0, bytes.length >> 1);
  if (fault?.before) return Buffer.concat([Buffer.from(fault.before), bytes]);
  return bytes;
}

/** Another file of the same kind, where there is one. */
function neighbour(file) {
  const others = readdirSync(dirname(file)).filter((name) => extname(name) === extname(file) && name !== basename(file));
  return join(dirname(file), others.sort().at(-1) ?? basename(file));
}

/** Twenty pieces with pauses between them. */
async function drip(response, bytes) {
  const size = Math.ceil(bytes.length / 20);
  for (let at = 0; at < bytes.length; at += size) {
    response.write(bytes.subarray(at, at + size));
    await new Promise((resolve) => { setTimeout(resolve, 40); });
  }
  response.end();
}

/** Notes what a browser says was against the policy. */
function report(request, response, violations) {
  let text = '';
  request.on('data', (bytes) => { text += bytes; });
  request.on('end', () => { violations.push(text); say(response, 204); });
}

function say(response, status, headers = {}) {
  response.writeHead(status, { 'Content-Security-Policy': REPORTED, ...headers });
  response.end();
}

/** The command line. */
export function bibliobus(...words) {
  const program = process.env.BIBLIOBUS_BIN ?? 'bibliobus';
  return execFileSync(program, ['--quiet', ...words], { encoding: 'utf8', maxBuffer: 1 << 28 });
}

/** What the command line finds. */
export const search = (catalogue, text, limit = 10) =>
  JSON.parse(bibliobus('search', catalogue, '--limit', String(limit), '--json', '--', text));

const part = (name) => `[part~="${name}"]`;

/** Someone at a page of the app. */
export class Reader {
  constructor(page, url) {
    this.page = page;
    this.url = url;
  }

  async come(address = '#/') {
    await this.page.goto('about:blank');
    await this.page.goto(this.url + address);
    await this.see('input');
  }

  part(name) {
    return this.page.locator(part(name));
  }

  see(name, options = {}) {
    return this.part(name).first().waitFor({ timeout: 20_000, ...options });
  }

  /** The ids found, in their order, once the search has settled. */
  async find(text) {
    await this.part('input').fill('');
    await this.part('input').fill(text);
    return this.found();
  }

  async found() {
    await this.page.locator(`${part('status')}[data-state=settled]`).waitFor({ timeout: 20_000 });
    return this.part('result').evaluateAll((results) => results.map((result) => result.dataset.id));
  }

  /** What the page of a record says, once all of it is there: also the shelf around it. */
  async record(id) {
    await this.come(`#/record/${encodeURIComponent(id)}`);
    const shown = `${part('record')}[data-id="${id}"][data-state=settled]`;
    await this.page.locator(`${shown} ${part('place')}, ${shown} ${part('open')}`).first().waitFor({ timeout: 20_000 });
    return {
      text: (await this.part('record').innerText()).trim(),
      places: await this.part('place').allInnerTexts(),
      links: await this.part('open').evaluateAll((links) => links.map((link) => link.href)),
    };
  }

  /** Keeps the whole collection on the device. */
  async keep() {
    await this.part('keep').first().click();
    await this.page.locator(`${part('keeping')}[data-state=whole]`).first().waitFor({ timeout: 60_000 });
  }

  keepingState() {
    return this.part('keeping').first().getAttribute('data-state');
  }

  /** Until the app's own files are on the device. */
  serviceWorker() {
    return this.page.evaluate(async () => {
      const registration = await navigator.serviceWorker.ready;
      const worker = registration.active;
      if (worker.state !== 'activated') {
        await new Promise((resolve) => { worker.onstatechange = () => worker.state === 'activated' && resolve(); });
      }
    });
  }
}

/** What is in a store on the device: paths, below the catalogue's address, and bytes. */
export function stored(page, store = 'files') {
  return page.evaluate((store) => new Promise((resolve, reject) => {
    const opening = indexedDB.open('bibliobus');
    opening.onerror = () => reject(opening.error);
    opening.onsuccess = () => {
      const all = opening.result.transaction(store).objectStore(store);
      const [keys, values] = [all.getAllKeys(), all.getAll()];
      values.onsuccess = () => {
        opening.result.close();
        resolve(keys.result.map((key, n) => [key.split('\n')[1], [...values.result[n]]]));
      };
    };
  }), store);
}

/** Damages every file on the device: one bit of each. */
export function damage(page) {
  return page.evaluate(() => new Promise((resolve, reject) => {
    const opening = indexedDB.open('bibliobus');
    opening.onerror = () => reject(opening.error);
    opening.onsuccess = () => {
      const change = opening.result.transaction('files', 'readwrite');
      let count = 0;
      change.objectStore('files').openCursor().onsuccess = ({ target: { result: cursor } }) => {
        if (!cursor) return;
        const bytes = cursor.value;
        bytes[bytes.length >> 1] ^= 1;
        cursor.update(bytes);
        count += 1;
        cursor.continue();
      };
      change.oncomplete = () => { opening.result.close(); resolve(count); };
      change.onabort = () => reject(change.error);
    };
  }));
}
