// S11: what we wrote ourselves, damaged in the meantime.
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { bibliobus, damage, stored } from '../lib.mjs';
import { buildTwo } from './releases.mjs';
import { visiting, withoutHost } from './scene.mjs';

/** In the page: does `change` to every entry of a store, by the text of a function. */
const rewrite = (page, store, change) => page.evaluate(([name, text]) => new Promise((resolve, reject) => {
  const opening = indexedDB.open('bibliobus');
  opening.onsuccess = () => {
    const writing = opening.result.transaction(name, 'readwrite');
    let n = 0;
    writing.objectStore(name).openCursor().onsuccess = ({ target: { result: cursor } }) => {
      if (!cursor) return;
      changes[text](cursor, n);
      n += 1;
      cursor.continue();
    };
    const changes = {
      strings: (cursor) => cursor.update('junk'),
      objects: (cursor) => cursor.update({ byteLength: 7, length: 1e9 }),
      empty: (cursor) => cursor.update(new Uint8Array()),
      buffers: (cursor) => cursor.update(cursor.value.buffer),
      'every third': (cursor, at) => { if (at % 3 === 0) cursor.delete(); },
      all: (cursor) => cursor.delete(),
    };
    writing.oncomplete = () => { opening.result.close(); resolve(n); };
    writing.onabort = () => reject(writing.error);
  };
}), [store, change]);

/** Points to a release of which nothing is here. */
async function pointTo(visitor, manifest) {
  const seal = createHash('sha256').update(manifest).digest('hex').slice(0, 32);
  await visitor.page.evaluate(([key, text]) => new Promise((resolve) => {
    const opening = indexedDB.open('bibliobus');
    opening.onsuccess = () => {
      const writing = opening.result.transaction('marks', 'readwrite');
      writing.objectStore('marks').put(new TextEncoder().encode(text), key);
      writing.oncomplete = () => { opening.result.close(); resolve(); };
    };
  }), [`${visitor.url}catalogue/\nmanifest`, `${seal}\n${manifest}`]);
}

const strangers = (number) => async (visitor, scene) => {
  const { one } = buildTwo(scene.desk());
  bibliobus('build', join(one, '../records.ndjson'), '-o', one, '--release', String(number));
  await pointTo(visitor, readFileSync(join(one, 'manifest.json'), 'utf8'));
};

/** All is kept, then damaged; at the next visit there is a line, or there is none. */
const damaged = (name, change, expected = ['right', 'told']) => [true, false].map((hasLine) => ({
  entry: 'S11',
  name: `${name}; ${hasLine ? 'with' : 'without'} a line`,
  run: (scene) => visiting(scene, {}, async (visitor) => {
    await visitor.come();
    await visitor.keep();
    await visitor.serviceWorker();
    const count = (await stored(visitor.page)).length;
    assert.ok(count > 60, `${count} files`);
    await visitor.page.goto(`${visitor.url}page.css`);
    await change(visitor, scene);
    const look = async (allowed) => {
      await visitor.askAnew();
      await visitor.ends(allowed);
    };
    if (!hasLine) await withoutHost(scene, () => look(['right', 'told']));
    else await look(expected);
    if (expected.includes('right')) await visitor.mends();
  }),
}));

export const records = [
  ...damaged('one bit of every file', ({ page }) => damage(page), ['right']),
  ...damaged('every file is a text', ({ page }) => rewrite(page, 'files', 'strings'), ['right']),
  ...damaged('every file is another object', ({ page }) => rewrite(page, 'files', 'objects'), ['right']),
  ...damaged('every file is empty', ({ page }) => rewrite(page, 'files', 'empty'), ['right']),
  ...damaged('every file is of another type', ({ page }) => rewrite(page, 'files', 'buffers'), ['right']),
  ...damaged('every third file is gone', ({ page }) => rewrite(page, 'files', 'every third'), ['right']),
  ...damaged('all marks are texts', ({ page }) => rewrite(page, 'marks', 'strings'), ['right']),
  ...damaged('all marks are empty', ({ page }) => rewrite(page, 'marks', 'empty'), ['right']),
  ...damaged('the pointer names an earlier release that is nowhere', strangers(1), ['right']),
  ...damaged('the pointer names a later release that is nowhere', strangers(99), ['told']),
];
