// A book, chapter by chapter, in screens that are turned. The chapter stands in a shadow root, so
// that its styles and the page's do not touch.
import { bytes } from '../ask.js';
import { make } from '../make.js';
import * as store from '../store.js';
import { keepFile } from '../keep-file.js';
import { book } from './book.js';
import { clean, cleanSheet } from './clean.js';

const SIZES = [75, 87.5, 100, 112.5, 125, 150, 175, 200, 250, 300];
const USUAL = SIZES.indexOf(100);
const SIZE = 'bibliobus-view size';
const place = (url) => `bibliobus-view at ${url}`;

/** What the device remembers; nothing where it may not. */
const remembered = (name) => { try { return localStorage.getItem(name); } catch { return null; } };
const remember = (name, value) => { try { localStorage.setItem(name, value); } catch { /* then not */ } };

async function fetched(url, { heard, signal }) {
  const known = await store.kept(url);
  const blob = known && await store.file(url, 'file');
  return blob ? { blob, isKept: true } : { blob: await bytes(url, { heard, signal }), isKept: false };
}

/** Opens a book. See view.js for what a viewer has. */
export async function open({ url, stage, words, heard, told, signal, go }) {
  const { blob, isKept } = await fetched(url, { heard, signal });
  const read = await book(blob);
  if (isKept) told('shownKept');
  const leaf = leafOf(read, words, stage);
  let [now, size] = [0, SIZES[remembered(SIZE)] ? Number(remembered(SIZE)) : USUAL];
  leaf.size(SIZES[size]);

  async function fill(number) {
    const chapter = await read.chapter(number);
    const sheets = (await read.styles(number, chapter)).map(cleanSheet);
    const content = await clean(chapter, {
      picture: (href) => read.pictureAt(number, href),
      link: (href) => linked(read.linkTo(number, href), number),
    });
    leaf.fill(content, sheets);
  }
  /** A link within the book, as an address of this page. */
  const linked = (to) => (to && !to.url ? { href: `#${new URLSearchParams({ part: to.part, id: to.id })}` } : to);
  leaf.onlink((part, id) => go(part, id));

  async function resize(to) {
    size = Math.min(SIZES.length - 1, Math.max(0, to));
    remember(SIZE, size);
    const share = leaf.share();
    leaf.size(SIZES[size]);
    leaf.to(share);
  }
  return {
    title: read.title,
    isRightToLeft: read.isRightToLeft,
    count: read.parts.length,
    tools: ['larger', 'smaller', 'usual'],
    isBook: true,
    contentsName: 'contents',
    contents: () => read.contents,
    label: () => read.contents.filter((one) => one.page <= now).at(-1)?.label ?? '',
    /** Where somebody stopped reading, on this device. */
    remembered() {
      const [page, share] = (remembered(place(url)) ?? '').split(' ').map(Number);
      return page > 0 && page <= read.parts.length ? { page, at: share || 0 } : undefined;
    },
    async show(number, at = 0, id = '') {
      if (number !== now) await fill(number);
      now = number;
      if (!(id && leaf.toId(id))) leaf.to(at);
      remember(place(url), `${now} ${leaf.share()}`);
    },
    where: () => ({ page: now, at: leaf.share(), ...leaf.screens() }),
    /** Turns one screen; gives where that leads, also in another chapter. */
    turned(by) {
      if (leaf.turn(by)) return { page: now, at: leaf.share() };
      const page = now + by;
      return page >= 1 && page <= read.parts.length ? { page, at: by < 0 ? 999 : 0 } : undefined;
    },
    larger: () => resize(size + 1),
    smaller: () => resize(size - 1),
    usual: () => resize(USUAL),
    keep: (how) => keepFile(url, how),
    close: () => leaf.close(),
  };
}

