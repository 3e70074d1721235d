// The plan editor: a librarian draws, names, saves, and the way leads there.
//
//   BIBLIOBUS_BIN=target/debug/bibliobus node --test tests/e2e/plan.test.mjs
import assert from 'node:assert/strict';
import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { WORDS } from '../../crates/cli/src/plan/page/words.js';
import { bibliobus } from './lib.mjs';
import { DEMO, check, editorOf } from './plan.mjs';
import { hasNoBarriers, launch, newPage } from './site.mjs';

const DEMO_TEXT = readFileSync(join(DEMO, 'library.toml'), 'utf8');
const PAGE = new URL('../../crates/cli/src/plan/page/', import.meta.url).pathname;

let browser;
before(async () => { browser = await launch(); });
after(() => browser.close());

/** A librarian at the page. */
class Librarian {
  constructor(page) { this.page = page; }

  row(id) { return this.page.locator(`.item[aria-label^="Row ${id}"]`); }
  node(id) { return this.page.locator('.node', { has: this.page.locator(`.node-id:text-is("${id}")`) }); }
  take(tool) { return this.page.locator(`#tool-${tool}`).click(); }
  status() { return this.page.locator('#status').innerText(); }

  /** Where a point of the drawing is on the screen. */
  at(x, y) {
    return this.page.locator('#sheet').evaluate((svg, [left, top]) => {
      const point = new DOMPoint(left, top).matrixTransform(svg.getScreenCTM());
      return [point.x, point.y];
    }, [x, y]);
  }

  async click(x, y) { await this.page.mouse.click(...await this.at(x, y)); }

  async drag(from, to) {
    await this.page.mouse.move(...await this.at(...from));
    await this.page.mouse.down();
    await this.page.mouse.move(...await this.at((from[0] + to[0]) / 2, (from[1] + to[1]) / 2));
    await this.page.mouse.move(...await this.at(...to));
    await this.page.mouse.up();
  }

  async fill(field, value) {
    await this.page.locator(`#${field}`).fill(value);
    await this.page.locator(`#${field}`).blur();
  }

  /** Saves, and gives what the page says then. */
  async save() {
    await this.page.keyboard.press('Control+s');
    await this.page.waitForFunction(() => !/^(|Saving…|Сохраняю…)$/.test(document.getElementById('status').textContent)
      && document.querySelector('.unsaved').hidden);
    return this.status();
  }
}

function scene(name, { options = { locale: 'en' }, settings = DEMO_TEXT, floor = ['--floor', 'C2'], refuses = false } = {}, play) {
  test(name, async () => {
    const desk = await editorOf(settings, ...floor);
    const page = await newPage(browser, options);
    page.on('console', (message) => { if (message.type() === 'error' && !refuses) page.complaints.push(message.text()); });
    page.setDefaultTimeout(15_000);
    try {
      await page.goto(desk.url);
      await page.locator('#save').waitFor();
      await play(new Librarian(page), desk, page);
      assert.deepEqual(page.complaints, []);
    } finally {
      await page.context().close();
      desk.close();
    }
  });
}

