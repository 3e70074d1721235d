// Elements, made one by one: nothing that was written by others becomes markup.
const SVG = 'http://www.w3.org/2000/svg';

/** An element of the page. Functions among the attributes listen to the event of that name. */
export const make = (tag, attributes, ...children) => dressed(document.createElement(tag), attributes, children);

/** An element of a drawing. */
export const draw = (tag, attributes, ...children) => dressed(document.createElementNS(SVG, tag), attributes, children);

function dressed(element, attributes = {}, children = []) {
  for (const [name, value] of Object.entries(attributes)) dress(element, name, value);
  element.append(...children.flat().filter((child) => child !== undefined && child !== null && child !== false));
  return element;
}

/** Gives an element an attribute, or takes it away. */
export function dress(element, name, value) {
  if (typeof value === 'function') element.addEventListener(name, value);
  else if (value === undefined || value === null || value === false) element.removeAttribute(name);
  else element.setAttribute(name, value === true ? '' : value);
}

/** Does something that makes elements anew, and leaves the keyboard where it was. */
export function keepingFocus(change) {
  const { id } = document.activeElement ?? {};
  change();
  if (id && document.activeElement?.id !== id) document.getElementById(id)?.focus({ preventScroll: true });
}

/** Gives the reader a file. */
export function saveFile(text, name) {
  const link = make('a', { href: URL.createObjectURL(new Blob([text], { type: 'application/json' })), download: name });
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}
