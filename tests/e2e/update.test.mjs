// A catalogue that is renewed while readers have it: little moves, and nobody sees a mixture.
import assert from 'node:assert/strict';
import { cpSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { Reader, bibliobus, open, search, stored } from './lib.mjs';
import { folder, launch, newPage } from './site.mjs';

const RECORDS = 600;

describe('a catalogue that is renewed', () => {
  const desk = mkdtempSync(join(tmpdir(), 'bibliobus-'));
  const site = join(desk, 'site');
  const catalogue = join(site, 'catalogue');
  const lines = Array.from({ length: RECORDS }, (_, n) => JSON.stringify({
    id: `r${n}`, title: `The ${['river', 'steppe', 'harbour'][n % 3]} of volume ${n}`, year: 1900 + (n % 90),
  }));
  const build = (...more) => {
    writeFileSync(join(desk, 'a.ndjson'), lines.join('\n'));
    bibliobus('build', join(desk, 'a.ndjson'), '-o', catalogue, '--as-of', '2026-08-20', ...more);
  };
  const chunks = () => readdirSync(join(catalogue, 'chunks'));
  const truth = (words) => search(catalogue, words).hits.map((hit) => hit.id);
  let host;
  let browser;

  before(async () => {
    cpSync(folder, site, { recursive: true });
    rmSync(catalogue, { recursive: true });
    build();
    host = await open(site);
    browser = await launch();
  });
  after(async () => {
    await browser.close();
    await host.stop();
    rmSync(desk, { recursive: true });
  });

  /** Four records are changed, a new one comes, and one goes; each time by other words. */
  let round = 0;
  const renew = () => {
    round += 1;
    const before = new Set(chunks());
    for (let n = 0; n < 4; n += 1) {
      const record = JSON.parse(lines[n + round * 10]);
      lines[n + round * 10] = JSON.stringify({ ...record, title: `${record.title}, revision${round}` });
    }
    lines.splice(RECORDS - round * 3, 1);
    lines.push(JSON.stringify({ id: `new${round}`, title: `News of revision${round}` }));
    build('--update');
    return chunks().filter((name) => !before.has(name));
  };

  const whole = async (context) => {
    const page = context ? await context.newPage() : await newPage(browser);
    const reader = new Reader(page, host.url);
    await reader.come();
    return reader;
  };
  const finds = async (reader, words) => {
    const right = truth(words);
    assert.ok(right.length > 0, words);
    for (let tries = 0; tries < 60; tries += 1) {
      const found = await reader.find(words);
      if (right.every((id, at) => found[at] === id)) return;
      await new Promise((resolve) => { setTimeout(resolve, 100); });
    }
    assert.fail(`«${words}» does not find ${right}`);
  };

  test('what was there is not fetched again', async () => {
    const reader = await whole();
    await reader.keep();
    const fresh = renew();
    assert.ok(fresh.length > 0 && fresh.length * 2 < chunks().length, `${fresh.length} of ${chunks().length}`);
    host.forget();
    await reader.come();
    await finds(reader, 'revision1');
    const again = chunks().filter((name) => !fresh.includes(name) && host.asked(new RegExp(name)) > 0);
    assert.deepEqual(again, []);
    // Kept whole before, it is whole again, and needs no line.
    await reader.page.locator('[part~=keeping][data-state=whole]').first().waitFor({ timeout: 30_000 });
    await host.stop();
    try {
      await finds(reader, 'revision1');
      await finds(reader, 'harbour');
    } finally {
      await host.start();
    }
    await reader.page.context().close();
  });

  test('a tab with the earlier release goes on, beside one with the later', async () => {
    const first = await whole();
    await first.keep();
    renew();
    const second = await whole(first.page.context());
    await finds(second, 'revision2');
    assert.ok((await first.find('steppe')).length > 0);
    await first.come();
    await finds(first, 'revision2');
    await first.page.context().close();
  });

  test('one that is stopped in the midst of an update has a whole release all the same', async () => {
    let reader = await whole();
    const context = reader.page.context();
    await reader.keep();
    const fresh = renew();
    host.fault = (path) => (fresh.some((name) => path.endsWith(name)) ? 'drip' : undefined);
    for (const pause of [50, 150, 400]) {
      await reader.come();
      await new Promise((resolve) => { setTimeout(resolve, pause); });
      await reader.page.close();
      reader = new Reader(await context.newPage(), host.url);
    }
    host.fault = () => undefined;
    await reader.come();
    await finds(reader, 'revision3');
    await context.close();
  });

  test('what an earlier release alone had is swept away', async () => {
    const reader = await whole();
    await reader.keep();
    const before = (await stored(reader.page)).map(([path]) => path);
    renew();
    await reader.come();
    await finds(reader, 'revision4');
    await reader.page.locator('[part~=keeping][data-state=whole]').first().waitFor({ timeout: 30_000 });
    // The visit after the one that took the release over sweeps.
    await reader.come();
    for (let tries = 0; tries < 60; tries += 1) {
      const here = (await stored(reader.page)).map(([path]) => path);
      const old = before.filter((path) => !here.includes(path));
      if (old.length > 0) return;
      await new Promise((resolve) => { setTimeout(resolve, 100); });
    }
    assert.fail(`all of ${before.length} are here still`);
  });
});
