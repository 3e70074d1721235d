// What is shipped, as bills of materials (CycloneDX 1.6, JSON): one of the app, one of the command
// line. Out of what Cargo knows: the crates that are compiled in, with their licences and the
// checksums of Cargo.lock; and the libraries from npm that lie beside the app, with those of their
// lock file. The same lock files give the same bytes.
//
//   node public-build/sbom.mjs FOLDER
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { libraryComponents } from './view/libraries.mjs';

const run = (...words) => execFileSync(words[0], words.slice(1), { encoding: 'utf8', maxBuffer: 1 << 28 });
const host = () => /^host: (.+)$/m.exec(run('rustc', '-vV'))[1];

/** The things that are shipped: the crates that they begin with, and for what they are compiled. */
const SHIPPED = {
  app: { roots: ['bibliobus', 'bibliobus-worker', 'bibliobus-cite-web'], platform: () => 'wasm32-unknown-unknown' },
  cli: { roots: ['bibliobus-cli'], platform: host },
};

/** The checksum of each crate from a registry, by name and version. */
export function checksums(lock) {
  const sums = new Map();
  for (const block of lock.split('[[package]]').slice(1)) {
    const value = (key) => new RegExp(`^${key} = "(.+)"$`, 'm').exec(block)?.[1];
    if (value('checksum')) sums.set(`${value('name')} ${value('version')}`, value('checksum'));
  }
  return sums;
}

/** The crates that are compiled into the roots: none that only help to build, test or derive. */
export function compiledIn({ packages, resolve }, roots) {
  const byId = new Map(packages.map((one) => [one.id, one]));
  const nodes = new Map(resolve.nodes.map((node) => [node.id, node]));
  const isOwn = (one) => resolve.nodes.some(({ id }) => id === one.id) && one.source === null;
  const helps = (id) => byId.get(id).targets.some(({ kind }) => kind.includes('proc-macro'));
  const needs = (id) => nodes.get(id).deps
    .filter(({ pkg, dep_kinds: kinds }) => kinds.some(({ kind }) => kind === null) && !helps(pkg)).map(({ pkg }) => pkg);
  const found = new Map();
  const visit = (id) => {
    if (found.has(id)) return;
    found.set(id, needs(id));
    found.get(id).forEach(visit);
  };
  packages.filter((one) => isOwn(one) && roots.includes(one.name)).forEach(({ id }) => visit(id));
  return [...found].map(([id, on]) => ({ ...byId.get(id), on: on.map((other) => byId.get(other)) }));
}

const order = (a, b) => (a < b ? -1 : Number(a > b));
const purl = ({ name, version }) => `pkg:cargo/${name}@${version}`;

function component(one, sums) {
  const sum = sums.get(`${one.name} ${one.version}`);
  return {
    type: 'library',
    'bom-ref': purl(one),
    name: one.name,
    version: one.version,
    ...(sum && { hashes: [{ alg: 'SHA-256', content: sum }] }),
    ...(one.license && { licenses: [{ expression: one.license.replaceAll('/', ' OR ') }] }),
    purl: purl(one),
    ...(one.repository && { externalReferences: [{ type: 'vcs', url: one.repository }] }),
  };
}

/** The bill of one thing. */
export function bill(name, roots, metadata, lock, libraries = []) {
  const crates = compiledIn(metadata, roots).sort((a, b) => order(purl(a), purl(b)));
  const first = crates.find((one) => one.name === roots[0]);
  const rest = crates.filter((one) => one !== first);
  const sums = checksums(lock);
  const body = {
    bomFormat: 'CycloneDX',
    specVersion: '1.6',
    version: 1,
    metadata: { component: { ...component(first, sums), type: 'application' } },
    components: [...rest.map((one) => component(one, sums)), ...libraries],
    dependencies: crates.map((one) => {
      const on = one === first ? libraries.map((library) => library['bom-ref']) : [];
      return { ref: purl(one), dependsOn: [...new Set([...one.on.map(purl), ...on])].sort(order) };
    }),
  };
  // Its number is that of its content, so that the same content has the same.
  const hex = createHash('sha256').update(JSON.stringify(body)).digest('hex');
  const serial = `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
  return { $schema: 'http://cyclonedx.org/schema/bom-1.6.schema.json', ...body, serialNumber: `urn:uuid:${serial}`, version: 1 };
}

/** Both bills, by name. */
export function bills() {
  const lock = readFileSync('Cargo.lock', 'utf8');
  return Object.entries(SHIPPED).map(([name, { roots, platform }]) => {
    const metadata = JSON.parse(run('cargo', 'metadata', '--format-version', '1', '--locked', '--filter-platform', platform()));
    return [name, bill(name, roots, metadata, lock, libraryComponents())];
  });
}

if (process.argv[1] === import.meta.filename) {
  const [folder = 'target/sbom'] = process.argv.slice(2);
  mkdirSync(folder, { recursive: true });
  for (const [name, one] of bills()) {
    const file = join(folder, `bibliobus-${name}.cdx.json`);
    writeFileSync(file, `${JSON.stringify(one, null, 1)}\n`);
    console.log(`${String(one.components.length + 1).padStart(4)} parts  ${file}`);
  }
}
