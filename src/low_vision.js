// The version for low vision: settings, the panel that they are chosen in, and reading aloud. It is
// JavaScript because most of it is what the browser has: as views in wasm it took 9.5 kB more (brotli).

/** What can be set, and to what; the first is how the page has it. */
export const SETTINGS = {
  size: ['100', '125', '150', '175', '200', '250', '300'],
  scheme: ['page', 'black-on-white', 'white-on-black', 'dark-blue-on-light-blue', 'brown-on-beige', 'green-on-dark-brown'],
  letters: ['normal', 'wide', 'wider'],
  lines: ['normal', 'wide', 'wider'],
  face: ['page', 'sans', 'serif'],
  images: ['on', 'grey', 'off'],
  motion: ['on', 'off'],
};

/** The value that a word means; a size between two steps is the step below. */
function valueOf(setting, word) {
  const values = Object.keys(SETTINGS).includes(setting) ? SETTINGS[setting] : [];
  const isSize = setting === 'size' && /^\d{3}$/.test(word) && word >= 100 && word <= 300;
  return isSize ? values.filter((step) => +step <= +word).pop() : values.find((value) => value === word);
}

/** What is set; what nobody said is as it is elsewhere. */
export class Settings {
  #said;
  constructor(said = {}) { this.#said = said; }

  /** Reads words such as `size:150 lines:wide`; `unknown` hears those that say nothing here. */
  static read(words, unknown = () => {}) {
    const settings = new Settings();
    const odd = words.split(/\s+/).filter((word) => word && !settings.choose(...word.split(/:(.*)/s, 2)));
    if (odd.length) unknown(odd.join(' '));
    return settings;
  }

  /** Sets something; says whether there is such a value. */
  choose(setting, word) {
    const value = valueOf(setting, word);
    if (value) this.#said = { ...this.#said, [setting]: value };
    return Boolean(value);
  }

  value(setting) { return this.#said[setting] ?? SETTINGS[setting][0]; }

  isPlain(setting) { return this.value(setting) === SETTINGS[setting][0]; }

  /** Whether anything is not as the page has it. */
  get isOn() { return !Object.keys(SETTINGS).every((setting) => this.isPlain(setting)); }

  /** These, and where they say nothing, those of `base`. */
  over(base) { return new Settings({ ...base.#said, ...this.#said }); }

  /** What `read` reads. */
  toString() {
    return Object.keys(SETTINGS).filter((setting) => setting in this.#said)
      .map((setting) => `${setting}:${this.#said[setting]}`).join(' ');
  }
}

// Where the reader's choice is kept: it is there before anything is drawn.
const PLACE = 'bibliobus-low-vision';

function kept() { try { return localStorage.getItem(PLACE) ?? ''; } catch { return ''; } }

function keep(words) {
  try {
    if (words) localStorage.setItem(PLACE, words); else localStorage.removeItem(PLACE);
  } catch { /* Then it holds until the page is left. */ }
}

export function forget_sight() { keep(''); }

// The plug-in "bvi" says on an element around everything what its reader chose, in names with and
// without a hyphen, by its version.
const BVI = ['size', 'fontsize', 'theme', 'letterspacing', 'letter-spacing', 'lineheight',
  'line-height', 'fontfamily', 'font-family', 'images'].map((name) => `data-bvi-${name}`);
const SCHEMES = { white: 'black-on-white', black: 'white-on-black', blue: 'dark-blue-on-light-blue',
  brown: 'brown-on-beige', green: 'green-on-dark-brown' };
const SPACES = { average: 'wide', big: 'wider' };
const FACES = { arial: 'sans', times: 'serif' };
const IMAGES = { grayscale: 'grey', false: 'off' };

/** What the plug-in says by `attribute`, in our words; its sizes are pixels. */
export function saidByBvi(attribute) {
  const said = (...names) => names.map((name) => attribute(`data-bvi-${name}`)).find(Boolean);
  const size = Math.round(said('fontsize', 'size') / 16 * 100);
  return Object.entries({
    size: size > 100 && Math.min(size, 300),
    scheme: SCHEMES[said('theme')],
    letters: SPACES[said('letterspacing', 'letter-spacing')],
    lines: SPACES[said('lineheight', 'line-height')],
    face: FACES[said('fontfamily', 'font-family')],
    images: IMAGES[said('images')],
  }).filter(([, value]) => value).map((pair) => pair.join(':')).join(' ');
}

/** How one element is shown to its reader, and the verbs for that. */
export class Sight {
  #host;
  #isShared;
  #changed;
  #given;
  #own;
  #around;
  #panel;
  #observer = new MutationObserver(() => this.look());

  /** `changed` hears whether the text is larger than the page has it. */
  constructor(host, isShared, changed) {
    [this.#host, this.#isShared, this.#changed] = [host, isShared, changed];
    this.#own = Settings.read(isShared ? '' : kept());
    this.#observer.observe(document.documentElement, { subtree: true, attributeFilter: BVI });
    this.look();
  }

  /** Hears what the page says: its attribute, and the plug-in around everything. */
  look() {
    const hint = (words) => console.warn(`biblio-bus: low-vision does not know ${words}`);
    this.#given = Settings.read(this.#host.getAttribute('low-vision') ?? '', hint);
    const around = this.#host.closest('.bvi-body, body[data-bvi-theme]');
    this.#around = Settings.read(around ? saidByBvi((name) => around.getAttribute(name)) : '');
    this.#show(this.#around.over(this.#own).over(this.#given));
  }

  /** The reader chooses; on a device of their own that is kept. */
  choose(setting, value) {
    this.#own.choose(setting, value);
    this.#keep();
    const now = new Settings().over(this.now);
    now.choose(setting, value);
    this.#show(now);
  }

  reset() {
    this.#own = new Settings();
    this.#keep();
    this.look();
  }

  #keep() { if (!this.#isShared) keep(String(this.#own)); }

  #show(now) {
    this.now = now;
    this.#panel?.dress(now);
    this.#changed(!now.isPlain('size'));
  }

  /** Whether the reader chose anything. */
  get is_used() { return String(this.#own) !== ''; }

  /** Makes the button and what belongs to it in `place`, in these words: lines of `name=words`. */
  draw(place, words, language) {
    this.stop();
    const said = Object.fromEntries(words.split('\n').map((line) => line.split(/=(.*)/s, 2)));
    this.#panel = new Panel(this, place, (name) => said[name], language);
    this.#panel.stays = this.#isShared ? 'for-now' : 'here';
    this.#panel.dress(this.now);
  }

  /** Nothing is read any more. */
  stop() { this.#panel?.stop(); }

  leave() {
    this.stop();
    this.#observer.disconnect();
  }
}

// What is seen of it.

/** An element: its properties, and what is in it. */
function element(tag, properties = {}, ...inside) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (name in made && name !== 'part') made[name] = value; else made.setAttribute(name, value);
  }
  made.append(...inside);
  return made;
}

function icon(path) {
  const [svg, line] = ['svg', 'path'].map((tag) => document.createElementNS('http://www.w3.org/2000/svg', tag));
  for (const [name, value] of Object.entries({ class: 'icon', viewBox: '0 0 24 24', 'aria-hidden': 'true' })) svg.setAttribute(name, value);
  line.setAttribute('d', path);
  svg.append(line);
  return svg;
}

const EYE = 'M2 12c2.5-4.5 6-6.5 10-6.5s7.5 2 10 6.5c-2.5 4.5-6 6.5-10 6.5S4.5 16.5 2 12zM12 9a3 3 0 1 0 .01 0z';
const VOICE = 'M4 9.5v5h3.5L12 19V5L7.5 9.5zM15.5 9a4.5 4.5 0 0 1 0 6M18 6.5a8 8 0 0 1 0 11';
/** How long things are settled before they are said, as in view/announcer.rs. */
const REST = 700;

/** The buttons, the settings while they are open, and a sentence on what could not be read. */
class Panel {
  #sight;
  #base;
  #say;
  #language;
  #settings;
  #opener;
  #voice;
  #unread = element('p', { className: 'unread', hidden: true });
  #told = element('div', { className: 'heard', role: 'status', 'aria-live': 'polite' });
  #rest;
  #place;

  constructor(sight, place, say, language) {
    [this.#sight, this.#place, this.#say, this.#language] = [sight, place, say, language];
    this.#base = place.closest('.base');
    this.#opener = this.#tool(EYE, 'version', 'to-low-vision', () => this.#open(!this.#settings));
    this.#opener.setAttribute('aria-expanded', 'false');
    this.#voice = this.#tool(VOICE, 'read', 'read-aloud', () => this.#read());
    const tools = element('div', { className: 'tools' }, this.#voice, this.#opener);
    place.replaceChildren(tools, this.#unread, this.#told);
  }

  /** The base says what is set, where that is not as the page has it, and styles follow. */
  dress(now) {
    for (const setting of Object.keys(SETTINGS)) {
      if (now.isPlain(setting)) delete this.#base.dataset[setting]; else this.#base.dataset[setting] = now.value(setting);
      const choice = this.#settings?.querySelector(`[name=${setting}][value="${now.value(setting)}"]`);
      if (choice) choice.checked = true;
    }
    this.#voice.hidden = !this.#settings && !now.isOn;
  }

  #tool(path, words, part, press) {
    const name = element('span', { className: 'tool-name' }, this.#say(words));
    return element('button', { type: 'button', className: 'tool', part, onclick: press }, icon(path), name);
  }

  /** Opens or closes the settings: the focus goes there and back. */
  #open(opens) {
    this.#settings?.remove();
    this.#settings = opens ? this.#drawn() : undefined;
    this.#place.parentElement.classList.toggle('is-open', opens);
    this.#opener.setAttribute('aria-expanded', String(opens));
    if (opens) this.#place.append(this.#settings);
    this.dress(this.#sight.now);
    (this.#settings?.firstChild ?? this.#opener).focus();
  }

  #drawn() {
    const button = (words, part, press) => element('button', { type: 'button', className: 'button', part, onclick: press }, this.#say(words));
    const reset = () => { this.#sight.reset(); this.#tell(this.#say('is-reset')); };
    return element(
      'section',
      { className: 'low-vision', part: 'low-vision', 'aria-labelledby': 'low-vision-name', onkeydown: (event) => this.#hear(event) },
      element('h2', { className: 'section-heading', id: 'low-vision-name', tabIndex: -1 }, this.#say('version')),
      ...Object.keys(SETTINGS).map((setting) => this.#group(setting)),
      element('p', { className: 'low-vision-note' }, this.#say(this.stays)),
      element('div', { className: 'low-vision-foot' }, button('reset', 'reset-low-vision', reset), button('close', 'close-low-vision', () => this.#open(false))),
    );
  }

  #group(setting) {
    const choices = SETTINGS[setting].map((value) => {
      const words = setting === 'size' ? value + this.#say('percent') : this.#say(`${setting}:${value}`) ?? this.#say(value);
      const chosen = () => {
        this.#sight.choose(setting, value);
        this.#tell(`${this.#say(setting)}: ${words}`);
      };
      const input = element('input', { type: 'radio', name: setting, value, onchange: chosen });
      return element('label', { className: 'choice', 'data-value': value }, input, element('span', {}, words));
    });
    return element('fieldset', { className: 'setting', 'data-setting': setting }, element('legend', {}, this.#say(setting)), ...choices);
  }

  #hear(event) {
    if (event.key !== 'Escape') return;
    event.preventDefault();
    this.#open(false);
  }

  /** Said once it has settled; emptied before, so that the same is heard twice. */
  #tell(words) {
    clearTimeout(this.#rest);
    this.#told.textContent = '';
    this.#rest = setTimeout(() => { this.#told.textContent = words; }, REST);
  }

  async #read() {
    if (this.#voice.dataset.reading) { this.stop(); return; }
    this.stop();
    this.#reads(true);
    const end = await read_aloud(this.#base.querySelector('.main'), this.#language);
    if (end === 'stopped') return;
    this.#reads(false);
    const why = this.#say(end);
    if (!why) return;
    this.#unread.textContent = why;
    this.#unread.hidden = false;
    this.#tell(why);
  }

  #reads(is) {
    if (is) this.#voice.dataset.reading = 'true'; else delete this.#voice.dataset.reading;
    this.#voice.lastChild.textContent = this.#say(is ? 'stop' : 'read');
  }

  stop() {
    if (this.#voice.dataset.reading) stop_reading();
    this.#reads(false);
    this.#unread.hidden = true;
  }
}

// Reading aloud. Voices that are not on the device would send what is read to somebody else.
const speech = globalThis.speechSynthesis;
const LINES = 'h1, h2, h3, p, li, dt, dd, figcaption, summary, article';
const SILENT = '[aria-hidden=true], button:not(.lead), input, select, label, dialog, nav';
/** Browsers stop in the middle of what is longer. */
const BREATH = 200;
let turns = 0;

/** What stands in `inside` and is seen, as `[words, language]`, in the order in which it is read. */
function parts(inside, own) {
  const walker = document.createTreeWalker(inside, NodeFilter.SHOW_TEXT);
  const found = [];
  let before;
  while (walker.nextNode()) {
    const { parentElement: at, data } = walker.currentNode;
    const isSeen = at.checkVisibility ? at.checkVisibility() : at.getClientRects().length > 0;
    if (!data.trim() || !isSeen || at.closest(SILENT)) continue;
    const [line, lang] = [at.closest(LINES), at.closest('[lang]')?.lang || own];
    const last = found[found.length - 1];
    if (line === before && last?.[1] === lang) last[0] += data; else found.push([data, lang]);
    before = line;
  }
  return found.flatMap(([words, lang]) => breaths(words.replace(/\s+/g, ' ').trim()).map((some) => [some, lang]));
}

/** Cuts at blanks. */
export function breaths(words) {
  if (words.length <= BREATH) return [words];
  const end = words.lastIndexOf(' ', BREATH);
  const at = end > 0 ? end : BREATH;
  return [words.slice(0, at), ...breaths(words.slice(at).trim())];
}

/** The voices on the device; some browsers know them a moment later. */
async function voices() {
  const own = () => speech.getVoices().filter((voice) => voice.localService);
  if (!own().length) {
    await new Promise((come) => {
      speech.addEventListener?.('voiceschanged', come, { once: true });
      setTimeout(come, 1000);
    });
  }
  return own();
}

const primary = (tag) => tag.toLowerCase().split(/[-_]/)[0];

/**
 * Reads what is in `inside` and seen, each part in its language, and says how that ended: `done`,
 * `stopped`, `partly` where there was no voice for a part, `mute` where there was none at all.
 */
async function read_aloud(inside, own) {
  stop_reading();
  const turn = turns;
  const all = speech ? await voices() : [];
  const said = parts(inside, own)
    .map(([words, lang]) => [words, lang, all.find((voice) => primary(voice.lang) === primary(lang))]);
  const spoken = said.filter(([, , voice]) => voice);
  for (const [words, lang, voice] of spoken) {
    if (turn !== turns) return 'stopped';
    if (await utter(words, lang, voice)) return 'mute';
  }
  if (turn !== turns) return 'stopped';
  if (!spoken.length) return 'mute';
  return spoken.length < said.length ? 'partly' : 'done';
}

/** Whether that failed, and not for having been stopped. */
function utter(words, lang, voice) {
  const utterance = new SpeechSynthesisUtterance(words);
  Object.assign(utterance, { lang, voice });
  return new Promise((end) => {
    utterance.onend = () => end(false);
    utterance.onerror = ({ error }) => end(error !== 'interrupted' && error !== 'canceled');
    speech.speak(utterance);
  });
}

function stop_reading() {
  turns += 1;
  speech?.cancel();
}
