// The drawing of a floor, over which one works: by pointer, or by keyboard alone.
import { draw, dress, keepingFocus, make } from './element.js';
import { handles, middle, shifted } from './marks.js';
import { named, say } from './words.js';

/** How far a pointer may stray in a click, in pixels. */
const STRAY = 4;
const LARGEST = 8;

/** What a kind of point looks like, in a square from -1 to 1. */
const SIGNS = {
  entrance: 'M0 .6V-.5M-.45 -.05L0 -.55L.45 -.05',
  door: 'M-.35 .55V-.55H.35V.55M.1 0V.1',
  desk: 'M-.55 -.15H.55M-.4 -.15V.45M.4 -.15V.45',
  lift: 'M-.25 .5V-.5M-.5 -.2L-.25 -.5L0 -.2M.25 -.5V.5M0 .2L.25 .5L.5 .2',
  stairs: 'M-.6 .5H-.2V.15H.15V-.2H.5V-.55',
};
/** What can be moved. */
const MOVABLE = ['nodes', 'rows', 'walls', 'labels'];
const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

export class Sheet {
  #drag;
  #moved;
  #current;

  constructor(model, desk) {
    [this.model, this.desk] = [model, desk];
    this.svg = draw('svg', {
      id: 'sheet', role: 'group', pointerdown: (event) => this.#down(event), pointermove: (event) => this.#move(event),
      pointerup: (event) => this.#up(event), pointercancel: () => this.#cancel(), keydown: (event) => this.#key(event),
    });
    this.element = make('div', { class: 'sheet' }, this.svg);
    this.element.addEventListener('wheel', (event) => this.#wheel(event), { passive: false });
    new ResizeObserver(() => this.#size()).observe(this.element);
  }

  get #floor() { return this.desk.floor; }
  /** A length that looks the same in drawings of every unit: a six hundredth of the width. */
  get #unit() { return Math.max(this.model.view(this.#floor).w / 600, this.model.view(this.#floor).h / 600); }
  /** What coordinates are rounded to. */
  get #step() { return this.#unit < 0.2 ? 0.1 : 1; }

  render() {
    this.element.hidden = !this.#floor;
    if (!this.#floor) return;
    const { x, y, w, h } = this.model.view(this.#floor);
    dress(this.svg, 'viewBox', `${x} ${y} ${w} ${h}`);
    dress(this.svg, 'aria-label', say('sheet', { code: this.#floor.code }));
    dress(this.svg, 'data-tool', this.desk.tool);
    this.svg.style.setProperty('--u', `${this.#unit}px`);
    const items = this.#items();
    if (!items.some(({ id }) => id === this.#current)) this.#current = items[0]?.id;
    keepingFocus(() => this.svg.replaceChildren(
      draw('rect', { class: 'ground', x, y, width: w, height: h }),
      ...this.#pictures({ x, y, width: w, height: h }),
      ...this.#outlines(), ...this.#words(), ...this.#walls(), ...this.#rows(), ...this.#ids(), ...this.#labels(), ...this.#paths(),
      ...this.#trial(), ...this.#nodes(), ...this.#handles(), this.#draft(),
    ));
    this.#size();
  }

  #size() {
    if (!this.#floor) return;
    const { w, h } = this.model.view(this.#floor);
    const room = this.element.clientWidth - 2;
    const tall = Math.max(240, Math.min(window.innerHeight - 230, room * h / w));
    const fit = Math.min(room, tall * w / h);
    this.svg.style.width = `${Math.max(200, fit * this.desk.zoom)}px`;
  }

  /** Everything that can be chosen, with its middle, in the order of the keyboard. */
  #items() {
    const { nodes, paths, walls, labels } = this.#floor;
    const marks = (list, things) => things.map((thing) => ({ list, key: thing.key, id: `${list}-${thing.key}`, ...middle(list, thing) }));
    const at = (list, key, x, y) => ({ list, key, id: `${list}-${key}`, x, y });
    const ends = new Map(nodes.map((node) => [node.id, node]));
    return [
      ...nodes.map(({ key, x, y }) => at('nodes', key, x, y)),
      ...this.model.rows(this.#floor).map(({ key, isDrawn, x, y, w, h }) => at(isDrawn ? 'outlines' : 'rows', key, x + w / 2, y + h / 2)),
      ...paths.filter(({ from, to }) => ends.has(from) && ends.has(to)).map(({ key, from, to }) => {
        const [a, b] = [ends.get(from), ends.get(to)];
        return at('paths', key, (a.x + b.x) / 2, (a.y + b.y) / 2);
      }),
      ...marks('walls', walls), ...marks('labels', labels),
    ];
  }

  /** What makes a part of the drawing a thing that can be chosen. */
  #item(list, key, label, look = '') {
    const id = `${list}-${key}`;
    const isChosen = this.desk.isChosen(list, key);
    return {
      id, 'data-list': list, 'data-key': key, role: 'button', 'aria-label': label, 'aria-pressed': String(isChosen),
      class: `item ${look}${isChosen ? ' chosen' : ''}`, tabindex: id === this.#current ? 0 : -1,
    };
  }

  #pictures(box) {
    const { trace, showsFile } = this.desk;
    const fit = { preserveAspectRatio: 'xMidYMid meet', 'aria-hidden': true, ...box };
    const isSaved = this.#floor.was !== undefined && this.model.drawings.get(this.#floor.key);
    return [
      trace && draw('image', { href: trace.url, opacity: trace.strength / 100, ...fit }),
      showsFile && isSaved && draw('image', { href: `drawings/${this.#floor.was}?${this.model.state.stamp}`, class: 'file', ...fit }),
    ].filter(Boolean);
  }

  #outlines() {
    const outlines = this.model.drawings.get(this.#floor.key)?.outlines ?? [];
    return outlines.map(({ id, kind, path }) => {
      const look = `outline is-${kind}`;
      const shape = draw('path', { d: path, transform: 'scale(.1)' });
      if (!id) return draw('g', { class: look, 'data-anonymous': kind === 'shelf' ? '' : undefined }, shape);
      const holds = this.model.shelvesOn(this.#floor, id).length;
      const label = say(holds ? 'rowWith' : 'theRow', { id, count: holds });
      return draw('g', this.#item('outlines', `o-${id}`, label, `${look}${this.#rowLook(id, holds)}`), shape);
    });
  }

  #rowLook(id, holds) {
    const isFound = this.desk.trial?.shelves?.some((shelf, at) => shelf.floor === this.#floor.code && this.desk.trial.outlines[at] === id);
    const isOfShelf = this.desk.shelf?.floor === this.#floor.code && this.desk.shelf.outline === id;
    return `${holds ? ' holds' : ''}${isFound ? ' found' : ''}${isOfShelf ? ' of-shelf' : ''}`;
  }

  /** Words of the drawing that are somebody else's. */
  #words() {
    const labels = this.model.drawings.get(this.#floor.key)?.labels ?? [];
    return labels.map(({ x, y, words }) => draw('text', { class: 'label', x, y, 'aria-hidden': true }, named(words)));
  }

  /** The ids of rows. */
  #ids() {
    const rows = this.model.rows(this.#floor).filter(({ kind }) => kind === 'shelf').map((row) => this.#where(row));
    return rows.map(({ id, x, y, w, h }) => draw('text', { class: 'row-id', x: x + w / 2, y: y + h / 2, 'aria-hidden': true }, id));
  }

  #rows() {
    return this.#floor.rows.map((row) => {
      const { key, id, was, x, y, w, h } = this.#where(row);
      const holds = this.model.shelvesOn(this.#floor, id).length;
      const label = [say(holds ? 'rowWith' : 'theRow', { id, count: holds }), was === undefined && say('notSaved')].filter(Boolean).join(', ');
      const look = `outline is-shelf ${was === undefined ? 'is-new' : 'is-own'}${this.#rowLook(id, holds)}`;
      return draw('g', this.#item('rows', key, label, look), draw('rect', { x, y, width: w, height: h }));
    });
  }

  #walls() {
    return this.#floor.walls.map((wall) => {
      const { key, x, y, x2, y2 } = this.#where(wall);
      const line = { x1: x, y1: y, x2, y2 };
      return draw('g', this.#item('walls', key, this.desk.called('walls', wall), 'drawn-wall'),
        draw('line', { class: 'hit', ...line }), draw('line', { class: 'line', ...line }));
    });
  }

  #labels() {
    return this.#floor.labels.map((label) => {
      const { key, x, y, words } = this.#where(label);
      const shown = named(words) || '…';
      const [wide, high] = [Math.max(20, shown.length * 6.6) * this.#unit, 15 * this.#unit];
      return draw('g', this.#item('labels', key, this.desk.called('labels', label), 'words'),
        draw('rect', { class: 'hit', x: x - wide / 2, y: y - high * 0.75, width: wide, height: high }), draw('text', { class: 'label', x, y }, shown));
    });
  }

  /** The corners of the chosen row, or the ends of the chosen wall. */
  #handles() {
    const { chosen, thing, tool } = this.desk;
    if (!thing || tool !== 'choose') return [];
    // As large on every screen, and larger for fingers.
    const pixels = matchMedia('(pointer: coarse)').matches ? 22 : 12;
    const size = pixels * this.model.view(this.#floor).w / (parseFloat(this.svg.style.width) || 600);
    return handles(chosen.list, this.#where(thing)).map(({ name, x, y }) => draw('rect', {
      class: 'handle', 'data-handle': name, 'data-list': chosen.list, 'data-key': chosen.key, 'aria-hidden': true,
      x: x - size / 2, y: y - size / 2, width: size, height: size,
    }));
  }

  /** A thing where it is, or where it is just being dragged. */
  #where(thing) { return this.#moved?.key === thing.key ? { ...thing, ...this.#moved } : thing; }

  #paths() {
    const ends = new Map(this.#floor.nodes.map((node) => [node.id, this.#where(node)]));
    const there = this.#floor.paths.filter(({ from, to }) => ends.has(from) && ends.has(to));
    return there.map(({ key, from, to, steps }) => {
      const [a, b] = [ends.get(from), ends.get(to)];
      const line = { x1: a.x, y1: a.y, x2: b.x, y2: b.y };
      return draw('g', this.#item('paths', key, say('thePath', { from, to }), `path${steps ? ' has-steps' : ''}`),
        draw('line', { class: 'hit', ...line }), draw('line', { class: 'line', ...line }));
    });
  }

  #nodes() { return this.#floor.nodes.map((node) => this.#node(this.#where(node))); }

  #node({ key, id, x, y, kind, name, facing }) {
    const u = this.#unit;
    const isCorner = kind === 'corner';
    const look = `node is-${kind}${this.desk.pathFrom === key ? ' from' : ''}${this.desk.shelf?.node === id ? ' of-shelf' : ''}`;
    const label = [say('thePoint', { id }), !isCorner && say(`kind.${kind}`), named(name)].filter(Boolean).join(', ');
    const size = (isCorner ? 5 : 8.5) * u;
    return draw('g', { ...this.#item('nodes', key, label, look), transform: `translate(${x} ${y})` },
      draw('circle', { class: 'hit', r: 11 * u }),
      facing === null ? null : draw('path', { class: 'facing', d: `M0 ${-size}V${-size - 7 * u}`, transform: `rotate(${facing})` }),
      draw('circle', { class: 'dot', r: size }),
      isCorner ? null : draw('path', { class: 'sign', d: SIGNS[kind], transform: `scale(${size})` }),
      draw('text', { class: 'node-id', x: size + 3 * u, y: -size * 0.7 }, id));
  }

  /** The way that was found on this floor. */
  #trial() {
    const places = new Map(this.#floor.nodes.map(({ id, x, y }) => [id, `${x},${y}`]));
    const legs = (this.desk.trial?.route ?? []).filter(({ floor }) => floor === this.#floor.code);
    return legs.map(({ nodes }) => draw('polyline', {
      class: 'way', 'aria-hidden': true, points: nodes.filter((id) => places.has(id)).map((id) => places.get(id)).join(' '),
    }));
  }

  #draft() {
    const { box, line } = this.#drag ?? {};
    if (line) return draw('line', { class: 'draft', x1: line.x, y1: line.y, x2: line.x2, y2: line.y2 });
    return draw('rect', { class: 'draft', ...(box ? { x: box.x, y: box.y, width: box.w, height: box.h } : { width: 0, height: 0 }) });
  }

  // By pointer.

  /** Where a pointer is, in the drawing's own numbers. */
  #point({ clientX, clientY }) {
    const { x, y } = new DOMPoint(clientX, clientY).matrixTransform(this.svg.getScreenCTM().inverse());
    return { x: this.#round(x), y: this.#round(y) };
  }

  #round(number) { return Math.round(Math.round(number / this.#step) * this.#step * 10) / 10; }

  #down(event) {
    if (event.button !== 0) return;
    const target = event.target.closest('[data-key]');
    const { list, key, handle } = target?.dataset ?? {};
    const isAnonymous = event.target.closest('[data-anonymous]') !== null;
    this.#drag = { list, key, handle, isAnonymous, start: this.#point(event), client: [event.clientX, event.clientY] };
    this.svg.setPointerCapture(event.pointerId);
  }

  #move(event) {
    const drag = this.#drag;
    if (!drag) return;
    drag.isMoved ||= Math.hypot(event.clientX - drag.client[0], event.clientY - drag.client[1]) > STRAY;
    if (!drag.isMoved) return;
    const at = this.#point(event);
    const { tool } = this.desk;
    if (tool === 'row') drag.box = this.#box(drag.start, at);
    else if (tool === 'wall') drag.line = this.#line(drag.start, at, event.shiftKey);
    else if (!this.#drags(drag, at)) return;
    this.render();
  }

  #box(start, at) {
    return {
      x: Math.min(at.x, start.x), y: Math.min(at.y, start.y), w: this.#round(Math.abs(at.x - start.x)), h: this.#round(Math.abs(at.y - start.y)),
    };
  }

