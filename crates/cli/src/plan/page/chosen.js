// The panel of the chosen thing: its fields.
import { make } from './element.js';
import { button, choice, field, placeChoices, tick } from './fields.js';
import { Panel } from './panel.js';
import { named, say } from './words.js';

const KINDS = ['corner', 'entrance', 'door', 'desk', 'lift', 'stairs'];

export class Chosen {
  /** `list` gives the shelves of a row their order and their buttons. */
  constructor(model, desk, list) {
    [this.model, this.desk, this.list] = [model, desk, list];
    this.panel = new Panel('chosen', say('chosen'));
  }

  render() {
    const { chosen } = this.desk;
    const thing = this.desk.thing;
    const builders = {
      nodes: () => this.#node(),
      paths: () => this.#path(),
      rows: () => this.#row(),
      outlines: () => this.#outline(),
      walls: () => this.#wall(),
      labels: () => this.#label(),
      shelves: () => this.#shelf(),
      kiosks: () => this.#kiosk(),
    };
    const more = chosen?.list === 'outlines' || chosen?.list === 'rows' ? this.#standing(thing?.id) : [];
    this.panel.show([thing && chosen, more.map(({ key, from }) => [key, from])], () => (thing ? builders[chosen.list]() : make('p', {}, say('nothing'))));
    const title = this.panel.body.querySelector('.what');
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
    const words = say(list === 'rows' ? 'removeRow' : 'remove');
    const removes = list !== 'outlines' && button('remove', words, () => this.desk.remove(list, key), 'danger');
    return [
      make('p', { class: 'buttons' }, button('let-go', say('letGo'), () => this.desk.letGo()), ...more, removes),
      removes && this.#consequences(),
    ];
  }

