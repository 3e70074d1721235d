// What the page edits: floors, shelves and kiosks, as they are and as they were before each edit.
// A thing that came from the file knows its place there (`was`); each has a key of the page's own.

/** How long edits of one sort count as one, in milliseconds. */
const TOGETHER = 1000;

let count = 0;
const withKey = (fields) => ({ key: `k${count += 1}`, ...fields });

const name = (given) => ({ ru: given?.ru ?? '', en: given?.en ?? '' });
const node = (given) => withKey({ kind: 'corner', shaft: '', facing: null, ...given, name: name(given.name) });
const path = (given) => withKey({ steps: false, ...given });
const shelf = (given) => withKey({
  branch: '', place: '', scheme: '', from: '', row: '', bay: '', side: '', shelf: '', floor: '', outline: '', node: '', ...given, to: given.to ?? '',
});
const kiosk = (given) => withKey({ code: '', node: '', ...given, name: name(given.name) });
const label = (given) => withKey({ ...given, words: name(given.words) });
const floor = ({ drawing: _, problem: __, nodes = [], paths = [], rows = [], walls = [], labels = [], ...given }) => withKey({
  level: 1, plan: null, ...given, name: name(given.name), nodes: nodes.map(node), paths: paths.map(path),
  rows: rows.map(withKey), walls: walls.map(withKey), labels: labels.map(label),
});

/** The lists of what is on a floor. */
const ON_FLOOR = ['nodes', 'paths', 'rows', 'walls', 'labels'];

/** Whether a text can be an id or a code. */
export const isWord = (text) => /^[\p{L}\p{N}_][\p{L}\p{N}._-]{0,59}$/u.test(text);

/** A thing without what only the page knows. */
const plain = ({ key: _, ...fields }) => fields;
/** What is written of a thing, without its place in the file and what is on it. */
const fields = (thing) => {
  const keys = Object.keys(thing).filter((key) => !['key', 'was', ...ON_FLOOR].includes(key));
  return JSON.stringify(thing, keys.concat('ru', 'en').sort());
};

/** How things are known again in a file that changed. */
const KNOWN = {
  floors: ({ code }) => code,
  nodes: ({ id }) => id,
  paths: ({ from, to }) => `${from}\n${to}`,
  rows: ({ id }) => id,
  walls: ({ x, y, x2, y2 }) => [x, y, x2, y2].join(),
  labels: ({ x, y }) => [x, y].join(),
  shelves: ({ branch, place, scheme, from }) => [branch, place, scheme, from].join('\n'),
  kiosks: ({ code }) => code,
};

export class Model extends EventTarget {
  #past = [];
  #future = [];
  #last = {};

  constructor(state) {
    super();
    this.load(state);
  }

