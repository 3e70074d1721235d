// The plan editor in Firefox and in WebKit: what is drawn is chosen, moved, changed, removed, brought
// back and saved, by pointer and by keys, and the files say so. ./dev faults calls this.
//
//   node tests/e2e/plan.run.mjs [firefox|webkit]
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { firefox, webkit } from './drivers.mjs';
import { DEMO, check, editorOf } from './plan.mjs';
import { table, write } from './table.mjs';

const BROWSERS = { firefox, webkit };
const SETTINGS = readFileSync(join(DEMO, 'library.toml'), 'utf8');
const DRAWING = readFileSync(join(DEMO, 'plans/central-2.svg'), 'utf8');

/** Asks the page until `look` gives something true; what it gives instead after a while. */
async function awaited(page, look, argument, time = 20_000) {
  for (const end = Date.now() + time; ;) {
    const seen = await page.evaluate(look, argument).catch(String);
    if (seen === true) return undefined;
    if (Date.now() > end) return `not seen: ${look}, ${JSON.stringify(argument)}: ${seen}`;
    await new Promise((resolve) => { setTimeout(resolve, 100); });
  }
}

/** A real pointer goes from one point of the drawing to another, with its button down. */
const drag = (from, to) => [async (page) => {
  const middle = [(from[0] + to[0]) / 2, (from[1] + to[1]) / 2];
  const points = await page.evaluate((all) => {
    const svg = document.getElementById('sheet');
    svg.scrollIntoView({ block: 'center' });
    return all.map(([x, y]) => new DOMPoint(x, y).matrixTransform(svg.getScreenCTM())).map(({ x, y }) => [x, y]);
  }, [from, middle, to]);
  const [start, ...way] = points.map(([x, y]) => ({ type: 'pointerMove', duration: 50, origin: 'viewport', x: Math.round(x), y: Math.round(y) }));
  const actions = [start, { type: 'pointerDown', button: 0 }, ...way, { type: 'pointerUp', button: 0 }];
  await page.perform([{ type: 'pointer', id: 'hand', parameters: { pointerType: 'mouse' }, actions }]);
}];

/** Keys are pressed one after the other, and let go in the end. */
const KEYS = { Enter: '\uE007', ArrowLeft: '\uE012', ArrowDown: '\uE015', Delete: '\uE017', Shift: '\uE008', Control: '\uE009' };
const key = (...names) => (page) => {
  const values = names.map((name) => KEYS[name] ?? name);
  const actions = [...values.map((value) => ({ type: 'keyDown', value })), ...values.reverse().map((value) => ({ type: 'keyUp', value }))];
  return page.perform([{ type: 'key', id: 'keys', actions }]).then(() => undefined);
};

const press = (id) => (page) => page.evaluate((what) => document.getElementById(what).click(), id);
const focus = (label) => (page) => page.evaluate((what) => document.querySelector(`#sheet [aria-label^="${what}"]`).focus(), label);
const type = (id, words) => (page) => page.evaluate(([what, value]) => {
  const field = document.getElementById(what);
  field.focus();
  field.value = value;
  field.dispatchEvent(new Event('change', { bubbles: true }));
}, [id, words]);

const isIn = (id, value) => [(page) => awaited(page, ([what, wanted]) => document.getElementById(what)?.value === wanted || document.getElementById(what)?.value, [id, value])];
const says = (words) => [(page) => awaited(page, (wanted) => {
  const said = document.getElementById('status').textContent;
  return said.includes(wanted) || said;
}, words)];

