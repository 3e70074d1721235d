// Two tabs of one browser, and a host that goes over to a later release: what they do, in what
// order and how fast, is taken from a seed.
import assert from 'node:assert/strict';
import { beside, sees, twoReleases } from './list/releases.mjs';
import { fine, pause, until, visit, withoutHost } from './list/scene.mjs';
import { search } from './lib.mjs';

const WORDS = ['harbour', 'steppe', 'river'];
const STEPS = 12;
/** How long a tab may leave its reader without a state; the machine is shared. */
const PATIENCE = 6000;

/** Numbers between 0 and 1 that are the same for the same seed. */
function seeded(seed) {
  let state = seed;
  return () => {
    state = (state + 0x6D2B79F5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

/** A host with two releases, and what is right in each of them. */
export async function stage(scene) {
  const both = await twoReleases(scene);
  const truths = (catalogue) => Object.fromEntries(WORDS.map((word) => [word, search(catalogue, word).hits.map((hit) => hit.id)]));
  return { ...both, truth: { one: truths(both.one), two: truths(both.two) } };
}

/** In the page: the files on the device whose bytes are not what their names say. */
async function damagedFiles() {
  if (!(await indexedDB.databases()).some(({ name }) => name === 'bibliobus')) return [];
  const database = await new Promise((resolve, reject) => {
    const opening = indexedDB.open('bibliobus');
    opening.onupgradeneeded = () => opening.transaction.abort();
    opening.onsuccess = () => resolve(opening.result);
    opening.onerror = () => reject(opening.error);
  });
  const store = database.transaction('files').objectStore('files');
  const all = (asked) => new Promise((resolve, reject) => {
    asked.onsuccess = () => resolve(asked.result);
    asked.onerror = () => reject(asked.error);
  });
  const [keys, values] = await Promise.all([all(store.getAllKeys()), all(store.getAll())]);
  database.close();
  const wrong = await Promise.all(keys.map(async (key, n) => {
    const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', values[n]));
    const hex = [...digest].map((byte) => byte.toString(16).padStart(2, '0')).join('');
    return key.includes(hex.slice(0, 32)) ? undefined : key;
  }));
  return wrong.filter(Boolean);
}

/** One play: its tabs, what the host has, and how long readers waited. */
class Play {
  constructor(scene, random) {
    Object.assign(this, { scene, random, longest: 0, done: [] });
  }

  pick(from) {
    return from[Math.floor(this.random() * from.length)];
  }

  /** The host gives a release, each chunk after a moment of its own. */
  serve(release) {
    this.release = release;
    const files = this.scene.all(this.scene[release]);
    this.scene.host.fault = (path) => {
      const answer = files(path);
      if (typeof answer !== 'function' || !path.includes('/chunks/')) return answer;
      const wait = this.random() * 60;
      return async (...words) => {
        await pause(wait);
        answer(...words);
      };
    };
  }

  /** What is seen in a tab within its time; in one visit no release follows a later one. */
  async look(tab, word = tab.word) {
    const right = { one: this.scene.truth.one[word], two: this.scene.truth.two[word] };
    const begun = Date.now();
    const seen = await sees(tab.visitor, right, tab.isLater ? ['two'] : ['one', 'two'], PATIENCE);
    this.longest = Math.max(this.longest, Date.now() - begun);
    tab.isLater ||= seen === 'two';
    return seen;
  }

  async press(tab, part) {
    await tab.visitor.page.evaluate(() => { location.hash = '#/'; });
    const button = tab.visitor.part(part).first();
    if (await button.isVisible()) await button.click({ timeout: 2000 }).catch(fine);
  }

  async open(tab) {
    tab.isLater = false;
    tab.visitor.page = tab.visitor.page.isClosed() ? (await beside(this.tabs.find((one) => one !== tab).visitor)).page : tab.visitor.page;
    await tab.visitor.askAnew(tab.word);
  }

  actions = {
    keep: (tab) => this.press(tab, 'keep'),
    pause: (tab) => this.press(tab, 'pause'),
    resume: (tab) => this.press(tab, 'keep'),
    remove: (tab) => this.press(tab, 'forget'),
    renew: () => this.serve('two'),
    search: async (tab) => {
      tab.word = this.pick(WORDS);
      await tab.visitor.ask(tab.word);
      await this.look(tab);
    },
    reload: async (tab) => {
      await this.open(tab);
      await this.look(tab);
    },
    close: async (tab) => {
      await tab.visitor.page.close();
      await pause(this.random() * 200);
      await this.open(tab);
    },
  };

  async step() {
    const tab = this.pick(this.tabs);
    const name = this.pick(Object.keys(this.actions));
    this.done.push(`${this.tabs.indexOf(tab) + 1}: ${name}`);
    await this.actions[name](tab);
    await pause(this.random() * 400);
    assert.deepEqual(await tab.visitor.page.evaluate(damagedFiles), []);
  }

  /** Both tabs come to rest, with right results; what was kept whole opens without a line. */
  async end() {
    for (const tab of this.tabs) {
      await tab.visitor.page.evaluate(() => { location.hash = '#/'; });
      await tab.visitor.keeping('not-kept', 'paused', 'whole', 'stopped');
      await tab.visitor.ask(tab.word);
      await this.look(tab);
    }
    const [tab] = this.tabs;
    await tab.visitor.come();
    await until(async () => (await tab.visitor.keepingState()) !== 'running', 'keeping comes to its end');
    const isWhole = (await tab.visitor.keepingState()) === 'whole';
    tab.isLater = false;
    if (!isWhole) return false;
    await withoutHost(this.scene, async () => {
      for (const word of WORDS) {
        await tab.visitor.askAnew(word);
        await this.look(tab, word);
      }
    });
    return true;
  }
}

/** Plays what the seed says: how long readers waited at most, and whether all was kept at the end. */
export async function play(scene, seed) {
  const it = new Play(scene, seeded(seed));
  const first = await visit({ ...scene, right: undefined });
  it.serve('one');
  try {
    await first.come();
    await first.serviceWorker();
    it.tabs = [first, await beside(first)].map((visitor) => ({ visitor, word: WORDS[0], isLater: false }));
    for (const tab of it.tabs) await it.open(tab);
    for (let step = 0; step < STEPS; step += 1) await it.step();
    const isWhole = await it.end();
    assert.deepEqual(first.page.complaints, []);
    return { longest: it.longest, isWhole };
  } catch (error) {
    error.message = `after ${it.done.join(', ')}: ${error.message}`;
    throw error;
  } finally {
    scene.host.fault = fine;
    await first.page.context().close();
  }
}
