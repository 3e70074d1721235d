// `<biblio-bus>` on the pages of others: what docs/embed.md promises, in a real browser.
//
//   BIBLIOBUS_SITE=site node --test tests/e2e/embed.test.mjs
//
// With BIBLIOBUS_SHOTS=folder it leaves pictures of the examples there.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { contract, manifest, packageOf, types, withTables } from '../../public-build/contract.mjs';
import { Embedded, hostOf, pageOf } from './embedding.mjs';
import { bibliobus, search } from './lib.mjs';
import { folder, hasNoBarriers, launch, newPage } from './site.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url));
const read = (file) => readFileSync(join(root, file), 'utf8');
const SIZES = { phone: { width: 360, height: 740 }, desktop: { width: 1280, height: 800 } };
const QUERY = 'толстой';
const catalogue = join(folder, 'catalogue');
const names = (list) => list.map(({ name }) => name);

// What is written down is what there is.

test('the tables of docs/embed.md are those of the header', () => {
  assert.equal(withTables(read('docs/embed.md')), read('docs/embed.md'), 'run node public-build/contract.mjs');
});

test('every part that a view has is told of, and every one told of is there', () => {
  const told = names(contract().csspart);
  const files = readdirSync(join(root, 'src/view')).map((file) => read(`src/view/${file}`)).concat(read('src/low_vision.js'));
  const code = files.join('\n');
  const used = [...code.matchAll(/\bpart="([^"]+)"/g)].flatMap(([, part]) => part.split(' '));
  assert.ok(used.length > 60);
  assert.deepEqual(used.filter((part) => !told.includes(part)), [], 'not told of');
  assert.deepEqual(told.filter((part) => !new RegExp(`["']${part}["']`).test(code)), [], 'not there');
  assert.equal(new Set(told).size, told.length, 'told of twice');
});

