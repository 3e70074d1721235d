// What stands beside the drawing: the chosen thing, the shelves, a mark to try, the kiosks, the
// floor, and the findings.
import { Chosen } from './chosen.js';
import { make } from './element.js';
import { button, choice, field, placeChoices, tick } from './fields.js';
import { Panel, fill, scrollTo } from './panel.js';
import { has, named, say } from './words.js';

export class Panels {
  #filter = 'floor';
  #seen;

  constructor(model, desk) {
    [this.model, this.desk] = [model, desk];
    this.chosen = new Chosen(model, desk, this);
    this.shelves = new Panel('shelves', say('shelves'), true);
    this.trial = new Panel('trial', say('trial'), true);
    this.kiosks = new Panel('kiosks', say('kiosks'), false);
    this.floor = new Panel('this-floor', say('thisFloor'), false);
    this.findings = new Panel('findings', say('findings'), model.state.findings.length > 0);
    const all = [this.chosen.panel, this.shelves, this.trial, this.kiosks, this.floor, this.findings];
    this.element = make('aside', { id: 'panels' }, ...all.map(({ element }) => element));
    this.shelves.element.addEventListener('keydown', (event) => this.#walk(event));
  }

  render() {
    this.chosen.render();
    this.#showShelves();
    this.#showTrial();
    this.#showKiosks();
    this.#showFloor();
    this.#showFindings();
  }

  /** Shelves in the order of their marks. */
  sorted(shelves) {
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
    if (!own) return [['floor', say('onFloor')]];
    const its = places.filter(({ branch }) => !branch || branch === own.code);
    return [['floor', say('onFloor')], [own.code, say('ofBranch', { name: named(own.name) || own.code })], ...its.map(of)];
  }

  #showShelves() {
    const shown = this.sorted(this.#shown());
    this.shelves.heading.textContent = `${say('shelves')} (${shown.length})`;
    this.shelves.show([this.#filter, this.#filters(), shown.length === 0], () => [
      choice('shelf-filter', say('shelvesOf'), {
        get: () => this.#filter, set: (value) => { this.#filter = value; this.render(); }, choices: () => this.#filters(),
      }),
      shown.length === 0 ? make('p', {}, say('noShelves')) : make('ul', { class: 'list long' }),
      make('p', { class: 'buttons' }, button('add-shelf', say('addShelf'), () => this.desk.addShelf(''))),
    ]);
    fill(this.shelves.body.querySelector('.list'), shown, (shelf) => this.shelfButton(shelf));
    const pressed = this.shelves.body.querySelector('.list [aria-pressed=true]');
    // Only the list is scrolled: the fields of the shelf stay where they are.
    if (pressed && pressed.id !== this.#seen) scrollTo(pressed.closest('.list'), pressed);
    this.#seen = pressed?.id;
  }

  /** The button of a shelf in a list. */
  shelfButton(shelf, prefix = '') {
    const { key, place, from, to } = shelf;
    const isChosen = this.desk.isChosen('shelves', key);
    const where = ['row', 'bay', 'side', 'shelf'].map((name) => shelf[name]).filter(Boolean).join(' · ');
    return make('button', {
      id: `${prefix}shelf-${key}`, type: 'button', class: 'shelf', 'aria-pressed': String(isChosen), click: () => this.desk.choose('shelves', key),
    }, make('span', { class: 'mark' }, from || say('noMark'), to ? ` – ${to}` : ''),
    make('span', { class: 'where' }, [place, where].filter(Boolean).join('  ')));
  }

  /** Up and down in the list by arrows. */
  #walk(event) {
    const step = { ArrowUp: -1, ArrowDown: 1 }[event.key];
    if (!step || !event.target.matches('.shelf')) return;
    const all = [...this.shelves.body.querySelectorAll('.shelf')];
    all[all.indexOf(event.target) + step]?.focus();
    event.preventDefault();
  }

  #showTrial() {
    const { trial } = this.desk;
    const all = placeChoices(this.model.state);
    this.trial.show(trial ?? null, () => {
      const ask = this.desk.question;
      ask.place ||= all[0]?.[0] ?? '';
      return [
        make('form', { submit: (event) => { event.preventDefault(); this.desk.tryMark(); } },
          choice('try-place', say('place'), { get: () => ask.place, set: (value) => { ask.place = value; }, choices: () => [...all] }),
          field('try-mark', say('mark'), { get: () => ask.mark, set: (value) => { ask.mark = value; } }),
          make('div', { class: 'buttons' }, tick('try-free', say('stepFree'), { get: () => ask.free, set: (value) => { ask.free = value; } }),
            make('button', { id: 'try', type: 'submit' }, say('show')))),
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
    const name = (tag, words) => field(`floor-${tag}`, words, {
      lang: tag, get: () => this.desk.floor.name[tag], set: (value) => this.desk.setFloor({ name: { ...this.desk.floor.name, [tag]: value } }),
    });
    const remove = button('remove-floor', say('removeFloor'), () => this.desk.removeFloor(), 'danger');
    remove.disabled = holds;
    this.floor.show([floor?.key, holds, isDrawn], () => floor && [
      make('div', { class: 'grid' }, field('level', say('level'), {
        type: 'number', min: -128, max: 127, step: 1, get: () => this.desk.floor.level, set: (level) => this.desk.setFloor({ level }),
      }), name('ru', say('nameRu')), name('en', say('nameEn'))),
      isDrawn ? make('p', { class: 'note' }, floor.plan) : this.#planField(floor),
      problem && make('p', { class: 'warning' }, `${problem.found}: ${say(`refused.${problem.kind}`)}`),
      make('p', { class: 'buttons' }, remove),
      holds && make('p', { class: 'note' }, say('floorHasShelves')),
    ]);
  }

  #planField({ code }) {
    const set = (plan) => {
      this.desk.setFloor({ plan: plan || null });
      this.desk.tell(plan ? say('planLater') : '');
    };
    return field('floor-plan', say('plan'), { get: () => this.desk.floor.plan ?? '', set, note: say('planNote', { code }) });
  }

  #showFindings() {
    const { findings } = this.model.state;
    this.findings.heading.textContent = `${say('findings')} (${findings.length})`;
    this.findings.show(findings, () => (findings.length === 0 ? make('p', {}, say('noFindings')) : make('ul', { class: 'findings' }, ...findings.map(finding))));
  }
}

/** A finding in the reader's language, and what `bibliobus check` says of it. */
function finding({ line, kind, expected, found, remedy }) {
  const key = `finding.${kind}`;
  return make('li', {}, make('b', {}, say('line', { line })), has(key) ? ` ${say(key)}: ${found}` : '',
    make('small', { lang: 'en' }, `Expected ${expected}, found ${found}; ${remedy}.`));
}
