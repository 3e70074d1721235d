// Several lists: made, named, ordered, handed over as files, and merged after two have edited them.
//
//   BIBLIOBUS_SITE=site BIBLIOBUS_BIN=bibliobus node --test tests/e2e/lists.test.mjs
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { scenes } from './scenes.mjs';
import { hasNoBarriers } from './site.mjs';

const HASH = `#/?q=${encodeURIComponent('толстой')}`;
const { scene, visit } = scenes();

const part = (page, name) => page.locator(`[part~="${name}"]`);
const ids = (page, name) => part(page, name).evaluateAll((all) => all.map((it) => it.dataset.id));
const tool = (page, id, name) => page.locator(`[part~=entry][data-id="${id}"] [part~=${name}]`);
const active = (page) => page.evaluate(() => document.querySelector('biblio-bus').shadowRoot.activeElement?.getAttribute('part'));

async function mark(page, site, count) {
  await page.goto(`${site.url}${HASH}`);
  await page.locator('[part~=status][data-state=settled]').waitFor();
  const found = (await ids(page, 'result')).slice(0, count);
  for (const id of found) await page.locator(`[part~=result][data-id="${id}"] [part~=to-list]`).click();
  return found;
}

async function openList(page, count) {
  await part(page, 'my-list').click();
  await page.locator('[part~=list][data-state=settled]').waitFor();
  if (count) await page.locator('[part~=entry]').nth(count - 1).waitFor();
}

/** Waits until the list has these things, in this order. */
async function has(page, expected) {
  await page.waitForFunction((expected) => {
    const all = document.querySelector('biblio-bus').shadowRoot.querySelectorAll('[part~=entry]');
    return JSON.stringify([...all].map((it) => it.dataset.id)) === expected;
  }, JSON.stringify(expected));
}

async function note(page, id, text) {
  await tool(page, id, 'note').fill(text);
  await tool(page, id, 'note').press('Tab');
}

/** The chosen list as the text of a file. */
async function saved(page) {
  const [download] = await Promise.all([page.waitForEvent('download'), part(page, 'give-list').click()]);
  return { name: download.suggestedFilename(), text: readFileSync(await download.path(), 'utf8') };
}

async function take(page, text, name = 'list.json') {
  const file = { name, mimeType: 'application/json', buffer: Buffer.from(text) };
  await page.locator('[part~=take-list] input').setInputFiles(file);
  await page.locator('[part~=lists-told] .struck').waitFor();
  return page.locator('[part~=lists-told]').innerText();
}

scene('a list is made, named, filled from another, removed and brought back, by keys alone', {}, async (page, site) => {
  const [one, two, three] = await mark(page, site, 3);
  await openList(page, 3);
  await part(page, 'new-list').focus();
  await page.keyboard.press('Enter');
  await part(page, 'choose-list').nth(1).waitFor();
  await has(page, []);
  assert.equal(await active(page), 'list-name', 'the new name can be typed at once');
  await page.keyboard.press('Control+A');
  await page.keyboard.type('На лето');
  await page.keyboard.press('Tab');
  await page.locator('h1', { hasText: 'На лето' }).waitFor();
  await part(page, 'choose-list').first().focus();
  await page.keyboard.press('Enter');
  await has(page, [one, two, three]);
  assert.equal(await active(page), 'choose-list');
  await note(page, two, 'для Анны');
  for (const [id, verb] of [[two, 'move-to'], [three, 'copy-to']]) {
    await page.locator(`[part~=entry][data-id="${id}"] .elsewhere summary`).focus();
    await page.keyboard.press('Enter');
    await tool(page, id, verb).focus();
    await page.keyboard.press('Enter');
    if (verb === 'move-to') {
      await has(page, [one, three]);
      await page.waitForFunction(() => document.querySelector('biblio-bus').shadowRoot.activeElement?.matches('[part~=put-back]'));
    }
  }
  await page.locator('[part~=lists-told]', { hasText: 'Скопировано в список: На лето' }).waitFor();
  await hasNoBarriers(page, 'several lists');
  await part(page, 'choose-list').nth(1).click();
  await has(page, [two, three]);
  assert.equal(await tool(page, two, 'note').inputValue(), 'для Анны');
  await part(page, 'remove-list').focus();
  await page.keyboard.press('Enter');
  await part(page, 'bring-back').waitFor();
  await has(page, [one, three]);
  assert.equal(await active(page), 'list-name');
  await part(page, 'bring-back').focus();
  await page.keyboard.press('Enter');
  await has(page, [two, three]);
  await page.reload();
  await part(page, 'choose-list').nth(1).click();
  await has(page, [two, three]);
});

