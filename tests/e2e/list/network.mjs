// N1–N10, N13–N15, N17, N20: what hosts and lines do to single answers, beside the matrix.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { QUERY, settled } from '../faults.mjs';
import * as lib from '../lib.mjs';
import { folder } from '../site.mjs';
import { fine, give, head, hostCell, isApp, isCatalogue, isChunk, isEngine, page, pause, visiting } from './scene.mjs';

const on = (isIt, fault) => (path) => (isIt(path) ? fault : undefined);
const PLACES = { 'every chunk': isChunk, 'the engine': isEngine, 'the app': isApp };

const statuses = Object.entries(PLACES).flatMap(([where, isIt]) => [
  hostCell('N1', `${where}: 416`, on(isIt, 416)),
  hostCell('N1', `${where}: 503, to be tried again after a second`, on(isIt, head(503, { 'Retry-After': '1' }))),
]);

/** The first bytes in pieces without a length, then nothing more. */
const cutIn = (bytes) => (request, response, file) => {
  const all = readFileSync(file);
  const end = bytes < 0 ? all.length + bytes : Math.min(bytes, all.length - 1);
  response.writeHead(200, { 'Content-Type': isApp(request.url) || isEngine(request.url) ? 'application/wasm' : 'application/octet-stream' });
  response.write(all.subarray(0, end), () => request.socket.destroy());
};

const cuts = Object.entries(PLACES).flatMap(([where, isIt]) => [1, 1000, -1].map((bytes) =>
  hostCell('N3', `${where}: in pieces without a length, cut ${bytes < 0 ? 'before its last byte' : `after ${bytes}`}`, on(isIt, cutIn(bytes)))));

const redirects = [
  hostCell('N6', 'every chunk: sent in a circle', on(isChunk, (request, response) => head(302, { Location: request.url })(request, response)), /^told$/),
  ...Object.entries(PLACES).map(([where, isIt]) => ({
    entry: 'N6',
    name: `${where}: sent to another origin`,
    run: async (scene) => {
      const portal = await lib.open(folder);
      portal.fault = () => page('Sign in', '');
      try {
        // The page's own policy may stop it before the other host is asked, and say so.
        await hostCell('', '', on(isIt, head(302, { Location: `${portal.url}sign-in` })), undefined, { complains: true }).run(scene);
      } finally {
        await portal.stop();
      }
    },
  })),
];

/** N13: nothing asks for parts of files, so no answer of that kind can be wrong. */
const ranges = {
  entry: 'N13',
  name: 'no part of a file is ever asked for',
  run: (scene) => visiting(scene, {}, async (visitor) => {
    let asked = 0;
    const parts = [];
    scene.host.fault = () => (request, response, file) => {
      asked += 1;
      if (request.headers.range) parts.push(request.url);
      give()(request, response, file.endsWith('/') ? `${file}index.html` : file);
    };
    await visitor.ask();
    await visitor.ends(['right']);
    await visitor.record(scene.right[0]);
    await visitor.come();
    await visitor.keep();
    assert.ok(asked > 60, `${asked} requests`);
    assert.deepEqual(parts, []);
  }),
};

const MANIFEST = (path) => path === '/catalogue/manifest.json';
const encodings = Object.entries({ ...PLACES, 'the manifest': MANIFEST }).flatMap(([where, isIt]) => [
  hostCell('N14', `${where}: packed by the host, and said so`, on(isIt, give(undefined, { 'Content-Encoding': 'gzip' }, gzipSync)), /^right$/),
  hostCell('N14', `${where}: packed, and not said`, on(isIt, give(undefined, {}, gzipSync)), /^told$/),
  hostCell('N14', `${where}: said to be packed, and is not`, on(isIt, give(undefined, { 'Content-Encoding': 'gzip' })), /^told$/),
]);

