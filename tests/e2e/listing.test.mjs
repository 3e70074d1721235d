// The reader's list: marked, ordered, noted, kept, handed over, and one way past all of it.
//
//   BIBLIOBUS_SITE=site BIBLIOBUS_BIN=bibliobus node --test tests/e2e/listing.test.mjs
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { stored } from './lib.mjs';
import { scenes } from './scenes.mjs';
import { folder, hasNoBarriers } from './site.mjs';

const QUERY = 'толстой';
const HASH = `#/?q=${encodeURIComponent(QUERY)}`;
const { scene, visit } = scenes();

const part = (page, name) => page.locator(`[part~="${name}"]`);
const ids = (page, name) => part(page, name).evaluateAll((all) => all.map((it) => it.dataset.id));
const settled = (page) => page.locator('[part~=list][data-state=settled]').waitFor();

/** Marks the first `count` results; gives their ids. */
async function mark(page, site, count, hash = HASH) {
  await page.goto(`${site.url}${hash}`);
  await page.locator('[part~=status][data-state=settled]').waitFor();
  const found = (await ids(page, 'result')).slice(0, count);
  for (const id of found) {
    await page.locator(`[part~=result][data-id="${id}"] [part~=to-list]`).click();
  }
  return found;
}

async function openList(page) {
  await part(page, 'my-list').click();
  await settled(page);
}

scene('what is marked in the results is on the list, also after the page is opened anew', {}, async (page, site) => {
  const marked = await mark(page, site, 3);
  assert.equal(await part(page, 'my-list').innerText().then((text) => text.replace(/\D+/g, '')), '3');
  assert.equal(await page.locator('[part~=to-list][data-listed=true]').count(), 3);
  await openList(page);
  assert.deepEqual(await ids(page, 'entry'), marked);
  assert.match(await page.title(), /^Мой список — /);
  await page.goto('about:blank');
  await page.goto(`${site.url}#/list`);
  await page.locator('[part~=entry]').nth(2).waitFor();
  await settled(page);
  assert.deepEqual(await ids(page, 'entry'), marked);
  await hasNoBarriers(page, 'a list');
});

scene('what is struck off can be put back to its place, by keys alone', {}, async (page, site) => {
  const marked = await mark(page, site, 3);
  await openList(page);
  await page.locator(`[part~=entry][data-id="${marked[1]}"] [part~=strike]`).focus();
  await page.keyboard.press('Enter');
  await part(page, 'put-back').waitFor();
  assert.deepEqual(await ids(page, 'entry'), [marked[0], marked[2]]);
  await page.waitForFunction(() => document.querySelector('biblio-bus').shadowRoot.activeElement?.matches('[part~=put-back]'));
  await page.keyboard.press('Enter');
  await page.locator(`[part~=entry][data-id="${marked[1]}"]`).waitFor();
  assert.deepEqual(await ids(page, 'entry'), marked);
  await part(page, 'strike-all').click();
  await part(page, 'put-back').waitFor();
  assert.deepEqual(await ids(page, 'entry'), []);
  await page.reload();
  await page.locator('.list-note').waitFor();
  await settled(page);
  assert.deepEqual(await ids(page, 'entry'), [], 'struck off for good');
});

scene('order and notes are kept', {}, async (page, site) => {
  const [one, two, three] = await mark(page, site, 3);
  await openList(page);
  const tool = (id, name) => page.locator(`[part~=entry][data-id="${id}"] [part~=${name}]`);
  await tool(three, 'up').click();
  await tool(three, 'up').click();
  assert.deepEqual(await ids(page, 'entry'), [three, one, two]);
  await tool(two, 'note').fill('для Анны');
  await tool(two, 'note').press('Tab');
  await page.waitForTimeout(300);
  await page.reload();
  await page.locator('[part~=entry]').nth(2).waitFor();
  assert.deepEqual(await ids(page, 'entry'), [three, one, two]);
  assert.equal(await tool(two, 'note').inputValue(), 'для Анны');
});

scene('two tabs do not write over each other', {}, async (page, site) => {
  const marked = await mark(page, site, 4);
  const other = await page.context().newPage();
  await other.goto(`${site.url}${HASH}`);
  await other.locator('[part~=to-list][data-listed=true]').nth(3).waitFor();
  await other.locator(`[part~=result][data-id="${marked[0]}"] [part~=to-list]`).click();
  const added = await other.locator('[part~=result]').nth(4).getAttribute('data-id');
  await other.locator(`[part~=result][data-id="${added}"] [part~=to-list]`).click();
  await page.locator(`[part~=result][data-id="${marked[1]}"] [part~=to-list]`).click();
  const third = await page.context().newPage();
  await third.goto(`${site.url}#/list`);
  await third.locator('[part~=entry]').nth(2).waitFor();
  await settled(third);
  assert.deepEqual(await ids(third, 'entry'), [marked[2], marked[3], added]);
});

