// A part of the fault matrix in Firefox and in WebKit: every kind of file, every fault, all of
// storage; and pages in other surroundings. ./dev faults calls this.
//
//   node tests/e2e/browsers.run.mjs [firefox|webkit] [WORDS OF A CELL'S NAME]
import { firefox, webkit } from './drivers.mjs';
import { FAULTS, HEAD, Tally, cells, kinds, passes, run, stage } from './faults.mjs';
import { elsewhere, reports } from './surroundings.mjs';
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

/** What is said of a cell that came to no end. */
const broken = (error) => ({ outcome: 'waiting', mended: 'waiting', fired: 0, complaints: [String(error)] });

/**
 * Each cell has a host, and with it an origin, of its own: so nothing of another is on the device.
 * Gives those that fail, unless they are run alone already: then that is their last word.
 */
async function runIn(start, wanted, tally, isAlone = false) {
  const doubtful = [];
  let browser = await start();
  const hosts = [];
  for (const cell of wanted) {
    const scene = await (cell.stage ?? stage)();
    hosts.push(scene.host);
    const came = await run(browser, scene, cell).catch(broken);
    const isLast = passes(came) || isAlone;
    if (isLast) tally.add(`${browser.name}, ${cell.name}`, `${browser.name}: ${cell.row}`, came);
    else doubtful.push(cell);
    if (!passes(came)) {
      await browser.close();
      browser = await start();
    }
  }
  const isHeard = await reports(browser);
  if (!isHeard) tally.failed += 1;
  if (!isHeard) console.log(`FAILS  ${browser.name} does not report what is against a policy`);
  await browser.close();
  await Promise.all(hosts.map((host) => host.stop()));
  return doubtful;
}

const words = process.argv.slice(2);
const chosen = BROWSERS[words[0]] ? [words.shift()] : Object.keys(BROWSERS);
const isWhole = process.argv.length === 2;
const wanted = [...part(), ...elsewhere()].filter(({ name }) => name.includes(words.join(' ')));
const begun = Date.now();
// Side by side, for most of the time they wait. What is too slow so has the machine to itself, once.
const tallies = chosen.map(() => new Tally());
const again = await Promise.all(chosen.map((browser, at) => runIn(BROWSERS[browser], wanted, tallies[at])));
for (const [at, browser] of chosen.entries()) {
  if (again[at].length > 0) await runIn(BROWSERS[browser], again[at], tallies[at], true);
}
const failed = tallies.reduce((sum, tally) => sum + tally.failed, 0);

const text = table(['where, and what is at fault', ...HEAD], tallies.flatMap((tally) => tally.lines()));
console.log(text);
console.log(`${Math.round((Date.now() - begun) / 1000)} s, ${failed} failed, ${again.flat().length} run again alone`);
if (isWhole) write('browsers', `${text}\n\n${again.flat().length} of the cells were run again alone.`);
process.exit(failed > 0 ? 1 : 0);