/** The sheet that a chapter stands on: columns as wide as the screen, moved sideways. */
function leafOf(read, words, stage) {
  const leaf = make('div', { className: 'leaf', tabIndex: 0, role: 'region', 'aria-label': words.say('reading') });
  const root = leaf.attachShadow({ mode: 'open' });
  const [base, own] = [new CSSStyleSheet(), new CSSStyleSheet()];
  base.replaceSync(BASE);
  root.adoptedStyleSheets = [base, own];
  const inside = make('div', { className: 'book', dir: read.isRightToLeft ? 'rtl' : 'auto', lang: read.language || '' });
  root.append(inside);
  stage.replaceChildren(leaf);
  const isRtl = () => getComputedStyle(inside).direction === 'rtl';
  const step = () => inside.getBoundingClientRect().width + GAP;
  const count = () => Math.max(1, Math.round((inside.scrollWidth + GAP) / step()));
  const screen = () => Math.min(count() - 1, Math.round(Math.abs(inside.scrollLeft) / step()));
  const put = (number) => { inside.scrollLeft = Math.max(0, Math.min(count() - 1, number)) * step() * (isRtl() ? -1 : 1); };
  let [heardLink, share] = [() => {}, 0];
  const settle = (number) => { put(number); share = Math.floor(screen() * 1000 / count()); };
  root.addEventListener('click', (event) => {
    const to = event.target.closest?.('a[href^="#"]');
    if (!to) return;
    event.preventDefault();
    const said = new URLSearchParams(to.getAttribute('href').slice(1));
    heardLink(Number(said.get('part')), said.get('id') ?? '');
  });
  /** The screen on which an element begins. */
  const screenOf = (element) => {
    const side = isRtl() ? 'right' : 'left';
    const left = element.getBoundingClientRect()[side] - inside.getBoundingClientRect()[side];
    return Math.floor((Math.abs(inside.scrollLeft + left) + 1) / step());
  };
  // Focus that goes to a link moves the columns: whole screens only.
  root.addEventListener('focusin', ({ target }) => settle(screenOf(target)));
  const watch = new ResizeObserver(() => put(Math.round(share * count() / 1000)));
  watch.observe(leaf);
  return {
    fill(content, sheets) {
      own.replaceSync(sheets.join('\n'));
      inside.replaceChildren(content);
      settle(0);
    },
    size: (percent) => leaf.style.setProperty('--letters', `${percent / 100}`),
    share: () => share,
    to: (at) => settle(at >= 999 ? count() - 1 : Math.ceil(at * count() / 1000)),
    toId(id) {
      const found = root.getElementById(id);
      if (!found) return false;
      settle(screenOf(found));
      return true;
    },
    turn(by) {
      const to = screen() + by;
      if (to < 0 || to >= count()) return false;
      settle(to);
      return true;
    },
    screens: () => ({ screen: screen() + 1, screens: count() }),
    onlink: (hear) => { heardLink = hear; },
    close: () => watch.disconnect(),
  };
}

const GAP = 32;
// A width that no screen has gives one column: WebKit makes none of a number of one.
const BASE = `
.book { box-sizing: border-box; block-size: 100%; inline-size: 100%; overflow: hidden; columns: 9999px; column-fill: auto; column-gap: ${GAP}px;
  font-family: "Iowan Old Style", Charter, "PT Serif", Palatino, Georgia, "Noto Serif", "DejaVu Serif", serif; font-size: calc(1.125rem * var(--letters, 1));
  line-height: 1.55; hyphens: auto; overflow-wrap: anywhere; contain: strict; orphans: 2; widows: 2; }
.book * { max-inline-size: 100%; box-sizing: border-box; color: inherit !important; background: none !important; }
.book h1, .book h2, .book h3 { line-height: 1.25; break-after: avoid; hyphens: manual; }
.book img, .book svg { max-block-size: calc(100cqb); max-inline-size: 100%; block-size: auto; object-fit: contain; break-inside: avoid; }
.book img { background: #fff !important; }
.book a[href] { color: var(--accent) !important; text-decoration: underline; }
.book a:focus-visible { outline: 3px solid var(--focus); outline-offset: 2px; }
.book table { border-collapse: collapse; } .book td, .book th { border: 1px solid; padding: 0.2em 0.5em; }
.book pre { white-space: pre-wrap; }
`;
