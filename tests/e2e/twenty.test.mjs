// Twenty records of each of two real catalogues, picked by a seeded choice: each is found by
// words of its title, and by those and its creator; in the browser as natively, and again with
// no host.
import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { Reader, bibliobus, open, search } from './lib.mjs';
import { launch, newPage } from './site.mjs';

const SEED = Number(process.env.BIBLIOBUS_SEED ?? 20261122);
const data = process.env.BIBLIOBUS_DATA ?? '';

for (const file of ['marc21-4k.mrc.zst', 'gpo-marc21-50k.mrc.zst']) {
  const input = join(data, 'catalogues', file);
  const skip = !existsSync(input) && `there is no ${input}`;
  describe(`twenty records of ${file}`, { skip }, () => twenty(input));
}

function twenty(input) {
  let work;
  let catalogue;
  let host;
  let browser;
  let reader;
  let questions;

  before(async () => {
    work = mkdtempSync(join(tmpdir(), 'bibliobus-'));
    catalogue = join(work, 'catalogue');
    const site = join(work, 'site');
    bibliobus('build', input, '-o', catalogue);
    bibliobus('site', catalogue, '-o', site);
    questions = pick(20).flatMap(asked);
    host = await open(site);
    browser = await launch();
    reader = new Reader(await newPage(browser), host.url);
  });
  after(async () => {
    await browser?.close();
    await host?.stop();
    rmSync(work, { recursive: true, force: true });
  });

  test('each is found natively', () => {
    for (const question of questions) {
      const ids = search(catalogue, question.text).hits.map((hit) => hit.id);
      question.ids = ids;
      // Programmes repeat their titles: one of many alike may stand behind the first ten.
      const more = search(catalogue, question.text, 200).hits.map((hit) => hit.id);
      assert.ok(more.includes(question.id), `${question.id} by «${question.text}»: ${ids}`);
    }
  });

  test('each is found in the browser, in the same order', async () => {
    await reader.come();
    await compare();
  });

  test('each is found again with the host stopped', async () => {
    await reader.come();
    await reader.keep();
    await reader.serviceWorker();
    await host.stop();
    try {
      await reader.come();
      await reader.see('offline');
      await compare();
    } finally {
      await host.start();
    }
  });

  async function compare() {
    for (const { text, ids } of questions) {
      const found = await reader.find(text);
      assert.deepEqual(found.slice(0, ids.length), ids.slice(0, found.length), `«${text}»`);
      assert.ok(found.length >= Math.min(ids.length, 10), `«${text}»: ${found.length} of ${ids.length}`);
    }
  }

  /** Records by chance, out of all that have one of the commonest words. */
  function pick(number) {
    const known = new Map();
    for (const word of ['a', 'the', 'de', 'в']) {
      for (const hit of search(catalogue, word, 100_000).hits) known.set(hit.id, hit);
    }
    const all = [...known.values()].filter((hit) => words(hit.title).length > 1 && hit.creators.length > 0);
    all.sort((a, b) => (a.id < b.id ? -1 : 1));
    assert.ok(all.length > 1000, `${all.length} records to choose from`);
    const chance = generator(SEED);
    return Array.from({ length: number }, () => all.splice(Math.floor(chance() * all.length), 1)[0]);
  }

  function asked(hit) {
    const title = words(hit.title).slice(0, 10).join(' ');
    const creator = words(hit.creators[0])[0] ?? '';
    return [{ id: hit.id, text: `${title} ` }, { id: hit.id, text: `${title} ${creator} ` }];
  }
}

/** The words of a text as a reader would type them. */
function words(text) {
  return text.match(/[\p{L}\p{M}\p{N}]{3,}/gu) ?? [];
}

/** Numbers from 0 to 1 that look like chance and are the same for the same seed (mulberry32). */
function generator(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}
