// The page's own files for use without a connection: the app's service worker keeps them, once a
// reader has kept the first thing.
import { trusted } from './trust.js';

/** How long the worker has for it, in milliseconds: some megabytes, once. */
const PATIENCE = 180_000;

/**
 * Has the service worker keep this page and what it needs for a kind of thing. Gives `true`, or
 * `false` where it cannot be had: over plain http, or when the host is gone.
 */
export async function keepPage(kind) {
  if (!navigator.serviceWorker) return false;
  try {
    const home = new URL('sw.js', document.baseURI).href;
    await navigator.serviceWorker.register(trusted(home), { updateViaCache: 'none' });
    const { active } = await settled(navigator.serviceWorker.ready);
    const { port1, port2 } = new MessageChannel();
    const answer = new Promise((resolve) => { port1.onmessage = ({ data }) => resolve(data === 'kept'); });
    active.postMessage({ keep: kind }, [port2]);
    return await settled(answer);
  } catch {
    return false;
  }
}

const settled = (work) => Promise.race([work, new Promise((_, reject) => { setTimeout(() => reject(new Error('no answer')), PATIENCE); })]);
