// Every call of a visit fails once. ./dev faults calls this.
//
//   node tests/e2e/calls.run.mjs [WORDS OF A LOOP'S NAME]
import { CALLS, REQUESTS, loop, stage } from './calls.mjs';
import { sideBySide } from './lanes.mjs';
import { launch } from './site.mjs';
import { table, write } from './table.mjs';

const wanted = process.argv.slice(2).join(' ');
const loops = [
  ...Object.entries(CALLS).map(([how, call]) => [`the n-th call to storage ${how}`, { call }]),
  ...Object.entries(REQUESTS).map(([how, request]) => [`the n-th request for the catalogue ${how}`, { request }]),
].filter(([name]) => name.includes(wanted));
const begun = Date.now();
const open = async () => ({ browser: await launch(), scene: await stage() });
const close = async ({ browser, scene }) => {
  await browser.close();
  await scene.end();
};
// One after another: the bar of storage is three seconds, and the loading of the page counts.
const rows = await sideBySide(loops, open, close, async ({ browser, scene }, [name, fate]) => {
  const tell = (n, why) => console.log(`FAILS  ${name}, n = ${n}: ${why}`);
  const { calls, failures } = await loop(browser, scene, fate, tell);
  return [name, calls, calls - failures.length];
}, 1);
const failed = rows.reduce((sum, [, calls, passed]) => sum + calls - passed, 0);
const text = table(['what fails once', 'calls, one after another', 'pass'], rows);
console.log(text);
console.log(`${Math.round((Date.now() - begun) / 1000)} s, ${failed} failed`);
if (!wanted) write('calls', text);
process.exit(failed > 0 ? 1 : 0);
