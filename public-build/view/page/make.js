// Elements, made one by one: no text of others ever becomes markup.

/** An element with properties, attributes (`aria-…`, `data-…`) and what stands in it. */
export function make(tag, properties = {}, ...inside) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (value === undefined) continue;
    if (name.includes('-') || name === 'role' || name === 'for') element.setAttribute(name, value);
    else if (name.startsWith('on')) element.addEventListener(name.slice(2), value);
    else element[name] = value;
  }
  element.append(...inside.filter((one) => one !== undefined && one !== null));
  return element;
}

const SVG = 'http://www.w3.org/2000/svg';
/** Signs, drawn in a square of 24 with lines. */
const SIGNS = {
  first: 'M18 5 11 12 18 19M6 5V19', previous: 'M15 5 8 12 15 19', next: 'M9 5 16 12 9 19', last: 'M6 5 13 12 6 19M18 5V19',
  larger: 'M12 5V19M5 12H19', smaller: 'M5 12H19', whole: 'M7 3H17V21H7Z', usual: 'M5 19 12 5 19 19M8 14H16', width: 'M3 12H21M7 8 3 12 7 16M17 8 21 12 17 16',
  turn: 'M19 12A7 7 0 1 1 16.5 6.6M17 2V7H12', fullScreen: 'M4 10V4H10M14 4H20V10M20 14V20H14M10 20H4V14M4 4 9 9M20 4 15 9M20 20 15 15M4 20 9 15',
  list: 'M4 6H20M4 12H20M4 18H20', keep: 'M12 4V15M7 10.5 12 15.5 17 10.5M5 20H19', kept: 'M5 13 10 18 19 7', back: 'M20 12H5M11 6 5 12 11 18', close: 'M6 6 18 18M18 6 6 18',
};

/** A sign; it has no words, so the button around it has. */
export function sign(name) {
  const svg = document.createElementNS(SVG, 'svg');
  svg.setAttribute('viewBox', '0 0 24 24');
  svg.setAttribute('aria-hidden', 'true');
  svg.setAttribute('class', 'sign');
  const path = document.createElementNS(SVG, 'path');
  path.setAttribute('d', SIGNS[name]);
  svg.append(path);
  return svg;
}

/** A button that shows a sign and has words for those who hear it, and for those who wait over it. */
export const tool = (name, words, onclick) => make('button', { type: 'button', id: `tool-${name}`, className: 'tool', 'aria-label': words, title: words, onclick }, sign(name));
