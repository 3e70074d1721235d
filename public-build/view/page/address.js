// The page's address is all that the page knows: what is open, at which page, and the way back.
//
//   view.html#iiif=<url>&page=3&title=…&lang=en&from=<address of the record>

/** What can be opened. */
export const KINDS = ['iiif', 'pdf', 'epub'];

/** An address on the page's own host; nothing where it is another's, or none. */
export function own(address, base) {
  let url;
  try { url = new URL(address, base); } catch { return undefined; }
  const home = new URL(base);
  const isWeb = url.protocol === 'http:' || url.protocol === 'https:';
  return isWeb && url.origin === home.origin && !url.username && !url.password ? url.href : undefined;
}

/** An address of another host that a link may lead to. */
export function elsewhere(address, base) {
  let url;
  try { url = new URL(address, base); } catch { return undefined; }
  return /^https?:$/.test(url.protocol) && !url.username && !url.password ? url.href : undefined;
}

/** A whole number from 1 on. */
const number = (text) => (/^[1-9]\d{0,5}$/.test(text ?? '') ? Number(text) : 1);
/** A place within a page, in thousandths. */
const thousandths = (text) => (/^\d{1,3}$/.test(text ?? '') ? Number(text) : undefined);

/**
 * What an address asks for: `kind`, `asked` as it was written, `url` if it is on this host, `page`,
 * `at`, `title`, `lang`, and `from`, the way back, if it leads to this host.
 */
export function read(href) {
  const said = new URLSearchParams(new URL(href).hash.slice(1));
  const kind = KINDS.find((one) => said.get(one));
  const asked = kind && said.get(kind).trim();
  const language = said.get('lang');
  return {
    kind,
    asked,
    url: asked && own(asked, href),
    page: number(said.get('page')),
    isPlaced: said.has('page'),
    at: thousandths(said.get('at')),
    title: (said.get('title') ?? '').replace(/\s+/g, ' ').trim().slice(0, 300),
    lang: ['ru', 'en'].includes(language) ? language : undefined,
    from: said.get('from') ? own(said.get('from'), href) : undefined,
  };
}

/** The address with another place in it. */
export function at(href, page, part) {
  const url = new URL(href);
  const said = new URLSearchParams(url.hash.slice(1));
  said.set('page', page);
  if (part === undefined) said.delete('at');
  else said.set('at', part);
  url.hash = said;
  return url.href;
}
