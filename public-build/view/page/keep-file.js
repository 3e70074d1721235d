// Keeping what is one file: PDF and EPUB.
import { bytes } from './ask.js';
import * as store from './store.js';

/** Keeps the file at an address, whole. `progress({ done, all })` is told as it comes. */
export async function keepFile(url, { signal, progress }) {
  const blob = await bytes(url, { signal, heard: (done, all) => progress({ done, all }) });
  await store.put(url, 'file', blob);
  return { bytes: blob.size, missing: [] };
}
