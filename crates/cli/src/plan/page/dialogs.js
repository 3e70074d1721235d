// What is asked before one goes on: what a new floor is, and what becomes of edits where the file
// changed.
import { make, saveFile } from './element.js';
import { button, choice, field } from './fields.js';
import { isWord } from './model.js';
import { named, say } from './words.js';

function open(heading, ...children) {
  const dialog = make('dialog', { 'aria-labelledby': 'dialog-h', close: () => dialog.remove() }, make('h2', { id: 'dialog-h' }, heading), ...children);
  document.body.append(dialog);
  dialog.showModal();
  return dialog;
}

/** Asks for what a new floor is, and goes there. */
export function askFloor(model, desk) {
  const { branches } = model.state;
  const { floors } = model.now;
  const given = { code: '', branch: desk.floor?.branch ?? branches[0].code, level: floors.length + 1, width: 600, height: 400 };
  const of = (name) => ({ get: () => given[name], set: (value) => { given[name] = value; } });
  const number = (name, words, min, max) => field(`new-${name}`, words, { type: 'number', min, max, step: 1, ...of(name) });
  const problem = make('p', { class: 'warning', role: 'alert' });
  const add = (event) => {
    event.preventDefault();
    if (!isWord(given.code) || floors.some(({ code }) => code === given.code)) {
      problem.textContent = say('codeTaken', { code: given.code });
      return document.getElementById('new-code').focus();
    }
    dialog.close();
    desk.toFloor(model.addFloor(given));
    return desk.tell(say('floorMade', { code: given.code }));
  };
  const names = () => branches.map(({ code, name }) => [code, [code, named(name)].filter(Boolean).join(' – ')]);
  const dialog = open(say('newFloor').replace('…', ''), make('form', { submit: add },
    make('div', { class: 'grid' }, field('new-code', say('code'), of('code')), choice('new-branch', say('branch'), { ...of('branch'), choices: names }),
      number('level', say('level'), -128, 127)),
    make('p', { class: 'note' }, say('drawingSize')),
    make('div', { class: 'grid' }, number('width', say('w'), 10, 100_000), number('height', say('h'), 10, 100_000)),
    problem,
    make('p', { class: 'buttons' }, make('button', { type: 'submit', class: 'primary' }, say('make')), button('cancel', say('cancel'), () => dialog.close()))));
}

/** Somebody changed the file: asks what is to become of the edits. */
export function askWhatNow(model, desk) {
  const reload = (how) => () => {
    dialog.close();
    desk.reload(how);
  };
  const dialog = open(say('staleTitle'), make('p', {}, say('stale', { file: model.state.file })), make('p', { class: 'buttons' },
    button('rebase', say('staleRebase'), reload('rebase'), 'primary'),
    button('keep-copy', say('staleCopy'), () => saveFile(JSON.stringify(model.asked(), null, 1), 'plan-edits.json')),
    button('reload', say('staleReload'), reload('load')),
    button('stay', say('staleStay'), () => dialog.close())));
}
