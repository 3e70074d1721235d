// What <biblio-bus> promises to the pages around it: read from the header of src/element.rs, the one place
// where it is written by hand, and told again to editors (custom-elements.json, embed.d.ts), to npm
// (package.json) and to people (the tables of docs/embed.md).
//
//   node public-build/contract.mjs          writes the tables of docs/embed.md anew
import { copyFileSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

const root = join(import.meta.dirname, '..');
const read = (file) => readFileSync(join(root, file), 'utf8');

/** Of what type the fields of events are. */
const FIELDS = { text: 'string', total: 'number', id: 'string', kind: 'string', href: 'string' };

/** The header's lines with a tag, as `{ name, says }`; several names before one dash are several things. */
function tagged(header, tag) {
  return [...header.matchAll(new RegExp(`^@${tag} ((?:.|\\n(?!@|\\n))*)`, 'gm'))].flatMap(([, entry]) => {
    const [, names, says] = /^(.*?)-\s+([\s\S]*)$/.exec(entry.replace(/\n\s*/g, ' '));
    return names.split(',').map((name) => ({ name: name.replaceAll('`', '').trim(), says: says.trim() }));
  });
}

/** What the element promises. */
export function contract(source = read('src/element.rs')) {
  const header = source.split('\n').filter((line) => line.startsWith('//!')).map((line) => line.slice(3).replace(/^ /, '')).join('\n');
  return Object.fromEntries(['attr', 'method', 'event', 'slot', 'csspart', 'cssproperty'].map((tag) => [tag, tagged(header, tag)]));
}

const property = (attribute) => attribute.replace(/-(\w)/g, (_, letter) => letter.toUpperCase());
const fields = ({ says }) => /`detail`: `\{ ([^}]*) \}`/.exec(says)[1].split(', ');
const detail = (event) => `{ ${fields(event).map((field) => `${field}: ${FIELDS[field]}`).join('; ')} }`;

/** The manifest of custom elements (schema 1.0.0), by which editors complete tags and attributes. */
export function manifest(all = contract()) {
  const declaration = {
    kind: 'class', customElement: true, name: 'BiblioBusElement', tagName: 'biblio-bus',
    description: 'A library\'s catalogue, anywhere on a page.', superclass: { name: 'HTMLElement' },
    attributes: all.attr.map(({ name, says }) => ({ name, description: says, fieldName: property(name), type: { text: 'string | null' } })),
    members: [
      ...all.attr.map(({ name, says }) => ({ kind: 'field', name: property(name), description: says, type: { text: 'string | null' }, attribute: name, reflects: true })),
      ...all.method.map(({ name, says }) => ({ kind: 'method', name: name.replace('()', ''), description: says })),
    ],
    events: all.event.map((event) => ({ name: event.name, description: event.says, type: { text: `CustomEvent<${detail(event)}>` } })),
    slots: all.slot.map(({ name, says }) => ({ name, description: says })),
    cssParts: all.csspart.map(({ name, says }) => ({ name, description: says })),
    cssProperties: all.cssproperty.map(({ name, says }) => ({ name, description: says })),
  };
  const definition = { kind: 'custom-element-definition', name: 'biblio-bus', declaration: { name: 'BiblioBusElement', module: 'embed.js' } };
  return { schemaVersion: '1.0.0', modules: [{ kind: 'javascript-module', path: 'embed.js', declarations: [declaration], exports: [definition] }] };
}

/** The same for TypeScript. */
export function types(all = contract()) {
  const said = (says, indent) => `${indent}/** ${says} */\n`;
  const members = all.attr.filter(({ name }) => name !== 'lang').map(({ name, says }) => `${said(says, '  ')}  ${property(name)}: string | null;\n`);
  const methods = all.method.map(({ name, says }) => `${said(says, '  ')}  ${name}: void;\n`);
  const events = all.event.map((event) => `${said(event.says, '    ')}    '${event.name}': CustomEvent<${detail(event)}>;\n`);
  return `/** A library's catalogue, anywhere on a page: \`<biblio-bus>\`. Its properties mirror its attributes. */
export interface BiblioBusElement extends HTMLElement {
${members.join('')}${methods.join('')}}

declare global {
  interface HTMLElementTagNameMap {
    'biblio-bus': BiblioBusElement;
  }
  interface HTMLElementEventMap {
${events.join('')}  }
}
`;
}

/** What npm is told. The stand-alone page and what keeps it on the device are not for pages of others. */
export function packageOf(files) {
  const [, version] = /^version = "(.*)"$/m.exec(read('Cargo.toml'));
  const [, repository] = /^repository = "(.*)"$/m.exec(read('Cargo.toml'));
  const alone = /^(index\.html|boot\.js|sw\.js|page\.css|manifest\.webmanifest|snippet\.html|icons\/.*|catalogue\/.*)$/;
  return {
    name: 'bibliobus', version, type: 'module', license: 'MIT OR Apache-2.0',
    description: 'A library\'s catalogue on the reader\'s own device: <biblio-bus>, a custom element',
    keywords: ['library', 'catalogue', 'opac', 'search', 'offline', 'custom-element', 'web-component'],
    repository: { type: 'git', url: `git+${repository}.git` },
    main: './embed.js', module: './embed.js', types: './embed.d.ts', customElements: './custom-elements.json', sideEffects: true,
    exports: {
      '.': { types: './embed.d.ts', default: './embed.js' },
      './custom-elements.json': './custom-elements.json', './hashes.json': './hashes.json', './package.json': './package.json', './*': './*',
    },
    files: files.filter((file) => !alone.test(file)),
  };
}

/** The files by which editors and npm know what is in the folder, `files` being all of the app. */
export function tell(folder, files) {
  const json = (value) => `${JSON.stringify(value, null, 2)}\n`;
  const told = { 'custom-elements.json': json(manifest()), 'embed.d.ts': types() };
  const licences = ['LICENSE-APACHE', 'LICENSE-MIT'];
  told['package.json'] = json(packageOf([...files, ...Object.keys(told), ...licences, 'hashes.json'].sort()));
  told['README.md'] = read('docs/embed.md').replaceAll(/\]\((?!https?:|#)[^)]*\)/g, ']');
  for (const [file, text] of Object.entries(told)) writeFileSync(join(folder, file), text);
  for (const file of licences) copyFileSync(join(root, file), join(folder, file));
}

/** The tables of docs/embed.md, by what they are of. */
export function tables(all = contract()) {
  const cell = (text) => text.replaceAll('|', '\\|');
  const table = (head, rows) => [`| ${head} | |`, '|---|---|', ...rows.map(([name, says]) => `| ${name} | ${cell(says)} |`)].join('\n');
  const plain = (list) => list.map(({ name, says }) => [`\`${name}\``, says]);
  const together = new Map();
  for (const { name, says } of all.csspart) together.set(says, [...together.get(says) ?? [], name]);
  return {
    attr: table('attribute', plain(all.attr)),
    method: table('method', plain(all.method)),
    event: table('event', plain(all.event)),
    slot: table('slot', all.slot.map(({ name, says }) => [name ? `\`${name}\`` : '(none)', says])),
    csspart: table('part', [...together].map(([says, list]) => [list.map((name) => `\`${name}\``).join(', '), says])),
    cssproperty: table('property', plain(all.cssproperty)),
  };
}

const place = (kind) => new RegExp(`(<!-- ${kind} -->\\n)[\\s\\S]*?(<!-- /${kind} -->)`);

/** The text of docs/embed.md with these tables. */
export const withTables = (text, made = tables()) => Object.entries(made).reduce((whole, [kind, table]) => {
  if (!place(kind).test(whole)) throw new Error(`docs/embed.md has no place for ${kind}`);
  return whole.replace(place(kind), (_, before, after) => `${before}${table}\n${after}`);
}, text);

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  writeFileSync(join(root, 'docs/embed.md'), withTables(read('docs/embed.md')));
}
