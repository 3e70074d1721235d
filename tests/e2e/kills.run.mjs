// Kills during installs and updates, in three browsers, and the table of docs/faults.md.
// ./dev faults calls this.
//
//   node tests/e2e/kills.run.mjs [Chromium|Firefox|WebKitGTK [HOW MANY OF EACH]]
import { Scene, kill } from './kills.mjs';
import { screen } from './remote.mjs';
import { table, write } from './table.mjs';

/** How many kills in each, half of them during installs, half during updates. */
const BROWSERS = { Chromium: 60, Firefox: 20, WebKitGTK: 20 };

const [only, some] = process.argv.slice(2);
const begun = Date.now();
const display = await screen();
const lines = [];
let failed = 0;
for (const [name, all] of Object.entries(BROWSERS)) {
  if (only && only !== name) continue;
  const scene = new Scene(name, display.name);
  await scene.open();
  const outcomes = [];
  for (const kind of ['install', 'update']) {
    for (let number = 0; number < (some ?? all / 2); number += 1) {
      const outcome = await kill(scene, kind, number).catch((error) => (
        { isTorn: false, isOpen: false, isRight: false, words: `${kind} ${number}: ${error}` }));
      outcomes.push({ kind, ...outcome });
      const isFine = !outcome.isTorn && outcome.isOpen && outcome.isRight;
      failed += isFine ? 0 : 1;
      if (!isFine || only) console.log(`${isFine ? '' : 'FAILS  '}${name}, ${outcome.words}`);
    }
  }
  await scene.close();
  const count = (holds) => outcomes.filter(holds).length;
  lines.push([name, count(({ kind }) => kind === 'install'), count(({ kind }) => kind === 'update'),
    count(({ isTorn }) => isTorn), count(({ isOpen }) => !isOpen), count(({ isRight }) => isRight)]);
}
display.close();

const text = table(['browser', 'kills during an install', 'during an update', 'torn', 'last release did not open', 'right again after'], lines);
console.log(text);
console.log(`${Math.round((Date.now() - begun) / 1000)} s, ${failed} failed`);
if (!only) write('kills', text);
process.exit(failed > 0 ? 1 : 0);
