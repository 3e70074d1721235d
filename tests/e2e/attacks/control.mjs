// The trap itself: a page that does everything wrong. If the payloads did nothing here either, that
// they do nothing in the app would say nothing.
import { PAYLOADS } from './payloads.mjs';
import { watch } from './watch.mjs';

/** How many payloads run, fetch or lead away in a careless page: each as HTML and as an address. */
export async function careless(browser, host) {
  const policy = host.policy;
  host.policy = '';
  host.pages['/careless.html'] = '<!DOCTYPE html><meta charset="utf-8"><title>Careless</title><div id="all"></div>';
  const context = await browser.newContext();
  const page = await context.newPage();
  const seen = await watch(page, host.url);
  const caught = new Set();
  const strange = () => seen.requests.length + seen.moves.filter((to) => !to.startsWith(host.url)).length;
  await page.goto(`${host.url}careless.html`);
  for (const { number, text } of PAYLOADS) {
    const before = strange();
    await page.evaluate(attack, text);
    if (seen.executed.includes(number) || strange() > before) caught.add(number);
  }
  await context.close();
  host.policy = policy;
  delete host.pages['/careless.html'];
  return caught.size;
}

/** In the page: the text as HTML and as an address, in a frame of its own. */
async function attack(text) {
  const wait = (time) => new Promise((resolve) => { setTimeout(resolve, time); });
  document.querySelector('iframe')?.remove();
  const frame = document.createElement('iframe');
  frame.src = 'careless.html';
  document.body.append(frame);
  await new Promise((resolve) => { frame.onload = resolve; });
  const { document: inside } = frame.contentWindow;
  const link = inside.createElement('a');
  link.href = text;
  inside.getElementById('all').innerHTML = text;
  await wait(100);
  if (!/^(javascript|data|vbscript):$/.test(link.protocol)) return;
  inside.body?.append(link);
  link.click();
  await wait(100);
}
