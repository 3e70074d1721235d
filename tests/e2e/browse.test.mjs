// Looking through what there is: new arrivals, fields of knowledge, kinds and languages, each with
// a number that is that of the list it leads to.
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { Reader, bibliobus, open } from './lib.mjs';
import { folder, launch, newPage } from './site.mjs';

describe('looking through what there is', () => {
  const catalogue = join(folder, 'catalogue');
  /** What the engine gives natively. */
  const native = (words, ...options) =>
    JSON.parse(bibliobus('search', catalogue, '--json', '--limit', '500', ...options, '--', words)).hits.map((hit) => hit.id);
  let host;
  let browser;

  before(async () => {
    host = await open(folder);
    browser = await launch();
  });
  after(async () => {
    await browser.close();
    await host.stop();
  });

  const visit = async (place) => {
    const reader = new Reader(await newPage(browser), host.url);
    await reader.come(place);
    return reader;
  };
  const rows = (reader, facet) => reader.page.locator(`[data-facet=${facet}] [part~="browse-link"]`);

  test('what was added last stands first, and leads on', async () => {
    const reader = await visit();
    await reader.part('to-browse').click();
    await reader.see('new');
    const newest = native('', '--sort', 'added');
    const leads = await reader.page.locator('[part~="new"] .book-link').evaluateAll((books) => books.map((book) => book.hash));
    assert.ok(leads.length >= 10);
    assert.deepEqual(leads, newest.slice(0, leads.length).map((id) => `#/record/${id}`));
    await reader.part('all-new').click();
    const found = await reader.found();
    assert.deepEqual(found, newest.slice(0, found.length));
    assert.match(reader.page.url(), /#\/\?sort=added/);
    assert.match(await reader.page.title(), /Новые поступления|New arrivals/);
    await reader.page.goBack();
    await reader.see('browse');
    await reader.page.context().close();
  });

  test('every number is that of the list behind it', async () => {
    const reader = await visit('#/browse');
    for (const facet of ['class', 'material', 'language', 'access']) {
      await rows(reader, facet).first().waitFor();
      for (let at = 0; at < Math.min(3, await rows(reader, facet).count()); at += 1) {
        const row = rows(reader, facet).nth(at);
        const told = Number((await row.locator('.browse-count').innerText()).replace(/\D/g, ''));
        await row.click();
        const found = await reader.found();
        const value = new URLSearchParams(new URL(reader.page.url()).hash.slice(3)).get(facet);
        const expected = native('', '--filter', `${facet}=${value}`);
        assert.equal(Math.min(told, 500), expected.length, `${facet}=${value}`);
        assert.deepEqual(found, expected.slice(0, found.length));
        await reader.page.goBack();
        await rows(reader, facet).first().waitFor();
      }
    }
    assert.deepEqual(reader.page.complaints, []);
    await reader.page.context().close();
  });

  test('words narrow a list down, and are ordered as words are', async () => {
    const reader = await visit('#/?language=eng&sort=added');
    await reader.found();
    await reader.part('input').fill('war');
    await reader.page.waitForFunction(() => location.hash === '#/?q=war&language=eng');
    const expected = native('war', '--filter', 'language=eng');
    assert.ok(expected.length > 0);
    const found = await reader.found();
    assert.deepEqual(found, expected.slice(0, found.length));
    await reader.page.context().close();
  });

  test('a list that holds nothing says so, and leads to the others', async () => {
    const reader = await visit('#/?class=udc:nothing');
    await reader.page.locator('[part~="status"][data-state=nothing]').waitFor();
    assert.match(await reader.part('status').innerText(), /^(Здесь ничего нет|There is nothing here)/);
    await reader.page.locator('.main .to-browse').click();
    await reader.see('browse');
    await reader.page.context().close();
  });

  test('what could not be had comes by itself when the line is back', async () => {
    const reader = await visit();
    await reader.see('to-browse');
    await host.stop();
    try {
      await reader.part('to-browse').click();
      await reader.see('problem');
    } finally {
      await host.start();
    }
    await rows(reader, 'class').first().waitFor({ timeout: 15_000 });
    await reader.page.context().close();
  });

  test('everything stands in the order of the shelves', async () => {
    const reader = await visit('#/browse');
    await reader.page.locator('[part~="by-mark"]').click();
    await reader.page.locator('[part~="result"]').first().waitFor();
    const shown = await reader.page.locator('[part~="result"]').evaluateAll((all) => all.map((one) => one.dataset.id));
    const expected = JSON.parse(bibliobus('search', catalogue, '--sort', 'call-number', '--json', '--limit', `${shown.length}`));
    assert.ok(shown.length > 5);
    assert.deepEqual(shown, expected.hits.map(({ id }) => id));
    await reader.page.context().close();
  });

  /** A list as the engine gives it natively. */
  const scan = (list, ...options) => JSON.parse(bibliobus('browse', catalogue, list, '--json', '--limit', '50', ...options));
  const LISTS = ['creators', 'titles', 'subjects', 'series'];
  const settled = (reader) => reader.page.locator('[part~="drawer"][data-state=settled] [part~="browse-link"]').first().waitFor();
  const names = async (reader) => {
    await settled(reader);
    return reader.page.locator('[part~="drawer"] .browse-name').allInnerTexts();
  };
  const said = (list) => ({ headings, titles }) => (list === 'titles'
    ? titles.map(({ title }) => title) : headings.map(({ value }) => value.replaceAll(' -- ', ' — ')));
  const hash = (reader) => decodeURIComponent(new URL(reader.page.url()).hash);

  test('every list shows what the engine has, under its letters, with their numbers', async () => {
    const reader = await visit('#/browse');
    for (const list of LISTS) {
      await reader.page.goto(`${host.url}#/browse`);
      await reader.page.locator(`[part~="list-link"]`).nth(LISTS.indexOf(list)).click();
      const expected = scan(list);
      assert.ok(expected.letters.length > 3, list);
      assert.deepEqual(await names(reader), said(list)(expected));
      const shown = await reader.page.locator('[part~="letter"]').allInnerTexts();
      const number = (letter) => Number(letter.replace(/^\S+/, '').replace(/\D/g, ''));
      const numbers = (letters) => letters.sort((one, other) => one - other);
      const outer = expected.letters.filter(({ text }) => [...text].length === 1);
      assert.deepEqual(numbers(shown.map(number)), numbers(outer.map(({ entries }) => entries)), list);
    }
    assert.deepEqual(reader.page.complaints, []);
    await reader.page.context().close();
  });

  test('A44: a letter leads to what begins with it, keeps the focus, and back leads back', async () => {
    const reader = await visit('#/browse/creators');
    await settled(reader);
    const letter = reader.page.locator('[part~="letter"]', { hasText: 'Т' }).first();
    await letter.click();
    await reader.page.waitForFunction(() => decodeURIComponent(location.hash) === '#/browse/creators?from=т');
    const expected = said('creators')(scan('creators', '--from', 'т'));
    await reader.page.locator('[part~="drawer"] .browse-name', { hasText: expected[0] }).first().waitFor();
    assert.deepEqual(await names(reader), expected);
    const focused = await reader.page.evaluate(() => document.querySelector('biblio-bus').shadowRoot.activeElement?.getAttribute('aria-current'));
    assert.equal(focused, 'true');
    await reader.page.goBack();
    await reader.page.waitForFunction(() => location.hash === '#/browse/creators');
    await reader.page.locator('[part~="drawer"] .browse-name', { hasText: said('creators')(scan('creators'))[0] }).first().waitFor();
    await reader.page.context().close();
  });

  test('an entry leads to its records, all of them', async () => {
    for (const [list, facet] of [['creators', 'creator'], ['subjects', 'subject'], ['series', 'series']]) {
      const [{ value, count }] = scan(list).headings.toSorted((one, other) => other.count - one.count);
      const reader = await visit(`#/browse/${list}?from=${encodeURIComponent(value)}`);
      assert.equal((await names(reader))[0], value.replaceAll(' -- ', ' — '));
      await reader.page.locator('[part~="browse-link"]').first().click();
      const found = await reader.found();
      assert.equal(hash(reader), `#/?${facet}=${value}`);
      assert.equal(Math.min(count, 20), found.length, value);
      await reader.page.context().close();
    }
  });

  test('a title leads to its record, more are shown when asked for', async () => {
    const reader = await visit('#/browse/titles');
    const { titles, has_more: hasMore } = scan('titles');
    assert.ok(hasMore);
    await settled(reader);
    await reader.part('more').click();
    await reader.page.waitForFunction(() => location.hash === '#/browse/titles?n=100');
    await reader.page.waitForFunction(() => document.querySelector('biblio-bus').shadowRoot.querySelectorAll('[part~="drawer"] li').length === 100);
    await reader.page.locator('[part~="browse-link"]').first().click();
    await reader.see('record');
    assert.equal(hash(reader), `#/record/${titles[0].id}`);
    await reader.page.context().close();
  });

  test('a drawer that could not be had comes by itself when the line is back', async () => {
    const reader = await visit('#/browse');
    await rows(reader, 'access').first().waitFor();
    await host.stop();
    try {
      await reader.page.locator('[part~="list-link"]').nth(2).click();
      await reader.see('problem');
    } finally {
      await host.start();
    }
    await settled(reader);
    await reader.page.context().close();
  });
  test('classes open into those below them', async () => {
    const reader = await visit('#/browse');
    const unfold = reader.page.locator('[data-facet=class] [part~="unfold"]').first();
    await unfold.click();
    const inner = reader.page.locator('[data-facet=class] .class-row .browse-list [part~="browse-link"]').first();
    await inner.waitFor();
    const told = Number((await inner.locator('.browse-count').innerText()).replace(/\D/g, ''));
    await inner.click();
    const found = await reader.found();
    const [, value] = /^#\/\?class=(.+)/.exec(hash(reader));
    assert.equal(Math.min(told, 20), found.length, value);
    await reader.page.context().close();
  });
});
