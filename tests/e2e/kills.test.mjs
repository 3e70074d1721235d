// A cut of the kills, in Chromium: ./dev faults runs all of them, in three browsers.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { Scene } from './killing.mjs';
import { kill } from './kills.mjs';

describe('a browser that is killed', () => {
  let scene;
  before(async () => {
    scene = new Scene('Chromium');
    await scene.open();
  });
  after(() => scene.close());

  // Two in the midst of the files, and one in the visit that sweeps what the earlier release had.
  for (const [kind, number] of [['install', 5], ['update', 0], ['update', 1]]) {
    test(`during an ${kind} (${number}) opens a whole release, or says what is the matter`, async () => {
      const { isTorn, isOpen, isRight, words } = await kill(scene, kind, number);
      assert.ok(!isTorn && isOpen && isRight, words);
    });
  }
});
