// Keeps the app's own files on the device, one release at a time. The catalogue is not here:
// the engine keeps it in IndexedDB, checked file by file.
const RELEASE = '__RELEASE__';
const FILES = __FILES__;
const CACHE = `bibliobus-app-${RELEASE}`;
const absolute = (file) => new URL(file, self.registration.scope).href;
const OURS = new Set(FILES.map(absolute));

// All files or none: a release that is half there is given up, and the one before goes on.
self.addEventListener('install', (event) => event.waitUntil(keep()));

async function keep() {
  const cache = await caches.open(CACHE);
  try {
    await Promise.all(FILES.map(async (file) => {
      const answer = await fetch(absolute(file), { cache: 'no-cache' });
      if (!answer.ok) throw new Error(`${answer.status} ${file}`);
      await cache.put(absolute(file), answer);
    }));
  } catch (error) {
    await caches.delete(CACHE);
    throw error;
  }
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
