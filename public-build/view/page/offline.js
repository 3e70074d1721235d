// The page's own files for use without a connection: the app's service worker keeps them, once a
// reader has kept the first thing.
import { within } from './ask.js';
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
    const { active } = await within(navigator.serviceWorker.ready, PATIENCE);
    const { port1, port2 } = new MessageChannel();
    // It says at once that it has heard: an earlier release of it knows nothing of this.
    const heard = new Promise((resolve) => { port1.onmessage = resolve; });
    active.postMessage({ keep: kind }, [port2]);
    await within(heard);
    const answer = new Promise((resolve) => { port1.onmessage = ({ data }) => resolve(data === 'kept'); });
    return await within(answer, PATIENCE);
  } catch {
    return false;
  }
}
