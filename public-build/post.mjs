// Names every file of the app by its content, and writes embed.js and sw.js, which know the
// names, and what pins them (integrity.mjs). Trunk runs it after each build, in the folder that becomes dist/.
//
// Trunk's own hashes are taken before wasm-opt has run, and it gives the worker none at all.
import { createHash } from 'node:crypto';
import { readFileSync, readdirSync, renameSync, statSync, unlinkSync, writeFileSync } from 'node:fs';
import { basename, dirname, join, relative } from 'node:path';
import { tell } from './contract.mjs';
import { hashes, snippet } from './integrity.mjs';
import { kiosk } from './kiosk.mjs';
import { addView, isOfView } from './view/add.mjs';

const dist = process.env.TRUNK_STAGING_DIR;
const templates = import.meta.dirname;

const files = () => readdirSync(dist, { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile())
  .map((entry) => relative(dist, join(entry.parentPath, entry.name)).replaceAll('\\', '/'))
  .sort();
const read = (file) => readFileSync(join(dist, file), 'utf8');
const write = (file, text) => writeFileSync(join(dist, file), text);
const hash = (bytes) => createHash('sha256').update(bytes).digest('hex').slice(0, 16);

/** The one file whose name looks so. */
const find = (pattern) => {
  const found = files().filter((file) => pattern.test(file));
  if (found.length !== 1) throw new Error(`expected one file ${pattern}, found: ${found.join(', ') || 'none'}`);
  return found[0];
};

/** Gives `file` a name with the hash of its content. */
const name = (file, stem) => {
  const ending = file.endsWith('.wasm') ? '.wasm' : '.js';
  const named = join(dirname(file), `${stem}-${hash(readFileSync(join(dist, file)))}${ending}`);
  renameSync(join(dist, file), join(dist, named));
  return named;
};

/** Lets `file` speak of `to` instead of `from`; it must have spoken of it. */
const refer = (file, from, to) => {
  const text = read(file);
  if (!text.includes(from)) throw new Error(`${file} does not name ${from}`);
  write(file, text.replaceAll(from, to));
};

const template = (file) => readFileSync(join(templates, file), 'utf8');

/** A template with names in their places, and what both scripts know of slow hosts. */
const filled = (file, names) => Object.entries({ STEADILY: template('steadily.js').trim(), ...names })
  .reduce((text, [place, name]) => text.replaceAll(`__${place}__`, () => name), template(file));

/** Lets `file` import from `to` instead of `from`. The wasm goes on to know it by its first name. */
const importFrom = (file, from, to) => {
  const text = read(file);
  const changed = text.replaceAll(`from './${from}'`, `from './${to}'`).replaceAll(`from "./${from}"`, `from "./${to}"`);
  if (changed === text) throw new Error(`${file} does not import from ${from}`);
  write(file, changed);
};

// From the leaves to the root, so that every name is final before it is written down.
const found = {
  app: find(/^bibliobus-app-[0-9a-f]+\.js$/),
  appWasm: find(/^bibliobus-app-[0-9a-f]+_bg\.wasm$/),
  worker: find(/^bibliobus-worker\.js$/),
  workerWasm: find(/^bibliobus-worker_bg\.wasm$/),
  loader: find(/^bibliobus-worker_loader\.js$/),
  cite: find(/^bibliobus-cite\.js$/),
  citeWasm: find(/^bibliobus-cite_bg\.wasm$/),
  citer: find(/^bibliobus-cite_loader\.js$/),
  element: find(/^snippets\/.*\/src\/element\.js$/),
  lowVision: find(/^snippets\/.*\/src\/low_vision\.js$/),
};

const workerWasm = name(found.workerWasm, 'worker');
refer(found.worker, basename(found.workerWasm), workerWasm);
const worker = name(found.worker, 'worker');
write(found.loader, filled('worker.js', { WORKER: worker, WASM: workerWasm }));
const loader = name(found.loader, 'worker-start');
refer(found.element, 'bibliobus-worker_loader.js', loader);
const citeWasm = name(found.citeWasm, 'cite');
refer(found.cite, basename(found.citeWasm), citeWasm);
const cite = name(found.cite, 'cite');
write(found.citer, filled('cite.js', { CITE: cite, WASM: citeWasm }));
refer(found.element, 'bibliobus-cite_loader.js', name(found.citer, 'cite-start'));
write('bibliobus-kiosk.js', kiosk());
refer(found.element, 'bibliobus-kiosk.js', name('bibliobus-kiosk.js', 'kiosk'));
const element = name(found.element, 'element');
importFrom(found.app, found.element, element);
importFrom(found.app, found.lowVision, name(found.lowVision, 'low-vision'));
const appWasm = name(found.appWasm, 'app');
refer(found.app, 'bibliobus-app_bg.wasm', appWasm);
const app = name(found.app, 'app');

write('embed.js', filled('embed.js', { APP: app, WASM: appWasm }));

// The page may begin to fetch before the script has told it what.
const preloads = [
  `<link rel="modulepreload" href="./${app}">`,
  `<link rel="modulepreload" href="./embed.js">`,
  `<link rel="preload" href="./${appWasm}" as="fetch" type="application/wasm" crossorigin>`,
];
write('index.html', read('index.html').replace('</head>', `${preloads.join('\n')}\n</head>`));

for (const file of files().filter((file) => file.endsWith('.d.ts'))) unlinkSync(join(dist, file));

// The page that opens books is kept by those who keep something with it, and by nobody else.
addView(dist);
const shipped = files().filter((file) => file !== 'sw.js' && !file.startsWith('catalogue/'));
const kept = shipped.filter((file) => !isOfView(file));
const release = hash(shipped.map((file) => `${file} ${hash(readFileSync(join(dist, file)))}`).join('\n'));
const sha256 = (bytes) => createHash('sha256').update(bytes).digest('hex').slice(0, 32);
const named = (some) => JSON.stringify(Object.fromEntries(some.map((file) => [file === 'index.html' ? './' : file, sha256(readFileSync(join(dist, file)))])), null, 1);
write('sw.js', template('sw.js').replace('__RELEASE__', release)
  .replace('__FILES__', () => named(kept)).replace('__VIEW__', () => named(shipped.filter(isOfView))));

// What pins the app to this build, for pages that embed it.
const pinned = hashes(dist);
write('hashes.json', `${JSON.stringify(pinned, null, 1)}\n`);
write('snippet.html', snippet(pinned));

// What editors and npm want to know of it: `npm pack dist`.
tell(dist, shipped);

for (const file of files()) console.log(String(statSync(join(dist, file)).size).padStart(9), file);
