// The screen in the library: large targets, a keyboard on the screen, and no way out of the catalogue.
// Fetched where the element has the attribute `kiosk`, and nowhere else.

/** Letters and words, one language a file of src/text/kiosk/: the build puts them here. */
const LANGUAGES = __LANGUAGES__;
const SIGNS = ['1 2 3 4 5 6 7 8 9 0', '- / : ; ( ) « » " \'', '. , ? ! + = & № *'];

/** How long a key is held until it repeats, and then after how long each time, in milliseconds. */
const HELD = 500;
const AGAIN = 90;

const SHEET = `
.base { --target: 60px; -webkit-touch-callout: none; }
.base button, .base summary, .base select, .base [role="option"], .base a, .base label:has(input) {
  min-block-size: 60px; min-inline-size: 60px; touch-action: manipulation; -webkit-user-drag: none;
}
:where(.base a) { display: inline-flex; align-items: center; }
.base :not(input, textarea) { -webkit-user-select: none; user-select: none; }
.base [part~="input"], .base .field { min-block-size: 64px; font-size: 1.375rem; }
.base input:is([type="checkbox"], [type="radio"]) { inline-size: 32px; block-size: 32px; }
.base a:is([href^="mailto:"], [href^="sms:"], [href^="tel:"]), .base [data-format] { display: none; }
:host(:not([printing])) .taking-ways, .base .taking-ways > :not([data-size]) { display: none; }
@media (orientation: portrait) and (min-height: 1400px) { .base { font-size: 1.125rem; padding-block-start: 33vh; } }
.touch-keys { position: fixed; inset-inline: 0; inset-block-end: 0; z-index: 9; display: grid; gap: 8px; padding: 12px max(12px, calc(50% - 36rem)) 20px;
  background: var(--paper); border-block-start: 2px solid var(--edge); }
.touch-keys[hidden] { display: none; }
.touch-keys > div { display: flex; justify-content: center; gap: 8px; }
.touch-keys button { flex: 1 1 60px; min-inline-size: 60px; max-inline-size: 96px; min-block-size: 64px; padding: 0; border: 1px solid var(--edge); border-radius: var(--corner);
  background: var(--leaf); color: var(--ink); font: 1.5rem var(--sans); }
.touch-keys button.long { max-inline-size: none; flex-grow: 4; font-size: 1.125rem; }
.touch-keys button.go, .touch-keys button[aria-pressed="true"] { background: var(--accent); color: var(--on-accent); }
.touch-keys button:active { outline: 3px solid var(--focus); }
.outside { max-inline-size: 36rem; padding: 2rem; border: 2px solid var(--edge); border-radius: var(--corner); background: var(--leaf); color: var(--ink); }
.outside::backdrop { background: rgb(0 0 0 / 60%); }
.outside svg { display: block; inline-size: 16rem; margin: 1rem auto; background: #fff; }
.outside .address { font-size: 1.25rem; overflow-wrap: anywhere; }
@media (max-width: 52rem) { .touch-keys { padding-inline: 4px; gap: 4px; } .touch-keys > div { gap: 4px; flex-wrap: wrap; } }
`;

function make(kind, attributes = {}, ...inside) {
  const made = document.createElement(kind);
  Object.entries(attributes).forEach(([name, value]) => made.setAttribute(name, value));
  made.append(...inside);
  return made;
}

/** Types into a field as a hardware keyboard would: what listens to it hears an `input`. */
export function type(field, text) {
  const { selectionStart: from, selectionEnd: to, value } = field;
  const start = text || from !== to ? from : Math.max(0, from - ([...value.slice(0, from)].pop()?.length ?? 0));
  field.setRangeText(text, start, to, 'end');
  const inputType = text ? 'insertText' : 'deleteContentBackward';
  field.dispatchEvent(new InputEvent('input', { bubbles: true, composed: true, data: text || null, inputType }));
}

/** The keyboard: shown while a field of the element has the focus. */
class Keyboard {
  #field;
  #language;
  #isShifted = false;
  #hasSigns = false;
  #timer;
  constructor(tag) {
    this.#language = LANGUAGES.find((one) => one.tag === tag) ?? LANGUAGES[0];
    this.keys = make('div', { class: 'touch-keys', role: 'group', hidden: '' });
    // A key leaves the focus where it is, so that the field and its suggestions stay.
    this.keys.addEventListener('pointerdown', (event) => event.preventDefault());
    for (const end of ['pointerup', 'pointercancel', 'pointerleave']) this.keys.addEventListener(end, () => this.#let());
    this.#draw();
  }

  show(field) {
    this.#field = field;
    field.inputMode = 'none';
    this.keys.hidden = false;
    const room = () => this.keys.getBoundingClientRect().top - field.getBoundingClientRect().bottom;
    const base = this.keys.parentElement;
    base.style.paddingBlockEnd = `${this.keys.offsetHeight}px`;
    if (room() < 8) scrollBy(0, 8 - room());
  }

  hide() {
    this.#let();
    this.#field = undefined;
    this.keys.hidden = true;
    this.keys.parentElement?.style.removeProperty('padding-block-end');
  }

  #let() { clearTimeout(this.#timer); }

  #put(text) {
    if (!this.#field?.isConnected) return;
    type(this.#field, text);
    if (!this.#isShifted) return;
    this.#isShifted = false;
    this.#draw();
  }

  #key(text, words, does, looks = '') {
    const key = make('button', { type: 'button', tabindex: '-1', class: looks }, text);
    if (words) key.setAttribute('aria-label', words);
    key.addEventListener('click', does);
    return key;
  }

  /** Erases, and goes on while it is held; the click that ends it has been answered then. */
  #backspace(words) {
    const erase = () => { this.#put(''); this.#timer = setTimeout(erase, AGAIN); };
    let isAnswered = false;
    const key = this.#key('⌫', words, () => { if (!isAnswered) this.#put(''); isAnswered = false; });
    key.addEventListener('pointerdown', () => {
      isAnswered = false;
      this.#timer = setTimeout(() => { isAnswered = true; erase(); }, HELD);
    });
    return key;
  }

  #turn(change) {
    change();
    this.#draw();
  }

  #toggle(text, words, isOn, change) {
    const key = this.#key(text, words, () => this.#turn(change));
    key.setAttribute('aria-pressed', isOn);
    return key;
  }

