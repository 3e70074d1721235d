// H1–H8: pages that are strict, careless or hostile to what is put on them.
import assert from 'node:assert/strict';
import { QUERY } from '../faults.mjs';
import { POLICY } from '../site.mjs';
import { cell, give, page, pause } from './scene.mjs';

const ELEMENT = `<script type="module" src="/embed.js"></script>
  <biblio-bus catalogue="/catalogue/" lang="ru" routing="hash"></biblio-bus>`;
/** A page of somebody else with the element on it, under no policy unless one is given. */
const onPage = (html, policy) => (path) => (path === '/' ? page(html, policy ?? '') : undefined);

/** Every file comes with these headers. */
const strict = (entry, name, headers) => cell(entry, name, async (visitor, { host }) => {
  host.fault = (path) => (request, response, file) => give(path.endsWith('/') ? `${file.replace(/index\.html$/, '')}index.html` : file, headers)(request, response);
  host.violations.length = 0;
  await visitor.ask();
  await visitor.ends(['right']);
  await visitor.come();
  await visitor.keep();
  assert.deepEqual(host.violations, []);
});

const policies = [
  strict('H1', 'its own files only, and wasm', {
    'Content-Security-Policy': "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; object-src 'none'; base-uri 'none'; report-uri /violation",
  }),
  strict('H1', 'in a sandbox, in no frame, with no device', {
    'Content-Security-Policy': `${POLICY}; frame-ancestors 'none'; sandbox allow-scripts allow-same-origin allow-forms allow-downloads`,
    'X-Frame-Options': 'DENY',
    'X-Content-Type-Options': 'nosniff',
    'Referrer-Policy': 'no-referrer',
    'Permissions-Policy': 'camera=(), microphone=(), geolocation=(), storage-access=(), fullscreen=()',
  }),
  strict('H1', 'apart from all other origins', {
    'Cross-Origin-Opener-Policy': 'same-origin',
    'Cross-Origin-Embedder-Policy': 'require-corp',
    'Cross-Origin-Resource-Policy': 'same-origin',
  }),
  cell('H2', 'a default policy of trusted types that refuses all', async (visitor, { host }) => {
    const policy = POLICY.replace('trusted-types', 'trusted-types default');
    host.fault = (path) => (path === '/refuse.js'
      ? give(undefined, { 'Content-Type': 'text/javascript' }, refusing)
      : onPage(`<script src="/refuse.js"></script>${ELEMENT}`, policy)(path));
    await visitor.ask();
    await visitor.ends(['right']);
  }),
];
function refusing() {
  return Buffer.from(`trustedTypes.createPolicy('default', {
    createHTML() { throw new TypeError('refused'); },
    createScript() { throw new TypeError('refused'); },
    createScriptURL() { throw new TypeError('refused'); },
  });`);
}

const NAMES = [
  'currentScript', 'baseURI', 'getElementById', 'body', 'head', 'location', 'documentElement', 'forms',
  'customElements', 'navigator', 'indexedDB', 'WebAssembly', 'trustedTypes', 'config', 'fetch', 'Worker', 'history',
];
const CLOBBERS = {
  images: (name) => `<img name="${name}" id="${name}" alt="">`,
  forms: (name) => `<form name="${name}" id="${name}"><input name="action"><input name="src"></form>`,
  links: (name) => `<a id="${name}" name="src" href="https://example.invalid/"></a><a id="${name}" href="x:"></a>`,
};
const clobbers = Object.entries(CLOBBERS).map(([what, make]) => cell('H3', `${what} on the page have the names of what scripts use`, async (visitor, { host }) => {
  host.fault = onPage(NAMES.map(make).join('') + ELEMENT);
  await visitor.ask();
  await visitor.ends(['right']);
}));

const POLLUTION = `
  Object.prototype.src = 'https://example.invalid/';
  Object.prototype.extra = () => {};
  Array.prototype.last = function () { return this[this.length - 1]; };
  Array.prototype.extra = [];
  String.prototype.trim2 = String.prototype.trim;
  Function.prototype.extra = 1;
  for (const name of ['map', 'filter', 'forEach']) {
    const real = Array.prototype[name];
    Array.prototype[name] = function (...words) { return real.apply(this, words); };
  }
  const real = fetch;
  globalThis.fetch = async (...words) => { await 0; return real(...words); };
  const then = Promise.prototype.then;
  Promise.prototype.then = function (...words) { return then.apply(this, words); };`;
