// PDF by pdf.js: one page at a time, with its text over the picture, so that it can be marked,
// searched by the browser, and read aloud.
import * as pdfjs from '../lib/pdf/pdf.js';
import { Problem, SILENCE, refusal, within } from '../ask.js';
import { make } from '../make.js';
import * as store from '../store.js';
import { keepFile } from '../keep-file.js';
import { trusted } from '../trust.js';

const LIB = new URL('../lib/pdf/', import.meta.url).href;
/** A canvas has at most so many pixels: phones have no more room. */
const PIXELS = 16e6;
const STEP = 1.25;
/** On a wide screen a page begins no wider than this, in pixels: a line has to be read at a glance. */
const WIDE = 900;

/** Where it reads files: in a worker; where the page may start none, in the page. */
async function engine() {
  const script = `${LIB}pdf.worker.js`;
  let worker;
  try {
    worker = new Worker(trusted(script), { type: 'module', name: 'pdf' });
    await within(new Promise((resolve, reject) => {
      worker.addEventListener('message', resolve, { once: true });
      worker.addEventListener('error', reject, { once: true });
    }), SILENCE);
    return { worker: new pdfjs.PDFWorker({ port: worker }), stop: () => worker.terminate() };
  } catch {
    worker?.terminate();
    globalThis.pdfjsWorker ??= await import(script);
    return { worker: new pdfjs.PDFWorker(), stop: () => {} };
  }
}

const problem = (error) => {
  if (error instanceof Problem) return error;
  if (error?.name === 'PasswordException') return new Problem('locked');
  if (error?.status) return refusal(error.status);
  if (error?.name === 'InvalidPDFException' || error?.name === 'FormatError') return new Problem('badPdf');
  if (error?.name === 'UnknownErrorException' && /fetch|network/i.test(error.message)) return new Problem('offline');
  if (error instanceof TypeError && /fetch|network|load failed/i.test(error.message)) return new Problem('offline');
  return new Problem('badPdf');
};

/** The document: from the device where it is kept, else from the host, in parts where the host gives parts. */
async function load(url, { heard, signal }) {
  const blob = await store.file(url, 'file');
  const isKept = Boolean(blob && await store.kept(url));
  const { worker, stop } = await engine();
  const task = pdfjs.getDocument({
    ...(isKept ? { data: new Uint8Array(await blob.arrayBuffer()) } : { url }),
    worker,
    cMapUrl: `${LIB}cmaps/`,
    cMapPacked: true,
    standardFontDataUrl: `${LIB}fonts/`,
    wasmUrl: `${LIB}wasm/`,
    iccUrl: `${LIB}iccs/`,
    // Fonts that are missing come as bytes: the policy lets none in by address.
    useSystemFonts: false,
    enableXfa: false,
    disableAutoFetch: true,
    disableStream: true,
    rangeChunkSize: 1 << 18,
    stopAtErrors: false,
  });
  const end = () => task.destroy().finally(stop);
  signal?.addEventListener('abort', end);
  // Heard of as long as something comes: a slow line is no silent host.
  const document = await new Promise((resolve, reject) => {
    let watch;
    const wind = () => { clearTimeout(watch); watch = setTimeout(() => reject(new Problem('silent')), SILENCE); };
    task.onProgress = ({ loaded, total }) => { wind(); heard(loaded, total || undefined); };
    task.promise.then(resolve, reject).finally(() => clearTimeout(watch));
    wind();
  }).catch((error) => { end(); throw problem(error); });
  return { end, document, isKept };
}