scene('two edit copies of a list, merge them, and settle the note that both changed', {}, async (page, site) => {
  const [one, two, three] = await mark(page, site, 3);
  await openList(page, 3);
  await note(page, one, 'старая');
  const first = await saved(page);
  assert.match(first.name, /^Мой список\.bibliobus-list\.json$/);
  assert.equal(JSON.parse(first.text).format, 'bibliobus-list');
  const other = await visit();
  await other.goto(`${site.url}#/list`);
  await part(other, 'give-list').waitFor();
  assert.match(await take(other, first.text), /^Список из файла здесь/);
  await has(other, [one, two, three]);
  assert.equal(await tool(other, one, 'note').inputValue(), 'старая');

  await note(page, one, 'от Анны');
  await tool(page, three, 'up').click();
  await note(other, one, 'от Бориса');
  await tool(other, two, 'strike').click();
  await has(other, [one, three]);
  const fromOther = (await saved(other)).text;
  await take(page, fromOther);
  await has(page, [one, three]);
  await part(page, 'note-conflict').waitFor();
  const choices = await part(page, 'keep-note').allInnerTexts();
  assert.equal(choices.length, 3, choices.join());
  assert.ok(choices.some((it) => it.includes('от Анны')) && choices.some((it) => it.includes('от Бориса')));
  await hasNoBarriers(page, 'two notes');
  await part(page, 'keep-note').nth(2).focus();
  await page.keyboard.press('Enter');
  await part(page, 'note-conflict').waitFor({ state: 'detached' });
  await page.waitForFunction(() => document.querySelector('biblio-bus').shadowRoot.activeElement?.matches('[part~=note]'));
  const settled = await tool(page, one, 'note').inputValue();
  assert.ok(settled.includes('от Анны') && settled.includes('от Бориса'), settled);

  await take(other, (await saved(page)).text);
  await has(other, [one, three]);
  await other.waitForFunction((text) => document.querySelector('biblio-bus').shadowRoot.querySelector('[part~=note]').value === text, settled);
  assert.equal(await part(other, 'note-conflict').count(), 0);
  const entries = async (from) => JSON.parse((await saved(from)).text).entries;
  assert.deepEqual(await entries(page), await entries(other), 'both have the same list');
  assert.deepEqual(other.complaints, []);
  await other.context().close();
});

scene('a file that is no list, or a damaged one, is refused by what is wrong, and nothing is lost', {}, async (page, site) => {
  const marked = await mark(page, site, 2);
  await openList(page, 2);
  const { text } = await saved(page);
  const cases = [
    [text.slice(0, text.length / 2), /повреждён/],
    ['{"items": []}', /другой программы/],
    [text.replace('"version":1', '"version":9'), /более новой версией/],
    [text.replace('"entries"', '"things"'), /не хватает частей/],
    [text.replace(`"record":"${JSON.parse(text).entries[1].record}"`, '"record":""'), /номер 2\./],
    [' '.repeat((2 << 20) + 1), /слишком велик/],
  ];
  for (const [bytes, words] of cases) {
    const told = await take(page, bytes);
    assert.match(told, words);
    assert.match(told, /Ваши списки не изменились/);
    assert.deepEqual(await ids(page, 'entry'), marked);
  }
  assert.equal((await saved(page)).text, text);
});

scene('what is printed stands in the order of the way, with notes and boxes to tick', {}, async (page, site) => {
  const marked = await mark(page, site, 6);
  await openList(page, 6);
  await note(page, marked[5], 'взять два');
  await part(page, 'stop').first().waitFor();
  const way = await part(page, 'stop').evaluateAll((all) => all.map((it) => it.querySelector('.stop-title strong').textContent));
  assert.ok(way.length >= 2, 'there is a way');
  await page.locator('.take-along summary').click();
  const printed = await page.locator('.slip-place').evaluateAll((all) => all.map((it) => it.innerText));
  assert.equal(printed.length, marked.length, 'each thing once');
  way.forEach((title, at) => assert.ok(printed[at].includes(`☐ ${title}`), printed[at]));
  printed.forEach((place) => assert.match(place, /☐/));
  assert.equal(printed.filter((place) => place.includes('взять два')).length, 1);
});
