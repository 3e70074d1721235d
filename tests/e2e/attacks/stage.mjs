// A library whose every text is an attack, and a host for it: with the strict policy of a careful
// host, and with none, since nothing may rest on the policy alone.
import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { extname, join, normalize } from 'node:path';
import { chromium } from 'playwright-core';
import { bibliobus } from '../lib.mjs';
import { POLICY, folder } from '../site.mjs';
import { PREFIX, answer, write } from './settings.mjs';

const KINDS = {
  '.html': 'text/html; charset=utf-8', '.js': 'text/javascript', '.css': 'text/css', '.wasm': 'application/wasm', '.json': 'application/json',
  '.svg': 'image/svg+xml', '.png': 'image/png', '.webmanifest': 'application/manifest+json', '.xml': 'text/xml',
};

/** Serves `host.folder` and `host.pages`, with a policy or without one. */
async function serve() {
  const server = createServer((request, response) => {
    const path = decodeURIComponent(new URL(request.url, 'http://host').pathname);
    const headers = host.policy ? { 'Content-Security-Policy': host.policy } : {};
    const say = (status, kind, body) => response.writeHead(status, { ...headers, 'Content-Type': kind, 'Cache-Control': 'no-cache' }).end(body);
    if (path.startsWith('/live/')) return say(200, KINDS['.json'], JSON.stringify(answer(path.slice('/live/'.length))));
    if (host.pages[path]) return say(200, KINDS['.html'], host.pages[path]);
    const file = join(host.folder, normalize(path.endsWith('/') ? `${path}index.html` : path));
    if (!existsSync(file) || !statSync(file).isFile()) return say(404, 'text/plain', '');
    return say(200, KINDS[extname(file)] ?? 'application/octet-stream', readFileSync(file));
  });
  await new Promise((resolve) => { server.listen(0, '127.0.0.1', resolve); });
  const host = {
    url: `http://127.0.0.1:${server.address().port}/`,
    folder: '', policy: POLICY, pages: {},
    close: () => { server.close(); server.closeAllConnections(); },
  };
  return host;
}

/** A browser that reaches nothing but this computer. */
export const launch = () => chromium.launch({
  executablePath: process.env.CHROME_PATH ?? '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage', '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1'],
});

/** Builds the library out of the payloads that `isWanted`, and serves it. */
export async function stage(isWanted) {
  const desk = mkdtempSync(join(tmpdir(), 'bibliobus-attacks-'));
  const host = await serve();
  const settings = write(desk, `${host.url}live/`, isWanted);
  const catalogue = join(desk, 'catalogue');
  const site = join(desk, 'site');
  build('build', '--settings', settings, '-o', catalogue, '--as-of', '2026-11-20');
  bibliobus('site', catalogue, '-o', site);
  host.folder = site;
  // Beside it a small one, for what has nothing to do with the texts of a library.
  cpSync(join(folder, 'catalogue'), join(site, 'small'), { recursive: true });
  host.pages['/small.html'] = readFileSync(join(site, 'index.html'), 'utf8').replace('catalogue="catalogue/"', 'catalogue="small/"');
  return { desk, host, settings, catalogue, site, end: () => { host.close(); rmSync(desk, { recursive: true }); } };
}

/** A build that may leave with 2: some of what was given is at fault, as it is meant to be. */
function build(...words) {
  try {
    execFileSync(process.env.BIBLIOBUS_BIN ?? 'bibliobus', ['--quiet', ...words], { stdio: 'ignore' });
  } catch (error) {
    if (error.status !== 2) throw error;
  }
}

/** The letters of all lists, from the first to the third. */
export const drawers = (catalogue) => ['creators', 'titles', 'subjects', 'series'].flatMap((list) =>
  JSON.parse(bibliobus('browse', catalogue, list, '--json', '--limit', '0')).letters.map(({ text }) => ({ list, letter: text })));

/** The ids of all records. */
export const ids = (catalogue) => bibliobus('export', catalogue, '--to', 'ndjson').split('\n').filter(Boolean).map((line) => JSON.parse(line).id);

export { PREFIX };