scene('a row is drawn, a shelf put on it, and the way leads there', {}, async (librarian, desk, page) => {
  // A point is moved, one is made, and joined.
  await librarian.drag([360, 122], [360, 110]);
  await librarian.take('point');
  await librarian.click(420, 98);
  await librarian.fill('id', 'e5');
  await librarian.take('path');
  await librarian.node('e4').click();
  await librarian.node('e5').click();
  assert.match(await librarian.status(), /Path e4 – e5/);
  await page.locator('#steps').check();
  // A row, and a shelf on it.
  await librarian.take('row');
  await librarian.drag([400, 60], [560, 80]);
  assert.equal(await page.locator('.item.is-new').count(), 1);
  await librarian.fill('id', 'o5');
  await page.locator('#add-shelf-here').click();
  await page.locator('#place').selectOption('C/OTR');
  await page.locator('#scheme').selectOption('udc');
  await librarian.fill('from', '95');
  for (const [field, value] of [['row', '5'], ['side', 'A'], ['shelf', '1']]) await librarian.fill(`shelf-${field}`, value);
  await librarian.node('e5').click();
  assert.equal(await page.locator('#node').inputValue(), 'e5');
  assert.equal(await page.locator('#outline').inputValue(), 'o5');
  // Back and forth again.
  await page.locator('#undo').click();
  assert.equal(await page.locator('#node').inputValue(), '');
  await page.keyboard.press('Control+Shift+z');
  assert.equal(await page.locator('#node').inputValue(), 'e5');
  assert.equal(desk.text(), DEMO_TEXT, 'nothing is written before it is saved');

  assert.equal(await librarian.save(), 'Written: plans/central-2.svg, library.toml. Nothing is odd.');
  const before = DEMO_TEXT.split('\n');
  const lines = desk.text().split('\n').filter((line) => !before.includes(line));
  assert.deepEqual(lines.slice(0, 3), [
    '  { id = "e4", x = 360, y = 110 },',
    '  { id = "e5", x = 420, y = 98 },',
    '  { from = "e4", to = "e5", steps = true },',
  ]);
  assert.ok(desk.text().includes('\n[[shelf]]\nbranch = "C"\nplace = "OTR"\nscheme = "udc"\nfrom = "95"\nrow = "5"\nside = "A"\nshelf = "1"\nfloor = "C2"\noutline = "o5"\nnode = "e5"\n'));
  assert.match(desk.text('plans/central-2.svg'), /<rect id="o5" class="shelf" x="400" y="60" width="160" height="20"\/>\n<\/svg>\n$/);
  const way = bibliobus('shelf', desk.file, 'C/OTR', '95 Б 3');
  assert.match(way, /floor C2, row 5, side A, shelf 1\n.*on floor C2: .*e4 – e5\n$/s);

  // And the page says the same.
  await page.locator('#try-place').selectOption('C/OTR');
  await page.locator('#try-mark').fill('95 Б 3');
  await page.locator('#try').click();
  await page.locator('#answer').waitFor();
  assert.match(await page.locator('#answer').innerText(), /floor C2, row 5, side A, shelf 1[^]*e4 → e5/);
  assert.equal(await page.locator('.outline.found').count(), 1);
});

scene('everything can be done by keyboard alone', {}, async (librarian, desk, page) => {
  await page.locator('#sheet [tabindex="0"]').focus();
  const name = () => page.evaluate(() => document.activeElement.getAttribute('aria-label'));
  assert.equal(await name(), 'Point s2, stairs');
  await page.keyboard.press('ArrowUp');
  assert.notEqual(await name(), 'Point s2, stairs', 'arrows lead from one thing to the next');
  await page.locator('#tool-point').press('Enter');
  await page.locator('#add-point').press('Enter');
  assert.equal(await name(), 'Point n1');
  await page.keyboard.press('ArrowLeft');
  await page.keyboard.press('Shift+ArrowDown');
  assert.equal(await page.locator('#x').inputValue(), '299');
  assert.equal(await page.locator('#y').inputValue(), '210');
  await page.locator('#tool-path').press('Enter');
  await librarian.node('n1').focus();
  await page.keyboard.press('Enter');
  await librarian.node('w2').focus();
  await page.keyboard.press('Enter');
  assert.match(await librarian.status(), /Path n1 – w2/);
  await page.locator('#tool-row').press('Enter');
  await page.locator('#add-row').press('Enter');
  assert.equal(await name(), 'Row row-1, not saved yet');
  await page.keyboard.press('ArrowDown');
  assert.match(await librarian.save(), /^Written: plans\/central-2\.svg, library\.toml/);
  assert.match(desk.text(), /\{ id = "n1", x = 299, y = 210 \}/);
  await librarian.node('n1').focus();
  await page.keyboard.press('Delete');
  assert.equal(await librarian.node('n1').count(), 0);
  await page.keyboard.press('Control+z');
  assert.equal(await librarian.node('n1').count(), 1);
});

const DRAWING = readFileSync(join(DEMO, 'plans/central-2.svg'), 'utf8');
/** The lines of a text that another does not have. */
const without = (text, other) => text.split('\n').filter((line) => !other.split('\n').includes(line));