  /** Takes the state of the file; what was edited before is gone. */
  load(state) {
    this.state = state;
    this.now = { floors: state.floors.map(floor), shelves: state.shelves.map(shelf), kiosks: state.kiosks.map(kiosk) };
    this.saved = this.now;
    this.drawings = new Map(this.now.floors.map(({ key, was }) => [key, state.floors[was].drawing]));
    this.problems = new Map(this.now.floors.map(({ key, was }) => [key, state.floors[was].problem]));
    this.filed = new Map(state.shelves.map(({ scheme, from }, at) => [`${scheme}\n${from}`, state.filed[at]]));
    [this.#past, this.#future, this.#last] = [[], [], {}];
    this.#tell();
  }

  /** Takes the state of a file that somebody else changed, and puts the edits on top of it. */
  rebase(state) {
    const { now: mine, saved: base } = this;
    this.load(state);
    this.edit((now) => {
      merge('floors', base.floors, mine.floors, now.floors);
      for (const theirs of now.floors) {
        const own = mine.floors.find(({ code }) => code === theirs.code);
        const old = base.floors.find(({ was }) => was === own?.was && was !== undefined);
        if (!own || own.key === theirs.key) continue;
        for (const list of ON_FLOOR) merge(list, old?.[list] ?? [], own[list], theirs[list]);
      }
      for (const list of ['shelves', 'kiosks']) merge(list, base[list], mine[list], now[list]);
    });
  }

  get isChanged() { return this.now !== this.saved; }
  get canUndo() { return this.#past.length > 0; }
  get canRedo() { return this.#future.length > 0; }

  /**
   * Changes a copy of everything by `change`, and gives what it gives. Edits with the same `sort`
   * soon after each other are undone as one.
   */
  edit(change, sort) {
    const next = structuredClone(this.now);
    const result = change(next);
    const isTogether = sort !== undefined && this.#last.sort === sort && Date.now() - this.#last.at < TOGETHER;
    if (!isTogether) this.#past.push(this.now);
    this.#last = { sort, at: Date.now() };
    this.#future = [];
    this.now = next;
    this.#tell();
    return result;
  }

  undo() { this.#go(this.#past, this.#future); }
  redo() { this.#go(this.#future, this.#past); }

  #go(from, to) {
    if (from.length === 0) return;
    to.push(this.now);
    this.now = from.pop();
    this.#last = {};
    this.#tell();
  }

  #tell() { this.dispatchEvent(new Event('change')); }

  /** What the server is asked to write. */
  asked() {
    const { floors, shelves, kiosks } = this.now;
    return {
      stamp: this.state.stamp,
      floors: floors.map((given) => ({
        ...plain(given), ...Object.fromEntries(ON_FLOOR.map((list) => [list, given[list].map(plain)])), view: this.view(given),
      })),
      shelves: shelves.map(plain),
      kiosks: kiosks.map(plain),
    };
  }

  floor(key, { floors } = this.now) { return floors.find((floor) => floor.key === key); }

  /** What is shown of a floor: its drawing, or where its points and rows are. */
  view(floor) {
    const drawn = this.drawings.get(floor.key)?.view;
    if (drawn) return drawn;
    const [w, h] = [floor.width ?? 600, floor.height ?? 400];
    const points = [...floor.nodes, ...floor.labels];
    const right = points.map(({ x }) => x).concat(floor.rows.map(({ x, w: wide }) => x + wide), floor.walls.flatMap(({ x, x2 }) => [x, x2]));
    const lower = points.map(({ y }) => y).concat(floor.rows.map(({ y, h: high }) => y + high), floor.walls.flatMap(({ y, y2 }) => [y, y2]));
    return { x: 0, y: 0, w: Math.max(w, ...right.map((x) => Math.ceil(x + 20))), h: Math.max(h, ...lower.map((y) => Math.ceil(y + 20))) };
  }

  /** The rows of a floor that have an id: those of its drawing and those drawn here. */
  rows(floor) {
    const outlines = this.drawings.get(floor.key)?.outlines ?? [];
    const drawn = outlines.filter(({ id }) => id).map(({ id, kind, bounds }) => ({ key: `o-${id}`, id, kind, ...bounds, isDrawn: true }));
    return [...drawn, ...floor.rows.map((row) => ({ ...row, kind: 'shelf' }))];
  }

  /** The shelves that stand on a row. */
  shelvesOn(floor, id) { return this.now.shelves.filter((shelf) => shelf.floor === floor.code && shelf.outline === id); }

  /** Every point of every floor, with its floor. */
  nodes() { return this.now.floors.flatMap((floor) => floor.nodes.map((node) => ({ floor, node }))); }

  freeNodeId() { return free('n', new Set(this.nodes().map(({ node: { id } }) => id))); }
  freeRowId(floor) { return free('row-', new Set(this.rows(floor).map(({ id }) => id))); }

  addFloor(given) {
    return this.edit((now) => {
      const added = floor(given);
      now.floors.push(added);
      return added.key;
    });
  }

  /** Removes a floor; what stood at its points stands nowhere then. */
  removeFloor(key) {
    this.edit((now) => {
      const gone = new Set(this.floor(key, now).nodes.map(({ id }) => id));
      now.floors = now.floors.filter((floor) => floor.key !== key);
      for (const other of [...now.shelves, ...now.kiosks]) if (gone.has(other.node)) other.node = '';
    });
  }

  /** What refers to a thing of a floor: the paths, shelves and kiosks. */
  references(floor, list, { id }) {
    const none = { paths: [], shelves: [], kiosks: [] };
    const { shelves, kiosks } = this.now;
    if (list === 'rows' || list === 'outlines') return { ...none, shelves: this.shelvesOn(floor, id) };
    if (list !== 'nodes') return none;
    const at = ({ node }) => node === id;
    return { paths: floor.paths.filter(({ from, to }) => from === id || to === id), shelves: shelves.filter(at), kiosks: kiosks.filter(at) };
  }

  /** Whether no other point of the branch is an entrance. */
  isLastEntrance(floor, node) {
    return node.kind === 'entrance' && !this.nodes().some((other) => other.floor.branch === floor.branch && other.node.kind === 'entrance' && other.node.key !== node.key);
  }

  /** Puts every shelf of a row on another one; takes them away where none is named. */
  moveShelves(floor, id, other) {
    const isOn = (shelf) => shelf.floor === floor.code && shelf.outline === id;
    this.edit((now) => {
      if (other === undefined) now.shelves = now.shelves.filter((shelf) => !isOn(shelf));
      else for (const shelf of now.shelves.filter(isOn)) shelf.outline = other;
    });
  }

  addNode(floorKey, x, y) {
    const id = this.freeNodeId();
    return this.edit((now) => {
      const added = node({ id, x, y });
      this.floor(floorKey, now).nodes.push(added);
      return added.key;
    });
  }

  addRow(floorKey, bounds) { return this.#addMark(floorKey, 'rows', { id: this.freeRowId(this.floor(floorKey)), ...bounds }); }
  addWall(floorKey, ends) { return this.#addMark(floorKey, 'walls', ends); }
  addLabel(floorKey, given) { return this.#addMark(floorKey, 'labels', given); }

  #addMark(floorKey, list, given) {
    return this.edit((now) => {
      const added = withKey(given);
      this.floor(floorKey, now)[list].push(added);
      return added.key;
    });
  }

  /** Joins two points; gives the path that joins them already where there is one. */
  addPath(floorKey, from, to) {
    const { paths } = this.floor(floorKey);
    const there = paths.find((path) => [path.from, path.to].sort().join('\n') === [from, to].sort().join('\n'));
    if (there) return there.key;
    return this.edit((now) => {
      const added = path({ from, to });
      this.floor(floorKey, now).paths.push(added);
      return added.key;
    });
  }

  addShelf(given) {
    return this.edit((now) => {
      const added = shelf(given);
      now.shelves.push(added);
      return added.key;
    });
  }

  addKiosk(given) {
    return this.edit((now) => {
      const added = kiosk(given);
      now.kiosks.push(added);
      return added.key;
    });
  }

  /** Sets fields of a thing of a floor; what names it follows a new id. */
  set(floorKey, list, key, changes, sort) {
    this.edit((now) => {
      const floor = this.floor(floorKey, now);
      const thing = floor[list].find((thing) => thing.key === key);
      if (!thing) return;
      const { id } = thing;
      Object.assign(thing, changes);
      if (changes.id === undefined || changes.id === id) return;
      if (list === 'nodes') renameNode(now, floor, id, changes.id);
      if (list === 'rows') renameRow(now, floor, id, changes.id);
    }, sort);
  }

  /** Sets fields of a floor, a shelf or a kiosk. */
  setIn(list, key, changes, sort) {
    this.edit((now) => { Object.assign(now[list].find((thing) => thing.key === key) ?? {}, changes); }, sort);
  }

  /** Removes a shelf or a kiosk. */
  removeFrom(list, key) {
    this.edit((now) => { now[list] = now[list].filter((thing) => thing.key !== key); });
  }

  /** Removes a thing of a floor, and what of others leads to it. */
  remove(floorKey, list, key) {
    this.edit((now) => {
      const floor = this.floor(floorKey, now);
      const thing = floor[list].find((thing) => thing.key === key);
      floor[list] = floor[list].filter((other) => other !== thing);
      if (!thing) return;
      if (list === 'nodes') {
        floor.paths = floor.paths.filter(({ from, to }) => from !== thing.id && to !== thing.id);
        for (const other of [...now.shelves, ...now.kiosks]) if (other.node === thing.id) other.node = '';
      }
      if (list === 'rows') renameRow(now, floor, thing.id, '');
    });
  }
}

function renameNode(now, floor, before, id) {
  for (const path of floor.paths) {
    if (path.from === before) path.from = id;
    if (path.to === before) path.to = id;
  }
  for (const other of [...now.shelves, ...now.kiosks]) if (other.node === before) other.node = id;
}

function renameRow(now, floor, before, id) {
  for (const shelf of now.shelves) if (shelf.floor === floor.code && shelf.outline === before) shelf.outline = id;
}

function free(prefix, taken) {
  for (let number = 1; ; number += 1) if (!taken.has(`${prefix}${number}`)) return `${prefix}${number}`;
}

/** Puts the edits of `mine` since `base` into `theirs`. */
function merge(list, base, mine, theirs) {
  const known = KNOWN[list];
  const find = (thing) => theirs.find((other) => known(other) === known(thing));
  for (const thing of mine) {
    const old = base.find(({ was }) => was !== undefined && was === thing.was);
    if (old && fields(old) === fields(thing)) continue;
    const target = find(old ?? thing);
    if (!target) theirs.push({ ...thing, was: undefined });
    else Object.assign(target, JSON.parse(fields(thing)));
  }
  for (const gone of base.filter((old) => !mine.some(({ was }) => was === old.was))) {
    const target = find(gone);
    if (target) theirs.splice(theirs.indexOf(target), 1);
  }
}
