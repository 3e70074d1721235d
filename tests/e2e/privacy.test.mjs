// What leaves the device while somebody uses all of the app. The whole browser goes through a proxy
// that writes down every request: of pages, workers and service workers alike.
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, request as ask } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { chromium } from 'playwright-core';
import { Reader, bibliobus, open } from './lib.mjs';
import { folder, newPage } from './site.mjs';

const WORDS = ['толстой', 'nosuchwordxyzzy', 'хаджи мурат'];

/** Chromium itself asks its maker about the fields of every page that has some; it does not say what is in them. */
const BROWSER = 'https://content-autofill.googleapis.com:443';

/** A proxy for plain http to `home`, and what was asked of it. */
async function recorder(home) {
  const seen = [];
  const server = createServer((request, response) => {
    const entry = { url: request.url, headers: request.headers, body: [], setCookie: undefined };
    seen.push(entry);
    if (!request.url.startsWith(home)) return response.destroy();
    const onward = ask(request.url, { method: request.method, headers: request.headers }, (answer) => {
      entry.setCookie = answer.headers['set-cookie'];
      response.writeHead(answer.statusCode, answer.headers);
      answer.pipe(response);
    });
    onward.on('error', () => response.destroy());
    return request.on('data', (piece) => entry.body.push(piece)).pipe(onward);
  });
  server.on('connect', (request, socket) => {
    const url = `https://${request.url}`;
    if (url !== BROWSER) seen.push({ url, headers: {}, body: [] });
    socket.destroy();
  });
  await new Promise((resolve) => { server.listen(0, '127.0.0.1', resolve); });
  return { seen, port: server.address().port, close: () => { server.close(); server.closeAllConnections(); } };
}

/** Whether a request has one of the words in it, however it is written. */
function says({ url, headers, body }, word) {
  const all = [url, ...Object.values(headers).flat(), Buffer.concat(body).toString()].join('\n').toLowerCase();
  const plain = [...all.matchAll(/(?:%[0-9a-f]{2})+/g)].reduce((text, [coded]) => text.replace(coded, Buffer.from(coded.replaceAll('%', ''), 'hex').toString()), all);
  const forms = [word, ...word.split(' '), Buffer.from(word).toString('base64').replace(/=+$/, ''), Buffer.from(word).toString('hex')];
  return forms.some((form) => plain.includes(form.toLowerCase()));
}

describe('what is searched for leaves the device for nobody', () => {
  let [proxy, host, browser, reader, desk] = [];
  const messages = [];
  before(async () => {
    desk = mkdtempSync(join(tmpdir(), 'bibliobus-'));
    host = await open(folder);
    proxy = await recorder(host.url);
    browser = await chromium.launch({
      executablePath: process.env.CHROME_PATH ?? '/usr/bin/chromium',
      // What Chromium asks its maker for itself, apart from any page, gets nowhere.
      args: ['--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage', '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1'],
    });
    const page = await newPage(browser, { proxy: { server: `http://127.0.0.1:${proxy.port}`, bypass: '<-loopback>' } });
    page.setDefaultTimeout(20_000);
    page.on('console', (message) => messages.push(message.text()));
    page.context().on('serviceworker', (worker) => worker.on('console', (message) => messages.push(message.text())));
    await page.addInitScript(() => { navigator.share = async ({ text }) => { globalThis.shared = text; }; });
    reader = new Reader(page, host.url);
  });
  after(async () => {
    await browser.close();
    proxy.close();
    await host.stop();
    rmSync(desk, { recursive: true });
  });

  /** Everything that one does in the app, with each of the words. */
  async function useAll() {
    await reader.come();
    for (const words of WORDS) {
      await reader.part('input').first().fill('');
      await reader.part('input').first().pressSequentially(words, { delay: 15 });
      await reader.page.locator('[part~=status]:is([data-state=settled], [data-state=nothing])').waitFor();
    }
    await reader.find(WORDS[0]);
    await reader.see('suggestion');
    await reader.page.locator('[data-facet=access] .tick').first().click();
    await reader.page.waitForFunction(() => location.hash.includes('access='));
    await reader.found();
    await reader.page.locator('.title-link').first().click();
    await reader.page.locator('.description').waitFor();
    await reader.page.locator('.take-along summary').click();
    await reader.page.locator('.slip').waitFor();
    await reader.page.locator('.taking-ways button').first().click();
    await reader.page.waitForFunction(() => globalThis.shared);
    await reader.page.locator('.line .on').first().click();
    await reader.found();
    await reader.page.locator('.language[lang=en]').click();
    await reader.page.goBack();
  }

  test('nothing but the library’s own files is asked for, and no request says a word of it', async () => {
    await useAll();
    await reader.come();
    await reader.keep();
    const pack = join(desk, 'library.bibliobus');
    bibliobus('pack', join(folder, 'catalogue'), '-o', pack);
    await reader.part('from-file').locator('input').setInputFiles(pack);
    await reader.page.locator('[part~=carrying]').waitFor({ state: 'detached' });
    await reader.serviceWorker();
    assert.ok(proxy.seen.length > 20, 'the proxy sees what the browser asks');
    const elsewhere = proxy.seen.filter(({ url }) => !url.startsWith(host.url));
    assert.deepEqual(elsewhere.map(({ url }) => url), []);
    for (const word of WORDS) assert.deepEqual(proxy.seen.filter((one) => says(one, word)).map(({ url }) => url), [], word);
    const referred = proxy.seen.map(({ headers }) => headers.referer).filter((referer) => referer && !/^\/[\w.-]*$/.test(referer.replace(host.url, '/')));
    assert.deepEqual(referred, [], 'no more than a name of a file');
  });

  test('no cookie, and nothing in the console', async () => {
    assert.deepEqual(proxy.seen.filter(({ headers, setCookie }) => headers.cookie ?? setCookie), []);
    assert.deepEqual(await reader.page.context().cookies(), []);
    assert.deepEqual(messages, []);
  });

  test('with a kept collection a search asks for nothing at all', async () => {
    await reader.come();
    await reader.find('чехов');
    const sofar = proxy.seen.length;
    for (const words of ['пушкин', 'tolstoy', 'роман', 'война мир']) {
      assert.ok((await reader.find(words)).length > 0, words);
      await reader.page.locator('.title-link').first().click();
      await reader.page.locator('.description').waitFor();
      await reader.page.goBack();
      await reader.found();
    }
    // Some time after a page has come, the browser looks whether its service worker is still the same.
    const asked = proxy.seen.slice(sofar).map(({ url }) => url);
    assert.deepEqual(asked.filter((url) => url !== `${host.url}sw.js`), []);
  });

  test('the recorder knows the words, however they are written', () => {
    const request = (url) => ({ url, headers: {}, body: [] });
    for (const url of ['/?q=толстой', `/?q=${encodeURIComponent('толстой')}`, `/?q=${encodeURIComponent('Хаджи мурат')}`, '/%D0%BC%D1%83%D1%80%D0%B0%D1%82', '/0YLQvtC70YHRgtC+0Lk']) {
      assert.ok(WORDS.some((word) => says(request(url), word)), url);
    }
    assert.ok(!WORDS.some((word) => says(request('/catalogue/manifest.json'), word)));
  });
});
