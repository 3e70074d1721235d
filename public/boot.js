// The stand-alone page: starts the app, and keeps its files on the device for the next time.

// What another app shared is searched for. The installed app answers this from the device, so
// that it is sent nowhere; the address keeps it behind the #, where nothing sends it.
const shared = new URLSearchParams(location.search);
// A form of another page asks with `q`, where no script runs.
const words = ['q', 'title', 'text'].map((name) => shared.get(name)?.trim()).find(Boolean) ?? shared.get('url');
if (words) history.replaceState(null, '', `./#/?q=${encodeURIComponent(words)}`);

await import('./embed.js');

// A page that may start no worker says so, and then may register none either.
const isStrict = document.querySelector('biblio-bus[engine=page]');
if ('serviceWorker' in navigator && !isStrict) {
  const worker = new URL('sw.js', import.meta.url).href;
  const policy = globalThis.trustedTypes?.createPolicy('bibliobus-boot', { createScriptURL: (url) => url });
  navigator.serviceWorker
    .register(policy ? policy.createScriptURL(worker) : worker, { updateViaCache: 'none' })
    .catch((error) => console.warn('The app is not kept for use without a connection:', error.message));
}
