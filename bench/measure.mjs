// A program run to its end: how long it took and how much memory it had at most.
import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** GNU time, which says how much memory a program had at most. */
const TIME = "/usr/bin/time";

/**
 * Runs a command; `accept` lists the exit codes that are fine.
 * Gives { seconds, megabytes, stdout }; megabytes is null where GNU time is not installed.
 */
export function measure(command, args, { accept = [0], env = {} } = {}) {
  const folder = mkdtempSync(join(tmpdir(), "bibliobus-bench-"));
  const report = join(folder, "time");
  const timed = existsSync(TIME);
  const [program, list] = timed
    ? [TIME, ["-f", "%M", "-o", report, command, ...args]]
    : [command, args];
  const started = process.hrtime.bigint();
  const run = spawnSync(program, list, {
    encoding: "utf8",
    maxBuffer: 1 << 30,
    env: { ...process.env, ...env },
  });
  const seconds = Number(process.hrtime.bigint() - started) / 1e9;
  if (!accept.includes(run.status)) {
    throw new Error(`${command} ${args.join(" ")}: exit ${run.status}\n${run.stderr}`);
  }
  const kilobytes = timed ? Number(readFileSync(report, "utf8").trim().split("\n").at(-1)) : null;
  rmSync(folder, { recursive: true });
  return { seconds, megabytes: kilobytes && (kilobytes * 1024) / 1e6, stdout: run.stdout };
}

/** The best of several runs: on a machine that does other things too, the least disturbed one. */
export function best(times, run) {
  const runs = Array.from({ length: times }, run);
  return runs.reduce((a, b) => (b.seconds < a.seconds ? b : a));
}
