// N10–N12, N16, N18, N19: a host that is half there, elsewhere, or not there at all.
import assert from 'node:assert/strict';
import { MENDED, QUERY } from '../faults.mjs';
import * as lib from '../lib.mjs';
import { POLICY, folder } from '../site.mjs';
import { WORD, sees, twoReleases, visitReleases } from './releases.mjs';
import { fine, give, isCatalogue, isChunk, launchWith, page, visiting, visitorIn } from './scene.mjs';

/** A cell of a host with two releases: what it has, who comes, and what is seen first. */
const mixture = (entry, name, fault, { kept, first, then = 'two' }) => ({
  entry,
  name: kept ? `${name}; release ${kept} is kept` : name,
  run: async (scene) => {
    const both = await twoReleases(scene);
    const visitor = await visitReleases(both, kept);
    try {
      both.host.fault = fault(both);
      await visitor.askAnew(WORD);
      await sees(visitor, both.right, first);
      both.host.fault = both.all(both[then]);
      // Who has a whole release may stay with it until the next visit.
      await sees(visitor, both.right, kept ? [kept, then] : [then], MENDED);
      await visitor.askAnew(WORD);
      await sees(visitor, both.right, [then]);
      assert.deepEqual(visitor.page.complaints, []);
    } finally {
      await visitor.page.context().close();
      await both.host.stop();
    }
  },
});

const gone = (s) => s.mixed(s.one, (path) => s.isIn.two(path) && !s.isIn.one(path));
const manifestFirst = (s) => s.mixed(s.two, s.isIn.one);
const half = (s) => s.mixed(s.two, (path) => s.isIn.one(path) || s.fresh.findIndex((name) => path.endsWith(name)) % 2 === 0);
const exchanged = (s) => (path) => {
  if (!isChunk(path)) return s.all(s.two)(path);
  return give(`${s.two}/chunks/${s.fresh[path.charCodeAt(path.length - 8) % s.fresh.length]}`);
};

const releases = [
  mixture('N10', 'every chunk is another valid chunk', exchanged, { first: ['told'] }),
  mixture('N10', 'every chunk is another valid chunk', exchanged, { kept: 'two', first: ['two'] }),
  mixture('N11', 'the manifest of the release before, and only what came after it', gone, { first: ['told'] }),
  mixture('N11', 'the manifest of the release before, and only what came after it', gone, { kept: 'one', first: ['one'] }),
  mixture('N11', 'the release before once more', (s) => s.all(s.one), { kept: 'two', first: ['two'] }),
  mixture('N12', 'the later manifest, and only the chunks of the release before', manifestFirst, { first: ['told'] }),
  mixture('N12', 'the later manifest, and only the chunks of the release before', manifestFirst, { kept: 'one', first: ['one'] }),
  mixture('N12', 'a mirror with half of what is new', half, { first: ['told'] }),
  mixture('N12', 'a mirror with half of what is new', half, { kept: 'one', first: ['one'] }),
];

/** A page whose catalogue is on another host, which names who may read it or does not. */
const elsewhere = (name, allows) => ({
  entry: 'N16',
  name,
  run: (scene) => visiting(scene, {}, async (visitor) => {
    const other = await lib.open(folder);
    const open = { 'Access-Control-Allow-Origin': '*' };
    try {
      other.fault = (path) => (allows(path) ? give(undefined, open) : give());
      scene.host.fault = pageFor(other.url, `${other.url}catalogue/`);
      await visitor.askAnew();
      await visitor.ends(['told']);
      other.fault = () => give(undefined, open);
      await visitor.mends();
    } finally {
      await other.stop();
    }
  }),
});
/** The page with such an element; its scripts, and so the worker, may ask the other host too. */
const pageFor = (other, catalogue) => {
  const policy = POLICY.replace("connect-src 'self'", `connect-src 'self' ${other}`);
  return (path) => (path === '/' ? page(element(catalogue), policy) : give(undefined, {
    'Content-Security-Policy': policy, 'Access-Control-Allow-Origin': '*',
  }));
};
const element = (catalogue) => `<script type="module" src="/embed.js"></script>
  <biblio-bus catalogue="${catalogue}" lang="ru" routing="hash"></biblio-bus>`;

