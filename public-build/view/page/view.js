// The page that opens what a library hosts: pictures (IIIF), PDF and EPUB. The address says what is
// open and at which page; nothing else does.
//
// A viewer, one for each kind, is what `open({ url, stage, words, heard, told, signal, go })` of its
// module gives:
//   title, count, isRightToLeft, tools (names of its verbs), contentsName and contents(), label(page),
//   show(page, at, id), where() -> { page, at }, keep({ signal, progress }) -> { bytes, missing }, close();
//   a book also has turned(by) and remembered(); what can be moved has move(x, y) and isLarge().
import { at, read } from './address.js';
import { Problem, within } from './ask.js';
import { frame } from './frame.js';
import { keeping } from './keeping.js';
import { keys, swipes } from './keys.js';
import { kept } from './store.js';
import { speaker } from './words.js';

/** How long to wait before it is tried again, in milliseconds; the last for all later tries. */
const PAUSES = [3000, 6000, 12_000, 30_000];
const MODULES = { iiif: './iiif/viewer.js', pdf: './pdf/viewer.js', epub: './epub/viewer.js' };

let said = read(location.href);
const words = speaker(said.lang ?? (/^ru\b/i.test(navigator.language) ? 'ru' : 'en'));
document.documentElement.lang = words.language;
const page = frame(words, {
  turn: (by) => turn(by),
  go: (number, id) => go(number, undefined, id),
  tool: (name) => attempt(() => viewer[name]()),
  end: () => end(),
});
document.body.replaceChildren(page.element);

let [viewer, stop, tries, timer] = [undefined, undefined, 0, undefined];
const keep = keeping(page.keep, words, { onkept: () => viewer?.kept?.() });

/** Opens what the address asks for, from the beginning. */
async function open() {
  clearTimeout(timer);
  viewer?.close();
  stop?.abort();
  viewer = undefined;
  stop = new AbortController();
  const mine = stop;
  page.begin(said);
  try {
    const opened = await opening(mine.signal);
    if (mine.signal.aborted) return opened.close();
    viewer = opened;
    page.opened(viewer, said);
    const start = (!said.isPlaced && viewer.remembered?.()) || said;
    await show(start.page, start.at);
    tries = 0;
    keep.of({ kind: said.kind, url: said.url, title: said.title || viewer.title, viewer });
  } catch (error) {
    if (!mine.signal.aborted) failed(error);
  }
  return undefined;
}

async function opening(signal) {
  if (!said.kind) throw new Problem('nothing');
  if (!said.url) throw new Problem('foreign');
  const { open: make } = await within(import(MODULES[said.kind])).catch(() => {
    // Browsers remember modules that failed: only a new page asks for them again.
    throw Object.assign(new Problem(navigator.onLine ? 'silent' : 'offline'), { isOfPage: true });
  });
  const heard = (done, all) => page.progress(all && all >= done ? words.say('openingOf', { done: words.bytes(done), all: words.bytes(all) }) : words.say('openingDone', { done: words.bytes(done) }));
  return make({ url: said.url, stage: page.stage, words, heard, told: page.told, signal, go: (number, id) => go(number, undefined, id) });
}

/** Says what went wrong; what may pass is tried again, also when the connection is back. */
function failed(error) {
  const problem = error instanceof Problem ? error : new Problem('unknown');
  if (!(error instanceof Problem)) console.warn(error);
  const again = () => { tries += 1; if (problem.isOfPage) location.reload(); else open(); };
  page.failed(problem, said, problem.name === 'nothing' || problem.name === 'foreign' ? undefined : again);
  clearTimeout(timer);
  if (problem.passes) timer = setTimeout(again, PAUSES[Math.min(tries, PAUSES.length - 1)]);
}

/** Shows a page of what is open, and says which it is. */
async function show(number, part, id) {
  const to = Math.min(Math.max(1, number), viewer.count);
  const now = viewer;
  page.turning(viewer, to);
  try {
    await now.show(to, part, id);
    if (now === viewer) page.shown(viewer, said);
  } catch (error) {
    if (now !== viewer) return;
    page.shown(viewer, said);
    failedPage(error);
  }
}

function failedPage(error) {
  const problem = error instanceof Problem ? error : new Problem('badPage');
  if (!(error instanceof Problem)) console.warn(error);
  // From the beginning: what was being fetched when the host fell silent never comes.
  const again = () => { tries += 1; open(); };
  page.failedPage(problem, said, problem.passes || problem.name === 'notKeptPage' ? again : undefined);
  clearTimeout(timer);
  if (problem.passes) timer = setTimeout(again, PAUSES[Math.min(tries, PAUSES.length - 1)]);
}

/** Does something with what is open; what goes wrong is said. */
function attempt(work) {
  if (!viewer) return;
  Promise.resolve().then(work).then(() => viewer && page.shown(viewer, said)).catch(failedPage);
}

/** Goes to a page, and puts it into the address: a new one for the way back, unless it is the same page. */
async function go(number, part, id) {
  if (!viewer) return;
  clearTimeout(timer);
  const before = viewer.where().page;
  const to = Math.min(Math.max(1, number), viewer.count);
  if (to !== before) history.pushState(null, '', at(location.href, to, part));
  said = read(location.href);
  await show(to, part, id);
  settle();
}

/** Goes to the last page, and to the end of a book. */
const end = () => viewer && go(viewer.count, viewer.isBook ? 999 : undefined);

/** The address says where we are. */
function settle() {
  const { page: number, at: part } = viewer?.where() ?? {};
  if (number) history.replaceState(null, '', at(location.href, number, part));
  said = read(location.href);
}

/** Turns one page, or one screen of a book. */
function turn(by) {
  if (!viewer) return;
  const { page: now } = viewer.where();
  if (!viewer.turned) { if (now + by >= 1 && now + by <= viewer.count) go(now + by); return; }
  const to = viewer.turned(by);
  if (to && to.page !== now) go(to.page, to.at);
  else if (to) { page.shown(viewer, said); settle(); viewer.show(to.page, to.at); }
}

// Back and forth, and addresses that somebody types.
addEventListener('popstate', () => {
  const before = said;
  said = read(location.href);
  const isSame = ['kind', 'url', 'title', 'lang', 'from'].every((name) => before[name] === said[name]);
  if (!isSame) { if (before.lang !== said.lang) location.reload(); else open(); return; }
  if (viewer) show(said.page, said.at);
});
addEventListener('online', () => { if (page.isFailed()) { tries = 0; open(); } });
keys(page, { turn, begin: () => go(1), end, viewer: () => viewer, attempt });
swipes(page.stage, { turn, viewer: () => viewer });

// Asked for early, so that a device that keeps nothing is known of.
kept('').catch(() => {});
open();
