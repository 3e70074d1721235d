// The engines, each with how its folder is made. A folder holds what a host would serve: the
// index, the code, and a page that asks the first question as soon as it can.
import { spawnSync } from "node:child_process";
import {
  copyFileSync, cpSync, existsSync, mkdirSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync,
} from "node:fs";
import { extname, join } from "node:path";
import { pathToFileURL } from "node:url";
import { brotliCompressSync, constants } from "node:zlib";
import { measure } from "../measure.mjs";
import { OPTIONS } from "./engines/minisearch-options.mjs";
import { lines } from "./records.mjs";

const HERE = new URL(".", import.meta.url).pathname;
/** What a host compresses. Pagefind's pieces, a database read by ranges and chunks are as they are. */
const COMPRESSED = new Set([".html", ".js", ".css", ".json", ".svg", ".wasm", ".webmanifest", ".bin"]);
/** Larger files are compressed a little less, or it would take minutes. */
const LARGE = 4e6;

export const PEERS = {
  tantivy: { label: "tantivy in wasm, all in memory", isWhole: true, make: makeTantivy },
  httpvfs: { label: "SQLite FTS5 over HTTP ranges", make: makeHttpvfs },
  pagefind: { label: "Pagefind", make: makePagefind, sizes: ["10k", "100k"] },
  minisearch: { label: "MiniSearch", isWhole: true, make: makeMinisearch, sizes: ["10k", "100k"] },
};

export const ENGINES = {
  empty: { label: "an empty page", make: () => {} },
  bibliobus: { label: "Bibliobus, engine and index", make: makeBibliobus, isOurs: true },
  alone: { label: "Bibliobus, without its worker", isIn: "bibliobus" },
  ...PEERS,
};

/**
 * Makes the folder of an engine for these records; gives { seconds, megabytes, bytes } of the
 * build. Ours is made anew each time, a peer's only once.
 */
export async function prepared(name, size, records, tools) {
  const engine = ENGINES[name];
  const folder = join(tools.root, engine.isIn ?? name, size);
  const note = join(folder, "built.json");
  const isMade = engine.isIn || (existsSync(note) && !engine.isOurs);
  if (!isMade) {
    rmSync(folder, { recursive: true, force: true });
    mkdirSync(folder, { recursive: true });
    writeFileSync(note, JSON.stringify((await engine.make({ folder, records, tools })) ?? {}));
  }
  await makePage(name, folder, tools);
  compress(folder);
  return engine.isIn ? {} : JSON.parse(readFileSync(note, "utf8"));
}

/** The page: `?q=` is the first question, `window.first` tells when its hits were there. */
async function makePage(name, folder, { packages }) {
  const { build } = await packages.load("esbuild");
  const [html, bundle] = [join(folder, `${name}.html`), join(folder, `${name}.bundle.js`)];
  for (const file of [html, bundle]) rmSync(`${file}.br`, { force: true });
  const worker = readdirSync(folder).find((file) => /^worker-start-.*\.js$/.test(file));
  await build({
    entryPoints: [join(HERE, "engines", `${name}.mjs`)],
    nodePaths: [packages.folder],
    outfile: bundle,
    bundle: true,
    minify: true,
    format: "esm",
    logLevel: "error",
    define: { "process.env.NODE_ENV": '"production"', global: "globalThis" },
    external: ["/~bench/*", "fs", "path"],
  });
  writeFileSync(html, page(name, worker));
}

const page = (name, worker) => `<!doctype html>
<html lang="en"><meta charset="utf-8"><title>bench</title>
<script type="module">
import { open } from "./${name}.bundle.js";
const words = new URLSearchParams(location.search).get("q");
try {
  window.engine = await open({ base: new URL("./", location.href).href, worker: ${JSON.stringify(worker)} });
  const hits = await window.engine.search(words, 10);
  window.first = { milliseconds: performance.now(), hits: hits.length };
} catch (error) {
  window.first = { problem: String(error?.stack ?? error) };
}
</script></html>
`;

/** The site as it would be uploaded; its page is not used, but its worker is. */
function makeBibliobus({ folder, records, tools }) {
  const index = join(folder, "catalogue");
  const built = measure(tools.cli, ["build", records, "-o", index, "--as-of", "2026-08-20", "--json", "-q"]);
  run(tools.cli, ["site", index, "-o", join(folder, "site")]);
  rmSync(index, { recursive: true });
  cpSync(join(folder, "site"), folder, { recursive: true });
  rmSync(join(folder, "site"), { recursive: true });
  const { bytes, chunks } = JSON.parse(built.stdout);
  return { seconds: built.seconds, megabytes: built.megabytes, bytes, chunks };
}

function makeTantivy({ folder, records, tools }) {
  const index = join(folder, "index");
  mkdirSync(index);
  const built = measure(tools.native, ["index-tantivy", records, index]);
  const files = readdirSync(index).filter((file) => !/lock|managed/.test(file)).sort();
  const pieces = files.flatMap((file) => {
    const content = readFileSync(join(index, file));
    return [length(Buffer.byteLength(file)), Buffer.from(file), length(content.length), content];
  });
  rmSync(index, { recursive: true });
  writeFileSync(join(folder, "index.bin"), Buffer.concat(pieces));
  cpSync(tools.tantivy, folder, { recursive: true });
  return { ...figures(built), bytes: sent(folder, ["index.bin"]) };
}

