// The script of a screen in the library, with every language whose letters and words are in a file.
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

const source = join(import.meta.dirname, '..', 'src');
const folder = join(source, 'text', 'kiosk');

/** The script's text; the languages come in the order of their files' names. */
export function kiosk() {
  const languages = readdirSync(folder).filter((file) => file.endsWith('.json')).sort()
    .map((file) => JSON.parse(readFileSync(join(folder, file), 'utf8')));
  return readFileSync(join(source, 'kiosk.js'), 'utf8').replace('__LANGUAGES__', () => JSON.stringify(languages));
}
