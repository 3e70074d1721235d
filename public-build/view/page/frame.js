// What is around the page that is read: its name, the way back, the tools, what is told.
import { elsewhere } from './address.js';
import { make, sign, tool } from './make.js';

const AWAY = { target: '_blank', rel: 'noopener noreferrer', referrerPolicy: 'no-referrer' };

/** Builds the page. `act` has what its tools do: `turn(by)`, `go(page, id)`, `tool(name)`, `end()`. */
export function frame(words, act) {
  const { say } = words;
  const title = make('h1', { id: 'title', tabIndex: -1, dir: 'auto' });
  const back = make('a', { id: 'back', className: 'back' });
  const file = make('a', { id: 'original', className: 'away', ...AWAY }, say('file'));
  const keep = make('div', { id: 'keep', className: 'keep' });
  const status = make('p', { id: 'status', role: 'status' });
  const notice = make('div', { id: 'notice', className: 'notice', role: 'alert', hidden: true });
  const stage = make('div', { id: 'stage', className: 'stage' });
  const contents = contentsDialog(words, act);
  const bar = toolbar(words, act, contents);
  const element = make('div', { className: 'page' },
    make('header', {}, back, make('div', { className: 'name' }, title, make('div', { className: 'about' }, keep, file)), status),
    make('main', {}, notice, stage), bar.element, contents.element);
  let failure;

  const told = (key) => { status.textContent = key ? say(key) : ''; };
  const quiet = () => { notice.hidden = true; notice.replaceChildren(); failure = undefined; };
  const fail = (problem, said, again) => {
    failure = problem;
    const link = problem.more.link ?? (said.asked && elsewhere(said.asked, location.href));
    const isAway = problem.name === 'foreign' || problem.name === 'foreignPicture';
    notice.replaceChildren(
      make('p', {}, say(`problem.${problem.name}`, problem.more)),
      make('p', { className: 'ways' },
        again && make('button', { type: 'button', id: 'again', onclick: again }, say('again')),
        link && make('a', { className: 'button', id: 'away', href: link, ...AWAY }, say(isAway ? 'theOther' : 'original'))),
    );
    notice.hidden = false;
    told(undefined);
  };
  return {
    element,
    stage,
    keep,
    told,
    isFailed: () => Boolean(failure),
    progress: (text) => { status.textContent = text; },
    begin(said) {
      named(title, said.title || say('page'));
      Object.assign(back, { href: said.from ?? new URL('./', document.baseURI).href });
      back.replaceChildren(sign('back'), make('span', {}, say(said.from ? 'back' : 'catalogue')));
      file.hidden = !said.url;
      if (said.url) file.href = said.url;
      bar.element.hidden = true;
      stage.replaceChildren();
      stage.hidden = false;
      keep.replaceChildren();
      if (!failure) { quiet(); told('opening'); }
    },
    opened(viewer, said) {
      quiet();
      if (status.textContent !== say('shownKept')) told(undefined);
      named(title, said.title || viewer.title || say('page'));
      bar.fill(viewer);
      stage.dataset.kind = said.kind;
    },
    turning(viewer, number) { quiet(); bar.at(viewer, number); },
    shown(viewer, said) {
      bar.at(viewer, viewer.where().page);
      const about = bar.about(viewer);
      document.title = `${said.title || viewer.title || say('page')} — ${about}`;
      if (document.activeElement === document.body) stage.querySelector('[tabindex="0"]')?.focus({ preventScroll: true });
    },
    failed(problem, said, again) { stage.hidden = true; bar.element.hidden = true; fail(problem, said, again); },
    failedPage: fail,
  };
}

function named(title, text) {
  title.textContent = text;
  document.title = text;
}

