// What leaves the command line, read as its readers read it: tables without formulas and with their
// rows and columns, XML with its elements only, JSON line by line, a page without scripts, a terminal
// without commands.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { bibliobus } from '../lib.mjs';
import { PAYLOADS } from './payloads.mjs';
import { watch } from './watch.mjs';

/** Rows and cells of RFC 4180. */
export function cells(text) {
  const rows = [[]];
  const pattern = /("(?:[^"]|"")*"|[^",\r\n]*)(,|\r\n|\n|$)/gy;
  for (let found = pattern.exec(text); found; found = pattern.exec(text)) {
    const [, cell, end] = found;
    rows.at(-1).push(cell.startsWith('"') ? cell.slice(1, -1).replaceAll('""', '"') : cell);
    if (pattern.lastIndex >= text.length) break;
    if (end !== ',') rows.push([]);
  }
  return rows.filter((row) => row.length > 1 || row[0] !== '');
}

/** What a spreadsheet would calculate; also with the wide signs that some take for the same. */
const FORMULA = /^[\s\ufeff]*[=+\-@＝＋－＠]/u;
const PLAIN = /^-?\d+([.,]\d+)?$/;

/** What is wrong with a table: formulas, and rows that are not as wide as the head. */
export function table(text, name) {
  const [head, ...rows] = cells(text.replace(/^\ufeff/, ''));
  const wide = rows.filter((row) => row.length !== head.length).map((row) => `${name}: ${row.length} cells: ${row[0].slice(0, 60)}`);
  const formulas = rows.flat().filter((cell) => FORMULA.test(cell) && !PLAIN.test(cell)).map((cell) => `${name}: formula ${JSON.stringify(cell.slice(0, 60))}`);
  return { faults: [...wide, ...formulas], rows: rows.length, cells: rows.length * head.length };
}

/** The command line, whatever it thinks of what it was given. */
function run(...words) {
  try {
    return bibliobus(...words);
  } catch (error) {
    if (error.status !== 2) throw error;
    return error.stdout;
  }
}

/** Elements of an XML file that should not be there, as a browser parses it. */
async function xml(page, host, file) {
  host.pages['/parse.html'] = '<!DOCTYPE html><title>x</title>';
  await page.goto(`${host.url}parse.html`);
  return page.evaluate((text) => {
    const parsed = new DOMParser().parseFromString(text, 'text/xml');
    const known = ['collection', 'record', 'leader', 'controlfield', 'datafield', 'subfield'];
    const all = [...parsed.querySelectorAll('*')];
    const odd = all.filter((one) => !known.includes(one.localName) || one.namespaceURI !== 'http://www.loc.gov/MARC21/slim');
    return { odd: odd.map((one) => `marcxml: <${one.localName}>`), records: parsed.querySelectorAll('record').length };
  }, readFileSync(file, 'utf8'));
}

// eslint-disable-next-line no-control-regex
const COMMANDS = /[\x00-\x08\x0b-\x1f\x7f\x80-\x9f]/;

/** What somebody at a terminal is shown: nothing that moves the cursor or gives orders. */
function terminal({ catalogue, settings }) {
  const orders = PAYLOADS.filter(({ family }) => family === 'terminal').slice(0, 4);
  const ids = orders.flatMap(({ number }) => [`ndjson-${number}`, `marcxml-${number}`]);
  const outputs = [
    run('search', catalogue, 'trap', '--limit', '600'), run('search', catalogue, 'trap', '--limit', '600', '--explain'), run('search', catalogue, 'trap', '--counts'),
    ...ids.map((id) => run('record', catalogue, id)), run('check', '--settings', settings, '--all'), run('stats', catalogue),
  ];
  return outputs.filter((text) => COMMANDS.test(text)).map((text) => {
    const at = COMMANDS.exec(text).index;
    return `terminal: ${JSON.stringify(text.slice(Math.max(0, at - 40), at + 20))}`;
  });
}

/** All exports of the hostile library: what is wrong with them, and what was looked at. */
export async function leaving({ desk, catalogue, settings, host }, browser, count) {
  const out = (name) => join(desk, name);
  for (const name of ['books.csv', 'books.xml', 'books.ndjson']) run('export', catalogue, '-o', out(name));
  run('export', catalogue, '--elasticlunr', '-o', out('index.json'));
  run('check', '--settings', settings, '--csv', out('findings.csv'), '--report', out('report.html'), '--report', out('report.csv'), '--report', out('report.json'), '--lang', 'ru');
  const tables = ['books.csv', 'findings.csv', 'report.csv'].map((name) => table(readFileSync(out(name), 'utf8'), name));
  const faults = tables.flatMap((one) => one.faults);
  if (tables[0].rows !== count) faults.push(`books.csv: ${tables[0].rows} rows of ${count} records`);
  const lines = readFileSync(out('books.ndjson'), 'utf8').split('\n').filter(Boolean).map((line) => JSON.parse(line));
  if (lines.length !== count) faults.push(`books.ndjson: ${lines.length} lines of ${count} records`);
  JSON.parse(readFileSync(out('index.json'), 'utf8'));
  JSON.parse(readFileSync(out('report.json'), 'utf8'));

  host.policy = '';
  host.folder = desk;
  const context = await browser.newContext();
  const page = await context.newPage();
  const seen = await watch(page, host.url);
  const parsed = await xml(page, host, out('books.xml'));
  faults.push(...parsed.odd);
  if (parsed.records !== count) faults.push(`books.xml: ${parsed.records} records of ${count}`);
  // Without the policy that the page has in it, too.
  const report = readFileSync(out('report.html'), 'utf8');
  host.pages['/bare.html'] = report.replace(/<meta http-equiv="Content-Security-Policy"[^>]*>/, '');
  for (const path of ['report.html', 'bare.html']) {
    await page.goto(host.url + path);
    const odd = await page.evaluate(() => [...document.querySelectorAll('*')].filter((one) => one.matches('script, iframe, img, object, embed, link, base, form, foreignObject, animate')
      || one.getAttributeNames().some((name) => /^on|^srcdoc$/i.test(name)) || (one.hasAttribute('href') && !/^(#|https?:|mailto:)/i.test(one.getAttribute('href')))).map((one) => one.outerHTML.slice(0, 100)));
    faults.push(...odd.map((what) => `${path}: ${what}`));
  }
  await context.close();
  faults.push(...seen.executed.map((number) => `the report ran ${number}`), ...seen.requests.map((url) => `the report asked for ${url}`), ...terminal({ catalogue, settings }));
  return { faults, files: 8, cells: tables.reduce((all, one) => all + one.cells, 0) };
}

/** Which of these links the command line takes as the address of a service though it should not. */
export function services(desk, payloads) {
  const settings = join(desk, 'services.toml');
  const lines = payloads.map(({ text }) => `[[service]]\nkind = "interloan"\nlink = ${JSON.stringify(text).replaceAll('\x7f', '\\u007f')}`);
  writeFileSync(settings, `${lines.join('\n')}\n`);
  const said = JSON.parse(run('check', '--settings', settings, '--json'));
  const refused = new Set(said.settings.filter(({ kind }) => kind === 'service-link').map(({ line }) => Math.floor((line - 1) / 3)));
  const isSafe = (text) => { try { return /^(https?:\/\/[^/@]+(\/|$)|mailto:[^\s]+$)/i.test(new URL(text).href) && !/[\s\\]/.test(text); } catch { return false; } };
  return payloads.filter(({ text }, at) => !refused.has(at) && !isSafe(text)).map(({ text }) => `service: ${text}`);
}
