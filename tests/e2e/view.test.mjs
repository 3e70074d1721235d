// The page that opens what a library hosts: pictures (IIIF), PDF, EPUB.
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { crc32, deflateSync } from 'node:zlib';
import { files, records, write, zip } from '../../demo/hosted.mjs';
import { WORDS } from '../../public-build/view/page/words.js';
import { Reader, bibliobus, open, reported } from './lib.mjs';
import { POLICY, folder, hasNoBarriers, launch, newPage } from './site.mjs';

const KINDS = { iiif: 'timetable/manifest.json', pdf: 'rules.pdf', epub: 'book.epub' };
const SHOWN = { iiif: '.openseadragon-canvas canvas', pdf: '.textLayer span', epub: '.leaf' };
/** Where screenshots go, if they are wanted. */
const SHOTS = process.env.BIBLIOBUS_SHOTS;

let [browser, host, site] = [];
before(async () => {
  site = mkdtempSync(join(tmpdir(), 'bibliobus-view-'));
  cpSync(folder, site, { recursive: true });
  host = await open(site);
  mkdirSync(join(site, 'hosted'), { recursive: true });
  write(join(site, 'hosted'), `${host.url}hosted/`);
  browser = await launch();
});
after(async () => {
  await browser.close();
  await host.stop();
  rmSync(site, { recursive: true });
});

/** The address of the page with this in it. */
const address = (said) => `${host.url}view.html#${new URLSearchParams(said)}`;
const hosted = (kind, more = {}) => address({ [kind]: `hosted/${KINDS[kind]}`, lang: 'en', ...more });
const say = (key, lang = 'en', names = {}) => WORDS[key][lang].replace(/\{(\w+)\}/g, (_, name) => names[name] ?? '');

/** A visitor of their own; what is asked of other hosts is written down, and never answered. */
async function visitor(options = {}) {
  host.fault = () => undefined;
  host.pages = {};
  const page = await newPage(browser, options);
  page.setDefaultTimeout(20_000);
  page.away = [];
  await page.route((url) => /^https?:$/.test(url.protocol) && url.host !== new URL(host.url).host, (route) => { page.away.push(route.request().url()); return route.abort(); });
  return page;
}

/** Ends a visit in which the browser had nothing to complain of, and nobody else was asked. */
async function leave(page, { isClean = true } = {}) {
  if (isClean) {
    assert.deepEqual(page.complaints, []);
    assert.deepEqual(page.away, []);
    assert.deepEqual(host.violations.splice(0), []);
  }
  host.violations.length = 0;
  await page.context().close();
}

const see = (page, kind) => page.locator(SHOWN[kind]).first().waitFor({ state: 'attached' }).then(() => page.waitForFunction(() => document.querySelector('.tools') && !document.querySelector('.tools').hidden && document.querySelector('#where').textContent));
const where = (page) => page.locator('#where').innerText();
const hash = (page, name) => new URLSearchParams(new URL(page.url()).hash.slice(1)).get(name);
const isAt = (page, number) => page.waitForFunction((to) => document.querySelector('#number').value === to && document.querySelector('#where').textContent.includes(`${to} `), String(number));
/** What the notice says. */
const told = async (page, key, lang, names) => {
  const words = say(key, lang, names);
  await page.waitForFunction((text) => document.querySelector('#notice')?.innerText.includes(text), words);
};

