// The parts of <biblio-bus> that only JavaScript can say: the class, and the worker.
// The build puts their hashed names here.
const WORKER = 'bibliobus-worker_loader.js';
/** The same of the module that cites. */
const CITER = 'bibliobus-cite_loader.js';
/** The same of what a screen in the library has besides. */
const KIOSK = 'bibliobus-kiosk.js';

let policy;
const trusted = (url) => {
  policy ??= globalThis.trustedTypes?.createPolicy('bibliobus', { createScriptURL: (s) => s });
  return policy ? policy.createScriptURL(url) : url;
};

// A browser may refuse a worker with an event only, after it seemed to start.
let isRefused = false;
document.addEventListener('securitypolicyviolation', ({ effectiveDirective }) => {
  isRefused ||= effectiveDirective === 'worker-src';
});

/**
 * Starts the engine's host: in a worker, or in the page itself where it may start none, or says
 * by `engine="page"` that it would not. Each try but the first has a name of its own, since
 * browsers remember what was wrong.
 */
export function spawn_worker(tries) {
  const url = new URL(`../../../${WORKER}${tries ? `?try=${tries}` : ''}`, import.meta.url);
  if (isRefused || document.querySelector('biblio-bus[engine=page]')) return within_page(url);
  try { return worker(url); } catch { return within_page(url); }
}

/** The engine's host finds its end of the line under this name. */
const LINE = Symbol.for('bibliobus');

function within_page(url) {
  const { port1, port2 } = new MessageChannel();
  globalThis[LINE] = port2;
  import(url.href).catch(() => port1.dispatchEvent(new Event('error')));
  port1.start();
  return port1;
}

/** A page of another origin may not start the script directly, but may import it. */
function worker(url) {
  const options = { name: 'bibliobus', type: 'module' };
  if (url.origin === location.origin) return new Worker(trusted(url.href), options);
  const script = new Blob([`import(${JSON.stringify(url.href)})`], { type: 'text/javascript' });
  return new Worker(trusted(URL.createObjectURL(script)), options);
}

/**
 * The page of the app's folder that opens a thing (`kind`: `pdf`, `epub`, `iiif`) inside, as an address
 * that says what, and the way back; nothing for what another host has, or where the app is another host's.
 */
export function view_address(kind, url, title, lang) {
  const page = new URL('../../../view.html', import.meta.url);
  const isOurs = page.origin === location.origin && URL.canParse?.(url) && new URL(url).origin === page.origin;
  if (!isOurs) return undefined;
  const from = location.pathname + location.search + location.hash;
  page.hash = new URLSearchParams({ [kind]: url, title, lang, from });
  return page.href;
}

/** The name of the language `tag`, in the language `by`; the tag itself where it has none. */
export function language_name(tag, by) {
  try { return new Intl.DisplayNames([by], { type: 'language' }).of(tag) ?? tag; } catch { return tag; }
}

/** The module that cites: fetched when a reader first asks for it, and again if that failed. */
let citer;
let citerTries = 0;

function citing() {
  const again = citerTries ? `?try=${citerTries}` : '';
  citer ??= import(new URL(`../../../${CITER}${again}`, import.meta.url).href).catch((error) => {
    citer = undefined;
    citerTries += 1;
    throw error;
  });
  return citer;
}

/** Records cited: for each a list of texts, plain and slanted in turn. */
export async function cited(bytes, style, voice, today) {
  return (await citing()).cited(bytes, style, voice, today);
}

/**
 * Leaves facts of what is in view in the page itself, where Zotero and its like look for them: a shadow
 * tree is hidden from them. What is in the element beside its shadow is not shown.
 */
export function leave_coins(host, all) {
  const spans = all.map((facts) => Object.assign(document.createElement('span'), { className: 'Z3988', title: facts }));
  host.querySelectorAll(':scope > .Z3988').forEach((span) => span.remove());
  host.append(...spans);
  document.dispatchEvent(new Event('ZoteroItemUpdated', { bubbles: true, cancelable: true }));
}

/** Records as the text of a file. */
export async function exported(bytes, format) { return (await citing()).exported(bytes, format); }

