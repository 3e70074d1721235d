// A chapter as elements of our own making. What a book says is read, never taken over: of its
// elements only those in these lists are made anew, with the attributes in these lists. So no
// script of it runs, and nothing in it asks for an address.

/** What is nested deeper than this is no text that somebody wrote. */
const DEEPEST = 400;

const XHTML = 'http://www.w3.org/1999/xhtml';
const SVG = 'http://www.w3.org/2000/svg';
/** What stands for SVG in a chapter whose elements mean nothing to the browser. */
const WAS_SVG = 'urn:bibliobus:svg';
const isDrawn = (node) => node.namespaceURI === SVG || node.namespaceURI === WAS_SVG;

/** A chapter's text with elements that browsers do not know, so that its parser sees nothing in it to run or to load. */
export const meaningless = (source) => source.replaceAll(SVG, WAS_SVG).replaceAll(XHTML, 'urn:bibliobus:xhtml');

const XLINK = 'http://www.w3.org/1999/xlink';

const TEXT = new Set(`a abbr address article aside b bdi bdo blockquote body br caption center cite code col colgroup dd del details dfn
  div dl dt em figcaption figure footer h1 h2 h3 h4 h5 h6 header hgroup hr i img ins kbd li main mark nav ol p pre q rp rt ruby s
  samp section small span strike strong sub summary sup table tbody td tfoot th thead time tr tt u ul var wbr big`.split(/\s+/));
const DRAWN = new Set('svg g path rect circle ellipse line polyline polygon text tspan title desc image defs clipPath linearGradient radialGradient stop'.split(' '));
/** Left out with all that is in them; of any other unknown element what is in it stays. */
const GONE = new Set(`script style head template iframe object embed applet form input button select textarea link meta base noscript
  audio video source track canvas frame frameset param dialog portal math annotation foreignobject animate set use`.split(/\s+/));

