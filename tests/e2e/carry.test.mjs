// A catalogue carried by hand, and one that only its library may renew.
import assert from 'node:assert/strict';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { Reader, bibliobus, open, search } from './lib.mjs';
import { folder, launch, newPage } from './site.mjs';

const QUERY = 'толстой';

describe('a catalogue carried by hand', () => {
  const desk = mkdtempSync(join(tmpdir(), 'bibliobus-'));
  const site = join(desk, 'site');
  const ids = search(join(folder, 'catalogue'), QUERY).hits.map((hit) => hit.id);
  let browser;
  let host;
  before(async () => {
    cpSync(folder, site, { recursive: true });
    bibliobus('key', join(desk, 'library'));
    bibliobus('sign', join(site, 'catalogue'), join(desk, 'library.key'));
    host = await open(site);
    browser = await launch();
  });
  after(async () => {
    await browser.close();
    await host.stop();
    rmSync(desk, { recursive: true });
  });

  const noCatalogue = (path) => (path.startsWith('/catalogue/') ? 'reset' : undefined);
  const visit = async (fault = () => undefined) => {
    host.fault = fault;
    const page = await newPage(browser);
    return new Reader(page, host.url);
  };
  /** The page with this public key in its element. */
  const trust = (key) => {
    const page = join(site, 'index.html');
    writeFileSync(page, readFileSync(page, 'utf8').replace(/<biblio-bus( key="[^"]*")?/, `<biblio-bus key="${key}"`));
  };
  const publicKey = (name) => readFileSync(join(desk, `${name}.pub`), 'utf8').trim().split('\n')[1];

  test('out of a file, without a line, and into one again', async () => {
    const pack = join(desk, 'library.bibliobus');
    bibliobus('pack', join(site, 'catalogue'), '-o', pack);
    const reader = await visit(noCatalogue);
    await reader.come();
    await reader.see('problem');
    await reader.part('from-file').locator('input').setInputFiles(pack);
    await reader.page.locator('[part~=keeping][data-state=whole]').first().waitFor({ timeout: 30_000 });
    await reader.come();
    assert.deepEqual((await reader.find(QUERY)).slice(0, ids.length), ids);
    await reader.come();
    const [download] = await Promise.all([
      reader.page.waitForEvent('download'),
      reader.part('to-file').first().click(),
    ]);
    assert.match(download.suggestedFilename(), /\.bibliobus$/);
    const given = join(desk, 'given.bibliobus');
    await download.saveAs(given);
    bibliobus('mirror', given, join(desk, 'copy'));
    assert.deepEqual(
      readFileSync(join(desk, 'copy/manifest.json')),
      readFileSync(join(site, 'catalogue/manifest.json')),
    );
    await reader.page.context().close();
  });

  test('what is no catalogue is refused in words', async () => {
    const junk = join(desk, 'junk.bibliobus');
    writeFileSync(junk, 'not a catalogue '.repeat(100));
    const reader = await visit();
    await reader.come();
    await reader.part('from-file').locator('input').setInputFiles(junk);
    await reader.page.getByText('Это не файл каталога').waitFor();
    assert.deepEqual((await reader.find(QUERY)).slice(0, ids.length), ids);
    await reader.page.context().close();
  });

  test('only what the library signed is taken', async () => {
    trust(publicKey('library'));
    const reader = await visit();
    await reader.come();
    assert.deepEqual((await reader.find(QUERY)).slice(0, ids.length), ids);
    await reader.page.context().close();
    bibliobus('key', join(desk, 'other'));
    trust(publicKey('other'));
    const stranger = await visit();
    await stranger.come(`#/?q=${encodeURIComponent(QUERY)}`);
    await stranger.see('problem');
    assert.match(await stranger.part('problem').first().innerText(), /нет подписи библиотеки/);
    assert.equal(await stranger.part('result').count(), 0);
    await stranger.page.context().close();
  });
});
