// What browsers are killed before: a host with two releases of a catalogue, and profiles on disk.
import { cpSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { look } from './faults.mjs';
import { bibliobus, open, search } from './lib.mjs';
import { Remote, makeRemote, start } from './remote.mjs';
import { folder } from './site.mjs';

export const sleep = (time) => new Promise((resolve) => { setTimeout(resolve, time); });

/** Numbers from 0 to 1, the same for the same seed (mulberry32). */
export function random(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

const RECORDS = 3000;
const PLACES = ['river', 'steppe', 'harbour'];

/** Records with titles of made-up words. In the second release each tenth is of another place. */
function records(release) {
  const next = random(1);
  const word = () => Array.from({ length: 3 }, () => 'bdfgklmnprstvz'[Math.floor(next() * 14)] + 'aeiou'[Math.floor(next() * 5)]).join('');
  return Array.from({ length: RECORDS }, (_, n) => {
    const words = [word(), word(), word(), word()].join(' ');
    const place = PLACES[(n + (release === 2 && n % 10 === 0 ? 1 : 0)) % 3];
    return JSON.stringify({ id: `r${n}`, title: `The ${place} ${words}`, year: 1900 + (n % 90) });
  }).join('\n');
}

/** In the page: what it may be asked to do. */
const ACTS = {
  look,
  /** To another address, as on a new visit. */
  visit: (address) => {
    history.replaceState(null, '', address);
    location.reload();
  },
  /** Begins to keep everything, or goes on, unless that is so already. */
  keep: async () => {
    const part = (name) => document.querySelector('biblio-bus')?.shadowRoot?.querySelector(`[part~="${name}"]`);
    for (let tries = 0; tries < 200; tries += 1) {
      if (['whole', 'running'].includes(part('keeping')?.dataset.state)) return;
      if (part('keep')) {
        part('keep').click();
        return;
      }
      await new Promise((resolve) => { setTimeout(resolve, 50); });
    }
    throw new Error('nothing to keep');
  },
  keeping: () => document.querySelector('biblio-bus')?.shadowRoot?.querySelector('[part~="keeping"]')?.dataset.state,
  /** Until the app's own files are on the device. */
  shell: async () => {
    const { active } = await navigator.serviceWorker.ready;
    while (active.state !== 'activated') await new Promise((resolve) => { setTimeout(resolve, 50); });
  },
  /** The files on the device, and those among them that are not what their names say. */
  stored: () => new Promise((resolve, reject) => {
    const opening = indexedDB.open('bibliobus');
    opening.onerror = () => reject(opening.error);
    opening.onsuccess = () => {
      const files = opening.result.transaction('files').objectStore('files');
      const [keys, values] = [files.getAllKeys(), files.getAll()];
      values.onerror = () => reject(values.error);
      values.onsuccess = async () => {
        opening.result.close();
        const torn = [];
        for (const [at, key] of keys.result.entries()) {
          const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', values.result[at]));
          const name = [...digest.slice(0, 16)].map((byte) => byte.toString(16).padStart(2, '0')).join('');
          if (!key.includes(name)) torn.push(key);
        }
        resolve({ count: keys.result.length, torn });
      };
    };
  }),
};

/** A host with two releases, and browsers of one name with profiles on disk. */
export class Scene {
  constructor(name, display) {
    this.name = name;
    this.display = display;
    this.desk = mkdtempSync(join(tmpdir(), 'bibliobus-kills-'));
    this.site = join(this.desk, 'site');
    cpSync(folder, this.site, { recursive: true });
    rmSync(join(this.site, 'catalogue'), { recursive: true });
    makeRemote(this.site);
    this.remote = new Remote(ACTS);
    this.#build();
  }

  #build() {
    const release = (number) => join(this.desk, `release-${number}`);
    const build = (number, ...more) => {
      const file = join(this.desk, `${number}.ndjson`);
      writeFileSync(file, records(number));
      bibliobus('build', file, '-o', release(number), '--as-of', '2026-08-20', ...more);
    };
    build(1);
    cpSync(release(1), release(2), { recursive: true });
    build(2, '--update');
    const chunks = (number) => readdirSync(join(release(number), 'chunks'));
    const first = chunks(1);
    this.files = { 1: first.length, 2: chunks(2).filter((name) => !first.includes(name)).length };
    this.truth = PLACES.map((words) => ({
      words, ids: [1, 2].map((number) => search(release(number), words).hits.map((hit) => hit.id)),
    }));
    for (const { words, ids: [first, second] } of this.truth) {
      if (first.join() === second.join()) throw new Error(`«${words}» does not tell the releases apart`);
    }
  }

  async open() {
    this.host = await open(this.site);
    this.publish(1);
    this.allow(() => undefined);
  }

  async close() {
    await this.host.stop();
    rmSync(this.desk, { recursive: true, force: true, maxRetries: 10 });
  }

  /** The host has this release from now on. */
  publish(number) {
    const link = join(this.site, 'catalogue');
    rmSync(link, { force: true });
    symlinkSync(join(this.desk, `release-${number}`), link);
  }

  /** Faults of the host, which still lets the page be told what to do. */
  allow(fault) {
    this.host.fault = (path, nth) => this.remote.at(path) ?? fault(path, nth);
  }

  profile(name) {
    return join(this.desk, name);
  }

  /** A browser with this profile at an address; nothing is expected of any before it. */
  start(profile, address = '#/') {
    this.remote.leave();
    this.browser = start(this.name, profile, this.host.url + address, this.display);
    return this.browser;
  }

  /** Another visit in the same browser. */
  async visit(address) {
    await this.remote.tell('visit', address);
  }

  /** Until everything is kept. A reader would go on where it stopped, on a device that has much to do. */
  async whole() {
    const deadline = Date.now() + 90_000;
    let seen;
    while (Date.now() < deadline) {
      seen = await this.remote.ask('keeping');
      if (seen === 'whole') return;
      if (seen === 'stopped' || seen === 'paused') await this.remote.ask('keep');
      await sleep(50);
    }
    throw new Error(`keeping is ${seen}`);
  }

  /** Which release the results are of that stand there now, or what is told instead. */
  async seen({ ids }, time, enough) {
    const deadline = Date.now() + time;
    let seen = 'waiting';
    while (Date.now() < deadline) {
      seen = await this.remote.ask('look', ids[0]);
      if (seen === 'right') return 'release 1';
      if (seen === 'wrong' && await this.remote.ask('look', ids[1]) === 'right') return 'release 2';
      if (['wrong', 'false none', ...enough].includes(seen)) return seen;
      await sleep(50);
    }
    return seen;
  }

  /** What a reader sees who asks several things, each on a visit: all that is different. */
  async searches(time, enough) {
    const seen = new Set();
    for (const question of this.truth) {
      await this.visit(`#/?q=${question.words}`);
      seen.add(await this.seen(question, time, enough));
    }
    return [...seen].sort().join(' and ');
  }

  /** A profile in which the first release is kept whole, and the app's own files. */
  async prepared() {
    const profile = this.profile('kept');
    if (this.isPrepared) return profile;
    rmSync(profile, { recursive: true, force: true });
    const browser = this.start(profile);
    await this.remote.ask('keep');
    await this.whole();
    await this.remote.ask('shell');
    // What this browser acknowledges is on the disk a while later.
    await sleep(3000);
    await browser.close();
    this.isPrepared = true;
    return profile;
  }
}
