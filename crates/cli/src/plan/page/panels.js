// What stands beside the drawing: the chosen thing, the shelves, the kiosks, the floor, a mark to
// try, and the findings. A panel is made anew when it shows other things; otherwise its fields
// only take their values again, so that nobody's typing or clicking is cut short.
import { dress, keepingFocus, make } from './element.js';
import { has, named, say } from './words.js';

const KINDS = ['corner', 'entrance', 'door', 'desk', 'lift', 'stairs'];

/** A label, its control and a note; `refresh` shows the value again. */
function labelled(id, label, control, note, refresh) {
  dress(control, 'id', id);
  if (note) dress(control, 'aria-describedby', `${id}-note`);
  const isTick = control.type === 'checkbox';
  const words = make('label', { for: id }, label);
  const element = make('div', { class: isTick ? 'field tick' : 'field' }, ...(isTick ? [control, words] : [words, control]),
    note && make('small', { id: `${id}-note` }, note));
  element.refresh = refresh;
  refresh();
  return element;
}

/** A field for words or a number. */
export function field(id, label, { get, set, note, ...attributes }) {
  const control = make('input', { type: 'text', autocomplete: 'off', spellcheck: 'false', ...attributes });
  const show = () => {
    if (control.value !== String(get() ?? '')) control.value = get() ?? '';
    control.dataset.value = control.value;
  };
  control.addEventListener('change', () => {
    const isNumber = control.type === 'number';
    if (isNumber && (!control.validity.valid || (control.value === '' && !attributes.optional))) return show();
    const value = isNumber ? (control.value === '' ? null : Number(control.value)) : control.value.trim();
    if (value !== get()) set(value);
    return show();
  });
  // What is being typed is not yet a value.
  const isTyped = () => document.activeElement === control && control.value !== (control.dataset.value ?? '');
  return labelled(id, label, control, note, () => { if (!isTyped()) show(); });
}

/** A field to choose from; `choices` gives pairs of value and words. */
function choice(id, label, { get, set, choices, note }) {
  const control = make('select', { change: () => set(control.value) });
  return labelled(id, label, control, note, () => {
    const all = choices();
    if (!all.some(([value]) => value === get())) all.push([get(), get()]);
    if (JSON.stringify(all) !== control.dataset.choices) {
      control.dataset.choices = JSON.stringify(all);
      control.replaceChildren(...all.map(([value, words]) => make('option', { value }, words)));
    }
    control.value = get();
  });
}

function tick(id, label, { get, set, note }) {
  const control = make('input', { type: 'checkbox', change: () => set(control.checked) });
  return labelled(id, label, control, note, () => { control.checked = get(); });
}

const button = (id, words, click, look = '') => make('button', { id, type: 'button', class: look, click }, words);

/** A panel that is made anew when its `signature` is another. */
class Panel {
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
    return keepingFocus(() => this.body.replaceChildren(...[build()].flat().filter(Boolean)));
  }
}

export class Panels {
  #filter = 'floor';
  #seen;

  constructor(model, desk) {
    [this.model, this.desk] = [model, desk];
    this.chosen = new Panel('chosen', say('chosen'));
    this.shelves = new Panel('shelves', say('shelves'), true);
    this.trial = new Panel('trial', say('trial'), true);
    this.kiosks = new Panel('kiosks', say('kiosks'), false);
    this.floor = new Panel('this-floor', say('thisFloor'), false);
    this.findings = new Panel('findings', say('findings'), model.state.findings.length > 0);
    this.element = make('aside', { id: 'panels' }, ...[this.chosen, this.shelves, this.trial, this.kiosks, this.floor, this.findings].map(({ element }) => element));
    this.shelves.element.addEventListener('keydown', (event) => this.#walk(event));
  }

  render() {
    this.#showChosen();
    this.#showShelves();
    this.#showTrial();
    this.#showKiosks();
    this.#showFloor();
    this.#showFindings();
  }

  // The chosen thing.

  #showChosen() {
    const { chosen } = this.desk;
    const thing = this.desk.thing;
    const builders = {
      nodes: () => this.#node(), paths: () => this.#path(), rows: () => this.#row(), outlines: () => this.#outline(), shelves: () => this.#shelf(), kiosks: () => this.#kiosk(),
    };
    const more = chosen?.list === 'outlines' || chosen?.list === 'rows' ? this.#standing(thing?.id) : [];
    this.chosen.show([thing && chosen, more.map(({ key, from }) => [key, from])], () => (thing ? builders[chosen.list]() : make('p', {}, say('nothing'))));
    const title = this.chosen.body.querySelector('.what');
    if (title && thing) title.textContent = this.desk.called(chosen.list, thing);
  }