scene('rows that are drawn already are moved, stretched, turned, renamed and removed', { settings: `# ours\n${DEMO_TEXT}` }, async (librarian, desk, page) => {
  const value = (field) => page.locator(`#${field}`).inputValue();
  const box = async () => [await value('x'), await value('y'), await value('w'), await value('h')].map(Number);
  await librarian.drag([478, 146], [478, 116]);
  assert.equal(await page.locator('.what').innerText(), 'Row o4');
  assert.deepEqual(await box(), [385, 106, 185, 20]);
  await librarian.drag([570, 126], [540, 130]);
  assert.deepEqual(await box(), [385, 106, 155, 24], 'by its lower right corner');
  await page.locator('#turn').click();
  assert.deepEqual(await box(), [450.5, 40.5, 24, 155]);
  await page.locator('#undo').click();
  assert.deepEqual(await box(), [385, 106, 155, 24]);
  await librarian.fill('id', 'history');
  assert.match(await page.locator('#chosen').innerText(), /Without it the shelves 8, 82, 9, 94 have no row on the plan/);
  // Another one goes, comes back, and goes.
  await librarian.row('o3').click();
  await page.locator('#remove').click();
  assert.equal(await librarian.status(), 'Removed: Row o3. The shelves 62, 7, 78 have no row on the plan now.');
  await page.locator('#undo').click();
  assert.equal(await librarian.row('o3').count(), 1);
  await page.locator('#redo').click();
  assert.equal(await librarian.row('o3').count(), 0);

  assert.equal(await librarian.save(), 'Written: plans/central-2.svg, library.toml. Nothing is odd.');
  const moved = '  <rect id="history" class="shelf" x="385" y="106" width="155" height="24"/>';
  const kept = DRAWING.replace(/ {2}<rect id="o3".*\n/, '').replace(/ {2}<rect id="o4".*/, moved);
  assert.equal(desk.text('plans/central-2.svg'), kept, 'all else is as it was');
  assert.equal(desk.text(), `# ours\n${DEMO_TEXT}`.replaceAll('outline = "o3"\n', '').replaceAll('outline = "o4"', 'outline = "history"'));
  assert.match(check(desk), /nothing odd/);
  assert.match(bibliobus('shelf', desk.file, 'C/OTR', '94(47) Б 20'), /row 4, side B, shelf 2/);
  // What was saved can be undone by hand, and a row that was saved is moved on.
  await librarian.drag([420, 118], [420, 128]);
  assert.equal(await librarian.save(), 'Written: plans/central-2.svg. Nothing is odd.');
  assert.match(desk.text('plans/central-2.svg'), /<rect id="history" class="shelf" x="385" y="116" width="155" height="24"\/>/);
});

scene('rows, walls and words are moved and removed by keyboard alone', {}, async (librarian, desk, page) => {
  const name = () => page.evaluate(() => document.activeElement.getAttribute('aria-label'));
  await librarian.row('o1').focus();
  for (const key of ['Enter', 'ArrowDown', 'Shift+ArrowLeft']) await page.keyboard.press(key);
  assert.match(await librarian.status(), /From the left: 375, From the top: 281/);
  await librarian.row('o2').focus();
  await page.keyboard.press('Delete');
  assert.match(await librarian.status(), /^Removed: Row o2\. The shelves .* have no row on the plan now\.$/);
  await page.keyboard.press('Control+z');
  assert.equal(await librarian.row('o2').count(), 1);
  await page.locator('#tool-wall').press('Enter');
  await page.locator('#add-wall').press('Enter');
  assert.equal(await name(), 'Wall');
  await page.keyboard.press('ArrowUp');
  assert.equal(await page.locator('#y2').inputValue(), '199');
  await librarian.fill('x2', '420');
  await page.locator('#tool-label').press('Enter');
  await page.locator('#add-label').press('Enter');
  await page.keyboard.type('Quiet & cosy');
  await page.locator('#words-en').blur();
  await page.locator('.words.chosen').focus();
  assert.equal(await name(), 'Words “Quiet & cosy”');
  await page.keyboard.press('ArrowLeft');
  await page.locator('[aria-label="Words “Fiction”"]').focus();
  await page.keyboard.press('Delete');
  assert.equal(await librarian.save(), 'Written: plans/central-2.svg. Nothing is odd.');
  assert.equal(desk.text(), DEMO_TEXT);
  const after = desk.text('plans/central-2.svg');
  assert.deepEqual(without(after, DRAWING), [
    '  <rect id="o1" class="shelf" x="375" y="281" width="185" height="20"/>',
    '  <line class="wall" x1="300" y1="199" x2="420" y2="199"/>',
    '  <text x="299" y="200" data-en="Quiet &amp; cosy"/>',
  ]);
  assert.deepEqual(without(DRAWING, after).map((line) => /id="o1"|Fiction/.test(line)), [true, true]);
  // And what was drawn so goes again.
  await page.locator('.drawn-wall').focus();
  await page.keyboard.press('Delete');
  await librarian.save();
  assert.doesNotMatch(desk.text('plans/central-2.svg'), /<line/);
});

