// Pictures with deep zoom, by OpenSeadragon: pages of a IIIF manifest.
import OpenSeadragon from '../lib/iiif/openseadragon.js';
import { own, elsewhere } from '../address.js';
import { Problem, bytes, json, within, SILENCE } from '../ask.js';
import { make } from '../make.js';
import * as store from '../store.js';
import { manifest, sized } from './manifest.js';

/** The longer side of a kept picture, in pixels. */
const KEPT = 2000;
const THUMBNAIL = 160;

const dataUrl = (blob) => new Promise((resolve, reject) => {
  const reader = new FileReader();
  reader.onload = () => resolve(reader.result);
  reader.onerror = () => reject(reader.error);
  reader.readAsDataURL(blob);
});

/** A picture no larger than kept ones are. */
async function bounded(blob) {
  // A drawing is as large as one likes.
  if (blob.type === 'image/svg+xml') return blob;
  const picture = await createImageBitmap(blob).catch(() => { throw new Problem('badPicture'); });
  const fit = KEPT / Math.max(picture.width, picture.height);
  if (fit >= 1) return blob;
  const canvas = make('canvas', { width: Math.round(picture.width * fit), height: Math.round(picture.height * fit) });
  canvas.getContext('2d').drawImage(picture, 0, 0, canvas.width, canvas.height);
  return new Promise((resolve) => { canvas.toBlob(resolve, 'image/jpeg', 0.85); });
}

/** Opens a manifest. See view.js for what a viewer has. */
export async function open({ url, stage, words, heard, told, signal }) {
  const { said, isKept } = await described(url, { heard, signal });
  const { title, isRightToLeft, pages } = manifest(said, words.language);
  const frame = make('div', { className: 'picture' });
  stage.replaceChildren(frame);
  const deep = deepZoom(frame);
  let now = 0;
  let ofKept = isKept;

  /** What is to be shown of a page: a service's description, or a picture. */
  async function source(page) {
    if (!page.url && !page.service) throw new Problem('noPicture');
    const at = page.service?.id ?? page.url;
    if (!own(at, url)) throw new Problem('foreignPicture', { host: hostOf(at), link: elsewhere(page.url ?? at, url) });
    if (!page.service) return whole(own(page.url, url), { heard, signal });
    const info = await json(`${own(at, url)}/info.json`, { signal }).catch((error) => {
      if (error.passes || !page.url || !own(page.url, url)) throw error;
      return undefined;
    });
    // Tiles come from where the manifest says, whatever the description calls itself.
    return info ? { ...info, ['@id' in info ? '@id' : 'id']: own(at, url) } : whole(own(page.url, url), { heard, signal });
  }

  async function shown(number) {
    const page = pages[number - 1];
    try {
      if (ofKept) throw new Problem('offline');
      await deep.show(await source(page));
      told(undefined);
    } catch (error) {
      const blob = error.passes || error.name === 'badPicture' ? await store.file(url, String(number)) : undefined;
      if (!blob) throw ofKept ? new Problem('notKeptPage') : error;
      await deep.show({ type: 'image', url: await dataUrl(blob) });
      told('shownSmaller');
    }
  }

  return {
    title,
    isRightToLeft,
    count: pages.length,
    tools: ['larger', 'smaller', 'whole', 'turn'],
    contentsName: 'pages',
    contents: () => pages.map((page, at) => ({ label: page.label || String(at + 1), page: at + 1, picture: thumbnail(page, url) })),
    label: (number) => pages[number - 1]?.label ?? '',
    async show(number) {
      now = number;
      const label = words.say('picture', { label: pages[number - 1].label || words.say('thePage', { page: number, count: pages.length }) });
      deep.name(label);
      deep.clear();
      await shown(number);
    },
    where: () => ({ page: now }),
    larger: () => deep.zoom(1.4),
    smaller: () => deep.zoom(1 / 1.4),
    whole: () => deep.home(),
    turn: () => deep.turn(),
    move: (x, y) => deep.move(x, y),
    /** Whether arrows move the picture: when it is larger than its frame. */
    isLarge: () => deep.isLarge(),
    async keep({ signal: stop, progress }) {
      const missing = [];
      let done = 0;
      const put = async (name, blob) => { await store.put(url, name, blob); done += blob.size; };
      await put('manifest', new Blob([JSON.stringify(said)], { type: 'application/json' }));
      for (const [at, page] of pages.entries()) {
        progress({ page: at + 1, count: pages.length, done });
        const blob = await small(page, url, stop).catch((error) => {
          if (stop.aborted || error.passes) throw error;
          missing.push(at + 1);
        });
        if (blob) await put(String(at + 1), blob);
      }
      return { bytes: done, missing };
    },
    kept: () => { ofKept = false; },
    close: () => deep.close(),
  };
}

