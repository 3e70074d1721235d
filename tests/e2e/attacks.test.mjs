// A cut of the attacks: one payload of each sort through every format, and a few changed bytes.
// ./dev faults attacks runs all of them.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { arrive, found, opened } from './attacks/doors.mjs';
import { table } from './attacks/exports.mjs';
import { PAYLOADS } from './attacks/payloads.mjs';
import { ids, launch, stage } from './attacks/stage.mjs';
import { inCommands } from './attacks/mutations.mjs';

/** The first of each sort that is not huge, and a link that is one. */
const CUT = [...new Set(PAYLOADS.map(({ family }) => family))].filter((family) => family !== 'huge')
  .map((family) => PAYLOADS.find((payload) => payload.family === family));

describe('a library whose every text is an attack', () => {
  let [scene, browser] = [];
  before(async () => {
    scene = await stage((payload) => CUT.includes(payload));
    browser = await launch();
  });
  after(async () => {
    await browser.close();
    scene.end();
  });

  test('there are as many payloads as were promised', () => {
    assert.ok(new Set(PAYLOADS.map(({ text }) => text)).size >= 300);
    assert.equal(CUT.length, 14);
  });

  test('nothing runs, nothing is asked for, no link is unsafe, without any policy', async () => {
    scene.host.policy = '';
    const visit = await arrive(browser, scene.host);
    // One record of each payload, its format another each time; all of them are in the results.
    const { links } = await found(visit, CUT);
    await opened(visit, ids(scene.catalogue).filter((_, at) => at % 15 === 0));
    assert.ok(links > 0, 'there are links to look at');
    const { dead: _, ...seen } = visit.seen;
    for (const [what, all] of Object.entries(seen)) assert.deepEqual(all, [], what);
    await visit.leave();
  });

  test('the watch sees what runs, what is asked for and what stands where it should not', async () => {
    scene.host.policy = '';
    const visit = await arrive(browser, scene.host);
    await visit.page.evaluate(() => {
      const list = document.querySelector('biblio-bus').shadowRoot.querySelector('[part~=base]');
      list.insertAdjacentHTML('beforeend', '<img src="https://elsewhere.example/x.png" onerror="tripwire(7)"><a href="https://user@elsewhere.example/">x</a>');
    });
    await visit.page.waitForFunction(() => document.querySelector('biblio-bus').shadowRoot.querySelector('img').complete);
    await visit.to('#/?q=trap', ['settled']);
    const { executed, requests, links, foreign } = visit.seen;
    assert.deepEqual(executed, [7]);
    assert.deepEqual(requests, ['https://elsewhere.example/x.png']);
    assert.equal(links.length, 2, 'the address of a picture counts, too');
    assert.ok(foreign.some((what) => what.includes('<img')));
    await visit.leave();
  });

  test('a table with a formula or a row too wide is seen', () => {
    assert.deepEqual(table('a,b\r\n1,\'=1\r\n-2,"x\ny"\r\n', 'x').faults, []);
    assert.equal(table('a,b\r\n1,=1\r\n', 'x').faults.length, 1);
    assert.equal(table('a,b\r\n1,2,3\r\n', 'x').faults.length, 1);
  });

  test('changed bytes are not taken for the library’s own', async () => {
    const { wrong } = await inCommands(30);
    assert.deepEqual(wrong, []);
  });
});
