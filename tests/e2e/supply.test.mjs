// What the app and the binary are made of, and what pins them to their content.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { hashes, snippet } from '../../public-build/integrity.mjs';
import { bills } from '../../public-build/sbom.mjs';
import { Reader, open } from './lib.mjs';
import { folder, launch, newPage } from './site.mjs';

test('the bills of materials have every crate that is compiled in, and every library beside it, with licence and checksum', () => {
  const [first, second] = [bills(), bills()];
  assert.deepEqual(first, second);
  const names = Object.fromEntries(first.map(([name, { components }]) => [name, components.map((one) => one.name)]));
  assert.ok(names.app.includes('leptos') && names.app.includes('rexie') && !names.app.includes('rustls'));
  assert.ok(names.cli.includes('rustls') && names.cli.includes('clap') && !names.cli.includes('leptos'));
  for (const [name, { components, metadata }] of first) {
    assert.deepEqual(components.filter((one) => !one.licenses).map((one) => one.name), [], name);
    const others = components.filter((one) => !one.name.startsWith('bibliobus'));
    assert.ok(others.length > 50 && others.every(({ hashes: [sum] }) => /^([0-9a-f]{64}|[0-9a-f]{128})$/.test(sum.content)));
    // What npm brought lies beside the app.
    const ofNpm = components.filter(({ purl }) => purl.startsWith('pkg:npm/')).map((one) => one.name);
    assert.deepEqual(ofNpm, ['foliate-js', 'openseadragon', 'pdfjs-dist']);
    assert.equal(metadata.component.type, 'application');
    // What only derives code while the others are compiled is not shipped.
    assert.ok(!names[name].includes('serde_derive') && !names[name].includes('proptest'));
  }
});

describe('a page that pins the app', () => {
  let [host, browser] = [];
  const pinned = hashes(folder);
  before(async () => {
    host = await open(folder);
    browser = await launch();
  });
  after(async () => {
    await browser.close();
    await host.stop();
  });

  /** A page of somebody else, with the app from another address of this computer. */
  async function visit(fault = () => undefined) {
    const page = await newPage(browser);
    const inside = snippet(pinned, host.url);
    const home = await open(folder);
    home.fault = (path) => (path === '/town.html' ? (_, response) => response.writeHead(200, { 'Content-Type': 'text/html' }).end(`<!DOCTYPE html><title>Town</title>${inside}`) : 404);
    host.fault = (path) => (request, response) => {
      const bytes = readFileSync(join(folder, path));
      const kind = { js: 'text/javascript', wasm: 'application/wasm' }[path.split('.').at(-1)] ?? 'application/octet-stream';
      response.writeHead(200, { 'Content-Type': kind, 'Access-Control-Allow-Origin': '*' }).end(fault(path, bytes) ?? bytes);
    };
    await page.goto(`${home.url}town.html`);
    return { page, reader: new Reader(page, home.url), leave: async () => { await page.context().close(); await home.stop(); } };
  }

  test('has it, from another origin too', async () => {
    const { reader, leave } = await visit();
    await reader.see('input');
    assert.ok((await reader.find('толстой')).length > 0);
    await leave();
  });

  test('has nothing where one byte is another', async () => {
    const { page, leave } = await visit((path, bytes) => (path === '/embed.js' ? Buffer.concat([bytes, Buffer.from('\n')]) : undefined));
    const failed = page.waitForEvent('console', (message) => /integrity/i.test(message.text()));
    await page.reload();
    await failed;
    assert.equal(await page.evaluate(() => customElements.get('biblio-bus')), undefined);
    await leave();
  });

  test('is given the hash of every file but those that the library’s name changes', () => {
    const names = Object.keys(pinned);
    assert.ok(names.includes('embed.js') && names.some((name) => /^app-.*\.wasm$/.test(name)) && names.some((name) => /^worker-.*\.wasm$/.test(name)));
    assert.ok(!names.includes('index.html') && !names.includes('sw.js') && !names.some((name) => name.startsWith('catalogue')));
    assert.ok(Object.values(pinned).every((value) => /^sha384-[A-Za-z0-9+/]{64}$/.test(value)));
  });
});