for (const kind of Object.keys(KINDS)) {
  describe(`${kind}`, () => {
    for (const lang of ['ru', 'en']) {
      for (const [width, height] of [[360, 740], [1280, 800]]) {
        test(`opens in ${lang} at ${width}, without barriers`, async () => {
          const page = await visitor({ viewport: { width, height }, colorScheme: lang === 'ru' && width < 500 ? 'dark' : 'light' });
          await page.goto(hosted(kind, { lang, title: lang === 'ru' ? 'Библиобус: расписание, правила и рассказы о дороге' : 'The bookmobile: its timetable, its rules, and tales of the road', from: 'index.html#/' }));
          await see(page, kind);
          assert.equal(await page.locator('html').getAttribute('lang'), lang);
          assert.equal(await page.locator('#back').innerText(), say('back', lang));
          await page.locator('#keep-it').waitFor();
          await hasNoBarriers(page, `${kind} ${lang} ${width}`);
          const isWide = await page.evaluate(() => document.documentElement.scrollWidth > innerWidth);
          assert.equal(isWide, false, 'nothing sticks out');
          const small = await page.evaluate(() => [...document.querySelectorAll('button, input, a')].filter((one) => one.checkVisibility() && !one.closest('.stage')).map((one) => [one.id, one.getBoundingClientRect()]).filter(([, { width: w, height: h }]) => h < 44 || w < 44).map(([id, { width: w, height: h }]) => `${id} ${w}x${h}`));
          assert.deepEqual(small, []);
          if (SHOTS) {
            await page.waitForTimeout(700);
            await page.screenshot({ path: join(SHOTS, `view-${kind}-${lang}-${width}.png`) });
            if (await page.locator('#tool-list').isVisible()) {
              await page.locator('#tool-list').click();
              await page.waitForTimeout(300);
              await page.screenshot({ path: join(SHOTS, `view-${kind}-list-${lang}-${width}.png`) });
              await hasNoBarriers(page, `${kind} list ${lang} ${width}`);
            }
          }
          await leave(page);
        });
      }
    }

    test('enlarged four times nothing sticks out, and all of it is reached', async () => {
      const page = await visitor({ viewport: { width: 320, height: 256 } });
      await page.goto(hosted(kind, { lang: 'ru', title: 'Достопримечательнейшая книга' }));
      await see(page, kind);
      await hasNoBarriers(page, `${kind} enlarged`);
      assert.equal(await page.evaluate(() => document.documentElement.scrollWidth > innerWidth), false);
      await page.locator('#tool-next').click();
      await page.waitForFunction(() => !/(1 из 2$|экран 1 из)/.test(document.querySelector('#where').textContent.split(' · ')[0]));
      await leave(page);
    });

    test('pages are in the address: turned, gone back to, loaded anew', async () => {
      const page = await visitor();
      await page.goto(hosted(kind));
      await see(page, kind);
      await isAt(page, 1);
      await page.locator('#number').fill('2');
      await page.keyboard.press('Enter');
      await isAt(page, 2);
      assert.equal(hash(page, 'page'), '2');
      await page.goBack();
      await isAt(page, 1);
      await page.goForward();
      await isAt(page, 2);
      await page.reload();
      await see(page, kind);
      await isAt(page, 2);
      await page.locator('#tool-list').click();
      await page.locator('dialog [data-page="1"]').click();
      await isAt(page, 1);
      assert.equal(hash(page, 'page'), '1');
      await leave(page);
    });

    test('is used with keys alone', async () => {
      const page = await visitor();
      await page.goto(hosted(kind));
      await see(page, kind);
      await page.waitForFunction(() => document.querySelector('#stage').contains(document.activeElement));
      await page.keyboard.press('End');
      const last = kind === 'epub' ? 3 : 2;
      await isAt(page, last);
      await page.keyboard.press('Home');
      await isAt(page, 1);
      const before = await where(page);
      await page.keyboard.press('ArrowRight');
      await page.waitForFunction((text) => document.querySelector('#where').textContent !== text, before);
      await page.keyboard.press('ArrowLeft');
      await page.waitForFunction((text) => document.querySelector('#where').textContent === text, before);
      await page.keyboard.press('PageDown');
      await page.waitForFunction((text) => document.querySelector('#where').textContent !== text, before);
      await page.keyboard.press('PageUp');
      await page.waitForFunction((text) => document.querySelector('#where').textContent === text, before);
      // Every tool is reached and pressed; the last one closes what it opened.
      await page.locator('#tool-list').focus();
      await page.keyboard.press('Enter');
      await page.locator('dialog[open]').waitFor();
      await page.keyboard.press('Escape');
      await page.locator('dialog[open]').waitFor({ state: 'detached' });
      await leave(page);
    });

    test('what is kept opens without a connection, and is gone when removed', async () => {
      const page = await visitor();
      await page.goto(hosted(kind));
      await see(page, kind);
      await page.locator('#keep-it').click();
      await page.locator('#keep[data-state=kept]').waitFor({ timeout: 60_000 });
      assert.match(await page.locator('#keeping').innerText(), /Kept on this device: [\d.,]+ (KB|MB)\.$/);
      await host.stop();
      try {
        await page.goto('about:blank');
        await page.goto(hosted(kind));
        await see(page, kind);
        await page.locator('#keep[data-state=kept]').waitFor();
        assert.equal(await page.locator('#status').innerText(), say(kind === 'iiif' ? 'shownSmaller' : 'shownKept'));
        await page.locator('#tool-last').click();
        await isAt(page, kind === 'epub' ? 3 : 2);
        if (SHOTS) await page.screenshot({ path: join(SHOTS, `view-${kind}-offline.png`) });
        await page.locator('#remove').click();
        await page.locator('#keep-it').waitFor();
        await page.reload();
        await told(page, 'problem.offline');
      } finally {
        await host.start();
      }
      await leave(page);
    });

    test('a host that is silent is told within ten seconds, and tried again', async () => {
      const page = await visitor();
      host.fault = (path) => (path.startsWith('/hosted/') ? 'hang' : undefined);
      await page.goto(hosted(kind));
      const began = Date.now();
      await told(page, 'problem.silent');
      assert.ok(Date.now() - began < 10_000, `${Date.now() - began} ms`);
      host.fault = () => undefined;
      await see(page, kind);
      assert.equal(await page.locator('#notice').isVisible(), false);
      await leave(page);
    });

    test('what is not there, and what is something else, is told', async () => {
      const page = await visitor();
      await page.goto(address({ [kind]: 'hosted/none', lang: 'en' }));
      await told(page, 'problem.missing');
      assert.equal(await page.locator('#away').getAttribute('rel'), 'noopener noreferrer');
      await page.goto('about:blank');
      await page.goto(address({ [kind]: 'page.css', lang: 'ru' }));
      await told(page, { iiif: 'problem.noManifest', pdf: 'problem.badPdf', epub: 'problem.badEpub' }[kind], 'ru');
      await hasNoBarriers(page, 'a problem');
      if (SHOTS) await page.screenshot({ path: join(SHOTS, `view-${kind}-problem.png`) });
      await leave(page);
    });
  });
}