scene('a row of a drawing made elsewhere stays there, and says what can be done', {}, async (librarian, desk, page) => {
  const foreign = DRAWING.replace(/( *<rect id="o4".*\n)/, '<g transform="rotate(2)">\n$1</g>\n');
  writeFileSync(join(desk.file, '../plans/central-2.svg'), foreign);
  await page.reload();
  const before = await librarian.row('o4').innerHTML();
  await librarian.drag([465, 162], [465, 120]);
  assert.equal(await page.locator('.what').innerText(), 'Row o4');
  assert.match(await page.locator('#chosen').innerText(), /belongs to a drawing made elsewhere/);
  await page.keyboard.press('Escape');
  await librarian.row('o4').focus();
  await page.keyboard.press('Delete');
  assert.match(await librarian.status(), /belongs to a drawing made elsewhere: move or remove it in the program/);
  assert.equal(await librarian.row('o4').innerHTML(), before);
  assert.equal(await page.locator('#remove').count(), 0);
  await page.locator('#move-shelves').selectOption('o3');
  assert.equal(await librarian.status(), 'Shelves put on row o3: 4.');
  await librarian.row('i1').click();
  const holds = Number(/\((\d+)\)/.exec(await page.locator('#remove-shelves').innerText())[1]);
  await page.locator('#remove-shelves').click();
  assert.equal(await librarian.status(), `Shelves removed: ${holds}.`);
  assert.equal(await librarian.save(), 'Written: library.toml. Nothing is odd.');
  assert.equal(desk.text('plans/central-2.svg'), foreign);
  assert.doesNotMatch(desk.text(), /"o4"|"i1"/);
  const count = (text) => text.split('[[shelf]]').length;
  assert.equal(count(DEMO_TEXT) - count(desk.text()), holds);
});

scene('what is removed says what else refers to it, and nothing odd is left', { floor: ['--floor', 'C1'] }, async (librarian, desk, page) => {
  await librarian.click(234, 260);
  const note = /the paths hall – registration, registration – hedgehog, registration – m-in\. .*The kiosk hall stands here/;
  assert.match(await page.locator('#chosen').innerText(), note);
  await page.locator('#remove').click();
  assert.match(await librarian.status(), /^Removed: Point registration\. .* went with it\. .*The kiosk hall stands nowhere now/);
  await page.locator('#kiosks summary').click();
  await page.locator('#kiosks .shelf').click();
  assert.match(await page.locator('#chosen .warning').innerText(), /It stands nowhere/);
  await page.locator('#node').selectOption('hall');
  assert.equal(await page.locator('#chosen .warning').isVisible(), false);
  // What led through the point is joined anew: a path is bent to another end.
  await librarian.take('path');
  await librarian.node('hall').click();
  await librarian.node('m-in').click();
  await page.locator('#from').selectOption('l1');
  assert.match(await librarian.status(), /there is one between them/);
  await page.locator('#to').selectOption('hedgehog');
  await librarian.take('choose');
  await librarian.node('door').click();
  assert.match(await page.locator('#chosen').innerText(), /the only entrance of branch C/);
  assert.equal(await librarian.save(), 'Written: library.toml. Nothing is odd.');
  assert.match(desk.text(), /code = "hall"\nname = .*\nnode = "hall"\n/);
  assert.match(desk.text(), /\n {2}\{ from = "hall", to = "hedgehog" \},\n/);
  assert.doesNotMatch(desk.text(), /from = "registration"|to = "registration"|id = "registration"/);
  assert.match(check(desk), /nothing odd/);
});

