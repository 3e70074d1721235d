// The libraries of the page that opens books: what of them is shipped, where it goes, whose it is.
// `npm ci` brought the packages, from package-lock.json, which has the hash of each.
import { createHash } from 'node:crypto';
import { cpSync, existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

const HERE = import.meta.dirname;

/** Of each package: for which kind of thing, which files under which names, and its licences. */
const SHIPPED = {
  openseadragon: {
    kind: 'iiif',
    files: { 'build/openseadragon/openseadragon.min.js': 'openseadragon.js' },
    licences: ['LICENSE.txt'],
    /** It is a script for a page; ours are modules, fetched when they are needed. */
    change: (text) => `${text.replace(/\n\/\/# sourceMappingURL=.*\n?$/, '')}\nexport default OpenSeadragon;\n`,
  },
  'pdfjs-dist': {
    kind: 'pdf',
    // Its older form, which also browsers of some years ago run. Modules end in .js: not every host knows .mjs.
    files: {
      'legacy/build/pdf.min.mjs': 'pdf.js',
      'legacy/build/pdf.worker.min.mjs': 'pdf.worker.js',
      'wasm/openjpeg.wasm': 'wasm/openjpeg.wasm',
      'wasm/jbig2.wasm': 'wasm/jbig2.wasm',
      'wasm/qcms_bg.wasm': 'wasm/qcms_bg.wasm',
      cmaps: 'cmaps',
      standard_fonts: 'fonts',
      iccs: 'iccs',
    },
    licences: ['LICENSE', 'cmaps/LICENSE', 'standard_fonts/LICENSE_FOXIT', 'standard_fonts/LICENSE_LIBERATION',
      'wasm/LICENSE_OPENJPEG', 'wasm/LICENSE_PDFJS_OPENJPEG', 'wasm/LICENSE_JBIG2', 'wasm/LICENSE_PDFJS_JBIG2',
      'wasm/LICENSE_QCMS', 'wasm/LICENSE_PDFJS_QCMS', 'iccs/LICENSE'],
  },
  'foliate-js': { kind: 'epub', files: { 'epub.js': 'epub.js', 'epubcfi.js': 'epubcfi.js' }, licences: ['LICENSE'] },
};

const lock = () => JSON.parse(readFileSync(join(HERE, 'package-lock.json'), 'utf8')).packages;

/** Where `npm ci` put the packages. */
function packages() {
  const folder = join(process.env.BIBLIOBUS_TOOLS ?? '', 'view', 'node_modules');
  for (const name of Object.keys(SHIPPED)) {
    const file = join(folder, name, 'package.json');
    const version = lock()[`node_modules/${name}`].version;
    const found = existsSync(file) && JSON.parse(readFileSync(file, 'utf8')).version;
    if (found !== version) throw new Error(`expected ${name} ${version} in ${folder}, found ${found || 'none'}. Run ./dev setup, and build with ./dev`);
  }
  return folder;
}

/** Copies what is shipped below `to`, a folder for each kind of thing, with all licences in one file. */
export function copyLibraries(to) {
  const from = packages();
  const licences = [];
  for (const [name, { kind, files, licences: texts, change }] of Object.entries(SHIPPED)) {
    const { version, license } = lock()[`node_modules/${name}`];
    licences.push(`${name} ${version} (${license})`);
    for (const [file, as] of Object.entries(files)) {
      const [source, target] = [join(from, name, file), join(to, kind, as)];
      mkdirSync(dirname(target), { recursive: true });
      if (change) writeFileSync(target, change(readFileSync(source, 'utf8')));
      else cpSync(source, target, { recursive: true, filter: (path) => !/\/LICENSE[^/]*$/.test(path) });
    }
    for (const text of texts) licences.push(`---- ${name}/${text}\n\n${readFileSync(join(from, name, text), 'utf8').trim()}`);
  }
  writeFileSync(join(to, 'LICENCES.txt'), `${licences.join('\n\n')}\n`);
}

/** The packages as parts of a bill of materials (CycloneDX). npm's hashes are those of the packages as fetched. */
export function libraryComponents() {
  return Object.keys(SHIPPED).sort().map((name) => {
    const { version, license, integrity } = lock()[`node_modules/${name}`];
    const [algorithm, sum] = integrity.split('-');
    const purl = `pkg:npm/${name}@${version}`;
    return {
      type: 'library',
      'bom-ref': purl,
      name,
      version,
      hashes: [{ alg: algorithm.toUpperCase().replace('SHA', 'SHA-'), content: Buffer.from(sum, 'base64').toString('hex') }],
      licenses: [{ expression: license }],
      purl,
    };
  });
}

/** A name for a folder by all that is in it. */
export function nameOf(folder) {
  const sum = createHash('sha256');
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((one) => one.isFile())
    .map((one) => join(one.parentPath, one.name)).sort();
  for (const file of files) sum.update(file.slice(folder.length).replaceAll('\\', '/')).update('\0').update(readFileSync(file));
  return sum.digest('hex').slice(0, 16);
}
