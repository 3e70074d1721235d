// Attacks: hostile records through every format and every door of the app, and what leaves it; files
// changed on their way. ./dev faults calls this; words name the parts to run.
//
//   node tests/e2e/attacks.run.mjs [WORDS OF A PART'S NAME]
import { POLICY } from './site.mjs';
import { table, write } from './table.mjs';
import { careless } from './attacks/control.mjs';
import { addresses, arrive, attributes, packs, records, typing } from './attacks/doors.mjs';
import { leaving, services } from './attacks/exports.mjs';
import { FORMAT_NAMES } from './attacks/formats.mjs';
import { inBrowser, inCommands } from './attacks/mutations.mjs';
import { PAYLOADS } from './attacks/payloads.mjs';
import { ids, launch, stage } from './attacks/stage.mjs';

const wanted = process.argv.slice(2).join(' ');
const scene = await stage();
const browser = await launch();
const all = ids(scene.catalogue);
const links = PAYLOADS.filter(({ family }) => family === 'link');
const rows = [];
let failed = 0;

/** What was seen that should not be, in words. */
const bad = ({ executed, requests, moves, violations, links, foreign, stuck }) => [
  ...executed.map((what) => `ran: ${what}`), ...requests.map((url) => `asked for ${url}`), ...moves.map((url) => `went to ${url}`),
  ...violations.map((what) => `policy: ${what}`), ...links.map((what) => `link: ${what}`), ...foreign.map((what) => `foreign: ${what}`), ...stuck.map((what) => `no end: ${what}`),
];

async function part(name, work) {
  if (!name.includes(wanted)) return;
  const begun = Date.now();
  const { tried, faults, said } = await work();
  failed += faults.length;
  for (const fault of faults.slice(0, 20)) console.log(`FAILS  ${name}: ${fault}`);
  rows.push([name, tried, said ?? 'ran', faults.length]);
  console.log(`${name}: ${tried}; ${faults.length} faults; ${Math.round((Date.now() - begun) / 1000)} s`);
}

/** A part with a page of its own, under this policy. */
function door(name, policy, work, what) {
  return part(name, async () => {
    scene.host.policy = policy;
    const visit = await arrive(browser, scene.host);
    const done = await work(visit);
    await visit.leave();
    return { tried: what(done), faults: bad(visit.seen) };
  });
}

await part('the trap itself: a careless page', async () => {
  const caught = await careless(browser, scene.host);
  return { tried: `${PAYLOADS.length} payloads`, said: `${caught} ran, fetched or led away, as they should there`, faults: caught < 150 ? [`only ${caught} payloads do anything`] : [] };
});
const said = ({ ways, links }) => `${ways} pages, ${links} links to elsewhere`;
await door('records, no policy', '', (visit) => records(visit, all), said);
await door('records, strict policy', POLICY, (visit) => records(visit, all.filter((_, at) => at % 5 === 0)), said);
await door('address, no policy', '', addresses, ({ ways }) => `${ways} addresses`);
await door('address, strict policy', POLICY, (visit) => addresses(visit, PAYLOADS.filter(({ number }) => number % 5 === 0)), ({ ways }) => `${ways} addresses`);
await door('search box, no policy', '', typing, ({ ways }) => `${ways} texts typed`);
await part("the element's attributes, no policy", async () => {
  scene.host.policy = '';
  const { seen, ways } = await attributes(browser, scene.host);
  return { tried: `${ways} values`, faults: bad(seen) };
});
const inPacks = PAYLOADS.filter(({ family }) => ['path', 'name', 'delimiter', 'script'].includes(family));
await door('files given to the app, strict policy', POLICY, (visit) => packs(visit, scene.catalogue, scene.desk, inPacks), ({ ways }) => `${ways} packed files`);
await part('links of services in library.toml', async () => ({ tried: `${links.length} links`, faults: services(scene.desk, links) }));
await part('exports', async () => {
  const { faults, files, cells } = await leaving(scene, browser, all.length);
  return { tried: `${all.length} records in ${files} files, ${cells} cells`, faults };
});
await part('changed bytes, command line', inCommands);
await part('changed bytes, browser', () => inBrowser(browser));
await browser.close();
scene.end();

const text = `${PAYLOADS.length} payloads, each in every field of ${FORMAT_NAMES.length} formats and of \`library.toml\`: ${all.length} records.\n\n`
  + table(['what was attacked', 'how often', 'what was watched', 'executed, unsafe, accepted'], rows);
console.log(`${text}\n${failed} failed`);
if (!wanted) write('attacks', text);
process.exit(failed > 0 ? 1 : 0);
