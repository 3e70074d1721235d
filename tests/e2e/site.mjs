// What the tests in browsers share: a server for a built site, as strict as a careful host's,
// and a browser.
import assert from 'node:assert/strict';
import { createReadStream, existsSync, readFileSync, statSync } from 'node:fs';
import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import { extname, join, normalize } from 'node:path';
import { chromium } from 'playwright-core';

/** The folder with the app and its catalogue. */
export const folder = process.env.BIBLIOBUS_SITE ?? 'site';
/** Pages beside the search, and what is there once they are. */
export const ASIDE = {
  browse: '[data-facet=access] [part~=browse-link]',
  'browse/creators': '[part~=drawer] [part~=browse-link]',
  'browse/titles': '[part~=drawer] [part~=browse-link]',
  device: '[part~=portion]',
  help: '[part~=help] .help-ways',
};

export const POLICY = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; connect-src 'self'; "
  + "style-src 'self'; img-src 'self' data:; worker-src 'self'; manifest-src 'self'; "
  + "base-uri 'none'; form-action 'self'; require-trusted-types-for 'script'; "
  + 'trusted-types bibliobus bibliobus-boot';

const KINDS = {
  '.html': 'text/html; charset=utf-8', '.js': 'text/javascript', '.css': 'text/css',
  '.wasm': 'application/wasm', '.json': 'application/json', '.svg': 'image/svg+xml',
  '.png': 'image/png', '.webmanifest': 'application/manifest+json',
};

/**
 * Serves the site. `refuse` says which paths get a 404, `hold` which ones wait for so many
 * milliseconds, `pages` gives pages that are not in the folder, and `answers` what a library's
 * system answers at a path. `site.catalogue` may name another folder for the catalogue.
 */
export async function serve({ refuse = () => false, hold = () => 0, pages = {}, answers = {} } = {}) {
  const asked = [];
  const server = createServer(async (request, response) => {
    const path = decodeURIComponent(new URL(request.url, 'http://site').pathname);
    asked.push(path);
    await new Promise((resolve) => { setTimeout(resolve, site.hold(path)); });
    const headers = { 'Content-Security-Policy': POLICY, 'Cache-Control': 'no-cache' };
    if (pages[path]) {
      response.writeHead(200, { ...headers, 'Content-Type': KINDS['.html'] });
      return response.end(pages[path]);
    }
    if (answers[path]) {
      const { status = 200, body } = answers[path];
      response.writeHead(status, { ...headers, 'Content-Type': KINDS['.json'] });
      return response.end(typeof body === 'string' ? body : JSON.stringify(body));
    }
    const own = site.catalogue && path.startsWith('/catalogue/');
    const file = own
      ? join(site.catalogue, normalize(path.slice('/catalogue'.length)))
      : join(folder, normalize(path.endsWith('/') ? `${path}index.html` : path));
    if (site.refuse(path) || !existsSync(file) || !statSync(file).isFile()) {
      response.writeHead(404, headers);
      return response.end();
    }
    response.writeHead(200, { ...headers, 'Content-Type': KINDS[extname(file)] ?? 'application/octet-stream' });
    return createReadStream(file).pipe(response);
  });
  const listen = (port) => new Promise((resolve) => { server.listen(port, '127.0.0.1', resolve); });
  await listen(0);
  const { port } = server.address();
  const site = {
    url: `http://127.0.0.1:${port}/`,
    asked,
    refuse,
    hold,
    catalogue: undefined,
    /** Nobody answers any more, until `start`. */
    stop: () => new Promise((resolve) => { server.close(resolve); server.closeAllConnections(); }),
    start: () => listen(port),
  };
  return site;
}

export const launch = () => chromium.launch({
  executablePath: process.env.CHROME_PATH ?? '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage'],
});

/** A page that remembers what the browser complained of. */
export async function newPage(browser, options = {}) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, ...options });
  const page = await context.newPage();
  page.complaints = [];
  page.on('console', (message) => {
    if (/Content Security Policy|Trusted ?Type|panicked/i.test(message.text())) page.complaints.push(message.text());
  });
  page.on('pageerror', (error) => page.complaints.push(String(error)));
  return page;
}

const axe = () => readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/**
 * No rule of axe is broken on the page, or in what is `within` it; the strictest contrast among them.
 * `state` says where.
 */
export async function hasNoBarriers(page, state, within) {
  // Playwright's own context, so that the page's policy does not refuse the script.
  const session = await page.context().newCDPSession(page);
  await session.send('Runtime.evaluate', { expression: `if (!window.axe) { ${axe()} }` });
  const found = await page.evaluate(async (within) => {
    const rules = { 'color-contrast-enhanced': { enabled: true }, 'target-size': { enabled: true } };
    const { violations } = await window.axe.run(within ?? document, { rules });
    return violations.map((v) => `${v.id}: ${v.nodes.map((n) => n.target.flat().join(' ') + ' ' + (n.any[0]?.message ?? '')).slice(0, 4).join(' | ')}`);
  }, within);
  assert.deepEqual(found, [], state);
}
