// What the library arranges, and what its system says of copies just now: DAIA, Koha and JSON of
// our own, from a system that this test runs on the page's own host.
//
//   BIBLIOBUS_SITE=site BIBLIOBUS_BIN=bibliobus node --test tests/e2e/services.test.mjs
import assert from 'node:assert/strict';
import { appendFileSync, cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after } from 'node:test';
import { bibliobus } from './lib.mjs';
import { scenes } from './scenes.mjs';

/** War and peace: on shelves of two branches, on the bus and in the closed stack. */
const BOOK = 'sos0001';
const EXTRA = `[[service]]
kind = "login"
hosts = ["journals.example"]
link = "https://proxy.sosnovka.example/login?qurl={url}"
limitation = { ru = "по билету", en = "with a card" }
`;
const ARTICLES = [
  { id: 'x1', title: 'Чайки над рекой', format: 'article', url: 'https://journals.example/1' },
  { id: 'x2', title: 'Чайки над морем', format: 'article' },
];

const { scene } = scenes();
const work = mkdtempSync(join(tmpdir(), 'bibliobus-'));
after(() => rmSync(work, { recursive: true, force: true }));

/** Builds the demo library with more settings; gives the folder of the catalogue. */
function build(name, more, records = []) {
  const demo = join(work, `${name}-demo`);
  cpSync(new URL('../../demo', import.meta.url), demo, { recursive: true });
  const settings = join(demo, 'library.toml');
  if (records.length > 0) {
    writeFileSync(join(demo, 'more.ndjson'), records.map((record) => JSON.stringify(record)).join('\n'));
    appendFileSync(settings, '\n[[source]]\nfile = "more.ndjson"\n');
  }
  appendFileSync(settings, `\n${EXTRA}\n${more}\n`);
  const catalogue = join(work, name);
  bibliobus('build', '--settings', settings, '-o', catalogue, '--as-of', '2026-11-20');
  return catalogue;
}

const live = (kind, site) => `[live]\nkind = "${kind}"\nurl = "${site.url}live/{id}"\n`;

scene('a record says what is arranged for it, and what will happen', {}, async (page, site) => {
  await page.goto(`${site.url}#/record/${BOOK}`);
  const stack = page.locator('[part~=place].tone-stack');
  const request = stack.getByRole('link', { name: 'Заказать из хранилища' });
  await request.waitFor();
  assert.match(await request.getAttribute('href'), /^mailto:hranenie@sosnovka\.example\?subject=%D0%92/);
  const needs = (await stack.locator('.link-needs').first().innerText()).replaceAll('\u00a0', ' ');
  assert.match(needs, /откроется письмо на hranenie@sosnovka\.example/);
  assert.match(needs, /около 20 минут/);
  assert.match(needs, /по читательскому билету/);
  assert.equal(await page.getByRole('link', { name: 'Заказать из другой библиотеки' }).count(), 0);
});

scene('the results pay nothing for what is arranged', {}, async (page, site) => {
  await page.goto(`${site.url}#/?q=${encodeURIComponent('толстой')}`);
  await page.locator('[part~=result]').first().waitFor();
  const manifest = await (await fetch(`${site.url}catalogue/manifest.json`)).json();
  const path = `/catalogue/chunks/${manifest.services.file}.bin`;
  assert.ok(!site.asked.includes(path));
  await page.goto(`${site.url}#/record/${BOOK}`);
  await page.locator('[part~=arranged]').first().waitFor();
  assert.ok(site.asked.includes(path));
});

scene('a licensed site is opened through the login, an article without a link through the resolver', {}, async (page, site) => {
  site.catalogue = build('login', '', ARTICLES);
  await page.goto(`${site.url}#/record/x1`);
  const open = page.locator('[part~=open]');
  await page.getByText('сначала откроется страница входа библиотеки (по билету)').waitFor();
  assert.equal(
    await open.getAttribute('href'),
    'https://proxy.sosnovka.example/login?qurl=https%3A%2F%2Fjournals.example%2F1',
  );
  await page.goto(`${site.url}#/?q=${encodeURIComponent('чайки над рекой')}`);
  const line = page.locator('[part~=result]').first();
  await line.getByText('Понадобится вход').waitFor();
  assert.equal(await line.locator('a[href*="journals.example"]').count(), 0, 'no list leads past the login');
  await page.goto(`${site.url}#/record/x2`);
  const resolver = page.getByRole('link', { name: 'Поискать полный текст' });
  assert.match(await resolver.getAttribute('href'), /^https:\/\/resolver\.sosnovka\.example\/find\?url_ver=Z39\.88-2004&/);
});