describe('addresses', () => {
  test('only what lies on the same host is opened; the rest is a link, or nothing', async () => {
    const page = await visitor();
    for (const [bad, link] of [
      ['https://elsewhere.example/a.pdf', 'https://elsewhere.example/a.pdf'], ['//elsewhere.example/a.pdf', 'http://elsewhere.example/a.pdf'],
      ['javascript:alert(1)', null], ['data:application/pdf,x', null], ['blob:null/x', null], ['file:///etc/passwd', null], ['http://', null],
      [`http://user:word@${new URL(host.url).host}/hosted/rules.pdf`, null],
    ]) {
      await page.goto('about:blank');
      await page.goto(address({ pdf: bad, lang: 'en' }));
      await told(page, 'problem.foreign');
      const found = await page.locator('#away').count() ? await page.locator('#away').getAttribute('href') : null;
      assert.equal(found, link, bad);
    }
    await page.goto('about:blank');
    await page.goto(address({ lang: 'ru' }));
    await told(page, 'problem.nothing', 'ru');
    await leave(page);
  });

  test('the way back leads to this host only', async () => {
    const page = await visitor();
    for (const [from, to] of [['index.html#/record/1', 'index.html#/record/1'], ['https://elsewhere.example/', ''], ['javascript:alert(1)', '']]) {
      await page.goto('about:blank');
      await page.goto(hosted('pdf', { from }));
      await see(page, 'pdf');
      assert.equal(await page.locator('#back').getAttribute('href'), host.url + to, from);
    }
    await leave(page);
  });
});

describe('the text of a PDF', () => {
  test('is there for those who mark it or hear it, in Cyrillic without a font of its own', async () => {
    const page = await visitor();
    await page.goto(hosted('pdf'));
    await see(page, 'pdf');
    assert.match(await page.locator('.textLayer').innerText(), /Правила библиотеки[\s\S]*Запись бесплатная/);
    const ink = await page.evaluate(() => {
      const canvas = document.querySelector('.sheet canvas');
      const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
      let count = 0;
      for (let at = 0; at < data.length; at += 4) if (data[at] < 128) count += 1;
      return count / (data.length / 4);
    });
    assert.ok(ink > 0.01, `letters are drawn: ${ink}`);
    const width = () => page.locator('.sheet').evaluate((sheet) => sheet.clientWidth);
    const before = await width();
    await page.locator('#tool-larger').click();
    await page.waitForFunction((was) => document.querySelector('.sheet').clientWidth > was, before);
    await page.locator('#tool-width').click();
    await page.waitForFunction(() => Math.abs(document.querySelector('.sheet').clientWidth + 24 - document.querySelector('.scroller').clientWidth) < 2);
    await leave(page);
  });
});

describe('a long PDF', () => {
  test('is fetched in parts where the host gives parts: only what is read', async () => {
    const page = await visitor();
    const small = files(`${host.url}hosted/`)['rules.pdf'].toString('latin1');
    const pad = `99 0 obj\n<< /Length 4000000 >>\nstream\n${'x'.repeat(4_000_000)}\nendstream\nendobj\n`;
    const long = Buffer.from(small.replace('xref\n', `${pad}xref\n`).replace(/startxref\n(\d+)/, (_, at) => `startxref\n${Number(at) + pad.length}`), 'latin1');
    let sent = 0;
    host.fault = (path) => (path === '/long.pdf' ? (request, response) => {
      const [, from, to] = /bytes=(\d+)-(\d+)/.exec(request.headers.range ?? '') ?? [];
      const part = from ? long.subarray(Number(from), Number(to) + 1) : long;
      const headers = { 'Accept-Ranges': 'bytes', 'Content-Length': part.length, 'Content-Type': 'application/pdf', ...(from && { 'Content-Range': `bytes ${from}-${to}/${long.length}` }) };
      response.writeHead(from ? 206 : 200, headers);
      if (from) { sent += part.length; response.end(part); return; }
      // Not all at once: who only wanted to know how long it is goes away.
      let at = 0;
      const more = () => { if (response.destroyed || at >= part.length) { if (!response.destroyed) response.end(); return; } response.write(part.subarray(at, at += 65_536)); sent += 65_536; setTimeout(more, 20); };
      more();
    } : undefined);
    await page.goto(address({ pdf: 'long.pdf', lang: 'en' }));
    await see(page, 'pdf');
    await page.locator('#tool-next').click();
    await isAt(page, 2);
    assert.ok(sent < 1_500_000, `${sent} of ${long.length} bytes were sent`);
    await leave(page);
  });
});

