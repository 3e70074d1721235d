// I2–I5: the command line under bombs, kills, full disks, and inputs of every size.
import assert from 'node:assert/strict';
import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { createWriteStream, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import { search } from '../lib.mjs';
import { mounted, pause } from './scene.mjs';

const PROGRAM = process.env.BIBLIOBUS_BIN ?? 'bibliobus';
const KILLS = 20;
const DAY = ['--as-of', '2026-08-20'];

const cell = (entry, name, work) => ({ entry, name, run: ({ desk }) => work(desk()) });

const record = (n, word) => JSON.stringify({ id: `r${n}`, title: `The ${word} of volume ${n}`, year: 1900 + (n % 90) });
const write = (file, count, word) => writeFileSync(file, Array.from({ length: count }, (_, n) => record(n, word)).join('\n'));
const build = (input, into, ...more) => spawnSync(PROGRAM, ['--quiet', 'build', input, '-o', into, ...DAY, ...more], { encoding: 'utf8' });
const stats = (catalogue) => JSON.parse(execFileSync(PROGRAM, ['stats', catalogue, '--json'], { encoding: 'utf8' }));

/** Every file below a folder with the hash of its bytes. */
function content(folder) {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  const hashes = files.map((entry) => join(entry.parentPath, entry.name)).sort()
    .map((path) => [path.slice(folder.length), createHash('sha256').update(readFileSync(path)).digest('hex')]);
  assert.ok(hashes.length > 2, `${hashes.length} files`);
  return Object.fromEntries(hashes);
}

/** One release or the other is whole there: it can be searched, and its words are in all of it. */
function isWhole(catalogue, words, count) {
  const { verified, records } = stats(catalogue);
  assert.equal(verified, true);
  const totals = words.map((word) => search(catalogue, word).total);
  assert.ok(totals.includes(records) && totals.includes(0), `${totals} of ${records}`);
  assert.ok(count.includes(records), `${records} records`);
}

const killed = (name, ...more) => cell('I3', name, async (desk) => {
  const [old, fresh, published] = ['old.ndjson', 'new.ndjson', 'published'].map((file) => join(desk, file));
  write(old, 4000, 'river');
  write(fresh, 4400, 'harbour');
  assert.equal(build(old, published).status, 0);
  const begun = Date.now();
  assert.equal(build(fresh, join(desk, 'scratch')).status, 0);
  const time = Date.now() - begun;
  let stopped = 0;
  for (let kill = 0; kill < KILLS; kill += 1) {
    const child = spawn(PROGRAM, ['--quiet', 'build', kill % 2 ? old : fresh, '-o', published, ...DAY, ...more], { stdio: 'ignore' });
    const over = new Promise((resolve) => { child.on('exit', (code, signal) => resolve(signal)); });
    await pause((0.8 * time * ((kill * 7) % KILLS)) / KILLS);
    child.kill('SIGKILL');
    stopped += (await over) === 'SIGKILL' ? 1 : 0;
    isWhole(published, ['river', 'harbour'], [4000, 4400]);
  }
  assert.ok(stopped >= KILLS / 2, `only ${stopped} were stopped`);
  assert.equal(build(fresh, published).status, 0);
  isWhole(published, ['river', 'harbour'], [4400]);
});

const full = cell('I3', 'a disk without room for the later release', (desk) => mounted(join(desk, 'disk'), '1m', async (disk) => {
  const [old, fresh, published] = [join(desk, 'old.ndjson'), join(desk, 'new.ndjson'), join(disk, 'published')];
  write(old, 300, 'river');
  write(fresh, 60_000, 'harbour');
  assert.equal(build(old, published).status, 0);
  const before = readFileSync(join(published, 'manifest.json'));
  const { status, stderr } = build(fresh, published);
  assert.equal(status, 1, `${status} ${stderr}`);
  assert.match(stderr, /[Nn]o space left|cannot write/);
  assert.deepEqual(readFileSync(join(published, 'manifest.json')), before);
  isWhole(published, ['river', 'harbour'], [300]);
  // With less to write there is room again.
  const again = build(old, published, '--prune');
  assert.equal(again.status, 0, again.stderr);
  isWhole(published, ['river', 'harbour'], [300]);
}));

const twice = cell('I4', 'the same input twice, and backwards', (desk) => {
  const [input, backwards] = [join(desk, 'a.ndjson'), join(desk, 'b.ndjson')];
  write(input, 2000, 'river');
  writeFileSync(backwards, readFileSync(input, 'utf8').split('\n').reverse().join('\n'));
  const made = ['one', 'two', 'three'].map((name, n) => {
    assert.equal(build(n === 2 ? backwards : input, join(desk, name)).status, 0);
    return content(join(desk, name));
  });
  assert.deepEqual(made[1], made[0]);
  assert.deepEqual(made[2], made[0]);
});

/** An input that cannot make a catalogue is refused in words, and nothing is written. */
const refused = (name, bytes, ending) => cell('I5', name, (desk) => {
  const input = join(desk, `input.${ending}`);
  writeFileSync(input, bytes);
  const { status, stderr } = build(input, join(desk, 'published'));
  assert.equal(status, 2, stderr);
  assert.match(stderr, /input\./);
  assert.ok(!readdirSync(desk).includes('published') || !readdirSync(join(desk, 'published')).includes('manifest.json'));
});

const none = cell('I5', 'a table without a row, over a catalogue of 300', (desk) => {
  const [input, old, published] = ['input.csv', 'old.ndjson', 'published'].map((file) => join(desk, file));
  write(old, 300, 'river');
  assert.equal(build(old, published).status, 0);
  writeFileSync(input, 'id,title,year\n');
  const { status } = build(input, published);
  assert.ok([0, 2].includes(status), `exit code ${status}`);
  const { verified, records } = stats(published);
  assert.deepEqual([verified, records], [true, status === 0 ? 0 : 300]);
});

const bomb = cell('I2', 'a gzip file that grows a thousand times', async (desk) => {
  const file = join(desk, 'bomb.ndjson.gz');
  const blanks = Buffer.alloc(1 << 20, ' ');
  function* pieces() {
    yield Buffer.from(`${record(1, 'river')}\n`);
    for (let n = 0; n < 600; n += 1) yield blanks;
  }
  await pipeline(Readable.from(pieces()), createGzip({ level: 9 }), createWriteStream(file));
  const limit = 'ulimit -v 1000000; exec "$0" --quiet build "$1" -o "$2"';
  const { status, stderr } = spawnSync('sh', ['-c', limit, PROGRAM, file, join(desk, 'published')], { encoding: 'utf8' });
  assert.equal(status, 2, stderr);
  assert.match(stderr, /bomb/);
});

export const program = [
  bomb, killed('twenty kills of a build'), killed('twenty kills of an update', '--update'), full, twice,
  refused('nothing', '', 'mrc'), refused('one byte', 'a', 'mrc'), refused('one byte of a table', '\n', 'csv'), none,
];
