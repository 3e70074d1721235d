// The strictest page: no policy of Trusted Types may be made, so no worker can be started.
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { Reader, open, search } from './lib.mjs';
import { folder, launch, newPage } from './site.mjs';

const STRICT = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; connect-src 'self'; style-src 'self'; "
  + "img-src 'self' data:; worker-src 'self'; require-trusted-types-for 'script'; trusted-types 'none'; "
  + "base-uri 'none'; form-action 'self'";
const QUERY = 'толстой';

describe('a page that may start no worker', () => {
  let host;
  let browser;
  const expected = search(join(folder, 'catalogue'), QUERY).hits.map((hit) => hit.id);

  before(async () => {
    host = await open(folder);
    browser = await launch();
  });
  after(async () => {
    await browser.close();
    await host.stop();
  });

  /** A page with this policy and this tag; `page.violations` fills as the browser complains. */
  const visit = async (policy, tag) => {
    host.fault = (path) => (path === '/strict.html' ? (_, response) => {
      response.writeHead(200, { 'Content-Type': 'text/html; charset=utf-8', 'Content-Security-Policy': policy });
      response.end(`<!DOCTYPE html><html lang="ru"><title>t</title><link rel="icon" href="data:,">
        <script type="module" src="embed.js"></script><body>${tag}</body></html>`);
    } : undefined);
    const page = await newPage(browser);
    page.violations = [];
    await page.exposeFunction('noteViolation', (what) => page.violations.push(what));
    await page.addInitScript(() => document.addEventListener(
      'securitypolicyviolation', (event) => globalThis.noteViolation(`${event.effectiveDirective} ${event.blockedURI} ${event.sample}`),
    ));
    await page.goto(`${host.url}strict.html`);
    const reader = new Reader(page, host.url);
    await reader.see('input');
    return reader;
  };

  test('with engine="page" everything works, and the browser has nothing to complain of', async () => {
    const reader = await visit(STRICT, '<biblio-bus catalogue="catalogue/" engine="page" lang="ru"></biblio-bus>');
    assert.deepEqual((await reader.find(QUERY)).slice(0, expected.length), expected);
    await reader.part('result').first().locator('.title-link').click();
    await reader.page.locator('[part~="record"][data-state=settled]').waitFor();
    await reader.part('back').first().click();
    await reader.keep();
    assert.equal(reader.page.workers().length, 0);
    assert.deepEqual(reader.page.violations, []);
    assert.deepEqual(reader.page.complaints, []);
    await reader.page.context().close();
  });

  test('without it the search runs all the same', async () => {
    const reader = await visit(STRICT, '<biblio-bus catalogue="catalogue/" lang="ru"></biblio-bus>');
    assert.deepEqual((await reader.find(QUERY)).slice(0, expected.length), expected);
    await reader.page.context().close();
  });

  test('nor does a page without worker-src stop it', async () => {
    const policy = STRICT.replace("worker-src 'self'", "worker-src 'none'").replace(/require-trusted[^;]*; trusted[^;]*; /, '');
    const reader = await visit(policy, '<biblio-bus catalogue="catalogue/" lang="ru"></biblio-bus>');
    assert.deepEqual((await reader.find(QUERY)).slice(0, expected.length), expected);
    await reader.page.context().close();
  });
});
