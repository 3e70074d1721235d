// What moves when one record in a hundred has changed: catalogues of real records, kept whole by a
// browser, renewed at their host, and fetched again. ./dev faults calls this.
//
//   node tests/e2e/updates.run.mjs [WORDS OF A CATALOGUE'S NAME]
import assert from 'node:assert/strict';
import { cpSync, existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Reader, bibliobus, open, search } from './lib.mjs';
import { folder, launch, newPage } from './site.mjs';
import { table, write } from './table.mjs';

const CATALOGUES = ['hybrid-8k.ndjson.zst', 'marc21-4k.mrc.zst', 'gpo-marc21-50k.mrc.zst'];
const given = process.argv.slice(2).join(' ');
const data = join(process.env.BIBLIOBUS_DATA ?? '../shared/data', 'catalogues');
/** A word that none of the records has. */
const WORD = 'qvexolumina';
/** The share of the bytes that may move, in percent. */
const MOST = 2;
const wanted = CATALOGUES.filter((name) => name.includes(given) && existsSync(join(data, name)));
if (wanted.length === 0) {
  console.log(`skipped: there are no catalogues in ${data}`);
  process.exit(0);
}

const browser = await launch();
const rows = [];
for (const name of wanted) {
  const row = await renewed(name);
  rows.push(row);
  console.log(row.join(' | '));
}
await browser.close();
const text = table(['catalogue', 'records', 'changed', 'bytes of the release', 'fetched by a browser that kept the one before', 'share', 'files fetched twice'], rows);
console.log(text);
const failed = rows.filter((row) => parseFloat(row[5]) > MOST || row[6] !== 0).length;
console.log(`${failed} failed`);
if (!given) write('updates', text);
process.exit(failed > 0 ? 1 : 0);

/** One catalogue, renewed: a row of the table. */
async function renewed(name) {
  const desk = mkdtempSync(join(tmpdir(), 'bibliobus-updates-'));
  const site = join(desk, 'site');
  const catalogue = join(site, 'catalogue');
  const source = join(desk, 'records.ndjson');
  const build = (...more) => bibliobus('build', source, '-o', catalogue, '--as-of', '2026-11-20', ...more);
  cpSync(folder, site, { recursive: true });
  rmSync(catalogue, { recursive: true });
  bibliobus('export', join(data, name), '-o', source);
  build();
  const host = await open(site);
  const reader = new Reader(await newPage(browser), host.url);
  await reader.come();
  await reader.keep();
  const { records, changed } = change(source);
  build('--update');
  host.forget();
  await reader.come();
  await isRenewed(reader, search(catalogue, WORD, 100).hits.map((hit) => hit.id));
  const { bytes } = JSON.parse(readFileSync(join(catalogue, 'manifest.json'), 'utf8'));
  const asked = ['manifest.json', ...readdirSync(join(catalogue, 'chunks')).map((file) => `chunks/${file}`)]
    .map((file) => ({ file, size: statSync(join(catalogue, file)).size, times: host.asked(new RegExp(`${file}$`)) }))
    .filter(({ times }) => times > 0);
  const moved = asked.reduce((sum, { size, times }) => sum + size * times, 0);
  const twice = asked.filter(({ file, times }) => times > 1 && file !== 'manifest.json');
  await host.stop();
  await reader.page.context().close();
  rmSync(desk, { recursive: true });
  const number = (n) => n.toLocaleString('en');
  return [name, number(records), number(changed), number(bytes), number(moved), `${(100 * moved / bytes).toFixed(1)} %`, twice.length];
}

/** Puts a word into the title of one record in a hundred, from the whole of the file. */
function change(source) {
  const lines = readFileSync(source, 'utf8').split('\n').filter(Boolean);
  let changed = 0;
  const later = lines.map((line, at) => {
    const record = JSON.parse(line);
    if (at % 100 !== 50 || typeof record.title !== 'string') return line;
    changed += 1;
    return JSON.stringify({ ...record, title: `${record.title} ${WORD}` });
  });
  writeFileSync(source, later.join('\n'));
  return { records: lines.length, changed };
}

/** Until the later release answers: the one before does so until the later one is here as a whole. */
async function isRenewed(reader, right) {
  const end = Date.now() + 120_000;
  while (Date.now() < end) {
    await reader.part('input').fill('');
    await reader.part('input').fill(WORD);
    await reader.page.locator('[part~=status]:is([data-state=settled], [data-state=nothing])').waitFor();
    const found = await reader.part('result').evaluateAll((results) => results.map((result) => result.dataset.id));
    if (found.length > 0) return assert.deepEqual(found, right.slice(0, found.length));
    await new Promise((resolve) => { setTimeout(resolve, 500); });
  }
  return assert.fail('the later release never came');
}