scene('a library without any drawing draws walls, words and rows', { settings: '[[branch]]\ncode = "C"\n', floor: [], options: { locale: 'ru' } }, async (librarian, desk, page) => {
  await page.locator('#new-floor').click();
  await page.locator('#new-code').fill('1');
  await page.keyboard.press('Enter');
  await librarian.take('wall');
  await librarian.drag([20, 20], [580, 20]);
  await page.keyboard.down('Shift');
  await librarian.drag([20, 20], [26, 380]);
  await page.keyboard.up('Shift');
  await librarian.take('label');
  await librarian.click(300, 200);
  await page.keyboard.type('Читальный зал');
  await librarian.take('row');
  await librarian.drag([100, 100], [300, 130]);
  await librarian.drag([200, 115], [240, 165]);
  // The end of a wall, and the words, are drawn elsewhere.
  await librarian.click(20, 60);
  await librarian.drag([20, 380], [20, 300]);
  await librarian.drag([300, 198], [320, 258]);
  assert.equal(await librarian.save(), 'Записано: plans/1.svg, library.toml. Замечаний нет.');
  assert.deepEqual(desk.text('plans/1.svg').split('\n').slice(1, -2), [
    '  <rect id="row-1" class="shelf" x="140" y="150" width="200" height="30"/>',
    '  <line class="wall" x1="20" y1="20" x2="580" y2="20"/>',
    '  <line class="wall" x1="20" y1="20" x2="20" y2="300"/>',
    '  <text x="320" y="260" data-ru="Читальный зал"/>',
  ]);
  assert.equal(await page.locator('.drawn-wall').count(), 2);
  assert.equal(await page.locator('.words').count(), 1);
});

scene('a new floor with a drawing of its own', {}, async (librarian, desk, page) => {
  await page.locator('#new-floor').click();
  await page.locator('#new-code').fill('C2');
  await page.keyboard.press('Enter');
  assert.match(await page.locator('dialog .warning').innerText(), /taken: C2/);
  await page.locator('#new-code').fill('C4');
  await page.keyboard.press('Enter');
  await page.locator('#sheet .ground').waitFor();
  await librarian.take('row');
  await librarian.drag([100, 100], [300, 130]);
  await librarian.take('point');
  await librarian.click(200, 160);
  await page.locator('#kind').selectOption('stairs');
  await librarian.fill('shaft', 'central');
  assert.equal(await librarian.save(), 'Written: plans/C4.svg, library.toml. Nothing is odd.');
  assert.match(desk.text('plans/C4.svg'), /viewBox="0 0 600 400">\n {2}<rect id="row-1" class="shelf" x="100" y="100" width="200" height="30"\/>\n<\/svg>\n$/);
  assert.match(desk.text(), /\[\[floor\]\]\ncode = "C4"\nbranch = "C"\nlevel = 4\nplan = "plans\/C4.svg"\nnodes = \[\n {2}\{ id = "n1", x = 200, y = 160, kind = "stairs", shaft = "central" \},\n\]/);
  await page.locator('#this-floor summary').click();
  await page.locator('#remove-floor').click();
  assert.equal(await librarian.status(), 'Removed: Floor C4. The file plans/C4.svg stays on the disk.');
  await librarian.save();
  assert.equal(desk.text(), DEMO_TEXT, 'and it is gone without a trace');
});

scene('a kiosk stands at a point, and goes along when the point is renamed or removed', {}, async (librarian, desk, page) => {
  await page.locator('#kiosks summary').click();
  await page.locator('#add-kiosk').click();
  await librarian.fill('code', 'stairs');
  await librarian.fill('name-en', 'the screen by the stairs');
  await page.locator('#node').selectOption('s2');
  await librarian.node('s2').click();
  await librarian.fill('id', 'up');
  await librarian.save();
  assert.match(desk.text(), /\[\[kiosk\]\]\ncode = "stairs"\nname = \{ en = "the screen by the stairs" \}\nnode = "up"\n/);
  assert.match(desk.text(), /\{ from = "up", to = "w0" \}/);
  await page.locator('#remove').click();
  await page.locator('#kiosks .shelf', { hasText: 'stairs' }).click();
  assert.equal(await page.locator('#node').inputValue(), '');
  await page.locator('#remove').click();
  await librarian.save();
  assert.doesNotMatch(desk.text(), /"up"|code = "stairs"/);
});

