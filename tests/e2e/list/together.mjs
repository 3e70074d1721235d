// C2–C7: several tabs, several releases, several elements, and clocks that are wrong.
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { MENDED, PATIENCE, QUERY } from '../faults.mjs';
import { POLICY } from '../site.mjs';
import { WORD, beside, laterApp, sees, twoReleases, visitReleases } from './releases.mjs';
import { cell, fine, give, isCatalogue, page, until } from './scene.mjs';

const killed = cell('C2', 'of two tabs that keep, one crashes in the middle', async (visitor, { host }) => {
  await visitor.come();
  const other = await beside(visitor);
  await other.come();
  host.fault = (path) => (path.includes('/chunks/') ? 'drip' : undefined);
  await visitor.part('keep').first().click();
  await other.part('keep').first().click();
  await other.keeping('running');
  const protocol = await visitor.page.context().newCDPSession(visitor.page);
  protocol.send('Page.crash').catch(fine);
  await new Promise((resolve) => { visitor.page.once('crash', resolve); });
  host.fault = fine;
  assert.equal(await other.keeping('whole', 'stopped'), 'whole');
  await other.ask();
  await other.ends(['right']);
});

/** A tab stays with the release before while another one goes over to the later. */
const renewed = (name, { kept, gone }) => ({
  entry: 'C3',
  name,
  run: async (scene) => {
    const both = await twoReleases(scene, gone);
    const { host, one, two, right } = both;
    const first = await visitReleases(both, kept && 'one');
    try {
      host.fault = both.all(one);
      await first.askAnew('steppe');
      await first.found();
      // What the release before had alone is gone from the host, or is there for another release.
      host.fault = gone ? both.all(two) : both.mixed(two, () => true);
      const second = await beside(first);
      await second.askAnew(WORD);
      await sees(second, right, ['two']);
      await first.ask(WORD);
      await sees(first, right, ['one', 'two'], PATIENCE + MENDED);
      assert.deepEqual(first.page.complaints, []);
    } finally {
      await first.page.context().close();
      await host.stop();
    }
  },
});

/** What a tab has not looked at yet is gone from the host together with its release. */
const overtaken = {
  entry: 'C3',
  name: 'a tab with a release that the host has no more, and a record that it has not seen',
  run: async (scene) => {
    const both = await twoReleases(scene, true);
    const visitor = await visitReleases(both);
    try {
      both.host.fault = both.all(both.one);
      await visitor.askAnew('steppe');
      await visitor.found();
      both.host.fault = both.all(both.two);
      await visitor.page.evaluate(() => { location.hash = '#/record/r550'; });
      await visitor.page.locator('[part~=record]', { hasText: 'of the 550th journey' }).waitFor({ timeout: PATIENCE + MENDED });
      await visitor.ask(WORD);
      await sees(visitor, both.right, ['two']);
    } finally {
      await visitor.page.context().close();
      await both.host.stop();
    }
  },
};

const at = (site) => (path) => (isCatalogue(path) ? undefined : give(join(site, path.endsWith('/') ? 'index.html' : path)));
const isLater = (visitor) => visitor.page.evaluate(() => globalThis.later === true);
/** In the page: a later service worker is here, and waits. */
const waits = () => navigator.serviceWorker.getRegistration()
  .then((registration) => registration.update().catch(() => {}).then(() => Boolean(registration.waiting)));

/** In the page: there is one service worker, and the files of one release. */
const isAlone = async () => {
  const registration = await navigator.serviceWorker.getRegistration();
  return !registration.installing && !registration.waiting && (await caches.keys()).length === 1;
};

const workers = [
  cell('C4', 'the page of the release before, and a later service worker waits; the next start has it', async (visitor, scene) => {
    await visitor.come();
    await visitor.serviceWorker();
    scene.host.fault = at(laterApp(scene.desk()));
    await visitor.askAnew();
    await visitor.ends(['right']);
    assert.equal(await isLater(visitor), false);
    await until(() => visitor.page.evaluate(waits), 'the later worker waits');
    // It takes over when no page of the earlier release is open.
    await until(async () => {
      await visitor.askAnew();
      return isLater(visitor);
    }, 'the later release starts');
    await visitor.ends(['right']);
  }),
  cell('C4', 'a later service worker takes over under a page of the release before', async (visitor, scene) => {
    await visitor.come();
    await visitor.serviceWorker();
    scene.host.fault = at(laterApp(scene.desk()));
    await visitor.come();
    await until(() => visitor.page.evaluate(waits), 'the later worker waits');
    const protocol = await visitor.page.context().newCDPSession(visitor.page);
    await protocol.send('ServiceWorker.enable');
    await protocol.send('ServiceWorker.skipWaiting', { scopeURL: scene.host.url });
    // Pages of the earlier release load themselves anew then.
    const hasTaken = () => navigator.serviceWorker.getRegistration().then((it) => !it.waiting);
    await until(() => visitor.page.evaluate(hasTaken).catch(() => false), 'it took over');
    await visitor.ask();
    await visitor.ends(['right']);
    await visitor.askAnew();
    await visitor.ends(['right']);
    assert.equal(await isLater(visitor), true);
  }),
  cell('C4', 'the later release of the app is damaged on its way, then whole', async (visitor, scene) => {
    await visitor.come();
    await visitor.serviceWorker();
    const later = at(laterApp(scene.desk()));
    scene.host.fault = (path) => (/worker-[0-9a-f]+\.wasm$/.test(path) ? 'cut' : later(path));
    await visitor.askAnew();
    await visitor.ends(['right']);
    assert.equal(await visitor.page.evaluate(waits), false);
    await until(() => visitor.page.evaluate(isAlone), 'what came of it is gone');
    await visitor.askAnew();
    await visitor.ends(['right']);
    assert.equal(await isLater(visitor), false);
    scene.host.fault = later;
    await until(() => visitor.page.evaluate(waits), 'the later worker waits');
  }),
  cell('C4', 'the host sends another policy with the same release of the app', async (visitor, { host }) => {
    await visitor.come();
    await visitor.serviceWorker();
    const policy = `${POLICY}; font-src 'none'`;
    host.fault = (path) => (path === '/' ? give(undefined, { 'Content-Security-Policy': policy }) : undefined);
    await visitor.come();
    const kept = () => visitor.page.evaluate(async () => (await fetch('./')).headers.get('content-security-policy'));
    await until(async () => (await kept()) === policy, 'the page that is kept has it too');
  }),
  cell('C4', 'the service worker is unregistered in mid-session', async (visitor) => {
    await visitor.come();
    await visitor.serviceWorker();
    await visitor.come();
    await visitor.page.evaluate(async () => {
      for (const registration of await navigator.serviceWorker.getRegistrations()) await registration.unregister();
      for (const name of await caches.keys()) await caches.delete(name);
    });
    await visitor.ask();
    await visitor.ends(['right']);
    await visitor.askAnew();
    await visitor.ends(['right']);
  }),
];

