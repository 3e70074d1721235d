// The programs that ours is measured beside, installed once into the folder of the tools.
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";

const PYMARC = "5.4.0";

/** Python with pymarc, or null with a word of why not. */
export function pymarc(tools) {
  const folder = join(tools, "pymarc");
  const python = join(folder, "bin", "python");
  if (has(python)) return python;
  console.log(`Installing pymarc ${PYMARC} into ${folder}`);
  const made =
    run("python3", ["-m", "venv", folder]) &&
    run(python, ["-m", "pip", "install", "--quiet", `pymarc==${PYMARC}`]);
  if (made && has(python)) return python;
  console.log("pymarc is left out: it could not be installed (it needs python3 with venv)");
  return null;
}

function has(python) {
  const asks = `import importlib.metadata as m; assert m.version("pymarc") == "${PYMARC}"`;
  return existsSync(python) && run(python, ["-c", asks]);
}

function run(command, args) {
  return spawnSync(command, args, { stdio: ["ignore", "ignore", "inherit"] }).status === 0;
}