/** A picture in one colour, with a line that says where it is. */
function png(width, height, [red, green, blue]) {
  const rows = Buffer.alloc((width * 3 + 1) * height);
  for (let y = 0; y < height; y += 1) for (let x = 0; x < width; x += 1) rows.set(x === y ? [0, 0, 0] : [red, green, blue], y * (width * 3 + 1) + 1 + x * 3);
  const chunk = (name, body) => {
    const inside = Buffer.concat([Buffer.from(name), body]);
    const [size, sum] = [Buffer.alloc(4), Buffer.alloc(4)];
    size.writeUInt32BE(body.length);
    sum.writeUInt32BE(crc32(inside));
    return Buffer.concat([size, inside, sum]);
  };
  const head = Buffer.alloc(13);
  head.writeUInt32BE(width, 0);
  head.writeUInt32BE(height, 4);
  head.set([8, 2, 0, 0, 0], 8);
  return Buffer.concat([Buffer.from([137, 80, 78, 71, 13, 10, 26, 10]), chunk('IHDR', head), chunk('IDAT', deflateSync(rows)), chunk('IEND', Buffer.alloc(0))]);
}

/** Answers at these paths: JSON, bytes, or a function; each is written down in `asked`. */
function answers(paths, asked = []) {
  const list = Object.entries(paths);
  host.fault = (path) => {
    const found = list.find(([start]) => path === start || (start.endsWith('/') && path.startsWith(start)));
    if (!found) return undefined;
    return (request, response) => {
      asked.push(request.url);
      const value = typeof found[1] === 'function' ? found[1](request.url) : found[1];
      if (value === undefined) return response.writeHead(404).end();
      const isBytes = Buffer.isBuffer(value);
      return response.writeHead(200, { 'Content-Type': isBytes ? 'image/png' : 'application/json', 'Content-Security-Policy': reported(POLICY) }).end(isBytes ? value : JSON.stringify(value));
    };
  };
  return asked;
}

/** An image service of 3000 by 2000 pixels: tiles of 256, as Image API 2 or 3 has it. */
function service(version, level) {
  const context = `http://iiif.io/api/image/${version}/context.json`;
  return (url) => {
    if (url.endsWith('/info.json')) {
      return { '@context': context, ...(version === 2 && { '@id': 'http://elsewhere.example/lies' }), ...(version === 3 && { id: 'http://elsewhere.example/lies', type: 'ImageService3' }), protocol: 'http://iiif.io/api/image', width: 3000, height: 2000,
        profile: version === 3 ? `level${level}` : [`http://iiif.io/api/image/2/level${level}.json`], tiles: [{ width: 256, scaleFactors: [1, 2, 4, 8, 16] }], sizes: [{ width: 750, height: 500 }] };
    }
    return png(64, 64, [200, 220, 255]);
  };
}

function two(services, more = {}) {
  return { '@context': 'http://iiif.io/api/presentation/2/context.json', '@id': `${host.url}two`, '@type': 'sc:Manifest', label: [{ '@value': 'Тетрадь', '@language': 'ru' }, { '@value': 'Notebook', '@language': 'en' }],
    sequences: [{ canvases: services.map((one, at) => ({ '@id': `${host.url}c${at}`, '@type': 'sc:Canvas', label: `${at + 1}r`, width: 3000, height: 2000,
      images: [{ '@type': 'oa:Annotation', motivation: 'sc:painting', resource: { '@id': `${one}/full/full/0/default.jpg`, '@type': 'dctypes:Image', service: { '@context': 'http://iiif.io/api/image/2/context.json', '@id': one, profile: 'http://iiif.io/api/image/2/level1.json' } } }] })) }], ...more };
}

