// The screen in the library: what its readers touch, type with, and cannot leave by.
import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { scenes } from './scenes.mjs';
import { folder } from './site.mjs';

const page = readFileSync(join(folder, 'index.html'), 'utf8');
const pageWith = (words) => page.replace('<biblio-bus ', `<biblio-bus ${words} `);
const pages = {
  '/kiosk.html': pageWith('kiosk="hall"'),
  '/english.html': pageWith('kiosk="hall"').replace(/(<biblio-bus [^>]*)lang="ru"/, '$1lang="en"'),
};
const { scene } = scenes();
const TALL = { viewport: { width: 1080, height: 1920 }, hasTouch: true };

const open = async (tab, site, file = 'kiosk.html') => {
  await tab.goto(site.url + file);
  await tab.locator('.touch-keys').waitFor({ state: 'attached' });
  await tab.locator('[part~=input]').waitFor();
};
const key = (tab, name) => tab.locator('.touch-keys').getByRole('button', { name, exact: true });
const typed = (tab) => tab.locator('[part~=input]').inputValue();
const look = async (tab, name) => {
  const shots = process.env.BIBLIOBUS_SHOTS;
  if (shots) await tab.screenshot({ path: join(shots, `${name}.png`) });
};
/** What can be touched and is smaller than 60 px, among what is seen. */
const small = (tab) => tab.evaluate(() => {
  const { shadowRoot } = document.querySelector('biblio-bus');
  const all = [...shadowRoot.querySelectorAll('a[href], button, summary, select, input:not([type=checkbox], [type=radio]), label:has(input)')];
  return all.filter((one) => one.checkVisibility({ visibilityProperty: true }) && !one.closest('.unseen, .skip')).map((one) => {
    const { width, height } = one.getBoundingClientRect();
    return { what: `${one.tagName} ${one.className} ${one.textContent.trim().slice(0, 30)}`, width: Math.round(width), height: Math.round(height) };
  }).filter(({ width, height }) => width > 1 && (width < 60 || height < 60));
});

scene('ordinary readers fetch nothing of it', { site: { pages } }, async (tab, site) => {
  await tab.goto(site.url);
  await tab.locator('[part~=input]').waitFor();
  assert.equal(await tab.locator('.touch-keys').count(), 0);
  assert.deepEqual(await tab.evaluate(() => performance.getEntriesByType('resource').map(({ name }) => name).filter((name) => /\/kiosk-/.test(name))), []);
});

scene('words are typed on the screen, with capitals, signs and another language', { site: { pages }, page: TALL }, async (tab, site) => {
  await open(tab, site);
  await tab.locator('[part~=input]').tap();
  await tab.locator('.touch-keys').waitFor();
  await look(tab, 'keyboard-tall-ru');
  await key(tab, 'Заглавные буквы').tap();
  for (const letter of ['Т', 'о', 'л', 'с']) await key(tab, letter).tap();
  assert.equal(await typed(tab), 'Толс', 'a capital once');
  await tab.locator('[role=option], [part~=result]').first().waitFor();
  await key(tab, 'Стереть букву').tap();
  await key(tab, 'Цифры и знаки').tap();
  await key(tab, '7').tap();
  await key(tab, 'Пробел').tap();
  await key(tab, 'Буквы').tap();
  await key(tab, 'Язык клавиатуры: English').tap();
  if (await key(tab, 'q').count() === 0) await tab.locator('.touch-keys [aria-label*=English]').tap();
  await key(tab, 'q').tap();
  assert.equal(await typed(tab), 'Тол7 q');
  assert.ok(await tab.evaluate(() => document.activeElement.shadowRoot.activeElement.matches('[part~=input]')), 'the field keeps the focus');
  const [field, keys] = [await tab.locator('[part~=input]').boundingBox(), await tab.locator('.touch-keys').boundingBox()];
  assert.ok(field.y + field.height <= keys.y, 'the keyboard hides the field');
});

scene('erasing repeats while the key is held', { site: { pages }, page: TALL }, async (tab, site) => {
  await open(tab, site);
  await tab.locator('[part~=input]').fill('абвгдежзик');
  const { x, y, width, height } = await key(tab, 'Стереть букву').boundingBox();
  await tab.mouse.move(x + width / 2, y + height / 2);
  await tab.mouse.down();
  await tab.waitForFunction(() => document.querySelector('biblio-bus').shadowRoot.querySelector('[part~=input]').value.length < 7);
  await tab.mouse.up();
  const left = await typed(tab);
  await tab.keyboard.type('я');
  assert.equal(await typed(tab), `${left}я`, 'let go it stops, and a hardware keyboard works beside it');
});

