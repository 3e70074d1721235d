// What the tests of the plan editor share: an editor of the demo's settings, and what `bibliobus check`
// says of them.
import { spawn } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bibliobus } from './lib.mjs';

export const DEMO = new URL('../../demo/', import.meta.url).pathname;

/** The demo's settings and drawings in a folder of their own, and an editor of them. */
export async function editorOf(settings, ...more) {
  const folder = mkdtempSync(join(tmpdir(), 'bibliobus-plan-'));
  const file = join(folder, 'library.toml');
  writeFileSync(file, settings);
  cpSync(join(DEMO, 'plans'), join(folder, 'plans'), { recursive: true });
  const child = spawn(process.env.BIBLIOBUS_BIN ?? 'bibliobus', ['plan', file, '--port', '0', ...more]);
  const url = await new Promise((resolve, reject) => {
    child.stdout.on('data', (text) => { const [found] = /http:\S+/.exec(text) ?? []; if (found) resolve(found); });
    child.on('exit', (code) => reject(new Error(`bibliobus plan ended with ${code}`)));
  });
  return {
    url,
    file,
    text: (name = 'library.toml') => readFileSync(join(folder, name), 'utf8'),
    close: () => { child.removeAllListeners('exit'); child.kill(); rmSync(folder, { recursive: true }); },
  };
}

/** `bibliobus check` of the saved settings: it fails where anything is odd. */
export function check({ file }) {
  for (const name of readdirSync(DEMO).filter((one) => /\.(csv|mrc|xml|tsv)$/.test(one))) cpSync(join(DEMO, name), join(file, '..', name));
  return bibliobus('check', '--settings', file);
}
