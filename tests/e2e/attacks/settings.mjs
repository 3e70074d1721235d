// A library.toml with a payload in every text that it may have: names of the library, of branches,
// places, floors, nodes and kiosks, hours, stops, what is arranged, marks of shelves; and plans.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { PAYLOADS } from './payloads.mjs';
import { escaped, section } from './marc.mjs';
import { files, markOf } from './formats.mjs';

/** The prefix of the records that stand in these branches, and of which the library's system knows. */
export const PREFIX = 'at';

/** A string of TOML. */
const quoted = (text) => JSON.stringify(text).replaceAll('\x7f', '\\u007f');
const both = (text) => `{ ru = ${quoted(text)}, en = ${quoted(text)} }`;

function branch({ number, text }) {
  const [say, words, code] = [quoted(text), both(text), `B${number}`];
  return `
[[branch]]
code = "${code}"
kind = "bookmobile"
name = ${words}
address = ${words}
hours = ${words}
phone = ${say}
stops = [${words}]
accessibility = ${words}
exceptions = [{ first = "2026-12-31", last = "2027-01-08", note = ${words} }]
[[place]]
branch = "${code}"
code = "P"
access = "open"
name = ${words}
way = ${words}
[[floor]]
code = "F${number}"
branch = "${code}"
level = 1
name = ${words}
plan = "plan-${number}.svg"
nodes = [
  { id = "door-${number}", x = 1, y = 1, kind = "entrance" },
  { id = "desk-${number}", x = 50, y = 1, kind = "desk", name = ${words} },
  { id = "end-${number}", x = 50, y = 50 },
]
paths = [{ from = "door-${number}", to = "desk-${number}" }, { from = "desk-${number}", to = "end-${number}" }]
[[shelf]]
branch = "${code}"
place = "P"
scheme = "udc"
from = "51"
row = ${say}
bay = ${say}
side = ${say}
shelf = ${say}
floor = "F${number}"
outline = "o"
node = "end-${number}"
${['stack', 'copy'].map((kind) => `[[service]]
kind = "${kind}"
branch = "${code}"
place = "P"
link = "mailto:desk@library.example?subject={title}&body={mark}%20{barcode}"
limitation = ${words}
delay = "PT20M"`).join('\n')}
`;
}

/** A drawing with the text as words and as attributes, among what a plan has no use for. */
function plan({ text }) {
  const say = escaped(text);
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 100 100" onload="tripwire(-1)"><script>tripwire(-1)</script><title>${say}</title>
    <rect id="o" class="shelf ${say}" x="10" y="10" width="30" height="4" onclick="tripwire(-1)" style="${say}" fill="${say}"/>
    <path d="M1 1h9" class="${say}" id="${say}"/><a href="javascript:tripwire(-1)"><text x="5" y="5" data-ru="${say}" data-en="${say}">${say}</text></a>
    <image href="https://elsewhere.example/plan.png" width="9" height="9"/><foreignObject><img src="x" onerror="tripwire(-1)"/></foreignObject>
    <text x="5" y="20">${section(text)}</text></svg>`;
}

/** Names of files. */
const NAMES = ['<img src=x onerror=tripwire(-2)>.ndjson', '=1+1.ndjson', '"; onload="tripwire(-2).ndjson', '\x1b[31m.ndjson', '<script>tripwire(-2)<!--.ndjson'];

const EVERYWHERE = [
  ['branch', 'https://library.example/send?record={id}&from={branch}'], ['interloan', 'mailto:post@library.example?subject={title}&body={author}%0D%0A{year}%0D%0A{isbn}'],
];

/**
 * Writes the files of every format, and settings that list them, into `folder`; `live` is the
 * address of the library's system. Gives the path of the settings.
 */
export function write(folder, live, isWanted = () => true) {
  const payloads = PAYLOADS.filter(isWanted);
  const sources = files(isWanted).map(({ file, profile, bytes }) => {
    writeFileSync(join(folder, file), bytes);
    return `[[source]]\nfile = "${file}"\n${profile ? `profile = "${profile}"\n` : ''}`;
  });
  for (const payload of payloads) {
    writeFileSync(join(folder, `plan-${payload.number}.svg`), plan(payload));
  }
  const own = payloads.map((payload) => JSON.stringify({
    id: String(payload.number), title: payload.text, authors: [payload.text], subjects: [markOf(payload), 'trap'],
    items: [{ library: `B${payload.number}`, location: 'P', call_number: `51 ${payload.text}`, barcode: `7${payload.number}` }],
  }));
  writeFileSync(join(folder, 'own.ndjson'), own.join('\n'));
  // Names of files are said in findings, tables and the report. These have a fault to be named for.
  NAMES.forEach((name, at) => {
    writeFileSync(join(folder, name), `${JSON.stringify({ id: `file-${at}`, title: '', year: 'never', url: ['javascript:tripwire(-2)'] })}\n`);
    sources.push(`[[source]]\nfile = ${quoted(name)}\n`);
  });
  const all = payloads.filter(({ family }) => family !== 'huge').map(({ text }) => text).join(' ');
  const few = all.slice(0, 400);
  const services = EVERYWHERE.map(([kind, link]) => `[[service]]\nkind = "${kind}"\nlink = "${link}"\nlimitation = ${both(few)}\ndelay = "P3D"`);
  const settings = join(folder, 'library.toml');
  writeFileSync(settings, [
    `name = ${both(few)}\nnote = ${both(all)}`, ...sources, `[[source]]\nfile = "own.ndjson"\nprefix = "${PREFIX}"\n`, ...payloads.map(branch), ...services,
    `[[kiosk]]\ncode = "hall"\nname = ${both(few)}\nnode = "desk-${payloads[0].number}"\n`, `[live]\nkind = "json"\nurl = "${live}{id}"\nprefix = "${PREFIX}"\n`,
  ].join('\n'));
  return settings;
}

/** What the library's system answers of a record of `PREFIX`: the payload in every text. */
export function answer(id) {
  const { number, text } = PAYLOADS[id] ?? { text: '' };
  const copy = { barcode: `7${number}`, branch: text, place: text, mark: text, status: 'on_loan', until: text, queue: 2, delay: text, limitation: text };
  return { items: [copy, { ...copy, barcode: text, branch: 'B0', status: text }, { ...copy, barcode: undefined }], [text]: text };
}