describe('manifests', () => {
  test('of Presentation 2, from right to left, with a service: tiles are asked for, of its own host only', async () => {
    const page = await visitor();
    const asked = answers({ '/two': two([`${host.url}svc/1`, `${host.url}svc/2`], { viewingDirection: 'right-to-left' }), '/svc/': service(2, 1) });
    await page.goto(address({ iiif: 'two', lang: 'ru' }));
    await see(page, 'iiif');
    assert.equal(await page.locator('h1').innerText(), 'Тетрадь');
    assert.match(await where(page), /1r/);
    await page.waitForFunction(() => !document.querySelector('#notice').innerText);
    assert.ok(asked.some((url) => /\/svc\/1\/\d+,\d+,\d+,\d+\/\d+,\d*\/0\/default/.test(url)), asked.join(' '));
    await page.keyboard.press('ArrowLeft');
    await isAt(page, 2);
    await leave(page);
  });

  test('keep one picture a page, of at most 2000 pixels', async () => {
    const page = await visitor();
    const asked = answers({ '/two': two([`${host.url}svc/1`]), '/svc/': service(2, 1) });
    await page.goto(address({ iiif: 'two', lang: 'en' }));
    await see(page, 'iiif');
    asked.length = 0;
    await page.locator('#keep-it').click();
    await page.locator('#keep[data-state=kept]').waitFor({ timeout: 60_000 });
    assert.deepEqual(asked.filter((url) => url.includes('/full/')), ['/svc/1/full/2000,/0/default.jpg']);
    await leave(page);
  });

  test('of Presentation 3 with tiles that lie there ready', async () => {
    const page = await visitor();
    const body = { id: `${host.url}svc/1/full/max/0/default.jpg`, type: 'Image', format: 'image/jpeg', width: 3000, height: 2000, service: [{ id: `${host.url}svc/1`, type: 'ImageService3', profile: 'level0' }] };
    const asked = answers({
      '/three': { '@context': 'http://iiif.io/api/presentation/3/context.json', id: 'x', type: 'Manifest', label: { none: ['Plan'] }, items: [{ id: 'c', type: 'Canvas', width: 3000, height: 2000, items: [{ type: 'AnnotationPage', items: [{ type: 'Annotation', motivation: 'painting', body }] }] }] },
      '/svc/': service(3, 0),
    });
    await page.goto(address({ iiif: 'three', lang: 'en' }));
    await see(page, 'iiif');
    await page.waitForFunction(() => document.querySelector('#where').textContent);
    assert.ok(asked.some((url) => /\/svc\/1\/\d+,\d+,\d+,\d+\/\d+,\d+\/0\/default/.test(url)), asked.join(' '));
    await leave(page);
  });

  test('that are hostile or odd break nothing, and nothing of another host is asked for', async () => {
    const page = await visitor();
    const canvas = (body, label = '<img src=x onerror=alert(1)>') => ({ type: 'Canvas', label: { en: [label] }, thumbnail: [{ id: 'https://elsewhere.example/t.png' }], items: [{ items: [{ motivation: 'painting', body }] }] });
    const three = (...items) => ({ type: 'Manifest', label: { en: ['<script>alert(1)</script>Odd'] }, items });
    const deep = JSON.parse(`${'['.repeat(2000)}${']'.repeat(2000)}`);
    for (const [said, key, names] of [
      [three(canvas({ id: 'https://elsewhere.example/a.png', type: 'Image' })), 'problem.foreignPicture', { host: 'elsewhere.example' }],
      [three(canvas({ id: 'x', type: 'Image', service: [{ id: 'https://elsewhere.example/svc', type: 'ImageService3' }] })), 'problem.foreignPicture', { host: 'elsewhere.example' }],
      [three(canvas({ id: 'javascript:alert(1)', type: 'Image' })), 'problem.foreignPicture'],
      [three(canvas({ id: `${host.url}none.png`, type: 'Image' })), 'problem.badPicture'],
      [three(canvas({ id: `${host.url}page.css`, type: 'Image' })), 'problem.badPicture'],
      [three(canvas({ type: 'Sound', id: 'a.mp3' }), canvas({ id: `${host.url}icons/icon-192.png`, type: 'Image' })), 'problem.noPicture'],
      [three(null, 7, 'x', { items: 5 }), 'problem.noPages'], [{ type: 'Manifest', items: deep }, 'problem.noPages'],
      [{}, 'problem.noManifest'], [[], 'problem.noManifest'], [null, 'problem.noManifest'], ['text', 'problem.noManifest'],
      [{ type: 'Collection', items: [{}] }, 'problem.noManifest'],
    ]) {
      answers({ '/odd': said });
      await page.goto('about:blank');
      await page.goto(address({ iiif: 'odd', lang: 'en' }));
      await page.waitForFunction((text) => document.querySelector('#notice')?.innerText.includes(text.split('{')[0]), say(key, 'en', names ?? { host: '{' }));
    }
    host.fault = (path) => (path === '/odd' ? (_, response) => { response.writeHead(200, { 'Content-Length': 50_000_000 }).write('{'); } : undefined);
    await page.goto('about:blank');
    await page.goto(address({ iiif: 'odd', lang: 'en' }));
    await told(page, 'problem.large');
    // A broken page does not hold up the next.
    answers({ '/odd': three(canvas({ type: 'Sound', id: 'a.mp3' }), canvas({ id: `${host.url}icons/icon-192.png`, type: 'Image' }, 'two')) });
    await page.goto('about:blank');
    await page.goto(address({ iiif: 'odd', lang: 'en' }));
    await told(page, 'problem.noPicture');
    await page.locator('#tool-next').click();
    await see(page, 'iiif');
    assert.equal(await page.locator('#notice').isVisible(), false);
    await leave(page);
  });
});

/** A book with these chapters and styles, and whatever else belongs to it. */
function book(bodies, { css = '', direction = '', more = {} } = {}) {
  return zip({
    mimetype: 'application/epub+zip',
    'META-INF/container.xml': '<container version="1.0" xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles><rootfile full-path="b.opf" media-type="application/oebps-package+xml"/></rootfiles></container>',
    'b.opf': `<package xmlns="http://www.idpf.org/2007/opf" version="3.0" unique-identifier="i"><metadata xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:identifier id="i">i</dc:identifier><dc:title>&lt;b&gt;Odd</dc:title><dc:language>en</dc:language></metadata>
      <manifest><item id="css" href="b.css" media-type="text/css"/><item id="js" href="b.js" media-type="text/javascript"/><item id="p" href="p.png" media-type="image/png"/><item id="s" href="s.svg" media-type="image/svg+xml"/>${bodies.map((_, at) => `<item id="c${at}" href="c${at}.xhtml" media-type="application/xhtml+xml"/>`).join('')}</manifest>
      <spine ${direction}>${bodies.map((_, at) => `<itemref idref="c${at}"/>`).join('')}</spine></package>`,
    'b.css': css,
    ...Object.fromEntries(bodies.map((body, at) => [`c${at}.xhtml`, `<html xmlns="http://www.w3.org/1999/xhtml" xmlns:xlink="http://www.w3.org/1999/xlink"><head><link rel="stylesheet" href="b.css"/><link rel="stylesheet" href="https://elsewhere.example/x.css"/><script src="b.js"></script><script>window.ran = 'inline'</script></head>${body}</html>`])),
    ...more,
  });
}

