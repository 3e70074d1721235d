// A program run to its end: how much time of a core it took, and how much memory at most.
import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** GNU time, which knows what a program took of the machine. */
const TIME = "/usr/bin/time";

/**
 * Runs a command; `accept` lists the exit codes that are fine.
 * Gives { seconds, clock, megabytes, stdout }. The seconds are those of the processor, so that
 * what else the machine does counts less; where GNU time is not installed they are those of the
 * clock, and megabytes is null.
 */
export function measure(command, args, { accept = [0], env = {} } = {}) {
  const folder = mkdtempSync(join(tmpdir(), "bibliobus-bench-"));
  const file = join(folder, "time");
  const timed = existsSync(TIME);
  const [program, list] = timed
    ? [TIME, ["-f", "%U %S %M", "-o", file, command, ...args]]
    : [command, args];
  const started = process.hrtime.bigint();
  const run = spawnSync(program, list, {
    encoding: "utf8",
    maxBuffer: 1 << 30,
    env: { ...process.env, ...env },
  });
  const clock = Number(process.hrtime.bigint() - started) / 1e9;
  if (!accept.includes(run.status)) {
    throw new Error(`${command} ${args.join(" ")}: exit ${run.status}\n${run.stderr}`);
  }
  const report = timed ? readReport(file) : null;
  rmSync(folder, { recursive: true });
  const seconds = report?.seconds ?? clock;
  return { seconds, clock, megabytes: report?.megabytes ?? null, stdout: run.stdout };
}

/** What GNU time wrote: user seconds, system seconds, kilobytes; a word on the exit goes before. */
function readReport(file) {
  const line = readFileSync(file, "utf8").trim().split("\n").at(-1);
  const [user, system, kilobytes] = line.split(" ").map(Number);
  return { seconds: user + system, megabytes: (kilobytes * 1024) / 1e6 };
}

/** The best of several runs: on a machine that does other things too, the least disturbed one. */
export function best(times, run) {
  const runs = Array.from({ length: times }, run);
  return runs.reduce((a, b) => (b.seconds < a.seconds ? b : a));
}
