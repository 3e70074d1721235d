// Records of MARC with one text in every field that is read, as the formats that carry them.

/** The longest value in ISO 2709: a record has at most 99,999 bytes. */
const LONGEST = 400;

/** Fields of MARC 21, as [tag, indicators, [code, text]…]; `say` is the text, `mark` finds it. */
export const marc21 = (say, mark) => [
  ['020', '  ', ['a', say]], ['022', '  ', ['a', say]], ['024', '7 ', ['a', say], ['2', 'doi']], ['035', '  ', ['a', say]],
  ['041', '  ', ['a', say]], ['082', '  ', ['a', say]], ['084', '  ', ['a', say], ['2', say]], ['100', '1 ', ['a', say], ['d', say], ['e', say], ['4', say]],
  ['245', '10', ['a', say], ['b', say], ['c', say], ['n', say], ['p', say]], ['246', '  ', ['a', say]], ['250', '  ', ['a', say]],
  ['264', ' 1', ['a', say], ['b', say], ['c', say]], ['300', '  ', ['a', say], ['b', say], ['c', say]], ['490', '0 ', ['a', say], ['v', say]],
  ['500', '  ', ['a', say]], ['505', '  ', ['a', say]], ['520', '  ', ['a', say]], ['600', '10', ['a', say], ['x', say]], ['650', ' 0', ['a', say], ['x', say]],
  ['651', ' 0', ['a', say]], ['653', '  ', ['a', mark]], ['655', ' 0', ['a', say]], ['700', '1 ', ['a', say], ['e', say]], ['710', '2 ', ['a', say], ['b', say]],
  ['773', '0 ', ['t', say], ['g', say]], ['852', '  ', ['b', say], ['c', say], ['h', say], ['p', say], ['t', say], ['z', say], ['3', say]],
  ['856', '40', ['u', say], ['y', say], ['z', say]], ['856', '41', ['u', `https://elsewhere.example/${say}`], ['y', say]], ['856', '42', ['u', say], ['3', say]],
  ['866', '  ', ['a', say]], ['880', '10', ['6', '245-01'], ['a', say]],
];

/** The same of UNIMARC. */
export const unimarc = (say, mark) => [
  ['010', '  ', ['a', say]], ['011', '  ', ['a', say]], ['101', '  ', ['a', say]],
  ['200', '1 ', ['a', say], ['e', say], ['f', say], ['h', say], ['i', say]], ['205', '  ', ['a', say]],
  ['210', '  ', ['a', say], ['c', say], ['d', say]], ['215', '  ', ['a', say], ['c', say], ['d', say]], ['225', '2 ', ['a', say], ['v', say]],
  ['300', '  ', ['a', say]], ['327', '  ', ['a', say]], ['330', '  ', ['a', say]], ['461', ' 0', ['t', say], ['v', say]], ['510', '  ', ['a', say]], ['517', '  ', ['a', say]],
  ['600', ' 1', ['a', say], ['b', say], ['x', say]], ['606', '  ', ['a', say], ['x', say]], ['607', '  ', ['a', say]], ['610', '  ', ['a', mark]], ['675', '  ', ['a', say]],
  ['686', '  ', ['a', say], ['2', say]], ['700', ' 1', ['a', say], ['b', say], ['f', say], ['4', say]], ['701', ' 1', ['a', say]], ['710', '02', ['a', say]],
  ['856', '4 ', ['u', say], ['2', say], ['z', say]], ['856', '41', ['u', `https://elsewhere.example/${say}`], ['2', say]],
  ['930', '  ', ['b', say], ['c', say], ['a', say], ['z', say]],
];

