// A signed catalogue whose bytes are changed on their way: on the disk, on the line, in a packed file.
// Accepted is what gives other results than the engine gives of the true one, without a word.
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cpSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { QUERY, run } from '../faults.mjs';
import { bibliobus, open, search } from '../lib.mjs';
import { folder } from '../site.mjs';

/** Numbers from 0 to 1 that are the same for the same seed. */
export function dice(seed) {
  let state = seed;
  return () => {
    state = (state + 0x9e3779b9) | 0;
    let mixed = Math.imul(state ^ (state >>> 16), 0x21f0aaad);
    mixed = Math.imul(mixed ^ (mixed >>> 15), 0x735a2d97);
    return ((mixed ^ (mixed >>> 15)) >>> 0) / 2 ** 32;
  };
}

/** Ways to change bytes, each given a number from 0 to below its argument by `below`. */
const CHANGES = {
  'one bit': (bytes, below) => { bytes[below(bytes.length)] ^= 1 << below(8); return bytes; },
  'two bytes exchanged': (bytes, below) => {
    const [one, two] = [below(bytes.length), below(bytes.length)];
    [bytes[one], bytes[two]] = [bytes[two], bytes[one]];
    return bytes;
  },
  cut: (bytes, below) => bytes.subarray(0, below(bytes.length)),
  'bytes put in': (bytes, below) => {
    const at = below(bytes.length + 1);
    const more = Buffer.from(Array.from({ length: 1 + below(40) }, () => below(256)));
    return Buffer.concat([bytes.subarray(0, at), more, bytes.subarray(at)]);
  },
  'two pieces exchanged': (bytes, below) => {
    const [a, b, c, d] = Array.from({ length: 4 }, () => below(bytes.length + 1)).sort((one, two) => one - two);
    return Buffer.concat([bytes.subarray(0, a), bytes.subarray(c, d), bytes.subarray(b, c), bytes.subarray(a, b), bytes.subarray(d)]);
  },
  'nothing but zeros': (bytes, below) => bytes.fill(0, below(bytes.length)),
};

/** Another manifest that is whole in itself: a number of it changed, and its check made anew. */
function forged(bytes, below) {
  const text = bytes.toString();
  const numbers = [...text.matchAll(/"(release|records|len|bytes|files)":(\d+)/g)];
  const { 0: whole, 1: name, 2: number, index } = numbers[below(numbers.length)];
  const changed = `${text.slice(0, index)}"${name}":${Number(number) + 1 + below(9)}${text.slice(index + whole.length)}`;
  const body = changed.slice(0, changed.lastIndexOf(',"check":'));
  return Buffer.from(`${body},"check":"${createHash('sha256').update(body).digest('hex').slice(0, 32)}"}\n`);
}

/** A desk with the site of a signed catalogue, an older release of it, and a packed file. */
function prepare() {
  const desk = mkdtempSync(join(tmpdir(), 'bibliobus-changed-'));
  const at = (...names) => join(desk, ...names);
  cpSync(folder, at('site'), { recursive: true });
  bibliobus('key', at('library'));
  const lines = bibliobus('export', at('site/catalogue'), '--to', 'ndjson').split('\n');
  writeFileSync(at('old.ndjson'), lines.slice(0, 200).join('\n'));
  bibliobus('build', at('old.ndjson'), '-o', at('old'), '--release', '0', '--sign', at('library.key'));
  bibliobus('sign', at('site/catalogue'), at('library.key'));
  bibliobus('pack', at('site/catalogue'), '-o', at('true.bibliobus'));
  const key = readFileSync(at('library.pub'), 'utf8').trim().split('\n')[1];
  const page = at('site/index.html');
  writeFileSync(page, readFileSync(page, 'utf8').replace('<biblio-bus', `<biblio-bus key="${key}"`));
  return { desk, at, key, catalogue: at('site/catalogue'), ...parts(at('site/catalogue')) };
}

/** Files of a catalogue by what they are, as paths below it. */
function parts(catalogue) {
  const manifest = JSON.parse(readFileSync(join(catalogue, 'manifest.json'), 'utf8'));
  const chunk = ({ file }) => `chunks/${file}.bin`;
  const chunks = readdirSync(join(catalogue, 'chunks')).sort().map((name) => `chunks/${name}`);
  const signatures = readdirSync(join(catalogue, 'signatures')).map((name) => `signatures/${name}`);
  return {
    chunks,
    kinds: { manifest: ['manifest.json'], signature: signatures, root: manifest.segments.map(({ root }) => chunk(root)), library: [chunk(manifest.library)], chunk: chunks },
  };
}

/** The nth change: of which file, how, and what it becomes; the same for the same number. */
function change(scene, number, kinds) {
  const roll = dice(number + 1);
  const below = (end) => Math.floor(roll() * end);
  const kind = kinds[below(kinds.length)];
  const path = kind === 'pack' ? undefined : scene.kinds[kind][below(scene.kinds[kind].length)];
  const before = readFileSync(path ? join(scene.catalogue, path) : scene.at('true.bibliobus'));
  const ways = { ...CHANGES, ...(kind === 'manifest' && { forged, 'an older release': () => readFileSync(scene.at('old/manifest.json')) }) };
  if (/chunk|root|library/.test(kind)) ways['another chunk'] = (_, below) => readFileSync(join(scene.catalogue, scene.chunks[below(scene.chunks.length)]));
  const names = Object.keys(ways);
  for (;;) {
    const name = names[below(names.length)];
    const after = ways[name](Buffer.from(before), below);
    if (!after.equals(before)) return { kind, path, name, before, after };
  }
}

