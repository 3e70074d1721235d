// How many bytes come over the wire until the first results, in a browser that was never here:
// the app, the engine and the index apart, compressed as a good host would send them.
//
//   node bench/first-results.mjs SITE [WORDS]
import { readFileSync, readdirSync, statSync } from "node:fs";
import { createServer } from "node:http";
import { extname, join } from "node:path";
import { pathToFileURL } from "node:url";
import { brotliCompressSync } from "node:zlib";
import { chromium } from "playwright-core";

/** What a host compresses, and its media types. Chunks are compressed already. */
const KINDS = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript",
  ".css": "text/css",
  ".json": "application/json",
  ".svg": "image/svg+xml",
  ".wasm": "application/wasm",
  ".webmanifest": "application/manifest+json",
};

/** What an address counts towards: the first that fits. */
const PARTS = [
  ["index", /^\/catalogue\//],
  ["engine", /^\/worker/],
  ["app", /./],
];

/** { app, engine, index, total, requests, milliseconds } for a search for `words` in `site`. */
export async function firstResults(site, words) {
  const host = await serve(packed(site));
  const browser = await chromium.launch({
    executablePath: process.env.CHROME_PATH,
    args: ["--no-sandbox", "--disable-gpu"],
  });
  try {
    // What the service worker fetches for the next time is not on the way to the results.
    const context = await browser.newContext({ serviceWorkers: "block" });
    const milliseconds = await visit(await context.newPage(), host.address, words);
    return sum(host.sent, Math.round(milliseconds));
  } finally {
    await browser.close();
    host.server.close();
  }
}

/** Every file of the site by its address, as a host would send it. */
function packed(site) {
  const files = new Map();
  for (const name of readdirSync(site, { recursive: true })) {
    const path = join(site, name);
    if (!statSync(path).isFile()) continue;
    const kind = KINDS[extname(name)];
    const content = readFileSync(path);
    const headers = kind ? { "Content-Type": kind, "Content-Encoding": "br" } : {};
    files.set(`/${name}`, { headers, body: kind ? brotliCompressSync(content) : content });
  }
  return files.set("/", files.get("/index.html"));
}

/** A host of these files, which writes down what it sent, heads of answers included. */
async function serve(files) {
  const sent = [];
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url, "http://host");
    const before = request.socket.bytesWritten;
    response.on("finish", () => {
      sent.push({ pathname, bytes: request.socket.bytesWritten - before });
    });
    const file = files.get(pathname);
    response.writeHead(file ? 200 : 404, file?.headers);
    response.end(file?.body);
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  return { server, sent, address: `http://127.0.0.1:${server.address().port}/` };
}

/** Opens the page, types the words, and gives the milliseconds until something was found. */
async function visit(page, address, words) {
  await page.addInitScript(() => {
    window.found = new Promise((resolve) => {
      document.addEventListener("bibliobus-search", ({ detail }) => {
        if (detail.total > 0) resolve(performance.now());
      });
    });
  });
  await page.goto(address);
  await page.locator("biblio-bus input[type=search]").fill(words);
  return page.evaluate(() => window.found);
}

function sum(sent, milliseconds) {
  const sums = { app: 0, engine: 0, index: 0, total: 0, requests: sent.length, milliseconds };
  for (const { pathname, bytes } of sent) {
    const [part] = PARTS.find(([, pattern]) => pattern.test(pathname));
    sums[part] += bytes;
    sums.total += bytes;
  }
  return sums;
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
  console.table(await firstResults(process.argv[2], process.argv[3] ?? "Толстой"));
}
