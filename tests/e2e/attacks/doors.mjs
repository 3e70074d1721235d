// The ways by which a text comes into the app: records, the address bar, the search box, the
// attributes of the element, a file that a reader gives it. Each takes payloads along it, under
// watch, and gives how many ways were gone.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { bibliobus } from '../lib.mjs';
import { PAYLOADS } from './payloads.mjs';
import { markOf } from './formats.mjs';
import { PREFIX } from './stage.mjs';
import { tar } from './tar.mjs';
import { go, inspect, watch } from './watch.mjs';

/** A page under watch: `{ page, seen, to(hash) }`; what never comes to an end is seen too. */
export async function arrive(browser, host, address = '#/') {
  const context = await browser.newContext({ serviceWorkers: 'block', viewport: { width: 1280, height: 800 } });
  const page = await context.newPage();
  // As patient as `go`: browsers take their time for thousands of joined signs.
  page.setDefaultTimeout(60_000);
  const seen = await watch(page, host.url);
  seen.stuck = [];
  await page.goto(host.url + address);
  await page.locator('[part~=input]').first().waitFor();
  const to = async (hash, wanted) => {
    const is = await go(page, hash);
    if (!wanted.includes(is)) seen.stuck.push(`${hash.slice(0, 80)}: ${is}`);
    return inspect(page, seen, hash.slice(0, 80));
  };
  return { page, seen, to, leave: () => context.close() };
}

/** Search results with each payload's records. */
export async function found({ to }, payloads) {
  let links = await to('#/record/none', ['missing']);
  for (const payload of payloads) links += await to(`#/?q=${markOf(payload)}`, ['settled']);
  return { ways: payloads.length, links };
}

/** Where a browser takes as long for a page as this, in milliseconds, what the library's system
 * answers comes too late, and the page stays with what the index says. */
const LATE = 4000;

/** The lists from A to Z, letter by letter, of as many entries as one may show. */
export async function listed({ to }, drawers) {
  for (const { list, letter } of drawers) await to(`#/browse/${list}?from=${encodeURIComponent(letter)}&n=1000`, ['list', 'the same']);
  return { ways: drawers.length };
}

/** The records themselves, with their slips. */
export async function opened({ page, to, seen }, ids) {
  let links = 0;
  for (const id of ids) {
    const begun = Date.now();
    links += await to(`#/record/${encodeURIComponent(id)}`, ['record']);
    const isSlow = Date.now() - begun > LATE;
    if (!id.startsWith(PREFIX)) continue;
    // Only here is all of it: the way to the shelf, the slip, what the library's system answers.
    await page.evaluate(() => document.querySelector('biblio-bus').shadowRoot.querySelectorAll('details').forEach((one) => { one.open = true; }));
    for (const part of isSlow ? ['.slip'] : ['.slip', '.place-live']) {
      await page.locator(part).first().waitFor().catch(() => seen.stuck.push(`${id}: no ${part}`));
    }
    links += await inspect(page, seen, id);
  }
  return { ways: ids.length, links };
}

/** The address bar, of the page with the small library. */
export async function addresses({ to }, payloads) {
  for (const { text } of payloads) {
    const say = encodeURIComponent(text);
    if (text !== '') await to(`#/record/${say}`, ['missing']);
    await to(`#/?q=tolstoy&access=${say}&language=${say}&not-place=${say}&year=${say}&sort=${say}&n=${say}&exact=${say}&lang=${say}`, ['settled', 'nothing']);
    await to(`#/?q=${say}`, ['settled', 'nothing', 'start']);
    await to(`#/${text}`, ['settled', 'nothing', 'start', 'missing', 'the same']);
  }
  return { ways: payloads.length * 4 };
}

