// Browsers that are killed while they keep a catalogue, or while they go over to a later release
// of it: what opens afterwards is a whole release and the right results, or says what is the matter.
import { cpSync, rmSync } from 'node:fs';
import { MENDED, PATIENCE } from './faults.mjs';
import { random, sleep } from './killing.mjs';

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
    await scene.whole();
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
    await scene.whole();
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

/** What a reader would see, and may not; what is on the device, and may not be. */
function judge(kind, { opened, count, torn, after }, end) {
  const { release, opens } = KINDS[kind];
  const seen = [opened, after, end.seen].join();
  const damaged = [...torn, ...end.torn];
  return {
    isTorn: /wrong|false none/.test(seen) || /release.*release/.test(opened) || damaged.length > 0,
    isOpen: opens.includes(opened),
    isRight: /^release \d$/.test(after) && end.seen === release,
    words: `opens with ${opened}, ${count} files; then ${after}; at the end ${end.seen}; torn: ${damaged.join(' ') || 'nothing'}`,
  };
}

/** One kill of a kind, 'install' or 'update', at a moment that its number decides. */
export async function kill(scene, kind, number) {
  const { kill: killed, release, faults } = KINDS[kind];
  const next = random(number + (kind === 'update' ? 1000 : 0));
  const profile = scene.profile(`${kind}-${number}`);
  try {
    await killed(scene, next, profile);
    const { browser, ...found } = await reopened(scene, profile, faults[number % 2], kind === 'install' ? ['told'] : []);
    const { words, ...verdict } = judge(kind, found, await finished(scene, browser, release));
    return { ...verdict, words: `${kind} ${number}: ${words}` };
  } catch (error) {
    await scene.browser?.kill();
    return { isTorn: false, isOpen: false, isRight: false, words: `${kind} ${number}: ${error}` };
  } finally {
    rmSync(profile, { recursive: true, force: true, maxRetries: 10, retryDelay: 200 });
  }
}
