// The rest of the list of what may go wrong, entry by entry. ./dev faults calls this.
//
//   node tests/e2e/list.run.mjs [ENTRIES, OR WORDS OF A CELL'S NAME]
import { device } from './list/device.mjs';
import { mixtures } from './list/mixtures.mjs';
import { network } from './list/network.mjs';
import { records } from './list/records.mjs';
import { open } from './list/scene.mjs';
import { storage } from './list/storage.mjs';
import { together } from './list/together.mjs';

const wanted = process.argv.slice(2);
const isWanted = ({ entry, name }) => wanted.length === 0 || wanted.includes(entry) || name.includes(wanted.join(' '));
const cells = [...network, ...mixtures, ...storage, ...records, ...together, ...device].filter(isWanted);
const scene = await open();
let failed = 0;
const begun = Date.now();
for (const { entry, name, run } of cells) {
  try {
    await run(scene);
  } catch (error) {
    failed += 1;
    console.log(`FAILS  ${entry}, ${name}: ${error.message.split('\n')[0]}`);
  }
}
await scene.end();
console.log(`${cells.length} cells, ${Math.round((Date.now() - begun) / 1000)} s, ${failed} failed`);
process.exit(failed > 0 ? 1 : 0);
