// The page of the plan editor: what is chosen, which tool is in the hand, and what is asked of
// the server. What is edited is in model.js; what is seen in drawing.js and panels.js.
import { Sheet } from './drawing.js';
import { draw, keepingFocus, make, saveFile } from './element.js';
import { Model } from './model.js';
import { Panels, field } from './panels.js';
import { named, say, speak, spoken } from './words.js';

/** The tools and their signs, in a square from -1 to 1. */
const TOOLS = {
  choose: 'M-.5 -.6L.5 .1L.05 .2L.3 .7L.05 .8L-.2 .3L-.5 .6Z',
  point: 'M0 -.35A.35 .35 0 1 1 -.01 -.35M0 -.9V-.6M0 .6V.9M-.9 0H-.6M.6 0H.9',
  path: 'M-.7 .6A.2 .2 0 1 1 -.71 .6M.7 -.3A.2 .2 0 1 1 .69 -.3M-.5 .25L.55 -.35',
  row: 'M-.8 -.35H.8V.35H-.8ZM-.27 -.35V.35M.27 -.35V.35',
  delete: 'M-.55 -.5H.55M-.2 -.5V-.75H.2V-.5M-.42 -.5L-.35 .75H.35L.42 -.5M-.12 -.2V.45M.12 -.2V.45',
};

/** Fields that one types in. */
const TYPED = 'input[type=text], input[type=number]';
const WORD = /^[\p{L}\p{N}_][\p{L}\p{N}._-]{0,59}$/u;

/** What the server says, or why not. */
async function ask(path, options) {
  const answer = await fetch(path, options);
  const value = await answer.json();
  return answer.ok ? value : Promise.reject(value);
}

class Desk {
  constructor(model) {
    this.model = model;
    this.tool = 'choose';
    this.zoom = 1;
    this.showsFile = false;
    this.question = { place: '', mark: '', free: false };
    const { floors } = model.now;
    this.floorKey = (floors.find(({ code }) => code === model.state.floor) ?? floors[0])?.key;
    model.addEventListener('change', () => this.#changed());
  }

  // What is shown.

  get floor() { return this.model.floor(this.floorKey); }
  get shelf() { return this.chosen?.list === 'shelves' ? this.thing : undefined; }

  /** The chosen thing as it is now. */
  get thing() {
    const { list, key } = this.chosen ?? {};
    if (list === 'shelves' || list === 'kiosks') return this.model.now[list].find((thing) => thing.key === key);
    if (list === 'outlines') return this.floor && this.model.rows(this.floor).find((row) => row.key === key);
    return this.floor?.[list]?.find((thing) => thing.key === key);
  }

  isChosen(list, key) { return this.chosen?.list === list && this.chosen.key === key; }

  /** What a thing is called. */
  called(list, thing) {
    const { id, code, from } = thing;
    return {
      nodes: () => say('thePoint', { id }), paths: () => say('thePath', thing), rows: () => say('theRow', { id }), outlines: () => say('theRow', { id }),
      shelves: () => say('theShelf', { from: from || say('noMark') }), kiosks: () => say('theKiosk', { code }),
    }[list]();
  }

  /** Builds the page, in the language that is spoken. */
  mount() {
    document.documentElement.lang = spoken();
    [this.sheet, this.panels] = [new Sheet(this.model, this), new Panels(this.model, this)];
    this.bar = make('div', { class: 'bar' });
    this.hint = make('div', { class: 'hint' });
    this.under = make('div', { class: 'under' });
    const work = make('section', { id: 'work', 'aria-label': say('title') }, this.bar, this.hint, this.sheet.element, this.under);
    document.getElementById('page').replaceChildren(make('a', { class: 'past', href: '#panels' }, say('past')), this.#makeHead(), make('main', {}, work, this.panels.element));
    this.#showBar();
    this.#showUnder();
    this.render();
  }

  render() {
    this.#showHead();
    this.#showTool();
    this.sheet.render();
    this.panels.render();
    const { name } = this.model.state;
    document.title = `${this.model.isChanged ? '• ' : ''}${say('title')} · ${named(name) || 'Bibliobus'}`;
  }

  /** Says something, also to those who hear the page. */
  tell(words, isBad = false) {
    const status = document.getElementById('status');
    status.textContent = words;
    status.classList.toggle('bad', isBad);
  }

  #changed() {
    if (!this.floor) this.floorKey = this.model.now.floors[0]?.key;
    if (this.chosen && !this.thing) this.chosen = undefined;
    if (!this.floor?.nodes.some(({ key }) => key === this.pathFrom)) this.pathFrom = undefined;
    this.render();
  }

  #makeHead() {
    const button = (id, key, click, look) => make('button', { id, type: 'button', class: look, click }, say(key));
    const other = spoken() === 'ru' ? 'en' : 'ru';
    const { state: { branches, name, file } } = this.model;
    this.floors = make('select', { id: 'floor', change: () => this.toFloor(this.floors.value) });
    this.unsaved = make('span', { class: 'unsaved' }, say('unsaved'));
    const newFloor = button('new-floor', 'newFloor', () => this.askFloor());
    newFloor.disabled = branches.length === 0;
    return make('header', {},
      make('div', { class: 'name' }, make('h1', {}, say('title')), make('p', {}, [named(name), file].filter(Boolean).join(' · '))),
      make('div', { class: 'pick' }, make('label', { for: 'floor' }, say('floor')), this.floors, newFloor),
      make('div', { class: 'do' }, this.unsaved, button('undo', 'undo', () => this.undo()), button('redo', 'redo', () => this.redo()), button('save', 'save', () => this.save(), 'primary'),
        make('button', { id: 'language', type: 'button', class: 'plain', lang: other, click: () => { speak(other); this.mount(); document.getElementById('language').focus(); } }, say('switch'))));
  }