const LENT = { barcode: '3000100005', status: 'on_loan', until: '2026-12-01', queue: 2 };

scene('what is in now is laid over the index, copy by copy', {
  site: {
    answers: { [`/live/${BOOK}`]: { body: { items: [LENT] } } },
  },
}, async (page, site) => {
  site.catalogue = build('json', live('json', site));
  await page.goto(`${site.url}#/record/${BOOK}`);
  const lent = page.locator('[part~=place].tone-lent');
  await lent.getByText(/по данным на эту минуту/).waitFor();
  const words = (await lent.innerText()).replaceAll('\u00a0', ' ');
  assert.match(words, /На руках до 1 декабря/);
  assert.match(words, /в очереди: 2/);
  // The others keep what the export said, with its day.
  assert.ok(await page.locator('[part~=place].tone-shelf').count() > 0);
  assert.match((await page.locator('.standing .section-line').innerText()).replaceAll('\u00a0', ' '), /20 ноября 2026/);
});

scene('Koha answers in its own shape', {
  site: {
    answers: {
      [`/live/${BOOK}`]: {
        body: [{
          item_id: 1, biblio_id: 1, external_id: '3000100005', home_library_id: 'C', holding_library_id: 'C',
          location: 'ABON', callnumber: null, not_for_loan_status: 0, effective_not_for_loan_status: 0,
          damaged_status: 0, lost_status: 1, withdrawn: 0, restricted_status: null, checked_out_date: null,
        }],
      },
    },
  },
}, async (page, site) => {
  site.catalogue = build('koha', live('koha', site));
  await page.goto(`${site.url}#/record/${BOOK}`);
  const gone = page.locator('[part~=place].tone-gone');
  await gone.getByText(/по данным на эту минуту/).waitFor();
  assert.match(await gone.innerText(), /Сейчас нет в библиотеке/);
});

scene('DAIA answers in its own shape', {
  site: {
    answers: {
      [`/live/${BOOK}`]: {
        body: {
          document: [{
            id: 'urn:x:1',
            item: [{
              id: 'urn:bar:3000100005', label: '84(2) Т 53',
              available: [{ service: 'presentation' }], unavailable: [{ service: 'loan' }],
            }],
          }],
        },
      },
    },
  },
}, async (page, site) => {
  site.catalogue = build('daia', live('daia', site));
  await page.goto(`${site.url}#/record/${BOOK}`);
  await page.locator('.place-live').first().waitFor();
  assert.match(await page.locator('[part~=place]:has(.place-live)').first().innerText(), /Только для работы в библиотеке/);
});

for (const [name, answer] of [
  ['is silent', undefined],
  ['answers nonsense', { body: '<!doctype html><title>Wartung</title>' }],
  ['has a fault', { status: 503, body: { items: [LENT] } }],
]) {
  const answers = answer ? { [`/live/${BOOK}`]: answer } : {};
  const hold = (path) => (!answer && path.startsWith('/live/') ? 60_000 : 0);
  scene(`the index's answer stays when the system ${name}`, { site: { answers, hold } }, async (page, site) => {
    site.catalogue = build(`no-${name.length}`, live('json', site));
    const is_live = (it) => it.url().includes('/live/');
    const over = answer ? page.waitForResponse(is_live) : page.waitForEvent('requestfailed', is_live);
    await page.goto(`${site.url}#/record/${BOOK}`);
    await over;
    // A question after that, and its answer: whatever was to change has changed.
    const place = page.locator('[part~=place]:has(.shelf-words)').first();
    await place.locator('.the-way summary').click();
    await place.getByText('дорога без ступенек').click();
    await place.getByText('На лифте на 2-й этаж.').waitFor();
    assert.equal(await page.locator('.place-live').count(), 0);
    assert.equal(await page.locator('[part~=place].tone-lent').count(), 0);
    assert.match((await page.locator('.standing .section-line').innerText()).replaceAll('\u00a0', ' '), /20 ноября 2026/);
  });
}
