// S6, S9: storage that the reader's settings deny, and that of frames.
import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { QUERY } from '../faults.mjs';
import { POLICY } from '../site.mjs';
import { beside } from './releases.mjs';
import { Visitor, fine, keeps, launchWith, page, visitorIn } from './scene.mjs';

/** A browser whose reader has set something. */
const setting = (entry, name, preferences, work, args = []) => ({
  entry,
  name,
  run: async (scene) => {
    const profile = scene.desk();
    mkdirSync(join(profile, 'Default'));
    writeFileSync(join(profile, 'Default/Preferences'), JSON.stringify(preferences));
    const context = await launchWith(profile, { args });
    try {
      await work(await visitorIn(context, scene), scene);
    } finally {
      scene.host.fault = fine;
      await context.close();
    }
  },
});

const denied = setting('S6', 'the browser blocks all storage of sites', { profile: { default_content_setting_values: { cookies: 2 } } }, async (visitor) => {
  await visitor.ask();
  await visitor.ends(['right']);
  await visitor.come();
  assert.equal(await keeps(visitor), 'stopped');
  assert.deepEqual(visitor.page.complaints, []);
});

/** The page in a frame of another site. */
async function framed(visitor, scene) {
  const { port } = new URL(scene.host.url);
  const inside = `${scene.host.url}#/?q=${encodeURIComponent(QUERY)}`;
  const policy = POLICY.replace("base-uri 'none'", "base-uri 'none'; frame-src *");
  scene.host.fault = (path) => (path === '/frame.html' ? page(`<iframe src="${inside}" width="1200" height="700"></iframe>`, policy) : undefined);
  await visitor.page.goto(`http://localhost:${port}/frame.html`);
  const frame = visitor.page.frames().at(-1);
  return new Visitor(Object.assign(frame, { complaints: visitor.page.complaints }), scene.host.url, scene.right);
}

const frames = [
  setting('S9', 'in a frame of another site, apart from the page of its own', {}, async (visitor, scene) => {
    const within = await framed(visitor, scene);
    await within.ends(['right']);
    await within.page.evaluate(() => { location.hash = '#/'; });
    assert.equal(await keeps(within), 'whole');
    const own = await beside(visitor);
    await own.come();
    assert.equal(await own.keepingState(), 'not-kept');
    // The driver switches the partitioning of storage off; here it is as readers have it.
  }, ['--disable-features=HttpsUpgrades']),
  setting('S9', 'in a frame of another site, which may store nothing', { profile: { cookie_controls_mode: 1, block_third_party_cookies: true } }, async (visitor, scene) => {
    const within = await framed(visitor, scene);
    await within.ends(['right']);
    await within.page.evaluate(() => { location.hash = '#/'; });
    assert.equal(await keeps(within), 'stopped');
  }),
];

export const denials = [denied, ...frames];
