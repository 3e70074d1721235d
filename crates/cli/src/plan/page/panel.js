// One panel beside the drawing. It is made anew when it shows other things; otherwise its fields
// only take their values again, so that nobody's typing or clicking is cut short.
import { dress, keepingFocus, make } from './element.js';

/** A panel that is made anew when its `signature` is another. */
export class Panel {
  #signature;

  constructor(id, heading, isOpen) {
    this.body = make('div', { class: 'body' });
    this.heading = make('span', {}, heading);
    this.element = isOpen === undefined
      ? make('section', { id, 'aria-labelledby': `${id}-h` }, make('h2', { id: `${id}-h` }, this.heading), this.body)
      : make('details', { id, open: isOpen }, make('summary', {}, make('h2', {}, this.heading)), this.body);
  }

  show(signature, build) {
    const text = JSON.stringify(signature);
    if (text === this.#signature) return this.body.querySelectorAll('.field').forEach((field) => field.refresh?.());
    this.#signature = text;
    return keepingFocus(() => this.body.replaceChildren(...[build()].flat(Infinity).filter(Boolean)));
  }
}

/**
 * Fills a list with things. Their buttons stay the same ones and only get other words, so that a
 * click on one of them counts also where leaving a field has just changed it.
 */
export function fill(list, things, build) {
  if (!list) return;
  const there = new Map([...list.children].map((item) => [item.dataset.key, item]));
  for (const [at, thing] of things.entries()) {
    const item = there.get(thing.key) ?? make('li', { 'data-key': thing.key }, build(thing));
    const [old, now] = [item.firstElementChild, build(thing)];
    if (old.outerHTML !== now.outerHTML) {
      dress(old, 'aria-pressed', now.getAttribute('aria-pressed'));
      old.replaceChildren(...now.childNodes);
    }
    if (list.children[at] !== item) list.insertBefore(item, list.children[at] ?? null);
    there.delete(thing.key);
  }
  for (const item of there.values()) item.remove();
}

/** Scrolls a list until a part of it is seen. */
export function scrollTo(list, part) {
  const [outer, inner] = [list.getBoundingClientRect(), part.getBoundingClientRect()];
  list.scrollTop += Math.min(0, inner.top - outer.top - 6) + Math.max(0, inner.bottom - outer.bottom + 6);
}
