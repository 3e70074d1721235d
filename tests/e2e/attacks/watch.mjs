// Watches a page that is attacked: what ran, what was asked for, where it went, and what stands in
// it that no text of a library should have put there.

/** Elements that the app has no use for, or only an attacker. */
const FOREIGN = 'script, iframe, frame, object, embed, base, meta, link, img, image, video, audio, source, track, math, foreignObject, use, animate, set, '
  + 'style, template, portal, marquee, applet, slot, table, textarea, select:not([part=order], [part=cite-style]), biblio-bus, title, xmp, noscript, frameset, body';

/** Follows a page from its beginning. `seen` fills with what should not be. */
export async function watch(page, url) {
  const seen = { executed: [], requests: [], moves: [], violations: [], links: [], foreign: [], dead: 0 };
  await page.exposeFunction('tripwire', (number) => { seen.executed.push(number); });
  await page.exposeFunction('policyViolated', (what) => { seen.violations.push(what); });
  await page.addInitScript(() => addEventListener('securitypolicyviolation', (event) => {
    globalThis.policyViolated(`${event.violatedDirective} ${event.blockedURI} ${event.sample}`);
  }));
  page.on('dialog', (dialog) => { seen.executed.push(dialog.message()); dialog.dismiss(); });
  page.on('popup', (popup) => seen.moves.push(`popup ${popup.url()}`));
  page.on('download', (download) => seen.moves.push(`download ${download.url()}`));
  page.on('framenavigated', (frame) => {
    const isHome = frame === page.mainFrame() && (frame.url().startsWith(url) || frame.url() === 'about:blank');
    if (!isHome) seen.moves.push(frame.url());
  });
  page.context().on('request', (request) => {
    if (!request.url().startsWith(url)) seen.requests.push(request.url());
  });
  return seen;
}

/** Adds what is wrong with the page as it stands, and how many links to elsewhere it has. */
export async function inspect(page, seen, where) {
  const { links, dead, unsafe, foreign } = await page.evaluate(look, FOREIGN);
  seen.dead += dead;
  seen.links.push(...unsafe.map((what) => `${where}: ${what}`));
  seen.foreign.push(...foreign.map((what) => `${where}: ${what}`));
  return links;
}

/** In the page: its links, and elements and attributes that are none of the app's. */
function look(strangers) {
  const root = document.querySelector('biblio-bus').shadowRoot;
  const text = (element) => element.outerHTML.slice(0, 160);
  const has = (element, name, words) => words.every((word) => (element.getAttribute(name) ?? '').split(' ').includes(word));
  const anchors = [...root.querySelectorAll('[href], [src], [action], [formaction], [xlink\\:href]')];
  const isOurs = (anchor) => /^#\//.test(anchor.getAttribute('href') ?? '') || (anchor.href ?? '').split('#')[0] === location.href.split('#')[0];
  const isSafe = (anchor) => {
    if (anchor.localName !== 'a') return false;
    const raw = anchor.getAttribute('href');
    // eslint-disable-next-line no-control-regex
    if (/[\x00-\x20\x7f-\x9f\\\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/.test(raw)) return false;
    if (anchor.closest('.taking')) return /^(sms:\?&body=|mailto:\?subject=)/.test(raw);
    if (!URL.canParse(raw)) return false;
    const address = new URL(raw);
    const isOut = ['http:', 'https:'].includes(address.protocol) ? /^https?:\/\/[^/]/i.test(raw) : address.protocol === 'mailto:';
    const isApart = has(anchor, 'rel', ['noopener', 'noreferrer']) && has(anchor, 'referrerpolicy', ['no-referrer']);
    return isOut && isApart && address.username === '' && address.password === '';
  };
  const outside = anchors.filter((anchor) => !isOurs(anchor));
  // An address that no browser takes leads nowhere: it is counted apart.
  const isDead = (anchor) => anchor.localName === 'a' && /^(https?|mailto):/i.test(anchor.getAttribute('href')) && !URL.canParse(anchor.getAttribute('href'));
  const unsafe = outside.filter((anchor) => !isDead(anchor) && !isSafe(anchor));
  const all = [...root.querySelectorAll('*')];
  const odd = all.filter((element) => element.matches(strangers) || element.shadowRoot
    || element.getAttributeNames().some((name) => /^on|^srcdoc$|^is$/i.test(name)));
  // What an attacker would leave outside of the element: in the page, in objects that all share.
  const around = [...document.body.querySelectorAll('*')].filter((element) => element.matches('script, iframe:not([data-bibliobus-slip]), img, svg'));
  const polluted = Object.keys(Object.prototype).concat('polluted' in {} ? ['polluted'] : []);
  return { links: outside.length, dead: outside.filter(isDead).length, unsafe: unsafe.map(text), foreign: [...odd, ...around].map(text).concat(polluted) };
}

/** Goes to an address after `#` and waits until all of it is there; gives what came of it. Browsers
 * take their time for thousands of accents on one letter, and what failed once is mended by itself. */
export function go(page, hash, patience = 60_000) {
  return page.evaluate(async ([hash, patience]) => {
    const root = document.querySelector('biblio-bus').shadowRoot;
    const one = (selector) => root.querySelector(selector);
    if (location.hash === hash) return 'the same';
    const changed = new Promise((resolve) => { addEventListener('hashchange', resolve, { once: true }); });
    location.hash = hash;
    await changed;
    const id = /^#\/record\/(.+)/.exec(hash)?.[1];
    const state = () => {
      if (one('[part~=problem]')) return 'problem';
      if (hash.startsWith('#/browse/')) return one(`[part~=drawer][data-state=settled] ul`) && 'list';
      if (id === undefined) return one('[part~=status]:is([data-state=settled], [data-state=nothing])')?.dataset.state ?? (one('.branch') && 'start');
      const record = one('[part~=record][data-state=settled]');
      if (!record || encodeURIComponent(record.dataset.id) !== id) return undefined;
      return one('.description') ? 'record' : 'missing';
    };
    const end = performance.now() + patience;
    let troubled;
    await new Promise(requestAnimationFrame);
    while (performance.now() < end) {
      const is = state();
      troubled = is === 'problem' ? troubled ?? performance.now() : undefined;
      if (is && !(performance.now() < troubled + 15_000)) return is;
      await new Promise((resolve) => { setTimeout(resolve, 8); });
    }
    return 'waiting';
  }, [hash, patience]);
}