function length(number) {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(number);
  return bytes;
}

function makeHttpvfs({ folder, records, tools }) {
  const file = join(folder, "db.sqlite");
  const built = measure("python3", [join(HERE, "../peers/fts5.py"), records, file]);
  const code = join(tools.packages.folder, "sql.js-httpvfs/dist");
  for (const name of ["sqlite.worker.js", "sql-wasm.wasm"]) copyFileSync(join(code, name), join(folder, name));
  return { ...figures(built), bytes: statSync(file).size };
}

/** Peers that are libraries of Node are run in one of their own, so that they can be measured. */
function makePagefind({ folder, records, tools }) {
  const built = measureScript("pagefind", folder, records, tools);
  const pieces = readdirSync(join(folder, "pagefind"), { recursive: true }).filter((name) => /\.pf_|pagefind-entry/.test(name));
  return { ...built, bytes: pieces.reduce((sum, name) => sum + statSync(join(folder, "pagefind", name)).size, 0) };
}

function makeMinisearch({ folder, records, tools }) {
  const built = measureScript("minisearch", folder, records, tools);
  return { ...built, bytes: sent(folder, ["index.json"]) };
}

function measureScript(name, folder, records, { packages }) {
  const script = new URL(import.meta.url).pathname;
  const limits = ["--max-old-space-size=12000"];
  return figures(measure(process.execPath, [...limits, script, name, folder, records, packages.folder]));
}

const figures = ({ seconds, megabytes }) => ({ seconds, megabytes });

/** How many bytes of these files a host sends. */
function sent(folder, files) {
  compress(folder);
  return files.reduce((sum, file) => {
    const packed = join(folder, `${file}.br`);
    return sum + statSync(existsSync(packed) ? packed : join(folder, file)).size;
  }, 0);
}

/** Puts a compressed copy beside every file that a host compresses, where that is shorter. */
export function compress(folder) {
  for (const name of readdirSync(folder, { recursive: true })) {
    const file = join(folder, name);
    if (!COMPRESSED.has(extname(name)) || name.includes("chunks/") || existsSync(`${file}.br`)) continue;
    if (!statSync(file).isFile() || /\.pf_|\.pagefind$/.test(name)) continue;
    const content = readFileSync(file);
    const packed = brotliCompressSync(content, {
      params: {
        [constants.BROTLI_PARAM_QUALITY]: content.length > LARGE ? 9 : 11,
        [constants.BROTLI_PARAM_LGWIN]: 24,
        [constants.BROTLI_PARAM_SIZE_HINT]: content.length,
      },
    });
    if (packed.length < content.length) writeFileSync(`${file}.br`, packed);
  }
}

function run(command, args) {
  const { status, stderr } = spawnSync(command, args, { encoding: "utf8" });
  if (status !== 0) throw new Error(`${command} ${args.join(" ")}: ${stderr}`);
}

/** Packages of Node that lie in `folder`, which is not beside the scripts: a script there loads them. */
export function packagesIn(folder) {
  const loader = join(folder, "load.mjs");
  if (!existsSync(loader)) writeFileSync(loader, "export const load = (name) => import(name);\n");
  const load = async (name) => (await import(pathToFileURL(loader).href)).load(name);
  return { folder, load };
}

const SCRIPTS = {
  async minisearch(folder, records, packages) {
    const { default: MiniSearch } = await packages.load("minisearch");
    const index = new MiniSearch(OPTIONS);
    for await (const record of lines(records)) index.add(flat(record));
    writeFileSync(join(folder, "index.json"), JSON.stringify(index));
  },
  async pagefind(folder, records, packages) {
    const { createIndex, close } = await packages.load("pagefind");
    const { index } = await createIndex({ forceLanguage: "en" });
    let batch = [];
    for await (const record of lines(records)) {
      const { id, title, authors, subjects, publisher, summary } = flat(record);
      const content = [title, authors, subjects, publisher, summary].filter(Boolean).join(". ");
      const meta = { title, author: authors, id };
      batch.push(index.addCustomRecord({ url: `/${id}`, language: "en", content, meta }));
      if (batch.length === 200) batch = void (await Promise.all(batch)) ?? [];
    }
    await Promise.all(batch);
    await index.writeFiles({ outputPath: join(folder, "pagefind") });
    await close();
  },
};

function flat(record) {
  const text = (value) => (Array.isArray(value) ? value.join("; ") : (value ?? ""));
  const fields = ["title", "authors", "subjects", "publisher", "summary"];
  return { id: record.id, ...Object.fromEntries(fields.map((field) => [field, text(record[field])])) };
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
  const [, , name, folder, records, packages] = process.argv;
  await SCRIPTS[name](folder, records, packagesIn(packages));
}
