// What is on the device: the page that lists it, how much is kept, what goes on by itself, and the
// app's own releases.
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { appendFileSync, cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { Reader, open, search, stored } from './lib.mjs';
import { folder, launch, newPage } from './site.mjs';

const QUERY = 'толстой';

describe('on this device', () => {
  const desk = mkdtempSync(join(tmpdir(), 'bibliobus-'));
  const site = join(desk, 'site');
  const expected = search(join(folder, 'catalogue'), QUERY).hits.map((hit) => hit.id);
  let host;
  let browser;

  before(async () => {
    cpSync(folder, site, { recursive: true });
    cpSync(join(site, 'catalogue'), join(site, 'second'), { recursive: true });
    const page = readFileSync(join(site, 'index.html'), 'utf8');
    writeFileSync(join(site, 'second.html'), page.replace('catalogue="catalogue/"', 'catalogue="second/"'));
    host = await open(site);
    browser = await launch();
  });
  after(async () => {
    await browser.close();
    await host.stop();
    rmSync(desk, { recursive: true });
  });

  const visit = async (context) => {
    host.fault = () => undefined;
    const page = context ? await context.newPage() : await newPage(browser);
    return new Reader(page, host.url);
  };
  const state = (reader, name) => reader.page.locator(`[part~="keeping"][data-state=${name}]`).first().waitFor({ timeout: 30_000 });

  /** After so many chunks, the host does not answer. */
  const hangAfter = (chunks) => {
    host.forget();
    host.fault = (path) => (path.includes('/chunks/') && host.asked(/chunks/) > chunks ? 'hang' : undefined);
  };

  test('in brief everything is found offline, and a full description says that it needs the line', async () => {
    const reader = await visit();
    await reader.come('#/device');
    await reader.see('portion');
    await reader.page.locator('.portion').nth(1).click();
    await reader.part('keep-portion').click();
    await state(reader, 'whole');
    await host.stop();
    try {
      await reader.page.evaluate(() => { location.hash = '#/'; });
      assert.deepEqual((await reader.find(QUERY)).slice(0, expected.length), expected);
      await reader.page.evaluate((id) => { location.hash = `#/record/${id}`; }, expected[0]);
      await reader.see('problem');
    } finally {
      await host.start();
    }
    // The line is back: the description comes without a reload.
    await reader.page.locator('[part~="record"][data-state=settled]').waitFor({ timeout: 15_000 });
    await reader.page.context().close();
  });

  test('what a closed page cut short goes on by itself, and what was stopped does not', async () => {
    const reader = await visit();
    await reader.come('#/device');
    await reader.see('keep');
    hangAfter(8);
    await reader.part('keep').first().click();
    await state(reader, 'running');
    const context = reader.page.context();
    await reader.page.close();
    const again = await visit(context);
    await again.come('#/device');
    await state(again, 'whole');

    const other = await visit();
    await other.come('#/device');
    await other.see('keep');
    hangAfter(8);
    await other.part('keep').first().click();
    await state(other, 'running');
    await other.part('pause').click();
    await state(other, 'paused');
    host.fault = () => undefined;
    await other.come('#/device');
    await state(other, 'paused');
    await other.part('keep').first().click();
    await state(other, 'whole');
    for (const used of [again, other]) await used.page.context().close();
  });

  test('a lost line stops keeping, and it goes on when the line is back', async () => {
    const reader = await visit();
    await reader.come('#/device');
    await reader.see('keep');
    host.fault = (path) => (path.includes('/chunks/') ? 'reset' : undefined);
    await reader.part('keep').first().click();
    await state(reader, 'stopped');
    host.fault = () => undefined;
    await state(reader, 'whole');
    await reader.page.context().close();
  });

  test('other catalogues are listed with their size, and can be renewed and removed', async () => {
    const reader = await visit();
    await reader.page.goto(`${host.url}second.html#/device`);
    await reader.part('keep').first().click();
    await state(reader, 'whole');
    await reader.come('#/device');
    const other = reader.part('on-device');
    await other.waitFor();
    assert.equal(await other.getAttribute('data-state'), 'whole');
    assert.match(await other.innerText(), /\d+\s*(кБ|МБ|kB|MB)/);
    await other.locator('[part~="renew"]').click();
    await other.locator('[part~="forget"]').click();
    await other.waitFor({ state: 'detached' });
    const files = await stored(reader.page);
    assert.ok(files.length > 0, 'what this catalogue was looked at stays');
    await reader.page.context().close();
  });

  test('a new version of the app is announced, and taken in every tab when the reader agrees', async () => {
    const reader = await visit();
    await reader.come();
    await reader.serviceWorker();
    await reader.come('#/device');
    const second = await visit(reader.page.context());
    await second.come(`#/?q=${encodeURIComponent(QUERY)}`);
    const release = () => reader.page.evaluate(async () => (await caches.keys()).filter((name) => name.startsWith('bibliobus-app-')));
    const [before] = await release();
    publish(site, 'second');
    await reader.page.evaluate(async () => { await (await navigator.serviceWorker.getRegistration()).update(); });
    await reader.see('new-app');
    assert.ok((await release()).includes(before), 'the release that runs stays until then');
    await goOver([reader.page, second.page], () => reader.part('take-app').click());
    await reader.see('device');
    assert.deepEqual((await second.found()).slice(0, expected.length), expected, 'a tab is where it was');
    await reader.page.waitForFunction(async (old) => !(await caches.keys()).includes(old), before);
    const sheet = await reader.page.evaluate(async () => (await fetch('page.css')).text());
    assert.match(sheet, /second edition/);
    await reader.page.context().close();
  });

  test('a shared screen goes over to a new version when nobody uses it', async () => {
    const page = readFileSync(join(site, 'index.html'), 'utf8');
    writeFileSync(join(site, 'kiosk.html'), page.replace('<biblio-bus ', '<biblio-bus idle="40" '));
    const reader = await visit();
    await reader.page.clock.install();
    await reader.page.goto(`${host.url}kiosk.html`);
    await reader.see('input');
    await reader.serviceWorker();
    publish(site, 'third');
    await reader.page.evaluate(async () => { await (await navigator.serviceWorker.getRegistration()).update(); });
    await reader.see('new-app');
    await goOver([reader.page], () => reader.page.clock.fastForward(41_000));
    await reader.see('input');
    assert.deepEqual(await reader.page.evaluate(() => caches.keys()), ['bibliobus-app-third']);
    await reader.page.context().close();
  });

  test('what another app shares is searched for, and stays behind the #', async () => {
    const reader = await visit();
    await reader.page.goto(`${host.url}?title=&text=${encodeURIComponent(QUERY)}&url=`);
    assert.deepEqual((await reader.found()).slice(0, expected.length), expected);
    assert.equal(new URL(reader.page.url()).search, '');
    await reader.page.context().close();
  });
});

/**
 * What `act` does makes every page go over to the next release. Chromium waits until the old
 * service worker is idle, and takes one with a debugger, which all have here, now and then never
 * to be: it is stopped, as Chromium stops idle ones.
 */
async function goOver(pages, act) {
  const tools = await pages[0].context().newCDPSession(pages[0]);
  await tools.send('ServiceWorker.enable');
  const loaded = Promise.all(pages.map((page) => page.waitForEvent('load')));
  await act();
  const stopping = setInterval(() => tools.send('ServiceWorker.stopAllWorkers'), 5000);
  await loaded.finally(() => clearInterval(stopping));
}

/** Puts a later release of the app into a folder: a file, and the service worker that knows it. */
function publish(site, edition) {
  const sheet = join(site, 'page.css');
  appendFileSync(sheet, `\n/* ${edition} edition */\n`);
  const hash = createHash('sha256').update(readFileSync(sheet)).digest('hex').slice(0, 32);
  const worker = join(site, 'sw.js');
  const text = readFileSync(worker, 'utf8')
    .replace(/const RELEASE = '[^']*'/, `const RELEASE = '${edition}'`)
    .replace(/("page.css",\s*)"[0-9a-f]+"|("page.css":\s*)"[0-9a-f]+"/, (_, a, b) => `${a ?? b}"${hash}"`);
  writeFileSync(worker, text);
}
