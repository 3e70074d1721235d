// Files of every format that is read, a record for each payload, which stands in every field.
import { PAYLOADS } from './payloads.mjs';
import { escaped, irbisMaster, irbisText, iso2709, marc21, marcxml, section, unimarc } from './marc.mjs';

/** A word by which the records with a payload are found. */
export const markOf = ({ number }) => `trap${number}`;

const feed = (head, records, foot) => Buffer.from(`<?xml version="1.0" encoding="UTF-8"?>\n${head}${records.join('\n')}${foot}`);
const collection = (records) => feed('<collection xmlns="http://www.loc.gov/MARC21/slim">', records, '</collection>');
const element = (name) => (text) => `<dc:${name}>${escaped(text)}</dc:${name}>`;

function dublinCore(id, say, mark) {
  const all = ['title', 'creator', 'contributor', 'subject', 'coverage', 'description', 'publisher', 'date', 'language', 'extent', 'type', 'isPartOf', 'relation', 'tableOfContents', 'alternative'];
  const identifiers = [id, say, `https://elsewhere.example/${say}`, `http${say}`, `isbn:${say}`].map(element('identifier'));
  return `<oai_dc:dc>${element('title')(say)}${identifiers.join('')}${element('subject')(mark)}${all.map((name) => element(name)(say)).join('')}</oai_dc:dc>`;
}

function mods(id, say, mark) {
  const text = escaped(say);
  return `<mods><titleInfo><nonSort>${text}</nonSort><title>${text}</title><subTitle>${text}</subTitle><partNumber>${text}</partNumber></titleInfo>
    <name type="personal"><namePart>${text}</namePart><namePart type="date">${text}</namePart><role><roleTerm>${text}</roleTerm></role></name>
    <genre>${text}</genre><originInfo><place><placeTerm>${text}</placeTerm></place><publisher>${text}</publisher><dateIssued>${text}</dateIssued><edition>${text}</edition></originInfo>
    <language><languageTerm type="code">${text}</languageTerm></language><physicalDescription><extent>${text}</extent></physicalDescription>
    <abstract>${text}</abstract><tableOfContents>${text}</tableOfContents><note>${text}</note><note type="statement of responsibility">${text}</note>
    <subject><topic>${mark}</topic></subject><subject><topic>${text}</topic><geographic>${text}</geographic></subject><classification authority="udc">${text}</classification>
    <relatedItem type="series"><titleInfo><title>${text}</title><partNumber>${text}</partNumber></titleInfo></relatedItem>
    <relatedItem type="host"><titleInfo><title>${text}</title></titleInfo><part><detail><number>${text}</number></detail></part></relatedItem>
    <identifier type="isbn">${text}</identifier><identifier type="uri">${text}</identifier><identifier type="doi">${text}</identifier>
    <location><url displayLabel="${text}" note="${text}">${text}</url><physicalLocation>${text}</physicalLocation><shelfLocator>${text}</shelfLocator></location>
    <recordInfo><recordIdentifier>${id}</recordIdentifier></recordInfo></mods>`;
}

function opds(id, say, mark) {
  const text = escaped(say);
  const link = (rel) => `<link rel="http://opds-spec.org/acquisition${rel}" href="${text}" title="${text}" type="${text}"/>`;
  return `<entry><title>${text}</title><id>${id}</id><author><name>${text}</name></author><dc:language>${text}</dc:language><dc:issued>${text}</dc:issued>
    <dc:publisher>${text}</dc:publisher><dc:identifier>${text}</dc:identifier><category term="${mark}"/><category term="${text}" label="${text}"/><dc:extent>${text}</dc:extent>
    <summary type="html">${text}</summary><content type="xhtml">${text}</content>${['', '/open-access', '/borrow', '/sample'].map(link).join('')}
    <link rel="http://opds-spec.org/acquisition/borrow" href="https://elsewhere.example/${text}" type="${text}"><opds:availability status="${text}"/></link></entry>`;
}

function opds2(id, say, mark) {
  const link = (rel, href) => ({ rel: `http://opds-spec.org/acquisition${rel}`, href, title: say, type: say, properties: { availability: { state: say } } });
  return {
    metadata: {
      title: say, subtitle: say, author: [say, { name: say }], translator: say, subject: [mark, say, { name: say, code: say }], publisher: say, published: say,
      language: [say], description: say, identifier: id, belongsTo: { series: { name: say, position: say } },
    },
    links: [link('', say), link('/open-access', `https://elsewhere.example/${say}`), link('/borrow', say), link('/sample', say)],
  };
}

/** The keys that tables, NDJSON and indexes of elasticlunr.js share. */
function flat(id, say, mark) {
  return {
    id, title: say, other_titles: [say], authors: [say, say], subjects: [mark, say], year: say, language: say, publisher: say, format: say, call_number: say,
    url: [say, `https://elsewhere.example/${say}`], summary: say, isbn: [say], vernacular: [say, { tag: '245', text: say }],
    items: [{ library: say, location: say, call_number: say, barcode: say, inventory: say, status: say }],
  };
}

const cell = (value) => `"${String(value).replaceAll('"', '""')}"`;