/** The same of IRBIS, whose subfields have capital letters. */
const irbis = (say, mark) => [
  ['10', ['A', say]], ['101', say], ['200', ['A', say], ['E', say], ['F', say], ['V', say]], ['205', ['A', say]], ['210', ['A', say], ['C', say], ['D', say]],
  ['215', ['A', say], ['C', say]], ['225', ['A', say], ['V', say]], ['300', say], ['331', say], ['461', ['C', say], ['E', say]], ['510', ['A', say]], ['517', ['A', say]],
  ['600', ['A', say], ['B', say]], ['606', ['A', say], ['B', say]], ['610', mark], ['621', say], ['675', say], ['700', ['A', say], ['B', say], ['F', say], ['4', say]],
  ['701', ['A', say]], ['710', ['A', say]], ['906', say], ['908', say], ['922', ['C', say]], ['951', ['I', say], ['T', say]], ['951', ['I', `https://elsewhere.example/${say}`], ['T', say]],
  ['910', ['A', '0'], ['B', say], ['D', say], ['H', say], ['R', say]],
];

const bytes = (text) => Buffer.from(text, 'utf8');

/** A record of ISO 2709. Delimiters in a text stand there as they are. */
export function iso2709(id, fields) {
  const short = (text) => text.slice(0, LONGEST);
  const contents = [['001', bytes(`${id}\x1e`)], ...fields.map(([tag, indicators, ...subfields]) => [
    tag, bytes(`${indicators}${subfields.map(([code, text]) => `\x1f${code}${short(text)}`).join('')}\x1e`),
  ])];
  let at = 0;
  const directory = contents.map(([tag, content]) => {
    const entry = `${tag}${String(content.length).padStart(4, '0')}${String(at).padStart(5, '0')}`;
    at += content.length;
    return entry;
  }).join('');
  const base = 24 + directory.length + 1;
  const digits = (number) => String(number).padStart(5, '0');
  const leader = `${digits(base + at + 1)}nam a22${digits(base)} a 4500`;
  return Buffer.concat([bytes(`${leader}${directory}\x1e`), ...contents.map(([, content]) => content), bytes('\x1d')]);
}

/** What XML cannot have in any way is left out. */
const possible = (text) => text.replace(/[^\t\n\r -\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu, '');
export const escaped = (text) => possible(text).replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
/** The text as it is, in sections where markup counts for nothing. */
export const section = (text) => `<![CDATA[${possible(text).replaceAll(']]>', ']]]]><![CDATA[>')}]]>`;

/** A record of MARCXML, its texts written by `written`. */
export function marcxml(id, fields, written) {
  const data = fields.map(([tag, [one, two], ...subfields]) => {
    const inside = subfields.map(([code, text]) => `<subfield code="${code}">${written(text)}</subfield>`).join('');
    return `<datafield tag="${tag}" ind1="${one}" ind2="${two}">${inside}</datafield>`;
  });
  return `<record><leader>00000nam a2200000 a 4500</leader><controlfield tag="001">${id}</controlfield>${data.join('')}</record>`;
}

/** The fields of a record of IRBIS, each with its text. */
function irbisFields(id, say, mark) {
  const fields = irbis(say, mark).map(([tag, ...parts]) => [tag, parts.map((part) => (typeof part === 'string' ? part : `^${part[0]}${part[1]}`)).join('')]);
  return [['903', id], ...fields];
}

/** A record of a text export of IRBIS. */
export function irbisText(id, say, mark) {
  return `${irbisFields(id, say, mark).map(([tag, text]) => `#${tag}: ${text}\n`).join('')}*****\n`;
}

/** A record of a master file of IRBIS64: numbers of four bytes, the high byte first. */
export function irbisMaster(number, id, say, mark) {
  const words = (numbers) => {
    const out = Buffer.alloc(4 * numbers.length);
    numbers.forEach((one, at) => out.writeUInt32BE(one, 4 * at));
    return out;
  };
  const fields = irbisFields(id, say, mark).map(([tag, text]) => [Number(tag), bytes(text)]);
  let at = 0;
  const table = fields.map(([tag, text]) => {
    at += text.length;
    return words([tag, at - text.length, text.length]);
  });
  const base = 32 + 12 * fields.length;
  const head = words([number, base + at, 0, 0, base, fields.length, 1, 32]);
  return Buffer.concat([head, ...table, ...fields.map(([, text]) => text)]);
}
