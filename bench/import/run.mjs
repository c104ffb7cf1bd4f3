// node run.mjs <file.csv> [--rounds 5] [--only peer,peer]: prints a table, writes results.json.
import { execFileSync } from "node:child_process";
import { createReadStream, existsSync, mkdtempSync, readFileSync, readdirSync, statSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { cpus, tmpdir, totalmem } from "node:os";
import { extname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { chromium } from "playwright-core";

const here = fileURLToPath(new URL(".", import.meta.url));
const file = resolve(process.argv[2]);
const option = (name, otherwise) => { const at = process.argv.indexOf(`--${name}`); return at < 0 ? otherwise : process.argv[at + 1]; };
const ROUNDS = Number(option("rounds", 5));
const PEERS = option("only", "product,duckdb,udsv,papaparse").split(",");
const SITE = process.env.SITE_DIR ?? join(here, "../../dist/site");
const TYPES = { ".html": "text/html; charset=utf-8", ".js": "text/javascript", ".mjs": "text/javascript", ".css": "text/css", ".wasm": "application/wasm" };

const made = mkdtempSync(join(tmpdir(), "bench-import-"));
await build({ entryPoints: ["duckdb", "udsv", "papaparse"].map((name) => join(here, `peers/${name}.mjs`)), bundle: true, format: "esm", minify: true, outdir: made, outExtension: { ".js": ".mjs" }, logLevel: "error" });
const folders = { "/peers/": made, "/duckdb/": join(here, "node_modules/@duckdb/duckdb-wasm/dist"), "/": SITE };
const server = createServer((request, response) => {
  const path = decodeURI(request.url.split(/[?#]/)[0]);
  if (path === "/peer.html") return response.setHeader("content-type", "text/html"), response.end('<input type="file">');
  const [prefix, folder] = Object.entries(folders).find(([prefix]) => path.startsWith(prefix));
  const found = join(folder, path.slice(prefix.length) || "index.html");
  if (!existsSync(found)) return response.writeHead(404).end();
  response.setHeader("content-type", TYPES[extname(found)] ?? "application/octet-stream");
  createReadStream(found).pipe(response);
});
await new Promise((ready) => server.listen(0, "127.0.0.1", ready));
const origin = `http://127.0.0.1:${server.address().port}/`;

/** Largest resident memory of the page's process in MB. */
function peak(profile) {
  const numbers = readdirSync("/proc").filter((pid) => /^\d+$/.test(pid)).map((pid) => {
    try {
      const command = readFileSync(`/proc/${pid}/cmdline`, "utf8");
      if (!command.includes("--type=renderer") || !command.includes(profile)) return 0;
      return Number(/VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, "utf8"))[1]) / 1024;
    } catch { return 0; }
  });
  return Math.max(0, ...numbers);
}

async function product(page) {
  await page.goto(origin);
  await page.waitForFunction(() => window.kpiReady > 0);
  await page.evaluate(() => {
    const times = (window.times = {});
    new PerformanceObserver((list) => list.getEntries().forEach(({ duration }) => { times.longest = Math.max(times.longest ?? 0, duration); })).observe({ entryTypes: ["longtask"] });
    addEventListener("change", () => { times.start = performance.now(); times.longest = 0; }, true);
    new MutationObserver(() => {
      const now = performance.now();
      if (!times.first && /[1-9]/.test(document.querySelector(".drop.read .cap")?.textContent ?? "")) times.first = now;
      if (!times.ready && document.querySelector(".files li, .drop.bad")) times.ready = now;
    }).observe(document.body, { subtree: true, childList: true, characterData: true });
  });
  return async () => {
    await page.setInputFiles("input[data-early] >> nth=0", file);
    await page.waitForSelector(".files li, .drop.bad", { timeout: 600_000 });
    await page.waitForTimeout(200);
    const refusal = await page.evaluate(() => document.querySelector(".drop.bad")?.textContent);
    if (refusal) throw new Error(refusal);
    const { start, first, ready, longest } = await page.evaluate(() => window.times);
    const rows = await page.textContent(".files small");
    return { ready: ready - start, first: first - start, longest, rows: Number(/([\d,]+) (rows|行)/.exec(rows)[1].replaceAll(",", "")) };
  };
}

async function peer(page, name) {
  await page.goto(`${origin}peer.html`);
  await page.evaluate(async ([name, origin]) => {
    const load = name === "duckdb" ? await (await import(`${origin}peers/duckdb.mjs`)).start(`${origin}duckdb/`) : (() => {
      const worker = new Worker(`/peers/${name}.mjs`, { type: "module" });
      return (file) => new Promise((done, fail) => { worker.onmessage = ({ data }) => done(data); worker.onerror = fail; worker.postMessage(file); });
    })();
    window.result = new Promise((done, fail) => {
      document.querySelector("input").addEventListener("change", ({ target }) => {
        const start = performance.now();
        load(target.files[0]).then((rows) => done({ ready: performance.now() - start, rows }), fail);
      });
    });
  }, [name, origin]);
  return async () => {
    await page.setInputFiles("input", file);
    return page.evaluate(() => window.result.catch((error) => { throw new Error(String(error?.message ?? error).slice(0, 300)); }));
  };
}

const samples = [];
for (let round = 0; round < ROUNDS; round++) {
  for (const name of PEERS) {
    const profile = mkdtempSync(join(tmpdir(), "bench-profile-"));
    const context = await chromium.launchPersistentContext(profile, {
      executablePath: process.env.CHROMIUM ?? execFileSync("which", ["chromium"]).toString().trim(), headless: true, locale: "en",
      args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
    });
    try {
      const page = context.pages()[0] ?? (await context.newPage());
      const go = await (name === "product" ? product(page) : peer(page, name));
      const before = peak(profile);
      const sample = { name, ...(await go()) };
      sample.peak = peak(profile) - before;
      samples.push(sample);
    } catch (error) {
      samples.push({ name, failed: error.message.slice(0, 300) });
    } finally {
      await context.close();
    }
    console.error(JSON.stringify(samples.at(-1)));
  }
}
server.close();

const of = (name, key) => samples.filter((sample) => sample.name === name && sample[key] !== undefined).map((sample) => sample[key]).sort((a, b) => a - b);
const median = (list) => list[Math.floor(list.length / 2)];
const seconds = (list) => (list.length ? `${(median(list) / 1000).toFixed(2)} (${(list[0] / 1000).toFixed(2)}–${(list.at(-1) / 1000).toFixed(2)})` : "failed");
const size = statSync(file).size;
console.log(`${(size / 1e6).toFixed(0)} MB, ${median(of(PEERS[0], "rows"))} rows; ${cpus().length} cores, ${Math.round(totalmem() / 2 ** 30)} GB\n`);
console.log("| peer | ready, s | ÷ product | peak, MB |\n|---|---|---|---|");
for (const name of PEERS) {
  const ready = of(name, "ready");
  console.log(`| ${name} | ${seconds(ready)} | ${ready.length ? (median(ready) / median(of("product", "ready"))).toFixed(2) : "–"} | ${Math.round(median(of(name, "peak")) ?? 0)} |`);
}
console.log(`\nproduct: first progress ${Math.round(median(of("product", "first")))} ms, longest task of the page ${Math.round(median(of("product", "longest")))} ms`);
writeFileSync(join(here, "results.json"), JSON.stringify({ bytes: size, samples }, undefined, 1));
