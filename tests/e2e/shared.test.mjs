// A screen that many share: nothing of a reader is left when the next one comes.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { Reader, open, search } from './lib.mjs';
import { folder, launch, newPage } from './site.mjs';

const QUERY = 'толстой';
const IDLE = 40;

describe('a screen that many share', () => {
  let host;
  let browser;
  const [id] = search(join(folder, 'catalogue'), QUERY).hits.map((hit) => hit.id);

  before(async () => {
    host = await open(folder);
    const page = readFileSync(join(folder, 'index.html'), 'utf8')
      .replace('<biblio-bus ', `<biblio-bus idle="${IDLE}" `);
    host.fault = (path) => (path === '/kiosk.html' ? (_, response) => {
      response.writeHead(200, { 'Content-Type': 'text/html; charset=utf-8' });
      response.end(page);
    } : undefined);
    browser = await launch();
  });
  after(async () => {
    await browser.close();
    await host.stop();
  });

  const kiosk = async (context) => {
    const page = context ? await context.newPage() : await newPage(browser);
    await page.clock.install();
    await page.goto(`${host.url}kiosk.html`);
    const reader = new Reader(page, host.url);
    await reader.see('input');
    return reader;
  };
  /** All that a page and its storage say. */
  const residue = (page) => page.evaluate(async () => {
    const text = (root) => [...root.querySelectorAll('*')].map((element) => [
      element.shadowRoot ? text(element.shadowRoot) : '', element.value ?? '', element.childElementCount ? '' : element.textContent,
    ].join(' ')).join(' ');
    const opening = indexedDB.open('bibliobus');
    const database = await new Promise((resolve) => { opening.onsuccess = () => resolve(opening.result); });
    const all = (store) => new Promise((resolve) => {
      const keys = database.transaction(store).objectStore(store).getAllKeys();
      keys.onsuccess = () => resolve(keys.result);
    });
    const kept = [...await all('files'), ...await all('marks')];
    database.close();
    return {
      seen: `${document.title} ${location.href} ${text(document)}`,
      kept,
      local: localStorage.length + sessionStorage.length,
      cookie: document.cookie,
    };
  });
  const use = async (reader) => {
    await reader.find(QUERY);
    await reader.part('result').first().locator('.title-link').click();
    await reader.page.locator('[part~="record"][data-state=settled]').waitFor();
  };

  test('A43: who is gone is asked, then forgotten: screen, address, history, storage, other tabs', async () => {
    const reader = await kiosk();
    const other = await kiosk(reader.page.context());
    for (const used of [reader, other]) await use(used);
    const { page } = reader;
    assert.match((await residue(page)).seen, /толстой/i);
    const steps = await page.evaluate(() => history.length);

    await page.clock.fastForward((IDLE - 10) * 1000);
    await reader.see('leaving');
    await page.keyboard.press('Tab');
    await reader.part('leaving').waitFor({ state: 'detached' });
    assert.match(page.url(), new RegExp(`record/${encodeURIComponent(id)}`), 'who answers goes on');

    // Each tab tells once at most; what it hears it does not tell again.
    await page.evaluate(() => {
      globalThis.heard = 0;
      globalThis.ear = new BroadcastChannel('bibliobus-forget');
      globalThis.ear.addEventListener('message', () => { globalThis.heard += 1; });
    });
    await page.clock.fastForward((IDLE + 1) * 1000);
    for (const tab of [page, other.page]) {
      await tab.waitForFunction(() => location.hash === '#/');
      await tab.locator('[part~="base"] .page[data-view=start]').waitFor();
      await tab.waitForFunction(() => document.querySelector('biblio-bus').shadowRoot.querySelector('[part~=input]').value === '');
    }
    await page.waitForFunction(async () => {
      const opening = indexedDB.open('bibliobus');
      const database = await new Promise((resolve) => { opening.onsuccess = () => resolve(opening.result); });
      const keys = database.transaction('files').objectStore('files').count();
      const count = await new Promise((resolve) => { keys.onsuccess = () => resolve(keys.result); });
      database.close();
      return count === 0;
    });
    for (const tab of [page, other.page]) await tab.clock.runFor(5000);
    const heard = await page.evaluate(() => globalThis.heard);
    assert.ok(heard === 1 || heard === 2, `${heard} messages of two tabs`);
    const left = await residue(page);
    assert.doesNotMatch(left.seen, /толстой/i);
    assert.deepEqual({ local: left.local, cookie: left.cookie }, { local: 0, cookie: '' });
    assert.deepEqual(left.kept.filter((key) => !/\nmanifest$/.test(key)), [], 'nothing of what was looked at');
    assert.equal(await page.evaluate(() => history.length), steps);
    await page.goBack().catch(() => undefined);
    assert.doesNotMatch(page.url(), /record|q=/, '"back" leads to nobody else\'s search');
    await page.context().close();
  });

  test('the next reader finds what there is to find', async () => {
    const reader = await kiosk();
    await use(reader);
    await reader.page.clock.fastForward((IDLE + 1) * 1000);
    await reader.page.locator('.page[data-view=start]').waitFor();
    await use(reader);
    assert.deepEqual(reader.page.complaints, []);
    await reader.page.context().close();
  });

  test('nobody takes the catalogue off the screen', async () => {
    const reader = await kiosk();
    await reader.page.locator('.page[data-view=start] .branch, .page[data-view=start] .count').first().waitFor();
    assert.equal(await reader.part('keeping').count(), 0);
    assert.equal(await reader.part('to-device').count(), 0);
    await reader.page.context().close();
  });
});