  #draw() {
    const { words, tag } = this.#language;
    this.keys.setAttribute('aria-label', words.keyboard);
    this.keys.lang = tag;
    const letters = (row) => row.split(' ').map((letter) => {
      const text = this.#isShifted ? letter.toLocaleUpperCase(tag) : letter;
      return this.#key(text, '', () => this.#put(text));
    });
    const rows = (this.#hasSigns ? SIGNS : this.#language.rows).map(letters);
    rows.at(-1).unshift(this.#toggle('⇧', words.shift, this.#isShifted, () => { this.#isShifted = !this.#isShifted; }));
    rows.at(-1).push(this.#backspace(words.back));
    rows.push(this.#last(words));
    this.keys.replaceChildren(...rows.map((row) => make('div', {}, ...row)));
  }

  #last(words) {
    const next = LANGUAGES[(LANGUAGES.indexOf(this.#language) + 1) % LANGUAGES.length];
    return [
      this.#toggle('123', this.#hasSigns ? words.letters : words.signs, this.#hasSigns, () => { this.#hasSigns = !this.#hasSigns; }),
      this.#key(next.tag.toUpperCase(), `${words.next}: ${next.name}`, () => this.#turn(() => { this.#language = next; })),
      this.#key(words.space, '', () => this.#put(' '), 'long'),
      this.#key('▾', words.away, () => this.#field?.blur()),
      this.#key(words.search, '', () => { this.#field?.form?.requestSubmit(); this.#field?.blur(); }, 'long go'),
    ];
  }
}

const isField = (element) => element instanceof HTMLInputElement && /^(text|search)$/.test(element.type)
  || element instanceof HTMLTextAreaElement;

/** Whether a link stays within the catalogue: another state of this very page. */
function isInside(link) {
  const to = new URL(link.href, document.baseURI);
  return to.origin === location.origin && to.pathname === location.pathname && to.search === location.search;
}

/** Says an address instead of going there, with its code where there is one. */
function tellAddress(base, words, address, code) {
  const close = make('button', { type: 'button', class: 'button' }, words.close);
  const box = make('dialog', { class: 'outside', 'aria-label': words.elsewhere }, make('h2', {}, words.elsewhere),
    make('p', {}, code ? words.howThere : words.howThereWords), ...(code ? [drawn(code)] : []), make('p', { class: 'address' }, address), close);
  close.addEventListener('click', () => box.close());
  box.addEventListener('close', () => box.remove());
  base.append(box);
  box.showModal();
}

function drawn([side, path]) {
  const part = (kind, attributes) => {
    const made = document.createElementNS('http://www.w3.org/2000/svg', kind);
    Object.entries(attributes).forEach(([name, value]) => made.setAttribute(name, value));
    return made;
  };
  const picture = part('svg', { viewBox: `0 0 ${side} ${side}`, 'aria-hidden': 'true' });
  picture.append(part('path', { d: path }));
  return picture;
}

/** The screen around one element. `code` makes a QR code of an address. */
export class Kiosk {
  #root;
  #code;
  #keyboard;
  #sheet = new CSSStyleSheet();
  #ends = new AbortController();
  constructor(host, code) {
    this.#root = host.shadowRoot;
    this.#code = code;
    this.#sheet.replaceSync(SHEET);
    const hear = (kinds, answer) => kinds.forEach((kind) => {
      this.#root.addEventListener(kind, answer, { capture: true, signal: this.#ends.signal });
    });
    hear(['click', 'auxclick'], (event) => this.#guard(event));
    hear(['contextmenu', 'dragstart', 'drop', 'dragover'], (event) => event.preventDefault());
    hear(['focusin'], ({ target }) => { if (isField(target)) this.#keyboard.show(target); });
    hear(['focusout'], ({ target }) => { if (isField(target)) this.#keyboard.hide(); });
    this.dress();
  }

  /** Puts everything there, at first and after the element was made anew. */
  dress() {
    this.#root.adoptedStyleSheets = [...this.#root.adoptedStyleSheets.filter((one) => one !== this.#sheet), this.#sheet];
    const base = this.#root.querySelector('.base');
    if (!base || this.#keyboard?.keys.parentElement === base) return;
    this.#keyboard = new Keyboard(this.#tag);
    base.append(this.#keyboard.keys);
    if (isField(this.#root.activeElement)) this.#keyboard.show(this.#root.activeElement);
  }

  leave() {
    this.#ends.abort();
    this.#keyboard?.keys.remove();
    this.#root.adoptedStyleSheets = this.#root.adoptedStyleSheets.filter((one) => one !== this.#sheet);
  }

  get #tag() { return this.#root.querySelector('[lang]')?.lang || this.#root.host.lang; }

  #guard(event) {
    const link = event.composedPath().find((one) => one instanceof Element && one.matches('a[href], area[href]'));
    if (!link || (event.type === 'click' && isInside(link) && !link.target)) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    if (event.type !== 'click' || !/^https?:/.test(link.href)) return;
    const { words } = LANGUAGES.find((one) => one.tag === this.#tag) ?? LANGUAGES[0];
    tellAddress(this.#root.querySelector('.base'), words, link.href, this.#code(link.href));
  }
}
