// Starts the engine's host. What follows the `?` of its own address goes on to its files: another
// try needs other names, since browsers remember what failed and what was wrong.
__STEADILY__
// An empty message says that the script runs, and that it sees to the rest itself.
const beat = () => postMessage(new Uint8Array());

// As long as it may owe an answer it says so every two seconds: a page that hears nothing knows that
// the worker is stuck, or gone.
let left = 0;
let beating;
addEventListener('message', () => {
  left = 60;
  beating ??= setInterval(() => {
    beat();
    left -= 1;
    if (left === 0) beating = clearInterval(beating);
  }, 2000);
});

const begin = async () => {
  beat();
  const again = self.location.search;
  const { default: start } = await within(import(`./__WORKER__${again}`));
  await start({ module_or_path: await steadily(new URL(`./__WASM__${again}`, import.meta.url)) });
};

// WebKit tells the page of an error that is thrown, and not of a promise of the script's that
// fails.
begin().catch((error) => setTimeout(() => { throw error; }));