  #showHead() {
    const { floors } = this.model.now;
    const options = floors.map(({ key, code, level, name }) => [key, [code, named(name) || say('levelIs', { level })].join(' – ')]);
    if (this.floors.dataset.options !== JSON.stringify(options)) {
      this.floors.dataset.options = JSON.stringify(options);
      this.floors.replaceChildren(...options.map(([value, words]) => make('option', { value }, words)));
    }
    this.floors.disabled = floors.length === 0;
    this.floors.value = this.floorKey ?? '';
    this.unsaved.hidden = !this.model.isChanged;
    document.getElementById('undo').disabled = !this.model.canUndo;
    document.getElementById('redo').disabled = !this.model.canRedo;
  }

  #showBar() {
    const tool = (name) => make('button', { id: `tool-${name}`, type: 'button', 'aria-pressed': 'false', click: () => this.take(name) },
      draw('svg', { viewBox: '-1 -1 2 2', class: 'sign', 'aria-hidden': 'true' }, draw('path', { d: TOOLS[name] })), make('span', {}, say(`tool.${name}`)));
    const zoom = (id, key, words, by) => make('button', { id, type: 'button', 'aria-label': say(key), title: say(key), click: () => this.sheet.zoomTo(by(this.zoom)) }, words);
    this.percent = make('output', { 'aria-label': say('zoom') });
    this.bar.replaceChildren(
      make('div', { class: 'tools', role: 'toolbar', 'aria-label': say('tools') }, ...Object.keys(TOOLS).map(tool)),
      make('div', { class: 'zoom', role: 'group', 'aria-label': say('zoom') }, zoom('smaller', 'smaller', '−', (now) => now / 1.25), this.percent,
        zoom('larger', 'larger', '+', (now) => now * 1.25), make('button', { id: 'fit', type: 'button', click: () => this.sheet.zoomTo(1) }, say('fit'))),
    );
    this.zoomed();
  }

  zoomed() { this.percent.textContent = `${Math.round(this.zoom * 100)} %`; }

  #showTool() {
    for (const name of Object.keys(TOOLS)) document.getElementById(`tool-${name}`)?.setAttribute('aria-pressed', String(this.tool === name));
    const adds = { point: ['add-point', 'addPoint', () => this.sheet.focus('nodes', this.addNode(...this.#middle()))], row: ['add-row', 'addRow', () => this.sheet.focus('rows', this.#rowInTheMiddle())] }[this.tool];
    const from = this.floor?.nodes.find(({ key }) => key === this.pathFrom);
    const words = this.shelf && this.tool === 'choose' ? say('hint.shelf', { from: this.shelf.from || say('noMark') })
      : from ? say('hint.pathFrom', { id: from.id }) : say(this.floor ? `hint.${this.tool}` : this.model.state.branches.length ? 'noFloors' : 'noBranches');
    const shown = [words, adds?.[0], this.floorKey].join('\n');
    if (this.hint.dataset.shown === shown) return;
    this.hint.dataset.shown = shown;
    keepingFocus(() => this.hint.replaceChildren(...[
      make('p', {}, words), adds && this.floor && make('button', { id: adds[0], type: 'button', click: adds[2] }, say(adds[1])),
    ].filter(Boolean)));
  }

  #showUnder() {
    const shows = make('input', { id: 'show-file', type: 'checkbox', change: () => { this.showsFile = shows.checked; this.sheet.render(); } });
    shows.checked = this.showsFile;
    const file = make('input', { id: 'trace', type: 'file', accept: 'image/png,image/jpeg,image/webp', 'aria-describedby': 'trace-note', change: () => this.lay(file.files[0]) });
    const strength = make('input', { id: 'strength', type: 'range', min: 10, max: 100, value: this.trace?.strength ?? 60, input: () => { this.trace.strength = Number(strength.value); this.sheet.render(); } });
    keepingFocus(() => this.under.replaceChildren(
      make('p', { class: 'note' }, say('hint.keys')),
      make('p', { class: 'tick' }, shows, make('label', { for: 'show-file' }, say('showFile'))),
      make('p', {}, make('label', { for: 'trace' }, say('trace')), ' ', file, make('small', { id: 'trace-note' }, say('traceNote'))),
      this.trace ? make('p', {}, make('label', { for: 'strength' }, say('traceStrength')), strength, make('button', { id: 'trace-off', type: 'button', click: () => this.lay() }, say('traceOff'))) : '',
    ));
  }

  /** Lays a picture under the drawing; it is never sent anywhere. */
  lay(file) {
    if (this.trace) URL.revokeObjectURL(this.trace.url);
    this.trace = file ? { url: URL.createObjectURL(file), strength: 60 } : undefined;
    this.#showUnder();
    this.sheet.render();
  }

  // What is done.

  take(tool) {
    [this.tool, this.pathFrom] = [tool, undefined];
    this.render();
  }

  toFloor(key) {
    this.floorKey = key;
    if (this.chosen?.list !== 'shelves' && this.chosen?.list !== 'kiosks') this.chosen = undefined;
    this.pathFrom = undefined;
    this.render();
  }

  choose(list, key) {
    this.chosen = { list, key };
    if (list === 'shelves' || list === 'kiosks') this.#showWhere(this.thing);
    this.render();
    this.panels.element.scrollTop = 0;
  }

  /** Turns to the floor of a shelf or a kiosk. */
  #showWhere({ floor: code, node }) {
    const { floors } = this.model.now;
    const its = floors.find((floor) => floor.code === code) ?? floors.find(({ nodes }) => node && nodes.some(({ id }) => id === node));
    if (its) this.floorKey = its.key;
    this.tool = 'choose';
  }

  /** Lets go of what is chosen; and if that is nothing, of the way that was found. */
  letGo() {
    if (!this.chosen && !this.pathFrom) this.trial = undefined;
    [this.chosen, this.pathFrom] = [];
    this.render();
  }

  /** A thing of the drawing was clicked, or Enter pressed on it. */
  press(list, key) {
    if (this.tool === 'delete') return this.remove(list, key);
    if (this.tool === 'path' && list === 'nodes') return this.#walkTo(key);
    if (this.tool === 'choose' && this.shelf && list !== 'paths') return this.#place(list, key);
    return this.choose(list, key);
  }

  #walkTo(key) {
    const { nodes } = this.floor;
    const [from, to] = [this.pathFrom, key].map((one) => nodes.find((node) => node.key === one));
    if (!from || from === to) {
      this.pathFrom = from ? undefined : key;
      return this.render();
    }
    const path = this.model.addPath(this.floorKey, from.id, to.id);
    this.pathFrom = undefined;
    this.choose('paths', path);
    return this.tell(say('added', { what: this.called('paths', this.thing) }));
  }

  /** The chosen shelf stands on a row, or one stands before it at a point. */
  #place(list, key) {
    const { id } = list === 'nodes' ? this.floor.nodes.find((node) => node.key === key) : this.model.rows(this.floor).find((row) => row.key === key);
    const field = list === 'nodes' ? 'node' : 'outline';
    const isElsewhere = this.shelf.floor !== this.floor.code;
    this.set({ ...(isElsewhere ? { floor: this.floor.code, outline: '', node: '' } : {}), [field]: id });
    this.tell(say('set', { what: say(field), value: id }));
  }

  addNode(x, y) {
    const key = this.model.addNode(this.floorKey, x, y);
    this.choose('nodes', key);
    this.tell(say('added', { what: this.called('nodes', this.thing) }));
    return key;
  }

  addRow(box) {
    const least = this.model.view(this.floor).w / 200;
    if (box.w < least || box.h < least) return undefined;
    const key = this.model.addRow(this.floorKey, box);
    this.tool = 'choose';
    this.choose('rows', key);
    this.tell(say('added', { what: this.called('rows', this.thing) }));
    return key;
  }

  #middle() {
    const { x, y, w, h } = this.model.view(this.floor);
    return [Math.round(x + w / 2), Math.round(y + h / 2)];
  }

  #rowInTheMiddle() {
    const { w } = this.model.view(this.floor);
    const [x, y] = this.#middle();
    return this.addRow({ x, y, w: Math.max(1, Math.round(w / 6)), h: Math.max(1, Math.round(w / 30)) });
  }

  moveTo(list, key, { x, y }) {
    this.model.set(this.floorKey, list, key, { x, y }, `move ${key}`);
    if (!this.shelf) this.choose(list, key);
    this.tell(`x ${x}, y ${y}`);
  }

  /** Sets fields of the chosen thing. */
  set(changes) {
    const { list, key } = this.chosen;
    const taken = this.#isTaken(list, changes);
    if (taken !== undefined) return this.tell(`${taken}: ${say(WORD.test(taken) ? 'refused.twice' : 'refused.id')}`, true);
    if (list === 'shelves' || list === 'kiosks') this.model.setIn(list, key, changes);
    else this.model.set(this.floorKey, list, key, changes);
    if ('from' in changes || 'scheme' in changes) this.#file();
    return this.tell('');
  }

  /** An id or code that cannot be had. */
  #isTaken(list, { id, code }) {
    const wanted = id ?? code;
    if (wanted === undefined) return undefined;
    const others = { nodes: () => this.model.nodes().map(({ node }) => node.id), rows: () => this.model.rows(this.floor).map((row) => row.id), kiosks: () => this.model.now.kiosks.map((kiosk) => kiosk.code) }[list]();
    const isWord = WORD.test(wanted);
    return isWord && !others.includes(wanted) ? undefined : wanted;
  }

  /** Asks how the mark of the chosen shelf files. */
  async #file() {
    const { scheme, from } = this.thing ?? {};
    const key = `${scheme}\n${from}`;
    if (!from || this.model.filed.has(key)) return;
    try {
      this.model.filed.set(key, await ask(`filed?${new URLSearchParams({ scheme, mark: from })}`));
      this.render();
    } catch { /* The list is in the order of the letters until then. */ }
  }

  remove(list, key) {
    if (list === 'outlines') return this.tell(say('rowDrawn'), true);
    const isOfFile = list === 'shelves' || list === 'kiosks';
    const thing = (isOfFile ? this.model.now : this.floor)[list].find((one) => one.key === key);
    if (!thing) return undefined;
    const what = this.called(list, thing);
    if (this.isChosen(list, key)) this.chosen = undefined;
    if (isOfFile) this.model.removeFrom(list, key);
    else this.model.remove(this.floorKey, list, key);
    if (document.activeElement === document.body) document.getElementById(`tool-${this.tool}`)?.focus();
    return this.tell(say('removed', { what }));
  }

  /** A new shelf like the one that is chosen, or like the last of this floor. */
  addShelf(outline) {
    const { branches, places, schemes } = this.model.state;
    const here = this.model.now.shelves.filter(({ floor }) => floor === this.floor?.code);
    const like = this.shelf ?? (outline && here.findLast((shelf) => shelf.outline === outline)) ?? here.at(-1);
    const branch = like?.branch ?? this.floor?.branch ?? branches[0]?.code ?? '';
    const place = like?.place ?? places.find((one) => !one.branch || one.branch === branch)?.code ?? '';
    const key = this.model.addShelf({
      branch, place, scheme: like?.scheme ?? schemes[0], floor: this.floor?.code ?? '', row: like?.row ?? '', outline: outline || '',
    });
    this.choose('shelves', key);
    document.getElementById('from')?.focus();
  }

  addKiosk() {
    const codes = new Set(this.model.now.kiosks.map(({ code }) => code));
    let number = 1;
    while (codes.has(`kiosk-${number}`)) number += 1;
    this.choose('kiosks', this.model.addKiosk({ code: `kiosk-${number}`, node: this.chosen?.list === 'nodes' ? this.thing.id : '' }));
    document.getElementById('code')?.focus();
  }

  setFloor(changes) { this.model.setIn('floors', this.floorKey, changes); }

  removeFloor() {
    const what = `${say('floor')} ${this.floor.code}`;
    this.chosen = undefined;
    this.model.removeFloor(this.floorKey);
    this.tell(say('removed', { what }));
  }

  undo() { this.model.undo(); this.tell(say('undone')); }
  redo() { this.model.redo(); this.tell(say('redone')); }

  /** Asks for what a new floor is. */
  askFloor() {
    const { branches } = this.model.state;
    const given = { code: '', branch: this.floor?.branch ?? branches[0].code, level: this.model.now.floors.length + 1, width: 600, height: 400 };
    const branch = make('select', { id: 'new-branch', change: () => { given.branch = branch.value; } }, ...branches.map(({ code, name }) => make('option', { value: code }, `${code} – ${named(name)}`)));
    branch.value = given.branch;
    const of = (name) => ({ get: () => given[name], set: (value) => { given[name] = value; } });
    const number = (name, words, min, max) => field(`new-${name}`, words, { type: 'number', min, max, step: 1, ...of(name) });
    const problem = make('p', { class: 'warning', role: 'alert' });
    const add = () => {
      const isFree = WORD.test(given.code) && !this.model.now.floors.some(({ code }) => code === given.code);
      if (!isFree) { problem.textContent = say('codeTaken', { code: given.code }); return document.getElementById('new-code').focus(); }
      dialog.close();
      this.toFloor(this.model.addFloor(given));
      return this.tell(say('floorMade', { code: given.code }));
    };
    const dialog = this.#dialog(say('newFloor').replace('…', ''), [
      make('form', { submit: (event) => { event.preventDefault(); add(); } },
        make('div', { class: 'grid' }, field('new-code', say('code'), of('code')), make('div', { class: 'field' }, make('label', { for: 'new-branch' }, say('branch')), branch),
          number('level', say('level'), -128, 127)),
        make('p', { class: 'note' }, say('drawingSize')),
        make('div', { class: 'grid' }, number('width', say('w'), 10, 100_000), number('height', say('h'), 10, 100_000)),
        problem,
        make('p', { class: 'buttons' }, make('button', { type: 'submit', class: 'primary' }, say('make')), make('button', { type: 'button', click: () => dialog.close() }, say('cancel')))),
    ]);
  }

  #dialog(heading, children) {
    const dialog = make('dialog', { 'aria-labelledby': 'dialog-h', close: () => dialog.remove() }, make('h2', { id: 'dialog-h' }, heading), ...children);
    document.body.append(dialog);
    dialog.showModal();
    return dialog;
  }

  // What is asked of the server.

  /** Writes the edits, and says what was written and what remains odd. */
  async save() {
    // A field that is being typed in counts, too.
    if (document.activeElement?.matches(TYPED)) document.activeElement.dispatchEvent(new Event('change'));
    if (this.isSaving) return;
    if (!this.model.isChanged) return this.tell(say('savedNothing'));
    this.isSaving = true;
    this.tell(say('saving'));
    try {
      const state = await ask('save', { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(this.model.asked()) });
      this.#load(() => this.model.load(state));
      const files = state.written.join(', ');
      this.tell(`${files ? say('saved', { files }) : say('savedNothing')} ${state.findings.length ? say('remain', { count: state.findings.length }) : say('noFindings')}`);
    } catch (refusal) {
      this.#refused(refusal);
    } finally {
      this.isSaving = false;
      this.render();
    }
  }

  #refused(refusal) {
    if (refusal.kind === 'stale') return this.#stale();
    if (!refusal.kind) return this.tell(say('unreached'), true);
    return this.tell(`${say('refused')}. ${[refusal.found, say(`refused.${refusal.kind}`)].filter(Boolean).join(': ')}.`, true);
  }

  /** Takes other content, and stays at the floor and the thing that were looked at. */
  #load(load) {
    const code = this.floor?.code;
    const { list } = this.chosen ?? {};
    const what = JSON.stringify(this.#naming(list, this.thing));
    load();
    this.floorKey = this.model.now.floors.find((floor) => floor.code === code)?.key ?? this.model.now.floors[0]?.key;
    const rows = this.floor ? this.model.rows(this.floor) : [];
    const all = { outlines: rows, rows, shelves: this.model.now.shelves, kiosks: this.model.now.kiosks }[list] ?? this.floor?.[list] ?? [];
    const again = all.find((thing) => JSON.stringify(this.#naming(list, thing)) === what);
    this.chosen = again && { list: again.isDrawn ? 'outlines' : list, key: again.key };
    this.trial = undefined;
    this.panels.findings.element.open = this.model.state.findings.length > 0;
    this.render();
  }

  #naming(list, { id, code, branch, place, scheme, from, to } = {}) { return list === 'shelves' ? [branch, place, scheme, from] : [id, code, from, to]; }

  #stale() {
    this.tell(say('refused'), true);
    const reload = (how, words) => async () => {
      dialog.close();
      try {
        const state = await ask('state');
        this.#load(() => this.model[how](state));
        this.tell(say(words));
      } catch (refusal) { this.#refused(refusal); }
    };
    const button = (id, key, click, look) => make('button', { id, type: 'button', class: look, click }, say(key));
    const dialog = this.#dialog(say('staleTitle'), [
      make('p', {}, say('stale', { file: this.model.state.file })),
      make('p', { class: 'buttons' }, button('rebase', 'staleRebase', reload('rebase', 'rebased'), 'primary'),
        button('keep-copy', 'staleCopy', () => saveFile(JSON.stringify(this.model.asked(), null, 1), 'plan-edits.json')),
        button('reload', 'staleReload', reload('load', 'reloaded')), button('stay', 'staleStay', () => dialog.close())),
    ]);
  }

  async tryMark() {
    const { place, mark, free } = this.question;
    if (!mark) return;
    try {
      this.trial = await ask(`try?${new URLSearchParams({ place, mark, free: free ? 1 : 0 })}`);
      const code = this.trial.shelves[0]?.floor;
      this.floorKey = this.model.now.floors.find((floor) => floor.code === code)?.key ?? this.floorKey;
      this.render();
      this.tell(this.answer().join(' '));
    } catch (refusal) { this.#refused(refusal); }
  }

  /** What was found for the mark, in words. */
  answer() {
    const { shelves, between, reason, route } = this.trial;
    if (reason) return [say(`trial.${reason}`)];
    const where = (shelf) => {
      const parts = ['floor', 'row', 'bay', 'side', 'shelf'].filter((name) => shelf[name]).map((name) => say(`where.${name}`, { value: shelf[name] }));
      return (parts.length ? parts : [say('where.from', { value: shelf.from })]).join(', ');
    };
    const legs = route?.map(({ floor, nodes }) => say('trial.leg', { floor, nodes: nodes.join(' → ') }));
    return [
      `${say('trial.shelf', { where: shelves.map(where).join('; ') })}${between ? ` (${say('trial.between')})` : ''}.`,
      legs ? say('trial.way', { way: `${legs.join('; ')}.` }) : say('trial.noWay'),
    ];
  }

  /** Keys that hold everywhere. */
  key(event) {
    if (!(event.ctrlKey || event.metaKey) || event.altKey || document.querySelector('dialog[open]')) return;
    const { activeElement: at } = document;
    const isTyping = at?.matches(TYPED) && at.value !== (at.dataset.value ?? at.value);
    const { code, shiftKey } = event;
    if (code === 'KeyS') this.save();
    else if (isTyping) return;
    else if (code === 'KeyZ' && !shiftKey) this.undo();
    else if ((code === 'KeyZ' && shiftKey) || code === 'KeyY') this.redo();
    else return;
    event.preventDefault();
  }
}

async function start() {
  speak();
  try {
    const desk = new Desk(new Model(await ask('state')));
    desk.mount();
    document.addEventListener('keydown', (event) => desk.key(event));
    addEventListener('beforeunload', (event) => { if (desk.model.isChanged) event.preventDefault(); });
  } catch (refusal) {
    document.documentElement.lang = spoken();
    const why = refusal.kind ? `${refusal.found}: ${say(`refused.${refusal.kind}`)}` : say('unreached');
    document.getElementById('page').replaceChildren(make('h1', {}, say('title')), make('p', { class: 'warning' }, why));
  }
}

start();
