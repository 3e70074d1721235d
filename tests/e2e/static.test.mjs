// The pages that `bibliobus site --static` writes: served by `bibliobus serve`, looked at in a browser.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { bibliobus } from './lib.mjs';
import { hasNoBarriers, launch, newPage } from './site.mjs';

const { BIBLIOBUS_BIN: BIN, BIBLIOBUS_CATALOGUE: CATALOGUE, BIBLIOBUS_SHOTS: SHOTS } = process.env;
const BASE = 'https://library.example/catalogue/';

let [browser, desk] = [];
const hosts = {};

/** Serves a folder with the program itself. */
async function serve(folder) {
  const child = spawn(BIN, ['serve', folder, '--port', '0'], { stdio: ['ignore', 'pipe', 'pipe'] });
  const url = await new Promise((resolve, reject) => {
    let said = '';
    const hear = (bytes) => { said += bytes; const found = /http:\/\/[\w.:[\]]+\//.exec(said); if (found) resolve(found[0]); };
    child.stdout.on('data', hear);
    child.stderr.on('data', hear);
    child.once('exit', () => reject(new Error(said)));
  });
  return { url, stop: () => new Promise((resolve) => { child.once('exit', resolve); child.kill(); }) };
}

before(async () => {
  desk = mkdtempSync(join(tmpdir(), 'bibliobus-static-'));
  for (const lang of ['ru', 'en']) {
    const folder = join(desk, lang);
    bibliobus('site', CATALOGUE, '-o', folder, '--static', '--url', BASE, '--lang', lang);
    hosts[lang] = { folder, ...await serve(folder) };
  }
  browser = await launch();
});
after(async () => {
  await browser?.close();
  for (const host of Object.values(hosts)) await host.stop();
  rmSync(desk, { recursive: true });
});

/** The paths of all pages of records. */
const pages = ({ folder }) => readdirSync(join(folder, 'record'), { recursive: true }).filter((path) => path.endsWith('.html')).map((path) => `record/${path}`).sort();
const read = ({ folder }, path) => readFileSync(join(folder, path), 'utf8');
const data = (html) => JSON.parse(/<script type="application\/ld\+json">(.*)<\/script>/.exec(html)[1]);

/** One page of each kind of thing, one that opens online, one that is nowhere, and the longest. */
function samples(host) {
  const all = pages(host).map((path) => ({ path, html: read(host, path) }));
  const found = new Map();
  for (const { path, html } of all) {
    const keys = [data(html)['@type'], ...['status', 'open strong online', 'open strong login', 'no-way', 'copies', 'original'].filter((name) => html.includes(`class="${name}"`))];
    for (const key of keys) if (!found.has(key)) found.set(key, path);
    for (const tone of ['shelf', 'bus', 'room', 'stack', 'lent', 'gone']) if (html.includes(`<li class="${tone}"`) && !found.has(tone)) found.set(tone, path);
  }
  const longest = all.reduce((one, other) => (one.html.length < other.html.length ? other : one));
  found.set('longest', longest.path);
  return found;
}

describe('pages of records', () => {
  for (const lang of ['ru', 'en']) {
    for (const [width, height] of [[360, 740], [1280, 800]]) {
      test(`no barriers and no complaints in ${lang} at ${width}`, async () => {
        const host = hosts[lang];
        const page = await newPage(browser, { viewport: { width, height }, colorScheme: (lang === 'ru') === (width < 500) ? 'dark' : 'light' });
        const errors = [];
        page.on('console', (message) => { if (message.type() === 'error') errors.push(message.text()); });
        const seen = samples(host);
        assert.ok(seen.size > 10, [...seen.keys()].join());
        for (const [kind, path] of seen) {
          const answer = await page.goto(new URL(path, host.url).href);
          assert.equal(answer.status(), 200, path);
          assert.equal(await page.locator('html').getAttribute('lang'), lang);
          await hasNoBarriers(page, `${kind}: ${path}`);
          const over = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
          assert.ok(over <= 0, `${path} is ${over} px wider than the screen`);
          if (SHOTS) {
            mkdirSync(SHOTS, { recursive: true });
            await page.screenshot({ path: join(SHOTS, `static-${kind.replace(/\W/g, '-')}-${lang}-${width}.png`), fullPage: true });
          }
        }
        assert.deepEqual([...errors, ...page.complaints], []);
        await page.context().close();
      });
    }
  }

  test('nothing runs and nothing is asked for but the page, its style and its sign', async () => {
    const host = hosts.ru;
    const page = await newPage(browser);
    const asked = [];
    page.on('request', (request) => asked.push(new URL(request.url()).pathname));
    await page.goto(new URL(pages(host)[0], host.url).href);
    assert.deepEqual(asked.filter((path) => !/^\/(record\/.*|icons\/icon\.svg|favicon\.ico)$/.test(path)), []);
    const block = await page.evaluate(() => document.querySelectorAll('script').length);
    assert.equal(block, 1);
    await page.context().close();
  });

  test('the way into the catalogue leads to the same record', async () => {
    const host = hosts.ru;
    const page = await newPage(browser);
    const path = samples(host).get('status');
    await page.goto(new URL(path, host.url).href);
    const title = await page.locator('h1').innerText();
    await page.locator('.live a').click();
    await page.locator('.record[data-state=settled]').waitFor();
    assert.equal(await page.locator('h1.record-title').innerText(), title);
    assert.deepEqual(page.complaints, []);
    await page.context().close();
  });

  test('the start page leads to search, news and books, and the template finds', async () => {
    const host = hosts.ru;
    const page = await newPage(browser);
    await page.goto(host.url);
    for (const [kind, file] of [['application/opensearchdescription+xml', 'opensearch.xml'], ['application/rss+xml', 'rss.xml'], ['application/opds+json', 'opds.json']]) {
      const href = await page.locator(`head link[type="${kind}"]`).getAttribute('href');
      assert.equal(href, file);
      assert.equal((await page.request.get(new URL(href, host.url).href)).status(), 200);
    }
    const [, template] = /rel="results" template="([^"]+)"/.exec(read(host, 'opensearch.xml'));
    const address = template.replace(BASE, host.url).replace('{searchTerms}', encodeURIComponent('Пушкин'));
    await page.goto('about:blank');
    await page.goto(address);
    await page.locator('[part~=result]').first().waitFor();
    assert.deepEqual(page.complaints, []);
    await page.context().close();
  });

  test('a browser reads every feed as well-formed', async () => {
    const host = hosts.en;
    const page = await newPage(browser);
    await page.goto(new URL(pages(host)[0], host.url).href);
    for (const file of ['rss.xml', 'sitemap.xml', 'sitemap-1.xml', 'opensearch.xml']) {
      const root = await page.evaluate((text) => new DOMParser().parseFromString(text, 'application/xml').documentElement.nodeName, read(host, file));
      assert.ok(['rss', 'sitemapindex', 'urlset', 'OpenSearchDescription'].includes(root), `${file}: ${root}`);
    }
    for (const path of pages(host)) assert.equal(data(read(host, path))['@context'], 'https://schema.org', path);
    await page.context().close();
  });

  test('it can be printed: no buttons, addresses in full', async () => {
    const host = hosts.ru;
    const page = await newPage(browser);
    await page.goto(new URL(samples(host).get('open strong online'), host.url).href);
    await page.emulateMedia({ media: 'print' });
    assert.equal(await page.locator('.to-search').isVisible(), false);
    const after = await page.locator('.open.strong').first().evaluate((link) => getComputedStyle(link, '::after').content);
    assert.match(after, /http/);
    await page.context().close();
  });
});
