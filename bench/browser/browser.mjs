// A browser that was never here, and what it takes of the machine.
import { mkdtempSync, readFileSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { chromium } from "playwright-core";

const ARGUMENTS = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-dev-shm-usage",
  "--ignore-certificate-errors",
  "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1",
];

/** Runs `visit` with a page of a fresh profile: { page, devtools }. */
export async function visiting(visit) {
  const profile = mkdtempSync(join(tmpdir(), "bibliobus-bench-"));
  const context = await chromium.launchPersistentContext(profile, {
    executablePath: process.env.CHROME_PATH,
    headless: true,
    args: ARGUMENTS,
    ignoreHTTPSErrors: true,
    // What a service worker fetches for the next time is not on the way to the results.
    serviceWorkers: "block",
  });
  try {
    const page = context.pages()[0] ?? (await context.newPage());
    const devtools = await context.newCDPSession(page);
    await page.goto("about:blank");
    return await visit({ page, devtools });
  } finally {
    await context.close().catch(() => {});
    rmSync(profile, { recursive: true, force: true, maxRetries: 3 });
  }
}

/** The memory that the page and its workers have for themselves, in MB, after a clean-up. */
export async function memory(devtools) {
  for (let time = 0; time < 2; time += 1) await devtools.send("HeapProfiler.collectGarbage");
  await new Promise((resolve) => setTimeout(resolve, 500));
  const own = renderers().map((number) => field(number, "RssAnon"));
  return (Math.max(0, ...own) * 1024) / 1e6;
}

/** The processes that draw pages for a browser of ours. */
function renderers() {
  const numbers = readdirSync("/proc").filter((name) => /^\d+$/.test(name));
  return numbers.filter((number) => {
    try {
      const command = readFileSync(`/proc/${number}/cmdline`, "utf8");
      return command.includes("--type=renderer") && isOurs(number);
    } catch {
      return false;
    }
  });
}

function isOurs(number) {
  for (let parent = Number(number); parent > 1; parent = field(parent, "PPid")) {
    if (parent === process.pid) return true;
  }
  return false;
}

function field(number, name) {
  try {
    const status = readFileSync(`/proc/${number}/status`, "utf8");
    return Number(new RegExp(`^${name}:\\s+(\\d+)`, "m").exec(status)?.[1] ?? 0);
  } catch {
    return 0;
  }
}
