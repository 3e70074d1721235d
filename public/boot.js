// The stand-alone page: starts the app, and keeps its files on the device for the next time.
import './embed.js';

if ('serviceWorker' in navigator) {
  const worker = new URL('sw.js', import.meta.url).href;
  const policy = globalThis.trustedTypes?.createPolicy('bibliobus-boot', { createScriptURL: (url) => url });
  navigator.serviceWorker
    .register(policy ? policy.createScriptURL(worker) : worker, { updateViaCache: 'none' })
    .catch((error) => console.warn('The app is not kept for use without a connection:', error.message));
}
