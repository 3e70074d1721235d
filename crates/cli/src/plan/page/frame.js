// What is around the drawing: the head of the page, the tools, and what lies under the drawing.
import { askFloor } from './dialogs.js';
import { draw, keepingFocus, make } from './element.js';
import { button } from './fields.js';
import { named, say, speak, spoken } from './words.js';

/** The tools and their signs, in a square from -1 to 1. */
const TOOLS = {
  choose: 'M-.5 -.6L.5 .1L.05 .2L.3 .7L.05 .8L-.2 .3L-.5 .6Z',
  point: 'M0 -.35A.35 .35 0 1 1 -.01 -.35M0 -.9V-.6M0 .6V.9M-.9 0H-.6M.6 0H.9',
  path: 'M-.7 .6A.2 .2 0 1 1 -.71 .6M.7 -.3A.2 .2 0 1 1 .69 -.3M-.5 .25L.55 -.35',
  row: 'M-.8 -.35H.8V.35H-.8ZM-.27 -.35V.35M.27 -.35V.35',
  wall: 'M-.75 .6L.75 -.6M-.85 .5L-.65 .7M.65 -.7L.85 -.5',
  label: 'M-.55 -.35V-.6H.55V-.35M0 -.6V.65M-.25 .65H.25',
  delete: 'M-.55 -.5H.55M-.2 -.5V-.75H.2V-.5M-.42 -.5L-.35 .75H.35L.42 -.5M-.12 -.2V.45M.12 -.2V.45',
};

export class Frame {
  constructor(model, desk) {
    [this.model, this.desk] = [model, desk];
    this.hint = make('div', { class: 'hint' });
    this.bars = [make('div', { class: 'bar' }, this.#tools()), make('div', { class: 'bar' }, this.hint, this.#zoom())];
    this.under = make('div', { class: 'under' });
    this.zoomed();
    this.#showUnder();
  }

  /** Puts the drawing and the panels into the page, and this around them. */
  hold(sheet, panels) {
    const work = make('section', { id: 'work', 'aria-label': say('title') }, ...this.bars, sheet, this.under);
    const past = make('a', { class: 'past', href: '#panels' }, say('past'));
    document.getElementById('page').replaceChildren(past, this.#head(), make('main', {}, work, panels));
  }

  render() {
    this.#showHead();
    this.#showTool();
    this.under.hidden = !this.desk.floor;
  }

  #head() {
    const { state: { branches, name, file } } = this.model;
    this.floors = make('select', { id: 'floor', change: () => this.desk.toFloor(this.floors.value) });
    this.unsaved = make('span', { class: 'unsaved' }, say('unsaved'));
    this.undo = button('undo', say('undo'), () => this.desk.undo());
    this.redo = button('redo', say('redo'), () => this.desk.redo());
    const newFloor = button('new-floor', say('newFloor'), () => askFloor(this.model, this.desk));
    newFloor.disabled = branches.length === 0;
    const save = button('save', say('save'), () => this.desk.save(), 'primary');
    return make('header', {},
      make('div', { class: 'name' }, make('h1', {}, say('title')), make('p', {}, [named(name), file].filter(Boolean).join(' · '))),
      make('div', { class: 'pick' }, make('label', { for: 'floor' }, say('floor')), this.floors, newFloor),
      make('div', { class: 'do' }, this.unsaved, this.undo, this.redo, save, this.#language()));
  }

  #language() {
    const other = spoken() === 'ru' ? 'en' : 'ru';
    const turn = () => {
      speak(other);
      this.desk.mount();
      document.getElementById('language').focus();
    };
    return make('button', { id: 'language', type: 'button', class: 'plain', lang: other, click: turn }, say('switch'));
  }

  /** The head stays the same: a click on it counts also where leaving a field just changed something. */
  #showHead() {
    const { floors } = this.model.now;
    const words = ({ code, level, name }) => [code, named(name) || say('levelIs', { level })].join(' – ');
    const options = floors.map((floor) => [floor.key, words(floor)]);
    if (this.floors.dataset.options !== JSON.stringify(options)) {
      this.floors.dataset.options = JSON.stringify(options);
      this.floors.replaceChildren(...options.map(([value, words]) => make('option', { value }, words)));
    }
    this.floors.disabled = floors.length === 0;
    this.floors.value = this.desk.floorKey ?? '';
    this.unsaved.hidden = !this.model.isChanged;
    this.undo.disabled = !this.model.canUndo;
    this.redo.disabled = !this.model.canRedo;
  }

  #tools() {
    const sign = (name) => draw('svg', { viewBox: '-1 -1 2 2', class: 'sign', 'aria-hidden': 'true' }, draw('path', { d: TOOLS[name] }));
    this.tools = new Map(Object.keys(TOOLS).map((name) => [name, make('button', {
      id: `tool-${name}`, type: 'button', 'aria-pressed': 'false', click: () => this.desk.take(name),
    }, sign(name), make('span', {}, say(`tool.${name}`)))]));
    return make('div', { class: 'tools', role: 'toolbar', 'aria-label': say('tools') }, ...this.tools.values());
  }

  #zoom() {
    const zoom = (id, sign, by) => make('button', {
      id, type: 'button', 'aria-label': say(id), title: say(id), click: () => this.desk.sheet.zoomTo(by(this.desk.zoom)),
    }, sign);
    this.percent = make('output', { 'aria-label': say('zoom') });
    return make('div', { class: 'zoom', role: 'group', 'aria-label': say('zoom') },
      zoom('smaller', '−', (now) => now / 1.25), this.percent, zoom('larger', '+', (now) => now * 1.25),
      button('fit', say('fit'), () => this.desk.sheet.zoomTo(1)));
  }

