// Browsers that are killed while they keep a catalogue, or while they go over to a later release
// of it: what opens afterwards is a whole release and the right results, or says what is the matter.
import { cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MENDED, PATIENCE, look } from './faults.mjs';
import { bibliobus, open, search } from './lib.mjs';
import { Remote, makeRemote, start } from './remote.mjs';
import { folder } from './site.mjs';

const sleep = (time) => new Promise((resolve) => { setTimeout(resolve, time); });

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
    return start(this.name, profile, this.host.url + address, this.display);
  }

  /** Another visit in the same browser. */
  async visit(address) {
    await this.remote.tell('visit', address);
  }

  async until(state, time = 60_000) {
    const deadline = Date.now() + time;
    let seen;
    while (Date.now() < deadline) {
      seen = await this.remote.ask('keeping');
      if (seen === state) return;
      await sleep(50);
    }
    throw new Error(`keeping is ${seen}, not ${state}`);
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
    mkdirSync(profile);
    const browser = this.start(profile);
    await this.remote.ask('keep');
    await this.until('whole');
    await this.remote.ask('shell');
    // What this browser acknowledges is on the disk a while later.
    await sleep(3000);
    await browser.close();
    this.isPrepared = true;
    return profile;
  }
}

/** Waits until the host was asked for so many files of the catalogue, and a little longer. */
async function moment(host, files, more) {
  const deadline = Date.now() + 30_000;
  while (host.asked(/^\/catalogue\/chunks\//) < files && Date.now() < deadline) await sleep(2);
  await sleep(more);
}

/** A seeded moment among so many files, or soon after the last of them. */
function chosen(next, files) {
  const isAfter = next() < 0.2;
  return isAfter ? [files, next() * 600] : [1 + Math.floor(next() * files), next() * 40];
}

const isCatalogue = (path) => path.startsWith('/catalogue/');
/** Keeping takes a while, as over a line. */
const slowly = (path) => (isCatalogue(path) ? 'late' : undefined);

/** Keeps the first release in a fresh profile, and is killed meanwhile. */
async function killedInstall(scene, next, profile) {
  scene.publish(1);
  scene.allow(slowly);
  scene.host.forget();
  const browser = scene.start(profile);
  await scene.remote.ask('keep');
  await moment(scene.host, ...chosen(next, scene.files[1]));
  await browser.kill();
}

/** Goes over to the second release, where the first is kept, and is killed meanwhile. */
async function killedUpdate(scene, next, profile) {
  // Without what says that a browser has the profile open.
  const filter = (path) => !/\/(Singleton[A-Z][a-z]+|lock|\.parentlock)$/.test(path);
  cpSync(await scene.prepared(), profile, { recursive: true, filter });
  scene.publish(2);
  scene.allow(slowly);
  scene.host.forget();
  const browser = scene.start(profile);
  const isLater = next() < 0.2;
  if (isLater) {
    // The visit after the one that went over sweeps what the earlier release alone had.
    await moment(scene.host, scene.files[2], 0);
    await scene.until('whole');
    await scene.visit('#/');
    await sleep(next() * 1500);
  } else {
    await moment(scene.host, ...chosen(next, scene.files[2]));
  }
  await browser.kill();
}

/** After a kill, with nothing of the catalogue from the host; then with all of it. */
async function reopened(scene, profile, fault, enough) {
  scene.allow(fault);
  const last = scene.truth.at(-1);
  const browser = scene.start(profile);
  const opened = await scene.searches(PATIENCE, enough);
  const { count, torn } = await scene.remote.ask('stored');
  scene.allow(() => undefined);
  const after = await scene.seen(last, MENDED, []);
  return { browser, opened, count, torn, after };
}

/** Whether the release that the host has can be kept whole still, and what is torn then. */
async function finished(scene, browser, release) {
  const deadline = Date.now() + 60_000;
  let seen;
  do {
    await scene.visit('#/');
    await scene.remote.ask('keep');
    await scene.until('whole');
    seen = await scene.searches(PATIENCE, []);
  } while (seen !== release && Date.now() < deadline);
  const { torn } = await scene.remote.ask('stored');
  await browser.close();
  return { seen, torn };
}

const KINDS = {
  install: {
    kill: killedInstall,
    release: 'release 1',
    /** What is not finished may be told; and never is anything else than the right. */
    opens: ['release 1', 'told', 'release 1 and told'],
    faults: [(path) => (isCatalogue(path) ? 500 : undefined), (path) => (isCatalogue(path) ? 'reset' : undefined)],
  },
  update: {
    kill: killedUpdate,
    release: 'release 2',
    /** One of the two, whole; and all of what a visitor sees is of that one. */
    opens: ['release 1', 'release 2'],
    faults: [(path) => (isCatalogue(path) ? 500 : undefined), () => 'reset'],
  },
};

/** One kill of a kind, 'install' or 'update', at a moment that its number decides. */
export async function kill(scene, kind, number) {
  const { kill: killed, release, opens, faults } = KINDS[kind];
  const next = random(number + (kind === 'update' ? 1000 : 0));
  const profile = scene.profile(`${kind}-${number}`);
  await killed(scene, next, profile);
  const { browser, opened, count, torn, after } = await reopened(scene, profile, faults[number % 2], kind === 'install' ? ['told'] : []);
  const end = await finished(scene, browser, release);
  rmSync(profile, { recursive: true, force: true, maxRetries: 10 });
  const seen = [opened, after, end.seen].join();
  return {
    opened,
    count,
    isTorn: /wrong|false none/.test(seen) || /release.*release/.test(opened) || torn.length + end.torn.length > 0,
    isOpen: opens.includes(opened),
    isRight: /^release \d$/.test(after) && end.seen === release,
    words: `${kind} ${number}: opens with ${opened}, ${count} files; then ${after}; at the end ${end.seen}; torn: ${[...torn, ...end.torn].join(' ') || 'nothing'}`,
  };
}