scene('a library begins with nothing but a branch', { settings: '[[branch]]\ncode = "C"\n', floor: [] }, async (librarian, desk, page) => {
  assert.match(await page.locator('.hint').innerText(), /Begin with “New floor…”/);
  await page.locator('#new-floor').click();
  await page.locator('#new-code').fill('1');
  await page.keyboard.press('Enter');
  // A picture twice as wide as it is high.
  const png = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAIAAAABCAIAAAB7QOjdAAAADUlEQVR4nGP4z8AARAAI/gH/xp559wAAAABJRU5ErkJggg==', 'base64');
  await page.locator('#trace').setInputFiles({ name: 'plan.png', mimeType: 'image/png', buffer: png });
  await page.locator('#sheet[viewBox="0 0 600 300"]').waitFor();
  await page.locator('#add-shelf').click();
  assert.match(await librarian.status(), /no \[\[place\]\]/);
  await librarian.take('row');
  await librarian.drag([50, 50], [250, 80]);
  assert.match(await librarian.save(), /^Written: plans\/1\.svg, library\.toml/);
  assert.equal(desk.text(), '[[branch]]\ncode = "C"\n\n[[floor]]\ncode = "1"\nbranch = "C"\nlevel = 1\nplan = "plans/1.svg"\n');
  assert.match(desk.text('plans/1.svg'), /viewBox="0 0 600 300"/);
});

scene('a file that somebody changed is not overwritten, and no edit is lost', { refuses: true }, async (librarian, desk, page) => {
  await librarian.drag([360, 122], [350, 122]);
  writeFileSync(desk.file, DEMO_TEXT.replace('id = "w5", x = 240', 'id = "w5", x = 230'));
  await page.keyboard.press('Control+s');
  await page.locator('dialog').waitFor();
  assert.match(await page.locator('dialog').innerText(), /Somebody changed library.toml/);
  assert.match(desk.text(), /id = "e4", x = 360/);
  const [copy] = await Promise.all([page.waitForEvent('download'), page.locator('#keep-copy').click()]);
  assert.equal(copy.suggestedFilename(), 'plan-edits.json');
  await page.locator('#rebase').click();
  await page.locator('#status', { hasText: 'your edits on top' }).waitFor();
  await librarian.save();
  assert.equal(desk.text(), DEMO_TEXT.replace('id = "w5", x = 240', 'id = "w5", x = 230').replace('id = "e4", x = 360', 'id = "e4", x = 350'));
  // Or without the edits.
  await librarian.drag([350, 122], [340, 122]);
  writeFileSync(desk.file, DEMO_TEXT);
  await page.keyboard.press('Control+s');
  await page.locator('#reload').click();
  await page.locator('#status', { hasText: 'in the file now was loaded' }).waitFor();
  await page.locator('.unsaved').waitFor({ state: 'hidden' });
  assert.equal(desk.text(), DEMO_TEXT);
});

scene('a drawing that somebody changed is not overwritten either', { refuses: true }, async (librarian, desk, page) => {
  await librarian.drag([478, 146], [478, 116]);
  await librarian.row('o3').focus();
  await page.keyboard.press('Delete');
  const file = join(desk.file, '../plans/central-2.svg');
  const theirs = DRAWING.replace('id="a1" class="shelf" x="30"', 'id="a1" class="shelf" x="20"').replace(/.*data-en="Fiction".*\n/, '');
  writeFileSync(file, theirs);
  await page.keyboard.press('Control+s');
  await page.locator('#rebase').click();
  await page.locator('#status', { hasText: 'your edits on top' }).waitFor();
  assert.equal(desk.text('plans/central-2.svg'), theirs);
  await librarian.save();
  const both = theirs.replace('x="385" y="136"', 'x="385" y="106"').replace(/.*id="o3".*\n/, '');
  assert.equal(desk.text('plans/central-2.svg'), both);
  assert.equal(desk.text(), DEMO_TEXT.replaceAll('outline = "o3"\n', ''));
});

scene('what is just being typed counts, whatever is clicked next', {}, async (librarian, desk, page) => {
  const marks = page.locator('#shelves .shelf');
  await marks.nth(1).click();
  await page.locator('#from').fill('84(1)');
  await marks.nth(2).click();
  assert.match(await page.locator('.what').innerText(), /84\(2=411\.2\)1$/);
  await page.locator('#to').fill('84(2=411.2)4');
  await page.locator('#save').click();
  await page.locator('#status', { hasText: 'Written: library.toml' }).waitFor();
  assert.match(desk.text(), /from = "84\(1\)"\n/);
  assert.match(desk.text(), /from = "84\(2=411\.2\)1"\nto = "84\(2=411\.2\)4"\n/);
});