for (const [file, width, height] of [['kiosk.html', 1080, 1920], ['english.html', 1280, 800]]) {
  scene(`what can be touched is 60 px: ${width}×${height}`, { site: { pages }, page: { viewport: { width, height } } }, async (tab, site) => {
    await open(tab, site, file);
    await look(tab, `start-${width}`);
    assert.deepEqual(await small(tab), [], 'the first page');
    await tab.locator('[part~=input]').fill('толстой');
    await tab.locator('[part~=result]').first().waitFor();
    await look(tab, `results-${width}`);
    assert.deepEqual(await small(tab), [], 'results and keyboard');
    await key(tab, file === 'kiosk.html' ? 'Найти' : 'Search').click();
    await tab.locator('[part~=result] .title-link').first().click();
    await tab.locator('[part~=record][data-state=settled]').waitFor();
    await look(tab, `record-${width}`);
    assert.deepEqual(await small(tab), [], 'a record');
  });
}

scene('a link to another site is told, not followed', { site: { pages } }, async (tab, site) => {
  await open(tab, site, 'english.html');
  await tab.evaluate(() => {
    const link = Object.assign(document.createElement('a'), { href: 'https://books.example/1', target: '_blank', textContent: 'Read', id: 'out' });
    document.querySelector('biblio-bus').shadowRoot.querySelector('.base').append(link);
  });
  for (const button of ['middle', 'left']) {
    await tab.locator('#out').click({ button });
    assert.equal(tab.context().pages().length, 1);
    assert.match(tab.url(), /english\.html/);
  }
  const box = tab.getByRole('dialog', { name: 'This is on another site' });
  assert.match(await box.textContent(), /https:\/\/books\.example\/1/);
  assert.equal(await box.locator('svg path').count(), 1);
  await look(tab, 'elsewhere-1280');
  await box.getByRole('button', { name: 'Back to the catalogue' }).click();
  await box.waitFor({ state: 'detached' });
  const isRefused = await tab.evaluate(() => !document.querySelector('biblio-bus').shadowRoot.querySelector('.base')
    .dispatchEvent(new MouseEvent('contextmenu', { bubbles: true, cancelable: true, composed: true })));
  assert.ok(isRefused, 'the context menu');
});

scene('who is gone is asked, and forgotten thirty times', { site: { pages }, page: TALL }, async (tab, site) => {
  await tab.clock.install();
  await open(tab, site);
  for (let visit = 0; visit < 30; visit += 1) {
    await tab.locator('[part~=input]').fill('толстой');
    await tab.clock.runFor(500);
    await tab.locator('[part~=result] .title-link').first().click();
    await tab.locator('[part~=record]').waitFor();
    if (visit === 1) {
      await tab.keyboard.press('?');
      await tab.locator('[part~=keys]').waitFor();
    }
    await tab.clock.fastForward(110_000);
    await tab.locator('[part~=leaving]').waitFor();
    assert.equal(await tab.locator('dialog[open]').count(), 0, 'nothing lies over the question');
    if (visit === 0) await look(tab, 'warning-tall-ru');
    await tab.clock.fastForward(11_000);
    await tab.locator('.page[data-view=start]').waitFor();
    assert.equal(await typed(tab), '');
    assert.equal(await tab.locator('.touch-keys').count(), 1, 'one keyboard');
  }
});

test('each language has all words and three rows of single letters', () => {
  const files = ['ru', 'en'].map((tag) => new URL(`../../src/text/kiosk/${tag}.json`, import.meta.url));
  assert.ok(files.every(existsSync));
  const all = files.map((file) => JSON.parse(readFileSync(file, 'utf8')));
  assert.deepEqual(Object.keys(all[0].words), Object.keys(all[1].words));
  for (const { rows } of all) {
    assert.equal(rows.length, 3);
    const letters = rows.flatMap((row) => row.split(' '));
    assert.equal(new Set(letters).size, letters.length);
    assert.ok(letters.every((letter) => [...letter].length === 1));
  }
});
