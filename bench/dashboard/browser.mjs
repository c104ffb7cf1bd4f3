// One fresh Chromium with an empty profile, for one sample of one peer.
import { execFileSync } from "node:child_process";
import { createReadStream, existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, statSync } from "node:fs";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { extname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { chromium } from "playwright-core";

const here = fileURLToPath(new URL(".", import.meta.url));
const TYPES = { ".html": "text/html", ".js": "text/javascript", ".mjs": "text/javascript", ".wasm": "application/wasm", ".csv": "text/csv" };

/** The page and the worker of a peer, bundled. */
export async function bundle(peer, into) {
  const part = (contents, outfile) => build({
    stdin: { contents, resolveDir: here, loader: "js" }, outfile: join(into, outfile), bundle: true, format: "esm", minify: true, logLevel: "error",
  });
  await part(`import * as peer from "./peers/${peer}.mjs"; import { sample } from "./page.mjs"; window.sample = (options) => sample(peer, options);`, `${peer}.mjs`);
  await part(`import * as peer from "./peers/${peer}.mjs"; import { host } from "./worker.mjs"; host(peer);`, `${peer}.worker.mjs`);
}

/** Folders on 127.0.0.1, each under its name. */
export async function serve(folders) {
  const server = createServer((request, response) => {
    const [, name, ...rest] = decodeURI(new URL(request.url, "http://127.0.0.1").pathname).split("/");
    response.setHeader("cache-control", "no-store");
    if (!name) return response.setHeader("content-type", "text/html"), response.end("<!doctype html><meta charset=utf-8>");
    const file = folders[name] && join(folders[name], ...rest);
    if (!file || !existsSync(file)) return response.writeHead(404).end();
    response.writeHead(200, { "content-type": TYPES[extname(file)] ?? "application/octet-stream", "content-length": statSync(file).size });
    createReadStream(file).pipe(response);
  });
  await new Promise((ready) => server.listen(0, "127.0.0.1", ready));
  return { origin: `http://127.0.0.1:${server.address().port}/`, close: () => server.close() };
}

/** Largest resident memory of the page's process in MB. */
function peak(profile) {
  return Math.max(0, ...readdirSync("/proc").filter((pid) => /^\d+$/.test(pid)).map((pid) => {
    try {
      const command = readFileSync(`/proc/${pid}/cmdline`, "utf8");
      if (!command.includes("--type=renderer") || !command.includes(profile)) return 0;
      return Number(/VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, "utf8"))[1]) / 1024;
    } catch { return 0; } // gone meanwhile
  }));
}

/** Takes one sample; `options` go to the page. `chosen`: files the page gets as a user chooses them, instead of their bytes. */
export async function takeSample(peer, origin, { chosen = [], ...options }) {
  const profile = mkdtempSync(join(tmpdir(), "bench-profile-"));
  const context = await chromium.launchPersistentContext(profile, {
    executablePath: process.env.CHROMIUM ?? execFileSync("which", ["chromium"]).toString().trim(), headless: true,
    args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
  });
  try {
    const page = context.pages()[0] ?? (await context.newPage());
    const crash = new Promise((_, fail) => page.on("crash", () => fail(new Error("the page ran out of memory"))));
    crash.catch(() => {});
    await page.goto(origin);
    await page.addScriptTag({ type: "module", content: `await import("/bundles/${peer}.mjs"); window.isReady = true;` });
    await page.waitForFunction(() => window.isReady);
    await page.evaluate(() => { document.body.innerHTML = "<input type=file multiple>"; });
    if (chosen.length) await page.setInputFiles("input", chosen);
    const before = peak(profile);
    const taken = await Promise.race([page.evaluate((options) => window.sample(options), options), crash]);
    return { ...taken, peak: peak(profile) - before };
  } finally {
    await context.close();
    rmSync(profile, { recursive: true, force: true, maxRetries: 5 });
  }
}
