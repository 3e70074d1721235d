// What the bench needs beyond the app: compiled and installed outside the clone, on demand, each
// with a word of it.
import { spawnSync } from "node:child_process";
import { copyFileSync, existsSync, mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { packagesIn } from "./browser/engines.mjs";

const { BIBLIOBUS_BIN: cli, BIBLIOBUS_TARGET: target, BIBLIOBUS_TOOLS: kept } = process.env;
const HERE = new URL(".", import.meta.url).pathname;
const WASM = "wasm32-unknown-unknown";
const BINDGEN = ["--target", "web", "--no-typescript", "--remove-name-section"];

/** Where records, and indexes of peers, are kept between runs. */
export const cache = join(kept, "bench");
const root = join(cache, "host");

/** The program that measures natively. */
export function nativeProgram() {
  cargo("the program that measures natively, with tantivy", ["--profile", "native", "-p", "bibliobus-bench-native"]);
  return join(target, "bench/native/bibliobus-bench-native");
}

/** The program that reads MARC with the crates `marc` and `marc21`. */
export function marcProgram() {
  cargo("the program that reads MARC with other crates", ["--profile", "native", "-p", "bibliobus-bench-marc"]);
  return join(target, "bench/native/bibliobus-bench-marc");
}

/** All that the browser bench needs: { cli, native, tantivy, packages, root }. */
export function browserTools() {
  const packages = nodePackages();
  const tantivy = wasm("bibliobus-bench-tantivy", "tantivy", join(cache, "tantivy"));
  wasm("bibliobus-bench-client", "client", join(root, "~bench/client"));
  return { cli, native: nativeProgram(), tantivy, packages, root };
}

function nodePackages() {
  const folder = join(cache, "node");
  const lock = readFileSync(join(HERE, "browser/package-lock.json"));
  const mark = join(folder, "package-lock.json");
  const isThere = existsSync(join(folder, "node_modules")) && readFileSync(mark).equals(lock);
  if (!isThere) {
    const { dependencies } = JSON.parse(readFileSync(join(HERE, "browser/package.json"), "utf8"));
    const names = Object.entries(dependencies).map(([name, version]) => `${name}@${version}`);
    console.log(`Installing ${names.join(", ")} into ${folder}`);
    mkdirSync(folder, { recursive: true });
    for (const file of ["package.json", "package-lock.json"]) {
      copyFileSync(join(HERE, "browser", file), join(folder, file));
    }
    run("npm", ["install", "--prefix", folder, "--no-audit", "--no-fund", "--loglevel", "error"]);
    // The registry may lack packages for other systems, and npm then leaves them out of the lock.
    copyFileSync(join(HERE, "browser/package-lock.json"), mark);
  }
  return packagesIn(join(folder, "node_modules"));
}

/** A crate as wasm with its JavaScript, in `folder`. */
function wasm(crate, name, folder) {
  cargo(`${crate} for the browser`, ["--release", "--target", WASM, "-p", crate]);
  const module = join(target, "bench", WASM, "release", `${crate.replaceAll("-", "_")}.wasm`);
  run("wasm-bindgen", [...BINDGEN, "--out-dir", folder, "--out-name", name, module]);
  return folder;
}

function cargo(what, args) {
  console.log(`Building ${what} (some minutes, once)`);
  run("cargo", ["build", "--quiet", ...args], {
    cwd: HERE,
    env: { ...process.env, CARGO_TARGET_DIR: join(target, "bench") },
  });
}

function run(command, args, options = {}) {
  const { status } = spawnSync(command, args, { stdio: ["ignore", "ignore", "inherit"], ...options });
  if (status !== 0) throw new Error(`${command} ${args.join(" ")} failed`);
}