/** First, back, the page's number, forward, last; what the viewer can do; contents, full screen. */
function toolbar(words, act, contents) {
  const { say } = words;
  const number = make('input', { id: 'number', type: 'text', inputMode: 'numeric', autocomplete: 'off', 'aria-label': say('pageNumber') });
  const of = make('span', { id: 'of', className: 'of' });
  const where = make('p', { id: 'where', className: 'where', 'aria-live': 'polite' });
  const jump = () => { const to = Number(number.value); if (Number.isInteger(to) && to > 0) act.go(to); };
  number.addEventListener('change', jump);
  const [first, previous, next, last] = [['first', () => act.go(1)], ['previous', () => act.turn(-1)], ['next', () => act.turn(1)], ['last', () => act.end()]]
    .map(([name, onclick]) => tool(name, say(name), onclick));
  const pages = make('div', { className: 'group pages', role: 'group', 'aria-label': say('pages') }, first, previous, make('span', { className: 'number' }, number, of), next, last);
  const list = tool('list', '', () => contents.show());
  const tools = make('div', { className: 'group' });
  const full = tool('fullScreen', say('fullScreen'), () => {
    if (document.fullscreenElement) document.exitFullscreen();
    else document.documentElement.requestFullscreen().catch(() => {});
  });
  const element = make('nav', { className: 'tools', 'aria-label': say('tools'), hidden: true }, pages, make('div', { className: 'group' }, list, tools, document.fullscreenEnabled ? full : undefined), where);
  const disable = (button, is) => {
    if (is && document.activeElement === button) (button === first || button === previous ? next : previous).focus();
    button.disabled = is;
  };
  return {
    element,
    fill(viewer) {
      element.hidden = false;
      pages.dir = viewer.isRightToLeft ? 'rtl' : 'ltr';
      number.setAttribute('aria-label', say(viewer.isBook ? 'partNumber' : 'pageNumber'));
      of.textContent = say('ofPages', { count: viewer.count });
      number.size = Math.max(2, String(viewer.count).length);
      tools.replaceChildren(...viewer.tools.map((name) => tool(name, say(name), () => act.tool(name))));
      const entries = viewer.contents();
      list.hidden = entries.length < 2;
      const heading = say(viewer.contentsName);
      list.setAttribute('aria-label', heading);
      list.title = heading;
      contents.fill(heading, entries, viewer);
    },
    at(viewer, page) {
      number.value = page;
      const { screen, screens } = viewer.where();
      const isInside = viewer.isBook && screens !== undefined;
      const atStart = page <= 1 && !(isInside && screen > 1);
      const atEnd = page >= viewer.count && !(isInside && screen < screens);
      disable(first, atStart);
      disable(previous, atStart);
      disable(next, atEnd);
      disable(last, atEnd);
    },
    /** Says where we are, and gives it. */
    about(viewer) {
      const { page, screen, screens } = viewer.where();
      const about = say(viewer.isBook ? 'thePart' : 'thePage', { page, count: viewer.count, screen, screens });
      const label = viewer.label(page);
      where.textContent = label && label !== String(page) ? `${about} · ${label}` : about;
      return about;
    },
  };
}

/** Pages with their pictures, or the contents of a book. */
function contentsDialog(words, act) {
  const heading = make('h2', { id: 'contents-heading' });
  const entries = make('ol', { className: 'entries' });
  const element = make('dialog', { id: 'contents', 'aria-labelledby': 'contents-heading' });
  element.append(make('div', { className: 'head' }, heading, tool('close', words.say('close'), () => element.close())), entries);
  element.addEventListener('click', (event) => { if (event.target === element) element.close(); });
  let open;
  return {
    element,
    fill(text, all, viewer) {
      heading.textContent = text;
      open = viewer;
      entries.replaceChildren(...all.map(({ label, page, id, level = 0, picture }) => make('li', { className: `level-${Math.min(level, 4)}` },
        make('button', { type: 'button', 'data-page': page, onclick: () => { element.close(); act.go(page, id); } },
          picture && make('img', { src: picture, alt: '', loading: 'lazy', width: 64, height: 64, onerror: ({ target }) => target.remove() }),
          make('span', { dir: 'auto' }, label)))));
    },
    show() {
      const now = open.where().page;
      const buttons = [...entries.querySelectorAll('button')];
      const current = buttons.filter((one) => Number(one.dataset.page) <= now).at(-1);
      for (const one of buttons) one.ariaCurrent = one === current ? 'true' : null;
      element.showModal();
      current?.focus();
      current?.scrollIntoView({ block: 'center' });
    },
  };
}