/** Opens a PDF. See view.js for what a viewer has. */
export async function open({ url, stage, words, heard, told, signal }) {
  const { end, document: pdf, isKept } = await load(url, { heard, signal });
  if (isKept) told('shownKept');
  const [info, outline] = await Promise.all([pdf.getMetadata().catch(() => undefined), pdf.getOutline().catch(() => undefined)]);
  const entries = await outlined(pdf, outline ?? []);
  const sheet = make('div', { className: 'sheet' });
  const scroller = make('div', { className: 'scroller', tabIndex: 0, role: 'region', 'aria-label': words.say('reading') }, sheet);
  stage.replaceChildren(scroller);
  let [now, size, rotation, drawing] = [0, Math.min(1, WIDE / scroller.clientWidth), 0, undefined];

  async function draw() {
    drawing?.cancel();
    const page = await within(pdf.getPage(now)).catch((error) => { throw error instanceof Problem ? error : new Problem('badPage'); });
    const plain = page.getViewport({ scale: 1, rotation: (page.rotate + rotation) % 360 });
    const fit = Math.max(0.1, (scroller.clientWidth - 24) / plain.width);
    const viewport = page.getViewport({ scale: fit * size, rotation: (page.rotate + rotation) % 360 });
    const density = Math.min(globalThis.devicePixelRatio || 1, Math.sqrt(PIXELS / (viewport.width * viewport.height)));
    const canvas = make('canvas', { width: Math.floor(viewport.width * density), height: Math.floor(viewport.height * density), 'aria-hidden': 'true' });
    canvas.style.inlineSize = `${viewport.width}px`;
    canvas.style.blockSize = `${viewport.height}px`;
    const layer = make('div', { className: 'textLayer' });
    sheet.style.setProperty('--total-scale-factor', viewport.scale);
    sheet.style.inlineSize = `${viewport.width}px`;
    sheet.style.blockSize = `${viewport.height}px`;
    drawing = page.render({ canvas, viewport, transform: density === 1 ? undefined : [density, 0, 0, density, 0, 0], annotationMode: pdfjs.AnnotationMode.ENABLE });
    const mine = drawing;
    await within(drawing.promise, 3 * SILENCE).catch((error) => {
      if (error?.name !== 'RenderingCancelledException') throw error instanceof Problem ? error : new Problem('badPage');
    });
    if (mine !== drawing) return;
    sheet.replaceChildren(canvas, layer);
    await new pdfjs.TextLayer({ textContentSource: page.streamTextContent({ includeMarkedContent: false }), container: layer, viewport }).render().catch(() => {});
  }

  const resized = watchWidth(scroller, () => now && draw().catch(() => {}));
  const resize = (to) => { size = Math.min(6, Math.max(0.25, to)); return draw(); };
  return {
    title: typeof info?.info?.Title === 'string' ? info.info.Title : '',
    isRightToLeft: (await pdf.getViewerPreferences().catch(() => undefined))?.Direction === 'R2L',
    count: pdf.numPages,
    tools: ['larger', 'smaller', 'width', 'turn'],
    contentsName: 'contents',
    contents: () => entries,
    label: () => '',
    async show(number) { now = number; await draw(); scroller.scrollTo(0, 0); },
    where: () => ({ page: now }),
    larger: () => resize(size * STEP),
    smaller: () => resize(size / STEP),
    width: () => { rotation = 0; return resize(1); },
    turn: () => { rotation = (rotation + 90) % 360; return draw(); },
    scroller,
    keep: (how) => keepFile(url, how),
    close: () => { resized(); drawing?.cancel(); end(); },
  };
}

/** The outline as a flat list with the pages that it leads to. */
async function outlined(pdf, items, level = 0, found = []) {
  for (const item of items.slice(0, 1000)) {
    if (found.length > 2000 || level > 6) break;
    const page = await pageOf(pdf, item.dest).catch(() => undefined);
    if (page && item.title) found.push({ label: item.title.slice(0, 300), page, level });
    await outlined(pdf, item.items ?? [], level + 1, found);
  }
  return found;
}

async function pageOf(pdf, dest) {
  const [first] = typeof dest === 'string' ? await pdf.getDestination(dest) : dest ?? [];
  if (Number.isInteger(first)) return first + 1;
  return first ? await pdf.getPageIndex(first) + 1 : undefined;
}

/** Calls `changed` when the width of an element is another; gives what ends that. */
function watchWidth(element, changed) {
  let [width, wait] = [element.clientWidth, undefined];
  const watch = new ResizeObserver(() => {
    if (Math.abs(element.clientWidth - width) < 2) return;
    width = element.clientWidth;
    clearTimeout(wait);
    wait = setTimeout(changed, 150);
  });
  watch.observe(element);
  return () => watch.disconnect();
}
