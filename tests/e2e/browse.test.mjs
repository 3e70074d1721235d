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
});
