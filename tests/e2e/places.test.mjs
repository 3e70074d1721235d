// Where it stands: the shelf, the plan and the way, the names of classes, the neighbours.
//
//   BIBLIOBUS_SITE=site node --test tests/e2e/places.test.mjs
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { scenes } from './scenes.mjs';
import { folder } from './site.mjs';

/** War and peace: on a shelf, at a branch, on the bus and in the closed stack. */
const BOOK = 'sos0001';
/** A book of nonsense: an e-book of which the catalogue knows no class. */
const ONLINE = 'sos0330';
const { scene } = scenes();

const manifest = JSON.parse(readFileSync(join(folder, 'catalogue/manifest.json'), 'utf8'));
const path = (file) => `/catalogue/chunks/${file.file}.bin`;

scene('the first page and the results pay nothing for plans and names of classes', {}, async (page, site) => {
  await page.goto(`${site.url}#/?q=${encodeURIComponent('толстой')}`);
  await page.locator('[part~=result]').first().waitFor();
  assert.ok(!site.asked.includes(path(manifest.places)));
  assert.ok(!site.asked.includes(path(manifest.captions)));
  await page.goto(`${site.url}#/record/${BOOK}`);
  await page.locator('.shelf-words').first().waitFor();
  assert.ok(site.asked.includes(path(manifest.places)));
});

scene('a record says its shelf in words and shows the way', {}, async (page, site) => {
  await page.goto(`${site.url}#/record/${BOOK}`);
  const place = page.locator('[part~=place]:has(.shelf-words)').first();
  assert.match(await place.locator('.shelf-words').innerText(), /2-й этаж, ряд 2, сторона A, полка 2$/);
  assert.match(await place.locator('.spine').innerText(), /Художественная литература/);
  await place.locator('.the-way summary').click();
  const steps = () => place.locator('.steps').innerText();
  assert.match(await steps(), /^Начало пути — вход\.[^]*По лестнице вверх на 2-й этаж\.[^]*Полка/);
  assert.equal(await place.locator('.plan svg').count(), 2, 'a plan for each floor');
  assert.equal(await place.locator('.plan-here').count(), 1, 'one shelf is marked');
  assert.match(await place.locator('.plan').last().textContent(), /Художественная литература/);
  assert.ok((await place.locator('.plan-way').last().getAttribute('points')).split(' ').length > 2);
});

scene('a way without steps takes the lift, and the plan stays open', {}, async (page, site) => {
  await page.goto(`${site.url}#/record/${BOOK}`);
  const place = page.locator('[part~=place]:has(.shelf-words)').first();
  await place.locator('.the-way summary').click();
  await place.getByText('дорога без ступенек').click();
  await place.getByText('На лифте на 2-й этаж.').waitFor();
  assert.ok(await place.locator('.the-way').evaluate((details) => details.open));
  assert.ok(await place.getByRole('checkbox').isChecked());
});

scene('a closed stack has no plan and no shelf', {}, async (page, site) => {
  await page.goto(`${site.url}#/record/${BOOK}`);
  await page.locator('.shelf-words').first().waitFor();
  const stack = page.locator('[part~=place].tone-stack');
  assert.equal(await stack.count(), 1);
  assert.equal(await stack.locator('.shelf-words, .the-way').count(), 0);
});

scene('the neighbours on the shelf open, and have neighbours of their own', {}, async (page, site) => {
  await page.goto(`${site.url}#/record/${BOOK}`);
  const books = page.locator('.book');
  await books.first().waitFor();
  const own = page.locator('.book[aria-current=true]');
  assert.equal(await own.count(), 1);
  const marks = await page.locator('.book-mark').allInnerTexts();
  assert.ok(marks.length > 5 && marks.every((mark) => mark.startsWith('84')), marks.join(' | '));
  await page.locator('.book[aria-current=true] + .book .book-link').click();
  await page.locator(`[part~=record]:not([data-id="${BOOK}"])`).waitFor();
  await own.waitFor();
  await page.goBack();
  await page.locator(`[part~=record][data-id="${BOOK}"]`).waitFor();
  // From one record to the next, the way back still leads where its words say.
  await page.locator('.book[aria-current=true] + .book .book-link').click();
  await page.locator(`[part~=record]:not([data-id="${BOOK}"])`).waitFor();
  await page.locator('[part~=back]').click();
  await page.locator('.branch').first().waitFor();
});

scene('a record with neither call number nor class says that nothing can be shown beside it', {}, async (page, site) => {
  await page.goto(`${site.url}#/record/${ONLINE}?lang=en`);
  await page.locator('[part~=no-shelf]', { hasText: 'Nothing can be shown beside it on the shelf' }).waitFor();
  assert.equal(await page.locator('.book').count(), 0);
  // One that has a call number has neighbours instead.
  await page.goto(`${site.url}#/record/${BOOK}?lang=en`);
  await page.locator('.book').first().waitFor();
  assert.equal(await page.locator('[part~=no-shelf], .shelf-note').count(), 0);
});