test('every attribute, event, slot and property of styles that there is is told of, and no other', () => {
  const all = contract();
  const element = read('src/element.rs');
  const observed = [...element.slice(element.indexOf('const ATTRIBUTES'), element.indexOf('];')).matchAll(/"([a-z-]+)"/g)].map(([, name]) => name);
  assert.deepEqual(names(all.attr).sort(), [...observed, 'engine'].sort());
  const config = [...read('src/config.rs').matchAll(/given\("([a-z-]+)"\)/g)].map(([, name]) => name);
  assert.deepEqual([...new Set(config)].filter((name) => !observed.includes(name)), []);
  const rust = ['src/session.rs', 'src/session/answers.rs', 'src/element.js', 'public-build/embed.js'].map(read).join('\n');
  const events = [...rust.matchAll(/["'](bibliobus-(?:search|open|leave|problem|[a-z]+))["']/g)].map(([, name]) => name).filter((name) => name !== 'bibliobus-forget');
  assert.deepEqual([...new Set(events)].sort(), names(all.event).sort());
  const styles = readdirSync(join(root, 'src/style')).map((file) => read(`src/style/${file}`)).join('\n');
  const properties = [...styles.matchAll(/var\((--bibliobus-[a-z]+)/g)].map(([, name]) => name);
  assert.deepEqual([...new Set(properties)].sort(), names(all.cssproperty).sort());
  const slots = [...readdirSync(join(root, 'src/view')).map((file) => read(`src/view/${file}`)).join('\n').matchAll(/<slot name="([a-z]+)"/g)].map(([, name]) => name);
  assert.deepEqual(['', ...slots], names(all.slot));
});

test('editors and TypeScript are told the same', () => {
  const all = contract();
  const [{ declarations: [told] }] = manifest().modules;
  assert.deepEqual(names(told.attributes), names(all.attr));
  assert.deepEqual(names(told.events), names(all.event));
  assert.deepEqual(names(told.cssParts), names(all.csspart));
  assert.equal(told.attributes.find(({ name }) => name === 'low-vision').fieldName, 'lowVision');
  const text = types();
  for (const event of names(all.event)) assert.ok(text.includes(`'${event}': CustomEvent<{ `), event);
  assert.match(text, /lowVision: string \| null;/);
  assert.equal(JSON.parse(JSON.stringify(packageOf(['embed.js', 'sw.js']))).files.join(), 'embed.js');
});

// In a browser.

let browser;
before(async () => { browser = await launch(); });
after(() => browser.close());

/** A test with a host and a page of its own, of which the browser has nothing to complain. */
function scene(name, options, play) {
  test(name, { timeout: 120_000 }, async () => {
    const host = await hostOf(options.host);
    const page = await newPage(browser, options.page);
    page.setDefaultTimeout(20_000);
    try {
      await play(page, host);
      assert.deepEqual(page.complaints, []);
    } finally {
      await page.context().close();
      await host.stop();
    }
  });
}

const hash = (page) => page.evaluate(() => decodeURIComponent(location.hash));
const hashHas = (page, text) => page.waitForFunction((text) => decodeURIComponent(location.hash).includes(text), text);
const tag = (attributes = '', inside = '') => `<biblio-bus catalogue="/catalogue/" ${attributes}>${inside}</biblio-bus>`;
const pages = (body, options) => ({ pages: { '/page': pageOf(body, options) } });

async function shot(page, name) {
  if (!process.env.BIBLIOBUS_SHOTS) return;
  mkdirSync(process.env.BIBLIOBUS_SHOTS, { recursive: true });
  await page.screenshot({ path: join(process.env.BIBLIOBUS_SHOTS, `${name}.png`), fullPage: true });
}

// The examples.

for (const [example, selector] of [['plain', '#books'], ['themed', 'biblio-bus'], ['strict', 'biblio-bus']]) {
  for (const [size, viewport] of Object.entries(SIZES)) {
    for (const language of ['ru', 'en']) {
      scene(`the example "${example}" finds, opens and goes back: ${size}, ${language}`, { page: { viewport } }, async (page, host) => {
        const violations = [];
        await page.exposeFunction('note', (what) => violations.push(what));
        await page.addInitScript(() => document.addEventListener('securitypolicyviolation', ({ effectiveDirective, blockedURI }) => globalThis.note(`${effectiveDirective} ${blockedURI}`)));
        await page.goto(`${host.url}examples/${example}/`);
        const app = new Embedded(page, selector);
        await app.see('input');
        await app.host.evaluate((element, language) => { element.lang = language; }, language);
        await app.see('to-browse');
        await shot(page, `${example}-start-${size}-${language}`);
        const right = search(catalogue, QUERY).hits.map((hit) => hit.id);
        assert.deepEqual((await app.find(QUERY)).slice(0, right.length), right);
        await page.waitForTimeout(500);
        await shot(page, `${example}-results-${size}-${language}`);
        // A theme that shouts breaks the page's own contrast, not ours.
        const within = example === 'themed' ? 'biblio-bus' : undefined;
        await hasNoBarriers(page, `${example}, results`, within);
        assert.equal(await app.open(), right[0]);
        await shot(page, `${example}-record-${size}-${language}`);
        await hasNoBarriers(page, `${example}, record`, within);
        await app.back();
        assert.deepEqual((await app.found()).slice(0, right.length), right);
        assert.equal(await app.words(), QUERY);
        assert.deepEqual(violations, []);
        const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
        assert.ok(wide <= 0, `${wide} px too wide`);
      });
    }
  }
}

/** What a theme may change of an element, lengths in tenths of a pixel. */
const looks = (page, selectors) => page.evaluate((selectors) => {
  const names = ['color', 'background-color', 'background-image', 'font-family', 'font-size', 'font-style', 'font-weight', 'font-variant', 'line-height',
    'letter-spacing', 'word-spacing', 'text-transform', 'text-indent', 'text-align', 'text-shadow', 'text-decoration-line', 'white-space', 'list-style-type',
    'box-sizing', 'display', 'float', 'cursor', 'direction', 'visibility', 'margin-top', 'margin-left', 'padding-top', 'padding-left', 'border-top-width',
    'border-top-style', 'border-top-color', 'border-top-left-radius', 'opacity', 'outline-style', 'min-height', 'gap', 'hyphens', 'word-break', 'tab-size', 'color-scheme'];
  const root = document.querySelector('biblio-bus')?.shadowRoot;
  const tenths = (text) => text.replace(/-?\d+\.\d+/g, (number) => String(Math.round(number * 10) / 10));
  return Object.fromEntries(selectors.map((selector) => {
    const element = (selector.startsWith('page ') ? document.querySelector(selector.slice(5)) : root?.querySelector(selector));
    if (!element) throw new Error(`no ${selector}`);
    const style = getComputedStyle(element);
    return [selector, Object.fromEntries(names.map((name) => [name, tenths(style.getPropertyValue(name))]))];
  }));
}, selectors);

const OURS = ['.base', '[part~=input]', '.button.submit', '.title-link', '.title', '[part~=result]', '[part~=status]', 'h1', 'form', 'label', 'svg', '.tool', '.facts', '[part~=order]', 'mark'];

scene('the aggressive theme changes nothing within', {}, async (page, host) => {
  const seen = async (refuse) => {
    await page.route('**/theme.css', (route) => (refuse ? route.abort() : route.continue()));
    await page.goto('about:blank');
    await page.goto(`${host.url}examples/themed/`);
    const app = new Embedded(page);
    await app.find(QUERY);
    const pixels = await page.evaluate(() => Number.parseFloat(getComputedStyle(document.documentElement).fontSize));
    const all = { looks: await looks(page, OURS), pixels, box: await app.part('input').evaluate((input) => input.getBoundingClientRect().height) };
    await page.unroute('**/theme.css');
    return all;
  };
  const [plain, themed] = [await seen(true), await seen(false)];
  assert.deepEqual([plain.pixels, themed.pixels], [16, 10], 'the theme is there');
  assert.deepEqual(themed.looks, plain.looks);
  assert.ok(Math.abs(themed.box - plain.box) < 0.5);
});

const HOSTS = ['html', 'body', 'h1', '.site-header', '.menu', '.menu li', 'nav a', 'p.lead', 'form', 'label', 'input', 'form button', 'main'].map((one) => `page ${one}`);

scene('nor does the element change anything of the page', {}, async (page, host) => {
  const facts = () => page.evaluate(() => ({
    title: document.title, lang: document.documentElement.lang, url: location.href, steps: history.length, scroll: history.scrollRestoration,
    sheets: document.styleSheets.length + document.adoptedStyleSheets.length, attributes: document.body.attributes.length + document.documentElement.attributes.length,
    children: document.body.children.length, globals: Object.keys(window).filter((name) => /biblio/i.test(name)).length,
  }));
  await page.route('**/embed.js', (route) => route.abort());
  await page.goto(`${host.url}examples/themed/`);
  const [before, factsBefore] = [await looks(page, HOSTS), await facts()];
  await page.unroute('**/embed.js');
  await page.goto('about:blank');
  await page.goto(`${host.url}examples/themed/`);
  await new Embedded(page).see('to-browse');
  assert.deepEqual(await looks(page, HOSTS), before);
  assert.deepEqual({ ...await facts(), steps: 0 }, { ...factsBefore, steps: 0 });
});

scene('a root that changes with the window is made good again', {
  host: pages(tag(), { head: '<style>@media (min-width: 1000px) { html { font-size: 24px } }</style>' }),
}, async (page, host) => {
  await page.goto(`${host.url}page`);
  const app = new Embedded(page);
  await app.see('to-browse');
  const size = () => app.part('base').evaluate((base) => getComputedStyle(base).fontSize);
  assert.equal(await size(), '17px');
  await page.setViewportSize({ width: 800, height: 600 });
  await page.waitForFunction(() => getComputedStyle(document.documentElement).fontSize === '16px');
  await page.waitForFunction(() => getComputedStyle(document.querySelector('biblio-bus').shadowRoot.querySelector('.base')).fontSize === '17px');
});

scene('what hides the element hides all of it', { host: pages(`<div id="tab" style="visibility: hidden">${tag()}</div>`) }, async (page, host) => {
  await page.goto(`${host.url}page`);
  const app = new Embedded(page);
  await app.part('input').waitFor({ state: 'attached' });
  assert.equal(await app.part('input').isVisible(), false);
  await page.locator('#tab').evaluate((tab) => { tab.style.visibility = ''; });
  assert.equal(await app.part('input').isVisible(), true);
});

// Attributes, properties, events.

scene('every attribute is a property, also one that was set before the script came', { host: { pages: { '/page': pageOf('<div id="place"></div>') } } }, async (page, host) => {
  await page.route('**/embed.js', async (route) => { await page.waitForFunction(() => window.isSet); await route.continue(); });
  await page.goto(`${host.url}page`, { waitUntil: 'commit' });
  await page.evaluate(async () => {
    const element = document.createElement('biblio-bus');
    Object.assign(element, { catalogue: '/catalogue/', lang: 'en', lowVision: 'size:150' });
    document.querySelector('#place').append(element);
    window.isSet = true;
    await customElements.whenDefined('biblio-bus');
  });
  const app = new Embedded(page);
  await app.see('to-browse');
  assert.equal(await app.part('base').getAttribute('data-size'), '150');
  assert.equal(await app.part('base').getAttribute('lang'), 'en');
  const mirrored = await page.evaluate((attributes) => {
    const element = document.createElement('biblio-bus');
    return attributes.filter((name) => {
      const property = name.replace(/-(\w)/g, (_, letter) => letter.toUpperCase());
      element[property] = 'x';
      const there = element.getAttribute(name) === 'x' && element[property] === 'x';
      if (name !== 'lang') element[property] = null;
      return !there || (name !== 'lang' && element.hasAttribute(name));
    });
  }, names(contract().attr));
  assert.deepEqual(mirrored, []);
});

scene('events leave the shadow tree and say what happened', { host: pages(tag()) }, async (page, host) => {
  const right = search(catalogue, QUERY);
  await page.addInitScript(() => {
    window.heard = [];
    for (const name of ['search', 'open', 'leave', 'problem']) {
      document.addEventListener(`bibliobus-${name}`, (event) => window.heard.push([event.type, event.detail, event.composed, event.target.localName]));
    }
  });
  await page.goto(`${host.url}page`);
  const app = new Embedded(page);
  await app.find(QUERY);
  const id = await app.open();
  const heard = await page.evaluate(() => window.heard);
  assert.deepEqual(heard.find(([type]) => type === 'bibliobus-search'), ['bibliobus-search', { text: QUERY, total: right.total }, true, 'biblio-bus']);
  assert.deepEqual(heard.find(([type]) => type === 'bibliobus-open'), ['bibliobus-open', { id }, true, 'biblio-bus']);
});

// Several on a page.

scene('two elements with catalogues and languages of their own do not touch', { host: pages('<p>x</p>') }, async (page, host) => {
  await page.goto(`${host.url}page`);
  const desk = mkdtempSync(join(tmpdir(), 'bibliobus-embed-'));
  bibliobus('build', '--settings', join(root, 'demo/library.toml'), '-o', join(desk, 'bus'), join(root, 'demo/bookmobile.csv'));
  const second = await hostOf({ folders: { '/bus/': join(desk, 'bus') }, pages: { '/two': pageOf(`${tag('id="one"')}<biblio-bus id="two" catalogue="/bus/" lang="en"></biblio-bus>`) } });
  await page.goto(`${second.url}two`);
  const [one, two] = [new Embedded(page, '#one'), new Embedded(page, '#two')];
  await one.see('to-browse');
  await two.see('to-browse');
  const [ofOne, ofTwo] = [catalogue, join(desk, 'bus')].map((which) => search(which, 'сказки').hits.map((hit) => hit.id));
  assert.notDeepEqual(ofOne, ofTwo);
  assert.deepEqual((await one.find('сказки')).slice(0, ofOne.length), ofOne);
  assert.deepEqual((await two.find('сказки')).slice(0, ofTwo.length), ofTwo);
  assert.match(await two.part('status').first().innerText(), /found/);
  assert.match(await one.part('status').first().innerText(), /Наш/);
  await two.open();
  assert.equal(await one.part('result').first().isVisible(), true);
  await second.stop();
  rmSync(desk, { recursive: true });
});

scene('two with names share the hash: each goes back its own way', {}, async (page, host) => {
  await page.goto(`${host.url}examples/plain/`);
  const [one, two] = [new Embedded(page, '#books'), new Embedded(page, '#visitors')];
  const title = await page.title();
  await one.see('to-browse');
  await two.see('to-browse');
  await page.waitForTimeout(500);
  assert.equal(await hash(page), '', 'nobody asked yet');
  await one.find('толстой');
  await hashHas(page, 'books=/?q=толстой');
  await two.find('сказки');
  await hashHas(page, 'visitors=/?q=сказки');
  const id = await one.open();
  await hashHas(page, `books=/record/${id}`);
  const other = await two.open();
  assert.equal(await hash(page), `#books=/record/${id};visitors=/record/${other}`);
  // The browser's own way back undoes the last step of anybody, and nothing else.
  await page.goBack();
  await two.see('result');
  assert.equal(await one.part('record').getAttribute('data-id'), id);
  await page.goForward();
  await two.see('record');
  assert.equal(await one.part('record').getAttribute('data-id'), id);
  // An element's own way back is its own, though the other's step was the last.
  await one.back();
  assert.equal(await two.part('record').getAttribute('data-id'), other);
  assert.equal(await one.words(), 'толстой');
  await hashHas(page, `books=/?q=толстой`);
  await hashHas(page, `visitors=/record/${other}`);
  assert.equal(await page.title(), title);
  // An anchor of the page is the page's.
  await page.locator('a[href="#contacts"]').click();
  await page.waitForFunction(() => location.hash === '#contacts');
  assert.equal(await two.part('record').getAttribute('data-id'), other);
  await page.goBack();
  await page.reload();
  await two.see('record');
  await one.see('result');
  assert.equal(await one.words(), 'толстой');
});

scene('without routing the page keeps its address, its title and its steps', { host: pages(tag()) }, async (page, host) => {
  await page.goto(`${host.url}page#anchor`);
  const app = new Embedded(page);
  const facts = () => page.evaluate(() => [location.href, document.title, history.length, history.state, history.scrollRestoration]);
  await app.see('to-browse');
  const before = await facts();
  await app.find(QUERY);
  await app.open();
  await app.back();
  await page.waitForTimeout(500);
  assert.deepEqual(await facts(), before);
});

scene('with routing="hash" states have addresses, and back and forward go through them', { host: pages(tag('routing="hash"')) }, async (page, host) => {
  await page.goto(`${host.url}page`);
  const app = new Embedded(page);
  await app.find(QUERY);
  await hashHas(page, `#/?q=${QUERY}`);
  const id = await app.open();
  await hashHas(page, `#/record/${id}`);
  await page.goBack();
  await app.see('result');
  await page.goForward();
  await app.see('record');
  await app.back();
  await hashHas(page, `#/?q=${QUERY}`);
  assert.equal(await app.words(), QUERY);
});

scene('with routing="path" the path below the base is the address', {
  host: { pages: (path) => (path.startsWith('/books/') ? pageOf(tag('routing="path" base="/books"')) : undefined) },
}, async (page, host) => {
  const path = () => page.evaluate(() => decodeURIComponent(location.pathname + location.search + location.hash));
  const pathIs = (text) => page.waitForFunction((text) => decodeURIComponent(location.pathname + location.search + location.hash) === text, text);
  await page.goto(`${host.url}books/`);
  const app = new Embedded(page);
  await app.see('to-browse');
  await page.waitForTimeout(500);
  assert.equal(await path(), '/books/');
  await app.find(QUERY);
  await pathIs(`/books/?q=${QUERY}`);
  const link = await app.part('result').first().locator('.title-link').getAttribute('href');
  const id = await app.open();
  await pathIs(`/books/record/${id}`);
  assert.equal(decodeURIComponent(link), `/books/record/${id}`);
  await page.reload();
  await app.see('record');
  assert.equal(await app.part('record').getAttribute('data-id'), id);
  await page.goBack();
  await app.see('result');
  await page.goForward();
  await app.see('record');
  await page.goBack();
  await pathIs(`/books/?q=${QUERY}`);
  await page.goto(`${host.url}books/browse/creators?lang=en`);
  await app.see('drawer');
  assert.equal(await app.part('base').getAttribute('lang'), 'en');
});

// A search box alone.

const box = (more) => `<biblio-bus view="search" catalogue="/catalogue/" ${more}><form action="/" role="search"><label>Поиск <input type="search" name="q"></label><button>Найти</button></form></biblio-bus>`;

scene('the box leads to the results on another page, with its words after the #', { host: pages(box('href="/"')) }, async (page, host) => {
  await page.goto(`${host.url}page`);
  const app = new Embedded(page);
  await app.see('input');
  assert.equal(await app.part('my-list').count() + await app.part('result').count() + await app.host.locator('h1').count(), 0);
  await app.part('input').fill(QUERY);
  await app.see('suggestion');
  await hasNoBarriers(page, 'a box alone', 'biblio-bus');
  assert.equal(page.url(), `${host.url}page`);
  await shot(page, 'box-suggestions');
  await app.part('input').press('Enter');
  await page.waitForURL((url) => url.pathname === '/');
  const there = new Embedded(page);
  await there.found();
  assert.equal(await there.words(), QUERY);
  assert.ok(host.asked.every((path) => !path.includes('толстой')));
  await page.goBack();
  await app.see('input');
});

scene('what is offered leads there too, and a listener may have it otherwise', { host: pages(box('href="/?text={q}" target="results"')) }, async (page, host) => {
  await page.goto(`${host.url}page`);
  const app = new Embedded(page);
  const heard = () => page.evaluate(() => new Promise((resolve) => {
    document.addEventListener('bibliobus-leave', (event) => { event.preventDefault(); resolve(event.detail); }, { once: true });
  }));
  await app.part('input').fill(QUERY);
  await app.see('suggestion');
  const first = heard();
  await page.waitForTimeout(100);
  await app.part('suggestion').first().click();
  const { href, text } = await first;
  assert.equal(href, `${host.url}?text=${text.split('').map((c) => (/[\p{L}\p{N}.,:!~_-]/u.test(c) ? c : encodeURIComponent(c))).join('')}`);
  assert.equal(page.context().pages().length, 1, 'the listener had it otherwise');
  await app.part('input').fill('чайка');
  const popup = page.waitForEvent('popup');
  await app.host.locator('.submit').click();
  const other = await popup;
  await new Embedded(other).found();
  assert.equal(await new Embedded(other).words(), 'чайка');
  assert.equal(page.url(), `${host.url}page`);
});

scene('without scripts the form between the tags does it', { host: pages(box('href="/"')) }, async (page, host) => {
  const plain = await newPage(browser, { javaScriptEnabled: false });
  await plain.goto(`${host.url}page`);
  await plain.locator('input').fill(QUERY);
  await plain.locator('button').click();
  await plain.waitForURL(/\?q=/);
  assert.match(await plain.locator('noscript').innerText(), /JavaScript/);
  const address = plain.url();
  await plain.context().close();
  // The address that the form made, where scripts run.
  await page.goto(address);
  const there = new Embedded(page);
  await there.found();
  assert.equal(await there.words(), QUERY);
  assert.equal(await page.evaluate(() => location.search), '');
});

// Moved, removed, broken.

const caretOf = (page) => page.evaluate(() => {
  const field = document.querySelector('biblio-bus').shadowRoot.activeElement;
  return field && [field.getAttribute('part'), field.selectionStart, field.selectionEnd];
});

scene('moved with the whole body it keeps words, focus, caret, hits and its place on the screen', { host: pages(`<p>${'Текст. '.repeat(200)}</p>${tag()}`) }, async (page, host) => {
  await page.goto(`${host.url}page`);
  const app = new Embedded(page);
  await app.find(QUERY);
  await app.part('input').evaluate((input) => { input.focus(); input.setSelectionRange(2, 5); });
  await page.evaluate(() => new Promise((resolve) => { scrollTo(0, 200); requestAnimationFrame(() => requestAnimationFrame(resolve)); }));
  const count = await app.part('result').count();
  const scroll = await page.evaluate(() => scrollY);
  assert.ok(scroll > 0);
  const wrap = () => page.evaluate(() => {
    const around = document.createElement('div');
    around.className = 'around';
    around.append(...document.body.childNodes);
    document.body.append(around);
  });
  const unwrap = () => page.evaluate(() => {
    const around = document.querySelector('.around');
    around.replaceWith(...around.childNodes);
  });
  for (const move of [wrap, unwrap]) {
    await move();
    assert.deepEqual(await caretOf(page), ['input', 2, 5]);
    assert.equal(await app.words(), QUERY);
    assert.equal(await app.part('result').count(), count);
    assert.equal(await page.evaluate(() => scrollY), scroll);
  }
  await page.keyboard.type('ня');
  assert.equal(await app.words(), 'тоняой');
  // A link keeps it as well; and who never had it does not get it.
  await app.find(QUERY);
  await app.part('result').first().locator('.title-link').focus();
  await wrap();
  assert.equal(await page.evaluate(() => document.querySelector('biblio-bus').shadowRoot.activeElement?.classList.contains('title-link')), true);
  await page.evaluate(() => document.querySelector('biblio-bus').shadowRoot.activeElement.blur());
  await unwrap();
  assert.equal(await caretOf(page), null);
});

scene('taken off and put back later it is where it was, in its language, and takes no focus', { host: pages(`<div id="a">${tag('lang="ru"')}</div><div id="b"></div>`) }, async (page, host) => {
  await page.goto(`${host.url}page`);
  const app = new Embedded(page);
  await app.find(QUERY);
  const id = await app.open();
  await app.host.locator('.language[lang=en]').click();
  await app.host.locator('.base[lang=en]').waitFor();
  await page.evaluate(async () => {
    const element = document.querySelector('biblio-bus');
    element.remove();
    await new Promise((resolve) => { setTimeout(resolve, 100); });
    if (element.shadowRoot.querySelector('.page')) throw new Error('it is still there');
    document.querySelector('#b').append(element);
  });
  await app.see('record');
  assert.equal(await app.part('record').getAttribute('data-id'), id);
  assert.equal(await app.part('base').getAttribute('lang'), 'en');
  assert.equal(await caretOf(page), null);
});

scene('removed, it gives back what it held', { host: pages('<main></main>') }, async (page, host) => {
  await page.goto(`${host.url}page`);
  const session = await page.context().newCDPSession(page);
  const rounds = (count) => page.evaluate(async (count) => {
    for (let round = 0; round < count; round += 1) {
      const element = document.createElement('biblio-bus');
      element.setAttribute('catalogue', '/catalogue/');
      element.setAttribute('routing', 'hash');
      document.querySelector('main').append(element);
      const inside = (selector) => new Promise((resolve) => {
        const look = () => (element.shadowRoot?.querySelector(selector) ? resolve() : setTimeout(look, 20));
        look();
      });
      await inside('[part~=to-browse]');
      const input = element.shadowRoot.querySelector('[part~=input]');
      input.value = 'толстой';
      input.dispatchEvent(new Event('input'));
      await inside('[part~=result]');
      element.remove();
      history.replaceState(null, '', '#/');
      await new Promise((resolve) => { setTimeout(resolve, 500); });
    }
  }, count);
  const counters = async () => {
    for (let time = 0; time < 3; time += 1) await session.send('HeapProfiler.collectGarbage');
    const { nodes, jsEventListeners } = await session.send('Memory.getDOMCounters');
    return { nodes, jsEventListeners };
  };
  await rounds(3);
  const before = await counters();
  await rounds(12);
  const after = await counters();
  // An element with its hits has some 900 nodes and 60 listeners.
  assert.ok(after.nodes - before.nodes < 400, JSON.stringify([before, after]));
  assert.ok(after.jsEventListeners - before.jsEventListeners < 30, JSON.stringify([before, after]));
});

const FALLBACK = '<p id="link"><a href="/">Каталог библиотеки</a></p>';

scene('without scripts, and where the app cannot start, what is between the tags is shown', {
  host: { ...pages(tag('', FALLBACK)), refuse: (path) => path.endsWith('.wasm') },
}, async (page, host) => {
  const plain = await newPage(browser, { javaScriptEnabled: false });
  await plain.goto(`${host.url}page`);
  assert.ok(await plain.locator('#link').isVisible());
  await plain.context().close();
  await page.addInitScript(() => { window.heard = []; document.addEventListener('bibliobus-problem', ({ detail }) => window.heard.push(detail.kind)); });
  await page.goto(`${host.url}page`);
  await page.waitForFunction(() => window.heard.length > 0);
  assert.deepEqual(await page.evaluate(() => window.heard), ['app']);
  assert.ok(await page.locator('#link').isVisible());
});

scene('where it stops for good what is between the tags comes back; traps of others are none of ours', { host: pages(tag('', FALLBACK)) }, async (page, host) => {
  await page.addInitScript(() => { window.heard = []; document.addEventListener('bibliobus-problem', ({ detail }) => window.heard.push(detail.kind)); });
  await page.goto(`${host.url}page`);
  const app = new Embedded(page);
  await app.find(QUERY);
  assert.equal(await page.locator('#link').isVisible(), false);
  const wasm = host.asked.find((path) => /app-[0-9a-f]+\.wasm$/.test(path));
  const trap = (address) => page.evaluate((address) => {
    const error = new WebAssembly.RuntimeError('unreachable');
    error.stack = `RuntimeError: unreachable\n    at x (${address}:wasm-function[1]:0x1)`;
    dispatchEvent(new ErrorEvent('error', { error }));
  }, address);
  await trap(`${host.url}other/game.wasm`);
  assert.equal(await app.part('result').first().isVisible(), true);
  await trap(new URL(wasm, host.url).href);
  assert.ok(await page.locator('#link').isVisible());
  assert.deepEqual(await page.evaluate(() => window.heard), ['app']);
  // Nothing calls into the app any more.
  await app.host.evaluate((element) => { element.lang = 'en'; element.reset(); element.remove(); document.body.append(element); });
  assert.ok(await page.locator('#link').isVisible());
});

scene('where the catalogue cannot be had, the library says whom to ask', {
  host: { ...pages(tag('', '<p slot="problem" id="ring">2-34-56</p>')), refuse: (path) => path.endsWith('manifest.json') },
}, async (page, host) => {
  await page.goto(`${host.url}page`);
  await new Embedded(page).see('problem');
  assert.ok(await page.locator('#ring').isVisible());
});

// Under the strictest policy nothing of this may be made of text.
for (const [what, inside, part] of [['the problem', tag('engine="page"', '<p slot="problem" id="ring">2-34-56</p>'), 'problem'], ['a box', box('engine="page" href="/"'), 'input']]) {
  scene(`${what} is shown under the strictest policy too`, {
    host: { pages: { '/examples/strict/page': pageOf(inside) }, refuse: (path) => path.includes('/chunks/') },
  }, async (page, host) => {
    await page.goto(`${host.url}examples/strict/page`);
    const app = new Embedded(page);
    await app.part('input').fill(QUERY);
    await app.see(part);
    if (part === 'problem') assert.ok(await page.locator('#ring').isVisible());
  });
}

// From npm.

test('the package is made, installed without a network, and served from node_modules', { timeout: 240_000 }, async () => {
  const desk = mkdtempSync(join(tmpdir(), 'bibliobus-npm-'));
  const npm = (words, cwd) => execFileSync('npm', words, { cwd, encoding: 'utf8', env: { ...process.env, npm_config_offline: 'true', npm_config_cache: join(desk, 'cache') } });
  const made = npm(['pack', '--silent', '--ignore-scripts', '--pack-destination', desk, join(root, 'dist')], desk).trim();
  const town = join(desk, 'town');
  mkdirSync(town);
  writeFileSync(join(town, 'package.json'), '{ "name": "town", "private": true }');
  npm(['install', '--no-audit', '--no-fund', '--silent', join(desk, made)], town);
  const installed = join(town, 'node_modules/bibliobus');
  const has = readdirSync(installed);
  for (const file of ['embed.js', 'embed.d.ts', 'custom-elements.json', 'package.json', 'README.md', 'LICENSE-MIT', 'LICENSE-APACHE', 'hashes.json', 'view.html']) assert.ok(has.includes(file), file);
  for (const file of ['index.html', 'sw.js', 'boot.js']) assert.ok(!has.includes(file), file);
  const { exports, types: typed, license, dependencies, scripts } = JSON.parse(readFileSync(join(installed, 'package.json'), 'utf8'));
  assert.deepEqual([license, dependencies, scripts], ['MIT OR Apache-2.0', undefined, undefined]);
  for (const file of [exports['.'].default, exports['.'].types, typed]) assert.ok(readFileSync(join(installed, file)).length > 0);
  assert.equal(execFileSync('node', ['--input-type=module', '-e', 'console.log(import.meta.resolve("bibliobus"))'], { cwd: town, encoding: 'utf8' }).trim().split('/').slice(-3).join('/'), 'node_modules/bibliobus/embed.js');

  const host = await hostOf({ folders: { '/node_modules/': join(town, 'node_modules') }, pages: { '/town': pageOf(tag(), { script: '/node_modules/bibliobus/embed.js' }) }, refuse: (path) => path === '/embed.js' });
  const page = await newPage(browser);
  await page.goto(`${host.url}town`);
  const right = search(catalogue, QUERY).hits.map((hit) => hit.id);
  assert.deepEqual((await new Embedded(page).find(QUERY)).slice(0, right.length), right);
  const loaded = host.asked.filter((path) => /\.(js|wasm)$/.test(path));
  assert.ok(loaded.length > 3 && loaded.every((path) => path.startsWith('/node_modules/bibliobus/')), loaded.join());
  assert.deepEqual(page.complaints, []);
  await page.context().close();
  await host.stop();
  rmSync(desk, { recursive: true });
});