const element = (more = '') => `<biblio-bus catalogue="/catalogue/" lang="ru" ${more}></biblio-bus>`;
const script = (origin = '') => `<script type="module" src="${origin}/embed.js"></script>`;
const at1 = (html, policy) => (path) => (path === '/' ? page(html, policy) : undefined);

/** Types into the nth element and reads what it found. */
async function findIn(visitor, nth) {
  const its = (part) => visitor.page.locator('biblio-bus').nth(nth).locator(`[part~=${part}]`);
  await its('input').fill(QUERY);
  await visitor.page.locator('biblio-bus').nth(nth).locator('[part~=status][data-state=settled]').waitFor();
  return (await its('result').evaluateAll((all) => all.map((one) => one.dataset.id))).slice(0, visitor.right.length);
}

const elements = [
  cell('C5', 'two elements on a page', async (visitor, { host, right }) => {
    host.fault = at1(script() + element() + element());
    await visitor.page.goto(visitor.url);
    assert.deepEqual(await findIn(visitor, 0), right);
    assert.deepEqual(await findIn(visitor, 1), right);
  }),
  cell('C5', 'two releases of the app on a page', async (visitor, scene) => {
    const { host, right } = scene;
    const later = at(laterApp(scene.desk()));
    const second = (path) => (path.startsWith('/second/') ? later(path.slice('/second'.length)) : undefined);
    host.fault = (path) => second(path) ?? at1(script() + script('/second') + element() + element())(path);
    await visitor.page.goto(visitor.url);
    assert.deepEqual(await findIn(visitor, 0), right);
    assert.deepEqual(await findIn(visitor, 1), right);
  }),
  cell('C6', 'taken into another parent in the middle of a search', async (visitor, { host }) => {
    host.fault = (path) => (path.includes('/chunks/') ? 'drip' : undefined);
    await visitor.come();
    await visitor.ask();
    await visitor.page.evaluate(() => {
      const box = document.createElement('div');
      box.className = 'bvi-body';
      box.append(...document.body.children);
      document.body.append(box);
    });
    await visitor.ends(['right']);
  }),
  cell('C6', 'taken off the page in the middle of a search, and put back', async (visitor, { host }) => {
    host.fault = (path) => (path.includes('/chunks/') ? 'drip' : undefined);
    await visitor.come();
    await visitor.ask();
    for (let times = 0; times < 5; times += 1) {
      await visitor.page.evaluate((time) => new Promise((resolve) => {
        const it = document.querySelector('biblio-bus');
        it.remove();
        setTimeout(() => { document.body.append(it); resolve(); }, time);
      }), 60 * times);
    }
    await visitor.ends(['right']);
  }),
];

/** A clock that is off by so many years, or runs backwards. */
const clock = (years, isBackwards) => `{
  const Real = Date;
  let back = 0;
  const now = () => Real.now() + ${years} * 31557600000 - (${isBackwards} ? (back += 60000) : 0);
  globalThis.Date = class extends Real {
    constructor(...words) { if (words.length > 0) super(...words); else super(now()); }
    static now() { return now(); }
  };
}`;
const timed = (name, script, options = {}) => cell('C7', name, async (visitor) => {
  await visitor.page.addInitScript(script);
  await visitor.askAnew();
  await visitor.ends(['right']);
  await visitor.come();
  await visitor.keep();
  await visitor.askAnew();
  await visitor.ends(['right']);
}, { shim: script, ...options });

const clocks = [
  timed('the clock is ten years ahead', clock(10)),
  timed('the clock is ten years behind', clock(-10)),
  timed('the clock runs backwards', clock(0, true)),
  timed('on the other side of the world', '0', { timezoneId: 'Pacific/Kiritimati' }),
];

export const together = [
  killed,
  renewed('a tab with the release before, kept, while another one renews', { kept: true }),
  renewed('a tab with the release before while another one renews', {}),
  renewed('a tab with the release before, kept, of which the host has nothing any more', { kept: true, gone: true }),
  renewed('a tab with the release before, of which the host has nothing any more', { gone: true }),
  overtaken, ...workers, ...elements, ...clocks,
];
