// A host of static files such as a content network runs: HTTP/2 over TLS, what a host compresses
// compressed with brotli, ranges. It counts what it sends, and can be as slow as a telephone line.
import { execFileSync } from "node:child_process";
import { closeSync, existsSync, mkdirSync, openSync, readFileSync, readSync, statSync } from "node:fs";
import { createSecureServer } from "node:http2";
import { extname, join, normalize } from "node:path";

/** What the head of an answer takes, about. */
const HEAD = 150;
/** Pieces of this size share the line. */
const PIECE = 4096;
/** What is below this address is the bench's own: it is neither counted nor slowed down. */
const OWN = "/~bench/";

const KINDS = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript",
  ".css": "text/css",
  ".json": "application/json",
  ".svg": "image/svg+xml",
  ".wasm": "application/wasm",
  ".webmanifest": "application/manifest+json",
};

/** Lines to the reader: milliseconds there and back, bits a second. */
export const LINES = {
  "Fast 3G": { trip: 150, rate: 1.6e6 },
  "Slow 4G": { trip: 400, rate: 400e3 },
};

export class Host {
  line = null;
  sent = [];
  #free = 0;

  /** Serves the files below `root`; the key of the line is kept in `cache`. */
  static async start(root, cache) {
    const host = new Host();
    host.root = root;
    const { key, cert } = certificate(cache);
    host.server = createSecureServer({ key, cert }, (request, response) => {
      host.#answer(request, response).catch(() => response.destroy());
    });
    host.server.on("sessionError", () => {});
    await new Promise((resolve) => host.server.listen(0, "127.0.0.1", resolve));
    host.address = `https://127.0.0.1:${host.server.address().port}`;
    return host;
  }

  /** Forgets what was sent. */
  reset() {
    this.sent = [];
    this.#free = 0;
  }

  get bytes() {
    return this.sent.reduce((sum, { bytes }) => sum + bytes, 0);
  }

  close() {
    this.server.close();
  }

  async #answer(request, response) {
    const { pathname } = new URL(request.url, "https://host");
    const isOwn = pathname.startsWith(OWN);
    const line = isOwn ? null : this.line;
    if (line) await this.#travel(request.stream.session, line);
    const { status, headers, body } = this.#file(pathname, request.headers);
    if (!isOwn) this.sent.push({ pathname, status, bytes: body.length + HEAD });
    response.writeHead(status, headers);
    if (request.method === "HEAD") return response.end();
    if (line) await this.#trickle(response, body, line);
    else response.end(body);
  }

  /** One way there and back; a new connection takes two more, for TCP and TLS. */
  async #travel(session, { trip }) {
    const trips = session.wasHere ? 1 : 3;
    session.wasHere = true;
    await sleep(trips * trip);
  }

  /** Sends piece by piece, as fast as the line takes them; all answers share it. */
  async #trickle(response, body, { rate }) {
    for (let at = 0; at < body.length; at += PIECE) {
      const piece = body.subarray(at, at + PIECE);
      const now = performance.now();
      // Timers come late; what the line could have carried meanwhile is made up for.
      this.#free = Math.max(this.#free, now - 50) + (piece.length * 8000) / rate;
      if (this.#free - now > 3) await sleep(this.#free - now);
      response.write(piece);
    }
    response.end();
  }

  #file(pathname, asked) {
    const path = join(this.root, normalize(decodeURIComponent(pathname)));
    const file = pathname.endsWith("/") ? join(path, "index.html") : path;
    const headers = headersFor(file);
    if (!existsSync(file)) return { status: 404, headers, body: Buffer.alloc(0) };
    const range = /^bytes=(\d+)-(\d*)$/.exec(asked.range ?? "");
    if (range) return part(file, headers, range);
    const packed = /\bbr\b/.test(asked["accept-encoding"] ?? "") && existsSync(`${file}.br`);
    if (packed) headers["content-encoding"] = "br";
    headers["content-length"] = statSync(packed ? `${file}.br` : file).size;
    const isHead = asked[":method"] === "HEAD";
    const body = isHead ? Buffer.alloc(0) : readFileSync(packed ? `${file}.br` : file);
    return { status: 200, headers, body };
  }
}

/** Pages that keep to their own origin get finer clocks. */
function headersFor(file) {
  return {
    "content-type": KINDS[extname(file)] ?? "application/octet-stream",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-embedder-policy": "require-corp",
    "cross-origin-resource-policy": "same-origin",
    "cache-control": "max-age=3600",
    "accept-ranges": "bytes",
  };
}

function part(file, headers, [, first, last]) {
  const { size } = statSync(file);
  const end = Math.min(last ? Number(last) : size - 1, size - 1);
  const body = Buffer.alloc(end - Number(first) + 1);
  const handle = openSync(file, "r");
  readSync(handle, body, 0, body.length, Number(first));
  closeSync(handle);
  headers["content-range"] = `bytes ${first}-${end}/${size}`;
  return { status: 206, headers, body };
}

function certificate(cache) {
  const [key, cert] = ["key", "cert"].map((name) => join(cache, `localhost.${name}`));
  if (!existsSync(cert)) {
    mkdirSync(cache, { recursive: true });
    const curve = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1"];
    const names = ["-subj", "/CN=localhost", "-addext", "subjectAltName=IP:127.0.0.1"];
    const files = ["-nodes", "-days", "3650", "-keyout", key, "-out", cert];
    try {
      execFileSync("openssl", ["req", "-x509", ...curve, ...names, ...files], { stdio: "ignore" });
    } catch (error) {
      throw new Error("The bench's host needs a certificate: install the program openssl", { cause: error });
    }
  }
  return { key: readFileSync(key), cert: readFileSync(cert) };
}

const sleep = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));
