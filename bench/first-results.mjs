// How many bytes come over the wire until the first results, in a browser that was never here:
// the app, the engine and the index apart, compressed as a good host would send them.
//
//   BIBLIOBUS_BIN=… node bench/first-results.mjs SITE [WORDS]
import { spawn } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { brotliCompressSync } from "node:zlib";
import { chromium } from "playwright-core";

/** What a host compresses. Chunks are compressed already. */
const PACKED = /\.(html|js|mjs|css|json|svg|wasm|webmanifest)$/;

const PARTS = [
  ["index", /\/catalogue\//],
  ["engine", /worker/],
  ["app", /./],
];

/** { app, engine, index, total, requests, milliseconds } for a search for `words` in `site`. */
export async function firstResults(site, words) {
  const folder = packed(site);
  const server = await serve(folder);
  const browser = await chromium.launch({
    executablePath: process.env.CHROME_PATH,
    args: ["--no-sandbox", "--disable-gpu"],
  });
  try {
    return await visit(await browser.newPage(), server.address, words);
  } finally {
    await browser.close();
    server.process.kill();
    rmSync(folder, { recursive: true });
  }
}

/** A copy of the site with a .br beside every file that a host would compress. */
function packed(site) {
  const folder = mkdtempSync(join(tmpdir(), "bibliobus-site-"));
  cpSync(site, folder, { recursive: true });
  for (const name of readdirSync(folder, { recursive: true })) {
    const path = join(folder, name);
    if (!PACKED.test(name) || !statSync(path).isFile()) continue;
    writeFileSync(`${path}.br`, brotliCompressSync(readFileSync(path)));
  }
  return folder;
}

/** Our own server on a free port; resolves once it says its address. */
function serve(folder) {
  const child = spawn(process.env.BIBLIOBUS_BIN, ["serve", folder, "--port", "0"]);
  return new Promise((resolve, reject) => {
    child.once("exit", (code) => reject(new Error(`bibliobus serve ended with ${code}`)));
    child.stdout.on("data", (text) => {
      const address = /http:\/\/\S+/.exec(text)?.[0];
      if (address) resolve({ process: child, address });
    });
  });
}

async function visit(page, address, words) {
  const requests = await wire(page);
  await page.addInitScript(() => {
    window.found = new Promise((resolve) => {
      document.addEventListener("bibliobus-search", ({ detail }) => {
        if (detail.total > 0) resolve(performance.now());
      });
    });
  });
  await page.goto(address);
  await page.locator("biblio-bus input[type=search]").fill(words);
  const milliseconds = await page.evaluate(() => window.found);
  return sum([...requests.values()], Math.round(milliseconds));
}

/** Every request of the page and of its workers, with the bytes that came for it. */
async function wire(page) {
  const requests = new Map();
  const session = await page.context().newCDPSession(page);
  const listen = (target, key) => {
    target.on("Network.responseReceived", ({ requestId, response }) => {
      requests.set(key + requestId, { url: response.url, bytes: 0 });
    });
    target.on("Network.loadingFinished", ({ requestId, encodedDataLength }) => {
      const request = requests.get(key + requestId);
      if (request) request.bytes = encodedDataLength;
    });
  };
  listen(session, "page ");
  await session.send("Network.enable");
  await listenToWorkers(session, requests);
  return requests;
}

/** A worker's own requests are told only to whoever is attached to the worker. */
async function listenToWorkers(session, requests) {
  let count = 0;
  session.on("Target.attachedToTarget", ({ sessionId, targetInfo }) => {
    if (targetInfo.type !== "worker") return;
    const send = (method) =>
      session.send("Target.sendMessageToTarget", {
        sessionId,
        message: JSON.stringify({ id: (count += 1), method }),
      });
    send("Network.enable").then(() => send("Runtime.runIfWaitingForDebugger"));
  });
  session.on("Target.receivedMessageFromTarget", ({ sessionId, message }) => {
    note(requests, sessionId, JSON.parse(message));
  });
  await session.send("Target.setAutoAttach", {
    autoAttach: true,
    waitForDebuggerOnStart: true,
    flatten: false,
  });
}

function note(requests, sessionId, { method, params }) {
  const key = sessionId + params?.requestId;
  if (method === "Network.responseReceived") {
    requests.set(key, { url: params.response.url, bytes: 0 });
  } else if (method === "Network.loadingFinished" && requests.has(key)) {
    requests.get(key).bytes = params.encodedDataLength;
  }
}

function sum(requests, milliseconds) {
  const sums = { app: 0, engine: 0, index: 0, total: 0, requests: requests.length, milliseconds };
  for (const { url, bytes } of requests) {
    const [part] = PARTS.find(([, pattern]) => pattern.test(url));
    sums[part] += bytes;
    sums.total += bytes;
  }
  return sums;
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
  console.table(await firstResults(process.argv[2], process.argv[3] ?? "Толстой"));
}
