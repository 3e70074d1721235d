// The rest of the list of what may go wrong, entry by entry. ./dev faults calls this.
//
//   node tests/e2e/list.run.mjs [ENTRIES, OR WORDS OF A CELL'S NAME]
import { sideBySide } from './lanes.mjs';
import { denials } from './list/denied.mjs';
import { device } from './list/device.mjs';
import { ENTRIES, rows } from './list/entries.mjs';
import { hosts } from './list/hosts.mjs';
import { mixtures } from './list/mixtures.mjs';
import { network } from './list/network.mjs';
import { program } from './list/program.mjs';
import { records } from './list/records.mjs';
import { open } from './list/scene.mjs';
import { storage } from './list/storage.mjs';
import { together } from './list/together.mjs';
import { table, write } from './table.mjs';

const wanted = process.argv.slice(2);
const isWanted = ({ entry, name }) => wanted.length === 0 || wanted.includes(entry) || name.includes(wanted.join(' '));
const cells = [...network, ...mixtures, ...storage, ...denials, ...records, ...together, ...device, ...hosts, ...program].filter(isWanted);
const counts = new Map(Object.keys(ENTRIES).map((entry) => [entry, { run: 0, passed: 0 }]));
for (const { entry } of cells) counts.get(entry).run += 1;
const begun = Date.now();
const close = (scene) => scene.end();

/** Runs a cell; gives it back if it fails. */
const attempt = (word) => async (scene, cell) => {
  try {
    await cell.run(scene);
    counts.get(cell.entry).passed += 1;
    return undefined;
  } catch (error) {
    console.log(`${word}  ${cell.entry}, ${cell.name}: ${error.message.split('\n')[0]}`);
    return cell;
  }
};
const doubtful = (await sideBySide(cells, open, close, attempt('once more'))).filter(Boolean);
// What is too slow beside others has the machine to itself, once.
for (const cell of doubtful) await sideBySide([cell], open, close, attempt('FAILS'));

const passed = [...counts.values()].reduce((sum, count) => sum + count.passed, 0);
const text = table(['', 'what goes wrong', 'what was done', 'cells here', 'pass', 'where'], rows(counts));
if (wanted.length === 0) {
  console.log(text);
  write('list', `${text}\n\n${passed} of ${cells.length} cells of this run pass; ${doubtful.length} were run again alone.`);
}
console.log(`${cells.length} cells, ${Math.round((Date.now() - begun) / 1000)} s, ${cells.length - passed} failed`);
process.exit(passed < cells.length ? 1 : 0);
