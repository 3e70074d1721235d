// Two releases of a catalogue, and two of the app, for whatever mixes them.
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { cpSync, existsSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { PATIENCE, settled } from '../faults.mjs';
import { bibliobus, open, search } from '../lib.mjs';
import { folder } from '../site.mjs';
import { Visitor, give, pause, visit } from './scene.mjs';

const RECORDS = 600;
const KINDS = ['river', 'steppe', 'harbour'];

/** A record; in the later release every fiftieth is another one. */
const line = (n, isLater) => JSON.stringify({
  id: `r${n}`,
  title: `The ${KINDS[(n + (isLater && n % 50 === 0 ? 1 : 0)) % 3]} of volume ${n}`,
  summary: `${isLater && n % 10 === 0 ? 'Revised' : 'First'} account of the ${n}th journey`,
  year: 1900 + (n % 90),
});

/** Where both releases find something, and not the same. */
export const WORD = 'harbour';

/** Builds two releases into folders `one` and `two` of `desk`; the later is an update, or made anew. */
export function buildTwo(desk, isAnew = false) {
  const input = join(desk, 'records.ndjson');
  const write = (isLater) => writeFileSync(input, Array.from({ length: RECORDS }, (_, n) => line(n, isLater)).join('\n'));
  const [one, two] = [join(desk, 'one'), join(desk, 'two')];
  const build = (where, ...more) => bibliobus('build', input, '-o', where, '--as-of', '2026-08-20', ...more);
  write(false);
  build(one);
  if (!isAnew) cpSync(one, two, { recursive: true });
  write(true);
  build(two, ...(isAnew ? ['--release', '2'] : ['--update']));
  return { one, two };
}

/** A host of the app with two releases of a catalogue, of which `faults` gives one or a mixture. */
export async function twoReleases(scene, isAnew) {
  const { one, two } = buildTwo(scene.desk(), isAnew);
  const host = await open(folder);
  const truth = (catalogue) => search(catalogue, WORD).hits.map((hit) => hit.id);
  const inside = (path) => path.slice('/catalogue/'.length);
  const isHere = (catalogue) => (path) => existsSync(join(catalogue, inside(path)));
  /** The manifest of one release, and the chunks that `has` lets through, wherever they are. */
  const mixed = (manifest, has) => (path) => {
    if (!path.startsWith('/catalogue/')) return undefined;
    if (path.endsWith('manifest.json')) return give(join(manifest, 'manifest.json'));
    if (!has(path)) return 404;
    return give(join(isHere(two)(path) ? two : one, inside(path)));
  };
  const all = (catalogue) => mixed(catalogue, isHere(catalogue));
  const fresh = readdirSync(join(two, 'chunks')).filter((name) => !existsSync(join(one, 'chunks', name)));
  return {
    ...scene, host, one, two, mixed, all, fresh, isIn: { one: isHere(one), two: isHere(two) },
    right: { one: truth(one), two: truth(two) },
  };
}

/** A visitor of such a host, who has kept one of the releases if told to. */
export async function visitReleases(scene, kept) {
  const visitor = await visit({ ...scene, right: undefined });
  if (kept) {
    scene.host.fault = scene.all(scene[kept]);
    await visitor.come();
    await visitor.keep();
  }
  return visitor;
}

/** Another visitor in the same browser, as in another tab. */
export async function beside(visitor) {
  const page = await visitor.page.context().newPage();
  page.complaints = visitor.page.complaints;
  page.on('pageerror', (error) => page.complaints.push(String(error)));
  return new Visitor(page, visitor.url, visitor.right);
}

/** What is seen of two releases: 'one', 'two', 'mixed', or what `settled` says. */
async function seen({ page }, right) {
  const ofOne = await settled(page, right.one, 1, []);
  if (ofOne === 'right') return 'one';
  const ofTwo = await settled(page, right.two, 1, []);
  if (ofTwo === 'right') return 'two';
  return ofTwo === 'wrong' || ofTwo === 'false none' ? 'mixed' : ofTwo;
}

/** Within its time one of `wanted` is seen, and never what is of neither release. */
export async function sees(visitor, right, wanted, time = PATIENCE) {
  let now = 'waiting';
  for (const end = Date.now() + time; Date.now() < end; await pause(100)) {
    const before = now;
    now = await seen(visitor, right);
    // What was seen between two looks is no mixture yet.
    assert.ok(now !== 'mixed' || before !== 'mixed', 'of neither release');
    if (wanted.includes(now)) return now;
  }
  return assert.fail(`seen: ${now}, not ${wanted.join(' or ')}`);
}

/** A copy of the site whose app is a later release: it says so in `globalThis.later`. */
export function laterApp(desk, mark = 'later') {
  const site = join(desk, `site-${mark}`);
  cpSync(folder, site, { recursive: true });
  const app = readdirSync(site).find((name) => /^app-[0-9a-f]+\.js$/.test(name));
  const renamed = rename(site, app, `${readFileSync(join(site, app), 'utf8')}\nglobalThis.${mark} = true;\n`);
  for (const file of ['embed.js', 'index.html']) replace(join(site, file), app, renamed);
  replace(join(site, 'sw.js'), app, renamed);
  seal(join(site, 'sw.js'), site);
  return site;
}

const hash = (bytes) => createHash('sha256').update(bytes).digest('hex');

function rename(site, name, content) {
  const renamed = `app-${hash(content).slice(0, 16)}.js`;
  rmSync(join(site, name));
  writeFileSync(join(site, renamed), content);
  return renamed;
}

function replace(file, from, to) {
  writeFileSync(file, readFileSync(file, 'utf8').replaceAll(from, to));
}

/** Writes the hashes of the files as they are now into the service worker, and a release of its own. */
function seal(worker, site) {
  const text = readFileSync(worker, 'utf8');
  const sealed = text.replace(/^ "([^"]+)": "[0-9a-f]+"/gm, (_, file) => {
    const path = join(site, file === './' ? 'index.html' : file);
    return ` "${file}": "${hash(readFileSync(path)).slice(0, 32)}"`;
  });
  writeFileSync(worker, sealed.replace(/RELEASE = '[^']+'/, () => `RELEASE = '${hash(sealed).slice(0, 17)}'`));
}
