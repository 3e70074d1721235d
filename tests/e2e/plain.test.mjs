// Over plain http, as a branch's network has it: no service worker, no Cache API, no SubtleCrypto.
// All works but the start of the app without the host.
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { QUERY } from './faults.mjs';
import { Reader, bibliobus, stored } from './lib.mjs';
import { folder, launch, newPage } from './site.mjs';
import { plainStage } from './surroundings.mjs';

describe('over plain http', () => {
  let browser;
  let host;
  let right;
  before(async () => {
    ({ host, right } = await plainStage());
    browser = await launch();
  });
  after(async () => {
    await browser.close();
    await host.stop();
  });

  const noCatalogue = (path) => (path.startsWith('/catalogue/') ? 'reset' : undefined);
  const visit = async (fault) => {
    host.fault = fault;
    const reader = new Reader(await newPage(browser), host.url);
    await reader.come();
    const [isSecure, worker, caches, subtle] = await reader.page.evaluate(() => (
      [isSecureContext, typeof navigator.serviceWorker, typeof globalThis.caches, typeof crypto.subtle]));
    assert.deepEqual([isSecure, worker, caches, subtle], [false, 'undefined', 'undefined', 'undefined']);
    return reader;
  };
  const finds = async (reader) => assert.deepEqual((await reader.find(QUERY)).slice(0, right.length), right);

  test('what is kept is found without the catalogue\'s host', async () => {
    const reader = await visit(() => undefined);
    await finds(reader);
    await reader.come();
    await reader.keep();
    host.fault = noCatalogue;
    await reader.come();
    await finds(reader);
    assert.ok((await reader.record(right[0])).text.length > 0);
    assert.deepEqual(reader.page.complaints, []);
    await reader.page.context().close();
  });

  test('a catalogue out of a file is taken in, and found', async () => {
    const desk = mkdtempSync(join(tmpdir(), 'bibliobus-'));
    const pack = join(desk, 'library.bibliobus');
    bibliobus('pack', join(folder, 'catalogue'), '-o', pack);
    const reader = await visit(noCatalogue);
    await reader.see('problem');
    await reader.part('from-file').locator('input').setInputFiles(pack);
    await reader.page.locator('[part~=keeping][data-state=whole]').first().waitFor({ timeout: 30_000 });
    assert.ok((await stored(reader.page)).length > 2);
    await reader.come();
    await finds(reader);
    await reader.page.context().close();
    rmSync(desk, { recursive: true });
  });
});