scene('what cannot be written is said, and the edits stay', { refuses: true }, async (librarian, desk, page) => {
  await page.locator('#add-shelf').click();
  await page.keyboard.press('Control+s');
  await page.locator('#status.bad').waitFor();
  assert.match(await librarian.status(), /^Nothing was written\. .*no first mark/);
  assert.equal(desk.text(), DEMO_TEXT);
  await page.locator('#scheme').selectOption('udc');
  await librarian.fill('from', 'бн');
  await page.locator('.warning:not([hidden])').first().waitFor();
  // Leaving with unsaved edits is asked about.
  let asked = 0;
  page.on('dialog', (dialog) => { asked += 1; return dialog.accept(); });
  await page.reload();
  await page.locator('.node').first().waitFor();
  assert.equal(asked, 1);
});

scene('a picture lies under the drawing, and stays in the browser', {}, async (librarian, desk, page) => {
  const asked = [];
  page.on('request', (request) => asked.push(`${request.method()} ${request.url()}`));
  const png = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==', 'base64');
  await page.locator('#trace').setInputFiles({ name: 'plan.png', mimeType: 'image/png', buffer: png });
  await page.locator('#sheet image').waitFor({ state: 'attached' });
  await page.locator('#show-file').check();
  await page.locator('#sheet image.file').waitFor({ state: 'attached' });
  await page.locator('#larger').click();
  await page.locator('#sheet').hover();
  await page.keyboard.down('Control');
  await page.mouse.wheel(0, -200);
  await page.keyboard.up('Control');
  await page.waitForFunction(() => document.querySelector('.zoom output').textContent === '144 %');
  assert.ok(asked.every((request) => request.startsWith(`GET ${desk.url}drawings/`) || request.startsWith('GET blob:')), asked.join('\n'));
});

for (const locale of ['ru', 'en']) {
  scene(`there are no barriers (${locale})`, { options: { locale } }, async (librarian, _, page) => {
    assert.equal(await page.locator('html').getAttribute('lang'), locale);
    await hasNoBarriers(page, 'start');
    await librarian.node('s2').click();
    await hasNoBarriers(page, 'a point');
    await page.locator('.item.is-own').first().click();
    await hasNoBarriers(page, 'a row');
    await page.locator('.words').first().click();
    await hasNoBarriers(page, 'words');
    await page.locator('#shelves .shelf').first().click();
    await page.locator('#try-mark').fill('84');
    await page.locator('#try').click();
    await page.locator('#answer').waitFor();
    for (const panel of ['kiosks', 'this-floor', 'findings']) await page.locator(`#${panel} summary`).click();
    await hasNoBarriers(page, 'a shelf');
    await page.locator('#kiosks .shelf').click();
    await hasNoBarriers(page, 'a kiosk');
    await page.locator('#new-floor').click();
    await hasNoBarriers(page, 'a new floor');
    await page.keyboard.press('Escape');
    await page.locator('#language').click();
    assert.equal(await page.locator('html').getAttribute('lang'), locale === 'ru' ? 'en' : 'ru');
    assert.doesNotMatch(await page.locator('body').innerText(), /[{}]/, 'every word is filled in');
  });
}

scene('nothing is wider than a small screen', { options: { locale: 'ru', viewport: { width: 800, height: 700 } } }, async (librarian, _, page) => {
  for (const width of [800, 360]) {
    await page.setViewportSize({ width, height: 700 });
    await page.locator('#shelves .shelf').first().click();
    const wide = await page.evaluate(() => document.documentElement.scrollWidth);
    assert.ok(wide <= width, `${wide} px`);
  }
});

test('every sentence is there in both languages, and says the same values', () => {
  const values = (words) => [...words.matchAll(/\{\w+\}/g)].map(String).sort();
  for (const [key, { ru, en }] of Object.entries(WORDS)) {
    assert.ok(ru && en, key);
    assert.deepEqual(values(ru), values(en), key);
  }
  const scripts = readdirSync(PAGE).filter((name) => name.endsWith('.js') && name !== 'words.js');
  const page = scripts.map((name) => readFileSync(join(PAGE, name), 'utf8')).join('');
  const said = [...page.matchAll(/say\('([\w.-]+)'/g)].map(([, key]) => key);
  assert.deepEqual(said.filter((key) => !(key in WORDS)), []);
});