  #title() { return make('p', { class: 'what' }); }

  /** The getter and the setter of a field of the chosen thing. */
  #of(name, sort) {
    return {
      get: () => this.desk.thing?.[name] ?? '',
      set: (value) => this.desk.set({ [name]: value }, sort),
    };
  }

  #names() {
    const one = (tag) => ({
      get: () => this.desk.thing?.name[tag] ?? '', set: (value) => this.desk.set({ name: { ...this.desk.thing.name, [tag]: value } }),
    });
    return [field('name-ru', say('nameRu'), { lang: 'ru', ...one('ru') }), field('name-en', say('nameEn'), { lang: 'en', ...one('en') })];
  }

  #number(id, name, more = {}) { return field(id, say(name), { type: 'number', step: 'any', ...this.#of(name), ...more }); }

  #buttons(...more) {
    const { list, key } = this.desk.chosen;
    const removes = list !== 'outlines' && button('remove', say('remove'), () => this.desk.remove(list, key), 'danger');
    return make('p', { class: 'buttons' }, button('let-go', say('letGo'), () => this.desk.letGo()), ...more, removes);
  }

  #node() {
    return [
      this.#title(),
      make('div', { class: 'grid' }, field('id', say('id'), this.#of('id')),
        choice('kind', say('kind'), { ...this.#of('kind'), choices: () => KINDS.map((kind) => [kind, say(`kind.${kind}`)]) }),
        this.#number('x', 'x'), this.#number('y', 'y'), ...this.#names(),
        field('shaft', say('shaft'), { ...this.#of('shaft'), note: say('shaftNote') }),
        field('facing', say('facing'), { type: 'number', min: 0, max: 359, step: 1, optional: true, ...this.#of('facing'), get: () => this.desk.thing?.facing ?? null })),
      make('p', { class: 'note' }, say('nameNote')),
      this.#buttons(),
    ];
  }

  #path() { return [this.#title(), tick('steps', say('steps'), this.#of('steps')), this.#buttons()]; }

  #row() {
    return [
      this.#title(), make('p', { class: 'note' }, say('rowNew')),
      make('div', { class: 'grid' }, field('id', say('id'), this.#of('id')), this.#number('x', 'x'), this.#number('y', 'y'),
        this.#number('w', 'w', { min: 0.1 }), this.#number('h', 'h', { min: 0.1 })),
      this.#shelvesOf(this.desk.thing.id), this.#buttons(button('add-shelf-here', say('addShelfHere'), () => this.desk.addShelf(this.desk.thing.id), 'primary')),
    ];
  }

  #outline() {
    const { id } = this.desk.thing;
    return [
      this.#title(), this.#shelvesOf(id), make('p', { class: 'note' }, say('rowDrawn')),
      this.#buttons(button('add-shelf-here', say('addShelfHere'), () => this.desk.addShelf(this.desk.thing.id), 'primary')),
    ];
  }

  #standing(id) { return this.#sorted(this.model.shelvesOn(this.desk.floor, id)); }

  #shelvesOf(id) {
    const shelves = this.#standing(id);
    if (shelves.length === 0) return make('p', {}, say('noShelves'));
    return make('ul', { class: 'list' }, ...shelves.map((shelf) => make('li', {}, this.#shelfButton(shelf, 'on-'))));
  }

  #shelf() {
    const { branches, places, schemes } = this.model.state;
    const placeName = ({ branch, code, name }) => [branch, code].filter(Boolean).join('/') + (named(name) ? ` – ${named(name)}` : '');
    const all = () => branches.flatMap(({ code: branch }) => places.filter((place) => !place.branch || place.branch === branch).map((place) => [`${branch}/${place.code}`, placeName({ ...place, branch })]));
    const place = {
      get: () => `${this.desk.thing.branch}/${this.desk.thing.place}`,
      set: (value) => { const [branch, code] = value.split('/'); this.desk.set({ branch, place: code }); },
      choices: all,
    };
    const rows = () => {
      const floor = this.model.now.floors.find(({ code }) => code === this.desk.thing.floor);
      return [['', say('none')], ...(floor ? this.model.rows(floor).map(({ id }) => [id, id]) : [])];
    };
    const floors = () => [['', say('none')], ...this.model.now.floors.filter(({ branch }) => branch === this.desk.thing.branch).map(({ code }) => [code, code])];
    const small = (name) => field(`shelf-${name}`, say(name), this.#of(name));
    return [
      this.#title(),
      choice('place', say('place'), place),
      make('div', { class: 'grid' },
        field('from', say('from'), this.#of('from')), field('to', say('to'), { ...this.#of('to'), note: say('toNote') }),
        choice('scheme', say('scheme'), { ...this.#of('scheme'), choices: () => schemes.map((code) => [code, code.toUpperCase()]) }),
        choice('floor-of', say('floor'), { ...this.#of('floor'), set: (floor) => this.desk.set({ floor, outline: '', node: '' }), choices: floors })),
      this.#unfiled(),
      make('div', { class: 'grid four' }, ...['row', 'bay', 'side', 'shelf'].map(small)),
      make('div', { class: 'grid' }, choice('outline', say('outline'), { ...this.#of('outline'), choices: rows }),
        choice('node', say('node'), { ...this.#of('node'), choices: () => [['', say('nearest')], ...this.#nodes((floor) => floor.code === this.desk.thing.floor)] })),
      this.#buttons(),
    ];
  }

  /** Says when a scheme cannot read a mark. */
  #unfiled() {
    const warning = make('p', { class: 'field warning' });
    warning.refresh = () => {
      const { scheme, from } = this.desk.thing ?? {};
      warning.hidden = !(from && this.model.filed.get(`${scheme}\n${from}`) === null);
      warning.textContent = warning.hidden ? '' : say('unfiled', { scheme: scheme.toUpperCase() });
    };
    warning.refresh();
    return warning;
  }

  #nodes(is = () => true) {
    return this.model.nodes().filter(({ floor }) => is(floor)).map(({ node: { id, name, kind } }) => [id, [id, named(name) || (kind !== 'corner' && say(`kind.${kind}`))].filter(Boolean).join(' – ')]);
  }

  #kiosk() {
    return [
      this.#title(),
      make('div', { class: 'grid' }, field('code', say('code'), this.#of('code')),
        choice('node', say('kioskNode'), { ...this.#of('node'), choices: () => [['', say('none')], ...this.#nodes()] }), ...this.#names()),
      make('p', { class: 'note' }, say('kioskNote', { code: this.desk.thing.code })),
      this.#buttons(),
    ];
  }

  // The shelves.

  /** Shelves in the order of their marks. */
  #sorted(shelves) {
    const filed = ({ scheme, from }) => this.model.filed.get(`${scheme}\n${from}`) ?? from;
    const order = (a, b) => (a < b ? -1 : Number(a > b));
    return [...shelves].sort((a, b) => order(a.branch, b.branch) || order(a.place, b.place) || order(a.scheme, b.scheme) || order(filed(a), filed(b)));
  }

  #shown() {
    const { floor } = this.desk;
    const { shelves } = this.model.now;
    if (this.#filter === 'floor') return shelves.filter((shelf) => shelf.floor === floor?.code);
    const [branch, place] = this.#filter.split('/');
    return shelves.filter((shelf) => shelf.branch === branch && (!place || shelf.place === place));
  }

  #filters() {
    const { branches, places } = this.model.state;
    const own = branches.find(({ code }) => code === this.desk.floor?.branch);
    const of = (place) => [`${own.code}/${place.code}`, `${place.code} – ${named(place.name)}`];
    return [['floor', say('onFloor')], ...(own ? [[own.code, say('ofBranch', { name: named(own.name) || own.code })], ...places.filter(({ branch }) => !branch || branch === own.code).map(of)] : [])];
  }

  #showShelves() {
    const shown = this.#sorted(this.#shown());
    this.shelves.heading.textContent = `${say('shelves')} (${shown.length})`;
    this.shelves.show([this.#filter, this.#filters(), shown.length === 0], () => [
      choice('shelf-filter', say('shelvesOf'), { get: () => this.#filter, set: (value) => { this.#filter = value; this.render(); }, choices: () => this.#filters() }),
      shown.length === 0 ? make('p', {}, say('noShelves')) : make('ul', { class: 'list long' }),
      make('p', { class: 'buttons' }, button('add-shelf', say('addShelf'), () => this.desk.addShelf(''))),
    ]);
    fill(this.shelves.body.querySelector('.list'), shown, (shelf) => this.#shelfButton(shelf));
    const pressed = this.shelves.body.querySelector('.list [aria-pressed=true]');
    // Only the list is scrolled: the fields of the shelf stay where they are.
    if (pressed && pressed.id !== this.#seen) scrollTo(pressed.closest('.list'), pressed);
    this.#seen = pressed?.id;
  }

  #shelfButton(shelf, prefix = '') {
    const { key, place, from, to } = shelf;
    const isChosen = this.desk.isChosen('shelves', key);
    const where = ['row', 'bay', 'side', 'shelf'].map((name) => shelf[name]).filter(Boolean).join(' · ');
    return make('button', { id: `${prefix}shelf-${key}`, type: 'button', class: 'shelf', 'aria-pressed': String(isChosen), click: () => this.desk.choose('shelves', key) },
      make('span', { class: 'mark' }, from || say('noMark'), to ? ` – ${to}` : ''), make('span', { class: 'where' }, [place, where].filter(Boolean).join('  ')));
  }

  /** Up and down in the list by arrows. */
  #walk(event) {
    const step = { ArrowUp: -1, ArrowDown: 1 }[event.key];
    if (!step || !event.target.matches('.shelf')) return;
    const all = [...this.shelves.body.querySelectorAll('.shelf')];
    all[all.indexOf(event.target) + step]?.focus();
    event.preventDefault();
  }

  // The rest.

  #showTrial() {
    const { trial } = this.desk;
    const { branches, places } = this.model.state;
    const all = branches.flatMap(({ code: branch }) => places.filter((place) => !place.branch || place.branch === branch).map(({ code, name }) => [`${branch}/${code}`, `${branch}/${code} – ${named(name)}`]));
    this.trial.show(trial ?? null, () => {
      const ask = this.desk.question;
      ask.place ||= all[0]?.[0] ?? '';
      return [
        make('form', { submit: (event) => { event.preventDefault(); this.desk.tryMark(); } },
          choice('try-place', say('place'), { get: () => ask.place, set: (value) => { ask.place = value; }, choices: () => [...all] }),
          field('try-mark', say('mark'), { get: () => ask.mark, set: (value) => { ask.mark = value; } }),
          make('p', { class: 'buttons' }, tick('try-free', say('stepFree'), { get: () => ask.free, set: (value) => { ask.free = value; } }), make('button', { id: 'try', type: 'submit' }, say('show')))),
        this.#trialNote(),
        trial && make('div', { id: 'answer', class: 'answer' }, ...this.desk.answer().map((words) => make('p', {}, words))),
      ];
    });
  }

  /** Says whether what is tried is what is seen. */
  #trialNote() {
    const note = make('p', { class: 'field note' });
    note.refresh = () => { note.textContent = say(this.model.isChanged ? 'trialUnsaved' : 'trialNote'); };
    note.refresh();
    return note;
  }

  #showKiosks() {
    const { kiosks } = this.model.now;
    this.kiosks.heading.textContent = `${say('kiosks')} (${kiosks.length})`;
    this.kiosks.show([], () => [
      make('ul', { class: 'list' }), make('p', { class: 'buttons' }, button('add-kiosk', say('addKiosk'), () => this.desk.addKiosk())),
    ]);
    fill(this.kiosks.body.querySelector('.list'), kiosks, ({ key, code, name, node }) => make('button', {
      id: `kiosk-${key}`, type: 'button', class: 'shelf', 'aria-pressed': String(this.desk.isChosen('kiosks', key)), click: () => this.desk.choose('kiosks', key),
    }, make('span', { class: 'mark' }, code), make('span', { class: 'where' }, [named(name), node].filter(Boolean).join(' · '))));
  }

  #showFloor() {
    const { floor } = this.desk;
    const holds = this.model.now.shelves.some((shelf) => shelf.floor === floor?.code);
    this.floor.element.hidden = !floor;
    const isDrawn = floor && this.model.drawings.get(floor.key) !== undefined;
    const problem = floor && this.model.problems.get(floor.key);
    this.floor.show([floor?.key, holds, isDrawn], () => floor && [
      make('div', { class: 'grid' },
        field('level', say('level'), { type: 'number', min: -128, max: 127, step: 1, get: () => this.desk.floor.level, set: (level) => this.desk.setFloor({ level }) }),
        ...['ru', 'en'].map((tag) => field(`floor-${tag}`, say(tag === 'ru' ? 'nameRu' : 'nameEn'), {
          lang: tag, get: () => this.desk.floor.name[tag], set: (value) => this.desk.setFloor({ name: { ...this.desk.floor.name, [tag]: value } }),
        }))),
      isDrawn ? make('p', { class: 'note' }, floor.plan) : field('floor-plan', say('plan'), {
        get: () => this.desk.floor.plan ?? '', set: (plan) => { this.desk.setFloor({ plan: plan || null }); this.desk.tell(plan ? say('planLater') : ''); }, note: say('planNote', { code: floor.code }),
      }),
      problem && make('p', { class: 'warning' }, `${problem.found}: ${say(`refused.${problem.kind}`)}`),
      make('p', { class: 'buttons' }, make('button', { id: 'remove-floor', type: 'button', class: 'danger', disabled: holds, click: () => this.desk.removeFloor() }, say('removeFloor'))),
      holds && make('p', { class: 'note' }, say('floorHasShelves')),
    ]);
  }

  #showFindings() {
    const { findings } = this.model.state;
    this.findings.heading.textContent = `${say('findings')} (${findings.length})`;
    this.findings.show(findings, () => (findings.length === 0 ? make('p', {}, say('noFindings')) : make('ul', { class: 'findings' }, ...findings.map(finding))));
  }
}

/**
 * Fills a list with things. Their buttons stay the same ones and only get other words, so that a
 * click on one of them counts also where leaving a field has just changed it.
 */
function fill(list, things, build) {
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
function scrollTo(list, part) {
  const [outer, inner] = [list.getBoundingClientRect(), part.getBoundingClientRect()];
  list.scrollTop += Math.min(0, inner.top - outer.top - 6) + Math.max(0, inner.bottom - outer.bottom + 6);
}

/** A finding in the reader's language, and what `bibliobus check` says of it. */
function finding({ line, kind, expected, found, remedy }) {
  const key = `finding.${kind}`;
  return make('li', {}, make('b', {}, say('line', { line })), has(key) ? ` ${say(key)}: ${found}` : '',
    make('small', { lang: 'en' }, `Expected ${expected}, found ${found}; ${remedy}.`));
}
