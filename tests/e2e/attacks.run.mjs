// Attacks: hostile records through every format and every door of the app, and what leaves it; files
// changed on their way. ./dev faults calls this; words name the parts to run.
//
//   node tests/e2e/attacks.run.mjs [WORDS OF A PART'S NAME]
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { POLICY } from './site.mjs';
import { table, write } from './table.mjs';
import { careless } from './attacks/control.mjs';
import { addresses, arrive, attributes, found, listed, opened, packs, typing } from './attacks/doors.mjs';
import { leaving, services } from './attacks/exports.mjs';
import { FORMAT_NAMES } from './attacks/formats.mjs';
import { inBrowser, inCommands } from './attacks/mutations.mjs';
import { PAYLOADS } from './attacks/payloads.mjs';
import { drawers, ids, launch, stage } from './attacks/stage.mjs';

const wanted = process.argv.slice(2).join(' ');
const scene = await stage();
const browser = await launch();
const all = ids(scene.catalogue);
const links = PAYLOADS.filter(({ family }) => family === 'link');
/** Pages at once. */
const PAGES = 3;
const rows = [];
let failed = 0;

/** What was seen that should not be, by the columns of the table. */
const counted = ({ executed, requests, moves, violations, links, foreign, stuck }) => ({
  ran: executed.map((what) => `ran: ${what}`),
  unsafe: [...links.map((what) => `link: ${what}`), ...foreign.map((what) => `foreign: ${what}`)],
  elsewhere: [...requests.map((url) => `asked for ${url}`), ...moves.map((url) => `went to ${url}`)],
  wrong: [...violations.map((what) => `policy: ${what}`), ...stuck.map((what) => `no end: ${what}`)],
});

/** One row of the table: how often something was tried, and what came of it that should not. */
async function part(name, work) {
  if (!name.includes(wanted)) return;
  const begun = Date.now();
  const brokenOff = (error) => ({ tried: 'broke off', wrong: [String(error).slice(0, 300)] });
  const { tried, ran = [], unsafe = [], elsewhere = [], wrong = [] } = await work().catch(brokenOff);
  const faults = [...new Set([...ran, ...unsafe, ...elsewhere, ...wrong])];
  failed += faults.length;
  for (const fault of faults.slice(0, 20)) console.log(`FAILS  ${name}: ${fault}`);
  rows.push([name, tried, ...[ran, unsafe, elsewhere, wrong].map((all) => new Set(all).size)]);
  console.log(`${name}: ${tried}; ${faults.length} faults; ${Math.round((Date.now() - begun) / 1000)} s`);
}

/** A part in the app under this policy: what there is to do is shared out among a few pages. */
function door(name, policy, things, work, address = '#/') {
  return part(name, async () => {
    scene.host.policy = policy;
    const shares = Array.from({ length: PAGES }, (_, share) => things.filter((_, at) => at % PAGES === share));
    const done = await Promise.all(shares.map(async (share) => {
      const visit = await arrive(browser, scene.host, address);
      const count = await work(visit, share);
      await visit.leave();
      return { count: { ...count, dead: visit.seen.dead }, seen: counted(visit.seen) };
    }));
    const columns = Object.keys(done[0].seen).map((column) => [column, done.flatMap(({ seen }) => seen[column])]);
    const count = (what) => done.reduce((sum, one) => sum + (one.count[what] ?? 0), 0);
    const dead = count('dead') ? ` (${count('dead')} of them no browser opens)` : '';
    const links = count('links') ? `, with ${count('links')} links to elsewhere${dead}` : '';
    return { tried: `${count('ways')} ${count('links') ? 'pages' : 'times'}${links}`, ...Object.fromEntries(columns) };
  });
}

/** Whether a record is one of every third, of each payload in other formats than of the one before. */
function isThird(id) {
  const [, format, number] = /^(.+)[-:](\d+)$/.exec(id) ?? [];
  return number === undefined || (FORMAT_NAMES.indexOf(format) + 1 + Number(number)) % 3 === 0;
}

/** What is done with the app, one after the other: its policy is that of the host. */
async function doors() {
  await part('the trap itself: a careless page', async () => {
    const caught = await careless(browser, scene.host);
    return { tried: `${PAYLOADS.length} payloads, of which ${caught} run, fetch or lead away there`, wrong: caught < 60 ? ['too few payloads do anything'] : [] };
  });
  await door('found records, no policy', '', PAYLOADS, found);
  await door('lists from A to Z, no policy', '', drawers(scene.catalogue), listed);
  // Each payload in four or five of the formats; the results before have shown it in all of them.
  await door('open records, no policy', '', all.filter(isThird), opened);
  await door('open records, strict policy', POLICY, all.filter((_, at) => at % 10 === 0), opened);
  await door('the address, no policy', '', PAYLOADS.filter(({ number, family }) => number % 3 === 0 || family === 'link'), addresses, 'small.html#/');
  await door('the address, strict policy', POLICY, PAYLOADS.filter(({ number }) => number % 10 === 0), addresses, 'small.html#/');
  await door('the search box, no policy', '', PAYLOADS, typing);
  await door('files given to the app, strict policy', POLICY, PAYLOADS.filter(({ family }) => ['path', 'name', 'delimiter', 'script'].includes(family)), (visit, share) => packs(visit, scene, share));
  await part("the element's attributes, no policy", async () => {
    scene.host.policy = '';
    const { seen, ways } = await attributes(browser, scene.host);
    return { tried: `${ways} values`, ...counted(seen) };
  });
  await part('links of services in library.toml', async () => ({ tried: `${links.length} links`, unsafe: services(scene.desk, links) }));
  await part('exports', async () => {
    const { faults, files, cells } = await leaving(scene, browser, all.length);
    return { tried: `${all.length} records in ${files} files, ${cells} cells`, unsafe: faults };
  });
}

/** What is done apart from it, with hosts and folders of its own. */
async function apart() {
  await part('changed bytes, command line', inCommands);
  await part('changed bytes, browser', () => inBrowser(browser));
  await part('the whole app behind a recording proxy', async () => {
    const run = promisify(execFile)(process.execPath, ['--test', 'tests/e2e/privacy.test.mjs']);
    const failed = await run.then(() => undefined, ({ stdout }) => stdout);
    return { tried: `searches, and all that one does after; bytes of them sent: ${failed ? 'some' : 0}`, elsewhere: failed ? [failed] : [] };
  });
}

await Promise.all([doors(), apart()]);
await browser.close();
scene.end();

const text = `${PAYLOADS.length} payloads, each in every field of ${FORMAT_NAMES.length} formats and of \`library.toml\`: ${all.length} records.\n\n`
  + table(['what was attacked', 'how often', 'ran', 'unsafe links, elements, cells', 'asked for elsewhere', 'accepted, or wrong otherwise'], rows.sort(([one], [other]) => (one < other ? -1 : 1)));
console.log(`${text}\n${failed} failed`);
if (!wanted) write('attacks', text);
process.exit(failed > 0 ? 1 : 0);