function csv(rows) {
  const columns = ['id', 'title', 'other_titles', 'authors', 'subjects', 'year', 'language', 'publisher', 'format', 'call_number', 'library', 'location', 'barcode', 'inventory', 'status', 'url', 'summary', 'isbn'];
  const line = (row) => columns.map((column) => cell([row[column] ?? row.items?.[0][column] ?? ''].flat().join(' | '))).join(',');
  return Buffer.from(`${columns.join(',')}\r\n${rows.map(line).join('\r\n')}\r\n`);
}

const KBART = ['publication_title', 'print_identifier', 'online_identifier', 'date_first_issue_online', 'num_first_vol_online', 'title_url', 'first_author', 'title_id', 'embargo_info',
  'coverage_depth', 'notes', 'publisher_name', 'publication_type', 'date_monograph_published_print', 'monograph_volume', 'monograph_edition', 'first_editor', 'access_type'];

function kbart(things) {
  const line = ({ id, say, mark }) => KBART.map((column) => {
    const value = { title_id: id, publication_title: `${mark} ${say}`, publication_type: 'monograph' }[column] ?? say;
    return cell(value.replaceAll('\t', ' '));
  }).join('\t');
  return Buffer.from(`${KBART.join('\t')}\n${things.map(line).join('\n')}\n`);
}

function elasticlunr(rows) {
  const texts = rows.map((row) => [row.id, Object.fromEntries(Object.entries(row).filter(([, value]) => typeof value !== 'object' || Array.isArray(value))
    .map(([key, value]) => [key, [value].flat().filter((one) => typeof one === 'string').join(' | ')]))]);
  return Buffer.from(JSON.stringify({ fields: ['title', 'authors'], pipeline: [], ref: 'id', version: '0.9.5', index: {}, documentStore: { save: true, docs: Object.fromEntries(texts) } }));
}

/** Each format: the name of its file, its profile where it has one, and how things become it. */
const FORMATS = {
  marc21: { file: 'marc21.mrc', profile: 'marc21', write: (all) => Buffer.concat(all.map(({ id, say, mark }) => iso2709(id, marc21(say, mark)))) },
  unimarc: { file: 'unimarc.iso', profile: 'unimarc', write: (all) => Buffer.concat(all.map(({ id, say, mark }) => iso2709(id, unimarc(say, mark)))) },
  marcxml: { file: 'marcxml.xml', profile: 'marc21', write: (all) => collection(all.map(({ id, say, mark }) => marcxml(id, marc21(say, mark), escaped))) },
  cdata: { file: 'cdata.xml', profile: 'unimarc', write: (all) => collection(all.map(({ id, say, mark }) => marcxml(id, unimarc(say, mark), section))) },
  irbis: { file: 'irbis.txt', profile: 'irbis', write: (all) => Buffer.from(all.map(({ id, say, mark }) => irbisText(id, say, mark)).join('')) },
  rusmarc: { file: 'rusmarc.iso', profile: 'rusmarc', write: (all) => Buffer.concat(all.map(({ id, say, mark }) => iso2709(id, unimarc(say, mark)))) },
  master: { file: 'master.mst', profile: 'irbis', write: (all) => Buffer.concat([Buffer.alloc(36), ...all.map(({ id, say, mark }, at) => irbisMaster(at + 1, id, say, mark))]) },
  dc: { file: 'dc.xml', write: (all) => feed('<records xmlns:oai_dc="http://www.openarchives.org/OAI/2.0/oai_dc/" xmlns:dc="http://purl.org/dc/elements/1.1/">', all.map(({ id, say, mark }) => dublinCore(id, say, mark)), '</records>') },
  mods: { file: 'mods.xml', write: (all) => feed('<modsCollection xmlns="http://www.loc.gov/mods/v3">', all.map(({ id, say, mark }) => mods(id, say, mark)), '</modsCollection>') },
  opds: {
    file: 'opds.xml',
    write: (all) => feed('<feed xmlns="http://www.w3.org/2005/Atom" xmlns:dc="http://purl.org/dc/terms/" xmlns:opds="http://opds-spec.org/2010/catalog"><id>x</id><title>x</title>', all.map(({ id, say, mark }) => opds(id, say, mark)), '</feed>'),
  },
  opds2: { file: 'opds2.json', write: (all) => Buffer.from(JSON.stringify({ metadata: { title: 'x' }, links: [], publications: all.map(({ id, say, mark }) => opds2(id, say, mark)) })) },
  kbart: { file: 'kbart.tsv', write: kbart },
  csv: { file: 'csv.csv', write: (all) => csv(all.map(({ id, say, mark }) => flat(id, say, mark))) },
  ndjson: { file: 'ndjson.ndjson', write: (all) => Buffer.from(all.map(({ id, say, mark }) => `${JSON.stringify(flat(id, say, mark))}\n`).join('')) },
  elasticlunr: { file: 'elasticlunr.json', write: (all) => elasticlunr(all.map(({ id, say, mark }) => flat(id, say, mark))) },
};

export const FORMAT_NAMES = Object.keys(FORMATS);

/** The files, `{ name, file, profile, bytes }`, with the payloads that `isWanted`. */
export function files(isWanted = () => true) {
  const wanted = PAYLOADS.filter(isWanted);
  return Object.entries(FORMATS).map(([name, { file, profile, write }]) => {
    const things = wanted.map((payload) => ({ id: `${name}-${payload.number}`, say: payload.text, mark: markOf(payload) }));
    return { name, file, profile, bytes: write(things) };
  });
}
