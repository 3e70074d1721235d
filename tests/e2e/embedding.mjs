// Hosts whose pages embed the catalogue: each as careless or as strict as its page wants it.
import { existsSync, readFileSync, statSync } from 'node:fs';
import { createServer } from 'node:http';
import { extname, join, normalize } from 'node:path';
import { fileURLToPath } from 'node:url';
import { KINDS } from './lib.mjs';
import { folder } from './site.mjs';

export const EXAMPLES = fileURLToPath(new URL('../../examples', import.meta.url));
export const STRICT = readFileSync(join(EXAMPLES, 'strict/policy.txt'), 'utf8').trim();

/**
 * A host with the app and its catalogue at `/`, the examples at `/examples/`, and `pages`: HTML by path,
 * or a function of the path. `folders` are others by the beginning of their paths; `refuse` says which
 * paths get a 404. The example `strict` is sent with its policy.
 */
export async function hostOf({ pages = {}, folders = {}, refuse = () => false } = {}) {
  const roots = Object.entries({ ...folders, '/examples/': EXAMPLES, '/': folder });
  const asked = [];
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url, 'http://host');
    const path = decodeURIComponent(pathname);
    asked.push(path);
    const page = typeof pages === 'function' ? pages(path) : pages[path];
    const headers = { 'Cache-Control': 'no-cache', ...(path.startsWith('/examples/strict/') && { 'Content-Security-Policy': STRICT }) };
    if (page !== undefined) return response.writeHead(200, { ...headers, 'Content-Type': KINDS['.html'] }).end(page);
    const [start, root] = roots.find(([start]) => path.startsWith(start));
    const file = join(root, normalize(`/${path.slice(start.length)}${path.endsWith('/') ? 'index.html' : ''}`));
    if (refuse(path) || !existsSync(file) || !statSync(file).isFile()) return response.writeHead(404, headers).end();
    return response.writeHead(200, { ...headers, 'Content-Type': KINDS[extname(file)] ?? 'application/octet-stream' }).end(readFileSync(file));
  });
  await new Promise((resolve) => { server.listen(0, '127.0.0.1', resolve); });
  return {
    url: `http://127.0.0.1:${server.address().port}/`,
    asked,
    stop: () => new Promise((resolve) => { server.close(resolve); server.closeAllConnections(); }),
  };
}

/** A page with `body`, and the app's script as an embedder has it. */
export const pageOf = (body, { head = '', script = '/embed.js', lang = 'ru' } = {}) => `<!DOCTYPE html>
<html lang="${lang}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>Страница</title><link rel="icon" href="data:,">${head}<script type="module" src="${script}"></script></head>
<body>${body}</body></html>`;

/** One element on a page, by its selector, as its reader meets it. */
export class Embedded {
  constructor(page, selector = 'biblio-bus') {
    this.page = page;
    this.host = page.locator(selector).first();
  }

  part(name) { return this.host.locator(`[part~="${name}"]`); }

  see(name) { return this.part(name).first().waitFor({ timeout: 20_000 }); }

  /** The ids found for words, in their order. */
  async find(words) {
    await this.part('input').fill('');
    await this.part('input').fill(words);
    return this.found();
  }

  async found() {
    await this.host.locator('[part~=status][data-state=settled]').waitFor({ timeout: 20_000 });
    await this.see('result');
    return this.part('result').evaluateAll((all) => all.map((one) => one.dataset.id));
  }

  /** Opens the first hit: its id. */
  async open() {
    const first = this.part('result').first();
    const id = await first.getAttribute('data-id');
    await first.locator('.title-link').click();
    await this.host.locator(`[part~=record][data-id="${id}"][data-state=settled]`).waitFor({ timeout: 20_000 });
    return id;
  }

  async back() {
    await this.part('back').first().click();
    await this.see('result');
  }

  words() { return this.part('input').inputValue(); }
}
