// Every cell of the fault matrix, and the table of docs/faults.md. ./dev faults calls this.
//
//   node tests/e2e/faults.run.mjs [WORDS OF A CELL'S NAME]
import { HEAD, Tally, cells, run, stage } from './faults.mjs';
import { launch } from './site.mjs';
import { table, write } from './table.mjs';

const wanted = process.argv.slice(2).join(' ');
const browser = await launch();
const scene = await stage();
const tally = new Tally();
const begun = Date.now();
for (const cell of cells().filter(({ name }) => name.includes(wanted))) {
  tally.add(cell.name, cell.row, await run(browser, scene, cell));
}
await browser.close();
await scene.host.stop();

const text = table(['what is at fault', ...HEAD], tally.lines());
console.log(text);
console.log(`${Math.round((Date.now() - begun) / 1000)} s, ${tally.failed} failed`);
if (!wanted) write('faults', text);
process.exit(tally.failed > 0 ? 1 : 0);
