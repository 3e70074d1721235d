// Keeps the app's own files on the device, one release at a time. The catalogue is not here:
// the engine keeps it in IndexedDB, checked file by file.
const RELEASE = '__RELEASE__';
/** Each file with the beginning of its SHA-256. */
const FILES = __FILES__;
/** The same of the page that opens books, which is kept once a reader keeps something with it. */
const VIEW = __VIEW__;
/** Its libraries are in a folder for each kind of thing; all else of it is needed for any. */
const KIND = /\/lib\/(\w+)\//;
const CACHE = `bibliobus-app-${RELEASE}`;
const absolute = (file) => new URL(file, self.registration.scope).href;
/** The files by their addresses. */
const OURS = new Map(Object.keys({ ...FILES, ...VIEW }).map((file) => [absolute(file), file]));
/** How long a host has for what is here already, in milliseconds. */
const PATIENCE = 2000;

// All files or none, and none that is not the right one: what a portal or a faulty host gave would
// stay for good. A release that is half there is given up, and the one before goes on.
self.addEventListener('install', (event) => event.waitUntil(keep()));

async function keep() {
  const cache = await caches.open(CACHE);
  try {
    await put(cache, FILES);
    for (const kind of await keptKinds()) await put(cache, viewFiles(kind));
  } catch (error) {
    await caches.delete(CACHE);
    throw error;
  }
}

/** Puts all these files into the cache, and none that is not the right one. */
async function put(cache, files) {
  const names = Object.keys(files);
  const next = async () => {
    for (let file = names.pop(); file; file = names.pop()) {
      const answer = await right(file, files[file], 'no-cache') ?? await right(file, files[file], 'reload');
      if (!answer) throw new Error(`not the right ${file}`);
      await cache.put(absolute(file), answer);
    }
  };
  await Promise.all(Array.from({ length: 8 }, next));
}

/** What the page that opens books needs for a kind of thing. */
const viewFiles = (kind) => Object.fromEntries(Object.entries(VIEW).filter(([file]) => (KIND.exec(file)?.[1] ?? kind) === kind));

/** The kinds for which an earlier release of that page is on the device: this release has it for the same. */
async function keptKinds() {
  const found = new Set();
  for (const name of (await caches.keys()).filter((one) => one.startsWith('bibliobus-app-'))) {
    for (const { url } of await (await caches.open(name)).keys()) if (url.includes('/view-') && KIND.test(url)) found.add(KIND.exec(url)[1]);
  }
  return found;
}

/** Keeps that page; the page itself last, so that it is never there without its files. */
async function keepView(kind) {
  const cache = await caches.open(CACHE);
  const { 'view.html': page, ...rest } = viewFiles(kind);
  await put(cache, rest);
  await put(cache, { 'view.html': page });
}

async function right(file, hash, cache, signal) {
  const answer = await fetch(absolute(file), { cache, signal });
  if (!answer.ok) throw new Error(`${answer.status} ${file}`);
  const digest = await crypto.subtle.digest('SHA-256', await answer.clone().arrayBuffer());
  const hex = [...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, '0')).join('');
  return hex.startsWith(hash) ? answer : undefined;
}

// The reader agreed to the new release: every page is loaded anew when it takes over.
self.addEventListener('message', (event) => {
  const { data, ports: [line] } = event;
  if (data === 'take over') self.skipWaiting();
  if (!data?.keep) return;
  line.postMessage('heard');
  event.waitUntil(keepView(data.keep).then(() => line.postMessage('kept'), () => line.postMessage('not kept')));
});

// The new release takes over when no page of the old one is open, or when the reader agrees, so
// the two never mix.
self.addEventListener('activate', (event) => event.waitUntil((async () => {
  const old = (await caches.keys()).filter((name) => name.startsWith('bibliobus-app-') && name !== CACHE);
  await Promise.all(old.map((name) => caches.delete(name)));
  await self.clients.claim();
})()));

self.addEventListener('fetch', (event) => {
  if (event.request.method !== 'GET') return;
  const url = new URL(event.request.url);
  url.search = '';
  url.hash = '';
  const page = absolute('./');
  const isNavigated = event.request.mode === 'navigate';
  const isPage = isNavigated && [page, `${page}index.html`, absolute('view.html')].includes(url.href);
  const file = isPage && url.href.endsWith('/index.html') ? page : url.href;
  if (!OURS.has(file)) return;
  const isAnotherTry = new URL(event.request.url).searchParams.has('try');
  event.respondWith(isAnotherTry ? another(file, event.request) : answer(file, event.request));
  if (isPage && file === page) event.waitUntil(renewed(file));
});

async function answer(file, request) {
  const cache = await caches.open(CACHE);
  return (await cache.match(file)) ?? fetch(request);
}

/** What is here was of no use: perhaps not for its bytes, but for what the host said with them. */
async function another(file, request) {
  return (await renewed(file)) ?? answer(file, request);
}

/**
 * Asks the host once more. Its policy, or the type it gives, may change without a release of the
 * app; what was wrong with them would stay for good.
 */
async function renewed(file) {
  const name = OURS.get(file);
  try {
    const fresh = await right(name, FILES[name] ?? VIEW[name], 'no-cache', AbortSignal.timeout(PATIENCE));
    if (fresh) await (await caches.open(CACHE)).put(file, fresh.clone());
    return fresh;
  } catch {
    return undefined;
  }
}
