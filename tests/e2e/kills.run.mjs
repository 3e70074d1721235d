// Kills during installs and updates, in three browsers, and the table of docs/faults.md.
// ./dev faults calls this.
//
//   node tests/e2e/kills.run.mjs [Chromium|Firefox|WebKitGTK [install|update [HOW MANY]]]
import { Scene } from './killing.mjs';
import { kill } from './kills.mjs';
import { screen } from './remote.mjs';
import { table, write } from './table.mjs';

/** How many kills in each: half of them during installs, half during updates. */
const BROWSERS = { Chromium: 60, Firefox: 20, WebKitGTK: 20 };
/** Those of one list one after another, beside those of the other. */
const SIDE_BY_SIDE = [['Chromium'], ['Firefox', 'WebKitGTK']];

const [only, onlyKind, some] = process.argv.slice(2);
const begun = Date.now();
const display = await screen();

/** All kills in one browser, and what came of each. */
async function kills(name) {
  const scene = new Scene(name, display.name);
  await scene.open();
  const outcomes = [];
  for (const kind of onlyKind ? [onlyKind] : ['install', 'update']) {
    for (let number = 0; number < Number(some ?? BROWSERS[name] / 2); number += 1) {
      const outcome = await kill(scene, kind, number);
      const isFine = !outcome.isTorn && outcome.isOpen && outcome.isRight;
      outcomes.push({ kind, isFine, ...outcome });
      console.log(`${isFine ? '' : 'FAILS  '}${name}, ${outcome.words}`);
    }
  }
  await scene.close();
  return [name, outcomes];
}

const all = await Promise.all(SIDE_BY_SIDE.map(async (names) => {
  const done = [];
  for (const name of names) if (!only || only === name) done.push(await kills(name));
  return done;
}));
display.close();

const lines = all.flat().map(([name, outcomes]) => {
  const count = (holds) => outcomes.filter(holds).length;
  return [name, count(({ kind }) => kind === 'install'), count(({ kind }) => kind === 'update'),
    count(({ isTorn }) => isTorn), count(({ isOpen }) => !isOpen), count(({ isRight }) => isRight)];
});
const failed = all.flat().flatMap(([, outcomes]) => outcomes).filter(({ isFine }) => !isFine).length;
const text = table(['browser', 'kills during an install', 'during an update', 'torn', 'last release did not open', 'right again after'], lines);
console.log(text);
console.log(`${Math.round((Date.now() - begun) / 1000)} s, ${failed} failed`);
if (!only) write('kills', text);
process.exit(failed > 0 ? 1 : 0);
