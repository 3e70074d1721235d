// What a IIIF manifest says (Presentation 2 and 3), as a list of pages. Manifests are written by
// others: whatever is not as it should be is left out, and nothing here throws but `Problem`.
import { Problem } from '../ask.js';

/** More pages than this are none that somebody leafs through. */
const MOST = 5000;

const list = (value) => (Array.isArray(value) ? value : value === undefined || value === null ? [] : [value]);
const text = (value) => (typeof value === 'string' ? value : typeof value === 'number' ? String(value) : undefined);
const id = (thing) => text(typeof thing === 'string' ? thing : thing?.id ?? thing?.['@id']);
const type = (thing) => text(thing?.type ?? thing?.['@type']) ?? '';
const size = (value) => (Number.isFinite(value) && value > 0 && value < 1e7 ? Math.round(value) : undefined);

/**
 * A label in a language. Presentation 3 has a map of lists, by language; Presentation 2 a text, or
 * objects with `@value` and `@language`. The language itself, else none, else the first.
 */
export function label(value, language) {
  const all = list(value).flatMap((one) => {
    if (text(one) !== undefined) return [['none', [text(one)]]];
    if (typeof one !== 'object') return [];
    if ('@value' in one) return [[text(one['@language']) ?? 'none', [text(one['@value'])]]];
    return Object.entries(one).map(([tag, texts]) => [tag, list(texts).map(text)]);
  });
  const says = (wanted) => all.filter(([tag]) => wanted(tag.toLowerCase())).flatMap(([, texts]) => texts).filter(Boolean);
  const found = [(tag) => tag.split('-')[0] === language, (tag) => ['none', '@none'].includes(tag)].map(says).find((one) => one.length);
  const first = all.find(([, texts]) => texts.some(Boolean))?.[1].filter(Boolean) ?? [];
  return (found ?? first).join(' · ').replace(/<[^>]*>/g, '').replace(/\s+/g, ' ').trim().slice(0, 300);
}

/** The image service of a body, with the version of its rules: 2 or 3. */
function service(body) {
  for (const one of list(body?.service)) {
    const said = `${type(one)} ${text(one?.['@context']) ?? ''} ${text(one?.profile) ?? ''} ${list(one?.profile).map(text).join(' ')}`;
    if (!id(one) || !/image/i.test(said)) continue;
    return { id: id(one).replace(/\/$/, ''), version: /ImageService3|image\/3/.test(said) ? 3 : 2, level: Number(/level(\d)/.exec(said)?.[1] ?? 0) };
  }
  return undefined;
}

/** The first picture among bodies; a choice has several. */
function picture(bodies) {
  const all = list(bodies).flatMap((body) => (/choice/i.test(type(body)) ? [body.default, ...list(body.items ?? body.item)] : [body])).filter(Boolean);
  const body = all.find((one) => /image/i.test(type(one)) || service(one) || /^image\//.test(text(one?.format) ?? '')) ?? undefined;
  return body && { url: id(body), service: service(body), width: size(body.width), height: size(body.height) };
}

const bodies3 = (canvas) => list(canvas.items).flatMap((page) => list(page?.items)).filter((note) => list(note?.motivation).includes('painting')).flatMap((note) => list(note.body));
const bodies2 = (canvas) => list(canvas.images).flatMap((note) => list(note?.resource));

function page(canvas, isThree, language) {
  const found = picture(isThree ? bodies3(canvas) : bodies2(canvas));
  const small = list(canvas.thumbnail)[0];
  return { label: label(canvas.label, language), width: size(canvas.width), height: size(canvas.height), ...found, thumbnail: id(small) };
}

/**
 * The thing that a manifest describes: `{ title, isRightToLeft, pages }`; a page has `label`,
 * `url` and perhaps `service`, `width`, `height`, `thumbnail`.
 */
export function manifest(said, language) {
  const isThree = type(said) === 'Manifest' && Array.isArray(said.items);
  const isTwo = type(said) === 'sc:Manifest' || Array.isArray(said?.sequences);
  if (!said || typeof said !== 'object' || !(isThree || isTwo)) throw new Problem('noManifest');
  const canvases = isThree ? list(said.items) : list(list(said.sequences)[0]?.canvases);
  const pages = canvases.filter((one) => one && typeof one === 'object').slice(0, MOST).map((one) => page(one, isThree, language));
  if (!pages.some((one) => one.url || one.service)) throw new Problem('noPages');
  const way = said.viewingDirection ?? list(said.sequences)[0]?.viewingDirection;
  return { title: label(said.label, language), isRightToLeft: way === 'right-to-left', pages };
}

/**
 * The address of a whole picture that is about `wide` pixels wide, by what its service can
 * (`info.json`, if known); the body's own address where it has no service.
 */
export function sized(page, wide, info) {
  const { service: at } = page;
  if (!at) return page.url;
  const width = size(info?.width) ?? page.width ?? wide;
  const height = size(info?.height) ?? page.height ?? wide;
  const fit = Math.min(1, wide / Math.max(width, height));
  const form = (w, h) => `${at.id}/full/${at.version === 3 ? `${w},${h}` : `${w},`}/0/default.jpg`;
  if (at.level > 0) return form(Math.max(1, Math.floor(width * fit)), Math.max(1, Math.floor(height * fit)));
  const ready = list(info?.sizes).filter((one) => size(one?.width) && size(one?.height)).sort((a, b) => a.width - b.width);
  const good = ready.filter((one) => Math.max(one.width, one.height) <= wide).at(-1) ?? (page.url ? undefined : ready[0]);
  return good ? form(good.width, good.height) : page.url;
}
