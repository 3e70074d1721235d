// Pages in other surroundings. Under the strictest policy none of Trusted Types may be made, so that
// no worker can be started, and the search runs in the page itself. Over plain http there is no
// service worker, no Cache API and no SubtleCrypto, as in a branch's network.
import { cells, stage } from './faults.mjs';
import { reported } from './lib.mjs';

const STRICT = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; connect-src 'self'; style-src 'self'; "
  + "img-src 'self' data:; worker-src 'self'; require-trusted-types-for 'script'; trusted-types 'none'; "
  + "base-uri 'none'; form-action 'self'";

/** A stage whose page is under this policy, and has these attributes more in its tag. */
async function strictStage(attributes = 'engine="page"') {
  const scene = await stage();
  const page = 'strict.html';
  scene.host.pages[`/${page}`] = (_, response) => {
    response.writeHead(200, { 'Content-Type': 'text/html; charset=utf-8', 'Content-Security-Policy': reported(STRICT) });
    response.end(`<!DOCTYPE html><html lang="ru"><title>t</title><link rel="icon" href="data:,">
      <script type="module" src="embed.js"></script>
      <body><biblio-bus catalogue="catalogue/" lang="ru" routing="hash" ${attributes}></biblio-bus></body></html>`);
  };
  return { ...scene, page };
}

const SOME = ['manifest: html', 'every chunk: 404', 'root: flip', 'the engine: 403', 'storage: no indexedDB', 'storage: writing fails'];

/** Under the policy: nothing at fault, and some faults. */
const strict = () => [
  { name: 'nothing', isSound: true }, ...cells().filter(({ name }) => SOME.includes(name)),
].map((cell) => ({
  ...cell, name: `trusted-types 'none', ${cell.name}`, row: "policy with `trusted-types 'none'`", stage: () => strictStage(),
}));

/** A stage under an address that leads to this device, and that browsers do not know as safe. */
export async function plainStage() {
  const scene = await stage();
  scene.host.url = scene.host.url.replace('127.0.0.1', '[::ffff:127.0.0.1]');
  return scene;
}

/** Stops the app where the surroundings are not what they are meant to be. */
const PLAIN = "if (globalThis.isSecureContext) throw new Error('this is no plain http');";

/** Over plain http: searched, and searched without a line once all is kept. */
const plain = () => [
  { name: 'nothing', script: PLAIN, isSound: true },
  {
    name: 'kept, and then nothing of the catalogue from the host',
    isKept: true,
    isSound: true,
    fault: (path) => {
      if (path.startsWith('/catalogue/')) return 'reset';
      return path === '/embed.js' ? { before: PLAIN } : undefined;
    },
  },
  ...cells().filter(({ name }) => ['every chunk: 404', 'storage: writing fails'].includes(name)),
].map((cell) => ({ ...cell, name: `plain http, ${cell.name}`, row: 'plain http', stage: plainStage }));

/** What is tried in other surroundings than the rest of the matrix has. */
export const elsewhere = () => [...strict(), ...plain()];

/** Whether this browser says what is against such a policy: a worker is, that may not be started. */
export async function reports(browser) {
  const { host, page } = await strictStage('');
  const visitor = await browser.visit();
  await visitor.goto(host.url + page);
  for (let tries = 0; tries < 100 && host.violations.length === 0; tries += 1) {
    await new Promise((resolve) => { setTimeout(resolve, 100); });
  }
  await visitor.leave();
  await host.stop();
  return host.violations.length > 0;
}
