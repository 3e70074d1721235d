// Every cell of the fault matrix, and the table of docs/faults.md. ./dev faults calls this.
//
//   node tests/e2e/faults.run.mjs [WORDS OF A CELL'S NAME]
import { cells, run, stage } from './faults.mjs';
import { launch } from './site.mjs';
import { table, write } from './table.mjs';

const wanted = process.argv.slice(2).join(' ');
const browser = await launch();
const scene = await stage();
const rows = new Map();
let failed = 0;
const begun = Date.now();
for (const cell of cells().filter(({ name }) => name.includes(wanted))) {
  const { outcome, mended, complaints } = await run(browser, scene, cell);
  const passes = ['right', 'told'].includes(outcome) && mended === 'right' && complaints.length === 0;
  const row = rows.get(cell.row) ?? { run: 0, passed: 0, right: 0, told: 0 };
  row.run += 1;
  row.passed += passes ? 1 : 0;
  row.right += outcome === 'right' ? 1 : 0;
  row.told += outcome === 'told' ? 1 : 0;
  rows.set(cell.row, row);
  if (!passes) {
    failed += 1;
    console.log(`FAILS  ${cell.name}: first ${outcome}, then ${mended} ${complaints.join('; ')}`);
  }
}
await browser.close();
await scene.host.stop();

const lines = [...rows].map(([name, row]) => [name, row.run, row.passed, row.right, row.told]);
const text = table(['what is at fault', 'cells', 'pass', 'of them with the right results all along', 'told what is the matter'], lines);
console.log(text);
console.log(`${Math.round((Date.now() - begun) / 1000)} s, ${failed} failed`);
if (!wanted) write('faults', text);
process.exit(failed > 0 ? 1 : 0);
