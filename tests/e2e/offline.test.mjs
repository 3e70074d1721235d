// The catalogue with the line cut: looked at, kept, damaged, and found again.
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { Reader, damage, open, search, stored } from './lib.mjs';
import { folder, launch, newPage } from './site.mjs';

const CATALOGUE = join(folder, 'catalogue');
const IN_CATALOGUE = /\/catalogue\//;
const QUERY = 'толстой';

describe('without a connection', () => {
  let host;
  let browser;
  const expected = search(CATALOGUE, QUERY);
  const ids = expected.hits.map((hit) => hit.id);

  before(async () => {
    assert.ok(ids.length > 1, `the site has a catalogue where «${QUERY}» is found`);
    host = await open(folder);
    browser = await launch();
  });
  after(async () => {
    await browser.close();
    await host.stop();
  });

  const visit = async () => {
    host.fault = () => undefined;
    const page = await newPage(browser);
    const reader = new Reader(page, host.url);
    await reader.come();
    return reader;
  };

  test('what is kept is searched, opened and found on its shelf', async () => {
    const reader = await visit();
    assert.deepEqual((await reader.find(QUERY)).slice(0, ids.length), ids);
    const record = await reader.record(ids[0]);
    assert.ok(record.places.length + record.links.length > 0, 'there is a way to it');
    await reader.come();
    await reader.keep();
    await reader.serviceWorker();

    await host.stop();
    try {
      await reader.come();
      await reader.see('offline');
      assert.deepEqual((await reader.find(QUERY)).slice(0, ids.length), ids);
      assert.deepEqual(await reader.record(ids[0]), record);
      // Also what nobody has looked at yet.
      const others = search(CATALOGUE, 'пушкин').hits.map((hit) => hit.id);
      await reader.come();
      assert.deepEqual((await reader.find('пушкин')).slice(0, others.length), others);
    } finally {
      await host.start();
    }
    assert.deepEqual(reader.page.complaints, []);
    await reader.page.context().close();
  });

  test('a code from a screen opens on the phone that keeps the catalogue: record, list and way', async () => {
    const reader = await visit();
    await reader.keep();
    await reader.serviceWorker();
    await host.stop();
    try {
      const phone = await reader.page.context().newPage();
      await phone.goto(`${host.url}#/list?of=sos0001&of=sos0291`);
      await phone.locator('.plan-way').last().waitFor();
      assert.deepEqual(await phone.locator('.entries .title-link').allInnerTexts(), ['Война и мир', 'Pride and prejudice']);
      await phone.goto(`${host.url}#/record/sos0001`);
      await phone.locator('[part~=place] summary').first().click();
      await phone.locator('[part~=place] .plan-way').first().waitFor();
    } finally {
      await host.start();
    }
    await reader.page.context().close();
  });

  test('the second visit asks for little', async () => {
    const reader = await visit();
    await reader.find(QUERY);
    await reader.serviceWorker();
    // What was fetched is written down a moment after it was shown.
    await waitUntil(async () => (await stored(reader.page)).length > 2);
    host.forget();
    await reader.come();
    await reader.find(QUERY);
    assert.equal(host.asked(IN_CATALOGUE), 1, 'the manifest');
    await reader.page.context().close();
  });

  test('forgotten files are gone', async () => {
    const reader = await visit();
    await reader.keep();
    assert.ok((await stored(reader.page)).length > 2);
    await reader.part('forget').first().click();
    await reader.page.locator('[part~=keeping][data-state=not-kept]').first().waitFor();
    assert.deepEqual(await stored(reader.page), []);
    await reader.page.context().close();
  });

  test('damage on the device is noticed and mended', async () => {
    const reader = await visit();
    await reader.keep();
    const count = await damage(reader.page);
    assert.ok(count > 2);
    await reader.come();
    assert.deepEqual((await reader.find(QUERY)).slice(0, ids.length), ids);
    const isSound = ([path, bytes]) => path.includes(createHash('sha256').update(Buffer.from(bytes)).digest('hex').slice(0, 32));
    await waitUntil(async () => (await stored(reader.page)).filter(isSound).length > 2);
    await reader.page.context().close();
  });

  test('a line that breaks in the middle of keeping loses nothing', async () => {
    const reader = await visit();
    await reader.find(QUERY);
    await reader.come();
    let allowed = 3;
    host.fault = (path) => (/\/chunks\//.test(path) && (allowed -= 1) < 0 ? 'reset' : undefined);
    await reader.part('keep').first().click();
    await reader.page.locator('[part~=keeping][data-state=stopped]').first().waitFor({ timeout: 30_000 });
    host.fault = () => undefined;
    await reader.come();
    await reader.page.locator('[part~=keeping][data-state=whole]').first().waitFor({ timeout: 30_000 });
    await reader.page.context().close();
  });
});

async function waitUntil(holds) {
  for (let tries = 0; tries < 100; tries += 1) {
    if (await holds()) return;
    await new Promise((resolve) => { setTimeout(resolve, 50); });
  }
  assert.fail(`not within five seconds: ${holds}`);
}
