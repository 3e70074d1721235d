// Scenes: tests in one browser, each with a site and a page of its own.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { launch, newPage, serve } from './site.mjs';

/**
 * For one file of tests: `scene(name, { site, page }, play)` is a test that does `play(page, site)`
 * with options for `serve` and `newPage`, after which the browser has nothing to complain of;
 * `visit(options)` opens another reader's page.
 */
export function scenes() {
  let browser;
  before(async () => { browser = await launch(); });
  after(() => browser.close());
  const visit = (options) => newPage(browser, options);
  const scene = (name, options, play) => test(name, async () => {
    const site = await serve(options.site);
    const page = await visit(options.page);
    page.setDefaultTimeout(15_000);
    try {
      await play(page, site);
      assert.deepEqual(page.complaints, []);
    } finally {
      await page.context().close();
      await site.stop();
    }
  });
  return { scene, visit };
}
