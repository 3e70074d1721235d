// Writes citeproc.tsv: the records of records.json as a processor of CSL (citeproc-js) cites them in
// kept styles, with their italics between underscores. Not run by any test; to make the file anew:
//
//   npm install --no-save citeproc@2.4.63
//   node make.mjs FOLDER     (with STYLE.csl and locales-TAG.xml of the CSL repositories)
import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';

const folder = resolve(process.argv[2] ?? '.');
const CSL = createRequire(join(folder, 'x.js'))('citeproc');
const STYLES = {
  apa: 'apa', mla: 'modern-language-association', chicago: 'chicago-author-date', 'gost-7.0.5': 'gost-r-7-0-5-2008',
};
const items = JSON.parse(readFileSync(join(import.meta.dirname, 'records.json'), 'utf8'));
const byId = new Map(items.map((item) => [item.id, item]));
const read = (name) => readFileSync(join(folder, name), 'utf8');
const system = { retrieveLocale: (tag) => read(`locales-${tag.startsWith('ru') ? 'ru-RU' : 'en-US'}.xml`), retrieveItem: (id) => byId.get(id) };

CSL.Output.Formats.kept = {
  ...CSL.Output.Formats.text,
  text_escape: (text) => text ?? '',
  '@font-style/italic': (_, text) => `_${text}_`,
  '@font-style/normal': (_, text) => text,
  '@bibliography/entry': (_, text) => text,
  '@display/block': (_, text) => text, '@display/left-margin': (_, text) => text,
  '@display/right-inline': (_, text) => text, '@display/indent': (_, text) => text,
};

const lines = [];
for (const [code, style] of Object.entries(STYLES)) {
  for (const voice of code.startsWith('gost') ? ['ru'] : ['en', 'ru']) {
    for (const { id } of items) {
      const engine = new CSL.Engine(system, read(`${style}.csl`), voice === 'ru' ? 'ru-RU' : 'en-US', true);
      engine.setOutputFormat('kept');
      engine.updateItems([id]);
      const [, [entry]] = engine.makeBibliography();
      lines.push([code, voice, id, entry.replace(/\s+/g, ' ').trim()].join('\t'));
    }
  }
}
writeFileSync(join(import.meta.dirname, 'citeproc.tsv'), `${lines.join('\n')}\n`);
