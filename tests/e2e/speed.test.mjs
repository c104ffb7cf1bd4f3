// Figures of the built product in Chromium. Nothing is asserted about time: the figures are for the record.
import assert from "node:assert/strict";
import { existsSync, readFileSync, readdirSync } from "node:fs";
import { createServer } from "node:http";
import { extname } from "node:path";
import { after, before, test } from "node:test";
import { brotliCompressSync } from "node:zlib";
import { AT, SITE, go, launch, open, sample } from "./support.mjs";

const root = new URL("../../", import.meta.url);
const ms = (value) => `${value < 10 ? value.toFixed(1) : Math.round(value)} ms`;
const spread = (values) => {
  const sorted = [...values].sort((a, b) => a - b);
  const at = (share) => sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))];
  return `median ${ms(at(0.5))}, 95 % ${ms(at(0.95))}, n ${sorted.length}`;
};

let browser;
before(async () => { browser = await launch(); });
after(() => browser.close());

test("from navigation to drop zone, from click to numbers", async () => {
  const [zones, paints, readies, clicks] = [[], [], [], []];
  for (let round = 0; round < 3; round++) {
    const { context, page, record } = await open(browser);
    const { paint, ready } = await page.evaluate(() => ({ paint: performance.getEntriesByName("first-contentful-paint")[0]?.startTime, ready: window.kpiReady }));
    zones.push(record.dropZone);
    if (paint) paints.push(paint);
    readies.push(ready);
    clicks.push(await sample(page));
    await context.close();
  }
  console.log(`navigation → drop zone visible: ${spread(zones)}`);
  console.log(`navigation → first contentful paint: ${spread(paints)}; → engine ready: ${spread(readies)}`);
  console.log(`click on sample → first KPI number: ${spread(clicks)}`);
  assert.equal(clicks.length, 3);
});

test("from a slider step to the new text", async () => {
  const { context, page } = await open(browser);
  await sample(page);
  await go(page, "#/scenarios", AT.expected);
  await page.focus("#lever-1");
  // Measured in the page, so that the way between test and browser does not count.
  const steps = await page.evaluate(async (at) => {
    const lever = document.querySelector("#lever-1");
    const times = [];
    for (let step = 1; step <= 15; step++) {
      const before = document.querySelector(at).textContent;
      const start = performance.now();
      lever.value = String(100 + step * 2);
      lever.dispatchEvent(new Event("input", { bubbles: true }));
      while (document.querySelector(at).textContent === before && performance.now() - start < 5000) await new Promise(requestAnimationFrame);
      times.push(performance.now() - start);
    }
    return times;
  }, AT.lead);
  console.log(`slider step → new chance and expected text: ${spread(steps)}`);
  assert.ok(steps.every((step) => step < 5000), "every step changes the text");
  await context.close();
});

const TYPES = { ".mjs": "text/javascript", ".js": "text/javascript", ".wasm": "application/wasm", ".html": "text/html" };

test("the whole board through the package: sample, and 100,000 opportunities", async () => {
  const server = createServer((request, response) => {
    const path = request.url === "/" ? undefined : new URL(`dist/npm${request.url}`, root);
    if (path && !existsSync(path)) return response.writeHead(404).end();
    const policy = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; connect-src 'self'; worker-src 'self' blob:";
    response.writeHead(200, { "content-type": path ? TYPES[extname(path.pathname)] ?? "text/plain" : "text/html", "content-security-policy": policy });
    return response.end(path ? readFileSync(path) : "<!doctype html><title>board</title>");
  });
  await new Promise((done) => server.listen(0, "127.0.0.1", done));
  const context = await browser.newContext();
  const page = await context.newPage();
  await page.goto(`http://127.0.0.1:${server.address().port}/`);
  const found = await page.evaluate(async () => {
    const { createWorkbench } = await import("/index.browser.mjs");
    const timed = async (work) => { const start = performance.now(); const result = await work(); return [performance.now() - start, result]; };
    const results = {};
    for (const opportunities of [undefined, 100_000]) {
      const wb = await createWorkbench();
      const [load, summary] = await timed(() => wb.sample({ locale: "en", opportunities }));
      const rounds = [];
      let cells = 0;
      for (let round = 0; round < 5; round++) {
        const [time, [report]] = await timed(() => wb.board([{}]));
        rounds.push(time);
        cells = report.cells.length;
      }
      const [byPerson] = await timed(() => wb.board([{ by: ["person"] }]));
      const [byMonth] = await timed(() => wb.board([{ grain: "month" }]));
      results[opportunities ?? "sample"] = { load, rows: summary.tables.reduce((sum, table) => sum + table.rows, 0), rounds, cells, byPerson, byMonth };
      wb.close();
    }
    return results;
  });
  for (const [name, { load, rows, rounds, cells, byPerson, byMonth }] of Object.entries(found)) {
    console.log(`${name}: ${rows} rows generated and loaded in ${ms(load)}; board of all KPIs (${cells} cells): first ${ms(rounds[0])}, ${spread(rounds.slice(1))}; by person ${ms(byPerson)}; by month ${ms(byMonth)}`);
    assert.ok(cells >= 30 && rows >= 18_000);
  }
  await context.close();
  server.close();
});

test("size over the wire", async () => {
  const folder = new URL("dist/site/", root);
  const paths = readdirSync(folder, { recursive: true }).filter((path) => /\.(html|js|css|wasm)$/.test(path));
  let all = 0;
  for (const path of paths.sort()) {
    const plain = readFileSync(new URL(path, folder));
    const packed = existsSync(new URL(`${path}.br`, folder)) ? readFileSync(new URL(`${path}.br`, folder)) : brotliCompressSync(plain);
    console.log(`${path}: ${packed.length} bytes brotli, ${plain.length} plain`);
    all += packed.length;
  }
  console.log(`all: ${all} bytes brotli`);
  // What the server really sends to a browser.
  const { context, record } = await open(browser);
  const seen = [];
  for (const response of record.responses) {
    const { responseBodySize } = await response.request().sizes();
    seen.push([new URL(response.url()).pathname, responseBodySize, (await response.allHeaders())["content-encoding"] ?? "plain"]);
  }
  console.log(`received from ${new URL(SITE).pathname}: ${seen.reduce((sum, [, size]) => sum + size, 0)} bytes in ${seen.length} answers (${seen.map(([path, size, how]) => `${path} ${size} ${how}`).join(", ")})`);
  assert.ok(paths.length >= 8);
  await context.close();
});