describe('books', () => {
  const HOSTILE = `<body onload="window.ran='load'"><script>window.ran='body'</script><script src="/embed.js"></script>
    <p id="a" onclick="window.ran='click'" style="background:url(https://elsewhere.example/bg.png);position:fixed;inset:0">Hostile</p>
    <img src="https://elsewhere.example/a.png" alt="remote"/><img src="/icons/icon-192.png" alt="ours"/><img src="p.png" alt="its own"/><img src="x" onerror="window.ran='error'"/>
    <iframe src="https://elsewhere.example/"></iframe><iframe srcdoc="&lt;script&gt;parent.ran='frame'&lt;/script&gt;"></iframe><object data="s.svg"></object><embed src="s.svg"/>
    <video src="https://elsewhere.example/v.mp4" poster="https://elsewhere.example/p.png"></video><audio src="https://elsewhere.example/a.mp3" autoplay=""></audio>
    <svg xmlns="http://www.w3.org/2000/svg" onload="window.ran='svg'"><script>window.ran='svgscript'</script><image xlink:href="https://elsewhere.example/i.png" href="https://elsewhere.example/j.png"/><use href="https://elsewhere.example/u.svg#a"/><foreignObject><body xmlns="http://www.w3.org/1999/xhtml" onload="window.ran='fo'"/></foreignObject><rect fill="url(https://elsewhere.example/f.svg#x)" width="5" height="5"/><a href="javascript:window.ran='svga'"><text>t</text></a><animate attributeName="href" values="javascript:alert(1)"/></svg>
    <a id="js" href="javascript:window.ran='link'">script</a> <a id="data" href="data:text/html,x">data</a> <a id="out" href="https://elsewhere.example/page">out</a> <a id="in" href="c1.xhtml#there">in</a>
    <form action="https://elsewhere.example/"><input autofocus="" onfocus="window.ran='focus'"/><button>b</button></form><meta http-equiv="refresh" content="0;url=https://elsewhere.example/"/><base href="https://elsewhere.example/"/><link rel="prefetch" href="https://elsewhere.example/l"/>
    <style>@import "https://elsewhere.example/i.css"; @font-face { font-family: x; src: url(https://elsewhere.example/f.woff2) } p { background: \\75rl(https://elsewhere.example/e.png); list-style: image-set("https://elsewhere.example/s.png" 1x) } :host { display: none !important } .book { position: fixed; inset: 0; z-index: 99999 } body { color: transparent }</style>
    <math xmlns="http://www.w3.org/1998/Math/MathML"><maction actiontype="statusline" xlink:href="javascript:window.ran='math'">m</maction></math></body>`;

  test('that are hostile run nothing and ask for nothing', async () => {
    const page = await visitor();
    host.fault = (path) => (path === '/odd.epub' ? (_, response) => response.writeHead(200).end(book([HOSTILE, '<body><p>Second</p><p id="there">There</p></body>'], {
      css: 'p { background-image: url("https://elsewhere.example/c.png"); content: url(https://elsewhere.example/d.png) } @import url(https://elsewhere.example/k.css);',
      more: { 'b.js': "window.ran = 'file'", 'p.png': png(4, 4, [0, 0, 255]), 's.svg': '<svg xmlns="http://www.w3.org/2000/svg"><script>parent.ran="svg"</script></svg>' },
    })) : undefined);
    host.forget();
    await page.goto(address({ epub: 'odd.epub', lang: 'en' }));
    await see(page, 'epub');
    assert.equal(await page.locator('h1').first().innerText(), '<b>Odd');
    await page.locator('.leaf p').first().click();
    assert.equal(await page.evaluate(() => globalThis.ran), undefined);
    assert.equal(host.asked(/\/(icon-192\.png|embed\.js|b\.js|b\.css|s\.svg|p\.png|x)$/), 0);
    const left = await page.evaluate(() => {
      const { shadowRoot: root } = document.querySelector('.leaf');
      return {
        elements: root.querySelectorAll('script, iframe, object, embed, video, audio, form, input, use, foreignObject, animate, style, link, meta, base, math').length,
        handlers: [...root.querySelectorAll('*')].flatMap((one) => [...one.attributes]).filter(({ name, value }) => /^on/.test(name) || /javascript:|elsewhere/.test(value)).map(({ ownerElement, value }) => `${ownerElement.localName} ${value}`),
        pictures: [...root.querySelectorAll('img')].map((one) => one.src.slice(0, 15)),
        fixed: getComputedStyle(root.querySelector('.book')).position,
        seen: getComputedStyle(root.querySelector('p')).color !== 'rgba(0, 0, 0, 0)',
      };
    });
    assert.deepEqual(left, { elements: 0, handlers: ['a https://elsewhere.example/page'], pictures: ['data:image/png;'], fixed: 'static', seen: true });
    assert.deepEqual(await page.locator('.leaf #out').evaluate((one) => [one.target, one.rel]), ['_blank', 'noopener noreferrer']);
    await page.locator('.leaf #in').click();
    await isAt(page, 2);
    await leave(page);
  });

  test('are read where they were left, in letters as large as one likes', async () => {
    const page = await visitor({ viewport: { width: 360, height: 740 } });
    await page.goto(hosted('epub'));
    await see(page, 'epub');
    const size = () => page.locator('.leaf p').first().evaluate((one) => Number.parseFloat(getComputedStyle(one).fontSize));
    const before = await size();
    await page.locator('#tool-larger').click();
    await page.locator('#tool-larger').click();
    assert.ok(await size() > before * 1.2);
    await page.locator('#tool-next').click();
    await page.locator('#tool-next').click();
    const there = await where(page);
    assert.match(there, /screen 3 of/);
    await page.goto('about:blank');
    await page.goto(hosted('epub'));
    await see(page, 'epub');
    assert.equal(await where(page), there);
    assert.ok(await size() > before * 1.2);
    await leave(page);
  });

  test('from right to left are turned to the left', async () => {
    const page = await visitor();
    const body = `<body dir="rtl" lang="ar"><h1>كتاب</h1>${'<p>هذا كتاب صغير عن المكتبة المتنقلة التي تسافر إلى القراء.</p>'.repeat(200)}</body>`;
    host.fault = (path) => (path === '/rtl.epub' ? (_, response) => response.writeHead(200).end(book([body, body], { direction: 'page-progression-direction="rtl"' })) : undefined);
    await page.goto(address({ epub: 'rtl.epub', lang: 'en' }));
    await see(page, 'epub');
    assert.match(await where(page), /screen 1 of ([2-9]|\d\d)/);
    await page.keyboard.press('ArrowLeft');
    await page.waitForFunction(() => /screen 2 of/.test(document.querySelector('#where').textContent));
    const isSeen = await page.evaluate(() => {
      const { shadowRoot: root } = document.querySelector('.leaf');
      const box = root.querySelector('.book').getBoundingClientRect();
      return [...root.querySelectorAll('p')].some((one) => [...one.getClientRects()].some(({ left, right }) => left >= box.left - 1 && right <= box.right + 1));
    });
    assert.ok(isSeen);
    await leave(page);
  });

  test('that are cut, locked or unpack without end are told', async () => {
    const page = await visitor();
    const whole = files(`${host.url}hosted/`)['book.epub'];
    const locked = book(['<body/>'], { more: { 'META-INF/encryption.xml': '<encryption xmlns="urn:oasis:names:tc:opendocument:xmlns:container" xmlns:enc="http://www.w3.org/2001/04/xmlenc#"><enc:EncryptedData><enc:EncryptionMethod Algorithm="http://www.w3.org/2001/04/xmlenc#aes256-cbc"/><enc:CipherData><enc:CipherReference URI="c0.xhtml"/></enc:CipherData></enc:EncryptedData></encryption>' } });
    for (const [bytes, key] of [[whole.subarray(0, 4000), 'problem.badEpub'], [Buffer.alloc(0), 'problem.badEpub'], [zip({ mimetype: 'x' }), 'problem.badEpub'], [locked, 'problem.lockedEpub']]) {
      host.fault = (path) => (path === '/odd.epub' ? (_, response) => response.writeHead(200).end(bytes) : undefined);
      await page.goto('about:blank');
      await page.goto(address({ epub: 'odd.epub', lang: 'en' }));
      await told(page, key);
    }
    await leave(page);
  });
});

