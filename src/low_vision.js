// What low vision needs of the browser: a place for the settings that is there before anything is
// drawn, what a plug-in of the page around says, and the device's voices.
const PLACE = 'bibliobus-low-vision';

/** What the reader chose on this device; nothing where the browser keeps nothing. */
export function kept() { try { return localStorage.getItem(PLACE) ?? ''; } catch { return ''; } }

export function keep(words) {
  try {
    if (words) localStorage.setItem(PLACE, words); else localStorage.removeItem(PLACE);
  } catch { /* Then it holds until the page is left. */ }
}

export function hint(words) { console.warn(`biblio-bus: low-vision does not know ${words}`); }

/**
 * The plug-in "bvi" says on an element around everything what its reader chose: names with and
 * without a hyphen, by its version.
 */
const SAID = ['size', 'fontsize', 'theme', 'letterspacing', 'letter-spacing', 'lineheight',
  'line-height', 'fontfamily', 'font-family', 'images'].map((name) => `data-bvi-${name}`);
const SCHEMES = { white: 'black-on-white', black: 'white-on-black', blue: 'dark-blue-on-light-blue',
  brown: 'brown-on-beige', green: 'green-on-dark-brown' };
const SPACES = { average: 'wide', big: 'wider' };
const FACES = { arial: 'sans', times: 'serif' };
const IMAGES = { grayscale: 'grey', false: 'off' };

/** The same in words of the attribute; empty where there is no such plug-in, or it is off. */
export function said_around(host) {
  const around = host.closest('.bvi-body, body[data-bvi-theme]');
  if (!around) return '';
  const said = (...names) => names.map((name) => around.getAttribute(`data-bvi-${name}`)).find(Boolean);
  const size = Number.parseInt(said('fontsize', 'size'), 10) / 16 * 100;
  return Object.entries({
    size: size > 100 ? Math.min(Math.round(size), 300) : undefined,
    scheme: SCHEMES[said('theme')],
    letters: SPACES[said('letterspacing', 'letter-spacing')],
    lines: SPACES[said('lineheight', 'line-height')],
    face: FACES[said('fontfamily', 'font-family')],
    images: IMAGES[said('images')],
  }).filter(([, value]) => value).map((pair) => pair.join(':')).join(' ');
}

/** Calls `heard` when that changes; what is given back stops it. */
export function hear_around(heard) {
  const observer = new MutationObserver(() => heard());
  observer.observe(document.documentElement, { subtree: true, attributeFilter: SAID });
  return observer;
}

// Reading aloud. Voices that are not on the device would send what is read to somebody else.
const speech = globalThis.speechSynthesis;
const LINES = 'h1, h2, h3, p, li, dt, dd, figcaption, summary, article';
const SILENT = '[aria-hidden=true], button:not(.lead), input, select, label, dialog, nav, .leave';
/** Browsers stop in the middle of what is longer. */
const BREATH = 200;
let reading = 0;

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
    const last = found.at(-1);
    if (line === before && last?.[1] === lang) last[0] += data; else found.push([data, lang]);
    before = line;
  }
  return found.flatMap(([words, lang]) => breaths(words.replace(/\s+/g, ' ').trim()).map((some) => [some, lang]));
}

/** Cuts at blanks. */
function breaths(words) {
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
export async function read_aloud(inside, own) {
  stop_reading();
  const turn = reading;
  const all = speech ? await voices() : [];
  const said = parts(inside, own)
    .map(([words, lang]) => [words, lang, all.find((voice) => primary(voice.lang) === primary(lang))]);
  const spoken = said.filter(([, , voice]) => voice);
  for (const [words, lang, voice] of spoken) {
    if (turn !== reading) return 'stopped';
    if (await utter(words, lang, voice)) return 'mute';
  }
  if (turn !== reading) return 'stopped';
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

export function stop_reading() {
  reading += 1;
  speech?.cancel();
}
