// Our engine through its own worker, as the app has it.
export async function open({ base, worker }) {
  const client = await import("/~bench/client/client.js");
  const ready = client.default();
  const port = new Worker(new URL(worker, base), { type: "module" });
  const waiting = new Map();
  let number = 0;
  let isUp;
  const up = new Promise((resolve) => (isUp = resolve));
  // The worker may be up before what reads its messages is.
  const early = [];
  let decode = (message) => early.push(message);
  port.onmessage = ({ data }) => decode(data);
  await ready;
  decode = (message) => {
    const told = JSON.parse(client.told(message));
    if (told.up) return isUp();
    if (told.number) return waiting.get(told.number)?.(told);
    // The client was not built with the worker: nobody will understand anybody.
    if (told.problem) for (const answer of waiting.values()) answer(told);
  };
  early.forEach((message) => decode(message));
  await up;
  const catalogue = new URL("catalogue/", base).href;
  return {
    async search(text, limit) {
      number += 1;
      const answered = new Promise((resolve) => waiting.set(number, resolve));
      port.postMessage(client.ask(number, catalogue, text, limit));
      const { hits, problem, number: answer } = await answered;
      waiting.delete(answer);
      if (problem) throw new Error(problem);
      return hits;
    },
  };
}
