// Browsers without a driver, which keep their profile on disk and may be killed: the page itself
// asks the test's host what to do. Drivers cannot: WebKit's gives every session a fresh profile.
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { end, firefoxProfile, firefoxProgram, webkitProgram } from './drivers.mjs';

/** How long a page may take for one thing that it is asked to do, in milliseconds. */
const PATIENCE = 60_000;

/** In the page: does what the host says, one thing after another. `acts` stands before it. */
async function serve() {
  const id = `${Math.random()}`;
  // A connection that the host has just closed is no reason to stop.
  const ask = (path, body) => fetch(`/remote/${path}`, { method: 'POST', body: JSON.stringify({ id, ...body }) })
    .catch(() => new Promise((resolve) => { setTimeout(resolve, 50); }).then(() => ask(path, body)));
  for (;;) {
    const { name, argument } = await (await ask('next')).json();
    const answer = await Promise.resolve().then(() => acts[name](argument))
      .then((value) => ({ value }), (error) => ({ error: String(error) }));
    await ask('answer', answer);
  }
}

/** The one thing that is promised, unless the page takes too long. */
function within([promise], name) {
  return Promise.race([promise, new Promise((_, reject) => {
    setTimeout(() => reject(new Error(`the page does not do this: ${name}`)), PATIENCE).unref();
  })]);
}

/** A site's page lets the host say what to do, and its service worker knows it by its new hash. */
export function makeRemote(site) {
  const page = join(site, 'index.html');
  const sha256 = (bytes) => createHash('sha256').update(bytes).digest('hex').slice(0, 32);
  const before = readFileSync(page);
  const after = Buffer.from(before.toString().replace('</head>', '<script type="module" src="remote/script.js"></script>\n</head>'));
  writeFileSync(page, after);
  const worker = join(site, 'sw.js');
  const script = readFileSync(worker, 'utf8');
  if (!script.includes(sha256(before))) throw new Error('sw.js does not know the page by its hash');
  writeFileSync(worker, script.replace(sha256(before), sha256(after)));
}

/** The host's end of the wire: `acts` are functions that run in the page, by their names. */
export class Remote {
  constructor(acts) {
    const list = Object.entries(acts).map(([name, act]) => `${name}: ${act}`);
    this.script = `const acts = { ${list.join(',\n')} };\n${serve}\nserve();`;
    this.gone = new Set();
  }

  /** What the host answers at a path; nothing at those that are not the wire's. */
  at(path) {
    const answer = { '/remote/script.js': this.#give, '/remote/next': this.#next, '/remote/answer': this.#done }[path];
    return answer && ((request, response) => answer.call(this, request, response));
  }

  /** Has the page do something: the page that is there now, or the next that comes. */
  async ask(name, argument) {
    const { value, error } = await within(await this.#send(name, argument), name);
    if (error) throw new Error(error);
    return value;
  }

  /** Has the page do something that it does not live to tell of. */
  async tell(name, argument) {
    await this.#send(name, argument);
    this.leave();
  }

  /** Gives the promise of an answer, in a pair of brackets so that nobody waits for it yet. */
  async #send(name, argument) {
    const { id, response } = await within([this.#waiting()], name);
    const answered = new Promise((resolve) => { this.answered = resolve; });
    this.next = undefined;
    this.id = id;
    response.end(JSON.stringify({ name, argument }));
    return [answered];
  }

  /** From now on nothing is expected of the page that was there. */
  leave() {
    this.gone.add(this.id);
    this.next = undefined;
  }

  #waiting() {
    if (this.next) return Promise.resolve(this.next);
    return new Promise((resolve) => { this.come = resolve; });
  }

  #give(_, response) {
    response.writeHead(200, { 'Content-Type': 'text/javascript', 'Cache-Control': 'no-store' });
    response.end(this.script);
  }

  async #next(request, response) {
    const { id } = await body(request);
    if (this.gone.has(id)) return;
    response.writeHead(200, { 'Content-Type': 'application/json', 'Cache-Control': 'no-store' });
    this.next = { id, response };
    response.on('close', () => { if (this.next?.response === response) this.next = undefined; });
    this.come?.(this.next);
    this.come = undefined;
  }

  async #done(request, response) {
    const { id, ...answer } = await body(request);
    response.end();
    if (!this.gone.has(id)) this.answered?.(answer);
  }
}

async function body(request) {
  let text = '';
  for await (const bytes of request) text += bytes;
  return JSON.parse(text);
}

const CHROMIUM = ['--headless=new', '--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage', '--no-first-run',
  '--disable-breakpad', '--disable-background-networking', '--disable-component-update', '--disable-sync',
  '--hide-crash-restore-bubble', '--password-store=basic', '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1'];

/** How each browser is started with a profile in a folder; its program, its words, its surroundings. */
const STARTS = {
  Chromium: (profile, url) => ({
    program: process.env.CHROME_PATH ?? '/usr/bin/chromium', words: [...CHROMIUM, `--user-data-dir=${profile}`, url],
  }),
  Firefox: (profile, url) => {
    firefoxProfile(profile);
    return { program: firefoxProgram(), words: ['--headless', '--no-remote', '--profile', profile, url] };
  },
  WebKitGTK: (profile, url, display) => ({
    program: webkitProgram(),
    words: [url],
    env: { DISPLAY: display, XDG_DATA_HOME: join(profile, 'data'), XDG_CACHE_HOME: join(profile, 'cache'), XDG_CONFIG_HOME: join(profile, 'config') },
  }),
};

/** A screen that nobody sees, for the browser that wants one. */
export async function screen() {
  const child = spawn('Xvfb', ['-displayfd', '3', '-screen', '0', '1280x800x24', '-nolisten', 'tcp'],
    { detached: true, stdio: ['ignore', 'ignore', 'ignore', 'pipe'] });
  const number = await new Promise((resolve, reject) => {
    child.once('error', reject);
    child.stdio[3].once('data', (bytes) => resolve(String(bytes).trim()));
  });
  return { name: `:${number}`, close: () => end(child) };
}

/** Starts a browser by its name. `kill` ends all its processes at once, as a dying device does. */
export function start(name, profile, url, display) {
  mkdirSync(profile, { recursive: true });
  const { program, words, env } = STARTS[name](profile, url, display);
  const child = spawn(program, words, { detached: true, stdio: 'ignore', env: { ...process.env, ...env } });
  const over = new Promise((resolve) => { child.once('exit', resolve); });
  const kill = async () => {
    end(child);
    await over;
    // Their files are theirs until the last of them is gone.
    while (isThere(child)) await new Promise((resolve) => { setTimeout(resolve, 20); });
  };
  return {
    kill,
    /** As a reader closes it, or, where it does not close, as one who loses patience. */
    close: async () => {
      child.kill('SIGTERM');
      await Promise.race([over, new Promise((resolve) => { setTimeout(resolve, 5000).unref(); })]);
      await kill();
    },
  };
}

/** Whether any process of a program's is left. */
function isThere(child) {
  try {
    return process.kill(-child.pid, 0);
  } catch {
    return false;
  }
}