const others = [
  elsewhere('a catalogue of another origin that names nobody', () => false),
  elsewhere('a catalogue of another origin that lets only its manifest be read', (path) => path.endsWith('manifest.json')),
];

const offline = (name, prepare, { silent, allowed } = {}) => ({
  entry: 'N18',
  name,
  run: (scene) => visiting(scene, {}, async (visitor) => {
    const { host } = scene;
    await prepare(visitor, host);
    host.fault = fine;
    if (silent) host.fault = () => 'hang';
    else await host.stop();
    try {
      await visitor.askAnew();
      await visitor.ends(allowed);
    } finally {
      if (silent) host.fault = fine;
      else await host.start();
    }
    await visitor.mends();
  }),
});

const kept = async (visitor) => {
  await visitor.come();
  await visitor.keep();
  await visitor.serviceWorker();
};
const appOnly = async (visitor, host) => {
  host.fault = (path) => (isCatalogue(path) ? 404 : undefined);
  await visitor.come();
  await visitor.serviceWorker();
};

/** The connection goes while the page is open; the browser knows it or does not. */
const midSession = (name, { isSaid, silent, isKept }) => ({
  entry: 'N18',
  name,
  run: (scene) => visiting(scene, {}, async (visitor) => {
    const { host, right } = scene;
    await visitor.come();
    if (isKept) await visitor.keep();
    await visitor.ask('пушкин');
    await visitor.found();
    if (silent) host.fault = () => 'hang';
    else await host.stop();
    if (isSaid) await visitor.page.context().setOffline(true);
    try {
      await visitor.ask(QUERY);
      await visitor.ends(isKept ? ['right'] : ['right', 'told'], right);
    } finally {
      await visitor.page.context().setOffline(false);
      if (silent) host.fault = fine;
      else await host.start();
    }
    await visitor.mends();
  }),
});

const lines = [
  offline('no line at the start, all kept before', kept, { allowed: ['right'] }),
  offline('no line at the start, only the app kept before', appOnly, { allowed: ['told'] }),
  offline('connections that nobody answers at the start, all kept before', kept, { silent: true, allowed: ['right'] }),
  offline('connections that nobody answers at the start, only the app kept before', appOnly, { silent: true, allowed: ['told'] }),
  midSession('the line goes in mid-session', {}),
  midSession('the line goes in mid-session, and the browser says so', { isSaid: true }),
  midSession('the line goes in mid-session, all kept before', { isSaid: true, isKept: true }),
  midSession('nobody answers any more in mid-session', { silent: true }),
  midSession('nobody answers any more in mid-session, all kept before', { silent: true, isKept: true }),
];

/** Three starts of one browser: the name of the catalogue's host is known, is not, is again. */
const names = {
  entry: 'N19',
  name: "the name of the catalogue's host is not found, all kept before",
  run: async (scene) => {
    const { host, right } = scene;
    const { port } = new URL(host.url);
    const other = `http://catalogue.test:${port}/`;
    const [profile, fresh] = [scene.desk(), scene.desk()];
    const start = async (folder, address, work) => {
      const context = await launchWith(folder, { args: [`--host-resolver-rules=MAP catalogue.test ${address}`] });
      host.fault = pageFor(other, `${other}catalogue/`);
      const visitor = await visitorIn(context, { host, right });
      try {
        await visitor.ask();
        await work(visitor);
        assert.deepEqual(visitor.page.complaints, []);
      } finally {
        host.fault = fine;
        await context.close();
      }
    };
    await start(fresh, '~NOTFOUND', (visitor) => visitor.ends(['told']));
    await start(profile, '127.0.0.1', async (visitor) => {
      await visitor.ends(['right']);
      await visitor.come();
      await visitor.keep();
    });
    await start(profile, '~NOTFOUND', (visitor) => visitor.ends(['right']));
    await start(profile, '127.0.0.1', (visitor) => visitor.ends(['right']));
    await start(fresh, '127.0.0.1', (visitor) => visitor.ends(['right']));
  },
};

export const mixtures = [...releases, ...others, ...lines, names];