/**
 * Copies the paragraphs of an element with their italics, for those who paste them into a letter. Where
 * the browser lets nobody write to its clipboard they are marked, so that the reader can copy them.
 */
export async function copy_paragraphs(element) {
  const safe = (text) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
  const passage = (node) => (node.nodeName === 'I' ? `<i>${safe(node.textContent)}</i>` : safe(node.textContent));
  const all = [...element.children];
  const plain = all.map(({ textContent }) => textContent).join('\n');
  const rich = all.map(({ childNodes }) => `<p>${[...childNodes].map(passage).join('')}</p>`).join('');
  const blob = (text, type) => new Blob([text], { type });
  try {
    const item = new ClipboardItem({ 'text/plain': blob(plain, 'text/plain'), 'text/html': blob(rich, 'text/html') });
    await navigator.clipboard.write([item]);
  } catch {
    getSelection().selectAllChildren(element);
    await navigator.clipboard.writeText(plain);
  }
}

/** The bytes of a file between two places. */
export async function file_piece(file, from, to) {
  return new Uint8Array(await file.slice(from, to).arrayBuffer());
}

/** Gives the reader a file of these pieces. */
export function save_file(pieces, name) {
  // On a screen in the library it would be left for the next reader.
  if (document.querySelector('biblio-bus[kiosk]')) return;
  const link = document.createElement('a');
  link.href = URL.createObjectURL(new Blob(pieces));
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}

/** The first file that was chosen or dropped, if there is one. */
export function file_of(event) {
  return (event.dataTransfer ?? event.composedPath()[0]).files?.[0];
}

/**
 * What dresses a shadow root in styles. Safari before 16.4 has no sheets that scripts make: there
 * they stand in the root, where the page's policy allows it.
 */
function dresser(css) {
  let scale = rootScale();
  if ('adoptedStyleSheets' in ShadowRoot.prototype && 'replaceSync' in CSSStyleSheet.prototype) {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(scaled(css, scale));
    // Some themes have another root on a wide screen.
    addEventListener('resize', () => {
      if (scale === (scale = rootScale())) return;
      sheet.replaceSync(scaled(css, scale));
    });
    return (root) => { root.adoptedStyleSheets = [sheet]; };
  }
  const style = document.createElement('style');
  style.textContent = scaled(css, scale);
  return (root) => root.querySelector('style') ?? root.prepend(style.cloneNode(true));
}

/**
 * How many of the page's rem make one of the browser's own: themes that set the root to 10 px, or to
 * 62.5 %, mean their own sizes. What the reader chose in the browser counts on.
 */
function rootScale() {
  const probe = document.createElement('span');
  probe.style.cssText = 'all: initial !important; position: fixed !important; visibility: hidden !important; inline-size: 0 !important; font-size: medium !important';
  document.documentElement.append(probe);
  const size = (element) => Number.parseFloat(getComputedStyle(element).fontSize);
  const scale = size(probe) / size(document.documentElement);
  probe.remove();
  return Number.isFinite(scale) ? scale : 1;
}

