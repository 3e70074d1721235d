// Starts the module that cites, once a reader asks for it. What follows the `?` of its own address goes
// on to its files: another try needs other names, since browsers remember what failed.
__STEADILY__
const again = new URL(import.meta.url).search;
const module = await within(import(`./__CITE__${again}`));
await module.default({ module_or_path: await steadily(new URL(`./__WASM__${again}`, import.meta.url)) });

export const { cited, exported } = module;