const TYPES = ['text/plain', 'text/html', 'application/octet-stream', 'application/wasm;charset=utf-8'];
const types = [isEngine, isApp].flatMap((isIt) => TYPES.map((type) => hostCell(
  'N15',
  `${isIt === isApp ? 'the app' : 'the engine'}: called ${type}`,
  on(isIt, give(undefined, { 'Content-Type': type, 'X-Content-Type-Options': 'nosniff' })),
  /^right$/,
)));
const otherTypes = [
  hostCell('N15', 'the whole catalogue: called text/html', on(isCatalogue, give(undefined, { 'Content-Type': 'text/html', 'X-Content-Type-Options': 'nosniff' })), /^right$/),
  hostCell('N15', "the app's script: called text/plain", on((path) => /^\/app-[0-9a-f]+\.js$/.test(path), give(undefined, { 'Content-Type': 'text/plain' })), /^told$/),
];

/** A line of so many bytes a second, shared by all answers, a while away, that loses some. */
function slowLine({ rate, away, loses = 0 }) {
  const line = { isSlow: true, free: 0, count: 0 };
  const answer = async (request, response, file) => {
    line.count += 1;
    if (line.isSlow && loses && line.count % loses === 0) return request.socket.destroy();
    if (line.isSlow) await pause(away);
    const path = file.endsWith('/') ? `${file}index.html` : file;
    const pieces = [];
    give(path)(request, { writeHead: (...words) => response.writeHead(...words), end: (bytes) => pieces.push(bytes) }, path);
    const bytes = pieces[0] ?? Buffer.alloc(0);
    for (let at = 0; at < bytes.length; at += line.isSlow ? 500 : bytes.length) {
      if (line.isSlow) {
        line.free = Math.max(line.free, Date.now()) + (500 / rate) * 1000;
        await pause(line.free - Date.now());
      }
      response.write(bytes.subarray(at, line.isSlow ? at + 500 : bytes.length));
      if (!line.isSlow) break;
    }
    return response.end();
  };
  return { line, answer };
}

const slow = (name, isIt, how) => ({
  entry: 'N17',
  name,
  run: (scene) => visiting(scene, {}, async (visitor) => {
    const { line, answer } = slowLine(how);
    scene.host.fault = on(isIt, answer);
    await visitor.askAnew();
    await visitor.ends();
    line.isSlow = false;
    scene.host.fault = fine;
    await visitor.mends();
  }),
});
const patient = {
  entry: 'N17',
  name: 'the catalogue over 50 kbit/s, a second away, for as long as it takes',
  run: (scene) => visiting(scene, {}, async (visitor) => {
    scene.host.fault = on(isCatalogue, slowLine(EDGE).answer);
    await visitor.askAnew();
    assert.equal(await settled(visitor.page, scene.right, 60_000, ['right']), 'right');
  }),
};
const EDGE = { rate: 50_000 / 8, away: 1000 };
const slowLines = [
  slow('all of it over 50 kbit/s, a second away', () => true, EDGE),
  slow('the catalogue over 50 kbit/s, a second away', isCatalogue, EDGE),
  patient,
  slow('the same, and every twentieth answer is lost', isCatalogue, { ...EDGE, loses: 20 }),
];

/** Answers come in the wrong order: what was asked last is answered first. */
function backwards() {
  let waiting = [];
  const flush = () => {
    const all = waiting.reverse();
    waiting = [];
    all.forEach((answer) => answer());
  };
  return (request, response, file) => {
    waiting.push(() => give()(request, response, file));
    if (waiting.length === 1) setTimeout(flush, 150);
  };
}

const order = [
  hostCell('N20', 'what was asked for last comes first', on(isCatalogue, backwards()), /^right$/),
  {
    entry: 'N20',
    name: 'the files of an earlier word come after those of the later one',
    run: (scene) => visiting(scene, {}, async (visitor) => {
      await visitor.come();
      // What is typed first waits longest.
      let wait = 1500;
      scene.host.fault = on(isChunk, async (request, response, file) => {
        wait -= 30;
        await pause(Math.max(wait, 0));
        give()(request, response, file);
      });
      for (const text of ['пуш', 'пушкин', 'чех', QUERY]) {
        await visitor.part('input').fill(text);
        await pause(120);
      }
      await visitor.ends(['right']);
      await pause(1600);
      await visitor.ends(['right']);
    }),
  },
];

export const network = [
  ...statuses, ...cuts, ...redirects, ranges, ...encodings, ...types, ...otherTypes, ...slowLines, ...order,
];
