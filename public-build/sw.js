// Keeps the app's own files on the device, one release at a time. The catalogue is not here:
// the engine keeps it in IndexedDB, checked file by file.
const RELEASE = '__RELEASE__';
/** Each file with the beginning of its SHA-256. */
const FILES = __FILES__;
const CACHE = `bibliobus-app-${RELEASE}`;
const absolute = (file) => new URL(file, self.registration.scope).href;
const OURS = new Set(Object.keys(FILES).map(absolute));

// All files or none, and none that is not the right one: what a portal or a faulty host gave would
// stay for good. A release that is half there is given up, and the one before goes on.
self.addEventListener('install', (event) => event.waitUntil(keep()));

async function keep() {
  const cache = await caches.open(CACHE);
  try {
    await Promise.all(Object.entries(FILES).map(async ([file, hash]) => {
      const answer = await right(file, hash, 'no-cache') ?? await right(file, hash, 'reload');
      if (!answer) throw new Error(`not the right ${file}`);
      await cache.put(absolute(file), answer);
    }));
  } catch (error) {
    await caches.delete(CACHE);
    throw error;
  }
}

async function right(file, hash, cache) {
  const answer = await fetch(absolute(file), { cache });
  if (!answer.ok) throw new Error(`${answer.status} ${file}`);
  const digest = await crypto.subtle.digest('SHA-256', await answer.clone().arrayBuffer());
  const hex = [...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, '0')).join('');
  return hex.startsWith(hash) ? answer : undefined;
}

// The new release takes over when no page of the old one is open, so the two never mix.
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
  const isPage = event.request.mode === 'navigate' && [page, `${page}index.html`].includes(url.href);
  const file = isPage ? page : url.href;
  if (OURS.has(file)) event.respondWith(answer(file, event.request));
});

async function answer(file, request) {
  const cache = await caches.open(CACHE);
  return (await cache.match(file)) ?? fetch(request);
}
