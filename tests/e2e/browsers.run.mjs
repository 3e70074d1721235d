// A part of the fault matrix in Firefox and in WebKit: every kind of file, every fault, all of
// storage. ./dev faults calls this.
//
//   node tests/e2e/browsers.run.mjs [firefox|webkit] [WORDS OF A CELL'S NAME]
import { firefox, webkit } from './drivers.mjs';
import { FAULTS, HEAD, Tally, cells, kinds, passes, run, stage } from './faults.mjs';
import { table, write } from './table.mjs';

const BROWSERS = { firefox, webkit };

/** Of a kind of files each fourth fault, and of the next kind the ones after those. */
function part() {
  const rows = Object.keys(kinds());
  return cells().filter(({ name, row }) => {
    if (!rows.includes(row)) return true;
    const fault = FAULTS.findIndex((what) => name === `${row}: ${what}`);
    return (fault + rows.indexOf(row)) % 4 === 0;
  });
}

/** Each cell has a host, and with it an origin, of its own: so nothing of another is on the device. */
async function runIn(start, wanted, tally) {
  let browser = await start();
  const hosts = [];
  for (const cell of wanted) {
    const scene = await stage();
    hosts.push(scene.host);
    const came = await run(browser, scene, cell).catch((error) => (
      { outcome: 'waiting', mended: 'waiting', fired: 0, complaints: [String(error)] }));
    tally.add(`${browser.name}, ${cell.name}`, `${browser.name}: ${cell.row}`, came);
    if (!passes(came)) {
      await browser.close();
      browser = await start();
    }
  }
  await browser.close();
  await Promise.all(hosts.map((host) => host.stop()));
}

const words = process.argv.slice(2);
const chosen = BROWSERS[words[0]] ? [words.shift()] : Object.keys(BROWSERS);
const isWhole = process.argv.length === 2;
const wanted = part().filter(({ name }) => name.includes(words.join(' ')));
const tally = new Tally();
const begun = Date.now();
for (const browser of chosen) await runIn(BROWSERS[browser], wanted, tally);

const text = table(['where, and what is at fault', ...HEAD], tally.lines());
console.log(text);
console.log(`${Math.round((Date.now() - begun) / 1000)} s, ${tally.failed} failed`);
if (isWhole) write('browsers', text);
process.exit(tally.failed > 0 ? 1 : 0);
