// What is in an EPUB, read by foliate-js: its order, its contents, its chapters.
import { Problem } from '../ask.js';
import { TrustedParser } from '../trust.js';
import { meaningless } from './clean.js';
import { archive } from './zip.js';

// The library asks for the parser by its name; with this one it may parse under Trusted Types.
globalThis.DOMParser = TrustedParser;

const MIMES = /^image\/(png|jpe?g|gif|webp|svg\+xml|avif|bmp)$/;

/** SHA-1, for fonts that are scrambled; we show none of a book's fonts. */
const sha1 = async () => new Uint8Array(20);

/** Opens a book. Gives `{ title, language, isRightToLeft, parts, contents, chapter, styles, pictureAt, linkTo }`. */
export async function book(blob) {
  if (!('DecompressionStream' in globalThis && 'groupBy' in Map)) throw new Problem('oldBrowser');
  const { EPUB } = await import('../lib/epub/epub.js');
  let files;
  try { files = archive(await blob.arrayBuffer()); } catch { throw new Problem('badEpub'); }
  const loadText = async (name) => { const found = await files.bytes(name); return found && text(found); };
  const loadBlob = async (name, type) => { const found = await files.bytes(name); return found && new Blob([found], { type: type ?? '' }); };
  const epub = new EPUB({ loadText, loadBlob, getSize: files.size, sha1 });
  try {
    await epub.init();
  } catch (error) {
    throw new Problem(/Trusted/i.test(error?.message) ? 'noTrust' : 'badEpub');
  }
  const parts = epub.sections.filter((one) => one.linear !== 'no');
  if (!parts.length) throw new Problem('badEpub');
  if (await locked(loadText)) throw new Problem('lockedEpub');
  return reading(epub, parts, { loadText, loadBlob });
}

function reading(epub, parts, { loadText, loadBlob }) {
  const { manifest } = epub.resources;
  /** Where a reference leads, as the number of a part and an id in it. */
  const place = (href) => {
    const found = attempt(() => epub.resolveHref(href));
    const path = found && epub.sections[found.index];
    const at = parts.indexOf(path);
    return at < 0 ? undefined : { part: at + 1, id: attempt(() => decodeURIComponent(href.split('#')[1] ?? '')) ?? '' };
  };
  return {
    title: said(epub.metadata?.title),
    language: said(epub.metadata?.language),
    isRightToLeft: epub.dir === 'rtl',
    parts,
    contents: flat(epub.toc ?? [], place),
    async chapter(number) {
      const part = parts[number - 1];
      const source = await loadText(part.id).catch(() => undefined);
      if (source === undefined) throw new Problem('badPage');
      const parser = new TrustedParser();
      const strict = parser.parseFromString(meaningless(source), 'application/xml');
      // Many books are not well-formed; browsers have read worse.
      return strict.getElementsByTagName('parsererror').length ? parser.parseFromString(source, 'text/html') : strict;
    },
    /** The text of the style sheets of a chapter. */
    async styles(number, chapter) {
      const here = parts[number - 1];
      const linked = [...chapter.getElementsByTagNameNS('*', 'link')].filter((one) => /stylesheet/i.test(one.getAttribute('rel') ?? ''))
        .map((one) => resolved(here, one.getAttribute('href'))).filter(Boolean).slice(0, 20);
      const own = [...chapter.getElementsByTagNameNS('*', 'style')].map((one) => one.textContent);
      const sheets = await Promise.all(linked.map((name) => loadText(name).catch(() => '')));
      return [...sheets, ...own].filter(Boolean);
    },
    /** A picture of the book as an address that asks nobody. */
    async pictureAt(number, href) {
      const name = resolved(parts[number - 1], href);
      const item = manifest.find((one) => one.href === name);
      if (!item || !MIMES.test(item.mediaType)) return undefined;
      const found = await loadBlob(name, item.mediaType).catch(() => undefined);
      return found && dataUrl(found);
    },
    linkTo(number, href) {
      if (epub.isExternal(href)) return /^https?:\/\//i.test(href) ? { url: href } : undefined;
      return place(parts[number - 1].resolveHref(href));
    },
  };
}

/** What books write as addresses may be none. */
const attempt = (work) => { try { return work(); } catch { return undefined; } };
const resolved = (part, href) => (href ? part.resolveHref(href).split('#')[0] : undefined);
/** A text, or the first of several by language. */
const said = (value) => {
  const one = Array.isArray(value) ? value[0] : value;
  return typeof one === 'string' ? one : Object.values(one ?? {}).find((text) => typeof text === 'string') ?? '';
};

function flat(items, place, level = 0, found = []) {
  for (const item of items) {
    if (found.length > 2000 || level > 6) break;
    const to = item.href && place(item.href);
    if (to && item.label) found.push({ label: item.label.trim().slice(0, 300), page: to.part, id: to.id, level });
    flat(item.subitems ?? [], place, level + 1, found);
  }
  return found;
}

/** Whether more than fonts is encrypted. */
async function locked(loadText) {
  const text = await loadText('META-INF/encryption.xml').catch(() => undefined);
  if (!text) return false;
  const said = new TrustedParser().parseFromString(text, 'application/xml');
  const ways = [...said.getElementsByTagNameNS('*', 'EncryptionMethod')].map((one) => one.getAttribute('Algorithm') ?? '');
  return ways.some((way) => !/obfuscation|RC$/i.test(way));
}

/** Text in UTF-8, or in UTF-16 where its first bytes say so. */
function text(bytes) {
  const [first, second] = bytes;
  const name = first === 0xff && second === 0xfe ? 'utf-16le' : first === 0xfe && second === 0xff ? 'utf-16be' : 'utf-8';
  return new TextDecoder(name).decode(bytes);
}

const dataUrl = (blob) => new Promise((resolve, reject) => {
  const reader = new FileReader();
  reader.onload = () => resolve(reader.result);
  reader.onerror = () => reject(reader.error);
  reader.readAsDataURL(blob);
});