/** The search box: with suggestions, marks in the hits, and what to do where nothing is found. */
export async function typing({ page, seen }, payloads) {
  // Nobody types more, and browsers take their time for thousands of joined signs in one line.
  for (const text of payloads.map((payload) => payload.text.slice(0, 500))) {
    await page.locator('[part~=input]').fill(text);
    const isOver = page.locator('[part~=status]:is([data-state=settled], [data-state=nothing]), .branch, [part~=record]').first();
    await isOver.waitFor().catch(() => seen.stuck.push(`typed: ${text.slice(0, 60)}`));
    await inspect(page, seen, `typed ${text.slice(0, 60)}`);
  }
  return { ways: payloads.length };
}

const HOST = `<!DOCTYPE html><html lang="en"><meta charset="utf-8"><title>Town</title>
  <link rel="stylesheet" href="page.css"><script type="module" src="embed.js"></script><h1>Town</h1></html>`;
const WORDS = ['lang', 'theme', 'examples', 'kiosk', 'shortcuts', 'routing'];

/** The element's attributes, on a page of somebody else's. */
export async function attributes(browser, host, payloads = PAYLOADS) {
  host.pages['/host.html'] = HOST;
  const context = await browser.newContext({ serviceWorkers: 'block' });
  const page = await context.newPage();
  page.setDefaultTimeout(30_000);
  const seen = { ...await watch(page, host.url), stuck: [] };
  await page.goto(`${host.url}host.html`);
  await page.waitForFunction(() => customElements.get('biblio-bus'));
  const show = async (attributes, text, end) => {
    await page.evaluate(([attributes, text]) => {
      document.querySelector('biblio-bus')?.remove();
      const element = document.createElement('biblio-bus');
      element.setAttribute('catalogue', 'small/');
      for (const name of attributes) element.setAttribute(name, text);
      document.body.append(element);
    }, [attributes, text]);
    await page.locator(end).first().waitFor().catch(() => seen.stuck.push(`${attributes}: ${text.slice(0, 60)}`));
    await inspect(page, seen, `${attributes}: ${text.slice(0, 60)}`);
  };
  for (const { text } of payloads) await show(WORDS, text, '.branch, .count, [part~=problem]');
  const others = payloads.filter(({ family }) => ['link', 'path', 'name'].includes(family));
  for (const { text } of others) await show(['key'], text, '.branch, .count, [part~=problem]');
  // A catalogue that cannot be had is asked for again and again before the reader is told.
  const places = others.filter((_, at) => at % 20 === 0);
  for (const { text } of places) await show(['catalogue'], text, '.branch, .count, [part~=problem]');
  // The page itself says where its catalogue is: that it is asked for there is no leak.
  seen.requests = seen.requests.filter((url) => !/manifest\.json$|^data:/.test(url));
  await context.close();
  return { seen, ways: payloads.length * WORDS.length + others.length + places.length };
}

/** Files: a true pack of the hostile library, and packs whose files have hostile names. */
export async function packs({ page, seen, to }, { catalogue, desk }, payloads) {
  const pack = join(desk, `library-${payloads[0].number}.bibliobus`);
  bibliobus('pack', catalogue, '-o', pack);
  const input = page.locator('[part~=from-file] input');
  await to('#/', ['start', 'the same']);
  await input.setInputFiles(pack);
  await page.locator('[part~=keeping][data-state=whole]').first().waitFor({ timeout: 60_000 });
  await inspect(page, seen, 'a pack');
  const manifest = readFileSync(join(catalogue, 'manifest.json'));
  for (const { text } of payloads) {
    const files = [{ name: 'manifest.json', bytes: manifest }, { name: text, bytes: Buffer.from(text) }];
    const name = `${text.replace(/[/\\\0]/g, '_').slice(0, 60) || 'x'}.bibliobus`;
    await input.setInputFiles({ name, mimeType: 'application/octet-stream', buffer: tar(files) });
    await page.waitForFunction(() => !/%/.test(document.querySelector('biblio-bus').shadowRoot.querySelector('[part~=carrying]')?.innerText));
    await inspect(page, seen, `a pack with ${text.slice(0, 60)}`);
  }
  await to(`#/?q=${markOf(PAYLOADS[0])}`, ['settled']);
  return { ways: payloads.length + 1 };
}
