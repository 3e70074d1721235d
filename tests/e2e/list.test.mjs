// A cut of what `./dev faults` runs of the list, of two tabs, and of calls that fail once.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import * as calls from './calls.mjs';
import { device } from './list/device.mjs';
import { hosts } from './list/hosts.mjs';
import { mixtures } from './list/mixtures.mjs';
import { network } from './list/network.mjs';
import { program } from './list/program.mjs';
import { open } from './list/scene.mjs';
import { storage } from './list/storage.mjs';
import { together } from './list/together.mjs';
import * as tabs from './tabs.mjs';

/** One of each sort, those that end soon. */
const CUT = [
  'every chunk: packed by the host, and said so',
  'the engine: called text/plain',
  'a mirror with half of what is new; release one is kept',
  'the line goes in mid-session, all kept before',
  'a quota of 60 kB',
  'the connection to the database is lost again and again, and there is no line',
  'two elements on a page',
  'the worker dies of an error in the middle of five searches',
  'no sheets of styles that are made by scripts',
  'forms on the page have the names of what scripts use',
  'ten thousand messages, forged and senseless',
  'the same input twice, and backwards',
];

describe('what else may go wrong', () => {
  let scene;
  before(async () => { scene = await open(); });
  after(() => scene.end());

  const cells = [network, mixtures, storage, together, device, hosts, program].flat();
  for (const wanted of CUT) {
    test(wanted, () => cells.find(({ name }) => name === wanted).run(scene));
  }

  test('two tabs', async () => {
    const both = await tabs.stage(scene);
    try {
      await tabs.play(both, 3);
    } finally {
      await both.host.stop();
    }
  });

  test('one call fails once', async () => {
    const small = await calls.stage();
    try {
      for (const [n, fate] of [[1, { request: 'reset' }], [4, { request: 404 }], [3, { call: calls.CALLS.throws }]]) {
        assert.equal(await calls.failNth(scene.browser, small, n, fate), true, 'it came to that');
      }
    } finally {
      await small.end();
    }
  });
});
