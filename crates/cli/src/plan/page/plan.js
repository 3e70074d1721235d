// The page of the plan editor: what is chosen, which tool is in the hand, and what is asked of
// the server. What is edited is in model.js; what is seen in drawing.js and panels.js.
import { askWhatNow } from './dialogs.js';
import { Sheet } from './drawing.js';
import { make } from './element.js';
import { Frame } from './frame.js';
import { turned } from './marks.js';
import { Model, isWord } from './model.js';
import { Panels } from './panels.js';
import { named, say, speak, spoken } from './words.js';

/** Fields that one types in. */
const TYPED = 'input[type=text], input[type=number]';

/** Names, the first few of many. */
const enumerated = (names) => `${names.slice(0, 5).join(', ')}${names.length > 5 ? ', …' : ''}`;

/** What a shelf can be put on or before. */
const STANDS = ['nodes', 'rows', 'outlines'];

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
      nodes: () => say('thePoint', { id }),
      paths: () => say('thePath', thing),
      rows: () => say('theRow', { id }),
      outlines: () => say('theRow', { id }),
      walls: () => say('theWall'),
      labels: () => say('theWords', { words: named(thing.words) || '…' }),
      shelves: () => say('theShelf', { from: from || say('noMark') }),
      kiosks: () => say('theKiosk', { code }),
    }[list]();
  }

  /** Builds the page, in the language that is spoken. */
  mount() {
    document.documentElement.lang = spoken();
    [this.frame, this.sheet, this.panels] = [new Frame(this.model, this), new Sheet(this.model, this), new Panels(this.model, this)];
    this.frame.hold(this.sheet.element, this.panels.element);
    this.render();
  }

  render() {
    this.frame.render();
    this.sheet.render();
    this.panels.render();
    document.title = `${this.model.isChanged ? '• ' : ''}${say('title')} · ${named(this.model.state.name) || 'Bibliobus'}`;
  }

  zoomed() { this.frame.zoomed(); }

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
    if (this.tool === 'choose' && this.shelf && STANDS.includes(list)) return this.#place(list, key);
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
    const things = list === 'nodes' ? this.floor.nodes : this.model.rows(this.floor);
    const { id } = things.find((thing) => thing.key === key);
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

  addWall(ends) {
    const least = this.model.view(this.floor).w / 200;
    if (Math.hypot(ends.x2 - ends.x, ends.y2 - ends.y) < least) return undefined;
    const key = this.model.addWall(this.floorKey, ends);
    this.choose('walls', key);
    this.tell(say('added', { what: this.called('walls', this.thing) }));
    return key;
  }

  /** New words, to be written over at once. */
  addLabel({ x, y }) {
    const key = this.model.addLabel(this.floorKey, { x, y, words: { ru: '', en: '', [spoken()]: say('newWords') } });
    this.tool = 'choose';
    this.choose('labels', key);
    this.tell(say('added', { what: this.called('labels', this.thing) }));
    const field = document.getElementById(`words-${spoken()}`);
    field?.focus();
    field?.select();
    return key;
  }

  /** What the tool draws, in the middle of the plan, for those who have no pointer. */
  addInTheMiddle() {
    const { x, y, w, h } = this.model.view(this.floor);
    const middle = { x: Math.round(x + w / 2), y: Math.round(y + h / 2) };
    const long = Math.max(1, Math.round(w / 6));
    if (this.tool === 'point') return this.sheet.focus('nodes', this.addNode(middle.x, middle.y));
    if (this.tool === 'label') return this.addLabel(middle);
    if (this.tool === 'wall') return this.sheet.focus('walls', this.addWall({ ...middle, x2: middle.x + long, y2: middle.y }));
    const size = { w: long, h: Math.max(1, Math.round(w / 30)) };
    return this.sheet.focus('rows', this.addRow({ ...middle, ...size }));
  }

  moveTo(list, key, { key: _, ...changes }) {
    this.model.set(this.floorKey, list, key, changes, `move ${key}`);
    if (!this.shelf) this.choose(list, key);
    this.tell(Object.entries(changes).map(([name, value]) => `${say(name)}: ${value}`).join(', '));
  }

  /** Turns the chosen row by a quarter. */
  turn() {
    this.set(turned(this.thing));
    this.tell(say('turned', { what: this.called('rows', this.thing) }));
  }

  /** Puts the shelves of the chosen row on another one, or removes them where none is named. */
  moveShelves(other) {
    const { id } = this.thing;
    const count = this.model.shelvesOn(this.floor, id).length;
    this.model.moveShelves(this.floor, id, other);
    this.tell(say(other === undefined ? 'shelvesRemoved' : 'shelvesMoved', { count, id: other }));
    document.getElementById('let-go')?.focus();
  }

  /** Sets fields of the chosen thing. */
  set(changes) {
    const { list, key } = this.chosen;
    const taken = this.#isTaken(list, changes);
    if (taken !== undefined) return this.tell(`${taken}: ${say(isWord(taken) ? 'refused.twice' : 'refused.id')}`, true);
    if (list === 'paths' && this.#isJoined(changes)) return this.tell(say('joined'), true);
    if (list === 'shelves' || list === 'kiosks') this.model.setIn(list, key, changes);
    else this.model.set(this.floorKey, list, key, changes);
    if (list === 'shelves' && ('from' in changes || 'scheme' in changes)) this.#file();
    return this.tell('');
  }

  /** Whether the chosen path would lead where another does, or nowhere. */
  #isJoined(changes) {
    const ends = (path) => [path.from, path.to].sort().join('\n');
    const { key, from, to } = { ...this.thing, ...changes };
    return from === to || this.floor.paths.some((other) => other.key !== key && ends(other) === ends({ from, to }));
  }

  /** An id or code that cannot be had. */
  #isTaken(list, { id, code }) {
    const wanted = id ?? code;
    if (wanted === undefined) return undefined;
    const others = {
      nodes: () => this.model.nodes().map(({ node }) => node.id),
      rows: () => this.model.rows(this.floor).map((row) => row.id),
      kiosks: () => this.model.now.kiosks.map((kiosk) => kiosk.code),
    };
    return isWord(wanted) && !others[list]().includes(wanted) ? undefined : wanted;
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
    if (list === 'outlines') {
      this.choose(list, key);
      return this.tell(say('rowDrawn'), true);
    }
    const isOfFile = list === 'shelves' || list === 'kiosks';
    const thing = (isOfFile ? this.model.now : this.floor)[list].find((one) => one.key === key);
    if (!thing) return undefined;
    const what = this.called(list, thing);
    const more = isOfFile ? [] : this.consequences(list, thing, 'gone');
    if (this.isChosen(list, key)) this.chosen = undefined;
    if (isOfFile) this.model.removeFrom(list, key);
    else this.model.remove(this.floorKey, list, key);
    if (document.activeElement === document.body) document.getElementById(`tool-${this.tool}`)?.focus();
    return this.tell([say('removed', { what }), ...more].join(' '));
  }

  /** What refers to a thing, in sentences: what goes `along` when it is removed, or what is so since it is `gone`. */
  consequences(list, thing, tense) {
    const { paths, shelves, kiosks } = this.model.references(this.floor, list, thing);
    const marks = shelves.map(({ from }) => from || say('noMark'));
    const sentences = [
      [paths.length, `${tense}.paths`, paths.map(({ from, to }) => `${from} – ${to}`)],
      [shelves.length, `${tense}.${list === 'nodes' ? 'before' : 'on'}`, marks],
      [kiosks.length, `${tense}.kiosks`, kiosks.map(({ code }) => code)],
      [list === 'nodes' && this.model.isLastEntrance(this.floor, thing), `${tense}.entrance`, [this.floor.branch]],
    ];
    return sentences.filter(([is]) => is).map(([, key, names]) => say(key, { names: enumerated(names) }));
  }

  /** A new shelf like the one that is chosen, or like the last of this floor. */
  addShelf(outline) {
    const { branches, places, schemes } = this.model.state;
    const here = this.model.now.shelves.filter(({ floor }) => floor === this.floor?.code);
    const like = this.shelf ?? (outline && here.findLast((shelf) => shelf.outline === outline)) ?? here.at(-1);
    const branch = like?.branch ?? this.floor?.branch ?? branches[0]?.code ?? '';
    const place = like?.place ?? places.find((one) => !one.branch || one.branch === branch)?.code ?? '';
    if (!place) return this.tell(say('noPlaces'), true);
    const key = this.model.addShelf({
      branch, place, scheme: like?.scheme ?? schemes[0], floor: this.floor?.code ?? '', row: like?.row ?? '', outline: outline || '',
    });
    this.choose('shelves', key);
    return document.getElementById('from')?.focus();
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
    const { code, plan, nodes } = this.floor;
    const kiosks = this.model.now.kiosks.filter(({ node }) => nodes.some(({ id }) => id === node)).map((kiosk) => kiosk.code);
    this.chosen = undefined;
    this.model.removeFloor(this.floorKey);
    this.tell([
      say('removed', { what: `${say('floor')} ${code}` }), kiosks.length > 0 && say('gone.kiosks', { names: enumerated(kiosks) }), plan && say('fileStays', { file: plan }),
    ].filter(Boolean).join(' '));
  }

  undo() { this.model.undo(); this.tell(say('undone')); }
  redo() { this.model.redo(); this.tell(say('redone')); }

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
      const body = JSON.stringify(this.model.asked());
      const state = await ask('save', { method: 'POST', headers: { 'Content-Type': 'application/json' }, body });
      this.#load(() => this.model.load(state));
      this.#tellSaved(state);
    } catch (refusal) {
      this.#refused(refusal);
    } finally {
      this.isSaving = false;
      this.render();
    }
  }

  #tellSaved({ written, findings }) {
    const files = written.length ? say('saved', { files: written.join(', ') }) : say('savedNothing');
    const remain = findings.length ? say('remain', { count: findings.length }) : say('noFindings');
    this.tell(`${files} ${remain}`);
  }

  #refused(refusal) {
    if (refusal.kind === 'stale') {
      this.tell(say('refused'), true);
      return askWhatNow(this.model, this);
    }
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
    const isRow = list === 'rows' || list === 'outlines';
    this.chosen = again && { list: isRow ? (again.isDrawn ? 'outlines' : 'rows') : list, key: again.key };
    this.trial = undefined;
    this.panels.findings.element.open = this.model.state.findings.length > 0;
    this.render();
  }

  #naming(list, { id, code, branch, place, scheme, from, to, x, y, x2, y2 } = {}) {
    if (list === 'walls' || list === 'labels') return [x, y, x2, y2];
    return list === 'shelves' ? [branch, place, scheme, from] : [id, code, from, to];
  }

  /** Takes what is in the file now: `load` it, or `rebase` the edits on it. */
  async reload(how) {
    try {
      const state = await ask('state');
      this.#load(() => this.model[how](state));
      this.tell(say(how === 'load' ? 'reloaded' : 'rebased'));
    } catch (refusal) { this.#refused(refusal); }
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
