// «Keep on this device»: what is kept, how far it is, and how to be rid of it.
import { make, sign } from './make.js';
import { keepPage } from './offline.js';
import * as store from './store.js';

/** Shows it in `place`. `of(thing)` says what is open: `{ kind, url, title, viewer }`. */
export function keeping(place, words, { onkept }) {
  const { say, bytes } = words;
  let [thing, stop] = [undefined, undefined];
  const said = make('p', { id: 'keeping', role: 'status' });
  const button = (id, key, onclick, name) => make('button', { type: 'button', id, onclick }, name && sign(name), say(key));
  const show = (state, ...parts) => {
    const hadFocus = place.contains(document.activeElement);
    place.dataset.state = state;
    place.replaceChildren(...parts.filter(Boolean));
    if (hadFocus) place.querySelector('button')?.focus();
  };
  const offer = (text = '') => {
    said.textContent = text;
    show('offered', button('keep-it', 'keep', keep, 'keep'), said);
    place.querySelector('button').title = say('keepNote');
  };
  const have = (known) => {
    const notes = [say('kept', { bytes: bytes(known.bytes) })];
    if (known.missing?.length) notes.push(say('keptBut', { missing: known.missing.slice(0, 20).join(', ') }));
    if (!known.hasPage) notes.push(say(isSecureContext ? 'noReader' : 'plain'));
    said.textContent = `${notes.join('. ')}.`;
    show('kept', sign('kept'), said, button('remove', 'remove', remove));
  };
  const progress = ({ done, all, page, count }) => {
    if (page) said.textContent = say('keepingPages', { page, count, done: bytes(done) });
    else if (all >= done) said.textContent = say('keeping', { done: bytes(done), all: bytes(all) });
    else said.textContent = say('keepingDone', { done: bytes(done) });
  };

  async function keep() {
    const mine = thing;
    stop = new AbortController();
    said.textContent = say('keepingDone', { done: bytes(0) });
    show('keeping', said, button('stop', 'stop', () => stop.abort()));
    try {
      // Firefox asks the reader: nothing waits for what they say.
      navigator.storage?.persist?.().catch(() => {});
      const known = await mine.viewer.keep({ signal: stop.signal, progress });
      if (stop.signal.aborted) throw stop.signal.reason;
      const hasPage = await keepPage(mine.kind);
      const all = { ...known, hasPage, kind: mine.kind, title: mine.title, day: new Date().toISOString().slice(0, 10) };
      await store.finish(mine.url, all);
      if (mine !== thing) return;
      onkept();
      have(all);
    } catch (error) {
      await store.remove(mine.url).catch(() => {});
      if (mine !== thing) return;
      const isOurs = error?.more !== undefined;
      if (stop.signal.aborted) offer();
      else offer(isOurs ? say('notKept', { why: say(`problem.${error.name}`, error.more) }) : say('noRoom'));
    }
  }

  async function remove() {
    await store.remove(thing.url).catch(() => {});
    offer(say('removed'));
  }

  return {
    async of(what) {
      stop?.abort();
      thing = what;
      const known = await store.kept(what.url);
      if (thing !== what) return;
      if (known) have(known);
      else offer();
    },
  };
}
