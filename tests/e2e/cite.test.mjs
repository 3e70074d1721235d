// Citing a record, or the whole list: styles, copying, files for other programs, and all of it
// without a connection.
//
//   BIBLIOBUS_SITE=site node --test tests/e2e/cite.test.mjs
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { scenes } from './scenes.mjs';
import { hasNoBarriers } from './site.mjs';

const BOOK = 'sos0001';
const OTHER = 'sos0291';
const CITER = /\/cite-/;
const PERMISSIONS = { permissions: ['clipboard-read', 'clipboard-write'] };
const STYLES = {
  'gost-7.0.100': /^Толстой, Л\. Н\. Война и мир .*\. – .*Текст : непосредственный\.$/,
  'gost-7.0.5': /^Толстой Л\. Н\. Война и мир\. .*1869\. 4 т\.$/,
  apa: /^Толстой, Л\. Н\. \(1869\)\. Война и мир \(Т\. 1–4\)\.$/,
  mla: /^Толстой, Лев Николаевич\. Война и мир\. 1869\. 4 т\.$/,
  chicago: /^Толстой, Лев Николаевич\. 1869\. Война и мир\. 4 т\.$/,
};

const { scene } = scenes();

/** Opens the panel, and waits for the citation. */
async function open(page, site, place = `record/${BOOK}`) {
  await page.goto(`${site.url}#/${place}`);
  await page.locator('.citing summary').click();
  await settled(page);
}

const settled = async (page) => {
  const inside = page.locator('.citing-inside:not([data-state=waiting])');
  await inside.waitFor();
  assert.equal(await inside.getAttribute('data-state'), 'settled');
};
const texts = async (page) => (await page.locator('.citation').allInnerTexts()).map((text) => text.replaceAll('\u00a0', ' '));

/** The text of the file that a button gives. */
async function fileOf(page, format) {
  const [download] = await Promise.all([
    page.waitForEvent('download'), page.locator(`.citing button[data-format="${format}"]`).click(),
  ]);
  return { name: download.suggestedFilename(), text: readFileSync(await download.path(), 'utf8') };
}

// The service worker brings the app's files to the device meanwhile: here it does not run.
scene('a record is cited in every style, and what cites it comes when it is asked for', { page: { serviceWorkers: 'block' } }, async (page, site) => {
  await page.goto(`${site.url}#/record/${BOOK}`);
  await page.locator('.citing summary').waitFor();
  assert.deepEqual(site.asked.filter((path) => CITER.test(path)), [], 'nothing of it before');
  await page.locator('.citing summary').click();
  await settled(page);
  assert.equal(site.asked.filter((path) => /\/cite-.*\.wasm$/.test(path)).length, 1);
  for (const [style, expected] of Object.entries(STYLES)) {
    await page.locator('.citing select').selectOption(style);
    await page.waitForFunction((words) => new RegExp(words).test(
      document.querySelector('biblio-bus').shadowRoot.querySelector('.citation')?.textContent.trim() ?? '',
    ), expected.source);
    assert.equal((await texts(page)).length, 1);
  }
  assert.equal(await page.locator('.citation i').innerText(), 'Война и мир', 'titles are in italics');
  assert.equal(site.asked.filter((path) => /\/cite-.*\.wasm$/.test(path)).length, 1, 'it is fetched once');
});

scene('English readers are offered another style first, and the choice goes along', { page: { viewport: { width: 360, height: 740 } } }, async (page, site) => {
  await open(page, site, `record/${OTHER}?lang=en`);
  assert.deepEqual(await texts(page), ['Austen, J. (1813). Pride and prejudice.']);
  await page.locator('.citing select').selectOption('mla');
  await page.locator('.citation', { hasText: 'Pride and Prejudice' }).waitFor();
  await page.goto(`${site.url}#/record/${BOOK}?lang=en`);
  await page.locator('.record-title', { hasText: 'Война и мир' }).waitFor();
  await page.locator('.citing summary').click();
  await page.locator('.citation', { hasText: '1869. 4 vols.' }).waitFor();
});

scene('a citation is copied with its italics, and that is said', { page: PERMISSIONS }, async (page, site) => {
  await open(page, site);
  await page.locator('.citing select').selectOption('apa');
  await page.locator('.citation i').waitFor();
  await page.getByRole('button', { name: 'Скопировать' }).click();
  await page.locator('.citing-said', { hasText: 'Скопировано.' }).waitFor();
  const copied = await page.evaluate(async () => {
    const [item] = await navigator.clipboard.read();
    const read = async (type) => (await item.getType(type)).text();
    return [await read('text/plain'), await read('text/html')];
  });
  assert.equal(copied[0], 'Толстой, Л. Н. (1869). Война и мир (Т. 1–4).');
  assert.match(copied[1], /<i>Война и мир<\/i>/);
});

scene('a browser that does not let one copy marks the text and says so', {}, async (page, site) => {
  await page.addInitScript(() => {
    delete globalThis.ClipboardItem;
    Object.defineProperty(navigator, 'clipboard', { value: { writeText: () => Promise.reject(new Error('no')) } });
  });
  await open(page, site);
  await page.getByRole('button', { name: 'Скопировать' }).click();
  await page.locator('.citing-said', { hasText: 'Текст выделен' }).waitFor();
});