describe('the app', () => {
  test('does not keep this page for those who keep nothing with it', async () => {
    const page = await visitor();
    const reader = new Reader(page, host.url);
    host.forget();
    await reader.come();
    await reader.serviceWorker();
    const names = await page.evaluate(async () => (await Promise.all((await caches.keys()).map(async (name) => (await (await caches.open(name)).keys()).map(({ url }) => url)))).flat());
    assert.ok(names.length > 5);
    assert.deepEqual(names.filter((name) => /view/.test(name)), []);
    assert.equal(host.asked(/\/view/), 0);
    await leave(page);
  });

  test('leads there from a record, and back', { skip: !process.env.BIBLIOBUS_BIN && 'no command line' }, async () => {
    const page = await visitor();
    const [desk, from] = [mkdtempSync(join(tmpdir(), 'bibliobus-')), join(site, 'catalogue')];
    writeFileSync(join(desk, 'records.csv'), records(`${host.url}hosted/`) + `host4,Elsewhere,x,2026,rus,ebook,https://elsewhere.example/a.pdf\n`);
    rmSync(from, { recursive: true });
    bibliobus('build', join(desk, 'records.csv'), '-o', from);
    const reader = new Reader(page, host.url);
    for (const [id, kind] of [['host1', 'iiif'], ['host2', 'pdf'], ['host3', 'epub']]) {
      await page.goto('about:blank');
      await page.goto(`${host.url}#/record/${id}`);
      await reader.see('open');
      assert.match(await reader.part('record').innerText(), /откроется здесь/);
      await reader.part('open').first().click();
      await see(page, kind);
      await page.locator('#back').click();
      await reader.see('open');
      assert.match(page.url(), new RegExp(`#/record/${id}$`));
    }
    await page.goto('about:blank');
    await page.goto(`${host.url}#/record/host4`);
    await reader.see('open');
    assert.equal(await reader.part('open').first().getAttribute('href'), 'https://elsewhere.example/a.pdf');
    rmSync(desk, { recursive: true });
    await leave(page);
  });
});

