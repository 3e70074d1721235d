// A cut of the fault matrix: ./dev faults runs all of it.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { cells, run, stage } from './faults.mjs';
import { launch } from './site.mjs';

/** One of each sort, those that end soon. */
const CUT = [
  /^manifest: (404|reset|cut|flip|html|other)$/,
  /^every chunk: (404|500|reset|cut|short|flip|html|other|redirect)$/,
  /^chunks but the root: (404|reset|flip)$/,
  /^the app: (404|cut)$/,
  /^the engine: (404|cut|html)$/,
  /first time: (404|reset|flip)$/,
  /^storage: (no indexedDB|opening never ends|writing fails)$/,
  /^storage, all kept before: (indexedDB throws|reading fails|no DecompressionStream)$/,
];

describe('no fault ends in a wrong answer or in none', () => {
  let browser;
  let scene;
  before(async () => {
    scene = await stage();
    browser = await launch();
  });
  after(async () => {
    await browser.close();
    await scene.host.stop();
  });

  const wanted = cells().filter(({ name }) => CUT.some((pattern) => pattern.test(name)));
  test('the cut is as large as it was meant to be', () => assert.equal(wanted.length, 32));
  for (const cell of wanted) {
    test(cell.name, async () => {
      const { outcome, mended, complaints, fired } = await run(browser, scene, cell);
      assert.match(outcome, /^(right|told)$/);
      assert.equal(mended, 'right', 'soon after the fault is over');
      assert.deepEqual(complaints, []);
      assert.ok(fired > 0, 'the fault did come');
    });
  }
});