/** A picture without a service, fetched by ourselves: so a slow line is told from a silent host. */
async function whole(url, options) {
  const blob = await bytes(url, { most: 100e6, ...options }).catch((error) => { throw error.passes ? error : new Problem('badPicture'); });
  return { type: 'image', url: await dataUrl(blob) };
}

/** The manifest from the host; where it does not answer, the kept one. */
async function described(url, options) {
  try {
    return { said: await json(url, options), isKept: false };
  } catch (error) {
    const blob = error.passes ? await store.file(url, 'manifest') : undefined;
    if (!blob) throw error;
    return { said: JSON.parse(await blob.text()), isKept: true };
  }
}

const hostOf = (address) => { try { return new URL(address).host; } catch { return String(address).slice(0, 60); } };

/** A small picture of a page from its own host, if one is named or can be made. */
function thumbnail(page, base) {
  const made = page.service?.level > 0 ? sized(page, THUMBNAIL) : undefined;
  return [page.thumbnail, made].map((one) => one && own(one, base)).find(Boolean);
}

/** What is kept of a page. */
async function small(page, base, signal) {
  const at = page.service?.id ?? page.url;
  if (!at || !own(at, base)) throw new Problem('foreignPicture');
  const info = page.service ? await json(`${own(at, base)}/info.json`, { signal }).catch((error) => { if (error.passes) throw error; }) : undefined;
  const address = sized(page, KEPT, info);
  if (!address || !own(address, base)) throw new Problem('noPicture');
  return bounded(await bytes(own(address, base), { most: 60e6, signal }));
}

/** OpenSeadragon would put a style into the page, which the policy forbids; it thinks that this is it. */
function withoutItsStyle() {
  const instead = document.createElementNS('', 'style');
  instead.setAttribute('data-openseadragon-mobile-css', 'true');
  document.head.append(instead);
}

/** OpenSeadragon in a frame, without controls of its own. */
function deepZoom(frame) {
  withoutItsStyle();
  const osd = OpenSeadragon({
    element: frame,
    showNavigationControl: false,
    showNavigator: false,
    drawer: 'canvas',
    // Its own keys and ours would both act.
    keyboardNavEnabled: false,
    tabIndex: '',
    timeout: SILENCE,
    tileRetryMax: 2,
    tileRetryDelay: 1500,
    maxZoomPixelRatio: 3,
    visibilityRatio: 0.5,
    animationTime: matchMedia('(prefers-reduced-motion: reduce)').matches ? 0 : 0.5,
    gestureSettingsMouse: { clickToZoom: false, dblClickToZoom: true },
  });
  // It empties this with markup, which the policy of this page forbids, even if it is none.
  Object.defineProperty(osd.overlaysContainer, 'innerHTML', { set() { this.replaceChildren(); } });
  osd.innerTracker?.setTracking(true);
  const canvas = osd.canvas;
  canvas.tabIndex = 0;
  canvas.setAttribute('role', 'img');
  const drawn = (what) => new Promise((resolve, reject) => {
    osd.addOnceHandler('open', () => {
      const fail = () => reject(new Problem('badPicture'));
      osd.addOnceHandler('tile-drawn', resolve);
      osd.addOnceHandler('tile-load-failed', fail);
    });
    osd.addOnceHandler('open-failed', () => reject(new Problem('badPicture')));
    osd.open(what);
  });
  const { viewport } = osd;
  // Until somebody moves it, all of a picture is seen, however large the frame becomes.
  let isWhole = true;
  for (const touched of ['canvas-scroll', 'canvas-pinch', 'canvas-drag', 'canvas-double-click']) osd.addHandler(touched, () => { isWhole = false; });
  osd.addHandler('resize', () => { if (isWhole) viewport.goHome(true); });
  return {
    name: (label) => canvas.setAttribute('aria-label', label),
    clear: () => osd.close(),
    show: (what) => { isWhole = true; return within(drawn(what)); },
    zoom: (by) => { isWhole = false; viewport.zoomBy(by); viewport.applyConstraints(); },
    home: () => { isWhole = true; viewport.setRotation(0); viewport.goHome(); },
    turn: () => viewport.setRotation(viewport.getRotation() + 90),
    move: (x, y) => { viewport.panBy(viewport.deltaPointsFromPixels(new OpenSeadragon.Point(x, y))); viewport.applyConstraints(); },
    isLarge: () => !isWhole && viewport.getZoom(false) > viewport.getHomeZoom() * 1.02,
    close: () => osd.destroy(),
  };
}