  /** A line; with Shift upright or level. */
  #line({ x, y }, at, isStraight) {
    const isLevel = Math.abs(at.x - x) > Math.abs(at.y - y);
    return { x, y, x2: isStraight && !isLevel ? x : at.x, y2: isStraight && isLevel ? y : at.y };
  }

  /** Moves what is dragged, if it can be. */
  #drags({ list, key, handle, start }, at) {
    const isFree = this.desk.tool === 'choose' || (this.desk.tool === 'point' && list === 'nodes');
    const thing = isFree && MOVABLE.includes(list) && this.#thing({ list, key });
    if (thing) this.#moved = { key, ...shifted(list, thing, this.#round(at.x - start.x), this.#round(at.y - start.y), handle) };
    return thing;
  }

  #up(event) {
    const [drag, moved] = [this.#drag, this.#moved];
    this.#cancel();
    if (!drag) return;
    if (drag.box) this.desk.addRow(drag.box);
    else if (drag.line) this.desk.addWall(drag.line);
    else if (moved) this.desk.moveTo(drag.list, drag.key, moved);
    else if (drag.isMoved && drag.list === 'outlines') this.desk.choose(drag.list, drag.key);
    else if (!drag.isMoved) this.#click(drag, this.#point(event));
    this.render();
  }

  #cancel() { [this.#drag, this.#moved] = []; }

  #click({ list, key, isAnonymous }, at) {
    const isOver = this.desk.tool === 'point' ? list !== 'nodes' : this.desk.tool === 'label' && list !== 'labels';
    if (list && !isOver) return this.#press(list, key);
    if (this.desk.tool === 'point') return this.focus('nodes', this.desk.addNode(at.x, at.y));
    if (this.desk.tool === 'label') return this.desk.addLabel(at);
    if (isAnonymous) return this.desk.tell(say('noId'));
    return this.desk.letGo();
  }

  #press(list, key) {
    this.#current = `${list}-${key}`;
    this.desk.press(list, key);
    this.focus(list, key);
  }

  /** Puts the keyboard on a thing. */
  focus(list, key) {
    this.#current = `${list}-${key}`;
    this.render();
    document.getElementById(this.#current)?.focus({ preventScroll: true });
  }

  #thing({ list, key }) { return this.#floor[list]?.find((thing) => thing.key === key); }

  #wheel(event) {
    if (!event.ctrlKey) return;
    event.preventDefault();
    this.zoomTo(this.desk.zoom * (event.deltaY < 0 ? 1.15 : 1 / 1.15), event);
  }

  /** Zooms; what is under the pointer, or in the middle, stays where it is. */
  zoomTo(zoom, pointer) {
    const { left, top, width, height } = this.element.getBoundingClientRect();
    const [px, py] = pointer ? [pointer.clientX - left, pointer.clientY - top] : [width / 2, height / 2];
    const before = this.svg.getBoundingClientRect();
    const [fx, fy] = [(px - before.left + left) / before.width, (py - before.top + top) / before.height];
    this.desk.zoom = Math.min(LARGEST, Math.max(0.5, zoom));
    this.#size();
    this.render();
    const after = this.svg.getBoundingClientRect();
    this.element.scrollLeft += fx * after.width - (px - after.left + left);
    this.element.scrollTop += fy * after.height - (py - after.top + top);
    this.desk.zoomed();
  }

  // By keyboard.

  #key(event) {
    const { list, key } = event.target.closest('[data-key]')?.dataset ?? {};
    if (!list || event.ctrlKey || event.metaKey || event.altKey) return;
    const arrow = ARROWS[event.key];
    if (arrow && MOVABLE.includes(list) && this.desk.isChosen(list, key)) this.#nudge(list, key, arrow, event.shiftKey ? 10 : 1);
    else if (arrow) this.#walk(`${list}-${key}`, arrow);
    else if (event.key === 'Enter' || event.key === ' ') this.#press(list, key);
    else if (event.key === 'Escape') this.desk.letGo();
    else if (event.key === 'Delete' || event.key === 'Backspace') this.desk.remove(list, key);
    else return;
    event.preventDefault();
  }

  #nudge(list, key, [dx, dy], steps) {
    const by = steps * this.#step;
    this.desk.moveTo(list, key, shifted(list, this.#thing({ list, key }), dx * by, dy * by));
  }

  /** Goes on to the nearest thing in a direction. */
  #walk(id, [dx, dy]) {
    const items = this.#items();
    const here = items.find((item) => item.id === id);
    const far = ({ x, y }) => {
      const [along, across] = [(x - here.x) * dx + (y - here.y) * dy, (x - here.x) * dy + (y - here.y) * dx];
      return along > 0.05 ? along + 2 * Math.abs(across) : Infinity;
    };
    const next = items.filter((item) => item.id !== id && far(item) < Infinity).sort((a, b) => far(a) - far(b))[0];
    if (next) this.focus(next.list, next.key);
  }
}
