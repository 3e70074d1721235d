// Firefox and WebKit, each by the wire that it has of its own: Marionette and W3C WebDriver. What
// they give is a page with as much of Playwright's face as the fault matrix needs.
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const FIREFOX = ['/usr/bin/firefox-esr', '/usr/bin/firefox'];
const MINI_BROWSER = ['/usr/lib/x86_64-linux-gnu', '/usr/lib/aarch64-linux-gnu', '/usr/libexec']
  .flatMap((folder) => ['4.1', '4.0', '6.0'].map((version) => `${folder}/webkit2gtk-${version}/MiniBrowser`));

/** The first of some programs that is there. */
export function installed(programs) {
  const found = programs.find((program) => existsSync(program));
  if (!found) throw new Error(`none of these is installed: ${programs.join(', ')}`);
  return found;
}
export const firefoxProgram = () => installed(FIREFOX);
export const webkitProgram = () => installed(MINI_BROWSER);

/** Firefox asks nobody but the page's host, and starts as if it had never been killed. */
const PREFERENCES = {
  'app.normandy.enabled': false,
  'app.update.enabled': false,
  'browser.aboutwelcome.enabled': false,
  'browser.newtabpage.enabled': false,
  'browser.safebrowsing.downloads.remote.enabled': false,
  'browser.safebrowsing.provider.google4.updateURL': '',
  'browser.safebrowsing.provider.mozilla.updateURL': '',
  'browser.sessionstore.resume_from_crash': false,
  'browser.shell.checkDefaultBrowser': false,
  'browser.startup.homepage_override.mstone': 'ignore',
  'browser.startup.page': 0,
  'datareporting.policy.dataSubmissionEnabled': false,
  'dom.push.connection.enabled': false,
  'extensions.getAddons.cache.enabled': false,
  'extensions.systemAddon.update.enabled': false,
  'extensions.update.enabled': false,
  'marionette.port': 0,
  'media.gmp-manager.updateEnabled': false,
  'network.captive-portal-service.enabled': false,
  'network.connectivity-service.enabled': false,
  'network.prefetch-next': false,
  'services.settings.server': 'data:,#',
  'toolkit.startup.max_resumed_crashes': -1,
  'toolkit.telemetry.enabled': false,
  'toolkit.telemetry.unified': false,
};

/** Writes a profile for Firefox into `folder`. */
export function firefoxProfile(folder) {
  mkdirSync(folder, { recursive: true });
  const lines = Object.entries(PREFERENCES)
    .map(([name, value]) => `user_pref(${JSON.stringify(name)}, ${JSON.stringify(value)});`);
  writeFileSync(join(folder, 'user.js'), `${lines.join('\n')}\n`);
}

const sleep = (time) => new Promise((resolve) => { setTimeout(resolve, time); });

/** What `look` gives, as soon as it gives something. */
async function awaited(look, what, time = 60_000) {
  const deadline = Date.now() + time;
  while (Date.now() < deadline) {
    const seen = await look();
    if (seen !== undefined) return seen;
    await sleep(50);
  }
  throw new Error(`not within ${time} ms: ${what}`);
}

/** Ends a program and all that it started. */
export function end(child) {
  try {
    process.kill(-child.pid, 'SIGKILL');
  } catch (error) {
    if (error.code !== 'ESRCH') throw error;
  }
}

const NOWHERE = 'about:blank';

/** A page with `goto` and `evaluate`, by a function that sends a command of WebDriver. */
function pageOf(send) {
  const page = {
    complaints: [],
    goto: (url) => send('navigate', { url }),
    /** The function runs in the page, so it is sent as its text. It may be asynchronous. */
    evaluate: (work, argument = null) => send('script', {
      script: `const [argument, done] = arguments;
        Promise.resolve().then(() => (${work})(argument))
          .then((value) => done({ value }), (error) => done({ error: String(error) }));`,
      args: [argument],
    }).then(({ value, error }) => { if (error) throw new Error(error); return value; }),
    /** What a hand does, in the words of WebDriver: a list of pointers and keyboards with their actions. */
    perform: (actions) => send('actions', { actions }),
    /** Away from the page, and not on before that is so. */
    leave: async () => {
      await page.goto(NOWHERE);
      const isThere = () => page.evaluate((nowhere) => location.href === nowhere || undefined, NOWHERE);
      await awaited(() => isThere().catch(() => undefined), NOWHERE);
    },
  };
  page.close = page.leave;
  return page;
}

