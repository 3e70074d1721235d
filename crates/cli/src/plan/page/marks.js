// What is drawn by this editor, as shapes: rows, walls and words; how they are moved, stretched and
// turned. Points of the walking graph are moved likewise.

const tenths = (number) => Math.round(number * 10) / 10;

/** The corners by which a row is stretched, as parts of its width and height. */
const CORNERS = { nw: [0, 0], ne: [1, 0], se: [1, 1], sw: [0, 1] };

/** The handles of a mark: a name and a point each. */
export function handles(list, { x, y, w, h, x2, y2 }) {
  if (list === 'rows') return Object.entries(CORNERS).map(([name, [right, down]]) => ({ name, x: x + right * w, y: y + down * h }));
  return list === 'walls' ? [{ name: 'start', x, y }, { name: 'end', x: x2, y: y2 }] : [];
}

/** What of a thing is another when it, or one of its handles, is moved. */
export function shifted(list, thing, dx, dy, handle) {
  const { x, y, x2, y2 } = thing;
  if (handle && list === 'rows') return stretched(thing, CORNERS[handle], dx, dy);
  if (list !== 'walls') return { x: tenths(x + dx), y: tenths(y + dy) };
  const start = handle !== 'end' && { x: tenths(x + dx), y: tenths(y + dy) };
  const end = handle !== 'start' && { x2: tenths(x2 + dx), y2: tenths(y2 + dy) };
  return { ...start, ...end };
}

/** A row of which one corner is moved: the opposite one stays, and may be passed. */
function stretched({ x, y, w, h }, [right, down], dx, dy) {
  const one = (from, long, isFar, by) => {
    const [fixed, moved] = isFar ? [from, from + long + by] : [from + long, from + by];
    return [tenths(Math.min(fixed, moved)), Math.max(0.1, tenths(Math.abs(moved - fixed)))];
  };
  const [[left, wide], [top, high]] = [one(x, w, right, dx), one(y, h, down, dy)];
  return { x: left, y: top, w: wide, h: high };
}

/** A row turned by a quarter, about its middle. */
export const turned = ({ x, y, w, h }) => ({ x: tenths(x + (w - h) / 2), y: tenths(y + (h - w) / 2), w: h, h: w });

/** The middle of a mark or a point. */
export function middle(list, { x, y, w = 0, h = 0, x2, y2 }) {
  return list === 'walls' ? { x: (x + x2) / 2, y: (y + y2) / 2 } : { x: x + w / 2, y: y + h / 2 };
}
