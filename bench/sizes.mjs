// The sizes of the built app, as they are and compressed; with --budget it fails when one of
// them is larger than its budget allows. The page that opens books is beside the app, and nobody
// fetches it with the app, so it counts for itself: what each kind of thing needs.
//
//   node bench/sizes.mjs dist [--budget bench/budget.json]
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";

/** What a file counts towards, by its name; files of other names are not counted. */
const PARTS = [
  ["app", /^app-[0-9a-f]+\.wasm$/],
  ["worker", /^worker-[0-9a-f]+\.wasm$/],
  ["cite", /^cite-[0-9a-f]+\.wasm$/],
];

/** What files below view-<hash>/ count towards; what is only fetched for some files is left out. */
const VIEWS = [
  ["view", /^view-[0-9a-f]{16}\/(?!lib\/).*\.(js|css)$/],
  ["view: pictures", /\/lib\/iiif\/.*\.js$/],
  ["view: PDF", /\/lib\/pdf\/[^/]*\.js$/],
  ["view: EPUB", /\/lib\/epub\/.*\.js$/],
];

/** Bytes of every wasm module in a folder, and of the page that opens books: raw, gzip 9, brotli 11. */
export function sizes(folder) {
  const found = {};
  for (const name of readdirSync(folder, { recursive: true }).map((one) => one.replaceAll("\\", "/")).sort()) {
    const part = [...PARTS, ...VIEWS].find(([, pattern]) => pattern.test(name))?.[0];
    if (part) found[part] = sum(found[part], sizesOf(readFileSync(join(folder, name))));
  }
  return found;
}

const sum = (one = { raw: 0, gzip: 0, brotli: 0 }, other) =>
  Object.fromEntries(Object.entries(other).map(([how, bytes]) => [how, bytes + one[how]]));

function sizesOf(bytes) {
  const size = constants.BROTLI_PARAM_SIZE_HINT;
  const quality = constants.BROTLI_PARAM_QUALITY;
  return {
    raw: bytes.length,
    gzip: gzipSync(bytes, { level: 9 }).length,
    brotli: brotliCompressSync(bytes, { params: { [quality]: 11, [size]: bytes.length } }).length,
  };
}

/** Every size that passes its budget, and every part that has a budget and was not found. */
export function overruns(found, budget) {
  return Object.entries(budget).flatMap(([part, limits]) => {
    if (!found[part]) return [`${part}: expected it, found nothing; build the app`];
    return Object.entries(limits)
      .filter(([how, limit]) => found[part][how] > limit)
      .map(([how, limit]) => `${part}: ${found[part][how]} bytes ${how}, at most ${limit} allowed`);
  });
}

function main([folder, flag, budgetFile]) {
  const found = sizes(folder);
  console.table(found);
  if (flag !== "--budget") return;
  const bad = overruns(found, JSON.parse(readFileSync(budgetFile, "utf8")));
  bad.forEach((line) => console.error(`error: ${line}`));
  if (bad.length > 0) {
    console.error(`Make it smaller, or argue for more in ${budgetFile}`);
    process.exitCode = 1;
  }
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) main(process.argv.slice(2));
