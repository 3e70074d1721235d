// Starts the engine's host. What follows the `?` of its own address goes on to its files: another
// try needs other names, since browsers remember what failed and what was wrong.
__STEADILY__
// A page that may start no worker imports this script, and leaves the end of a channel here.
const line = globalThis[Symbol.for('bibliobus')];

// An empty message says that the script runs, and that it sees to the rest itself.
const beat = () => (line ?? globalThis).postMessage(new Uint8Array());

// As long as the host may owe an answer it says so every two seconds: a page that hears nothing
// knows that it is stuck, or gone.
let left = 0;
let beating;
const work = () => {
  left = 60;
  beating ??= setInterval(() => {
    beat();
    left -= 1;
    if (left === 0) beating = clearInterval(beating);
  }, 2000);
};
(line ?? globalThis).addEventListener('message', work);

const begin = async () => {
  beat();
  const again = new URL(import.meta.url).search;
  const { default: start } = await within(import(`./__WORKER__${again}`));
  await start({ module_or_path: await steadily(new URL(`./__WASM__${again}`, import.meta.url)) });
};

// WebKit tells the page of an error in a worker that is thrown, and not of a promise of the
// script's that fails. A page that imports the script hears of its promise.
const begun = begin();
if (line) await begun;
else begun.catch((error) => setTimeout(() => { throw error; }));
