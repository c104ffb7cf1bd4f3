// Nothing leaves the machine: every request is recorded, the policy is on every answer, and escapes are tried.
import assert from "node:assert/strict";
import { createServer } from "node:http";
import { after, before, test } from "node:test";
import { SCREENS, SITE, go, launch, open, sample } from "./support.mjs";

let browser;
before(async () => { browser = await launch(); });
after(() => browser.close());

test("only the own origin, one policy everywhere, and it works with the network off", async () => {
  const { context, page, record } = await open(browser);
  const origin = new URL(SITE).origin;
  assert.deepEqual(record.requests.filter((url) => !url.startsWith(origin)), []);
  const policies = new Set();
  for (const response of record.responses.filter((response) => response.url().startsWith(origin))) {
    policies.add((await response.allHeaders())["content-security-policy"]);
  }
  assert.equal(policies.size, 1, "the same policy on every file");
  const [policy] = policies;
  assert.match(policy, /^default-src 'none'/);
  assert.doesNotMatch(policy, /unsafe-inline|'unsafe-eval'|https?:|\*/);
  await context.setOffline(true);
  const before = record.requests.length;
  await sample(page);
  for (const [hash, selector] of SCREENS) await go(page, hash, selector);
  assert.equal(record.requests.length, before, "no request, not even a failed one");
  await page.click("button.priv");
  await page.waitForFunction(() => document.querySelector("#requests")?.textContent === "0");
  console.log(`requests: ${before} to load, 0 after`);
  await context.close();
});

test("neither module imports anything that can talk", async () => {
  for (const name of ["engine/kpi_wasm_bg.wasm", "kpi-web_bg.wasm"]) {
    const response = await fetch(new URL(name, SITE));
    const imports = WebAssembly.Module.imports(await WebAssembly.compile(await response.arrayBuffer())).map(({ name }) => name).join(" ");
    assert.doesNotMatch(imports, /fetch|xmlhttp|websocket|eventsource|beacon|rtcpeer|importscripts/i, name);
  }
});

test("escapes are blocked", async () => {
  let hits = 0;
  const server = createServer((request, response) => { hits += 1; response.writeHead(200, { "access-control-allow-origin": "*" }).end("x"); });
  await new Promise((done) => server.listen(0, "127.0.0.1", done));
  const target = `http://127.0.0.1:${server.address().port}/`;
  const { context, page } = await open(browser);
  const tried = await page.evaluate(async (target) => {
    const quiet = (work) => { try { return Promise.resolve(work()).catch(() => 0); } catch { return 0; } };
    const add = (tag, attributes) => { const element = document.createElement(tag); Object.assign(element, attributes); document.body.append(element); return element; };
    const link = (rel, more) => add("link", { rel, href: target + rel, ...more });
    const worker = (source) => new Worker(URL.createObjectURL(new Blob([source])));
    const ways = {
      fetch: () => fetch(target), keepalive: () => fetch(target, { keepalive: true, method: "POST", body: "x", mode: "no-cors" }),
      xhr: () => { const request = new XMLHttpRequest(); request.open("GET", target); request.send(); },
      beacon: () => navigator.sendBeacon(target, "x"), socket: () => new WebSocket(target.replace("http", "ws")), events: () => new EventSource(target),
      image: () => { new Image().src = target; }, srcset: () => add("img", { srcset: `${target} 1x` }),
      prefetch: () => link("prefetch"), preload: () => link("preload", { as: "image" }), sheet: () => link("stylesheet"), icon: () => link("icon"), manifest: () => link("manifest"),
      module: () => link("modulepreload"), script: () => add("script", { src: target }), dynamic: () => import(target),
      frame: () => add("iframe", { src: target }), object: () => add("object", { data: target }), embed: () => add("embed", { src: target }),
      audio: () => add("audio", { src: target, autoplay: true }), video: () => add("video", { src: target, poster: target }),
      form: () => { const form = add("form", { action: target, method: "POST", target: "nowhere" }); form.submit(); },
      background: () => { document.body.style.backgroundImage = `url(${target})`; },
      font: () => new FontFace("x", `url(${target})`).load(),
      worker: () => new Worker(target), shared: () => new SharedWorker(target),
      "worker fetch": () => worker(`fetch(${JSON.stringify(target)})`), "worker import": () => worker(`importScripts(${JSON.stringify(target)})`),
      style: () => { const style = add("style", {}); style.textContent = `@import url(${target});`; },
    };
    for (const way of Object.values(ways)) await quiet(way);
    await new Promise((done) => setTimeout(done, 1500));
    return Object.keys(ways).length;
  }, target);
  const inWorker = await page.evaluate(async () => {
    const [, source] = await window.kpiEngine;
    const text = await (await fetch("engine/worker.js")).text();
    const worker = new Worker(URL.createObjectURL(new Blob([text, ";self.postMessage({ probe: [typeof fetch, typeof XMLHttpRequest, typeof WebSocket, typeof importScripts] })"])));
    return new Promise((done) => { worker.onmessage = ({ data }) => data.probe && done({ probe: data.probe, source }); });
  });
  assert.deepEqual(inWorker.probe, ["undefined", "undefined", "undefined", "undefined"]);
  assert.match(inWorker.source, /^blob:/);
  console.log(`escapes tried: ${tried}, arrived: ${hits}`);
  assert.equal(hits, 0);
  await context.close();
  server.close();
});