describe('what is kept', () => {
  test('is read over plain http too, and the page says what that means', async () => {
    const page = await visitor();
    const base = host.url.replace('127.0.0.1', '[::ffff:127.0.0.1]');
    const plain = await newPage(browser);
    await plain.goto(`${base}view.html#${new URLSearchParams({ epub: 'hosted/book.epub', lang: 'ru' })}`);
    await see(plain, 'epub');
    assert.equal(await plain.evaluate(() => isSecureContext), false);
    await plain.locator('#keep-it').click();
    await plain.locator('#keep[data-state=kept]').waitFor();
    assert.ok((await plain.locator('#keeping').innerText()).includes(say('plain', 'ru').slice(0, 40)));
    host.fault = (path) => (path.startsWith('/hosted/') ? 'reset' : undefined);
    await plain.reload();
    await see(plain, 'epub');
    assert.equal(await plain.locator('#status').innerText(), say('shownKept', 'ru'));
    await plain.context().close();
    await leave(page);
  });

  test('is opened by a later release too, whose page is all there', async () => {
    const page = await visitor();
    await page.goto(hosted('pdf'));
    await see(page, 'pdf');
    await page.locator('#keep-it').click();
    await page.locator('#keep[data-state=kept]').waitFor({ timeout: 60_000 });
    // A later release: another page, and a worker that knows its hash.
    const sum = (bytes) => createHash('sha256').update(bytes).digest('hex').slice(0, 32);
    const [before, worker] = ['view.html', 'sw.js'].map((name) => readFileSync(join(site, name), 'utf8'));
    const later = before.replace('<title>', '<meta name="release" content="later"><title>');
    writeFileSync(join(site, 'view.html'), later);
    writeFileSync(join(site, 'sw.js'), worker.replace(sum(before), sum(later)).replace(/RELEASE = '/, "RELEASE = 'later"));
    try {
      await page.evaluate(async () => {
        const registration = await navigator.serviceWorker.getRegistration();
        await registration.update();
        const next = registration.installing ?? registration.waiting;
        await new Promise((resolve) => { const look = () => ['installed', 'activated'].includes(next.state) && resolve(); next.onstatechange = look; look(); });
        const taken = new Promise((resolve) => { navigator.serviceWorker.addEventListener('controllerchange', resolve, { once: true }); });
        registration.waiting?.postMessage('take over');
        await taken;
      });
      await host.stop();
      await page.goto('about:blank');
      await page.goto(hosted('pdf'));
      await see(page, 'pdf');
      assert.equal(await page.locator('meta[name=release]').getAttribute('content'), 'later');
    } finally {
      await host.start().catch(() => {});
      writeFileSync(join(site, 'view.html'), before);
      writeFileSync(join(site, 'sw.js'), worker);
    }
    await leave(page);
  });

  test('does not count as kept when the line breaks, and the page says why', async () => {
    const page = await visitor();
    await page.goto(hosted('epub'));
    await see(page, 'epub');
    host.fault = (path) => (path.endsWith('.epub') ? 'cut' : undefined);
    await page.locator('#keep-it').click();
    await page.waitForFunction(() => document.querySelector('#keeping').textContent.startsWith('Not kept: '));
    const known = await page.evaluate(() => new Promise((resolve) => {
      const opening = indexedDB.open('bibliobus-view');
      opening.onsuccess = () => {
        const all = opening.result.transaction(['things', 'files']);
        const [things, kept] = ['things', 'files'].map((name) => all.objectStore(name).count());
        all.oncomplete = () => resolve([things.result, kept.result]);
      };
    }));
    assert.deepEqual(known, [0, 0]);
    await leave(page);
  });
});

describe('under the strictest policy', () => {
  const STRICT = POLICY.replace(/trusted-types .*/, "trusted-types 'none'").replace("worker-src 'self'", "worker-src 'none'");
  for (const kind of ['iiif', 'pdf']) {
    test(`${kind} opens where no worker may start and no policy be made`, async () => {
      const page = await visitor();
      const html = readFileSync(join(site, 'view.html'));
      host.fault = (path) => (path === '/view.html' ? (_, response) => response.writeHead(200, { 'Content-Type': 'text/html; charset=utf-8', 'Content-Security-Policy': STRICT }).end(html) : undefined);
      await page.goto(hosted(kind));
      await see(page, kind);
      await leave(page, { isClean: false });
    });
  }

  test('a book that may not be read there is told', async () => {
    const page = await visitor();
    const html = readFileSync(join(site, 'view.html'));
    host.fault = (path) => (path === '/view.html' ? (_, response) => response.writeHead(200, { 'Content-Type': 'text/html; charset=utf-8', 'Content-Security-Policy': STRICT }).end(html) : undefined);
    await page.goto(hosted('epub'));
    await told(page, 'problem.noTrust');
    await leave(page, { isClean: false });
  });
});
