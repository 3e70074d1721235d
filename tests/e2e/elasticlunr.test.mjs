// The index for elasticlunr.js, loaded and asked as docs/elasticlunr.md says.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';

const { BIBLIOBUS_BIN: cli, BIBLIOBUS_CATALOGUE: catalogue } = process.env;
const elasticlunr = createRequire(join(process.env.NODE_PATH ?? '.', 'x.js'))('elasticlunr');

/** Questions about the demo library, and a record that each has to find among the first three. */
const QUESTIONS = [
  ['войну и мир', 'sos0001'],
  ['преступлением и наказанием', 'sos0007'],
  ['мертвые души гоголь', 'sos0026'],
  ['чёрный обелиск', 'sos0262'],
  ['вишнёвого сада', 'sos0012'],
  ['толстой каренина', 'sos0002'],
  ['PRIDE and prejudices', 'sos0291'],
  ['jane eyre bronte', 'sos0292'],
  ['governesses’ orphan', 'sos0292'],
  ['1984', 'sos0449'],
];

function bibliobus(...args) {
  const run = spawnSync(cli, ['-q', ...args], { encoding: 'utf8', maxBuffer: 1 << 28 });
  assert.equal(run.status, 0, run.stderr);
  return run.stdout;
}

/** The functions in the first block of code in the document. */
async function documented(folder) {
  const text = readFileSync('docs/elasticlunr.md', 'utf8');
  const file = join(folder, 'words.mjs');
  writeFileSync(file, text.split('```js\n')[1].split('```')[0]);
  return import(file);
}

describe('an index for elasticlunr.js', () => {
  const folder = mkdtempSync(join(tmpdir(), 'bibliobus-elasticlunr-'));
  const file = join(folder, 'index.json');
  let index;
  let ask;

  before(async () => {
    bibliobus('export', catalogue, '--elasticlunr', '-o', file);
    const json = JSON.parse(readFileSync(file, 'utf8'));
    index = elasticlunr.Index.load(json);
    const functions = await documented(folder);
    ask = (text) => functions.search(index, json.stems, text).map(({ ref }) => ref);
  });
  after(() => rmSync(folder, { recursive: true }));

  for (const [question, id] of QUESTIONS) {
    test(`«${question}» finds ${id}`, () => {
      const refs = ask(question).slice(0, 3);
      assert.ok(refs.includes(id), `found ${refs}`);
    });
  }

  test('what is in no record is not found', () => {
    assert.deepEqual(ask('чайка ъъъъ'), []);
    assert.deepEqual(ask('zzzzz'), []);
  });

  test('the words of every title are those of a question', () => {
    const { docs } = index.documentStore;
    const titles = Object.entries(docs).map(([ref, { title }]) => [ref, title]);
    assert.ok(titles.length > 500);
    const lost = titles.filter(([ref, title]) => !ask(title).includes(ref));
    // Chinese and Japanese are cut into pairs of signs, which the function does not do.
    assert.ok(lost.length <= 3, `${lost.length}: ${JSON.stringify(lost.slice(0, 9))}`);
  });

  test('other names of authorities are searched', async () => {
    const [books, names] = ['books.ndjson', 'names.csv'].map((name) => join(folder, name));
    writeFileSync(books, '{"id":"1","title":"Life on the Mississippi","authors":["Twain, Mark"]}\n');
    writeFileSync(names, 'Twain, Mark;Clemens, Samuel;Клеменс, Сэмюэл\n');
    const out = join(folder, 'named.json');
    bibliobus('export', books, '--elasticlunr', '--authorities', names, '-o', out);
    const json = JSON.parse(readFileSync(out, 'utf8'));
    const named = elasticlunr.Index.load(json);
    const { search } = await documented(folder);
    for (const question of ['clemens mississippi', 'клеменс', 'twain']) {
      assert.deepEqual(search(named, json.stems, question).map(({ ref }) => ref), ['1'], question);
    }
  });

  test('what elasticlunr.js writes is read as a collection', () => {
    const again = join(folder, 'again.json');
    writeFileSync(again, JSON.stringify(index));
    const lines = bibliobus('export', again, '--to', 'ndjson').trim().split('\n');
    const records = lines.map((line) => JSON.parse(line));
    assert.equal(records.length, index.documentStore.length);
    const war = records.find(({ id }) => id === 'sos0001');
    assert.deepEqual(war.authors, ['Толстой, Лев Николаевич, 1828-1910']);
    assert.equal(war.title, 'Война и мир');
  });
});