/** How long a page may take to load, and a script to end, in milliseconds. */
const TIMEOUTS = { pageLoad: 90_000, script: 90_000, implicit: 0 };

/** Firefox without a window. */
export async function firefox() {
  const profile = mkdtempSync(join(tmpdir(), 'bibliobus-firefox-'));
  firefoxProfile(profile);
  const child = spawn(firefoxProgram(), ['--headless', '--marionette', '--no-remote', '--profile', profile],
    { detached: true, stdio: 'ignore' });
  const told = join(profile, 'MarionetteActivePort');
  const port = await awaited(() => (existsSync(told) && Number(readFileSync(told, 'utf8'))) || undefined, 'a port of Firefox');
  const wire = await marionette(port);
  const names = { navigate: 'WebDriver:Navigate', script: 'WebDriver:ExecuteAsyncScript', actions: 'WebDriver:PerformActions' };
  const { capabilities } = await wire.send('WebDriver:NewSession', { pageLoadStrategy: 'none', timeouts: TIMEOUTS });
  return {
    name: `Firefox ${capabilities.browserVersion}`,
    visit: async () => pageOf((name, parameters) => wire.send(names[name], parameters).then((answer) => answer?.value ?? answer)),
    close: async () => {
      wire.close();
      end(child);
      await sleep(200);
      rmSync(profile, { recursive: true, force: true, maxRetries: 10 });
    },
  };
}

/** Marionette: `LENGTH:[0, ID, NAME, PARAMETERS]`, answered by `LENGTH:[1, ID, ERROR, RESULT]`. */
async function marionette(port) {
  const socket = connect(port, '127.0.0.1');
  const waiting = new Map();
  let rest = Buffer.alloc(0);
  let last = 0;
  await new Promise((resolve, reject) => {
    socket.once('error', reject);
    // The browser speaks first, and says who it is.
    socket.once('data', resolve);
  });
  socket.on('data', (bytes) => {
    rest = Buffer.concat([rest, bytes]);
    for (;;) {
      const colon = rest.indexOf(58);
      const length = Number(rest.subarray(0, Math.max(colon, 0)).toString());
      if (colon < 0 || rest.length < colon + 1 + length) return;
      const [, id, error, result] = JSON.parse(rest.subarray(colon + 1, colon + 1 + length).toString());
      rest = rest.subarray(colon + 1 + length);
      const { resolve, reject } = waiting.get(id);
      waiting.delete(id);
      if (error) reject(new Error(`${error.error}: ${error.message}`));
      else resolve(result);
    }
  });
  return {
    send: (name, parameters) => new Promise((resolve, reject) => {
      last += 1;
      waiting.set(last, { resolve, reject });
      const text = Buffer.from(JSON.stringify([0, last, name, parameters]));
      socket.write(Buffer.concat([Buffer.from(`${text.length}:`), text]));
    }),
    close: () => socket.destroy(),
  };
}

/** WebKitGTK's small browser, on a screen that nobody sees. */
export async function webkit() {
  const port = 20_000 + (process.pid % 20_000);
  const child = spawn('xvfb-run', ['-a', 'WebKitWebDriver', `--port=${port}`], { detached: true, stdio: 'ignore' });
  const ask = async (method, path, body) => {
    const answer = await fetch(`http://127.0.0.1:${port}${path}`, { method, body: body && JSON.stringify(body) });
    const { value } = await answer.json();
    if (value?.error) throw new Error(`${value.error}: ${value.message}`);
    return value;
  };
  await awaited(() => ask('GET', '/status').then(() => true, () => undefined), 'WebKitWebDriver');
  const options = { binary: webkitProgram(), args: ['--automation'] };
  const wanted = { pageLoadStrategy: 'none', timeouts: TIMEOUTS, 'webkitgtk:browserOptions': options };
  const { sessionId, capabilities } = await ask('POST', '/session', { capabilities: { alwaysMatch: wanted } });
  const paths = { navigate: 'url', script: 'execute/async', actions: 'actions' };
  return {
    name: `WebKitGTK ${capabilities.browserVersion}`,
    visit: async () => pageOf((name, parameters) => ask('POST', `/session/${sessionId}/${paths[name]}`, parameters)),
    close: async () => {
      await ask('DELETE', `/session/${sessionId}`).catch(() => undefined);
      end(child);
    },
  };
}