const ATTRIBUTES = new Set('id class lang dir title alt colspan rowspan headers scope start reversed value datetime cite-label'.split(' '));
const SHAPE = /^(id|class|d|x|y|x1|x2|y1|y2|dx|dy|cx|cy|r|rx|ry|fx|fy|width|height|points|transform|viewBox|preserveAspectRatio|fill-rule|clip-rule|stroke-width|stroke-linecap|stroke-linejoin|stroke-dasharray|opacity|offset|gradientUnits|gradientTransform|font-size|font-family|font-weight|font-style|text-anchor)$/;
const PAINT = /^(fill|stroke|stop-color)$/;
const COLOUR = /^[#\w(),.%\s-]+$/;

/** What of a book's styles is followed: the shape of the text. Colours and places are the reader's. */
const PROPERTIES = /^(font-style|font-weight|font-variant.*|font-size|text-align(-last)?|text-indent|text-transform|text-decoration(-line|-style)?|letter-spacing|word-spacing|line-height|margin(-.*)?|padding(-.*)?|border(-.*)?|vertical-align|white-space.*|list-style-(type|position)|display|float|clear|width|max-width|height|max-height|hyphens|page-break-.*|break-.*|quotes|caption-side|border-(collapse|spacing)|empty-cells|unicode-bidi|direction|text-emphasis.*|ruby-.*|orphans|widows|content)$/;
const ASKS = /url\(|image-set|image\(|src\(|element\(|-moz-|expression|attr\(/i;
const DISPLAYS = /^(block|inline|inline-block|list-item|none|table.*|flow-root|flex|grid|ruby.*)$/;

const isSound = (name, value) => PROPERTIES.test(name) && !ASKS.test(value) && (name !== 'display' || DISPLAYS.test(value));

/** Puts the declarations that are followed from one style on another. */
function follow(from, to) {
  for (const name of [...from]) {
    const value = from.getPropertyValue(name);
    if (isSound(name, value)) to.setProperty(name, value);
  }
}

/** A style sheet's text with only the rules that are followed, all of them below `.book`. */
export function cleanSheet(text) {
  const sheet = new CSSStyleSheet();
  try { sheet.replaceSync(text.slice(0, 1_000_000)); } catch { return ''; }
  const scratch = document.createElement('i');
  const said = (rules) => [...rules].map((rule) => {
    if (rule.media && rule.cssRules) return `@media ${rule.media.mediaText} {${said(rule.cssRules)}}`;
    if (!rule.selectorText || /:host|::slotted|::part|:root/i.test(rule.selectorText)) return '';
    scratch.style.cssText = '';
    follow(rule.style, scratch.style);
    const selector = rule.selectorText.replace(/(^|[\s,>+~(])(html|body)(?![\w-])/gi, '$1.book');
    return scratch.style.cssText ? `${selector} {${scratch.style.cssText}}` : '';
  }).join('\n');
  return said(sheet.cssRules);
}

/**
 * The content of a chapter's document as a fragment. `picture(href)` gives an address (`data:`) for
 * a picture of the book, or nothing; `link(href)` says what a link leads to: `{ part, id }` within the
 * book, `{ url }` outside, or nothing.
 */
export async function clean(chapter, { picture, link }) {
  const body = chapter.getElementsByTagNameNS('*', 'body')[0] ?? chapter.documentElement;
  const waiting = [];
  const root = document.createDocumentFragment();
  const copy = (from, to, depth) => {
    if (depth > DEEPEST) return;
    for (const node of from.childNodes) {
      if (node.nodeType === Node.TEXT_NODE || node.nodeType === Node.CDATA_SECTION_NODE) to.append(node.data);
      if (node.nodeType !== Node.ELEMENT_NODE) continue;
      const name = node.localName.toLowerCase();
      if (GONE.has(name) || GONE.has(node.localName)) continue;
      const made = isDrawn(node) ? drawn(node, { picture, waiting }) : written(node, name, { picture, link, waiting });
      if (made) to.append(made);
      copy(node, made ?? to, depth + 1);
    }
  };
  copy(body, root, 0);
  await Promise.all(waiting);
  return root;
}

function written(node, name, { picture, link, waiting }) {
  if (!TEXT.has(name) || name === 'body') return undefined;
  const made = document.createElementNS(XHTML, name);
  for (const { localName, value } of node.attributes) if (ATTRIBUTES.has(localName)) made.setAttribute(localName, value);
  if (node.hasAttribute('style')) follow(styleOf(node.getAttribute('style')), made.style);
  if (name === 'a') lead(made, node.getAttribute('href'), link);
  if (name === 'img') {
    made.alt = node.getAttribute('alt') ?? '';
    waiting.push(Promise.resolve(picture(node.getAttribute('src') ?? '')).then((url) => (url ? made.setAttribute('src', url) : made.replaceWith(made.alt))));
  }
  return made;
}

/** The declarations of a style attribute; read on an element that is nowhere. */
function styleOf(text) {
  const scratch = document.createElement('i');
  scratch.style.cssText = text;
  return scratch.style;
}

function lead(made, href, link) {
  const to = href && link(href);
  if (!to) return;
  if (to.url) Object.assign(made, { href: to.url, target: '_blank', rel: 'noopener noreferrer', referrerPolicy: 'no-referrer' });
  else Object.assign(made, { href: to.href });
}

function drawn(node, { picture, waiting }) {
  if (!DRAWN.has(node.localName)) return undefined;
  const made = document.createElementNS(SVG, node.localName);
  for (const { localName, namespaceURI, value } of node.attributes) {
    if (namespaceURI) continue;
    if (SHAPE.test(localName) || (PAINT.test(localName) && COLOUR.test(value) && !/url/i.test(value))) made.setAttribute(localName, value);
  }
  if (node.localName === 'image') {
    const href = node.getAttributeNS(XLINK, 'href') ?? node.getAttribute('href') ?? '';
    waiting.push(Promise.resolve(picture(href)).then((url) => (url ? made.setAttribute('href', url) : made.remove())));
  }
  return made;
}
