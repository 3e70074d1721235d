// A ZIP archive, as much of it as EPUB has: stored and deflated files, without passwords.

const END = 0x06054b50;
const ENTRY = 0x02014b50;
/** A file in an archive is at most so large when unpacked, and has at most so many neighbours. */
const LARGEST = 64e6;
const MOST = 20_000;

/** The files of an archive: `names`, and `bytes(name)`. Throws where it is none, or is cut off. */
export function archive(buffer) {
  const view = new DataView(buffer);
  const entries = new Map();
  const end = endOf(view);
  let at = view.getUint32(end + 16, true);
  const count = Math.min(view.getUint16(end + 10, true), MOST);
  for (let n = 0; n < count; n += 1) {
    if (view.getUint32(at, true) !== ENTRY) throw new RangeError('no entry');
    const [name, extra, comment] = [28, 30, 32].map((offset) => view.getUint16(at + offset, true));
    const path = new TextDecoder().decode(new Uint8Array(buffer, at + 46, name));
    entries.set(path, {
      flags: view.getUint16(at + 8, true),
      method: view.getUint16(at + 10, true),
      packed: view.getUint32(at + 20, true),
      size: view.getUint32(at + 24, true),
      start: view.getUint32(at + 42, true),
    });
    at += 46 + name + extra + comment;
  }
  return {
    names: [...entries.keys()],
    size: (name) => entries.get(name)?.size ?? 0,
    bytes: (name) => unpacked(buffer, view, entries.get(name)),
  };
}

function endOf(view) {
  const first = Math.max(0, view.byteLength - 22 - 65_535);
  for (let at = view.byteLength - 22; at >= first; at -= 1) if (view.getUint32(at, true) === END) return at;
  throw new RangeError('no archive');
}

/** The content of a file; nothing where there is none. */
async function unpacked(buffer, view, entry) {
  if (!entry) return undefined;
  if (entry.flags & 1 || ![0, 8].includes(entry.method) || entry.size > LARGEST) throw new RangeError('not readable');
  const start = entry.start + 30 + view.getUint16(entry.start + 26, true) + view.getUint16(entry.start + 28, true);
  const packed = new Uint8Array(buffer, start, entry.packed);
  return entry.method === 0 ? packed : inflated(packed, entry.size);
}

/** Never more than was announced: some archives unpack without end. */
async function inflated(packed, size) {
  const out = new Uint8Array(size);
  const reader = new Blob([packed]).stream().pipeThrough(new DecompressionStream('deflate-raw')).getReader();
  for (let at = 0; ;) {
    const { done, value } = await reader.read();
    if (done) return out.subarray(0, at);
    if (at + value.length > size) { reader.cancel(); throw new RangeError('larger than announced'); }
    out.set(value, at);
    at += value.length;
  }
}