const polluted = [
  cell('H4', 'scripts of the page added to prototypes and stand before fetch', async (visitor, { host }) => {
    host.fault = onPage(`<script>${POLLUTION}</script>${ELEMENT}`);
    await visitor.ask();
    await visitor.ends(['right']);
    await visitor.page.evaluate(() => { location.hash = '#/'; });
    await visitor.keep();
  }),
];

const SHEETS = {
  'everything unset, and shown as blocks': '* { all: unset; display: block !important; }',
  'letters of 62.5 %': 'html { font-size: 62.5%; } * { letter-spacing: 0.5em; line-height: 1 !important; }',
  'twice as large, mirrored, under a layer': 'html { zoom: 2; direction: rtl; } body { transform: scale(0.9); } div.layer { position: absolute; z-index: 9999; pointer-events: none; inset: 0; }',
  'all hidden inside, all floating': 'biblio-bus * { display: none !important; } body > * { float: left; position: static !important; }',
};
const sheets = Object.entries(SHEETS).map(([what, css]) => cell('H5', `styles of the page: ${what}`, async (visitor, { host }) => {
  host.fault = onPage(`<style>${css}</style><body><div class="layer"></div>${ELEMENT}`);
  await visitor.ask();
  await visitor.ends(['right']);
  const box = await visitor.part('result').first().boundingBox();
  assert.ok(box.width > 100 && box.height > 10, `${box.width} × ${box.height}`);
  await visitor.part('input').fill('пушкин');
  await visitor.part('result').first().locator('.title-link').click();
  await visitor.part('record').first().waitFor();
}));

const others = [
  cell('H6', 'the page takes the element away for good in the middle of a search, and makes another', async (visitor, { host }) => {
    host.fault = (path) => (path.includes('/chunks/') ? 'drip' : onPage(ELEMENT)(path));
    await visitor.ask();
    await visitor.see('input');
    await visitor.page.evaluate(() => {
      const it = document.querySelector('biblio-bus');
      const next = it.cloneNode(true);
      it.remove();
      document.body.append(next);
    });
    await visitor.ends(['right']);
  }),
  cell('H6', 'the page empties the element and its root', async (visitor, { host }) => {
    host.fault = onPage(ELEMENT);
    await visitor.come();
    await visitor.page.evaluate(() => {
      const it = document.querySelector('biblio-bus');
      it.shadowRoot.replaceChildren();
      it.replaceChildren();
      const parent = it.parentNode;
      it.remove();
      setTimeout(() => parent.append(it), 100);
    });
    await visitor.see('input');
    await visitor.ask();
    await visitor.ends(['right']);
  }),
  cell('H7', "the address behind # belongs to another app", async (visitor, { host }) => {
    host.fault = onPage(ELEMENT.replace('routing="hash"', ''));
    await visitor.page.goto(`${visitor.url}#!/products/7?sort=price`);
    await visitor.see('input');
    await visitor.part('input').fill(QUERY);
    await visitor.ends(['right']);
    for (const hash of ['#!/cart', '#/record/none', '#/?q=other', '']) {
      await visitor.page.evaluate((it) => { location.hash = it; }, hash);
      await pause(50);
      await visitor.ends(['right']);
    }
    assert.equal(new URL(visitor.page.url()).hash, '');
  }),
  cell('H7', 'addresses that are none of ours, in our own page', async (visitor) => {
    await visitor.come();
    for (const hash of ['#!/cart', '#%E0%A4%A', '#/record/%00', `#/?q=${'%'.repeat(2000)}`, '#/?from=-1&sort=__proto__']) {
      await visitor.page.evaluate((it) => { location.hash = it; }, hash);
      await pause(50);
    }
    await visitor.ask();
    await visitor.ends(['right']);
  }),
  cell('H8', 'ten thousand messages, forged and senseless', async (visitor, { host }) => {
    host.fault = onPage(ELEMENT);
    await visitor.ask();
    await visitor.page.evaluate(() => {
      for (let n = 0; n < 10_000; n += 1) {
        const bytes = new Uint8Array([n & 255, 1, 2, 3, n >> 8]);
        postMessage(n % 2 ? bytes : { type: 'bibliobus', number: n, answer: 'forged' }, '*');
      }
      const channel = new BroadcastChannel('bibliobus');
      for (let n = 0; n < 1000; n += 1) channel.postMessage({ forged: n });
    });
    await visitor.ends(['right']);
    await visitor.ask('пушкин');
    await visitor.found();
    await visitor.ask();
    await visitor.ends(['right']);
  }),
];

export const hosts = [...policies, ...clobbers, ...polluted, ...sheets, ...others];