/** The walk: what each part is called, what is done, and what is to be seen. */
const WALK = {
  'opened, and a row chosen': [
    (page) => awaited(page, () => document.querySelectorAll('#sheet .item.is-own').length === 14),
    (page) => page.evaluate(() => document.documentElement.lang === 'en' || document.getElementById('language').click()), focus('Row o4'), key('Enter'), ...isIn('id', 'o4'),
  ],
  'moved by pointer and by keys': [
    ...drag([478, 146], [478, 116]), ...isIn('y', '106'), focus('Row o4'), key('ArrowDown'), key('Shift', 'ArrowLeft'), ...isIn('x', '375'), ...isIn('y', '107'),
  ],
  'stretched by a corner': [...drag([560, 127], [540, 131]), ...isIn('w', '165'), ...isIn('h', '24')],
  'a mark of its shelf changed': [
    (page) => page.evaluate(() => [...document.querySelectorAll('#chosen .shelf')].find((one) => one.textContent.startsWith('94')).click()),
    ...isIn('from', '94'), type('from', '94(4)'), ...isIn('from', '94(4)'), press('let-go'),
  ],
  'a row removed, brought back, removed': [
    focus('Row o3'), key('Delete'), ...says('The shelves 62, 7, 78 have no row on the plan now'), press('undo'), ...says('Undone'),
    (page) => awaited(page, () => document.querySelector('#sheet [aria-label^="Row o3"]') !== null), press('redo'), ...says('Redone'),
  ],
  'a wall and words drawn': [
    press('tool-wall'), ...drag([30, 60], [330, 60]), ...isIn('x2', '330'), press('tool-label'), press('add-label'), type('words-en', 'Quiet'), ...isIn('words-en', 'Quiet'),
  ],
  saved: [key('Control', 's'), ...says('Written: plans/central-2.svg, library.toml. Nothing is odd.')],
};

/** What the files are to be then. */
const TEXT = SETTINGS.replaceAll('outline = "o3"\n', '').replace('from = "94"\n', 'from = "94(4)"\n');
const DRAWN = DRAWING.replace(/ {2}<rect id="o3".*\n/, '').replace('x="385" y="136" width="185" height="20"', 'x="375" y="107" width="165" height="24"')
  .replace('</svg>', '  <line class="wall" x1="30" y1="60" x2="330" y2="60"/>\n  <text x="300" y="200" data-en="Quiet"/>\n</svg>');

/** Goes through one part of the walk; gives what went otherwise, if something did. */
async function go(page, acts) {
  for (const act of acts) {
    const wrong = await act(page);
    if (typeof wrong === 'string') return wrong;
  }
  return undefined;
}

/** What of the files is not as it should be. */
function filed(desk) {
  if (desk.text() !== TEXT) return 'library.toml says something else';
  if (desk.text('plans/central-2.svg') !== DRAWN) return 'the drawing is another';
  return /nothing odd/.test(check(desk)) ? undefined : 'check finds something odd';
}

const FILES = 'both files say so, all else in them is as it was, and `bibliobus check` finds nothing odd';

/** Goes through all of it in one browser; gives its name, and what held until something did not. */
async function through(start) {
  const desk = await editorOf(SETTINGS, '--floor', 'C2');
  const browser = await start();
  const page = await browser.visit();
  await page.goto(desk.url);
  const held = new Map();
  let wrong;
  for (const [part, acts] of [...Object.entries(WALK), [FILES, [() => filed(desk)]]]) {
    wrong ??= await go(page, acts).catch(String);
    held.set(part, wrong ? 'no' : 'yes');
    if (!wrong) continue;
    console.log(`${browser.name}: ${part}: ${wrong}`);
    process.exitCode = 1;
    break;
  }
  await page.leave().catch(() => {});
  await browser.close();
  desk.close();
  return { name: browser.name, held };
}

const [only] = process.argv.slice(2);
const came = [];
for (const [name, start] of Object.entries(BROWSERS)) if (!only || only === name) came.push(await through(start));
const parts = [...Object.keys(WALK), FILES];
const text = table(['what is done', ...came.map(({ name }) => name)], parts.map((part) => [part, ...came.map(({ held }) => held.get(part) ?? 'not tried')]));
console.log(text);
if (!only) write('plan', text);