  zoomed() { this.percent.textContent = `${Math.round(this.desk.zoom * 100)} %`; }

  #showTool() {
    const { tool, floorKey } = this.desk;
    for (const [name, button] of this.tools) button.setAttribute('aria-pressed', String(name === tool));
    const words = this.#hint();
    const shown = [words, tool, floorKey].join('\n');
    if (this.hint.dataset.shown === shown) return;
    this.hint.dataset.shown = shown;
    const adds = { point: ['add-point', 'addPoint'], row: ['add-row', 'addRow'], wall: ['add-wall', 'addWall'], label: ['add-label', 'addLabel'] }[floorKey && tool];
    const add = adds && button(adds[0], say(adds[1]), () => this.desk.addInTheMiddle());
    keepingFocus(() => this.hint.replaceChildren(make('p', {}, words), add ?? ''));
  }

  /** What can be done just now. */
  #hint() {
    const { tool, floor, shelf, pathFrom } = this.desk;
    if (!floor) return say(this.model.state.branches.length ? 'noFloors' : 'noBranches');
    if (shelf && tool === 'choose') return say('hint.shelf', { from: shelf.from || say('noMark') });
    const from = floor.nodes.find(({ key }) => key === pathFrom);
    return from ? say('hint.pathFrom', { id: from.id }) : say(`hint.${tool}`);
  }

  #showUnder() {
    const { desk } = this;
    const shows = make('input', { id: 'show-file', type: 'checkbox', change: () => { desk.showsFile = shows.checked; desk.sheet.render(); } });
    shows.checked = desk.showsFile;
    const file = make('input', {
      id: 'trace', type: 'file', accept: 'image/png,image/jpeg,image/webp', 'aria-describedby': 'trace-note', change: () => this.#lay(file.files[0]),
    });
    keepingFocus(() => this.under.replaceChildren(
      make('p', { class: 'note' }, say('hint.keys')),
      make('p', { class: 'tick' }, shows, make('label', { for: 'show-file' }, say('showFile'))),
      make('p', {}, make('label', { for: 'trace' }, say('trace')), ' ', file, make('small', { id: 'trace-note' }, say('traceNote'))),
      desk.trace ? this.#strength() : '',
    ));
  }

  #strength() {
    const { desk } = this;
    const show = () => {
      desk.trace.strength = Number(strength.value);
      desk.sheet.render();
    };
    const strength = make('input', { id: 'strength', type: 'range', min: 10, max: 100, value: desk.trace.strength, input: show });
    return make('p', {}, make('label', { for: 'strength' }, say('traceStrength')), strength, button('trace-off', say('traceOff'), () => this.#lay()));
  }

  /** Lays a picture under the drawing; it is never sent anywhere. */
  #lay(file) {
    const { desk } = this;
    if (desk.trace) URL.revokeObjectURL(desk.trace.url);
    desk.trace = file ? { url: URL.createObjectURL(file), strength: 60 } : undefined;
    this.#showUnder();
    desk.sheet.render();
    if (file) this.#shape(file, desk.floor);
  }

  /** A floor with nothing on it yet takes the shape of its picture. */
  async #shape(file, { key, nodes, rows, walls, labels, width = 600 }) {
    const isBare = nodes.length + rows.length + walls.length + labels.length === 0 && !this.model.drawings.get(key);
    const picture = isBare && await createImageBitmap(file).catch(() => undefined);
    if (picture) this.model.setIn('floors', key, { width, height: Math.round(width * picture.height / picture.width) });
  }
}
