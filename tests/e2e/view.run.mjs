// The page that opens what a library hosts, in Firefox and in WebKit: each kind is opened, turned,
// kept, and opened without the host. ./dev faults calls this.
//
//   node tests/e2e/view.run.mjs [firefox|webkit]
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { write } from '../../demo/hosted.mjs';
import { firefox, webkit } from './drivers.mjs';
import { open } from './lib.mjs';
import { folder } from './site.mjs';

const BROWSERS = { firefox, webkit };
const KINDS = { iiif: 'timetable/manifest.json', pdf: 'rules.pdf', epub: 'book.epub' };

/** What the page says, once it says what `wanted` looks for; what it says instead after a while. */
async function said(page, wanted, time = 30_000) {
  for (const end = Date.now() + time; ;) {
    const now = await page.evaluate(() => document.body?.innerText ?? '').catch(String);
    if (wanted.test(now)) return undefined;
    if (Date.now() > end) return `expected ${wanted}, the page says: ${now.replace(/\s+/g, ' ').slice(0, 300)}`;
    await new Promise((resolve) => { setTimeout(resolve, 200); });
  }
}

const press = (id) => (page) => page.evaluate((what) => document.getElementById(what).click(), id);

/** Goes through all of it; gives what went otherwise, if something did. */
async function through(page, host, kind) {
  const address = `${host.url}view.html#${new URLSearchParams({ [kind]: `hosted/${KINDS[kind]}`, lang: 'en' })}`;
  const [opened, turned] = kind === 'epub' ? [/Chapter 1 of 3, screen 1 of \d/, /Chapter 3 of 3/] : [/Page 1 of 2/, /Page 2 of 2/];
  const steps = [
    [() => page.goto(address), opened],
    [press('tool-last'), turned],
    [press('keep-it'), /Kept on this device: [\d.]+ KB\.(?! Kept| The file)/],
    [() => host.stop(), /Kept/],
    [async () => { await page.leave(); await page.goto(address); }, kind === 'iiif' ? /smaller copy/ : /This is what is kept/],
    [press('tool-first'), kind === 'epub' ? /Chapter 1 of 3/ : opened],
    [press('remove'), /Removed from this device/],
  ];
  // In large letters a chapter has several screens, in every engine.
  if (kind === 'epub') steps.splice(1, 0, ...Array(6).fill([press('tool-larger'), /./]), [press('tool-next'), /Chapter 1 of 3, screen 2 of \d/]);
  for (const [act, wanted] of steps) {
    await act(page);
    const wrong = await said(page, wanted);
    if (wrong) return wrong;
  }
  return undefined;
}

const site = mkdtempSync(join(tmpdir(), 'bibliobus-view-'));
cpSync(folder, site, { recursive: true });
const [only] = process.argv.slice(2);
for (const [name, start] of Object.entries(BROWSERS).filter(([one]) => !only || one === only)) {
  const browser = await start();
  for (const kind of Object.keys(KINDS)) {
    const host = await open(site);
    write(join(site, 'hosted'), `${host.url}hosted/`);
    const page = await browser.visit();
    const wrong = await through(page, host, kind).catch(String);
    const complaints = host.violations.map((text) => JSON.parse(text)['csp-report']?.['violated-directive'] ?? text);
    console.log(`${browser.name ?? name}, ${kind}: ${wrong ?? 'fine'}${complaints.length ? `; against the policy: ${complaints}` : ''}`);
    if (wrong || complaints.length) process.exitCode = 1;
    await page.leave().catch(() => {});
    await host.stop();
  }
  await browser.close();
}
rmSync(site, { recursive: true });
