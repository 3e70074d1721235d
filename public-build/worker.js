// Starts the engine's host. What follows the `?` of its own address goes on to its files: another
// try needs other names, since browsers remember what failed and what was wrong.
__STEADILY__
const begin = async () => {
  // The page knows by an empty message that the script runs, and that it sees to the rest itself.
  postMessage(new Uint8Array());
  const again = self.location.search;
  const { default: start } = await within(import(`./__WORKER__${again}`));
  await start({ module_or_path: await steadily(new URL(`./__WASM__${again}`, import.meta.url)) });
};

// WebKit tells the page of an error that is thrown, and not of a promise of the script's that
// fails.
begin().catch((error) => setTimeout(() => { throw error; }));