  /** Says what else goes, or is left, when the thing is removed. */
  #consequences() {
    const note = make('p', { class: 'field note' });
    note.refresh = () => {
      const { chosen, thing, floor } = this.desk;
      const isOfFloor = thing && floor && chosen.list !== 'shelves' && chosen.list !== 'kiosks';
      note.textContent = isOfFloor ? this.desk.consequences(chosen.list, thing, 'along').join(' ') : '';
      note.hidden = note.textContent === '';
    };
    note.refresh();
    return note;
  }

  #node() {
    return [
      this.#title(),
      make('div', { class: 'grid' }, field('id', say('id'), this.#of('id')),
        choice('kind', say('kind'), { ...this.#of('kind'), choices: () => KINDS.map((kind) => [kind, say(`kind.${kind}`)]) }),
        this.#number('x', 'x'), this.#number('y', 'y'), ...this.#names()),
      make('p', { class: 'note' }, say('nameNote')),
      make('div', { class: 'grid' }, field('shaft', say('shaft'), { ...this.#of('shaft'), note: say('shaftNote') }),
        field('facing', say('facing'), {
          type: 'number', min: 0, max: 359, step: 1, optional: true, note: say('facingNote'), ...this.#of('facing'), get: () => this.desk.thing?.facing ?? null,
        })),
      this.#buttons(),
    ];
  }

  #path() {
    const end = (name) => choice(name, say(`path.${name}`), { ...this.#of(name), choices: () => this.#nodes((floor) => floor.key === this.desk.floorKey) });
    return [this.#title(), make('div', { class: 'grid' }, end('from'), end('to')), tick('steps', say('steps'), this.#of('steps')), this.#buttons()];
  }

  #row() {
    return [
      this.#title(), make('p', { class: 'note' }, say(this.desk.thing.was === undefined ? 'rowNew' : 'rowOwn')),
      make('div', { class: 'grid' }, field('id', say('id'), this.#of('id')), this.#number('x', 'x'), this.#number('y', 'y'),
        this.#number('w', 'w', { min: 0.1 }), this.#number('h', 'h', { min: 0.1 }), button('turn', say('turn'), () => this.desk.turn())),
      this.#shelvesOf(this.desk.thing.id), this.#buttons(this.#addHere()),
    ];
  }

  #outline() {
    return [
      this.#title(), make('p', { class: 'note' }, say('rowDrawn')), this.#shelvesOf(this.desk.thing.id), this.#buttons(this.#addHere()),
    ];
  }

  #addHere() { return button('add-shelf-here', say('addShelfHere'), () => this.desk.addShelf(this.desk.thing.id), 'primary'); }

  #wall() {
    return [
      this.#title(),
      make('div', { class: 'grid' }, ...['x', 'y', 'x2', 'y2'].map((name) => this.#number(name, name))), this.#buttons(),
    ];
  }

  #label() {
    const one = (tag, words) => field(`words-${tag}`, words, {
      lang: tag, get: () => this.desk.thing?.words[tag] ?? '', set: (value) => this.desk.set({ words: { ...this.desk.thing.words, [tag]: value } }),
    });
    return [
      this.#title(), make('div', { class: 'grid' }, one('ru', say('wordsRu')), one('en', say('wordsEn')), this.#number('x', 'x'), this.#number('y', 'y')),
      make('p', { class: 'note' }, say('wordsNote')), this.#buttons(),
    ];
  }

  #standing(id) { return this.list.sorted(this.model.shelvesOn(this.desk.floor, id)); }

  #shelvesOf(id) {
    const shelves = this.#standing(id);
    if (shelves.length === 0) return make('p', {}, say('noShelves'));
    const others = () => this.model.rows(this.desk.floor).filter((row) => row.id !== id).map((row) => [row.id, row.id]);
    return [
      make('ul', { class: 'list' }, ...shelves.map((shelf) => make('li', {}, this.list.shelfButton(shelf, 'on-')))),
      choice('move-shelves', say('moveShelves'), {
        get: () => '', set: (other) => other && this.desk.moveShelves(other), choices: () => [['', say('none')], ...others()],
      }),
      make('p', { class: 'buttons' }, button('remove-shelves', say('removeShelves', { count: shelves.length }), () => this.desk.moveShelves(), 'danger')),
    ];
  }

  #shelf() {
    const { schemes } = this.model.state;
    const place = {
      get: () => `${this.desk.thing.branch}/${this.desk.thing.place}`,
      set: (value) => { const [branch, code] = value.split('/'); this.desk.set({ branch, place: code }); },
      choices: () => placeChoices(this.model.state),
    };
    const isHere = (floor) => floor.code === this.desk.thing.floor;
    const rows = () => {
      const floor = this.model.now.floors.find(isHere);
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
        choice('node', say('node'), { ...this.#of('node'), choices: () => [['', say('nearest')], ...this.#nodes(isHere)] })),
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

  /** Says when a kiosk stands at no point. */
  #nowhere() {
    const warning = make('p', { class: 'field warning' });
    warning.refresh = () => {
      const { node } = this.desk.thing ?? {};
      warning.hidden = this.model.nodes().some((one) => one.node.id === node);
      warning.textContent = warning.hidden ? '' : say('kioskNowhere');
    };
    warning.refresh();
    return warning;
  }

  #nodes(is = () => true) {
    const words = ({ id, name, kind }) => [id, named(name) || (kind !== 'corner' && say(`kind.${kind}`))].filter(Boolean).join(' – ');
    return this.model.nodes().filter(({ floor }) => is(floor)).map(({ node }) => [node.id, words(node)]);
  }

  #kiosk() {
    return [
      this.#title(),
      make('div', { class: 'grid' }, field('code', say('code'), this.#of('code')),
        choice('node', say('kioskNode'), { ...this.#of('node'), choices: () => [['', say('none')], ...this.#nodes()] }), ...this.#names()),
      this.#nowhere(), make('p', { class: 'note' }, say('kioskNote', { code: this.desk.thing.code })),
      this.#buttons(),
    ];
  }
}
