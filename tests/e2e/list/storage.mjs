// S1–S5, S8, S10, S14–S16: storage that is full, cleared, locked by others, lost or frozen.
import assert from 'node:assert/strict';
import { closeSync, openSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { QUERY, settled } from '../faults.mjs';
import { stored } from '../lib.mjs';
import { beside } from './releases.mjs';
import { cell, fine, keeps, launchWith, mounted, pause, until, visiting, visitorIn, withoutHost } from './scene.mjs';

const originOf = (visitor) => new URL(visitor.url).origin;
const tools = (visitor) => visitor.page.context().newCDPSession(visitor.page);
const clear = async (visitor, storageTypes = 'indexeddb') => {
  await (await tools(visitor)).send('Storage.clearDataForOrigin', { origin: originOf(visitor), storageTypes });
};
const quota = cell('S1', 'a quota of 60 kB', async (visitor) => {
  const protocol = await tools(visitor);
  await protocol.send('Storage.overrideQuotaForOrigin', { origin: originOf(visitor), quotaSize: 60_000 });
  await visitor.come();
  assert.equal(await keeps(visitor), 'stopped');
  await visitor.ask();
  await visitor.ends(['right']);
  await protocol.send('Storage.overrideQuotaForOrigin', { origin: originOf(visitor) });
  await visitor.come();
  assert.equal(await keeps(visitor), 'whole');
});

/** Takes all room, also what the browser gives back meanwhile, until told to stop. */
function fill(file) {
  const piece = Buffer.alloc(4 << 10);
  const handle = openSync(file, 'w');
  const more = () => {
    try {
      for (;;) writeSync(handle, piece);
    } catch (error) {
      assert.equal(error.code, 'ENOSPC');
    }
  };
  more();
  const again = setInterval(more, 5);
  return () => {
    clearInterval(again);
    closeSync(handle);
    rmSync(file);
  };
}

const disk = {
  entry: 'S2',
  name: 'a disk without room',
  run: (scene) => mounted(join(scene.desk(), 'disk'), '120m', async (small) => {
    const context = await launchWith(join(small, 'profile'));
    const visitor = await visitorIn(context, scene);
    try {
      await visitor.come();
      const empty = fill(join(small, 'filler'));
      assert.equal(await keeps(visitor), 'stopped');
      await visitor.ask();
      await visitor.ends(['right']);
      empty();
      await visitor.come();
      assert.equal(await keeps(visitor), 'whole');
    } finally {
      await context.close();
    }
  }),
};

const crashed = cell('S3', 'the page crashes while it keeps', async (visitor, scene) => {
  await visitor.come();
  scene.host.fault = (path) => (path.includes('/chunks/') ? 'drip' : undefined);
  await visitor.part('keep').first().click();
  await visitor.keeping('running');
  await until(async () => scene.host.asked(/chunks/) > 12, 'some files are on their way');
  const other = await beside(visitor);
  tools(visitor).then((protocol) => protocol.send('Page.crash')).catch(fine);
  await new Promise((resolve) => { visitor.page.once('crash', resolve); });
  scene.host.fault = fine;
  await other.ask();
  await other.ends(['right']);
  await other.come();
  assert.equal(await keeps(other), 'whole');
});

const cleared = [
  cell('S4', 'cleared while the page is open, all kept before', async (visitor, scene) => {
    await visitor.come();
    await visitor.keep();
    await clear(visitor);
    await visitor.ask();
    await visitor.ends(['right']);
    await withoutHost(scene, async () => {
      await visitor.ask('пушкин');
      await settled(visitor.page, ['nothing of the kind'], 3000, ['told']);
      await visitor.ask();
      await visitor.ends();
    });
    await visitor.come();
    assert.equal(await keeps(visitor), 'whole');
  }),
  cell('S14', 'cleared between two visits, all kept before', async (visitor) => {
    await visitor.come();
    await visitor.keep();
    await visitor.page.goto('about:blank');
    await clear(visitor, 'all');
    await visitor.askAnew();
    await visitor.ends(['right']);
    await visitor.come();
    assert.equal(await visitor.keepingState(), 'not-kept');
  }),
  cell('S14', 'the catalogue cleared between two visits, and no line at the second', async (visitor, scene) => {
    await visitor.come();
    await visitor.keep();
    await visitor.serviceWorker();
    await visitor.page.goto('about:blank');
    await clear(visitor);
    await withoutHost(scene, async () => {
      await visitor.askAnew();
      await visitor.ends(['told']);
    });
    await visitor.mends();
  }),
];

/** A page of the same origin that is not ours. */
async function stranger(visitor) {
  const other = await visitor.page.context().newPage();
  await other.goto(`${visitor.url}page.css`);
  return other;
}

/** In a page: opens our database at a version, and holds on to it whoever wants it. */
const hold = (version) => new Promise((resolve, reject) => {
  const opening = indexedDB.open('bibliobus', version);
  opening.onupgradeneeded = () => {
    for (const name of ['files', 'marks']) {
      if (!opening.result.objectStoreNames.contains(name)) opening.result.createObjectStore(name);
    }
  };
  opening.onsuccess = () => { globalThis.held = opening.result; resolve(); };
  opening.onerror = () => reject(opening.error);
});

const locked = [
  cell('S5', 'an old tab blocks another one that wants a later version, and so everybody', async (visitor) => {
    await visitor.come();
    const [holder, wanter] = [await stranger(visitor), await stranger(visitor)];
    await holder.evaluate(hold, 1);
    await wanter.evaluate(() => { globalThis.wanted = indexedDB.open('bibliobus', 2); });
    await visitor.askAnew();
    await visitor.ends(['right']);
    await holder.close();
    await wanter.close();
    await visitor.askAnew();
    await visitor.ends(['right']);
  }),
  cell('S5', 'somebody wants the database gone while an old tab holds it', async (visitor) => {
    await visitor.come();
    await visitor.keep();
    const [holder, deleter] = [await stranger(visitor), await stranger(visitor)];
    await holder.evaluate(hold, 1);
    await deleter.evaluate(() => { globalThis.wanted = indexedDB.deleteDatabase('bibliobus'); });
    await visitor.askAnew();
    await visitor.ends(['right']);
    await holder.close();
    await deleter.close();
    await visitor.come();
    assert.equal(await keeps(visitor), 'whole');
  }),
  cell('S10', 'a database of a later version', async (visitor) => {
    const later = await stranger(visitor);
    await later.evaluate(hold, 7);
    await later.evaluate(() => globalThis.held.close());
    await visitor.come();
    assert.equal(await keeps(visitor), 'stopped');
    await visitor.ask();
    await visitor.ends(['right']);
    await later.evaluate(() => new Promise((resolve) => { indexedDB.deleteDatabase('bibliobus').onsuccess = resolve; }));
    await visitor.come();
    assert.equal(await keeps(visitor), 'whole');
  }),
];

const secret = cell('S8', 'a private window keeps, and forgets at its end', async (visitor, scene) => {
  await visitor.come();
  await visitor.keep();
  await withoutHost(scene, async () => {
    await visitor.ask();
    await visitor.ends(['right']);
  });
  await visiting(scene, {}, async (next) => {
    await next.come();
    assert.equal(await next.keepingState(), 'not-kept');
  });
});

/** In the worker: loses all connections to the database when told to. */
const LOSING = `{
  const open = IDBFactory.prototype.open;
  const all = [];
  IDBFactory.prototype.open = function (...words) {
    const opening = open.apply(this, words);
    opening.addEventListener('success', () => all.push(opening.result));
    return opening;
  };
  new BroadcastChannel('lose').onmessage = () => {
    for (const connection of all.splice(0)) { connection.close(); connection.dispatchEvent(new Event('close')); }
  };
}`;
const lose = (visitor) => visitor.page.evaluate(() => new BroadcastChannel('lose').postMessage(1));

const losing = (name, work) => cell('S15', name, work, { shim: LOSING });
const lost = [
  losing('the connection to the database is lost again and again, and there is no line', async (visitor, scene) => {
    await visitor.come();
    await visitor.keep();
    await visitor.ask('пушкин');
    await visitor.found();
    await withoutHost(scene, async () => {
      for (let times = 0; times < 3; times += 1) {
        await lose(visitor);
        await visitor.ask(times % 2 ? 'чехов' : QUERY);
        if (times % 2 === 0) await visitor.ends();
      }
      await visitor.mends();
    });
  }),
  losing('the connection to the database is lost while all is being kept', async (visitor) => {
    await visitor.come();
    await visitor.part('keep').first().click();
    for (let times = 0; times < 3; times += 1) {
      await pause(40);
      await lose(visitor);
    }
    const state = await visitor.keeping('whole', 'stopped');
    if (state === 'stopped') assert.equal(await keeps(visitor), 'whole');
    assert.ok((await stored(visitor.page)).length > 60);
  }),
];

const frozen = [
  cell('S16', 'frozen in the middle of a search', async (visitor, scene) => {
    await visitor.come();
    scene.host.fault = (path) => (path.includes('/chunks/') ? 'drip' : undefined);
    const protocol = await tools(visitor);
    await visitor.ask();
    await protocol.send('Page.setWebLifecycleState', { state: 'frozen' });
    await pause(2000);
    await protocol.send('Page.setWebLifecycleState', { state: 'active' });
    await visitor.ends();
    scene.host.fault = fine;
    await visitor.mends();
  }),
  {
    entry: 'S16',
    name: 'left and come back to, as the browser had put it by',
    run: async (scene) => {
      const context = await launchWith(scene.desk(), { ignoreDefaultArgs: ['--disable-back-forward-cache'] });
      const visitor = await visitorIn(context, scene);
      try {
        await visitor.ask('пушкин');
        await visitor.found();
        await visitor.page.evaluate(() => addEventListener('pageshow', (event) => { globalThis.wasPutBy = event.persisted; }));
        await visitor.page.goto(`${scene.host.url.replace('127.0.0.1', 'localhost')}page.css`);
        await visitor.page.evaluate(() => history.back()).catch(fine);
        await until(() => visitor.page.evaluate(() => globalThis.wasPutBy).catch(() => false), 'the page comes back as it was');
        await visitor.page.evaluate((text) => { location.hash = `#/?q=${text}`; }, QUERY);
        await visitor.ends(['right']);
        await visitor.page.evaluate(() => { location.hash = '#/'; });
        assert.equal(await keeps(visitor), 'whole');
        assert.deepEqual(visitor.page.complaints, []);
      } finally {
        await context.close();
      }
    },
  },
];

export const storage = [quota, disk, crashed, ...cleared, ...locked, secret, ...lost, ...frozen];