/** What the plan says of a stop. */
const stops = (page) => part(page, 'stop').evaluateAll((all) => all.map((it) => ({
  id: it.dataset.id, steps: it.querySelector('.stop-steps')?.textContent ?? '',
})));

scene('one way leads past all that is on shelves, and says how to ask for the rest', {}, async (page, site) => {
  const marked = await mark(page, site, 8);
  await openList(page);
  await part(page, 'stop').first().waitFor();
  const all = await stops(page);
  const off = await page.locator('[part~=off-the-way] li').evaluateAll((list) => list.map((it) => it.dataset.id));
  const told = [...all.map((stop) => stop.id), ...off].sort();
  assert.deepEqual(told, [...marked].sort(), 'each thing is on the way or beside it, once');
  const walked = all.filter(({ steps }) => steps);
  assert.ok(walked.length >= 3, JSON.stringify(all));
  assert.match(walked[0].steps, /^Начало пути — вход\./);
  const rounds = await part(page, 'round').count();
  const starts = walked.filter(({ steps }) => steps.startsWith('Начало пути'));
  assert.ok(starts.length <= rounds, 'a way begins once in a house');
  for (const { steps } of walked) assert.match(steps, /Полка (слева|справа|перед)/);
  // Each stop that is walked to has its number on a plan.
  const numbers = await page.locator('.plan-number').allTextContents();
  assert.ok(numbers.length > 0 && numbers[0].startsWith('1'), numbers.join());
});

scene('a way without steps takes the lift', {}, async (page, site) => {
  await mark(page, site, 8);
  await openList(page);
  await part(page, 'stop').first().waitFor();
  await page.locator('[part~=tour] .tick').click();
  await page.locator('.stop-steps', { hasText: 'На лифте на 2-й этаж.' }).first().waitFor();
  assert.equal(await page.locator('.stop-steps', { hasText: 'По лестнице' }).count(), 0);
});

scene('the list is handed over by its code, and opens on another device, which adds it', {}, async (page, site) => {
  const marked = await mark(page, site, 3);
  await openList(page);
  await part(page, 'stop').first().waitFor();
  await page.locator('.take-along summary').click();
  assert.equal(await page.locator('.slip-code svg path').count(), 2);
  const letter = decodeURIComponent(await page.getByRole('link', { name: 'Письмом' }).getAttribute('href'));
  const address = letter.split('\r\n').at(-1);
  assert.equal(address, `${site.url}#/list?${marked.map((id) => `of=${id}`).join('&')}`);
  const phone = await visit({ viewport: { width: 360, height: 740 } });
  await phone.goto(address);
  await part(phone, 'stop').first().waitFor();
  assert.deepEqual(await ids(phone, 'entry'), marked);
  assert.equal(await phone.locator('h1').innerText(), 'Список для вас');
  await part(phone, 'add-all').click();
  await openList(phone);
  await phone.locator('[part~=entry]').nth(2).waitFor();
  assert.deepEqual(await ids(phone, 'entry'), marked);
  await hasNoBarriers(phone, 'a list on a phone');
  await phone.context().close();
});

scene('a list is looked at without a line when the catalogue is kept', {}, async (page, site) => {
  const marked = await mark(page, site, 2);
  await part(page, 'keep').first().click();
  await page.locator('[part~=keeping][data-state=whole]').first().waitFor();
  await page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
  await site.stop();
  await page.goto('about:blank');
  await page.goto(`${site.url}#/list`);
  await part(page, 'stop').first().waitFor();
  assert.deepEqual(await ids(page, 'entry'), marked);
});

scene('of ids that are none, and of hostile ones, only words are left', {}, async (page, site) => {
  const sly = encodeURIComponent('"><img src=x onerror=alert(1)>');
  await page.goto(`${site.url}#/list?of=${sly}&of=nobody&of=&of=%E0%A4%A&of=nobody`);
  await page.locator('[part~=entry]').nth(1).waitFor();
  await page.getByText('Этой записи больше нет в каталоге.').nth(1).waitFor();
  assert.equal(await part(page, 'entry').count(), 2);
  assert.equal(await page.locator('img').count(), 0);
});

const kiosk = readFileSync(join(folder, 'index.html'), 'utf8')
  .replace('<biblio-bus ', '<biblio-bus idle="40" kiosk="hall" ');

scene('on a shared screen the list is kept nowhere', { site: { pages: { '/kiosk.html': kiosk } } }, async (page, site) => {
  const marked = await mark(page, { url: `${site.url}kiosk.html` }, 2);
  await openList(page);
  assert.match(await page.locator('.list-note').innerText(), /^Это общий экран/);
  await part(page, 'stop').first().waitFor();
  await page.reload();
  // Such a screen leaves no address behind: it is where it began.
  await page.locator('[part~=status][data-state=settled]').waitFor();
  assert.equal(await page.locator('[part~=to-list][data-listed=true]').count(), 0);
  assert.equal(await part(page, 'my-list').count(), 0);
  const kept = (await stored(page, 'marks')).map(([path]) => path);
  assert.deepEqual(kept.filter((path) => marked.includes(path)), []);
});