scene('a record goes out in every format', {}, async (page, site) => {
  await open(page, site);
  for (const [format, name, pattern] of [
    ['ris', 'record.ris', /^TY {2}- BOOK\r\nID {2}- sos0001\r\nAU {2}- Толстой, Лев Николаевич\r\n/],
    ['bibtex', 'record.bib', /^@book\{tolstoj1869vojna,\n {2}author = \{Толстой, Лев Николаевич\}/],
    ['csl-json', 'record.json', /"type":"book","title":"Война и мир"/],
    ['marcxml', 'record.xml', /<datafield tag="245".*Война и мир/],
    ['csv', 'record.csv', /^id,title,.*\nsos0001,Война и мир,/],
  ]) {
    const file = await fileOf(page, format);
    assert.equal(file.name, name);
    assert.match(file.text, pattern);
  }
  assert.equal(JSON.parse((await fileOf(page, 'csl-json')).text)[0].author[0].family, 'Толстой');
  await page.locator('.citing-said', { hasText: 'Файл готов.' }).waitFor();
});

scene('a list is cited and goes out as a whole, in its order', {}, async (page, site) => {
  await open(page, site, `list?of=${BOOK}&of=${OTHER}`);
  assert.equal((await texts(page)).length, 2);
  assert.match((await texts(page))[0], /^Толстой/);
  assert.match((await texts(page))[1], /^Austen/);
  const { name, text } = await fileOf(page, 'ris');
  assert.equal(name, 'list.ris');
  assert.deepEqual(text.match(/^ID {2}- .*$/gm).map((line) => line.trim()), [`ID  - ${BOOK}`, `ID  - ${OTHER}`]);
});

scene('it works without a connection, once the app is on the device', {}, async (page, site) => {
  await page.goto(`${site.url}#/record/${BOOK}`);
  await page.locator('.citing summary').waitFor();
  await page.evaluate(async () => {
    await navigator.serviceWorker.ready;
    while (!(await caches.keys()).some((name) => name.startsWith('bibliobus-app-')) || !navigator.serviceWorker.controller) {
      await new Promise((resolve) => { setTimeout(resolve, 50); });
    }
  });
  await site.stop();
  await page.reload();
  await page.locator('.citing summary').click();
  await settled(page);
  assert.match((await texts(page))[0], STYLES['gost-7.0.100']);
  const { text } = await fileOf(page, 'marcxml');
  assert.match(text, /Война и мир/);
  await site.start();
});

scene('what does not come is said, and comes with another try', {}, async (page, site) => {
  site.refuse = (path) => /\/cite-.*\.wasm$/.test(path);
  await page.goto(`${site.url}#/record/${BOOK}`);
  await page.locator('.citing summary').click();
  await page.locator('.citing-inside[data-state=failed]').waitFor();
  assert.match(await page.locator('.citations').innerText(), /Проверьте связь/);
  site.refuse = () => false;
  await page.locator('.citing select').selectOption('apa');
  await page.locator('.citing-inside[data-state=settled]').waitFor();
});

scene('reference managers find what is in view in the page itself, and nothing that is not', {}, async (page, site) => {
  const found = () => page.locator('biblio-bus > span.Z3988').evaluateAll((spans) => spans.map(({ title }) => Object.fromEntries(new URLSearchParams(title))));
  await page.addInitScript(() => document.addEventListener('ZoteroItemUpdated', () => { globalThis.told = (globalThis.told ?? 0) + 1; }));
  await page.goto(`${site.url}#/record/${BOOK}`);
  await page.locator('biblio-bus > span.Z3988').waitFor({ state: 'attached' });
  const [book, ...others] = await found();
  assert.equal(others.length, 0);
  assert.equal(book.rft_val_fmt, 'info:ofi/fmt:kev:mtx:book');
  assert.deepEqual([book['rft.btitle'], book['rft.au'], book['rft.date']], ['Война и мир', 'Толстой, Лев Николаевич', '1869']);
  assert.ok(await page.evaluate(() => globalThis.told) > 0, 'they are told to look again');
  await page.goto(`${site.url}#/?q=толстой`);
  await page.locator('[part~=result]').first().waitFor();
  await page.waitForFunction(() => document.querySelectorAll('biblio-bus > span.Z3988').length > 1);
  const shown = await page.locator('[part~=result]').count();
  assert.equal((await found()).length, shown, 'one for each result');
  await page.goto(`${site.url}#/device`);
  await page.waitForFunction(() => document.querySelectorAll('biblio-bus > span.Z3988').length === 0);
});

scene('nobody is kept out: keys, targets, contrast', { page: { viewport: { width: 360, height: 740 } } }, async (page, site) => {
  await page.goto(`${site.url}#/record/${BOOK}`);
  await page.locator('.citing summary').focus();
  await page.keyboard.press('Enter');
  await settled(page);
  await page.keyboard.press('Tab');
  assert.equal(await page.evaluate(() => document.querySelector('biblio-bus').shadowRoot.activeElement.localName), 'select');
  await hasNoBarriers(page, 'citing');
  const small = await page.locator('.citing').evaluate((panel) => [...panel.querySelectorAll('button, select, summary')]
    .map((one) => [one.textContent, one.getBoundingClientRect().height]).filter(([, height]) => height < 44));
  assert.deepEqual(small, [], 'targets are 44 px');
  const wide = await page.evaluate(() => document.documentElement.scrollWidth > innerWidth);
  assert.ok(!wide, 'nothing sticks out');
});