/** Lengths that hang on the root's size, made good; conditions of media queries never hang on it. */
function scaled(css, scale) {
  if (Math.abs(scale - 1) < 0.005) return css;
  return css.replace(/@media[^{]*|(\d*\.?\d+)rem\b/g, (all, rem) => (rem ? `${Number((rem * scale).toFixed(6))}rem` : all));
}

/** Whether the browser promises to leave alone what is kept; `asks` it to. */
export async function is_storage_safe(asks) {
  const { storage } = navigator;
  if (!storage?.persisted) return undefined;
  return await storage.persisted() || (asks && await storage.persist());
}

/** Whether this is Safari on a phone or tablet, in a tab: it alone says so with this property. */
export function wants_home_screen() { return navigator.standalone === false; }

/** Tells, once a page, that a later release of the app is on the device, behind the one that runs. */
const app = new EventTarget();
let isWatched = false;
let isNewer = false;

export function is_app_newer() { return isNewer; }

export function app_news() {
  if (!isWatched) watch_app();
  isWatched = true;
  return app;
}

async function watch_app() {
  const { serviceWorker } = navigator;
  if (!serviceWorker) return;
  // On a first visit the app comes to the device while the page is open already, perhaps for weeks.
  if (!serviceWorker.controller) {
    await new Promise((come) => serviceWorker.addEventListener('controllerchange', come, { once: true }));
  }
  // Whichever page agrees: none of them stays behind on files that are gone.
  serviceWorker.addEventListener('controllerchange', () => location.reload(), { once: true });
  const registration = await serviceWorker.getRegistration();
  if (!registration) return;
  const look = () => {
    isNewer = Boolean(registration.waiting);
    if (isNewer) app.dispatchEvent(new Event('newer'));
  };
  const follow = () => registration.installing?.addEventListener('statechange', look);
  registration.addEventListener('updatefound', follow);
  look();
  follow();
  // Some pages stay open for weeks.
  setInterval(() => registration.update().catch(() => {}), 3_600_000);
}

export async function take_app() {
  const registration = await navigator.serviceWorker.getRegistration();
  registration?.waiting?.postMessage('take over');
}

/** Screens that many share, in all tabs of a browser, forget their reader together. */
const tabs = 'BroadcastChannel' in globalThis ? new BroadcastChannel('bibliobus-forget') : new EventTarget();

export function other_tabs() { return tabs; }

export function tell_other_tabs() { tabs.postMessage?.(''); }

export function forget_reader(host) { host.reset(); }

/** The elements that are shown, and whether the app has come to an end that nothing mends. */
const shown = new Set();
let isOver = false;

// After a trap nothing in the module may be called any more.
for (const type of ['error', 'unhandledrejection']) {
  addEventListener(type, ({ error, reason = error }) => {
    const ours = new URL('../../../app-', import.meta.url).href;
    if (isOver || !(reason instanceof WebAssembly.RuntimeError) || !reason.stack?.includes(ours)) return;
    isOver = true;
    for (const element of shown) element.give_up();
  });
}

/** How far the page was scrolled when last its reader did that. */
let place = 0;
addEventListener('scroll', () => { place = scrollY; }, { passive: true });

/** The name of an attribute as a property: `lowVision` for `low-vision`. */
const property = (attribute) => attribute.replace(/-(\w)/g, (_, letter) => letter.toUpperCase());

/** Defines the element once a page, however often the script is loaded. */
export function define_element(tag, attributes, css, mount) {
  if (customElements.get(tag)) return;
  const dress = dresser(css);
  const define = class extends HTMLElement {
    static observedAttributes = attributes;
    #mounted;
    #memory;
    #focused;
    #kiosk;
    connectedCallback() {
      this.#take_properties();
      if (isOver) { this.#show_content(); return; }
      shown.add(this);
      // What it was moved into may say otherwise how it is to be seen.
      if (this.#mounted) { this.#mounted.changed('low-vision'); this.#give_focus_back(); return; }
      const root = this.shadowRoot ?? this.#open();
      try {
        this.#mounted = mount(this, root, this.#memory);
      } catch (error) {
        this.#show_content();
        throw error;
      }
      this.#dress();
    }
    /** Puts the styles there, and what a screen in the library has besides. */
    #dress() {
      dress(this.shadowRoot);
      if (this.hasAttribute('kiosk')) this.#become_kiosk();
      else this.#leave_kiosk();
    }
    async #become_kiosk() {
      if (this.#kiosk) { this.#kiosk.dress(); return; }
      const { Kiosk } = await import(new URL(`../../../${KIOSK}`, import.meta.url).href);
      if (this.#kiosk || !this.#mounted || !this.hasAttribute('kiosk')) return;
      this.#kiosk = new Kiosk(this, (address) => this.#mounted?.code(address));
    }
    #leave_kiosk() {
      this.#kiosk?.leave();
      this.#kiosk = undefined;
    }
    // Moving an element disconnects it and connects it at once: only a real farewell counts.
    disconnectedCallback() {
      queueMicrotask(() => {
        if (this.isConnected) return;
        this.#focused = undefined;
        shown.delete(this);
        if (!this.#mounted || isOver) return;
        this.#leave_kiosk();
        this.#memory = this.#mounted.unmount();
        this.#mounted = undefined;
      });
    }
    #open() {
      const root = this.attachShadow({ mode: 'open' });
      // Browsers take the focus away from what is moved, some with an event, and some without.
      root.addEventListener('focusin', ({ target }) => { this.#focused = target; });
      root.addEventListener('focusout', () => queueMicrotask(() => {
        this.#focused = root.activeElement ?? undefined;
      }));
      return root;
    }
    /** After a move; somebody else may have taken the focus meanwhile. */
    #give_focus_back() {
      const field = this.#focused;
      if (!field?.isConnected || this.shadowRoot.activeElement === field) return;
      if (document.activeElement && document.activeElement !== document.body) return;
      const { selectionStart, selectionEnd, selectionDirection } = field;
      field.focus({ preventScroll: true });
      // Chromium lays out the page without what has the focus, and that scrolls it up.
      if (scrollY < place) scrollTo({ top: place, behavior: 'instant' });
      // Not every field has a caret. Setting one brings it into view, which nobody asked for.
      if (field.selectionStart === selectionStart && field.selectionEnd === selectionEnd) return;
      field.setSelectionRange(selectionStart, selectionEnd, selectionDirection);
    }
    /** What a script set before the element was defined would hide the properties. */
    #take_properties() {
      for (const name of [...attributes, 'engine'].map(property)) {
        if (!Object.hasOwn(this, name)) continue;
        const value = this[name];
        delete this[name];
        this[name] = value;
      }
    }
    /** What stands between the tags is of more use than nothing. */
    #show_content() {
      const root = this.shadowRoot ?? this.#open();
      root.adoptedStyleSheets = [];
      root.replaceChildren(document.createElement('slot'));
    }
    give_up() {
      this.#mounted = undefined;
      this.#show_content();
      this.dispatchEvent(new CustomEvent('bibliobus-problem', { bubbles: true, composed: true, detail: { kind: 'app' } }));
    }
    /** Makes it anew, as if nobody had used it. */
    reset() {
      document.querySelector('iframe[data-bibliobus-slip]')?.remove();
      this.#mounted?.reset();
      this.#dress();
    }
    attributeChangedCallback(name, before, after) {
      if (before === after || !this.#mounted) return;
      this.#mounted.changed(name);
      this.#dress();
    }
  };
  for (const attribute of [...attributes, 'engine']) {
    if (property(attribute) in HTMLElement.prototype) continue;
    Object.defineProperty(define.prototype, property(attribute), {
      configurable: true,
      enumerable: true,
      get() { return this.getAttribute(attribute); },
      set(value) {
        if (value === null || value === undefined) this.removeAttribute(attribute);
        else this.setAttribute(attribute, value);
      },
    });
  }
  customElements.define(tag, define);
}

/** Whether the device can do something, such as `share`: give a text to another app. */
export function can(what) { return typeof navigator[what] === 'function'; }

/** Gives a text to another app that the reader chooses; who changes their mind has done nothing wrong. */
export function share(title, text) { navigator.share({ title, text }).catch(() => {}); }

/**
 * Prints the slip alone, from a page of its own: whatever is around the element stays off the
 * paper. A roll is as long as what stands on it.
 */
export function print_slip(inside, size, css) {
  if (document.querySelector('biblio-bus[kiosk]:not([printing])')) return;
  document.querySelector('iframe[data-bibliobus-slip]')?.remove();
  const frame = document.createElement('iframe');
  frame.dataset.bibliobusSlip = size;
  frame.title = '';
  Object.assign(frame.style, { position: 'fixed', inlineSize: '0', blockSize: '0', border: '0' });
  document.body.append(frame);
  const { contentWindow: view, contentDocument: page } = frame;
  const width = size === 'A6' ? 105 : Number(size);
  const sheet = new view.CSSStyleSheet();
  sheet.replaceSync(`${css} body { inline-size: ${width - 6}mm; }`);
  page.adoptedStyleSheets = [sheet];
  page.body.append(page.importNode(inside.querySelector('.slip'), true));
  const length = size === 'A6' ? 148 : Math.ceil(page.body.scrollHeight * 25.4 / 96) + 8;
  sheet.insertRule(`@page { size: ${width}mm ${length}mm; margin: 3mm; }`);
  view.addEventListener('afterprint', () => frame.remove());
  view.print();
}
