// Fields and buttons of the panels and dialogs. A field knows how to show its value again.
import { dress, make } from './element.js';
import { named } from './words.js';

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
export function field(id, label, { get, set, note, optional, ...attributes }) {
  const control = make('input', { type: 'text', autocomplete: 'off', spellcheck: 'false', ...attributes });
  const show = () => {
    if (control.value !== String(get() ?? '')) control.value = get() ?? '';
    control.dataset.value = control.value;
  };
  control.addEventListener('change', () => {
    const isNumber = control.type === 'number';
    if (isNumber && (!control.validity.valid || (control.value === '' && !optional))) return show();
    const value = isNumber ? (control.value === '' ? null : Number(control.value)) : control.value.trim();
    if (value !== get()) set(value);
    return show();
  });
  // What is being typed is not yet a value.
  const isTyped = () => document.activeElement === control && control.value !== (control.dataset.value ?? '');
  return labelled(id, label, control, note, () => { if (!isTyped()) show(); });
}

/** A field to choose from; `choices` gives pairs of value and words. */
export function choice(id, label, { get, set, choices, note }) {
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

export function tick(id, label, { get, set, note }) {
  const control = make('input', { type: 'checkbox', change: () => set(control.checked) });
  return labelled(id, label, control, note, () => { control.checked = get(); });
}

/** A button. */
export const button = (id, words, click, look = '') => make('button', { id, type: 'button', class: look, click }, words);

/** Every place of every branch, as pairs of `C/OTR` and words. */
export function placeChoices({ branches, places }) {
  return branches.flatMap(({ code: branch }) => {
    const own = places.filter((place) => !place.branch || place.branch === branch);
    return own.map(({ code, name }) => [`${branch}/${code}`, [`${branch}/${code}`, named(name)].filter(Boolean).join(' – ')]);
  });
}
