/** How long a host may be silent in the midst of a file, in milliseconds. */
const SILENCE = 9000;

/** What `work` gives, unless it takes longer than a host may be silent. */
const within = (work) => Promise.race([
  work,
  new Promise((_, reject) => { setTimeout(() => reject(new Error('no answer')), SILENCE); }),
]);

/** The wasm at an address. A host that falls silent is given up; one that is slow is not. */
const steadily = async (url) => {
  const stop = new AbortController();
  let watch;
  const wind = () => { clearTimeout(watch); watch = setTimeout(() => stop.abort(new Error('no answer')), SILENCE); };
  wind();
  const answer = await fetch(url, { signal: stop.signal });
  if (!answer.ok) throw new Error(`${answer.status} ${url}`);
  const reader = answer.body.getReader();
  const body = new ReadableStream({
    async pull(out) {
      const { done, value } = await reader.read();
      wind();
      if (!done) return out.enqueue(value);
      clearTimeout(watch);
      return out.close();
    },
  });
  return new Response(body, { headers: { 'Content-Type': 'application/wasm' } });
};