/** What a command says, or nothing where it refuses. */
function said(...words) {
  try {
    return execFileSync(process.env.BIBLIOBUS_BIN ?? 'bibliobus', ['--quiet', ...words], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
  } catch (error) {
    if (error.status !== 2) throw error;
    return undefined;
  }
}

/** Whether a copy has anything that the true catalogue does not have. */
function isFalse(copy, scene) {
  const names = ['manifest.json', ...readdirSync(join(copy, 'chunks')).map((name) => `chunks/${name}`)];
  return names.some((name) => !readFileSync(join(copy, name)).equals(readFileSync(join(scene.at('true'), name))));
}

/** One change on the disk, looked at by `search` and by `mirror`, with the library's key or without. */
function tryCommands(scene, { kind, path, name, before, after }, found, key = ['--key', scene.key]) {
  const copy = scene.at('copy');
  if (kind === 'pack') {
    writeFileSync(scene.at('changed.bibliobus'), after);
    const took = said('mirror', scene.at('changed.bibliobus'), copy, ...key) !== undefined;
    const isWrong = took && isFalse(copy, scene);
    rmSync(copy, { recursive: true, force: true });
    return isWrong;
  }
  const file = join(scene.catalogue, path);
  writeFileSync(file, after);
  // Who forges a manifest can only be told by the signature, who gives an older one only by what is there.
  const isTold = name === 'forged' || name === 'an older release';
  const answer = isTold ? undefined : said('search', scene.catalogue, '--json', '--', QUERY);
  if (name === 'an older release') {
    cpSync(scene.at('true'), copy, { recursive: true });
    cpSync(scene.at('old'), scene.catalogue, { recursive: true });
  }
  const took = said('mirror', scene.catalogue, copy, ...key) !== undefined;
  const isWrong = (answer !== undefined && answer !== found) || (took && isFalse(copy, scene));
  rmSync(copy, { recursive: true, force: true });
  if (name === 'an older release') { rmSync(scene.catalogue, { recursive: true }); cpSync(scene.at('true'), scene.catalogue, { recursive: true }); }
  writeFileSync(file, before);
  return isWrong;
}

const ON_DISK = ['manifest', 'manifest', 'signature', 'root', 'library', 'chunk', 'chunk', 'chunk', 'pack', 'pack'];

/** A thousand changes, or as many as wanted, judged by the command line: the engine's own checks. */
export async function inCommands(count = 1000) {
  const scene = prepare();
  cpSync(scene.catalogue, scene.at('true'), { recursive: true });
  const found = bibliobus('search', scene.catalogue, '--json', '--', QUERY);
  const before = readFileSync(join(scene.catalogue, 'manifest.json'));
  const trap = { kind: 'manifest', path: 'manifest.json', name: 'forged', before, after: forged(before, () => 0) };
  // Without the key nobody can tell: so the judge has to see it.
  const faults = tryCommands(scene, trap, found, []) ? [] : ['a forged manifest that was taken is not seen'];
  for (let number = 0; number < count; number += 1) {
    const changed = change(scene, number, ON_DISK);
    if (tryCommands(scene, changed, found)) faults.push(`change ${number}: ${changed.kind} ${changed.path ?? ''}, ${changed.name}`);
  }
  rmSync(scene.desk, { recursive: true });
  return { tried: `${count} changes, judged by \`search\` and by \`mirror\` with the key`, wrong: faults };
}

const ON_THE_LINE = ['manifest', 'signature', 'root', 'library', 'chunk'];

/** The same on the line, judged by what a reader sees; only of files that the page asks for. */
export async function inBrowser(browser, count = 70) {
  const scene = prepare();
  const host = await open(scene.at('site'));
  const right = search(scene.catalogue, QUERY).hits.map((hit) => hit.id);
  const { outcome } = await run(browser, { host, right }, {});
  const faults = outcome === 'right' ? [] : [`without a change: ${outcome}`];
  scene.kinds.chunk = scene.chunks.filter((path) => host.asked(new RegExp(path)) > 0);
  const judge = async (number) => {
    const { kind, path, name, after } = change(scene, number, ON_THE_LINE);
    const send = (request, response) => response.writeHead(200, { 'Content-Type': 'application/octet-stream', 'Cache-Control': 'no-cache' }).end(after);
    const { outcome, mended, fired, complaints } = await run(browser, { host, right }, { fault: (asked) => (asked === `/catalogue/${path}` ? send : undefined) });
    const isFine = ['right', 'told'].includes(outcome) && mended === 'right' && complaints.length === 0;
    return { fired, fault: isFine ? undefined : `change ${number}: ${kind} ${path}, ${name}: first ${outcome}, then ${mended} ${complaints}` };
  };
  let [number, tried, again] = [0, 0, 0];
  for (; tried < count && number < count * 4; number += 1) {
    const { fired, fault } = await judge(number);
    if (fired === 0) continue;
    tried += 1;
    if (fault === undefined) continue;
    // Pages of other parts take their time beside it. What was accepted once is a fault for good.
    again += 1;
    const isLate = /: first (right|told), then told/.test(fault);
    const second = isLate ? (await judge(number)).fault : fault;
    if (second !== undefined) faults.push(second);
  }
  await host.stop();
  rmSync(scene.desk, { recursive: true });
  if (tried < count) faults.push(`only ${tried} of ${count} changes were asked for`);
  const late = again > 0 ? `; ${again} were tried again` : '';
  return { tried: `${tried} changes, judged by what a reader sees, also after they are over${late}`, wrong: faults };
}
