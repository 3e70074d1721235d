// What is near to this reader: the branch of one's own, the library's pictures of covers.
//
//   BIBLIOBUS_SITE=site BIBLIOBUS_BIN=bibliobus node --test tests/e2e/near.test.mjs
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before } from 'node:test';
import { scenes } from './scenes.mjs';
import { folder, hasNoBarriers } from './site.mjs';

/** War and peace: on a shelf, at a branch, on the bus and in the closed stack. */
const BOOK = 'sos0001';
const { scene } = scenes();

const start = readFileSync(join(folder, 'index.html'), 'utf8');
const of = (branch) => start.replace('<biblio-bus ', `<biblio-bus branch="${branch}" `);
const pages = { '/zarechye.html': of('Z'), '/nowhere.html': of('no such branch') };

scene('what the own branch has comes first, and what another has says so', { site: { pages } }, async (page, site) => {
  await page.goto(`${site.url}zarechye.html#/record/${BOOK}`);
  const places = page.locator('[part~=place]');
  await places.first().waitFor();
  assert.match(await places.first().innerText(), /Заречье/);
  assert.equal(await places.first().locator('.place-elsewhere').count(), 0);
  const bus = page.locator('[part~=place].tone-bus');
  assert.equal(await bus.count(), 1);
  assert.equal(await bus.locator('.place-elsewhere').count(), 0, 'it comes to its stops');
  const others = await places.count() - 2;
  assert.ok(others >= 2, `${others} other places`);
  assert.equal(await page.locator('.place-elsewhere', { hasText: 'в другом филиале' }).count(), others);
  const addresses = await page.locator('.place-facts').allInnerTexts();
  const central = addresses.filter((facts) => facts.includes('Набережная улица'));
  assert.equal(central.length, 1, 'the Central Library has two places and one address');
  await hasNoBarriers(page, 'the record, at home in a branch');

  await page.goto(`${site.url}zarechye.html#/?q=${encodeURIComponent('война и мир толстой')}`);
  const way = page.locator(`[part~=result][data-id=${BOOK}] .way`);
  await way.waitFor();
  assert.match(await way.innerText(), /Заречье/);
  assert.doesNotMatch(await way.innerText(), /в другом филиале/);
});

scene('the own branch stands first among the branches', { site: { pages } }, async (page, site) => {
  await page.goto(`${site.url}zarechye.html`);
  const first = page.locator('.branch-list > li').first();
  await first.waitFor();
  assert.match(await first.innerText(), /Заречье/);
});

scene('a branch that the library does not have changes nothing', { site: { pages } }, async (page, site) => {
  const order = async (name) => {
    await page.goto(`${site.url}${name}#/record/${BOOK}`);
    await page.locator('[part~=place]').first().waitFor();
    return page.locator('.branch-name').allInnerTexts();
  };
  assert.deepEqual(await order('nowhere.html'), await order(''));
  assert.equal(await page.locator('.place-elsewhere').count(), 0);
});

/** A grey picture of one point. */
const PICTURE = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNoAAAAggCBd81ytgAAAABJRU5ErkJggg==', 'base64');
let made;
before(() => {
  made = mkdtempSync(join(tmpdir(), 'bibliobus-covers-'));
  mkdirSync(join(made, 'pictures'));
  writeFileSync(join(made, 'pictures', `${BOOK}.png`), PICTURE);
  cpSync('demo', made, { recursive: true });
  const settings = readFileSync('demo/library.toml', 'utf8');
  writeFileSync(join(made, 'library.toml'), `covers = "pictures"\n${settings}`);
  execFileSync(process.env.BIBLIOBUS_BIN, ['--quiet', 'build', '--settings', join(made, 'library.toml'), '-o', join(made, 'catalogue'), 'demo/central.mrc']);
});
after(() => rmSync(made, { recursive: true, force: true }));

scene('the library’s own picture of a cover is shown', {}, async (page, site) => {
  site.catalogue = join(made, 'catalogue');
  await page.goto(`${site.url}#/?q=${encodeURIComponent('толстой')}`);
  const picture = page.locator(`[part~=result][data-id=${BOOK}] .cover-picture`);
  await picture.waitFor();
  await page.waitForFunction((one) => one.complete && one.naturalWidth === 1, await picture.elementHandle());
  assert.ok(new URL(await picture.getAttribute('src')).pathname.startsWith('/catalogue/covers/'));
  assert.equal(await page.locator('.cover-picture').count(), 1, 'nobody else has one');
  assert.equal(site.asked.filter((path) => path.includes('/covers/')).length, 1, 'and none is asked for');
  await page.goto(`${site.url}#/record/${BOOK}`);
  await page.locator('.record-cover .cover-picture').waitFor();
});

scene('without its picture a thing has its binding', {}, async (page, site) => {
  site.catalogue = join(made, 'catalogue');
  site.refuse = (path) => path.includes('/covers/');
  const refused = page.waitForResponse((response) => response.url().includes('/covers/'));
  await page.goto(`${site.url}#/record/${BOOK}`);
  assert.equal((await refused).status(), 404);
  await page.locator('.record-cover .cover-picture').waitFor({ state: 'detached' });
  assert.match(await page.locator('.record-cover .stamp').innerText(), /Война и мир/);
});
