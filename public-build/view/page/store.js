// What a reader keeps on the device: IndexedDB, since it is there over plain http too.

const NAME = 'bibliobus-view';

/** What a request gives. */
const given = (request) => new Promise((resolve, reject) => {
  request.onsuccess = () => resolve(request.result);
  request.onerror = () => reject(request.error);
});

/** Once a transaction is on the disk. */
const written = (change) => new Promise((resolve, reject) => {
  change.oncomplete = resolve;
  change.onabort = () => reject(change.error);
  change.onerror = () => reject(change.error);
});

let opening;
function open() {
  opening ??= new Promise((resolve, reject) => {
    const request = indexedDB.open(NAME, 1);
    request.onupgradeneeded = () => {
      request.result.createObjectStore('things');
      request.result.createObjectStore('files');
    };
    request.onsuccess = () => {
      request.result.onversionchange = () => { request.result.close(); opening = undefined; };
      resolve(request.result);
    };
    request.onerror = () => reject(request.error);
    request.onblocked = () => reject(new Error('blocked'));
  });
  opening.catch(() => { opening = undefined; });
  return opening;
}

const key = (thing, name) => `${thing}\n${name}`;
const ofThing = (thing) => IDBKeyRange.bound(`${thing}\n`, `${thing}\n\uffff`);

/** What is known of a kept thing: its bytes, its day; nothing where it is not kept, or nothing can be. */
export async function kept(thing) {
  try { return await given((await open()).transaction('things').objectStore('things').get(thing)); } catch { return undefined; }
}

/** One of its files, as a Blob; nothing where it is not there. */
export async function file(thing, name) {
  const found = await given((await open()).transaction('files').objectStore('files').get(key(thing, name))).catch(() => undefined);
  return found && new Blob([found.bytes], { type: found.type });
}

/** Puts one file down. Bytes, since some browsers lose Blobs. */
export async function put(thing, name, blob) {
  const bytes = await blob.arrayBuffer();
  const change = (await open()).transaction('files', 'readwrite');
  change.objectStore('files').put({ bytes, type: blob.type }, key(thing, name));
  await written(change);
}

/** Says that all of a thing is there. Only then it counts as kept. */
export async function finish(thing, known) {
  const change = (await open()).transaction('things', 'readwrite');
  change.objectStore('things').put(known, thing);
  await written(change);
}

/** Forgets a thing and all its files. */
export async function remove(thing) {
  const change = (await open()).transaction(['things', 'files'], 'readwrite');
  change.objectStore('things').delete(thing);
  change.objectStore('files').delete(ofThing(thing));
  await written(change);
}
