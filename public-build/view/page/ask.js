// What is fetched, from the page's own host only, and what went wrong in a word.

/** How long a host may be silent, in milliseconds. */
export const SILENCE = 8000;

/** What went wrong: its `name` is that of a sentence in words.js; `more` goes into the sentence. */
export class Problem extends Error {
  constructor(name, more = {}) {
    super(name);
    this.name = name;
    this.more = more;
  }

  /** Whether it may go away by itself. */
  get passes() { return ['silent', 'offline', 'busy'].includes(this.name); }
}

const refusal = (status) => {
  if (status === 404 || status === 410) return new Problem('missing');
  if (status === 401 || status === 403) return new Problem('forbidden');
  return new Problem(status >= 500 || status === 429 ? 'busy' : 'refused', { status });
};
export { refusal };

/** What `work` gives; a problem where nothing is heard of it for too long. */
export function within(work, silence = SILENCE) {
  let watch;
  const silent = new Promise((_, reject) => { watch = setTimeout(() => reject(new Problem('silent')), silence); });
  return Promise.race([work, silent]).finally(() => clearTimeout(watch));
}

/**
 * The bytes at an address and their type. `heard(done, all)` is called as they come; more than
 * `most` bytes are refused before they are kept.
 */
export async function bytes(url, { most = 512e6, heard = () => {}, signal } = {}) {
  const stop = new AbortController();
  signal?.addEventListener('abort', () => stop.abort(signal.reason));
  let watch;
  const wind = () => { clearTimeout(watch); watch = setTimeout(() => stop.abort(new Problem('silent')), SILENCE); };
  try {
    wind();
    const answer = await fetch(url, { signal: stop.signal, credentials: 'same-origin' });
    if (!answer.ok) throw refusal(answer.status);
    const all = Number(answer.headers.get('Content-Length')) || undefined;
    if (all > most) throw new Problem('large', { most });
    const pieces = [];
    let done = 0;
    for (const reader = answer.body.getReader(); ;) {
      wind();
      const piece = await reader.read();
      if (piece.done) break;
      pieces.push(piece.value);
      done += piece.value.length;
      if (done > most) { stop.abort(); throw new Problem('large', { most }); }
      heard(done, all);
    }
    return new Blob(pieces, { type: answer.headers.get('Content-Type')?.split(';')[0].trim() ?? '' });
  } catch (error) {
    if (error instanceof Problem) throw error;
    if (stop.signal.reason instanceof Problem) throw stop.signal.reason;
    if (signal?.aborted) throw signal.reason;
    throw new Problem('offline');
  } finally {
    clearTimeout(watch);
  }
}

/** The JSON at an address, of at most 20 MB. */
export async function json(url, options) {
  const text = await (await bytes(url, { most: 20e6, ...options })).text();
  try { return JSON.parse(text); } catch { throw new Problem('noManifest'); }
}
