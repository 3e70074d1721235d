// The page that opens books, beside the app: view.html, and all it needs in one folder that is named
// by its content, so that pages and files of two releases never mix.
import { cpSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { copyLibraries, nameOf } from './libraries.mjs';

const HERE = import.meta.dirname;

/** Whether a file of the app's folder belongs to that page alone. */
export const isOfView = (file) => file === 'view.html' || /^view-[0-9a-f]{16}\//.test(file);

/** Adds the page to a folder; gives the name of its own folder there. */
export function addView(dist) {
  const unnamed = join(dist, 'view');
  rmSync(unnamed, { recursive: true, force: true });
  cpSync(join(HERE, 'page'), unnamed, { recursive: true });
  copyLibraries(join(unnamed, 'lib'));
  const name = `view-${nameOf(unnamed)}`;
  rmSync(join(dist, name), { recursive: true, force: true });
  renameSync(unnamed, join(dist, name));
  const page = readFileSync(join(HERE, 'view.html'), 'utf8');
  writeFileSync(join(dist, 'view.html'), page.replaceAll('"view/', `"${name}/`));
  return name;
}
