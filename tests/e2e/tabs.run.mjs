// Fifty plays of two tabs, each from a seed of its own. ./dev faults calls this.
//
//   node tests/e2e/tabs.run.mjs [SEEDS]
import { sideBySide } from './lanes.mjs';
import { open } from './list/scene.mjs';
import { table, write } from './table.mjs';
import { play, stage } from './tabs.mjs';

const PLAYS = 50;
const given = process.argv.slice(2).map(Number);
const seeds = given.length > 0 ? given : Array.from({ length: PLAYS }, (_, n) => n + 1);
let [passed, whole, longest] = [0, 0, 0];
const begun = Date.now();
const close = async (scene) => {
  await scene.host.stop();
  await scene.end();
};
// One at a time: how long they wait is measured.
await sideBySide(seeds, async () => stage(await open()), close, async (scene, seed) => {
  try {
    const came = await play(scene, seed);
    passed += 1;
    whole += came.isWhole ? 1 : 0;
    longest = Math.max(longest, came.longest);
  } catch (error) {
    console.log(`FAILS  seed ${seed}, ${error.message.split('\n')[0]}`);
  }
}, 1);
const text = table(
  ['plays of two tabs', 'pass', 'kept whole at the end, and opened without a line', 'longest wait for a state'],
  [[seeds.length, passed, whole, `${(longest / 1000).toFixed(1)} s`]],
);
console.log(text);
console.log(`${Math.round((Date.now() - begun) / 1000)} s, ${seeds.length - passed} failed`);
if (given.length === 0) write('tabs', text);
process.exit(passed < seeds.length ? 1 : 0);
