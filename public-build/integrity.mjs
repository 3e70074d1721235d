// Subresource Integrity: what pins the app's files to their content (W3C, SRI level 2).
import { createHash } from 'node:crypto';
import { readFileSync, readdirSync } from 'node:fs';
import { join, relative } from 'node:path';

/** The page and its service worker get the library's name later, and so other bytes. */
const CHANGES = ['index.html', 'sw.js'];
/** What this module is for, and what is no part of the app. */
const OTHERS = /^(hashes\.json|snippet\.html|custom-elements\.json|embed\.d\.ts|package\.json|README\.md|LICENSE-\w+|catalogue\/.*)$/;

const integrity = (bytes) => `sha384-${createHash('sha384').update(bytes).digest('base64')}`;

/** The integrity of each file of the app in a folder, by path. */
export function hashes(folder) {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)).replaceAll('\\', '/'))
    .filter((file) => !CHANGES.includes(file) && !OTHERS.test(file)).sort();
  return Object.fromEntries(files.map((file) => [file, integrity(readFileSync(join(folder, file)))]));
}

/** What a page of somebody else has in it, with the address of the folder. */
export function snippet(all, address = 'https://library.example/') {
  return `<script type="module" src="${address}embed.js" integrity="${all['embed.js']}" crossorigin="anonymous"></script>
<biblio-bus catalogue="${address}catalogue/"></biblio-bus>
`;
}
